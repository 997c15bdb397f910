"""The door to all transcript formats: bytes and a name in, turns out. Knows no database and no HTTP.

A new format is one file with the names of `source.Importer`, named in `IMPORTERS`. The only error is ImportRefused.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from app.transcripts.importers import (
    ass,
    assemblyai,
    aws_call_analytics,
    aws_transcribe,
    azure_speech,
    chat,
    conversation,
    deepgram,
    delimited,
    docx,
    elan,
    elevenlabs,
    gladia,
    google_speech,
    html,
    ibm_watson,
    json_list,
    label_track,
    lrc,
    odt,
    otter_json,
    pdf,
    revai,
    rtf,
    sbv,
    speechmatics,
    srt,
    text,
    textgrid,
    textgrid_binary,
    timed_xml,
    transcriber,
    ttml,
    webvtt,
    whisper,
    whisper_chunks,
    whisper_cpp,
    whisperx,
    xlsx,
    youtube_json,
    zoom_timeline,
)
from app.transcripts.importers.archive import OLD_OFFICE, refuse_old_office
from app.transcripts.importers.conversation import Layout
from app.transcripts.importers.decoding import ENCODINGS
from app.transcripts.importers.labels import LANGUAGES
from app.transcripts.importers.parsed import (
    ImportRefused,
    ParsedChapter,
    ParsedSpeaker,
    ParsedTranscript,
    ParsedTurn,
    ReadWarning,
)
from app.transcripts.importers.source import Importer, Source
from app.transcripts.importers.tables import Table
from app.transcripts.importers.voices import speakers

__all__ = [
    "ENCODINGS",
    "IMPORTERS",
    "SUFFIXES",
    "TITLES",
    "ImportRefused",
    "Importer",
    "Match",
    "ParsedChapter",
    "ParsedSpeaker",
    "ParsedTranscript",
    "ParsedTurn",
    "ReadWarning",
    "Source",
    "detect",
    "people_in",
    "read",
    "read_as",
    "table_in",
]

IMPORTERS: tuple[Importer, ...] = (
    webvtt,
    srt,
    sbv,
    ttml,
    lrc,
    ass,
    elan,
    textgrid,
    textgrid_binary,
    chat,
    transcriber,
    timed_xml,
    label_track,
    whisperx,
    whisper_cpp,
    whisper_chunks,
    whisper,
    assemblyai,
    deepgram,
    aws_transcribe,
    aws_call_analytics,
    google_speech,
    azure_speech,
    revai,
    speechmatics,
    elevenlabs,
    ibm_watson,
    gladia,
    otter_json,
    zoom_timeline,
    youtube_json,
    json_list,
    text,
    docx,
    odt,
    rtf,
    pdf,
    html,
    delimited,
    xlsx,
)
_BINARY = tuple(importer for importer in IMPORTERS if not importer.TEXT)
_TABLES: dict[Importer, Callable[[Source], Table]] = {delimited: delimited.read_table, xlsx: xlsx.read_table}
FORMATS = tuple(importer.FORMAT for importer in IMPORTERS)
TITLES = {importer.FORMAT: importer.TITLE for importer in IMPORTERS}
_UNSAVABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
SUFFIXES = frozenset[str]().union(*(importer.SUFFIXES for importer in IMPORTERS))
"""The ends of names that transcripts usually have."""
MOST_BYTES = 100_000_000
"""What is read at most, whatever a server's settings allow: reading takes up to ten times as much memory."""
_LATEST_MS = 2**31 - 1  # 24 days; databases keep times in 32 bits


@dataclass(frozen=True, slots=True)
class Match:
    """A format that may be the file's, and how sure its importer is (0 to 1)."""

    importer: Importer
    confidence: float


def detect(source: Source) -> list[Match]:
    """The formats a file may have, the most likely first; empty when none of them reads it.

    Raises ImportRefused when no reader takes it and one says why.
    """
    for importer in _BINARY:
        if importer.sniff(source) == 1:
            return [Match(importer, 1.0)]  # its first bytes say so, and decoding it as text would only take time
    found: list[Match] = []
    refusal: ImportRefused | None = None
    for importer in IMPORTERS:
        try:
            found.append(Match(importer, importer.sniff(source)))
        except ImportRefused as error:
            refusal = error
    matches = sorted((match for match in found if match.confidence > 0), key=lambda match: -match.confidence)
    if refusal and not matches:
        raise refusal
    return matches


def read(source: Source) -> ParsedTranscript:
    """Reads a file as its most likely format. Raises ImportRefused with a code, a line and advice."""
    _refuse_large(source)
    if not source.data.strip():
        raise ImportRefused("empty", "The file is empty.", line=1, advice="Check the export and try again.")
    if source.data.startswith(OLD_OFFICE):
        raise refuse_old_office(source.data)
    matches = detect(source)
    if not matches:
        advice = "Export the transcript as WebVTT, SRT or plain text with speaker labels."
        raise ImportRefused("unknown_format", "This kind of file is not read yet.", line=1, advice=advice)
    return read_as(matches[0].importer, source)


def read_as(importer: Importer, source: Source) -> ParsedTranscript:
    """Reads a file in one format, whatever others would take it too. Raises ImportRefused."""
    parsed = _checked(importer.read(source), source)
    if not importer.TEXT:
        return parsed
    decoded = source.decoded
    parsed = replace(parsed, encoding=decoded.encoding, encoding_certain=decoded.certain)
    return parsed.with_warnings(*_encoding_warnings(source))


def _refuse_large(source: Source) -> None:
    if len(source.data) > MOST_BYTES:
        message = f"This file is larger than {MOST_BYTES // 10**6} MB, more than any conversation has."
        raise ImportRefused("too_large", message, advice="Split it. Recordings are attached separately.")


def _checked(parsed: ParsedTranscript, source: Source) -> ParsedTranscript:
    parsed = _savable(parsed)
    turns = tuple(_timely(turn) for turn in parsed.turns)
    late = [turn.line for turn, before in zip(turns, parsed.turns, strict=True) if turn is not before]
    parsed = replace(parsed, turns=turns, language=parsed.language or _language_in(source.name))
    if late:
        parsed = parsed.with_warnings(ReadWarning(late[0], "time_too_late", "Times beyond 24 days were left out."))
    if not turns:
        parsed = parsed.with_warnings(ReadWarning(1, "nothing_said", "Nobody says anything in this file."))
    return parsed


def table_in(source: Source) -> tuple[Table, Layout] | None:
    """The table in a file that holds one, and how it is read; None for every other format. Raises ImportRefused."""
    _refuse_large(source)
    if source.data.startswith(OLD_OFFICE):
        return None
    matches = detect(source)
    if not matches or matches[0].importer not in _TABLES:
        return None
    found = _TABLES[matches[0].importer](source)
    return found, conversation.planned(found, source.plan)


def people_in(source: Source) -> tuple[Table, Layout]:
    """A table with one row for each person; raises ImportRefused for a file that is none, whatever it is called."""
    try:
        found = table_in(source)
    except ImportRefused as refused:
        if refused.code != "not_text":  # a sound, a program: what a transcript would be advised does not help here
            raise
        found = None
    if found is None:
        advice = "Choose a CSV or XLSX file with one row for each person."
        raise ImportRefused("no_table", "There is no table in this file.", advice=advice)
    return found


def _savable(parsed: ParsedTranscript) -> ParsedTranscript:
    """Takes out what no database keeps, and names the places where the file itself lost a letter."""
    lost = [turn.line for turn in parsed.turns if "\ufffd" in turn.text + (turn.speaker or "")]
    spoiled = any(_UNSAVABLE.search(turn.text + (turn.speaker or "")) for turn in parsed.turns)
    turns = tuple(filter(None, map(_clean, parsed.turns))) if spoiled else parsed.turns
    parsed = replace(
        parsed,
        turns=turns,
        speakers=speakers(turns) if spoiled else parsed.speakers,
        preamble=_cleaned(parsed.preamble),
        warnings=tuple(replace(warning, excerpt=_cleaned(warning.excerpt)) for warning in parsed.warnings),
    )
    if not lost:
        return parsed
    message = f"Letters were already lost in this file (“?” stands for them) in {len(lost)} places."
    return parsed.with_warnings(ReadWarning(lost[0], "letters_lost", message))


def _clean(turn: ParsedTurn) -> ParsedTurn | None:
    """The turn without what cannot be saved; None when nothing else was in it. Times of words go with their places."""
    text = _cleaned(turn.text)
    words = turn.words if text == turn.text else ()
    name = _cleaned(turn.speaker or "") or None
    return replace(turn, text=text, speaker=name, words=words) if text else None


def _cleaned(text: str) -> str:
    return _UNSAVABLE.sub(" ", text.replace("\ufffd", "?")).strip() if _UNSAVABLE.search(text) else text


def _timely(turn: ParsedTurn) -> ParsedTurn:
    late = max(turn.start_ms or 0, turn.end_ms or 0, *(word.end_ms for word in turn.words), 0) > _LATEST_MS
    return replace(turn, start_ms=None, end_ms=None, words=()) if late else turn


def _encoding_warnings(source: Source) -> Sequence[ReadWarning]:
    decoded, found = source.decoded, []
    if not decoded.certain:
        message = f"The text was read as {decoded.encoding}. If letters look wrong, choose another encoding."
        found.append(ReadWarning(None, "encoding_guessed", message))
    if decoded.lost:
        message = f"Letters were already lost in this file (“?” stands for them) on {len(decoded.lost)} lines."
        found.append(ReadWarning(decoded.lost[0], "letters_lost", message))
    return found


def _language_in(name: str) -> str | None:
    """The “en” of interview.en.vtt or interview_en-GB.srt."""
    stem = PurePath(name).stem.lower().replace("_", ".")
    last = stem.rpartition(".")[2] if "." in stem else ""
    return last.partition("-")[0] if last.partition("-")[0] in LANGUAGES else None
