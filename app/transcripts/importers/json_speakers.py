"""Who speaks, when a JSON tells it beside its words: stretches with a speaker and times, or ids with names.

Trint, Hyperaudio, the BBC's Kaldi and paper-edit tools list their words in one place and their paragraphs in another.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.transcripts.importers import spoken
from app.transcripts.importers.json_tree import Json, Object, obj, objects, pick, walk

_NAMES = ("name", "speaker_name", "label", "display_name", "displayName")
_IDS = ("id", "@id", "speaker", "speaker_id", "key", "_id")
_LISTS = ("speakers", "participants")

Times = Callable[[Object], tuple[int | None, int | None]]
"""Reads the start and the end of an object, in milliseconds."""
Speaker = Callable[[Object], str | None]
"""Reads who speaks in an object."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Whose the recording is from which time to which, one after the other."""

    starts: list[int]
    ends: list[int | None]
    names: list[str]

    def at(self, time_ms: int | None) -> str | None:
        """Who speaks at a time."""
        number = bisect_right(self.starts, time_ms) - 1 if time_ms is not None else -1
        if time_ms is None or number < 0:
            return None
        end = self.ends[number]
        return self.names[number] if end is None or time_ms <= end else None


def stretches(found: Json, times: Times, speaker: Speaker) -> Stretches | None:
    """The longest list in which everything has a speaker and a start; None when there is none."""
    best: list[tuple[int, int | None, str]] = []
    for items in _lists(found):
        if speaker(items[0]) is None or len(items) <= len(best):
            continue
        told = [(times(item), speaker(item)) for item in items]
        whole = [(start, end, name) for (start, end), name in told if start is not None and name]
        best = whole if len(whole) == len(items) else best
    best.sort(key=lambda stretch: stretch[0])
    return Stretches([a for a, _, _ in best], [b for _, b, _ in best], [c for _, _, c in best]) if best else None


def names(found: Json) -> Mapping[str, str]:
    """The names that a list of speakers gives to their ids."""
    told: dict[str, str] = {}
    for place in walk(found):
        for item in (item for key in _LISTS for item in objects(obj(place).get(key))):
            name, id_ = spoken.speaker(pick(item, _NAMES)), spoken.speaker(pick(item, _IDS))
            if name and id_:
                told.setdefault(id_, name)
    return told


def _lists(found: Json) -> Iterator[list[Object]]:
    return (items for place in walk(found) if (items := objects(place)))
