"""UIMA CAS: cassis reads what INCEpTION would, and what was curated comes back as gold."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from analysis.errors import ExportError
from analysis.export.exchange import Annotated, curated_frame, export_file, gold_lines, read_xmi
from analysis.export.exchange.cas import ENTITY, QUOTE, SENTENCE, STANCE, TOKEN
from analysis.export.exchange.plain import carried

cassis = pytest.importorskip("cassis")


def load(path: Path) -> Any:
    """Read a CAS by the library, strictly."""
    with path.with_suffix(".typesystem.xml").open("rb") as file:
        system = cassis.load_typesystem(file)
    with path.open("rb") as file:
        return cassis.load_cas_from_xmi(file, typesystem=system)


@pytest.mark.parametrize("name", ["analysed", "moldau", "emoji", "payload"])
def test_rows_are_annotations(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    item: Annotated = request.getfixturevalue(name)
    cas = load(export_file([item], tmp_path / "x.xmi"))
    assert cas.sofa_string == carried(item.text)
    found = Counter((row.begin, row.end, row.target, row.sign, row.holder) for row in cas.select(STANCE))
    holders = [None if row.holder is None else carried(row.holder) for row in item.rows["stances"]]
    assert found == Counter(
        (row.start, row.end, row.target, "+" if row.sign > 0 else "-", holder)
        for row, holder in zip(item.rows["stances"], holders, strict=True)
    )
    assert sorted((row.begin, row.end, row.value) for row in cas.select(ENTITY)) == sorted(
        (row.start, row.end, row.country) for row in item.rows["mentions"]
    )
    for kind, table in ((SENTENCE, "sentences"), (TOKEN, "tokens")):
        spans = sorted((row.start, row.end) for row in item.rows[table])
        assert sorted((row.begin, row.end) for row in cas.select(kind)) == spans
    pieces = sorted(span for row in item.rows["quotes"] for span in row.spans)
    assert sorted((row.begin, row.end) for row in cas.select(QUOTE)) == pieces


def test_uima_counts_utf16(emoji: Annotated, tmp_path: Path) -> None:
    root = etree.parse(export_file([emoji], tmp_path / "x.xmi")).getroot()
    begins = [int(node.get("begin")) for node in root if etree.QName(node).localname == "MittellageStance"]
    assert begins[0] == emoji.rows["stances"][0].start + 3


def test_offsets_come_back_as_code_points(emoji: Annotated, tmp_path: Path) -> None:
    (item,) = read_xmi(export_file([emoji], tmp_path / "x.xmi"))
    assert [(row["start"], row["end"], row["sign"], row["target"]) for row in item.stances] == sorted(
        (row.start, row.end, row.sign, row.target) for row in emoji.rows["stances"]
    )
    assert item.text == carried(emoji.text)


def curate(path: Path, change: Any) -> Path:
    """Change annotations as a curator would, and save them as INCEpTION exports them."""
    cas = load(path)
    change(cas)
    out = path.parent / "curated.zip"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("artikel.txt/curator.xmi", cas.to_xmi())
        archive.writestr("artikel.txt/TypeSystem.xml", cas.typesystem.to_xml())
    return out


def test_what_was_curated_comes_back(emoji: Annotated, tmp_path: Path) -> None:
    def change(cas: Any) -> None:
        wrong, right, *_ = cas.select(STANCE)
        right.sign = "+"
        cas.remove(wrong)
        new = cas.typesystem.get_type(STANCE)
        cas.add(new(begin=0, end=2, holder="narrator", target="kz", sign="−"))

    table = curated_frame(read_xmi(curate(export_file([emoji], tmp_path / "x.xmi"), change)))
    assert Counter(zip(table["target"], table["sign"], strict=True)) == Counter(
        {("KZ", -1): 1, ("US", 1): 1, ("US", -1): 1, ("RU", -1): 1}
    )
    assert table["text"].iloc[0] == "🚀🇰"
    assert table["row_id"].isna().tolist() == [True, False, False, False]


def test_gold_is_read_by_evaluate(analysed: Annotated, tmp_path: Path) -> None:
    from analysis.evaluate import run

    gold = tmp_path / "gold.jsonl"
    curated = read_xmi(export_file([analysed], tmp_path / "x.xmi"))
    gold.write_text("\n".join(gold_lines(curated)) + "\n", "utf-8")
    record = json.loads(gold.read_text("utf-8"))
    assert len(record["edges"]) == len(analysed.rows["stances"])
    assert record["sentences"] == [[row.start, row.end] for row in analysed.rows["sentences"]]
    scores = run("stance", gold).set_index("score")["value"]
    assert scores["edge F1"] == 1.0
    assert scores["holder right"] == 1.0


@pytest.mark.parametrize(
    ("feature", "value"), [("target", None), ("sign", "vielleicht"), ("sign", None), ("target", "")]
)
def test_an_unfinished_annotation_is_named(feature: str, value: Any, emoji: Annotated, tmp_path: Path) -> None:
    def change(cas: Any) -> None:
        setattr(next(iter(cas.select(STANCE))), feature, value)

    with pytest.raises(ExportError, match="stance at 15"):
        read_xmi(curate(export_file([emoji], tmp_path / "x.xmi"), change))


def test_layers_of_others_do_no_harm(emoji: Annotated, tmp_path: Path) -> None:
    def change(cas: Any) -> None:
        own = cas.typesystem.create_type("webanno.custom.Ironie", "uima.tcas.Annotation")
        cas.add(own(begin=0, end=1))

    (item,) = read_xmi(curate(export_file([emoji], tmp_path / "x.xmi"), change))
    assert len(item.stances) == 4


def test_some_documents_are_a_zip(emoji: Annotated, moldau: Annotated, tmp_path: Path) -> None:
    path = export_file(iter([emoji, moldau]), tmp_path / "x.xmi.zip")
    assert [len(item.stances) for item in read_xmi(path)] == [4, 3]
    with pytest.raises(ExportError, match=r"x\.xmi\.zip"):
        export_file([emoji, moldau], tmp_path / "x.xmi")
    assert sorted(found.name for found in tmp_path.iterdir()) == ["x.xmi.zip"]


def archive(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<xmi",
        BOMB,
        BOMB.decode().encode("utf-16"),
        b"PK\x03\x04 not a zip",
        archive(("a/x.xmi", BOMB)),
        archive(("a/x.xmi", b"<x/>"), ("a/TypeSystem.xml", BOMB)),
        archive(("big.xmi", b"\x00" * 3_000_000)),
    ],
    ids=["empty", "cut", "entities", "hidden entities", "no zip", "entities in a zip", "entities of types", "zip bomb"],
)
def test_hostile_files_are_refused(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.export.exchange.cas_reading._LARGEST", 2_000_000)
    path = tmp_path / "x.xmi"
    path.write_bytes(data)
    with pytest.raises(ExportError):
        read_xmi(path)
