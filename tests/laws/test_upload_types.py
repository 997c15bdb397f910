"""What is uploaded is judged by what it is, not by its name; and what is given back cannot run here."""

import pytest
from fastapi.testclient import TestClient

from app.wiring import Parts
from tests.laws.access_world import WAV
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
