"""Writes a conversation as the documents that people have it in, each the way its programs do.

A turn is (speaker, words, start in milliseconds). Only what the readers must cope with is written; nothing here is
shared with them.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from html import escape

Said = tuple[str, str, int]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = f"{R}/officeDocument"


def clock(ms: int, *, hours: bool = True) -> str:
    """00:01:02, or 1:02 without hours."""
    seconds = ms // 1000
    if hours:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{seconds // 60}:{seconds % 60:02}"


def zipped(parts: Mapping[str, str | bytes], *, stored: Sequence[str] = ()) -> bytes:
    """A container of these parts, in this order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return target.getvalue()


def paragraph(text: str, *, style: str = "") -> str:
    """A paragraph of WordprocessingML; tabs and line breaks as Word has them."""
    pieces = escape(text).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    pieces = pieces.replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{pieces}</w:t></w:r></w:p>"


def word_table(rows: Sequence[Sequence[str]]) -> str:
    """A table of WordprocessingML."""
    cells = ("".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx_of(body: str, **parts: str) -> bytes:
    """A Word document around a body; `parts` are further ones, as footnotes="…"."""
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>'
        "</w:style></w:styles>"
    )
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{P}"><Relationship Id="r1" Type="{MAIN}" Target="word/document.xml"/>'
            "</Relationships>",
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>',
            "word/styles.xml": styles,
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def docx_plain(said: Sequence[Said]) -> bytes:
    """“Name: text”, a paragraph each."""
    return docx_of("".join(paragraph(f"{name}: {words}") for name, words, _ in said))


def docx_teams(said: Sequence[Said]) -> bytes:
    """Teams: name and time, a line break, the words; above them the meeting."""
    top = paragraph("Weekly\n12 March 2026, 10:15am\n35m 12s") + paragraph(f"{said[0][0]} started transcription")
    return docx_of(
        top + "".join(paragraph(f"\n{name}   {clock(ms, hours=False)}\n{words}") for name, words, ms in said)
    )


def docx_teams_old(said: Sequence[Said]) -> bytes:
    """Teams before 2023: a time span, the name, the words, as three lines of a paragraph."""

    def stamp(ms: int) -> str:
        return f"{ms // 3_600_000}:{ms // 60_000 % 60}:{ms // 1000 % 60}.{ms % 1000}"

    return docx_of(
        "".join(paragraph(f"{stamp(ms)} --> {stamp(ms + 900)}\n{name}\n{words}") for name, words, ms in said)
    )


def docx_otter(said: Sequence[Said]) -> bytes:
    """Otter: key words and names above, name and time over the words, an advertisement below."""
    names = ", ".join(dict.fromkeys(name for name, _, _ in said))
    top = "".join(
        map(
            paragraph,
            ("Export talk", "Thu, Mar 12, 2026 10:15AM • 35:12", "SUMMARY KEYWORDS", "export, slow", "SPEAKERS", names),
        )
    )
    turns = (paragraph(f"{name}  {clock(ms).removeprefix('00:')}") + paragraph(words) for name, words, ms in said)
    return docx_of(top + "".join(turns) + paragraph("Transcribed by https://otter.ai"))


def docx_word_transcribe(said: Sequence[Said]) -> bytes:
    """Word’s own transcription: a heading, then time and speaker over the words."""
    top = paragraph("Audio file") + paragraph("talk.wav") + paragraph("Transcript", style="berschrift1")
    turns = (paragraph(f"{clock(ms)} {name}") + paragraph(words) for name, words, ms in said)
    return docx_of(top + "".join(turns))


def docx_trint(said: Sequence[Said]) -> bytes:
    """Trint: time in brackets, name, words."""
    return docx_of("".join(paragraph(f"[{clock(ms)}] {name}: {words}") for name, words, ms in said))


def docx_happyscribe(said: Sequence[Said]) -> bytes:
    """HappyScribe: time in brackets, dash and name over the words."""
    return docx_of("".join(paragraph(f"[{clock(ms)}] - {name}\n{words}") for name, words, ms in said))


def docx_amazon(said: Sequence[Said]) -> bytes:
    """Amazon Transcribe: a table of facts, then one of what was said."""
    facts = word_table([["Job Name", "talk.wav"], ["Audio Duration", "3m 2.89s"], ["Language", "en-US"]])
    rows = [["Start", "Dur.", "Speaker", "", "Transcription"]]
    rows += [[clock(ms) + ".0", "0.9s", name, "", words] for name, words, ms in said]
    return docx_of(
        paragraph("Amazon Transcribe Audio Source") + facts + paragraph("Call Transcription") + word_table(rows)
    )


def docx_two_columns(said: Sequence[Said]) -> bytes:
    """A table without a header: who, and what."""
    return docx_of(word_table([[name, words] for name, words, _ in said]))


def docx_numbered(said: Sequence[Said]) -> bytes:
    """Paragraphs that someone numbered by hand."""
    return docx_of("".join(paragraph(f"{n}.\t{name}: {words}") for n, (name, words, _) in enumerate(said, 1)))


_ODF = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("text", "text"), ("table", "table"))
)


def odt_of(body: str) -> bytes:
    """An OpenDocument text around a body."""
    content = f"<office:document-content{_ODF}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}, stored=["mimetype"])


def fodt_of(body: str) -> bytes:
    """The same in one plain file."""
    kind = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    return f'<?xml version="1.0" encoding="UTF-8"?><office:document{_ODF} {kind}><office:body><office:text>{body}</office:text></office:body></office:document>'.encode()


def odf_paragraphs(said: Sequence[Said]) -> str:
    return "".join(
        f"<text:p><text:span>{escape(name)}</text:span>:<text:s/>{escape(words)}</text:p>" for name, words, _ in said
    )


def odt(said: Sequence[Said]) -> bytes:
    return odt_of(odf_paragraphs(said))


def fodt(said: Sequence[Said]) -> bytes:
    return fodt_of(odf_paragraphs(said))


def odt_table(said: Sequence[Said]) -> bytes:
    """A table with a header."""
    rows = [("Time", "Speaker", "Text"), *((clock(ms), name, words) for name, words, ms in said)]
    cells = (
        "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row) for row in rows
    )
    return odt_of(
        "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + "</table:table>"
    )


def rtf_text(text: str) -> str:
    """Text as Word writes it: Unicode as signed units, each with a stand-in."""
    out = ""
    for letter in text:
        if letter in "\\{}":
            out += f"\\{letter}"
        elif letter < "\x80":
            out += letter
        else:
            units = letter.encode("utf-16-le")
            for at in range(0, len(units), 2):
                unit = int.from_bytes(units[at : at + 2], "little")
                out += f"\\u{unit - 65536 if unit > 32767 else unit}?"
    return out


def rtf(said: Sequence[Said]) -> bytes:
    """Rich text with a font table, a style sheet and a header that nobody says."""
    head = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}}{\\stylesheet{\\s0 Normal;}}{\\header Page \\chpgn}\n"
    body = "".join(f"\\pard\\plain\\f0 {{\\b {rtf_text(name)}:}} {rtf_text(words)}\\par\n" for name, words, _ in said)
    return (head + body + "}").encode("ascii")


def html(said: Sequence[Said]) -> bytes:
    """A page with a script, a title and paragraphs."""
    turns = "".join(f"<p><strong>{escape(name)}:</strong>\n  {escape(words)}</p>\n" for name, words, _ in said)
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>Talk</title><script>var a = '<p>no</p>'</script></head><body>{turns}</body></html>"
    return page.encode()


def html_table(said: Sequence[Said]) -> bytes:
    rows = "".join(f"<tr><td>{clock(ms)}<td>{escape(name)}<td>{escape(words)}" for name, words, ms in said)
    return f"<html><body><table><tr><th>Time<th>Speaker<th>Text{rows}</table></body></html>".encode()


def html_hyperaudio(said: Sequence[Said]) -> bytes:
    """Spans with their times in milliseconds."""
    turns = "".join(
        f'<p><span data-m="{ms}" data-d="0" class="speaker">{escape(name)}: </span>'
        + "".join(
            f'<span data-m="{ms + 10 * n}" data-d="10">{escape(word)} </span>' for n, word in enumerate(words.split())
        )
        + "</p>"
        for name, words, ms in said
    )
    return f"<html><body><article><section>{turns}</section></article></body></html>".encode()


def csv_of(rows: Sequence[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)


def csv_turns(said: Sequence[Said]) -> bytes:
    return csv_of([("speaker", "text", "start"), *((name, words, clock(ms)) for name, words, ms in said)])


def csv_semicolons(said: Sequence[Said]) -> bytes:
    """As a German Excel saves it."""
    rows = [("Zeit", "Sprecher", "Inhalt"), *((clock(ms), name, words) for name, words, ms in said)]
    return csv_of(rows, delimiter=";", encoding="utf-8-sig")


def tsv_whisper(said: Sequence[Said]) -> bytes:
    """Whisper’s table: milliseconds, no speaker."""
    rows = [("start", "end", "text"), *((str(ms), str(ms + 900), f"{name}: {words}") for name, words, ms in said)]
    return csv_of(rows, delimiter="\t")


def xlsx_of(rows: Sequence[Sequence[str | float]], *, styles: str = "", sheet: str = "Sheet1") -> bytes:
    """A workbook with one sheet; text as shared strings, numbers in style 1."""
    strings = list(dict.fromkeys(cell for row in rows for cell in row if isinstance(cell, str)))
    cells = "".join(
        f'<row r="{r}">'
        + "".join(_cell(cell, f"{chr(64 + c)}{r}", strings) for c, cell in enumerate(row, 1))
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    shared = "".join(f"<si><t xml:space='preserve'>{escape(text)}</t></si>" for text in strings)
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{P}"><Relationship Id="rId1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData>{cells}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{S}">{shared}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles or TIME_STYLES}</styleSheet>',
        }
    )


TIME_STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="21"/><xf numFmtId="14"/></cellXfs>'


def _cell(value: str | float, place: str, strings: Sequence[str]) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="s"><v>{strings.index(value)}</v></c>' if value else ""
    return f'<c r="{place}" s="1"><v>{value!r}</v></c>'


def xlsx_turns(said: Sequence[Said]) -> bytes:
    """Times as Excel keeps them: shares of a day."""
    return xlsx_of([("Speaker", "Text", "Start"), *((name, words, ms / 86_400_000) for name, words, ms in said)])


def pdf_of(pages: Sequence[Sequence[tuple[float, float, str]]]) -> bytes:
    """A PDF in Helvetica: for each page lines of (x, y, text), measured in points from the lower left."""
    objects: list[bytes] = []

    def put(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    font = put(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = [_pdf_page(put, lines, font, parent=1 + 2 * len(pages) + 1) for lines in pages]
    tree = put(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode())
    root = put(f"<< /Type /Catalog /Pages {tree} 0 R >>".encode())
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root {root} 0 R >>"
    return out + f"{trailer}\nstartxref\n{len(out)}\n%%EOF\n".encode()


def _pdf_page(put, lines, font, *, parent):  # type: ignore[no-untyped-def]
    def text(words: str) -> bytes:
        return words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")

    drawn = b"".join(
        f"BT /F1 11 Tf 1 0 0 1 {x} {y} Tm (".encode() + text(words) + b") Tj ET\n" for x, y, words in lines
    )
    packed = zlib.compress(drawn)
    stream = put(f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream")
    box = "/MediaBox [0 0 595 842]"
    return put(
        f"<< /Type /Page /Parent {parent} 0 R {box} /Contents {stream} 0 R /Resources << /Font << /F1 {font} 0 R >> >> >>".encode()
    )


def wrapped(text: str, width: int = 80) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def pdf(said: Sequence[Said], *, number: bool = False, per_page: int = 6) -> bytes:
    """Paragraphs with space between them, a running head and page numbers; `number` counts the paragraphs."""
    pages: list[list[tuple[float, float, str]]] = []
    chunks = [said[at : at + per_page] for at in range(0, len(said), per_page)]
    for page_number, chunk in enumerate(chunks, 1):
        page, y = [(72.0, 800.0, "Interview 7, confidential")], 760.0
        for at, (name, words, _) in enumerate(chunk):
            count = f"{(page_number - 1) * per_page + at + 1}   " if number else ""
            for line in wrapped(f"{count}{name}: {words}"):
                page.append((72.0, y, line))
                y -= 14
            y -= 14
        page.append((290.0, 40.0, f"Page {page_number} of {len(chunks)}"))
        pages.append(page)
    return pdf_of(pages)


def pdf_columns(said: Sequence[Said]) -> bytes:
    """The speaker at the left, the words beside."""
    page, y = [], 780.0
    for name, words, _ in said:
        page.append((72.0, y, name))
        for line in wrapped(words, 60):
            page.append((200.0, y, line))
            y -= 14
        y -= 8
    return pdf_of([page])


# By name: how a conversation is written, whether its times are kept, and what such a file is called.
WRITERS = {
    "docx_plain": (docx_plain, False, "talk.docx"),
    "docx_teams": (docx_teams, True, "talk.docx"),
    "docx_teams_old": (docx_teams_old, True, "talk.docx"),
    "docx_otter": (docx_otter, True, "talk.docx"),
    "docx_word_transcribe": (docx_word_transcribe, True, "talk.docx"),
    "docx_trint": (docx_trint, True, "talk.docx"),
    "docx_happyscribe": (docx_happyscribe, True, "talk.docx"),
    "docx_amazon": (docx_amazon, True, "talk.docx"),
    "docx_two_columns": (docx_two_columns, False, "talk.docx"),
    "docx_numbered": (docx_numbered, False, "talk.docx"),
    "odt": (odt, False, "talk.odt"),
    "fodt": (fodt, False, "talk.fodt"),
    "odt_table": (odt_table, True, "talk.odt"),
    "rtf": (rtf, False, "talk.rtf"),
    "html": (html, False, "talk.html"),
    "html_table": (html_table, True, "talk.html"),
    "html_hyperaudio": (html_hyperaudio, True, "talk.html"),
    "csv": (csv_turns, True, "talk.csv"),
    "csv_semicolons": (csv_semicolons, True, "talk.csv"),
    "tsv_whisper": (tsv_whisper, True, "talk.tsv"),
    "xlsx": (xlsx_turns, True, "talk.xlsx"),
    "pdf": (pdf, False, "talk.pdf"),
    "pdf_columns": (pdf_columns, False, "talk.pdf"),
}
