"""Addresses to go on to: only places of this site, whatever somebody put into a link (open redirects)."""

import re
from urllib.parse import urlsplit

_CONTROLS = re.compile(r"[\x00-\x20\x7f\\]")


def own_path(wanted: str) -> str:
    """The path when it is one of our own, else "": no scheme, no host, nothing that browsers read as one.

    `//host`, `/\\\\host`, and control characters that browsers drop before they read an address, are refused.
    """
    if not wanted.startswith("/") or wanted.startswith("//") or _CONTROLS.search(wanted):
        return ""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else wanted
