"""Everything held about somebody, for them: their own words and voice, and nobody else's."""

import io
import json
import zipfile
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.audit.models import AuditEntry
from app.core.clock import now
from app.subjects import copying
from app.subjects.handing import page
from app.subjects.models import AccessCopy
from app.subjects.spans import merged, without
from app.wiring import Parts
from tests.reels.sources import length
from tests.reels.stage import LEN_SAYS, ROSA_SAYS, Stage, reel_of, stage, upload
from tests.scenes import LINES, ROSA

spans = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=12)


@pytest.fixture
def on(parts: Parts) -> Stage:
    return stage(parts)


def asked(on: Stage, client: TestClient, **body: Any) -> dict[str, Any]:
    path = f"/api/participants/{on.scene.speakers[ROSA].participant_id}/access-copies"
    answer = client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    on.settle()
    (made,) = client.get(path).json()["items"]
    copy: dict[str, Any] = made
    return copy


def opened(client: TestClient, copy: dict[str, Any]) -> zipfile.ZipFile:
    answer = client.get(f"/api/access-copies/{copy['id']}/file")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.content))


@pytest.mark.both_databases
def test_a_copy_tells_what_they_said_and_nothing_that_others_did(on: Stage, researcher: TestClient) -> None:
    reel_of(researcher, on.rosa.id, on.len.id, title="Waiting")
    archive = opened(researcher, asked(on, researcher))
    told = json.loads(archive.read("data.json"))
    (interview,) = told["interviews"]
    assert [one["text"] for one in interview["said"]] == [text for name, text in LINES if name == ROSA]
    assert interview["marked"][0]["words"] == [ROSA_SAYS]
    assert told["shown_in"]["reels"] == [{"title": "Waiting", "clips": 1}]
    assert told["records"]["consent"][0]["status"] == "granted"
    everything = archive.read("data.json").decode() + archive.read("index.html").decode()
    assert ROSA_SAYS in everything
    assert not [text for name, text in LINES if name != ROSA and text in everything]
    assert LEN_SAYS not in everything


def test_their_voice_is_cut_out_of_the_recording(on: Stage, researcher: TestClient) -> None:
    upload(on, researcher)
    archive = opened(researcher, asked(on, researcher))
    (interview,) = json.loads(archive.read("data.json"))["interviews"]
    # Two turns of eight seconds.
    assert length(archive.read(interview["recording"])) == pytest.approx(16, abs=0.5)


def test_a_copy_can_be_had_for_a_week_and_who_took_it_is_noted(on: Stage, researcher: TestClient) -> None:
    copy = asked(on, researcher)
    opened(researcher, copy)
    with on.parts.database.write() as session:
        deeds = session.exec(select(AuditEntry.action)).all()
        row = session.get(AccessCopy, copy["id"])
        assert row
        assert row.downloads == 1
        row.expires_at = now()
        session.add(row)
        key = row.store_key
    assert {"access_copy.request", "access_copy.download"} <= set(deeds)
    answer = researcher.get(f"/api/access-copies/{copy['id']}/file")
    assert (answer.status_code, answer.json()["code"]) == (410, "copy_expired")
    assert on.parts.store.has(key)
    assert copying.expire(on.parts.database, on.parts.store) == 1
    assert not on.parts.store.has(key)


def test_a_page_shows_markup_as_text() -> None:
    said = {"text": "<script>alert(1)</script>", "start_ms": 61_000, "end_ms": None}
    interview = {"held_on": None, "said": [said], "marked": [], "recording": None}
    shown = page(
        {
            "made_at": "2026-11-22T08:00:00",
            "person": {"pseudonym": "<b>Rosa</b>"},
            "personas": ["<i>Night owl</i>"],
            "records": {},
            "interviews": [interview],
            "shown_in": {"reels": [], "links_and_embeds": []},
        },
        "de",
    )
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "<li>&lt;i&gt;Night owl" in shown
    assert "1:01" in shown
    assert '<html lang="de">' in shown


@given(spans, spans)
def test_what_is_left_of_stretches_lies_in_them_and_in_no_other(
    mine: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    def moments(found: list[tuple[int, int]]) -> set[int]:
        return {at for start, end in found for at in range(start, end)}

    assert moments(without(mine, others)) == moments(mine) - moments(others)
    assert moments(merged(mine)) == moments(mine)
    assert merged(merged(mine)) == merged(mine)
