"""Simulate corpora of which the truth is known, and write docs/fragments/coding.md.

    python benchmarks/coding.py

Each of 1,000 corpora holds 400 articles of two outlets with ten pairs of sentence and country. How often an article
evaluates, and with which sign, differs from article to article; one outlet grows more negative from month to month. The
analysis finds more of one outlet's evaluations than of the other's, and invents some in one only. 400 pairs are coded.
An interval is right when it holds the value of the process that made the corpus.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.coding import default_codebook, joint_from_error, parse_codebook, plan_from_error
from analysis.coding.estimates import estimate_rows, group_units
from analysis.coding.linear import fit_corrected
from analysis.coding.measures import Measure, measures_of
from analysis.coding.planner import error_for, solve
from analysis.coding.sampled import Sampled
from analysis.coding.sampling import choose

ROOT = Path(__file__).resolve().parent.parent
LABELS = np.array(["none", "positive", "negative"])
OUTLETS = ("Abendpost", "Morgenblatt")
DOCUMENTS, PAIRS, CODED, PILOT, MONTHS = 400, 10, 400, 200, 24
# Mean shares of none, positive, negative in each outlet, and how they spread over articles (Dirichlet).
MEANS = ((0.70, 0.15, 0.15), (0.60, 0.12, 0.28))
SPREAD = 12.0
RISE = 0.06  # a year, of the share of negative pairs in the second outlet
# Share of true evaluations that are found, and of the others where one is invented, which is negative.
FOUND, INVENTED = (0.85, 0.45), (0.02, 0.10)
BOOK = parse_codebook(default_codebook("stance"), "stance")
# The form of the intervals was chosen while looking at the seeds 0 to 999, and one form failed a cell at those from
# 100,000; the figures are of other seeds.
FIRST_SEED = 200_000
DESIGNS = {"strata by outlet and finding, equal": (True, "equal"), "simple random sample": (False, "proportional")}


def make(seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Make the pairs of a corpus as the analysis sees them, and what is true."""
    rng = np.random.default_rng(seed)
    side = np.arange(DOCUMENTS) % 2
    month = rng.integers(0, MONTHS, DOCUMENTS)
    mean = np.array(MEANS)[side]
    shift = np.where(side == 1, RISE * (month - (MONTHS - 1) / 2) / 12, 0.0)
    mean[:, 2] += shift
    mean[:, 0] -= shift
    draws = rng.standard_gamma(mean * SPREAD)
    shares = np.repeat(np.cumsum(draws / draws.sum(axis=1, keepdims=True), axis=1), PAIRS, axis=0)
    true = (rng.random((DOCUMENTS * PAIRS, 1)) > shares[:, :2]).sum(axis=1)
    outlet = np.repeat(side, PAIRS)
    hit = rng.random(len(true)) < np.array(FOUND)[outlet]
    invented = rng.random(len(true)) < np.array(INVENTED)[outlet]
    seen = np.where(true > 0, np.where(hit, true, 0), np.where(invented, 2, 0))
    day = np.datetime64("2022-01") + np.repeat(month, PAIRS).astype("timedelta64[M]")
    population = pd.DataFrame(
        {
            "doc_id": np.repeat(np.arange(DOCUMENTS), PAIRS).astype(str),
            "outlet": np.array(OUTLETS)[outlet],
            "date": day.astype("datetime64[us]"),
            "machine": LABELS[seen],
        }
    )
    return population, LABELS[true]


def draw(population: pd.DataFrame, true: np.ndarray, n: int, design: str, seed: int) -> Sampled:
    stratified, allocation = DESIGNS[design]
    strata = (population["outlet"] + population["machine"] if stratified else population["outlet"] * 0 + "all").tolist()
    places, share = choose(strata, n, allocation=allocation, seed=seed)
    numbers = np.unique(np.array(strata)[places], return_inverse=True)[1]
    return Sampled(population, places, true[places].tolist(), share, numbers.astype(np.int64))


def measure(name: str) -> Measure:
    return measures_of(BOOK, name)[0]


def truths() -> dict[tuple[str, str, str], float]:
    """Give the values of the process: mean stance and share of negative pairs, their difference, and the rise."""
    stance = [(positive - negative) / (positive + negative) for _, positive, negative in MEANS]
    share = [negative for *_, negative in MEANS]
    found: dict[tuple[str, str, str], float] = {}
    for name, values in (("stance", stance), ("share:negative", share)):
        found |= {(name, "level", outlet): value for outlet, value in zip(OUTLETS, values, strict=True)}
        found[name, "difference", OUTLETS[1]] = values[1] - values[0]
    # A month of our calendar is a twelfth of a year only on average.
    found["share:negative", "trend", OUTLETS[0]] = 0.0
    found["share:negative", "trend", OUTLETS[1]] = RISE
    return found


def runs(corpora: int) -> Iterator[dict[str, Any]]:
    wanted = truths()
    for seed in range(FIRST_SEED, FIRST_SEED + corpora):
        population, true = make(seed)
        for design in DESIGNS:
            sampled = draw(population, true, CODED, design, seed)
            for name, trend in (("stance", False), ("share:negative", False), ("share:negative", True)):
                item = measure(name)
                names, units = group_units(sampled, item, "outlet", trend=trend)
                for method in ("ppi", "dsl"):
                    for row in estimate_rows(
                        sampled, units, item, names, method=method, differences=not trend, trend=trend
                    ):
                        yield row | {"design": design, "truth": wanted[name, row["kind"], row["group"]]}


def coverage(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return how often intervals hold the truth, by what is estimated."""
    data = pd.DataFrame(rows)
    for side, (low, high) in {"naive": ("naive_low", "naive_high"), "right": ("low", "high")}.items():
        data[f"{side}_holds"] = (data[low] <= data["truth"]) & (data["truth"] <= data[high])
        data[f"{side}_width"] = (data[high] - data[low]) / 2
    data["bias"], data["naive_bias"] = data["corrected"] - data["truth"], data["naive"] - data["truth"]
    table = []
    for key, part in data.groupby(["measure", "kind", "group", "design"], sort=False):
        method = dict(tuple(part.groupby("method")))
        table.append(
            {
                "what": f"{key[0]}, {key[1]}, {key[2]}",
                "design": key[3],
                "truth": part["truth"].iloc[0],
                "naive bias": part["naive_bias"].mean(),
                "naive holds": part["naive_holds"].mean(),
                "PPI++ bias": method["ppi"]["bias"].mean(),
                "PPI++ holds": method["ppi"]["right_holds"].mean(),
                "± PPI++": method["ppi"]["right_width"].mean(),
                "DSL holds": method["dsl"]["right_holds"].mean(),
                "± DSL": method["dsl"]["right_width"].mean(),
            }
        )
    return pd.DataFrame(table)


def plans(corpora: int) -> pd.DataFrame:
    """Return what the planner foretells from a pilot, and what comes out with as many as it says."""
    item = measure("evaluated")
    rows = []
    for design in DESIGNS:
        told, came, items = [], [], []
        for seed in range(FIRST_SEED, FIRST_SEED + corpora):
            population, true = make(seed)
            pilot = draw(population, true, PILOT, design, seed)
            _, units = group_units(pilot, item, None)
            part = fit_corrected(units, power=None).parts(np.ones(1))
            single, unseen = (part.drawn + part.finite) * PILOT, part.unseen * PILOT**2
            plan = solve(part.between, single, part.finite, error_for(width=0.08), units=len(population), unseen=unseen)
            if plan.items is None:
                continue
            _, units = group_units(draw(population, true, plan.items, design, seed + 1), item, None)
            told.append(plan.half_width)
            came.append(1.96 * fit_corrected(units, power=None).value()[1])
            items.append(plan.items)
        rows.append(foretold(f"a pilot of {PILOT}", design, items, told, came))
    rows.append(published(corpora))
    return pd.DataFrame(rows)


def published(corpora: int) -> dict[str, Any]:
    """Plan from precision and recall alone, for the first outlet."""
    item = measure("evaluated")
    rate = 1 - MEANS[0][0]
    right = rate * FOUND[0]
    found = right + MEANS[0][0] * INVENTED[0]
    joint = joint_from_error(found, right / found, FOUND[0], negative=0.5)
    # Articles differ: the variance between them against that of single pairs.
    spread = 1 + (PAIRS - 1) / (SPREAD + 1)
    plan = plan_from_error(joint, dict(item.pairs), units=DOCUMENTS * PAIRS // 2, width=0.08, documents=spread)
    came = []
    for seed in range(FIRST_SEED, FIRST_SEED + corpora):
        population, true = make(seed)
        mine = (population["outlet"] == OUTLETS[0]).to_numpy()
        some = draw(population[mine].reset_index(drop=True), true[mine], plan.items or 50, next(iter(DESIGNS)), seed)
        came.append(1.96 * fit_corrected(group_units(some, item, None)[1], power=None).value()[1])
    return foretold("precision and recall", "strata by finding, equal", [plan.items or 0], [plan.half_width], came)


def foretold(source: str, design: str, items: list[int], told: list[float], came: list[float]) -> dict[str, Any]:
    planned, realised = float(np.mean(told)), float(np.mean(came))
    numbers = {"items": float(np.mean(items)), "± planned": planned, "± realised": realised}
    return {"from": source, "design": design, **numbers, "ratio": realised / planned}


def fragment(corpora: int) -> str:
    """Return the section of docs/evaluation.md."""
    table, planned = coverage(list(runs(corpora))), plans(max(20, corpora // 5))
    lowest, highest = (end(end(table[column]) for column in ("PPI++ holds", "DSL holds")) for end in (min, max))
    naive = table["naive holds"]
    about = (
        f"Written by `python benchmarks/coding.py`. {corpora:,} corpora of {DOCUMENTS} articles in two outlets with "
        f"{PAIRS} pairs of sentence and country each; the analysis finds {FOUND[0]:.0%} of the evaluations of one "
        f"outlet and {FOUND[1]:.0%} of the other's, and invents negative ones in {INVENTED[0]:.0%} and "
        f"{INVENTED[1]:.0%} of the rest; {CODED} pairs are coded. *Holds*: how often a 95 % interval holds the value "
        "of the process that made the corpora; ±: mean half width.\n"
    )
    summary = (
        f"Corrected intervals hold it in {lowest:.1%} to {highest:.1%}, naive ones in {naive.min():.1%} to "
        f"{naive.max():.1%}: where the error of the analysis does not bear on a value, the naive interval is right, "
        "too. The form of the intervals was chosen on 1,000 other corpora, after a look at several: there a plain "
        "normal interval held the value in 92.2 % to 96.1 %, one with unseen error spread over time in 93.7 % to "
        "97.4 %, one with half a unit of unseen error in 93.1 % to 96.1 % (and in 92.8 % to 96.3 % of the 1,000 after "
        "those), the same by Student's t in 93.3 % to 96.4 %. The corpora of this table had no part in the choice. "
        "A share of 1,000 corpora has a sampling error of 1.4 points.\n"
    )
    plan = (
        "Half widths of 95 % intervals as they were planned, and as they came out with the items that were planned.\n"
    )
    title = "## Corrected estimates: simulated corpora\n"
    return "\n".join([title, about, summary, markdown(table), plan, markdown(planned)])


def markdown(table: pd.DataFrame) -> str:
    """Render a table; numbers with three places."""

    def cell(value: object) -> str:
        if isinstance(value, float):
            return f"{value:.0f}" if value > 20 else f"{value:.3f}"
        return str(value)

    lines = ["| " + " | ".join(table.columns) + " |", "|" + " --- |" * len(table.columns)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in table.itertuples(index=False)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=int, default=1000)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "fragments" / "coding.md")
    given = parser.parse_args()
    begun, worked = time.perf_counter(), time.process_time()
    given.out.write_text(fragment(given.corpora), encoding="utf-8", newline="\n")
    spent, worked = time.perf_counter() - begun, time.process_time() - worked
    print(f"{given.out}: {spent:.0f} s, {worked:.0f} s of one processor")
