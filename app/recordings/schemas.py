"""What goes in and out about recordings."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from app.jobs.schemas import JobOut


class LinkIn(BaseModel):
    url: str = Field(max_length=2000, description="A page or file at YouTube, Vimeo, Loom, Zoom, Drive or elsewhere")
    starts_at_ms: int = Field(default=0, ge=0, le=2**31 - 1, description="Where in it the transcript's zero is")


class CopyIn(BaseModel):
    recording_id: str = Field(max_length=36, description="The recording of another interview")


class SameFileOut(BaseModel):
    """An interview that has the same file; told only to those who work in it."""

    interview_id: str
    title: str


class UploadOut(BaseModel):
    """A file on its way here."""

    id: str
    interview_id: str
    file_name: str
    size_bytes: int
    received_bytes: int
    state: Literal["fetching", "receiving", "checking", "done", "refused"] = Field(
        description="checking: all of it is here, and is looked into; done: it is the interview's recording"
    )
    message: str = Field(description="Why it was refused, in words")
    sha256: str = Field(description="Of the whole file, once it is checked")
    recording_id: str | None
    expires_at: datetime = Field(description="Until when it may be continued")
    same_as: SameFileOut | None = Field(description="Another interview whose recording is byte by byte the same")


class KnownRecordingOut(BaseModel):
    """A recording that looks like a file somebody is about to send."""

    recording_id: str
    interview_id: str
    interview_title: str
    project_id: str


class RecordingOut(BaseModel):
    """The recording of an interview, as you may have it.

    When you may not play it today, only its existence is told, and only to those who work in the project.
    """

    id: str
    interview_id: str
    kind: Literal["file", "link"]
    may_play: bool
    media_url: str | None = Field(
        description="Where the bytes of a file are; answers ranges, asks for consent each time"
    )
    url: str | None = Field(description="The page of a link")
    frame_url: str | None = Field(description="The link's player for a frame, if it has one")
    provider: str | None = Field(description="youtube, vimeo, loom, zoom, drive, wistia, file or hls")
    media_type: str
    file_name: str = Field(
        description="Or the title of a link. Empty unless you work in the project: names of files name people"
    )
    size_bytes: int
    duration_ms: int | None
    has_video: bool
    width: int | None
    height: int | None
    playable: bool = Field(description="Whether browsers play it, as it is or in the version made for them")
    starts_at_ms: int
    poster_url: str | None = Field(description="A JPEG of a telling moment; null until it is made, or without picture")
    peaks_url: str | None = Field(
        description="The waveform: one byte for each 10 ms, 0 to 255. The bytes of a range are the peaks of that time"
    )
    thumbnails_url: str | None = Field(description="WebVTT whose cues name parts of one sheet of small pictures")
    may_work: bool = Field(description="Whether you work with this recording, and not only play it")
    work: list[JobOut] = Field(description="What is being made of it, or could not be; for those who work here")
