"""From bytes to text, without mojibake: says which encoding was used, and whether that was a guess.

The text of a file is never held whole unless somebody asks for it: one emoji makes Python keep four bytes for each of
its letters, which alone is four times the file.
"""

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.core.lazily import lazily
from app.transcripts.importers.alphabets import japanese_encoding, single_byte_encoding
from app.transcripts.importers.parsed import ImportRefused

if TYPE_CHECKING:
    import charset_normalizer
else:
    charset_normalizer = lazily("charset_normalizer")

# UTF-32 first: its little-endian mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ISO_2022_JP = re.compile(rb"\x1b(\$[@B]|\([BJI])")
_DECLARED = re.compile(rb"""\s*<\?xml\b[^>]{0,80}?\bencoding\s*=\s*["']([A-Za-z][\w.:-]{0,30})["']""")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_LINE = re.compile(rb"[^\r\n]+")
_SAMPLE = 64 * 1024
_BLOCK = 64 * 1024  # letters
_MAX_CONTROLS = 0.01

# The encodings the preview offers when the guess looks wrong.
ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "iso8859-15", "mac-roman", "cp850", "cp437",
    "cp1250", "iso8859-2", "mac-latin2", "cp852", "cp1257", "iso8859-13", "cp1254", "iso8859-9", "mac-turkish",
    "cp1251", "koi8-r", "koi8-u", "iso8859-5", "mac-cyrillic", "cp866", "cp1253", "iso8859-7", "mac-greek", "cp1255",
    "iso8859-8", "cp1256", "iso8859-6", "cp1258", "cp874", "shift-jis", "cp932", "euc-jp", "iso2022-jp", "gb18030",
    "big5", "cp950", "euc-kr", "cp949",
)  # fmt: skip
# Windows writes a few characters more than the standards whose names its encodings bear.
_WIDER = {"shift_jis": "cp932", "euc_kr": "cp949", "big5": "cp950", "gb2312": "gb18030", "cp950": "big5hkscs"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes that are text in an encoding. `certain` is False when another encoding may be the right one.

    The text has line ends as LF, and no signs that stand for no letter.
    """

    data: bytes = field(repr=False)
    encoding: str
    certain: bool
    start: int = 0  # the bytes of a mark, which are no text
    lost: tuple[int, ...] = ()  # lines where the file itself holds replacement characters

    @property
    def text(self) -> str:
        """The whole text, made anew for whoever asks."""
        return "".join(self.blocks())

    def blocks(self) -> Iterator[str]:
        """The text from its beginning, some ten thousand letters at a time, each block as narrow as its own letters."""
        for block in _blocks(self.data, self.encoding, self.start):
            yield without_controls(block.replace("\ufffd", "?"))

    def lines(self) -> Iterator[str]:
        """The lines one after the other; a text that ends with a line end has an empty one behind it."""
        begun: list[str] = []
        for block in self.blocks():
            first, *others = block.split("\n")
            begun.append(first)
            if others:
                yield "".join(begun)
                yield from others[:-1]
                begun = others[-1:]
        yield "".join(begun)


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decodes a file; `encoding` is the reader's own choice. Raises ImportRefused for what is no text."""
    if encoding:
        return _chosen(data, encoding)
    return _marked(data) or _unicode(data) or _declared(data) or _guessed(data)


def _chosen(data: bytes, encoding: str) -> Decoded:
    if encoding.lower().replace("_", "-") not in ENCODINGS:
        raise ImportRefused("unknown_encoding", f"“{encoding}” is not an encoding this server reads.")
    start = _mark_length(data)
    found = _strict(data, encoding.lower(), certain=False, start=start)
    if found is None:
        raise _wrong(data[start:], encoding.lower())
    return replace(found, certain=True)


def _wrong(data: bytes, encoding: str) -> ImportRefused:
    """Says where the first byte stands that means nothing in an encoding."""
    advice = "Choose another encoding, or let the program detect it."
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "ignore").count("\n") + 1
        message = f"The file is not written in {encoding}: byte {error.start + 1} means nothing in it."
        return ImportRefused("wrong_encoding", message, line=line, advice=advice)
    return ImportRefused("wrong_encoding", f"In {encoding} the file is no text.", line=1, advice=advice)


def _mark_length(data: bytes) -> int:
    return next((len(mark) for mark, _ in _MARKS if data.startswith(mark)), 0)


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            found = _strict(data, encoding, certain=True, start=len(mark))
            if found is not None:
                return found
    return None


def _unicode(data: bytes) -> Decoded | None:
    if _ISO_2022_JP.search(data[:_SAMPLE]):
        found = _strict(data, "iso2022_jp", certain=True)
        if found is not None:
            return found
    wide = _wide(data)
    return _strict(data, wide or "utf-8", certain=True)


def _declared(data: bytes) -> Decoded | None:
    """What an XML file says of itself; believed only when it is not UTF-8, which many files wrongly do not declare."""
    match = _DECLARED.match(data)
    try:
        encoding = codecs.lookup(match[1].decode()).name if match else ""
    except LookupError:
        return None
    known = encoding.startswith("iso8859") or encoding in {codecs.lookup(name).name for name in ENCODINGS}
    return _strict(data, encoding, certain=True) if known else None


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: line ends and digits leave zero bytes at regular places."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    if b"\x00" not in sample:
        return None
    zeros = [sample[offset::4].count(0) for offset in range(4)]
    quarter = len(sample) / 4
    if min(zeros[2], zeros[3]) > 0.9 * quarter:
        return "utf-32-le"
    if min(zeros[0], zeros[1]) > 0.9 * quarter:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if max(even, odd) < 0.02 * len(sample) or max(even, odd) < 4 * min(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _guessed(data: bytes) -> Decoded:
    # Time stamps and markup are ASCII and drown the lines that tell encodings apart.
    sample = _whole_characters(_telling(data))
    single = japanese_encoding(sample) or single_byte_encoding(sample)
    likely: Iterable[Any] = [] if single else charset_normalizer.from_bytes(sample)
    guesses = [single] if single else [name for match in likely for name in _plain(match.encoding)]
    for encoding in (*guesses, "cp1252", "gb18030", "mac_roman"):
        found = _strict(data, encoding, certain=False)
        if found is not None:
            return found
    raise ImportRefused("not_text", "This file is not text.", line=1, advice=_ADVICE)


def _telling(data: bytes) -> bytes:
    """The first lines that are not ASCII alone."""
    found, length = list[bytes](), 0
    for match in _LINE.finditer(data):
        if not match[0].isascii():
            found.append(match[0])
            length += len(match[0]) + 1
            if length > _SAMPLE:
                break
    return b"\n".join(found)[:_SAMPLE]


def _plain(encoding: str) -> tuple[str, ...]:
    """The name people know before that of an extension: what the plain encoding cannot hold, the other one may."""
    known = {"shift_jis_2004": "shift_jis", "shift_jisx0213": "shift_jis", "euc_jis_2004": "euc_jp",
             "euc_jisx0213": "euc_jp", "big5hkscs": "big5", "gb2312": "gb18030", "gbk": "gb18030"}  # fmt: skip
    return (known[encoding], encoding) if encoding in known else (encoding,)


def _whole_characters(sample: bytes) -> bytes:
    """Ends a cut sample at a line end, so that no multi-byte character is torn apart."""
    return sample[: sample.rfind(b"\n") + 1] or sample if len(sample) == _SAMPLE else sample


def _strict(data: bytes, encoding: str, *, certain: bool, start: int = 0) -> Decoded | None:
    try:
        letters, controls, lost = _survey(_blocks(data, encoding, start))
    except (UnicodeError, LookupError):
        wider = _WIDER.get(encoding.replace("-", "_"))
        return _strict(data, wider, certain=certain, start=start) if wider else None
    if controls > _MAX_CONTROLS * letters:
        if certain:
            raise ImportRefused("not_text", "This file is not text.", line=1, advice=_ADVICE)
        return None
    return Decoded(data, encoding.replace("_", "-"), certain, start, lost)


def _survey(blocks: Iterable[str]) -> tuple[int, int, tuple[int, ...]]:
    """How many letters and how many signs for none a text has, and on which lines it holds replacement characters."""
    letters, controls, line = 0, 0, 1
    lost: dict[int, None] = {}
    for block in blocks:
        letters += len(block)
        controls += len(_CONTROL.findall(block))
        if "\ufffd" in block:
            lost |= dict.fromkeys(n for n, part in enumerate(block.split("\n"), line) if "\ufffd" in part)
        line += block.count("\n")
    return letters, controls, tuple(lost)


def _blocks(data: bytes, encoding: str, start: int) -> Iterator[str]:
    """The decoded text as it stands, with line ends as LF. Raises UnicodeError, also in its midst."""
    behind = io.BytesIO(data)
    behind.seek(start)
    reader = io.TextIOWrapper(behind, encoding, newline=None)
    block = reader.read(_BLOCK).removeprefix("\ufeff")
    # CHAT sets its times between these signs, and shows them as bullets.
    bullets = block.startswith(("@UTF8", "@Begin", "@Font", "@Window"))
    while block:
        yield block.replace("\x15", "•") if bullets else block
        block = reader.read(_BLOCK)


def without_controls(text: str) -> str:
    """A text without signs that stand for no letter."""
    return _CONTROL.sub("", text)


_ADVICE = "Export the transcript as WebVTT, SRT or plain text. Recordings are attached separately."
