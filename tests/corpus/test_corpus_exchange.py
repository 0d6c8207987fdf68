"""A corpus for other programs: every stance of the store, part by part, offsets as they were."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from analysis import analyse
from analysis.cli import main
from analysis.corpus import Corpus
from analysis.corpus.exchange import corpus_items
from analysis.errors import ExportError
from analysis.export.exchange import read_dna
from analysis.reading import Document

pytest.importorskip("dask")
pytest.importorskip("duckdb")
TEXTS = (
    "🚀 Kasachstan kritisiert Russland.\n\nChina lobt Usbekistan. Namibia lobt die USA.",
    "Russland lobt China.",
    "Hier steht nichts über ein Land.",
    "Usbekistan kritisiert China. Präsident Tokajew lobt die USA.",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texte")
    for number, text in enumerate(TEXTS):
        (folder / f"t{number}.txt").write_text(text, "utf-8")
    place = folder.parent / f"{folder.name}-store"
    with pytest.raises(SystemExit) as leaving:
        main(["corpus", str(folder), "--out", str(place), "--workers", "1", "--any-language", "--quiet"])
    assert not leaving.value.code
    return place


def test_every_document_and_row_is_there(store: Path) -> None:
    corpus = Corpus.open(store)
    items = list(corpus_items(corpus))
    assert len(items) == len(TEXTS)
    stances = corpus.stances.frame()
    assert sum(len(item.rows["stances"]) for item in items) == len(stances) >= 5
    for item in items:
        original = next(text for text in TEXTS if text.split("\n")[0] in item.text)
        assert len(item.text) == len(original)
        for row in item.rows["sentences"]:
            assert item.text[row.start : row.end] == row.text == original[row.start : row.end]
        assert all(type(row.sign) is int for row in item.rows["stances"])


def test_numbers_agree_with_the_store(store: Path, tmp_path: Path) -> None:
    corpus = Corpus.open(store)
    stances = corpus.stances.frame()
    found = read_dna(corpus.export(tmp_path / "x.dna"))
    assert len(found) == len(stances)
    assert Counter(found["agreement"]) == Counter(stances["sign"] > 0)
    with closing(sqlite3.connect(tmp_path / "x.dna")) as database:
        assert database.execute("SELECT count(*) FROM DOCUMENTS").fetchone() == (len(TEXTS),)
    edges = corpus.export(tmp_path / "x.gexf").read_text("utf-8")
    assert edges.count("<edge ") == len(stances)
    groups = stances.groupby(["holder", "target", "sign"], dropna=False).ngroups
    assert corpus.export(tmp_path / "a.gexf", aggregate=True).read_text("utf-8").count("<edge ") == groups


def test_the_command_knows_a_store(store: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["export", str(store), str(tmp_path / "x.dna")])
    assert not leaving.value.code
    assert (tmp_path / "x.dna").read_bytes() == Corpus.open(store).export(tmp_path / "y.dna").read_bytes()


def test_an_unknown_suffix_is_named(store: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="formats are"):
        Corpus.open(store).export(tmp_path / "x.odt")


def test_a_document_and_its_store_give_the_same_statements(store: Path, tmp_path: Path) -> None:
    one = analyse(Document.from_text(TEXTS[0], any_language=True, date=date(2023, 5, 19)))
    alone = read_dna(one.export(tmp_path / "one.dna"))
    whole = read_dna(Corpus.open(store).export(tmp_path / "all.dna"))
    names = ["start", "end", "person", "organization", "concept", "agreement", "text"]
    title = whole[whole["text"].isin(alone["text"])]["document"].iloc[0]
    part = whole[whole["document"] == title]
    assert part[names].astype(str).to_numpy().tolist() == alone[names].astype(str).to_numpy().tolist()
