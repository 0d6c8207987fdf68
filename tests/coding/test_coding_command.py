"""The commands, the plan, the paragraph and the table of a study."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis.cli import app
from analysis.coding import adjudicate, open_study, read_adjudicated, read_codings, save_label
from analysis.coding.drawing import draw_sample
from analysis.coding.estimates import correct_estimates
from analysis.coding.paragraph import methods_paragraph
from analysis.coding.planner import error_for, plan_from_pilot, solve
from analysis.coding.published import joint_from_error, plan_from_error, published_error
from analysis.coding.tables import COLUMNS, study_tables
from analysis.errors import CodingError
from analysis.export.formats import csv_bytes
from analysis.export.saved import read_by_hand

from .conftest import code_all, invent


def run(*words, ok=True, **more):
    done = CliRunner().invoke(app, ["code", *map(str, words)], **more)
    if ok:
        assert done.exit_code == 0, f"{done.output} {done.exception!r}"
    return done


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Give a store of invented articles, and the truth about them."""
    from analysis.corpus.engine import write_part
    from analysis.corpus.partition import keyed, partition_of
    from analysis.corpus.store import Store

    results, truth = invent(80, seed=5)
    root = tmp_path_factory.mktemp("command") / "store"
    by_id = {item.document.doc_id: {**item.rows, "framing": []} for item in results}
    part = partition_of([keyed(item.document) for item in results])
    writer = Store(root, made={"stage": "invented"}, noted={})
    writer.commit([write_part(part, root, [by_id[item.document.doc_id] for item in part.documents])])
    return root, truth


def test_from_a_store_to_corrected_estimates(store, tmp_path):
    root, truth = store
    drawn = ("--n", 160, "--stratify", "outlet,sign", "--allocation", "equal", "--seed", 1, "--targets", "ru")
    run("sample", root, "--unit", "stance", *drawn, "--out", tmp_path / "study")
    study = open_study(tmp_path / "study")
    assert "is not empty" in str(
        run("sample", root, "--unit", "stance", "--out", tmp_path / "study", ok=False).exception
    )
    code_all(study, truth)
    code_all(study, truth, coder="ben")
    save_label(study, "ben", "i001", "mixed")
    assert "i001  anna: " in run("adjudicate", study.folder).output
    shown = run("adjudicate", study.folder, "--by", "carla", input="?\n1\n")
    assert "'?' is no key" in shown.output
    assert "▶ Satz" in shown.output
    assert read_adjudicated(study)["i001"].label == "positive"
    run("adjudicate", study.folder, "--by", "carla", "--set", "i001=negative")
    assert read_adjudicated(study)["i001"].label == "negative"
    assert "no list of pairs" in str(run("adjudicate", study.folder, "--by", "c", "--set", "i001", ok=False).exception)
    table = tmp_path / "agreement.csv"
    run("agreement", study.folder, "--confusion", "machine,adjudicated", "--out", table)
    assert table.read_text("utf-8-sig").startswith("who,part,coefficient,value,low,high,n")
    out = tmp_path / "corrected"
    run("estimate", root, study.folder, "--measure", "stance", "--by", "outlet", "--differences", "--out", out)
    pictures = {f"{kind}.{suffix}" for kind in ("level", "difference") for suffix in ("png", "svg")}
    assert {path.name for path in out.iterdir()} == {"estimates.csv", "methods_de.txt", "methods_en.txt", *pictures}
    assert len((out / "estimates.csv").read_text("utf-8-sig").splitlines()) == 4
    run("plan", root, study.folder, "--measure", "stance", "--difference", 0.4, "--by", "outlet")
    (tmp_path / "families.csv").write_text("doc_id,family\nd0000,a\nd0001,a\n", "utf-8")
    run("estimate", root, study.folder, "--measure", "evaluated", "--families", tmp_path / "families.csv")


def test_sheets_by_command(study, tmp_path):
    run("export", study.folder, tmp_path / "a.csv")
    run("export", study.folder, tmp_path / "a.qdpx", "--lang", "en")
    text = (
        (tmp_path / "a.csv")
        .read_text("utf-8-sig")
        .replace('"Danach reisten sie ab.",""', '"Danach reisten sie ab.","Kritik"')
    )
    (tmp_path / "a.csv").write_text(text, "utf-8")
    done = run("import", study.folder, tmp_path / "a.csv", "--coder", "anna", "--labels", "Kritik=negative")
    assert done.output == "3 saved, 0 there already, 0 without a label\n"
    assert read_codings(study, "anna")["i002"].label == "negative"


def test_a_plan_without_a_pilot(capsys):
    out = run("plan", "--unit", "stance", "--measure", "evaluated", "--found", 0.1, "--width", 0.08).output
    assert "precision 0." in out
    assert "± 0.040" in out
    assert "No number suffices" in run("plan", "--found", 0.1, "--units", 100, "--width", 0.01).output
    assert "planned from a pilot" in str(run("plan", "--measure", "mean", "--width", 0.1, ok=False).exception)
    assert "either" in str(run("plan", ok=False).exception)


def test_aims():
    assert error_for(width=0.1) * 1.96 * 2 == pytest.approx(0.1, abs=1e-5)
    assert error_for(difference=0.1, power=0.8) * (1.96 + 0.8416) == pytest.approx(0.1, abs=1e-5)
    for wrong in ({}, {"width": 0.1, "difference": 0.1}, {"width": -1}, {"width": 0.1, "power": 1}):
        with pytest.raises(CodingError):
            error_for(**wrong)


def test_a_plan_solves_the_variance():
    # A share of one half, simply drawn from 10,000: 1.96^2 * .25 / .05^2 = 384.1 items, 369.9 of a finite population.
    assert solve(0, 0.25, 0, error_for(width=0.1), units=10_000).items == 385
    assert solve(0, 0.25, 0.25 / 10_000, error_for(width=0.1), units=10_000).items == 370
    plan = solve(0.0001, 0.25, 0, error_for(width=0.1), units=10_000)
    assert plan.half_width <= 0.05
    assert solve(0.0001, 0.25, 0, plan.half_width / 1.96 * 1.02, units=10_000).items < plan.items
    assert solve(0.01, 0.25, 0, error_for(width=0.1), units=10_000).items is None
    assert solve(0, 0.25, 0.25 / 80, error_for(width=0.01), units=80).items == 80
    assert solve(0, 1e-9, 0, error_for(width=0.5), units=10_000).items == 50  # rare errors are not seen in fewer


def test_the_joint_table_has_the_error_that_it_is_made_from():
    joint = joint_from_error(0.2, 0.6, 0.3, negative=0.7)
    right = joint["positive", "positive"] + joint["negative", "negative"]
    found = sum(share for (seen, _), share in joint.items() if seen != "none")
    true = sum(share for (_, label), share in joint.items() if label != "none")
    assert (found, right / found, right / true) == pytest.approx((0.2, 0.6, 0.3))
    with pytest.raises(CodingError, match="no room"):
        joint_from_error(0.4, 0.9, 0.2)


@pytest.mark.parametrize("design", ["equal", "simple"])
def test_a_plan_from_published_error_is_what_comes_out(design):
    pairs = {"positive": (1, 1), "negative": (1, 1), "none": (0, 1)}
    joint = joint_from_error(0.15, 0.6, 0.5)
    plan = plan_from_error(joint, pairs, units=6000, width=0.08, design=design)
    from analysis.coding.linear import Units, fit_corrected
    from analysis.coding.sampling import choose

    cells = list(joint)
    widths = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        drawn = rng.choice(len(cells), size=6000, p=np.array(list(joint.values())))
        found, true = ([cells[place][side] for place in drawn] for side in (0, 1))
        strata = found if design == "equal" else ["all"] * 6000
        places, share = choose(strata, plan.items, allocation="equal", seed=seed)
        units = Units(
            found=np.array([pairs[label] for label in found], dtype=float), coded=places,
            said=np.array([pairs[true[place]] for place in places], dtype=float), probability=share,
            group=np.zeros(6000, dtype=np.int64), basis=np.ones((6000, 1)),
            strata=np.unique([strata[place] for place in places], return_inverse=True)[1],
        )  # fmt: skip
        widths.append(1.96 * fit_corrected(units, power=None).value()[1])
    assert np.mean(widths) == pytest.approx(plan.half_width, rel=0.1)


def test_a_pilot_foretells_the_study(corpus, tmp_path):
    results, truth = corpus
    pilot = draw_sample(
        results, tmp_path / "pilot", unit="stance", n=120, stratify_by=["sign"], allocation="equal", seed=1
    )
    for item in pilot.items:
        save_label(pilot, "anna", item.item_id, "none", seconds=30)
    code_all(pilot, truth)
    (row,) = plan_from_pilot(results, pilot, measure="evaluated", width=0.12).itertuples()
    assert row.coded == 120
    assert row.half_width <= 0.06 < row.half_width_now
    assert pd.isna(row.hours)
    study = draw_sample(
        results, tmp_path / "study", unit="stance", n=row.items, stratify_by=["sign"], allocation="equal", seed=2
    )
    code_all(study, truth)
    (done,) = correct_estimates(results, study, measure="evaluated").itertuples()
    assert (done.high - done.low) / 2 == pytest.approx(row.half_width, rel=0.2)


def test_published_errors_are_read_from_the_evaluation():
    for unit in ("stance", "quote", "mention"):
        error = published_error(unit)
        assert 0 < error.precision <= 1
        assert 0 < error.recall <= 1
    with pytest.raises(CodingError, match="pilot"):
        published_error("sentence")


@pytest.fixture(scope="module")
def coded(corpus, tmp_path_factory):
    results, truth = corpus
    folder = tmp_path_factory.mktemp("paragraph") / "study"
    study = draw_sample(
        results, folder, unit="stance", n=120, stratify_by=["outlet", "sign"], allocation="equal", seed=2
    )
    code_all(study, truth)
    return study


def test_the_paragraph_has_the_numbers(corpus, coded):
    table = correct_estimates(corpus[0], coded, measure="stance", by="outlet")
    german, english = (methods_paragraph(coded, table, lang=lang) for lang in ("de", "en"))
    assert "Aus 720 Einheiten (Paare aus Satz und Land)" in german
    assert "Eine Person codierte 120 davon" in german
    assert "α" in german
    assert "design-based" not in english
    assert "PPI++" in english
    value = f"{table['corrected'].iloc[0]:.2f}".replace("-", "−")
    assert value in english
    assert value.replace(".", ",") in german
    save_label(coded, "ben", "i001", "mixed")
    adjudicate(coded, "i001", "negative", by="carla")
    both = methods_paragraph(coded, lang="en")
    assert "2 people coded 120 of them independently" in both
    assert "1 disagreement, 1 of them adjudicated (by a person who had not coded)." in both
    adjudicate(coded, "i001", "positive", by="ben")
    assert "1 Abweichung, davon 1 entschieden (durch eine der codierenden Personen)." in methods_paragraph(coded)
    save_label(coded, "ben", "i003", "mixed")
    adjudicate(coded, "i003", "negative", by="carla")
    assert "2 Abweichungen, davon 2 entschieden (durch 2 Personen)." in methods_paragraph(coded)
    assert not math.isnan(float(value.replace("−", "-")))


def test_the_table_of_codings_holds_no_text_and_goes_into_a_folder(coded, tmp_path):
    save_label(coded, "dora", "i002", "mixed", memo="„Kasachstan spricht“")
    table = study_tables(coded)["codings"]
    assert list(table.columns) == list(COLUMNS)
    assert set(table["coder"]) >= {"anna", "dora", "machine"}
    assert table["memo"].isna().all()
    assert study_tables(coded, memos=True)["codings"]["memo"].notna().sum() == 1
    assert "spricht" not in table.to_csv()
    (tmp_path / "codings.csv").write_bytes(csv_bytes(table))
    again = read_by_hand(tmp_path, "codings")
    assert again["inclusion_probability"].tolist() == pytest.approx(table["inclusion_probability"].tolist())
