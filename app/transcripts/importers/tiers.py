"""Tiers of annotations, as ELAN and Praat keep them, on their way to turns: which tiers are speech, and whose.

A tier is a speaker. A tier of words gives its times to the tier of sayings of the same speaker; tiers below the word
(sounds, tones) and tiers of notes are no speech, and are left out with a warning that names them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.transcripts.importers import aligned, captions, voices
from app.transcripts.importers.captions import Caption
from app.transcripts.importers.parsed import ParsedTranscript, ParsedTurn, Warnings
from app.transcripts.importers.rows import plain_row

_WORDS = r"(?:ortho(?:graphy)?[\s_-]?)?(?:words?|wrd|w(?:ö|oe)rter|tokens?|mots?)"
_PARTS = (
    r"(?:phon(?:e|es|eme|emes|etic|etics|s)?|segments?|syll?(?:able)?s?|sounds?|silben?|pitch|f0|tones?|tobi|breaks?|"
    r"prosody|intonation|formants?|ipa|sampa|maus|kan|mau|points?)"
)
_NOTES = r"(?:comments?|notes?|kommentare?|misc|gestures?|gaze|silences?|pauses?|codes?|coding)"
_LEVEL = re.compile(
    rf"(?P<before>.*?)[\s_.:@-]*\b(?:(?P<words>{_WORDS})|(?P<parts>{_PARTS})|(?P<notes>{_NOTES}))$", re.IGNORECASE
)
_NAMELESS = re.compile(
    r"(?:(?:text|transcripts?|transcription|utterances?|sentences?|phrases?|speech|ipus?|turns?|default|tier|tokens?|"
    r"orthography|ort|trans|words?|subtitles?|captions?|main|sayings?|chunks?)(?:[\s_-]?(?:lt|tier))?[\s_#-]*\d*|)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a tier says from one time to another."""

    line: int
    start_ms: int | None
    end_ms: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Tier:
    """`speaker` is who the file says it belongs to; without it the tier's name tells."""

    name: str
    annotations: Sequence[Annotation]
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A tier with what its name says: whose it is, and whether it holds sayings, words, or no speech."""

    tier: Tier
    voice: str | None
    level: str


def transcript(
    format_: str, tiers: Sequence[Tier], warnings: Warnings, *, segments: int, language: str | None = None
) -> ParsedTranscript:
    """The speech of a file of tiers."""
    parts = [_part(tier) for tier in tiers if any(annotation.text.strip() for annotation in tier.annotations)]
    spoken = _spoken(parts, warnings)
    cues = [_caption(annotation, part.voice) for part in spoken for annotation in part.tier.annotations]
    cues.sort(key=lambda cue: (cue.start_ms or 0, cue.line))
    turns = captions.turns([cue for cue in cues if cue.rows], warnings, may_roll=False)
    turns = _with_words(turns, [part for part in parts if part.level == "words" and part not in spoken])
    return ParsedTranscript(
        format_, tuple(turns), voices.speakers(turns), (), warnings.result(), language, segments=segments
    )


def _part(tier: Tier) -> _Part:
    match = _LEVEL.fullmatch(tier.name.strip())
    level = next(
        name for name in ("words", "parts", "notes", "sayings") if name == "sayings" or (match and match[name])
    )
    voice = _voice(match["before"] if match and level != "sayings" else tier.name)
    return _Part(tier, tier.speaker or voice, level)


def _voice(name: str) -> str | None:
    name = name.strip(" \t_-–.:@")
    return None if _NAMELESS.match(name) else name


def _spoken(parts: Sequence[_Part], warnings: Warnings) -> list[_Part]:
    """Of each voice the sayings; its words when there are none; in a file without either, all there is."""
    sayings = [part for part in parts if part.level == "sayings"]
    voices_heard = {part.voice for part in sayings}
    words = [part for part in parts if part.level == "words" and not _heard(part, voices_heard)]
    spoken = [*sayings, *words] or list(parts)
    for part in parts:
        if part not in spoken and part.level != "words":
            message = f"“{part.tier.name}” ({len(part.tier.annotations)} annotations) is no speech and was left out."
            warnings.add("tier_left_out", message, _line(part.tier), f"{part.tier.name}: {_excerpt(part.tier)}")
    return spoken


def _heard(words: _Part, voices_heard: set[str | None]) -> bool:
    return words.voice in voices_heard or (words.voice is None and len(voices_heard) == 1)


def _line(tier: Tier) -> int | None:
    return next((annotation.line for annotation in tier.annotations), None)


def _excerpt(tier: Tier) -> str:
    return " · ".join(annotation.text for annotation in tier.annotations[:8] if annotation.text)


def _caption(annotation: Annotation, voice: str | None) -> Caption:
    rows = (plain_row(line, voice) for line in annotation.text.split("\n"))
    return Caption(annotation.line, annotation.start_ms, annotation.end_ms, tuple(row for row in rows if row.text))


def _with_words(turns: list[ParsedTurn], parts: Sequence[_Part]) -> list[ParsedTurn]:
    for part in parts:
        whose = [at for at, turn in enumerate(turns) if part.voice in {turn.speaker, None}]
        words = sorted((a for a in part.tier.annotations if a.start_ms is not None), key=lambda a: a.start_ms or 0)
        for at, inside in zip(whose, _by_turn([turns[at] for at in whose], words), strict=True):
            times = aligned.word_times(turns[at].text, ((a.text, a.start_ms, a.end_ms) for a in inside))
            turns[at] = replace(turns[at], words=turns[at].words or times)
    return turns


def _by_turn(turns: Sequence[ParsedTurn], words: Sequence[Annotation]) -> Iterable[list[Annotation]]:
    position = 0
    for turn in turns:
        inside = []
        while position < len(words) and (words[position].start_ms or 0) < (turn.end_ms or 0):
            inside.append(words[position])
            position += 1
        yield [word for word in inside if (word.end_ms or 0) > (turn.start_ms or 0)]
