"""What every importer returns: plain values that know no file format and no database."""

from dataclasses import dataclass, field, replace
from typing import Literal

from app.core.errors import Fault, Invalid
from app.transcripts.timing import Word

_EXCERPT = 80
Role = Literal["interviewer", "participant"]


@dataclass(frozen=True, slots=True)
class ParsedTurn:
    """What one voice said without a break. `line` is where it begins in the file, counted from 1.

    `utterance` is set when the file itself says that several captions are pieces of one saying; `tags` are those that
    a table's column gives it.
    """

    speaker: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    words: tuple[Word, ...] = ()
    line: int = 0
    utterance: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedSpeaker:
    """A name as the file spells it, and the part its name suggests (a suggestion, never a decision)."""

    name: str
    turns: int
    samples: tuple[str, ...] = ()
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class ParsedChapter:
    """A named stretch of the recording."""

    title: str
    start_ms: int
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """Something the reader should look at before saving; `code` is stable, `line` counts from 1.

    `excerpt` is what stands there. `more` counts further lines of the same kind that are not listed one by one.
    """

    line: int | None
    code: str
    message: str
    excerpt: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """A file as it was understood. `segments` counts the file's own units, silent ones included.

    `encoding` is the one its text was read in, None for a format that is no text; `read` fills it in.
    """

    format: str
    turns: tuple[ParsedTurn, ...]
    speakers: tuple[ParsedSpeaker, ...] = ()
    chapters: tuple[ParsedChapter, ...] = ()
    warnings: tuple[ReadWarning, ...] = ()
    language: str | None = None
    preamble: str = ""
    segments: int = 0
    encoding: str | None = None
    encoding_certain: bool = True

    @property
    def length_ms(self) -> int | None:
        """Where the last timed turn ends; None when the file has no times."""
        ends = [turn.end_ms if turn.end_ms is not None else turn.start_ms for turn in self.turns]
        return max((end for end in ends if end is not None), default=None)

    def with_warnings(self, *more: ReadWarning) -> "ParsedTranscript":
        return replace(self, warnings=(*more, *self.warnings))


@dataclass(slots=True)
class Warnings:
    """Collects warnings; after `limit` of one kind only their number is kept, so a broken file stays readable."""

    limit: int = 20
    kept: list[ReadWarning] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, message: str, line: int | None = None, excerpt: str = "") -> None:
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= self.limit:
            self.kept.append(ReadWarning(line, code, message, excerpt.strip()[:_EXCERPT]))

    def result(self) -> tuple[ReadWarning, ...]:
        more = [
            ReadWarning(None, code, f"{count - self.limit} more lines with the same finding", more=count - self.limit)
            for code, count in self.counts.items()
            if count > self.limit
        ]
        return (*self.kept, *more)


class ImportRefused(Invalid):
    """The file cannot be read as a transcript: says where, why, and what to do about it."""

    title = "This file cannot be imported"

    def __init__(self, code: str, message: str, *, line: int | None = None, advice: str = "") -> None:
        where = f"line {line}" if line else "file"
        super().__init__(message, code=code, faults=[Fault(where, message, code)], line=line, advice=advice)
        self.line = line
        self.message = message
        self.advice = advice
