"""Input in the browser: what can be read is read in memory, everything else is one sentence with a remedy."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import pytest

from analysis.errors import ReadingError
from analysis.explore import analyse_files
from analysis.explore.corpus import outlet_and_date
from analysis.explore.source import LIMIT, files_in, read_date, read_input

HTML = """<html><head><title>Seite</title><script>alert("x")</script></head><body><nav><a href="/">Start</a></nav>
<article><h1>Gipfel in Samarkand</h1><p>Usbekistan empfängt die Nachbarn zu einem Gipfel, der lange vorbereitet
worden ist.</p><p>Russland schickt seinen Außenminister, China einen Stellvertreter.</p></article></body></html>"""


def _docx(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_pasted_text_is_kept_as_it_is():
    text = "Zeile\r\n\u2028<script>alert(1)</script> \U0001f600"
    document = read_input(text, published="2024-05-02", outlet="Blatt", translated=True)
    assert document.text == text
    assert (document.date, document.outlet, document.translated) == (date(2024, 5, 2), "Blatt", True)


def test_an_uploaded_text_finds_its_encoding():
    document = read_input("Präsident übt Kritik, größer als je zuvor".encode("cp1252"), name="a.txt")
    assert document.text == "Präsident übt Kritik, größer als je zuvor"
    assert document.source == "a.txt"


def test_a_word_document_gives_its_paragraphs():
    assert read_input(_docx("Titel", "", "Russland schweigt."), name="A.DOCX").text == "Titel\n\nRussland schweigt."


def test_a_web_page_gives_its_article_without_scripts_and_menus():
    text = read_input(HTML.encode(), name="seite.html").text
    assert "Usbekistan empfängt die Nachbarn" in text
    assert "alert" not in text
    assert "Start" not in text


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        )
        archive.writestr("word/document.xml", bytes(150_000_000))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        ("", "", "Noch ist kein Text da"),
        (" \n\t", "", "Noch ist kein Text da"),
        (b"", "a.txt", "Noch ist kein Text da"),
        ("x" * (LIMIT + 1), "", r"Die Datei hat 5,0 MB, erlaubt sind 5 MB"),
        (b"%PDF-1.7", "a.pdf", "„a.pdf“ lässt sich nicht öffnen"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a.doc",
            "„a.doc“ hat ein Format, .* Erlaubt sind .txt.*save it as DOCX",
        ),
        (b"PK\x03\x04 no zip", "a.docx", "„a.docx“ lässt sich nicht öffnen"),
        (b"text,datum\nEins.,1.3.2023\nZwei.,2.3.2023\n", "a.csv", "„a.csv“ enthält mehrere Texte"),
        (b"<html><body></body></html>", "a.html", "In „a.html“ steht kein lesbarer Text"),
        (_docx(), "leer.docx", "In „leer.docx“ steht kein lesbarer Text"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data, name, message):
    with pytest.raises(ReadingError, match=message):
        read_input(data, name=name)


def test_a_zip_bomb_is_refused_before_it_unpacks():
    bomb = _bomb()
    assert len(bomb) < LIMIT
    with pytest.raises(ReadingError, match=r"„bombe\.docx“ enthält mehr, als diese Seite annimmt"):
        read_input(bomb, name="bombe.docx")


def test_messages_come_in_english_too():
    with pytest.raises(ReadingError, match="There is no text yet"):
        read_input("", lang="en")


@pytest.mark.parametrize("value", ["28.02.23", "30.2.2023", "2023-02-30", "gestern"])
def test_a_wrong_date_shows_the_right_form(value):
    with pytest.raises(ReadingError, match="JJJJ-MM-TT"):
        read_date(value)


@pytest.mark.parametrize("value", ["2023-02-28", "28.02.2023", "28. 2. 2023"])
def test_a_date_may_be_written_the_german_way(value):
    assert read_date(value) == date(2023, 2, 28)


def test_only_texts_are_offered(tmp_path):
    for name in ("b.txt", "a.docx", "c.csv", "README.md"):
        (tmp_path / name).touch()
    (tmp_path / "d.txt").mkdir()
    assert [path.name for path in files_in(tmp_path)] == ["a.docx", "b.txt"]
    assert files_in(tmp_path / "nowhere") == []
    assert files_in(None) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("taz_2023-02-28_astana", ("taz", date(2023, 2, 28))),
        ("die_zeit_2024-01-01", ("die_zeit", date(2024, 1, 1))),
        ("taz_2023-02-31", ("taz", None)),
        ("blinken_astana_2023", (None, None)),
    ],
)
def test_names_of_files_tell_outlet_and_date(name, expected):
    assert outlet_and_date(name) == expected


def test_several_files_need_names_of_their_own(tmp_path):
    with pytest.raises(ReadingError, match="There is no text at"):
        analyse_files([tmp_path / "nowhere.txt"])
    with pytest.raises(ReadingError, match="There is no text at these paths"):
        analyse_files([tmp_path])
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "gleich.txt").write_text("China schweigt.")
    with pytest.raises(ReadingError, match="Two files are called 'gleich'"):
        analyse_files([tmp_path / "a", tmp_path / "b"])
