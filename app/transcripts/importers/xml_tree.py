"""XML as small plain elements, from a parser that expands nothing, fetches nothing and stops at no first mistake.

lxml reads it, because it goes on behind a mistake and knows every element's line; expat stops, and what was said
behind the stray “&” would be lost. Entities that a document declares itself are refused: they are how a small file
becomes gigabytes.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from app.transcripts.importers.parsed import ImportRefused

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_START = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\b|<!--|<[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w+;)?")
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Element:
    """An element: `name` and attributes without their namespaces, `line` counted from 1."""

    _node: "etree._Element"

    @property
    def name(self) -> str:
        return _local(str(self._node.tag))

    @property
    def line(self) -> int:
        return getattr(self._node, "sourceline", None) or 1

    @property
    def text(self) -> str:
        """The text before the first child."""
        return self._node.text or ""

    @property
    def tail(self) -> str:
        """The text between this element and the next."""
        return self._node.tail or ""

    def __iter__(self) -> Iterator["Element"]:
        return (Element(node) for node in self._node if isinstance(node.tag, str))

    def get(self, name: str, default: str = "") -> str:
        """An attribute by its local name: xml:lang is “lang”."""
        plain = self._node.get(name)
        if plain is not None:
            return plain
        return next((str(found) for key, found in self._node.attrib.items() if _local(str(key)) == name), default)

    def all(self, *names: str) -> Iterator["Element"]:
        """This element and everything below it with one of these names, in the file's order."""
        return (Element(node) for node in self._node.iter(*(f"{{*}}{name}" for name in names)))

    def first(self, *names: str) -> "Element | None":
        return next(self.all(*names), None)

    def said(self) -> str:
        """All text inside, without comments."""
        return "".join(str(piece) for piece in self._node.itertext(etree.Element, with_tail=True))

    def pieces(self) -> Iterator["str | Element"]:
        """Text and children in the order in which they stand."""
        if self._node.text:
            yield self._node.text
        for node in self._node:
            if isinstance(node.tag, str):
                yield Element(node)
            if node.tail:
                yield node.tail


@dataclass(frozen=True)
class Document:
    """A parsed file. `mistake` is the first place that breaks the rules of XML, as (line, what), if any."""

    root: Element
    mistake: tuple[int, str] | None = None

    @cached_property
    def name(self) -> str:
        return self.root.name.lower()


def looks_like_xml(text: str) -> bool:
    return _START.match(text) is not None


def parse(text: str) -> Document | None:
    """Parses decoded text; None when there is no element in it. Raises ImportRefused for a declared entity."""
    if not looks_like_xml(text):
        return None
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        line = text[: text.upper().index("<!ENTITY")].count("\n") + 1
        advice = "Save it again from the program that made it."
        raise ImportRefused("entities", "The file declares XML entities, which are not read.", line=line, advice=advice)
    try:
        return Document(Element(_tree(_undeclared(text), recover=False)))
    except (etree.XMLSyntaxError, ValueError) as error:
        return _repaired(_undeclared(text), error)


def _tree(text: str, *, recover: bool) -> "etree._Element":
    """Feeds the parser in blocks: a second copy of a long file is never made."""
    parser = _parser(recover=recover)
    for start in range(0, len(text), _BLOCK):
        parser.feed(text[start : start + _BLOCK].encode())
    return parser.close()


def _undeclared(text: str) -> str:
    """Without the declaration, whose encoding no longer holds; its lines stay, so that numbers remain true."""
    match = _DECLARATION.match(text)
    return "\n" * match[0].count("\n") + text[match.end() :] if match else text


def _repaired(text: str, error: Exception) -> Document | None:
    text = _REFERENCE.sub(lambda match: html.escape(_character(match[0])), text)
    try:
        root = _tree(text, recover=True)
    except (etree.XMLSyntaxError, ValueError):
        return None
    line = getattr(error, "lineno", None) or 1
    return Document(Element(root), (line, str(error).partition(", line")[0])) if root is not None else None


def _character(reference: str) -> str:
    """“&nbsp;” is meant as in HTML, “R&D” as it stands."""
    return html.unescape(reference) if reference.endswith(";") else reference


def _parser(*, recover: bool) -> "etree.XMLParser":
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=recover
    )


def _local(name: str) -> str:
    return name.rpartition("}")[2]
