"""The copy for a person as one page to read: plain HTML, without scripts, without anything from elsewhere. Pure."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "What we hold about you",
        "made": "Made on",
        "person": "About you",
        "personas": "Personas we count you among",
        "records": "What you allowed, and how we know",
        "interviews": "What you said",
        "held": "Conversation of",
        "unknown": "an unknown day",
        "marked": "What we marked in it",
        "note": "Our note",
        "listen": "Your own voice in the recording",
        "shown": "Where it is shown",
        "reels": "Reels",
        "clips": "clips of you",
        "grants": "Links and pages",
        "nothing": "Nothing.",
        "machine": "The same for programs is in data.json. What others said in the same conversations is left out.",
    },
    "de": {
        "title": "Was wir über Sie gespeichert haben",
        "made": "Erstellt am",
        "person": "Zu Ihrer Person",
        "personas": "Personas, zu denen wir Sie zählen",
        "records": "Was Sie erlaubt haben, und woher wir das wissen",
        "interviews": "Was Sie gesagt haben",
        "held": "Gespräch vom",
        "unknown": "unbekannten Tag",
        "marked": "Was wir darin markiert haben",
        "note": "Unsere Notiz",
        "listen": "Ihre eigene Stimme in der Aufnahme",
        "shown": "Wo es zu sehen ist",
        "reels": "Reels",
        "clips": "Ausschnitte mit Ihnen",
        "grants": "Links und Seiten",
        "nothing": "Nichts.",
        "machine": "Für Programme steht dasselbe in data.json. Was andere in diesen Gesprächen sagten, fehlt.",
    },
}
_STYLE = (
    "body{font:17px/1.6 Georgia,serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1d1a16;background:#fffdf9}"
    "h1,h2,h3{line-height:1.25}dt{font-weight:bold}dd{margin:0 0 .5rem}blockquote{margin:.75rem 0;padding-left:1rem;"
    "border-left:3px solid #2f6f5b}small{color:#5c554b}table{border-collapse:collapse}td{padding:.1rem .75rem .1rem 0}"
    "@media(prefers-color-scheme:dark){body{color:#f3eee6;background:#14110e}small{color:#b5ac9e}}"
)


def page(told: Mapping[str, Any], language: str = "en") -> str:
    """The page."""
    words = _WORDS.get(language, _WORDS["en"])
    parts = [
        f"<h1>{words['title']}</h1>",
        f"<p><small>{words['made']} {escape(told['made_at'][:10])}. {words['machine']}</small></p>",
        f"<h2>{words['person']}</h2>{_facts(told['person'])}",
        f"<h2>{words['personas']}</h2>{_list(told['personas']) or '<p>' + words['nothing'] + '</p>'}",
        f"<h2>{words['records']}</h2>{_records(told['records'], words)}",
        f"<h2>{words['interviews']}</h2>",
        *(_interview(one, words) for one in told["interviews"]),
        f"<h2>{words['shown']}</h2>{_shown(told['shown_in'], words)}",
    ]
    return (
        f'<!doctype html><html lang="{language if language in _WORDS else "en"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{words["title"]}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


def _facts(values: Mapping[str, Any]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{_value(value)}</dd>" for name, value in values.items() if value)
    return f"<dl>{rows}</dl>"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return _facts(value)
    if isinstance(value, list):
        return ", ".join(_value(one) for one in value)
    return escape(str(value))


def _records(records: Mapping[str, Any], words: Mapping[str, str]) -> str:
    if not records:
        return f"<p>{words['nothing']}</p>"
    return "".join(f"<h3>{escape(name)}</h3>{''.join(map(_facts, rows))}" for name, rows in records.items())


def _interview(one: Mapping[str, Any], words: Mapping[str, str]) -> str:
    listen = f'<p><a href="{escape(one["recording"])}">{words["listen"]}</a></p>' if one["recording"] else ""
    said = "".join(f"<blockquote>{_time(turn)}{escape(turn['text'])}</blockquote>" for turn in one["said"])
    marks = "".join(_mark(mark, words) for mark in one["marked"])
    marked = f"<h4>{words['marked']}</h4><ul>{marks}</ul>" if marks else ""
    return f"<h3>{words['held']} {escape(one['held_on'] or words['unknown'])}</h3>{listen}{said}{marked}"


def _mark(mark: Mapping[str, Any], words: Mapping[str, str]) -> str:
    about = [*mark["tags"], *([mark["emotion"]] if mark["emotion"] else [])]
    note = f"<br><small>{words['note']}: {escape(mark['note'])}</small>" if mark["note"] else ""
    return f"<li>„{escape(' … '.join(mark['words']))}“ <small>{escape(', '.join(about))}</small>{note}</li>"


def _shown(shown: Mapping[str, Any], words: Mapping[str, str]) -> str:
    reels = _list(f"{one['title']} ({one['clips']} {words['clips']})" for one in shown["reels"])
    grants = _list(
        " · ".join(filter(None, [one["kind"], one["title"] or one["label"], ", ".join(one["sites"])]))
        for one in shown["links_and_embeds"]
    )
    nothing = f"<p>{words['nothing']}</p>"
    return f"<h3>{words['reels']}</h3>{reels or nothing}<h3>{words['grants']}</h3>{grants or nothing}"


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _time(turn: Mapping[str, Any]) -> str:
    if turn["start_ms"] is None:
        return ""
    seconds = turn["start_ms"] // 1000
    return f"<small>{seconds // 60}:{seconds % 60:02}</small> "
