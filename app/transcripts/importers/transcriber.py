"""Transcriber (.trs): turns of one or more speakers, cut by Sync points; sections and topics become chapters.

Written here: no maintained package reads it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.transcripts.importers import captions, languages
from app.transcripts.importers.captions import Caption
from app.transcripts.importers.digits import whole_number
from app.transcripts.importers.json_tree import millis
from app.transcripts.importers.parsed import ImportRefused, ParsedChapter, ParsedTranscript, Warnings
from app.transcripts.importers.rows import Row, RowBuilder
from app.transcripts.importers.source import Source
from app.transcripts.importers.ttml import warn_mistake
from app.transcripts.importers.xml_tree import Element

FORMAT = "transcriber"
TITLE = "Transcriber (TRS)"
SUFFIXES = frozenset({"trs"})
TEXT = True


def sniff(source: Source) -> float:
    return 1.0 if source.xml and source.xml.name == "trans" else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when the file is no Transcriber document."""
    document = source.xml
    if document is None or document.name != "trans":
        advice = "Its first element must be <Trans>."
        raise ImportRefused("no_transcriber", "This is not a Transcriber file.", line=1, advice=advice)
    warnings = Warnings()
    warn_mistake(document, warnings)
    names = {speaker.get("id"): speaker.get("name").strip() for speaker in document.root.all("Speaker")}
    cues = [cue for turn in document.root.all("Turn") for cue in _Turn(turn, names).cues()]
    return captions.transcript(
        FORMAT,
        cues,
        warnings,
        language=languages.tag(document.root.get("lang")),
        chapters=list(_chapters(document.root)),
        may_roll=False,
    )


def _chapters(root: Element) -> Iterator[ParsedChapter]:
    topics = {topic.get("id"): topic.get("desc").strip() for topic in root.all("Topic")}
    for section in root.all("Section"):
        title = topics.get(section.get("topic"))
        if title:
            yield ParsedChapter(title, millis(section.get("startTime")) or 0, millis(section.get("endTime")))


@dataclass
class _Turn:
    """One Turn: each Sync begins a caption, each Who changes the voice."""

    element: Element
    names: Mapping[str, str]
    found: list[Caption] = field(default_factory=list)

    def cues(self) -> list[Caption]:
        speakers = self._speakers()
        alone = speakers[0] if len(speakers) == 1 else " & ".join(speakers) or None
        self.builder, self.voice = RowBuilder(speaker=alone), alone
        self.start, self.line = millis(self.element.get("startTime")), self.element.line
        for piece in self.element.pieces():
            if isinstance(piece, str):
                self.builder.say(" ".join(piece.split()) and piece)
            else:
                self._mark(piece, speakers)
        self._close(millis(self.element.get("endTime")))
        return self.found

    def _speakers(self) -> list[str]:
        return [self.names.get(id_) or id_ for id_ in self.element.get("speaker").split()]

    def _mark(self, mark: Element, speakers: list[str]) -> None:
        if mark.name == "Sync":
            time = millis(mark.get("time"))
            self._close(time, begun=bool(self.found) or time != self.start)
            self.start, self.line = time, mark.line
            self.builder = RowBuilder(speaker=self.voice)
        elif mark.name == "Who":
            number = whole_number(mark.get("nb")) or 0
            self.voice = speakers[number - 1] if 0 < number <= len(speakers) else None
            self.builder.voice(self.voice)
        elif mark.name == "Event" and mark.get("type", "noise") == "noise" and len(mark.get("desc")) > 2:
            self.builder.say(f" [{mark.get('desc')}] ")  # a laugh; shorter ones are codes for breath and the like

    def _close(self, end_ms: int | None, *, begun: bool = True) -> None:
        rows: tuple[Row, ...] = self.builder.done()
        rows = tuple(replace(row, text=" ".join(row.text.split())) for row in rows)
        if rows or begun:
            self.found.append(Caption(self.line, self.start, end_ms, rows))
