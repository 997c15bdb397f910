"""The text of a WebVTT cue: tags, character references, inline times."""

import re
from collections.abc import Iterator

from app.transcripts.importers import digits
from app.transcripts.importers.rows import Row, RowBuilder
from app.transcripts.importers.stamps import webvtt as stamp

_TOKEN = re.compile(r"<([^>]*)(?:>|$)|([^<]+)")
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_UNSAVABLE = re.compile("[\x00\ud800-\udfff\ufffd]")


def rows(text: str) -> tuple[Row, ...]:
    """The lines of a cue, each with the voice that says it and the times inside it."""
    builder = RowBuilder()
    for tag, said in _tokens(text):
        if said:
            builder.say(unescape(said))
        else:
            _apply(tag, builder)
    return builder.done()


def unescape(text: str) -> str:
    """Resolves character references; those for bytes that are no text vanish."""
    return _REFERENCE.sub(lambda match: _UNSAVABLE.sub("", digits.unescape(match[0])), text)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        yield match[1] or "", match[2] or ""


def _apply(tag: str, builder: RowBuilder) -> None:
    name = re.split(r"[.\s]", tag, maxsplit=1)[0]
    if name == "v":
        builder.voice(_annotation(tag))
    elif name == "/v":
        builder.voice(None)
    elif name == "rt":
        builder.say("(")
    elif name == "/rt":
        builder.say(")")
    elif name[:1].isdecimal():
        time = stamp(tag, 0)
        if time:
            builder.mark(time[0])


def _annotation(tag: str) -> str | None:
    """The name in a voice tag: <v.loud Anna Weber> is said by Anna Weber."""
    _, _, name = re.sub(r"\s+", " ", tag).partition(" ")
    return unescape(name).strip() or None
