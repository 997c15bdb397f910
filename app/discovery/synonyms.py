"""Words that search takes for one another: a tag's name and its synonyms.

A researcher who writes "cost, too expensive" beside the tag *price* has said that these mean the same here; whoever
types one of them finds the others too, at no cost in rank (the search contract's line 10).
"""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from app.tags.models import Tag


def table(session: Session) -> Mapping[str, tuple[str, ...]]:
    """Every word or phrase of the codebook that has others to stand for it, and these."""
    rows = session.exec(select(Tag.name, Tag.synonyms).where(col(Tag.deleted_at).is_(None)).order_by(col(Tag.id)))
    found: dict[str, dict[str, None]] = {}
    for name, synonyms in rows:
        alike = dict.fromkeys(text.casefold() for text in (name, *synonyms) if text.strip())
        for text in alike:
            found.setdefault(text, {}).update(dict.fromkeys(other for other in alike if other != text))
    return {text: tuple(others) for text, others in found.items() if others}
