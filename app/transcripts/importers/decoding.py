"""From bytes to text, without mojibake: says which encoding was used, and whether that was a guess."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.core.lazily import lazily
from app.transcripts.importers.alphabets import single_byte_encoding
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
_SAMPLE = 64 * 1024
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
    """Text with line ends as LF. `certain` is False when another encoding may be the right one."""

    text: str
    encoding: str
    certain: bool
    lost: tuple[int, ...] = ()  # lines where the file itself holds replacement characters


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decodes a file; `encoding` is the reader's own choice. Raises ImportRefused for what is no text."""
    if encoding:
        return _chosen(data, encoding)
    return _marked(data) or _unicode(data) or _declared(data) or _guessed(data)


def _chosen(data: bytes, encoding: str) -> Decoded:
    if encoding.lower().replace("_", "-") not in ENCODINGS:
        raise ImportRefused("unknown_encoding", f"“{encoding}” is not an encoding this server reads.")
    found = _strict(_without_mark(data), encoding.lower(), certain=False)
    if found is not None:
        found = replace(found, certain=True)
    if found is None:
        raise _wrong(_without_mark(data), encoding.lower())
    return found


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


def _without_mark(data: bytes) -> bytes:
    mark = next((mark for mark, _ in _MARKS if data.startswith(mark)), b"")
    return data[len(mark) :]


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            found = _strict(data[len(mark) :], encoding, certain=True)
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
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    sample = _whole_characters(telling)
    single = single_byte_encoding(sample)
    likely: Iterable[Any] = [] if single else charset_normalizer.from_bytes(sample)
    guesses = [single] if single else [name for match in likely for name in _plain(match.encoding)]
    for encoding in (*guesses, "cp1252", "gb18030", "mac_roman"):
        found = _strict(data, encoding, certain=False)
        if found is not None:
            return found
    raise ImportRefused("not_text", "This file is not text.", line=1, advice=_ADVICE)


def _plain(encoding: str) -> tuple[str, ...]:
    """The name people know before that of an extension: what the plain encoding cannot hold, the other one may."""
    known = {"shift_jis_2004": "shift_jis", "shift_jisx0213": "shift_jis", "euc_jis_2004": "euc_jp",
             "euc_jisx0213": "euc_jp", "big5hkscs": "big5", "gb2312": "gb18030", "gbk": "gb18030"}  # fmt: skip
    return (known[encoding], encoding) if encoding in known else (encoding,)


def _whole_characters(sample: bytes) -> bytes:
    """Ends a cut sample at a line end, so that no multi-byte character is torn apart."""
    return sample[: sample.rfind(b"\n") + 1] or sample if len(sample) == _SAMPLE else sample


def _strict(data: bytes, encoding: str, *, certain: bool) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        wider = _WIDER.get(encoding.replace("-", "_"))
        return _strict(data, wider, certain=certain) if wider else None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith(("@UTF8", "@Begin", "@Font", "@Window")):
        text = text.replace("\x15", "•")  # CHAT sets its times between these, and shows them as bullets
    if len(_CONTROL.findall(text)) > _MAX_CONTROLS * len(text):
        if certain:
            raise ImportRefused("not_text", "This file is not text.", line=1, advice=_ADVICE)
        return None
    return _clean(text, encoding, certain)


def _clean(text: str, encoding: str, certain: bool) -> Decoded:
    lost: tuple[int, ...] = ()
    if "\ufffd" in text:
        lost = tuple(number for number, line in enumerate(text.split("\n"), 1) if "\ufffd" in line)
        text = text.replace("\ufffd", "?")
    return Decoded(without_controls(text), encoding.replace("_", "-"), certain, lost)


def without_controls(text: str) -> str:
    """A text without signs that stand for no letter."""
    return _CONTROL.sub("", text)


_ADVICE = "Export the transcript as WebVTT, SRT or plain text. Recordings are attached separately."
