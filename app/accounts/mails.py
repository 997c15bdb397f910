"""What mails about accounts say, in English and German. Pure."""

from app.core.mail import Mail

_TEXTS = {
    "en": {
        "invite": (
            "{sender} invites you to Firsthand",
            "Hello {name}, {sender} invites you to Firsthand, where your company hears its customers in their own "
            "words.",
            "Accept the invitation",
            "The link works once, within seven days. You choose your password there.",
        ),
        "sign_in": (
            "Your sign-in link for Firsthand",
            "Hello {name}, this link signs you in.",
            "Sign in",
            "It works once, within 20 minutes. If you did not ask for it, you need do nothing.",
        ),
        "reset": (
            "A new password for Firsthand",
            "Hello {name}, with this link you choose a new password.",
            "Choose a new password",
            "It works once, within an hour. If you did not ask for it, you need do nothing: your password still holds.",
        ),
    },
    "de": {
        "invite": (
            "{sender} lädt Sie zu Firsthand ein",
            "Guten Tag {name}, {sender} lädt Sie zu Firsthand ein. Dort hört Ihr Unternehmen, was Kundinnen und Kunden "
            "wirklich sagen, in deren eigenen Worten.",
            "Einladung annehmen",
            "Der Link gilt einmal und sieben Tage lang. Ihr Passwort wählen Sie dort.",
        ),
        "sign_in": (
            "Ihr Anmeldelink für Firsthand",
            "Guten Tag {name}, dieser Link meldet Sie an.",
            "Anmelden",
            "Er gilt einmal und 20 Minuten lang. Haben Sie ihn nicht angefordert, brauchen Sie nichts zu tun.",
        ),
        "reset": (
            "Ein neues Passwort für Firsthand",
            "Guten Tag {name}, mit diesem Link wählen Sie ein neues Passwort.",
            "Neues Passwort wählen",
            "Er gilt einmal und eine Stunde lang. Haben Sie ihn nicht angefordert, brauchen Sie nichts zu tun: "
            "Ihr Passwort gilt weiter.",
        ),
    },
}
_FOOT = {"en": "Firsthand at {origin}", "de": "Firsthand unter {origin}"}


def link_mail(purpose: str, *, language: str, to: str, name: str, sender: str, url: str, origin: str) -> Mail:
    """The mail that carries a link. Names are other people's words: a subject of theirs stays on one line."""
    language = language if language in _TEXTS else "en"
    subject, first, button, last = _TEXTS[language][purpose]
    names = {"name": " ".join(name.split()), "sender": " ".join(sender.split()) or "Firsthand"}
    return Mail(
        to=to,
        subject=subject.format(**names),
        paragraphs=(first.format(**names), last, _FOOT[language].format(origin=origin)),
        language=language,
        button=button,
        url=url,
    )
