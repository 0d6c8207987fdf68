"""No file of a package holds words of the texts: columns, pictures, Parquet, metadata; and the scan can fail."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import tables as contract
from analysis.errors import ExportError
from analysis.export import build_manifest, pack_result
from analysis.export.bundle import find_leaks, known_sequences, read_package
from analysis.export.bundle.linking import Linking, public_names
from analysis.export.bundle.policy import BY_HAND, PACKED, packed_columns, treat, treatments
from analysis.reading import Document

Unpack = Callable[[Path, Path], dict[str, bytes]]
WORDS = re.compile(r"[^\W_]+")


def five_words(text: str) -> set[str]:
    """Every five words in a row; written anew here, so that a fault of the project's scan is no fault of the test."""
    words = WORDS.findall(text.lower())
    return {" ".join(words[at : at + 5]) for at in range(len(words) - 4)}


def words_of(path: str, data: bytes) -> set[str]:
    """Every five words in a row of a file: of Parquet also down its columns, of a picture its metadata."""
    if path.endswith(".parquet"):
        table = pq.read_table(io.BytesIO(data))
        pieces = [str(table.schema), str(table.schema.metadata)]
        pieces += [" ".join(map(str, table.column(name).to_pylist())) for name in table.column_names]
        pieces += [" ".join(map(str, row.values())) for row in table.to_pylist()]
        return set().union(*map(five_words, pieces))
    if path.endswith(".png"):
        assert b"tEXt" not in data[:4096] or b"Software" not in data
        assert not re.search(rb"(tEXt|iTXt|zTXt)[A-Z]", data)
    return five_words(data.decode("utf-8", "replace"))


def check_files(files: dict[str, bytes], texts: list[str]) -> None:
    known = set().union(*map(five_words, texts))
    assert len(known) > 100
    for path, data in files.items():
        found = words_of(path, data) & known
        assert not found, (path, sorted(found)[:3])


def test_no_five_words_of_the_article(article: Any, article_package: Path, unpack: Unpack, tmp_path: Path) -> None:
    files = unpack(article_package, tmp_path)
    assert {path.rpartition(".")[2] for path in files} >= {"csv", "png", "svg", "txt", "md", "json", "py"}
    check_files(files, [article.document.text])


def test_no_five_words_of_a_corpus(texts: list[Document], corpus_package: Path, unpack: Unpack, tmp_path: Path) -> None:
    files = unpack(corpus_package, tmp_path)
    assert any(path.endswith(".parquet") for path in files)
    check_files(files, [text.text for text in texts] + [text.title or "" for text in texts])
    together = b"\n".join(data for path, data in files.items() if not path.endswith((".png", ".parquet"))).decode()
    for word in ("Krähenbrink", "Wollmer", "Obuchowa", "archiv/", "blatt-0001", "Gasleitung", "Grenzübergang"):
        assert word not in together, word


def test_the_package_of_a_corpus_names_no_private_person_in_parquet(
    corpus_package: Path, unpack: Unpack, tmp_path: Path
) -> None:
    files = unpack(corpus_package, tmp_path)
    for path in (path for path in files if path.endswith(".parquet")):
        found = json.dumps(pq.read_table(io.BytesIO(files[path])).to_pylist(), default=str, ensure_ascii=False)
        assert "Wollmer" not in found
        assert "Sandholt" not in found
    holders = set(pq.read_table(io.BytesIO(files["tables/actors.parquet"])).column("name").to_pylist())
    assert {"Wladimir Putin", "Kasachstan"} <= holders
    assert any(re.fullmatch("name-[0-9a-f]{10}", name) for name in holders)


@pytest.mark.parametrize("table", [*PACKED, *contract.DERIVED])
def test_it_is_decided_of_every_column_what_becomes_of_it(table: str) -> None:
    assert [item.column for item in treatments(table)] == contract.columns(table)
    assert all(item.reason for item in treatments(table) if item.treatment == "drop")


@pytest.mark.parametrize("table", PACKED)
def test_no_column_of_words_is_in_a_package(table: str) -> None:
    names = {column.name for column in packed_columns(table, frozenset())}
    assert not names & {
        "text",
        "lemma",
        "evidence",
        "cue_text",
        "cue_lemma",
        "variants",
        "speaker_text",
        "title",
        "source",
    }


def test_what_is_not_listed_is_left_out(article: Any, tmp_path: Path, day: date) -> None:
    tables = dict(article.tables)
    tables["codings"] = pd.DataFrame(
        {
            "item_id": ["i1"],
            "doc_id": [article.document.doc_id],
            "label": ["negativ"],
            "coder": ["Almut Krähenbrink"],
            "memo": ["Der ganze Satz steht hier noch einmal."],
            "quoted": ["Blinken sagte am Dienstag in Astana"],
        }
    )
    tables["corrections"] = pd.DataFrame(
        {
            "doc_id": [article.document.doc_id],
            "correction_id": ["c1"],
            "table": ["stances"],
            "row_id": ["t7"],
            "field": ["holder"],
            "before": ["eine hohe Beamtin des Außenministeriums"],
            "after": ["KG"],
            "reason": ["weil sie für Kirgisistan spricht"],
        }
    )
    package = pack_result(tables, build_manifest(article.document), tmp_path / "a.zip", charts=["voice"], published=day)
    files = read_package(package).files
    codings = list(csv.DictReader(files["tables/codings.csv"].decode("utf-8-sig").splitlines()))
    assert list(codings[0]) == ["doc_id", "item_id", "coder", "label"]
    assert codings[0]["label"] == "negativ"
    assert codings[0]["doc_id"] == read_package(package).tables["documents"]["doc_id"].iloc[0]
    assert codings[0]["coder"].startswith("name-")
    (correction,) = csv.DictReader(files["tables/corrections.csv"].decode("utf-8-sig").splitlines())
    assert correction["after"] == "KG"
    assert re.fullmatch("name-[0-9a-f]{10}", correction["before"])
    assert "reason" not in correction
    assert "Korrekturen: 1; Codierungen: 1" in files["PROTOCOL.md"].decode()


@pytest.mark.parametrize(
    ("keep", "column", "kept"),
    [
        ((), "title", False),
        (("titles",), "title", True),
        ((), "source", False),
        (("sources",), "source", True),
    ],
)
def test_titles_and_sources_are_kept_only_on_demand(
    keep: tuple[Any, ...], column: str, kept: bool, article: Any, tmp_path: Path
) -> None:
    package = read_package(article.bundle(tmp_path / "a.zip", charts=["voice"], keep=keep))
    assert (package.tables["documents"][column].iloc[0] == article.documents[column].iloc[0]) is kept or not kept
    assert package.tables["documents"][column].isna().all() is not kept
    assert (column in package.files["tables/documents.csv"].decode()) is kept


def test_ids_are_kept_on_demand(article: Any, tmp_path: Path) -> None:
    package = read_package(article.bundle(tmp_path / "a.zip", charts=["voice"], keep=["ids"]))
    assert set(package.tables["stances"]["doc_id"]) == {article.document.doc_id}


def test_nothing_else_can_be_kept(article: Any, tmp_path: Path) -> None:
    with pytest.raises(
        ExportError, match=r"'text' cannot be kept in a package\. What can: titles, names, sources, ids"
    ):
        article.bundle(tmp_path / "a.zip", keep=["text"])


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("Kasachstan", True),
        ("Central Asia", True),
        ("Wladimir Putin", True),
        ("Xi Jinping", True),
        ("narrator", True),
        ("UN-Sicherheitsrat", True),
        ("Jinping Xi", False),
        ("Almut Krähenbrink", False),
        ("ein hoher Beamter", False),
        ("Putin", False),
    ],
)
def test_only_names_of_our_lists_are_public(name: str, public: bool) -> None:
    assert (name in public_names()) is public
    assert (Linking(["aa"], ["d"]).name(name) == name) is public


def test_a_long_name_repeats_no_five_words() -> None:
    name = "Europäische Bank für Wiederaufbau und Entwicklung"
    assert name in public_names()
    for keep in (frozenset(), frozenset({"names"})):
        shown = Linking(["aa"], ["d"], keep=keep).name(name)
        assert re.fullmatch("Europäische Bank für Wiederaufbau… [0-9a-f]{4}", shown)


def test_pseudonyms_are_the_same_in_a_package_and_others_in_another() -> None:
    one, two = Linking(["aa", "bb"], ["d", "e"]), Linking(["aa", "cc"], ["d", "e"])
    assert one.name("Timur Beissenow") == Linking(["bb", "aa"], ["e", "d"]).name("Timur Beissenow")
    assert one.name("Timur Beissenow") != two.name("Timur Beissenow")
    assert one.salt != two.salt


@pytest.mark.parametrize(
    ("value", "treatment", "expected"),
    [
        ("reader, beruhigen [subj>obj]", "first", "reader"),
        ("reader", "first", "reader"),
        ("„Wir schweigen“, sagte er", "count", 4),
        ("Kasach\u00adstan", "count", 1),
        (None, "name", None),
        ("-1", "code", "-1"),
        ("CENTRAL_ASIA", "code", "CENTRAL_ASIA"),
    ],
)
def test_a_value_becomes(value: Any, treatment: Any, expected: Any) -> None:
    assert treat(value, treatment, Linking(["aa"], ["d"])) == expected


def png_with(kind: bytes, chunk: bytes) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(chunk))
        + kind
        + chunk
        + struct.pack(">I", zlib.crc32(kind + chunk))
    )


def parquet_with(column: list[str]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"label": column}), sink, compression="zstd")
    return sink.getvalue()


SENTENCE = "Der Händler erzählt, er habe keinen Lastwagen gesehen."


@pytest.mark.parametrize(
    ("path", "data", "leaks"),
    [
        ("a.csv", SENTENCE.encode(), True),
        ("a.csv", "der HÄNDLER\nerzählt; er-habe".encode(), True),
        ("a.csv", "Der Händler erzählt, er".encode(), False),
        ("a.csv", b"1,2,3,4,5,6", False),
        ("a.svg", f"<svg><!-- {SENTENCE} --></svg>".encode(), True),
        ("a.parquet", parquet_with([SENTENCE]), True),
        ("a.parquet", parquet_with(SENTENCE.split()), True),
        ("a.parquet", parquet_with(SENTENCE.split()[:4]), False),
        ("a.png", png_with(b"tEXt", b"Title\0er habe keinen Lastwagen gesehen"), True),
        ("a.png", png_with(b"zTXt", b"Title\0\0" + zlib.compress(SENTENCE.encode())), True),
        ("a.png", png_with(b"IDAT", b"\x00\x01"), False),
    ],
)
def test_the_scan_finds_words_wherever_they_stand(path: str, data: bytes, leaks: bool) -> None:
    known = known_sequences([SENTENCE, "1 2 3 4 5 6"])
    assert bool(find_leaks({path: data}, known)) is leaks


def test_a_package_that_would_give_words_away_is_not_written(
    article: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analysis.export.bundle import pack

    monkeypatch.setattr(pack, "left_out", lambda settings: article.document.text[200:400])
    with pytest.raises(ExportError, match=r"LEFT_OUT\.md would hold words of the text"):
        article.bundle(tmp_path / "a.zip", charts=["voice"])
    assert not (tmp_path / "a.zip").exists()


def test_own_frames_go_along_without_their_notes(article: Any, tmp_path: Path) -> None:
    from dataclasses import replace

    from analysis.export.bundle import replicate
    from analysis.pipeline import Analysis, Options

    own = tmp_path / "frames.tsv"
    own.write_text(
        "kind\tframe\tcue\tclass\tweight\tnote\nframe\tpipeline\t*pipeline*\tN\t1\tgesehen in: die Pipeline\n",
        "utf-8",
    )
    result = Analysis(article.document, article.rows, replace(Options(), frames=own))
    package = result.bundle(tmp_path / "a.zip", charts=["voice"])
    own.unlink()
    assert replicate(package, workers=1).same
    found = read_package(package)
    share = found.tables["framing"].query("indicator == 'frame_share'")
    assert share["unit"].tolist() == ["pipeline"]
    assert 0 < share["value"].iloc[0] < 1
    assert b"gesehen in" not in found.files["lexicons/frames.tsv"]
    assert str(tmp_path) not in found.files["manifest.json"].decode()


def test_tables_by_hand_are_those_that_are_known() -> None:
    assert {name for name in BY_HAND if treatments(name)} == {"codings", "corrections"}


LISTED = """Zentralasien zwischen Russland, China und den USA

Von Anna Beispiel, Neue Zürcher Zeitung am Sonntag

Russland, China, Kasachstan, Kirgisistan, Tadschikistan, Turkmenistan, Usbekistan und die USA waren eingeladen.

Wladimir Putin, Xi Jinping, Joe Biden, Kassym-Jomart Tokajew und Emmanuel Macron kamen nicht. Indien, Pakistan, Iran,
Afghanistan, Georgien und Armenien schwiegen."""


def test_lists_of_states_and_names_of_outlets_stop_no_package(tmp_path: Path, unpack: Unpack) -> None:
    from analysis import analyse

    outlet = "Neue Zürcher Zeitung am Sonntag"
    result = analyse(Document.from_text(LISTED, outlet=outlet, date=date(2023, 5, 1)))
    assert len(result.mentions) > 12
    files = unpack(result.bundle(tmp_path / "a.zip", charts=["mentions", "dispersion", "network"]), tmp_path / "a")
    known = five_words(LISTED) - five_words(outlet)
    for path, data in files.items():
        assert not words_of(path, data) & known, path


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Zentralasien zwischen Russland, China und den USA", False),
        ("Russland China Kasachstan Kirgisistan Tadschikistan Usbekistan", False),
        ("Wladimir Putin Xi Jinping Joe Biden", False),
        ("Zentralasien steht zwischen Russland, China und USA", True),
        ("Russland China Kasachstan Kirgisistan Tadschikistan schweigen", True),
    ],
)
def test_what_may_stand_in_a_package(text: str, secret: bool, article: Any) -> None:
    from analysis.export.bundle.pack import Material, rows_of, secret_sequences
    from analysis.export.bundle.settings import Settings

    rows = rows_of(article.tables)
    (first, *_), (own,) = rows["sentences"], rows["documents"]
    rows["sentences"], rows["documents"] = [first._replace(text=text)], [own._replace(title=None)]
    found = secret_sequences(Material(parts=lambda: iter([rows]), manifest={}), Settings())
    assert bool(found) is secret


@pytest.mark.parametrize("text", ["Der Hund schläft.", "Russland.", "„Nein“, sagte er. „Ja“, sagte sie."])
def test_a_text_of_a_few_words_is_packaged(text: str, tmp_path: Path) -> None:
    from analysis import analyse
    from analysis.export.bundle import replicate

    package = analyse(text).bundle(tmp_path / "a.zip", charts=["voice", "stance_timeline", "sheet"])
    assert replicate(package, workers=1).same
