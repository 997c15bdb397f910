"""Languages as files and people name them: “en”, “eng”, “English”, “Englisch”, “en_US.UTF-8”; and the tag of each."""

import re

_NAMES = {
    "ar": "ara arabic arabisch", "bg": "bul bulgarian bulgarisch", "ca": "cat catalan katalanisch",
    "cs": "ces cze czech tschechisch čeština", "da": "dan danish dänisch dansk", "de": "deu ger german deutsch",
    "el": "ell gre greek griechisch", "en": "eng english englisch", "es": "spa spanish castilian spanisch español",
    "et": "est estonian estnisch", "fa": "fas per persian persisch farsi", "fi": "fin finnish finnisch suomi",
    "fr": "fra fre french französisch français", "he": "heb hebrew hebräisch iw", "hi": "hin hindi",
    "hr": "hrv croatian kroatisch hrvatski", "hu": "hun hungarian ungarisch magyar", "id": "ind indonesian indonesisch",
    "it": "ita italian italienisch italiano", "ja": "jpn japanese japanisch 日本語",
    "ko": "kor korean koreanisch 한국어",
    "lt": "lit lithuanian litauisch", "lv": "lav latvian lettisch", "nb": "nob",
    "nl": "nld dut dutch flemish niederländisch nederlands", "no": "nor norwegian norwegisch norsk",
    "pl": "pol polish polnisch polski", "pt": "por portuguese portugiesisch português",
    "ro": "ron rum romanian rumänisch română", "ru": "rus russian russisch русский", "sk": "slk slo slovak slowakisch",
    "sl": "slv slovenian slowenisch", "sr": "srp serbian serbisch", "sv": "swe swedish schwedisch svenska",
    "th": "tha thai", "tr": "tur turkish türkisch türkçe", "uk": "ukr ukrainian ukrainisch українська",
    "vi": "vie vietnamese vietnamesisch", "zh": "zho chi cmn chinese mandarin chinesisch 中文",
}  # fmt: skip
_SHORT = {name: tag for tag, names in _NAMES.items() for name in (tag, *names.split())}
NAMES = tuple(name for name in _SHORT if len(name) > 3)
"""What languages are called: in English, in German, and most by those who speak them."""
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z0-9]{2,8}))?(?![A-Za-z])")


def tag(name: str) -> str | None:
    """The language tag of a name, or None for what names no language (“auto”, “und”, “”)."""
    short = _SHORT.get(name.strip().lower())
    if short:
        return short
    match = _TAG.match(name.strip())
    if match is None or match[1].lower() in {"und", "mul", "zxx", "mis"}:
        return None
    language = _SHORT.get(match[1].lower(), match[1].lower())
    return f"{language}-{match[2]}" if match[2] else language
