"""What each column of a table of participants holds: guessed from its name and its values. Pure."""

from collections.abc import Mapping, Sequence

from app.participants.attribute_types import AttributeType, Kind, Misfit, from_text
from app.transcripts.importers.column_names import CONTACT, LEGAL_NAME, MACHINE, PARTICIPANT, bare

_INCENTIVE = (
    "incentive·incentives·reward·gift·gift card·voucher·honorarium·compensation·payment·thank you·gutschein·"
    "aufwandsentschädigung·dankeschön·vergütung·honorar"
)
_ROLE = "role·job·job title·jobtitle·title·profession·occupation·position·beruf·rolle·tätigkeit·funktion·poste·cargo"
_SEGMENT = "segment·group·cohort·customer group·gruppe·kundengruppe·zielgruppe·groupe·grupo"
_REGION = "region·country·city·location·state·place·county·land·ort·stadt·bundesland·wohnort·pays·ville·país·ciudad"
_NAMES: Sequence[tuple[str, frozenset[str]]] = (
    ("contact", CONTACT),
    ("legal_name", LEGAL_NAME | {"real name", "legal name", "echter name", "surname", "given name", "familienname"}),
    ("pseudonym", PARTICIPANT - {"id", "#"} | {"alias", "code name", "nickname", "deckname"}),
    ("incentive", frozenset(_INCENTIVE.split("·"))),
    ("role", frozenset(_ROLE.split("·"))),
    ("segment", frozenset(_SEGMENT.split("·"))),
    ("region", frozenset(_REGION.split("·"))),
)
_FEW, _SHORT = 12, 40


def target_of(name: str, cells: Sequence[str], attributes: Mapping[str, str]) -> str:
    """The field a column fills; `attributes` are the known ones, key by label. Without a name or a cell: none."""
    header = bare(name)
    if not header or not cells:
        return "ignore"
    if key := attributes.get(header):
        return f"attribute:{key}"
    for target, names in _NAMES:
        if header in {bare(one) for one in names}:
            return target
    return "ignore" if header in MACHINE or header in {"id", "#", "notes", "comment"} else "new"


def kind_in(cells: Sequence[str], wanted: AttributeType | None = None) -> Kind:
    """The type a new attribute would have by its values, or the one that was wanted, with the choices found there."""
    if wanted in ("one_of", "several_of"):
        return Kind(wanted, _choices(cells, wanted))
    if wanted:
        return Kind(wanted)
    distinct = set(map(str.casefold, cells))
    for kind in (Kind("yes_no"), Kind("number"), Kind("date")):
        # A column of ones and zeros is more often a yes than a number, one of 1, 2, 3 never is.
        if cells and all(_fits(kind, cell) for cell in cells):
            return kind
    few = 2 <= len(distinct) <= min(_FEW, len(cells) // 2)
    return Kind("one_of", _choices(cells, "one_of")) if few and max(map(len, cells)) <= _SHORT else Kind("text")


def _choices(cells: Sequence[str], of: AttributeType) -> tuple[str, ...]:
    parts = [part for cell in cells for part in (cell.replace("\n", ";").split(";") if of == "several_of" else [cell])]
    if of == "several_of" and not any(";" in cell or "\n" in cell for cell in cells):
        parts = [part for cell in cells for part in cell.split(",")]
    found: dict[str, str] = {}
    for part in parts:
        if part.strip():
            found.setdefault(part.strip().casefold(), part.strip()[:120])
    return tuple(found.values())[:100]


def _fits(kind: Kind, cell: str) -> bool:
    try:
        from_text(kind, cell)
    except Misfit:
        return False
    return True
