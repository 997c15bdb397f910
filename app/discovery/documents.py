"""From rows to search documents. Pure: what is loaded goes in, what the index should hold comes out.

A quote is a highlight (`h-<id>`), or a turn as far as no highlight covers it (`t-<id>`). Words that a highlight
holds are left out of their turn, so that nobody finds them twice, but only where everyone who may read the turn
may read the highlight too: a shared moment can be narrower than each voice in it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple, TypeVar

from app.interviews.voices import Voice, Voices
from app.tags.tree import Tree
from search import Document

_LETTER = re.compile(r"[^\W_]")
SOUND = "ok"
"""The status of a highlight whose place in the transcript is certain."""
Stretch = tuple[int, int]
T = TypeVar("T")


class TurnRow(NamedTuple):
    """A turn, as far as search knows it."""

    id: str
    speaker_id: str | None
    text: str
    start_ms: int | None


class MarkRow(NamedTuple):
    """A living highlight, as far as search knows it."""

    id: str
    status: str
    start_turn_id: str | None
    start_offset: int
    end_turn_id: str | None
    end_offset: int
    quote: str
    note: str
    emotion: str | None
    intensity: int | None
    start_ms: int | None
    created_at: datetime | None = None


class TagWords(NamedTuple):
    """What a tag is called."""

    name: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Codebook:
    """The living tags by id, and their tree."""

    tags: Mapping[str, TagWords]
    tree: Tree

    def line(self, tag_ids: Iterable[str]) -> tuple[str, ...]:
        """Tags with everything above them, each once."""
        lines = ([tag_id, *self.tree.ancestors(tag_id)] for tag_id in tag_ids if tag_id in self.tags)
        return tuple(dict.fromkeys(tag_id for line in lines for tag_id in line))

    def words(self, tag_ids: Iterable[str]) -> tuple[str, ...]:
        """Names and synonyms of tags and everything above them."""
        tags = [self.tags[tag_id] for tag_id in self.line(tag_ids) if tag_id in self.tags]
        return tuple(dict.fromkeys(word for tag in tags for word in (tag.name, *tag.synonyms)))


@dataclass(frozen=True)
class Script:
    """An interview with all that its quotes are made of; `turns` stand in order.

    `expires` is the last day of consent by speaker and `opened` when it came to allow this much; `media` what its
    recording has: recording, video. `segments` are the saved segments that participants are in, `personas` the ids of
    their personas. `written_at` is when its words came here.
    """

    voices: Voices
    turns: Sequence[TurnRow] = ()
    marks: Sequence[MarkRow] = ()
    tags: Mapping[str, Sequence[str]] = field(default_factory=dict)
    expires: Mapping[str, date] = field(default_factory=dict)
    media: tuple[str, ...] = ()
    segments: Mapping[str, Sequence[str]] = field(default_factory=dict)
    personas: Mapping[str, Sequence[str]] = field(default_factory=dict)
    opened: Mapping[str, datetime] = field(default_factory=dict)
    written_at: datetime | None = None

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each turn stands."""
        return {turn.id: place for place, turn in enumerate(self.turns)}

    def span(self, mark: MarkRow) -> Sequence[TurnRow]:
        """The turns that a highlight covers, in order; none when its place is uncertain."""
        first, last = self.places.get(mark.start_turn_id or ""), self.places.get(mark.end_turn_id or "")
        if mark.status != SOUND or first is None or last is None:
            return ()
        return self.turns[first : last + 1]


def turn_quote_id(turn_id: str) -> str:
    return f"t-{turn_id}"


def highlight_quote_id(highlight_id: str) -> str:
    return f"h-{highlight_id}"


def around(script: Script, wanted: Iterable[str]) -> set[str]:
    """Quotes that change together with these: the turns of a highlight, and the highlights over a turn."""
    wanted = set(wanted)
    more = set(wanted)
    for mark in script.marks:
        quotes = {turn_quote_id(turn.id) for turn in script.span(mark)}
        if highlight_quote_id(mark.id) in wanted:
            more |= quotes
        elif not quotes.isdisjoint(wanted):
            more.add(highlight_quote_id(mark.id))
    return more


def documents(script: Script, codebook: Codebook, wanted: set[str] | None = None) -> Iterator[Document]:
    """The documents of an interview's quotes (of the wanted ones, when given) that may be shown to anyone.

    Turns come before highlights: a batch that is cut short leaves words doubled rather than lost.
    """
    maker = _Maker(script, codebook)
    for turn in script.turns:
        if wanted is None or turn_quote_id(turn.id) in wanted:
            yield from maker.turn(turn)
    for mark in script.marks:
        if wanted is None or highlight_quote_id(mark.id) in wanted:
            yield from maker.mark(mark)


def seconds(day: date) -> int:
    """Midnight UTC of a day, as the index counts time."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def uncovered(text: str, stretches: Iterable[Stretch]) -> str:
    """The text with some stretches emptied; everything else keeps its place. Empty when no word is left.

    A full stop in each gap keeps the words on both sides of it from reading as one phrase.
    """
    for start, end in stretches:
        text = text[:start] + "." + " " * (end - start - 1) + text[end:] if end > start else text
    return text if _LETTER.search(text) else ""


class _Maker:
    """Makes the documents of one interview; what they share is worked out once."""

    def __init__(self, script: Script, codebook: Codebook) -> None:
        self._script = script
        self._codebook = codebook
        self._audiences: dict[frozenset[str | None], tuple[str, ...]] = {}
        interview = script.voices.interview
        self._shared = {
            "project": (script.voices.project.id,),
            "interview": (interview.id,),
            "kind": (interview.kind,),
            "language": (interview.language.partition("-")[0],),
            "month": (f"{interview.held_on:%Y-%m}",) if interview.held_on else (),
        }
        self._media = script.media if script.voices.media_tokens else ()

    def turn(self, turn: TurnRow) -> Iterator[Document]:
        """What is left of a turn."""
        words = uncovered(turn.text, self._covered.get(turn.id, ()))
        if words:
            yield from self._document(
                turn_quote_id(turn.id),
                [turn.speaker_id],
                texts={"words": words},
                facets={"is": ("turn",), "has": self._media if turn.start_ms is not None else ()},
                numbers={
                    "start_ms": turn.start_ms,
                    "added_ms": self._added([turn.speaker_id], self._script.written_at),
                },
            )

    def mark(self, mark: MarkRow) -> Iterator[Document]:
        """A highlight."""
        span = self._script.span(mark)
        tags = self._script.tags.get(mark.id, ())
        speakers = self._speakers(span)
        yield from self._document(
            highlight_quote_id(mark.id),
            speakers,
            texts={
                "words": mark.quote,
                "tags": self._codebook.words(tags),
                "note": mark.note,
                "title": self._script.voices.interview.title,
            },
            facets={
                "is": ("highlight",),
                "has": self._media if mark.start_ms is not None else (),
                "tag": self._codebook.line(tags),
                "emotion": (mark.emotion,) if mark.emotion else (),
                "turn": tuple(turn.id for turn in span),
            },
            numbers={
                "start_ms": mark.start_ms,
                "intensity": mark.intensity,
                "added_ms": self._added(speakers, mark.created_at),
            },
        )

    def _document(
        self,
        quote_id: str,
        speakers: Sequence[str | None],
        *,
        texts: Mapping[str, str | tuple[str, ...]],
        facets: Mapping[str, tuple[str, ...]],
        numbers: Mapping[str, int | None],
    ) -> Iterator[Document]:
        audience = self._audience(speakers)
        if not audience:
            return
        interview = self._script.voices.interview
        yield Document(
            id=quote_id,
            texts={**texts, "speaker": self._names(speakers)},
            facets={**self._shared, **self._of_speakers(speakers), **facets},
            numbers={
                "date": seconds(interview.held_on) if interview.held_on else None,
                "until": self._until(speakers),
                **numbers,
            },
            audience=audience,
            group=interview.id,
        )

    @cached_property
    def _covered(self) -> Mapping[str, list[Stretch]]:
        """The stretches of each turn that are found as a highlight by all who may read the turn."""
        found: dict[str, list[Stretch]] = defaultdict(list)
        for mark in self._script.marks:
            span = self._script.span(mark)
            audience = set(self._audience(self._speakers(span))) if span else set()
            for turn in span:
                if audience.issuperset(self._audience([turn.speaker_id])):
                    start = mark.start_offset if turn.id == mark.start_turn_id else 0
                    end = mark.end_offset if turn.id == mark.end_turn_id else len(turn.text)
                    found[turn.id].append((start, min(end, len(turn.text))))
        return found

    @staticmethod
    def _speakers(span: Sequence[TurnRow]) -> list[str | None]:
        """Whose words a span holds; an uncertain one counts as somebody unknown."""
        return list(dict.fromkeys(turn.speaker_id for turn in span)) or [None]

    def _audience(self, speakers: Sequence[str | None]) -> tuple[str, ...]:
        key = frozenset(speakers)
        if key not in self._audiences:
            self._audiences[key] = tuple(sorted(self._script.voices.tokens_of(key)))
        return self._audiences[key]

    def _until(self, speakers: Sequence[str | None]) -> int | None:
        """When the first consent these words go by ends."""
        days = self._ruling(self._script.expires, speakers)
        return seconds(min(days) + timedelta(days=1)) if days else None

    def _added(self, speakers: Sequence[str | None], moment: datetime | None) -> int | None:
        """Since when these words can be found."""
        moments = [one for one in (moment, *self._ruling(self._script.opened, speakers)) if one is not None]
        return max(int(one.timestamp() * 1000) for one in moments) if moments else None

    def _ruling(self, consents: Mapping[str, T], speakers: Sequence[str | None]) -> list[T]:
        """What is known of the consents these words go by. Ours and unknown voices go by everybody's."""
        voices = [self._script.voices.speakers.get(one or "") for one in speakers]
        if all(voice and voice.permission is not None for voice in voices):
            return [consents[voice.speaker_id] for voice in voices if voice and voice.speaker_id in consents]
        return list(consents.values())

    def _names(self, speakers: Sequence[str | None]) -> tuple[str, ...]:
        return _once(voice.name for voice in self._voices(speakers))

    def _of_speakers(self, speakers: Sequence[str | None]) -> Mapping[str, tuple[str, ...]]:
        voices = self._voices(speakers)
        heard = [voice for voice in voices if voice.permission is not None]
        personas = _once(one for voice in heard for one in self._script.personas.get(voice.participant_id or "", ()))
        # Left out rather than empty: a server's index from before there were personas holds right what is of none.
        return {
            **({"persona": personas} if personas else {}),
            "role": _once(voice.role for voice in voices),
            "segment": _once(name for voice in heard for name in (voice.segment, *self._segments(voice))),
            "profile": _once(voice.participant_role for voice in heard),
            "person": _once(voice.participant_id or voice.speaker_id for voice in heard),
            "speaker": _once(voice.speaker_id for voice in voices),
        }

    def _segments(self, voice: Voice) -> Sequence[str]:
        return self._script.segments.get(voice.participant_id or "", ())

    def _voices(self, speakers: Sequence[str | None]) -> list[Voice]:
        known = self._script.voices.speakers
        return [known[one] for one in speakers if one is not None and one in known]


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
