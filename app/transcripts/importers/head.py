"""The head of a turn, and the parts that its layouts are made of."""

from dataclasses import dataclass

NAME = r"(?P<name>[^\s:：\[\](\t][^:：\[\]\t]{0,59}?)"
COLON = r"\s*(?::(?=\s|$)|：)\s*"
REST = r"(?P<rest>.*)$"


@dataclass(frozen=True, slots=True)
class Head:
    """Who speaks from here on (None: the one before), from when, and the words on the same line.

    `heading` is the level of the Markdown heading that it is, 0 for none.
    """

    name: str | None
    time_ms: int | None
    rest: str = ""
    trust: int = 1
    end_ms: int | None = None
    heading: int = 0

    @property
    def lone(self) -> bool:
        """Whether a name alone on its line is all there is."""
        return self.name is not None and self.trust == 0 and self.time_ms is None and not self.rest
