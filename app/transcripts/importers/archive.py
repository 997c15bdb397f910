"""ZIP containers (DOCX, ODT, XLSX), opened with suspicion: a small file may unpack to more than a machine holds.

`zipfile` never hands out more of a part than the directory announces, so the announced sizes are a bound, and they
are added up before anything is unpacked. Nothing outside the archive is ever fetched.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import IO

from app.transcripts.importers.parsed import ImportRefused

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_UNPACKED = 150 * 1024**2
MAX_RATIO = 200
_SMALL = 4 * 1024**2  # below this no ratio is suspicious: a table of zeros packs a thousandfold
_MAX_PARTS = 10_000
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError)


class Archive:
    """The parts of a container by name. Raises ImportRefused for what is damaged, locked or a bomb."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise damaged() from error
        self._names = {info.filename.lower(): info for info in self._zip.infolist()}
        unpacked = sum(info.file_size for info in self._zip.infolist() if info.filename.endswith((".xml", ".rels")))
        if len(self._names) > _MAX_PARTS or unpacked > MAX_UNPACKED:
            raise _bomb()
        if unpacked > _SMALL and unpacked > MAX_RATIO * len(data):
            raise _bomb()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def read(self, name: str, use: Callable[[IO[bytes]], None]) -> bool:
        """Hands a part to `use` as a stream; returns False when there is no such part."""
        info = self._names.get(name.lower().lstrip("/"))
        if info is None:
            return False
        if info.flag_bits & 1:
            raise locked()
        try:
            with self._zip.open(info) as part:
                use(part)
        except _DAMAGE as error:
            raise damaged() from error
        return True

    def bytes_of(self, name: str, limit: int = 65_536) -> bytes:
        """The beginning of a part; empty when there is none."""
        found: list[bytes] = []
        self.read(name, lambda part: found.append(part.read(limit)))
        return found[0] if found else b""


def damaged() -> ImportRefused:
    """The refusal of a file that breaks off or holds nonsense."""
    advice = "Open it in the program that made it, save it again, and import that."
    return ImportRefused("damaged", "The file is damaged or cut off.", advice=advice)


def locked() -> ImportRefused:
    """The refusal of a file behind a password."""
    advice = "Save it without a password and import that."
    return ImportRefused("locked", "The file is protected by a password.", advice=advice)


def refuse_old_office(data: bytes) -> ImportRefused:
    """Why a file in Microsoft's old container is not read: locked, a workbook, or a document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return locked()
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        advice = "Open it and save it as .xlsx or CSV."
        return ImportRefused(
            "old_workbook", "This is a workbook of an old kind (.xls), which is not read.", advice=advice
        )
    advice = "Open it and save it as .docx."
    return ImportRefused("old_document", "This is a document of an old kind (.doc), which is not read.", advice=advice)


def _bomb() -> ImportRefused:
    advice = "Save the text alone, without what is embedded in it, and import that."
    return ImportRefused("unpacks_too_large", "The file unpacks to more than this server reads.", advice=advice)
