"""One conversation, written in every format, is read as the same segments from all of them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.transcripts.importers import ImportRefused, Source, read
from tests.transcripts.importers.test_any_bytes import check, read_or_refuse
from tests.transcripts.importers.writers import FORMATS, Format, Said, Turn

WORDS = [
    "yes", "the", "machine", "broke", "again", "nobody", "R&D", "it's", "café", "naïve", "größe", "“no”", "twenty-five",
    "Übermut", "mañana", "don't", "42", "привет", "работа", "you", "well,", "really?", "good!",
]  # fmt: skip
FORMAT_NAMES = st.sampled_from(sorted(FORMATS))


@st.composite
def talks(draw: st.DrawFn) -> list[Turn]:
    """Voices that take turns; times in tens of milliseconds, which every format can say."""
    found: list[Turn] = []
    clock, voice = draw(st.integers(0, 500)) * 10, 0
    for number in range(draw(st.integers(3, 8))):
        words = []
        texts = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=9))
        texts = [text.rstrip("?!") for text in texts[:-1]] + ["done."]
        for text in texts:
            length = draw(st.integers(5, 40)) * 10
            words.append(Said(text, clock, clock + length))
            clock += length + draw(st.integers(0, 3)) * 10
        found.append(Turn(voice, tuple(words)))
        clock += draw(st.integers(10, 150)) * 10
        voice = (voice + draw(st.integers(1, 2))) % 3 if number else 1
    return found


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=12)
@given(turns=talks())
def test_a_conversation_is_the_same_in_every_format(name: str, turns: list[Turn]) -> None:
    written: Format = FORMATS[name]
    parsed = read(Source(written.data(turns), f"talk.{written.suffix}"))
    check(parsed)
    assert parsed.format == written.format
    assert [(t.speaker, t.text, t.start_ms, t.end_ms) for t in parsed.turns] == written.expected(turns)
    assert parsed.segments == len(turns)
    if written.words:
        times = [(w.start_ms, w.end_ms) for turn in parsed.turns for w in turn.words]
        assert times == [(word.start, word.end) for turn in turns for word in turn.words]
        spoken = [turn.text[w.start : w.end].strip(".") for turn in parsed.turns for w in turn.words]
        assert spoken == [word.text.strip(".") for turn in turns for word in turn.words]


@settings(max_examples=300)
@given(
    name=FORMAT_NAMES,
    turns=talks(),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=8), st.integers(0, 40))),
)
def test_a_damaged_file_is_read_or_refused(name: str, turns: list[Turn], cuts: list[tuple[float, bytes, int]]) -> None:
    written = FORMATS[name]
    data = bytearray(written.data(turns))
    for place, put, length in cuts:
        at = int(place * len(data))
        data[at : at + length] = put
    read_or_refuse(bytes(data), f"talk.{written.suffix}")


ODD = st.sampled_from(
    [None, True, 0, -1, 1e308, 10**400, "", " ", "a", [], {}, [[]], [None], {"a": 1}, "12.5s", "\ud800"]
)


def spoil(value: object, draw: st.DrawFn) -> object:
    """The same JSON with some values exchanged for odd ones, and some keys gone."""
    if draw(st.integers(0, 40)) == 0:
        return draw(ODD)
    if isinstance(value, dict):
        return {key: spoil(inner, draw) for key, inner in value.items() if draw(st.integers(0, 50))}
    return [spoil(inner, draw) for inner in value[:4]] if isinstance(value, list) else value


@settings(max_examples=300)
@given(name=st.sampled_from([name for name, written in FORMATS.items() if written.suffix == "json"]), data=st.data())
def test_json_with_odd_values_is_read_or_refused(name: str, data: st.DataObject) -> None:
    turns = [
        Turn(n % 3, (Said("yes", n * 100, n * 100 + 50), Said("done.", n * 100 + 50, n * 100 + 90))) for n in range(4)
    ]
    spoiled = spoil(json.loads(FORMATS[name].data(turns)), data.draw)
    read_or_refuse(json.dumps(spoiled).encode(), "talk.json")


@settings(max_examples=150)
@given(name=FORMAT_NAMES, turns=talks(), at=st.floats(0, 1))
def test_no_word_is_lost_silently_when_a_file_is_cut_short(name: str, turns: list[Turn], at: float) -> None:
    """Every whole word before the cut is in a turn, or the reader is told that something is wrong."""
    written = FORMATS[name]
    data = written.data(turns)
    cut = data[: int(at * len(data))]
    try:
        parsed = read(Source(cut, f"talk.{written.suffix}"))
    except ImportRefused:
        return
    said = " ".join(turn.text for turn in parsed.turns)
    kept = [turn.text for turn in turns[:-1] if turn.text.encode() in cut]
    assert parsed.warnings or all(text in said for text in kept)
