"""The codebook: a tree of tags, one for the company."""

from datetime import datetime

from sqlmodel import Field

from app.core.model import Versioned, json_field


class Tag(Versioned, table=True):
    """A node of the codebook. A deleted tag stays until it is purged, so that deleting can be undone."""

    __tablename__ = "tag"

    parent_id: str | None = Field(default=None, foreign_key="tag.id", ondelete="SET NULL", index=True, max_length=36)
    name: str = Field(max_length=120)
    colour: str = Field(default="slate", max_length=20, description="A name of the palette, not a colour value")
    description: str = ""
    synonyms: list[str] = json_field(list)
    position: int = 0
    deleted_at: datetime | None = None
