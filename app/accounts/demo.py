"""The sign-ins of the demo repository. They exist only where it was loaded, never in production."""

from dataclasses import dataclass

PASSWORD = "listen closely"  # noqa: S105 - meant to be known: it is printed at the start and shown at sign-in


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Someone to try the product as."""

    email: str
    name: str
    role: str


ACCOUNTS = (
    DemoAccount("ruth@wrenlow.example", "Ruth Okafor", "researcher"),
    DemoAccount("jonas@wrenlow.example", "Jonas Weber", "viewer"),
    DemoAccount("ada@wrenlow.example", "Ada Lindqvist", "admin"),
)
