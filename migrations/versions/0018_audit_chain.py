"""the audit log as a chain: every entry numbered and hashed onto the one before, and the database refuses to change it

Entries written before are chained here, in the order they were written. What they should not have held goes first:
titles, file names, labels and pseudonyms can be the names of people heard, and a chained entry is kept for good.

Three changes are let through by the triggers: sealing an entry once, emptying the content of one (which has to be noted
in the log), and deleting what lies before the pruned end of `audit_head`. Rebuilding the table (batch mode) drops its
triggers on SQLite: a later migration that does so has to call `guard` again.
"""

import hashlib
import json
from datetime import UTC
from secrets import token_hex

import sqlalchemy as sa
import sqlmodel
from alembic import context, op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString
GENESIS = "0" * 64
BATCH = 2000
PERSONAL = ("title", "file_name", "label", "pseudonym")
NEW = (
    ("project_id", text(length=36)),
    ("once", text(length=160)),
    ("seq", sa.Integer()),
    ("content_hash", text(length=64)),
    ("hash", text(length=64)),
)
UNIQUE = ("once", "seq")
ENTRY = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("at", sqlmodel.sql.sqltypes.UTCDateTime()),
    *(sa.column(name, sa.String) for name in ("actor_id", "actor", "action", "target_kind", "target_id", "project_id")),
    sa.column("detail", sa.JSON),
    sa.column("salt", sa.String),
    sa.column("seq", sa.Integer),
    sa.column("content_hash", sa.String),
    sa.column("hash", sa.String),
)
SAME = ("id", "at", "actor_id", "action", "target_kind", "target_id", "project_id", "once")


def upgrade() -> None:
    for name, kind in NEW:
        op.add_column("audit_entry", sa.Column(name, kind, nullable=True))
    op.add_column("audit_entry", sa.Column("salt", text(length=32), nullable=False, server_default=""))
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", text(length=64), nullable=False),
        sa.Column("pruned_seq", sa.Integer(), nullable=False),
        sa.Column("pruned_hash", text(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    seq, end = _chain_what_is_there()
    row = {"id": 1, "seq": seq, "hash": end, "pruned_seq": 0, "pruned_hash": GENESIS}
    op.bulk_insert(head, [row])
    for name in ("actor_id", "project_id", *UNIQUE):
        op.create_index(op.f(f"ix_audit_entry_{name}"), "audit_entry", [name], unique=name in UNIQUE)
    guard()


def downgrade() -> None:
    unguard()
    for name in ("actor_id", "project_id", *UNIQUE):
        op.drop_index(op.f(f"ix_audit_entry_{name}"), "audit_entry")
    op.drop_table("audit_head")
    for name in ("salt", *(name for name, _ in NEW)):
        op.drop_column("audit_entry", name)


def _chain_what_is_there() -> tuple[int, str]:
    connection = op.get_bind()
    projects = _projects(connection)
    seal = (
        sa.update(ENTRY)
        .where(ENTRY.c.id == sa.bindparam("row_id"))
        .values(
            {
                name: sa.bindparam(f"new_{name}")
                for name in ("detail", "project_id", "salt", "seq", "content_hash", "hash")
            }
        )
    )
    seq, before, last = 0, GENESIS, -1
    while rows := connection.execute(sa.select(ENTRY).where(ENTRY.c.id > last).order_by(ENTRY.c.id).limit(BATCH)).all():
        sealed = []
        for row in rows:
            seq, last = seq + 1, row.id
            detail = {name: value for name, value in row.detail.items() if name not in PERSONAL}
            project = projects.get(row.target_id) or projects.get(str(detail.get("interview_id")))
            # What is taken out stays in freed pages of SQLite's file until that is written anew.
            context.config.attributes["scrub"] = context.config.attributes.get("scrub") or detail != row.detail
            salt = token_hex(16)
            content = _sha256(salt, {"actor": row.actor, "detail": detail})
            before = _sha256(before, _entry(row, seq, project, content))
            new = {
                "detail": detail,
                "project_id": project,
                "salt": salt,
                "seq": seq,
                "content_hash": content,
                "hash": before,
            }
            sealed.append({"row_id": row.id, **{f"new_{name}": value for name, value in new.items()}})
        connection.execute(seal, sealed)
    return seq, before


def _projects(connection: sa.Connection) -> dict[str, str]:
    """The project of everything that still exists and belongs to one."""
    statements = (
        "SELECT id, id FROM project",
        "SELECT id, project_id FROM participant",
        "SELECT id, project_id FROM interview",
    )
    return {key: project for one in statements for key, project in connection.execute(sa.text(one))}


def _entry(row: sa.Row, seq: int, project: str | None, content: str) -> dict:
    at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    return {
        "seq": seq,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": row.actor_id,
        "action": row.action,
        "target_kind": row.target_kind,
        "target_id": row.target_id,
        "project_id": project,
        "content_hash": content,
    }


def _sha256(before: str, content: dict) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(f"{before}\n{canonical}".encode("utf-8", "surrogatepass")).hexdigest()


def guard() -> None:
    """Makes the database refuse every other change of an entry."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _sqlite() if is_sqlite else _postgresql():
        op.execute(statement)


def unguard() -> None:
    """Takes the refusal away."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("change", "delete", "replace"):
            op.execute(f"DROP TRIGGER IF EXISTS audit_entry_no_{name}")
        return
    op.execute("DROP TRIGGER IF EXISTS audit_entry_append_only ON audit_entry")
    op.execute("DROP TRIGGER IF EXISTS audit_entry_no_truncate ON audit_entry")
    op.execute("DROP FUNCTION IF EXISTS audit_entry_append_only()")


def _row(which: str, names: tuple[str, ...]) -> str:
    return f"({', '.join(f'{which}.{name}' for name in names)})"


def _allowed(same: str, detail: str) -> str:
    """The conditions of sealing and of emptying, in one of the two dialects."""
    kept = f"{_row('OLD', SAME)} {same} {_row('NEW', SAME)}"
    content = ("actor", "salt")
    whole = f"{_row('OLD', content)} {same} {_row('NEW', content)} AND {detail.format('OLD')} = {detail.format('NEW')}"
    sealed = ("seq", "content_hash", "hash")
    return (
        f"{kept} AND ((OLD.seq IS NULL AND {whole}) OR ({_row('OLD', sealed)} {same} {_row('NEW', sealed)} "
        f"AND NEW.actor = '' AND NEW.salt = '' AND {detail.format('NEW')} = '{{}}'))"
    )


def _sqlite() -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END"
    known = "EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id OR seq = NEW.seq)"
    pruned = "OLD.seq IS NOT NULL AND OLD.seq <= (SELECT pruned_seq FROM audit_head)"
    return [
        f"CREATE TRIGGER audit_entry_no_change BEFORE UPDATE ON audit_entry WHEN NOT ({_allowed('IS', '{}.detail')}) {refuse}",
        f"CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry WHEN NOT ({pruned}) {refuse}",
        # INSERT OR REPLACE deletes without asking the trigger above.
        f"CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry WHEN {known} {refuse}",
    ]


def _postgresql() -> list[str]:
    return [
        f"""
        CREATE OR REPLACE FUNCTION audit_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' AND {_allowed("IS NOT DISTINCT FROM", "{}.detail::text")} THEN RETURN NEW; END IF;
          IF TG_OP = 'DELETE' AND OLD.seq <= (SELECT pruned_seq FROM audit_head) THEN RETURN OLD; END IF;
          RAISE EXCEPTION 'the audit log is append only';
        END $$
        """,  # noqa: S608 - constants
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_append_only()",
        "CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_append_only()",
    ]
