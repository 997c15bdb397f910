"""The words of a CHAT main line: what was said, without the codes of the transcriber."""

import re
from collections.abc import Iterator

from app.transcripts.importers.aligned import Timed

# Begins only where a word does: from every letter of a long word it would take a time that grows with its square.
_BULLET = re.compile(r"(?<![^\s•])([^\s•]+)\s*•(\d{1,10})_(\d{1,10})•")
_CODES = re.compile(
    r"\[[^\]\n]*\]|&=0?(?P<event>[\w:]+)|&\*\w+[:=](?P<other>[\w_]+)|\((?:\.+|[\d:.]+)\)|\u0002\d+\u0001|‡"
)
# Links to the turn before, and what is left out because it was not said: 0verb.
_LINKS = re.compile(r"(?:^|(?<=\s))(?:\+[<^,+≈≋\"]|0\w*)(?=\s|$)")
_ENDS = {"+...": "…", "+..?": "…?", "+/.": "–", "+//.": "–", "+/?": "–?", "+//?": "–?", "+!?": "?!", "+.": "."}
_END = re.compile(r"\s*(\+\.\.\.|\+\.\.\?|\+//?[.?]|\+!\?|\+\"/?\.|\+\.|[.?!])\s*$")
_FILLER = re.compile(r"(?<!\S)&[-~+](?=\w)")
_SUFFIX = re.compile(r"(?<=\w)@[\w:$&+-]+")
_MARKS = re.compile(r"[<>↑↓→↗↘⇗⇘∙≡⌈⌉⌊⌋°☺∆∇⁎⁇▔▁§↫]|(?<=\w)[ːˑ:](?=\w|\s|$)|[ˈˌ^](?=\w)|(?<=\w)\^(?=\w)")
_INNER = re.compile(r"(?<=\w)\((\w+)\)|\((\w+)\)(?=\w)")


def said(line: str) -> str:
    """A main line as it would be read aloud; events like laughing stay, in brackets."""
    line, end = _without_end(line)
    line = _CODES.sub(_event, line)
    line = _LINKS.sub(" ", line)
    for pattern, by in ((_FILLER, ""), (_SUFFIX, ""), (_MARKS, "")):
        line = pattern.sub(by, line)
    line = _INNER.sub(lambda match: match[1] or match[2], line)
    line = line.replace("_", " ").replace("„", ",")
    line = re.sub(r"\s+([,;])", r"\1", line)
    text = " ".join(line.split())
    return f"{text}{end}" if text else ""


def timed_words(line: str) -> Iterator[Timed]:
    """The words of a %wor line with their times."""
    for match in _BULLET.finditer(line):
        yield match[1], int(match[2]), int(match[3])


def _without_end(line: str) -> tuple[str, str]:
    line = re.sub(r"(\s*\[[+-][^\]\n]*\])+\s*$", "", line.rstrip())
    match = _END.search(line)
    if match is None:
        return line, ""
    mark = match[1]
    return line[: match.start()], _ENDS.get(mark, mark if len(mark) == 1 else "")


def _event(match: re.Match[str]) -> str:
    event = match["event"]
    if event:
        return f" [{event.replace(':', ' ').replace('_', ' ')}] "
    return f" {match['other'].replace('_', ' ')} " if match["other"] else " "
