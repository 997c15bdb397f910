"""What an import from the command line says about itself: a report for programs, lines and a summary for people."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape
from rich.table import Table

State = Literal["imported", "completed", "known", "would_import", "refused", "failed", "halfway"]
"""completed: an interview of an earlier run got the recording it lacked. halfway: its words are saved, its recording is
not. refused: the file cannot be read. failed: it can, but was not saved."""
BAD: frozenset[State] = frozenset({"refused", "failed", "halfway"})
SIGNS: dict[State, str] = {
    "imported": "[green]imported[/]",
    "completed": "[green]recording attached[/]",
    "known": "already there",
    "would_import": "would be imported",
    "refused": "[red]cannot be read[/]",
    "failed": "[red]not saved[/]",
    "halfway": "[yellow]saved without its recording[/]",
}


class ProblemReport(BaseModel):
    """Why it was not imported."""

    code: str
    message: str
    line: int | None = None
    advice: str = ""


class WarningReport(BaseModel):
    """What the reader stumbled over; `excerpt` is what stands there."""

    line: int | None
    code: str
    message: str
    excerpt: str = ""


class SpeakerReport(BaseModel):
    """A name of the file and what was made of it."""

    name: str | None
    turns: int
    label: str
    role: str
    participant: str | None = None
    perhaps: str | None = None


class FileReport(BaseModel):
    """What became of a transcript, a recording, or both."""

    transcript: str | None
    recording: str | None
    state: State
    title: str = ""
    interview_id: str | None = None
    interview_ids: list[str] = []
    """Of a survey, one for each who answered."""
    format: str = ""
    confidence: float | None = None
    encoding: str = ""
    turns: int | None = None
    length_ms: int | None = None
    speakers: list[SpeakerReport] = []
    guessed: list[str] = []
    warnings: list[WarningReport] = []
    problem: ProblemReport | None = None


class Report(BaseModel):
    """What became of all files."""

    project_id: str
    project: str
    dry_run: bool
    files: list[FileReport] = []
    ignored: list[str] = []

    @property
    def counts(self) -> Counter[str]:
        return Counter(file.state for file in self.files)

    @property
    def failed(self) -> bool:
        """Whether a file was not brought in as it should have been."""
        return any(file.state in BAD for file in self.files)

    def as_json(self) -> str:
        return json.dumps({**self.model_dump(), "counts": dict(self.counts)}, indent=2, ensure_ascii=False) + "\n"


def write(report: Report, path: Path) -> None:
    """Writes the report to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report.as_json(), encoding="utf-8")


def show(report: Report, console: Console) -> None:
    """Prints what became of each file, what was guessed, and the sums."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("file", "", "format", "turns", "speakers", "length"):
        table.add_column(heading, justify="right" if heading in ("turns", "speakers", "length") else "left")
    for file in report.files:
        names = [Path(name).name for name in (file.transcript, file.recording) if name]
        table.add_row(escape(" + ".join(names)), SIGNS[file.state], file.format, *_numbers(file))
    console.print(table)
    for file in report.files:
        for line in remarks(file):
            console.print(line, highlight=False, soft_wrap=True)
    console.print(summary(report), highlight=False, soft_wrap=True)


def remarks(file: FileReport) -> Sequence[str]:
    """What a person should know about a file: why it failed, what was guessed, what was stumbled over."""
    name = escape(Path(file.transcript or file.recording or "").name)
    lines = []
    if file.problem:
        place = f", line {file.problem.line}" if file.problem.line else ""
        lines.append(f"[red]{name}{place}:[/] {escape(file.problem.message)} {escape(file.problem.advice)}".rstrip())
    if file.state == "known":
        return lines
    lines += [f"[yellow]{name}:[/] {escape(guess)}" for guess in file.guessed]
    for warning in file.warnings:
        place = f", line {warning.line}" if warning.line else ""
        told = f" “{' '.join(warning.excerpt.split())}”" if warning.excerpt else ""
        lines.append(f"[yellow]{name}{place}:[/] {escape(warning.message + told)}")
    return lines


def summary(report: Report) -> str:
    """The sums in one line."""
    words = [f"{count} {SIGNS[state]}" for state, count in report.counts.items()]  # type: ignore[index]
    ignored = [f"{len(report.ignored)} other files left out"] if report.ignored else []
    return f"{escape(report.project)}: {', '.join([*words, *ignored]) or 'nothing to import'}"


def _numbers(file: FileReport) -> tuple[str, str, str]:
    turns = "" if file.turns is None else f"{file.turns:,}"
    people = str(len(file.speakers)) if file.speakers else ""
    seconds = None if file.length_ms is None else file.length_ms // 1000
    length = "" if seconds is None else f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return turns, people, length
