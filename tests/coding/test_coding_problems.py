"""What goes wrong with a study is said in English by the command and in the language of the page by the page."""

from __future__ import annotations

import errno
import pickle
import re
from importlib.resources import files

import pytest

from analysis.coding import open_study
from analysis.coding.codebook import parse_codebook
from analysis.coding.problems import problem
from analysis.errors import CodingError


@pytest.mark.parametrize(
    ("toml", "english", "german"),
    [
        ("unit = ", "is no TOML file", "ist keine TOML-Datei"),
        ('unit = "word"', "has the unit 'word'", "hat die Einheit „word“"),
        ('unit = "stance"\nlabels = []', "needs 2 to", "braucht 2 bis"),
        (
            'unit = "stance"\n[[labels]]\nname = "a b"\nkey = "1"\n[[labels]]\nname = "c"\nkey = "2"',
            "'name' is 'a b'",
            "„name“ ist 'a b'",
        ),
    ],
)
def test_a_codebook_that_is_wrong_says_so_in_both_languages(toml, english, german):
    with pytest.raises(CodingError) as raised:
        parse_codebook(toml.encode(), "eigenes.toml")
    assert english in str(raised.value)
    assert english in raised.value.in_words("en")
    assert german in raised.value.in_words("de")
    assert "eigenes.toml" in raised.value.in_words("de")


def test_a_folder_without_a_study_is_named(tmp_path):
    with pytest.raises(CodingError, match="holds no study") as raised:
        open_study(tmp_path)
    assert (
        raised.value.in_words("de")
        == f"In „{tmp_path}“ liegt keine Studie; ziehen Sie eine mit: mittellage code sample."
    )


def test_what_the_system_says_is_german_too():
    error = problem("file.write", path="a.jsonl", reason=OSError(errno.ENOSPC, "No space left on device"))
    assert "No space left on device" in str(error)
    assert "Der Datenträger ist voll" in error.in_words("de")


def test_an_error_without_german_stays_english_and_travels_between_processes():
    assert CodingError("only English").in_words("de") == "only English"
    error = pickle.loads(pickle.dumps(problem("item.none", item="i7")))
    assert error.in_words("de") == "Ein Item „i7“ gibt es in dieser Studie nicht."


def test_every_problem_has_the_same_places_in_both_languages():
    lines = (files("analysis.coding") / "problems.tsv").read_text("utf-8").splitlines()[1:]
    for line in lines:
        key, german, english = line.split("\t")
        places = [set(re.findall(r"\{(\w+)", text)) for text in (german, english)]
        assert places[0] == places[1], key
