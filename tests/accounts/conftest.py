"""People with passwords, and a mail server that keeps what it is given."""

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from fastapi.testclient import TestClient

from app.accounts import service as accounts
from app.core.settings import Settings
from app.jobs.service import run_next
from app.main import create_app
from app.wiring import Parts, open_parts
from tests.laws.conftest import say

assert say  # a fixture, for these tests too
PASSWORD = "a long enough one"
Person = Callable[..., TestClient]


def enter(application: object, email: str, password: str = PASSWORD, **headers: str) -> TestClient:
    """A browser in which somebody has signed in with a password."""
    browser = TestClient(application, headers=headers)  # type: ignore[arg-type]
    answer = browser.post("/api/session", json={"email": email, "password": password})
    assert answer.status_code == 201, answer.text
    browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return browser


@pytest.fixture
def person(client: TestClient, parts: Parts) -> Person:
    """Makes somebody with a password, and returns a browser they are signed in with."""

    def make(name: str = "eve", role: str = "researcher") -> TestClient:
        with parts.database.write() as session:
            accounts.create_user(session, email=f"{name}@example.org", name=name.title(), role=role, password=PASSWORD)
        return enter(client.app, f"{name}@example.org")

    return make


@dataclass
class Post:
    """A mail server on loopback, and what it was given."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    refuses: bool = False

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return "451 try again later"
        self.mails.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[attr-defined,arg-type]
        return "250 taken"

    def secret(self) -> str:
        """The secret of the link in the last mail."""
        found = re.search(r"#(fhl_[\w-]+)", text_of(self.mails[-1]))
        assert found, text_of(self.mails[-1])
        return found[1]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        made.port = free.getsockname()[1]
    controller = Controller(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    yield made
    controller.stop()


@dataclass
class Office:
    """A product that sends mail."""

    parts: Parts
    client: TestClient
    post: Post

    def work(self) -> None:
        """Does all jobs that are due."""
        while run_next(self.parts.database, self.parts.handlers, worker="test"):
            pass


@pytest.fixture
def office(settings: Settings, post: Post) -> Iterator[Office]:
    mailing = settings.model_copy(
        update={
            "smtp_host": "127.0.0.1",
            "smtp_port": post.port,
            "smtp_security": "none",
            "mail_from": "Firsthand <voices@example.org>",
            "public_url": "http://testserver",
        }
    )
    parts = open_parts(mailing)
    with TestClient(create_app(mailing, parts)) as client:
        yield Office(parts, client, post)
    parts.close()
