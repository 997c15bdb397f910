"""What goes in and out when a transcript is imported: the preview, the decisions of a person, the result."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from app.interviews.schemas import InterviewKind, Label, Language, SpeakerRole, Title
from app.participants.schemas import ConsentIn, Pseudonym, Short
from app.transcripts.table_schemas import TableIn, TableOut

SpeakerName = Annotated[str, StringConstraints(max_length=120)] | None


class SpeakerPreview(BaseModel):
    """A voice as the file names it; a null name stands for what nobody is named for."""

    name: str | None
    turns: int
    samples: list[str]
    role: SpeakerRole | None = Field(description="The part its name suggests; null when it suggests none")
    alike: str | None = Field(default=None, description="An earlier name of which this may be a misspelling")


class TurnPreview(BaseModel):
    speaker: str | None
    text: str
    start_ms: int | None
    end_ms: int | None
    line: int = Field(description="Where it begins in the file, counted from 1")


class WarningOut(BaseModel):
    """A finding to look at before saving."""

    line: int | None
    code: str
    message: str
    excerpt: str = Field(description="What stands there")
    more: int = Field(description="How many further lines of this kind are not listed")


class JoinRuleOut(BaseModel):
    """The rule by which small captions of one speaker become turns."""

    max_gap_ms: int
    enough_chars: int
    max_chars: int


class KnownFile(BaseModel):
    """An interview that the very same file was imported into before."""

    interview_id: str
    title: str
    project_id: str


class ReadingOut(BaseModel):
    """How a file reads in an encoding: a few of the lines that tell encodings apart."""

    encoding: str
    sample: str


class PreviewOut(BaseModel):
    """What was understood of a file. Nothing has been saved."""

    file_name: str
    title: str = Field(description="A title made from the file's name")
    format: str
    format_title: str = Field(description="What people call the format")
    confidence: float
    encoding: str
    encoding_certain: bool
    encodings: list[str] = Field(description="What may be chosen when the letters look wrong")
    readings: list[ReadingOut] = Field(description="How it reads in the likeliest encodings; empty when one is certain")
    language: str | None
    length_ms: int | None
    segments: int = Field(description="Captions, or labelled paragraphs, in the file")
    turns_total: int
    join: bool = Field(description="Whether small captions were joined")
    can_join: bool = Field(description="Whether joining makes a difference")
    join_rule: JoinRuleOut
    speakers: list[SpeakerPreview]
    turns: list[TurnPreview] = Field(description="The first fifty")
    warnings: list[WarningOut]
    preamble: str = Field(description="Text above the first speaker, which is not part of what was said")
    table: TableOut | None = Field(default=None, description="How the columns of a table were understood")
    known: list[KnownFile] = Field(default=[], description="Where this very file is already, as far as you may see")


class NewParticipant(BaseModel):
    """Someone heard here for the first time."""

    pseudonym: Pseudonym
    legal_name: str = Field(default="", max_length=200, description="Seen by the project's researchers alone")
    role: Short = ""
    segment: Short = ""
    region: Short = ""
    consent: ConsentIn | None = None


class SpeakerIn(BaseModel):
    """One voice of the new interview: the names it has in the file (several are merged), and who it is."""

    names: list[SpeakerName] = Field(min_length=1, max_length=50)
    label: Label
    role: SpeakerRole = "participant"
    participant_id: str | None = None
    participant: NewParticipant | None = None

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if self.participant_id and self.participant:
            raise ValueError("give participant_id or participant, not both")
        return self


class WordsIn(BaseModel):
    """How a file is read and who speaks in it. Without `speakers` every name of the file becomes a participant's
    voice with consent pending; with it, every name must be given to one of them."""

    encoding: str | None = Field(default=None, max_length=20)
    join: bool = True
    table: TableIn | None = Field(default=None, description="How a table is read; guessed where left out")
    speakers: list[SpeakerIn] | None = Field(default=None, max_length=200)


class ImportIn(WordsIn):
    """What a person decided after the preview: the interview, and how its file is read."""

    title: Title
    kind: InterviewKind = InterviewKind.INTERVIEW
    language: Language = "en"
    held_on: date | None = None
    summary: str = Field(default="", max_length=5000)


class ImportOut(BaseModel):
    """The new interview."""

    interview_id: str
    transcript_id: str
    title: str
    turns: int
    format: str


class TakeBackIn(BaseModel):
    """Interviews that were just imported."""

    interview_ids: list[str] = Field(min_length=1, max_length=5000)


class TakenBackOut(BaseModel):
    interviews: int
    participants: int = Field(description="People the import had added and who speak nowhere else")
