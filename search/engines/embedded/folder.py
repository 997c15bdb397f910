"""The folder of an embedded index: which generation is current, who may write, which settings hold."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from search.engines.embedded.generation import Generation
from search.port import EngineBusy, EngineUnavailable, Schema
from search.rules.plan import Words

FORMAT = 4


@dataclass(frozen=True)
class Settings:
    """Synonyms and stop words, folded."""

    synonyms: Mapping[Words, tuple[Words, ...]] = field(default_factory=dict)
    stop_words: frozenset[str] = frozenset()


class Folder:
    """Generations lie in folders of their own; the file `current` names the one that counts, and is swapped
    whole.
    """

    def __init__(self, path: Path, schema: Schema, *, read_only: bool) -> None:
        self._path = path
        self._schema = schema
        self._outdated = False
        self._may_be_unfinished = True
        self.read_only = read_only
        if read_only and not (path / "current").exists():
            raise EngineUnavailable(f"there is no search index in {path} yet")
        path.mkdir(parents=True, exist_ok=True)
        self._lock = None if read_only else _locked(path / "writer.lock")

    def open(self) -> Generation:
        """The current generation; a new one when there is none, or none for this schema."""
        current = _read_json(self._path / "current") or {}
        self._outdated = bool(current) and current["made_for"] != self._made_for()
        if self.read_only and self._outdated:
            raise EngineUnavailable("the search index was made for another version; it has to be built anew")
        if current and not self._outdated:
            self._sweep(current["folder"])
            return Generation(self._path / current["folder"], self._schema, writable=not self.read_only)
        return self._first()

    def _first(self) -> Generation:
        made = self.begin()
        self.point_to(made)
        self._sweep(made.folder.name)
        return made

    def begin(self, *, resume: bool = False) -> Generation:
        """A generation that nobody reads yet: empty, or to `resume` the one that a killed process left unfinished."""
        left = self._unfinished()
        self._may_be_unfinished = True
        if resume and left is not None:
            return Generation(left, self._schema)
        if left is not None:
            shutil.rmtree(left, ignore_errors=True)
        taken = [int(path.name[2:]) for path in self._path.glob("g-*")]
        name = f"g-{max(taken, default=0) + 1}"
        _write_json(self._path / "building", {"folder": name, "made_for": self._made_for()})
        return Generation(self._path / name, self._schema)

    def forget_unfinished(self) -> None:
        """Before anything changes: what a killed process left may not keep words that are taken back from now on."""
        if self._may_be_unfinished:
            self._may_be_unfinished = False
            if left := self._unfinished():
                shutil.rmtree(left, ignore_errors=True)

    def _unfinished(self) -> Path | None:
        """What `begin` began and nobody finished, if it is still of use."""
        begun = _read_json(self._path / "building") or {}
        current = _read_json(self._path / "current") or {}
        if begun.get("made_for") != self._made_for() or begun["folder"] == current.get("folder"):
            return None
        folder = self._path / begun["folder"]
        return folder if (folder / "meta.json").exists() else None

    def point_to(self, generation: Generation) -> None:
        """Make this generation the one that counts, at once and for good."""
        _write_json(self._path / "current", {"folder": generation.folder.name, "made_for": self._made_for()})
        # An index that was just filled is no longer outdated; one just begun stays so until then.
        self._outdated = self._outdated and not generation.snapshot.searcher.num_docs

    @property
    def shelf(self) -> Path:
        """Where vectors are kept: beside the generations, whose documents they outlive as long as these come again."""
        return self._path / "meaning.db"

    def has_moved(self, generation: Generation) -> bool:
        """Whether another generation is current now."""
        current = _read_json(self._path / "current") or {}
        return bool(current["folder"] != generation.folder.name)

    def state(self) -> tuple[tuple[int, int] | None, ...]:
        """Changes when another generation counts, or other settings do."""
        return tuple(_state(self._path / name) for name in ("current", "settings.json"))

    def settings(self) -> Settings:
        """The settings kept here."""
        kept = _read_json(self._path / "settings.json") or {"synonyms": [], "stop_words": []}
        synonyms = {tuple(key): tuple(tuple(other) for other in others) for key, others in kept["synonyms"]}
        return Settings(synonyms, frozenset(kept["stop_words"]))

    def keep(self, settings: Settings) -> None:
        """Keep settings beyond this process."""
        kept = {"synonyms": list(settings.synonyms.items()), "stop_words": sorted(settings.stop_words)}
        _write_json(self._path / "settings.json", kept)

    def describe(self) -> str:
        """For an operator's eye."""
        return f"embedded in {self._path}" + ("; made anew for another schema, to be filled" if self._outdated else "")

    def release(self) -> None:
        """Let another process write."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _sweep(self, kept: str) -> None:
        """Remove generations that a crash or a swap left behind."""
        unfinished = self._unfinished()
        for path in self._path.glob("g-*") if not self.read_only else ():
            if path.name != kept and path != unfinished:
                shutil.rmtree(path, ignore_errors=True)

    def _made_for(self) -> dict[str, Any]:
        return json.loads(json.dumps({"format": FORMAT, **asdict(self._schema)}))  # type: ignore[no-any-return]


def _locked(path: Path) -> IO[str]:
    """Hold the only right to write; the system gives it back when the process ends, however it ends."""
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        holder = file.read().strip()
        file.close()
        raise EngineBusy(
            f"the search index in {path.parent} is already open for writing"
            + (f" by process {holder}" if holder else "")
            + "; stop it first, or open the index for reading only"
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def _state(path: Path) -> tuple[int, int] | None:
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    return told.st_mtime_ns, told.st_ino


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _write_json(path: Path, content: object) -> None:
    """Replace a file in one step that survives a crash."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
