"""Reading the chain from its beginning: is every entry there, and as it was written?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from app.audit import chain
from app.audit.models import AuditEntry, AuditHead
from app.core.errors import Fault, Invalid

FORGET = "audit.forget"
PRUNE = "audit.prune"
BATCH = 2000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head of the chain that somebody kept elsewhere, written `number:hash`."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a reading found. `broken_seq` is the first entry that is not as it was written, and `why` says how."""

    head: Anchor
    entries: int
    broken_seq: int | None = None
    why: str = ""

    @property
    def holds(self) -> bool:
        return not self.why


def read_anchor(text: str) -> Anchor:
    """Reads `number:hash`; raises Invalid for anything else."""
    seq, _, kept = text.strip().partition(":")
    if not (seq.isdecimal() and len(seq) < 19) or len(kept) != len(chain.GENESIS):
        message = "A head is written as a number, a colon and 64 digits, as firsthand audit verify prints it."
        raise Invalid(message, code="bad_anchor", faults=[Fault("anchor", message)])
    return Anchor(int(seq), kept.lower())


def verify(session: Session, *, anchor: Anchor | None = None, progress: Progress | None = None) -> Checked:
    """Reads the whole chain, in batches; `progress` hears of entries done, and of how many there are."""
    ending = chain.head(session)
    if ending is None:
        return Checked(Anchor(0, chain.GENESIS), 0, 1, "the row that says where the chain ends is missing")
    fault = _first_fault(session, ending, anchor, progress or (lambda _done, _of: None))
    found = Anchor(ending.seq, ending.hash)
    return Checked(found, ending.seq - ending.pruned_seq, *(fault or ()))


def _first_fault(
    session: Session, ending: AuditHead, anchor: Anchor | None, progress: Progress
) -> tuple[int, str] | None:
    if anchor and anchor.seq > ending.seq:
        return ending.seq + 1, f"the chain ends at {ending.seq}, but {anchor.seq} entries were there once"
    if wrong := _prune_fault(session, ending):
        return wrong
    allowed = forgotten(session)
    at, before = ending.pruned_seq, ending.pruned_hash
    for line in _lines(session, at, ending, progress):
        if wrong := _fault(line, at, before, allowed):
            return wrong
        at, before = line.seq or 0, line.hash or ""
        if anchor and anchor.seq == at and anchor.hash != before:
            return at, "it is not the entry that the kept head was made from: the chain was written anew"
    return _end_fault(session, ending, at, before)


def _lines(session: Session, after: int, ending: AuditHead, progress: Progress) -> Iterator[chain.Line]:
    start = after
    while lines := chain.lines_after(session, after, BATCH):
        yield from lines
        after = lines[-1].seq or 0
        progress(after - start, ending.seq - start)


def _fault(line: chain.Line, at: int, before: str, allowed: set[int]) -> tuple[int, str] | None:
    seq = line.seq or 0
    if seq != at + 1:
        return at + 1, "it is missing"
    is_forgotten = line.salt == "" and seq in allowed
    if not is_forgotten and chain.content_hash(line) != line.content_hash:
        return seq, "its actor or detail was changed, or emptied without a note"
    if chain.chained(before, line, seq=seq, content=line.content_hash or "") != line.hash:
        return seq, "it was changed, or an entry before it"
    return None


def _end_fault(session: Session, ending: AuditHead, at: int, before: str) -> tuple[int, str] | None:
    if at < ending.seq:
        return at + 1, "it is missing, and all after it"
    if at > ending.seq or before != ending.hash:
        return at, "the chain goes on behind its end, or ends in another entry than it says"
    loose = session.exec(select(func.count()).select_from(AuditEntry).where(col(AuditEntry.seq).is_(None))).one()
    return (at + 1, f"{loose} entries were added without a place in the chain") if loose else None


def _prune_fault(session: Session, ending: AuditHead) -> tuple[int, str] | None:
    if ending.pruned_seq == 0:
        return None if ending.pruned_hash == chain.GENESIS else (1, "the chain begins with another entry than it did")
    noted = {"up_to": ending.pruned_seq, "hash": ending.pruned_hash}
    details = session.exec(select(AuditEntry.detail).where(AuditEntry.action == PRUNE)).all()
    if any(noted.items() <= detail.items() for detail in details):
        return None
    return ending.pruned_seq, "it and those before it are gone, and no entry says who pruned them"


def forgotten(session: Session) -> set[int]:
    """The numbers of entries whose content was forgotten, and noted to be."""
    details = session.exec(select(AuditEntry.detail).where(AuditEntry.action == FORGET)).all()
    return {seq for detail in details for first, last in detail["entries"] for seq in range(first, last + 1)}
