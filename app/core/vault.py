"""Words that are encrypted before they reach the database, and the keys for it.

A key is any long random text. The first one seals, all of them open: a new key is put in front, `firsthand rotate-key`
seals everything with it, and only then the old one may go. What is sealed names its key, so that rows under an old
key are found without opening any.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Dialect, Text, TypeDecorator
from sqlalchemy.exc import DontWrapMixin

from app.core.errors import Unavailable

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_SEALED = re.compile(r"sealed:([0-9a-f]{12}):([\w-]+=*)", re.ASCII)


class KeyMissing(Unavailable, DontWrapMixin):
    """Something is sealed with a key that this process does not have. Nothing is lost; it cannot be read either."""

    code = "private_key_missing"
    title = "The key to private fields is missing"


class Vault:
    """Seals and opens text (Fernet: AES-128 in CBC mode, authenticated by HMAC-SHA256)."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._keys = tuple(dict.fromkeys(keys))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The names of the keys, the one in force first. A name tells nothing about its key."""
        return tuple(_derived(key, b"fh-vault-id", 6).hex() for key in self._keys)

    @property
    def mark(self) -> str:
        """What everything begins with that is sealed with the key in force; raises KeyMissing when there is none."""
        if not self.ids:
            raise KeyMissing("No key for private fields was given to this process. Nothing was saved.")
        return f"sealed:{self.ids[0]}:"

    def seal(self, text: str) -> str:
        """Encrypts a text; empty stays empty. Raises KeyMissing without a key."""
        return text and self.mark + self._boxes[self.ids[0]].encrypt(text.encode()).decode()

    def open(self, stored: str) -> str:
        """Decrypts what `seal` made; what was never sealed comes back as it is. Raises KeyMissing."""
        match = _SEALED.fullmatch(stored)
        if match is None:
            return stored
        name, token = match.groups()
        box = self._boxes.get(name)
        if box is None:
            raise missing(name)
        return box.decrypt(token.encode()).decode()

    @cached_property
    def _boxes(self) -> Mapping[str, "Fernet"]:
        # Nine megabytes, which a server without private fields never needs.
        from cryptography.fernet import Fernet  # noqa: PLC0415

        made = (Fernet(base64.urlsafe_b64encode(_derived(key, b"fh-vault", 32))) for key in self._keys)
        return dict(zip(self.ids, made, strict=True))


class Sealed(TypeDecorator[str]):
    """A column of text that is sealed in the database. It cannot be compared or sorted there, and refuses to be."""

    impl = Text
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[str]):
        """Refuses every comparison: the same text is sealed differently each time, so that none could ever match."""

        def operate(self, op: Any, *_other: Any, **_options: Any) -> Any:
            raise TypeError(
                f"A sealed column cannot be asked {getattr(op, '__name__', op)}: compare opened rows instead"
            )

        reverse_operate = operate

    comparator_factory = Comparator

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None else vault_of(dialect).seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None else vault_of(dialect).open(value)


def vault_of(dialect: Dialect) -> Vault:
    """The vault of the database that a dialect speaks to."""
    found: Vault = getattr(dialect, "vault", NO_KEYS)
    return found


def key_of(stored: str) -> str | None:
    """The name of the key that a stored text is sealed with; None for what is not sealed."""
    match = _SEALED.fullmatch(stored)
    return match[1] if match else None


def missing(*names: str) -> KeyMissing:
    """The error for keys that are not here."""
    return KeyMissing(
        f"Private fields are sealed with a key that is not here ({', '.join(names)}). Nothing is lost: add that key to"
        " FIRSTHAND_PRIVATE_KEYS, behind the one in force. If it was FIRSTHAND_SECRET, add the old secret."
    )


def _derived(key: str, purpose: bytes, size: int) -> bytes:
    return hashlib.blake2b(hashlib.sha512(key.encode()).digest(), digest_size=size, person=purpose).digest()


NO_KEYS = Vault()
