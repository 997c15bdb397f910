"""What a digest says, in English and German. Pure. Numbers and links only: a mail cannot be taken back."""

from collections.abc import Sequence

from app.core.mail import Mail

_TEXTS = {
    "en": {
        "subject": "{count} new quotes in what you follow",
        "subject_one": "One new quote in what you follow",
        "first": "Hello {name}, customers were heard on what you follow:",
        "line": "{topic}: {count} new",
        "button": "Hear them",
        "last": "This mail holds no quotes on purpose: whoever was quoted can still take their words back. "
        "How often it comes is set on each topic's page.",
    },
    "de": {
        "subject": "{count} neue Zitate in Ihren Themen",
        "subject_one": "Ein neues Zitat in Ihren Themen",
        "first": "Guten Tag {name}, zu Ihren Themen gibt es Neues von Kundinnen und Kunden:",
        "line": "{topic}: {count} neu",
        "button": "Anhören",
        "last": "Diese E-Mail enthält mit Absicht keine Zitate: Wer zitiert wird, kann seine Worte noch zurücknehmen. "
        "Wie oft sie kommt, steht auf der Seite jedes Themas.",
    },
}


def digest_mail(*, to: str, name: str, language: str, news: Sequence[tuple[str, int]], url: str) -> Mail:
    """The mail that says how much is new in each topic. Names are people's words: each stays on one line."""
    language = language if language in _TEXTS else "en"
    texts = _TEXTS[language]
    count = sum(quotes for _, quotes in news)
    lines = [texts["line"].format(topic=" ".join(topic.split()), count=quotes) for topic, quotes in news]
    return Mail(
        to=to,
        subject=texts["subject_one" if count == 1 else "subject"].format(count=count),
        paragraphs=(texts["first"].format(name=" ".join(name.split())), *lines, texts["last"]),
        language=language,
        button=texts["button"],
        url=url,
    )
