"""Importing: every format gives its texts with their data, and what cannot be read becomes a row with its reason."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from analysis.errors import ReadingError
from analysis.reading import Document, ReadingFailure, group_copies, iter_documents
from analysis.reading.importing.databases import detect_system

FIRST = ("Kirgistan sucht neue Partner", "Nordsee-Kurier", date(2023, 2, 28))
SECOND = ("Georgien zwischen den Stühlen", "Alpenpost", date(2023, 3, 3))
SENTENCE = "Die Regierung in Bischkek hat am Montag ein Abkommen mit der Europäischen Union unterzeichnet"


def write(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def read(folder: Path, name: str, data: bytes, **options: object) -> list[Document | ReadingFailure]:
    (folder / name).write_bytes(data)
    return list(iter_documents(folder / name, **options))  # type: ignore[arg-type]


def documents(items: list[Document | ReadingFailure]) -> list[Document]:
    assert not [item for item in items if isinstance(item, ReadingFailure)], items
    return [item for item in items if isinstance(item, Document)]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("nexis_old.txt", 2), ("nexis_old.html", 1), ("nexis.docx", 2), ("nexis.rtf", 2), ("factiva_full.html", 2),
        ("factiva_fields.html", 1), ("factiva.rtf", 1), ("genios.txt", 2), ("genios.html", 1), ("tei.xml", 2),
        ("page.html", 1),
    ],
)  # fmt: skip
def test_exports_give_title_outlet_day_and_text(
    sources: dict[str, bytes], tmp_path: Path, name: str, number: int
) -> None:
    found = documents(read(tmp_path, name, sources[name]))
    assert len(found) == number
    first = found[0]
    assert (first.title, first.outlet, first.date) == FIRST
    assert first.text.startswith(f"{FIRST[0]}\n\n")
    assert SENTENCE in first.text
    assert [first.text[s.start : s.end] for s in first.segments if s.kind == "title"] == [FIRST[0]]
    for noise in (
        "Copyright",
        "Alle Rechte",
        "Wörter",
        "words",
        "DOCUMENT",
        "Dokument",
        "GERMAN",
        "Deutsch",
        "Ressort",
        "Load",
    ):
        assert noise not in first.text
    if number == 2:
        title, outlet, day = SECOND
        assert (found[1].title, (found[1].outlet or "").removesuffix(" Online"), found[1].date) == (title, outlet, day)
        assert found[1].text == f"{title}\n\nIn Tiflis gingen am Donnerstag Tausende auf die Straße."


def test_nexis_keeps_what_only_looks_like_data(sources: dict[str, bytes], tmp_path: Path) -> None:
    (first, _) = documents(read(tmp_path, "nexis.docx", sources["nexis.docx"]))
    assert first.text.split("\n\n")[2:] == ["Update: Am Abend zog Taschkent nach.", "In Moskau reagierte man kühl."]


def test_nexis_highlight_is_text_and_wrapped_lines_are_joined(sources: dict[str, bytes], tmp_path: Path) -> None:
    (first, _) = documents(read(tmp_path, "a.txt", sources["nexis_old.txt"]))
    assert first.text.split("\n\n")[1:] == [
        "Bischkek will weniger von einem Nachbarn abhängen.",
        f'{SENTENCE}. "Wir brauchen mehrere Türen", sagte der Außenminister.',
        "In Moskau reagierte man kühl: Der Kreml sprach von einem unfreundlichen Schritt.",
    ]
    assert first.remarks == ("exported by Nexis",)


@pytest.mark.parametrize("name", ["nexis.rtf", "factiva.rtf", "genios.txt"])
def test_the_last_text_of_a_file_cut_short_is_not_lost(sources: dict[str, bytes], tmp_path: Path, name: str) -> None:
    system = name.partition(".")[0]
    whole = documents(read(tmp_path, name, sources[name], format=system))
    stop = {"nexis": b"Load-Date: March", "factiva": b"Dokument", "genios": b"Alle Rechte"}[system]
    cut = sources[name][: sources[name].rindex(stop)] + (b"}" if name.endswith("rtf") else b"")
    assert [d.title for d in documents(read(tmp_path, name, cut, format=system))] == [d.title for d in whole]


@pytest.mark.parametrize("name", ["plain.txt", "plain.docx", "plain.rtf"])
def test_prose_is_not_taken_for_an_export(sources: dict[str, bytes], tmp_path: Path, name: str) -> None:
    (document,) = documents(read(tmp_path, name, sources[name]))
    assert document.text == "Kirgistan sucht neue Partner\n\nDie Regierung schweigt.\n\nIn Moskau reagierte man kühl."
    assert document.title == "Kirgistan sucht neue Partner"


def test_the_article_is_no_export() -> None:
    root = Path(__file__).resolve().parents[2]
    text = (root / "data/blinken_astana_2023.txt").read_text("utf-8")
    assert detect_system(text.splitlines()) is None


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx", "table.parquet", "table.jsonl"])
def test_tables(sources: dict[str, bytes], tmp_path: Path, name: str) -> None:
    first, second = documents(read(tmp_path, name, sources[name], mapping={"doc_id": "Nummer"}, translated=True))
    assert (first.doc_id, first.title, first.outlet, first.date) == ("17", "Kirgistan sucht", *FIRST[1:])
    assert first.text == "Bischkek sucht; neue Partner,\nso heißt es."
    assert (second.text, second.date, second.translated) == ('In Tiflis "gingen" Tausende.', date(2023, 3, 3), True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    data = f'id{delimiter}text\n1{delimiter}"Über {delimiter} Größe"\n'.encode(encoding)
    (document,) = documents(read(tmp_path, "a.csv", data))
    assert (document.doc_id, document.text) == ("1", f"Über {delimiter} Größe")


def test_rows_that_cannot_be_read_are_told_and_the_others_are_read(tmp_path: Path) -> None:
    data = b'id,text,date\n1,gut.,31.02.2023\n2,zu,viele,Zellen\n3,,\n\n4,"noch\neiner.",1.3.2023\n5,auch gut.,\n'
    one, many, empty, four, five = read(tmp_path, "a.csv", data)
    assert isinstance(one, Document)
    assert (one.date, one.remarks) == (None, ("the date '31.02.2023' was not understood",))
    assert isinstance(many, ReadingFailure)
    assert (many.place, many.reason[:22]) == ("row 3", "it has 4 cells, the he")
    assert isinstance(empty, ReadingFailure)
    assert (empty.doc_id, empty.reason) == ("3", "it is empty")
    assert isinstance(four, Document)
    assert isinstance(five, Document)
    assert five.doc_id == "5"


def test_lines_that_cannot_be_read(tmp_path: Path) -> None:
    data = (
        b'{"text": "a."}\n{kaputt\n[1]\n\n{"text": 7}\n{"text": null}\n{"text": "\\ud800"}\n{"text": "b."}\n'
        + b"[" * 100_000
    )
    items = read(tmp_path, "a.jsonl", data)
    assert [item.text for item in items if isinstance(item, Document)] == ["a.", "b."]
    reasons = {item.place: item.reason for item in items if isinstance(item, ReadingFailure)}
    assert list(reasons) == ["line 2", "line 3", "line 5", "line 6", "line 7", "line 9"]
    assert reasons["line 5"] == "its text is not a string: 7"
    assert reasons["line 7"] == "it holds broken characters; export it again in UTF-8"


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_broken_byte_spoils_its_row_only(tmp_path: Path, suffix: str) -> None:
    rows = (
        ['1,"Größe."', '2,"Bö?e."', '3,"Flüsse."']
        if suffix == "csv"
        else [f'{{"id": {n}, "text": "Fö{n}"}}' for n in "123"]
    )
    lines = [row.encode() for row in rows]
    lines[1] = lines[1].replace("ö".encode(), b"\xc3")
    data = b"\n".join([b"id,text", *lines] if suffix == "csv" else lines)
    first, broken, third = read(tmp_path, f"a.{suffix}", data)
    assert [item.text for item in (first, third)] == (["Größe.", "Flüsse."] if suffix == "csv" else ["Fö1", "Fö3"])
    assert isinstance(broken, ReadingFailure)
    assert (broken.doc_id, "broken characters" in broken.reason) == ("2", True)


def test_a_folder_is_read_in_order_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    write(
        tmp_path,
        **{"z.txt": b"Ende.", "a.TXT": b"Anfang.", "leer.txt": b" \n", "bild.png": b"\x89PNG\x00", ".DS_Store": b"x"},
    )
    write(tmp_path / "b", **{"m.htm": b"<p>Mitte.</p>", "kaputt.docx": b"PK\x03\x04 nein"})
    items = list(iter_documents(tmp_path))
    assert [(Path(str(item.source)).name, getattr(item, "text", None)) for item in items] == [
        ("a.TXT", "Anfang."), ("kaputt.docx", None), ("m.htm", "Mitte."), ("bild.png", None), ("leer.txt", None),
        ("z.txt", "Ende."),
    ]  # fmt: skip
    reasons = [item.reason for item in items if isinstance(item, ReadingFailure)]
    assert ["damaged" in reasons[0], "no ending that we know" in reasons[1], reasons[2]] == [True, True, "it is empty"]


def test_copies_of_a_text_keep_apart(tmp_path: Path) -> None:
    write(tmp_path, **{f"{n}.txt": b"Derselbe Text." for n in range(3)})
    found = documents(list(iter_documents(tmp_path)))
    base = found[0].doc_id
    assert [item.doc_id for item in found] == [base, f"{base}-2", f"{base}-3"]
    assert {segment.doc_id for segment in found[2].segments} == {f"{base}-3"}


def test_ids_that_a_table_gives_twice_keep_apart(tmp_path: Path) -> None:
    data = b"id,text\n1,a.\n1-2,b.\n1,c.\n1,d.\n"
    assert [item.doc_id for item in documents(read(tmp_path, "a.csv", data))] == ["1", "1-2", "1-3", "1-4"]


def test_what_the_user_gets_wrong_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    for options, message in (
        ({"format": "doc"}, "no format 'doc'.*nexis"),
        ({"mapping": {"volltext": "text"}}, "a field 'volltext'.*text, doc_id"),
    ):
        with pytest.raises(ReadingError, match=message):
            iter_documents(tmp_path / "a.txt", **options)  # type: ignore[arg-type]
    with pytest.raises(ReadingError, match="no file or folder"):
        iter_documents(tmp_path / "fehlt")


@pytest.mark.parametrize(
    ("name", "data", "options", "message"),
    [
        ("a.csv", b"id,inhalte\n1,x\n", {}, "no column that we take for the text.*id, inhalte"),
        ("a.csv", b"id,text\n1,x\n", {"mapping": {"text": "Text"}}, "no column 'Text'. Its columns are: id, text"),
        ("a.csv", b"", {}, "empty"),
        ("a.csv", b"id,text\n", {}, "a head and no row"),
        ("a.txt", b"Nur ein Satz.", {"format": "nexis"}, "no text as Nexis exports"),
        ("a.txt", b"x" * 200, {"max_bytes": 100}, "longer than 100 bytes"),
        ("a.rtf", b"kein RTF", {"format": "rtf"}, "not RTF"),
        ("a.xml", b"<a>", {}, "not well-formed"),
        ("a.xml", b"<a/>", {}, "not TEI"),
        ("a.parquet", b"PAR1nein", {}, "damaged"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, data: bytes, options: dict, message: str) -> None:
    (failure,) = read(tmp_path, name, data, **options)
    assert isinstance(failure, ReadingFailure)
    assert __import__("re").search(message, failure.reason)


BOMB = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><TEI>&b;</TEI>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, encoding: str) -> None:
    (failure,) = read(tmp_path, "a.xml", BOMB.encode(encoding))
    assert isinstance(failure, ReadingFailure)
    assert "document type" in failure.reason


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_archives_that_swell_or_declare_entities_are_refused(
    tmp_path: Path, sources: dict[str, bytes], suffix: str
) -> None:
    part = "word/document.xml" if suffix == "docx" else "xl/worksheets/sheet1.xml"
    original = sources["plain.docx" if suffix == "docx" else "table.xlsx"]
    for content, message in ((b"<a>" + b" " * 80_000_000, "swells"), (BOMB.encode(), "document type")):
        sink = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, content if name == part else old.read(name))
        (failure,) = read(tmp_path, f"a.{suffix}", sink.getvalue())
        assert isinstance(failure, ReadingFailure)
        assert message in failure.reason


@pytest.mark.parametrize(
    ("name", "data", "module", "message"),
    [
        ("a.html", b"<html><body><p>Text.</p></body></html>", "trafilatura", "A web page needs trafilatura"),
        ("a.pdf", b"%PDF-1.4\n", "pypdf", "PDF needs pypdf"),
    ],
)
def test_a_missing_library_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, module: str, message: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ReadingError, match=rf'{message}, .*pip install "mittellage\[press\]"'):
        read(tmp_path, name, data)


def mutate(data: bytes, number: int) -> bytes:
    """Break a file in one of many ways, always the same way for the same number."""
    chance = random.Random(number)
    kind = number % 6
    if kind == 0:
        return data[: chance.randrange(len(data))]
    if kind == 1:
        return data.replace("ü".encode(), b"\xfc").replace("ö".encode(), b"\xf6")
    if kind == 2:
        return data.replace(b"28", b"02").replace(b"Februar", b"31. Februar").replace(b"2023-", b"20-23-")
    if kind == 3:
        lines = data.split(b"\n")
        chance.shuffle(lines)
        return b"\n".join(lines)
    if kind == 4:
        broken = bytearray(data)
        for _ in range(30):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        return bytes(broken)
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 400) :] + data[:start]


def test_two_hundred_broken_fixtures_give_rows_or_reasons(sources: dict[str, bytes], tmp_path: Path) -> None:
    names = sorted(sources)
    outcomes = {Document: 0, ReadingFailure: 0}
    for number in range(200):
        name = names[number % len(names)]
        for item in read(tmp_path, name, mutate(sources[name], number)):
            outcomes[type(item)] += 1
            if isinstance(item, Document):
                assert item.text.strip()
                assert all(item.text[s.start : s.end].strip() for s in item.segments)
            else:
                assert item.reason
                assert "\n" not in item.reason
                assert "Traceback" not in item.reason
    assert min(outcomes.values()) >= 20


AGENCY = (
    "Die Außenminister der fünf Staaten Zentralasiens haben sich am Dienstag in Astana getroffen. "
    "Sie sprachen über Handel, Wasser und Sicherheit. Der kasachische Minister nannte die Gespräche offen. "
    "Ein gemeinsames Papier soll im Sommer folgen. "
    "Beobachter erwarten, dass Russland und China das Treffen genau verfolgen."
)


def test_agency_copies_are_grouped_and_none_is_dropped() -> None:
    other = "In Bern beriet der Bundesrat über Sanktionen. Die Vernehmlassung dauert bis Mai."
    texts = [
        AGENCY,
        other,
        AGENCY.replace("am Dienstag", "gestern"),
        AGENCY.upper(),
        "Kurz.",
        AGENCY + " (dpa)",
        "Kurz",
    ]
    copies = group_copies(Document.from_text(text, doc_id=f"d{n}") for n, text in enumerate(texts))
    assert [copy.doc_id for copy in copies] == [f"d{n}" for n in range(7)]
    assert [copy.group for copy in copies] == ["d0", "d1", "d0", "d0", "d4", "d0", "d4"]
    assert [copy.size for copy in copies] == [4, 1, 4, 4, 2, 4, 2]
    assert copies[1].similarity == 0
    assert copies[3].similarity == 1
    assert 0.7 <= copies[2].similarity < 1
