"""Asking a store: SQL that only reads, lazy tables, measures with intervals, keywords, concordance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import fakewalk
import numpy as np
import pandas as pd
import pytest
from conftest import build_store, make_documents

from analysis.corpus import (
    MEASURES,
    Corpus,
    compare_groups,
    concordance,
    find_keywords,
    iterate_concordance,
    measure_groups,
    measure_over_time,
)
from analysis.corpus.columns import TABLES
from analysis.corpus.engine import write_part
from analysis.corpus.measures import measure_named
from analysis.corpus.partition import keyed, partition_of
from analysis.corpus.store import Store
from analysis.errors import CorpusError, MittellageError
from analysis.reading import Document
from analysis.tables import Framing, Segment, Sentence, Stance, Token, check, columns, frame, rows


@pytest.fixture(scope="module")
def corpus(store: Path) -> Iterator[Corpus]:
    with Corpus.open(store) as opened:
        yield opened


def stored(root: Path, tables: list[dict[str, list[object]]]) -> Corpus:
    """Store tables made by hand; each brings its own document row."""
    items = [keyed(Document(doc_id=str(one["documents"][0].doc_id), text=str(i))) for i, one in enumerate(tables)]  # type: ignore[attr-defined]
    store = Store(root, made={})
    part = partition_of(items)
    store.commit([write_part(part, root, tables)])
    return Corpus.open(root)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_a_documented_property(name: str, corpus: Corpus) -> None:
    assert (getattr(Corpus, name).__doc__ or "").startswith("Return ")
    assert (getattr(corpus, name).name, getattr(corpus, name).columns) == (name, columns(name))


def test_a_wrong_name_lists_the_tables(corpus: Corpus) -> None:
    with pytest.raises(AttributeError, match=r"no attribute 'mention'; tables are documents, .*framing"):
        corpus.mention  # type: ignore[attr-defined]  # noqa: B018


def test_sql_over_the_tables(corpus: Corpus) -> None:
    found = corpus.sql("SELECT country, count(*) AS n FROM mentions GROUP BY country ORDER BY country")
    assert found.to_dict("list") == {"country": ["CN", "KZ", "RU"], "n": [80, 80, 80]}
    assert corpus.sql("SELECT count(*) AS n FROM errors")["n"].tolist() == [0]
    assert corpus.sql("SELECT count(*) AS n FROM tokens WHERE text = ?", ["lobt"])["n"].tolist() == [60]
    assert corpus.sql("SELECT count(*) AS n FROM tokens WHERE text = $w", {"w": "tadelt"})["n"].tolist() == [60]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO 'stolen.csv'",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "DROP VIEW mentions",
        "CREATE TABLE mine AS SELECT 1",
        "SELECT 1; SELECT 2",
        "SELECT wrong FROM mentions",
        "not SQL at all",
        "",
    ],
)
def test_sql_reads_these_tables_and_nothing_else(corpus: Corpus, query: str) -> None:
    with pytest.raises(CorpusError):
        corpus.sql(query)
    assert len(corpus.sql("SELECT 1")) == 1


def test_sql_cannot_write_beside_the_tables(corpus: Corpus) -> None:
    place = corpus.path / "tables" / "mine.parquet"
    with pytest.raises(CorpusError, match="only read"):
        corpus.sql(f"COPY (SELECT 1) TO '{place}'")
    assert not place.exists()


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_those_of_the_contract(corpus: Corpus, table: str) -> None:
    lazy = getattr(corpus, table)
    data = check(table, lazy.frame())
    assert len(lazy) == len(data) == sum(part.num_rows for part in lazy.parts())
    assert data.columns.tolist() == columns(table)
    assert data.dtypes.equals(frame(table).dtypes)
    expected = [row for item in make_documents(120) for row in fakewalk.rows_of(item).get(table, ())]
    assert sorted(rows(table, data), key=repr) == sorted(expected, key=repr)


def test_frames_of_some_columns_and_rows(corpus: Corpus) -> None:
    found = corpus.mentions.frame(columns=["doc_id", "country"], where="country = 'RU' AND doc_id < 'd0004'")
    assert found.to_numpy().tolist() == [["d0000", "RU"], ["d0002", "RU"], ["d0003", "RU"]]
    with pytest.raises(CorpusError, match="no column 'land'"):
        corpus.mentions.frame(columns=["land"])


def test_an_empty_store_can_be_asked(tmp_path: Path) -> None:
    Store(tmp_path, made={})
    with Corpus.open(tmp_path) as corpus:
        assert len(corpus) == len(corpus.quotes.frame()) == 0
        assert measure_groups(corpus, "stance").empty
        assert find_keywords(corpus, "outlet = 'x'").empty
        assert concordance(corpus, "Russland").empty


def test_a_folder_without_a_store(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no corpus store"):
        Corpus.open(tmp_path)


def test_an_unknown_attribute_names_the_tables(corpus: Corpus) -> None:
    with pytest.raises(AttributeError, match="mentions, actors"):
        corpus.citations  # noqa: B018


def row(found: pd.DataFrame, **wanted: object) -> pd.Series:
    for name, value in wanted.items():
        found = found[found[name] == value]
    assert len(found) == 1
    return found.iloc[0]


def test_mentions_per_thousand_tokens(corpus: Corpus) -> None:
    found = row(measure_groups(corpus, "mentions", by="outlet", units=["RU"]), group="Abendpost")
    named = sum("Russland" in item.text for item in make_documents(120)[1::2])
    assert found["value"] == pytest.approx(1000 * named / (60 * 8))
    assert (found["n"], found["n_documents"]) == (480, 60)
    assert found["low"] < found["value"] < found["high"]


def test_shares_add_up_and_a_country_never_named_has_the_share_zero(corpus: Corpus) -> None:
    found = measure_groups(corpus, "attention", units=["RU", "CN", "KZ", "US"])
    assert found["value"].sum() == pytest.approx(1)
    assert row(found, unit="US")["value"] == 0
    assert row(found, unit="US")["high"] > 0  # 120 documents without it do not prove "never"


def test_stances_of_outlets_and_their_difference(corpus: Corpus) -> None:
    found = measure_groups(corpus, "stance", by="outlet", units=["KZ>RU"])
    assert found["value"].tolist() == [1, -1]
    assert row(found, group="Abendpost")["low"] < 1
    difference = compare_groups(corpus, "stance", by="outlet", units=["KZ>RU", "KZ>CN"])
    assert difference[["unit", "group_a", "group_b"]].to_numpy().tolist() == [
        ["KZ>CN", "Abendpost", "Morgenblatt"],
        ["KZ>RU", "Abendpost", "Morgenblatt"],
    ]
    assert difference["difference"].tolist() == [-2, -2]
    assert (difference["high"] < -1.5).all()
    assert difference["p"].tolist() == pytest.approx([2 / 1001] * 2)
    assert difference["p_holm"].tolist() == pytest.approx([4 / 1001] * 2)


def test_equal_groups_do_not_differ(corpus: Corpus) -> None:
    found = compare_groups(corpus, "attention", by="CAST(substr(doc_id, 2) AS INT) % 6 < 3", units=["RU"])
    assert found["difference"].tolist() == pytest.approx([0])
    assert found["low"].iloc[0] < 0 < found["high"].iloc[0]
    assert found["p"].iloc[0] > 0.5


def test_months_and_what_is_not_known(corpus: Corpus) -> None:
    found = measure_over_time(corpus, "attention", units=["RU"], where="month(date) <> 3")
    assert found["period"].dt.month.tolist() == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert found["n_documents"].tolist() == [10] * 11
    january = [item.text for item in make_documents(120) if item.date and item.date.month == 1]
    assert found["value"].iloc[0] == pytest.approx(sum("Russland" in text for text in january) / 20)
    years = measure_over_time(corpus, "attention", every="year", by="outlet", units=["RU"])
    assert years[["group", "n_documents"]].to_numpy().tolist() == [["Abendpost", 60], ["Morgenblatt", 60]]
    with pytest.raises(CorpusError, match="day, week, month"):
        measure_over_time(corpus, "attention", every="fortnight")  # type: ignore[arg-type]


def test_fewer_than_three_documents_have_no_interval(corpus: Corpus) -> None:
    found = measure_groups(corpus, "attention", units=["RU"], where="doc_id IN ('d0000', 'd0001')")
    assert found["value"].tolist() == [0.25]
    assert found[["low", "high"]].isna().all(axis=None)


def test_values_do_not_depend_on_parts_or_order(tmp_path: Path) -> None:
    documents = make_documents(50)
    one = Corpus.open(build_store(tmp_path / "one", documents, size=7))
    two = Corpus.open(build_store(tmp_path / "two", documents[::-1], size=50))
    for measure in ("mentions", "stance", "attention_share"):
        found = [measure_groups(corpus, measure, by="outlet") for corpus in (one, two)]
        pd.testing.assert_frame_equal(*found, check_exact=True)
        assert not found[0].empty


def test_the_interval_is_as_wide_as_theory_says(tmp_path: Path) -> None:
    values = np.random.default_rng(5).normal(0.2, 0.3, 400)
    made = []
    for index, value in enumerate(values):
        document = Document.from_text(f"Satz {index}.", doc_id=f"n{index}", date=date(2023, 1, 1))
        framing = Framing(document.doc_id, "attention_share", "RU", float(value), 1, None, None, ())
        made.append({**fakewalk.rows_of(document), "framing": [framing]})
    found = measure_groups(stored(tmp_path, made), "attention_share").iloc[0]
    assert found["value"] == pytest.approx(values.mean(), abs=1e-6)
    assert found["high"] - found["low"] == pytest.approx(2 * 1.96 * values.std() / math.sqrt(400), rel=0.12)


def test_unanimous_stances_of_three_documents_prove_no_always(tmp_path: Path) -> None:
    made = []
    for index in range(3):
        document = Document.from_text(f"Satz {index}.", doc_id=f"n{index}")
        stance = Stance(
            document.doc_id, "t1", 0, 0, 4, "Kasachstan", None, "KZ", "narrator", "RU", None, 1, 0.5, False, "act",
            "x", (),
        )  # fmt: skip
        made.append({**fakewalk.rows_of(document), "stances": [stance]})
    found = measure_groups(stored(tmp_path, made), "stance").iloc[0]
    assert (found["value"], found["high"]) == (1, 1)
    assert found["low"] < 0.6


def test_measures_that_exist_and_one_that_does_not() -> None:
    assert set(MEASURES) == {"mentions", "attention", "voice", "stance", "stance_received", "stance_narrator"}
    assert "framing" in measure_named("attention_share").over
    with pytest.raises(CorpusError, match="attention, voice"):
        measure_named("mood")


@pytest.mark.parametrize("measure", list(MEASURES))
def test_every_measure_runs(corpus: Corpus, measure: str) -> None:
    found = measure_groups(corpus, measure, by="outlet", draws=50)
    assert found.columns.tolist() == ["group", "unit", "value", "low", "high", "n", "n_documents"]
    assert len(found) == (0 if measure in ("voice", "stance_narrator") else len(found))


def test_keywords_by_hand(corpus: Corpus) -> None:
    found = row(find_keywords(corpus, "outlet = 'Abendpost'", upos=[]), word="lobt")
    assert (found["n_target"], found["n_reference"], found["documents_target"]) == (60, 0, 60)
    assert found["g2"] == pytest.approx(2 * 60 * math.log(2))
    assert found["log_ratio"] == pytest.approx(math.log2((60 / 480) / (0.5 / 480)))
    assert found["low"] < found["log_ratio"] < found["high"]
    assert found["p"] < 1e-10
    even = row(find_keywords(corpus, "outlet = 'Abendpost'", upos=[]), word="astana.")
    assert (even["g2"], even["p"]) == (0, 1)


def test_keywords_against_a_reference_and_by_text(corpus: Corpus) -> None:
    found = find_keywords(
        corpus, "month(date) = 1", reference="month(date) = 2", form="text", upos=["NOUN"], least=1, top=3
    )
    assert len(found) == 3
    assert found["n_target"].sum() + found["n_reference"].sum() > 0
    assert find_keywords(corpus, "month(date) = 1", upos=["VERB"]).empty
    with pytest.raises(CorpusError, match="by lemma or by text"):
        find_keywords(corpus, "true", form="shape")  # type: ignore[arg-type]


def two_sentences(doc_id: str, *, residue: bool = False) -> dict[str, list[object]]:
    text = "Die russische Seite schweigt.  Moskau und die\nRussische Föderation warten."
    document = Document(doc_id=doc_id, text=text)
    first, second = text[:29], text[31:]
    words = [Token(doc_id, 0, 0, 4, 13, "russische", "russisch", "ADJ", None, 0, "root", None)] * 3
    return {
        **fakewalk.rows_of(document),
        "segments": [Segment(doc_id, "s1", "boilerplate" if residue else "lead", 0, len(text))],
        "sentences": [
            Sentence(doc_id, 0, "s1", 0, 0, 29, first),
            Sentence(doc_id, 1, "s1", 0, 31, len(text), second),
        ],
        "tokens": words,
    }


def test_concordance_across_sentences_with_offsets_that_hold(tmp_path: Path) -> None:
    corpus = stored(tmp_path, [two_sentences("a"), two_sentences("b")])
    found = concordance(corpus, "russ*", width=12)
    assert found[["doc_id", "sentence_id", "start", "end"]].to_numpy().tolist() == [
        ["a", 0, 4, 13],
        ["a", 1, 46, 55],
        ["b", 0, 4, 13],
        ["b", 1, 46, 55],
    ]
    assert found["left"].tolist()[1].endswith("und die")
    assert found["right"].tolist()[0] == "Seite"
    assert concordance(corpus, "die Russische", limit=1)["word"].tolist() == ["Die russische"]
    assert concordance(corpus, "russ").empty
    assert len(list(iterate_concordance(corpus, "Moskau", where="doc_id = 'b'"))) == 1
    with pytest.raises(MittellageError, match="no letter or digit"):
        concordance(corpus, "…")


def test_boilerplate_has_no_keywords(tmp_path: Path) -> None:
    corpus = stored(tmp_path, [two_sentences("a"), two_sentences("b", residue=True)])
    found = find_keywords(corpus, "doc_id = 'a'", least=1)
    assert found[["word", "n_target", "n_reference"]].to_numpy().tolist() == []
    both = stored(tmp_path / "more", [two_sentences("a"), two_sentences("b")])
    assert row(find_keywords(both, "doc_id = 'a'", least=1), word="russisch")["n_reference"] == 3
