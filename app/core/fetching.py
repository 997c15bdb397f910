"""Fetching from addresses that people give, without becoming their way into our own network.

A name is resolved once, every address it has must be public, and the connection goes to the very address that was
checked: an answer that changes between the check and the connection (DNS rebinding) changes nothing. Each redirect
is a new address and checked like the first. Time, size and the number of redirects are limited.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from app.core.errors import Invalid, TooLarge, Unavailable

MOST_REDIRECTS = 5
_PORTS = {"https": 443, "http": 80}
_CHUNK = 256 * 1024
_AGENT = "Firsthand (fetches what a researcher linked)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_EMBEDS_IPV4 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(Invalid):
    """An address that is not, or does not lead to, a public one."""

    code = "address_refused"
    title = "This address is not fetched"


class FetchFailed(Unavailable):
    code = "fetch_failed"
    title = "The address could not be fetched"


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be fetched. `allowed` names addresses with port (`127.0.0.1:9999`) that are exempt from every check
    of address, port and scheme; it is empty but in tests and for a server of one's own."""

    allowed: frozenset[str] = frozenset()
    seconds: float = 20.0
    max_bytes: int = 2 * 1024**2


@dataclass(slots=True)
class Fetched:
    """An answer, being read."""

    url: str
    media_type: str
    length: int | None
    _answer: http.client.HTTPResponse
    _policy: Policy
    _end: float

    def chunks(self) -> Iterator[bytes]:
        """The bytes; raises TooLarge and FetchFailed at the limits of size and time, and for one that breaks off."""
        total = 0
        while chunk := self._read():
            total += len(chunk)
            if total > self._policy.max_bytes:
                raise TooLarge(f"What lies there is larger than {self._policy.max_bytes // 1024**2} MB.")
            yield chunk
        if self.length is not None and total < self.length:
            raise FetchFailed("The other server broke off in the middle.")

    def _read(self) -> bytes:
        if time.monotonic() > self._end:
            raise FetchFailed(f"It took longer than {self._policy.seconds:.0f} seconds.")
        try:
            return self._answer.read1(_CHUNK)
        except (OSError, http.client.HTTPException) as error:
            raise FetchFailed("The other server broke off in the middle.") from error


@contextmanager
def fetching(url: str, policy: Policy) -> Iterator[Fetched]:
    """Opens an address for reading; follows redirects.

    Raises AddressRefused for what is not public, TooLarge by the announced size, FetchFailed for all else.
    """
    end = time.monotonic() + policy.seconds
    for _ in range(MOST_REDIRECTS + 1):
        connection = _connect(url, policy, end)
        # A server that sends a byte now and then would never run into the time limit of a single read.
        watchdog = threading.Timer(max(0.1, end - time.monotonic()), _hang_up, [connection])
        watchdog.start()
        try:
            answer = _ask(connection, url)
            if answer.status in _REDIRECTS and (where := answer.headers.get("Location")):
                url = urljoin(url, where)
                continue
            yield _fetched(url, answer, policy, end)
            return
        finally:
            watchdog.cancel()
            connection.close()
    raise FetchFailed(f"The address leads on more than {MOST_REDIRECTS} times.")


def _hang_up(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, also where it carries another one inside it."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _EMBEDS_IPV4:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def resolve(host: str, port: int) -> list[Address]:
    """Every address of a name; raises FetchFailed when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"There is no server called {host[:100]}, or no way to it.") from error
    # A scope ("fe80::1%eth0") names an interface of this machine; the address in front of it is judged.
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def _connect(url: str, policy: Policy, end: float) -> http.client.HTTPConnection:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise AddressRefused("This is no address.") from error
    if parts.scheme not in _PORTS or not host or parts.username or parts.password:
        raise AddressRefused("Only addresses that begin with https:// and carry no password are fetched.")
    address = _checked(resolve(host, port), parts.scheme, port, policy)
    left = max(0.1, min(10.0, end - time.monotonic()))
    try:
        plain = socket.create_connection((str(address), port), timeout=left)
        plain.settimeout(max(0.1, min(policy.seconds, 30.0)))
        opened = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) if parts.scheme == "https" else plain
        )
    except OSError as error:
        raise FetchFailed(f"{host[:100]} does not answer.") from error
    connection = http.client.HTTPConnection(parts.netloc, port)
    connection.sock = opened
    return connection


def _checked(addresses: list[Address], scheme: str, port: int, policy: Policy) -> Address:
    """The address to go to; one that is not public among them spoils the name."""
    if addresses and all(f"{address}:{port}" in policy.allowed for address in addresses):
        return addresses[0]
    if scheme != "https" or port != _PORTS["https"]:
        raise AddressRefused("Only https on its usual port is fetched.")
    if not addresses or not all(is_public(address) for address in addresses):
        raise AddressRefused("This address lies in a private network, where nothing is fetched from.")
    return addresses[0]


def _ask(connection: http.client.HTTPConnection, url: str) -> http.client.HTTPResponse:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in path):
        raise AddressRefused("There is a space or a line break in this address.")
    headers = {"User-Agent": _AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    try:
        connection.request("GET", path.encode("ascii", "ignore").decode(), headers=headers)
        return connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchFailed(f"{parts.hostname} does not answer as a web server does.") from error


def _fetched(url: str, answer: http.client.HTTPResponse, policy: Policy, end: float) -> Fetched:
    if answer.status != http.HTTPStatus.OK:
        raise FetchFailed(f"The other server answered with {answer.status}.")
    length = None
    with suppress(ValueError):
        length = int(answer.headers["Content-Length"]) if "Content-Length" in answer.headers else None
    if length is not None and length > policy.max_bytes:
        raise TooLarge(f"What lies there is larger than {policy.max_bytes // 1024**2} MB.")
    return Fetched(url, answer.headers.get_content_type(), length, answer, policy, end)
