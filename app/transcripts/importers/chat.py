"""CHAT (.cha) of CHILDES and TalkBank: main lines are turns, their codes are taken out, dependent tiers left out.

https://talkbank.org/manuals/CHAT.html. Written here because the reader on PyPI keeps the codes in the text, stops at
the first line it does not know, and brings a data-frame library along.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.transcripts.importers import aligned, languages, voices
from app.transcripts.importers.chat_text import said, timed_words
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, ParsedTurn, Warnings
from app.transcripts.importers.source import Source

FORMAT = "chat"
TITLE = "CHAT (CHILDES, TalkBank)"
SUFFIXES = frozenset({"cha"})
TEXT = True
_MAIN = re.compile(r"\*([A-Za-z0-9_-]{1,12}):\s*")
_DEPENDENT = re.compile(r"%([A-Za-z0-9_-]{1,12}):\s*")
_HEADER = re.compile(r"@([^:\t]{1,40}):?\s*")
_BULLET = re.compile(r"•\s*(?:%(?:snd|mov):\s*\"[^\"]*\"_?)?(\d{1,10})_(\d{1,10})-?\s*•")


def sniff(source: Source) -> float:
    head = source.head[:60]
    if any(line.startswith(("@Begin", "@UTF8")) for line in head[:5]):
        return 1.0
    marks = sum(1 for line in head if line.startswith("@") or _MAIN.match(line) or _DEPENDENT.match(line))
    return 0.9 if source.suffix in SUFFIXES and marks else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when no line is a main line."""
    warnings = Warnings()
    file = _File(warnings)
    for line, text in _whole_lines(source.each_line()):
        file.add(line, text)
    file.finish()
    if not file.turns and not file.headers:
        advice = "What is said stands on lines like “*ANN:<tab>yes .”."
        raise ImportRefused("no_chat", "This is not a CHAT file.", line=1, advice=advice)
    turns = _named(file.turns, _names(file.headers.get("Participants", "")))
    return ParsedTranscript(
        FORMAT,
        tuple(turn for turn in turns if turn.text),
        voices.speakers([turn for turn in turns if turn.text]),
        warnings=warnings.result(),
        language=languages.tag(file.headers.get("Languages", "").partition(",")[0]),
        preamble=file.headers.get("Situation", ""),
        segments=len(turns),
    )


def _whole_lines(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines with those that continue them, which begin with a tab."""
    begun, pieces = 0, list[str]()
    for number, line in enumerate(lines, 1):
        if line[:1] in {"\t", " "} and pieces:
            pieces.append(line.strip())
            continue
        if pieces:
            yield begun, " ".join(pieces)
        begun, pieces = number, [line.rstrip()]
    if pieces:
        yield begun, " ".join(pieces)


@dataclass
class _File:
    """Takes the lines in their order."""

    warnings: Warnings
    turns: list[ParsedTurn] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    tiers: Counter[str] = field(default_factory=Counter)
    first: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, line: int, text: str) -> None:
        if match := _MAIN.match(text):
            self.turns.append(_turn(line, match[1], text[match.end() :]))
        elif match := _DEPENDENT.match(text):
            self._dependent(line, match[1], text[match.end() :])
        elif match := _HEADER.match(text):
            self.headers.setdefault(match[1].strip(), text[match.end() :].strip())
        elif text.strip():
            self.warnings.add("no_speaker", "A line of no known kind was left out.", line, text)

    def _dependent(self, line: int, tier: str, text: str) -> None:
        if tier == "wor" and self.turns:
            last = self.turns[-1]
            self.turns[-1] = replace(last, words=aligned.word_times(last.text, timed_words(text)))
            return
        self.tiers[tier] += 1
        self.first.setdefault(tier, (line, text))

    def finish(self) -> None:
        for tier, count in self.tiers.items():
            line, text = self.first[tier]
            message = f"{count} lines of %{tier} explain what was said; they were left out."
            self.warnings.add("tier_left_out", message, line, f"%{tier}: {text}")


def _turn(line: int, speaker: str, text: str) -> ParsedTurn:
    bullets = [(int(match[1]), int(match[2])) for match in _BULLET.finditer(text)]
    start = min((begin for begin, _ in bullets), default=None)
    end = max((end for _, end in bullets), default=None)
    if start is not None and end is not None:
        end = max(start, end)
    return ParsedTurn(speaker, said(_BULLET.sub(" ", text)), start, end, line=line)


def _names(participants: str) -> Mapping[str, str]:
    """Whom each code stands for: the name, else the part, where they tell people apart; else the code remains."""
    people = [person.split() for person in participants.split(",") if person.split()]
    names = {code: " ".join(rest[:-1] or rest).replace("_", " ") if rest else code for code, *rest in people}
    counts = Counter(names.values())
    return {code: name if counts[name] == 1 else code for code, name in names.items()}


def _named(turns: Iterable[ParsedTurn], names: Mapping[str, str]) -> list[ParsedTurn]:
    return [replace(turn, speaker=names.get(turn.speaker or "", turn.speaker)) for turn in turns]
