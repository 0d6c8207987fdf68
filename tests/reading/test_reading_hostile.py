"""Files that are made to fill the memory or to run without end are refused in seconds, and the reason is told."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from analysis.errors import ReadingError
from analysis.reading import read_document
from analysis.reading.importing.documents import iter_documents

TEXT = "Kasachstan kritisiert Russland."
SHEET = "xl/worksheets/sheet1.xml"
CELL = f'<c r="A2" t="inlineStr"><is><t>{TEXT}</t></is></c>'.encode()
NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SECONDS = 5


def workbook(*rows: list[str]) -> bytes:
    book = Workbook()
    for row in rows or (["text"], [TEXT]):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(data: bytes, change: Callable[[bytes], bytes], part: str = SHEET, **more: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            before = old.read(name)
            after = change(before) if name == part else before
            assert name != part or after != before
            new.writestr(name, after)
        for name, content in more.items():
            new.writestr(f"xl/{name}.xml", content)
    return target.getvalue()


def cell(new: bytes) -> bytes:
    return changed(workbook(), lambda sheet: sheet.replace(CELL, new))


def row(number: bytes) -> bytes:
    return changed(workbook(), lambda sheet: sheet.replace(b'<row r="2">', b'<row r="' + number + b'">'))


def strings(content: bytes) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    added = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    table = b'<sst xmlns="' + NAMESPACE + b'">' + content + b"</sst>"
    types = "[Content_Types].xml"
    return changed(workbook(), lambda old: old.replace(b"</Types>", added), types, sharedStrings=table)


def noise(count: int, piece: bytes) -> bytes:
    """Pieces that pack a hundred times, not a thousand times, with now and then a sign of their own."""
    rng = random.Random(1)
    size = 1_000 // len(piece)
    return b"".join(piece * size + b"%d" % rng.randrange(10**6) for _ in range(count // size))


REFUSED = {
    "row number": (row(b"9999999999999"), "has a row numbered 9,999,999,999,999; no more than 1,048,576 rows are read"),
    "row number one too high": (row(b"1048577"), "a row numbered 1,048,577"),
    "formula": (cell(b'<c r="A2"><f>B2&amp;C2</f></c>'), "its text is a formula (=B2&C2) whose value was not saved"),
    "cells in a row": (cell(noise(200_000, b'<c r="A2"/>')), "a row of more than 16,384 cells"),
    "nesting": (cell(b"<c>" * 10_000 + b"</c>" * 10_000), "a row of more than"),
    "strings": (strings(noise(1_500_000, b"<si/>")), "1,500,000 strings, and no more than 1,000,000 are read"),
    "tags": (strings(noise(8_000_000, b"<si/>")), " tags, and no more than 6,000,000 are read"),
    "bomb": (strings(b"<si/>" * 10_000_000), "swells on unpacking"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_time(name: str) -> None:
    data, message = REFUSED[name]
    begin = time.process_time()
    with pytest.raises(ReadingError) as caught:
        read_document(data, name="tabelle.xlsx")
    assert message in str(caught.value)
    assert "damaged" not in str(caught.value)
    assert time.process_time() - begin < SECONDS


READ = {
    "last row": row(b"1048576"),
    "formula with its value": cell(f'<c r="A2" t="str"><f>B2</f><v>{TEXT}</v></c>'.encode()),
    "formula said to be a number": cell(f'<c r="A2"><f>B2</f><v>{TEXT}</v></c>'.encode()),
    "number that is none": cell(f'<c r="A2" t="n"><v>{TEXT}</v></c>'.encode()),
    "row number that is none": row(b"zwei"),
    "row number below zero": row(b"-7"),
    "column that is none": cell(CELL + b'<c r="ZZZZZZ2"><v>1</v></c>'),
    "shared string that is none": cell(CELL + b'<c r="B2" t="s"><v>99</v></c>'),
    "date that is none": cell(CELL + b'<c r="B2" t="d"><v>gestern</v></c>'),
    "a hundred thousand strings": strings(noise(100_000, b"<si><t>x</t></si>")),
}


@pytest.mark.parametrize("name", READ)
def test_read_in_time(name: str) -> None:
    begin = time.process_time()
    assert read_document(READ[name], name="tabelle.xlsx").text == TEXT
    assert time.process_time() - begin < SECONDS


def test_a_row_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    data = workbook(["text", "date"], [TEXT, "2023-05-19"], ["x", "²"], [TEXT + " Noch einmal.", "9" * 5000])
    path = tmp_path / "tabelle.xlsx"
    path.write_bytes(changed(data, lambda sheet: sheet.replace(b"<is><t>x</t></is>", b"<f>B1</f>", 1)))
    first, second, third = iter_documents(path, any_language=True)
    assert first.text == TEXT
    assert "its text is a formula (=B1)" in second.reason
    assert second.place == "row 3"
    assert third.text == TEXT + " Noch einmal."
    assert "was not understood" in third.remarks[0]


def test_places_are_those_of_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "tabelle.xlsx"
    path.write_bytes(row(b"700"))
    (document,) = iter_documents(path)
    assert document.source.endswith("#row-700")


LOCKED = {
    "office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 6_000_000 + "EncryptedPackage".encode("utf-16-le"),
}


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_password_is_told_wherever_its_sign_stands(ending: str) -> None:
    with pytest.raises(ReadingError, match="is protected by a password") as caught:
        read_document(LOCKED["office"], name=f"geheim.{ending}")
    assert caught.value.obstacle == "locked"


def test_an_archive_with_a_password_is_told() -> None:
    data = bytearray(workbook())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = -1
        while (position := data.find(mark, position + 1)) >= 0:
            data[position + place] |= 1
    with pytest.raises(ReadingError, match=r"protected by a password|password required"):
        read_document(bytes(data), name="geheim.xlsx")


MEMORY = """
import sys
from analysis.errors import ReadingError
from analysis.reading import read_document
try:
    read_document(open(sys.argv[1], "rb").read(), name="bombe.xlsx")
except ReadingError:
    # the peak of this program alone: what getrusage tells is never less than its parent had when it started this one
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no /proc")
def test_strings_that_unpack_to_hundreds_of_megabytes(tmp_path: Path) -> None:
    """262 MB of empty entries in a file of 2 MB had no end within 45 s."""
    path = tmp_path / "bombe.xlsx"
    path.write_bytes(strings(noise(52_000_000, b"<si/>")))
    begin = time.monotonic()
    ran = subprocess.run([sys.executable, "-c", MEMORY, path], capture_output=True, text=True, check=True)
    assert int(ran.stdout) < 1000  # MB
    assert time.monotonic() - begin < 6 * SECONDS  # the start of Python and a busy machine
