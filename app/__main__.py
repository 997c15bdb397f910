"""The command line; `firsthand --help` lists what it does."""

import argparse
import getpass
import json
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from app import serving
from app.access.roles import Role
from app.accounts import demo as demo_accounts
from app.accounts import service as accounts
from app.commands import auditing, backups, doctor, importing, keys, search_key
from app.core.database import Database
from app.core.errors import FirsthandError
from app.core.settings import Settings
from app.core.vault import Vault
from app.demo import loader
from app.discovery import indexing
from app.main import create_app
from app.wiring import Parts, claim_index, honour, open_parts, running
from search import SearchError

INTERRUPTED = 130
"""What a shell makes of Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code. What the user can mend is said in words, without a traceback."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except FirsthandError as error:
        print(error.detail, file=sys.stderr)
        return 1
    except ValidationError as error:
        for fault in error.errors():
            name = ".".join(str(part) for part in fault["loc"])
            print(f"{'FIRSTHAND_' + name.upper() + ': ' if name else ''}{fault['msg']}", file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="firsthand", description="A repository of your customers' own voices.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, help="folder for the database, the index and the files")

    serve = commands.add_parser("serve", parents=[data], help="run the web application")
    serve.add_argument("--host")
    serve.add_argument("--port", type=int)
    serve.add_argument("--demo", action=argparse.BooleanOptionalAction, help="load the demo repository when empty")
    serve.add_argument("--processes", type=int, help="how many processes answer requests")
    serve.add_argument("--connections", type=int, help=argparse.SUPPRESS)
    serve.set_defaults(run=_serve)

    worker = commands.add_parser("worker", parents=[data], help="run jobs and the index relay, without the web")
    worker.set_defaults(run=_worker)

    bring = commands.add_parser("import", parents=[data], help="bring in transcripts and recordings, whole folders too")
    importing.add_arguments(bring)
    bring.set_defaults(run=lambda options: importing.run(options, lambda: _settings(options)))

    reindex = commands.add_parser("reindex", parents=[data], help="build the search index anew from the database")
    reindex.add_argument("--check", action="store_true", help="only compare; exit 1 when index and database differ")
    reindex.set_defaults(run=_reindex)

    make_key = commands.add_parser("search-key", help="make Meilisearch's key; needs its master key this once")
    search_key.add_arguments(make_key)
    make_key.set_defaults(run=lambda options: search_key.run(options, lambda: _settings(options)))

    audit = commands.add_parser("audit", help="check the audit log, print its head, prune it")
    auditing.add_arguments(audit, [data])
    audit.set_defaults(run=lambda options: auditing.run(options, _database))

    demo = commands.add_parser("demo", parents=[data], help="load the demo repository into an empty database")
    demo.set_defaults(run=_demo)

    token = commands.add_parser("token", parents=[data], help="print an API token for scripts")
    token.add_argument("email")
    token.add_argument("--role", choices=[role.value for role in Role], default=Role.VIEWER.value)
    token.set_defaults(run=_token)

    admin = commands.add_parser("create-admin", parents=[data], help="add an administrator; asks for the password")
    admin.add_argument("email")
    admin.add_argument("--name", default="")
    admin.set_defaults(run=_create_admin)

    examine = commands.add_parser("doctor", parents=[data], help="examine an installation and say what needs attention")
    examine.set_defaults(run=_doctor)

    rotate = commands.add_parser("rotate-key", parents=[data], help="seal all private fields with the first key")
    keys.add_arguments(rotate)
    rotate.set_defaults(run=_rotate_key)

    backups.add_arguments(commands, data, _settings)

    openapi = commands.add_parser("openapi", help="write the API's description")
    openapi.add_argument("path", type=Path)
    openapi.add_argument("--check", action="store_true", help="only compare; exit 1 when the file is out of date")
    openapi.set_defaults(run=_openapi)
    return parser


def _settings(options: argparse.Namespace) -> Settings:
    names = ("host", "port", "data", "demo", "processes")
    return Settings(**{name: value for name in names if (value := getattr(options, name, None)) is not None})


def _serve(options: argparse.Namespace) -> int:
    settings = _settings(options)
    parts = open_parts(settings)
    if options.connections is not None:
        serving.answer(create_app(settings, parts), settings, socket.socket(fileno=options.connections))
        parts.close()
        return 0
    if settings.demo:
        loader.load_if_empty(parts)
    claim_index(parts)
    honour(parts)
    application = create_app(settings, parts)
    print(_welcome(settings), flush=True)
    keys.warn(parts.database)
    serving.serve(application, settings)
    parts.close()
    return 0


def _welcome(settings: Settings) -> str:
    lines = [f"\n  Firsthand is open at {settings.origin}"]
    if settings.demo:
        lines.append(f"  Sign in with the password '{demo_accounts.PASSWORD}' as")
        lines += [f"    {account.email:28} {account.role}" for account in demo_accounts.ACCOUNTS]
    return "\n".join([*lines, "  Ctrl-C ends it.\n"])


def _worker(options: argparse.Namespace) -> int:
    parts = open_parts(_settings(options))
    claim_index(parts)
    keys.warn(parts.database)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with running(parts):
        stop.wait()
    parts.close()
    return 0


def _reindex(options: argparse.Namespace) -> int:
    settings = _settings(options)
    if options.check:
        # Only a reader: the check runs beside a serving process.
        settings = settings.model_copy(update={"worker": False})
    parts = open_parts(settings)
    try:
        return _check(parts) if options.check else _rebuild(parts)
    except SearchError as error:
        print(f"The search engine cannot answer: {error}.", file=sys.stderr)
        return 1
    finally:
        parts.close()


def _rebuild(parts: Parts) -> int:
    started = time.perf_counter()
    try:
        count = indexing.rebuild(parts.database, parts.engine, _bar, resume=True)
    except KeyboardInterrupt:
        print("\nStopped. Searches go on in the old index. Run it again to go on where it stopped.", file=sys.stderr)
        return INTERRUPTED
    print(f"Indexed {count:,} quotes in {time.perf_counter() - started:.1f} s.")
    return 0


def _check(parts: Parts) -> int:
    found = indexing.compare(parts.database, parts.engine, _bar)
    print(f"The database has {found.expected:,} quotes to find, the index holds {found.held:,}.")
    for what, ids in (("Missing", found.missing), ("Surplus", found.surplus), ("Different", found.different)):
        if ids:
            print(f"{what}: {len(ids):,}, e.g. {', '.join(ids[:5])}")
    print("They agree." if found.agrees else "They differ. If that lasts, build the index anew: firsthand reindex")
    return 0 if found.agrees else 1


def _bar(done: int, of: int) -> None:
    """A progress bar, where somebody watches."""
    if sys.stderr.isatty():
        filled = 30 * done // max(of, 1)
        end = "\n" if done == of else ""
        print(
            f"\r[{'█' * filled}{'·' * (30 - filled)}] {done:,} of {of:,} interviews",
            end=end,
            file=sys.stderr,
            flush=True,
        )


def _demo(options: argparse.Namespace) -> int:
    parts = open_parts(_settings(options))
    loaded = loader.load_if_empty(parts)
    parts.close()
    print("Loaded the demo repository." if loaded else "Nothing loaded: the database is not empty.")
    return 0 if loaded else 1


def _token(options: argparse.Namespace) -> int:
    database = _database(options)
    with database.write() as session:
        user = accounts.ensure_user(session, email=options.email.lower(), role=options.role)
        _, secret = accounts.create_token(session, user_id=user.id, name="command line", role=options.role)
    database.close()
    print(secret)
    return 0


def _create_admin(options: argparse.Namespace) -> int:
    database = _database(options)
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    email = options.email.lower()
    with database.write() as session:
        name = options.name or email.partition("@")[0]
        accounts.create_user(session, email=email, name=name, role=Role.ADMIN.value, password=password)
    database.close()
    print(f"{email} can sign in.")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    # Only a reader, so that it runs beside a serving process.
    parts = open_parts(_settings(options).model_copy(update={"worker": False}))
    try:
        return doctor.run(parts)
    finally:
        parts.close()


def _rotate_key(options: argparse.Namespace) -> int:
    database = _database(options)
    try:
        return keys.rotate(database, give_up_lost=options.give_up_lost)
    finally:
        database.close()


def _openapi(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), search="memory", worker=False)
        parts = open_parts(settings)
        text = json.dumps(create_app(settings, parts).openapi(), indent=1, ensure_ascii=False) + "\n"
        parts.close()
    if not options.check:
        options.path.write_text(text, encoding="utf-8")
        return 0
    if options.path.exists() and options.path.read_text(encoding="utf-8") == text:
        return 0
    print(f"{options.path} is out of date: run ./dev api and commit what it writes.", file=sys.stderr)
    return 1


def _database(options: argparse.Namespace) -> Database:
    settings = _settings(options)
    database = Database(settings.database, Vault(settings.vault_keys))
    database.migrate()
    return database


if __name__ == "__main__":
    sys.exit(main())
