"""The world of the access table: everything twice, once in an open project and once in a restricted one."""

import io
import shutil
import sqlite3
import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import Session

from app.access.models import ProjectMember
from app.accounts import service as accounts
from app.core.settings import Settings
from app.main import create_app
from app.recordings.models import DerivedFile, Recording
from app.renders.models import ReelRender
from app.subjects.models import AccessCopy, Receipt
from app.tags.models import Tag
from app.transcripts.corrections import rows_of
from app.transcripts.models import TranscriptRevision
from app.wiring import open_parts
from tests.scenes import ROSA, scene

ACTORS = ("admin", "researcher", "viewer", "member", "insider", "nobody")
"""`member` and `insider` are viewers of the company; on the restricted project's team they read, and research."""
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello there.\n"


def _wav() -> bytes:
    with io.BytesIO() as made:
        with wave.open(made, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(b"\0\0" * 8000)
        return made.getvalue()


PDF = b"%PDF-1.7\n%%EOF\n"
ASKING = {"name": "Interviews", "texts": {"en": {"title": "May we?", "body": "We listen."}}, "scopes": ["team"]}
WAV = _wav()
"""A second of silence: the smallest honest recording."""


class World:
    """A served product with two projects; `ids[side]` are the values of the places in a path, by name."""

    def __init__(self, template: Path, folder: Path) -> None:
        shutil.copy(template, folder / "firsthand.db")
        made = Settings(_env_file=None, data=folder, search="memory", worker=False, secret="s" * 40)  # type: ignore[call-arg]
        made = made.model_copy(update={"requests_per_minute": 0})
        self.parts = open_parts(made)
        self.application = create_app(made, self.parts)
        self.clients = {"nobody": TestClient(self.application)}
        self.ids: dict[str, dict[str, Any]] = {}
        with self.parts.database.write() as session:
            self._people(session)
            for side in ("open", "restricted"):
                self.ids[side] = self._side(session, side)
        self._by_http()
        self._live, self._kept = folder / "firsthand.db", folder / "kept.db"
        self._copy(self._live, self._kept)

    def restore(self) -> None:
        """Puts the database back as it was when the world was made."""
        self._copy(self._kept, self._live)

    def close(self) -> None:
        self.parts.close()

    def document(self) -> dict[str, Any]:
        """The OpenAPI document that is walked."""
        document: dict[str, Any] = self.application.openapi()
        return document

    def _people(self, session: Session) -> None:
        roles = {
            "admin": "admin",
            "researcher": "researcher",
            "viewer": "viewer",
            "member": "viewer",
            "insider": "viewer",
        }
        self._users = {}
        for actor, role in {**roles, "spare": "viewer"}.items():
            made = accounts.create_user(
                session, email=f"{actor}@example.org", name=actor.title(), role=role, password=None
            )
            _, secret = accounts.create_token(session, user_id=made.id, name="test", role=role)
            self._users[actor] = made
            self.clients[actor] = TestClient(self.application, headers={"Authorization": f"Bearer {secret}"})

    def _side(self, session: Session, side: str) -> dict[str, Any]:
        made = scene(session, access=side, with_words=True)
        if side == "restricted":
            for actor, role in (("member", "viewer"), ("insider", "researcher")):
                session.add(ProjectMember(project_id=made.project.id, user_id=self._users[actor].id, role=role))
        tag = Tag(name=f"Tag {side}")
        other = Tag(name=f"Other {side}")
        session.add_all([tag, other])
        session.flush()
        token, _ = accounts.create_token(session, user_id=self._users["spare"].id, name="victim", role="viewer")
        program, _ = accounts.create_service_token(session, name="bot", role="viewer", scopes=["read"], expires_at=None)
        browser, _ = accounts.open_session(session, self._users["spare"], days=1, agent="Victim")
        receipt = Receipt(
            participant_id=made.speakers[ROSA].participant_id or "", project_id=made.project.id, reason="narrowed"
        )
        session.add(receipt)
        session.flush()
        return {
            "receipt_id": receipt.id,
            "project_id": made.project.id,
            "interview_id": made.interview.id,
            "transcript_id": made.transcript.id,
            "turn_id": made.turns[1].id,
            "speaker_id": made.speakers[ROSA].id,
            "participant_id": made.speakers[ROSA].participant_id,
            "tag_id": tag.id,
            "other_tag_id": other.id,
            "user_id": self._users["spare"].id,
            "token_id": token.id,
            "session_id": browser.id,
            "service_token_id": program.id,
            "name": "tag",
            "provider_id": "unknown",
            "span": made.span(1, "failed twice"),
            "turn_length": len(made.turns[1].text),
        }

    def _by_http(self) -> None:
        """What is easiest made as people make it: by the administrator, through the API."""
        for ids in self.ids.values():
            own = {"project_id": ids["project_id"]}
            ids["attribute_id"] = self._made("/api/attributes", {"label": "Plan", **own})["id"]
            path = f"/api/projects/{ids['project_id']}/participants"
            one, two, other = (self._made(path, {"pseudonym": name})["id"] for name in ("One", "Two", "Other"))
            ids["other_participant_id"] = other
            ids["merge_id"] = self._made(f"/api/participants/{one}/merge", {"other_id": two})["id"]
            asked = [{"field": "role", "operator": "filled"}]
            ids["segment_id"] = self._made("/api/segments", {"name": "Some", "conditions": asked, **own})["id"]
            highlight = self._made(f"/api/transcripts/{ids['transcript_id']}/highlights", ids["span"])
            ids["highlight_id"], ids["quote_id"] = highlight["id"], f"h-{highlight['id']}"
            sent = self.clients["admin"].put(f"/api/interviews/{ids['interview_id']}/recording", content=WAV)
            ids["recording_id"], ids["job_id"] = sent.json()["id"], sent.json()["work"][0]["id"]
            self._derived(ids["recording_id"])
            ids["copy_id"] = self._access_copy(ids)
            ids["correction_id"] = self._correction(ids["transcript_id"])
            path = f"/api/interviews/{ids['interview_id']}/uploads"
            begun = self.clients["admin"].post(path, headers={"Upload-Length": "9"})
            ids["upload_id"] = begun.json()["id"]
            reel = self._made("/api/reels", {"title": "A reel", "highlight_ids": [highlight["id"]]})
            ids["reel_id"], ids["item_id"] = reel["id"], reel["items"][0]["id"]
            ids["version"] = reel["version"]
            ids["version_id"] = self.clients["admin"].get(f"/api/reels/{reel['id']}/versions").json()["items"][0]["id"]
            # A quote; who may share a reel or a tag is a matter of tests/sharing.
            self._consents(ids)
            ids["targets"], ids["target_id"] = "highlights", highlight["id"]
            ids["render_id"], ids["file"], ids["form"] = self._rendered(ids), "poster.jpg", "transcript.txt"
            topic = {"name": "A topic", "search": {"q": "failed", "project": [ids["project_id"]]}}
            ids["topic_id"] = self._made("/api/topics", topic)["id"]
            ids["feed_id"] = self._made(f"/api/topics/{ids['topic_id']}/feeds", {})["id"]
            words = {"term": f"term {ids['topic_id']}", "others": ["other"]}
            ids["synonym_id"] = self._made("/api/synonyms", words)["id"]
            ids["persona_id"] = self._made("/api/personas", {"name": f"Persona {ids['project_id']}"})["id"]
            ids["grant_id"] = self._made(f"/api/reels/{reel['id']}/grants", {"label": "wiki"})["id"]

    def _consents(self, ids: dict[str, Any]) -> None:
        """A form to ask with, a page for the participant, evidence, and a change of several at once."""
        ids["template_id"] = self._made("/api/consent-templates", ASKING)["id"]
        path, client = f"/api/participants/{ids['participant_id']}", self.clients["admin"]
        ids["link_id"] = self._made(f"{path}/consent-links", {"template_id": ids["template_id"]})["link"]["id"]
        ids["form_id"] = client.post(f"{path}/consent-forms", content=PDF).json()["id"]
        ids["moment_id"] = self._made(f"{path}/consent-moments", {"highlight_id": ids["highlight_id"]})["id"]
        body = {"participant_ids": [ids["participant_id"]], "deed": "change", "template_id": ids["template_id"]}
        ids["batch_id"] = client.post("/api/consents/bulk", json=body).json()["batch_id"]

    def _derived(self, recording_id: str) -> None:
        """Rows as the jobs would write them; what the files hold does not matter here."""
        with self.parts.database.write() as session:
            recording = session.get(Recording, recording_id)
            assert recording
            kinds = {"poster": "image/jpeg", "sprite": "image/jpeg", "thumbnails": "text/vtt"}
            for name in ("poster", "sprite", "thumbnails", "peaks"):
                row = DerivedFile(
                    recording_id=recording_id,
                    name=name,
                    store_key=recording.store_key,
                    media_type=kinds.get(name, "application/octet-stream"),
                    size_bytes=len(WAV),
                    sha256=recording.sha256,
                )
                session.add(row)

    def _access_copy(self, ids: Mapping[str, Any]) -> str:
        """A copy as its job would leave it; what the file holds does not matter here."""
        with self.parts.database.write() as session:
            recording = session.get(Recording, ids["recording_id"])
            assert recording
            row = AccessCopy(
                participant_id=ids["participant_id"],
                state="ready",
                store_key=str(recording.store_key),
                size_bytes=len(WAV),
                sha256=recording.sha256,
            )
            session.add(row)
            session.flush()
            return row.id

    def _correction(self, transcript_id: str) -> str:
        """A correction that changed nothing, and can be taken back."""
        with self.parts.database.write() as session:
            before = {
                "turns": rows_of(session, transcript_id),
                "speakers": [],
                "file_name": "",
                "format": "",
                "sha256": "",
            }
            revision = TranscriptRevision(transcript_id=transcript_id, version=1, before=before)
            session.add(revision)
            return revision.id

    def _rendered(self, ids: Mapping[str, Any]) -> str:
        """A film as its job would leave it, of the one clip of the reel."""
        with self.parts.database.write() as session:
            recording = session.get(Recording, ids["recording_id"])
            assert recording
            of = {"highlight_id": ids["highlight_id"], "source_sha256": recording.sha256, "captioned": True}
            part = {"item_id": ids["item_id"], **of, "start_ms": 0, "end_ms": 900, "at_ms": 0, "length_ms": 900}
            file = {"key": recording.store_key, "size_bytes": len(WAV), "sha256": recording.sha256}
            files = {name: {**file, "media_type": "image/jpeg"} for name in ("reel.mp4", "poster.jpg", "sprite.jpg")}
            row = ReelRender(
                reel_id=ids["reel_id"], profile="480p", captions="burned", state="done", parts=[part], files=files
            )
            session.add(row)
            session.flush()
            return row.id

    def _made(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.clients["admin"].post(path, json=dict(body))
        assert answer.status_code == 201, f"{path}: {answer.text}"
        made: dict[str, Any] = answer.json()
        return made

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
            one.backup(other)
        one.close()
        other.close()
