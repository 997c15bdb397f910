"""Where somebody's voice is, told to the project's researchers; words as far as consent allows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from app.access.viewer import Viewer
from app.grants.models import Grant
from app.grants.queries import state_of
from app.highlights.models import Highlight, HighlightTag
from app.highlights.queries import COVERED, moments, with_covered_turns
from app.interviews.models import Interview, Speaker
from app.participants import queries as participants
from app.participants.models import Participant
from app.projects.models import Project
from app.reels.models import Reel, ReelItem
from app.sharing.queries import PINNED, titles
from app.subjects.presence import Presence, clips_of, films_of, grants_of, items_of, presence
from app.subjects.prominence import is_outsized
from app.subjects.schemas import GrantPlace, Outsized, PlacesOut, QuotePlace, ReelPlace, ShownOn
from app.tags.models import Tag
from app.transcripts.models import Turn

NEWEST = 20


def places(session: Session, viewer: Viewer, participant_id: str) -> PlacesOut:
    """Everywhere somebody is read, heard or shown, with the warning that they are quoted too much."""
    person, _, project = participants.get_for_research(session, viewer, participant_id)
    found = presence(session, person.id)
    reels = _reels(session, found)
    return PlacesOut(
        participant_id=person.id,
        interviews=len(found.interviews),
        turns=_turns(session, found.speakers),
        quotes=len(found.quotes),
        clips=len(clips_of(session, found.hashes)),
        newest=_newest(session, viewer, found),
        reels=reels,
        grants=_grants(session, grants_of(session, found.moments)),
        outsized=[*_outsized_in(session, person, project), *_outsized_reels(reels)],
    )


def said(session: Session, *where: Any) -> list[tuple[str, str]]:
    """Which participant is heard in which living highlight, each pair once."""
    query = (
        with_covered_turns(Highlight.id, Speaker.participant_id)
        .join(Speaker, col(Speaker.id) == col(COVERED.speaker_id))
        .where(col(Speaker.participant_id).is_not(None), col(Highlight.deleted_at).is_(None), *where)
        .distinct()
    )
    return [(one, str(person)) for one, person in session.connection().execute(query)]


def _turns(session: Session, speaker_ids: Collection[str]) -> int:
    return session.exec(select(func.count()).select_from(Turn).where(col(Turn.speaker_id).in_(speaker_ids))).one()


def _newest(session: Session, viewer: Viewer, found: Presence) -> list[QuotePlace]:
    loaded = moments(session, sorted(found.quotes, reverse=True)[:NEWEST])
    return [
        QuotePlace(
            highlight_id=one.highlight.id,
            interview_id=one.highlight.interview_id,
            interview_title=one.voices.interview.title,
            quote=one.highlight.quote if one.may_read(viewer.tokens) else None,
            created_at=one.highlight.created_at,
        )
        for one in sorted(loaded.values(), key=lambda one: one.highlight.id, reverse=True)
    ]


def _reels(session: Session, found: Presence) -> list[ReelPlace]:
    reel_ids = {item.reel_id for item in items_of(session, found.quotes)}
    living = select(Reel.id, Reel.title).where(col(Reel.id).in_(reel_ids), col(Reel.deleted_at).is_(None))
    names = dict(session.exec(living.order_by(col(Reel.updated_at).desc())).all())
    shown = select(ReelItem.reel_id, ReelItem.highlight_id).where(
        col(ReelItem.reel_id).in_(names), col(ReelItem.highlight_id).is_not(None)
    )
    clips: dict[str, list[str]] = defaultdict(list)
    for reel_id, highlight_id in session.exec(shown):
        clips[reel_id].append(highlight_id or "")
    everywhere = {one for ids in clips.values() for one in ids}
    heard: dict[str, set[str]] = defaultdict(set)
    for highlight_id, person in said(session, col(Highlight.id).in_(everywhere)):
        heard[highlight_id].add(person)
    films = Counter(film.reel_id for film in films_of(session, found))
    return [
        ReelPlace(
            reel_id=reel_id,
            title=title,
            mine=sum(one in found.quotes for one in clips[reel_id]),
            of=len(clips[reel_id]),
            people=len({person for one in clips[reel_id] for person in heard[one]}),
            films=films[reel_id],
        )
        for reel_id, title in names.items()
    ]


def _grants(session: Session, rows: Iterable[Grant]) -> list[GrantPlace]:
    rows = list(rows)
    names = titles(session, rows)
    return [
        GrantPlace(
            grant_id=row.id,
            kind="share" if row.kind == "share" else "embed",
            target_kind=row.target_kind,
            target_id=row.target_id,
            title=names.get(row.target_id, ""),
            label=row.label,
            state=state_of(row).value,
            origins=row.origins,
            seen_on=[ShownOn(origin=origin, at=datetime.fromisoformat(at)) for origin, at in row.seen_on.items()],
            last_seen_at=row.last_seen_at,
            plays=row.plays,
            pinned=bool(row.options.get(PINNED)),
        )
        for row in rows
    ]


def _outsized_in(session: Session, person: Participant, project: Project) -> list[Outsized]:
    """The project, and its tags, as far as they are about this project: others' counts are nobody's business here."""
    inside = select(Interview.id).where(Interview.project_id == project.id)
    pairs = said(session, col(Highlight.interview_id).in_(inside))
    by_quote: dict[str, set[str]] = defaultdict(set)
    for highlight_id, participant_id in pairs:
        by_quote[highlight_id].add(participant_id)
    groups: dict[tuple[str, str], list[str]] = {("project", project.id): list(by_quote)}
    names = {project.id: project.name}
    for tag_id, name, highlight_id in _tagged(session, by_quote):
        groups.setdefault(("tag", tag_id), []).append(highlight_id)
        names[tag_id] = name
    return [
        made
        for (where, key), quotes in groups.items()
        if (made := _outsized(where, key, names[key], person.id, [by_quote[one] for one in quotes]))
    ]


def _tagged(session: Session, by_quote: Mapping[str, Collection[str]]) -> Iterable[tuple[str, str, str]]:
    query = (
        select(Tag.id, Tag.name, HighlightTag.highlight_id)
        .join(HighlightTag, col(HighlightTag.tag_id) == col(Tag.id))
        .where(col(HighlightTag.highlight_id).in_(by_quote), col(Tag.deleted_at).is_(None))
        .order_by(col(Tag.name), col(Tag.id))
    )
    return session.exec(query).all()


def _outsized(where: str, key: str, name: str, person: str, quotes: Collection[Collection[str]]) -> Outsized | None:
    mine, people = sum(person in heard for heard in quotes), len({one for heard in quotes for one in heard})
    if not is_outsized(mine, len(quotes), people):
        return None
    return Outsized(
        where="tag" if where == "tag" else "project", id=key, name=name, mine=mine, of=len(quotes), people=people
    )


def _outsized_reels(reels: Iterable[ReelPlace]) -> list[Outsized]:
    return [
        Outsized(where="reel", id=one.reel_id, name=one.title, mine=one.mine, of=one.of, people=one.people)
        for one in reels
        if is_outsized(one.mine, one.of, one.people)
    ]
