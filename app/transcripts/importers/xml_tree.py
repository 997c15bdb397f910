"""XML as small plain elements, from a parser that expands nothing, fetches nothing and stops at no first mistake.

lxml reads it, because it goes on behind a mistake and knows every element's line; expat stops, and what was said
behind the stray “&” would be lost. Entities that a document declares itself are refused: they are how a small file
becomes gigabytes.
"""

import html
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from app.core.lazily import lazily
from app.transcripts.importers.parsed import ImportRefused

if TYPE_CHECKING:
    from lxml import etree
else:
    etree = lazily("lxml.etree")

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
_START = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\b|<!--|<[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
_WEB_PAGE = re.compile(r"\s*(?:<\?xml\b[^>]*\?>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w+;)?")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_LONGEST_BEGUN = len("<!ENTIT")
_LONGEST_NAME = 64  # letters of a reference; HTML knows none longer
Blocks: TypeAlias = Callable[[], Iterator[str]]
"""Begins the text of a file anew, and gives it piece by piece."""


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element: `name` and attributes without their namespaces, `line` counted from 1.

    Built small, because a long file has hundreds of thousands: all attributes are one string, and `inside` is what
    stands in the element, in order: nothing else than a text is that text itself.
    """

    name: str
    line: int
    attributes: str
    inside: "str | tuple[str | Element, ...]"

    def __iter__(self) -> Iterator["Element"]:
        return (piece for piece in self.pieces() if isinstance(piece, Element))

    def get(self, name: str, default: str = "") -> str:
        """An attribute by its local name: xml:lang is “lang”."""
        key = f"\0{name}\1"
        at = self.attributes.find(key)
        if at < 0:
            return default
        end = self.attributes.find("\0", at + 1)
        return self.attributes[at + len(key) : end if end >= 0 else None]

    def all(self, *names: str) -> Iterator["Element"]:
        """This element and everything below it with one of these names, in the file's order."""
        waiting = [iter((self,))]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
                continue
            if element.name in names:
                yield element
            if not isinstance(element.inside, str):
                waiting.append(iter(element))

    def first(self, *names: str) -> "Element | None":
        return next(self.all(*names), None)

    def said(self) -> str:
        """All text inside, without comments."""
        return "".join(piece if isinstance(piece, str) else piece.said() for piece in self.pieces())

    def pieces(self) -> Iterator["str | Element"]:
        """Text and children in the order in which they stand."""
        if not isinstance(self.inside, str):
            return iter(self.inside)
        return iter((self.inside,) if self.inside else ())


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


def parse(blocks: Blocks) -> Document | None:
    """Parses decoded text; None when there is no element in it, and for a web page, which none of its readers wants.

    Raises ImportRefused for a declared entity.
    """
    beginning = next(blocks(), "")
    if not looks_like_xml(beginning) or _WEB_PAGE.match(beginning):
        return None
    _refuse_entities(blocks())
    try:
        return Document(_tree(blocks(), recover=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        return _repaired(blocks, error)


def _refuse_entities(blocks: Iterable[str]) -> None:
    """Raises ImportRefused where an entity is declared, also where that begins in one block and ends in the next."""
    before, line = "", 1
    for block in blocks:
        both = before + block
        if found := _ENTITY.search(both):
            line += both.count("\n", 0, found.start()) - before.count("\n")
            message = "The file declares XML entities, which are not read."
            advice = "Save it again from the program that made it."
            raise ImportRefused("entities", message, line=line, advice=advice)
        line += block.count("\n")
        before = both[-_LONGEST_BEGUN:]


def _repaired(blocks: Blocks, error: Exception) -> Document | None:
    try:
        root = _tree(_escaped(blocks()), recover=True)
    except (etree.XMLSyntaxError, ValueError):
        return None
    line = getattr(error, "lineno", None) or 1
    return Document(root, (line, str(error).partition(", line")[0])) if root is not None else None


def _escaped(blocks: Iterable[str]) -> Iterator[str]:
    """The text with stray “&” and names of HTML written as XML knows them; a name is not cut in two."""
    begun = ""
    for block in blocks:
        text, begun = begun + block, ""
        ampersand = text.rfind("&", -_LONGEST_NAME)
        if ampersand >= 0 and ";" not in text[ampersand:]:
            text, begun = text[:ampersand], text[ampersand:]
        yield _with_known(text)
    yield _with_known(begun)


def _with_known(text: str) -> str:
    return _REFERENCE.sub(lambda match: html.escape(_character(match[0])), text)


def _character(reference: str) -> str:
    """“&nbsp;” is meant as in HTML, “R&D” as it stands."""
    return html.unescape(reference) if reference.endswith(";") else reference


@overload
def _tree(blocks: Iterable[str], *, recover: Literal[False]) -> Element: ...
@overload
def _tree(blocks: Iterable[str], *, recover: Literal[True]) -> Element | None: ...
def _tree(blocks: Iterable[str], *, recover: bool) -> Element | None:
    """Feeds the parser in blocks, and takes over what it has finished: neither text nor tree is held twice.

    The declaration is left out, because its encoding no longer holds; its lines count, so that numbers remain true.
    """
    parser = _parser(recover=recover)
    builder = _Builder()
    for number, block in enumerate(blocks):
        parser.feed((block if number else _DECLARATION.sub(_its_lines, block, count=1)).encode())
        builder.take(parser.read_events())
    root = parser.close()
    builder.take(parser.read_events())
    return builder.finished() if root is not None else None


def _its_lines(declaration: re.Match[str]) -> str:
    return "\n" * declaration[0].count("\n")


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    node: "etree._Element"
    line: int
    pieces: list[str | Element] = field(default_factory=list)


class _Builder:
    """Makes small elements of the parser’s, and empties those that have ended."""

    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.root: Element | None = None

    def take(self, begun: Iterable[tuple[str, Any]]) -> None:
        """Everything before an element that begins is complete.

        Where it stands in the tree says what has ended: in a broken file the parser's own ends belong to others.
        """
        for _, node in begun:
            if self.open and self.open[-1].node is node:
                continue  # the event of an element that stood too deep to be kept
            parent = node.getparent()
            while self.open and self.open[-1].node is not parent:
                self._close()
            if self.open:
                self._text_until(self.open[-1], node.getprevious())
            self.open.append(_Open(node, node.sourceline or 1))

    def finished(self) -> Element | None:
        """The root; what a broken file left open ends here."""
        while self.open:
            self._close()
        return self.root

    def _text_until(self, parent: _Open, last: "etree._Element | None") -> None:
        """Takes the text since the last child, across comments, and frees what was read."""
        found: list[str] = []
        while last is not None:
            before = last.getprevious()
            found.append(last.tail or "")
            parent.node.remove(last)
            last = before
        found.append(parent.node.text or "")
        parent.node.text = None
        parent.pieces += [_shared(text) for text in reversed(found) if text]

    def _close(self) -> None:
        ended = self.open.pop()
        self._text_until(ended, ended.node[-1] if len(ended.node) else None)
        inside = ended.pieces[0] if len(ended.pieces) == 1 and isinstance(ended.pieces[0], str) else None
        element = Element(
            _local(str(ended.node.tag)),
            ended.line,
            _attributes(ended.node),
            inside if isinstance(inside, str) else tuple(ended.pieces) or "",
        )
        if self.open:
            self.open[-1].pieces.append(element)
        else:
            self.root = element


def _attributes(node: "etree._Element") -> str:
    """Names and values in one string, those without a namespace first: of two with one local name they count."""
    found = sorted(((str(key), str(value)) for key, value in node.attrib.items()), key=lambda pair: "}" in pair[0])
    return "".join(f"\0{_local(key)}\1{value}" for key, value in found)


def _shared(text: str) -> str:
    """White space between elements is kept once for all of them."""
    return sys.intern(text) if text.isspace() else text


def _parser(*, recover: bool) -> "etree.XMLPullParser":
    return etree.XMLPullParser(
        ("start",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=recover,
    )


def _local(name: str) -> str:
    return sys.intern(name.rpartition("}")[2])
