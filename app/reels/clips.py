"""Where a clip begins and ends, and what is said in it. Pure; times are milliseconds, offsets code points."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.transcripts.timing import TimedText, start_of

SHORTEST_MS = 300
REACH_MS = 30_000
"""How far beyond its highlight a clip may be drawn out, at either end."""
TRANSITION_MS = 400
"""How long a clip fades at either end in a reel whose clips fade into each other."""
HIDDEN = "[…] "
"""Stands for the words of a voice that a reader may not read, so that what is left never looks like one sentence."""
CUE_CHARACTERS = 84
CUE_MS = 6_000
PAUSE_MS = 900
FEW_CHARACTERS = 24
_PIECE = re.compile(r"\S{1,40}\s*")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)]*\s*\Z")


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a clip lies in its recording: from `start_ms` up to, not including, `end_ms`."""

    start_ms: int
    end_ms: int

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Spoken:
    """A piece of speech, in time of the recording. Its text keeps the space after it: joined, they are the text."""

    text: str
    start_ms: int
    end_ms: int
    speaker_id: str | None

    def lies_in(self, cut: Cut) -> bool:
        """Whether more of it is heard inside than outside."""
        return cut.start_ms <= (self.start_ms + self.end_ms) // 2 < cut.end_ms


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption, in time of the clip."""

    start_ms: int
    end_ms: int
    text: str
    speaker_id: str | None = None


@dataclass(frozen=True, slots=True)
class Fades:
    """How long a clip takes to come and to go."""

    in_ms: int = 0
    out_ms: int = 0


def cut_of(
    start_ms: int | None,
    end_ms: int | None,
    *,
    trim_start_ms: int = 0,
    trim_end_ms: int = 0,
    starts_at_ms: int = 0,
    duration_ms: int | None = None,
) -> Cut | None:
    """The part of a recording that shows a highlight, trimmed; None when it has no times or nothing is left.

    `starts_at_ms` is where in the recording the transcript's zero is, `duration_ms` how long the recording is.
    """
    if start_ms is None or end_ms is None:
        return None
    begins = max(0, start_ms + trim_start_ms + starts_at_ms)
    ends = end_ms + trim_end_ms + starts_at_ms
    if duration_ms is not None:
        ends = min(ends, duration_ms)
    return Cut(begins, ends) if ends - begins >= SHORTEST_MS else None


def padded(cut: Cut, before_ms: int, after_ms: int, duration_ms: int | None = None) -> Cut:
    """A cut with air around it, as far as the recording reaches. Whatever is said in the air is heard as well."""
    ends = cut.end_ms + after_ms
    return Cut(
        max(0, cut.start_ms - before_ms), ends if duration_ms is None else max(cut.end_ms, min(ends, duration_ms))
    )


def fades_of(length_ms: int, in_ms: int, out_ms: int, *, transition: str = "cut") -> Fades:
    """The fades of a clip: its own, at least those of the reel's transition, together never longer than the clip."""
    least = TRANSITION_MS if transition == "fade" else 0
    wanted_in, wanted_out = max(in_ms, least), max(out_ms, least)
    if wanted_in + wanted_out <= length_ms:
        return Fades(wanted_in, wanted_out)
    shown = length_ms * wanted_in // (wanted_in + wanted_out)
    return Fades(shown, length_ms - shown)


def spoken(turn: TimedText, speaker_id: str | None, starts_at_ms: int = 0) -> Iterator[Spoken]:
    """The speech of one turn piece by piece: by word times, else spread evenly over the turn's time."""
    if turn.start_ms is None and not turn.words:
        return
    edges = _edges(turn)
    for index, (offset, start_ms, end_ms) in enumerate(edges):
        text = turn.text[offset : edges[index + 1][0]] if index + 1 < len(edges) else turn.text[offset:] + " "
        yield Spoken(text, start_ms + starts_at_ms, end_ms + starts_at_ms, speaker_id)


def hidden(pieces: Sequence[Spoken]) -> list[Spoken]:
    """Speech that may not be read: one mark that something is said, and when."""
    return [Spoken(HIDDEN, pieces[0].start_ms, pieces[-1].end_ms, None)] if pieces else []


def text_of(pieces: Iterable[Spoken]) -> str:
    """What is said, turns on lines of their own; hidden ones in a row are one gap."""
    lines: list[str] = []
    last: Spoken | None = None
    for piece in pieces:
        if last is None or last.speaker_id != piece.speaker_id:
            lines.append("")
        if piece.text != HIDDEN or last is None or last.text != HIDDEN:
            lines[-1] += piece.text
        last = piece
    return "\n".join(line.strip() for line in lines).strip()


def captions(pieces: Sequence[Spoken], cut: Cut) -> list[Cue]:
    """Captions of at most two lines: one speaker each, broken at sentences and pauses, none beyond the cut."""
    return [_cue(group, cut) for group in _groups([piece for piece in pieces if piece.lies_in(cut)])]


def reading_ms(text: str) -> int:
    """How long words stay that are read instead of heard: about fifteen characters a second."""
    return min(20_000, max(4_000, 1_500 + 65 * len(text)))


def webvtt(cues: Iterable[Cue], names: dict[str | None, str]) -> str:
    """The captions as a WebVTT file, each with the name of who speaks."""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        name = _escape(names.get(cue.speaker_id, "")).replace(">", "")
        voice = f"<v {name}>" if name else ""
        blocks.append(f"{_stamp(cue.start_ms)} --> {_stamp(cue.end_ms)}\n{voice}{_escape(cue.text)}\n")
    return "\n".join(blocks)


def _edges(turn: TimedText) -> list[tuple[int, int, int]]:
    """Where each piece begins in the text, and its times; what stands before the first word goes with it."""
    if turn.words:
        edges = [(word.start, word.start_ms, word.end_ms) for word in turn.words]
        return [(0, *edges[0][1:]), *edges[1:]]
    found = list(_PIECE.finditer(turn.text))
    return [(one.start(), _at(turn, one.start()), _at(turn, one.end())) for one in found]


def _at(turn: TimedText, offset: int) -> int:
    return start_of(turn, offset) or 0


def _groups(pieces: Iterable[Spoken]) -> Iterator[list[Spoken]]:
    group: list[Spoken] = []
    for piece in pieces:
        if group and _breaks(group, piece):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _breaks(group: Sequence[Spoken], piece: Spoken) -> bool:
    first, last = group[0], group[-1]
    length = sum(len(one.text) for one in group)
    return (
        piece.speaker_id != last.speaker_id
        or piece.start_ms - last.end_ms > PAUSE_MS
        or length + len(piece.text) > CUE_CHARACTERS
        or piece.end_ms - first.start_ms > CUE_MS
        or (length >= FEW_CHARACTERS and bool(_SENTENCE_END.search(last.text)))
    )


def _cue(group: Sequence[Spoken], cut: Cut) -> Cue:
    return Cue(
        max(group[0].start_ms, cut.start_ms) - cut.start_ms,
        min(max(piece.end_ms for piece in group), cut.end_ms) - cut.start_ms,
        " ".join(text_of(group).split()),
        group[0].speaker_id,
    )


def _stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
