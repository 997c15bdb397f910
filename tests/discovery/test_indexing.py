"""The index agrees with the database, whatever changed."""

import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from app.core.database import Database
from app.discovery import indexing
from app.discovery.fields import SCHEMA
from app.outbox import service as outbox
from app.participants.models import Participant
from app.transcripts.models import Turn
from app.wiring import Parts
from search import EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.engines.meilisearch import MeilisearchEngine
from tests.discovery.conftest import Settle, mark, record, tag
from tests.scenes import ASKER, LEN, ROSA, Scene, scene

pytestmark = pytest.mark.both_databases
Told = Callable[..., Scene]


def words(parts: Parts, ids: Iterable[str] | None = None) -> dict[str, str]:
    """What the index holds: words by quote."""
    return {one.id: str(one.texts["words"]) for one in parts.engine.read(ids or list(parts.engine.ids()))}


def agrees(parts: Parts) -> bool:
    """Whether the index, kept up by news alone, equals one that is built anew."""
    return indexing.compare(parts.database, parts.engine).agrees


def test_every_turn_of_a_new_interview_is_indexed(parts: Parts, told: Told) -> None:
    made = told()
    assert words(parts) == {f"t-{turn.id}": turn.text for turn in made.turns}


def test_a_highlight_takes_its_words_out_of_their_turn_and_leaves_the_rest(
    parts: Parts, told: Told, settle: Settle
) -> None:
    made = told()
    with parts.database.write() as session:
        row = mark(session, made, 1, "It failed twice")
    settle()
    held = words(parts)
    assert held[f"h-{row.id}"] == "It failed twice"
    rest = held[f"t-{made.turns[1].id}"]
    assert "failed" not in rest
    assert rest.index("waited") == made.turns[1].text.index("waited")
    assert agrees(parts)


def test_a_turn_that_is_highlighted_whole_is_found_as_the_highlight_only(
    parts: Parts, told: Told, settle: Settle
) -> None:
    made = told()
    with parts.database.write() as session:
        row = mark(session, made, 3, "That sounds exhausting")
    settle()
    assert f"t-{made.turns[3].id}" not in words(parts)
    assert f"h-{row.id}" in words(parts)


def test_deleting_a_highlight_brings_its_turns_back(parts: Parts, told: Told, settle: Settle) -> None:
    made = told()
    with parts.database.write() as session:
        row = mark(session, made, 1, "It failed", to=2, to_words="by hand.")
    settle()
    assert f"t-{made.turns[2].id}" not in words(parts)
    with parts.database.write() as session:
        session.delete(session.merge(row))
        outbox.touch(session, row)
    settle()
    assert words(parts)[f"t-{made.turns[2].id}"] == made.turns[2].text
    assert f"h-{row.id}" not in words(parts)
    assert agrees(parts)


def test_a_highlight_that_shrinks_gives_its_words_back(parts: Parts, told: Told, settle: Settle) -> None:
    made = told()
    with parts.database.write() as session:
        row = mark(session, made, 1, "It failed", to=2, to_words="by hand.")
    settle()
    with parts.database.write() as session:
        row = session.merge(row)
        span = made.span(1, "It failed twice")
        row.end_turn_id, row.end_offset, row.quote = str(span["end_turn_id"]), int(str(span["end_offset"])), "It failed"
        session.add(row)
        outbox.touch(session, row)
    settle()
    assert words(parts)[f"t-{made.turns[2].id}"] == made.turns[2].text
    assert agrees(parts)


def test_a_moment_shared_with_a_more_careful_voice_hides_nothing_of_the_other(
    parts: Parts, told: Told, settle: Settle
) -> None:
    made = told()
    with parts.database.write() as session:
        consent = session.merge(made.consents[LEN])
        consent.scope = "team"
        session.add(consent)
        outbox.touch(session, consent)
        row = mark(session, made, 1, "nobody called", to=2, to_words="Same here.")
    settle()
    [highlight] = parts.engine.read([f"h-{row.id}"])
    assert "company" not in highlight.audience
    assert "nobody called" in words(parts)[f"t-{made.turns[1].id}"]
    assert agrees(parts)


def test_a_withdrawn_voice_leaves_the_index_with_all_that_may_repeat_it(
    parts: Parts, told: Told, settle: Settle
) -> None:
    made = told()
    with parts.database.write() as session:
        consent = session.merge(made.consents[ROSA])
        consent.status = "withdrawn"
        session.add(consent)
        outbox.touch(session, consent)
    settle()
    assert list(words(parts)) == [f"t-{made.turns[2].id}"]
    assert agrees(parts)


def test_a_new_name_reaches_the_documents_of_that_person(parts: Parts, told: Told, settle: Settle) -> None:
    made = told()
    with parts.database.write() as session:
        participant = session.get(Participant, made.speakers[ROSA].participant_id)
        assert participant
        participant.pseudonym = "Rosalind"
        session.add(participant)
        outbox.touch(session, participant)
    settle()
    [document] = parts.engine.read([f"t-{made.turns[1].id}"])
    assert document.texts["speaker"] == ("Rosalind",)
    assert agrees(parts)


def test_a_tag_is_found_by_its_name_its_synonyms_and_its_parents(parts: Parts, told: Told, settle: Settle) -> None:
    made = told()
    with parts.database.write() as session:
        service = tag(session, "Service")
        waiting = tag(session, "Waiting", service, synonyms=["queue"])
        row = mark(session, made, 1, "I waited three days", tags=[waiting])
    settle()
    [document] = parts.engine.read([f"h-{row.id}"])
    assert document.facets["tag"] == (waiting.id, service.id)
    assert document.texts["tags"] == ("Waiting", "queue", "Service")


@pytest.mark.parametrize("how", ["rename", "move", "delete_parent", "delete"])
def test_a_change_of_the_codebook_reaches_everything_below_it(
    parts: Parts, told: Told, settle: Settle, how: str
) -> None:
    made = told()
    with parts.database.write() as session:
        top, other = tag(session, "Service"), tag(session, "Device")
        middle = tag(session, "Calls", top)
        leaf = tag(session, "Waiting", middle)
        mark(session, made, 1, "I waited", tags=[leaf])
    settle()
    with parts.database.write() as session:
        row = session.merge(middle)
        if how == "rename":
            row.name = "Telephone"
        elif how == "move":
            row.parent_id = other.id
        elif how == "delete_parent":
            row.deleted_at = row.created_at
        else:
            session.delete(row)
        session.add(row) if how != "delete" else None
        outbox.touch(session, middle)
    settle()
    assert agrees(parts)


def test_a_deleted_interview_leaves_nothing_behind(parts: Parts, told: Told, settle: Settle) -> None:
    gone, stays = told(), told()
    with parts.database.write() as session:
        mark(session, gone, 1, "It failed")
    settle()
    with parts.database.write() as session:
        outbox.touch(session, gone.interview)
        session.delete(session.merge(gone.interview))
    settle()
    assert set(words(parts)) == {f"t-{turn.id}" for turn in stays.turns}
    assert agrees(parts)


def test_a_deleted_project_leaves_nothing_behind(parts: Parts, told: Told, settle: Settle) -> None:
    made = told()
    with parts.database.write() as session:
        outbox.touch(session, made.project)
        for speaker in made.speakers.values():
            session.delete(session.merge(speaker))
        session.flush()
        session.delete(session.merge(made.project))
    settle()
    assert words(parts) == {}


def test_a_project_that_becomes_restricted_is_no_longer_the_companys(parts: Parts, told: Told, settle: Settle) -> None:
    made = told()
    with parts.database.write() as session:
        project = session.merge(made.project)
        project.access = "restricted"
        session.add(project)
        outbox.touch(session, project)
    settle()
    documents = parts.engine.read(list(parts.engine.ids()))
    assert documents
    assert all("company" not in document.audience for document in documents)
    assert agrees(parts)


@pytest.mark.parametrize("kind", ["recording", "transcript", "speaker", "consent", "participant", "turn"])
def test_any_touched_row_leads_to_its_quotes(parts: Parts, settle: Settle, kind: str) -> None:
    with parts.database.write() as session:
        made = scene(session)
        row = {
            "recording": record(session, made),
            "transcript": made.transcript,
            "speaker": made.speakers[ROSA],
            "consent": made.consents[ROSA],
            "participant": session.get(Participant, made.speakers[ROSA].participant_id),
            "turn": made.turns[1],
        }[kind]
        outbox.touch(session, row)  # type: ignore[arg-type]
    settle()
    assert f"t-{made.turns[1].id}" in words(parts)


def test_a_turn_that_is_gone_is_dropped(parts: Parts, told: Told, settle: Settle) -> None:
    made = told()
    with parts.database.write() as session:
        outbox.touch(session, made.turns[0])
        session.delete(session.merge(made.turns[0]))
    settle()
    assert f"t-{made.turns[0].id}" not in words(parts)
    assert agrees(parts)


def test_another_speaker_for_a_turn_changes_the_highlights_on_it(parts: Parts, told: Told, settle: Settle) -> None:
    made = told()
    with parts.database.write() as session:
        row = mark(session, made, 1, "It failed")
    settle()
    with parts.database.write() as session:
        turn = session.merge(made.turns[1])
        turn.speaker_id = made.speakers[LEN].id
        session.add(turn)
        outbox.touch(session, turn)
    settle()
    [document] = parts.engine.read([f"h-{row.id}"])
    assert document.texts["speaker"] == (LEN,)
    assert agrees(parts)


def test_a_highlight_that_lost_its_text_goes_by_the_narrowest_and_hides_no_turn(
    parts: Parts, told: Told, settle: Settle
) -> None:
    made = told()
    with parts.database.write() as session:
        row = mark(session, made, 1, "It failed", status="needs_review")
    settle()
    [document] = parts.engine.read([f"h-{row.id}"])
    assert set(document.audience) == {"admin", "research", f"research:{made.project.id}"}
    assert words(parts)[f"t-{made.turns[1].id}"] == made.turns[1].text


def test_news_may_come_twice(parts: Parts, told: Told, settle: Settle) -> None:
    made = told()
    with parts.database.write() as session:
        outbox.touch(session, made.interview, made.interview, made.turns[0])
    assert settle() == 3
    assert agrees(parts)


def test_when_the_engine_fails_the_news_waits(parts: Parts, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    made = told()
    with parts.database.write() as session:
        outbox.touch(session, made.interview)

    def fail(_documents: object) -> None:
        raise EngineUnavailable("stopped for the test")

    with monkeypatch.context() as broken:
        broken.setattr(parts.engine, "put", fail)
        with pytest.raises(EngineUnavailable):
            outbox.relay_once(parts.database, parts.apply)
    with parts.database.read() as session:
        assert outbox.waiting(session) == 1
    assert outbox.drain(parts.database, parts.apply) == 1


def test_a_comparison_names_what_is_missing_too_much_or_different(parts: Parts, told: Told) -> None:
    made = told()
    missing, surplus, different = (f"t-{turn.id}" for turn in made.turns[:3])
    [old] = parts.engine.read([different])
    parts.engine.drop([missing])
    with parts.database.write() as session:
        session.delete(session.merge(made.turns[1]))
        turn = session.merge(made.turns[2])
        turn.text = "Something else."
        session.add(turn)
    found = indexing.compare(parts.database, parts.engine)
    assert (found.missing, found.surplus, found.different) == ((missing,), (surplus,), (different,))
    assert not found.agrees
    assert old.texts["words"] != "Something else."


def test_building_anew_mends_everything_and_tells_how_far_it_is(parts: Parts, told: Told) -> None:
    made = told()
    parts.engine.replace_all([])
    assert indexing.is_missing(parts.database, parts.engine)
    steps: list[tuple[int, int]] = []
    assert indexing.rebuild(parts.database, parts.engine, lambda *step: steps.append(step)) == len(made.turns)
    assert steps == [(1, 1)]
    assert not indexing.is_missing(parts.database, parts.engine)
    assert agrees(parts)


def test_an_index_of_nothing_is_not_missing(parts: Parts, session: Session) -> None:
    assert not indexing.is_missing(parts.database, parts.engine)


def test_our_own_words_are_never_counted_as_a_person_heard(parts: Parts, told: Told) -> None:
    made = told()
    [asked] = parts.engine.read([f"t-{made.turns[0].id}"])
    assert asked.facets["person"] == ()
    assert asked.facets["role"] == ("interviewer",)
    assert asked.facets["speaker"] == (made.speakers[ASKER].id,)


@pytest.fixture(params=["embedded", "meilisearch"])
def grown(request: pytest.FixtureRequest, parts: Parts, tmp_path: Path) -> Iterator[Parts]:
    """The parts with an engine that outlives a process; Meilisearch when MEILI_URL names a server."""
    if request.param == "embedded":
        parts._engine = EmbeddedEngine(SCHEMA, tmp_path / "beside")
    elif "MEILI_URL" not in os.environ:
        pytest.skip("MEILI_URL is not set")
    else:
        key = os.environ.get("MEILI_KEY")
        parts._engine = MeilisearchEngine(SCHEMA, os.environ["MEILI_URL"], key, index=f"beside-{uuid.uuid4().hex[:12]}")
    yield parts
    parts.engine.replace_all([])


def test_a_rebuild_beside_a_relay_of_another_process_loses_nothing(grown: Parts, told: Told, settle: Settle) -> None:
    """What changes after it was read waits for the new index, instead of going down with the old one."""
    made = told()
    other = Database(grown.database.url)
    carried: list[int] = []

    def meanwhile(_done: int, _of: int) -> None:
        """The interview was read; now its words change, and another process would carry the news."""
        with grown.database.write() as session:
            turn = session.get(Turn, made.turns[1].id)
            assert turn is not None
            turn.text = "Said while the index was made anew."
            outbox.touch(session, turn)
        carried.append(outbox.relay_once(other, grown.apply))

    indexing.rebuild(grown.database, grown.engine, meanwhile)
    assert carried == [0]
    assert "anew" not in words(grown)[f"t-{made.turns[1].id}"]
    assert outbox.relay_once(other, grown.apply) == 1
    other.close()
    assert words(grown)[f"t-{made.turns[1].id}"] == "Said while the index was made anew."
    assert agrees(grown)
