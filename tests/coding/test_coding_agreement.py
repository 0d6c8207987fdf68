"""Agreement: the worked examples of the papers, and what coders and the analysis say of a study."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.coding import adjudicate, save_label
from analysis.coding.agreement import confusion, measure_agreement
from analysis.coding.coefficients import ac1, alpha, coefficient, count, kappa, percent
from analysis.coding.drawing import draw_sample
from analysis.coding.spans import alpha_spans
from analysis.errors import CodingError

from .conftest import code_all

# Krippendorff (2011), example C: four observers, twelve units, gaps. Gwet (2014) uses the same data.
FOUR = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
ORDER = (1, 2, 3, 4, 5)
COUNTED = count(FOUR, ORDER, np.array(ORDER, dtype=float))


@pytest.mark.parametrize(("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_krippendorffs_example(level, value):
    assert alpha(COUNTED, level)[0] == pytest.approx(value, abs=5e-4)


def test_alpha_of_two_observers_and_two_values():
    # Krippendorff (2011), example A: o = 14 of 20 pairs agree; n0 = 14, n1 = 6: 1 - 19 * 8 / (2 * 14 * 6) = 0.095.
    first, second = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    assert alpha(count([first, second], (0, 1)))[0] == pytest.approx(1 - 19 * 8 / 168, abs=1e-12)


def test_gwets_example():
    assert ac1(COUNTED)[0] == pytest.approx(0.77544, abs=5e-6)
    assert percent(COUNTED)[0] == pytest.approx(0.81818, abs=5e-6)


def test_kappa_of_two_coders():
    # Cohen (1960), table 1, 200 patients: po = .70, pc = .41, kappa = .49.
    table = ((0.44, 0.07, 0.09), (0.05, 0.20, 0.05), (0.01, 0.03, 0.06))
    pairs = [(i, j) for i, row in enumerate(table) for j, cell in enumerate(row) for _ in range(round(cell * 200))]
    counted = count(list(zip(*pairs, strict=True)), (0, 1, 2))
    assert percent(counted)[0] == pytest.approx(0.70)
    assert kappa(counted)[0] == pytest.approx((0.70 - 0.41) / (1 - 0.41), abs=1e-9)


def test_a_label_that_is_far_more_frequent():
    # 118 times yes and yes, 5 and 2 times one of each, never no and no: kappa says nothing agrees, AC1 that most does.
    pairs = [("y", "y")] * 118 + [("y", "n")] * 5 + [("n", "y")] * 2
    counted = count(list(zip(*pairs, strict=True)), ("n", "y"))
    assert percent(counted)[0] == pytest.approx(0.944)
    assert kappa(counted)[0] == pytest.approx(-0.0234, abs=5e-5)
    assert ac1(counted)[0] == pytest.approx(0.9408, abs=5e-5)


def test_nobody_disagrees_or_nothing_varies():
    same = count([["a", "b", "a"], ["a", "b", "a"]], ("a", "b"))
    assert [float(function(same)[0]) for function in (alpha, percent, kappa, ac1)] == [1, 1, 1, 1]
    constant = count([["a", "a"], ["a", "a"]], ("a", "b"))
    assert math.isnan(alpha(constant)[0])
    alone = count([["a", None], [None, "b"]], ("a", "b"))
    assert math.isnan(alpha(alone)[0])
    assert math.isnan(percent(alone)[0])


@pytest.mark.parametrize("name", ["alpha", "percent", "kappa", "ac1"])
def test_a_draw_of_items_is_the_coefficient_of_the_drawn_items(name):
    from analysis.coding.coefficients import COEFFICIENTS

    rng = np.random.default_rng(4)
    codes = rng.integers(0, 3, size=(2, 30)).tolist()
    counted = count(codes, (0, 1, 2), np.arange(3.0))
    draws = rng.integers(0, 30, size=(6, 30))
    weights = np.array([np.bincount(draw, minlength=30) for draw in draws], dtype=float)
    again = [COEFFICIENTS[name](count([[row[i] for i in draw] for row in codes], (0, 1, 2)))[0] for draw in draws]
    assert COEFFICIENTS[name](counted, weights=weights) == pytest.approx(again, abs=1e-12)


def test_an_interval_holds_the_truth_as_often_as_it_says():
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        truth = rng.random(150) < 0.4
        codes = [np.where(rng.random(150) < 0.1, ~truth, truth).tolist() for _ in range(2)]
        # Agreement of two coders who each err in a tenth of cases: .82.
        _, low, high = coefficient(count(codes, (False, True)), "percent", seed=seed, draws=400)
        held += low <= 0.82 <= high
    assert 0.90 <= held / 200 <= 0.98


def test_alpha_of_spans_of_krippendorffs_example():
    # Krippendorff (2004), p. 254: a continuum of 300 from 150 on, two observers, units c and k.
    one = {"c": [(75, 145), (220, 250)], "k": [(30, 90), (150, 200)]}
    two = {"c": [(70, 150), (205, 225), (250, 270)], "k": [(30, 90), (150, 200)]}
    found = alpha_spans([one, two], 300)
    assert found["c"] == pytest.approx((0.0144, 0.0532), abs=1e-4)
    assert found["k"] == pytest.approx((0.0, 0.0490), abs=1e-4)
    assert found["c"].alpha == pytest.approx(0.7286, abs=1e-4)
    assert found["k"].alpha == 1
    assert found["all"].alpha == pytest.approx(0.8591, abs=5e-4)  # the book goes on with rounded numbers


@pytest.mark.parametrize(
    ("one", "two", "difference"),
    # Krippendorff (2004), p. 253: a unit of 6 from 5 on against units of another observer.
    [((5, 11), (4, 6), 26), ((5, 11), (5, 7), 16), ((5, 11), (6, 8), 10), ((5, 11), (7, 9), 8), ((5, 11), (6, 10), 2),
     ((5, 11), (5, 11), 0), ((5, 11), (2, 4), 40)],
)  # fmt: skip
def test_differences_of_two_spans(one, two, difference):
    found = alpha_spans([{"x": [one]}, {"x": [two]}], 14)["x"]
    # Each pair is met twice, from either side.
    assert found.observed * 2 * 14**2 / 2 == pytest.approx(difference)


@pytest.mark.parametrize("spans", [[(0, 5), (4, 8)], [(3, 3)], [(-1, 4)], [(290, 301)]])
def test_spans_that_cannot_be_are_refused(spans):
    with pytest.raises(CodingError, match="span"):
        alpha_spans([{"x": spans}, {}], 300)


def test_nobody_marks_anything():
    assert math.isnan(alpha_spans([{"x": []}, {"x": []}], 10)["x"].alpha)


@pytest.fixture(scope="module")
def coded(corpus, tmp_path_factory):
    results, truth = corpus
    folder = tmp_path_factory.mktemp("agreement") / "study"
    study = draw_sample(results, folder, unit="stance", n=60, stratify_by=["sign"], allocation="equal", seed=2)
    code_all(study, truth)
    code_all(study, truth, coder="ben")
    for item in study.items[:6]:
        save_label(study, "ben", item.item_id, "mixed")
        adjudicate(study, item.item_id, "negative", by="carla")
    return study


def test_agreement_of_a_study(coded):
    table = measure_agreement(coded, draws=200)
    rows = {(row.who, row.part, row.coefficient): row for row in table.itertuples()}
    assert rows["anna – ben", "all", "percent"].value == pytest.approx(0.9)
    assert rows["anna – ben", "all", "alpha"].low < rows["anna – ben", "all", "alpha"].value < 1
    assert rows["anna – ben", "label:mixed", "percent"].value == pytest.approx(0.9)
    assert {who for who, _, _ in rows} == {"anna – ben", "machine – anna", "machine – ben", "machine – adjudicated"}
    assert {part for _, part, _ in rows} >= {"stratum:negative", "stratum:none", "stratum:positive"}
    assert table["n"].max() == 60
    assert table.equals(measure_agreement(coded, draws=200))


def test_the_confusion_of_a_study(coded):
    table = confusion(coded, "anna", "ben")
    assert table.to_numpy().sum() == 60
    assert table["mixed"].sum() == 6
    assert confusion(coded, "machine", "adjudicated").to_numpy().sum() == 60
    with pytest.raises(CodingError, match="'dora'"):
        confusion(coded, "anna", "dora")


def test_without_the_sealed_part_coders_are_compared_alone(coded, tmp_path):
    import shutil

    from analysis.coding import open_study

    shutil.copytree(coded.folder, tmp_path / "handed", ignore=shutil.ignore_patterns("sealed"))
    table = measure_agreement(open_study(tmp_path / "handed"), draws=50)
    assert set(table["who"]) == {"anna – ben"}
