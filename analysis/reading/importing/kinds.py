"""Kinds of files: told by their bytes; the name decides only between kinds that look alike."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Mapping
from typing import Final

from ...errors import ReadingError
from .columns import looks_like_a_table
from .source import Source

ENDINGS: Final[Mapping[str, str]] = {
    ".txt": "txt", ".text": "txt", ".htm": "html", ".html": "html", ".xhtml": "html", ".docx": "docx", ".docm": "docx",
    ".dotx": "docx", ".rtf": "rtf", ".odt": "odt", ".ott": "odt", ".pdf": "pdf", ".eml": "eml", ".mht": "eml",
    ".mhtml": "eml", ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet", ".xml": "tei", ".tei": "tei",
}  # fmt: skip
KINDS: Final = tuple(dict.fromkeys(ENDINGS.values()))
_SAMPLE: Final = 64 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARCHIVES: Final = (b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00")
_PICTURES: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS: Final = (
    (b"wordprocessingml", "docx"),
    (b"ms-word.", "docx"),
    (b"spreadsheetml", "xlsx"),
    (b"ms-excel.", "xlsx"),
)
_TAG: Final = re.compile(
    r"<(?:head|body|meta|title|div|p|h[1-6]|span|article|section|table|br|ul|ol|a|b|i|img|style|script|center|font|"
    r"blockquote|main|header|nav|em|strong|link|base|frameset|form)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"<[a-z!/?]", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--(?:(?!-->)[\s\S]){0,20000}-->|<\?[^>]{0,2000}>")
_RECORD: Final = re.compile(r"(?:\[\s*)?\{\s*(?:\"(?:[^\"\\\n]|\\.){1,100}\"\s*:|\})")
_HEADER: Final = re.compile(r"(?P<name>[!-9;-~]{1,80}):(?:[ \t].*)?\r?")
# Pasted notes begin with "From:" and "Date:", too; what only a mail program writes tells a message.
_MAIL: Final = frozenset({"message-id", "mime-version", "received", "return-path", "delivered-to", "content-type"})
_CORRESPONDENT: Final = frozenset({"from", "to", "subject", "date"})


def find_kind(source: Source) -> str:
    """Return what kind of file it is: one of `KINDS`.

    Parameters
    ----------
    source : Source
        A file or bytes.

    Raises
    ------
    ReadingError
        If it is of a kind that holds no text for us: an archive, a picture, a format of old.
    """
    data = source.head(_SAMPLE)
    if not data.strip():
        raise ReadingError("it is empty", obstacle="empty")
    return _by_magic(source, data) or _by_text(_decoded(data), source.suffix)


def is_marked(source: Source) -> bool:
    """Return whether the bytes alone say what a file is, whatever its name."""
    data = source.head(_SAMPLE)
    return bool(data.strip()) and (_by_magic(source, data) or _by_text(_decoded(data), "")) != "txt"


def _by_magic(source: Source, data: bytes) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        return _in_archive(source)
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if b"%PDF-" in data[:1024] and not data.lstrip().startswith((b"<", b"{")):
        return "pdf"
    if data.startswith(_OLE):
        raise _refuse_old(source)
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        raise _refuse_archive(source)
    if data.startswith(_PICTURES) or data[4:8] == b"ftyp":
        raise ReadingError(
            f"{source.label} is a picture or a recording (binary), not text: run a program for text recognition (OCR) "
            "or for transcripts first.",
            obstacle="pictures",
        )
    return None


def _in_archive(source: Source) -> str:
    """Tell documents that are archives inside from archives of files."""
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            content = archive.open("[Content_Types].xml").read(_SAMPLE * 16) if "[Content_Types].xml" in names else b""
            mimetype = archive.open("mimetype").read(200) if "mimetype" in names else b""
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ReadingError(f"{source.label} is damaged: {error}.") from error
    for sign, kind in _PARTS:
        if sign in content:
            return kind
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise ReadingError(f"{source.label} is an ODS table; save it as XLSX or CSV.", obstacle="kind")
    if mimetype.startswith(b"application/epub"):
        raise ReadingError(f"{source.label} is an e-book (EPUB); save its text as HTML or TXT.", obstacle="kind")
    if b"presentationml" in content or b"opendocument.presentation" in mimetype:
        raise ReadingError(f"{source.label} holds slides; save their text as TXT or DOCX.", obstacle="kind")
    if names & {"word/document.xml", "xl/workbook.xml"}:  # damaged, but it says what it was
        return "docx" if "word/document.xml" in names else "xlsx"
    raise _refuse_archive(source)


def _refuse_archive(source: Source) -> ReadingError:
    return ReadingError(
        f"{source.label} is an archive of files; unpack it, then name one file, or read the whole folder with "
        "iter_documents(folder) or: mittellage corpus FOLDER --out STORE",
        obstacle="kind",
    )


def _refuse_old(source: Source) -> ReadingError:
    data = source.load()  # the directory may stand anywhere
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ReadingError(
            f"{source.label} is protected by a password; open it in its program and save it without one.",
            obstacle="locked",
        )
    if "__substg1.0_".encode("utf-16-le") in data:
        advice = "an Outlook message (MSG); save it as EML, or its text as TXT"
    elif "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        advice = "in Excel's format from before 2007 (XLS); save it as XLSX or CSV"
    else:
        advice = "in Word's format from before 2007 (DOC); save it as DOCX"
    return ReadingError(f"{source.label} is {advice}.", obstacle="kind")


def _decoded(data: bytes) -> str:
    """Return the text of a sample as far as kinds show in it: their signs are ASCII."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(_endless(mark, encoding), "replace")
    for encoding, zeros in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[0:400:2])):
        if zeros and zeros.count(0) > 0.7 * len(zeros):
            return data.decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def _endless(mark: bytes, encoding: str) -> str:
    return encoding if encoding == "utf-8" else f"{encoding}-{'le' if mark[0] == 0xFF else 'be'}"


def _by_text(text: str, suffix: str) -> str:
    named = ENDINGS.get(suffix, "txt")
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<") and (kind := _by_markup(start[:20_000], named)):
        return kind
    if _RECORD.match(start):
        return "jsonl"
    if named == "eml" or is_mail(start):
        return "eml"
    if named in ("csv", "jsonl", "tei"):
        return named
    if named == "html" and _MARKUP.search(text):
        return "html"
    # A text by the name of "bericht.docx" is a text all the same, and a table may be called "export.txt".
    return "csv" if looks_like_a_table(text) else "txt"


def _by_markup(start: str, named: str) -> str | None:
    bare = _COMMENT.sub("", start).lstrip()
    if re.match(r"<(?:TEI|teiCorpus)\b", bare):
        return "tei"
    if re.match(r"<(?:!doctype html|html)\b", bare, re.IGNORECASE):
        return "html"
    if named == "tei" or start[:5].lower() == "<?xml":
        return "tei"
    return "html" if named == "html" or _TAG.match(bare) else None


def is_mail(start: str) -> bool:
    r"""Tell a message with its headers from a text that begins with lines like "Von: ...".

    Examples
    --------
    >>> is_mail("From: a@b.de\nMIME-Version: 1.0\n\nText"), is_mail("From: Astana\nDate: heute\n\nText")
    (True, False)
    """
    names: set[str] = set()
    for number, line in enumerate(start.split("\n", 200)[:200]):
        if not line.strip():
            break
        if line[:1] in " \t" and number:
            continue
        if number == 0 and line.startswith("From "):
            continue
        header = _HEADER.fullmatch(line)
        if header is None:
            return False
        names.add(header["name"].lower())
    return bool(names & _MAIL) and bool(names & _CORRESPONDENT)
