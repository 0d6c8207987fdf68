"""Principal parts of strong and irregular verbs, from one table: which infinitive and which mood a past form has.

The networks were trained on lemmas and moods made with the rows that say ``yes`` under ``parsing``; the
others give word forms of the lexicon of stance, and enter the parse with the next training.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

FOLDER: Final = Path(__file__).parent
Mood = Literal["Ind", "Sub"]


class StrongVerb(NamedTuple):
    """The principal parts of a strong or irregular verb; one with several forms has several rows."""

    infinitive: str
    present: str
    preterite: str
    subjunctive: str
    participle: str
    parsing: str
    note: str


def _read(name: str) -> Iterator[list[str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream, delimiter="\t")
        next(rows)
        yield from rows


@cache
def strong_verbs() -> dict[str, tuple[StrongVerb, ...]]:
    """Return the principal parts of strong verbs by infinitive.

    Examples
    --------
    >>> [verb.subjunctive for verb in strong_verbs()["beginnen"]]
    ['begänne', 'begönne']
    """
    verbs: dict[str, tuple[StrongVerb, ...]] = {}
    for row in _read("strong_verbs.tsv"):
        verb = StrongVerb(*row)
        verbs[verb.infinitive] = (*verbs.get(verb.infinitive, ()), verb)
    return verbs


def _parsed() -> Iterator[StrongVerb]:
    return (verb for verbs in strong_verbs().values() for verb in verbs if verb.parsing == "yes")


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(sorted((row[0] for row in _read("verb_prefixes.tsv")), key=len, reverse=True))


def _split(form: str, known: dict[str, str] | dict[str, Mood]) -> tuple[str, str] | None:
    """Return the prefix of a form and the rest, which is among the known forms; the prefix may be empty."""
    for prefix in ("", *_prefixes()):
        if form.startswith(prefix) and form[len(prefix) :] in known:
            return prefix, form[len(prefix) :]
    return None


@cache
def _moods() -> dict[str, Mood]:
    """Past forms that belong to one mood only."""
    indicative: set[str] = set()
    subjunctive: set[str] = set()
    for verb in _parsed():
        past, unreal = verb.preterite, verb.subjunctive
        stem = past[:-1] if past.endswith("e") else past
        indicative |= {past, f"{stem}en", f"{stem}st", f"{stem}est", f"{stem}t", f"{stem}et"}
        subjunctive |= {unreal, f"{unreal}n", f"{unreal}st", f"{unreal}t"}
    return {form: "Ind" if form in indicative else "Sub" for form in indicative ^ subjunctive}


def past_mood(form: str) -> Mood | None:
    """Return the mood of a past form of a strong verb, with or without a prefix, where the form has one only.

    Examples
    --------
    >>> past_mood("bekäme"), past_mood("widersprachen"), past_mood("sagte")
    ('Sub', 'Ind', None)
    """
    found = _split(form, _moods())
    return None if found is None else _moods()[found[1]]


@cache
def _infinitives() -> dict[str, str]:
    return {
        past + ending: verb.infinitive
        for verb in _parsed()
        for past, endings in ((verb.preterite, ("", "en", "n", "st", "t")), (verb.subjunctive, ("", "n", "st", "t")))
        for ending in endings
    }


def strong_infinitive(form: str) -> str | None:
    """Return the infinitive of a past form of a strong verb, with its prefix.

    Examples
    --------
    >>> strong_infinitive("brach"), strong_infinitive("widersprachen"), strong_infinitive("sagte")
    ('brechen', 'widersprechen', None)
    """
    found = _split(form, _infinitives())
    return None if found is None else found[0] + _infinitives()[found[1]]
