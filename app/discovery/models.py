"""What search is told beside the words themselves."""

from sqlmodel import Field

from app.core.model import Versioned, json_field


class Synonym(Versioned, table=True):
    """Words that stand for one another in a search, for the whole company.

    Two-way: `term` and all `others` find each other. One-way: who types `term` also finds the others, not the
    other way round.
    """

    __tablename__ = "synonym"

    term: str = Field(max_length=120)
    others: list[str] = json_field(list)
    two_way: bool = True
