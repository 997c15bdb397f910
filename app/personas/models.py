"""Personas, and the participants they are drawn from."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.core.model import Row, Versioned, parent


class Persona(Versioned, table=True):
    """Several people heard, under one name. A deleted persona keeps its people, so that deleting can be undone."""

    __tablename__ = "persona"

    name: str = Field(max_length=120)
    description: str = Field(default="", max_length=2000, description="Who they are, and what they want")
    deleted_at: datetime | None = None


class PersonaParticipant(Row, table=True):
    """A persona is drawn from this participant, among others. It goes away with either of the two."""

    __tablename__ = "persona_participant"
    __table_args__ = (UniqueConstraint("persona_id", "participant_id"),)

    persona_id: str = parent("persona.id")
    participant_id: str = parent("participant.id")
