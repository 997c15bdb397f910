"""Broken files of every kind: each is read or refused, within a time and a memory that its size allows.

`python -m bench.fuzz_importers` does the same for as long as one likes.
"""

import io
import random
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.transcripts.importers import ImportRefused, Source, read
from app.transcripts.importers.archive import MAX_UNPACKED
from tests.transcripts.importers import writers_documents as write
from tests.transcripts.importers.mutations import Seed, mutated, seeds, with_odd_numbers, with_odd_values
from tests.transcripts.importers.test_any_bytes import read_or_refuse

SEEDS = seeds(most=20_000)
SECONDS = 20  # a reader that goes over a file again and again takes minutes for two megabytes


@settings(max_examples=250)
@given(st.integers(0, len(SEEDS) - 1), st.integers(0, 2**32))
def test_a_broken_file_is_read_or_refused(which: int, chance: int) -> None:
    broken = mutated(SEEDS[which], random.Random(chance))
    began = time.process_time()
    read_or_refuse(broken.data, broken.name)
    assert time.process_time() - began < SECONDS


def refused(data: bytes, name: str) -> str:
    with pytest.raises(ImportRefused) as refusal:
        read(Source(data, name))
    return refusal.value.code


def peak_of(data: bytes, name: str) -> tuple[str, int]:
    """The refusal of a file and the most memory it took meanwhile, in bytes."""
    tracemalloc.start()
    try:
        return refused(data, name), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


BOMB = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 100


@pytest.mark.parametrize(
    "number", [at for at, seed in enumerate(SEEDS) if seed.data[:1] in b"{[" and seed.name.endswith("json")]
)
def test_values_of_another_type_are_read_or_refused(number: int) -> None:
    for data in with_odd_values(SEEDS[number].data):
        read_or_refuse(data, SEEDS[number].name)


@pytest.mark.parametrize("seed", seeds(most=3_000), ids=lambda seed: seed.name)
def test_digits_that_are_no_numbers_are_read_or_refused(seed: Seed) -> None:
    for data in with_odd_numbers(seed.data, each=4):
        read_or_refuse(data, seed.name)


@pytest.mark.parametrize(
    ("part", "name"), [("word/document.xml", "a.docx"), ("content.xml", "a.odt"), ("xl/workbook.xml", "a.xlsx")]
)
def test_a_small_file_that_unpacks_to_more_than_the_machine_holds_is_refused_unread(part: str, name: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(part, "w", force_zip64=True) as stream:
            for _ in range(MAX_UNPACKED // 1_000_000 + 2):
                stream.write(bytes(1_000_000))
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    code, peak = peak_of(target.getvalue(), name)
    assert code == "unpacks_too_large"
    assert peak < 5_000_000


def test_a_container_that_lies_about_its_size_is_refused() -> None:
    data = write.docx_of(write.paragraph("Anna: " + "so " * 100_000))
    place = data.rindex(b"word/document.xml") - 46 + 24
    assert refused(data[:place] + (50).to_bytes(4, "little") + data[place + 4 :], "a.docx") == "damaged"


ENTITIES = '<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (
            write.zipped({"word/document.xml": ENTITIES + "<w:document><w:p><w:t>&c;</w:t></w:p></w:document>"}),
            "a.docx",
        ),
        (write.zipped({"content.xml": ENTITIES + "<office:p>&c;</office:p>"}), "a.odt"),
        (write.zipped({"xl/workbook.xml": ENTITIES + "<workbook>&c;</workbook>"}), "a.xlsx"),
        ((ENTITIES + "<tt>&c;</tt>").encode(), "a.ttml"),
    ],
)
def test_declared_entities_are_refused(data: bytes, name: str) -> None:
    assert refused(data, name) == "entities"


def test_nothing_a_file_names_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", never)
    external = '<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/x.dtd">'
    body = f"{external}<w:document xmlns:w='{write.W}'><w:p><w:r><w:t>Anna: Hi</w:t></w:r></w:p></w:document>"
    assert read(Source(write.zipped({"word/document.xml": body}), "a.docx")).turns
    page = b'<html><head><link rel=stylesheet href="http://127.0.0.1:9/a.css"></head><body><p>Anna: Hi<img src="http://127.0.0.1:9/a.png"></p></body></html>'
    assert read(Source(page, "a.html")).turns


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le"), "a.xls", "old_workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"),
            "a.doc",
            "old_document",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "a.docx", "locked"),
        (b"PK\x03\x04" + bytes(200), "a.docx", "damaged"),
        (b"%PDF-1.4\n" + bytes(200), "a.pdf", "damaged"),
        (write.docx_of(""), "a.docx", "no_words"),
        (b"{\\rtf1\\ansi }", "a.rtf", "no_words"),
        (b"{\\rtf1" + b"{" * 5_000, "a.rtf", "damaged"),
        (b"<html><body></body></html>", "a.html", "no_words"),
    ],
)
def test_a_refusal_says_what_is_wrong(data: bytes, name: str, code: str) -> None:
    assert refused(data, name) == code


def test_a_pdf_with_more_pages_than_anybody_says_is_refused_before_it_is_read() -> None:
    assert refused(write.pdf_of([[]] * 2_001), "a.pdf") == "too_many_pages"


def test_a_page_of_a_pdf_that_unpacks_to_too_much_is_left_out_and_named() -> None:
    bomb = [(0.0, 0.0, "a" * 20_000_000)]
    found = read(Source(write.pdf_of([bomb, [(72.0, 700.0, "Anna: Hello, and welcome to this.")]]), "a.pdf"))
    assert [turn.text for turn in found.turns] == ["Hello, and welcome to this."]
    assert "page_unreadable" in {warning.code for warning in found.warnings}


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.rtf", "a.html", "a.csv", "a.xlsx"])
def test_a_large_document_takes_time_and_memory_in_proportion(name: str) -> None:
    writer = next(writer for writer, _, kind in write.WRITERS.values() if kind.endswith(name[1:]))
    data = writer(
        [(f"Voice {n % 7}", f"What was said at number {n}, in so many words.", n * 1_000) for n in range(6_000)]
    )
    began = time.process_time()
    assert len(read(Source(data, name)).turns) == 6_000
    assert time.process_time() - began < SECONDS
