"""Tables as researchers have them: head, delimiter, sheet, cells and days are found, and what is not read is told."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.errors import ReadingError, in_command_words
from analysis.reading import Document, ReadingFailure, iter_documents, read_document
from analysis.reading.importing.columns import clean_text, read_day


def rows(tmp_path: Path, name: str, data: bytes, **options: Any) -> list[Document]:
    (tmp_path / name).write_bytes(data)
    found = list(iter_documents(tmp_path / name, **options))
    assert not [item for item in found if isinstance(item, ReadingFailure)], found
    return [item for item in found if isinstance(item, Document)]


def book(**sheets: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, lines in sheets.items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(line)
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            "<p>Astana lobt <b>China</b>.&nbsp;Kiew&nbsp;nicht.</p><p>Ende.</p>",
            "Astana lobt China. Kiew nicht.\n\nEnde.",
        ),
        ("<p>Eins.</p><script>var a = '<p>Zwei.</p>';</script>", "Eins."),
        ("Eins.<br/>Zwei.<br>Drei.", "Eins.\n\nZwei.\n\nDrei."),
        ("Erster Absatz.\n\nDas <b>zweite</b> Land.", "Erster Absatz.\n\nDas zweite Land."),
        ("T&uuml;rkei &amp; Iran &bdquo;ja&ldquo; &#8211; nein", "Türkei & Iran „ja“ – nein"),
        ('<div class="a"><h2>Titel</h2><ul><li>eins</li><li>zwei</li></ul></div>', "Titel\n\neins\n\nzwei"),
        ("Eins._x000D_\nZwei._x000d_Drei.", "Eins.\nZwei.\nDrei."),
        ("Land_x0009_Iran _x005F_x", "Land\tIran _x"),
        # must not change
        ("5 < 7 und 8 > 3", "5 < 7 und 8 > 3"),
        ("AT&T und R&D; sagte er", "AT&T und R&D; sagte er"),
        ("<<Wir reden>>, sagte er", "<<Wir reden>>, sagte er"),
        ("Eine Zeile\nund noch eine", "Eine Zeile\nund noch eine"),
        ("Kennung _x00GG_ und _x1234_", "Kennung _x00GG_ und _x1234_"),
        ("a <c> d", "a <c> d"),
    ],
)
def test_cells_become_text(cell: str, expected: str) -> None:
    assert clean_text(cell)[0] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (45000, date(2023, 3, 15)), (45000.75, date(2023, 3, 15)), ("45000", date(2023, 3, 15)),
        ("45000.5", date(2023, 3, 15)), (20230304, "20230304"), ("04.03.2023", "04.03.2023"),
        (1677888000, date(2023, 3, 4)), ("1677888000000", date(2023, 3, 4)), (2023, "2023"), (None, None), ("", None),
        (datetime(2023, 3, 4, 9), datetime(2023, 3, 4, 9)), ("Heft 45000", "Heft 45000"), (True, None),
    ],
)  # fmt: skip
def test_days_of_cells(value: Any, expected: Any) -> None:
    assert read_day(value) == expected


@pytest.mark.parametrize(
    "data",
    [
        "sep=;\nDatum;Titel;Text\n4.3.2023;Wahl;Riga wählt, Vilnius auch.\n".encode(),
        "\ufeffsep=;\r\nDatum;Titel;Text\r\n4.3.2023;Wahl;Riga wählt, Vilnius auch.\r\n".encode(),
        '"sep=|"\nDatum|Titel|Text\n4.3.2023|Wahl|Riga wählt, Vilnius auch.\n'.encode(),
        "SEP=\t\nDatum\tTitel\tText\n4.3.2023\tWahl\tRiga wählt, Vilnius auch.\n".encode("utf-16"),
        'Export vom 5. März, 12 Treffer\n\nDatum;Titel;Text\n4.3.2023;Wahl;"Riga wählt, Vilnius auch."\n'.encode(),
        "Suche: Riga;;\nStand: 5.3.;;\nDatum;Titel;Text\n4.3.2023;Wahl;Riga wählt, Vilnius auch.\n".encode(),
        "Text\nDatum;Titel;Text\n4.3.2023;Wahl;Riga wählt, Vilnius auch.\n".encode(),
        "Datum;Titel;Text\n4.3.2023;Wahl;Riga wählt, Vilnius auch.;;\n".encode(),
    ],
)
def test_the_head_of_a_csv_file_is_found(tmp_path: Path, data: bytes) -> None:
    (document,) = rows(tmp_path, "a.csv", data)
    assert (document.text, document.title, document.date) == ("Riga wählt, Vilnius auch.", "Wahl", date(2023, 3, 4))


def test_places_count_the_rows_of_the_file(tmp_path: Path) -> None:
    data = b"Export\n\nid;text\n1;Eins.\n2;\n"
    (tmp_path / "a.csv").write_bytes(data)
    found = list(iter_documents(tmp_path / "a.csv"))
    assert [item.place for item in found if isinstance(item, ReadingFailure)] == ["row 5"]


def test_marks_inside_cells_that_nobody_doubled(tmp_path: Path) -> None:
    data = '1;"Er sagte: "Riga bleibt", und ging."\n2;"Gut ""so""."\n3;"Oslo."\n'
    found = rows(tmp_path, "a.csv", f"id;text\n{data}".encode())
    assert [item.text for item in found] == ['Er sagte: "Riga bleibt", und ging.', 'Gut "so".', "Oslo."]
    assert found[0].remarks == ("quotation marks inside a cell are not doubled in the file",)


HEAD = ["Datum", "Titel", "Text"]


@pytest.mark.parametrize(
    ("sheets", "texts"),
    [
        ({"Info": [["Ein Export"]], "Artikel": [HEAD, [45000, "Wahl", "Riga wählt."]]}, ["Riga wählt."]),
        ({"Artikel": [["Export"], [], HEAD, [datetime(2023, 3, 15), "Wahl", "Riga wählt."]]}, ["Riga wählt."]),
        ({"2022": [HEAD, [45000, "A", "Eins."]], "2023": [HEAD, [45000, "B", "Zwei."]]}, ["Eins.", "Zwei."]),
        ({"Artikel": [HEAD, ["45000", "Wahl", "Riga._x000D_\nOslo."], [None, None, None]]}, ["Riga.\nOslo."]),
    ],
)
def test_the_sheets_with_texts_are_read(tmp_path: Path, sheets: dict[str, Any], texts: list[str]) -> None:
    found = rows(tmp_path, "a.xlsx", book(**sheets))
    assert [item.text for item in found] == texts
    assert {item.date for item in found} == {date(2023, 3, 15)}


def test_sheets_that_are_passed_over_are_told(tmp_path: Path) -> None:
    (found,) = rows(tmp_path, "a.xlsx", book(Info=[["x"]], Artikel=[HEAD, [45000, "A", "Eins."]]))
    assert found.remarks == ("sheets without a column of texts: Info",)


@pytest.mark.parametrize(
    "data",
    [
        b'{"text": "Eins.", "title": "A"}',
        b'{\n  "text": "Eins.",\n  "title": "A"\n}\n',
        b'[{"text": "Eins.", "title": "A"}]',
        b'[\n{"text": "Eins.",\n"title": "A"}\n]\n',
        b'{"articles": [{"text": "Eins.", "title": "A"}], "total": 1}',
        b'\xef\xbb\xbf{"text": "Eins.", "title": "A"}\n\n',
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt"])
def test_json_in_lines_or_whole(tmp_path: Path, data: bytes, name: str) -> None:
    (found,) = rows(tmp_path, name, data)
    assert (found.text, found.title) == ("Eins.", "A")


@pytest.mark.parametrize(
    ("columns", "remarked"),
    [
        ("text,pub_day", "column 'pub_day' may hold the date"),
        ("text,erscheinungsdatum_druck", "column 'erscheinungsdatum_druck' may hold the date"),
        ("text,sender_medium", "column 'sender_medium' may hold the outlet"),
        ("text,ZeitungsName", None),
        ("text,laenge", None),
        ("text,datum", None),
    ],
)
def test_columns_that_may_hold_data_are_told(tmp_path: Path, columns: str, remarked: str | None) -> None:
    (found,) = rows(tmp_path, "a.csv", f"{columns}\nRiga wählt.,1.3.2023\n".encode())
    assert [remark.split(";")[0] for remark in found.remarks] == ([remarked] if remarked else [])


def test_the_one_text_of_a_table_may_stand_in_any_column() -> None:
    data = b"nr;inhalte\n1;Riga schweigt.\n"
    with pytest.raises(ReadingError, match=r"mapping=\{'text': 'Volltext'\}"):
        read_document(data, name="a.csv")
    assert read_document(data, name="a.csv", mapping={"text": "inhalte"}).text == "Riga schweigt."


@pytest.mark.parametrize(
    ("message", "typed"),
    [
        ("name it, as in mapping={'text': 'Volltext'}.", "name it, as in --columns text=Volltext."),
        ("as in mapping={'date': 'pub day'}", "as in --columns 'date=pub day'"),
        ("mapping={'text': 'a', 'date': 'b'}", "--columns text=a,date=b"),
        ("name the format, as in format='txt', or move", "name the format, as in --format txt, or move"),
        ("longer than 5 bytes; split it, or raise max_bytes", "longer than 5 bytes; split it"),
        ("there is no option in this sentence", "there is no option in this sentence"),
    ],
)
def test_messages_name_what_was_typed(message: str, typed: str) -> None:
    assert in_command_words(message) == typed
