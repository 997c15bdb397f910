"""What may be taken out of the log, so that the rest can still be proved: old entries, and the content of some."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, func, or_, select, update

from app.audit.checking import FORGET, PRUNE
from app.audit.models import AuditEntry, AuditHead
from app.audit.service import Actor, record


def prune(session: Session, *, actor: Actor, before: datetime) -> int:
    """Deletes the entries older than a moment, from the beginning on; an entry says how many, and where the chain
    begins from now on. Returns how many went.
    """
    head = session.exec(select(AuditHead).with_for_update()).one()
    first_kept = select(func.min(AuditEntry.seq)).where(col(AuditEntry.at) >= before)
    up_to = (session.exec(first_kept).one() or head.seq + 1) - 1
    if up_to <= head.pruned_seq:
        return 0
    ending = session.exec(select(AuditEntry.hash).where(AuditEntry.seq == up_to)).one() or ""
    gone = up_to - head.pruned_seq
    # The database lets entries go only once this says so.
    head.pruned_seq, head.pruned_hash = up_to, ending
    session.add(head)
    session.flush()
    session.exec(delete(AuditEntry).where(col(AuditEntry.seq) <= up_to))
    detail = {"up_to": up_to, "hash": ending, "entries": gone}
    record(session, actor=actor, action=PRUNE, target_kind="audit", target_id="log", detail=detail)
    return gone


def forget(session: Session, *, actor: Actor, person_id: str, reason: str = "") -> int:
    """Empties what entries by or about somebody say beyond ids: the actor's name and the detail (GDPR art. 17).

    That something happened, when and to which id stays, and can be proved. Returns how many entries were emptied.
    """
    theirs = or_(col(AuditEntry.actor_id) == person_id, col(AuditEntry.target_id) == person_id)
    query = select(AuditEntry.seq).where(
        theirs, col(AuditEntry.seq).is_not(None), AuditEntry.salt != "", col(AuditEntry.action).not_in([FORGET, PRUNE])
    )
    numbers = sorted(seq for seq in session.exec(query) if seq is not None)
    empty: dict[str, Any] = {"actor": "", "detail": {}, "salt": ""}
    for first, last in ranges(numbers):
        session.exec(update(AuditEntry).where(col(AuditEntry.seq).between(first, last)).values(**empty))
    if numbers:
        detail = {"entries": ranges(numbers), "reason": reason}
        record(session, actor=actor, action=FORGET, target_kind="person", target_id=person_id, detail=detail)
    return len(numbers)


def ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Ascending numbers as pairs of first and last: [1, 2, 3, 7] -> [[1, 3], [7, 7]]."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
