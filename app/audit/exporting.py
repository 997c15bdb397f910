"""Entries as files: a table for people, lines of JSON for programs. Written as they are read, whatever their number."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from typing import Any

from app.audit.models import AuditEntry

COLUMNS = (
    "number",
    "at",
    "actor",
    "actor_id",
    "action",
    "target_kind",
    "target_id",
    "project_id",
    "detail",
    "salt",
    "content_hash",
    "hash",
)
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """A table that spreadsheets open: with the mark that tells Excel it is UTF-8."""
    yield "\ufeff" + _line(COLUMNS)
    for entry in entries:
        fields = _fields(entry)
        detail = json.dumps(fields["detail"], ensure_ascii=False, sort_keys=True)
        yield _line(cell(value) for value in {**fields, "detail": detail}.values())


def as_json_lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """One object a line, with the salt and the hashes: enough to prove the chain without this server."""
    for entry in entries:
        yield json.dumps(_fields(entry), ensure_ascii=False) + "\n"


WRITERS: dict[str, Callable[[Iterable[AuditEntry]], Iterator[str]]] = {"csv": as_csv, "jsonl": as_json_lines}


def cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection): an apostrophe goes before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _fields(entry: AuditEntry) -> dict[str, Any]:
    at = entry.at if entry.at.tzinfo else entry.at.replace(tzinfo=UTC)
    own = {"number": entry.seq, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    return {name: own.get(name, getattr(entry, name, None)) for name in COLUMNS}


def _line(cells: Iterable[str]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerow(cells)
    return made.getvalue()
