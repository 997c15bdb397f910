"""Who speaks, when a file only says so in its text: “Name: text”, and names on a line of their own.

A label is believed when the whole file speaks for it, never from one line: “My point is: …” is no person.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from app.transcripts.importers.labels import INTERVIEWERS, NO_NAMES, PARTICIPANTS, PARTICLES, SAYING
from app.transcripts.importers.parsed import ParsedSpeaker, ParsedTurn, Role

_LABEL = re.compile(r"(?:>>+\s*|//\s*|[-–—]\s+)?(?P<name>[^\s:：][^:：\n]{0,59}?)\s*(?::(?=\s|$)|：)\s*")
_WORDS = 6
_LENGTH = 48
_SENTENCE = re.compile(r"[!?;=<>{}\"“”\\@#]|\.\s+\w+\s+\w+|\.$|…")
_ABBREVIATED = re.compile(r"\b(?:\w|dr|mr|mrs|ms|prof|st|jr|sr|fr|hr|nr|no)\.", re.IGNORECASE)
_NEVER = frozenset({"interview", "interviews", "transcript", "transcripts", "transkript", "transkription"})
_NUMBERED = re.compile(
    r"(?:speaker|sprecher(?:in)?|participant|teilnehmer(?:in)?|respondent|person|spk|voice|stimme|caller|agent)"
    r"[\s_#-]*[0-9a-z]{1,3}",
    re.IGNORECASE,
)


def names_in(lines: Iterable[str]) -> frozenset[str]:
    """The labels of a file that are speakers: repeated, or plainly a role, or in a file where most lines have one."""
    total, counts = 0, Counter[str]()
    for line in lines:
        total += bool(line.strip())
        match = _LABEL.match(line)
        if match and looks_like_name(match["name"]):
            counts[match["name"]] += 1
    return believed(counts, usual=sum(counts.values()) * 2 >= total)


def believed(counts: Mapping[str, int], *, usual: bool) -> frozenset[str]:
    """The labels that are people, told from how often each was seen and whether labels are usual in the file."""
    sure = any(count > 1 for count in counts.values())
    usual = usual and (len(counts) <= max(2, sum(counts.values()) * 0.8) or all(" " in name for name in counts))
    return frozenset(
        name
        for name, count in counts.items()
        if count > 1 or is_role(name) or (usual and is_proper(name)) or (sure and name.isupper())
    )


def split(line: str, names: frozenset[str]) -> tuple[str, int] | None:
    """The speaker's name and where the words begin; None for a line without a known label."""
    match = _LABEL.match(line)
    return (sys.intern(match["name"]), match.end()) if match and match["name"] in names else None


def heads_in(cues: Sequence[Sequence[str]]) -> frozenset[str]:
    """Names that stand alone on the first line of every cue, as old Teams documents write them."""
    if len(cues) < 2 or any(len(rows) < 2 for rows in cues):
        return frozenset()
    heads = Counter(rows[0].rstrip(":") for rows in cues)
    named = all(looks_like_name(head) and head[0].isupper() for head in heads)
    often = len(heads) * 2 <= len(cues) or (len(heads) < len(cues) and all(" " in head for head in heads))
    return frozenset(heads) if named and often else frozenset()


def looks_like_name(name: str) -> bool:
    """Whether a label may be a person or a part: short, with a letter, no sentence, no metadata."""
    part = name[:-1].lower() in INTERVIEWERS | PARTICIPANTS  # “Befr.”, “Int.”
    bare = _ABBREVIATED.sub("", name.removesuffix(".") if part else name)
    words = name.split()
    if not 0 < len(name) <= _LENGTH or len(words) > _WORDS or _SENTENCE.search(bare):
        return False
    if not any(letter.isalpha() for letter in name) or words[0].lower() in NO_NAMES:
        return False
    if any(word.lower() in _NEVER for word in words):
        return False
    if len(words) > 1 and not is_proper(name) and any(word.lower() in SAYING for word in words):
        return False
    return is_role(name) or not words[0][0].islower() or len(words) == 1


def is_proper(name: str) -> bool:
    """Whether every word begins as names do: “Anna de la Cruz (she/her)”, “田中”."""
    words = [word.strip("()[],.") for word in name.split()]
    return all(not word[:1].islower() or word.lower() in PARTICLES or "/" in word for word in words)


def is_role(name: str) -> bool:
    """Whether a label says the part in the interview: Interviewer, Speaker 2, Q."""
    return role_of(name) is not None or _NUMBERED.fullmatch(name) is not None


def role_of(name: str) -> Role | None:
    """The part a label suggests; a suggestion for the preview, never applied unseen."""
    first = re.split(r"[\s\d_(,#-]", name.lower(), maxsplit=1)[0]
    alone = first == name.lower().rstrip("0123456789 #")
    if first in INTERVIEWERS and (alone or len(first) > 3):
        return "interviewer"
    return "participant" if first in PARTICIPANTS and (alone or len(first) > 3) else None


def speakers(turns: Sequence[ParsedTurn], samples: int = 3) -> tuple[ParsedSpeaker, ...]:
    """Everyone who speaks, in the order of their first words, each with a few lines to be known by."""
    spoken: dict[str, list[str]] = {}
    for turn in turns:
        if turn.speaker is not None:
            spoken.setdefault(turn.speaker, []).append(turn.text)
    return tuple(
        ParsedSpeaker(name, len(texts), sample_lines(texts, samples), role_of(name)) for name, texts in spoken.items()
    )


def sample_lines(texts: Sequence[str], count: int = 3) -> tuple[str, ...]:
    """A few lines that a person can be known by, none of them long."""
    telling = [text for text in texts if len(text) > 20] or texts
    return tuple(text if len(text) <= 160 else text[:157].rstrip() + "…" for text in telling[:count])
