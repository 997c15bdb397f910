"""Makes the index agree with the database: after news, or as a whole.

News only says which rows to look at. What the index should hold is always worked out from the rows as they are
now, so news may come late, twice or out of order.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session, col, select

from app.core.database import Database
from app.discovery import synonyms
from app.discovery.documents import (
    Codebook,
    Script,
    around,
    documents,
    highlight_quote_id,
    turn_quote_id,
)
from app.discovery.scripts import codebook, load, portions
from app.highlights.models import Highlight, HighlightTag
from app.interviews.models import Interview, Speaker
from app.outbox import service as outbox
from app.outbox.service import Touched
from app.participants.models import Consent
from app.personas.service import PERSONAS_OF
from app.recordings.models import Recording
from app.tags.models import Tag
from app.transcripts.models import Transcript, Turn
from search import STOP_WORDS, Audience, Document, In, Query, SearchEngine, TextQuery

EVERYTHING = Audience({"admin"})
"""Every document carries this token."""
INTERVIEWS_AT_ONCE = 20
READ_AT_ONCE = 1_000
Progress = Callable[[int, int], None]
"""Told how many interviews are done, of how many."""


@dataclass
class Affected:
    """What news is about: whole interviews, single quotes of others, and quotes whose interview is not known."""

    whole: set[str] = field(default_factory=set)
    quotes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    gone: set[str] = field(default_factory=set)

    @property
    def interviews(self) -> set[str]:
        return self.whole | self.quotes.keys()


def apply(database: Database, engine: SearchEngine, news: Sequence[Touched]) -> None:
    """Puts the quotes that these rows are about as they are now, and drops those that may no longer be found."""
    with database.read() as session:
        if any(one.kind in synonyms.CHANGES for one in news):
            engine.set_synonyms(synonyms.table(session))
        affected = _affected(session, engine, news)
        book = codebook(session)
        for interview_ids in portions(affected.interviews, INTERVIEWS_AT_ONCE):
            _refresh(session, engine, book, affected, interview_ids)
    engine.drop(affected.gone)


def prepare(database: Database, engine: SearchEngine) -> None:
    """Tells the engine what it keeps beside the documents: words of no weight, and words that mean the same."""
    engine.set_stop_words(word for words in STOP_WORDS.values() for word in words)
    with database.read() as session:
        engine.set_synonyms(synonyms.table(session))


def rebuild(
    database: Database,
    engine: SearchEngine,
    progress: Progress = lambda _done, _of: None,
    *,
    resume: bool = False,
) -> int:
    """Makes the whole index anew, while searches go on in the old one; returns how many documents it holds.

    No relay carries news meanwhile, in whatever process: what it told the old index would be lost with that one. To
    `resume` goes on where a process was killed over it.
    """
    with outbox.paused(database), database.read() as session:
        return engine.replace_all(everything(session, progress), resume=resume)


def everything(session: Session, progress: Progress = lambda _done, _of: None) -> Iterator[Document]:
    """What the index should hold."""
    book = codebook(session)
    ids = session.exec(select(Interview.id)).all()
    done = 0
    for interview_ids in portions(ids, INTERVIEWS_AT_ONCE):
        for script in load(session, interview_ids):
            yield from documents(script, book)
        done += len(interview_ids)
        progress(done, len(ids))


@dataclass(frozen=True)
class Comparison:
    """How the index differs from the database: ids of quotes it lacks, holds in vain, or holds otherwise."""

    expected: int
    held: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not (self.missing or self.surplus or self.different)


def compare(database: Database, engine: SearchEngine, progress: Progress = lambda _done, _of: None) -> Comparison:
    """Compares every document with the index, word for word."""
    held = set(engine.ids())
    surplus, missing, different, expected = set(held), list[str](), list[str](), 0
    with database.read() as session:
        for batch in _batches(everything(session, progress)):
            found = {document.id: document for document in engine.read(document.id for document in batch)}
            expected += len(batch)
            surplus.difference_update(document.id for document in batch)
            missing += [document.id for document in batch if document.id not in found]
            different += [document.id for document in batch if found.get(document.id, document) != document]
    return Comparison(expected, len(held), tuple(missing), tuple(sorted(surplus)), tuple(different))


def stale(session: Session, engine: SearchEngine, interview_ids: Collection[str]) -> dict[str, str]:
    """The quotes of these interviews that the index holds otherwise than it should, or in vain -> interview."""
    book = codebook(session)
    should = {
        document.id: document
        for portion in portions(interview_ids, INTERVIEWS_AT_ONCE)
        for script in load(session, portion)
        for document in documents(script, book)
    }
    within = _indexed(engine, "interview", interview_ids) if interview_ids else {}
    held: dict[str, Document] = {}
    for portion in portions(within, READ_AT_ONCE):
        held.update((document.id, document) for document in engine.read(portion))
    within |= {document.id: document.group for document in should.values()}
    return {one: within[one] for one in held.keys() | should.keys() if held.get(one) != should.get(one)}


def is_missing(database: Database, engine: SearchEngine) -> bool:
    """Whether the index is empty although there is something to find: it was never made, or was thrown away."""
    with database.read() as session:
        has_turns = session.exec(select(Turn.id).limit(1)).first() is not None
        return has_turns and engine.count() == 0 and next(everything(session), None) is not None


def _batches(source: Iterator[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in source:
        batch.append(document)
        if len(batch) == READ_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _refresh(
    session: Session, engine: SearchEngine, book: Codebook, affected: Affected, interview_ids: Collection[str]
) -> None:
    """Puts first and drops last: cut short in between, words are found twice rather than not at all."""
    whole = [one for one in interview_ids if one in affected.whole]
    stale = set(_indexed(engine, "interview", whole)) if whole else set()
    stale.update(*(affected.quotes.get(one, ()) for one in interview_ids))
    fresh: list[Document] = []
    for script in load(session, interview_ids):
        wanted = _wanted(script, affected)
        stale |= wanted or set()
        fresh += documents(script, book, wanted)
    engine.put(fresh)
    engine.drop(stale.difference(document.id for document in fresh))


def _wanted(script: Script, affected: Affected) -> set[str] | None:
    interview_id = script.voices.interview.id
    return None if interview_id in affected.whole else around(script, affected.quotes[interview_id])


def _affected(session: Session, engine: SearchEngine, news: Sequence[Touched]) -> Affected:
    touched: dict[str, set[str]] = defaultdict(set)
    for one in news:
        touched[one.kind].add(one.row_id)
    affected = Affected()
    _turns(session, affected, touched["turn"])
    _words_of(session, affected, touched[PERSONAS_OF])
    _highlights(session, engine, affected, touched["highlight"])
    _tags(session, engine, affected, touched["tag"])
    affected.whole |= touched["interview"]
    for kind in _LEADS_TO.keys() & touched.keys():
        affected.whole |= _interviews_of(session, kind, touched[kind])
    for kind in ("project", "speaker"):
        # These may be gone, with everything in the database that led from them; the index still knows.
        affected.whole.update(_indexed(engine, kind, touched[kind]).values())
    return affected


_LEADS_TO: Mapping[str, tuple[Any, Any]] = {
    "transcript": (Transcript.interview_id, Transcript.id),
    "recording": (Recording.interview_id, Recording.id),
    "speaker": (Speaker.interview_id, Speaker.id),
    "participant": (Speaker.interview_id, Speaker.participant_id),
    "consent": (Speaker.interview_id, Consent.id),
    "project": (Interview.id, Interview.project_id),
}
"""Touched kind -> the column that names the interview, and the column that holds the touched id."""


def _turns(session: Session, affected: Affected, ids: Collection[str]) -> None:
    found = _pairs(session, Turn.id, Turn.interview_id, ids)
    for turn_id, interview_id in found.items():
        affected.quotes[interview_id].add(turn_quote_id(turn_id))
    affected.gone.update(turn_quote_id(turn_id) for turn_id in ids if turn_id not in found)


def _words_of(session: Session, affected: Affected, participant_ids: Collection[str]) -> None:
    """What these participants say, and nothing else of their interviews."""
    for portion in portions(participant_ids):
        query = (
            select(Turn.id, Turn.interview_id)
            .join(Speaker, col(Speaker.id) == col(Turn.speaker_id))
            .where(col(Speaker.participant_id).in_(portion))
        )
        for turn_id, interview_id in session.exec(query).all():
            affected.quotes[interview_id].add(turn_quote_id(turn_id))


def _highlights(session: Session, engine: SearchEngine, affected: Affected, ids: Collection[str]) -> None:
    """A highlight's turns as the index knew it count too: where it no longer lies, their words return."""
    for interview_id, quote_ids in _by_interview(_pairs(session, Highlight.id, Highlight.interview_id, ids)).items():
        affected.quotes[interview_id] |= quote_ids
    for portion in portions(ids):
        for document in engine.read(highlight_quote_id(one) for one in portion):
            turns = (turn_quote_id(turn_id) for turn_id in document.facets.get("turn", ()))
            affected.quotes[document.group].update((document.id, *turns))


def _tags(session: Session, engine: SearchEngine, affected: Affected, ids: Collection[str]) -> None:
    """Highlights with a tag, or with one below it: they are found by its name too, or were."""
    if not ids:
        return
    for portion in portions(_below(session, ids)):
        query = (
            select(Highlight.id, Highlight.interview_id)
            .join(HighlightTag, col(HighlightTag.highlight_id) == col(Highlight.id))
            .where(col(HighlightTag.tag_id).in_(portion))
        )
        for interview_id, quote_ids in _by_interview(dict(session.exec(query).all())).items():
            affected.quotes[interview_id] |= quote_ids
    for quote_id, interview_id in _indexed(engine, "tag", ids).items():
        affected.quotes[interview_id].add(quote_id)


def _below(session: Session, tag_ids: Collection[str]) -> set[str]:
    """Tags with everything below them, through deleted tags too: those come back, and their children with them."""
    rows = session.exec(select(Tag.id, Tag.parent_id)).all()
    found, size = set(tag_ids), 0
    while size != len(found):
        size = len(found)
        found |= {tag_id for tag_id, parent_id in rows if parent_id in found}
    return found


def _by_interview(interviews: Mapping[str, str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for highlight_id, interview_id in interviews.items():
        found[interview_id].add(highlight_quote_id(highlight_id))
    return found


def _pairs(session: Session, key: Any, value: Any, ids: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for portion in portions(ids):
        found.update(session.exec(select(key, value).where(col(key).in_(portion))).all())
    return found


def _interviews_of(session: Session, kind: str, ids: Collection[str]) -> set[str]:
    value, key = _LEADS_TO[kind]
    found: set[str] = set()
    for portion in portions(ids):
        query = select(value).where(col(key).in_(portion))
        if kind == "consent":
            query = query.join(Consent, col(Consent.participant_id) == col(Speaker.participant_id))
        found.update(session.exec(query).all())
    return found


def _indexed(engine: SearchEngine, facet: str, values: Collection[str]) -> dict[str, str]:
    """Every document the index holds with one of these values, and the interview it belongs to."""
    found: dict[str, str] = {}
    if not values:
        return found
    query = Query(TextQuery(), EVERYTHING, In(facet, tuple(values)), sort="oldest", limit=READ_AT_ONCE, highlight=False)
    while hits := engine.find(replace(query, offset=len(found))).hits:
        found.update((hit.id, hit.group) for hit in hits)
    return found
