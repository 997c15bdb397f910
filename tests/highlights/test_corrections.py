"""A corrected transcript over HTTP: highlights go along or wait for review, and all of it can be taken back."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from app.core.database import Database
from app.highlights.models import Highlight
from app.interviews.models import Speaker
from app.outbox.models import OutboxEntry
from app.recordings.models import Recording
from app.transcripts.models import Transcript, TranscriptRevision, Turn
from app.transcripts.relocating import same_words
from tests.highlights.test_editing import mark, now
from tests.scenes import LINES, Scene, scene

pytestmark = pytest.mark.both_databases


@pytest.fixture
def made(database: Database) -> Scene:
    with database.write() as session:
        return scene(session, with_words=True)


def as_text(lines: Any) -> bytes:
    return "\n".join(f"{name}: {text}" for name, text in lines).encode()


def correct(
    client: TestClient, made: Scene, data: bytes, *, version: int = 1, name: str = "new.txt", **wanted: Any
) -> Any:
    return client.post(
        f"/api/transcripts/{made.transcript.id}/corrections",
        files={"file": (name, data)},
        data={"mapping": json.dumps({"version": version, **wanted})},
    )


def look(client: TestClient, made: Scene, data: bytes) -> Any:
    url = f"/api/transcripts/{made.transcript.id}/correction-previews"
    return client.post(url, files={"file": ("new.txt", data)}).json()


def turns(client: TestClient, made: Scene) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/transcripts/{made.transcript.id}").json()["turns"]
    return found


CORRECTED = [
    LINES[0],
    ("Rosa", "It failed twice. I waited thirteen days for support, and nobody called 🙁 me back."),
    ("Len", "Same here."),
    ("Len", "I gave up and typed everything by hand."),
    LINES[4],
]


def test_highlights_move_with_their_words_or_wait_for_review(
    researcher: TestClient, employee: TestClient, made: Scene
) -> None:
    kept = mark(researcher, made, 2, "gave up")
    changed = mark(researcher, made, 1, "I waited three days")
    lost = mark(researcher, made, 3, "sounds exhausting")
    seen = look(researcher, made, as_text(CORRECTED))
    assert (seen["turns_before"], seen["turns_after"], seen["same"], seen["marks"]) == (5, 5, 2, 3)
    assert [(one["highlight_id"], one["outcome"], one["suggestion"]) for one in seen["review"]] == [
        (changed["id"], "changed", "I waited thirteen days"),
        (lost["id"], "lost", ""),
    ]
    assert {guess["why"] for guess in seen["speakers"]} == {"same_name"}
    answer = correct(researcher, made, as_text(CORRECTED))
    assert answer.status_code == 201, answer.text
    assert (answer.json()["turns"], answer.json()["moved"], answer.json()["needs_review"]) == (5, 1, 2)
    here = turns(researcher, made)
    moved = now(researcher, kept)
    assert (moved["status"], moved["quote"], moved["start_turn_id"]) == ("ok", "gave up", here[3]["id"])
    waits = now(researcher, changed)
    assert (waits["status"], waits["quote"]) == ("needs_review", "I waited three days")
    assert (waits["suggestion"], waits["start_turn_id"]) == ("I waited thirteen days", here[1]["id"])
    gone = now(researcher, lost)
    assert (gone["status"], gone["quote"], gone["suggestion"]) == ("needs_review", "sounds exhausting", "")
    # Nobody has said yet whose words these are now: they are for researchers alone.
    assert employee.get(f"/api/highlights/{changed['id']}").status_code == 404
    assert employee.get(f"/api/highlights/{kept['id']}").status_code == 200


def test_unchanged_turns_keep_their_ids_and_everyone_hears_of_those_that_went(
    researcher: TestClient, database: Database, made: Scene
) -> None:
    correct(researcher, made, as_text(CORRECTED))
    here = [turn["id"] for turn in turns(researcher, made)]
    assert [here[0], here[1], here[4]] == [made.turns[0].id, made.turns[1].id, made.turns[4].id]
    with database.read() as session:
        kept = set(session.exec(select(Turn.id)).all())
        told = {(one.kind, one.row_id) for one in session.exec(select(OutboxEntry)).all()}
    assert kept == set(here)
    gone = {turn.id for turn in made.turns} - kept
    assert gone
    assert {("turn", turn_id) for turn_id in gone} | {("interview", made.interview.id)} <= told


def test_a_suggestion_is_accepted_and_the_review_is_taken_back(researcher: TestClient, made: Scene) -> None:
    highlight = mark(researcher, made, 1, "I waited three days")
    correct(researcher, made, as_text(CORRECTED))
    waits = now(researcher, highlight)
    url = f"/api/highlights/{highlight['id']}"
    done = researcher.patch(url, json={"version": waits["version"], "status": "ok"}).json()
    assert (done["status"], done["quote"], done["suggestion"]) == ("ok", "I waited thirteen days", "")
    again = researcher.post(f"{url}/reopen").json()
    assert (again["status"], again["quote"]) == ("needs_review", "I waited three days")
    assert again["suggestion"] == "I waited thirteen days"
    assert researcher.post(f"{url}/reopen").json()["code"] == "not_reviewed"


def test_a_lost_highlight_cannot_be_accepted_but_is_marked_anew(researcher: TestClient, made: Scene) -> None:
    highlight = mark(researcher, made, 3, "sounds exhausting")
    correct(researcher, made, as_text(CORRECTED))
    waits, url = now(researcher, highlight), f"/api/highlights/{highlight['id']}"
    refused = researcher.patch(url, json={"version": waits["version"], "status": "ok"})
    assert (refused.status_code, refused.json()["code"]) == (422, "nothing_suggested")
    assert now(researcher, highlight)["status"] == "needs_review"
    turn = turns(researcher, made)[2]
    span = {"start_turn_id": turn["id"], "start_offset": 0, "end_turn_id": turn["id"], "end_offset": 9}
    done = researcher.patch(url, json={"version": waits["version"], "span": span}).json()
    assert (done["status"], done["quote"]) == ("ok", "Same here")


def test_a_suggestion_follows_later_edits_and_the_old_words_end_the_review(researcher: TestClient, made: Scene) -> None:
    highlight = mark(researcher, made, 1, "I waited three days")
    correct(researcher, made, as_text(CORRECTED))
    turn = turns(researcher, made)[1]
    longer = "Well, " + turn["text"].replace("thirteen days", "thirteen long days")
    edited = researcher.patch(f"/api/turns/{turn['id']}", json={"version": turn["version"], "text": longer}).json()
    waits = now(researcher, highlight)
    assert (waits["quote"], waits["suggestion"]) == ("I waited three days", "I waited thirteen long days")
    text = longer.replace("thirteen long", "three")
    researcher.patch(f"/api/turns/{turn['id']}", json={"version": edited["version"], "text": text})
    back = now(researcher, highlight)
    assert (back["status"], back["quote"], back["suggestion"]) == ("ok", "I waited three days", "")


def test_taking_a_correction_back_brings_text_and_marks_back_and_keeps_newer_marks(
    researcher: TestClient, database: Database, made: Scene
) -> None:
    marks = [mark(researcher, made, 1, "I waited three days"), mark(researcher, made, 3, "sounds exhausting")]
    before, deleted = turns(researcher, made), mark(researcher, made, 0, "export")
    researcher.delete(f"/api/highlights/{deleted['id']}")
    done = correct(researcher, made, as_text([*CORRECTED, ("Ida", "And I am new here.")])).json()
    (revision,) = researcher.get(f"/api/transcripts/{made.transcript.id}/corrections").json()["items"]
    assert (revision["id"], revision["may_take_back"], revision["file_name"]) == (done["id"], True, "new.txt")
    fresh = turns(researcher, made)[3]
    span = {"start_turn_id": fresh["id"], "start_offset": 2, "end_turn_id": fresh["id"], "end_offset": 9}
    newer = researcher.post(f"/api/transcripts/{made.transcript.id}/highlights", json=span).json()
    assert newer["quote"] == "gave up"
    assert researcher.delete(f"/api/corrections/{done['id']}").status_code == 204
    assert [{**turn, "version": 0} for turn in turns(researcher, made)] == [{**turn, "version": 0} for turn in before]
    for highlight in marks:
        back = now(researcher, highlight)
        for name in ("quote", "status", "start_turn_id", "start_offset", "start_ms", "end_ms"):
            assert back[name] == highlight[name]
    assert (now(researcher, newer)["status"], now(researcher, newer)["start_turn_id"]) == ("ok", made.turns[2].id)
    restored = researcher.post(f"/api/highlights/{deleted['id']}/restore").json()
    assert (restored["quote"], restored["start_turn_id"]) == ("export", made.turns[0].id)
    with database.read() as session:
        assert "Ida" not in session.exec(select(Speaker.label)).all()
        assert session.exec(select(TranscriptRevision)).all() == []


def test_a_correction_is_not_taken_back_over_later_edits(researcher: TestClient, made: Scene) -> None:
    done = correct(researcher, made, as_text(CORRECTED)).json()
    turn = turns(researcher, made)[0]
    researcher.patch(f"/api/turns/{turn['id']}", json={"version": turn["version"], "text": "And the export?"})
    refused = researcher.delete(f"/api/corrections/{done['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "edited_since")
    (revision,) = researcher.get(f"/api/transcripts/{made.transcript.id}/corrections").json()["items"]
    assert not revision["may_take_back"]


def test_only_so_many_earlier_texts_are_kept(researcher: TestClient, database: Database, made: Scene) -> None:
    for version in range(1, 8):
        assert correct(researcher, made, as_text(CORRECTED), version=version).status_code == 201
    with database.read() as session:
        assert sorted(session.exec(select(TranscriptRevision.version)).all()) == [4, 5, 6, 7, 8]


def test_a_correction_that_fails_changes_nothing(researcher: TestClient, employee: TestClient, made: Scene) -> None:
    highlight, before = mark(researcher, made, 1, "three days"), turns(researcher, made)
    stale = correct(researcher, made, as_text(CORRECTED), version=9)
    assert (stale.status_code, stale.json()["version"]) == (409, 1)
    speakers = [{"names": ["Rosa"], "speaker_id": made.speakers["Rosa"].id}]
    assert correct(researcher, made, as_text(CORRECTED), speakers=speakers).json()["code"] == "speaker_left_out"
    assert correct(researcher, made, b"garbage", name="a.vtt").json()["code"] == "no_webvtt_signature"
    assert correct(researcher, made, b"WEBVTT\n", name="a.vtt").json()["code"] == "nothing_said"
    foreign = [{"names": ["Rosa", "Len", "Asker"], "speaker_id": "somebody"}]
    assert correct(researcher, made, as_text(CORRECTED), speakers=foreign).json()["code"] == "foreign_speaker"
    assert correct(employee, made, as_text(CORRECTED)).status_code == 403
    assert turns(researcher, made) == before
    assert now(researcher, highlight) == highlight


def test_names_are_given_to_the_interviews_speakers_and_new_ones_are_pending(
    researcher: TestClient, employee: TestClient, made: Scene
) -> None:
    lines = [
        ("Interviewer", LINES[0][1]),
        ("Rosa W.", LINES[1][1]),
        ("Roza", "Hm."),
        ("Ida", "I am new here."),
        ("Ida", "Yes."),
    ]
    seen = look(researcher, made, as_text([*lines, *lines]))
    speakers = {guess["name"]: (guess["speaker_id"], guess["why"]) for guess in seen["speakers"]}
    assert speakers["Interviewer"] == (made.speakers["Asker"].id, "same_words")
    assert speakers["Rosa W."] == (made.speakers["Rosa"].id, "same_words")
    assert speakers["Ida"] == (None, None)
    correct(researcher, made, as_text([*lines, *lines]))
    here = {turn["text"]: turn for turn in turns(employee, made)}
    assert here["I am new here." if "I am new here." in here else ""]["withheld"] == "pending"
    with database_of(researcher).read() as session:
        labels = session.exec(select(Speaker.label).order_by(col(Speaker.position))).all()
    assert labels[3:] == ["Roza", "Ida"]


def database_of(client: TestClient) -> Database:
    database: Database = client.app.state.database  # type: ignore[attr-defined]
    return database


def test_reels_and_embeds_say_nothing_that_nobody_has_checked(
    researcher: TestClient, employee: TestClient, made: Scene
) -> None:
    highlight = mark(researcher, made, 1, "I waited three days")
    reel = researcher.post("/api/reels", json={"title": "Waiting"}).json()
    body = {"items": [{"kind": "clip", "quote_id": highlight["id"]}]}
    added = researcher.post(f"/api/reels/{reel['id']}/items", json=body)
    assert added.status_code < 300, added.text
    correct(researcher, made, as_text(CORRECTED))
    (mine,) = researcher.get(f"/api/reels/{reel['id']}").json()["items"]
    assert (mine["silence"], mine["quote"], mine["media_url"]) == ("needs_review", "I waited three days", None)
    (theirs,) = employee.get(f"/api/reels/{reel['id']}").json()["items"]
    assert (theirs["readable"], theirs["silence"]) == (False, "needs_review")
    assert "thirteen" not in json.dumps(theirs)
    assert "waited" not in json.dumps(theirs)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_corrected_a_highlight_covers_its_words_or_waits(
    researcher: TestClient, database: Database, data: st.DataObject
) -> None:
    with database.write() as session:
        made = scene(session)
    highlights = [
        mark(researcher, made, place, words)
        for place, words in ((0, "the export"), (1, "nobody called 🙁"), (4, "a lady rang"))
    ]
    lines = [(name, data.draw(changed(text))) for name, text in LINES]
    assert correct(researcher, made, as_text(lines)).status_code == 201
    texts = {turn["id"]: turn["text"] for turn in turns(researcher, made)}
    for highlight in highlights:
        here = now(researcher, highlight)
        stands = texts[here["start_turn_id"]][here["start_offset"] : here["end_offset"]]  # type: ignore[index, misc]
        if here["status"] == "ok":
            assert same_words(stands, str(highlight["quote"]))
            assert stands == here["quote"]
        else:
            assert here["quote"] == highlight["quote"]
            assert here["suggestion"] == stands


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """Some words of a line replaced, taken out or said twice."""
    deeds = ["keep", "keep", "keep", "drop", "twice", "حسنا", "失败了", "e\u0301t\u00e9", "👩‍👩‍👧"]
    found: list[str] = []
    for word in text.split():
        deed = draw(st.sampled_from(deeds))
        found += {"keep": [word], "drop": [], "twice": [word, word]}.get(deed, [deed])
    return " ".join(found) or "Hm."


# shifting ---------------------------------------------------------------------------------------------------------


def shift(client: TestClient, made: Scene, by_ms: int, version: int = 1) -> Any:
    return client.post(f"/api/transcripts/{made.transcript.id}/shift", json={"version": version, "by_ms": by_ms})


def test_all_times_are_shifted_with_words_highlights_and_clips_and_back_again(
    researcher: TestClient, database: Database, made: Scene
) -> None:
    highlight, lost = mark(researcher, made, 1, "three days"), mark(researcher, made, 3, "exhausting")
    with database.write() as session:
        session.add(
            Recording(
                interview_id=made.interview.id,
                kind="file",
                store_key="a",
                sha256="b",
                duration_ms=90_000,
                playable=True,
            )
        )
    before = turns(researcher, made)
    timed = researcher.get(f"/api/transcripts/{made.transcript.id}/words").json()
    reel = researcher.post("/api/reels", json={"title": "Waiting"}).json()
    researcher.post(f"/api/reels/{reel['id']}/items", json={"items": [{"kind": "clip", "quote_id": highlight["id"]}]})
    (clip,) = researcher.get(f"/api/reels/{reel['id']}").json()["items"]
    answer = shift(researcher, made, 1_500)
    assert (answer.status_code, answer.json()) == (200, {"version": 2, "starts_at_ms": 1_500})
    assert [turn["start_ms"] for turn in turns(researcher, made)] == [turn["start_ms"] + 1_500 for turn in before]
    words = researcher.get(f"/api/transcripts/{made.transcript.id}/words").json()
    assert words["words"][made.turns[1].id][0] == [0, 2, 11_500, 11_800]
    for one in (highlight, lost):
        assert now(researcher, one)["start_ms"] == one["start_ms"] + 1_500  # type: ignore[operator]
    (later,) = researcher.get(f"/api/reels/{reel['id']}").json()["items"]
    assert (later["start_ms"], later["end_ms"]) == (clip["start_ms"] + 1_500, clip["end_ms"] + 1_500)
    assert shift(researcher, made, -1_500, version=2).status_code == 200
    assert [turn["start_ms"] for turn in turns(researcher, made)] == [turn["start_ms"] for turn in before]
    assert researcher.get(f"/api/transcripts/{made.transcript.id}/words").json() == timed


def test_a_shift_that_would_cut_off_time_is_refused_in_words(
    researcher: TestClient, employee: TestClient, made: Scene, database: Database
) -> None:
    assert shift(researcher, made, 2_000).status_code == 200
    refused = shift(researcher, made, -2_001, version=2)
    assert (refused.status_code, refused.json()["code"], refused.json()["earliest_ms"]) == (422, "before_start", -2_000)
    assert "before the recording" in refused.json()["detail"]
    assert shift(researcher, made, 500, version=1).status_code == 409
    assert shift(employee, made, 500, version=2).status_code == 403
    assert turns(researcher, made)[0]["start_ms"] == 2_000
    with database.write() as session:
        for turn in session.exec(select(Turn)).all():
            turn.start_ms = turn.end_ms = None
            session.add(turn)
    assert shift(researcher, made, 500, version=2).json()["code"] == "no_times"


def test_the_second_of_two_people_who_correct_is_told(researcher: TestClient, database: Database, made: Scene) -> None:
    assert correct(researcher, made, as_text(CORRECTED)).status_code == 201
    assert shift(researcher, made, 500, version=1).json()["code"] == "conflict"
    with database.read() as session:
        assert transcript(session, made).version == 2


def transcript(session: Session, made: Scene) -> Transcript:
    found = session.get(Transcript, made.transcript.id)
    assert found
    return found


def test_highlights_are_never_fewer_after_a_correction(researcher: TestClient, database: Database, made: Scene) -> None:
    marks = {str(mark(researcher, made, 2, word)["id"]) for word in ("Same", "gave up", "by hand")}
    correct(researcher, made, as_text([("Rosa", "All of it is another text now.")]))
    with database.read() as session:
        assert set(session.exec(select(Highlight.id)).all()) == marks
