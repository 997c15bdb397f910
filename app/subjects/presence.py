"""Where somebody's voice is, as ids: what everything else in this slice begins with."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session, col, select

from app.grants.models import Grant
from app.highlights.models import Highlight, HighlightTag
from app.highlights.queries import COVERED, with_covered_turns
from app.interviews.models import Speaker
from app.recordings.models import Recording
from app.reels.models import ReelItem, RenderedClip
from app.renders.models import DONE, ReelRender, RenderPiece
from app.sharing.queries import PINNED
from app.sharing.targets import HIGHLIGHT, REEL, TAG
from app.tags import queries as tags


@dataclass(frozen=True)
class Presence:
    """What carries somebody's words, and what else was said in the same rooms: recordings carry every voice in them."""

    participant_id: str
    speakers: dict[str, str]
    """Speaker -> interview."""
    quotes: dict[str, str]
    """Highlights with words of theirs -> interview."""
    nearby: dict[str, str]
    """The other highlights of those interviews: their clips show the same room."""
    recordings: tuple[Recording, ...]

    @cached_property
    def interviews(self) -> frozenset[str]:
        return frozenset(self.speakers.values())

    @cached_property
    def hashes(self) -> frozenset[str]:
        """The files that the person is in."""
        return frozenset(one.sha256 for one in self.recordings if one.sha256)

    @cached_property
    def moments(self) -> dict[str, str]:
        """Every highlight whose words or recording are theirs -> interview."""
        return self.quotes | self.nearby


def presence(session: Session, participant_id: str) -> Presence:
    """Where a participant is heard, in a fixed number of statements."""
    speakers = dict(
        session.exec(select(Speaker.id, Speaker.interview_id).where(Speaker.participant_id == participant_id)).all()
    )
    interviews = set(speakers.values())
    quotes = quotes_of(session, speakers)
    marked = select(Highlight.id, Highlight.interview_id).where(
        col(Highlight.interview_id).in_(interviews), col(Highlight.deleted_at).is_(None)
    )
    nearby = {one: interview for one, interview in session.exec(marked) if one not in quotes}
    media = select(Recording).where(col(Recording.interview_id).in_(interviews)).order_by(col(Recording.id))
    # Copies: whoever erases goes on asking them after the rows are gone.
    recordings = tuple(Recording(**row.model_dump()) for row in session.exec(media))
    return Presence(participant_id, speakers, quotes, nearby, recordings)


def quotes_of(session: Session, speaker_ids: Collection[str], *, deleted: bool = False) -> dict[str, str]:
    """The highlights that cover a turn of these speakers -> interview; deleted ones only when asked for."""
    covered = with_covered_turns(Highlight.id, Highlight.interview_id)
    query = covered.where(col(COVERED.speaker_id).in_(speaker_ids)).distinct()
    if not deleted:
        query = query.where(col(Highlight.deleted_at).is_(None))
    return {row.id: row.interview_id for row in session.connection().execute(query)}


def items_of(session: Session, highlight_ids: Collection[str]) -> list[ReelItem]:
    """The places in reels that show these highlights."""
    query = select(ReelItem).where(col(ReelItem.highlight_id).in_(highlight_ids))
    return list(session.exec(query.order_by(col(ReelItem.reel_id), col(ReelItem.position))).all())


def grants_of(session: Session, highlight_ids: Collection[str]) -> list[Grant]:
    """The grants that show one of these highlights, revoked and expired ones too, newest first."""
    wanted = set(highlight_ids)
    reels = {item.reel_id for item in items_of(session, wanted)}
    within = {REEL: reels, HIGHLIGHT: wanted, TAG: _families(session, wanted)}
    rows = session.exec(select(Grant).order_by(col(Grant.id).desc())).all()
    return [row for row in rows if _shows(row, within.get(row.target_kind, set()), wanted)]


def _shows(grant: Grant, targets: Collection[str], wanted: Collection[str]) -> bool:
    if pinned := grant.options.get(PINNED):
        return any(item.get("highlight_id") in wanted for item in pinned["items"])
    return grant.target_id in targets


def _families(session: Session, highlight_ids: Collection[str]) -> set[str]:
    """The tags of these highlights with all above them: a tag shows what is tagged with one below it too."""
    query = select(HighlightTag.tag_id).where(col(HighlightTag.highlight_id).in_(highlight_ids)).distinct()
    found = set(session.exec(query).all())
    shape = tags.tree(session)
    return found | {above for tag_id in found for above in shape.ancestors(tag_id)}


def clips_of(session: Session, hashes: Collection[str]) -> list[RenderedClip]:
    """The clips that were cut out of these files."""
    return list(session.exec(select(RenderedClip).where(col(RenderedClip.source_sha256).in_(hashes))).all())


def films_of(session: Session, found: Presence) -> list[ReelRender]:
    """Finished films with the person, or with the room they were heard in."""
    rows = session.exec(select(ReelRender).where(ReelRender.state == DONE)).all()
    return [
        row for row in rows if any(_is_in(part["highlight_id"], part["source_sha256"], found) for part in row.parts)
    ]


def pieces_of(session: Session, found: Presence) -> list[RenderPiece]:
    """Encoded pieces of films, the same way."""
    rows = session.exec(select(RenderPiece)).all()
    return [row for row in rows if _is_in(row.highlight_id, row.source_sha256, found)]


def _is_in(highlight_id: str | None, sha256: str, found: Presence) -> bool:
    return highlight_id in found.quotes or (bool(sha256) and sha256 in found.hashes)
