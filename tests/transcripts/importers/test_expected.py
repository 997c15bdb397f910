"""Real files of every kind beside the numbers that reference parsers give for them; prints how many are right."""

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from app.core.errors import Invalid
from app.recordings.probe import probe
from app.transcripts.importers import ImportRefused, ParsedTranscript, Source, read
from tests.transcripts.importers.samples import MISSING, SAMPLES, Sample, browser_cases, table

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=MISSING)
Numbers = dict[str, Any]
ENOUGH = 99

# Where another number than the reference's is right, and why.
MISSES = {
    "transcripts/json_stt/awsword__example-call.json": (
        "the count takes 76 punctuation marks for words; the 462 words that are spoken are all there, with their times"
    ),
    "transcripts/allformats_sonnet001/sonnet001.textgrid_short": (
        "praatio loses the interval “1” of the short form, which it finds in the long form of the same text; 15 are there"
    ),
}


def numbers(parsed: ParsedTranscript) -> Numbers:
    """What was found, under the names the table uses."""
    words = sum(len(turn.words) for turn in parsed.turns)
    return {
        "segments": parsed.segments,
        "utterances": parsed.segments,
        "rows": parsed.segments,
        "turns": len(parsed.turns),
        "nonempty": len(parsed.turns),
        "timed": sum(turn.start_ms is not None for turn in parsed.turns),
        "timestamps": sum(turn.start_ms is not None for turn in parsed.turns),
        "speakers": len(parsed.speakers),
        "words": words,
        "language": parsed.language,
        "names": dict(Counter(turn.speaker or "" for turn in parsed.turns)),
        "voice_names": sorted(speaker.name for speaker in parsed.speakers),
        "colon_names": dict(Counter(turn.speaker for turn in parsed.turns if turn.speaker)),
        "first": (parsed.turns[0].start_ms, parsed.turns[0].end_ms) if parsed.turns else None,
        "last": (parsed.turns[-1].start_ms, parsed.turns[-1].end_ms) if parsed.turns else None,
    }


# What is compared for each kind. A TTML paragraph without words is a segment but no turn, so its time is not counted.
COMPARED: Mapping[str, tuple[str, ...]] = {
    "vtt": ("segments", "voice_names"),
    "vtt-lenient": ("turns", "nonempty", "speakers", "names"),
    "srt": ("segments",),
    "sbv": ("segments",),
    "ttml": ("segments",),
    "eaf": ("segments",),
    "textgrid": ("segments",),
    "oh-csv": ("rows", "nonempty", "speakers", "timestamps"),
    "json": ("segments", "words", "speakers", "utterances", "language"),
}


def differences(sample: Sample) -> list[str]:
    """What is wrong about a file; empty when all is as expected."""
    return _probed(sample) if sample.kind in {"media", "speech"} else _transcript(sample)


def _transcript(sample: Sample) -> list[str]:
    source = Source(sample.path.read_bytes(), sample.path.name)
    try:
        parsed = read(source)
    except ImportRefused as refused:
        return [] if "exc" in sample.expected else [f"refused: {refused.code}"]
    if "exc" in sample.expected:
        # The reference parser gives up; whoever reads on must find something said.
        return [] if parsed.turns else ["read, but empty"]
    if sample.kind == "encoding":
        return _encoding(sample, source, parsed)
    found = numbers(parsed)
    names = COMPARED[sample.kind.partition(":")[0]]
    wrong = [f"{n}: {found[n]} for {sample.expected[n]}" for n in names if sample.expected.get(n, found[n]) != found[n]]
    return wrong + _times(sample, parsed)


def _times(sample: Sample, parsed: ParsedTranscript) -> list[str]:
    """First and last times, where each segment says something and so became a turn."""
    if sample.kind not in {"vtt", "srt"} or "first" not in sample.expected or parsed.segments != len(parsed.turns):
        return []
    ends = [sample.expected["first"][0], sample.expected["last"][1]]
    found = [parsed.turns[0].start_ms, parsed.turns[-1].end_ms]
    return [] if found == [round(end * 1000) for end in ends] else [f"times: {found} for {ends}"]


def _encoding(sample: Sample, source: Source, parsed: ParsedTranscript) -> list[str]:
    text, wanted = source.text, sample.expected
    given = text.replace("\n", "\r\n") if b"\r\n" in source.data else text
    wrong = []
    if "sha1_utf8" in wanted and wanted["sha1_utf8"] not in {_sha1(given), _sha1(text), _sha1("\ufeff" + given)}:
        wrong.append("the text differs")
    if wanted.get("segments", parsed.segments) != parsed.segments:
        wrong.append(f"segments: {parsed.segments} for {wanted['segments']}")
    if wanted.get("chars", len(given)) not in {len(given), len(text)}:
        wrong.append(f"characters: {len(given)} for {wanted['chars']}")
    return wrong


def _sha1(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


def _probed(sample: Sample) -> list[str]:
    """A recording is looked into instead: its length, or that it is refused."""
    try:
        with sample.path.open("rb") as file:
            found = probe(file)
    except Invalid:
        return [] if "refusal" in str(sample.expected.get("expect")) else ["refused"]
    if "expect" in sample.expected:
        return [] if "zero" in sample.expected["expect"] and not found.duration_ms else [f"read: {found}"]
    duration = sample.expected.get("duration")
    seconds = float(str(duration).split()[0]) if duration else None
    close = seconds is None or (found.duration_ms or 0) / 1000 == pytest.approx(seconds, abs=0.5)
    return [] if close else [f"{found.duration_ms} ms for {duration}"]


def report(rows: list[Sample], wrong: Mapping[Sample, list[str]]) -> Iterator[str]:
    totals, bad = Counter(sample.kind for sample in rows), Counter(sample.kind for sample in wrong)
    for kind, total in sorted(totals.items()):
        yield f"  {kind:24} {total - bad[kind]:3} of {total:3}"
    for sample, found in wrong.items():
        yield f"  {sample.file}: {'; '.join(found)} — {MISSES.get(sample.file, 'not explained')}"
    yield f"  files right: {len(rows) - len(wrong)} of {len(rows)}"


def test_the_files_of_the_collection_are_read_as_their_reference_parsers_read_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = list(table())
    wrong = {sample: found for sample in rows if (found := differences(sample))}
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *report(rows, wrong), ""]))
    assert {sample.file for sample in wrong} <= set(MISSES)
    assert len(rows) - len(wrong) >= min(ENOUGH, len(rows) - len(MISSES))


@pytest.mark.parametrize(("file", "cues"), browser_cases())
def test_a_cue_count_equals_that_of_the_browsers_parser(file: str, cues: int) -> None:
    path = SAMPLES / "parser_tests" / "vttjs" / file
    try:
        found = read(Source(path.read_bytes(), path.name)).segments
    except ImportRefused:
        found = 0
    assert found == cues
