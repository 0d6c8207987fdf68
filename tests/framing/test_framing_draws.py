"""Intervals drawn together: the same to the last bit as drawn one by one, and equal ones drawn once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from analysis.framing import measure_framing, resample
from analysis.framing.resample import (
    UNKNOWN,
    Interval,
    Ratio,
    draw_intervals,
    enclose,
    prior_mass,
    proportion,
    signs_of,
    statistic,
    statistics,
    weigh,
)
from analysis.tables import Mention, Sentence, frame


def alone(hits: npt.NDArray[np.float64], trials: npt.NDArray[np.float64], *, seed: int) -> Interval:
    """The definition: only sentences that carry something, a product of their own, a whole sort by numpy."""
    counts = np.column_stack([hits, trials - hits])
    carrying = (counts != 0).any(axis=1)
    sums = weigh(len(counts), seed=seed)[:, carrying] @ counts[carrying]
    sums = sums + float(counts[counts > 0].mean()) * prior_mass(2, seed=seed)
    cloud = sums[:, 0] / sums.sum(axis=1)
    value = float(counts[:, 0].sum() / counts.sum())
    low, high = np.quantile(cloud, [0.025, 0.975])
    return Interval(value, min(low, value), max(high, value))


def ratios(sentences: int, *, number: int, whole: bool) -> list[Ratio]:
    generator = np.random.default_rng(sentences)
    found = []
    for _ in range(number):
        trials = generator.poisson(0.7, sentences).astype(float)
        trials[0] += 1
        hits = generator.binomial(trials.astype(int), 0.4).astype(float)
        discount = 1.0 if whole else 1 / np.log2(np.arange(sentences) + 2)
        found.append(Ratio(hits * discount, trials * discount))
    return found


@pytest.mark.parametrize("whole", [True, False], ids=["counts", "discounted"])
@pytest.mark.parametrize("sentences", [1, 2, 20, 64, 65, 150, 257, 400, 2000])
def test_drawn_together_is_drawn_alone(sentences: int, whole: bool) -> None:
    asked = ratios(sentences, number=40, whole=whole)
    assert draw_intervals(asked, seed=3) == [proportion(hits, trials, seed=3) for hits, trials, _ in asked]
    for found, (hits, trials, _) in zip(draw_intervals(asked, seed=3), asked, strict=True):
        assert tuple(found) == pytest.approx(tuple(alone(hits, trials, seed=3)), abs=1e-12)


def test_the_order_of_ratios_changes_none() -> None:
    asked = ratios(20, number=12, whole=True)
    assert draw_intervals(asked[::-1], seed=0) == draw_intervals(asked, seed=0)[::-1]


def test_statistics_drawn_together_are_those_drawn_alone() -> None:
    generator = np.random.default_rng(5)
    counts = [generator.poisson(0.5, (30, 2)).astype(float) for _ in range(4)]
    counts[1][:] = 0  # unknown
    counts[2][2:] = 0  # too few sentences
    wanted = [True, True, True, False]

    def rate(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        with np.errstate(invalid="ignore"):
            return np.asarray(sums[:, 0] / sums[:, 1])

    found = statistics(counts, rate, seed=2, drawn=wanted)
    assert found == [statistic(each, rate, seed=2, drawn=drawn) for each, drawn in zip(counts, wanted, strict=True)]
    assert [each.low is None for each in found] == [False, True, True, True]
    assert [each.value is None for each in found] == [False, True, False, False]


def test_equal_ratios_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    draw = resample._proportions
    monkeypatch.setattr(resample, "_proportions", lambda counts, seed: drawn.append(len(counts)) or draw(counts, seed))
    first, second = ratios(10, number=2, whole=True)
    found = draw_intervals([first, second, Ratio(first.hits.copy(), first.trials.copy()), first], seed=0)
    assert drawn == [2]
    assert found[0] == found[2] == found[3] != found[1]


def test_signs_go_from_minus_one_to_one() -> None:
    positive, negative = np.array([2.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])
    (signed,) = draw_intervals([signs_of(positive, negative)], seed=0)
    part = proportion(positive, positive + negative, seed=0)
    assert part.low is not None and part.high is not None  # noqa: PT018
    assert signed == (0.5, 2 * part.low - 1, 2 * part.high - 1)


def test_no_trials_are_unknown_among_others() -> None:
    nothing, (something,) = Ratio(np.zeros(5), np.zeros(5)), ratios(5, number=1, whole=True)
    assert draw_intervals([nothing, something, nothing._replace(signed=True)], seed=0)[::2] == [UNKNOWN, UNKNOWN]
    assert draw_intervals([], seed=0) == []


def test_an_interval_that_is_not_wanted_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resample, "draw_sums", None)
    counts = np.array([[0.0, 2.0], [0.0, 1.0], [0.0, 2.0]])
    assert statistic(counts, lambda s: s[:, 0] / s[:, 1], seed=0, drawn=False) == (0.0, None, None)


def test_quantiles_are_those_of_numpy() -> None:
    cloud = np.random.default_rng(0).random(1000)
    assert enclose(0.5, cloud)[1:] == tuple(np.quantile(cloud, [0.025, 0.975]))


def test_the_interval_of_dispersion_is_that_of_its_definition() -> None:
    """Half the sum of differences over all sentences, also those in which the country does not stand."""
    named, words = [0, 0, 2, 5, 6, 6], [3, 1, 4, 2, 5, 2, 3, 1]
    texts = [" ".join(["Wort"] * count) for count in words]
    sentences = [Sentence("d", n, "s1", 0, n * 100, n * 100 + 50, said) for n, said in enumerate(texts)]
    tables = {
        "sentences": frame("sentences", sentences),
        "mentions": frame("mentions", [
            Mention("d", f"m{i}", n, n * 100 + i, n * 100 + i + 1, "Moldau", "MD", "name", None, "actor", "narrator")
            for i, n in enumerate(named)
        ]),
    }  # fmt: skip
    table = measure_framing(tables, focus=["MD"], poles=["RU", "EU"], indicators=["attention_dispersion"], seed=4)
    row = table.set_index("unit").loc["MD"]
    hits, weights = np.bincount(named, minlength=8), weigh(8, seed=4)
    shares = [weights * counts for counts in (np.array(words), hits)]
    first, second = (each / each.sum(axis=1, keepdims=True) for each in shares)
    low, high = np.quantile(np.abs(first - second).sum(axis=1) / 2, [0.025, 0.975])
    assert [row["low"], row["high"]] == pytest.approx([low, high], abs=1e-12)
