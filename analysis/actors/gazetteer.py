"""The gazetteer: reviewed tables turned into one map from surface forms to what they can mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from ..errors import LexiconError
from ..tables import MentionForm
from . import forms
from .forms import Slot
from .lexicon import read_table

_HERE: Final = Path(__file__).parent
_COLUMNS: Final = (
    "code",
    "name",
    "english",
    "article",
    "variants",
    "adjectives",
    "demonyms",
    "modifiers",
    "capital",
    "places",
    "metonyms",
    "institutions",
    "source",
    "note",
)
_OTHERS: Final = "XK, SU, DD, YU, CS, EU, CENTRAL_ASIA, WEST, CIS"
_ARTICLES: Final = ("", "der", "die", "das", "pl")


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


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """All surface forms with their readings, and the affixes that compounds are checked with."""

    countries: tuple[Country, ...]
    entries: Mapping[str, Entry]
    affixes: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    """country code to German short name"""
    leaders: Path | None = None
    """a user's own table of persons"""


def read_countries(path: Path, *, codes: Iterable[str] = ()) -> tuple[Country, ...]:
    """Read a table of countries in the format of ``countries.tsv``.

    Parameters
    ----------
    path : Path
        The table. Only ``code`` is required; other columns may be missing or empty.
    codes : iterable of str
        Allowed codes; empty allows all.

    Raises
    ------
    LexiconError
        Naming the file, the line and the value of a bad row.
    """
    allowed = set(codes)
    result = []
    for row in read_table(path, columns=_COLUMNS, required=("code",)):
        where = f"{path.name!r}, line {row.pop('line')}"
        code = row["code"]
        if allowed and code not in allowed:
            raise LexiconError(
                f"{where}: unknown country code {code!r}. Use ISO 3166-1 alpha-2 in capitals (KZ), or one of {_OTHERS}."
            )
        article = row.get("article", "")
        if article not in _ARTICLES:
            raise LexiconError(f"{where}: article {article!r} is not one of {', '.join(_ARTICLES[1:])} or empty.")
        country = Country(**{name: row.get(name, "") for name in _COLUMNS})
        if not any((country.name, *country[4:12])):
            raise LexiconError(
                f"{where}: the row names nothing. Fill at least one of the columns name to institutions."
            )
        _check_notation(country, where)
        result.append(country)
    if not result:
        raise LexiconError(f"{path.name!r} has no rows. Add at least one line below the header.")
    return tuple(result)


def _check_notation(country: Country, where: str) -> None:
    for column in ("name", "variants", "capital", "places", "metonyms", "institutions"):
        for name in forms.split_cell(getattr(country, column)):
            bare = name.replace("*", "").rstrip("?!")
            if len(bare) < 2 or bare.count("(") != bare.count(")"):
                raise LexiconError(
                    f"{where}, column {column!r}: {name!r} is no name. Write at least two letters, endings as "
                    "Königreich(s,es), adjectives as Vereinigt* Staaten, and separate names by ';'."
                )
    for adjective in forms.split_cell(country.adjectives):
        if not adjective.endswith("!") and not adjective.rstrip("?").endswith(("sch", "lich")):
            raise LexiconError(
                f"{where}, column 'adjectives': {adjective!r} has no ending -sch or -lich. Give the bare form "
                "(kasachisch), or mark an adjective without endings by '!' (Schweizer!)."
            )


@cache
def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """Load the gazetteer of the package, with a user's own table on top if one is given.

    Parameters
    ----------
    path : Path, optional
        A TSV table in the format of ``countries.tsv``, whose rows add forms to the countries they name, or in that of
        ``leaders.tsv`` (it has a column ``surname``), whose rows add persons.

    Returns
    -------
    Gazetteer
        Built once per process and table.

    Raises
    ------
    LexiconError
        If a table breaks its format.

    Examples
    --------
    >>> load_gazetteer().entries["Kirgistans"].readings[0].country
    'KG'
    """
    countries = read_countries(_HERE / "countries.tsv")
    codes = [country.code for country in countries]
    names = {country.code: forms.nominative(country.name, article=country.article) for country in countries}
    leaders = path if path is not None and _names_persons(path) else None
    if leaders is not None:
        from .leaders import read_leaders

        read_leaders(leaders)
    elif path is not None:
        countries += read_countries(Path(path), codes=codes)
    affixes = {kind: tuple(group) for kind, group in _lists("affixes.tsv", "kind", "affix").items()}
    builder = _Builder(affixes)
    for country in countries:
        _add_country(builder, country, names[country.code])
    for row in read_table(_HERE / "blockers.tsv", columns=("text", "match", "note"), required=("text", "match")):
        builder.block(row["text"], row["match"])
    return Gazetteer(countries, builder.entries, affixes, names, leaders)


def _names_persons(path: Path) -> bool:
    with suppress(OSError, UnicodeDecodeError), path.open(encoding="utf-8-sig") as file:
        return "surname" in file.readline().rstrip("\n").split("\t")
    return False


def _lists(table: str, kind: str, word: str) -> dict[str, list[str]]:
    """Read a table of words, grouped by the column that names their list."""
    lists: dict[str, list[str]] = {}
    for row in read_table(_HERE / table, columns=(kind, word, "note"), required=(kind, word)):
        lists.setdefault(row[kind], []).append(row[word])
    return lists


def country_codes() -> frozenset[str]:
    """Give every code that a mention can carry."""
    return frozenset(load_gazetteer().names)


def country_name(code: str, *, lang: Literal["de", "en"] = "de") -> str:
    """Name a country, region or union by its code.

    Raises
    ------
    LexiconError
        If there is no such code.

    Examples
    --------
    >>> country_name("KG"), country_name("CENTRAL_ASIA", lang="en")
    ('Kirgisistan', 'Central Asia')
    """
    names = load_gazetteer().names if lang == "de" else _english()
    if code not in names:
        raise LexiconError(
            f"There is no country code {code!r}. Codes are ISO 3166-1 alpha-2 (KZ), or one of {_OTHERS}."
        )
    return names[code]


@cache
def _english() -> Mapping[str, str]:
    return {country.code: country.english for country in load_gazetteer().countries if country.english}


class _Builder:
    """Collects surface forms; a form that several rows generate keeps all its readings."""

    def __init__(self, affixes: Mapping[str, tuple[str, ...]]) -> None:
        self.entries: dict[str, Entry] = {}
        self._affixes = affixes

    def add_written(self, form: str, reading: Reading) -> None:
        """Add a whole word in every spelling, and in those that write a compound apart: *Nord-Korea, Saudi Arabien*."""
        for written in (form, *forms.apart(form, self._affixes)):
            for spelling in forms.spellings(written):
                self.add(spelling, Slot.WORD, reading)

    def add(self, text: str, slots: Slot, reading: Reading, *, tails: tuple[str, ...] = ()) -> None:
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
        self.entries.setdefault(text, Entry()).blocks = match


def _usual_first(reading: Reading) -> tuple[bool, bool]:
    """Order the readings of a form: the usual one first, *Brüssel* as a seat before *Brüssel* as a place."""
    return reading.second, reading.form == "capital" and not reading.seat


def _add_country(builder: _Builder, country: Country, entity: str) -> None:
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


def _add_modifier(builder: _Builder, modifier: str, reading: Reading) -> None:
    """Add what only opens words: *Sowjet*, *West(mächt,...)* before these alone, *sino(-), anglo-* before a country."""
    bare, _, tails = modifier.rstrip(")").partition("(")
    if modifier.endswith(("-", "(-)")):
        bare, slots = bare.rstrip("-"), Slot.BOUND if tails else Slot.JOINED
        builder.add(bare, slots, reading)
        builder.add(forms.upper_first(bare), slots, reading)
        return
    slots = Slot.HEAD if tails else Slot.HEAD | Slot.WORD
    builder.add(bare, slots, reading, tails=tuple(tails.split(",")) if tails else ())


def _add_name(builder: _Builder, name: str, article: str, reading: Reading, *, compounds: bool) -> None:
    inflected = forms.expand_name(name, article=article)
    for form in inflected:
        builder.add_written(form, reading)
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


def _add_adjective(builder: _Builder, adjective: str, reading: Reading) -> None:
    inflected = forms.expand_adjective(adjective)
    for form in inflected:
        builder.add_written(form, reading)
        builder.add_written(forms.upper_first(form), reading)
        for spelling in forms.spellings(form):
            builder.add(spelling, Slot.WORD if spelling[0].isupper() else Slot.WORD | Slot.TAIL, reading)
    for spelling in forms.spellings(inflected[0]):
        if not spelling.isupper() and not adjective.endswith("!"):
            builder.add(spelling, Slot.TRAIT, reading)
            builder.add(forms.upper_first(spelling), Slot.TRAIT, reading)


def _add_demonym(builder: _Builder, demonym: str, reading: Reading) -> None:
    inflected = forms.expand_demonym(demonym)
    for form in inflected:
        builder.add_written(form, reading)
        for spelling in forms.spellings(form):
            if not spelling.isupper() and " " not in spelling:
                builder.add(forms.lower_first(spelling), Slot.TAIL, reading)
    base, oblique = inflected[0], inflected[min(1, len(inflected) - 1)]
    # "Palästinenser|präsident", "Russen|hass": the modifier is the masculine in -er or the weak form in -en
    modifier = base if base.endswith("er") else oblique if oblique.endswith("n") else ""
    if len(modifier) > 5:
        for spelling in forms.spellings(modifier):
            if not spelling.isupper():
                builder.add(spelling, Slot.HEAD, reading)


def _add_city(builder: _Builder, city: str, reading: Reading) -> None:
    for form in forms.expand_name(city):
        for spelling in forms.spellings(form):
            builder.add(spelling, Slot.WORD, reading)
    if reading.seat and city.isalpha():
        # "moskautreu", "peking-nah"; what may follow is a closed list
        for spelling in forms.spellings(city):
            builder.add(spelling, Slot.TRAIT, reading)
            builder.add(forms.lower_first(spelling), Slot.TRAIT, reading)
    for form in forms.city_adjective(city.rstrip("?")):
        builder.add(form, Slot.WORD, reading._replace(attribute=True))


def _add_institution(builder: _Builder, name: str, reading: Reading) -> None:
    for form in forms.expand_name(name):
        for spelling in forms.spellings(form):
            builder.add(spelling, Slot.WORD, reading)
    base = forms.expand_name(name)[0]
    if " " not in base and not base.isupper():
        builder.add(base, Slot.HEAD, reading)
        builder.add(forms.lower_first(base), Slot.TRAIT, reading)
