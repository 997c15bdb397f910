"""The shape of the codebook. Pure.

A deleted tag leaves its place: its children show up under the nearest ancestor that is left, and return when
it does. So nothing needs to be rewritten to delete a tag, nor to undo that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A tag as the tree sees it."""

    id: str
    parent_id: str | None
    deleted: bool = False


class Tree:
    """All tags of the codebook, the deleted ones too."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes: Mapping[str, Node] = {node.id: node for node in nodes}

    def parent(self, tag_id: str) -> str | None:
        """The nearest living ancestor."""
        return next((one.id for one in self._above(self._nodes[tag_id].parent_id) if not one.deleted), None)

    def ancestors(self, tag_id: str) -> list[str]:
        """From the parent to the root, living ones only."""
        return [one.id for one in self._above(self._nodes[tag_id].parent_id) if not one.deleted]

    def family(self, tag_id: str) -> list[str]:
        """A tag and everything living below it."""
        return [
            one
            for one, node in self._nodes.items()
            if not node.deleted and (one == tag_id or tag_id in self.ancestors(one))
        ]

    def would_loop(self, tag_id: str, parent_id: str | None) -> bool:
        """Whether moving a tag there would make it its own ancestor, through deleted tags too."""
        return any(one.id == tag_id for one in self._above(parent_id))

    def _above(self, tag_id: str | None) -> Iterator[Node]:
        """A tag and all above it, deleted ones too."""
        while tag_id is not None and (node := self._nodes.get(tag_id)):
            yield node
            tag_id = node.parent_id
