"""Aggregation, sensitivity, explanation, markers and the tonality baseline."""

from __future__ import annotations

import pytest

from analysis.errors import TableError
from analysis.stance import aggregate_stances, explain_stance, find_stances, marker_rows, predicate_sensitivity
from analysis.stance.output.tonality import lexicon_balance, sentence_tonality
from analysis.tables import Evidence, Stance, frame


def _row(number, holder, target, sign, **changes):
    base = Stance(
        "d", f"t{number}", 0, 0, 5, holder, None, holder, "narrator", target, None, sign, sign * 0.9, False, "speech",
        "loben [subj>obj]", (Evidence(0, 5, "lobte", 0.9),),
    )  # fmt: skip
    return base._replace(**changes)


@pytest.fixture(scope="module")
def table():
    return frame(
        "stances",
        [
            _row(1, "PL", "LT", 1),
            _row(2, "PL", "LT", -1, hedged=True, rule="reader, rügen [subj>obj]"),
            _row(3, "PL", "LT", 1),
            _row(4, "PL", "PL", 1),
            _row(5, None, "LT", -1),
        ],
    )


def test_aggregation_keeps_unknown_apart_and_leaves_self_out(table):
    found = aggregate_stances(table).set_index(["holder_country", "target"])
    assert list(found.index) == [("PL", "LT"), ("unknown", "LT")]
    dyad = found.loc[("PL", "LT")]
    assert dyad["n"] == 3
    assert dyad["mean"] == pytest.approx(1 / 3)
    assert dyad["low"] == -1
    assert dyad["high"] == 1
    assert dyad["hedged"] == pytest.approx(1 / 3)
    assert dyad["ambivalence"] == pytest.approx(2 / 3)
    assert found.loc[("unknown", "LT"), ["low", "high"]].isna().all()


def test_aggregation_counts_what_is_asked_for(table):
    assert aggregate_stances(table, self_evaluations=True)["n"].sum() == 5
    assert aggregate_stances(table, by=("voice",))["n"].tolist() == [4]


def test_aggregation_of_nothing_is_empty_and_typed(table):
    found = aggregate_stances(table.iloc[:0])
    assert len(found) == 0
    assert str(found["mean"].dtype) == "Float64"


def test_an_unknown_column_is_named(table):
    with pytest.raises(TableError, match="'land'"):
        aggregate_stances(table, by=("land",))


def test_sensitivity_leaves_each_predicate_out(table):
    found = predicate_sensitivity(table).set_index("predicate")
    assert found.loc["rügen", "mean"] == pytest.approx(1 / 3)
    assert found.loc["rügen", "mean_without"] == pytest.approx(1.0)
    assert found.loc["rügen", "effect"] == pytest.approx(2 / 3)


def test_explanation_marks_the_words_and_escapes_html():
    text = "Die <b> Polen & Co. prangerten am Freitag Litauen an, sagt man."
    start = text.index("prangerten")
    end = text.index(" an,") + 3
    row = _row(1, "PL", "LT", -1)._replace(
        start=start,
        end=end,
        evidence=(Evidence(start, start + 10, "prangerten", 1.0), Evidence(end - 2, end, "an", 1.0)),
    )
    explained = explain_stance(row, text)
    assert "[prangerten] am Freitag Litauen [an], sagt man." in str(explained)
    assert "PL (PL) → LT −" in str(explained)
    html = explained._repr_html_()
    assert "&lt;b&gt; Polen &amp; Co." in html
    assert html.count("<mark") == 2


def test_find_stances_gives_the_rows_as_a_frame(read):
    (result,) = read(["Polen kritisiert Litauen."], quoted=False)
    found = find_stances(result.doc, frame("mentions", result.mentions), quotes=frame("quotes", []), actors=None)
    assert found[["holder_country", "target", "sign"]].values.tolist() == [["PL", "LT", -1]]


def test_markers(read):
    (result,) = read(
        ["Angeblich hat Polen die „Spezialoperation“ laut Kiew nicht sehr scharf kritisiert."], quoted=False
    )
    found = {(row.text, row.kind) for row in marker_rows(result.doc, [])}
    assert {
        ("Angeblich", "hedge"), ("„Spezialoperation“", "scare_quote"), ("laut", "evidential"), ("nicht", "negation"),
        ("sehr", "booster"),
    } <= found  # fmt: skip
    assert not [row for row in marker_rows(result.doc, []) if row.text == "Kiew"]


def test_tonality_restores_the_case_of_nouns(read):
    (war, good, table_) = (r.doc for r in read(["Der Krieg ist da.", "Das ist gut.", "Der Tisch steht."], quoted=False))
    assert sentence_tonality(war, 0, len(war)) < 0
    assert sentence_tonality(good, 0, len(good)) > 0
    assert sentence_tonality(table_, 0, len(table_)) == 0


def test_baselines_know_no_direction(read):
    (one, other) = (r.doc for r in read(["Polen kritisiert Litauen.", "Litauen kritisiert Polen."], quoted=False))
    assert sentence_tonality(one, 0, len(one)) == sentence_tonality(other, 0, len(other))
    assert lexicon_balance(one, 0, len(one)) == lexicon_balance(other, 0, len(other)) == -1
