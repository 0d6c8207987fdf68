"""Corrected estimates against values computed by hand, formulas written here anew, and the authors' own program."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.coding.linear import Units, fit_corrected, fit_naive
from analysis.coding.ppi import ppi_mean

EXACT = 1e-9


def units(found, coded, said, probability, **more) -> Units:
    """Put units together whose denominator is one, in one group."""
    n = len(found)
    given = {"group": np.zeros(n, dtype=np.int64), "basis": np.ones((n, 1))} | more
    return Units(
        found=np.column_stack([found, np.ones(n)]).astype(float),
        coded=np.array(coded, dtype=np.int64),
        said=np.column_stack([said, np.ones(len(said))]).astype(float),
        probability=np.array(probability, dtype=float),
        **given,
    )


def test_dsl_of_four_units_by_hand():
    # Found 1, 0, 1, 1; the second and the third were coded, with probability 1/2: 1 and 0.
    # Pseudo-outcomes: 1, 0 + 2 (1 - 0) = 2, 1 + 2 (0 - 1) = -1, 1. Mean 3/4.
    # Deviations 1/4, 5/4, -7/4, 1/4: squares sum to 1/16 + 25/16 + 49/16 + 1/16 = 76/16; divided by 16: 19/64.
    value, error = fit_corrected(units([1, 0, 1, 1], [1, 2], [1, 0], [0.5, 0.5])).value()
    assert value == pytest.approx(0.75, abs=EXACT)
    assert error == pytest.approx(math.sqrt(19 / 64), abs=EXACT)


def test_dsl_of_unequal_probabilities_by_hand():
    # Found 0, 2, 4; the first was coded 3 with probability 1/4, the last 4 with certainty: 12, 2, 4, mean 6.
    # Deviations 6, -4, -2: 56 / 9.
    value, error = fit_corrected(units([0, 2, 4], [0, 2], [3, 4], [0.25, 1])).value()
    assert value == pytest.approx(6, abs=EXACT)
    assert error == pytest.approx(math.sqrt(56) / 3, abs=EXACT)


def test_clusters_are_summed_by_hand():
    # As the first, in two documents: deviations 1/4 + 5/4 = 3/2 and -7/4 + 1/4 = -3/2; two clusters, so times 2/1:
    # 2 (9/4 + 9/4) / 16 = 9/16.
    given = units([1, 0, 1, 1], [1, 2], [1, 0], [0.5, 0.5], clusters=np.array([0, 0, 1, 1]))
    assert fit_corrected(given).value()[1] == pytest.approx(0.75, abs=EXACT)


def test_strata_of_fixed_size_by_hand():
    # Two of four coded at once: errors 1 and -1 of the second and the third. Independent draws would add
    # (1 - 1/2) / (1/2)^2 = 2 for each square: 2 (1 + 1) = 4. Two drawn of four in one stratum add
    # 2 * n / (n - 1) * sum of squared deviations = 2 * 2 * 2 = 8. So (76/16 - 4 + 8) / 16 = 35/64.
    given = units([1, 0, 1, 1], [1, 2], [1, 0], [0.5, 0.5], strata=np.array([0, 0]))
    fit = fit_corrected(given)
    assert fit.value()[0] == pytest.approx(0.75, abs=EXACT)
    assert fit.value()[1] == pytest.approx(math.sqrt(35 / 64), abs=EXACT)
    # Errors alike in a stratum cost nothing: 3/4 + errors of 1 and 1.
    alike = units([1, 0, 0, 1], [1, 2], [1, 1], [0.5, 0.5], strata=np.array([0, 0]))
    assert fit_corrected(alike).drawn[0, 0] == pytest.approx(0, abs=EXACT)


def test_a_ratio_by_hand():
    # Numerators 1, 0, 1 and denominators 1, 1, 2 found; the last was coded (2, 2) with probability 1/2.
    # x: 1, 0, 1 + 2 (2 - 1) = 3; y: 1, 1, 2. Ratio 4/4 = 1. Residuals 0, -1, 1: variance 2 / 16.
    given = Units(
        found=np.array([[1.0, 1], [0, 1], [1, 2]]), coded=np.array([2]), said=np.array([[2.0, 2]]),
        probability=np.array([0.5]), group=np.zeros(3, dtype=np.int64), basis=np.ones((3, 1)),
    )  # fmt: skip
    assert fit_corrected(given).value() == pytest.approx((1, math.sqrt(2) / 4), abs=EXACT)


def test_a_line_by_hand():
    # Found 0, 0, 0 at t = -1, 0, 1; the last was coded 1 with probability 1/2, so 0, 0, 2.
    # Intercept 2/3, slope 1; residuals 1/3, -2/3, 1/3. Slope's variance: (1/9 + 1/9) / 4 = 1/18.
    basis = np.array([[1.0, -1], [1, 0], [1, 1]])
    fit = fit_corrected(units([0, 0, 0], [2], [1], [0.5], basis=basis))
    assert fit.coefficients[0] == pytest.approx([2 / 3, 1], abs=EXACT)
    assert fit.value(0, 1)[1] == pytest.approx(math.sqrt(1 / 18), abs=EXACT)


def test_groups_are_estimated_apart_and_a_difference_adds_their_variances():
    found, coded, said, share = [1, 0, 1, 1, 0, 0, 1, 0], [1, 2, 4, 7], [1, 0, 1, 0], [0.5, 0.5, 0.25, 0.5]
    group = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    both = fit_corrected(units(found, coded, said, share, group=group))
    one, two = (
        fit_corrected(units(found[a:b], np.array(coded[c:d]) - a, said[c:d], share[c:d])).value()
        for a, b, c, d in ((0, 4, 0, 2), (4, 8, 2, 4))
    )
    assert both.value(0) == pytest.approx(one, abs=EXACT)
    assert both.value(1) == pytest.approx(two, abs=EXACT)
    assert both.contrast(np.array([-1.0, 1.0])) == pytest.approx(
        (two[0] - one[0], math.hypot(one[1], two[1])), abs=EXACT
    )


def test_a_document_in_two_groups_ties_their_errors():
    # Twice the same values in the same documents: their difference is nothing, and surely so.
    found, group = [1, 0, 1, 0, 1, 0, 1, 0], np.array([0, 0, 0, 0, 1, 1, 1, 1])
    fit = fit_naive(units(found, [], [], [], group=group, clusters=np.array([0, 1, 2, 3, 0, 1, 2, 3])))
    assert fit.contrast(np.array([-1.0, 1.0])) == pytest.approx((0, 0), abs=EXACT)
    assert fit.value(0)[1] > 0.2


def test_copies_count_as_one():
    rng = np.random.default_rng(1)
    found = rng.integers(0, 2, 40)
    alone = fit_naive(units(found, [], [], [], clusters=np.arange(40))).value()
    thirty = fit_naive(units(np.repeat(found, 30), [], [], [], clusters=np.repeat(np.arange(40), 30))).value()
    assert thirty == pytest.approx(alone, abs=EXACT)
    assert fit_naive(units(np.repeat(found, 30), [], [], [])).value()[1] < alone[1] / 5


def test_a_group_without_evidence_is_unknown_and_spoils_no_other():
    given = Units(
        found=np.array([[1.0, 1], [0, 1], [0, 0], [0, 0]]), coded=np.array([0, 2]), said=np.array([[1.0, 1], [0, 0]]),
        probability=np.array([0.5, 0.5]), group=np.array([0, 0, 1, -1]), basis=np.ones((4, 1)),
        strata=np.array([0, 0]),
    )  # fmt: skip
    fit = fit_corrected(given, power=None)
    assert fit.value(0)[0] == pytest.approx(0.5)
    assert math.isnan(fit.value(1)[0])


def formula(found, coded, said, probability, power):
    """Estimate a mean as the papers write it, item by item: the weighted pseudo-outcomes and their sandwich."""
    chosen = dict(zip(coded, zip(said, probability, strict=True), strict=True))
    above = below = 0.0
    scores = []
    for place, seen in enumerate(found):
        x, y = power * seen, power
        if place in chosen:
            label, share = chosen[place]
            x, y = x + (label - power * seen) / share, y + (1 - power) / share
        above, below = above + x, below + y
        scores.append((x, y))
    value = above / below
    return value, math.sqrt(sum((x - y * value) ** 2 for x, y in scores)) / below


@pytest.mark.parametrize("power", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("seed", range(5))
def test_any_weight_of_the_analysis_agrees_with_the_formula(seed, power):
    rng = np.random.default_rng(seed)
    found = rng.normal(size=50)
    coded = np.sort(rng.choice(50, size=15, replace=False))
    said = found[coded] + rng.normal(size=15)
    share = rng.uniform(0.1, 1, size=15)
    value = fit_corrected(units(found, coded, said, share), power=power).value()
    assert value == pytest.approx(formula(found, coded, said, share, power), abs=EXACT)


def test_ppi_chooses_the_weight_with_the_least_variance():
    rng = np.random.default_rng(3)
    truth = rng.normal(size=4000)
    found = 2 * truth + rng.normal(size=4000)  # right in rank, twice as large
    coded = rng.choice(4000, size=200, replace=False)
    given = units(found, coded, truth[coded], np.full(200, 0.05), strata=np.zeros(200, dtype=np.int64))
    errors = {power: fit_corrected(given, power=power).value()[1] for power in np.linspace(0, 1, 101)}
    tuned = fit_corrected(given, power=None)
    assert tuned.power[0] == pytest.approx(min(errors, key=errors.get), abs=0.011)
    # The best weight is Cov(x, f) / Var(f) = 2 / 5.
    assert tuned.power[0] == pytest.approx(0.4, abs=0.05)
    assert tuned.value()[1] < 0.75 * errors[1.0]


# Published program: ppi_py 0.2.3, ppi_mean_pointestimate and ppi_mean_ci(alpha=.05), on the series below.
PUBLISHED = {
    0: (1.0310403759217317, 0.7016523267596115, 1.3604284250838519),
    1: (1.0420002065450777, 0.722701757069409, 1.3612986560207465),
    2: (0.9959411369146098, 0.6842887434816972, 1.3075935303475226),
}


def series(seed):
    """Make labels, their predictions, and predictions of unlabelled units, without a generator of a library."""
    labels = [math.sin(7 * i + seed) + i % 3 for i in range(30)]
    return labels, [0.5 * y + math.cos(3 * i) for i, y in enumerate(labels)], [
        0.5 * (math.sin(5 * i) + i % 3) + math.cos(11 * i + seed) for i in range(200)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", PUBLISHED)
def test_ppi_agrees_with_the_published_program(seed):
    labels, predicted, unlabelled = series(seed)
    found = ppi_mean(labels, predicted, unlabelled)
    assert found[:3] == pytest.approx(PUBLISHED[seed], abs=EXACT)


def test_ppi_agrees_with_the_published_program_that_is_installed():
    library = pytest.importorskip("ppi_py", reason="pip install ppi-python")
    for seed in range(20):
        labels, predicted, unlabelled = map(np.array, series(seed))
        value = library.ppi_mean_pointestimate(labels, predicted, unlabelled)
        low, high = library.ppi_mean_ci(labels, predicted, unlabelled, alpha=0.05)
        found = ppi_mean(labels, predicted, unlabelled)
        assert found[:3] == pytest.approx((value.item(), low.item(), high.item()), abs=EXACT)


def test_ppi_by_hand():
    # Labels 1, 3; predictions 0, 2; unlabelled 1, 1, 3, 3. Gradients covary by 1 (mean of (-1)(-1), 1 * 1); the six
    # predictions 0, 2, 1, 1, 3, 3 have variance 22/15 (mean 5/3, squares 24 - 50/3 = 22/3, by 5).
    # Weight = 1 / ((1 + 2/4) 22/15) = 5/11. Value: 5/11 * 2 + mean(1, 3 - 10/11) = 10/11 + 17/11 = 27/11.
    # Its variance: (25/121) * 1 / 4 + (6/11)^2 / 2 = 97/484.
    value, low, high, power = ppi_mean([1, 3], [0, 2], [1, 1, 3, 3])
    assert power == pytest.approx(5 / 11, abs=EXACT)
    assert value == pytest.approx(27 / 11, abs=EXACT)
    assert (high - low) / 2 / 1.959963984540054 == pytest.approx(math.sqrt(97 / 484), abs=EXACT)


def simulated(seed: int) -> Units:
    """Make 1,000 units in 100 documents and two groups; the analysis sees half of what is true in the second group."""
    rng = np.random.default_rng(seed)
    document = np.repeat(np.arange(100), 10)
    group = document % 2
    rate = np.clip(0.3 + 0.1 * group + rng.normal(0, 0.08, 100)[document], 0.02, 0.98)
    true = rng.random(1000) < rate
    found = np.where(true, rng.random(1000) < np.where(group, 0.5, 0.9), rng.random(1000) < 0.05)
    strata = found * 2 + group
    coded, share = [], []
    for stratum in range(4):
        rows = np.flatnonzero(strata == stratum)
        coded.append(rng.choice(rows, 40, replace=False))
        share += [40 / len(rows)] * 40
    places = np.concatenate(coded)
    more = {"group": group, "clusters": document, "strata": strata[places], "span": 1.0}
    return units(found, places, true[places], share, **more)


def test_corrected_intervals_hold_the_truth_and_naive_ones_do_not():
    gap = np.array([-1.0, 1.0])
    held = {"naive": 0, "dsl": 0, "ppi": 0}
    for seed in range(400):
        given = simulated(seed)
        fits = {"naive": fit_naive(given), "dsl": fit_corrected(given), "ppi": fit_corrected(given, power=None)}
        for name, fit in fits.items():
            value, error = fit.contrast(gap)
            held[name] += abs(value - 0.1) < 1.96 * error
    assert 0.92 <= held["dsl"] / 400 <= 0.98
    assert 0.92 <= held["ppi"] / 400 <= 0.98
    assert held["naive"] / 400 < 0.5


def test_unseen_errors_are_those_of_a_share_of_which_nothing_was_seen():
    # 100 of 1,000 units coded, no error: the variance of the share is (1 - .1) * .5 / 100^2 under Jeffreys' prior.
    given = units([0] * 1000, list(range(100)), [0] * 100, [0.1] * 100, strata=np.zeros(100, dtype=np.int64), span=1.0)
    fit = fit_corrected(given)
    assert fit.parts(np.ones(1)) == pytest.approx((0, 0, 0, 0.9 * 0.5 / 100**2), abs=1e-15)
