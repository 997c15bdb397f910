"""Files that break: what exists as a real kind of file, changed at random. Shared by the tests and `bench`."""

import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.transcripts.importers.samples import SAMPLES
from tests.transcripts.importers.writers import FORMATS, Said, Turn
from tests.transcripts.importers.writers_documents import WRITERS

_TALK = [
    ("Anna Weber", "How did it go, and what then?", 1_000),
    ("Gerda", "It failed – „nichts“ für zwölf Tage.", 8_000),
    ("Anna Weber", "日本語 שלום नमस्ते", 21_000),
    ("Gerda", "3 < 4 & that was all; I hung up.", 65_000),
]
_TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b">", b"&", b"&#0;", b"&#xFFFFFFFF;", b"&lt;", b"<!ENTITY a 'b'>", b"<![CDATA[", b"-->",
    b"<!--", b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b"\\u-1", b"\\'ff", b"\\bin99999 ", b"{\\", b"\\ud800", b"1e999", b"-1", b"NaN",
    b"99999999999999999999", b"00:00:00.000 --> 99:99:99.999", b"0:0:-6.-820", b"\r", b"\n\n", b"\t", b"\xe2\x80\xae", b"\xef\xbf\xbd",
    b"xmlns:a='b'", b"WEBVTT", b"@Begin", b"File type", b"null", b"true", b"%PDF-", b"endobj", b"stream\n", b"/Length -1", b"<w:tbl>",
    b"</w:tbl>", b"<table>", b"<td", b"NOTE ", b"STYLE", b"Speaker 1:", b"[00:00:01]", b",", b";", b"\xf0\x9f\x98\x80",
)  # fmt: skip
ODD_NUMBERS = ("²".encode(), "①".encode(), "٣".encode(), b"9" * 5_000)
"""Signs that count as digits and are no number, other scripts' digits, and more digits than Python reads."""
ODD_VALUES: tuple[Any, ...] = ([], {}, ["a"], {"a": [1]}, None, "", "a", -1, 1e300, True)
_BIG = 2_000_000
_YOUTUBE = (
    b'{"wireMagic": "pb3", "events": [{"tStartMs": 0, "dDurationMs": 4000, "id": 1},'
    b' {"tStartMs": 160, "dDurationMs": 3900, "wWinId": 1, "segs": [{"utf8": "It", "acAsrConf": 0},'
    b' {"utf8": " failed", "tOffsetMs": 320}, {"utf8": "\\nthen", "tOffsetMs": 700}]},'
    b' {"tStartMs": 4100, "dDurationMs": 2000, "aAppend": 1, "segs": [{"utf8": "\\n"}]}]}'
)
_TURNS = [
    Turn(
        number % 2,
        tuple(Said(word, at, at + 90) for at, word in zip(range(ms, ms + 9_000, 100), words.split(), strict=False)),
    )
    for number, (_, words, ms) in enumerate(_TALK)
]


@dataclass(frozen=True)
class Seed:
    """A sound file to begin with."""

    name: str
    data: bytes


def seeds(*, most: int = 60_000) -> list[Seed]:
    """One file of each kind that the tests write, and the real ones where they exist, none larger than `most`."""
    written = [Seed(name, write(_TALK)) for write, _, name in WRITERS.values()]
    written += [Seed(f"talk.{one.suffix}", one.data(_TURNS)) for one in FORMATS.values()]
    written.append(Seed("talk.json3", _YOUTUBE))
    return [*written, *_real(most)]


def _real(most: int) -> Iterator[Seed]:
    for folder in ("parser_tests", "transcripts", "encodings", "qda"):
        for path in sorted((SAMPLES / folder).rglob("*")):
            if path.is_file() and 0 < path.stat().st_size <= most:
                yield Seed(path.name, path.read_bytes())


def mutated(seed: Seed, rng: random.Random) -> Seed:
    """The file, broken in one to six places; containers are often broken inside."""
    data = seed.data
    if data.startswith(b"PK") and rng.random() < 0.8:
        data = _inside(data, rng)
    else:
        for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
            data = rng.choice(_WAYS)(data, rng)
    name = seed.name if rng.random() < 0.85 else rng.choice(_NAMES)
    return Seed(name, data[:_BIG])


def _inside(data: bytes, rng: random.Random) -> bytes:
    """Unpacks, breaks one part, packs again."""
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            names = old.namelist()
            broken = rng.choice([name for name in names if name.endswith((".xml", ".rels"))] or names)
            for name in names:
                part = old.read(name)
                if name == broken:
                    part = rng.choice(_WAYS)(part, rng)
                if name != broken or rng.random() < 0.9:
                    new.writestr(name, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        return data[: len(data) // 2]
    return target.getvalue()


def _flip(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 4, 16))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(data: bytes, rng: random.Random) -> bytes:
    first, last = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:first] + data[last:]


def _break_off(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _insert(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(_TOKENS) * rng.choice((1, 1, 2, 50, 400)) + data[at:]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    first, last = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return (
        data[:last] + data[first:last] * min(rng.choice((1, 3, 20)), 300_000 // max(last - first, 1) + 1) + data[last:]
    )


def _swap(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def _numbers(data: bytes, rng: random.Random) -> bytes:
    """Replaces a number by one that is absurd."""
    digits = [at for at, byte in enumerate(data[:100_000]) if 48 <= byte <= 57]
    if not digits:
        return data
    at = rng.choice(digits)
    absurd = (b"-1", b"4294967296", b"1e308", b"0", b"00000000000", b"999999999", *ODD_NUMBERS)
    return data[:at] + rng.choice(absurd) + data[at + 1 :]


def with_odd_numbers(data: bytes, each: int) -> Iterator[bytes]:
    """The file with each of some of its numbers, and with all of them, ending in digits that are not to be counted
    with.
    """
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        for name, part in parts.items():
            for odd in _with_odd_numbers(part, each) if name.endswith(".xml") else ():
                target = io.BytesIO()
                with zipfile.ZipFile(target, "w") as new:
                    for path, content in (parts | {name: odd}).items():
                        new.writestr(path, content)
                yield target.getvalue()
    else:
        yield from _with_odd_numbers(data, each)


def with_odd_values(data: bytes) -> Iterator[bytes]:
    """A JSON file with each of its values, a few of each list, replaced by one of another type."""
    tree = json.loads(data)
    for place in list(_places(tree)):
        for odd in ODD_VALUES:
            holder = other = json.loads(data)
            for step in place[:-1]:
                holder = holder[step]
            holder[place[-1]] = odd
            yield json.dumps(other).encode()


def _places(value: Any) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for step, one in inner:
        yield (step,)
        yield from ((step, *rest) for rest in _places(one))


def _with_odd_numbers(data: bytes, each: int) -> Iterator[bytes]:
    found = list(re.finditer(rb"\d+", data))
    for odd in ODD_NUMBERS:
        for number in found[:: max(1, len(found) // each)]:
            yield data[: number.end()] + odd + data[number.end() :]
        yield re.sub(rb"\d+", lambda number, odd=odd: number[0] + odd, data)  # type: ignore[misc]


def _recode(data: bytes, rng: random.Random) -> bytes:
    encoding = rng.choice(("utf-16", "utf-32-be", "shift-jis", "cp1251", "utf-8-sig"))
    return data.decode("utf-8", "ignore").encode(encoding, "ignore")


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _cut, _break_off, _insert, _insert, _repeat, _swap, _numbers, _numbers, _recode,
)  # fmt: skip
_NAMES = (
    "a",
    "a.vtt",
    "a.srt",
    "a.txt",
    "a.csv",
    "a.json",
    "a.xml",
    "a.docx",
    "a.pdf",
    "a.html",
    "a.rtf",
    "a.xlsx",
    "a.cha",
    "a.TextGrid",
)
