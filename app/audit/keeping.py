"""What may be taken out of the log: what entries say about somebody beyond ids."""

from sqlmodel import Session, col, or_, update

from app.audit.models import AuditEntry
from app.audit.service import Actor, record


def forget(session: Session, *, actor: Actor, person_id: str, reason: str = "") -> int:
    """Empties what entries by or about somebody say beyond ids: the actor's name and the detail (GDPR art. 17).

    That something happened, when and to which id stays. Returns how many entries were emptied.
    """
    theirs = or_(col(AuditEntry.actor_id) == person_id, col(AuditEntry.target_id) == person_id)
    found = session.exec(
        update(AuditEntry).where(theirs, col(AuditEntry.action) != "audit.forget").values(actor="", detail={})
    )
    if found.rowcount:
        record(
            session,
            actor=actor,
            action="audit.forget",
            target_kind="person",
            target_id=person_id,
            detail={"entries": found.rowcount, "reason": reason},
        )
    return int(found.rowcount)
