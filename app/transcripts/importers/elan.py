"""ELAN (.eaf): the tiers of each participant; what depends on a tier explains it and is not said again.

https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf. Written here because the one reader on PyPI has no
hardened XML parser, and gives annotations without lines and without places between their neighbours.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.transcripts.importers import languages, tiers
from app.transcripts.importers.json_tree import number
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.source import Source
from app.transcripts.importers.tiers import Annotation, Tier
from app.transcripts.importers.ttml import warn_mistake
from app.transcripts.importers.xml_tree import Element

FORMAT = "elan"
TITLE = "ELAN (EAF)"
SUFFIXES = frozenset({"eaf"})
TEXT = True
_UNITS = {"milliseconds": 1.0, "NTSC-frames": 1001 / 30, "PAL-frames": 40.0, "PAL-50-frames": 20.0}
_ID = re.compile(r"\S*\d\S*")


def sniff(source: Source) -> float:
    return 1.0 if source.xml and source.xml.name == "annotation_document" else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when the file is no ELAN document."""
    document = source.xml
    if document is None or document.name != "annotation_document":
        raise ImportRefused("no_elan", "This is not an ELAN file.", line=1, advice="Save it from ELAN as .eaf.")
    warnings = Warnings()
    warn_mistake(document, warnings)
    found = _tiers(document.root)
    language = document.root.first("LANGUAGE")
    return tiers.transcript(
        FORMAT,
        _speech(found, warnings),
        warnings,
        segments=sum(len(tier.tier.annotations) for tier in found),
        language=languages.tag(language.get("LANG_ID")) if language else None,
    )


@dataclass(frozen=True, slots=True)
class _Tier:
    tier: Tier
    parent: str
    kind: str  # the constraint by which it depends on its parent; empty for a tier of its own


def _tiers(root: Element) -> list[_Tier]:
    slots = _slots(root)
    kinds = {kind.get("LINGUISTIC_TYPE_ID"): kind.get("CONSTRAINTS") for kind in root.all("LINGUISTIC_TYPE")}
    elements = list(root.all("TIER"))
    times = _times(elements, slots)
    return [
        _Tier(
            Tier(
                element.get("TIER_ID"), list(_annotations(element, times)), element.get("PARTICIPANT").strip() or None
            ),
            element.get("PARENT_REF"),
            kinds.get(element.get("LINGUISTIC_TYPE_REF"), ""),
        )
        for element in elements
    ]


def _slots(root: Element) -> dict[str, int | None]:
    """Times by slot; a slot without one lies evenly between its neighbours."""
    header = root.first("HEADER")
    unit = _UNITS.get(header.get("TIME_UNITS") if header else "", 1.0)
    slots = [(slot.get("TIME_SLOT_ID"), number(slot.get("TIME_VALUE"))) for slot in root.all("TIME_SLOT")]
    known = [(place, value * unit) for place, (_, value) in enumerate(slots) if value is not None]
    found: dict[str, int | None] = {}
    after = 0
    for place, (name, _) in enumerate(slots):
        while after < len(known) and known[after][0] < place:
            after += 1
        found[name] = _between(place, known[after - 1 : after], known[after : after + 1])
    return found


def _between(place: int, before: list[tuple[int, float]], after: list[tuple[int, float]]) -> int | None:
    if after and (after[0][0] == place or not before):
        return round(after[0][1]) if after[0][0] == place else None
    if not before or not after:
        return None
    (left, start), (right, end) = before[0], after[0]
    return round(start + (end - start) * (place - left) / (right - left))


Times = Mapping[str, tuple[int | None, int | None]]


def _times(elements: Sequence[Element], slots: Mapping[str, int | None]) -> Times:
    """Start and end of each annotation; one that refers to another shares its time with those beside it."""
    times: dict[str, tuple[int | None, int | None]] = {}
    references: dict[str, list[str]] = {}
    for annotation in (found for element in elements for found in element.all("ALIGNABLE_ANNOTATION")):
        start, end = (slots.get(annotation.get(name)) for name in ("TIME_SLOT_REF1", "TIME_SLOT_REF2"))
        times[annotation.get("ANNOTATION_ID")] = (start, end)
    for annotation in (found for element in elements for found in element.all("REF_ANNOTATION")):
        references.setdefault(annotation.get("ANNOTATION_REF"), []).append(annotation.get("ANNOTATION_ID"))
    waiting = [name for name in times if name in references]
    while waiting:
        parent = waiting.pop()
        children = references.pop(parent, [])
        times |= dict(zip(children, _shares(times[parent], len(children)), strict=True))
        waiting += [child for child in children if child in references]
    return times


def _shares(span: tuple[int | None, int | None], count: int) -> Iterator[tuple[int | None, int | None]]:
    start, end = span
    for place in range(count):
        if start is None or end is None:
            yield start, end
        else:
            yield start + (end - start) * place // count, start + (end - start) * (place + 1) // count


def _annotations(element: Element, times: Times) -> Iterator[Annotation]:
    for annotation in element.all("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
        value = annotation.first("ANNOTATION_VALUE")
        start, end = times.get(annotation.get("ANNOTATION_ID"), (None, None))
        yield Annotation(annotation.line, start, end, value.said() if value else "")


def _speech(found: Sequence[_Tier], warnings: Warnings) -> list[Tier]:
    """Of each family of tiers the one that holds what was said; words below it give their times."""
    names = {tier.tier.name for tier in found}
    kept: list[Tier] = []
    for head in found:
        if head.parent and head.parent in names:
            continue
        family = _below(head, found)
        speech = _said(head, family)
        kept.append(_owned(speech, head))
        for tier in family:
            if tier is not speech and _says(tier):
                kept += _dependent(tier, head, warnings)
    return kept


def _below(head: _Tier, found: Sequence[_Tier]) -> list[_Tier]:
    family, seen = [head], {head.tier.name}
    for place in range(len(found)):
        if place >= len(family):
            break
        children = [tier for tier in found if tier.parent == family[place].tier.name and tier.tier.name not in seen]
        seen |= {tier.tier.name for tier in children}
        family += children
    return family


def _says(tier: _Tier) -> bool:
    return any(annotation.text.strip() for annotation in tier.tier.annotations)


def _said(head: _Tier, family: Sequence[_Tier]) -> _Tier:
    """The head of the family, unless it holds nothing, or nothing but numbers for the sentences below it."""
    texts = [annotation.text.strip() for annotation in head.tier.annotations if annotation.text.strip()]
    if texts and not (all(_ID.fullmatch(text) for text in texts) and len(set(texts)) == len(texts)):
        return head
    prose = (tier for tier in family[1:] if any(" " in annotation.text.strip() for annotation in tier.tier.annotations))
    return next(prose, head if texts else next((tier for tier in family if _says(tier)), head))


def _owned(tier: _Tier, head: _Tier) -> Tier:
    """A tier below another belongs to the same participant."""
    speaker = tier.tier.speaker or head.tier.speaker
    return replace(tier.tier, speaker=speaker, name=tier.tier.name if tier is head else head.tier.name)


def _dependent(tier: _Tier, head: _Tier, warnings: Warnings) -> list[Tier]:
    if tier.kind == "Time_Subdivision" or re.search(r"(?i)\bwords?\b|^w(?:ord)?[@_-]|tokens?", tier.tier.name):
        return [replace(tier.tier, name=f"{head.tier.name} words", speaker=tier.tier.speaker or head.tier.speaker)]
    excerpt = " · ".join(annotation.text for annotation in tier.tier.annotations[:8])
    message = f"“{tier.tier.name}” explains “{head.tier.name}” and was left out."
    warnings.add("tier_left_out", message, tier.tier.annotations[0].line, f"{tier.tier.name}: {excerpt}")
    return []
