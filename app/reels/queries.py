"""Reading reels and their clips. Every read asks consent again; nothing here is filtered by a viewer yet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, and_, col, or_, select

from app.access.audiences import Standing
from app.access.viewer import Viewer
from app.accounts.models import User
from app.core.errors import NotFound
from app.highlights.queries import NEEDS_REVIEW, Moment, moments
from app.interviews.voices import Voice
from app.recordings.models import Recording
from app.reels.clips import REACH_MS, Cut, Fades, Spoken, cut_of, fades_of, hidden, padded, spoken, text_of
from app.reels.models import Reel, ReelItem, RenderedClip
from app.transcripts import queries as transcripts
from app.transcripts.models import Turn

PROFILE = "720p-1"
"""How clips are rendered; another number makes all of them anew."""
Key = tuple[str, int, int, str]
"""What a rendered clip was made from: the source's hash, in, out, profile."""


@dataclass(frozen=True)
class Clip:
    """A highlight as a clip, with everything that decides who may read and hear it."""

    item: ReelItem
    moment: Moment | None
    recording: Recording | None
    turns: Sequence[Turn]

    @property
    def cut(self) -> Cut | None:
        """Where it lies in the recording: trimmed, with the air around it."""
        core, recording = self.core, self.recording
        if core is None:
            return None
        duration_ms = recording.duration_ms if recording else None
        return padded(core, self.item.pad_before_ms, self.item.pad_after_ms, duration_ms)

    @property
    def core(self) -> Cut | None:
        """Where its words lie in the recording: trimmed, without the air around them."""
        if self.moment is None:
            return None
        row, recording = self.moment.highlight, self.recording
        return cut_of(
            row.start_ms,
            row.end_ms,
            trim_start_ms=self.item.trim_start_ms,
            trim_end_ms=self.item.trim_end_ms,
            starts_at_ms=recording.starts_at_ms if recording else 0,
            duration_ms=recording.duration_ms if recording else None,
        )

    @property
    def voice(self) -> Voice | None:
        """Who begins to speak."""
        return self.moment.voice if self.moment else None

    @property
    def people(self) -> frozenset[str]:
        """The participants heard in it, our own people aside. Without words at hand: in what was marked."""
        if self.moment is None:
            return frozenset()
        voices = (self.moment.voices.speakers.get(one or "") for one in self.heard or self.moment.speaker_ids)
        return frozenset(one.participant_id or one.speaker_id for one in voices if one and one.permission is not None)

    @property
    def heard(self) -> frozenset[str | None]:
        """The speakers of the words that lie in it, as far as the turns are at hand."""
        cut = self.cut
        if cut is None:
            return frozenset()
        return frozenset(turn.speaker_id for turn in self.turns if any(one.lies_in(cut) for one in self._pieces(turn)))

    @property
    def key(self) -> Key | None:
        """What its rendered file is made from; None when there is nothing to render."""
        cut, recording = self.cut, self.recording
        if cut is None or recording is None or recording.kind != "file":
            return None
        return recording.sha256, cut.start_ms, cut.end_ms, PROFILE

    def withheld(self, held: frozenset[str]) -> str | None:
        """Why the holder of these tokens may not even read it; None when they may."""
        if self.moment is None:
            return "gone"
        if self.moment.may_read(held):
            return None
        if self.moment.highlight.status == NEEDS_REVIEW:
            return "needs_review"
        standing = self.moment.voices.permission_of(self.moment.speaker_ids).standing
        return "scope" if standing is Standing.GRANTED else standing.value

    def silence(self, held: frozenset[str]) -> str | None:
        """Why it does not play for the holder of these tokens; None when it does."""
        if reason := self.withheld(held):
            return reason
        if self.moment and self.moment.highlight.status == NEEDS_REVIEW:
            return "needs_review"
        if self.recording is None:
            return "no_recording"
        if self.moment and not self.moment.may_play(held):
            return "text_only"
        if self.recording.kind != "file":
            return "external_link"
        return None if self.cut else "no_times"

    def spoken(self, held: frozenset[str]) -> list[Spoken]:
        """What is said in and around it, of the voices that the holder of these tokens may read."""
        if self.moment is None:
            return []
        return [
            piece
            for turn in self.turns
            for piece in (
                self._pieces(turn)
                if self.moment.voices.may_read(held, [turn.speaker_id])
                else hidden(self._pieces(turn))
            )
        ]

    def covers_hidden(self, held: frozenset[str]) -> bool:
        """Whether it reaches over words that the holder of these tokens may not read."""
        cut, voices = self.cut, self.moment.voices if self.moment else None
        if cut is None or voices is None:
            return False
        return not all(voices.may_read(held, [speaker_id]) for speaker_id in self.heard)

    def text(self, pieces: Iterable[Spoken]) -> str:
        """Its words: the quote, or what a trim left of it. Words in the air around it are not quoted."""
        if self.moment is None:
            return ""
        core = self.core
        if not (self.item.trim_start_ms or self.item.trim_end_ms) or core is None:
            return self.moment.highlight.quote
        return text_of([piece for piece in pieces if piece.lies_in(core)]) or self.moment.highlight.quote

    def fades(self, transition: str) -> Fades:
        """How it comes and goes in a reel with this transition."""
        length_ms = self.cut.length_ms if self.cut else 0
        return fades_of(length_ms, self.item.fade_in_ms, self.item.fade_out_ms, transition=transition)

    def _pieces(self, turn: Turn) -> list[Spoken]:
        shift = self.recording.starts_at_ms if self.recording else 0
        return list(spoken(transcripts.timed_text(turn), turn.speaker_id, shift))


def get(session: Session, reel_id: str) -> Reel:
    """One living reel, or NotFound."""
    reel = session.get(Reel, reel_id)
    if reel is None or reel.deleted_at is not None:
        raise NotFound
    return reel


def may_edit(viewer: Viewer, reel: Reel) -> bool:
    """Whoever made a reel edits it, and so do researchers."""
    return viewer.is_researcher or (bool(viewer.user_id) and reel.owner_id == viewer.user_id)


def list_reels(
    session: Session, *, limit: int, before: tuple[datetime, str] | None = None, owner_id: str | None = None
) -> Sequence[Reel]:
    """Living reels, latest change first."""
    query = select(Reel).where(col(Reel.deleted_at).is_(None)).limit(limit)
    query = query.order_by(col(Reel.updated_at).desc(), col(Reel.id).desc())
    if before:
        at, reel_id = before
        earlier = col(Reel.updated_at) < at
        query = query.where(or_(earlier, and_(col(Reel.updated_at) == at, col(Reel.id) < reel_id)))
    if owner_id is not None:
        query = query.where(Reel.owner_id == owner_id)
    return session.exec(query).all()


def items_of(session: Session, reel_ids: Collection[str]) -> dict[str, list[ReelItem]]:
    """The items of several reels in one statement, each in order."""
    query = select(ReelItem).where(col(ReelItem.reel_id).in_(reel_ids))
    found: dict[str, list[ReelItem]] = {reel_id: [] for reel_id in reel_ids}
    for item in session.exec(query.order_by(col(ReelItem.position), col(ReelItem.id))):
        found[item.reel_id].append(item)
    return found


def owners(session: Session, reels: Iterable[Reel]) -> dict[str, str]:
    """The names of those who made the reels."""
    ids = {reel.owner_id for reel in reels if reel.owner_id}
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all())


def clips_of(
    session: Session,
    items: Iterable[ReelItem],
    *,
    with_words: bool = True,
    unsaved: Mapping[str, Moment] | None = None,
) -> dict[str, Clip]:
    """The clips among these items by item id, in a fixed number of statements however many they are.

    `unsaved` are moments that nobody has marked, by the id that their items name.
    """
    wanted = [item for item in items if item.kind == "clip"]
    known = moments(session, {item.highlight_id for item in wanted if item.highlight_id}) | dict(unsaved or {})
    recordings = _recordings(session, {moment.voices.interview.id for moment in known.values()})
    turns = _turns(session, known.values()) if with_words else {}
    return {item.id: _clip(item, known.get(item.highlight_id or ""), recordings, turns) for item in wanted}


def rendered(session: Session, keys: Collection[Key]) -> dict[Key, RenderedClip]:
    """Which of these clips lie ready in the store."""
    hashes = {key[0] for key in keys}
    rows = session.exec(select(RenderedClip).where(col(RenderedClip.source_sha256).in_(hashes))).all()
    found = {(row.source_sha256, row.start_ms, row.end_ms, row.profile): row for row in rows}
    return {key: row for key, row in found.items() if key in set(keys)}


def _clip(
    item: ReelItem, moment: Moment | None, recordings: dict[str, Recording], turns: dict[str, list[Turn]]
) -> Clip:
    if moment is None:
        return Clip(item, None, None, ())
    near = [turn for turn in turns.get(moment.highlight.transcript_id, []) if _is_near(turn, moment)]
    return Clip(item, moment, recordings.get(moment.highlight.interview_id), near)


def _is_near(turn: Turn, moment: Moment) -> bool:
    start_ms, end_ms = moment.highlight.start_ms, moment.highlight.end_ms
    if turn.start_ms is None or start_ms is None or end_ms is None:
        return False
    return turn.start_ms < end_ms + REACH_MS and (turn.end_ms or turn.start_ms) > start_ms - REACH_MS


def _recordings(session: Session, interview_ids: Collection[str]) -> dict[str, Recording]:
    rows = session.exec(select(Recording).where(col(Recording.interview_id).in_(interview_ids)))
    return {row.interview_id: row for row in rows}


def _turns(session: Session, known: Collection[Moment]) -> dict[str, list[Turn]]:
    near = [
        and_(
            col(Turn.transcript_id) == one.highlight.transcript_id,
            col(Turn.start_ms) < one.highlight.end_ms + REACH_MS,
            col(Turn.end_ms) > one.highlight.start_ms - REACH_MS,
        )
        for one in known
        if one.highlight.start_ms is not None and one.highlight.end_ms is not None
    ]
    found: dict[str, list[Turn]] = {}
    if near:
        query = select(Turn).where(or_(*near)).order_by(col(Turn.position), col(Turn.id))
        for turn in session.exec(query):
            found.setdefault(turn.transcript_id, []).append(turn)
    return found
