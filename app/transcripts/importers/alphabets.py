"""Tells the single-byte encodings apart by the alphabets and the small words of languages.

A statistical guess needs more text than a few captions hold: it takes Swedish for Slovak because “ĺ” is a letter
too. But the letters beyond ASCII that one language uses are few, its small words stand in ASCII beside them, and a
wrong encoding soon shows a letter from elsewhere, a sign inside a word, or a capital after small letters.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class _Language:
    """The small letters of a language beyond ASCII, its commonest ones, and frequent words written in ASCII alone."""

    letters: frozenset[str]
    common: frozenset[str]
    words: frozenset[str]


def _language(letters: str, words: str = "", common: str = "") -> _Language:
    both = frozenset(letters + letters.upper() + "İ")
    return _Language(both, frozenset(common or letters), frozenset(words.split()))


_LATIN = tuple(
    _language(letters, words)
    for letters, words in (
        ("äöüß", "der die und das ist nicht ich sie es ein wir mit zu den war wie auch auf aber von im so dem"),
        ("äöåéà", "och jag att det som en inte har var vi med den av till men om de hade ett kan"),
        ("æøåéèêóòôü", "og jeg at det som en ikke har var vi med den af til men om de havde et kan er i"),
        ("àâæçéèêëîïôœùûüÿ", "le la les et est un une je pas de que vous il nous dans pour sur mais avec ce en"),
        ("áéíñóúü", "el la los de que y en un una es no se por con me lo para mi pero como muy"),
        ("áàâãçéêíóôõúü", "o a os de que e um uma do da em se por com me para mas como muito no na"),
        ("àèéìíîòóùú", "il la le di che e un una non per con mi ma come si sono ho del lo anche della stato"),
        ("éëïöüèêáóúí", "de het een en is ik niet van dat je we maar op te in met voor er aan ook heel die"),
        ("áðéíóúýþæö", "og ekki er var sem en til um við hann ekki mig inn vinn gat"),
        ("äöåéšž", "ja on ei se oli mutta kun niin ole minulla olen sivu lainkaan"),
        ("áčďéěíňóřšťúůýž", "a je se to na v jsem ale jak tak do co si bylo ten po pro"),
        ("áäčďéíĺľňóôŕšťúýž", "a je sa to na v som ale ako tak do si bolo ten po pre"),
        ("ąćęłńóśźż", "i w na nie to jest z do jak ale po co tak o za od czy bardzo mnie"),
        ("áéíóöőúüű", "a az és nem hogy is de ez volt van egy meg mert csak nagyon ha vagyok"),
        ("ăâîșțşţ", "si nu de la in cu am este un o ca pe care mai dar ce a fost nu"),
        ("čćđšž", "i je da se na u to ne sam ali za od kako bio koji su"),
        ("čšž", "in je da se na v to ne sem ali za od kako bil ki so tudi"),
        ("çğıöşüâîû", "ve bir bu da de ne ben ama sorun hiç daha var en gibi kadar benim merhaba"),
        ("õäöüšž", "ja on ei see oli aga kui ka ma et siis"),
        ("āčēģīķļņšūž", "un es ir ka ar no uz par bet kas man bija ja lai vai labdien vispār paldies"),
        ("ąčęėįšųūž", "ir aš kad su bet iki man buvo kaip tai ne jau labai yra laba diena vakar"),
        ("àçéèíïòóúü·", "el la els de que i un una no es per amb em ho però com molt"),
        (
            "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
            "xin ch khi trang vi cho anh em ta mua",
        ),
        ("ëç", "dhe ne nje per me te se ka por kam eshte"),
    )
)
_ENGLISH = "the and i it was a to of that you we is in for my not they but so on me at be have"
_RUSSIAN = "оеаинтсрвл"
_OTHERS = (
    _language("абвгдежзийклмнопрстуфхцчшщъыьэюяё", common=_RUSSIAN),
    _language("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", common="оаниевртсі"),
    _language("абвгдђежзијклљмнњопрстћуфхцчџш", common="аоиенртсјк"),
    _language("абвгдѓежзѕијклљмнњопрстќуфхцчџш", common="аоиенртсјк"),
    _language("абвгдеёжзійклмнопрстуўфхцчшыьэюя", common="аонеіртсыл"),
    _language("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", common="αοιετσνηυρ"),
    _language("אבגדהוזחטיךכלםמןנסעףפץצקרשת", common="יוהלאתרבמש"),
    _language(
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىپچژگ\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652", common="ايلمنوتربه"
    ),
    _language("".join(chr(number) for number in range(0x0E01, 0x0E5C)), common="นารก่เงมอี้"),
)
_NEUTRAL = frozenset("“”„‘’‚–—…«»‹›¿¡°§©®™€£´¨ºª\u00a0•·\u200e\u200f\u200c\u200d،؛؟־״׳–")
_INSIDE = frozenset("’·\u200c\u200d׳״")
# The more usual first: among equals the first wins.
_LATIN_ENCODINGS = (
    "cp1252", "iso8859-15", "cp1250", "iso8859-2", "cp1254", "cp1257", "iso8859-13", "mac_roman", "mac_latin2",
    "mac_turkish", "cp850", "cp852", "cp1258",
)  # fmt: skip
_OTHER_ENCODINGS = (
    "cp1251", "koi8_r", "koi8_u", "cp866", "iso8859-5", "mac_cyrillic", "cp1253", "iso8859-7", "mac_greek", "cp1255",
    "iso8859-8", "cp1256", "iso8859-6", "cp874",
)  # fmt: skip
_ENOUGH = 0.97
_KANA = 0.3
_SAMPLE = 8 * 1024


def single_byte_encoding(sample: bytes) -> str | None:
    """The encoding in which nearly all letters belong to one language's alphabet; None if there is none."""
    ranked = ranking(sample)
    return ranked[0][0] if ranked and ranked[0][1] >= _ENOUGH else None


def japanese_encoding(sample: bytes) -> str | None:
    """The encoding in which a good part of the text is kana, which stand in every Japanese sentence; else None."""
    for name in ("euc_jp", "shift_jis"):
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        wide = [letter for letter in text if letter > "\x7f"]
        if sum("\u3041" <= letter <= "\u30fc" for letter in wide) >= _KANA * max(len(wide), 1):
            return name
    return None


def ranking(sample: bytes) -> list[tuple[str, float]]:
    """The single-byte encodings with how well they read, the best first; 1 and more is a plain text."""
    sample = sample[:_SAMPLE]
    high = sum(byte >= 0x80 for byte in sample)
    ascii_letters = sum(65 <= byte & 0xDF <= 90 for byte in sample if byte < 0x80)
    if not high:
        return []
    latin = high <= 0.4 * (high + ascii_letters)
    names = (*_LATIN_ENCODINGS, *_OTHER_ENCODINGS) if latin else _OTHER_ENCODINGS
    words = Counter(_ascii_words(sample))
    scores = [(name, _score(sample, name, words)) for name in names]
    return sorted((found for found in scores if found[1] > 0), key=lambda found: -found[1])


def _ascii_words(sample: bytes) -> Iterable[str]:
    text = sample.decode("latin-1").lower()
    word = ""
    for letter in [*text, " "]:
        if letter in _LETTERS or letter > "\x7f":
            word += letter
        else:
            if word and word.isascii():
                yield word
            word = ""


def _score(sample: bytes, encoding: str, words: Counter[str]) -> float:
    """The share of letters that one alphabet explains, less what no text has, more for words of that language."""
    try:
        text = unicodedata.normalize("NFC", sample.decode(encoding))
    except UnicodeDecodeError:
        return 0.0
    seen = Counter(letter for letter in text if letter > "\x7f" and letter not in _NEUTRAL)
    total = sum(seen.values())
    if not total:  # an English text with its quotation marks and pounds, most likely
        return 0.98 + _share(words, frozenset(_ENGLISH.split()))
    spoiled = _odd(text) / total
    languages = _LATIN if encoding in _LATIN_ENCODINGS else _OTHERS
    return max(_fit(seen, total, language, words) for language in languages) - spoiled


def _fit(seen: Counter[str], total: int, language: _Language, words: Counter[str]) -> float:
    known = sum(count for letter, count in seen.items() if letter in language.letters)
    common = sum(count for letter, count in seen.items() if letter in language.common)
    return known / total + 0.02 * common / total + (_share(words, language.words) if known > 0.9 * total else 0.0)


def _share(words: Counter[str], frequent: frozenset[str]) -> float:
    """How much the frequent words of a language speak for it, at most 0.15."""
    return 0.5 * min(sum(words[word] for word in frequent) / max(sum(words.values()), 1), 0.3)


def _odd(text: str) -> int:
    """How often a word is broken: a sign between letters, or a capital after a small letter, beyond ASCII."""
    odd = 0
    before = " "
    for letter, after in pairwise(text + " "):
        if letter > "\x7f" or before > "\x7f":
            if letter.isupper() and before.islower():
                odd += 1
            elif (
                letter > "\x7f"
                and before.isalpha()
                and after.isalpha()
                and not letter.isalpha()
                and letter not in _INSIDE
            ):
                odd += unicodedata.category(letter)[0] != "M"
        before = letter
    return odd
