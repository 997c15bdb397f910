"""A line of a cue, said by one voice, and the way one is built from text, tags and inline stamps."""

import re
from dataclasses import dataclass, field

_SPACES = re.compile(r"[\s\u00a0]+")


@dataclass(frozen=True, slots=True)
class Row:
    """`marks` are inline stamps: (offset into text, milliseconds); white space is single and never outside."""

    text: str
    speaker: str | None = None
    marks: tuple[tuple[int, int], ...] = ()

    def without(self, cut: int, speaker: str) -> "Row":
        """The row behind its label."""
        marks = tuple((max(offset - cut, 0), ms) for offset, ms in self.marks)
        return Row(self.text[cut:], speaker, marks)


@dataclass
class RowBuilder:
    """Takes text as it comes and cuts a new row at each line end and each change of voice."""

    rows: list[Row] = field(default_factory=list)
    speaker: str | None = None
    _text: str = ""
    _marks: list[tuple[int, int]] = field(default_factory=list)

    def say(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self.end_row()
            text = _SPACES.sub(" ", line)
            self._text += text.lstrip(" ") if not self._text or self._text.endswith(" ") else text

    def mark(self, ms: int) -> None:
        """What follows begins at this time."""
        self._marks.append((len(self._text), ms))

    def voice(self, speaker: str | None) -> None:
        if speaker != self.speaker:
            self.end_row()
            self.speaker = speaker

    def end_row(self) -> None:
        text = self._text.rstrip()
        if text:
            marks = tuple((min(offset, len(text)), ms) for offset, ms in self._marks)
            self.rows.append(Row(text, self.speaker, marks))
        self._text, self._marks = "", []

    def done(self) -> tuple[Row, ...]:
        self.end_row()
        return tuple(self.rows)


def plain_row(text: str, speaker: str | None = None) -> Row:
    """A row of plain text, its white space put in order."""
    return Row(_SPACES.sub(" ", text).strip(), speaker)
