"""The collection of real files beside the repository, where it exists, with the numbers of reference parsers."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.transcripts.importers import ImportRefused, Source, read

_BESIDE = Path(__file__).parents[3].parent / "shared" / "samples"
SAMPLES = Path(os.environ.get("FIRSTHAND_SAMPLES", _BESIDE))
KINDS = {"vtt", "vtt-lenient", "srt", "encoding"}
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no FIRSTHAND_SAMPLES and no ../shared/samples")


def rows() -> list[tuple[str, dict[str, Any]]]:
    table = SAMPLES / "EXPECTED.tsv"
    if not table.exists():
        return []
    with table.open(newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        (row["file"], json.loads(row["expected_json"]))
        for row in found
        if row["reference"].split("|")[0].strip() in KINDS
    ]


@pytest.mark.parametrize(("file", "expected"), rows())
def test_a_sample_is_read_as_its_reference_parser_reads_it(file: str, expected: dict[str, Any]) -> None:
    source = Source((SAMPLES / file).read_bytes(), file)
    if "exc" in expected:
        with pytest.raises(ImportRefused):
            read(source)
        return
    parsed = read(source)
    assert parsed.segments == expected.get("segments", parsed.segments)
    assert len(source.text) == expected.get("chars", len(source.text))
    voices = expected.get("voice_names") or sorted(expected.get("colon_names", ()))
    assert not voices or sorted(speaker.name for speaker in parsed.speakers) == voices
    if "first" in expected and parsed.segments == len(parsed.turns):
        times = [parsed.turns[0].start_ms, parsed.turns[-1].end_ms]
        assert times == [round(expected["first"][0] * 1000), round(expected["last"][1] * 1000)]


def cue_files() -> list[Path]:
    folder = SAMPLES / "parser_tests" / "vttjs"
    return sorted(path for path in folder.rglob("*.json") if path.with_suffix(".vtt").exists())


@pytest.mark.parametrize("path", cue_files(), ids=lambda path: path.stem)
def test_a_cue_count_equals_that_of_the_browsers_parser(path: Path) -> None:
    vtt = path.with_suffix(".vtt")
    try:
        found = read(Source(vtt.read_bytes(), vtt.name)).segments
    except ImportRefused:
        found = 0
    assert found == len(json.loads(path.read_text()).get("cues", []))
