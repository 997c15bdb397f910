"""The chain: every entry carries a number without gaps, and a hash over the hash before it and its own content.

    content_hash = SHA-256(salt, canonical JSON of actor and detail)
    hash         = SHA-256(hash before, canonical JSON of number, time, actor's id, deed, target, project, content_hash)

Content is hashed apart, with a salt of its own, so that an entry's content can be forgotten (GDPR art. 17) and its
place in the chain still be proved. It is a plain hash, not an HMAC with the server's secret: anybody who holds the
export and one head that was kept elsewhere can check it, and the secret can be rotated. Who can write to the database
could make the whole chain anew; a head that was kept elsewhere tells.

Numbers are given at the commit and not before: the transaction locks the one row of `audit_head` last, for the
moments that hashing and committing take. So transactions run side by side, and only their ends queue.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, event, update
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Session, col, select

from app.audit.models import AuditEntry, AuditHead
from app.core.database import columns

GENESIS = "0" * 64
"""What the first entry follows."""
UNSEALED = "audit_unsealed"
_BATCH = 1000


class Line(NamedTuple):
    """An entry as the chain sees it."""

    id: int
    seq: int | None
    at: datetime
    actor_id: str | None
    actor: str
    action: str
    target_kind: str
    target_id: str
    project_id: str | None
    detail: dict[str, Any]
    salt: str
    content_hash: str | None
    hash: str | None


COLUMNS = tuple(getattr(AuditEntry, name) for name in Line._fields)
_SEAL = (
    update(AuditEntry)
    .where(col(AuditEntry.id) == bindparam("row_id"))
    .values(seq=bindparam("number"), content_hash=bindparam("content"), hash=bindparam("sealed"))
)


def content_hash(line: Line) -> str:
    """The hash of what may be forgotten: the actor's name and the detail."""
    return _sha256(line.salt, {"actor": line.actor, "detail": line.detail})


def chained(before: str, line: Line, *, seq: int, content: str) -> str:
    """The hash of an entry at its place."""
    at = line.at if line.at.tzinfo else line.at.replace(tzinfo=UTC)
    return _sha256(
        before,
        {
            "seq": seq,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_id": line.actor_id,
            "action": line.action,
            "target_kind": line.target_kind,
            "target_id": line.target_id,
            "project_id": line.project_id,
            "content_hash": content,
        },
    )


def mark(session: Session) -> None:
    """Says that this session has an entry to seal when it commits."""
    session.info[UNSEALED] = True


@event.listens_for(AnySession, "before_commit")
def _seal_at_commit(session: AnySession) -> None:
    if not session.in_nested_transaction() and session.info.pop(UNSEALED, False):
        session.flush()
        _seal(session)


def _seal(session: AnySession) -> None:
    """Numbers and chains what this transaction added; no other transaction can see those entries yet."""
    locked = columns(AuditHead.seq, AuditHead.hash).where(col(AuditHead.id) == 1).with_for_update()
    connection = session.connection()
    seq, before = connection.execute(locked).one()
    unsealed = columns(*COLUMNS).where(col(AuditEntry.seq).is_(None)).order_by(col(AuditEntry.id))
    lines = [Line(*row) for row in connection.execute(unsealed)]
    if not lines:
        return
    sealed = []
    for number, line in enumerate(lines, start=seq + 1):
        content = content_hash(line)
        before = chained(before, line, seq=number, content=content)
        sealed.append({"row_id": line.id, "number": number, "content": content, "sealed": before})
    for start in range(0, len(sealed), _BATCH):
        connection.execute(_SEAL, sealed[start : start + _BATCH])
    connection.execute(update(AuditHead).values(seq=seq + len(lines), hash=before))


def head(session: Session) -> AuditHead | None:
    """The end of the chain; it is missing only when somebody took it away."""
    return session.exec(select(AuditHead)).first()


def lines_after(session: Session, seq: int, limit: int) -> Sequence[Line]:
    """The next entries of the chain, in order."""
    query = columns(*COLUMNS).where(col(AuditEntry.seq) > seq).order_by(col(AuditEntry.seq)).limit(limit)
    return [Line(*row) for row in session.connection().execute(query)]


def _sha256(before: str, content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(f"{before}\n{canonical}".encode("utf-8", "surrogatepass")).hexdigest()
