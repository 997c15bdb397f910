"""What goes in and out about transcripts."""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

Withheld = Literal["withdrawn", "expired", "pending", "scope"]


class TurnOut(BaseModel):
    """What one speaker said in one go. `withheld` says why its text is not sent; it then has no times either."""

    id: str
    speaker_id: str | None
    text: str = ""
    start_ms: int | None = None
    end_ms: int | None = None
    version: int
    withheld: Withheld | None = Field(
        default=None,
        description="withdrawn or expired: consent ended; pending: not given yet; scope: not for you",
    )


class TranscriptOut(BaseModel):
    """The text of an interview, turn by turn in order."""

    id: str
    interview_id: str
    version: int
    format: str
    may_edit: bool
    turns: list[TurnOut]


class WordsOut(BaseModel):
    """Word times by turn id: `[start, end, start_ms, end_ms]`, offsets in code points of the turn's text."""

    words: dict[str, list[list[int]]]


class TurnPatch(BaseModel):
    """What to change in a turn. `version` is the one you read; a newer one in the meantime is a conflict."""

    version: int
    text: str | None = Field(default=None, max_length=100_000)
    speaker_id: str | None = None
    start_ms: int | None = Field(default=None, ge=0)
    end_ms: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _keeps_text(self) -> Self:
        if "text" in self.model_fields_set and not (self.text or "").strip():
            raise ValueError("a turn keeps some text; merge it with its neighbour instead")
        return self


class SplitIn(BaseModel):
    """Cuts a turn in two before the code point `at`; the second half may be another speaker's."""

    version: int
    at: int = Field(ge=1)
    speaker_id: str | None = None


class MergeIn(BaseModel):
    """Appends the next turn to this one."""

    version: int
