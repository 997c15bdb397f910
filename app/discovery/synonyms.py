"""Words that search takes for one another: a tag's name and its synonyms, and the company's own list.

A researcher who writes "cost, too expensive" beside the tag *price* has said that these mean the same here; whoever
types one of them finds the others too, at no cost in rank (the search contract's line 10).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, func, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid, NotFound
from app.discovery.models import Synonym
from app.discovery.naming import fold
from app.outbox import service as outbox
from app.tags.models import Tag

CHANGES = frozenset({"tag", "synonym"})
"""The kinds of rows whose news changes the table."""


def table(session: Session) -> Mapping[str, tuple[str, ...]]:
    """Every word or phrase that has others to stand for it, and these. One way each, from key to values."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for text, others in (*_of_tags(session), *_of_the_list(session)):
        found[text].update(dict.fromkeys(other for other in others if other != text))
    return {text: tuple(others) for text, others in found.items() if others}


def listed(session: Session) -> Sequence[Synonym]:
    """The company's list, by term."""
    return session.exec(select(Synonym).order_by(func.lower(Synonym.term), col(Synonym.id))).all()


def create(session: Session, viewer: Viewer, *, values: dict[str, Any]) -> Synonym:
    """Adds to the list; search knows it a moment later. Raises Conflict (`synonym_exists`) for a term that is there."""
    viewer.need_researcher()
    row = Synonym(**_tidied(values))
    _check_term(session, row)
    session.add(row)
    session.flush()
    _news(session, viewer, "synonym.create", row)
    return row


def change(session: Session, viewer: Viewer, *, synonym_id: str, version: int, values: dict[str, Any]) -> Synonym:
    """Changes an entry of the list."""
    viewer.need_researcher()
    row = _get(session, synonym_id)
    if row.version != version:
        raise Conflict("This entry was changed in the meantime.", version=row.version)
    kept = {"term": row.term, "others": row.others, "two_way": row.two_way}
    for name, value in _tidied(kept | values).items():
        setattr(row, name, value)
    _check_term(session, row)
    row.version, row.updated_at = row.version + 1, now()
    session.add(row)
    _news(session, viewer, "synonym.change", row)
    return row


def remove(session: Session, viewer: Viewer, *, synonym_id: str) -> None:
    """Takes an entry off the list; adding it again undoes that."""
    viewer.need_researcher()
    row = _get(session, synonym_id)
    _news(session, viewer, "synonym.delete", row)
    session.delete(row)


def _of_tags(session: Session) -> Iterator[tuple[str, Iterable[str]]]:
    rows = session.exec(select(Tag.name, Tag.synonyms).where(col(Tag.deleted_at).is_(None)).order_by(col(Tag.id)))
    for name, synonyms in rows:
        yield from _each_way((name, *synonyms))


def _of_the_list(session: Session) -> Iterator[tuple[str, Iterable[str]]]:
    for row in session.exec(select(Synonym).order_by(col(Synonym.id))):
        if row.two_way:
            yield from _each_way((row.term, *row.others))
        else:
            yield row.term.casefold(), [other.casefold() for other in row.others]


def _each_way(words: Iterable[str]) -> Iterator[tuple[str, Iterable[str]]]:
    alike = dict.fromkeys(text.casefold() for text in words if text.strip())
    yield from ((text, alike) for text in alike)


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    """The entry without repetitions. Raises Invalid for one that says nothing."""
    term = values["term"].strip()
    others = {fold(other): other.strip() for other in values["others"] if _has_words(other)}
    others.pop(fold(term), None)
    if not _has_words(term):
        raise _bad("term", "Write a word that people type.")
    if not others:
        raise _bad("others", "Write at least one other word that stands for it.")
    return values | {"term": term, "others": list(others.values())}


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _bad(where: str, message: str) -> Invalid:
    return Invalid(message, code="bad_synonym", faults=[Fault(where, message, "bad_synonym")])


def _check_term(session: Session, row: Synonym) -> None:
    for other in session.exec(select(Synonym).where(Synonym.id != row.id)):
        if fold(other.term) == fold(row.term):
            message = f"“{other.term}” is on the list already."
            raise Conflict(message, code="synonym_exists", faults=[Fault("term", message)], synonym_id=other.id)


def _get(session: Session, synonym_id: str) -> Synonym:
    if row := session.get(Synonym, synonym_id):
        return row
    raise NotFound


def _news(session: Session, viewer: Viewer, action: str, row: Synonym) -> None:
    outbox.touch(session, row)
    detail = {"term": row.term, "others": row.others, "two_way": row.two_way}
    audit.record(session, actor=viewer, action=action, target_kind="synonym", target_id=row.id, detail=detail)
