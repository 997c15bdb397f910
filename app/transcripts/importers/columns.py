"""What each column of a table holds: guessed from its name and its values, with the reason, and never in secret."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from app.transcripts.importers.cell_times import span_ms
from app.transcripts.importers.tables import Table

Role = Literal[
    "speaker", "text", "start", "end", "duration", "tags", "ignore",
    "question", "participant", "legal_name", "contact", "date", "attribute",
]  # fmt: skip
Reason = Literal["name", "times", "few_names", "long_texts", "machine", "short_answers", "rest", "chosen"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's part, and why it is thought to have it. `name` is what its header says, or empty."""

    role: Role
    reason: Reason
    name: str = ""


def _names(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split("·"))


_NAMED: dict[Role, frozenset[str]] = {
    "text": _names(
        "text·words·content·transcript·transcription·utterance·utterances·sentence·dialogue·dialog·speech·quote·caption·"
        "subtitle·message·statement·verbatim·paragraph·turn text·spoken text·detected text·inhalt·aussage·transkript·"
        "wortlaut·beitrag·äußerung·gesagtes·zitat·texte·transcription textuelle·paroles·texto·transcripción·contenido·"
        "testo·tekst·文字起こし·発言·内容·文本·内容文字"
    ),
    "speaker": _names(
        "speaker·speakers·name·who·voice·person·speaker name·speaker id·speaker label·from·author·user·sprecher·"
        "sprecherin·sprecher:in·stimme·wer·sprechende·locuteur·intervenant·hablante·orador·interlocutor·parlante·"
        "spreker·話者·发言人·说话人·actor·role·channel·participant"
    ),
    "start": _names(
        "start·time·timestamp·timecode·start time·begin·begin time·starttime·start timecode·start ms·start s·start sec·"
        "in·in point·timespan·time span·offset·start seconds·start (s)·start (ms)·from time·zeit·zeitstempel·beginn·"
        "anfang·startzeit·zeitspanne·début·temps·inicio·tiempo·tijd·inizio·時間·开始·turn time"
    ),
    "end": _names(
        "end·stop·end time·endtime·end timecode·end ms·end s·end sec·out·out point·end seconds·end (s)·end (ms)·ende·"
        "endzeit·bis·fin·fine·einde·终了·結束·结束"
    ),
    "duration": _names("dur·dur.·duration·dauer·durée·duración·length·länge"),
    "tags": _names(
        "tag·tags·code·codes·theme·themes·label·labels·topic·topics·category·categories·keywords·schlagwort·"
        "schlagwörter·thema·themen·kategorie·kategorien·étiquettes·thème·thèmes·etiqueta·etiquetas·temas·coding"
    ),
}
_PARTICIPANT = _names(
    "participant·participant id·participantid·respondent·respondent id·respondentid·response id·responseid·pseudonym·"
    "id·#·user id·customer id·case id·teilnehmer·teilnehmer id·teilnehmernummer·teilnehmende·proband·probandin·nummer·nr·nr.·"
    "fallnummer·participante·identifiant·case"
)
_LEGAL_NAME = _names("name·full name·your name·first name·last name·vorname·nachname·vollständiger name·recipientlastname·recipientfirstname·nombre·nom")
_CONTACT = _names("email·e-mail·email address·e-mail-adresse·mail·phone·phone number·telefon·recipientemail·username·nutzername·correo")
_DATE = _names(
    "timestamp·date·submitted·submitted at·submit date (utc)·submit date·end date·enddate·recordeddate·recorded date·datum·"
    "zeitstempel·completed at·completion time·created at·date submitted·abgegeben am·datum abgeschickt·fecha·horodateur"
)
_MACHINE = _names(
    "ipaddress·ip address·ip·status·progress·finished·duration (in seconds)·startdate·start date·start date (utc)·start time·"
    "collector id·network id·externalreference·externaldatareference·locationlatitude·locationlongitude·distributionchannel·"
    "userlanguage·score·token·seed·lastpage·letzte seite·startlanguage·startsprache·custom data·response type·survey id·"
    "last page·user agent·referrer"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def bare(header: str) -> str:
    """A header for comparison: small letters, no underscores, no colon."""
    spaced = re.sub(r"[_\-\s]+", " ", header).strip().strip(":*").strip().casefold()
    return spaced


def has_header(table: Table) -> bool:
    """Whether the first row names the columns: short, different names, of which one is known or unlike what follows."""
    if len(table.rows) < 2:
        return False
    first = [cell for cell in table.rows[0] if cell]
    if len(first) < max(1, table.width // 2) or len({cell.casefold() for cell in first}) < len(first):
        return False
    if any(len(cell) > 300 or span_ms(cell) is not None for cell in first):
        return False
    if any(bare(cell) in names for cell in first for names in (*_NAMED.values(), _PARTICIPANT, _CONTACT, _DATE)):
        return True
    return _unlike(table)


def _unlike(table: Table) -> bool:
    """Whether a column's first cell is of another kind than all below: words above times, a name above long texts."""
    for number in range(table.width):
        below = [row[number] for row in table.rows[1:] if row[number]]
        times = sum(span_ms(cell) is not None for cell in below)
        if below and times > 0.8 * len(below):
            return True
    first = table.rows[0]
    questions = sum(cell.rstrip().endswith("?") for cell in first)
    return questions >= 2 and questions * 2 >= len([cell for cell in first if cell])


def guess_turns(table: Table, header: Sequence[str]) -> list[Column]:
    """The columns of a table in which each row is a turn."""
    columns: list[Column | None] = _by_name(header)
    taken = {column.role for column in columns if column}
    values = [[row[number] for row in table.rows if row[number]] for number in range(table.width)]
    free = [number for number in range(table.width) if columns[number] is None]
    if "start" not in taken:
        free = _claim_times(columns, values, free, header)
    if "text" not in taken and (wordy := [n for n in free if _mean(values[n]) > 0]):
        longest = max(wordy, key=lambda n: sum(map(len, values[n])))
        columns[longest] = Column("text", "long_texts", header[longest])
        free.remove(longest)
    if "speaker" not in taken:
        names = next((n for n in free if _few_names(values[n], len(table.rows))), None)
        if names is not None:
            columns[names] = Column("speaker", "few_names", header[names])
    return [column or Column("ignore", "rest", header[n]) for n, column in enumerate(columns)]


def _by_name(header: Sequence[str]) -> list[Column | None]:
    found: list[Column | None] = [None] * len(header)
    taken: set[str] = set()
    for role, names in _NAMED.items():
        # The exacter name wins: “speaker” before “role”, in the order of the list of names.
        for number, cell in enumerate(header):
            if found[number] is None and role not in taken and _says(cell, names):
                found[number] = Column(role, "name", cell)
                taken.add(role)
    return found


def _says(cell: str, names: frozenset[str]) -> bool:
    return bare(cell) in names or bare(_CAMEL.sub(" ", cell)) in names


def _claim_times(columns: list[Column | None], values: list[list[str]], free: list[int], header: Sequence[str]) -> list[int]:
    timed = [n for n in free if values[n] and _are_times(values[n])]
    roles: tuple[Role, ...] = ("start", "end")
    for role, number in zip(roles, timed, strict=False):
        columns[number] = Column(role, "times", header[number])
    return [n for n in free if columns[n] is None]


def _are_times(cells: Sequence[str]) -> bool:
    """Clock times mostly, or numbers that only grow, as times in seconds do; “4, 2, 5” are answers, no times."""
    clocks = sum(span_ms(cell) is not None and not cell.replace(".", "").isdigit() for cell in cells)
    if clocks > 0.8 * len(cells):
        return True
    times = [span_ms(cell) for cell in cells]
    starts = [time[0] for time in times if time is not None]
    fractional = sum("." in cell or "," in cell for cell in cells) > 0.5 * len(cells)
    return len(starts) == len(cells) > 1 and fractional and starts == sorted(starts) and starts[0] < starts[-1]


def _few_names(cells: Sequence[str], rows: int) -> bool:
    """Short values, few of them, most said again: people in a conversation."""
    if len(cells) < 0.2 * rows or not cells or any(len(cell) > 60 or "\n" in cell for cell in cells):
        return False
    different = len(set(cells))
    lettered = sum(any(letter.isalpha() for letter in cell) for cell in cells)
    return lettered > 0.9 * len(cells) and different <= max(3, 0.6 * len(cells)) and different <= 60


def _mean(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells) if cells else 0.0


def guess_survey(table: Table, header: Sequence[str]) -> list[Column]:
    """The columns of a table in which each row is one person's answers."""
    values = [[row[number] for row in table.rows if row[number]] for number in range(table.width)]
    columns = [_survey_column(cell, values[number], len(table.rows)) for number, cell in enumerate(header)]
    seen: set[str] = set()
    for number, column in enumerate(columns):
        if column.role in {"participant", "date"}:
            if column.role in seen:
                columns[number] = Column("ignore", "machine", column.name)
            seen.add(column.role)
    return columns


def _survey_column(name: str, cells: Sequence[str], rows: int) -> Column:
    for role, names in (
        ("contact", _CONTACT), ("participant", _PARTICIPANT), ("legal_name", _LEGAL_NAME), ("date", _DATE),
    ):  # fmt: skip
        if _says(name, names):
            return Column(role, "name", name)  # type: ignore[arg-type]
    if _says(name, _MACHINE):
        return Column("ignore", "machine", name)
    if is_question(name):
        return Column("question", "name", name)
    if cells and median(map(len, cells)) > 40 and len(set(cells)) > 0.5 * len(cells):
        return Column("question", "long_texts", name)
    return Column("attribute", "short_answers", name)


def is_question(name: str) -> bool:
    """Whether a header asks something: it has a question mark, or is as long as a sentence."""
    return "?" in name or "？" in name or len(name.split()) >= 6


def is_survey(table: Table, header: Sequence[str]) -> bool:
    """Whether each row is a person's answers: several questions, and nobody who speaks at a time."""
    if not any(header) or any(_says(cell, _NAMED["text"]) and not is_question(cell) for cell in header):
        return False
    columns = guess_survey(table, header)
    questions = [column for column in columns if column.role == "question"]
    asked = sum(is_question(column.name) for column in questions)
    return len(questions) >= 2 or (asked >= 1 and any(column.role == "participant" for column in columns))
