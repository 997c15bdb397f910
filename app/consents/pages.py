"""The HTML of the consent pages: no script, no cookie, nothing from elsewhere; works on any phone and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.access.audiences import Standing
from app.consents import offers
from app.consents.giving import SIGNED, Choice, Page
from app.consents.marking import html_of, nodes_of
from app.consents.models import ConsentReceipt, ConsentTemplateVersion
from app.consents.page_style import STYLE
from app.consents.page_words import Words, words_for, written

_NATIVE = {"de": "Deutsch", "en": "English", "es": "Español", "fr": "Français", "it": "Italiano", "nl": "Nederlands"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a page is read: in which language of the form, and with which nonce its style proves itself."""

    language: str
    nonce: str

    @property
    def words(self) -> Words:
        return words_for(self.language)[1]

    @property
    def speaks(self) -> str:
        """The language of everything but the form."""
        return words_for(self.language)[0]


def consent_page(
    page: Page, reading: Reading, *, changing: bool = False, done: bool = False, wrong: Mapping[str, str] | None = None
) -> str:
    """A person's page: what it is about and what holds; the form where there is something to sign."""
    words, text = reading.words, page.version.texts[reading.language]
    asks = changing or not page.is_answered
    title = text["title"] if asks else words["holds.thanks" if done else "holds"]
    parts = [_languages(page, reading), f"<h1{_lang(reading)}>{escape(title)}</h1>"]
    if not asks:
        parts += [_holding(page, reading), _doings(page, reading), _reading_again(text, reading)]
    else:
        parts += [_status(page, reading), _text(text, reading), _form(page, reading, wrong or {})]
    parts += [_receipts(page, reading), _foot(words)]
    return _document(reading, text["title"] if asks else title, "".join(parts))


def leaving_page(page: Page, reading: Reading) -> str:
    """What taking a consent back means, in plain words, and the button that does it."""
    words = reading.words
    kind = "refuse" if page.standing is Standing.PENDING else "leave"
    points = "".join(f"<li>{words[f'leave.{number}']}</li>" for number in (1, 2, 3, 4))
    here = _address(page, reading)
    body = (
        f'<h1>{words[f"{kind}.title"]}</h1><p>{words["leave.lead"]}</p><ul class="points">{points}</ul>'
        f'<form method="post" action="{_address(page, reading, "/withdraw")}" class="doings">'
        f'<button class="danger">{words[f"{kind}.do"]}</button>'
        f'<a class="button" href="{here}">{words["leave.keep"]}</a></form>{_foot(words)}'
    )
    return _document(reading, words[f"{kind}.title"], body)


def receipt_page(page: Page, receipt: ConsentReceipt, reading: Reading) -> str:
    """A confirmation to print: what was done, when, under which name, on which text."""
    words = reading.words
    deed = words[f"confirmation.{receipt.deed}"]
    facts = [
        (words["confirmation.number"], f'<span class="number">{receipt.number}</span>'),
        (words["confirmation.when"], f"{receipt.created_at:%Y-%m-%d %H:%M}"),
        (words["confirmation.name"], escape(receipt.name)),
    ]
    if receipt.deed == SIGNED:
        facts += _allowed(receipt.scope, receipt.media_allowed, receipt.expires_on, reading)
    text = page.version.texts[receipt.language]
    version = words["confirmation.version"].format(number=page.version.number)
    facts += [
        (
            words["confirmation.form"],
            f"<span{_lang(reading, receipt.language)}>{escape(text['title'])}</span>, {version}",
        ),
        (words["confirmation.proof"], f"<code>{receipt.text_sha256}</code>"),
    ]
    body = (
        f'<p class="above">{words["confirmation"]}</p><h1>{deed}</h1>{_facts(facts)}'
        f'<p class="screen">{words["confirmation.print"]}</p>'
        f'<p class="screen"><a class="button" href="{_address(page, reading)}">{words["confirmation.back"]}</a></p>'
        f"<h2>{words['confirmation.text']}</h2>{_text(text, reading, receipt.language, headed=True)}"
    )
    return _document(reading, f"{deed}: {receipt.number}", body)


def card_page(name: str, reading: Reading) -> str:
    """A small page that says calmly why there is nothing to sign."""
    words = reading.words
    told = f'<div class="card"><h1>{words[name]}</h1><p>{words[f"{name}.text"]}</p></div>'
    return _document(reading, words[name], told)


def _document(reading: Reading, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{reading.speaks}"><head><meta charset="utf-8">'
        '<meta name="robots" content="noindex,nofollow">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title>'
        f'<link rel="icon" href="/favicon.svg"><style nonce="{reading.nonce}">{STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>"
    )


def _address(page: Page, reading: Reading, rest: str = "", more: str = "") -> str:
    return escape(f"/consent/{page.token}{rest}?lang={reading.language}{more}")


def _lang(reading: Reading, language: str = "") -> str:
    language = language or reading.language
    return f' lang="{escape(language)}" dir="auto"' if language != reading.speaks else ' dir="auto"'


def _languages(page: Page, reading: Reading) -> str:
    offered = sorted(page.version.texts)
    if len(offered) < 2:
        return ""
    links = "".join(_language_link(page, tag, current=tag == reading.language) for tag in offered)
    label = reading.words["language"]
    return f'<nav aria-label="{label}" class="languages">{links}</nav>'


def _language_link(page: Page, tag: str, *, current: bool) -> str:
    mark = ' aria-current="true"' if current else ""
    name, to = escape(_NATIVE.get(tag, tag)), escape(f"/consent/{page.token}?lang={tag}")
    return f'<a href="{to}" lang="{tag}" hreflang="{tag}"{mark}>{name}</a>'


def _status(page: Page, reading: Reading) -> str:
    """What somebody who is asked again has said before."""
    words, name = reading.words, page.standing.value
    if page.standing is Standing.PENDING or page.is_answered:
        return ""
    ended = page.consent.expires_on if page.consent else None
    if page.standing is Standing.GRANTED:
        told = words["held.until"].format(date=written(ended, reading.speaks)) if ended else words["held.no_end"]
        return f'<div class="status" role="status"><strong>{words["held"]}</strong><p>{told}</p></div>'
    told = words[f"{name}.text"].format(date=written(ended, reading.speaks) if ended else "")
    again = words["again" if page.standing is Standing.WITHDRAWN else "renew.text"]
    return f'<div class="status" role="status"><strong>{words[name]}</strong><p>{told} {again}</p></div>'


def _text(text: Mapping[str, str], reading: Reading, language: str = "", *, headed: bool = False) -> str:
    head = f"<h3>{escape(text['title'])}</h3>" if headed else ""
    return f'<section class="text"{_lang(reading, language)}>{head}{html_of(nodes_of(text["body"]))}</section>'


def _reading_again(text: Mapping[str, str], reading: Reading) -> str:
    return f"<details><summary>{reading.words['read_again']}</summary>{_text(text, reading, headed=True)}</details>"


def _holding(page: Page, reading: Reading) -> str:
    consent, words = page.consent, reading.words
    assert consent is not None  # noqa: S101 - without one nothing holds
    since = (words["holds.since"], written(consent.updated_at.date(), reading.speaks))
    return _facts([*_allowed(consent.scope, consent.media_allowed, consent.expires_on, reading), since])


def _allowed(scope: str, media: bool, ends_on: object, reading: Reading) -> list[tuple[str, str]]:
    words = reading.words
    until = written(ends_on, reading.speaks) if ends_on else words["holds.no_end"]  # type: ignore[arg-type]
    return [
        (words["holds.reach"], words[f"reach.{scope}"]),
        (words["holds.media"], words["holds.media.yes" if media else "holds.media.no"]),
        (words["holds.until"], until),
    ]


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts if value)
    return f'<dl class="facts">{rows}</dl>'


def _doings(page: Page, reading: Reading) -> str:
    words = reading.words
    return (
        f'<p class="doings"><a class="button" href="{_address(page, reading, more="&change=1")}">{words["change"]}</a>'
        f'<a class="button danger" href="{_address(page, reading, "/withdraw")}">{words["withdraw"]}</a></p>'
        f"<p>{words['back_any_time']}</p>"
    )


def _receipts(page: Page, reading: Reading) -> str:
    if not page.receipts:
        return ""
    words = reading.words
    rows = "".join(_receipt_row(page, one, reading) for one in page.receipts)
    return f'<h2>{words["receipts"]}</h2><ul class="receipts">{rows}</ul>'


def _receipt_row(page: Page, one: ConsentReceipt, reading: Reading) -> str:
    deed, day = reading.words[f"confirmation.{one.deed}"], written(one.created_at.date(), reading.speaks)
    to = _address(page, reading, f"/receipts/{one.number}")
    return f'<li><a href="{to}">{one.number}</a> {deed}, {day}</li>'


def _foot(words: Words) -> str:
    return f"<footer>{words['foot']}</footer>"


def _form(page: Page, reading: Reading, wrong: Mapping[str, str]) -> str:
    words, version = reading.words, page.version
    ends = page.ends_on
    until = words["until"].format(date=written(ends, reading.speaks)) if ends else words["no_end"]
    agree, refuse = _BUTTONS["answered" if page.is_answered else page.standing.value]
    where = _address(page, reading, "" if page.is_answered else "/withdraw")
    other = f'<a class="button" href="{where}">{words[refuse]}</a>' if refuse else ""
    told = _wrong_list(words, wrong)
    return (
        f'<form method="post" action="{_address(page, reading, "/sign")}" id="form">{told}'
        f"{_scopes(version, words, wrong, _held(page))}{_media(version, words, wrong, _held(page))}"
        f'<p class="until">{until}</p>{_name(words, wrong)}'
        f'<div class="doings"><button>{words[agree]}</button>{other}</div></form>'
    )


_BUTTONS = {
    "answered": ("save", "leave.keep"),
    Standing.PENDING.value: ("agree", "refuse"),
    Standing.GRANTED.value: ("renew", "withdraw"),
    Standing.EXPIRED.value: ("renew", ""),
    Standing.WITHDRAWN.value: ("agree", ""),
}
"""What the two buttons say: the one that signs, and the other way out."""


def _held(page: Page) -> Choice | None:
    """What was chosen before, for somebody who changes it; whoever is asked for the first time finds nothing ticked."""
    if not page.is_answered or page.consent is None:
        return None
    return Choice(page.consent.scope, page.consent.media_allowed, "")


def _wrong_list(words: Words, wrong: Mapping[str, str]) -> str:
    faults = {"scope": "how_far", "media": "media", "name": "name"}
    missing = [f'<li><a href="#{field}">{words[label]}</a></li>' for field, label in faults.items() if field in wrong]
    if not missing:
        return ""
    return f'<div class="wrong" role="alert"><strong>{words["wrong.title"]}</strong><ul>{"".join(missing)}</ul></div>'


def _scopes(version: ConsentTemplateVersion, words: Words, wrong: Mapping[str, str], held: Choice | None) -> str:
    if len(version.scopes) == 1:
        scope = version.scopes[0]
        return (
            f'<input type="hidden" name="scope" value="{scope}"><p class="only">{words["only"]} '
            f"<strong>{words[scope]}.</strong> {words[scope + '.more']}</p>"
        )
    chosen = wrong.get("chosen_scope") or (held.scope if held else "")
    options = [(scope, words[scope], words[f"{scope}.more"]) for scope in version.scopes]
    return _radios("scope", words["how_far"], options, chosen, words["choose.wrong"] if "scope" in wrong else "")


def _media(version: ConsentTemplateVersion, words: Words, wrong: Mapping[str, str], held: Choice | None) -> str:
    if version.media != offers.CHOICE:
        value = "yes" if version.media == offers.ALWAYS else "no"
        return (
            f'<input type="hidden" name="media" value="{value}"><p class="only">{words[f"media.{version.media}"]}</p>'
        )
    chosen = wrong.get("chosen_media") or (("yes" if held.media else "no") if held else "")
    options = [(value, words[f"media.{value}"], words[f"media.{value}.more"]) for value in ("yes", "no")]
    return _radios("media", words["media"], options, chosen, words["choose.wrong"] if "media" in wrong else "")


_CHECKED, _NOTHING = " checked", ""


def _radios(name: str, label: str, options: Sequence[tuple[str, str, str]], chosen: str, fault: str) -> str:
    told = f'<p class="fault" id="{name}-fault">{fault}</p>' if fault else ""
    described = f' aria-describedby="{name}-fault"' if fault else ""
    rows = "".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{value}" required{first}{described}'
        f"{_CHECKED if value == chosen else _NOTHING}>"
        f"<span><strong>{title}</strong><small>{more}</small></span></label>"
        for first, (value, title, more) in zip([f' id="{name}"', *[""] * len(options)], options, strict=False)
    )
    return f"<fieldset><legend>{label}</legend>{told}{rows}</fieldset>"


def _name(words: Words, wrong: Mapping[str, str]) -> str:
    fault = f'<p class="fault" id="name-fault">{words["name.wrong"]}</p>' if "name" in wrong else ""
    described = 'name-more name-fault" aria-invalid="true' if fault else "name-more"
    value = escape(wrong.get("typed_name", ""))
    return (
        f'<div class="field"><label for="name">{words["name"]}</label>'
        f'<small id="name-more">{words["name.more"]}</small>{fault}'
        f'<input id="name" name="name" value="{value}" maxlength="200" required autocomplete="name" dir="auto" '
        f'aria-describedby="{described}"></div>'
    )
