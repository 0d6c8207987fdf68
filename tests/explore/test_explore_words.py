"""One vocabulary: what page and report have in common stands in one table."""

from __future__ import annotations

from importlib.resources import files

import pytest

from analysis.explore.words import say
from analysis.export.report.words import say as say_in_report


def _keys(package: str) -> list[str]:
    lines = (files(package) / "words.tsv").read_text("utf-8").splitlines()[1:]
    return [line.split("\t")[0] for line in lines]


def test_no_word_stands_twice():
    page, report = _keys("analysis.explore"), _keys("analysis.export.report")
    assert len(page) == len(set(page))
    assert len(report) == len(set(report))
    assert not set(page) & set(report)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    ("page", "report"),
    [
        ("form.leader", "form.leader"),
        ("form.demonym", "form.demonym"),
        ("type.indirect_free_indirect", "type.indirect_free_indirect"),
        ("speaker_role.official", "role.official"),
        ("kind.evidential", "marker.evidential"),
        ("col.variants", "col.variants"),
    ],
)
def test_page_and_report_say_the_same(page, report, lang):
    assert say(page, lang) == say_in_report(report, lang)


def test_both_call_a_cue_a_cue():
    assert say("col.cue_text", "de") == say_in_report("col.cue", "de") == "Redewort"


def test_every_label_is_in_both_languages():
    lines = (files("analysis.explore") / "words.tsv").read_text("utf-8").splitlines()
    assert all(len(line.split("\t")) == 4 and all(line.split("\t")[:3]) for line in lines)
