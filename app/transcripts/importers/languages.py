"""Languages as files name them: “en”, “eng”, “English”, “en_US.UTF-8”; and the tag they are kept by."""

import re

_NAMES = {
    "ar": "ara arabic", "bg": "bul bulgarian", "ca": "cat catalan", "cs": "ces cze czech", "da": "dan danish",
    "de": "deu ger german", "el": "ell gre greek", "en": "eng english", "es": "spa spanish castilian",
    "et": "est estonian", "fa": "fas per persian", "fi": "fin finnish", "fr": "fra fre french", "he": "heb hebrew iw",
    "hi": "hin hindi", "hr": "hrv croatian", "hu": "hun hungarian", "id": "ind indonesian", "it": "ita italian",
    "ja": "jpn japanese", "ko": "kor korean", "lt": "lit lithuanian", "lv": "lav latvian", "nb": "nob",
    "nl": "nld dut dutch flemish", "no": "nor norwegian", "pl": "pol polish", "pt": "por portuguese",
    "ro": "ron rum romanian", "ru": "rus russian", "sk": "slk slo slovak", "sl": "slv slovenian", "sr": "srp serbian",
    "sv": "swe swedish", "th": "tha thai", "tr": "tur turkish", "uk": "ukr ukrainian", "vi": "vie vietnamese",
    "zh": "zho chi cmn chinese mandarin",
}  # fmt: skip
_SHORT = {name: tag for tag, names in _NAMES.items() for name in (tag, *names.split())}
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
