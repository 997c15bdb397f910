"""The command line: firsthand serve | openapi | token | create-admin."""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from sqlmodel import select

from app.access.roles import Role
from app.accounts import service as accounts
from app.accounts.models import User
from app.core.database import Database
from app.core.settings import Settings
from app.main import create_app
from app.wiring import open_parts


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    options = _parser().parse_args(arguments)
    code: int = options.run(options)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="firsthand", description="A repository of your customers' own voices.")
    commands = parser.add_subparsers(dest="command", required=True)

    serve = commands.add_parser("serve", help="run the web application")
    serve.add_argument("--host")
    serve.add_argument("--port", type=int)
    serve.add_argument("--data", type=Path, help="folder for the database, the index and the files")
    serve.add_argument("--demo", action=argparse.BooleanOptionalAction, help="load the demo repository when empty")
    serve.set_defaults(run=_serve)

    openapi = commands.add_parser("openapi", help="write the API's description")
    openapi.add_argument("path", type=Path)
    openapi.add_argument("--check", action="store_true", help="only compare; exit 1 when the file is out of date")
    openapi.set_defaults(run=_openapi)

    token = commands.add_parser("token", help="print an API token for scripts")
    token.add_argument("email")
    token.add_argument("--role", choices=[role.value for role in Role], default=Role.VIEWER.value)
    token.add_argument("--data", type=Path)
    token.set_defaults(run=_token)
    return parser


def _settings(options: argparse.Namespace) -> Settings:
    names = ("host", "port", "data", "demo")
    given = {name: getattr(options, name) for name in names if getattr(options, name, None) is not None}
    return Settings(**given)


def _serve(options: argparse.Namespace) -> int:
    settings = _settings(options)
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")
    return 0


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


def _token(options: argparse.Namespace) -> int:
    database = Database(_settings(options).database)
    database.migrate()
    with database.write() as session:
        user = session.exec(select(User).where(User.email == options.email.lower())).first()
        if user is None:
            name = options.email.partition("@")[0]
            user = accounts.create_user(
                session, email=options.email.lower(), name=name, role=options.role, password=None
            )
        if Role(user.role).rank < Role(options.role).rank:
            accounts.change_user(session, user, role=options.role)
        _, secret = accounts.create_token(session, user_id=user.id, name="command line", role=options.role)
    database.close()
    print(secret)
    return 0


if __name__ == "__main__":
    sys.exit(main())
