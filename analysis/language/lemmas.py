"""Lemmas: simplemma's dictionary asked with the word class in mind, closed classes from a table.

References
----------
Barbaresi (2024): Simplemma: a simple multilingual lemmatizer for Python. Zenodo.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from .moods import strong_infinitive

CLOSED: Final = Path(__file__).parent / "closed_class_lemmas.tsv"
_UNINFLECTED: Final = frozenset({"PUNCT", "NUM", "X", "SYM", "INTJ"})
_VERBAL: Final = frozenset({"VERB", "AUX"})


@cache
def _closed() -> dict[tuple[str, str], str]:
    with CLOSED.open(encoding="utf-8", newline="") as stream:
        return {(row["form"], row["tag"]): row["lemma"] for row in csv.DictReader(stream, delimiter="\t")}


@lru_cache(maxsize=100_000)
def lemma_of(form: str, upos: str, tag: str) -> str:
    """Dictionary form of a word.

    Parameters
    ----------
    form : str
        The word as it stands.
    upos, tag : str
        Its universal part of speech and its STTS tag.

    Examples
    --------
    >>> lemma_of("Gesprächen", "NOUN", "NN"), lemma_of("ihm", "PRON", "PPER"), lemma_of("Kritisierte", "VERB", "VVFIN")
    ('Gespräch', 'er', 'kritisieren')
    """
    import simplemma

    lower = form.lower()
    known = _closed().get((lower, tag))
    if known is not None:
        return known
    if upos in _UNINFLECTED or not form[0].isalpha():
        return form
    if upos == "PROPN":
        # Russlands, Merkels: simplemma leaves most genitives of names
        genitive = len(form) > 3 and form[-1] == "s" and form[-2] not in "sxzaiu'" and tag == "NE"
        return form[:-1] if genitive and simplemma.is_known(form[:-1], lang="de") else form
    if upos == "NOUN":
        return str(simplemma.lemmatize(form[:1].upper() + form[1:], lang="de"))
    if upos in _VERBAL:
        return (strong_infinitive(lower) if tag.endswith("FIN") else None) or _verb(lower)
    if upos == "ADJ":
        return _adjective(lower)
    lemma = str(simplemma.lemmatize(lower, lang="de"))
    return lower if lemma[:1].isupper() else lemma


def _verb(form: str) -> str:
    """simplemma may know a form as another word class (`begeistert`): a verb's lemma ends in -n."""
    import simplemma

    lemma = str(simplemma.lemmatize(form, lang="de"))
    return lemma if lemma.endswith("n") else str(simplemma.lemmatize(form, lang="de", greedy=True))


def _adjective(form: str) -> str:
    """The uninflected adjective: a participle stays one (`vereinigten`: vereinigt, not vereinigen)."""
    import simplemma

    lemma = str(simplemma.lemmatize(form, lang="de"))
    if lemma != form and lemma[0].islower() and not lemma.endswith("en"):
        return lemma
    for ending in ("en", "em", "er", "es", "e"):
        stem = form.removesuffix(ending)
        if stem != form and len(stem) > 3 and simplemma.is_known(stem, lang="de"):
            return stem
    return form
