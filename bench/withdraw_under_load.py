"""Consent is withdrawn while a reel plays in twenty embeds under load: nothing new of that person is served after it.

python -m bench.withdraw_under_load [--embeds 20] [--seconds 5] [--demo-reel "So that nobody notices"]

Starts a real server process on a fresh copy of the demo, shares a reel twenty times, and lets a reader per embed ask
for everything an embed can give, without a pause: its page, its data, its share page, its answer to oEmbed, its
picture, its clips in parts, their captions. Readers keep the addresses they were once given and go on asking for
them. In the middle somebody withdraws. Every answer is judged by when its request *began*: one that began after the
withdrawal was committed must not carry a word, a frame or a name of that person. Everything printed is counted here.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from sqlmodel import select

from app.access.roles import Role
from app.accounts import service as accounts
from app.audit.models import AuditEntry
from app.core.settings import Settings
from app.demo import loader
from app.wiring import Parts, open_parts
from bench.upload_to_searchable import server

Json = dict[str, Any]
WIKI = "https://wiki.example"
UNLIMITED = "1000000 per minute"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what was asked, when it began and ended, its status, and whether the person was in it."""

    what: str
    began: float
    ended: float
    status: int
    carries: bool


@dataclass
class Person:
    """Whoever will withdraw, and how they are recognised in answers."""

    name: str
    texts: list[str]
    items: set[str]
    picture: bytes = b""

    def is_in(self, what: str, item: str, answer: httpx2.Response) -> bool:
        """Whether an answer that was given carries anything of them."""
        if not answer.is_success:
            return False
        if what in ("clip", "captions"):
            return item in self.items
        if what == "picture":
            return answer.content == self.picture
        return any(text in answer.text for text in (self.name, *self.texts))


@dataclass
class Reader:
    """Someone who keeps an embed open, and asks for all of it again and again."""

    url: str
    grant: Json
    person: Person
    answers: list[Answer] = field(default_factory=list)
    known: dict[str, tuple[str, str]] = field(default_factory=dict)
    """item id -> addresses of its clip and its captions, the first that were given."""

    def read(self, stop: threading.Event) -> None:
        with httpx2.Client(base_url=self.url, timeout=60) as http:
            while not stop.is_set():
                self._round(http)

    def _round(self, http: httpx2.Client) -> None:
        self._ask(http, "page", self.grant["embed_url"])
        self._ask(http, "share page", self.grant["page_url"])
        self._ask(http, "oembed", f"{self.url}/oembed", params={"url": self.grant["page_url"]})
        self._ask(http, "picture", f"{self.grant['page_url']}/poster.jpg")
        data = self._ask(http, "data", f"{self.grant['embed_url']}/reel.json")
        for item in data.json()["items"] if data.is_success else ():
            if item["kind"] == "clip":
                self.known.setdefault(item["id"], (item["url"], item["captions_url"]))
        for item_id, (clip, captions) in list(self.known.items()):
            self._ask(http, "clip", clip, item=item_id, headers={"Range": "bytes=0-65535"})
            self._ask(http, "captions", captions, item=item_id)

    def _ask(self, http: httpx2.Client, what: str, address: str, *, item: str = "", **options: Any) -> httpx2.Response:
        began = time.monotonic()
        answer = http.get(address, **options)
        carries = self.person.is_in(what, item, answer)
        self.answers.append(Answer(what, began, time.monotonic(), answer.status_code, carries))
        return answer


def prepared(data: Path) -> tuple[Parts, str]:
    """The demo in a fresh folder, and the secret of an administrator's token."""
    parts = open_parts(Settings(_env_file=None, data=data, worker=False))  # type: ignore[call-arg]
    loader.load_if_empty(parts)
    with parts.database.write() as session:
        admin = next(user for user in accounts.list_users(session) if user.role == Role.ADMIN)
        _, secret = accounts.create_token(session, user_id=admin.id, name="bench", role=Role.ADMIN)
    return parts, secret


def shared(http: httpx2.Client, reel_id: str, number: int) -> list[Json]:
    """That many embeds of the reel, all its clips cut."""
    path = f"/api/reels/{reel_id}"
    made = [http.post(f"{path}/grants", json={"label": str(n), "origins": [WIKI]}).json() for n in range(number)]
    while http.get(f"{path}/reach").json()["preparing"]:
        time.sleep(0.2)
    return made


def chosen(http: httpx2.Client, grant: Json) -> Person:
    """Who speaks first in the reel, and what of them is in it."""
    items = [item for item in http.get(f"{grant['embed_url']}/reel.json").json()["items"] if item["kind"] == "clip"]
    name = items[0]["name"]
    theirs = [item for item in items if item["name"] == name]
    picture = http.get(f"{grant['page_url']}/poster.jpg").content
    return Person(name, [item["text"] for item in theirs], {item["id"] for item in theirs}, picture)


def participant_of(http: httpx2.Client, name: str) -> str:
    """The id of whoever goes by this pseudonym."""
    for project in http.get("/api/projects").json()["items"]:
        people = http.get(f"/api/projects/{project['id']}/participants", params={"limit": 200}).json()["items"]
        for one in people:
            if one["pseudonym"] == name:
                found: str = one["id"]
                return found
    raise SystemExit(f"Nobody goes by the name {name}.")


def withdraw(http: httpx2.Client, participant_id: str) -> tuple[float, float]:
    """Withdraws; returns when the request began and when its answer came: in between it was committed."""
    began = time.monotonic()
    answer = http.put(f"/api/participants/{participant_id}/consent", json={"status": "withdrawn", "scope": "company"})
    answer.raise_for_status()
    return began, time.monotonic()


def purged(parts: Parts, since: float, files: int) -> Iterator[str]:
    """When the cut clips of that person were gone, and what the audit log says."""
    for _ in range(600):
        with parts.database.read() as session:
            entries = session.exec(select(AuditEntry).where(AuditEntry.action == "clip.purge")).all()
        if len(entries) >= files:
            yield f"{len(entries)} files of clips purged and logged {time.monotonic() - since:.2f} s after the commit"
            return
        time.sleep(0.05)
    yield f"only {len(entries)} of {files} files were purged within 30 s"


def report(answers: Sequence[Answer], began: float, committed: float) -> bool:
    """Prints the proof; whether nothing of the person was served in an answer that began after the commit."""
    before = [one for one in answers if one.ended < began]
    during = [one for one in answers if one.ended >= began and one.began < committed]
    after = [one for one in answers if one.began >= committed]
    print(f"{'':14}{'before':>10}{'carrying':>10}{'during':>10}{'carrying':>10}{'after':>10}{'carrying':>10}")
    for what in sorted({one.what for one in answers}):
        row = [
            (sum(one.what == what for one in part), sum(one.what == what and one.carries for one in part))
            for part in (before, during, after)
        ]
        print(f"{what:14}" + "".join(f"{asked:>10}{carrying:>10}" for asked, carrying in row))
    refused = [one for one in after if one.status in (403, 404, 410)]
    statuses = Counter(one.status for one in refused)
    first = min((one.began for one in refused), default=float("nan")) - committed
    print(f"\nanswers per second under load: {len(before) / max(0.001, began - before[0].began):.0f}")
    print(f"the withdrawal took {1000 * (committed - began):.0f} ms, from its request to its answer")
    print(f"first refusal: of a request that began {1000 * first:.0f} ms after; refusals after: {dict(statuses)}")
    broken = sorted({one.status for one in answers if one.status >= 429})
    print(f"answers that failed (429, 5xx): {broken or 'none'}")
    served = sum(one.carries for one in after)
    print(f"answers that carried the person and began after the commit: {served} of {len(after)}")
    return served == 0 and not broken and any(one.carries for one in before) and bool(refused)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--embeds", type=int, default=20)
    options.add_argument("--seconds", type=float, default=5, help="of load before the withdrawal, and after")
    options.add_argument("--demo-reel", default="So that nobody notices")
    asked = options.parse_args()
    for name in ("PAGES", "MEDIA", "OEMBED"):
        os.environ[f"FIRSTHAND_LIMIT_{name}"] = UNLIMITED
    with tempfile.TemporaryDirectory() as folder:
        parts, secret = prepared(Path(folder))
        with (
            server(Path(folder)) as (url, _),
            httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {secret}"}, timeout=60) as http,
        ):
            reel = next(one for one in http.get("/api/reels").json()["items"] if one["title"] == asked.demo_reel)
            grants = shared(http, reel["id"], asked.embeds)
            person = chosen(http, grants[0])
            participant = participant_of(http, person.name)
            print(f"“{reel['title']}” in {len(grants)} embeds; {len(person.items)} clips of {person.name} in it\n")
            readers = [Reader(url, grant, person) for grant in grants]
            stop = threading.Event()
            threads = [threading.Thread(target=one.read, args=(stop,), daemon=True) for one in readers]
            for thread in threads:
                thread.start()
            time.sleep(asked.seconds)
            began, committed = withdraw(http, participant)
            gone = list(purged(parts, committed, len(person.items)))
            time.sleep(asked.seconds)
            stop.set()
            for thread in threads:
                thread.join(60)
            holds = report([answer for one in readers for answer in one.answers], began, committed)
            print(*gone, sep="\n")
        parts.close()
    print("\nholds: no request that began after the withdrawal was served" if holds else "\nDOES NOT HOLD")
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
