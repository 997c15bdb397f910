"""Encodings: what people wrote in their languages, in every encoding that can hold it, is read as it was written.

Two samples a pair: a whole line, and its first 45 letters. The count is printed, and so is that of the real files.
"""

import hashlib
import sys
import unicodedata
from collections.abc import Iterator

import pytest

from app.transcripts.importers.decoding import ENCODINGS, decode
from app.transcripts.importers.readings import readings
from tests.transcripts.importers.samples import MISSING, SAMPLES, table

SAID = {
    "ru": "Добрый день, меня зовут Пётр, я работаю в больнице. Вчера у меня была проблема со входом, страница не загрузилась.",
    "uk": "Добрий день, мене звати Оксана, я працюю в лікарні. Учора в мене була проблема з входом, сторінка не відкрилася. Їжак і ґанок.",
    "bg": "Добър ден, казвам се Петър и работя в болница. Вчера имах проблем с влизането, страницата не се зареди.",
    "el": "Καλημέρα, με λένε Ελένη και δουλεύω στο νοσοκομείο. Χθες είχα πρόβλημα με τη σύνδεση, η σελίδα δεν άνοιξε.",
    "he": "שלום, שמי דנה ואני עובדת בבית החולים. אתמול הייתה לי בעיה בכניסה למערכת, הדף לא נטען.",
    "ar": "مرحبا، اسمي ليلى وأعمل في المستشفى. أمس كانت لدي مشكلة في تسجيل الدخول، ولم تفتح الصفحة.",
    "tr": "Merhaba, adım Ayşe ve hastanede çalışıyorum. Dün giriş yaparken sorun yaşadım, sayfa hiç açılmadı.",
    "de": "Guten Tag, ich heiße Jörg. Gestern hatte ich Ärger mit der Anmeldung, die Seite lud nicht. Nächstes Mal anders.",
    "fr": "Bonjour, je m'appelle Hélène et je travaille à l'hôpital. Hier j'ai eu un problème, ça m'a déçue, c'était gênant.",
    "cs": "Dobrý den, jmenuji se Petr. Včera jsem měl problém s přihlášením, stránka se vůbec nenačetla.",
    "pl": "Dzień dobry, pracuję w szpitalu. Wczoraj miałam problem z logowaniem, strona się nie ładowała.",
    "hu": "Jó napot, Péter vagyok, és egy kórházban dolgozom. Tegnap gond volt a belépéssel, az oldal nem töltődött be, őszintén.",
    "lt": "Laba diena, aš dirbu ligoninėje. Vakar turėjau problemų su prisijungimu, puslapis neatsidarė, ačiū už pagalbą.",
    "lv": "Labdien, es strādāju slimnīcā. Vakar man bija problēma ar pieteikšanos, lapa vispār netika ielādēta, paldies.",
    "vi": "Xin chào, tôi làm việc ở bệnh viện. Hôm qua tôi gặp vấn đề khi đăng nhập, trang không mở được.",
    "th": "สวัสดีค่ะ ฉันทำงานที่โรงพยาบาล เมื่อวานมีปัญหาในการเข้าสู่ระบบ หน้าเว็บไม่เปิดเลย",
    "ja": "こんにちは、病院で働いている田中です。昨日はログインに問題がありました。ページが全く開きませんでした。",
    "zh": "您好，我在医院工作。昨天登录的时候出了问题，页面完全打不开。下次我会用别的办法。我觉得很失望。",
    "zht": "您好，我在醫院工作。昨天登入的時候出了問題，頁面完全打不開。下次我會用別的辦法。我覺得很失望。",
    "ko": "안녕하세요, 저는 병원에서 일하는 김민수입니다. 어제 로그인에 문제가 있어서 페이지가 열리지 않았습니다.",
    "sv": "Jag heter Åsa och arbetar på sjukhuset. Igår hade jag problem, sidan öppnades inte.",
    "es": "Hola, me llamo Núria y trabajo en el hospital. Ayer tuve un problema, la página no se abrió. ¿Qué hago mañana?",
    "pt": "Olá, chamo-me João e trabalho no hospital. Ontem tive um problema, a página não abriu. Não há solução.",
    "da": "Jeg hedder Søren og arbejder på sygehuset. I går havde jeg problemer, siden åbnede ikke, så jeg ærgrede mig.",
    "nl": "Ik ben Zoë en werk in het ziekenhuis. Gisteren had ik problemen, één pagina opende niet, heel vervelend, coördinatie.",
    "it": "Buongiorno, lavoro in ospedale. Ieri c'è stato un problema, la pagina non si è aperta perché così è più difficile.",
    "fi": "Hyvää päivää, olen töissä sairaalassa. Eilen kirjautuminen ei onnistunut, sivu ei auennut lainkaan, tämä ärsytti.",
    "ro": "Bună ziua, lucrez la spital. Ieri am avut o problemă la autentificare, pagina nu s-a încărcat deloc, îmi pare rău.",
    "is": "Góðan daginn, ég heiti Þóra og vinn á sjúkrahúsi. Í gær gat ég ekki skráð mig inn, síðan opnaðist ekki.",
}
ENCODED = {
    "ru": "cp1251 koi8-r cp866 iso8859-5 mac-cyrillic",
    "uk": "cp1251 koi8-u mac-cyrillic",
    "bg": "cp1251 iso8859-5 mac-cyrillic",
    "el": "cp1253 iso8859-7 mac-greek",
    "he": "cp1255 iso8859-8",
    "ar": "cp1256 iso8859-6",
    "tr": "cp1254 iso8859-9 mac-turkish",
    "de": "cp1252 mac-roman iso8859-1 iso8859-15 cp850",
    "fr": "cp1252 mac-roman iso8859-15",
    "cs": "cp1250 iso8859-2 mac-latin2",
    "pl": "cp1250 iso8859-2",
    "hu": "cp1250 iso8859-2",
    "lt": "cp1257 iso8859-13",
    "lv": "cp1257 iso8859-13",
    "vi": "cp1258",
    "th": "cp874 iso8859-11",
    "ja": "shift-jis cp932 euc-jp iso2022-jp",
    "zh": "gb18030 gb2312 gbk",
    "zht": "big5 gb18030 cp950",
    "ko": "euc-kr cp949",
    "sv": "cp1252 mac-roman",
    "es": "cp1252 mac-roman",
    "pt": "cp1252 mac-roman",
    "da": "cp1252 mac-roman",
    "nl": "cp1252 mac-roman",
    "it": "cp1252 mac-roman",
    "fi": "cp1252 mac-roman iso8859-15",
    "ro": "cp1250 iso8859-2",
    "is": "cp1252",
}


def encoded(text: str, encoding: str) -> tuple[str, bytes]:
    """The text as the encoding can hold it: that of Vietnam has its tones apart from the letters."""
    if encoding == "cp1258":
        text = "".join(map(_toned, unicodedata.normalize("NFC", text)))
    return text, text.encode(encoding)


def _toned(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)
    shapes, tones = (
        [c for c in base[1:] if c in "\u0302\u0306\u031b"],
        [c for c in base[1:] if c not in "\u0302\u0306\u031b"],
    )
    return unicodedata.normalize("NFC", base[0] + "".join(shapes)) + "".join(tones)


def pairs() -> Iterator[tuple[str, str]]:
    for language, encodings in ENCODED.items():
        for encoding in encodings.split():
            yield language, encoding
            yield f"{language} (short)", encoding


def test_every_language_is_read_in_every_encoding_that_holds_it(capsys: pytest.CaptureFixture[str]) -> None:
    wrong: list[str] = []
    count = 0
    for language, encoding in pairs():
        text = SAID[language.split()[0]]
        said, data = encoded(f"Anna: Hello\nBen: {text[:45] if 'short' in language else text}\n", encoding)
        count += 1
        found = decode(data)
        if found.text != said:
            wrong.append(f"{language} in {encoding}: read as {found.encoding}: {found.text[17:60]}")
    with capsys.disabled():
        sys.stdout.write(f"\n · encodings right: {count - len(wrong)} of {count}" + "\n")
    assert wrong == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=MISSING)
def test_the_real_files_are_read_in_their_encodings(capsys: pytest.CaptureFixture[str]) -> None:
    samples = [sample for sample in table() if sample.kind == "encoding" and "sha1_utf8" in sample.expected]
    wrong = []
    for sample in samples:
        text = decode(sample.path.read_bytes()).text
        sha1 = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
        if (len(text), sha1[:12]) != (sample.expected["chars"], sample.expected["sha1_utf8"]):
            wrong.append(f"{sample.file}: {text[:40]!r}")
    with capsys.disabled():
        sys.stdout.write(
            f"\n · real files in other encodings right: {len(samples) - len(wrong)} of {len(samples)}" + "\n"
        )
    assert wrong == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("language", SAID)
def test_unicode_is_known_in_all_its_forms(language: str, encoding: str) -> None:
    text = f"1\n00:00:01,000 --> 00:00:02,000\n{SAID[language]}\n"
    found = decode(text.encode(encoding))
    assert (found.text, found.certain) == (text, True)


@pytest.mark.parametrize("language", ["ru", "el", "ja", "zh", "ko", "pl", "he"])
def test_the_right_reading_is_among_those_that_are_shown(language: str) -> None:
    for encoding in ENCODED[language].replace("iso2022-jp", "").split():  # that one is certain
        data = f"Anna: Hello\nBen: {SAID[language]}\n".encode(encoding)
        shown = readings(data, first=decode(data).encoding)
        assert SAID[language][:60] in shown[0][1]
        assert len(shown) <= 6
        assert {name for name, _ in shown} <= set(ENCODINGS) | {decode(data).encoding}


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
def test_english_with_its_pounds_and_quotation_marks_is_english(encoding: str) -> None:
    said = "I was waiting for “hours” – and that’s why I left. We paid £20 a month for it."
    assert decode(said.encode(encoding)).text == said


@pytest.mark.parametrize("encoding", ["euc-jp", "shift-jis"])
def test_one_japanese_sentence_is_known_by_its_kana(encoding: str) -> None:
    said = "三週間待ちましたが、誰も電話をくれませんでした。"
    assert decode(said.encode(encoding)).text == said
