"""Turns in many scripts for property tests: emoji with joiners, combining accents, right-to-left, CJK."""

from hypothesis import strategies as st

from app.transcripts.anchors import Anchor, Line, Position, describe

PIECES = [
    "no", "it", "export", "broke", "again", "ok", ",", ".", "  ", "e\u0301t\u00e9", "cafe\u0301", "👩‍👩‍👧", "👍🏽", "🏳️‍🌈", "🤷",
    "שלום", "מחיר", "لا", "أعرف", "导出", "失败了", "エクスポート", "수출", "ß", "İ", "\u200f", "\n", "½", "𝔘𝔫",
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn, *, min_words: int = 1) -> str:
    words = draw(st.lists(st.sampled_from(PIECES), min_size=min_words, max_size=9))
    return draw(st.sampled_from([" ", ""])).join(words)


@st.composite
def transcripts(draw: st.DrawFn) -> list[Line]:
    """One to five turns of which at least one has text to mark."""
    lines = draw(st.lists(texts(), min_size=1, max_size=5).filter(lambda all_: any(text.strip() for text in all_)))
    return [Line(f"t{number}", text) for number, text in enumerate(lines)]


@st.composite
def spans(draw: st.DrawFn, turns: list[Line]) -> Anchor:
    """A mark on text that is there, in one turn or across several."""
    places = [
        (number, offset)
        for number, turn in enumerate(turns)
        for offset, letter in enumerate(turn.text)
        if letter.strip()
    ]
    one, other = draw(st.sampled_from(places)), draw(st.sampled_from(places))
    first, last = min(one, other), max(one, other)
    return describe(turns, Position(turns[first[0]].id, first[1]), Position(turns[last[0]].id, last[1] + 1))
