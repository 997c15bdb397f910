"""A reel to read: captions of the whole as WebVTT, its transcript as plain text or Markdown. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from app.reels.clips import webvtt
from app.renders.timeline import Card, Footage, Timeline

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|])")


def captions(timeline: Timeline) -> str:
    """The captions of the whole reel, each with who speaks."""
    placed = list(timeline.cues())
    names: dict[str | None, str] = {str(number): name for number, (_, name) in enumerate(placed)}
    return webvtt([replace(cue, speaker_id=str(number)) for number, (cue, _) in enumerate(placed)], names)


def text(timeline: Timeline) -> str:
    """The transcript as plain text: who says what, and when in the reel."""
    blocks = [timeline.title, "=" * min(80, len(timeline.title))]
    for at, piece in timeline.placed():
        if isinstance(piece, Footage):
            blocks += [f"[{clock(at)}] {_who(piece.name, piece.role)}", *_plain_lines(piece), ""]
        elif piece.look in ("quote", "link"):
            blocks += [f"[{clock(at)}] {piece.title}", f"“{piece.text}”", ""]
        else:
            blocks += [f"--- {piece.title} ---" if piece.title else "---", *([piece.text] if piece.text else []), ""]
    return "\n".join(blocks).rstrip() + "\n"


def markdown(timeline: Timeline) -> str:
    """The transcript as Markdown."""
    blocks = [f"# {_safe(timeline.title)}"]
    for at, piece in timeline.placed():
        if isinstance(piece, Footage):
            lines = "\n>\n".join(f"> {_safe(line)}" for line in _plain_lines(piece))
            blocks += [f"**{_safe(_who(piece.name, piece.role))}** · {clock(at)}", lines]
        elif piece.look in ("quote", "link"):
            blocks += [f"**{_safe(piece.title)}** · {clock(at)}", f"> {_safe(piece.text)}"]
        else:
            blocks += _heading(piece)
    return "\n\n".join(block for block in blocks if block) + "\n"


def clock(ms: int) -> str:
    """Hours, minutes and seconds, as short as it goes."""
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _plain_lines(piece: Footage) -> Iterator[str]:
    """What is said, one line a speaker; named where it is not the one the clip is about."""
    for name, cues in groupby(piece.cues, key=piece.name_of):
        said = " ".join(cue.text for cue in cues)
        yield said if name == piece.name or not name else f"{name}: {said}"


def _heading(card: Card) -> list[str]:
    mark = "##" if card.look == "section" else "###"
    return [f"{mark} {_safe(card.title)}" if card.title else "---", _safe(card.text)]


def _who(name: str, role: str) -> str:
    return ", ".join(part for part in (name, role) if part) or "—"


def _safe(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
