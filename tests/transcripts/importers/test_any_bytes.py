"""Whatever bytes come: a transcript that can be saved, or ImportRefused; never another error."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.transcripts.importers import ImportRefused, ParsedTranscript, Source, detect, read

NAMES = st.sampled_from(["a.vtt", "a.srt", "a.txt", "a.md", "a", "a.docx", "….vtt", ".", "a.en.vtt"])
PIECES = st.sampled_from(
    ["WEBVTT", "\n", "\n\n", "\r\n", "00:01.000", "0:0:-6.-820", " --> ", "00:00:01,000 --> 00:00:02,000", "Anna: ", "Anna",
     "<v Anna>", "</v>", "<00:00:01.500>", "<c>", "[00:01]", "(1:02:03)", "NOTE", "STYLE", "1", "2", "\t", "：", "“a”", "é",
     "日本", "\u202e", "&amp;", "&#0;", "<", ">", "**", "#", "Kind: chapters", "- ", "From ", " to Everyone", "\x0c", "\x85", "\u2028"]
)  # fmt: skip


def check(parsed: ParsedTranscript) -> None:
    for turn in parsed.turns:
        assert turn.text == turn.text.strip() != ""
        assert "\ufffd" not in turn.text + (turn.speaker or "")
        assert "\x00" not in turn.text + (turn.speaker or "")
        (turn.text + (turn.speaker or "")).encode()
        assert turn.speaker != ""
        assert turn.start_ms is None or 0 <= turn.start_ms < 2**31
        assert turn.end_ms is None or turn.start_ms is None or turn.start_ms <= turn.end_ms < 2**31
        for word in turn.words:
            assert 0 <= word.start < word.end <= len(turn.text)
            assert 0 <= word.start_ms <= word.end_ms
    assert all(warning.code and warning.message for warning in parsed.warnings)


def read_or_refuse(data: bytes, name: str) -> None:
    refused: ImportRefused | None = None
    try:
        check(read(Source(data, name)))
    except ImportRefused as error:
        refused = error
    assert refused is None or (refused.code and refused.message and refused.faults[0].where)


@given(st.binary(max_size=400), NAMES)
def test_any_bytes(data: bytes, name: str) -> None:
    read_or_refuse(data, name)


@settings(max_examples=400)
@given(
    st.lists(PIECES, max_size=40).map("".join),
    NAMES,
    st.sampled_from(["utf-8", "utf-16", "utf-16-be", "shift-jis", "cp1252"]),
)
def test_any_arrangement_of_what_transcripts_are_made_of(text: str, name: str, encoding: str) -> None:
    read_or_refuse(text.encode(encoding, "replace"), name)


@given(st.text(max_size=200), NAMES)
def test_any_text(text: str, name: str) -> None:
    read_or_refuse(("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text).encode("utf-8", "surrogatepass"), name)


@given(st.binary(max_size=200), NAMES)
def test_the_likeliest_format_comes_first(data: bytes, name: str) -> None:
    try:
        found = [match.confidence for match in detect(Source(data, name))]
    except ImportRefused:
        return
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(
    "unit", ["<", "a:", "[", "0:0:", " ", "\n", "(", "{\\", "&", "A ", "**", "1\n", "--> ", "Anna Weber "]
)
@pytest.mark.parametrize("name", ["a.vtt", "a.srt", "a.txt"])
def test_a_long_run_of_anything_is_read_in_linear_time(unit: str, name: str) -> None:
    start = "WEBVTT\n\n00:01.000 --> 00:02.000\n" if name == "a.vtt" else "1\n00:00:01,000 --> 00:00:02,000\n"
    began = time.process_time()
    read_or_refuse((("" if name == "a.txt" else start) + unit * (100_000 // len(unit))).encode(), name)
    assert time.process_time() - began < 20  # a quadratic reader takes minutes for this, a linear one a second


@pytest.mark.parametrize("name", ["a.vtt", "a.json", "a.csv", "a.pdf", "a.docx"])
def test_a_file_of_two_hundred_megabytes_is_refused_unread(name: str) -> None:
    source = Source(bytes(200_000_000), name)
    tracemalloc.start()
    with pytest.raises(ImportRefused, match="larger than 100 MB"):
        read(source)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
