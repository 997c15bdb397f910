"""Streams (HLS): which parts a playlist names, and all of them fetched and put together as one file.

Everything is fetched by our own guarded fetching: ffmpeg sees only files that lie here already, and opens no playlist.
What a stream is, after RFC 8216.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urljoin

from app.core.errors import Invalid, TooLarge
from app.core.fetching import Fetched, FetchFailed, Policy, fetching
from app.core.lazily import lazily
from app.jobs.service import Progress
from app.recordings import ffmpeg

if TYPE_CHECKING:
    import m3u8
else:
    m3u8 = lazily("m3u8")

PLAYLIST_BYTES = 8 * 1024**2
MOST_PIECES = 50_000
TALLEST = 1080
"""Lines of a picture that are worth having; more only costs room."""
_TRIES = 3
_FETCHED = 0.9
"""The share of the work that fetching is."""
_READABLE = ("avc1", "avc3", "mp4a")


class StreamRefused(Invalid):
    """A stream of a kind that is not copied; says which."""

    code = "stream_not_copied"
    title = "This stream cannot be copied"


@dataclass(frozen=True, slots=True)
class Choice:
    """The playlists of the segments that are worth copying; `sound` when it comes apart from the picture."""

    picture: str
    sound: str | None = None


@dataclass(slots=True)
class Budget:
    """The limits of a policy, kept over many addresses together."""

    policy: Policy
    spent: int = 0
    _end: float = field(init=False)

    def __post_init__(self) -> None:
        self._end = time.monotonic() + self.policy.seconds

    def chunks(self, url: str, most: int | None = None) -> Iterator[tuple[Fetched, bytes]]:
        """What lies at an address; raises TooLarge and FetchFailed when all together become too much."""
        left = self.policy.max_bytes - self.spent
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise FetchFailed(f"It took longer than {self.policy.seconds / 60:.0f} minutes.")
        allowed = replace(self.policy, seconds=seconds, max_bytes=min(left, most or left))
        try:
            with fetching(url, allowed) as found:
                for chunk in found.chunks():
                    self.spent += len(chunk)
                    yield found, chunk
        except TooLarge as error:
            limit = most or self.policy.max_bytes
            raise TooLarge(f"The stream is larger than {limit // 1024**2} MB.") from error


def choose(text: str, url: str) -> Choice | None:
    """The best of the versions that a playlist names; None when it names the segments themselves."""
    found = _parsed(text, url)
    if not found.is_variant:
        return None
    versions = [one for one in found.playlists if one.uri]
    if not versions:
        raise StreamRefused("The playlist names nothing to play.")
    best = max(versions, key=_worth)
    return Choice(_address(url, best.uri), _sound_of(found, best, url))


def pieces(text: str, url: str) -> tuple[str, ...]:
    """The addresses whose contents, one behind the other, are the recording."""
    found = _parsed(text, url)
    segments = list(found.segments)
    if not found.is_endlist:
        raise StreamRefused("The stream is still going on. Once it has ended, it can be copied.")
    if not segments:
        raise StreamRefused("The playlist names nothing to play.")
    if len(segments) > MOST_PIECES:
        raise StreamRefused(f"The stream has more than {MOST_PIECES:,} pieces.")
    if any(one.key and one.key.method not in (None, "NONE") for one in segments):
        raise StreamRefused("The stream is encrypted. Ask its owner for the recording as a file.")
    if any(one.discontinuity for one in segments[1:]) or len({_init_of(one) for one in segments}) > 1:
        raise StreamRefused("The stream is put together of several recordings, e.g. with advertisements between them.")
    named = [_address(url, one.uri) for one in segments]
    init = segments[0].init_section
    if any(one.byterange for one in segments) or (init and init.byterange):
        return _one_file([*([_address(url, init.uri)] if init else []), *named])
    return tuple([_address(url, init.uri)] if init else []) + tuple(named)


def tracks(url: str, budget: Budget) -> list[tuple[str, ...]]:
    """Reads the playlists behind an address: the pieces of the picture, and those of the sound when it comes apart."""
    text, where = _text(url, budget)
    choice = choose(text, where)
    if choice is None:
        return [pieces(text, where)]
    return [pieces(*_text(one, budget)) for one in (choice.picture, choice.sound) if one]


def save(named: Sequence[Sequence[str]], file: Path, work_folder: Path, budget: Budget, progress: Progress) -> None:
    """Fetches the pieces of the tracks and makes one film of them, as it was recorded, without encoding it anew."""
    count, done = sum(map(len, named)), 0

    def one_more() -> None:
        nonlocal done
        done += 1
        progress(_FETCHED * done / count)

    work_folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work_folder) as folder:
        fetched = [_fetched(one, Path(folder) / f"{number}", budget, one_more) for number, one in enumerate(named)]
        try:
            _join(fetched, file, budget.policy.max_bytes, progress)
        except ffmpeg.MediaRefused:
            if len(fetched) > 1:
                raise
            # Sound or picture of a kind that MP4 does not hold: what plays it is made later, as of any upload.
            shutil.move(fetched[0], file)


def _parsed(text: str, url: str) -> Any:
    if not text.lstrip("\ufeff").startswith("#EXTM3U"):
        raise StreamRefused("What lies there is no playlist of a stream.")
    try:
        return m3u8.loads(text, uri=url)
    except Exception as error:  # the parser lets through whatever a broken line makes Python raise
        raise StreamRefused("The playlist of the stream is damaged.") from error


def _address(base: str, uri: str) -> str:
    try:
        return urljoin(base, uri)
    except ValueError as error:
        raise StreamRefused("The playlist names an address that is none.") from error


def _worth(version: Any) -> tuple[bool, bool, bool, int]:
    """How good a version is to have: has it a picture, do browsers play it, is its size sensible; then the best."""
    told = version.stream_info
    codecs = [one.strip() for one in (told.codecs or "").split(",") if one.strip()]
    lines = told.resolution[1] if told.resolution else 0
    is_sound_alone = bool(codecs) and not lines and all(one.startswith("mp4a") for one in codecs)
    bandwidth = int(told.bandwidth or 0)
    fits = lines <= TALLEST
    return (
        not is_sound_alone,
        all(one.startswith(_READABLE) for one in codecs),
        fits,
        bandwidth if fits else -bandwidth,
    )


def _sound_of(found: Any, version: Any, url: str) -> str | None:
    group = version.stream_info.audio
    heard = [one for one in found.media if one.type == "AUDIO" and one.group_id == group] if group else []
    if not heard:
        return None
    chosen = next((one for one in heard if one.default == "YES"), heard[0])
    return _address(url, chosen.uri) if chosen.uri else None


def _init_of(segment: Any) -> tuple[str, str] | None:
    init = segment.init_section
    return (init.uri, init.byterange or "") if init else None


def _one_file(named: Sequence[str]) -> tuple[str, ...]:
    """A stream whose pieces are parts of one file is that file."""
    if len(set(named)) > 1:
        raise StreamRefused("The stream's pieces are parts of several files.")
    return (named[0],)


def _text(url: str, budget: Budget) -> tuple[str, str]:
    """A playlist, and the address that it came from in the end."""
    where, read = url, b""
    for found, chunk in budget.chunks(url, PLAYLIST_BYTES):
        where, read = found.url, read + chunk
    return read.decode(errors="replace"), where


def _fetched(named: Sequence[str], file: Path, budget: Budget, one_more: Callable[[], None]) -> Path:
    with file.open("wb") as out:
        for url in named:
            _append(url, out, budget)
            one_more()
    return file


def _append(url: str, out: BinaryIO, budget: Budget) -> None:
    """One of hundreds of pieces may fail for a moment: it is tried again before all of them are given up."""
    begun = out.tell()
    for tried in range(1, _TRIES + 1):
        try:
            for _, chunk in budget.chunks(url):
                out.write(chunk)
            return
        except FetchFailed:
            if tried == _TRIES:
                raise
            out.seek(begun)
            out.truncate()


def _join(fetched: Sequence[Path], file: Path, most: int, progress: Progress) -> None:
    def joining(share: float, message: str = "") -> None:
        progress(_FETCHED + (0.99 - _FETCHED) * share, message)

    # Both tracks count from the same zero, so they are moved together and not each to its own beginning.
    kept = ("-c", "copy", "-copyts", "-avoid_negative_ts", "make_zero", "-movflags", "+faststart")
    ffmpeg.run(
        [ffmpeg.media(path) for path in fetched],
        ["-map", "0:v:0?", "-map", f"{len(fetched) - 1}:a:0?", *kept, "-f", "mp4", f"file:{file}"],
        limits=ffmpeg.Limits(wall_seconds=3_600, file_bytes=most),
        progress=joining,
    )
