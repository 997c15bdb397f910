"""The state machine of "no one ever receives a word they may not".

Each turn holds a word that stands nowhere else. Colleagues come, go, rise and fall; projects open and close; people
heard change their minds; voices are named; highlights, reels, links, embeds and feeds come and go, expire and get
passwords; the index lags behind. After each step somebody reads some of everything there is to read, by every GET of
the OpenAPI document that takes an id we know, also those not written yet, and only words that the model
(`who_may.py`) allows may be in it. `bench/never_a_word.py` goes thousands of steps, the test suite some.
"""

import asyncio
import io
import json
import random
import re
import shutil
import wave
from collections import Counter
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
from fastapi import FastAPI
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Session, select

from app.accounts import passwords
from app.accounts import service as accounts
from app.audit.checking import verify
from app.audit.models import AuditEntry
from app.core.settings import Settings
from app.grants.models import Grant
from app.interviews.models import Interview, Speaker
from app.main import create_app
from app.outbox import service as outbox
from app.sharing import pages
from app.transcripts.models import Transcript, Turn
from app.wiring import open_parts
from tests.laws.who_may import OURS, UNKNOWN, Consent, Model, Person, Project, Said, Shared
from tests.sharing.scenes import build

WORD = re.compile(r"\bvoice[a-z]+\d\b")
STRANGER = "stranger"
COLLEAGUES = ("ada", "rosalind", "emil", "mia", "ines")
READERS = (*COLLEAGUES, STRANGER)
PEOPLE = ("personann", "personben", "personcas")
SIDES = ("near", "far")
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
"""How well a password is hashed is another test's matter."""
PASSWORD = "open sesame please"
ORIGIN = "https://wiki.example"
SEARCH = "/api/search?q=&limit=100"
APART = ("/api/oidc/", "/api/audit-entries", "/api/openapi.json")
"""Not asked: redirects elsewhere, and the log, which is read at the end."""
seeds = st.integers(0, 2**20)


def _silence() -> bytes:
    with io.BytesIO() as made:
        with wave.open(made, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(b"\0\0" * 800)
        return made.getvalue()


WAV = _silence()
done: Counter[str] = Counter()
"""What all machines of this process did: steps, answers read, words received and withheld."""


class Machine(RuleBasedStateMachine):
    """The product in a folder of its own, beside the model of it."""

    template: Path
    folder: Path
    looks = 6
    """How many addresses a look takes, beside search."""

    @initialize()
    def begin(self) -> None:
        done["worlds"] += 1
        data = self.folder / str(done["worlds"])
        data.mkdir(parents=True)
        shutil.copy(self.template, data / "firsthand.db")
        high = "1000000 per minute"
        made = Settings(_env_file=None, data=data, search="memory", worker=False, secret="s" * 39 + "x")  # type: ignore[call-arg]
        limits = dict.fromkeys(("limit_pages", "limit_media", "limit_oembed", "limit_unlock", "limit_unlock_all"), high)
        made = made.model_copy(update={"requests_per_minute": 0, **limits})
        self.static, pages.STATIC = pages.STATIC, build(data)
        self.hasher, passwords._hasher = passwords._hasher, QUICK
        self.parts = open_parts(made)
        self.application = create_app(made, self.parts)
        self.web = Web(self.application)
        self.model = Model()
        self.tokens: dict[str, str] = {}
        self.users: dict[str, str] = {}
        self.ids: dict[str, list[str]] = {"form": ["transcript.txt", "captions.vtt", "reel.edl"], "name": ["tag"]}
        self.ids |= {"targets": ["reels"], "target_id": []}
        self.grants: list[tuple[str, Shared]] = []
        self.highlights: dict[str, frozenset[str]] = {}
        self.speakers: dict[str, tuple[str, str]] = {}
        for name, role in zip(COLLEAGUES, ("admin", "researcher", "viewer", "viewer", "viewer"), strict=True):
            self._hire(name, role)
        self._research()
        self.reads = [path for path, methods in self.application.openapi()["paths"].items() if "get" in methods]

    def teardown(self) -> None:
        if not hasattr(self, "parts"):
            return
        pages.STATIC, passwords._hasher = self.static, self.hasher
        self.web.close()
        with self.parts.database.read() as session:
            found = verify(session)
            told = json.dumps([[row.actor, row.detail] for row in session.exec(select(AuditEntry))])
        self.parts.close()
        assert found.holds, f"the audit log does not hold: {found.why}"
        assert not words_in(told), "somebody's words are in the audit log"
        assert not [name for name in PEOPLE if name in told], "somebody's name is in the audit log"

    # What happens

    @rule(
        person=st.sampled_from(PEOPLE),
        status=st.sampled_from(["pending", "granted", "granted", "granted", "withdrawn", "expired"]),
        scope=st.sampled_from(["team", "company", "public", "public"]),
        media=st.booleans(),
        seed=seeds,
    )
    def someone_changes_their_mind(self, person: str, status: str, scope: str, media: bool, seed: int) -> None:
        sent = {"status": "granted", "expires_on": "2020-01-01"} if status == "expired" else {"status": status}
        body = {**sent, "scope": scope, "media_allowed": media}
        self._ask("put", f"/api/participants/{self.people[person]}/consent", body)
        self.model.consents[person] = Consent(status, scope, media)
        self._look(seed)

    @rule(side=st.sampled_from(SIDES), access=st.sampled_from(["open", "restricted"]), seed=seeds)
    def a_project_opens_or_closes(self, side: str, access: str, seed: int) -> None:
        path = f"/api/projects/{self.projects[side]}"
        self._ask("patch", path, {"access": access, "version": self._send("get", path).json()["version"]})
        self.model.projects[side].access = access
        self._look(seed)

    @rule(
        side=st.sampled_from(SIDES),
        name=st.sampled_from(COLLEAGUES[1:]),
        role=st.sampled_from(["viewer", "researcher", None]),
        seed=seeds,
    )
    def a_team_changes(self, side: str, name: str, role: str | None, seed: int) -> None:
        path = f"/api/projects/{self.projects[side]}/members/{self.users[name]}"
        self._ask("put", path, {"role": role}) if role else self._ask("delete", path)
        team = self.model.projects[side].team
        team.pop(name, None)
        team |= {name: role} if role else {}
        self._look(seed)

    @rule(
        name=st.sampled_from(COLLEAGUES[1:]),
        role=st.sampled_from(["admin", "researcher", "viewer", "viewer"]),
        seed=seeds,
    )
    def someone_rises_or_falls(self, name: str, role: str, seed: int) -> None:
        self._ask("patch", f"/api/users/{self.users[name]}", {"role": role})
        self.model.people[name].role = role
        self._look(seed, name)

    @rule(name=st.sampled_from(COLLEAGUES[1:]), seed=seeds)
    def someone_leaves_or_comes_back(self, name: str, seed: int) -> None:
        person = self.model.people[name]
        person.active = not person.active
        self._ask("patch", f"/api/users/{self.users[name]}", {"active": person.active})
        if person.active:
            self._give_token(name)
        self._look(seed, name)

    @rule(which=seeds, who=st.sampled_from([*PEOPLE, UNKNOWN]), seed=seeds)
    def a_voice_is_named(self, which: int, who: str, seed: int) -> None:
        speaker = sorted(self.speakers)[which % len(self.speakers)]
        interview, before = self.speakers[speaker]
        home, voices = self.model.rooms[interview]
        if before == OURS or (who != UNKNOWN and self.homes[who] != home) or who in voices:
            return
        voice = f"{UNKNOWN} {speaker}" if who == UNKNOWN else who
        self._ask("patch", f"/api/speakers/{speaker}", {"participant_id": self.people.get(who)})
        self.speakers[speaker] = (interview, voice)
        self.model.rooms[interview] = (home, [voice if one == before else one for one in voices])
        for word, said in self.model.words.items():
            if said == Said(interview, before):
                self.model.words[word] = Said(interview, voice)
        self._look(seed)

    @rule(which=seeds, seed=seeds)
    def a_highlight_goes_or_comes_back(self, which: int, seed: int) -> None:
        highlight = sorted(self.highlights)[which % len(self.highlights)]
        gone = self._send("delete", f"/api/highlights/{highlight}")
        assert gone.status_code in (204, 404), gone.text
        self._look(seed)
        if which % 3:
            self._send("post", f"/api/highlights/{highlight}/restore")

    @rule(chosen=seeds, seed=seeds)
    def a_reel_is_made(self, chosen: int, seed: int) -> None:
        pick = random.Random(chosen).sample(sorted(self.highlights), 3)
        answer = self._send("post", "/api/reels", {"title": "Some", "quote_ids": [f"h-{one}" for one in pick]})
        if answer.status_code == 201:
            self.reels[answer.json()["id"]] = frozenset().union(*(self.highlights[one] for one in pick))
            self._know("reel_id", answer.json()["id"])
        self._look(seed)

    @rule(
        which=seeds,
        what=st.sampled_from(["reels", "highlights", "tags"]),
        kind=st.sampled_from(["embed", "share"]),
        password=st.booleans(),
        seed=seeds,
    )
    def something_is_shared(self, which: int, what: str, kind: str, password: bool, seed: int) -> None:
        known: dict[str, frozenset[str] | None] = {
            "reels": dict(self.reels),
            "highlights": dict(self.highlights),
            "tags": {self.tag: None},
        }[what]  # type: ignore[assignment]
        target_id = sorted(known)[which % len(known)]
        locked = PASSWORD if password and kind == "share" else None
        body = {"kind": kind, "origins": [ORIGIN] if kind == "embed" else [], "password": locked}
        answer = self._send("post", f"/api/{what}/{target_id}/grants", body)
        if answer.status_code == 201:
            token = re.search(r"/embed/([\w-]+)", answer.text)[1]  # type: ignore[index]
            reach = "public" if kind == "share" and not locked else "company"
            self._shared(answer.json()["id"], Shared(token, kind, reach, known[target_id], locked))
        self._look(seed, STRANGER)

    @rule(reach=st.sampled_from(["company", "public"]), seed=seeds)
    def a_feed_is_made(self, reach: str, seed: int) -> None:
        made = self._ask("post", f"/api/topics/{self.topic}/feeds", {"reach": reach})
        self._shared(made["id"], Shared(urlsplit(made["url"]).path, "feed", reach, None))
        self._look(seed, STRANGER)

    @rule(
        which=seeds, how=st.sampled_from(["end", "return", "expire", "prolong", "lock", "unlock", "move"]), seed=seeds
    )
    def a_share_changes(self, which: int, how: str, seed: int) -> None:
        if self.grants:
            grant_id, shared = self.grants[which % len(self.grants)]
            self._change_share(grant_id, shared, how)
        self._look(seed, STRANGER)

    @rule(name=st.sampled_from(READERS))
    def the_index_catches_up(self, name: str) -> None:
        outbox.drain(self.parts.database, self.parts.apply)
        self._look(len(name), name)
        for colleague in COLLEAGUES:
            allowed, found = self.model.may(colleague), self._found(colleague)
            self._judge(colleague, "/api/search", found, allowed)
            missing = {word for word in allowed - found if not word.startswith("sound")}
            assert not missing, f"search misses {missing}, which {colleague} may read"

    @rule(name=st.sampled_from(READERS), seed=seeds)
    def somebody_reads_on(self, name: str, seed: int) -> None:
        """All there is, when it is their day; else some more of it."""
        self._look(seed, name, everything=seed % 11 == 3)

    # Who looks, and what they receive

    def _look(self, seed: int, name: str = "", *, everything: bool = False) -> None:
        done["steps"] += 1
        # Hypothesis begins with zeros: they must not mean the same reader at every step.
        chance = random.Random(f"{seed} {done['steps']}")
        name = name or chance.choice(READERS)
        if name == STRANGER:
            self._look_from_outside(chance, everything=everything)
            return
        addresses = self._addresses()
        looks = addresses if everything else chance.sample(addresses, min(self.looks, len(addresses)))
        allowed = self.model.may(name)
        for address, answer in self._get(self.tokens.get(name), [SEARCH, *looks]):
            assert answer.status_code < 500, f"{address}: {answer.text}"
            self._judge(name, address, self._received(address, answer), allowed)

    def _look_from_outside(self, chance: random.Random, *, everything: bool) -> None:
        looks = self.grants if everything else chance.sample(self.grants, min(3, len(self.grants)))
        for _, shared in looks:
            doors = self._doors(shared)
            for address, answer in self._get(None, list(doors)):
                assert answer.status_code in (200, 401, 403, 404, 410), f"{address}: {answer.status_code} {answer.text}"
                allowed = self.model.may_outside(shared, unlocked=doors[address])
                self._judge(STRANGER, address, words_in(answer.text), allowed)
                self._play(answer.text, allowed)
        for address, answer in self._get(None, chance.sample(self._addresses(), 2)):
            self._judge(STRANGER, address, words_in(answer.text), set())

    def _doors(self, shared: Shared) -> dict[str, bool]:
        """Every address that a grant opens, and whether its password, if any, was given there."""
        if shared.kind == "feed":
            return {shared.address: False}
        page = f"/{'s' if shared.kind == 'share' else 'embed'}/{shared.address}"
        data = f"/embed/{shared.address}/reel.json"
        doors = {page: False, data: False, f"/oembed?url=http://127.0.0.1:8000{page}": False}
        if shared.password is None:
            return doors
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        asked = self.web.ask("POST", f"/s/{shared.address}/unlock", headers=form, content=f"password={shared.password}")
        key = re.search(r"unlock=([^&]+)", asked.headers.get("location", ""))
        return doors | ({f"{data}?unlock={key[1]}": True} if key else {})

    def _play(self, text: str, allowed: set[str]) -> None:
        """The addresses of captions in an answer hold no other words either."""
        found = re.findall(r'"captions_url":\s*"([^"]+)"', text)
        for address, answer in self._get(None, [one.replace("\\u0026", "&") for one in found]):
            self._judge(STRANGER, address, words_in(answer.text), allowed)

    def _judge(self, name: str, address: str, received: set[str], allowed: set[str]) -> None:
        done["answers"] += 1
        done["words received"] += len(received)
        done["words withheld"] += len(self.model.words) - len(allowed)
        assert received <= allowed, f"{name} received {sorted(received - allowed)} from {address}"

    def _received(self, address: str, answer: Any) -> set[str]:
        if not address.endswith("/media"):
            return words_in(answer.text)
        recording = address.split("/")[3]
        return {f"sound{self.recordings[recording]}"} if answer.is_success else set()

    def _found(self, name: str) -> set[str]:
        ((_, answer),) = self._get(self.tokens[name], [SEARCH])
        assert answer.is_success or not self.model.people[name].active, answer.text
        return words_in(answer.text)

    def _get(self, token: str | None, addresses: list[str]) -> list[tuple[str, Any]]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return list(zip(addresses, self.web.get(addresses, headers), strict=True))

    def _addresses(self) -> list[str]:
        """Every address that reads, with every id that we know in its places."""
        found = []
        for path in self.reads:
            places = re.findall(r"\{(\w+)\}", path)
            if path.startswith(APART) or any(place not in self.ids for place in places):
                continue
            found += [
                path.format(**dict(zip(places, ids, strict=True))) for ids in product(*(self.ids[p] for p in places))
            ]
        return found

    # Making things

    def _research(self) -> None:
        self.projects = {}
        for side, access in zip(SIDES, ("open", "restricted"), strict=True):
            self.projects[side] = self._know(
                "project_id", self._ask("post", "/api/projects", {"name": side, "access": access})["id"]
            )
            self.model.projects[side] = Project(access, {"ada": "researcher"})
        self.people: dict[str, str] = {}
        self.homes = dict(zip(PEOPLE, ("near", "near", "far"), strict=True))
        for person, side in self.homes.items():
            path = f"/api/projects/{self.projects[side]}/participants"
            self.people[person] = self._know("participant_id", self._ask("post", path, {"pseudonym": person})["id"])
            self.model.consents[person] = Consent()
        persona = self._know("persona_id", self._ask("post", "/api/personas", {"name": "All of them"})["id"])
        self._ask("post", f"/api/personas/{persona}/participants", {"participant_ids": [*self.people.values()]})
        self.tag = self._know("tag_id", self._ask("post", "/api/tags", {"name": "Everything"})["id"])
        self.recordings: dict[str, str] = {}
        self._interview("both", "near", ["personann", "personben", OURS])
        self._interview("alone", "near", ["personann", UNKNOWN])
        self._interview("hidden", "far", ["personcas", UNKNOWN, OURS])
        quotes = [f"h-{highlight}" for highlight in self.highlights]
        reel = self._ask("post", "/api/reels", {"title": "All of it", "quote_ids": quotes})["id"]
        self.reels = {self._know("reel_id", reel): frozenset().union(*self.highlights.values())}
        self.ids["target_id"] = [reel]
        topic = self._ask("post", "/api/topics", {"name": "Again", "search": {"q": "again"}})
        self.topic = self._know("topic_id", topic["id"])

    def _interview(self, name: str, side: str, speakers: list[str]) -> None:
        with self.parts.database.write() as session:
            interview = Interview(project_id=self.projects[side], title=name)
            session.add(interview)
            session.flush()
            transcript = Transcript(interview_id=interview.id)
            session.add(transcript)
            voices = [self._speaker(session, interview.id, name, who, at) for at, who in enumerate(speakers)]
            turns = [
                self._turn(session, transcript, name, voices[at % len(voices)], at) for at in range(2 * len(voices))
            ]
            session.flush()
            outbox.touch(session, interview)
        self.model.rooms[name] = (side, [voice for _, voice in voices])
        self._know("interview_id", interview.id)
        self._know("transcript_id", transcript.id)
        for turn in turns:
            self._know("quote_id", f"t-{turn.id}")
        for first, last in [(turn, turn) for turn in turns[: len(speakers)]] + [(turns[0], turns[1])]:
            self._highlight(transcript.id, first, last)
        own = {"Authorization": f"Bearer {self.tokens['ada']}"}
        sent = self.web.ask("PUT", f"/api/interviews/{interview.id}/recording", headers=own, content=WAV)
        self.recordings[self._know("recording_id", sent.json()["id"])] = name
        self.model.words[f"sound{name}"] = Said(name, None)

    def _speaker(self, session: Session, interview_id: str, name: str, who: str, at: int) -> tuple[str, str]:
        row = Speaker(
            interview_id=interview_id,
            label=f"Speaker {at}",
            role="interviewer" if who == OURS else "participant",
            participant_id=self.people.get(who),
            position=at,
        )
        session.add(row)
        session.flush()
        voice = f"{UNKNOWN} {row.id}" if who == UNKNOWN else who
        self.speakers[row.id] = (name, voice)
        return row.id, voice

    def _turn(self, session: Session, transcript: Transcript, name: str, voice: tuple[str, str], at: int) -> Turn:
        word = f"voice{name}{'ours' if voice[1] == OURS else 'them'}{at}"
        self.model.words[word] = Said(name, voice[1])
        row = Turn(
            transcript_id=transcript.id,
            interview_id=transcript.interview_id,
            speaker_id=voice[0],
            position=at,
            text=f"I heard {word} again",
            start_ms=at * 10,
            end_ms=at * 10 + 9,
        )
        session.add(row)
        return row

    def _highlight(self, transcript: str, first: Turn, last: Turn) -> None:
        span = {"start_turn_id": first.id, "start_offset": 0, "end_turn_id": last.id, "end_offset": len(last.text)}
        body = {**span, "tag_ids": [self.tag], "emotion": "hopeful", "intensity": 2}
        made = self._ask("post", f"/api/transcripts/{transcript}/highlights", body)["id"]
        self.highlights[self._know("highlight_id", made)] = frozenset(words_in(f"{first.text} {last.text}"))
        self._know("quote_id", f"h-{made}")

    def _shared(self, grant_id: str, shared: Shared) -> None:
        self.grants.append((grant_id, shared))
        self.grants = self.grants[-12:]

    def _change_share(self, grant_id: str, shared: Shared, how: str) -> None:
        path = f"/api/topics/{self.topic}/feeds/{grant_id}" if shared.kind == "feed" else f"/api/grants/{grant_id}"
        if how in ("end", "return"):
            sent = self._send(*(("delete", path) if how == "end" else ("post", f"{path}/restore")))
            shared.ended = how == "end" if sent.is_success else shared.ended
        elif how in ("expire", "prolong"):
            with self.parts.database.write() as session:
                row = session.get_one(Grant, grant_id)
                row.expires_at = datetime(2020, 1, 1, tzinfo=UTC) if how == "expire" else None
                session.add(row)
            shared.expired = how == "expire"
        elif shared.kind == "share" and how in ("lock", "unlock"):
            locked = PASSWORD if how == "lock" else None
            if self._send("patch", path, {"password": locked}).is_success:
                shared.password, shared.reach = locked, "company" if locked else "public"
        elif shared.kind == "embed" and how == "move":
            self._send("patch", path, {"origins": ["https://other.example"]})

    def _hire(self, name: str, role: str) -> None:
        with self.parts.database.write() as session:
            user = accounts.create_user(session, email=f"{name}@example.org", name=name, role=role, password=None)
        self.users[name], self.model.people[name] = user.id, Person(role)
        self._give_token(name)

    def _give_token(self, name: str) -> None:
        with self.parts.database.write() as session:
            _, self.tokens[name] = accounts.create_token(session, user_id=self.users[name], name="test", role="admin")

    def _know(self, place: str, value: str) -> str:
        self.ids.setdefault(place, []).append(value)
        self.ids[place] = self.ids[place][-24:]
        return value

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._send(method, path, body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens['ada']}"}
        return self.web.ask(method.upper(), path, headers=headers, json=body)


class Web:
    """The application, asked over HTTP on one event loop; a hundred questions cost one thread and not a hundred."""

    def __init__(self, application: FastAPI) -> None:
        self.runner = asyncio.Runner()
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=application), base_url="http://127.0.0.1:8000"
        )

    def ask(self, method: str, path: str, **more: Any) -> httpx2.Response:
        return self.runner.run(self.client.request(method, path, **more))

    def get(self, addresses: list[str], headers: dict[str, str]) -> list[httpx2.Response]:
        async def all_of_them() -> list[httpx2.Response]:
            return [await self.client.get(address, headers=headers) for address in addresses]

        return self.runner.run(all_of_them())

    def close(self) -> None:
        self.runner.run(self.client.aclose())
        self.runner.close()


def words_in(text: str) -> set[str]:
    """The unique words of turns that a text holds, marks inside them left out."""
    return set(WORD.findall(re.sub(r"</?mark>", "", text)))
