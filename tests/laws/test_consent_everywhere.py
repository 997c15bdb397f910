"""No one ever receives a word they may not: every way to read, against a model that is written down only here.

Each turn holds a word that stands nowhere else. People come and go, consents change, projects open and close,
the index lags behind; after each change somebody reads everything there is to read, and exactly the words that
the model allows may be in it.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from app.accounts import service as accounts
from app.core.settings import Settings
from app.interviews.models import Interview, Speaker
from app.main import create_app
from app.outbox import service as outbox
from app.transcripts.models import Transcript, Turn
from app.wiring import open_parts

ACTORS = ("admin", "researcher", "employee", "member", "insider", "wiki")
"""The last two before the wiki are employees whom the restricted project may take onto its team."""
ORIGIN = "https://wiki.example"
WORD = re.compile(r"\bvoice[a-z]+\d\b")


class Said(NamedTuple):
    """Who says a word: `speaker` is a participant's name, "unknown" for an unnamed voice, "ours" for our own."""

    project: str
    interview: str
    speaker: str


class World(RuleBasedStateMachine):
    """The product with two projects, and the model of who may read what in it."""

    template: Path
    folder: Path
    number = 0

    @initialize()
    def begin(self) -> None:
        World.number += 1
        data = self.folder / str(World.number)
        data.mkdir()
        shutil.copy(self.template, data / "firsthand.db")
        made = Settings(_env_file=None, data=data, search="memory", worker=False, secret="s" * 40)  # type: ignore[call-arg]
        self.parts = open_parts(made)
        self.application = create_app(made, self.parts)
        self.nobody = TestClient(self.application)
        self.clients, self.users = {}, {}
        for actor, role in (("admin", "admin"), ("researcher", "researcher")):
            self._add_user(actor, role)
        for actor in ("employee", "member", "insider"):
            self._add_user(actor, "viewer")
        self.access = {"near": "open", "far": "restricted"}
        self.team: dict[str, dict[str, str]] = {"near": {"admin": "researcher"}, "far": {"admin": "researcher"}}
        self.consent: dict[str, tuple[str, str]] = {}
        self.people: dict[str, str] = {}
        self.words: dict[str, Said] = {}
        self.highlights: list[str] = []
        self.projects = {
            name: self._post("/api/projects", name=name, access=access)["id"] for name, access in self.access.items()
        }
        for person, project in (("ann", "near"), ("ben", "near"), ("cas", "far")):
            path = f"/api/projects/{self.projects[project]}/participants"
            self.people[person] = self._post(path, pseudonym=person)["id"]
            self.consent[person] = ("pending", "team")
        self.tag = self._post("/api/tags", name="Everything")["id"]
        self.transcripts: dict[str, str] = {}
        self._interview("both", "near", ["ann", "ben", "ours"])
        self._interview("alone", "near", ["ann", "unknown"])
        self._interview("hidden", "far", ["cas", "ours"])
        self._evidence()
        quote_ids = [f"h-{highlight}" for highlight in self.highlights]
        self.reel = self._post("/api/reels", title="All of it", quote_ids=quote_ids)["id"]
        grant = self._post(f"/api/reels/{self.reel}/grants", origins=[ORIGIN])
        topic = self._post("/api/topics", name="All of it", search={})["id"]
        self.feed = "/feeds/" + self._post(f"/api/topics/{topic}/feeds")["url"].rpartition("/")[2]
        self.embed = "/embed/" + re.search(r"/embed/([\w-]+)", json.dumps(grant))[1]  # type: ignore[index]

    def teardown(self) -> None:
        if hasattr(self, "parts"):
            self.parts.close()

    @rule(
        person=st.sampled_from(["ann", "ben", "cas"]),
        status=st.sampled_from(["pending", "granted", "granted", "granted", "withdrawn", "expired"]),
        scope=st.sampled_from(["team", "company", "public"]),
        media=st.booleans(),
        reader=st.sampled_from(ACTORS),
    )
    def someone_changes_their_mind(self, person: str, status: str, scope: str, media: bool, reader: str) -> None:
        sent = {"status": "granted", "expires_on": "2020-01-01"} if status == "expired" else {"status": status}
        body = {**sent, "scope": scope, "media_allowed": media}
        answer = self.clients["admin"].put(f"/api/participants/{self.people[person]}/consent", json=body)
        assert answer.is_success, answer.text
        self.consent[person] = (status, scope)
        self._read_everything(reader)

    @rule(
        person=st.sampled_from(["ann", "ben", "cas"]),
        scope=st.sampled_from(["team", "company", "public", "none"]),
        media=st.sampled_from(["yes", "no"]),
        reader=st.sampled_from(ACTORS),
    )
    def someone_answers_on_their_own_page(self, person: str, scope: str, media: str, reader: str) -> None:
        if scope == "none":
            answer = self.nobody.post(f"{self.pages[person]}/withdraw", follow_redirects=False)
        else:
            said = {"scope": scope, "media": media, "name": person}
            answer = self.nobody.post(f"{self.pages[person]}/sign", data=said, follow_redirects=False)
        assert answer.status_code in (303, 429), answer.text
        if answer.status_code == 303:
            before = self.consent[person][1]
            self.consent[person] = ("withdrawn", before) if scope == "none" else ("granted", scope)
        self._read_everything(reader)

    @rule(project=st.sampled_from(["near", "far"]), access=st.sampled_from(["open", "restricted"]))
    def a_project_opens_or_closes(self, project: str, access: str) -> None:
        address = f"/api/projects/{self.projects[project]}"
        version = self.clients["admin"].get(address).json()["version"]
        self.clients["admin"].patch(address, json={"access": access, "version": version})
        self.access[project] = access
        for reader in ("employee", "researcher", "wiki"):
            self._read_everything(reader)

    @rule(
        project=st.sampled_from(["near", "far"]),
        actor=st.sampled_from(["member", "insider", "researcher"]),
        role=st.sampled_from(["viewer", "researcher", None]),
    )
    def a_team_changes(self, project: str, actor: str, role: str | None) -> None:
        address = f"/api/projects/{self.projects[project]}/members/{self.users[actor]}"
        if role is None:
            self.clients["admin"].delete(address)
            self.team[project].pop(actor, None)
        else:
            self.clients["admin"].put(address, json={"role": role})
            self.team[project][actor] = role
        self._read_everything(actor)

    @rule(reader=st.sampled_from(ACTORS))
    def the_index_catches_up(self, reader: str) -> None:
        outbox.drain(self.parts.database, self.parts.apply)
        self._read_everything(reader)
        found = self._fed() if reader == "wiki" else self._found(reader)
        assert found == self._allowed(reader), "search misses words that may be read"

    @rule(which=st.integers(0, 50), reader=st.sampled_from(ACTORS))
    def a_highlight_goes_and_comes_back(self, which: int, reader: str) -> None:
        highlight = self.highlights[which % len(self.highlights)]
        gone = self.clients["admin"].delete(f"/api/highlights/{highlight}")
        if gone.is_success:
            self._read_everything(reader)
            self.clients["admin"].post(f"/api/highlights/{highlight}/restore")
        else:
            assert gone.status_code in (403, 404), gone.text

    def _read_everything(self, reader: str) -> None:
        seen = self._seen_in_the_wiki() if reader == "wiki" else self._seen_signed_in(reader)
        assert seen <= self._allowed(reader), f"{reader} received {sorted(seen - self._allowed(reader))}"

    def _seen_signed_in(self, reader: str) -> set[str]:
        client = self.clients[reader]
        addresses = [
            f"/api/reels/{self.reel}",
            f"/api/reels/{self.reel}/exports/transcript.md",
            f"/api/reels/{self.reel}/exports/captions.vtt",
            f"/api/reels/{self.reel}/exports/reel.fcpxml",
            f"/api/tags/{self.tag}/highlights",
            "/api/quotes/recent",
            "/api/interviews",
        ]
        for name, transcript in self.transcripts.items():
            addresses += [f"/api/transcripts/{transcript}", f"/api/transcripts/{transcript}/words"]
            addresses += [f"/api/interviews/{self.interviews[name]}/highlights"]
        addresses += [f"/api/participants/{one}/consent-record" for one in self.people.values()]
        addresses += [f"/api/highlights/{one}" for one in self.highlights]
        addresses += [f"/api/quotes/h-{one}?context=3" for one in self.highlights]
        addresses += [f"/api/quotes/t-{one}?context=3" for one in self.turns]
        return self._found(reader).union(*(words_in(client.get(address).text) for address in addresses))

    def _found(self, reader: str) -> set[str]:
        answer = self.clients[reader].get("/api/search", params={"q": "", "limit": 100})
        assert answer.is_success, answer.text
        return words_in(answer.text)

    def _seen_in_the_wiki(self) -> set[str]:
        page = self.nobody.get(self.embed)
        data = self.nobody.get(f"{self.embed}/reel.json")
        assert page.status_code < 500
        assert data.status_code < 500
        return words_in(page.text) | words_in(data.text) | self._fed()

    def _fed(self) -> set[str]:
        """What a reader of feeds received."""
        answer = self.nobody.get(self.feed)
        assert answer.is_success, answer.text
        return words_in(answer.text)

    def _allowed(self, reader: str) -> set[str]:
        return {word for word, said in self.words.items() if self._may(reader, said)}

    def _may(self, reader: str, said: Said) -> bool:
        standing, scope = self._narrowest(said)
        is_open = self.access[said.project] == "open"
        on_team = self.team[said.project].get(reader)
        if standing in ("withdrawn", "expired"):
            return False
        works_here = reader == "admin" or on_team == "researcher" or (reader == "researcher" and is_open)
        if works_here or standing == "pending":
            return works_here
        if on_team and reader != "wiki":
            return True
        return is_open and scope in ("company", "public")

    def _narrowest(self, said: Said) -> tuple[str, str]:
        """The consent that rules a word: its speaker's, or for our own people the narrowest in the room."""
        room = {one.speaker for one in self.words.values() if one.interview == said.interview} - {"ours"}
        voices = room if said.speaker == "ours" else {said.speaker}
        consents = [self.consent.get(voice, ("pending", "team")) for voice in voices]
        standings = ["withdrawn", "expired", "pending", "granted"]
        return min((c[0] for c in consents), key=standings.index), min(
            (c[1] for c in consents), key=["team", "company", "public"].index
        )

    def _evidence(self) -> None:
        """A page of their own for everybody, and moments in which others speak too."""
        texts = {"en": {"title": "May we?", "body": "We listen."}}
        form = self._post("/api/consent-templates", name="Form", texts=texts, scopes=["team", "company", "public"])
        self.pages = {}
        for person, interview in (("ann", "both"), ("ben", "both"), ("cas", "hidden")):
            path = f"/api/participants/{self.people[person]}"
            url = self._post(f"{path}/consent-links", template_id=form["id"])["url"]
            self.pages[person] = "/consent/" + url.rpartition("/")[2]
            span = {"interview_id": self.interviews[interview], "start_ms": 0, "end_ms": 9_000}
            self._post(f"{path}/consent-moments", **span)

    def _interview(self, name: str, project: str, speakers: list[str]) -> None:
        with self.parts.database.write() as session:
            interview = Interview(project_id=self.projects[project], title=name)
            session.add(interview)
            session.flush()
            transcript = Transcript(interview_id=interview.id)
            session.add(transcript)
            rows = {
                who: Speaker(
                    interview_id=interview.id,
                    label=f"Speaker {position}",
                    role="interviewer" if who == "ours" else "participant",
                    participant_id=self.people.get(who),
                    position=position,
                )
                for position, who in enumerate(speakers)
            }
            session.add_all(rows.values())
            session.flush()
            turns = [
                self._turn(transcript, name, project, who, rows[who].id, position)
                for position, who in enumerate([*speakers, *speakers])
            ]
            session.add_all(turns)
            session.flush()
            outbox.touch(session, interview)
        self.interviews = {**getattr(self, "interviews", {}), name: interview.id}
        self.turns = [*getattr(self, "turns", []), *(turn.id for turn in turns)]
        self.transcripts[name] = transcript.id
        for first, last in [(turn, turn) for turn in turns[: len(speakers)]] + [(turns[0], turns[1])]:
            self._highlight(transcript.id, first, last)

    def _turn(self, transcript: Transcript, name: str, project: str, who: str, speaker: str, position: int) -> Turn:
        word = f"voice{name}{who}{position}"
        self.words[word] = Said(project, name, who)
        return Turn(
            transcript_id=transcript.id,
            interview_id=transcript.interview_id,
            speaker_id=speaker,
            position=position,
            text=f"I heard {word} again",
            start_ms=position * 1000,
            end_ms=position * 1000 + 900,
        )

    def _highlight(self, transcript: str, first: Turn, last: Turn) -> None:
        span = {"start_turn_id": first.id, "start_offset": 0, "end_turn_id": last.id, "end_offset": len(last.text)}
        path = f"/api/transcripts/{transcript}/highlights"
        self.highlights.append(self._post(path, **span, tag_ids=[self.tag], emotion="hopeful", intensity=2)["id"])

    def _add_user(self, actor: str, role: str) -> None:
        with self.parts.database.write() as session:
            user = accounts.create_user(session, email=f"{actor}@example.org", name=actor, role=role, password=None)
            _, secret = accounts.create_token(session, user_id=user.id, name="test", role=role)
        self.users[actor] = user.id
        self.clients[actor] = TestClient(self.application, headers={"Authorization": f"Bearer {secret}"})

    def _post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.clients["admin"].post(path, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made


def words_in(text: str) -> set[str]:
    """The unique words of turns that a text holds, marks inside them left out."""
    return set(WORD.findall(re.sub(r"</?mark>", "", text)))


def test_no_one_ever_receives_a_word_they_may_not(sqlite_template: Path, tmp_path: Path) -> None:
    World.template, World.folder = sqlite_template, tmp_path
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        World,
        settings=settings(
            max_examples=4,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
