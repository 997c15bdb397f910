"""What only a project's researchers see of a participant. Each of these columns is sealed in the database."""

from sqlalchemy import inspect

from app.core.vault import Sealed
from app.participants.models import Participant

PRIVATE: frozenset[str] = frozenset(
    column.name for column in inspect(Participant).columns if isinstance(column.type, Sealed)
)
"""Their names. A column becomes private by being `Sealed`, so that nobody can show one by forgetting this list."""
