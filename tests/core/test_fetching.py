"""What is fetched, and what is not: our own network stays out of reach, however the address is dressed."""

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from app.core.errors import TooLarge
from app.core.fetching import MOST_REDIRECTS, AddressRefused, FetchFailed, Policy, fetching, is_public


class Answers(BaseHTTPRequestHandler):
    """A web server that answers as its path says."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        name, _, value = self.path.lstrip("/").partition("/")
        getattr(self, f"_{name}", self._whole)(value)

    def _whole(self, value: str) -> None:
        self._send(200, f"hello {value}".encode())

    def _to(self, value: str) -> None:
        self._send(302, b"", Location=value if "://" in value else f"/{value}")

    def _loop(self, value: str) -> None:
        self._send(302, b"", Location=f"/loop/{int(value) + 1}")

    def _status(self, value: str) -> None:
        self._send(int(value), b"")

    def _announced(self, _value: str) -> None:
        self._send(200, b"", **{"Content-Length": str(10**9)})

    def _endless(self, _value: str) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(bytes(64 * 1024))
        except OSError:
            pass

    def _slowly(self, _value: str) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(200):
                self.wfile.write(b".")
                self.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass

    def _drip(self, _value: str) -> None:
        try:
            for sign in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 500:
                self.wfile.write(bytes([sign]))
                self.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass

    def _short(self, _value: str) -> None:
        self._send(200, b"half", **{"Content-Length": "8"})

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "text/plain", "Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Answers.asked.clear()
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{httpd.server_address[1]}"
    httpd.shutdown()
    httpd.server_close()


def read(url: str, *allowed: str, **limits: Any) -> bytes:
    with fetching(url, Policy(frozenset(allowed), **limits)) as answer:
        return b"".join(answer.chunks())


def test_what_is_allowed_by_name_is_fetched_and_redirects_are_followed(server: str) -> None:
    assert read(f"http://{server}/a", server) == b"hello "
    assert read(f"http://{server}/to/whole/b", server) == b"hello b"
    with fetching(f"http://{server}/to/whole/b", Policy(frozenset({server}))) as answer:
        assert (answer.url, answer.media_type, answer.length) == (f"http://{server}/whole/b", "text/plain", 7)


def test_without_the_exemption_the_same_server_is_out_of_reach(server: str) -> None:
    for url in (f"http://{server}/a", f"https://{server}/a"):
        with pytest.raises(AddressRefused):
            read(url)
    assert Answers.asked == []


PRIVATE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[::ffff:127.0.0.1]",
    "[::ffff:169.254.169.254]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]", "[2002:a00:1::1]",
    "[2001:0:7f00:1::80ff:fffe]", "[2001:db8::1]", "localhost", "LOCALHOST", "localhost.",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_no_private_address_is_fetched_from(host: str) -> None:
    # Where a spelling is no address to this system's resolver, nothing is connected to either.
    with pytest.raises((AddressRefused, FetchFailed)) as refused:
        read(f"https://{host}/latest/meta-data")
    assert isinstance(refused.value, AddressRefused) or "no server called" in refused.value.detail


@pytest.mark.parametrize("port", [22, 80, 3306, 6379, 8080, 8443])
def test_no_other_port_is_knocked_at(port: int) -> None:
    with pytest.raises(AddressRefused):
        read(f"https://8.8.8.8:{port}/")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/a", "gopher://127.0.0.1:6379/_INFO", "data:text/plain,x", "//example.org",
        "https://user:secret@example.org/", "https:///path", "https://[::1", "https://example.org:99999/", "nonsense", "",
    ],
)  # fmt: skip
def test_nothing_but_a_plain_https_address_is_fetched(url: str) -> None:
    with pytest.raises(AddressRefused):
        read(url)


@pytest.mark.parametrize(
    "where", ["http://169.254.169.254/latest", "https://127.0.0.1/", "file:///etc/passwd", "http://[::1]:80/"]
)
def test_a_redirect_is_checked_like_the_first_address(server: str, where: str) -> None:
    with pytest.raises(AddressRefused):
        read(f"http://{server}/to/{where}", server)


def test_an_exemption_holds_for_that_port_alone(server: str) -> None:
    other = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    try:
        with pytest.raises(AddressRefused):
            read(f"http://{server}/to/http://127.0.0.1:{other.server_address[1]}/a", server)
    finally:
        other.server_close()


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(AddressRefused):
        read("https://example.org/")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch, ["93.184.216.34"], then=["127.0.0.1"])
    connected: list[Any] = []

    def connect(address: Any, timeout: float) -> Any:
        connected.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchFailed):
        read("https://rebinding.example/")
    assert connected == [("93.184.216.34", 443)]
    assert asked == ["rebinding.example"]


def test_redirects_size_and_time_are_limited(server: str) -> None:
    with pytest.raises(FetchFailed, match=f"more than {MOST_REDIRECTS} times"):
        read(f"http://{server}/loop/0", server)
    assert len(Answers.asked) == MOST_REDIRECTS + 1
    for path in ("announced", "endless"):
        with pytest.raises(TooLarge):
            read(f"http://{server}/{path}/", server, max_bytes=1_000_000)
    for path in ("slowly", "drip"):
        with pytest.raises(FetchFailed):
            read(f"http://{server}/{path}/", server, seconds=0.3)


def test_an_answer_that_is_none_is_told_in_words(server: str) -> None:
    with pytest.raises(FetchFailed, match="answered with 404"):
        read(f"http://{server}/status/404", server)
    with pytest.raises(FetchFailed, match="broke off"):
        read(f"http://{server}/short/", server)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        closed = f"127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(FetchFailed, match="does not answer"):
            read(f"http://{closed}/", closed)
    with pytest.raises(AddressRefused, match="line break"):
        read(f"http://{server}/a b", server)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_the_open_internet_is_open(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def answers(monkeypatch: pytest.MonkeyPatch, first: list[str], then: list[str] | None = None) -> list[str]:
    """Makes the resolver answer so, and otherwise the next time; returns what it is asked."""
    asked: list[str] = []

    def resolve(host: str, port: int, **_options: Any) -> Any:
        asked.append(host)
        found = first if len(asked) == 1 or then is None else then
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked
