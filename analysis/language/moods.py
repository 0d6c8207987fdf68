"""The mood of finite verbs where the form settles it: `sei`, `käme`, and `komme` beside another subject than *ich*.

The network sees the context but knows few rare forms; German grammar knows them all. Forms that are ambiguous
(`sagte`, `gingen`, `sollten`) stay with the network.

References
----------
Duden: Die Grammatik (2022), Konjunktiv I and II.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal

FOLDER: Final = Path(__file__).parent
Mood = Literal["Ind", "Sub"]
Tense = Literal["Pres", "Past"]

_PRESENT_SUBJUNCTIVE: Final = {
    "sei": "sein", "seist": "sein", "seiest": "sein", "seien": "sein", "seiet": "sein",
    "habest": "haben", "werdest": "werden", "könnest": "können", "müssest": "müssen",
}  # fmt: skip
# Modals and wissen have no -e in the indicative: könne is subjunctive beside any subject.
_ALWAYS_SUBJUNCTIVE_E: Final = frozenset({"könne", "müsse", "dürfe", "solle", "wolle", "möge", "wisse"})
_INDICATIVE: Final = frozenset(
    [
        "bin",
        "bist",
        "ist",
        "sind",
        "seid",
        "hat",
        "hast",
        "habt",
        "wird",
        "wirst",
        "kann",
        "kannst",
        "könnt",
        "muss",
        "muß",
        "musst",
        "müsst",
        "darf",
        "darfst",
        "dürft",
        "will",
        "willst",
        "wollt",
        "mag",
        "magst",
        "mögt",
        "soll",
        "sollst",
        "weiß",
        "weißt",
    ]
)


def _read(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t")


@cache
def _past() -> dict[str, Mood]:
    """Past forms of strong and mixed verbs that belong to one mood only."""
    indicative: set[str] = set()
    subjunctive: set[str] = set()
    for row in _read("strong_verbs.tsv"):
        past, unreal = row["preterite"], row["subjunctive"]
        stem = past[:-1] if past.endswith("e") else past
        indicative |= {past, f"{stem}en", f"{stem}st", f"{stem}est", f"{stem}t", f"{stem}et"}
        subjunctive |= {unreal, f"{unreal}n", f"{unreal}st", f"{unreal}t"}
    forms: dict[str, Mood] = {}
    for form in indicative ^ subjunctive:
        forms[form] = "Ind" if form in indicative else "Sub"
    return forms


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(sorted((row["prefix"] for row in _read("verb_prefixes.tsv")), key=len, reverse=True))


def _past_mood(form: str) -> Mood | None:
    forms = _past()
    if form in forms:
        return forms[form]
    for prefix in _prefixes():
        if form.startswith(prefix) and form[len(prefix) :] in forms:
            return forms[form[len(prefix) :]]
    return None


@cache
def _infinitives() -> dict[str, str]:
    return {
        row[column] + ending: row["infinitive"]
        for row in _read("strong_verbs.tsv")
        for column, endings in (("preterite", ("", "en", "n", "st", "t")), ("subjunctive", ("", "n", "st", "t")))
        for ending in endings
    }


def strong_infinitive(form: str) -> str | None:
    """Infinitive of a past form of a strong verb, with its prefix.

    Examples
    --------
    >>> strong_infinitive("brach"), strong_infinitive("widersprachen"), strong_infinitive("sagte")
    ('brechen', 'widersprechen', None)
    """
    known = _infinitives()
    if form in known:
        return known[form]
    for prefix in _prefixes():
        if form.startswith(prefix) and form[len(prefix) :] in known:
            return prefix + known[form[len(prefix) :]]
    return None


def _is_e_form(form: str, lemma: str) -> bool:
    """Whether a form is stem + e: komme, arbeite, verändere, handle."""
    if not form.endswith("e") or not lemma.endswith("n"):
        return False
    stem = lemma[:-2] if lemma.endswith("en") else lemma[:-1]
    return form[:-1] == stem or (lemma.endswith("eln") and form == lemma[:-3] + "le")


def settled_mood(form: str, lemma: str, *, subject: str | None) -> tuple[Mood, Tense] | None:
    """Mood and tense of a finite verb if its form, with its subject, leaves no choice.

    Parameters
    ----------
    form, lemma : str
        The finite verb and its infinitive.
    subject : str or None
        Its subject's head word, if it has one.

    Examples
    --------
    >>> settled_mood("habe", "haben", subject="Regierung"), settled_mood("habe", "haben", subject="ich")
    (('Sub', 'Pres'), ('Ind', 'Pres'))
    >>> settled_mood("bekäme", "bekommen", subject="er"), settled_mood("sagte", "sagen", subject="er")
    (('Sub', 'Past'), None)
    """
    form = form.lower()
    if form in _PRESENT_SUBJUNCTIVE or form in _ALWAYS_SUBJUNCTIVE_E:
        return "Sub", "Pres"
    if form in _INDICATIVE:
        return "Ind", "Pres"
    past = _past_mood(form)
    # `führe`, `führen` may be subjunctive of fahren or present of führen: then the lemma says so
    if past is not None and form != lemma and not _is_e_form(form, lemma):
        return past, "Past"
    if _is_e_form(form, lemma):
        if subject is None:
            return None
        return ("Ind", "Pres") if subject.lower() == "ich" else ("Sub", "Pres")
    return None
