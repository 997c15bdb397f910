"""Which files of some folders are transcripts and recordings, and which two belong together. Pure but for looking."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.transcripts.importers import SUFFIXES as TRANSCRIPTS

RECORDINGS = frozenset(
    {
        *("mp4", "m4v", "mov", "webm", "mkv", "avi", "wmv", "mpg", "mpeg", "ts", "ogv", "flv"),
        *("mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "aif", "aiff", "caf", "amr"),
    }
)
_PASSED_OVER = frozenset({"thumbs.db", "desktop.ini"})
_DAY = re.compile(r"(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Pair:
    """What becomes one interview: a transcript, a recording, or both of the same name."""

    transcript: Path | None
    recording: Path | None

    @property
    def path(self) -> Path:
        """The file it goes by."""
        path = self.transcript or self.recording
        assert path is not None  # noqa: S101 - a pair without files is never made
        return path


@dataclass(slots=True)
class Found:
    """The pairs in the order of their names, and the files that were left out."""

    pairs: list[Pair] = field(default_factory=list)
    ignored: list[Path] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)


def look_for(paths: Sequence[Path], *, recordings: bool = True) -> Found:
    """Walks folders; a file that is named itself is always tried, whatever it is called."""
    found, files = Found(), list[Path]()
    for path in paths:
        if path.is_dir():
            for file in walk(path):
                (files if _is_known(file) else found.ignored).append(file)
        elif path.is_file():
            files.append(path)
        else:
            found.missing.append(path)
    files = list({file.resolve(): file for file in files}.values())
    if not recordings:
        found.ignored += [file for file in files if is_recording(file)]
        files = [file for file in files if not is_recording(file)]
    found.pairs = pair(files)
    return found


def walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in the order of names, but for hidden ones and the system's own."""
    for path in sorted(folder.iterdir(), key=lambda one: unicodedata.normalize("NFC", one.name).casefold()):
        if path.name.startswith((".", "~$", "__MACOSX")) or path.name.lower() in _PASSED_OVER:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from walk(path)
        elif path.is_file():
            yield path


def pair(files: Iterable[Path]) -> list[Pair]:
    """Puts each recording with the transcript of its name in the same folder; the others stand alone.

    A second transcript of the same name, such as the same talk as .srt, stands alone too: which one is meant is not
    for a program to say.
    """
    files = list(files)
    waiting = {(file.parent, stem(file.name)): file for file in reversed(files) if is_recording(file)}
    words = [file for file in files if not is_recording(file)]
    pairs = [Pair(file, waiting.pop((file.parent, stem(file.name)), None)) for file in words]
    paired = {one.recording for one in pairs}
    return [*pairs, *(Pair(None, file) for file in files if is_recording(file) and file not in paired)]


def stem(name: str) -> str:
    """A name without its endings: “talk.en.vtt”, “talk_transcript.txt” and “talk.mp4” are all “talk”."""
    bare = re.sub(r"\.[^.]+$", "", name)
    bare = re.sub(r"\.[a-z]{2,3}(-[a-z]{2,4})?$", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r"[._ -](transcript|captions?|subtitles?|\d{3,4}x\d{3,4}|audio_only)$", "", bare, flags=re.IGNORECASE)
    return unicodedata.normalize("NFC", bare).casefold()


def is_recording(path: Path) -> bool:
    """Told by the end of its name; what is in it is looked into when it is attached."""
    return _suffix(path) in RECORDINGS


def day_in(name: str) -> str | None:
    """The day in a file's name, as in “2026-03-12 Rosa.vtt” or “GMT20260312-101500.vtt”."""
    match = _DAY.search(name)
    return "-".join(match.groups()) if match else None


def _is_known(path: Path) -> bool:
    return is_recording(path) or _suffix(path) in TRANSCRIPTS


def _suffix(path: Path) -> str:
    return path.suffix.removeprefix(".").lower()
