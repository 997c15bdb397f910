"""Words as part of the picture: captions, lower thirds, cards and the waveform of a voice, as an ASS script. Pure.

Written for a picture of 1280 × 720, whatever the profile: libass scales it. Direction, shaping and line breaks are
libass' work (FriBidi, HarfBuzz, Unicode line breaking), so that Arabic, Hebrew, Thai, Chinese and Japanese come out
right wherever a font has their characters. Emoji are left out here: no font draws them in a video. Sidecar captions
keep them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from app.renders.timeline import Card, Footage, Piece

WIDTH, HEIGHT = 1280, 720
PAPER, INK, MUTED, ACCENT = "15130F", "F3ECE0", "C3B8A8", "E0A458"
LOWER_THIRD_MS = (400, 5_400)
MOST_CARD_CHARACTERS = 700
BARS = 120
_JOINERS = "\u200d\ufe0f\u20e3"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_STYLES = (
    "Caption,FiraGO,38,&H00FFFFFF,&H00101010,&H70000000,0,4,0,12,2,150,150,46",
    f"Name,FiraGO,34,&H00{INK[4:] + INK[2:4] + INK[:2]},&H00000000,&H60000000,1,4,0,14,7,60,60,60",
    f"Title,FiraGO,64,&H00{INK[4:] + INK[2:4] + INK[:2]},&H00000000,&H00000000,1,1,0,0,5,140,140,60",
)
_HEAD = (
    "[Script Info]\nScriptType: v4.00+\nPlayResX: 1280\nPlayResY: 720\nWrapStyle: 0\nScaledBorderAndShadow: yes\n"
    "YCbCr Matrix: TV.709\n\n[V4+ Styles]\n"
    "Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, Outline, Shadow, "
    "Alignment, MarginL, MarginR, MarginV, Encoding\n"
    # -1 lets every line find its own direction.
    + "".join(f"Style: {style},-1\n" for style in _STYLES)
    + "\n[Events]\nFormat: Layer, Start, End, Style, MarginL, MarginR, MarginV, Text\n"
)


def script(piece: Piece, bars: Sequence[float] = ()) -> str:
    """The script of a piece; empty when there is nothing to write. `bars` is the waveform of a voice without picture,
    0 to 1."""
    lines = list(_card(piece) if isinstance(piece, Card) else _footage(piece, bars))
    return _HEAD + "".join(f"{line}\n" for line in lines) if lines else ""


def plain(text: str) -> str:
    """Text as it can be drawn: without emoji and control characters, white space made single."""
    kept = "".join(sign for sign in _CONTROL.sub(" ", text) if not _is_emoji(sign))
    return re.sub(r" +([,.;:!?])", r"\1", re.sub(r"[ \t]+", " ", kept)).strip()


def escaped(text: str) -> str:
    """Text that means itself in a script: no commands, no line breaks but those it has."""
    safe = plain(text).replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")
    return safe.replace("\n", "\\N")


def _footage(piece: Footage, bars: Sequence[float]) -> Iterator[str]:
    if bars:
        yield from _waveform(bars, piece.length_ms)
    if piece.lower_third and piece.name:
        yield from _name(piece, always=bool(bars))
    for cue in piece.cues if piece.burned else ():
        name = piece.name_of(cue)
        says = f"{name}: " if name and name != piece.name else ""
        yield _line(cue.start_ms, cue.end_ms, "Caption", escaped(says + cue.text))


def _name(piece: Footage, *, always: bool) -> Iterator[str]:
    start, end = (0, piece.length_ms) if always else LOWER_THIRD_MS
    if (end := min(end, piece.length_ms)) <= start:
        return
    role = f"\\N{{\\b0\\fs26\\c{_colour(MUTED)}}}{escaped(piece.role)}" if piece.role else ""
    ease = "" if always else "\\fad(250,250)"
    high, top = (88 if role else 62), (60 if always else 462)
    shape = f"m 0 0 l 7 0 7 {high} 0 {high}"
    bar = f"{{\\an7\\pos(60,{top - 14})\\bord0\\shad0\\c{_colour(ACCENT)}{ease}\\p1}}{shape}"
    yield _line(start, end, "Title", bar, layer=1)
    yield _line(start, end, "Name", f"{{\\an7\\pos(81,{top}){ease}}}{escaped(piece.name)}{role}")


def _card(card: Card) -> Iterator[str]:
    title, text = plain(card.title), shortened(plain(card.text))
    if card.look in ("quote", "link"):
        words = f"{{\\b0\\fs{quote_size(text)}}}“{escaped(text)}”" if text else ""
        below = f"{{\\fs28\\b0\\c{_colour(ACCENT)}}}{escaped(title)}" if title else ""
        yield _line(0, card.length_ms, "Title", "\\N{\\fs20}\\N".join(part for part in (words, below) if part))
        return
    size = 64 if len(title) <= 40 else 52 if len(title) <= 90 else 40
    first = f"{{\\fs{size}}}{escaped(title)}" if title else ""
    second = f"{{\\b0\\fs32\\c{_colour(MUTED)}}}{escaped(text)}" if text else ""
    words = "\\N{\\fs22}\\N".join(part for part in (first, second) if part)
    if card.look == "section":
        rule = f"{{\\an7\\pos(100,300)\\bord0\\c{_colour(ACCENT)}\\p1}}m 0 0 l 10 0 10 120 0 120"
        yield _line(0, card.length_ms, "Title", rule)
        words = f"{{\\an4\\pos(140,360)}}{words}"
    if first or second:
        yield _line(0, card.length_ms, "Title", words, layer=1)


def _waveform(bars: Sequence[float], length_ms: int) -> Iterator[str]:
    """The voice as bars, which light up as it goes on."""
    left, middle, step = 160, HEIGHT // 2 - 10, (WIDTH - 320) / max(1, len(bars))
    drawn = " ".join(_bar(number * step, step * 0.6, max(3.0, level * 130)) for number, level in enumerate(bars))
    place = f"\\an7\\pos({left},{middle})\\bord0\\shad0"
    still = f"{{{place}\\c{_colour('4A4239')}\\p1}}{drawn}"
    clip = f"\\clip({left},0,{left},{HEIGHT})\\t(0,{length_ms},\\clip({left},0,{WIDTH - left},{HEIGHT}))"
    yield _line(0, length_ms, "Title", still)
    yield _line(0, length_ms, "Title", f"{{{place}\\c{_colour(ACCENT)}{clip}\\p1}}{drawn}", layer=1)


def _bar(left: float, width: float, half: float) -> str:
    right = left + width
    return f"m {left:.0f} {-half:.0f} l {right:.0f} {-half:.0f} {right:.0f} {half:.0f} {left:.0f} {half:.0f}"


def quote_size(text: str) -> int:
    """The larger the fewer words; wide characters count twice."""
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return next((size for most, size in ((90, 56), (200, 46), (360, 38), (520, 32)) if wide <= most), 28)


def shortened(text: str) -> str:
    """Words that fit on a card; what is cut off is marked."""
    if len(text) <= MOST_CARD_CHARACTERS:
        return text
    return f"{text[:MOST_CARD_CHARACTERS].rpartition(' ')[0] or text[:MOST_CARD_CHARACTERS]} …"


def _line(start_ms: int, end_ms: int, style: str, text: str, *, layer: int = 0) -> str:
    return f"Dialogue: {layer},{_stamp(start_ms)},{_stamp(end_ms)},{style},0,0,0,{text}"


def _stamp(ms: int) -> str:
    hundredths = round(ms / 10)
    return f"{hundredths // 360_000}:{hundredths // 6_000 % 60:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"


def _colour(rgb: str) -> str:
    return f"&H{rgb[4:]}{rgb[2:4]}{rgb[:2]}&"


def _is_emoji(sign: str) -> bool:
    code = ord(sign)
    return 0x1F000 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF or 0xE0020 <= code <= 0xE007F or sign in _JOINERS
