"""What goes in and out when a corrected text takes a transcript's place, and when its times are shifted."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from app.interviews.schemas import Label, SpeakerRole
from app.transcripts.import_schemas import PreviewOut, SpeakerName

LONGEST_SHIFT_MS = 24 * 3_600_000
Because = Literal["same_name", "same_words", "similar_name"]


class SpeakerGuess(BaseModel):
    """Which of the interview's speakers a name of the file is likely to be."""

    name: str | None
    speaker_id: str | None
    why: Because | None = Field(description="Why it is thought so; null when nobody fits")


class CorrectedSpeaker(BaseModel):
    """A speaker of the interview and the names of the file that are theirs; without `speaker_id`, a new voice."""

    names: list[SpeakerName] = Field(max_length=50)
    speaker_id: str | None = None
    label: Label | None = None
    role: SpeakerRole = "participant"

    @model_validator(mode="after")
    def _is_somebody(self) -> Self:
        if self.speaker_id is None and self.label is None:
            raise ValueError("give speaker_id, or a label for a new voice")
        return self


class CorrectionIn(BaseModel):
    """What was decided after the preview. `version` is that of the transcript you looked at. Without `speakers` a name
    goes to the speaker of the same name or the same words; any other name becomes a voice that is pending."""

    version: int
    encoding: str | None = Field(default=None, max_length=20)
    join: bool = True
    speakers: list[CorrectedSpeaker] | None = Field(default=None, max_length=200)


class MarkPreview(BaseModel):
    """What would become of a highlight."""

    highlight_id: str
    outcome: Literal["found", "changed", "lost"]
    quote: str = Field(description="The words that were marked")
    suggestion: str = Field(description="What stands at the likeliest place; empty when nothing does")


class CorrectionPreview(BaseModel):
    """What a corrected text would change. Nothing has been saved."""

    file: PreviewOut
    version: int
    turns_before: int
    turns_after: int
    same: int = Field(description="Turns whose text stays as it is")
    edited: int = Field(description="Turns that somebody edited here; those edits would be replaced")
    speakers: list[SpeakerGuess]
    marks: int
    review: list[MarkPreview] = Field(description="The highlights that would need review, and that you may read")


class CorrectionOut(BaseModel):
    """What a corrected text changed."""

    id: str
    version: int
    turns: int
    moved: int = Field(description="Highlights that went along with their words")
    needs_review: int


class RevisionOut(BaseModel):
    """A correction that is remembered. Only the newest can be taken back, and only while nothing was edited since."""

    id: str
    created_at: datetime
    created_by: str = Field(description="The name of who made it")
    file_name: str
    may_take_back: bool


class RevisionsOut(BaseModel):
    items: list[RevisionOut]


class ShiftIn(BaseModel):
    """Moves all times of a transcript; negative is earlier."""

    version: int
    by_ms: Annotated[int, Field(ge=-LONGEST_SHIFT_MS, le=LONGEST_SHIFT_MS)]


class ShiftOut(BaseModel):
    version: int
    starts_at_ms: int | None = Field(description="When the first turn begins now")
