"""Surface forms: every written form of the rows of ``countries.tsv``, with where in a word it may stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..tables import MentionForm
from . import forms
from .forms import Slot
from .words import words


class Country(NamedTuple):
    """A row of ``countries.tsv``; every cell as written there, in the notation of `forms`."""

    code: str
    name: str
    english: str
    article: str
    variants: str
    adjectives: str
    demonyms: str
    modifiers: str
    capital: str
    places: str
    metonyms: str
    institutions: str
    source: str
    note: str


class Reading(NamedTuple):
    """What a surface form can mean."""

    country: str
    form: MentionForm
    entity: str
    second: bool
    """whether only the context can ask for this reading: *Kongo* as Kongo-Brazzaville"""
    seat: bool = False
    """whether the city is a seat of government, which can stand for it"""
    attribute: bool = False
    """whether it is the adjective of a city: *Moskauer*"""


@dataclass(slots=True)
class Entry:
    """A surface form: where in a word it may stand and its readings; a blocker has no reading."""

    slots: Slot = Slot.NONE
    readings: tuple[Reading, ...] = ()
    tails: tuple[str, ...] = ()
    """beginnings that the rest of a compound must have, if restricted: *West|mächte*, not *West|falen*"""
    blocks: str = ""


class SurfaceForms:
    """Collects surface forms; a form that several rows generate keeps all its readings."""

    def __init__(self, affixes: Mapping[str, tuple[str, ...]]) -> None:
        self.entries: dict[str, Entry] = {}
        self._affixes = affixes

    def add_apart(self, form: str, reading: Reading) -> None:
        """Add the spellings of a whole word that write a compound apart: *Nord-Korea, Saudi Arabien*."""
        for written in forms.apart(form, self._affixes):
            for spelling in forms.spellings(written):
                self.add(spelling, Slot.WORD, reading)

    def add(self, text: str, slots: Slot, reading: Reading, *, tails: tuple[str, ...] = ()) -> None:
        """Add a form with where in a word it may stand, and a reading of it."""
        entry = self.entries.get(text)
        if entry is None:
            self.entries[text] = Entry(slots=slots, readings=(reading,), tails=tails)
            return
        entry.slots |= slots
        entry.tails = entry.tails or tails
        if all((known.country, known.form) != (reading.country, reading.form) for known in entry.readings):
            kept = sorted((*entry.readings, reading), key=_usual_first)
            entry.readings = tuple(kept)

    def block(self, text: str, match: str) -> None:
        """Let a form take its place in the text and name no country: *Chinakohl*."""
        self.entries.setdefault(text, Entry()).blocks = match


def _usual_first(reading: Reading) -> tuple[bool, bool]:
    """Order the readings of a form: the usual one first, *Brüssel* as a seat before *Brüssel* as a place."""
    return reading.second, reading.form == "capital" and not reading.seat


def add_country(builder: SurfaceForms, country: Country, entity: str) -> None:
    """Add all forms of a row; ``entity`` is its short name in the nominative."""
    code = country.code
    region = code in ("CENTRAL_ASIA", "WEST", "CIS")

    def reading(form: MentionForm, entry: str, *, seat: bool = False) -> Reading:
        return Reading(code, "region" if region else form, entity, entry.endswith("?"), seat)

    compounds = not region or code == "CENTRAL_ASIA"
    for name in forms.split_cell(f"{country.name};{country.variants}"):
        article = country.article if name == country.name else ""
        _add_name(builder, name, article, reading("name", name), compounds=compounds)
    for adjective in forms.split_cell(country.adjectives):
        _add_adjective(builder, adjective, reading("adjective", adjective))
    for demonym in forms.split_cell(country.demonyms):
        _add_demonym(builder, demonym, reading("demonym", demonym))
    for modifier in forms.split_cell(country.modifiers):
        _add_modifier(builder, modifier, reading("compound", modifier))
    for column, seat in ((country.capital, True), (country.places, False)):
        for city in forms.split_cell(column):
            _add_city(builder, city, reading("capital", city, seat=seat))
    for column in (country.metonyms, country.institutions):
        for name in forms.split_cell(column):
            label = forms.expand_name(name)[0]
            _add_institution(builder, name, reading("institution", name)._replace(entity=label))


def _add_modifier(builder: SurfaceForms, modifier: str, reading: Reading) -> None:
    """Add what only opens words: *Sowjet*, *West(mächt,...)* before these alone, *sino(-), anglo-* before a country."""
    bare, _, tails = modifier.rstrip(")").partition("(")
    if modifier.endswith(("-", "(-)")):
        bare, slots = bare.rstrip("-"), Slot.BOUND if tails else Slot.JOINED
        builder.add(bare, slots, reading)
        builder.add(forms.upper_first(bare), slots, reading)
        return
    slots = Slot.HEAD if tails else Slot.HEAD | Slot.WORD
    builder.add(bare, slots, reading, tails=tuple(tails.split(",")) if tails else ())


def _add_name(builder: SurfaceForms, name: str, article: str, reading: Reading, *, compounds: bool) -> None:
    inflected = forms.expand_name(name, article=article)
    for form in inflected:
        builder.add_apart(form, reading)
        for spelling in forms.spellings(form):
            builder.add(spelling, Slot.WORD, reading)
    base = inflected[0]
    if not compounds or " " in base or base.isupper() or "." in base:
        return
    for spelling in forms.spellings(base):
        if not spelling.isupper():
            builder.add(spelling, Slot.HEAD, reading)
            builder.add(forms.lower_first(spelling), Slot.TRAIT, reading)
    for form in inflected:
        for spelling in forms.spellings(form):
            if not spelling.isupper():
                builder.add(forms.lower_first(spelling), Slot.TAIL, reading)


def _add_adjective(builder: SurfaceForms, adjective: str, reading: Reading) -> None:
    inflected = forms.expand_adjective(adjective)
    for form in inflected:
        builder.add_apart(form, reading)
        builder.add_apart(forms.upper_first(form), reading)
        for spelling in forms.spellings(form):
            builder.add(spelling, Slot.WORD if spelling[0].isupper() else Slot.WORD | Slot.TAIL, reading)
            builder.add(forms.upper_first(spelling), Slot.WORD, reading)
    for spelling in forms.spellings(inflected[0]):
        if not spelling.isupper() and not adjective.endswith("!"):
            builder.add(spelling, Slot.TRAIT, reading)
            builder.add(forms.upper_first(spelling), Slot.TRAIT, reading)


def _add_demonym(builder: SurfaceForms, demonym: str, reading: Reading) -> None:
    inflected = forms.expand_demonym(demonym)
    for form in inflected:
        builder.add_apart(form, reading)
        for spelling in forms.spellings(form):
            builder.add(spelling, Slot.WORD, reading)
            if not spelling.isupper() and " " not in spelling:
                builder.add(forms.lower_first(spelling), Slot.TAIL, reading)
    base, oblique = inflected[0], inflected[min(1, len(inflected) - 1)]
    # "Palästinenser|präsident", "Russen|hass": the modifier is the masculine in -er or the weak form in -en
    modifier = base if base.endswith("er") else oblique if oblique.endswith("n") else ""
    if len(modifier) > 5:
        for spelling in forms.spellings(modifier):
            if not spelling.isupper():
                builder.add(spelling, Slot.HEAD, reading)


def _add_city(builder: SurfaceForms, city: str, reading: Reading) -> None:
    for form in forms.expand_name(city):
        for spelling in forms.spellings(form):
            builder.add(spelling, Slot.WORD, reading)
    if reading.seat and city.isalpha():
        # "moskautreu", "peking-nah"; what may follow is a closed list
        for spelling in forms.spellings(city):
            builder.add(spelling, Slot.TRAIT, reading)
            if spelling not in words("city_in_words"):
                builder.add(forms.lower_first(spelling), Slot.TRAIT, reading)
    for form in forms.city_adjective(city.rstrip("?")):
        builder.add(form, Slot.WORD, reading._replace(attribute=True))


def _add_institution(builder: SurfaceForms, name: str, reading: Reading) -> None:
    for form in forms.expand_name(name):
        for spelling in forms.spellings(form):
            builder.add(spelling, Slot.WORD, reading)
    base = forms.expand_name(name)[0]
    if " " not in base and not base.isupper():
        builder.add(base, Slot.HEAD, reading)
        builder.add(forms.lower_first(base), Slot.TRAIT, reading)
