"""Numbers and rows of word forms: computed once, forgotten together, the same whatever else is read."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.language import forms
from analysis.language.features import WIDTH, normalise, spellings
from analysis.language.forms import Forms, FormTable, hashes_of
from analysis.language.state_names import read_as


def test_forms_keep_their_numbers_until_there_are_too_many() -> None:
    known = Forms(kept=3)
    assert known.number(["Rat", "der", "Rat"]).tolist() == [0, 1, 0]
    assert known.number(["der", "Stadt"]).tolist() == [1, 2]
    assert (known.age, len(known)) == (0, 3)
    assert known.number(["Stadt", "Astana"]).tolist() == [0, 1]
    assert (known.age, len(known)) == (1, 2)


def test_more_forms_than_are_kept_still_get_numbers() -> None:
    assert Forms(kept=2).number(list("abcde")).tolist() == [0, 1, 2, 3, 4]
    assert Forms(kept=2).number([]).tolist() == []


def test_rows_are_right_after_all_was_forgotten(monkeypatch) -> None:
    known = Forms(kept=3)
    monkeypatch.setattr(forms, "known_forms", lambda: known)
    table = FormTable(lambda hashes, _: hashes[:, :2].astype(np.float32), 2)
    expected = {
        form: hashes_of([read_as(form)])[0, :2].astype(np.float32).tolist()
        for form in ("Rat", "der", "Stadt", "Astana")
    }
    for text in (["Rat", "der"], ["Stadt"], ["Astana", "Rat"], ["der", "Stadt", "Astana", "Rat"], ["Rat"]):
        assert table.rows(text).tolist() == [expected[form] for form in text]


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=12))
def test_any_form_has_as_many_hashes(form: str) -> None:
    found = spellings(form)
    letters = min(len(normalise(form).lower()), 5)
    assert len(found) == WIDTH
    assert hashes_of([form]).tolist() == [found]
    assert [number >= 0 for number in found[4:9]].count(True) <= letters
