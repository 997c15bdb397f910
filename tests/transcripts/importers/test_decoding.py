"""Encodings: what was typed is what is read, and a guess is called a guess."""

import pytest

from app.transcripts.importers import ENCODINGS, ImportRefused, Source, read
from app.transcripts.importers.decoding import Decoded, decode

CZECH = "Dobrý den, jmenuji se Petr. Včera jsem měl problém s přihlášením, stránka se vůbec nenačetla."
POLISH = "Dzień dobry, pracuję w szpitalu. Wczoraj miałam problem z logowaniem, strona się nie ładowała."
GERMAN = "Guten Tag, ich heiße Jörg. Gestern hatte ich Ärger mit der Anmeldung, „nichts“ lud. Nächstes Mal anders."
FRENCH = "Bonjour, je m'appelle Hélène. Hier j'ai eu un problème, ça m'a déçue – c'était gênant."
SWEDISH = "Jag heter Åsa och arbetar på sjukhuset. Igår hade jag problem, sidan öppnades inte."
TURKISH = "Merhaba, adım Ayşe ve hastanede çalışıyorum. Dün giriş yaparken sorun yaşadım, sayfa hiç açılmadı."
RUSSIAN = (
    "Добрый день, меня зовут Пётр, я работаю в больнице. Вчера у меня была проблема со входом, страница не загрузилась."
)
GREEK = "Καλημέρα, με λένε Ελένη και δουλεύω στο νοσοκομείο. Χθες είχα πρόβλημα με τη σύνδεση."
HEBREW = "שלום, שמי דנה ואני עובדת בבית החולים. אתמול הייתה לי בעיה בכניסה למערכת, הדף לא נטען."
JAPANESE = "こんにちは、病院で働いている田中です。昨日はログインに問題がありました。ページが全く開きませんでした。"
CHINESE = "您好，我在医院工作。昨天登录的时候出了问题，页面完全打不开。下次我会用别的办法。我觉得很失望。"
KOREAN = "안녕하세요, 저는 병원에서 일하는 김민수입니다. 어제 로그인에 문제가 있어서 페이지가 열리지 않았습니다."

CASES = [
    (CZECH, "cp1250"), (CZECH, "iso8859-2"), (POLISH, "cp1250"), (GERMAN, "cp1252"), (GERMAN, "mac-roman"),
    (FRENCH, "cp1252"), (FRENCH, "mac-roman"), (SWEDISH, "cp1252"), (TURKISH, "cp1254"), (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"), (GREEK, "cp1253"), (HEBREW, "cp1255"), (JAPANESE, "shift-jis"),
    (JAPANESE, "euc-jp"), (JAPANESE, "iso2022-jp"), (CHINESE, "gb18030"), (KOREAN, "euc-kr"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "encoding"), CASES, ids=[f"{case[1]}-{n}" for n, case in enumerate(CASES)])
def test_a_few_captions_are_enough_to_find_the_encoding(text: str, encoding: str) -> None:
    srt = f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n"
    found = decode(srt.encode(encoding))
    assert found.text == srt
    assert not found.certain or encoding == "iso2022-jp"


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("text", [GERMAN, JAPANESE, "plain"])
def test_unicode_is_certain_with_and_without_a_mark(text: str, encoding: str) -> None:
    srt = f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n"
    found = decode(srt.encode(encoding))
    assert (found.text, found.certain) == (srt, True)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_is_offered_can_be_chosen(encoding: str) -> None:
    assert decode("plain words".encode(encoding), encoding).text == "plain words"


def test_a_chosen_encoding_wins_over_detection() -> None:
    assert decode("это".encode("cp1251"), "cp1251").text == "это"
    assert decode("é".encode("cp1251", "xmlcharrefreplace"), "CP1251").encoding == "cp1251"


def test_an_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        decode(b"\xff\xfe\xfd", "utf-8")
    assert refused.value.code == "wrong_encoding"
    with pytest.raises(ImportRefused) as refused:
        decode(b"a", "utf-7")
    assert refused.value.code == "unknown_encoding"


def test_a_guess_is_shown_as_a_warning() -> None:
    parsed = read(Source(f"Anna: {GERMAN}\nBen: Ja\n".encode("cp1252"), "a.txt"))
    assert [warning.code for warning in parsed.warnings] == ["encoding_guessed"]


def test_letters_that_were_lost_before_are_named_and_never_saved_as_replacement_characters() -> None:
    parsed = read(Source("Anna: Gr\ufffd\ufffde\nBen: Ja\nAnna: Gut\n".encode(), "a.txt"))
    assert parsed.turns[0].text == "Gr??e"
    assert [(warning.code, warning.line) for warning in parsed.warnings] == [("letters_lost", 1)]


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"PK\x03\x04" + bytes(300), b"\x00" * 50])
def test_a_file_that_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(Source(data, "a.txt"))
    assert refused.value.code == "not_text"


def test_bytes_that_are_no_text_are_looked_into_once_for_all_importers(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bytes] = []

    def look(data: bytes, encoding: str | None) -> Decoded:
        looked.append(data)
        return decode(data, encoding)

    monkeypatch.setattr("app.transcripts.importers.source.decode", look)
    source = Source(bytes(range(256)) * 20, "a.html")
    for _ in range(2):
        with pytest.raises(ImportRefused):
            read(source)
    assert len(looked) == 1


def test_a_byte_order_mark_in_the_midst_of_a_file_says_nothing_of_its_beginning() -> None:
    turns = read(Source(b"Ada: hello\n\xff\xfeF\x00ie,g\x9e\x8a" + b"\nAda: and so on" * 9, "a.txt")).turns
    assert turns[0].text.startswith("hello")
