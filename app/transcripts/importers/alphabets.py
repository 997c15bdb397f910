"""Tells the single-byte encodings of European languages apart by their alphabets.

A statistical guess needs more text than a few captions hold: it takes Swedish for Slovak because “ĺ” is a letter
too. But the letters beyond ASCII that one language uses are few, and a wrong encoding soon shows one from elsewhere.
"""

from collections import Counter

_ALPHABETS = (
    "äöüß", "äöåé", "æøåéèêóòôü", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "áàâãçéêíóôõúü", "àèéìíîòóùú", "éëïöüèêáóú",
    "áðéíóúýþæö", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîșțşţ", "čćđšž",
    "çğıöşüâîû", "õäöüšž", "āčēģīķļņšūž", "ąčęėįšųūž", "àçéèíïòóúü·",
)  # fmt: skip
_LETTERS = tuple(frozenset(alphabet + alphabet.upper() + "İ") for alphabet in _ALPHABETS)
_NEUTRAL = frozenset("“”„‘’‚–—…«»‹›¿¡°§©®™€£´¨ºª\u00a0•·")
# The more usual first: among equals the first wins.
_ENCODINGS = (
    "cp1252", "iso8859-15", "cp1250", "iso8859-2", "cp1254", "cp1257", "mac_roman", "mac_latin2", "cp850", "cp852",
)  # fmt: skip
_ENOUGH = 0.97


def latin_encoding(sample: bytes) -> str | None:
    """The encoding in which nearly all letters belong to one European language; None if there is none."""
    high = sum(byte >= 0x80 for byte in sample)
    ascii_letters = sum(65 <= byte & 0xDF <= 90 for byte in sample if byte < 0x80)
    if not high or high > 0.4 * (high + ascii_letters):
        return None
    scores = {encoding: _score(sample, encoding) for encoding in _ENCODINGS}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= _ENOUGH else None


def _score(sample: bytes, encoding: str) -> float:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    seen = Counter(letter for letter in text if letter > "\x7f" and letter not in _NEUTRAL)
    total = sum(seen.values())
    if not total:
        return 1.0
    best = max(sum(count for letter, count in seen.items() if letter in letters) for letters in _LETTERS)
    return best / total
