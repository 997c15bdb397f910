"""What a link elsewhere can be asked: its title, and where the source allows it, the media itself. Jobs, both.

Without a way out to the internet a link stays what it was: nothing here is needed to play it.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import structlog
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.clock import now
from app.core.database import Database
from app.core.errors import FirsthandError, Invalid, NotFound
from app.core.fetching import Fetched, Policy, fetching
from app.core.settings import Settings
from app.interviews import queries as interviews
from app.jobs import service as jobs
from app.jobs.models import Job
from app.jobs.service import Handler, Progress
from app.recordings import queries, streams, uploads
from app.recordings.models import Recording, Upload
from app.recordings.parts import Part
from app.recordings.preparing import COPY

log = structlog.get_logger(__name__)
LOOK_UP = "recordings.look_up_link"
TITLE_CHARACTERS = 200
_PAGE = Policy(seconds=10, max_bytes=1024**2)
_COPY_SECONDS = 6 * 3600
_OEMBED = {
    "youtube": "https://www.youtube.com/oembed?format=json&url={}",
    "vimeo": "https://vimeo.com/api/oembed.json?url={}",
    "loom": "https://www.loom.com/v1/oembed?url={}",
    "wistia": "https://fast.wistia.com/oembed.json?url={}",
}


def enqueue_look_up(session: Session, recording: Recording) -> None:
    """Asks for the title of a link's page; a link to a bare file has none."""
    if recording.provider not in ("file", "hls"):
        jobs.enqueue(session, LOOK_UP, {"recording_id": recording.id}, lane=jobs.SOON, target_kind="recording")


def look_up(database: Database, exempt: frozenset[str]) -> Handler:
    """The job that finds a title. What goes wrong is not worth anybody's attention."""

    def run(args: Mapping[str, Any], _progress: Progress) -> None:
        with database.read() as session:
            recording = session.get(Recording, args["recording_id"])
        if recording is None or not recording.url:
            return
        try:
            title = title_of(str(recording.provider), recording.url, replace(_PAGE, allowed=exempt))
        except FirsthandError as error:
            log.info("the title of a link was not found", provider=recording.provider, reason=error.code)
            return
        with database.write() as session:
            current = session.get(Recording, recording.id)
            if current is not None and title and current.url == recording.url:
                current.file_name = title
                session.add(current)

    return run


def title_of(provider: str, url: str, policy: Policy) -> str:
    """The title that the source gives: by oEmbed where it has that, else the page's own; empty when it has none."""
    address = _OEMBED.get(provider, "{}").format(quote(url, safe="") if provider in _OEMBED else url)
    with fetching(address, policy) as page:
        body = b"".join(page.chunks())
        return oembed_title(body) if provider in _OEMBED else page_title(body.decode(errors="replace"))


def oembed_title(body: bytes) -> str:
    """The title in an oEmbed answer."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    return _clean(said.get("title", "")) if isinstance(said, dict) else ""


def page_title(html: str) -> str:
    """The title of a page: the one for cards, which has no name of the site behind it, before the one for tabs."""
    found = _Titles()
    found.feed(html)
    return _clean(found.card or found.tab)


def ask_for_copy(session: Session, viewer: Viewer, *, interview_id: str) -> Job:
    """Asks for a copy of a linked recording; raises Invalid `link_not_copied` where only the source may show it."""
    interviews.get_for_research(session, viewer, interview_id)
    recording = queries.of_interview(session, interview_id)
    if recording is None or not recording.url:
        raise NotFound
    if recording.provider not in ("file", "hls"):
        raise Invalid(
            "This site shows its recordings only itself. Download it there, and upload the file.",
            code="link_not_copied",
        )
    return jobs.enqueue(
        session,
        COPY,
        {"recording_id": recording.id, "owner_id": viewer.user_id},
        key=f"{COPY}:{recording.id}",
        lane=jobs.SOON,
        owner_id=viewer.user_id,
        target_kind="interview",
        target_id=interview_id,
    )


def copy(database: Database, settings: Settings) -> Handler:
    """The job that fetches a linked file or stream as if it were uploaded: checked, and only then the recording."""
    policy = Policy(allowed(settings), seconds=_COPY_SECONDS, max_bytes=settings.max_recording_bytes)

    def run(args: Mapping[str, Any], progress: Progress) -> None:
        with database.read() as session:
            recording = session.get(Recording, args["recording_id"])
        if recording is None or not recording.url:
            return
        take = _take_stream if recording.provider == "hls" else _take_file
        take(_Arrival(database, settings, recording, str(args["owner_id"])), recording.url, policy, progress)

    return run


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A linked recording on its way here."""

    database: Database
    settings: Settings
    recording: Recording
    owner_id: str

    @contextmanager
    def begun(self, file_name: str, length: int | None) -> Iterator[Part]:
        """An upload whose part file is filled meanwhile: complete when that went well, forgotten when not."""
        upload = self._begin(file_name[-300:], length or 0)
        part = Part(self.settings.uploads_folder, upload.id)
        try:
            yield part
        except BaseException:
            self._forget(upload.id, part)
            raise
        with self.database.write() as session:
            row = session.merge(upload)
            row.size_bytes = part.size
            uploads.complete(session, row, starts_at_ms=self.recording.starts_at_ms)

    def _begin(self, file_name: str, length: int) -> Upload:
        with self.database.write() as session:
            upload = Upload(
                interview_id=self.recording.interview_id,
                owner_id=self.owner_id,
                file_name=file_name,
                size_bytes=length,
                state="fetching",
                expires_at=now() + timedelta(days=1),
            )
            session.add(upload)
            session.flush()
            Part(self.settings.uploads_folder, upload.id).create(length)
            return upload

    def _forget(self, upload_id: str, part: Part) -> None:
        part.remove()
        with self.database.write() as session:
            if row := session.get(Upload, upload_id):
                session.delete(row)


def _take_file(arrival: _Arrival, url: str, policy: Policy, progress: Progress) -> None:
    with fetching(url, policy) as found, arrival.begun(_name_in(found.url), found.length) as part:
        _save(found, part, progress)


def _take_stream(arrival: _Arrival, url: str, policy: Policy, progress: Progress) -> None:
    budget = streams.Budget(policy)
    named = streams.tracks(url, budget)
    with arrival.begun(f"{PurePosixPath(_name_in(url)).stem}.mp4", None) as part:
        streams.save(named, part.path, arrival.settings.work_folder, budget, progress)


def _name_in(url: str) -> str:
    return unquote(urlsplit(url).path).rpartition("/")[2]


def _save(found: Fetched, part: Part, progress: Progress) -> None:
    total = 0
    with part.path.open("wb") as file:
        for number, chunk in enumerate(found.chunks()):
            file.write(chunk)
            total += len(chunk)
            if number % 16 == 0:
                progress(min(0.99, total / found.length) if found.length else 0.0)


def allowed(settings: Settings) -> frozenset[str]:
    """The servers that are exempt from the checks of addresses."""
    return frozenset(filter(None, settings.fetch_allowed.split(",")))


def _clean(text: object) -> str:
    return " ".join(text.split())[:TITLE_CHARACTERS] if isinstance(text, str) else ""


class _Titles(HTMLParser):
    """Finds both titles of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.card = self.tab = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._inside = tag == "title" and not self.tab
        if tag == "meta" and values.get("property") == "og:title":
            self.card = self.card or (values.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.tab += data
