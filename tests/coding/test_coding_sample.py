"""Samples: every unit has its chance, the same seed gives the same study, and no item tells what was found."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Analysis, Document, analyse, tables
from analysis.coding import open_study
from analysis.coding.drawing import draw_sample
from analysis.coding.population import column_of, read_population
from analysis.coding.sampling import allocate, choose
from analysis.coding.sealed import read_design, read_machine
from analysis.errors import CodingError
from analysis.export.formats import csv_bytes


@pytest.mark.parametrize(
    ("sizes", "n", "how", "given"),
    [
        ([900, 90, 10], 50, "proportional", [44, 4, 2]),
        ([900, 90, 10], 60, "equal", [25, 25, 10]),
        ([900, 90, 10], 5000, "proportional", [900, 90, 10]),
        ([5, 1, 1], 4, "proportional", [2, 1, 1]),
        ([10, 10], 5, "equal", [3, 2]),
        ([7], 3, "proportional", [3]),
    ],
)
def test_strata_get_their_items(sizes, n, how, given):
    assert allocate(sizes, n, how).tolist() == given


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=12),
    st.integers(1, 900),
    st.sampled_from(["proportional", "equal"]),
)
def test_allocation_gives_what_is_asked_and_no_more_than_there_is(sizes, n, how):
    least = sum(min(2, size) for size in sizes)
    if min(n, sum(sizes)) < least:
        with pytest.raises(CodingError, match="too few"):
            allocate(sizes, n, how)
        return
    shares = allocate(sizes, n, how)
    assert shares.sum() == min(n, sum(sizes))
    assert all(min(2, size) <= share <= size for size, share in zip(sizes, shares, strict=True))


STANCES = (
    # text, target, {number of the sentence: label}
    ("Kasachstan lobte Russland. Danach schwieg man. Es regnete. Am Ende fuhren alle heim.", "RU",
     {0: "positive", 1: "none", 2: "none"}),
    ("Es regnete. Die EU drohte Russland mit Sanktionen.", "RU", {1: "negative"}),
    ("Das Buch erschien auf Russisch.", "RU", {}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "target", "labels"), STANCES)
def test_a_state_can_be_evaluated_where_it_is_named_and_in_the_two_sentences_after(text, target, labels):
    result = analyse(Document.from_text(text, doc_id="d"))
    if not labels:
        with pytest.raises(CodingError, match="nothing to code"):
            read_population(result, "stance", targets=[target])
        return
    units = read_population(result, "stance", targets=[target])
    assert dict(zip(units["sentence_id"], units["label"], strict=True)) == labels


def test_the_population_of_a_unit_does_not_depend_on_what_was_found(corpus):
    results, _ = corpus
    without = [type(item)(item.document, {**item.rows, "stances": [], "quotes": []}) for item in results[:20]]
    for unit in ("stance", "quote", "mention", "sentence"):
        with_found, bare = read_population(results[:20], unit), read_population(without, unit)
        keys = ["doc_id", "sentence_id", "target"]
        assert with_found[keys].equals(bare[keys])
    assert set(bare["label"]) == {"none"}


@pytest.mark.parametrize(
    ("roles", "label"),
    [
        (("place", "actor"), "actor"),
        (("place", "origin"), "origin"),
        (("language", "place"), "place"),
        (("language",), "language"),
        ((), "none"),
    ],
)
def test_mentions_are_asked_of_each_sentence_and_state(corpus, roles, label):
    given = corpus[0][0]
    mention = given.rows["mentions"][0]
    mentions = [mention._replace(role=role) for role in roles]
    units = read_population(Analysis(given.document, {**given.rows, "mentions": mentions}), "mention")
    labels = {(row.sentence_id, row.target): row.label for row in tables.each(units)}
    assert len(labels) == 6 * 8
    assert labels.pop((0, "RU")) == label
    assert set(labels.values()) == {"none"}


def test_a_quote_of_some_sentences_stands_in_each_of_them():
    text = "„Russland hilft uns. Wir danken dafür. Alles gut“, sagte der kasachische Präsident Tokajew. Es regnete."
    units = read_population(analyse(Document.from_text(text, doc_id="d")), "quote")
    assert units["label"].tolist()[:3] == ["KZ", "KZ", "KZ"]
    assert units["label"].tolist()[-1] == "none"


def test_groups_are_text_and_the_unknown_is_named(corpus):
    units = read_population(corpus[0][:4], "stance")
    units.loc[0, ["outlet", "date"]] = None
    assert column_of(units, "outlet").tolist()[:7] == ["–", *["Abendpost"] * 5, "Morgenblatt"]
    assert column_of(units, "year").tolist()[:2] == ["–", "2022"]
    assert column_of(units, "quarter").tolist()[1] == "2022Q1"
    assert set(column_of(units, "sign")) <= {"positive", "negative", "mixed", "none"}
    with pytest.raises(CodingError, match="'colour'"):
        column_of(units, "colour")


def test_a_study_holds_the_design_and_hides_it(corpus, tmp_path):
    results, _ = corpus
    study = draw_sample(
        results, tmp_path / "study", unit="stance", n=90, stratify_by=["outlet", "sign"], allocation="equal", seed=1
    )
    design, machine = read_design(study), read_machine(study)
    assert len(study.items) == 90
    assert sum(size for size, _ in design.strata.values()) == design.population == 720
    assert {drawn for _, drawn in design.strata.values()} == {15}
    for name, (size, drawn) in design.strata.items():
        assert machine.loc[machine["stratum"] == name, "probability"].tolist() == pytest.approx([drawn / size] * drawn)
    assert [item.item_id for item in study.items] == [f"i{number:03}" for number in range(1, 91)]
    opened = "".join((study.folder / name).read_text("utf-8") for name in ("study.json", "items.jsonl"))
    for hidden in ("negative", "positive", "probability", "stratum", "Abendpost", "d0001", "label"):
        assert hidden not in opened
    for item in study.items:
        assert item.text[item.start : item.end].startswith("Satz ")
        assert "Russland" in {item.text[start:end] for start, end in item.named}
        assert item.text.count("Satz") <= 5


def test_the_order_tells_nothing(corpus, tmp_path):
    study = draw_sample(
        corpus[0], tmp_path / "s", unit="stance", n=300, stratify_by=["sign"], allocation="equal", seed=5
    )
    machine = read_machine(study)["machine"]
    found = (machine != "none").to_numpy()
    runs = 1 + int((found[1:] != found[:-1]).sum())
    first, second = found.sum(), (~found).sum()
    expected = 1 + 2 * first * second / len(found)
    spread = np.sqrt((expected - 1) * (expected - 2) / (len(found) - 1))
    assert abs(runs - expected) < 3 * spread
    assert abs(found[:150].mean() - found[150:].mean()) < 0.15


def test_the_same_seed_gives_the_same_study_byte_by_byte(corpus, tmp_path):
    results, _ = corpus
    for name, source, seed in (("a", results, 1), ("b", list(reversed(results)), 1), ("c", results, 2)):
        draw_sample(source, tmp_path / name, unit="stance", n=40, stratify_by=["outlet"], seed=seed)
    read = {
        name: {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in "abc"
    }
    assert read["a"] == read["b"]
    assert read["a"]["items.jsonl"] != read["c"]["items.jsonl"]


def test_units_are_drawn_as_often_as_their_probability_says():
    strata, draws = ["a"] * 20 + ["b"] * 7 + ["c"] * 3, 4000
    drawn = np.zeros(len(strata))
    for seed in range(draws):
        places, said = choose(strata, 9, allocation="equal", seed=seed)
        drawn[places] += 1
        assert said == pytest.approx([3 / strata.count(strata[place]) for place in places])
    expected = np.array([3 / strata.count(name) for name in strata])
    assert (abs(drawn / draws - expected) <= 4.5 * np.sqrt(expected * (1 - expected) / draws)).all()


def test_what_cannot_be_drawn_says_why(corpus, tmp_path):
    results, _ = corpus
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "coder_anna.jsonl").write_text("", "utf-8")
    (tmp_path / "own.toml").write_text('unit = "quote"\n[[labels]]\nname="a"\nkey="1"\n[[labels]]\nname="b"\nkey="2"')
    wrong = (
        ({"folder": "full"}, "not empty"),
        ({"n": 3, "stratify_by": ["outlet", "sign"]}, "too few"),
        ({"n": 0}, "not 0"),
        ({"unit": "clause"}, "'clause'"),
        ({"stratify_by": ["colour"]}, "'colour'"),
        ({"codebook": tmp_path / "own.toml"}, "'quote'"),
        ({"codebook": tmp_path / "none.toml"}, "cannot be read"),
        ({"targets": ["XX"]}, "nothing to code"),
        ({"allocation": "fair"}, "'fair'"),
    )
    for change, words in wrong:
        given = {"unit": "stance", "n": 20} | change
        with pytest.raises(CodingError) as error:
            draw_sample(results, tmp_path / str(given.pop("folder", "new")), **given)
        assert words in str(error.value)
        assert not (tmp_path / "new").exists()
    with pytest.raises(CodingError, match="own doc_id"):
        draw_sample([*results[:2], results[0]], tmp_path / "new", unit="stance", n=2)


def test_hostile_texts_stay_text(tmp_path):
    text = (
        'Russland\u202e droht <script>alert(1)</script>. =HYPERLINK("x") sagte Russland.'
        + " Und wieder Russland" * 900
        + "."
    )
    study = draw_sample(analyse(Document.from_text(text, doc_id="../d")), tmp_path / "s", unit="stance", n=99)
    for item in study.items:
        assert "\u202e" not in item.text
        assert len(item.text) < 10_000
        assert {item.text[start:end] for start, end in item.named} <= {"Russland"}
    assert {item.text[item.start : item.end][:8] for item in study.items} >= {"Russland"}


def test_a_store_a_folder_and_results_give_the_same_sample(corpus, tmp_path):
    from analysis.corpus.engine import write_part
    from analysis.corpus.partition import keyed, partition_of
    from analysis.corpus.store import Store

    results = corpus[0][:12]
    store = Store(tmp_path / "store", made={"stage": "invented"}, noted={})
    for begin in (0, 7):
        some = results[begin : begin + 7] if begin == 0 else results[7:]
        part = partition_of([keyed(item.document) for item in some])
        by_id = {item.document.doc_id: item for item in some}
        rows = [{**by_id[item.document.doc_id].rows, "framing": []} for item in part.documents]
        store.commit([write_part(part, tmp_path / "store", rows)])
    (tmp_path / "one" / "tables").mkdir(parents=True)
    (tmp_path / "one" / "manifest.json").write_text('{"software": "mittellage", "input": {}}', "utf-8")
    for name, rows in results[0].rows.items():
        (tmp_path / "one" / "tables" / f"{name}.csv").write_bytes(csv_bytes(tables.frame(name, rows)))
    whole = {}
    for name, source in (
        ("results", results),
        ("store", tmp_path / "store"),
        ("one", tmp_path / "one"),
        ("first", results[0]),
    ):
        study = draw_sample(source, tmp_path / f"study_{name}", unit="stance", n=6, seed=3)
        whole[name] = [json.loads(line) for line in (study.folder / "items.jsonl").read_text("utf-8").splitlines()]
    assert whole["results"] == whole["store"]
    assert whole["one"] == whole["first"]
    assert open_study(tmp_path / "study_store").items
