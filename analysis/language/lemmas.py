"""Lemmas: simplemma's dictionary asked with the word class in mind, closed classes from a table.

References
----------
Barbaresi (2024): Simplemma: a simple multilingual lemmatizer for Python. Zenodo.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from ..reading.dictionary import dictionary_factory
from .strong_verbs import strong_infinitive

if TYPE_CHECKING:
    from simplemma import Lemmatizer
    from simplemma.strategies import DictionaryLookupStrategy

CLOSED: Final = Path(__file__).parent / "closed_class_lemmas.tsv"
_UNINFLECTED: Final = frozenset({"PUNCT", "NUM", "X", "SYM", "INTJ"})
_VERBAL: Final = frozenset({"VERB", "AUX"})


@cache
def _closed() -> dict[tuple[str, str], str]:
    with CLOSED.open(encoding="utf-8", newline="") as stream:
        return {(row["form"], row["tag"]): row["lemma"] for row in csv.DictReader(stream, delimiter="\t")}


@cache
def _dictionary(greedy: bool = False) -> Lemmatizer:
    """Simplemma with its compact dictionary, which takes 100 MB less; each form is asked for once."""
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy

    strategy = DefaultStrategy(greedy=greedy, dictionary_factory=dictionary_factory())
    return Lemmatizer(lemmatization_strategy=strategy)


@cache
def _members() -> DictionaryLookupStrategy:
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy(dictionary_factory())


def _look_up(form: str) -> str:
    return _dictionary().lemmatize(form, lang="de")


def is_known(form: str) -> bool:
    """Whether the dictionary has a form."""
    # a decomposed ü is looked up as one letter, as everywhere in simplemma
    return _members().get_lemma(normalize("NFC", form), "de") is not None


@lru_cache(maxsize=100_000)
def lemma_of(form: str, upos: str, tag: str, *, genitive: bool = False) -> str:
    """Return the dictionary form of a word.

    Parameters
    ----------
    form : str
        The word as it stands.
    upos, tag : str
        Its universal part of speech and its STTS tag.
    genitive : bool, optional
        Whether it stands in the genitive; a name then loses its -s.

    Examples
    --------
    >>> lemma_of("Gesprächen", "NOUN", "NN"), lemma_of("ihm", "PRON", "PPER"), lemma_of("Kritisierte", "VERB", "VVFIN")
    ('Gespräch', 'er', 'kritisieren')
    """
    lower = form.lower()
    known = _closed().get((lower, tag))
    if known is not None:
        return known
    if upos in _UNINFLECTED or not form[0].isalpha():
        return form
    if upos == "PROPN":
        return _name(form, genitive)
    if upos == "NOUN":
        return _look_up(form[:1].upper() + form[1:])
    if upos in _VERBAL:
        return (strong_infinitive(lower) if tag.endswith("FIN") else None) or _verb(lower)
    if upos == "ADJ":
        return _adjective(lower)
    lemma = _look_up(lower)
    return lower if lemma[:1].isupper() else lemma


def _name(form: str, genitive: bool) -> str:
    """Russlands, Tokajews -> without -s; Paris, Thomas and Texas stay, though Pari and Thoma are words too."""
    if len(form) < 4 or form[-1] != "s" or form[-2] in "sxzß'’":
        return form
    stem = form[:-1]
    if _look_up(form) == stem or (genitive and (is_known(stem) or not is_known(form))):
        return stem
    return form


def _verb(form: str) -> str:
    """Simplemma may know a form as another word class (`begeistert`): a verb's lemma ends in -n."""
    lemma = _look_up(form)
    return lemma if lemma.endswith("n") else _dictionary(greedy=True).lemmatize(form, lang="de")


def _adjective(form: str) -> str:
    """Return the uninflected adjective: a participle stays one (`vereinigten`: vereinigt, not vereinigen)."""
    lemma = _look_up(form)
    if lemma != form and lemma[0].islower() and not lemma.endswith("en"):
        return lemma
    for ending in ("en", "em", "er", "es", "e"):
        stem = form.removesuffix(ending)
        if stem != form and len(stem) > 3 and is_known(stem):
            return stem
    return form
