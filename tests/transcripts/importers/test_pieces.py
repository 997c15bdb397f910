"""A file is read in pieces; where they are cut changes nothing of what is read."""

from collections.abc import Sequence
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transcripts.importers import ImportRefused, Source, decoding, read, xml_tree

LETTERS = st.text(st.sampled_from("aé“🙂\n\r\x00\x07\ufffd \u2028"), max_size=40)
TTML = """<?xml version="1.0"
  encoding="utf-8"?>
<!-- a remark -->
<tt><body><p begin="1s">R&D, caf&eacute; &amp; tea &notaname; <br/>“so” 🙂</p>
<p>two</p></body>"""


def plainly(text: str) -> str:
    """What the pieces must be together, made of the whole text at once."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return decoding.without_controls(text.replace("\ufffd", "?"))


@given(text=LETTERS, size=st.integers(1, 9), encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-32-be", "gb18030"]))
def test_pieces_are_the_text_however_they_are_cut(text: str, size: int, encoding: str) -> None:
    found = decoding.Decoded(text.encode(encoding), encoding, certain=True)
    with patch.object(decoding, "_BLOCK", size):
        assert found.text == plainly(text)
        assert list(found.lines()) == plainly(text).split("\n")


@given(words=st.lists(st.sampled_from(["a", "🙂", "\r\n", "\n", "\ufffd"]), max_size=30), size=st.integers(1, 7))
def test_lines_with_lost_letters_are_counted_across_pieces(words: Sequence[str], size: int) -> None:
    text = "Ada: said it well enough " + "".join(words)
    with patch.object(decoding, "_BLOCK", size):
        found = decoding.decode(text.encode())
    lines = text.replace("\r\n", "\n").split("\n")
    assert found.lost == tuple(number for number, line in enumerate(lines, 1) if "\ufffd" in line)


@given(cuts=st.lists(st.integers(60, len(TTML)), max_size=8))
def test_broken_xml_is_mended_alike_wherever_it_is_cut(cuts: list[int]) -> None:
    assert seen(pieces(TTML, cuts)) == seen([TTML])


def seen(parts: Sequence[str]) -> tuple[list[tuple[str, int, str]], object]:
    document = xml_tree.parse(lambda: iter(parts))
    assert document is not None
    return [(e.name, e.line, e.said()) for e in document.root.all("tt", "p", "br")], document.mistake


def pieces(text: str, cuts: Sequence[int]) -> list[str]:
    places = [0, *sorted(set(cuts)), len(text)]
    return [part for start, end in pairwise(places) if (part := text[start:end])]


@given(cut=st.integers(30, 60))
def test_a_declared_entity_is_refused_wherever_its_name_is_cut(cut: int) -> None:
    text = "<!DOCTYPE tt [\n<!-- a remark -->\n<!ENTITY a 'b'>\n]><tt/>"
    with pytest.raises(ImportRefused) as refused:
        xml_tree.parse(lambda: iter(pieces(text, [cut])))
    assert (refused.value.code, refused.value.line) == ("entities", 3)


def test_what_opens_a_text_grid_across_lines_is_one_saying() -> None:
    grid = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0 9 <exists> 1 "IntervalTier" "Ada" 0 9 2\n'
    grid += '! a remark with a " in it\n0 4 "first line\nsecond ""quoted"" ! line\n"\n4 9 "then\nmore"\n'
    found = read(Source(grid.encode(), "a.TextGrid"))
    assert [(turn.line, turn.text) for turn in found.turns] == [
        (6, 'first line second "quoted" ! line'),
        (9, "then more"),
    ]
