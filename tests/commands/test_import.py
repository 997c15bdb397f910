"""`firsthand import`: folders in, interviews out; what fails stops nothing, and a second run goes on."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from app import __main__ as command_line
from app.accounts import service as accounts
from app.commands.finding import Pair, day_in, look_for, stem
from app.commands.speakers import Who, read_cast
from app.core.database import Database
from app.core.errors import Invalid
from app.interviews.models import Interview, Speaker
from app.jobs.models import Job
from app.main import create_app
from app.participants.models import Consent, Participant
from app.projects.models import Project
from app.recordings.models import Recording, Upload
from app.transcripts.models import Transcript, Turn
from app.wiring import Parts
from app.wiring import running as working
from tests.recordings.media import picture

TALK = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ruth>Hello there.\n\n00:03.000 --> 00:05.000\n<v Gerda Lohmann>Hi.\n\n00:06.000 --> 00:07.000\n<v Gerda Lohman>Yes, three weeks.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve files: a pair, texts in a folder below, two that are broken, and what nobody means to import."""
    files: dict[str, bytes] = {
        "2026-03-12_gerda.en.vtt": TALK.encode(),
        "2026-03-12_gerda.mp4": picture(),
        "calls/künzel.txt": "Ruth: Und?\nHerr Künzel: Nichts.\nRuth: Oh.\n".encode("cp1252"),
        "calls/a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n",
        "calls/b.srt": b"1\n00:00:01,000 --> 00:00:02,000\nGood bye.\n",
        "calls/same as a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n",
        "broken.vtt": b"garbage",
        "no media.mp3": b"not a recording at all",
        "empty.txt": b"",
        ".DS_Store": b"x",
        "__MACOSX/gerda.vtt": b"x",
        "photo.png": b"x",
    }
    for name, data in files.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "in"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a project; no setting comes from this machine."""
    monkeypatch.chdir(tmp_path)
    for name in ("FIRSTHAND_DATABASE_URL", "FIRSTHAND_TOKEN", "FIRSTHAND_STORE_URL"):
        monkeypatch.delenv(name, raising=False)
    database = opened(tmp_path / "data")
    database.migrate()
    with database.write() as session:
        session.add(Project(name="First calls"))
    database.close()
    return tmp_path / "data"


def opened(data: Path) -> Database:
    return Database(f"sqlite:///{data / 'firsthand.db'}")


def bring(data: Path, *arguments: object, project: str = "First calls") -> int:
    return command_line.main(["import", "--project", project, "--data", str(data), *map(str, arguments)])


def report(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The report among what was printed; a server in this process logs there too."""
    printed = capsys.readouterr().out
    found: dict[str, Any] = json.JSONDecoder().raw_decode(printed, printed.index("{\n"))[0]
    return found


def states(found: dict[str, Any]) -> dict[str, str]:
    return {Path(file["transcript"] or file["recording"]).name: file["state"] for file in found["files"]}


FIRST = {
    "2026-03-12_gerda.en.vtt": "imported",
    "broken.vtt": "refused",
    "a.srt": "imported",
    "b.srt": "imported",
    "künzel.txt": "imported",
    "same as a.srt": "known",
    "empty.txt": "refused",
    "no media.mp3": "failed",
}


def test_a_folder_is_walked_paired_and_imported_and_what_fails_stops_nothing(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(data, folder, "--json") == 3
    found = report(capsys)
    assert states(found) == FIRST
    assert found["counts"] == {"imported": 4, "refused": 2, "known": 1, "failed": 1}
    assert [Path(path).name for path in found["ignored"]] == ["photo.png"]
    gerda, broken = found["files"][0], next(file for file in found["files"] if "broken" in (file["transcript"] or ""))
    assert (gerda["format"], gerda["turns"], Path(gerda["recording"]).suffix) == ("webvtt", 3, ".mp4")
    assert (broken["problem"]["code"], broken["problem"]["line"]) == ("no_webvtt_signature", 1)
    assert "Held on 2026-03-12, by the name of the file." in gerda["guessed"]
    assert any("Gerda Lohman” may be the same person" in guess for guess in gerda["guessed"])
    with opened(data).read() as session:
        titles = session.exec(select(Interview.title).order_by(col(Interview.title))).all()
        assert titles == ["2026-03-12 gerda", "a", "b", "künzel"]
        assert session.exec(select(func.count()).select_from(Recording)).one() == 1
        assert "Nichts." in session.exec(select(Turn.text)).all()


def test_a_dry_run_saves_nothing(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(data, folder, "--dry-run", "--json") == 3
    found = report(capsys)
    assert states(found)["2026-03-12_gerda.en.vtt"] == "would_import"
    assert (found["dry_run"], states(found)["broken.vtt"]) == (True, "refused")
    with opened(data).read() as session:
        assert session.exec(select(func.count()).select_from(Interview)).one() == 0


SURVEY = "Participant,What did you like most?,What would you change?\nRosa,The people.,The forms.\nMia,,Nothing.\n"


def test_a_survey_becomes_an_interview_for_each_who_answered(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "Spring.csv"
    table.write_text(SURVEY, encoding="utf-8")
    assert bring(data, table, "--dry-run", "--json") == 0
    (planned,) = report(capsys)["files"]
    assert (planned["state"], planned["interview_ids"]) == ("would_import", [])
    assert "Each row holds one person’s answers; each is an interview of its own: 2." in planned["guessed"]
    assert bring(data, table, "--json") == 0
    (done,) = report(capsys)["files"]
    assert (done["state"], len(done["interview_ids"])) == ("imported", 2)
    with opened(data).read() as session:
        assert session.exec(select(Interview.title)).all() == ["Spring: Rosa", "Spring: Mia"]
        assert sorted(session.exec(select(Participant.pseudonym))) == ["Mia", "Rosa"]
        assert session.exec(select(func.count()).select_from(Turn)).one() == 6
    assert bring(data, table, "--json") == 0
    assert report(capsys)["counts"] == {"known": 1}


def test_what_was_left_out_is_shown_beside_the_finding(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("Interview 4\n\nAnna: Hi\nBen: Oh\nAnna: Bye\n", encoding="utf-8")
    assert bring(data, talk, "--dry-run") == 0
    assert "Text above the first speaker was left out. “Interview 4”" in capsys.readouterr().out


def test_a_second_run_goes_on_where_the_first_one_ended(
    data: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = folder / "2026-03-12_gerda.mp4"
    recording.rename(tmp_path / "later.mp4")
    for name in ("broken.vtt", "empty.txt", "no media.mp3"):
        (folder / name).unlink()
    assert bring(data, folder, "--json") == 0
    assert report(capsys)["counts"] == {"imported": 4, "known": 1}
    (tmp_path / "later.mp4").rename(recording)
    (folder / "2026-03-12_gerda.en.vtt").rename(folder / "2026-03-12_gerda.vtt")
    assert bring(data, folder, "--json") == 0
    assert report(capsys)["counts"] == {"completed": 1, "known": 4}
    with opened(data).read() as session:
        assert session.exec(select(func.count()).select_from(Transcript)).one() == 4
        assert session.exec(select(Recording.file_name)).all() == ["2026-03-12_gerda.mp4"]
    assert bring(data, folder / "calls/a.srt", "--again", "--json") == 0
    assert report(capsys)["counts"] == {"imported": 1}


def test_a_recording_alone_becomes_an_interview_once(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(data, folder / "2026-03-12_gerda.mp4", "--kind", "support_call", "--json") == 0
    assert bring(data, folder / "2026-03-12_gerda.mp4", "--json") == 0
    with opened(data).read() as session:
        (interview,) = session.exec(select(Interview)).all()
        assert (interview.kind, str(interview.held_on)) == ("support_call", "2026-03-12")
        assert session.exec(select(Recording.interview_id)).all() == [interview.id]


def test_who_is_who_is_said_once_for_all_files(data: Path, folder: Path, tmp_path: Path) -> None:
    (folder / "second.txt").write_text("Ruth: And now?\nGerda Lohmann: Still nothing.\nRuth: Oh.\n")
    cast = tmp_path / "who.csv"
    cast.write_text("name,participant,role,consent\nGerda Lohmann,Gerda,,company\ngerda lohman,Gerda,,company\n")
    files = (folder / "2026-03-12_gerda.en.vtt", folder / "second.txt")
    assert bring(data, *files, "--speakers", cast, "--interviewer", "Ruth", "--quiet") == 0
    with opened(data).read() as session:
        assert session.exec(select(Participant.pseudonym)).all() == ["Gerda"]
        assert [(one.status, one.scope) for one in session.exec(select(Consent)).all()] == [("granted", "company")]
        voices = session.exec(select(Speaker.label, Speaker.role, Speaker.participant_id)).all()
    assert sorted((label, role, bool(person)) for label, role, person in voices) == [
        ("Gerda Lohmann", "participant", True),
        ("Gerda Lohmann", "participant", True),
        ("Ruth", "interviewer", False),
        ("Ruth", "interviewer", False),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nowhere.vtt"], 1, "no such file"),
        (["in", "--speaker", "Gerda"], 1, "NAME=PSEUDONYM"),
        (["in", "--speakers", "nowhere.csv"], 1, "cannot be read"),
        (["in", "--as", "nobody@example.org"], 1, "Nobody with the address"),
        (["in", "--server", "voices.example"], 1, "wants a token"),
        (["in", "--server", "voices.example", "--token", "t"], 1, "no address of a server"),
    ],
)
def test_what_cannot_begin_is_said_in_words(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    assert bring(data, *arguments) == code
    assert words in capsys.readouterr().err


def test_an_unknown_project_is_answered_with_those_there_are(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(data, folder, project="Nope") == 1
    assert "“First calls”" in capsys.readouterr().err
    with opened(data).write() as session:
        session.add(Project(name="first calls"))
    assert bring(data, folder) == 1
    assert "Several projects" in capsys.readouterr().err


def test_an_import_is_somebodys_and_needs_the_right(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(data).write() as session:
        for role in ("viewer", "researcher"):
            accounts.create_user(session, email=f"{role}@example.org", name=role, role=role, password=None)
    assert bring(data, folder / "calls/a.srt", "--as", "viewer@example.org", "--json") == 3
    assert report(capsys)["files"][0]["problem"]["code"] == "not_allowed"
    assert bring(data, folder / "calls/a.srt", "--as", "Researcher@example.org", "--json") == 0
    with opened(data).read() as session:
        (interview,) = session.exec(select(Interview)).all()
        assert interview.created_by


def test_an_interrupted_run_keeps_what_it_has(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.commands.desks import LocalDesk

    look, seen = LocalDesk.look, list[Path]()

    def stopped(self: LocalDesk, path: Path, **options: Any) -> Any:
        seen.append(path)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return look(self, path, **options)

    monkeypatch.setattr(LocalDesk, "look", stopped)
    assert bring(data, folder / "calls", "--json") == 130
    assert report(capsys)["counts"] == {"imported": 2}


def test_as_a_program_it_prints_a_table_and_writes_its_report(data: Path, folder: Path, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    out = tmp_path / "reports/today.json"
    command = [
        sys.executable,
        "-m",
        "app",
        "import",
        folder,
        "--project",
        "First calls",
        "--data",
        data,
        "--report",
        out,
    ]
    done = subprocess.run([str(part) for part in command], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "4 imported, 2 cannot be read, 1 already there, 1 not saved, 1 other files left out" in done.stdout
    assert "broken.vtt, line 1" in done.stdout
    assert states(json.loads(out.read_text())) == FIRST


@pytest.fixture
def server(parts: Parts) -> Iterator[str]:
    """The application behind a real socket, with its worker."""
    config = uvicorn.Config(create_app(parts.settings, parts), port=0, log_level="warning", lifespan="off")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        thread.join(0.02)
        assert thread.is_alive()
    with working(parts):
        yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join(20)


def sent_films(session: Session) -> list[str]:
    return [name for name in session.exec(select(Upload.file_name)) if name.endswith(".mp4")]


def test_a_server_is_imported_into_with_a_token(
    server: str,
    parts: Parts,
    researcher: TestClient,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    researcher.post("/api/projects", json={"name": "Far away"})
    token = researcher.headers["Authorization"].removeprefix("Bearer ")
    far: Callable[..., int] = lambda *more: bring(  # noqa: E731
        tmp_path / "unused", folder, "--server", server, "--token", token, "--json", *more, project="Far away"
    )
    assert far("--speaker", "Gerda Lohmann=Gerda", "--speaker", "Gerda Lohman=Gerda") == 3
    assert states(report(capsys)) == FIRST
    with parts.database.read() as session:
        assert session.exec(select(Participant.pseudonym)).all() == ["Gerda"]
        assert session.exec(select(func.count()).select_from(Recording)).one() == 1
        # The interview of the recording that is none was taken away again.
        assert session.exec(select(func.count()).select_from(Interview)).one() == 4
        asked_for = {job.kind for job in session.exec(select(Job)).all()}
        assert {"recordings.prepare", "recordings.finish_upload"} <= asked_for
        assert sent_films(session) == ["2026-03-12_gerda.mp4"]
    assert far() == 3
    assert report(capsys)["counts"] == {"known": 5, "refused": 2, "failed": 1}
    table = tmp_path / "Spring.csv"
    table.write_text(SURVEY, encoding="utf-8")
    asked = ("--server", server, "--token", token, "--json")
    assert bring(tmp_path / "unused", table, *asked, project="Far away") == 0
    assert len(report(capsys)["files"][0]["interview_ids"]) == 2
    assert not (tmp_path / "unused").exists()
    # Into another project the recording goes without being sent again.
    researcher.post("/api/projects", json={"name": "Elsewhere"})
    bring(tmp_path, folder, "--server", server, "--token", token, "--json", project="Elsewhere")
    assert states(report(capsys)) == FIRST
    with parts.database.read() as session:
        assert len(session.exec(select(Recording.sha256)).all()) == 2
        assert len(set(session.exec(select(Recording.sha256)).all())) == 1
        assert sent_films(session) == ["2026-03-12_gerda.mp4"]
    assert bring(tmp_path, folder, "--server", server, "--token", "wrong", project="Far away") == 1
    assert bring(tmp_path, folder, "--server", "http://127.0.0.1:9", "--token", "t", project="Far away") == 1
    assert "cannot be reached" in capsys.readouterr().err


def test_names_that_belong_together(tmp_path: Path) -> None:
    for name in ("talk.en.vtt", "talk.mp4", "talk_transcript.txt", "Other.mp3", "other.srt", "lone.wav"):
        (tmp_path / name).write_bytes(b"x")
    found = look_for([tmp_path, tmp_path / "talk.mp4"])
    names = [(one.transcript and one.transcript.name, one.recording and one.recording.name) for one in found.pairs]
    # Two transcripts of one talk: the first by name gets the recording, nothing is merged behind anyone's back.
    assert names == [
        ("other.srt", "Other.mp3"),
        ("talk.en.vtt", "talk.mp4"),
        ("talk_transcript.txt", None),
        (None, "lone.wav"),
    ]
    assert look_for([tmp_path], recordings=False).pairs[0] == Pair(tmp_path / "other.srt", None)
    assert [stem(name) for name in ("Talk.EN.vtt", "talk_1280x720.mp4", "talk.mp4")] == ["talk"] * 3
    assert [day_in(name) for name in ("GMT20260312-1.vtt", "2026-13-01.vtt", "120260312.vtt")] == [
        "2026-03-12",
        None,
        None,
    ]


def test_a_mapping_of_speakers_is_read_from_json_too_and_refused_in_words() -> None:
    cast = read_cast('{"Gerda": "G.", "Ruth": {"role": "interviewer"}}')
    assert (cast.of(" gerda "), cast.of("RUTH")) == (Who(participant="G."), Who(role="interviewer"))
    for text, words in (
        ("{", "no JSON"),
        ("who\nx\n", "column"),
        ("name,role\na,boss\n", "not “boss”"),
        ("name,consent\na,yes\n", "not “yes”"),
    ):
        with pytest.raises(Invalid, match=re.escape(words)):
            read_cast(text)
