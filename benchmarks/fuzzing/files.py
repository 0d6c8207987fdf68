"""Files of every format that is read, made from texts, and damaged in their bytes, their markup or their parts."""

from __future__ import annotations

import csv
import datetime
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from html import escape
from typing import Any, NamedTuple

from .records import damaged, make_table
from .texts import MARKUP, make_text, sentence

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NUMBERS = (b"0", b"-1", b"9999999999999", b"2147483648", b"1e999", b"x", b"", b"\xff", b"65536", b"00000000001")


class File(NamedTuple):
    """A file: its ending, its bytes, and how many texts have to be found or told where it was not damaged."""

    suffix: str
    data: bytes
    items: int | None = None


def _lines(chance: random.Random) -> list[str]:
    """Return paragraphs that a file can hold: without signs that XML forbids, in one case of two as they come."""
    some = [sentence(chance)[:300], *(make_text(chance) for _ in range(chance.randint(0, 3)))]
    return [_clean(line) for line in some]


def _clean(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", " ", text)


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _archive(parts: Mapping[str, str | bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def _txt(chance: random.Random) -> bytes:
    text = chance.choice(("\n\n", "\n", "\r\n")).join(_lines(chance))
    return text.encode(
        chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be", "cp850", "utf-32")), "replace"
    )


def _html(chance: random.Random) -> bytes:
    lines = _lines(chance)
    body = "".join(chance.choice((f"<p>{escape(line)}</p>", f"<p>{line}", f"<div>{line}<br>")) for line in lines)
    charset = chance.choice(("utf-8", "iso-8859-1", "utf-16", "klingon", ""))
    head = f"<title>{escape(lines[0])}</title><meta charset='{charset}'>"
    meta = "<meta property='article:published_time' content='2023-02-28'><script>var a='</p>';</script>"
    page = f"<!DOCTYPE html><html><head>{head}{meta}</head><body><article><h1>{lines[0]}</h1>{body}</article>"
    page += "</body></html>"
    return page.encode(chance.choice(("utf-8", "cp1252")), "replace")


def _docx(chance: random.Random) -> bytes:
    wrap = (
        "<w:ins>{}</w:ins>",
        "{}",
        "{}",
        "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    )
    body = "".join(
        chance.choice(wrap).format(f"<w:p><w:r><w:t>{escape(line)}</w:t><w:br/></w:r></w:p>") for line in _lines(chance)
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    override = f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
    relation = f'<Relationship Id="r" Type="{office}" Target="word/document.xml"/>'
    return _archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{override}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        }
    )


def _odt(chance: random.Random) -> bytes:
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(
        chance.choice(("<text:p>{}</text:p>", "<text:h>{}</text:h>", "<text:p>{}<text:s text:c='9'/></text:p>")).format(
            escape(line)
        )
        for line in _lines(chance)
    )
    content = (
        f'<office:document-content xmlns:office="{urn}:office:1.0" xmlns:text="{urn}:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return _archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _rtf(chance: random.Random) -> bytes:
    def said(text: str) -> str:
        units = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(sign if " " <= sign < "\x80" else f"\\u{ord(sign) & 0x7FFF}?" for sign in units)

    words = (
        "\\par\n",
        "\\b ",
        "\\b0 ",
        "{\\i x}",
        "\\uc2 ",
        "\\'e4",
        "{\\*\\x y}",
        "\\bin9 ",
        "{\\field{\\*\\fldinst x}}",
        "\\u-9 ",
        "\\trowd\\cell ",
    )
    body = "\\par\n".join(f"{said(line)}{chance.choice(words)}" for line in _lines(chance))
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Times;}}}}\n{body}\\par}}".encode("ascii")


def _pdf(chance: random.Random) -> bytes:
    lines = [
        line.encode("cp1252", "replace").replace(b"\\", b" ").replace(b"(", b" ").replace(b")", b" ")
        for line in _lines(chance)
    ]
    content = b"BT\n" + b"".join(
        b"/F1 10 Tf 1 0 0 1 %d %d Tm (%s) Tj\n" % (chance.choice((50, 310)), 720 - 12 * number, line[:80])
        for number, line in enumerate(lines)
    ) + b"ET\n"  # fmt: skip
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
        b"/Contents 4 0 R >>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return b"%sxref\n0 %d\n0000000000 65535 f \n%s%s" % (out, len(objects) + 1, table, tail)


def _eml(chance: random.Random) -> bytes:
    message = EmailMessage()
    lines = _lines(chance)
    message["From"], message["Message-ID"] = "Blatt <a@example.org>", "<1@example.org>"
    message["Subject"] = " ".join(lines[0][:60].split()).encode("utf-8", "replace").decode()
    message["Date"] = chance.choice(("Sat, 4 Mar 2023 09:00:00 +0100", "gestern", "Sat, 99 Mar 20230"))
    message.set_content(
        "\n\n".join(lines).replace("\r", "\n"), cte=chance.choice(("quoted-printable", "base64", "8bit"))
    )
    if chance.random() < 0.5:
        message.add_alternative(f"<p>{escape(lines[0])}</p>".replace("\r", ""), subtype="html")
        message.set_boundary("zwischen")
    return message.as_bytes()


def _tei(chance: random.Random) -> bytes:
    body = "".join(f"<p>{escape(line)}</p>" for line in _lines(chance))
    head = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><date when='2023-02-28'/>"
    head += "</publicationStmt></fileDesc></teiHeader>"
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}<text><body>{body}</body></text></TEI>'.encode(
        "utf-8", "replace"
    )


def _csv(chance: random.Random) -> bytes:
    rows = make_table(chance)
    names = list(dict.fromkeys(name for row in rows for name in row))
    sink = io.StringIO()
    writer = csv.DictWriter(sink, names, delimiter=chance.choice(",;\t"), restval="")
    writer.writeheader()
    writer.writerows(
        {name: str(value).replace("\r", " ").replace("\x00", " ") for name, value in row.items()} for row in rows
    )
    return sink.getvalue().encode(chance.choice(("utf-8", "utf-8-sig", "cp1252")), "replace")


def _jsonl(chance: random.Random) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in make_table(chance))


def _json(chance: random.Random) -> bytes:
    rows: Any = make_table(chance)
    return json.dumps(chance.choice((rows, {"articles": rows}, rows[0], [rows]))).encode()


def _xlsx(chance: random.Random) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    rows = make_table(chance)
    names = list(dict.fromkeys(name for row in rows for name in row))
    sheet.append(names)
    plain = (str, int, float)
    for row in rows:
        cells = [row.get(name) for name in names]
        sheet.append(
            [_clean(str(cell)) if not isinstance(cell, plain) or isinstance(cell, str) else str(cell) for cell in cells]
        )
    sink = io.BytesIO()
    book.properties.created = datetime.datetime(2023, 2, 28)
    book.save(sink)
    # The time of saving stands in it, and would make other bytes of the same seed.
    parts = _unpacked(sink.getvalue())
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(
        rb"\d{4}-\d\d-\d\dT[\d:]+Z</dcterms:modified>", b"2023-02-28T00:00:00Z</dcterms:modified>", core
    )
    return _archive(parts)


def _parquet(chance: random.Random) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = make_table(chance)
    names = list(dict.fromkeys(name for row in rows for name in row))
    strings = {name: [_clean(str(row.get(name, ""))) for row in rows] for name in names}
    sink = io.BytesIO()
    pq.write_table(pa.table(strings), sink)
    return sink.getvalue()


def _nexis(chance: random.Random) -> bytes:
    lines: list[str] = []
    for _ in range(chance.randint(1, 3)):
        title, body = " ".join(sentence(chance)[:60].split()), _lines(chance)
        lines += [
            title,
            "Nordsee-Kurier",
            "28. Februar 2023 Dienstag",
            "Copyright 2023 Nordsee-Kurier Verlag Alle Rechte vorbehalten",
        ]
        lines += ["Section: Politik; S. 4", "Length: 57 words", "Byline: Eva Muster", "Body", *body, "Classification"]
        lines += ["Language: GERMAN; DEUTSCH", "Load-Date: February 28, 2023", "End of Document"]
    return "\n\n".join(lines).encode()


def _factiva(chance: random.Random) -> bytes:
    lines: list[str] = []
    for number in range(chance.randint(1, 3)):
        title = " ".join(sentence(chance)[:60].split())
        lines += [title, "Von Eva Muster", "57 Wörter", "28 Februar 2023", "Nordsee-Kurier", "NSKU", "4", "Deutsch"]
        lines += [
            "Copyright 2023 Nordsee-Kurier Verlag.",
            *_lines(chance),
            f"Dokument NSKU000020230228ej2s0000{number}",
        ]
    return "\n\n".join(lines).encode()


def _genios(chance: random.Random) -> bytes:
    lines: list[str] = []
    for number in range(chance.randint(1, 3)):
        head = "Nordsee-Kurier vom 28.02.2023, Nr. 50, S. 4"
        lines += [
            head,
            " ".join(sentence(chance)[:60].split()),
            *_lines(chance),
            "Eva Muster",
            f"Ressort: Politik\nQuelle: {head}",
        ]
        lines += [f"Dokumentnummer: NSK20230228004{number}", "Alle Rechte vorbehalten: (c) Nordsee-Kurier Verlag"]
    return "\n\n".join(lines).encode()


def _europresse(chance: random.Random) -> bytes:
    texts = "".join(
        f"<article><header><span class='DocPublicationName'>Blatt</span><span class='DocHeader'>28 Februar 2023</span>"
        f"<div class='titreArticle'><p class='titreArticleVisu'>{escape(sentence(chance)[:60])}</p></div></header>"
        f"<section><div class='docOcurrContainer'>{''.join(f'<p>{escape(line)}</p>' for line in _lines(chance))}"
        "</div></section></article>"
        for _ in range(chance.randint(1, 3))
    )
    return f"<html><head><title>Europresse</title></head><body>{texts}</body></html>".encode()


MAKERS: dict[str, tuple[str, Callable[[random.Random], bytes]]] = {
    "txt": (".txt", _txt),
    "html": (".html", _html),
    "docx": (".docx", _docx),
    "odt": (".odt", _odt),
    "rtf": (".rtf", _rtf),
    "pdf": (".pdf", _pdf),
    "eml": (".eml", _eml),
    "tei": (".xml", _tei),
    "csv": (".csv", _csv),
    "jsonl": (".jsonl", _jsonl),
    "json": (".json", _json),
    "xlsx": (".xlsx", _xlsx),
    "parquet": (".parquet", _parquet),
    "nexis": (".txt", _nexis),
    "factiva": (".txt", _factiva),
    "genios": (".txt", _genios),
    "europresse": (".html", _europresse),
}
ARCHIVES = ("docx", "odt", "xlsx")


def make_file(chance: random.Random, form: str) -> File:
    """Return a file of a form: one in five is sound, the others are damaged in one or two ways."""
    suffix, make = MAKERS[form]
    data = make(chance)
    if chance.random() < 0.2:
        return File(suffix, data, data.count(b"\n") if form == "jsonl" else None)
    for _ in range(chance.choice((1, 1, 2))):
        data = _damage(chance, form)(chance, data)
    # A name lies now and then: the content tells the format.
    return File(chance.choice([suffix for suffix, _ in MAKERS.values()]) if chance.random() < 0.1 else suffix, data)


def _damage(chance: random.Random, form: str) -> Callable[[random.Random, bytes], bytes]:
    if form in ARCHIVES:
        return chance.choice((damaged, _inside, _inside, _inside, _parts))
    return chance.choice((damaged, damaged, _markup, _markup, _numbers))


def _inside(chance: random.Random, data: bytes) -> bytes:
    """Damage one part of an archive, and pack it again."""
    parts = _parts_of(data)
    if not parts:
        return damaged(chance, data)
    name = chance.choice(list(parts))
    change = chance.choice((damaged, _markup, _markup, _numbers))
    return _archive(parts | {name: change(chance, parts[name])})


def _parts(chance: random.Random, data: bytes) -> bytes:
    """Leave a part out, or put one in that is not wanted."""
    parts = _parts_of(data)
    if parts is None:
        return damaged(chance, data)
    if parts and chance.random() < 0.5:
        del parts[chance.choice(list(parts))]
    else:
        name = chance.choice(("../../x.xml", "word/footnotes.xml", "xl/sharedStrings.xml", "a" * 200, "content.xml"))
        parts[name] = chance.choice((b"", b"<", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"\x00" * 50))
    return _archive(parts)


def _parts_of(data: bytes) -> dict[str, bytes] | None:
    """Return the parts of an archive; None where it is damaged so that it cannot be opened any more."""
    try:
        return _unpacked(data)
    except Exception:  # zlib.error, BadZipFile, and whatever else a damaged archive makes of its reader
        return None


def _markup(chance: random.Random, data: bytes) -> bytes:
    """Move, double, drop or nest tags, or put markup of another kind in."""
    tags: Sequence[re.Match[bytes]] = list(re.finditer(rb"<[^<>]{1,200}>|\\[a-z]{1,20}-?\d*|\n\n?|[{}\[\],;:]", data))
    if not tags:
        return damaged(chance, data)
    for _ in range(chance.choice((1, 1, 3))):
        tag, other = chance.choice(tags), chance.choice(tags)
        what = chance.randrange(5)
        if what == 0:
            data = data[: tag.start()] + data[tag.end() :]
        elif what == 1:
            data = data[: tag.start()] + tag[0] * chance.choice((2, 10, 300)) + data[tag.end() :]
        elif what == 2:
            data = data[: other.start()] + tag[0] + data[other.start() :]
        elif what == 3:
            data = data[: tag.start()] + chance.choice(MARKUP).encode() + data[tag.start() :]
        else:
            data = data[: tag.start()] + data[other.start() : other.start() + 300] + data[tag.start() :]
    return data


def _numbers(chance: random.Random, data: bytes) -> bytes:
    """Put a number that nobody expects in the place of one."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return damaged(chance, data)
    number = chance.choice(found)
    return data[: number.start()] + chance.choice(NUMBERS) + data[number.end() :]
