"""Where an import goes: the database of this machine, or a server far away. Both answer the same questions."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Protocol

from sqlmodel import col, select

from app.access.service import viewer_for
from app.access.viewer import SYSTEM, Viewer
from app.accounts.models import User
from app.core.errors import FirsthandError, Invalid, NotFound, TooLarge
from app.core.ids import new_id
from app.highlights.imported_tags import mark
from app.interviews import service as interviews
from app.interviews.models import Interview
from app.interviews.schemas import InterviewIn
from app.participants.models import Participant
from app.projects import queries as projects
from app.projects.models import Project
from app.recordings import service as recordings
from app.recordings.models import Recording
from app.recordings.parts import sample_of
from app.recordings.probe import probe
from app.transcripts import imports, surveys
from app.transcripts.import_schemas import ImportIn, PreviewOut
from app.transcripts.importers import Source
from app.transcripts.preview import preview, understand
from app.transcripts.table_schemas import SurveyIn
from app.wiring import Parts

CHUNK = 1024 * 1024
Sent = Callable[[int], None]
"""Told how many more bytes have gone."""


class Desk(Protocol):
    """Takes interviews in. Every method raises FirsthandError for what a person can mend."""

    project_id: str
    project: str

    def people(self) -> dict[str, str]:
        """Participants' ids by pseudonym in small letters."""

    def look(self, path: Path, *, encoding: str | None, join: bool) -> PreviewOut:
        """Reads a transcript and says what was understood; saves nothing."""

    def bring(self, path: Path, wanted: ImportIn) -> str:
        """Makes an interview of a transcript, all or nothing; returns its id."""

    def bring_survey(self, path: Path, wanted: SurveyIn) -> list[str]:
        """Makes an interview of each row of a table, all or none; returns their ids."""

    def create(self, wanted: InterviewIn) -> str:
        """Makes an interview without words, for a recording alone; returns its id."""

    def discard(self, interview_id: str) -> None:
        """Takes an interview away whose only recording did not arrive."""

    def has_recording(self, interview_id: str) -> bool:
        """Whether there is a recording already."""

    def holder_of(self, path: Path) -> str | None:
        """The interview in the project that has this very recording."""

    def attach(self, interview_id: str, path: Path, sent: Sent) -> None:
        """Makes a file the interview's recording."""


class LocalDesk:
    """The database and the store that the settings name, without a server in between."""

    def __init__(self, parts: Parts, *, project: str, email: str = "") -> None:
        self._parts = parts
        self._viewer = self._viewer_of(email)
        self.project_id, self.project = self._find(project)

    def people(self) -> dict[str, str]:
        with self._parts.database.read() as session:
            query = select(Participant.pseudonym, Participant.id).where(Participant.project_id == self.project_id)
            return {pseudonym.strip().casefold(): one for pseudonym, one in session.exec(query)}

    def look(self, path: Path, *, encoding: str | None, join: bool) -> PreviewOut:
        found = understand(self._bytes(path), path.name, encoding=encoding, joined=join)
        with self._parts.database.read() as session:
            known = imports.known_files(session, self._viewer, imports.fingerprint(found))
        return preview(found, joined=join).model_copy(update={"known": known})

    def bring(self, path: Path, wanted: ImportIn) -> str:
        found = understand(self._bytes(path), path.name, encoding=wanted.encoding, joined=wanted.join)
        with self._parts.database.write() as session:
            saved = imports.save(
                session, self._viewer, project_id=self.project_id, found=found, wanted=wanted, mark=mark
            )
            return saved.interview_id

    def bring_survey(self, path: Path, wanted: SurveyIn) -> list[str]:
        source = Source(self._bytes(path), path.name, wanted.encoding or None, wanted.table.plan())
        survey = surveys.understand(source)
        with self._parts.database.write() as session:
            saved = surveys.save(session, self._viewer, project_id=self.project_id, survey=survey, wanted=wanted)
            return saved.interview_ids

    def create(self, wanted: InterviewIn) -> str:
        values = wanted.model_dump() | {"kind": wanted.kind.value}
        with self._parts.database.write() as session:
            return interviews.create(session, self._viewer, project_id=self.project_id, values=values).id

    def discard(self, interview_id: str) -> None:
        with self._parts.database.write() as session:
            interviews.delete(session, self._viewer, interview_id=interview_id)

    def has_recording(self, interview_id: str) -> bool:
        with self._parts.database.read() as session:
            return bool(session.exec(select(Recording.id).where(Recording.interview_id == interview_id)).first())

    def holder_of(self, path: Path) -> str | None:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        query = (
            select(Recording.interview_id)
            .join(Interview, col(Interview.id) == col(Recording.interview_id))
            .where(Recording.sha256 == digest, Interview.project_id == self.project_id)
        )
        with self._parts.database.read() as session:
            return session.exec(query).first()

    def attach(self, interview_id: str, path: Path, sent: Sent) -> None:
        store, limit = self._parts.store, self._parts.settings.max_recording_bytes
        with path.open("rb") as file:
            found, sample = probe(file), sample_of(file, path.stat().st_size)
        key = f"{recordings.folder_of(interview_id)}/{new_id()}"
        stored = asyncio.run(store.put(key, _chunks(path, sent), max_bytes=limit))
        try:
            with self._parts.database.write() as session:
                recordings.attach_file(
                    session,
                    self._viewer,
                    interview_id=interview_id,
                    stored=stored,
                    found=found,
                    file_name=path.name,
                    sample=sample,
                )
        except FirsthandError:
            store.delete(key)
            raise

    def _viewer_of(self, email: str) -> Viewer:
        if not email:
            return SYSTEM
        with self._parts.database.read() as session:
            user = session.exec(select(User).where(User.email == email.lower())).first()
            if user is None:
                raise NotFound(f"Nobody with the address {email} has an account here.")
            return viewer_for(session, user)

    def _find(self, wanted: str) -> tuple[str, str]:
        with self._parts.database.read() as session:
            rows = session.exec(select(Project.id, Project.name).where(projects.readable(self._viewer))).all()
            return find_project(rows, wanted)

    def _bytes(self, path: Path) -> bytes:
        limit = self._parts.settings.max_transcript_bytes
        if path.stat().st_size > limit:
            raise TooLarge(f"“{path.name}” is larger than {limit // 1024**2} MB, the limit for transcripts.")
        return path.read_bytes()


def find_project(rows: object, wanted: str) -> tuple[str, str]:
    """The project of an id or a name; raises NotFound with the names there are, Invalid when a name is not enough."""
    known = [(str(project_id), str(name)) for project_id, name in rows]  # type: ignore[attr-defined]
    named = [one for one in known if one[0] == wanted or one[1].casefold() == wanted.casefold()]
    if len(named) > 1:
        ids = ", ".join(project_id for project_id, _ in named)
        raise Invalid(f"Several projects are called “{wanted}”. Give the id of one: {ids}.", code="ambiguous_project")
    if not named:
        names = ", ".join(f"“{name}”" for _, name in known[:20]) or "none yet"
        raise NotFound(f"There is no project “{wanted}”. There are: {names}.", code="no_project")
    return named[0]


async def _chunks(path: Path, sent: Sent) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            sent(len(chunk))
            yield chunk
