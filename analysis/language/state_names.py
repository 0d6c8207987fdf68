"""Names of states as the networks read them: one name for all that are used alike.

Whether a sentence is about Russia or about Kyrgyzstan must change nothing in how it is parsed, whose words are found in
it, and how it is evaluated. So *Kirgisistans* is read as *Frankreichs*, *Bischkek* as *Washington*, *kirgisische* as
*französische*: words that the networks know well. Names with an article (*die Türkei*) are read as they are, since
their article is part of how they are used, and so are German names, which stand in other phrases (*Deutsche Bahn*).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).with_name("state_names.tsv")
_READ_AS: Final = {"name": "Frankreich", "capital": "Washington", "adjective": "französisch"}
_ENDINGS: Final = {"name": ("", "s"), "capital": ("", "s"), "adjective": ("e", "en", "er", "es", "em")}


def read_as(form: str) -> str:
    """Return the word that the networks read in the place of a word form.

    Examples
    --------
    >>> [read_as(form) for form in ("Chinas", "Russische", "Moskau", "Haus")]
    ['Frankreichs', 'Französische', 'Washington', 'Haus']
    """
    return _forms().get(form, form)


@cache
def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for ending in _ENDINGS[row["list"]]:
                word, other = row["word"] + ending, _READ_AS[row["list"]] + ending
                forms[word] = other
                forms[word.capitalize()] = other.capitalize()
    return forms
