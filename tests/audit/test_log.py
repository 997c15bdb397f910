"""Administrators read the log: by who, what, whom and when, page by page, and as a file."""

import csv
import io
import json
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from app.audit import chain, exporting
from app.audit.service import record
from app.core.database import Database
from app.wiring import Parts, running
from tests.conftest import SignIn

ADA = SimpleNamespace(name="Ada Lovelace", user_id="ada")
EVE = SimpleNamespace(name="Eve", user_id="eve")


def written(database: Database) -> None:
    with database.write() as session:
        record(
            session, actor=ADA, action="consent.withdrawn", target_kind="participant", target_id="rosa", project_id="p"
        )
        record(session, actor=EVE, action="consent.granted", target_kind="participant", target_id="len", project_id="p")
        record(session, actor=EVE, action="reel.export", target_kind="reel", target_id="r", detail={"file": "reel.edl"})


def found(client: TestClient, **query: object) -> list[str]:
    answer = client.get("/api/audit-entries", params=query)
    assert answer.status_code == 200, answer.text
    return [entry["action"] for entry in answer.json()["items"]]


@pytest.mark.both_databases
def test_entries_are_found_by_who_what_whom_where_when_and_words(database: Database, admin: TestClient) -> None:
    written(database)
    everything = ["reel.export", "consent.granted", "consent.withdrawn"]
    assert found(admin) == everything
    assert found(admin, actor_id="eve") == everything[:2]
    assert found(admin, action="consent.") == everything[1:]
    assert found(admin, kind=["consent", "reel"]) == everything
    assert found(admin, kind=["reel"]) == ["reel.export"]
    assert found(admin, target_id="rosa") == ["consent.withdrawn"]
    assert found(admin, project_id="p", actor_id="eve") == ["consent.granted"]
    assert found(admin, since="2020-01-01", until="2999-01-01") == everything
    assert found(admin, until="2020-01-01") == []
    assert found(admin, q="lovelace") == ["consent.withdrawn"]
    assert found(admin, q="eve EDL") == ["reel.export"]
    assert found(admin, q="100%") == []


def test_pages_follow_each_other_without_a_gap_while_others_write(database: Database, admin: TestClient) -> None:
    written(database)
    first = admin.get("/api/audit-entries", params={"limit": 2}).json()
    written(database)
    second = admin.get("/api/audit-entries", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [entry["id"] for entry in first["items"] + second["items"]] == [3, 2, 1]
    assert second["next_cursor"] is None
    assert admin.get("/api/audit-entries", params={"cursor": "nonsense"}).status_code == 422


def test_a_file_holds_what_the_filter_finds_and_no_formula(database: Database, admin: TestClient) -> None:
    written(database)
    with database.write() as session:
        evil = SimpleNamespace(name='=HYPERLINK("https://evil.example")', user_id="x")
        record(session, actor=evil, action="consent.granted", target_kind="participant", target_id="@cmd")
    answer = admin.get("/api/audit-entries/export", params={"action": "consent."})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="firsthand-audit-')
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["number"] for row in rows] == ["4", "2", "1"]
    assert rows[0]["actor"].startswith("'=HYPERLINK")
    assert rows[0]["target_id"] == "'@cmd"
    assert found(admin)[0] == "audit.export", "taking the log along is a deed of its own"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert exporting.cell(text) == f"'{text}"
    assert exporting.cell(f"plain {text}") == f"plain {text}"


def test_lines_of_json_prove_the_chain_without_this_server(database: Database, admin: TestClient) -> None:
    written(database)
    lines = admin.get("/api/audit-entries/export", params={"format": "jsonl"}).text.splitlines()
    before = chain.GENESIS
    for row in reversed([json.loads(line) for line in lines]):
        number = row.pop("number")
        line = chain.Line(id=0, seq=number, **{**row, "at": chain.datetime.fromisoformat(row["at"])})
        assert chain.content_hash(line) == line.content_hash
        before = chain.chained(before, line, seq=number, content=line.content_hash or "")
        assert before == line.hash


def test_a_large_log_is_streamed(database: Database, admin: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.audit.queries.BATCH", 7)
    with database.write() as session:
        for _ in range(30):
            record(session, actor=ADA, action="thing.change", target_kind="thing", target_id="t")
    lines = admin.get("/api/audit-entries/export", params={"format": "jsonl", "kind": "thing"}).text.splitlines()
    assert [json.loads(line)["number"] for line in lines] == list(range(30, 0, -1))


def test_a_check_that_was_asked_for_tells_what_it_found(parts: Parts, sign_in: SignIn) -> None:
    written(parts.database)
    admin = sign_in("admin")
    assert admin.get("/api/audit-chain").json()["last_check"] is None
    job = admin.post("/api/audit-chain/checks").json()
    assert admin.post("/api/audit-chain/checks").json()["id"] == job["id"]
    assert admin.get("/api/audit-chain").json()["checking"] is True
    _work(parts)
    told = admin.get("/api/audit-chain").json()
    assert told["checking"] is False
    assert (told["last_check"]["holds"], told["last_check"]["entries"]) == (True, 3)
    assert told["head"].startswith("4:")


def _work(parts: Parts) -> None:
    from app.jobs import service as jobs

    while jobs.run_next(parts.database, parts.handlers, "test", lane=jobs.SOON, stopping=lambda: False):
        pass


def test_a_check_is_planned_for_every_day(parts: Parts, admin: TestClient) -> None:
    with running(parts):
        pass
    with running(parts):
        pass
    planned = admin.get("/api/jobs", params={"kind": "audit.check"}).json()["items"]
    assert len(planned) == 1
