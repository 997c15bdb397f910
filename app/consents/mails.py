"""What mails about consent say, in English and German. Pure. They carry no name of the person they ask."""

from collections.abc import Sequence

from app.core.mail import Mail

_ASKING = {
    "en": {
        False: (
            "May we use what you told us?",
            "Hello, thank you for talking with us. {sender} asks for your consent: on your own page you read what it "
            "is "
            "about, choose how far your words may travel, and sign.",
        ),
        True: (
            "Your consent ends soon",
            "Hello, some time ago you allowed us to use what you told us. That ends soon, and then your words "
            "disappear. "
            "If you would like them to be heard further, {sender} asks you to renew it on your own page.",
        ),
    },
    "de": {
        False: (
            "Dürfen wir verwenden, was Sie uns erzählt haben?",
            "Guten Tag, vielen Dank für das Gespräch. {sender} bittet um Ihre Einwilligung: Auf Ihrer eigenen Seite "
            "lesen "
            "Sie, worum es geht, wählen, wie weit Ihre Worte reisen dürfen, und unterschreiben.",
        ),
        True: (
            "Ihre Einwilligung endet bald",
            "Guten Tag, vor einiger Zeit haben Sie uns erlaubt zu verwenden, was Sie uns erzählt haben. Das endet "
            "bald, und "
            "dann verschwinden Ihre Worte. Wenn sie weiter gehört werden sollen, bittet {sender} Sie, die "
            "Einwilligung auf "
            "Ihrer eigenen Seite zu erneuern.",
        ),
    },
}
"""Subject and first words, by whether a consent is to be renewed."""
_FOOT = {
    "en": (
        "Open your page",
        "The page waits for {days} days. Once you have signed, keep this mail: with the same link you can see what "
        "holds, "
        "change it, or take your consent back at any time. The link is yours alone; please do not pass it on.",
    ),
    "de": (
        "Ihre Seite öffnen",
        "Die Seite wartet {days} Tage lang. Wenn Sie unterschrieben haben, heben Sie diese Mail bitte auf: Mit "
        "demselben "
        "Link können Sie jederzeit sehen, was gilt, es ändern oder Ihre Einwilligung zurücknehmen. Der Link gehört "
        "Ihnen "
        "allein; bitte geben Sie ihn nicht weiter.",
    ),
}
_ENDING = {
    "en": (
        "Consents that end soon: {count}",
        "The consents of these people end soon. After that day nobody finds or hears them any more; until then you can "
        "ask them to renew it.",
        "{name} ({project}): until {date}",
        "and {count} more",
        "See them all",
    ),
    "de": (
        "Einwilligungen, die bald enden: {count}",
        "Die Einwilligungen dieser Menschen enden bald. Nach dem Tag findet und hört sie niemand mehr; bis dahin "
        "können "
        "Sie um eine Erneuerung bitten.",
        "{name} ({project}): bis {date}",
        "und {count} weitere",
        "Alle ansehen",
    ),
}
_MOST = 30
"""How many people a reminder names; the rest are in the list it leads to."""


def asking(*, to: str, language: str, sender: str, url: str, renews: bool, days: int) -> Mail:
    """The mail that carries somebody's link."""
    known = _known(language)
    subject, first = _ASKING[known][renews]
    button, foot = _FOOT[known]
    return Mail(
        to=to,
        subject=subject,
        paragraphs=(first.format(sender=" ".join(sender.split()) or "Firsthand"), foot.format(days=days)),
        language=known,
        button=button,
        url=url,
    )


def ending(*, to: str, language: str, people: Sequence[tuple[str, str, str]], url: str) -> Mail:
    """The reminder for a researcher; `people` are pseudonym, project and last day."""
    known = _known(language)
    subject, lead, line, more, button = _ENDING[known]
    named = [line.format(name=name, project=project, date=day) for name, project, day in people[:_MOST]]
    rest = len(people) - len(named)
    return Mail(
        to=to,
        subject=subject.format(count=len(people)),
        paragraphs=(lead, *named, *([more.format(count=rest)] if rest else [])),
        language=known,
        button=button,
        url=url,
    )


def _known(language: str) -> str:
    short = language.partition("-")[0]
    return short if short in _ASKING else "en"
