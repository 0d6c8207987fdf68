"""Formats: each file is read by its content, once and whole, to the text that its reader sees."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from analysis.errors import ReadingError
from analysis.explore.source import read_input
from analysis.reading import Document, iter_documents, read_document
from analysis.reading.importing.pages import join_lines

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARTNERS = ["Usbekistan sucht Partner", "„Wir reden mit Peking“, sagte Präsident Mirsijojew.", "Moskau schwieg."]


def text_of(data: bytes, name: str = "") -> list[str]:
    return read_document(data, name=name).text.split("\n\n")


def archive(parts: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return sink.getvalue()


def docx(body: str, *, part: str = "word/document.xml") -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    space = "http://schemas.openxmlformats.org/"
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{space}package/2006/content-types">'
            f'<Override PartName="/{part}" ContentType="{kind}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{space}package/2006/relationships"><Relationship Id="r" '
            f'Type="{space}officeDocument/2006/relationships/officeDocument" Target="{part}"/></Relationships>',
            part: f'<w:document xmlns:w="{WORD}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
            f"<w:body>{body}</w:body></w:document>",
        }
    )


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def r(text: str, data: str = "") -> str:
    return f'<w:r>{data}<w:t xml:space="preserve">{text}</w:t></w:r>'


def box(text: str) -> str:
    inner = f"<w:txbxContent>{p(r(text))}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{inner}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def placeholder(text: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("".join(p(r(text)) for text in PARTNERS), PARTNERS),
        (p(r("Vor der Wahl."), box("Riga wartet.")) + p(r("Ende.")), ["Vor der Wahl.", "Riga wartet.", "Ende."]),
        (p(box("Bischkek wartet."), r("Nach der Wahl.")), ["Bischkek wartet.", "Nach der Wahl."]),
        (  # only old Word's notation
            p(r("Eins."), f"<w:r><w:pict><w:txbxContent>{p(r('Zwei.'))}</w:txbxContent></w:pict></w:r>"),
            ["Eins.", "Zwei."],
        ),
        (
            p(
                r("Kiew lobt "), "<w:del><w:r><w:delText>Moskau</w:delText></w:r></w:del>",
                f"<w:ins>{r('Ankara')}</w:ins>", r("."),
            ),
            ["Kiew lobt Ankara."],
        ),
        (
            p(f"<w:moveFrom>{r('Tiflis wählt.')}</w:moveFrom>") + p(r("Baku nicht."))
            + p(f"<w:moveTo>{r('Tiflis wählt.')}</w:moveTo>"),
            ["Baku nicht.", "Tiflis wählt."],
        ),
        (  # the end of the first paragraph is deleted
            p("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", r("Riga ")) + p(r("schweigt.")) + p(r("Ende.")),
            ["Riga schweigt.", "Ende."],
        ),
        (placeholder(p(r("Astana."))) + p(placeholder(r("Duschanbe")), r(" auch.")), ["Astana.", "Duschanbe auch."]),
        (p(r("Vor "), placeholder(r("Klicken Sie hier"), "<w:showingPlcHdr/>"), r("Ort.")), ["Vor Ort."]),
        (
            f"<w:tbl><w:tr><w:tc>{p(r('Land'))}</w:tc><w:tc>{p(r('Russland'))}</w:tc></w:tr></w:tbl>" + p(r("Ende.")),
            ["Land", "Russland", "Ende."],
        ),
        (p("<w:r><w:t>China lobt</w:t><w:cr/><w:t>Kasachstan.</w:t></w:r>"), ["China lobt Kasachstan."]),
        (p("<w:r><w:t>China lobt.</w:t><w:br/><w:t>Japan nicht.</w:t></w:r>"), ["China lobt.", "Japan nicht."]),
        (p("<w:r><w:t>Land:</w:t><w:tab/><w:t>USA</w:t></w:r>"), ["Land: USA"]),
        (p("<w:r><w:t>US</w:t><w:noBreakHyphen/><w:t>Präsident</w:t></w:r>"), ["US-Präsident"]),
        (p("<w:r><w:t>Kasach</w:t><w:softHyphen/><w:t>stan</w:t></w:r>"), ["Kasach\u00adstan"]),
        (p(r("Sichtbar."), r("Verborgen.", "<w:rPr><w:vanish/></w:rPr>")), ["Sichtbar."]),
        (p(r("Sichtbar "), r("auch.", '<w:rPr><w:vanish w:val="0"/></w:rPr>')), ["Sichtbar auch."]),
        (
            p(
                "<w:r><w:instrText>HYPERLINK http://example.org</w:instrText></w:r>",
                f"<w:hyperlink>{r('Mehr zu Iran')}</w:hyperlink>",
            ),
            ["Mehr zu Iran"],
        ),
        (p(r("Rund "), "<m:oMath><m:r><m:t>5</m:t></m:r></m:oMath>", r(" Staaten.")), ["Rund 5 Staaten."]),
    ],
)  # fmt: skip
def test_docx_gives_what_its_reader_sees(body: str, expected: list[str]) -> None:
    assert text_of(docx(body)) == expected


def test_docx_from_word_online_and_a_note() -> None:
    document = read_document(
        docx(p(r("Minsk schweigt."), '<w:r><w:footnoteReference w:id="2"/></w:r>'), part="word/document2.xml")
    )
    assert document.text == "Minsk schweigt."
    assert document.remarks == ("footnotes and endnotes were left out",)


def odt(body: str, mimetype: str = "application/vnd.oasis.opendocument.text") -> bytes:
    names = ("office", "text", "table", "draw")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    spaces = spaces.replace(":draw:1.0", ":drawing:1.0")
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {spaces}>{text}</office:document-content>"
    return archive({"mimetype": mimetype, "content.xml": content})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<text:h>Wahl</text:h><text:p>Riga <text:span>wählt</text:span>.</text:p>", ["Wahl", "Riga wählt."]),
        ("<text:p>Viel<text:s text:c='3'/>Platz<text:tab/>da.</text:p>", ["Viel   Platz da."]),
        ("<text:p>China lobt.<text:line-break/>Japan nicht.</text:p>", ["China lobt.", "Japan nicht."]),
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Russland</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>"
            "<text:p>Kiew lobt <text:change-start/>Ankara<text:change-end/><text:change/>.</text:p>",
            ["Kiew lobt Ankara."],
        ),
        (
            "<text:p>Riga<text:note><text:note-body><text:p>Note.</text:p></text:note-body></text:note> wählt."
            "<office:annotation><text:p>Prüfen!</text:p></office:annotation></text:p>",
            ["Riga wählt."],
        ),
        (
            "<text:p>Vorher.<draw:frame><draw:text-box><text:p>Kasten.</text:p></draw:text-box></draw:frame></text:p>"
            "<table:table><table:table-row><table:table-cell><text:p>Land</text:p></table:table-cell><table:table-cell>"
            "<text:p>Iran</text:p></table:table-cell></table:table-row></table:table>",
            ["Vorher.", "Kasten.", "Land", "Iran"],
        ),
        (
            "<text:list><text:list-item><text:p>Eins.</text:p></text:list-item></text:list><text:section>"
            "<text:p>Zwei.</text:p></text:section>",
            ["Eins.", "Zwei."],
        ),
    ],
)
def test_odt_gives_what_its_reader_sees(body: str, expected: list[str]) -> None:
    assert text_of(odt(body)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"M\'fcnchen \'84schweigt\'93.\par Bern\line auch.\par", ["München „schweigt“.", "Bern auch."]),
        (r"\uc1 T\u252?rkei, \u-10179?\u-8704? \uc0 \u8222Ja\u8220.", ["Türkei, \U0001f600 „Ja“."]),
        (r'{\field{\*\fldinst{HYPERLINK "http://a.b/c"}}{\fldrslt{Mehr zu Iran}}} folgt.', ["Mehr zu Iran folgt."]),
        (
            r'{\field\flddirty{\*\fldinst {\rtlch HYPERLINK "http://a.b" \\o "Tip" }}{\fldrslt {\ul Iran}}} wartet.',
            ["Iran wartet."],
        ),
        (r"{\trowd\cellx1 Land\cell Kuba | Haiti\cell\row}Ende.", ["Land", "Kuba | Haiti", "Ende."]),
        (r"Kiew lobt {\deleted Moskau}{\revised Ankara}.", ["Kiew lobt Ankara."]),
        (r"Offen{\v verborgen}.", ["Offen."]),
        (r"Wahl {\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt Kasten.\par}}{\shprslt Kasten.}}", ["Wahl", "Kasten."]),
        (r"US\_Pr\'e4sident, Kasach\-stan,\~hier.", ["US-Präsident, Kasach\u00adstan, hier."]),
        (r"{\upr{Tuerkei}{\*\ud{T\u252?rkei}}} w\'e4hlt.", ["Türkei wählt."]),
        (r"{\info{\upr{\title Alt}{\*\ud{\title Neu}}}}Text.", ["Text."]),
        (r"{\pict\bin4 }{}\par}Text.", ["Text."]),
        (r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1 \'ca\'e0 hei\'dft so.", ["Ка heißt so."]),
        (r"\{a\} \\ b\tab c\emdash d", ["{a} \\ b c—d"]),
    ],
)  # fmt: skip
def test_rtf_gives_what_its_reader_sees(body: str, expected: list[str]) -> None:
    assert text_of(rb"{\rtf1\ansi\ansicpg1252\deff0 " + body.encode("ascii") + b"}") == expected


Placed = tuple[int, int, int, str]


def pdf(pages: Sequence[Sequence[Placed]], *, trailer: bytes = b"") -> bytes:
    """Return a PDF of pages with lines at (x, y, size)."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
    kids = []
    for lines in pages:
        shown = (
            b"/F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj\n" % (size, x, y, text.encode("cp1252").replace(b"(", b"\\("))
            for x, y, size, text in lines
        )
        content = b"BT\n" + b"".join(shown) + b"ET\n"
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return b"%sxref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        out, len(objects) + 1, table, len(objects) + 1, trailer, len(out),
    )  # fmt: skip


LEFT = """Usbekistan rückt von Moskau ab
und sucht neue Partner in
Zentralasien. Der usbekische
Präsident hat den rus-""".splitlines()
RIGHT = """sischen Angriffskrieg
verurteilt. Die Außenminister
Kirgisistans und Kasach-
stans trafen sich in Tasch-
kent.""".splitlines()
WHOLE = (
    "Usbekistan rückt von Moskau ab und sucht neue Partner in Zentralasien. Der usbekische Präsident hat den "
    "russischen Angriffskrieg verurteilt. Die Außenminister Kirgisistans und Kasachstans trafen sich in Taschkent."
)


def column(x: int, lines: Sequence[str], top: int = 720) -> list[Placed]:
    return [(x, top - 12 * number, 10, line) for number, line in enumerate(lines)]


def test_pdf_reads_column_after_column_however_it_is_drawn() -> None:
    title = [(50, 780, 20, "Taschkent geht auf Distanz")]
    columns = [*column(50, LEFT), *column(310, RIGHT)]
    across = sorted(columns, key=lambda line: (-line[1], line[0]))
    for drawn in (columns, across, columns[::-1]):
        document = read_document(pdf([[*title, *drawn]]))
        assert document.text == f"Taschkent geht auf Distanz\n\n{WHOLE}"
        assert document.title == "Taschkent geht auf Distanz"


def test_pdf_goes_on_across_pages_without_running_heads_and_numbers() -> None:
    def page(number: int, lines: Sequence[str]) -> list[Placed]:
        return [(50, 810, 8, f"Musterblatt · {number}. März"), *column(50, lines), (290, 30, 8, f"– {number} –")]

    filler = ["Der Handel mit China ist im Jahr", "um ein Zehntel gewachsen."]
    document = read_document(pdf([page(1, [*filler, *LEFT]), page(2, [*RIGHT, *filler])]))
    assert document.text.replace("\n\n", " ") == f"{' '.join(filler)} {WHOLE} {' '.join(filler)}"
    assert document.remarks == ("page numbers and running heads were left out",)


def test_pdf_printed_by_a_browser_and_a_noun_at_the_top_of_a_column() -> None:
    left = ["Eine Studie der Bank ergab im", "Eine Studie der Bank ergab im", "Die Regierung in Riga hat das"]
    right = ["Abkommen mit China", "unterzeichnet.", "Ende.", "Abkommen mit China"]
    edge = [
        (50, 820, 8, "29.11.2026, 14:54"), (300, 820, 8, "Musterblatt"),
        (50, 20, 8, "https://example.org/a"), (540, 20, 8, "1/1"),
    ]  # fmt: skip
    document = read_document(pdf([[*edge, *column(50, left), *column(310, right)]]))
    assert "Regierung in Riga hat das Abkommen mit China unterzeichnet." in document.text
    assert "Musterblatt" not in document.text
    assert "1/1" not in document.text


def test_pdf_parts_paragraphs_by_indent_space_and_size() -> None:
    full = "Die Regierung in Duschanbe hat am Montag ein Abkommen"
    lines: list[Placed] = [
        (50, 700, 10, full), (50, 688, 10, "mit China unterzeichnet, heißt es in der Mitteilung."),
        (62, 676, 10, full), (50, 664, 10, "mit Iran unterzeichnet, heißt es in der Mitteilung."),
        (50, 640, 10, full), (50, 628, 10, "mit Indien unterzeichnet, heißt es in der Mitteilung."),
        (50, 604, 13, "Reaktionen"), (50, 590, 10, full), (50, 578, 10, "nicht kommentiert."),
    ]  # fmt: skip
    assert [len(part.split()) for part in text_of(pdf([lines]))] == [17, 17, 17, 1, 11]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["die Ukra-", "ine und"], "die Ukraine und"),
        (["der Nord-", "Süd-Dialog"], "der Nord-Süd-Dialog"),
        (["der US-", "Präsident"], "der US-Präsident"),
        (["die US-", "amerikanische Politik"], "die US-amerikanische Politik"),
        (["Nord-", "und Südkorea"], "Nord- und Südkorea"),
        (["Zentral-", "asien-Politik"], "Zentralasien-Politik"),
        (["Wir bleiben -", "trotz allem"], "Wir bleiben - trotz allem"),
        (["Kasach\u00ad", "Stan"], "KasachStan"),
        (["DIE KASACH-", "STANER"], "DIE KASACHSTANER"),
        (["von 1991-", "2001 war"], "von 1991-2001 war"),
        (["die Covid-19-", "Pandemie"], "die Covid-19-Pandemie"),
        (["Bis bald.", "China"], "Bis bald. China"),
    ],
)
def test_words_parted_at_line_ends(lines: list[str], expected: str) -> None:
    assert join_lines(lines) == expected


def mail(plain: str | None, page: str | None = None, *, attach: bool = False, **headers: str) -> bytes:
    message = EmailMessage()
    told = {
        "From": "Musterblatt <redaktion@example.org>",
        "Subject": "Gipfel in Eriwan",
        "Message-ID": "<1@example.org>",
    }
    for name, value in {**told, "Date": "Sat, 4 Mar 2023 09:00:00 +0100", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(plain if plain is not None else page or "", subtype="plain" if plain is not None else "html")
    if plain is not None and page is not None:
        message.add_alternative(page, subtype="html")
    if attach:
        message.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="a.pdf")
    return message.as_bytes()


def test_eml_gives_text_subject_day_and_sender() -> None:
    document = read_document(mail("Armenien öffnet sich.", "<p>HTML</p>", attach=True))
    assert document.text == "Armenien öffnet sich."
    assert (document.title, document.date, document.outlet) == ("Gipfel in Eriwan", date(2023, 3, 4), "Musterblatt")
    assert document.remarks == ("1 attachments were left out",)


def test_eml_of_html_alone_and_a_page_saved_as_a_message() -> None:
    body = "<body><p>Armenien öffnet sich.</p><p>Iran zögert.</p></body>"
    page = f"<html><head><style>p {{color: red}}</style></head>{body}</html>"
    assert text_of(mail(None, page)) == ["Armenien öffnet sich.", "Iran zögert."]
    saved = read_document(mail(None, page, From="<Saved by Blink>", Subject="Gipfel - Musterblatt"))
    assert "Iran zögert." in saved.text
    assert saved.outlet is None


@pytest.mark.parametrize(
    ("declared", "encoding", "remark"),
    [
        ("iso-8859-1", "utf-8", "the page says iso-8859-1, its bytes are utf-8"),
        ("windows-1251", "utf-8", "the page says windows-1251, its bytes are utf-8"),
        ("utf-8", "cp1252", "the page says utf-8, its bytes are not"),
        ("utf-8", "utf-8", None),
        ("iso-8859-1", "cp1252", None),
        ("UTF-8", "utf-8-sig", "byte order mark, decoded as utf-8"),
        ("windows-1252", "utf-16", "byte order mark, decoded as utf-16"),
    ],
)
def test_what_a_page_says_of_its_encoding_is_checked(declared: str, encoding: str, remark: str | None) -> None:
    page = (
        f'<html><head><meta charset="{declared}"><title>Türkei</title></head><body><article>'
        "<h1>Türkei lobt Österreich</h1><p>Präsident Erdoğan äußerte sich in Ankara über Österreich: „Ein großer "
        "Schritt“, hieß es.</p></article></body></html>"
    ).replace("ğ", "ğ" if encoding != "cp1252" else "g")
    document = read_document(page.encode(encoding))
    assert "„Ein großer Schritt“" in document.text
    assert "Türkei lobt Österreich" in document.text
    assert document.remarks[:1] == ((remark,) if remark else ())


FORMS: dict[str, bytes] = {
    "docx": docx("".join(p(r(text)) for text in PARTNERS)),
    "odt": odt("".join(f"<text:p>{text}</text:p>" for text in PARTNERS)),
    "rtf": b"{\\rtf1\\ansi " + "\\par ".join(PARTNERS).encode("cp1252") + b"}",
    "txt": "\n\n".join(PARTNERS).encode(),
    "eml": mail("\n\n".join(PARTNERS)),
    "html": ("<!doctype html><html><article>" + "".join(f"<p>{text}</p>" for text in PARTNERS) + "</article>").encode(),
    "csv": ("Titel;Volltext\nA;\"" + "\n\n".join(PARTNERS) + '"\n').encode(),
    "jsonl": ('{"text": "' + "\\n\\n".join(PARTNERS) + '", "title": "A"}\n').encode(),
    "pdf": pdf([[(50, 700 - 40 * number, 10, text) for number, text in enumerate(PARTNERS)]]),
}  # fmt: skip


@pytest.mark.parametrize("name", ["a.{form}", "a", "a.txt", "a.docx", "A.HTML", "artikel.bin"])
@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_way_in_reads_the_same_file_to_the_same_text(tmp_path: Path, form: str, name: str) -> None:
    path = tmp_path / name.format(form=form)
    path.write_bytes(FORMS[form])
    whole = "\n\n".join(PARTNERS)
    assert read_document(path).text == whole
    assert read_document(FORMS[form], name=path.name).text == whole
    assert read_input(FORMS[form], name=path.name).text == whole
    (item,) = iter_documents(path)
    assert isinstance(item, Document)
    assert item.text == whole


LOCKED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)] " % (b"o" * 32, b"u" * 32)
MAILBOX = b"""From a@b.c Sat Mar  4
From: a@b.c
MIME-Version: 1.0

Eins.

From d@e.f  Mon Mar  6
From: d@e.f

Zwei."""


@pytest.mark.parametrize(
    ("data", "obstacle", "message"),
    [
        (b"", "empty", "empty"),
        (b"PK\x05\x06" + bytes(18), "kind", "archive of files.*mittellage corpus FOLDER"),
        (archive({"a.txt": "Eins.", "b.txt": "Zwei."}), "kind", "archive of files.*mittellage corpus FOLDER"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "kind", "archive of files"),
        (odt("", "application/vnd.oasis.opendocument.spreadsheet"), "kind", "ODS.*XLSX or CSV"),
        (archive({"mimetype": "application/epub+zip"}), "kind", "EPUB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "kind", "save it as DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "kind", "save it as XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked", "password"),
        (b"\xff\xd8\xff\xe0" + bytes(range(200)), "pictures", "OCR"),
        (pdf([[], []]), "pictures", "holds pictures of pages, no text"),
        (pdf([[(50, 30, 8, "S. 3")]]), "pictures", "OCR"),
        (pdf([column(50, LEFT)], trailer=LOCKED), "locked", "protected by a password"),
        (b"%PDF-1.7\nkaputt", "unreadable", "damaged"),
        (FORMS["docx"][:-200], "unreadable", "damaged"),
        (b"Text,Datum\nEins.,1.3.2023\nZwei.,2.3.2023\n", "many",
            "holds 2 texts.*mittellage corpus FILE --out STORE.*iter_documents"),
        (b'{"text": "Eins."}\n{"text": 7}\n', "many",
            r"2 pieces, of which 1 cannot be read \(line 2: its text is not a string"),
        (bytes(range(256)) * 40, "unreadable", "binary|encoding"),
        (mail(None, attach=True), "empty", "empty"),
        (MAILBOX, "many", "several messages"),
    ],
)  # fmt: skip
def test_what_holds_no_text_or_many_is_refused_with_advice(data: bytes, obstacle: str, message: str) -> None:
    with pytest.raises(ReadingError, match=message) as caught:
        read_document(data)
    assert caught.value.obstacle == obstacle


@pytest.mark.parametrize(
    "text",
    [
        "<<Wir reden>>, sagte Aserbaidschans Präsident.",
        "{Anmerkung} Kasachstan wählt.",
        "[dpa] Berlin lobt Kasachstan.",
        "Von: Eva Muster\nDatum: 4. März\n\nKasachstan wählt.",
        "From: Astana\nSubject: Wahl\n\nKasachstan wählt.",
        "Text, Bild und Ton\n\nKasachstan wählt, Russland schweigt.",
        "Quelle: dpa, Datum: heute\nKasachstan wählt.",
        "5 < 7 und 8 > 3, sagte der Minister.",
    ],
)
def test_plain_texts_that_look_like_something_else_stay_as_they_are(text: str) -> None:
    assert read_document(text.encode()).text == text


def test_pieces_of_a_folder_are_read_by_content_and_strange_endings_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(FORMS["docx"])
    (tmp_path / "b.log").write_text("Zeile eines Protokolls.")
    (tmp_path / "c").write_text("Ohne Endung.")
    found = list(iter_documents(tmp_path))
    assert [getattr(item, "text", None) for item in found] == ["\n\n".join(PARTNERS), None, "Ohne Endung."]
    assert "no ending that we know" in getattr(found[1], "reason", "")


def outcome(data: bytes) -> tuple[bool, str]:
    """Return whether a file gives a text, and else why not; any other exception is a fault."""
    try:
        return bool(read_document(data).text.strip()), ""
    except ReadingError as error:
        return False, str(error)


def test_nothing_hostile_takes_long_or_gets_through() -> None:
    deep = "<w:p>" * 5000
    bombs = [
        b"{\\rtf1" + b"{" * 200_000,
        b"{\\rtf1 " + b"{\\field{\\*\\fldinst{HYPERLINK " * 20_000,
        b"<html>" + b"<div>" * 50_000 + b"Text",
        docx(deep),
        archive({"[Content_Types].xml": "wordprocessingml", "word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
        b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 20_000,
    ]  # fmt: skip
    said = [outcome(bomb) for bomb in bombs]
    assert not any("Traceback" in reason for _, reason in said)
    assert [read for read, _ in said].count(True) <= 3


def test_three_hundred_broken_files_give_a_text_or_a_reason() -> None:
    outcomes = {True: 0, False: 0}
    for number in range(300):
        chance = random.Random(number)
        data = bytearray(FORMS[sorted(FORMS)[number % len(FORMS)]])
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = bytes(data[: chance.randrange(len(data))] if number % 2 else data)
        read, reason = outcome(cut)
        outcomes[read] += 1
        assert "\n" not in reason
    assert min(outcomes.values()) > 30
