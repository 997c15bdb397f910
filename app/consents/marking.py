"""The Markdown of consent forms as plain data: headings, paragraphs, lists, quotes, bold, italics. Pure.

Nothing else exists: no HTML, no link, no picture. Both the public page and the app's preview are drawn from this.
"""

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Kind = Literal["h2", "h3", "p", "ul", "ol", "li", "blockquote", "strong", "em", "br", "text"]


class MarkNode(BaseModel):
    """A piece of a form: either `text`, or something with parts."""

    kind: Kind
    text: str = ""
    parts: list["MarkNode"] = []


def nodes_of(markdown: str) -> list[MarkNode]:
    """Reads a form. Never fails: what is no markup is text."""
    return _tree(_reader().parse(markdown))


def html_of(nodes: Iterable[MarkNode]) -> str:
    """The same as HTML, every word escaped."""
    return "".join(map(_html, nodes))


def _html(node: MarkNode) -> str:
    if node.kind == "text":
        return escape(node.text)
    return "<br>" if node.kind == "br" else f"<{node.kind}>{html_of(node.parts)}</{node.kind}>"


@cache
def _reader() -> "MarkdownIt":
    # Half a megabyte that only people who edit or sign forms need.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    rules = ("heading", "list", "blockquote", "emphasis", "newline", "escape")
    return MarkdownIt("zero").enable(list(rules))


_KINDS: dict[str, Kind] = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "strong": "strong",
    "em": "em",
}


def _tree(tokens: Iterable["Token"]) -> list[MarkNode]:
    """Nests a flat run of tokens. The reader closes what it opens, so every close has its open."""
    open_nodes = [MarkNode(kind="text")]
    for token in tokens:
        if token.type == "inline":
            open_nodes[-1].parts += _tree(token.children or [])
        elif token.nesting > 0:
            open_nodes.append(MarkNode(kind=_kind(token)))
        elif token.nesting < 0:
            done = open_nodes.pop()
            open_nodes[-1].parts.append(done)
        else:
            open_nodes[-1].parts += _leaf(token)
    return open_nodes[0].parts


def _kind(token: "Token") -> Kind:
    name = token.type.removesuffix("_open")
    if name == "heading":  # the page's own title is the h1
        return "h2" if token.tag in ("h1", "h2") else "h3"
    return _KINDS[name]


def _leaf(token: "Token") -> list[MarkNode]:
    if token.type in ("hardbreak", "softbreak"):
        return [MarkNode(kind="br")]
    return [MarkNode(kind="text", text=token.content)] if token.content else []
