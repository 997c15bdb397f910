"""Origins: the sites that may frame an embed. Pure.

An origin is scheme, host and port, as `frame-ancestors` compares them: http://host does not match another port.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address
from urllib.parse import urlsplit

from app.core.errors import Fault, Invalid

DEFAULT_PORTS = {"http": 80, "https": 443}
MOST = 20
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\Z")


def normalise(text: str) -> str:
    """`HTTPS://Wiki.Example:443/page` -> `https://wiki.example`.

    Takes a whole address, as people paste one, and keeps its origin. Raises Invalid (`bad_origin`) for
    anything else, and for `*`: an embed is never open to every site.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise _bad(text) from None
    scheme, host = parts.scheme.lower(), parts.hostname or ""
    if scheme not in DEFAULT_PORTS or parts.username is not None:
        raise _bad(text)
    shown = _host(host, text)
    return f"{scheme}://{shown}" + ("" if port in (None, DEFAULT_PORTS[scheme]) else f":{port}")


def normalise_all(texts: Iterable[str]) -> list[str]:
    """Each origin once, in the order given; empty lines are left out."""
    found = list(dict.fromkeys(normalise(text) for text in texts if text.strip()))
    if len(found) > MOST:
        message = f"At most {MOST} sites; make another embed for the others."
        raise Invalid(message, code="too_many_origins", faults=[Fault("origins", message)])
    return found


def _host(host: str, text: str) -> str:
    if ":" in host:
        try:
            return f"[{IPv6Address(host).compressed}]"
        except ValueError:
            raise _bad(text) from None
    try:
        ascii_host = host.encode("idna").decode().lower()
    except UnicodeError:
        raise _bad(text) from None
    if not _HOST.match(ascii_host):
        raise _bad(text)
    return ascii_host


def _bad(text: str) -> Invalid:
    message = f"“{text.strip()[:100]}” is not the address of a site. Write it like https://wiki.example.com"
    return Invalid(message, code="bad_origin", faults=[Fault("origins", message, "bad_origin")])
