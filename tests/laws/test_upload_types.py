"""What is uploaded is judged by what it is, not by its name; and what is given back cannot run here."""

import json

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.wiring import Parts
from tests.laws.access_world import WAV
from tests.recordings.test_recordings import work
from tests.recordings.test_uploads import begun, send
from tests.reels.stage import stage

PAGE = b"<!doctype html><script>alert(document.domain)</script>" * 40
PROGRAM = b"MZ\x90\x00" + b"\x00\x01\x02\xff" * 200


@pytest.mark.parametrize("content", [PAGE, PROGRAM], ids=["a page", "a program"])
def test_a_recording_is_media_whatever_its_name_and_type_say(
    parts: Parts, researcher: TestClient, content: bytes
) -> None:
    path = f"/api/interviews/{stage(parts).scene.interview.id}/recording"
    answer = researcher.put(f"{path}?file_name=talk.mp4", content=content, headers={"Content-Type": "video/mp4"})
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "not_media"
    assert researcher.get(path).json() is None


def test_a_recording_is_given_back_as_what_it_is_and_not_sniffed(parts: Parts, researcher: TestClient) -> None:
    path = f"/api/interviews/{stage(parts).scene.interview.id}/recording"
    sent = researcher.put(f"{path}?file_name=page.html", content=WAV, headers={"Content-Type": "text/html"})
    answer = researcher.get(sent.json()["media_url"])
    assert answer.headers["content-type"].startswith("audio/")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("content", [PROGRAM, WAV], ids=["a program", "a sound"])
def test_a_transcript_is_words_whatever_its_name_says(researcher: TestClient, content: bytes) -> None:
    answer = researcher.post("/api/transcript-previews", files={"file": ("talk.vtt", content, "text/vtt")})
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]


@pytest.mark.parametrize("content", [PAGE, PROGRAM, WAV], ids=["a page", "a program", "a sound"])
def test_a_signed_form_is_a_document_or_a_picture_whatever_its_name_says(
    parts: Parts, researcher: TestClient, content: bytes
) -> None:
    participant = stage(parts).scene.consents["Rosa"].participant_id
    path = f"/api/participants/{participant}/consent-forms?file_name=form.pdf"
    answer = researcher.post(path, content=content, headers={"Content-Type": "application/pdf"})
    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_form")


@pytest.mark.parametrize("content", [PAGE, PROGRAM], ids=["a page", "a program"])
def test_a_recording_sent_in_pieces_is_media_too(parts: Parts, researcher: TestClient, content: bytes) -> None:
    interview = stage(parts).scene.interview.id
    where = begun(researcher, interview, len(content))
    half = len(content) // 2
    assert send(researcher, where, 0, content[:half]).status_code == 204
    assert send(researcher, where, half, content[half:]).status_code == 204
    work(parts)
    upload = researcher.get(where).json()
    assert (upload["state"], upload["recording_id"]) == ("refused", None)
    assert "neither audio nor video" in upload["message"]
    assert researcher.get(f"/api/interviews/{interview}/recording").json() is None


@pytest.mark.parametrize("content", [PAGE, PROGRAM, WAV], ids=["a page", "a program", "a sound"])
@pytest.mark.parametrize("name", ["answers.csv", "answers.xlsx"])
def test_a_survey_is_a_table_whatever_its_name_says(
    parts: Parts, researcher: TestClient, content: bytes, name: str
) -> None:
    path = f"/api/projects/{stage(parts).scene.project.id}/surveys/import"
    mapping = json.dumps({"title": "Answers", "table": {"columns": []}})
    refuses_in_words(researcher.post(path, files={"file": (name, content)}, data={"mapping": mapping}))


@pytest.mark.parametrize("content", [PAGE, PROGRAM, WAV], ids=["a page", "a program", "a sound"])
@pytest.mark.parametrize("name", ["panel.csv", "panel.xlsx"])
@pytest.mark.parametrize("step", ["/preview", ""])
def test_a_table_of_participants_is_a_table_whatever_its_name_says(
    parts: Parts, researcher: TestClient, content: bytes, name: str, step: str
) -> None:
    path = f"/api/projects/{stage(parts).scene.project.id}/participants/import{step}"
    refuses_in_words(researcher.post(path, files={"file": (name, content)}, data={"mapping": "{}"}))


def refuses_in_words(answer: Response) -> None:
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "no_table")
    assert "table" in problem["detail"]
    assert "CSV or XLSX" in problem["advice"]
