"""Spellings that dictionaries do not list: gender marks, hashtags, umlauts written in ASCII."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Final

from ..dictionary import is_form
from .edits import Edit

_GENDER: Final = re.compile(
    r"(?<![\w./@:#-])(?P<noun>(?:[\w-]*-)?[A-ZÄÖÜ][\wäöüß]{1,60}?)"
    r"(?P<mark>[:*_·•⋅’']|/-?|\()(?P<plural>-?[iI]nnen|-?[iI]n)(?P<close>\)?)(?![\w*])"
)
_INNER: Final = re.compile(r"(?<![\w./@:#])(?:[\w-]*-)?[A-ZÄÖÜ][a-zäöüß]{2,60}(?P<letter>I)n(?:nen)?(?!\w)")
_ENDING: Final = re.compile(
    r"(?<![\w./@:#-])(?P<left>[^\W\d_]{2,30})(?P<mark>[:*_·•⋅/])(?P<right>[a-zäöüß]{1,5})(?![\w*:])"
)
# One look tells of most texts that no word has such a mark.
_GENDERED: Final = re.compile(r"[^\W\d_](?:[:*_·•⋅’'/(]-?[a-zI]|I(?=n))")
_AGENT: Final = ("er", "ist", "ent", "ant", "or", "eur", "ör", "loge", "ekt", "at", "iker")
_HASHTAG: Final = re.compile(r"(?<![\w&/#])#(?=[^\W_]*[^\W\d_])\w+")
_CAMEL: Final = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_UMLAUT: Final = re.compile(r"[äöüÄÖÜß]")
_DIGRAPH: Final = re.compile(r"(?<![^\W\d_])[A-Za-z]*(?:[aouAOU][eE]|ss)[A-Za-z]*(?![^\W\d_])")
_SITE: Final = re.compile(r"[aouAOU][eE]|ss")
_LETTERS: Final = {"ae": "ä", "oe": "ö", "ue": "ü", "ss": "ß"}
_MOST_SITES: Final = 4
# German has an umlaut in every seventh word; where one is rarer than this, a keyboard had none.
_LETTERS_PER_UMLAUT: Final = 250


def gender_edits(text: str) -> Iterator[Edit]:
    """Yield the replacements that turn gender marks into the feminine form, which inflection and lexicons know.

    Examples
    --------
    >>> def folded(text):
    ...     for edit in reversed(list(gender_edits(text))):
    ...         text = text[: edit.start] + edit.new + text[edit.end :]
    ...     return text
    >>> folded("Ein:e kirgisische:r Händler:in und die Politiker/-innen, der/die Sprecher*in")
    'Eine kirgisische Händlerin und die Politikerinnen, die Sprecherin'
    """
    if not _GENDERED.search(text):
        return
    edits = [*_noun_edits(text), *_ending_edits(text)]
    position = 0
    for edit in sorted(edits):
        if edit.start >= position:
            yield edit
            position = edit.end


def _noun_edits(text: str) -> Iterator[Edit]:
    for match in _GENDER.finditer(text):
        ending = match["plural"].lstrip("-").lower()
        if (match["mark"] == "(") != bool(match["close"]):
            continue
        if ending == "innen" or _is_person(match["noun"] + ending):
            yield Edit(match.start("mark"), match.end(), ending)
    for match in _INNER.finditer(text):
        if match.group().endswith("nnen") or _is_person(match.group().replace("In", "in")):
            yield Edit(*match.span("letter"), "i")


def _is_person(word: str) -> bool:
    """Tell a feminine noun from two words without a space ("Kasachstan:in Astana")."""
    last = word.rpartition("-")[2]
    return is_form(last) or last.removesuffix("in").endswith(_AGENT)


def _ending_edits(text: str) -> Iterator[Edit]:
    for match in _ENDING.finditer(text):
        new = _feminine(match["left"], match["mark"], match["right"])
        if new is not None:
            yield Edit(*match.span(), new)


def _feminine(left: str, mark: str, right: str) -> str | None:
    listed = _pairs().get((left.lower(), right))
    if listed is not None:
        return listed.capitalize() if left[0].isupper() else listed
    if mark == "/" or not left.islower() or len(left) < 4:
        return None
    if right in ("r", "n", "s", "m") and left.endswith("e"):
        return left  # eine kirgisische:r Händlerin
    return left + "e" if right == "e" and is_form(left + "e") else None


@cache
def _pairs() -> dict[tuple[str, str], str]:
    lines = files(__package__).joinpath("gender_forms.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {(row["left"], row["right"]): row["folded"] for row in rows}


def hashtag_edits(text: str) -> Iterator[Edit]:
    """Yield the replacements that make words of hashtags: "#Kasachstan" is "Kasachstan", "#TeamPutin" is "Team Putin".

    Examples
    --------
    >>> [tuple(edit) for edit in hashtag_edits("Raus aus #DieUkraine #1")]
    [(9, 10, ''), (13, 13, ' ')]
    """
    if "#" not in text:
        return
    for match in _HASHTAG.finditer(text):
        yield Edit(match.start(), match.start() + 1, "")
        for inner in _CAMEL.finditer(text, match.start(), match.end()):
            yield Edit(inner.start(), inner.start(), " ")


def ascii_edits(text: str) -> Iterator[Edit]:
    """Yield the replacements that give a text written without umlauts its umlauts back.

    A word changes only if the dictionary knows it with an umlaut and not without: "ruegte", but neither "neue" nor
    "Goethe".

    Examples
    --------
    >>> [edit.new for edit in ascii_edits("Die neue Tuerkei begruesste den Aussenminister")]
    ['Türkei', 'begrüsste', 'Außenminister']
    """
    if len(_UMLAUT.findall(text)) * _LETTERS_PER_UMLAUT > len(text):
        return
    for match in _DIGRAPH.finditer(text):
        if (new := _with_umlauts(match.group())) is not None:
            yield Edit(*match.span(), new)


@cache
def _with_umlauts(word: str) -> str | None:
    if len(word) > 60 or _is_written(word):
        return None
    for sites in ([s for s in _SITE.finditer(word) if s.group() != "ss"], list(_SITE.finditer(word))):
        if not 0 < len(sites) <= _MOST_SITES:
            continue
        for chosen in product((True, False), repeat=len(sites)):
            new = _replaced(word, [site.span() for site, take in zip(sites, chosen, strict=True) if take])
            if new != word and _is_written(new):
                return new
    return None


def _replaced(word: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        letter = _LETTERS[word[start:end].lower()]
        word = word[:start] + (letter.upper() if word[start].isupper() else letter) + word[end:]
    return word


def _is_written(word: str) -> bool:
    """Return whether the dictionary has the word, also as it stands at the beginning of a sentence or in capitals."""
    return is_form(word) or is_form(word.lower()) or is_form(word.capitalize())
