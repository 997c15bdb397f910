"""From a file to what a person sees before anything is saved. Pure."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath

from app.transcripts.import_schemas import JoinRuleOut, PreviewOut, SpeakerPreview, TurnPreview, WarningOut
from app.transcripts.importers import ENCODINGS, ParsedTranscript, ParsedTurn, Source, detect, read
from app.transcripts.importers.voices import sample_lines, speakers
from app.transcripts.joining import DEFAULT_RULE, join
from app.transcripts.likenames import twins

SHOWN = 50
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Understood:
    """A file that was read, with its turns joined or as they are."""

    source: Source
    parsed: ParsedTranscript
    turns: Sequence[ParsedTurn]
    confidence: float
    can_join: bool


def understand(data: bytes, name: str, *, encoding: str | None = None, joined: bool = True) -> Understood:
    """Reads a file; raises ImportRefused with a code, a line and advice."""
    source = Source(data, name, encoding or None)
    parsed = read(source)
    longer = [each.turn for each in join(parsed.turns)]
    return Understood(
        source=source,
        parsed=parsed,
        turns=longer if joined else parsed.turns,
        confidence=detect(source)[0].confidence,
        can_join=len(longer) < len(parsed.turns),
    )


def preview(found: Understood, *, joined: bool) -> PreviewOut:
    """What to show of it."""
    parsed = found.parsed
    return PreviewOut(
        file_name=found.source.name,
        title=title_from(found.source.name),
        format=parsed.format,
        confidence=found.confidence,
        encoding=parsed.encoding or "",
        encoding_certain=parsed.encoding_certain,
        encodings=list(dict.fromkeys([parsed.encoding, *ENCODINGS])) if parsed.encoding else [],
        language=language_tag(parsed.language),
        length_ms=parsed.length_ms,
        segments=parsed.segments,
        turns_total=len(found.turns),
        join=joined,
        can_join=found.can_join,
        join_rule=JoinRuleOut(**asdict(DEFAULT_RULE)),
        speakers=voices(found.turns),
        turns=[
            TurnPreview(speaker=t.speaker, text=t.text, start_ms=t.start_ms, end_ms=t.end_ms, line=t.line)
            for t in found.turns[:SHOWN]
        ],
        warnings=[WarningOut(**asdict(w)) for w in parsed.warnings],
        preamble=parsed.preamble[:5000],
    )


def voices(turns: Sequence[ParsedTurn]) -> list[SpeakerPreview]:
    """The named voices in the order of their first words, then the unnamed one, if it says anything."""
    found = speakers(turns)
    alike = twins(one.name for one in found)
    named = [
        SpeakerPreview(name=s.name, turns=s.turns, samples=list(s.samples), role=s.role, alike=alike.get(s.name))
        for s in found
    ]
    nameless = [turn.text for turn in turns if turn.speaker is None]
    if nameless:
        named.append(SpeakerPreview(name=None, turns=len(nameless), samples=list(sample_lines(nameless)), role=None))
    return named


def title_from(name: str) -> str:
    """“2026-03-12_rosa-interview.en.vtt” becomes “2026-03-12 rosa interview”."""
    stem = re.sub(r"\.[a-z]{2}(-[A-Za-z]{2})?$", "", PurePath(name).stem)
    words = re.sub(r"(?<!\d)[-_.]+|[-_.]+(?!\d)|_+", " ", stem)
    return re.sub(r"\s+", " ", words).strip()[:300]


def language_tag(language: str | None) -> str | None:
    """A language as interviews keep it, or None for what is no tag."""
    if not language:
        return None
    first, *rest = language.replace("_", "-").split("-")
    tag = "-".join([first.lower(), *rest])
    return tag if len(tag) <= 12 and _LANGUAGE_TAG.fullmatch(tag) else None
