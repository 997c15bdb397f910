"""PDF with text: lines by their place on the page, page furniture taken out, columns of speaker and text told apart.

pypdf finds the text, in its layout mode, which keeps what stands beside and what stands below; it also bounds what a
compressed stream may unpack to. A PDF knows no paragraphs: `pdf_pages` finds them again.
"""

import gc
import logging
import time
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.transcripts.importers import documents, pdf_pages
from app.transcripts.importers.archive import damaged, locked
from app.transcripts.importers.documents import Document
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript
from app.transcripts.importers.source import Source

if TYPE_CHECKING:
    from pypdf import PageObject

FORMAT = "pdf"
TITLE = "PDF with text"
SUFFIXES = frozenset({"pdf"})
TEXT = False
MAX_PAGES = 2_000
MAX_SECONDS = 60.0  # of computing for one file; a page takes about twenty milliseconds
_MAX_CONTENT = 4 * 1024**2  # of drawing instructions on one page: a page full of words has 50 KB
_MAX_STREAM = 16 * 1024**2
_FEW = 20
_KEPT_PAGES = 50  # for as many pages fonts and the like are found once

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every mended flaw of every file
_BOUNDS: dict[str, Any] = {
    "zlib_maximum_output_length": _MAX_STREAM,
    "lzw_maximum_output_length": _MAX_STREAM,
    "run_length_maximum_output_length": _MAX_STREAM,
    "array_based_stream_maximum_output_length": _MAX_STREAM,
    "stream_parsing_work_maximum_count": 500_000,
    "jbig2dec_binary": None,
    "disable_legacy_handling": True,
}


def sniff(source: Source) -> float:
    return 1.0 if b"%PDF-" in source.data[:1024] else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused for scans, for what is locked or damaged, and for what would take too long."""
    # Fourteen megabytes of tables of fonts, in every server from its start, if this stood above.
    from pypdf import apply_configuration  # noqa: PLC0415

    document = Document()
    with apply_configuration(**_BOUNDS):
        pages = list(_texts(source.data, document))
    if sum(len("".join(page.split())) for page in pages) < _FEW:
        advice = "Run text recognition (OCR) over it first, or export the transcript as text."
        raise ImportRefused("scanned", "This PDF holds pictures of pages, and no text.", advice=advice)
    for number, page in enumerate(pages, 1):
        if not page.strip():
            document.warnings.add("page_without_text", "A page holds no text.", None, f"{number}/{len(pages)}")
    for block in pdf_pages.blocks(pages, document.warnings):
        document.add(block)
    return documents.transcript(FORMAT, document)


def _texts(data: bytes, document: Document) -> Iterator[str]:
    """The text of each page. Whatever pypdf raises on a broken file means that the file is broken."""
    from pypdf import PdfReader  # noqa: PLC0415 - as above

    began = time.thread_time()
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked()
        waiting = list(reader.pages)
    except ImportRefused:
        raise
    except Exception as error:
        raise (locked() if "crypt" in type(error).__name__.lower() + str(error).lower() else damaged()) from error
    count = len(waiting)
    if count > MAX_PAGES:
        advice = "Split it into several files."
        raise ImportRefused("too_many_pages", f"This PDF has more than {MAX_PAGES:,} pages.", advice=advice)
    reader.flattened_pages = []  # pypdf would keep every page, and below every object of every page, to the end
    waiting.reverse()
    for number in range(1, count + 1):
        if time.thread_time() - began > MAX_SECONDS:
            advice = "Split it into several files, or export the transcript as text."
            raise ImportRefused("too_slow", "Reading this PDF takes too long.", advice=advice)
        try:
            yield _text(waiting.pop())
        except Exception:  # noqa: BLE001 - one broken page does not hide the others; it is named
            document.warnings.add("page_unreadable", "A page could not be read.", None, f"{number}/{count}")
            yield ""
        if number % _KEPT_PAGES == 0:
            reader.resolved_objects.clear()
    reader.close()
    waiting = []
    gc.collect()  # its objects point at each other in circles, and would be beside all that is made of them


def _text(page: "PageObject") -> str:
    contents = page.get_contents()
    if contents is None:
        return ""
    if len(contents.get_data()) > _MAX_CONTENT:
        raise ValueError("too much on one page")
    try:
        return page.extract_text(extraction_mode="layout")
    except Exception:  # noqa: BLE001 - layout mode asks more of fonts than plain extraction does
        return page.extract_text()
