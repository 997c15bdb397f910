"""Libraries that are loaded by whoever first needs them, and not by every server at its start.

Decoders, parsers and the like take tens of megabytes and a second to load; a server that only answers pages needs
none of them. Used as

    if TYPE_CHECKING:
        import av
    else:
        av = lazily("av")

`importlib.util.LazyLoader` does the same, but until Python 3.13 two threads may meet a half-loaded module in it.
"""

from importlib import import_module
from typing import Any


class _Lazy:
    """Stands for a module: asked for anything, it asks the module. Loading twice is what Python itself guards."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


def lazily(name: str) -> Any:
    """The module of that name, loaded when something in it is first used."""
    return _Lazy(name)
