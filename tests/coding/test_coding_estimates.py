"""Corrected estimates of a source: right where the analysis errs, and silent where too little is coded."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pytest

from analysis.coding import default_codebook, open_study, parse_codebook, save_label
from analysis.coding.chart import describe_corrections, numbers_corrections, plot_corrections
from analysis.coding.drawing import draw_sample
from analysis.coding.estimates import correct_estimates
from analysis.coding.measures import measures_of
from analysis.coding.sampled import read_sampled
from analysis.coding.sealed import read_machine
from analysis.errors import CodingError

from .conftest import code_all, invent

SIGN = {"positive": 1, "negative": -1, "none": 0}


def truth_of(truth, side=None):
    """Return the true mean stance, of both outlets or of one."""
    labels = [label for (doc_id, _, _), label in truth.items() if side is None or int(doc_id[1:]) % 2 == side]
    return sum(SIGN[label] for label in labels) / sum(label != "none" for label in labels)


@pytest.fixture(scope="module")
def coded(corpus, tmp_path_factory):
    results, truth = corpus
    study = draw_sample(
        results, tmp_path_factory.mktemp("estimates") / "study", unit="stance", n=240, stratify_by=["outlet", "sign"],
        allocation="equal", seed=2,
    )  # fmt: skip
    code_all(study, truth)
    return study


def test_a_group_that_the_analysis_misjudges_is_put_right(corpus, coded):
    results, truth = corpus
    table = correct_estimates(results, coded, measure="stance", by="outlet", differences=True)
    level = table.loc[table["kind"] == "level"].set_index("group")
    for side, outlet in enumerate(("Abendpost", "Morgenblatt")):
        row = level.loc[outlet]
        assert row["low"] < truth_of(truth, side) < row["high"]
        assert abs(row["corrected"] - truth_of(truth, side)) < 0.15
        assert (row["n_units"], row["n_documents"]) == (360, 60)
    wrong = level.loc["Morgenblatt"]
    assert not wrong["naive_low"] < truth_of(truth, 1) < wrong["naive_high"]
    (gap,) = table.loc[table["kind"] == "difference"].itertuples()
    assert (gap.group, gap.versus) == ("Morgenblatt", "Abendpost")
    assert gap.corrected == pytest.approx(level.loc["Morgenblatt", "corrected"] - level.loc["Abendpost", "corrected"])
    assert gap.low < truth_of(truth, 1) - truth_of(truth, 0) < gap.high
    assert 0 < gap.p < 1


def test_when_all_is_coded_the_estimate_is_the_truth(corpus, tmp_path):
    results, truth = corpus
    study = draw_sample(results, tmp_path / "s", unit="stance", n=5000, seed=1)
    code_all(study, truth)
    for method in ("dsl", "ppi"):
        row = correct_estimates(results, study, measure="stance", method=method).iloc[0]
        assert row["corrected"] == pytest.approx(truth_of(truth), abs=1e-12)
    negative = correct_estimates(results, study, measure="negative").iloc[0]
    assert negative["corrected"] == pytest.approx((1 - truth_of(truth)) / 2, abs=1e-12)


def test_a_study_that_is_half_coded_is_a_smaller_sample(corpus, tmp_path):
    results, truth = corpus
    study = draw_sample(results, tmp_path / "s", unit="stance", n=300, stratify_by=["sign"], allocation="equal", seed=4)
    code_all(study, truth, first=150)
    sampled = read_sampled(results, study)
    assert len(sampled.coded) == 150
    machine = read_machine(study).head(150)
    for place, share in zip(sampled.coded, sampled.probability, strict=True):
        label = sampled.population["label"].iloc[place]
        assert share == pytest.approx((machine["label"] == label).sum() / (sampled.population["label"] == label).sum())
    row = correct_estimates(results, study, measure="stance").iloc[0]
    assert row["n_coded"] == 150
    assert row["low"] < truth_of(truth) < row["high"]


def test_shares_of_all_labels_sum_to_one(corpus, coded):
    table = correct_estimates(corpus[0], coded, measure="share")
    assert table["measure"].tolist() == ["share:positive", "share:negative", "share:mixed", "share:none"]
    assert table["corrected"].sum() == pytest.approx(1, abs=1e-9)
    assert table["naive"].sum() == pytest.approx(1, abs=1e-9)


def test_a_trend_is_found_and_corrected(tmp_path):
    results, truth = invent(150, seed=9)
    # Later articles are more negative; the analysis sees none of it.
    days = {item.document.doc_id: item.document.date for item in results}
    truth = {key: "negative" if days[key[0]].year == 2024 else "positive" for key in truth}
    study = draw_sample(results, tmp_path / "s", unit="stance", n=300, stratify_by=["year"], seed=1)
    code_all(study, truth)
    (row,) = correct_estimates(results, study, measure="stance", trend=True).itertuples()
    assert row.kind == "trend"
    assert row.low < row.corrected < row.high < 0
    assert row.p < 0.001
    years = np.array([days[key[0]].toordinal() / 365.25 for key in truth])
    labels = np.array([SIGN[label] for label in truth.values()])
    assert row.low < np.polyfit(years, labels, 1)[0] < row.high


def test_few_codings_give_no_corrected_value(corpus, tmp_path):
    results, truth = corpus
    study = draw_sample(results, tmp_path / "s", unit="stance", n=24, seed=1)
    code_all(study, truth)
    table = correct_estimates(results, study, measure="evaluated", by="month", differences=False)
    few = table.loc[table["n_coded"] < 10]
    assert len(few)
    assert few[["corrected", "low", "high", "design_effect"]].isna().all(axis=None)
    assert few["naive"].notna().all()


def test_copies_are_one_family(corpus, coded):
    results, _ = corpus
    alone = correct_estimates(results, coded, measure="evaluated").iloc[0]
    families = {item.document.doc_id: str(number // 30) for number, item in enumerate(results)}
    together = correct_estimates(results, coded, measure="evaluated", families=families).iloc[0]
    assert together["corrected"] == alone["corrected"]
    assert together["high"] - together["low"] != pytest.approx(alone["high"] - alone["low"])


def test_a_machine_that_helps_saves_codings(corpus, tmp_path):
    results, truth = invent(120, seed=3, hits=(0.97, 0.97))
    study = draw_sample(results, tmp_path / "s", unit="stance", n=150, seed=1)
    code_all(study, truth)
    assert correct_estimates(results, study, measure="evaluated").iloc[0]["design_effect"] < 0.6


def test_own_labels_that_the_analysis_does_not_know(corpus, tmp_path):
    (tmp_path / "own.toml").write_text(
        'unit = "stance"\nlevel = "interval"\n[[labels]]\nname = "mild"\nkey = "1"\nvalue = 1\n'
        '[[labels]]\nname = "sharp"\nkey = "2"\nvalue = 3\n',
        "utf-8",
    )
    results, _ = corpus
    study = draw_sample(results, tmp_path / "s", unit="stance", n=200, codebook=tmp_path / "own.toml", seed=1)
    for number, item in enumerate(study.items):
        save_label(study, "anna", item.item_id, "sharp" if number % 4 == 0 else "mild")
    (row,) = correct_estimates(results, study, measure="mean").itertuples()
    assert pd.isna(row.naive)
    assert row.low < 1.5 < row.high
    assert row.corrected == pytest.approx(1.5, abs=1e-9)


WRONG = (
    ({"measure": "voice"}, "quotes"),
    ({"measure": "tone"}, "'tone'"),
    ({"measure": "share:blue"}, "'blue'"),
    ({"measure": "mentioned"}, "mention"),
    ({"measure": "stance", "by": "colour"}, "'colour'"),
    ({"measure": "stance", "method": "magic"}, "'magic'"),
    ({"measure": "stance", "coder": "dora"}, "'dora'"),
)


@pytest.mark.parametrize(("given", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_cannot_be_estimated_says_why(corpus, coded, given, words):
    with pytest.raises(CodingError) as error:
        correct_estimates(corpus[0], coded, **given)
    assert words in str(error.value)


def test_another_source_is_refused(corpus, coded, tmp_path):
    results, _ = corpus
    with pytest.raises(CodingError, match="drawn from"):
        correct_estimates(results[:-1], coded, measure="stance")
    shutil.copytree(coded.folder, tmp_path / "old")
    sealed = tmp_path / "old" / "sealed" / "machine.jsonl"
    sealed.write_text(sealed.read_text("utf-8").replace('"label":"positive"', '"label":"negative"', 1), "utf-8")
    with pytest.raises(CodingError, match="anew"):
        correct_estimates(results, open_study(tmp_path / "old"), measure="stance")


def test_coders_who_differ_have_to_agree_first(corpus, tmp_path):
    results, truth = corpus
    study = draw_sample(results, tmp_path / "s", unit="stance", n=60, seed=1)
    code_all(study, truth)
    save_label(study, "ben", "i001", "mixed")
    with pytest.raises(CodingError, match="not adjudicated"):
        correct_estimates(results, study, measure="stance")
    assert len(correct_estimates(results, study, measure="stance", coder="anna"))


def test_a_stratum_without_codings_is_named(corpus, tmp_path):
    results, truth = corpus
    study = draw_sample(results, tmp_path / "s", unit="stance", n=60, stratify_by=["outlet", "sign"], seed=1)
    code_all(study, truth, first=4)
    with pytest.raises(CodingError, match="strata have fewer than two"):
        correct_estimates(results, study, measure="stance")


@pytest.mark.parametrize(
    ("unit", "name", "label", "pair"),
    [
        ("stance", "stance", "mixed", (0, 2)),
        ("stance", "negative", "mixed", (1, 2)),
        ("stance", "evaluated", "mixed", (1, 1)),
        ("quote", "quoted", "unknown", (1, 1)),
        ("quote", "voice:RU", "RU", (1, 1)),
        ("quote", "voice:RU", "other", (0, 1)),
        ("quote", "voice:RU", "unknown", (0, 0)),
        ("mention", "mentioned", "place", (1, 1)),
        ("mention", "acting", "language", (0, 0)),
        ("sentence", "share:both", "both", (1, 1)),
        ("stance", "mean", "none", (0, 0)),
    ],
)
def test_measures_count_labels(unit, name, label, pair):
    (measure,) = measures_of(parse_codebook(default_codebook(unit), unit), name)
    assert measure.pairs[label] == pair
    assert measure.meaning["de"] != measure.meaning["en"]


def test_the_chart_shows_both_and_says_so(corpus, coded):
    table = correct_estimates(corpus[0], coded, measure="stance", by="outlet", differences=True)
    data = numbers_corrections(table)
    assert data["corrected"].is_monotonic_decreasing
    for kind, rows in (("level", 2), ("difference", 1), ("trend", 0)):
        ax = plot_corrections(table, kind=kind, lang="en")
        assert len([line for line in ax.lines if str(line.get_gid()).startswith("mark-")]) == rows
    assert describe_corrections(data, "en").startswith("As found, and corrected: ")
    assert "Abendpost" in describe_corrections(data)
    assert "−0," in describe_corrections(data)
