"""TTML and its profiles: DFXP, IMSC, EBU-TT(-D), SMPTE-TT, and the song texts of Apple Music.

https://www.w3.org/TR/ttml2/. Written here because the readers on PyPI know neither ticks nor nested times nor agents,
and stop at the first mistake of the XML.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.transcripts.importers import captions, languages
from app.transcripts.importers.captions import Caption
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.rows import Row, RowBuilder
from app.transcripts.importers.source import Source
from app.transcripts.importers.ttml_times import Clock, Span, clock_of
from app.transcripts.importers.xml_tree import Document, Element

FORMAT = "ttml"
TITLE = "TTML (DFXP, IMSC, EBU-TT)"
SUFFIXES = frozenset({"ttml", "dfxp", "itt", "xml"})
TEXT = True
_CONTAINERS = frozenset({"body", "div"})
_UNSAID = frozenset({"metadata", "desc", "title", "copyright", "set", "animate", "audio", "image", "font", "data"})


def sniff(source: Source) -> float:
    return 1.0 if source.xml and source.xml.name == "tt" else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when the file is no TTML document."""
    document = source.xml
    if document is None or document.name != "tt":
        raise ImportRefused("no_ttml", "This is not a TTML file.", line=1, advice="Its first element must be <tt>.")
    warnings = Warnings()
    warn_mistake(document, warnings)
    found = list(_Reader(clock_of(document.root), _agents(document.root)).paragraphs(document.root))
    language = next((cue.language for cue in found if cue.language), "")
    spoken = _one_language(found, language, warnings)
    cues = [cue.caption for cue in spoken]
    segments = len(found)
    del found, spoken  # captions are given back as they become turns
    _warn_untimed(cues, warnings)
    return captions.transcript(FORMAT, cues, warnings, language=languages.tag(language), segments=segments)


def warn_mistake(document: Document, warnings: Warnings) -> None:
    """Tells about a file that breaks the rules of XML but could be read."""
    if document.mistake:
        line, what = document.mistake
        message = "The XML of this file is broken here; what follows was read as well as possible."
        warnings.add("broken_xml", message, line, what)


def _warn_untimed(cues: Sequence[Caption], warnings: Warnings) -> None:
    for cue in cues:
        if cue.start_ms is None and cue.rows:
            warnings.add("untimed", "This paragraph has no time.", cue.line, cue.rows[0].text)


def _agents(root: Element) -> Mapping[str, str]:
    """The names of those who speak, by the id that paragraphs refer to."""
    found: dict[str, str] = {}
    for agent in root.all("agent"):
        name = agent.first("name")
        if agent.get("id"):
            found[agent.get("id")] = " ".join((name.said() if name else "").split()) or agent.get("id")
    return found


@dataclass(frozen=True, slots=True)
class _Paragraph:
    caption: Caption
    language: str


@dataclass(frozen=True, slots=True)
class _Place:
    """What an element inherits: its time, the language, and who speaks."""

    span: Span = field(default_factory=Span)
    language: str = ""
    speaker: str | None = None


class _Reader:
    """Walks body, div and p; what stands in a p is one caption."""

    def __init__(self, clock: Clock, agents: Mapping[str, str]) -> None:
        self.clock, self.agents = clock, agents

    def paragraphs(self, root: Element) -> Iterator[_Paragraph]:
        place = self._inside(_Place(), root, None)
        for child in root:
            if child.name == "body":
                yield from self._container(child, self._inside(place, child, None))

    def _container(self, element: Element, place: _Place) -> Iterator[_Paragraph]:
        origin = place.span.begin if element.get("timeContainer") == "seq" else None
        for child in element:
            inside = self._inside(place, child, origin)
            if origin is not None:
                origin = inside.span.end if inside.span.end is not None else origin
            if child.name == "p":
                yield self._paragraph(child, inside)
            elif child.name in _CONTAINERS:
                yield from self._container(child, inside)

    def _inside(self, place: _Place, element: Element, origin: int | None) -> _Place:
        agents = [self.agents.get(id_, id_) for id_ in element.get("agent").split()]
        return _Place(
            place.span.inside(element, self.clock, origin),
            element.get("lang") or place.language,
            " & ".join(agents) or place.speaker,
        )

    def _paragraph(self, element: Element, place: _Place) -> _Paragraph:
        text = _Text(self, RowBuilder(speaker=place.speaker))
        text.add(element, place)
        span = place.span
        if span.begin is None and text.spans:
            ends = [inner.end for inner in text.spans if inner.end is not None]
            span = Span(min(inner.begin or 0 for inner in text.spans), max(ends, default=None))
        rows = text.rows(span)
        return _Paragraph(Caption(element.line, span.begin, span.end, rows), place.language)


@dataclass
class _Text:
    """The text of a paragraph, white space collapsed; spans with times of their own mark their words."""

    reader: _Reader
    builder: RowBuilder
    spans: list[Span] = field(default_factory=list)

    def add(self, element: Element, place: _Place) -> None:
        for piece in element.pieces():
            if isinstance(piece, str):
                self.builder.say(" ".join(piece.split("\n")))
            elif piece.name == "br":
                self.builder.say("\n")
            elif piece.name not in _UNSAID:
                self._span(piece, place)

    def _span(self, element: Element, place: _Place) -> None:
        inside = self.reader._inside(place, element, None)
        if inside.span != place.span and inside.span.begin is not None:
            self.spans.append(inside.span)
            self.builder.mark(inside.span.begin)
        self.builder.voice(inside.speaker)
        above = element.get("ruby") == "text"
        self.builder.say("(" if above else "")
        self.add(element, inside)
        self.builder.say(")" if above else "")
        self.builder.voice(place.speaker)

    def rows(self, span: Span) -> tuple[Row, ...]:
        """Marks outside the paragraph's own time are not believed."""
        first, last = span.begin or 0, span.end
        return tuple(
            replace(
                row, marks=tuple(mark for mark in row.marks if first <= mark[1] and (last is None or mark[1] <= last))
            )
            for row in self.builder.done()
        )


def _one_language(found: Sequence[_Paragraph], language: str, warnings: Warnings) -> list[_Paragraph]:
    """Translations shown at the same time are left out, and the reader is told."""
    times = {(p.caption.start_ms, p.caption.end_ms) for p in found if p.language in {language, ""}}
    kept = []
    for paragraph in found:
        cue = paragraph.caption
        if paragraph.language in {language, ""} or (cue.start_ms, cue.end_ms) not in times:
            kept.append(paragraph)
        elif cue.rows:
            message = f"This is the same time in another language ({paragraph.language}); only {language} was read."
            warnings.add("other_language", message, cue.line, cue.rows[0].text)
    return kept
