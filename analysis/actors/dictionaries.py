"""Dictionaries of quanteda and newsmap: YAML files of glob patterns under country codes, in and out.

A dictionary says which words stand for a country, and no more: no grammar, no difference between a name and a city.
Patterns become rows of our table by their form, so that they get what our own entries have: inflection, other
spellings, compounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..errors import LexiconError
from . import forms
from .lexicon import read_table
from .surface import Country, Entry, Reading

SUFFIXES: Final = (".yml", ".yaml")
_LARGEST: Final = 5_000_000
_MOST: Final = 200_000
"""Patterns in a dictionary; one that names more was made to fill the memory."""
_DEEPEST: Final = 20
_CELLS: Final = ("variants", "adjectives", "demonyms", "places")
_FIELDS: Final[Mapping[str, str]] = dict.fromkeys(Country._fields, "")
# What our notation means something by, and quanteda's wildcards that no list of endings stands for.
_STRANGE: Final = re.compile(r"[;()?\t\n\r]|\*\S|!$")
# "Bhutan*" is what German adds to a name: Bhutans, Bhutaner, Bhutanerin.
_ENDINGS: Final = "(e,en,er,ern,ers,erin,erinnen,es,n,s)"
# "Russ*innen", "Russ:innen": quanteda parts them into tokens.
_SIGNS: Final = re.compile(r"[*:_/]")
_STAR: Final = "\ue000"
"""Stands for the star where it is not to be expanded."""
_SMALL: Final = frozenset({"der", "die", "das", "des", "den", "dem", "und", "von", "vom", "zu", "da", "de", "do", "la"})


class Pattern(NamedTuple):
    """A pattern of a dictionary, and the keys above it."""

    keys: tuple[str, ...]
    text: str


def read_dictionary(path: Path, *, names: Mapping[str, str], known: Mapping[str, Entry]) -> tuple[Country, ...]:
    r"""Read a dictionary as rows of our table of countries.

    Parameters
    ----------
    path : Path
        A YAML file: countries (ISO 3166-1 codes, or German or English names) at any depth, lists of patterns below
        them, ``*`` at the end of a word. Keys above a country are regions and are not read.
    names : mapping of str to str
        Code by code and by name, in small letters.
    known : mapping of str to Entry
        Our surface forms: a word that we know for the country keeps what we know of it.

    Returns
    -------
    tuple of Country
        A row a code with the words that we do not know. *kasachisch\** is an adjective, *Kanadier\** a demonym; what
        follows the first adjective or city is taken for a city, as newsmap lists words; all else is a name.

    Raises
    ------
    LexiconError
        Naming the file and the key or pattern that cannot be read.
    """
    sorted_in: dict[str, dict[str, list[str]]] = {}
    behind: set[tuple[str, ...]] = set()
    for pattern in _patterns(_load(path), path):
        code = next((names[key.lower()] for key in reversed(pattern.keys) if key.lower() in names), None)
        if code is None:
            raise LexiconError(
                f"{path.name!r}: no key above {pattern.text[:40]!r} is a country: {' > '.join(pattern.keys)[:80]!r}. "
                "Use ISO 3166-1 alpha-2 codes (KZ) or names of countries as keys."
            )
        column, entry = _entry(pattern, path, pattern.keys in behind)
        met = {
            reading.form for form in (entry, forms.expand_name(entry)[0]) for reading in _readings(known, form, code)
        }
        if column in ("adjectives", "demonyms") or met & {"adjective", "capital"}:
            behind.add(pattern.keys)
        listed = sorted_in.setdefault(code, {}).setdefault(column, [])
        if not met and entry not in listed:
            listed.append(entry)
    if not sorted_in:
        raise LexiconError(f"{path.name!r} has no patterns. Write them as lists under country codes: KZ: [Kasachstan].")
    return tuple(
        Country(
            **{
                **_FIELDS,
                "code": code,
                "source": path.name,
                **{name: "; ".join(cells.get(name, ())) for name in _CELLS},
            }
        )
        for code, cells in sorted_in.items()
        if any(cells.values())
    )


def keys_of(codes: Iterable[str], labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the code for every key that a dictionary may use, in small letters."""
    keys = {label.lower(): code for code, label in labels if label}
    keys.update({row["key"].lower(): row["code"] for row in _aliases()})
    keys.update({code.lower(): code for code in codes})
    return keys


@cache
def _aliases() -> tuple[dict[str, str], ...]:
    table = Path(__file__).parent / "code_aliases.tsv"
    return tuple(read_table(table, columns=("key", "code", "note"), required=("key", "code")))


def yaml_library() -> Any:
    """Return the library that reads and writes YAML.

    Raises
    ------
    LexiconError
        If it is not installed.
    """
    try:
        import yaml
    except ImportError as error:
        raise LexiconError("YAML dictionaries need the extra: pip install 'mittellage[exchange]'.") from error
    return yaml


def _load(path: Path) -> Any:
    yaml = yaml_library()
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise LexiconError(
                f"{path.name!r} is larger than {_LARGEST // 1_000_000} MB; no dictionary of countries is."
            )
        return yaml.safe_load(data.decode("utf-8-sig"))
    except FileNotFoundError:
        raise LexiconError(f"There is no file {str(path)!r}. Give the path of a dictionary in YAML.") from None
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise LexiconError(f"{path.name!r} is no YAML in UTF-8 that can be read: {reason}.") from None


def _patterns(tree: Any, path: Path) -> Iterator[Pattern]:
    """Yield the patterns of a dictionary; aliases that multiply are given up."""
    left = [_MOST]

    def walk(node: Any, keys: tuple[str, ...]) -> Iterator[Pattern]:
        left[0] -= 1
        if left[0] < 0 or len(keys) > _DEEPEST:
            raise LexiconError(f"{path.name!r} holds more than {_MOST:,} patterns, or keys within keys within keys.")
        if isinstance(node, Mapping):
            for key, below in node.items():
                yield from walk(below, (*keys, _scalar(key)))
        elif isinstance(node, list):
            for below in node:
                if isinstance(below, (Mapping, list)):
                    raise LexiconError(
                        f"{path.name!r}, {' > '.join(keys)[:80]!r}: a list holds patterns, not lists or keys."
                    )
                yield from walk(below, keys)
        elif node is not None:
            yield Pattern(keys, " ".join(_scalar(node).split()))

    if not isinstance(tree, Mapping):
        raise LexiconError(f"{path.name!r} has no keys. Write patterns as lists under country codes: KZ: [Kasachstan].")
    return walk(tree, ())


def _scalar(value: Any) -> str:
    """Return a key or pattern as it was written: YAML takes a bare NO, Norway, for false."""
    return {False: "NO", True: "YES"}[value] if isinstance(value, bool) else str(value)


def _readings(known: Mapping[str, Entry], form: str, code: str) -> Iterator[Reading]:
    entry = known.get(form)
    yield from (reading for reading in (() if entry is None else entry.readings) if reading.country == code)


def _entry(pattern: Pattern, path: Path, behind: bool) -> tuple[str, str]:
    """Return the column of our table that a pattern belongs in, and its notation there."""
    text = _capitalised(pattern.text)
    bare = text.rstrip("*")
    if len(bare) < 2 or _STRANGE.search(text):
        raise LexiconError(
            f"{path.name!r}, {' > '.join(pattern.keys)[:80]!r}: the pattern {pattern.text[:60]!r} cannot be read. "
            "Write words of at least two letters, with * at the end of a word only."
        )
    if text.endswith("sch*") and " " not in text:
        return "adjectives", bare
    if text.endswith("*") and text[0].isupper() and bare.endswith("er") and bare.replace("-", "").isalpha():
        return "demonyms", bare
    if "*" not in text and behind:
        return "places", bare
    *attributes, last = text.split(" ")
    # "Vereinigt* Arabisch* Emirate", "Zentralafrikanische* Republik*": what stands before the last word inflects
    words = [re.sub(r"e[nrsm]?\*$", "*", word) for word in attributes]
    return "variants", " ".join([*words, f"{last[:-1]}{_ENDINGS}" if last.endswith("*") else last])


def _capitalised(text: str) -> str:
    """Return a pattern of a dictionary in small letters, as quanteda writes them out, in German spelling."""
    if text != text.lower() or text.rstrip("*").endswith("sch"):
        return text
    return " ".join(
        word if word in _SMALL or re.search(r"sche?[nrsm]?\*?$", word) else forms.upper_first(word)
        for word in text.split(" ")
    )


def dictionary_rows(countries: Iterable[Country]) -> dict[str, list[str]]:
    """Return the patterns of our countries by code, as quanteda and newsmap match them.

    Returns
    -------
    dict of str to list of str
        Names with their genitives, adjectives and demonyms with ``*``, seats of government, cities and metonyms.
        Second readings (*Kongo?*) and what only stands in compounds are left out: patterns know no context.
    """
    found: dict[str, list[str]] = {}
    for country in countries:
        known = found.setdefault(country.code, [])
        for pattern in _written(country):
            if pattern not in known:
                known.append(pattern)
    return {code: patterns for code, patterns in sorted(found.items()) if patterns}


def _written(country: Country) -> Iterator[str]:
    for name in forms.split_cell(f"{country.name};{country.variants}"):
        yield from _name_patterns(name, country.article if name == country.name else "")
    for adjective in forms.split_cell(country.adjectives):
        if not adjective.endswith("?"):
            yield adjective[:-1] if adjective.endswith("!") else f"{adjective}*"
    for demonym in forms.split_cell(country.demonyms):
        if not demonym.endswith("?"):
            yield from (form for form in forms.expand_demonym(demonym) if not _SIGNS.search(form))
    for column in (country.capital, country.places, country.metonyms, country.institutions):
        for name in forms.split_cell(column):
            yield from _name_patterns(name, "")


def _name_patterns(name: str, article: str) -> Iterator[str]:
    r"""Yield the patterns of a name: *Vereinigt\* Königreich(s,es)* keeps its star and gets its endings."""
    if not name.endswith("?"):
        # a name with a star has no genitive of its own: "der Islamischen Republik Iran"
        marked = forms.expand_name(name.replace("*", _STAR), article="pl" if "*" in name else article)
        yield from (form.replace(_STAR, "*") for form in marked)


def dictionary_bytes(countries: Iterable[Country]) -> bytes:
    """Return our countries as a YAML dictionary for `quanteda::dictionary(file = ...)` and newsmap.

    Examples
    --------
    >>> fields = {**dict.fromkeys(Country._fields, ""), "code": "NO", "name": "Norwegen", "adjectives": "norwegisch"}
    >>> row = Country(**fields)
    >>> dictionary_bytes([row]).decode().splitlines()[1:]
    ["'NO':", '- Norwegen', '- Norwegens', '- norwegisch*']
    """
    yaml = yaml_library()
    text = yaml.safe_dump(dictionary_rows(countries), allow_unicode=True, sort_keys=False, width=4096)
    return f"# Countries of mittellage: patterns for quanteda and newsmap.\n{text}".encode()
