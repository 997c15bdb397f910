"""The collection of real files beside the repository, where it exists, with the numbers of reference parsers."""

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BESIDE = Path(__file__).parents[3].parent / "shared" / "samples"
SAMPLES = Path(os.environ.get("FIRSTHAND_SAMPLES", _BESIDE))
MISSING = "no FIRSTHAND_SAMPLES and no ../shared/samples"


@dataclass(frozen=True, eq=False)
class Sample:
    """A line of the table: the kind of its reference parser, and the numbers that parser gives."""

    file: str
    kind: str
    expected: dict[str, Any]

    @property
    def path(self) -> Path:
        return SAMPLES / self.file


def table() -> Iterator[Sample]:
    path = SAMPLES / "EXPECTED.tsv"
    if not path.exists():
        return
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind = row["reference"].partition("|")[0].strip()
            yield Sample(row["file"], kind, json.loads(row["expected_json"]))


def browser_cases() -> list[tuple[str, int]]:
    """The WebVTT files of the browsers' test suite, each with the number of cues its test expects."""
    folder = SAMPLES / "parser_tests" / "vttjs"
    if not (folder / "MANIFEST.tsv").exists():
        return []
    with (folder / "MANIFEST.tsv").open(newline="", encoding="utf-8") as file:
        return [(row["vtt"], int(row["cues_expected"])) for row in csv.DictReader(file, delimiter="\t")]
