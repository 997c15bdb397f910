"""What a rendered reel consists of, piece after piece. Pure; times are milliseconds.

A timeline is frozen when a render begins: what is said and shown in it is decided by then, and its fingerprint tells
whether a file still is what the reel would be now.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Literal

from app.reels.clips import Cue

Look = Literal["title", "section", "quote", "link"]


@dataclass(frozen=True, slots=True)
class Fading:
    """How long a piece takes to come and to go."""

    in_ms: int = 0
    out_ms: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """The recording a clip is cut from. Its `file_name` is for cut lists only."""

    sha256: str
    store_key: str
    has_video: bool
    interview_id: str
    file_name: str = ""
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A picture of words: a title, the beginning of a section, words that may be read but not heard, or a link."""

    item_id: str
    length_ms: int
    title: str = ""
    text: str = ""
    look: Look = "title"
    highlight_id: str | None = None
    """For words of a customer: the highlight they stand in, so that they go when it goes."""
    fading: Fading = field(default_factory=Fading)


@dataclass(frozen=True, slots=True)
class Footage:
    """A clip: [start, end) of a recording, with what is said in it and who says it."""

    item_id: str
    highlight_id: str
    source: Source
    start_ms: int
    end_ms: int
    name: str = ""
    role: str = ""
    lower_third: bool = True
    cues: tuple[Cue, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    """Who the speakers of the cues are, by speaker id; those without a pseudonym are not in it."""
    captioned: bool = True
    """Whether its captions are shown at all; who reads the words instead gets them in any case."""
    burned: bool = False
    """Whether the captions are part of the picture."""
    even: bool = True
    """Whether its loudness is brought to that of the others."""
    fading: Fading = field(default_factory=Fading)

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms

    def name_of(self, cue: Cue) -> str:
        """Who speaks a caption, empty where nobody may know."""
        return dict(self.names).get(cue.speaker_id or "", "")


Piece = Card | Footage


@dataclass(frozen=True, slots=True)
class Timeline:
    """The pieces of a reel in order."""

    title: str
    pieces: tuple[Piece, ...]

    @property
    def length_ms(self) -> int:
        return sum(piece.length_ms for piece in self.pieces)

    @property
    def footage(self) -> list[Footage]:
        return [piece for piece in self.pieces if isinstance(piece, Footage)]

    def placed(self) -> Iterator[tuple[int, Piece]]:
        """Each piece with the moment it begins."""
        at = 0
        for piece in self.pieces:
            yield at, piece
            at += piece.length_ms

    def cues(self) -> Iterator[tuple[Cue, str]]:
        """All captions in time of the whole, each with the name of who speaks."""
        for at, piece in self.placed():
            if not isinstance(piece, Footage) or not piece.captioned:
                continue
            for cue in piece.cues:
                yield replace(cue, start_ms=cue.start_ms + at, end_ms=cue.end_ms + at), piece.name_of(cue)


def picture_key(piece: Piece, profile: str) -> str:
    """What the encoded picture and sound of a piece depend on: not its place, nor how loud it will be made."""
    known = asdict(piece)
    for name in (
        "item_id",
        "even",
        "captioned",
        *(() if isinstance(piece, Card) or piece.burned else ("cues", "names")),
    ):
        known.pop(name, None)
    if isinstance(piece, Footage):
        known["source"] = piece.source.sha256, piece.source.has_video
        if not piece.lower_third:
            known.pop("name"), known.pop("role")
    return sha256(json.dumps([profile, type(piece).__name__, known], sort_keys=True).encode()).hexdigest()


def fingerprint(timeline: Timeline, profile: str) -> str:
    """Equal for timelines that would become the same file."""
    parts = [(picture_key(piece, profile), isinstance(piece, Card) or piece.even) for piece in timeline.pieces]
    return sha256(json.dumps([timeline.title, parts]).encode()).hexdigest()


def changed(timeline: Timeline, profile: str, kept: Sequence[str]) -> list[Piece]:
    """The pieces that are not among the kept ones, each once."""
    found: dict[str, Piece] = {}
    for piece in timeline.pieces:
        key = picture_key(piece, profile)
        if key not in kept:
            found.setdefault(key, piece)
    return list(found.values())
