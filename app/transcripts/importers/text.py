"""Plain text with speaker labels, in the layouts people and services write.

“Name: text” · “Name 00:01:23” above the text (Otter, Rev, Teams) · “[00:01:23] Name: text” (Descript, Trint) ·
“00:01:23 From Name to Everyone:” (Zoom chat) · Markdown variants of these · paragraphs without any label.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.transcripts.importers import labelled_table, paragraph_labels, voices
from app.transcripts.importers.head import Head
from app.transcripts.importers.heads import footer, heads_of, is_title
from app.transcripts.importers.inline_stamps import take_out
from app.transcripts.importers.numbering import without_numbers
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, ParsedTurn, Warnings
from app.transcripts.importers.source import Source

FORMAT = "text"
TITLE = "Text with speaker labels"
SUFFIXES = frozenset({"txt", "text", "md", "markdown"})
TEXT = True
_OTHER_SUFFIXES = frozenset(
    {"vtt", "srt", "sbv", "ttml", "dfxp", "xml", "json", "html", "htm", "csv", "tsv", "rtf", "ass", "ssa", "lrc"}
    | {"eaf", "cha", "textgrid", "docx", "doc", "odt", "pdf", "xlsx", "zip"}
)
# What a text begins with when it is really another format; read as prose it would be saved as rubbish.
_OTHER_FORMAT = re.compile(r"\s*(?:\{|\[\s*[\[{\"]|\[\s*\]|<[?!A-Za-z]|@Begin|@UTF8|File type = |%PDF|\[Script Info\])")
# A text without any is left as the object it is, which a head or a line already holds.
_UNEVEN = re.compile(r"\s{2,}|[^\S ]")
_DAY_MS = 86_400_000
_LONGEST_MATTER = 200
_MOST_QUOTED = 0.6
_MOST_ABOVE = 0.2


def sniff(source: Source) -> float:
    if _OTHER_FORMAT.match(source.beginning) or source.is_blank or source.suffix in _OTHER_SUFFIXES:
        return 0.0
    labelled = any(heads_of(source.head))
    return (0.75 if labelled else 0.6) if source.suffix in SUFFIXES or not source.suffix else (0.3 if labelled else 0.1)


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused for a file without words."""
    if source.is_blank:
        raise ImportRefused("empty", "The file is empty.", line=1, advice="Check the export and try again.")
    return read_lines(without_numbers(_unquoted(source.lines)))


def _unquoted(lines: Sequence[str]) -> Sequence[str]:
    """The lines of a Markdown quotation without the sign before each; “>> Anna:” is how captions name a voice."""
    signed = sum(1 for line in lines if line.startswith(">") and not line.startswith(">>"))
    if signed < _MOST_QUOTED * sum(1 for line in lines if line.strip()):
        return lines
    return [line.removeprefix(">").removeprefix(" ") for line in lines]


def read_lines(lines: Sequence[str]) -> ParsedTranscript:
    """The turns of a text that is cut into lines already."""
    warnings = Warnings()
    cut = paragraph_labels.cut(lines)
    if cut is None:
        turns, preamble = _turns(lines, warnings)
    else:
        turns, preamble = _turns(cut.lines, warnings)
        turns = [replace(turn, line=cut.places[turn.line - 1]) for turn in turns]
        message = "Several voices stood in one paragraph; it was cut at their names."
        warnings.add("labels_in_paragraph", message, cut.first, ", ".join(cut.labels))
    if not any(turn.speaker for turn in turns):
        warnings.add("no_speakers", "No speaker labels were found; every paragraph became a turn.")
    return ParsedTranscript(
        FORMAT,
        tuple(turns),
        voices.speakers(turns),
        warnings=warnings.result(),
        preamble=preamble,
        segments=len(turns),
    )


def _turns(lines: Sequence[str], warnings: Warnings) -> tuple[list[ParsedTurn], str]:
    table = labelled_table.read(lines)
    if table is not None:
        return _with_ends(table), ""
    matter = _front_matter(lines)
    heads = heads_of([*[""] * matter, *lines[matter:]])
    if not any(heads):
        return [*_paragraphs(lines)], ""
    first = next(number for number, head in enumerate(heads) if head)
    preamble = "\n".join(lines[:first]).strip()
    if len(preamble) > _MOST_ABOVE * sum(map(len, lines)) and not any(head and head.name for head in heads):
        first, preamble = 0, ""  # a few times below much text are no beginning of it
    if preamble:
        warnings.add("preamble", "Text above the first speaker was left out.", 1, preamble)
    lone = {head.name: number for number, head in reversed([*enumerate(heads, 1)]) if head and head.lone}
    if lone:
        message = "Names that stand alone on a line were read as those who speak below them."
        warnings.add("lone_names", message, min(lone.values()), ", ".join(sorted(filter(None, lone))))
    turns = _Reader(warnings).read(lines, heads, first)
    return _with_ends(_from_first(turns, warnings)), preamble


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines at the top are what a site generator is told of a Markdown file, between two “---”."""
    if not lines or lines[0].strip() != "---":
        return 0
    return next((number for number, line in enumerate(lines[1:_LONGEST_MATTER], 2) if line.strip() == "---"), 0)


@dataclass
class _Reader:
    """Walks the lines, opening a turn at each head and at each paragraph below it."""

    warnings: Warnings
    turns: list[ParsedTurn] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    speaker: str | None = None
    time: int | None = None
    end: int | None = None
    line: int = 0

    named: bool = False  # whether anybody is: where nobody speaks, a heading is as good as any paragraph

    def read(self, lines: Sequence[str], heads: Sequence[Head | None], first: int) -> list[ParsedTurn]:
        self.named = any(head and head.name for head in heads)
        for number in range(first, len(lines)):
            head, text = heads[number], lines[number].strip()
            if head:
                self._open(head, number + 1)
            elif not text:
                self._close()
            elif self.named and is_title(text):
                self._close()
                self.warnings.add("heading", "A heading was left out of what was said.", number + 1, text)
            elif footer(text):
                self.warnings.add("footer", "A note of the service was left out.", number + 1, text)
            else:
                self.line = self.line or number + 1
                self.said.append(text)
        self._close()
        return self.turns

    def _open(self, head: Head, line: int) -> None:
        self._close()
        if head.name is not None:
            self.speaker = head.name
        self.time = head.time_ms if head.time_ms is not None else self.time
        self.end = head.end_ms
        self.line = line
        if footer(head.rest):
            self.warnings.add("footer", "A note of the service was left out.", line, head.rest)
        elif head.rest:
            self.said.append(head.rest)

    def _close(self) -> None:
        found = take_out(_UNEVEN.sub(" ", " ".join(self.said)).strip(), self.time, self.end)
        if found.text:
            start = found.start_ms
            if start is None and found.end_ms is not None:
                start = (self.turns[-1].end_ms if self.turns else 0) or 0  # f4 tells only ends
            self.turns.append(ParsedTurn(self.speaker, found.text, start, found.end_ms, found.words, self.line))
            self.time = self.end = None
            self.line = 0
        self.said = []


def _from_first(turns: list[ParsedTurn], warnings: Warnings) -> list[ParsedTurn]:
    """Times of day, as a chat log has them, become times since the first line."""
    starts = [turn.start_ms for turn in turns if turn.start_ms is not None]
    if not starts or starts[0] < 4 * 3_600_000:
        return turns
    warnings.add("clock_times", "The times are times of day; they were counted from the first line.", turns[0].line)
    return [_moved(turn, starts[0]) for turn in turns]


def _moved(turn: ParsedTurn, origin: int) -> ParsedTurn:
    return (
        turn
        if turn.start_ms is None
        else replace(turn, start_ms=(turn.start_ms - origin) % _DAY_MS, end_ms=None, words=())
    )


def _with_ends(turns: list[ParsedTurn]) -> list[ParsedTurn]:
    """Lets a turn with a start last until the next one starts; in the list itself, which may be long."""
    for number in range(len(turns) - 1):
        turn, start = turns[number], turns[number + 1].start_ms
        if turn.end_ms is None and turn.start_ms is not None and start is not None and start >= turn.start_ms:
            turns[number] = _until(turn, start)
    return turns


def _until(turn: ParsedTurn, end_ms: int) -> ParsedTurn:
    """Its last timed piece lasts as long as the turn."""
    words = turn.words
    if words:
        words = (*words[:-1], replace(words[-1], end_ms=max(words[-1].start_ms, end_ms)))
    return replace(turn, end_ms=end_ms, words=words)


def _paragraphs(lines: Iterable[str]) -> Iterator[ParsedTurn]:
    """Paragraphs between empty lines; a file without empty lines has one on each line."""
    lines = list(lines)
    if all(line.strip() for line in lines[:-1]):
        yield from (ParsedTurn(None, line.strip(), line=number) for number, line in enumerate(lines, 1) if line.strip())
        return
    yield from _Reader(Warnings()).read(lines, [None] * len(lines), 0)
