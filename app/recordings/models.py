"""Recordings: the media of an interview, what is made of it, and what is still on its way here."""

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from app.core.model import Row, parent


class Recording(Row, table=True):
    """An uploaded audio or video file, or a link to a player elsewhere. One interview has at most one."""

    __tablename__ = "recording"

    interview_id: str = parent("interview.id", unique=True)
    kind: str = Field(max_length=8, description="file or link")
    store_key: str | None = Field(default=None, max_length=300)
    file_name: str = Field(default="", max_length=300)
    media_type: str = Field(default="", max_length=100)
    size_bytes: int = Field(default=0, sa_type=BigInteger)
    sha256: str = Field(default="", max_length=64, index=True, description="Of the file as it was uploaded")
    duration_ms: int | None = None
    has_video: bool = False
    width: int | None = None
    height: int | None = None
    playable: bool = Field(default=True, description="Whether browsers play it as it is")
    url: str | None = Field(default=None, max_length=2000)
    provider: str | None = Field(default=None, max_length=20)
    starts_at_ms: int = Field(default=0, description="Where in the recording the transcript's zero is")
    sample: str = Field(default="", max_length=64, index=True, description="Hash of the size and of three parts of it")
    prepared_at: datetime | None = Field(default=None, description="When poster, pictures and waveform were made")
    level_db: float | None = Field(default=None, description="How loud its voices are; null until it was measured")


class Upload(Row, table=True):
    """A file on its way here: how much of it has arrived is what lies in its part file."""

    __tablename__ = "upload"

    interview_id: str = parent("interview.id")
    owner_id: str = Field(max_length=36, index=True)
    file_name: str = Field(max_length=300)
    size_bytes: int = Field(sa_type=BigInteger)
    state: str = Field(default="receiving", max_length=12, description="fetching, receiving, checking, done or refused")
    message: str = Field(default="", description="Why it was refused, in words")
    sha256: str = Field(default="", max_length=64)
    recording_id: str | None = Field(default=None, max_length=36)
    expires_at: datetime = Field(index=True)


class DerivedFile(Row, table=True):
    """A file made of a recording. It lies beside it, goes with it, and is shown to whoever may play it."""

    __tablename__ = "derived_file"
    __table_args__ = (UniqueConstraint("recording_id", "name"),)

    recording_id: str = parent("recording.id")
    name: str = Field(max_length=12, description="playback, poster, sprite, thumbnails or peaks")
    store_key: str = Field(max_length=300)
    media_type: str = Field(max_length=100)
    size_bytes: int = Field(sa_type=BigInteger)
    sha256: str = Field(max_length=64)
