"""Compile the hand-written scripts into `content/interviews/*.json`.

A script is a header of `name: value` lines, a line `---`, and one turn a line::

    M: I kept it. [[I could not play it]]{#voicemail grief, telephone | sad 4 | his last message}
    M <0.9 +700>: The same, spoken at 0.9 of the voice's pace after a pause of 700 ms.

`[[` and `]]` may stand in different turns. Measured times in `timing/<key>.json` are merged when they exist.
Needs nothing but Python. Run: `python app/demo/authoring/compile.py`.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CONTENT = HERE.parent / "content"
MEDIA = HERE.parent / "media"
TURN = re.compile(r"^(\w+)(?: <([^>]*)>)?: (.*)$")
MARK = re.compile(r"\[\[|\]\]\{([^}]*)\}")
SPOKEN_WORDS_PER_MINUTE = {"en": 165, "de": 145}


def read_script(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Header and raw turns `{speaker, hint, marked}` of one script."""
    header_text, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    header: dict[str, Any] = {"speakers": []}
    for line in header_text.splitlines():
        name, _, value = line.partition(": ")
        if name == "speaker":
            header["speakers"].append(read_speaker(value))
        else:
            header[name] = value.strip()
    turns = []
    for number, line in enumerate(body.splitlines(), start=1):
        if not line.strip():
            continue
        match = TURN.match(line)
        if match is None:
            raise SystemExit(f"{path.name}: line {number} of the body is no turn: {line[:60]}")
        turns.append({"speaker": match[1], "hint": match[2] or "", "marked": match[3].strip()})
    return header, turns


def read_speaker(value: str) -> dict[str, Any]:
    """`R = Ruth | interviewer | ` → speaker."""
    key, _, rest = value.partition(" = ")
    label, role, participant = (part.strip() for part in (rest + " | | ").split("|")[:3])
    return {"key": key, "label": label, "role": role, "participant": participant or None}


def read_marks(turns: list[dict[str, Any]]) -> tuple[list[str], list[dict[str, Any]]]:
    """Plain texts of the turns and the highlights that were marked in them."""
    texts: list[str] = []
    highlights: list[dict[str, Any]] = []
    open_marks: list[tuple[int, int]] = []
    for number, turn in enumerate(turns):
        plain, at = "", 0
        for match in MARK.finditer(turn["marked"]):
            plain += turn["marked"][at : match.start()]
            at = match.end()
            if match[0] == "[[":
                open_marks.append((number, len(plain)))
            else:
                start_turn, start_char = open_marks.pop()
                highlights.append(read_highlight(match[1], start_turn, start_char, number, len(plain)))
        texts.append(plain + turn["marked"][at:])
    if open_marks:
        raise SystemExit(f"a mark stays open in turn {open_marks}")
    return texts, highlights


def read_highlight(spec: str, turn: int, start: int, end_turn: int, end: int) -> dict[str, Any]:
    """`#key tag, tag | emotion 3 | note` → highlight without its quote."""
    tags, feeling, note = ([*(part.strip() for part in spec.split("|", 2)), ""])[:3]
    key = None
    if tags.startswith("#"):
        key, _, tags = tags[1:].partition(" ")
    emotion, intensity = feeling.split()
    return {
        "key": key,
        "turn": turn,
        "start_char": start,
        "end_turn": end_turn,
        "end_char": end,
        "tags": [tag.strip() for tag in tags.split(",")],
        "emotion": emotion,
        "intensity": int(intensity),
        "note": note or None,
    }


def finish_highlights(highlights: list[dict[str, Any]], texts: list[str]) -> list[dict[str, Any]]:
    """In reading order, with keys and quotes."""
    ordered = sorted(highlights, key=lambda h: (h["turn"], h["start_char"], -h["end_turn"], -h["end_char"]))
    for number, highlight in enumerate(ordered, start=1):
        first, last = texts[highlight["turn"]], texts[highlight["end_turn"]]
        inside = highlight["turn"] == highlight["end_turn"]
        highlight["key"] = highlight["key"] or f"h{number:02}"
        highlight["quote"] = first[highlight["start_char"] : highlight["end_char"] if inside else None]
        highlight["end_quote"] = None if inside else last[: highlight["end_char"]]
    return ordered


def approximate_times(texts: list[str], language: str) -> list[tuple[int, int]]:
    """Times as a typist would note them: whole seconds, from the number of words."""
    times, now = [], 2
    for text in texts:
        seconds = max(1, round(len(text.split()) * 60 / SPOKEN_WORDS_PER_MINUTE[language]))
        times.append((now * 1000, (now + seconds) * 1000))
        now += seconds + 1
    return times


def compile_script(path: Path) -> dict[str, Any]:
    """One script as an interview of the content."""
    header, raw = read_script(path)
    texts, highlights = read_marks(raw)
    turns: list[dict[str, Any]] = [
        {"speaker": turn["speaker"], "text": text} for turn, text in zip(raw, texts, strict=True)
    ]
    recording, times = None, header.get("times", "none")
    timing = HERE / "timing" / f"{header['key']}.json"
    if timing.exists():
        measured = json.loads(timing.read_text())
        if [turn["text"] for turn in measured["turns"]] != texts:
            print(f"{path.name}: the recording says something else; speak it again", file=sys.stderr)
        else:
            times, recording = "exact", measured["recording"]
            for turn, spoken in zip(turns, measured["turns"], strict=True):
                turn.update(start_ms=spoken["start_ms"], end_ms=spoken["end_ms"], words=spoken["words"])
    if times == "approximate":
        for turn, (start, end) in zip(turns, approximate_times(texts, header["language"]), strict=True):
            turn.update(start_ms=start, end_ms=end)
    if recording and not (MEDIA / recording["file"]).exists():
        recording = None
    head = {name: header[name] for name in ("key", "project", "title", "summary", "kind", "language", "held_on")}
    return {
        **head,
        "speakers": header["speakers"],
        "recording": recording,
        "times": times,
        "turns": turns,
        "highlights": finish_highlights(highlights, texts),
    }


def write(interview: dict[str, Any]) -> None:
    """One JSON file, a turn and a highlight a line, so that differences can be read."""
    turns, highlights = interview.pop("turns"), interview.pop("highlights")

    def lines(items: list[dict[str, Any]]) -> str:
        return ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in items)

    head = json.dumps(interview, ensure_ascii=False, indent=1)[:-2]
    text = f'{head},\n "turns": [\n{lines(turns)}\n ],\n "highlights": [\n{lines(highlights)}\n ]\n}}\n'
    target = CONTENT / "interviews" / f"{interview['key']}.json"
    target.write_text(text, encoding="utf-8")
    kinds = f"{interview['kind']:18} {interview['language']}"
    print(f"{target.name:36} {kinds} {len(turns):4} turns {len(highlights):3} highlights {interview['times']}")


def main() -> None:
    """Compile every script."""
    (CONTENT / "interviews").mkdir(exist_ok=True)
    for path in sorted((HERE / "scripts").glob("*.txt")):
        write(compile_script(path))


if __name__ == "__main__":
    main()
