"""What goes in and out about tags."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from app.tags.palette import Colour

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


def _tidy(names: list[str]) -> list[str]:
    """Without blanks and repetitions, in the given order."""
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


Synonyms = Annotated[
    list[Annotated[str, StringConstraints(max_length=120)]], Field(max_length=40), AfterValidator(_tidy)
]


class TagIn(BaseModel):
    """A new tag. Without a colour it takes its parent's."""

    name: Name
    parent_id: str | None = None
    colour: Colour | None = None
    description: str = Field(default="", max_length=2000)
    synonyms: Synonyms = []


class TagPatch(BaseModel):
    """What to change. `position` counts among the tags with the same parent, from 0."""

    version: int
    name: Name | None = None
    parent_id: str | None = None
    position: int | None = Field(default=None, ge=0)
    colour: Colour | None = None
    description: str | None = Field(default=None, max_length=2000)
    synonyms: Synonyms | None = None

    @model_validator(mode="after")
    def _clears_only_the_parent(self) -> Self:
        for name in self.model_fields_set - {"parent_id"}:
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        return self


class TagOut(BaseModel):
    """A node of the codebook. `parent_id` is the nearest parent that is not deleted."""

    id: str
    parent_id: str | None
    name: str
    colour: Colour
    description: str
    synonyms: list[str]
    position: int
    version: int


class TagList(BaseModel):
    """The whole codebook, parents before children, siblings in order."""

    items: list[TagOut]
