"""From a file to what a person sees before anything is saved. Pure."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath

from app.transcripts.import_schemas import (
    JoinRuleOut,
    PreviewOut,
    ReadingOut,
    SpeakerPreview,
    TurnPreview,
    WarningOut,
)
from app.transcripts.importers import (
    ENCODINGS,
    ImportRefused,
    ParsedTranscript,
    ParsedTurn,
    Source,
    detect,
    read,
    table_in,
)
from app.transcripts.importers.conversation import NO_COLUMN, Layout
from app.transcripts.importers.parsed import ReadWarning
from app.transcripts.importers.readings import readings
from app.transcripts.importers.tables import Table, TablePlan
from app.transcripts.importers.voices import sample_lines, speakers
from app.transcripts.joining import DEFAULT_RULE, join
from app.transcripts.likenames import twins
from app.transcripts.table_preview import table_out

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
    table: tuple[Table, Layout] | None = None
    format_title: str = ""


def understand(
    data: bytes, name: str, *, encoding: str | None = None, joined: bool = True, plan: TablePlan | None = None
) -> Understood:
    """Reads a file; raises ImportRefused with a code, a line and advice.

    A table of which nobody said yet where the words stand is understood as one without turns.
    """
    source = Source(data, name, encoding or None, plan)
    table = table_in(source)
    try:
        parsed = read(source)
    except ImportRefused as refusal:
        if table is None or refusal.code not in NO_COLUMN.values():
            raise
        warning = ReadWarning(None, refusal.code, refusal.message)
        parsed = ParsedTranscript(detect(source)[0].importer.FORMAT, (), warnings=(warning,))
    longer = [each.turn for each in join(parsed.turns)]
    likely = detect(source)[0]
    return Understood(
        source=source,
        parsed=parsed,
        turns=longer if joined else parsed.turns,
        confidence=likely.confidence,
        can_join=len(longer) < len(parsed.turns),
        table=table,
        format_title=likely.importer.TITLE,
    )


def preview(found: Understood, *, joined: bool) -> PreviewOut:
    """What to show of it."""
    parsed = found.parsed
    return PreviewOut(
        file_name=found.source.name,
        title=title_from(found.source.name),
        format=parsed.format,
        format_title=found.format_title,
        confidence=found.confidence,
        encoding=parsed.encoding or "",
        encoding_certain=parsed.encoding_certain,
        encodings=list(dict.fromkeys([parsed.encoding, *ENCODINGS])) if parsed.encoding else [],
        readings=[ReadingOut(encoding=name, sample=text) for name, text in _readings(found)],
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
        table=table_out(*found.table) if found.table else None,
    )


def _readings(found: Understood) -> list[tuple[str, str]]:
    """How the file reads otherwise, where its encoding was guessed or chosen."""
    parsed, source = found.parsed, found.source
    uncertain = parsed.encoding and (not parsed.encoding_certain or source.encoding)
    return readings(source.data, first=parsed.encoding or "") if uncertain else []


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
