"""The gazetteer: reviewed tables turned into one map from surface forms to what they can mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from ..errors import LexiconError
from . import dictionaries, forms
from .leaders import read_leaders
from .lexicon import read_table
from .packed import unpack
from .surface import Country, Entry, SurfaceForms, add_country

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
        ``leaders.tsv`` (it has a column ``surname``), whose rows add persons; or a dictionary of quanteda or newsmap
        (``.yml``), see `dictionaries`.

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
    return make_gazetteer(path, packed=None if path else unpack())


def make_gazetteer(path: Path | None = None, *, packed: Mapping[str, Entry] | None = None) -> Gazetteer:
    """Build the gazetteer from the tables, or from the packed forms of the package's own."""
    countries = read_countries(_HERE / "countries.tsv")
    codes = [country.code for country in countries]
    names = {country.code: forms.nominative(country.name, article=country.article) for country in countries}
    leaders = path if path is not None and _names_persons(path) else None
    if leaders is not None:
        read_leaders(leaders)
    elif path is not None and path.suffix.lower() in dictionaries.SUFFIXES:
        keys = dictionaries.keys_of(codes, [*names.items(), *((c.code, c.english) for c in countries)])
        countries += dictionaries.read_dictionary(path, names=keys, known=load_gazetteer().entries)
    elif path is not None:
        countries += read_countries(Path(path), codes=codes)
    affixes = {kind: tuple(group) for kind, group in _lists("affixes.tsv", "kind", "affix").items()}
    entries = _make_entries(countries, names, affixes) if packed is None else packed
    return Gazetteer(countries, entries, affixes, names, leaders)


def _make_entries(
    countries: Iterable[Country], names: Mapping[str, str], affixes: Mapping[str, tuple[str, ...]]
) -> Mapping[str, Entry]:
    builder = SurfaceForms(affixes)
    for country in countries:
        add_country(builder, country, names[country.code])
    for row in read_table(_HERE / "blockers.tsv", columns=("text", "match", "note"), required=("text", "match")):
        builder.block(row["text"], row["match"])
    return builder.entries


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
    """Return every code that a mention can carry."""
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
