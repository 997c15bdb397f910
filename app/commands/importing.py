"""`firsthand import`: folders of transcripts and recordings become interviews, one after the other.

A file that fails never stops the others, and a second run goes on where the first one ended: what is already there is
told by the content of the file, not by its name.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from app.commands import report as reports
from app.commands.desks import Desk, LocalDesk, Sent
from app.commands.far import FarDesk
from app.commands.finding import Pair, day_in, look_for
from app.commands.report import FileReport, ProblemReport, Report, SpeakerReport, WarningReport
from app.commands.speakers import Cast, Who, read_cast, read_entry, speakers_for
from app.core.errors import FirsthandError, Invalid
from app.core.settings import Settings
from app.interviews.schemas import InterviewIn, InterviewKind
from app.transcripts.import_schemas import ImportIn, PreviewOut, SpeakerIn
from app.transcripts.preview import title_from
from app.transcripts.table_schemas import SurveyIn
from app.wiring import open_parts

DONE, NOTHING_DONE, SOME_FAILED, INTERRUPTED = 0, 1, 3, 130
"""Exit codes; 2 is a command that was not understood."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `firsthand import`; docs/importing.md holds the same list, and a test compares the two."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files, and folders to walk through")
    parser.add_argument("--project", required=True, help="name or id of the project they belong to")
    parser.add_argument("--kind", choices=[kind.value for kind in InterviewKind], default=InterviewKind.INTERVIEW.value)
    parser.add_argument("--language", help="of all files, e.g. de; without it what a file says, else en")
    parser.add_argument("--encoding", help="of all transcripts; without it each file's is found out")
    parser.add_argument("--no-join", action="store_true", help="keep small captions as they are")
    parser.add_argument("--no-recordings", action="store_true", help="leave recordings out")
    parser.add_argument("--speakers", type=Path, metavar="FILE", help="who is who, for all files: CSV or JSON")
    parser.add_argument("--speaker", action="append", default=[], metavar="NAME=PSEUDONYM", help="one of them")
    parser.add_argument("--interviewer", action="append", default=[], metavar="NAME", help="a name that is one of ours")
    parser.add_argument("--again", action="store_true", help="import what is already there a second time")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen; save nothing")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a JSON report")
    parser.add_argument("--json", action="store_true", help="print the report instead of a table")
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.add_argument("--as", dest="email", default="", metavar="EMAIL", help="whose import it is")
    parser.add_argument("--server", help="import into a running server, e.g. https://voices.example")
    parser.add_argument("--token", default=os.environ.get("FIRSTHAND_TOKEN", ""), help="for it; else FIRSTHAND_TOKEN")


def run(options: argparse.Namespace, settings: Callable[[], Settings]) -> int:
    """Imports everything; returns the exit code. Raises FirsthandError when nothing could be begun."""
    found = look_for(options.paths, recordings=not options.no_recordings)
    if found.missing:
        raise Invalid("There is no such file or folder: " + ", ".join(map(str, found.missing)), code="no_such_path")
    cast = _cast(options)
    with _desk(options, settings) as desk:
        report = Report(
            project_id=desk.project_id,
            project=desk.project,
            dry_run=options.dry_run,
            ignored=[str(path) for path in found.ignored],
        )
        code = _import_all(Batch(desk, options, cast), found.pairs, report)
    _say(report, options)
    return code or (SOME_FAILED if report.failed else DONE)


class Batch:
    """One run: where it goes, what was asked for, and who is known by now."""

    def __init__(self, desk: Desk, options: argparse.Namespace, cast: Cast) -> None:
        self.desk, self.options, self.cast = desk, options, cast
        self.people = desk.people()

    def take(self, pair: Pair, sent: Sent) -> FileReport:
        """Brings one pair in, or says why not."""
        made = FileReport(
            transcript=str(pair.transcript) if pair.transcript else None,
            recording=str(pair.recording) if pair.recording else None,
            state="refused",
            title=title_from(pair.path.name),
        )
        try:
            if pair.transcript:
                self._words(pair.transcript, pair.recording, made, sent)
            elif pair.recording:
                self._recording_alone(pair.recording, made, sent)
        except (FirsthandError, OSError, UnicodeError) as error:
            made.problem = _problem(error)
        return made

    def _words(self, path: Path, recording: Path | None, made: FileReport, sent: Sent) -> None:
        seen = self.desk.look(path, encoding=self.options.encoding, join=not self.options.no_join)
        speakers = speakers_for(seen.speakers, self.cast, self.people)
        _describe(made, seen, speakers)
        made.state = "failed"
        known = [one.interview_id for one in seen.known if one.project_id == self.desk.project_id]
        if known and not self.options.again:
            self._complete(known[0], recording, made, sent)
            return
        if not (self.options.language or seen.language):
            made.guessed.append("The file does not say its language; it was taken for English.")
        if seen.table and seen.table.mode == "survey" and seen.table.respondents:
            self._survey(path, seen, seen.table.respondents, made)
            return
        wanted = self._wanted(path, seen, speakers, made)
        if self.options.dry_run:
            made.state = "would_import"
            return
        made.interview_id = self.desk.bring(path, wanted)
        if any(one.participant for one in speakers):
            self.people = self.desk.people()
        made.state = "imported"
        if recording:
            self._attach(made.interview_id, recording, made, sent)

    def _survey(self, path: Path, seen: PreviewOut, people: int, made: FileReport) -> None:
        """A table in which each row is one person's answers: as many interviews, as on the page."""
        made.guessed.append(f"Each row holds one person’s answers; each is an interview of its own: {people}.")
        made.speakers = []
        wanted = SurveyIn(
            title=seen.title or path.name,
            language=self.options.language or seen.language or "en",
            held_on=_day(path, made),
            encoding=self.options.encoding,
        )
        if self.options.dry_run:
            made.state = "would_import"
            return
        made.interview_ids = self.desk.bring_survey(path, wanted)
        made.interview_id, made.state = made.interview_ids[0], "imported"
        self.people = self.desk.people()

    def _complete(self, interview_id: str, recording: Path | None, made: FileReport, sent: Sent) -> None:
        """What an earlier run brought in; its recording may have been missing."""
        made.interview_id, made.state = interview_id, "known"
        if recording and not self.options.dry_run and not self.desk.has_recording(interview_id):
            made.state = "completed"
            self._attach(interview_id, recording, made, sent)

    def _recording_alone(self, path: Path, made: FileReport, sent: Sent) -> None:
        made.state = "failed"
        holder = None if self.options.again else self.desk.holder_of(path)
        if holder:
            made.interview_id, made.state = holder, "known"
            return
        if self.options.dry_run:
            made.state = "would_import"
            return
        interview_id = self.desk.create(
            InterviewIn(
                title=made.title or path.name,
                kind=self.options.kind,
                language=self.options.language or "en",
                held_on=_day(path, made),
            )
        )
        try:
            self.desk.attach(interview_id, path, sent)
        except BaseException:
            # An interview of which there is nothing is no interview.
            self.desk.discard(interview_id)
            raise
        made.interview_id, made.state = interview_id, "imported"

    def _attach(self, interview_id: str, recording: Path, made: FileReport, sent: Sent) -> None:
        try:
            self.desk.attach(interview_id, recording, sent)
        except (FirsthandError, OSError) as error:
            made.state, made.problem = "halfway", _problem(error)

    def _wanted(self, path: Path, seen: PreviewOut, speakers: list[SpeakerIn], made: FileReport) -> ImportIn:
        return ImportIn(
            title=seen.title or path.name,
            kind=self.options.kind,
            language=self.options.language or seen.language or "en",
            held_on=_day(path, made),
            summary=seen.preamble,
            encoding=self.options.encoding,
            join=not self.options.no_join,
            speakers=speakers,
        )


def _describe(made: FileReport, seen: PreviewOut, speakers: list[SpeakerIn]) -> None:
    """Puts into the report what was understood, and what of it was guessed."""
    made.title, made.format, made.confidence, made.encoding = seen.title, seen.format, seen.confidence, seen.encoding
    made.turns, made.length_ms = seen.turns_total, seen.length_ms
    owners = {name: speaker for speaker in speakers for name in speaker.names}
    for voice in seen.speakers:
        speaker = owners[voice.name]
        person = speaker.participant.pseudonym if speaker.participant else speaker.participant_id
        made.speakers.append(
            SpeakerReport(
                name=voice.name,
                turns=voice.turns,
                label=speaker.label,
                role=speaker.role,
                participant=person,
                perhaps=voice.alike,
            )
        )
        if voice.alike and owners.get(voice.alike) is not speaker:
            made.guessed.append(f"“{voice.name}” may be the same person as “{voice.alike}”; they were kept apart.")
        if voice.role == "interviewer" and voice.name is not None:
            made.guessed.append(f"“{voice.name}” was taken for the interviewer, by the name.")
    made.warnings = [
        WarningReport(line=one.line, code=one.code, message=one.message, excerpt=one.excerpt) for one in seen.warnings
    ]


def _day(path: Path, made: FileReport) -> date | None:
    day = day_in(path.name)
    if day is None:
        return None
    made.guessed.append(f"Held on {day}, by the name of the file.")
    return date.fromisoformat(day) if _is_day(day) else None


def _is_day(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _problem(error: Exception) -> ProblemReport:
    if isinstance(error, FirsthandError):
        extra = error.extra
        return ProblemReport(
            code=error.code, message=error.detail, line=extra.get("line"), advice=str(extra.get("advice") or "")
        )
    return ProblemReport(code="unreadable", message=f"The file cannot be read: {error}.")


def _import_all(batch: Batch, pairs: list[Pair], report: Report) -> int:
    """Every pair, with a bar for all and one for the recording under way; Ctrl-C ends it between two steps."""
    console = Console(stderr=True)
    shown = console.is_terminal and not batch.options.quiet
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[sum]}"))
    with Progress(*columns, console=console, disable=not shown, transient=True) as bar:
        whole = bar.add_task("", total=len(pairs), sum="")
        for done, pair in enumerate(pairs):
            bar.update(whole, completed=done, description=pair.path.name[:50], sum=f"{done}/{len(pairs)}")
            try:
                report.files.append(batch.take(pair, _bar(bar, pair)))
            except KeyboardInterrupt:
                console.print("Stopped. What was imported so far stays; the same command goes on from here.")
                return INTERRUPTED
    return DONE


def _bar(progress: Progress, pair: Pair) -> Sent:
    """Shows how much of a pair's recording has gone; its bar comes with the first bytes and goes with the last."""
    total = pair.recording.stat().st_size if pair.recording else 0
    task = progress.add_task("recording", total=total, sum="", visible=False)
    gone = 0

    def sent(count: int) -> None:
        nonlocal gone
        gone += count
        words = f"{gone / 1e6:,.0f} of {total / 1e6:,.0f} MB"
        progress.update(task, completed=gone, sum=words, visible=gone < total)

    return sent


@contextmanager
def _desk(options: argparse.Namespace, settings: Callable[[], Settings]) -> Iterator[Desk]:
    if options.server:
        if not options.token:
            raise Invalid("A server wants a token: --token, or FIRSTHAND_TOKEN in the environment.", code="no_token")
        yield FarDesk(options.server, options.token, project=options.project)
        return
    parts = open_parts(settings())
    try:
        yield LocalDesk(parts, project=options.project, email=options.email)
    finally:
        parts.close()


def _cast(options: argparse.Namespace) -> Cast:
    try:
        cast = read_cast(options.speakers.read_text(encoding="utf-8")) if options.speakers else Cast()
    except (OSError, UnicodeError) as error:
        raise Invalid(f"The mapping of speakers cannot be read: {error}.", code="bad_speakers") from error
    for entry in options.speaker:
        cast.add(*read_entry(entry))
    for name in options.interviewer:
        cast.add(name, Who(role="interviewer"))
    return cast


def _say(report: Report, options: argparse.Namespace) -> None:
    if options.report:
        reports.write(report, options.report)
    if options.json:
        sys.stdout.write(report.as_json())
    elif not options.quiet:
        reports.show(report, Console())
