"""Surface forms: every inflected spelling under which German news names a country.

German inflects names (*Kasachstans*), adjectives (*kirgisisches, französischere*) and demonyms (*Usbekinnen*), writes
ß or ss, umlauts or digraphs, small or capital letters. Lemmatisers leave most of these forms as they are, so the forms
are generated from the stems in ``countries.tsv`` instead.

Notation of a name in the table: ``Vereinigt* Staaten`` (the starred word takes adjective endings),
``Königreich(s,es)`` (endings beside the bare form), ``Kongo?`` (a second reading, taken only where the context asks for
it), ``Schweizer!`` (an adjective without endings), ``Deutsche~`` (a demonym that inflects like an adjective),
``Franzose/Französin`` (feminine that no rule gives), ``Saudi+s`` (plural ending that no rule gives), ``anglo-`` and
``sino(-)`` (a modifier that only stands before another country, the hyphen needed or not).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import IntFlag
from functools import cache
from itertools import product

ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
_COMPARATIVE = tuple("er" + ending for ending in ("", *ADJECTIVE_ENDINGS))
_SUPERLATIVE = tuple("st" + ending for ending in ADJECTIVE_ENDINGS)
# "Russ*innen", "Russ:innen", "Russ_innen", "Russ/innen", "RussInnen"
_GENDER_SIGNS = ("*innen", ":innen", "_innen", "/innen", "/-innen", "Innen")
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_OPTION = re.compile(r"\(([^)]*)\)")
# "Saudi-Arabien", "Sri Lanka", "saudi-arabisch"; "Republik China" is no pair, its first word is common
_PAIR = re.compile(r"(?!Republik|Königreich|Staat|SSR|Insel)([^\W\d_]+)([ -])(?!Republik|SSR|Sowjet)([^\W\d_]{3,})")


class Slot(IntFlag):
    """Where in a word a surface form may stand."""

    NONE = 0
    WORD = 1
    """the whole word, or a part between hyphens: *Russlands*, *US-Exporte*"""
    HEAD = 2
    """the first part of a compound: *Russland|politik*"""
    TAIL = 4
    """the last part behind a checked prefix or a country: *Nord|schweden*, *pro|russische*"""
    TRAIT = 8
    """the first part of an adjective in *-sprachig, -stämmig, -freundlich ...*"""
    JOINED = 16
    """a form that only stands before another country's, after which a hyphen comes: *anglo-amerikanisch*"""
    BOUND = 32
    """a form that only stands before another country's, with or without hyphen: *sino-russisch, frankodeutsch*"""


def split_cell(cell: str) -> list[str]:
    """Split a cell of the table into its entries."""
    return [entry.strip() for entry in cell.split(";") if entry.strip()]


@cache
def expand_name(name: str, *, article: str = "") -> tuple[str, ...]:
    """Inflect a proper name in table notation.

    Parameters
    ----------
    name : str
        The name, with ``*`` and ``(...)`` as described above.
    article : str
        ``die`` and ``pl`` names have no genitive -s.

    Returns
    -------
    tuple of str
        The nominative first.

    Examples
    --------
    >>> expand_name("Kasachstan")
    ('Kasachstan', 'Kasachstans')
    >>> expand_name("Vereinigt* Königreich(s)")[:3]
    ('Vereinigte Königreich', 'Vereinigte Königreichs', 'Vereinigten Königreich')
    """
    parts: list[tuple[str, ...]] = []
    for word in name.rstrip("?!").split(" "):
        option = _OPTION.search(word)
        if option:
            bare = word[: option.start()]
            parts.append((bare, *(bare + ending for ending in option.group(1).split(","))))
        elif word.endswith("*"):
            parts.append(tuple(word[:-1] + ending for ending in ADJECTIVE_ENDINGS))
        else:
            parts.append((word,))
    forms = [" ".join(words) for words in product(*parts)]
    plain = "(" not in name and "*" not in name
    if plain and article not in ("die", "pl") and forms[0][-1].lower() not in "sxzß." and not forms[0].isupper():
        forms.append(forms[0] + "s")
    return tuple(dict.fromkeys(forms))


def nominative(name: str, *, article: str = "") -> str:
    """Return a name in table notation as a heading: without article, with the strong ending.

    Examples
    --------
    >>> nominative("Vereinigt* Staaten", article="pl"), nominative("Vereinigt* Königreich(s)", article="das")
    ('Vereinigte Staaten', 'Vereinigtes Königreich')
    """
    ending = {"der": "er", "das": "es"}.get(article, "e")
    return _OPTION.sub("", name.rstrip("?!")).replace("*", ending)


def expand_adjective(stem: str) -> tuple[str, ...]:
    """Inflect an adjective, bare form first.

    Examples
    --------
    >>> expand_adjective("dänisch")[:4]
    ('dänisch', 'dänische', 'dänischen', 'dänischer')
    >>> expand_adjective("Schweizer!")
    ('Schweizer',)
    """
    if stem.endswith("!"):
        return (stem[:-1],)
    stem = stem.rstrip("?")
    return (stem, *(stem + ending for ending in (*ADJECTIVE_ENDINGS, *_COMPARATIVE[1:], *_SUPERLATIVE)))


def expand_demonym(entry: str) -> tuple[str, ...]:
    """Inflect a demonym: masculine, feminine, plural, weak forms and gender signs.

    Examples
    --------
    >>> expand_demonym("Kasache")[:4]
    ('Kasache', 'Kasachen', 'Kasachin', 'Kasachinnen')
    >>> expand_demonym("Iraner")
    ('Iraner', 'Iraners', 'Iranern', 'Iranerin', 'Iranerinnen')
    """
    entry = entry.rstrip("?")
    if entry.endswith("~"):
        stem = entry[:-2]
        return tuple(stem + ending for ending in ("e", "en", "er", "em", "er*innen"))
    entry, _, plural = entry.partition("+")
    masculine, _, feminine = entry.partition("/")
    if plural:
        forms = [masculine, masculine + plural]
    elif masculine.endswith("e"):
        forms = [masculine, masculine + "n"]
        feminine = feminine or masculine[:-1] + "in"
    elif masculine.endswith("er"):
        forms = [masculine, masculine + "s", masculine + "n"]
        feminine = feminine or masculine + "in"
    else:
        forms = [masculine]
    if feminine:
        plurals = [feminine + "s"] if feminine.endswith("a") else [feminine + "nen"]
        forms += [feminine, *plurals]
        if feminine.endswith("in") and not masculine.endswith("er"):
            forms += [feminine[:-2] + sign for sign in _GENDER_SIGNS]
    return tuple(dict.fromkeys(forms))


def city_adjective(name: str) -> tuple[str, ...]:
    """Derive the adjective in -er of a city, with the spellings that German uses.

    Examples
    --------
    >>> city_adjective("Kopenhagen"), city_adjective("Kairo")
    (('Kopenhagener',), ('Kairoer', 'Kairer'))
    """
    if " " in name or not name.isalpha() or name.endswith(("s'", "z'")):
        return ()
    if name.endswith("e"):
        return (name + "r",)
    if name.endswith("el"):
        return (name + "er",)
    if name.endswith("o"):
        return (name + "er", name[:-1] + "er", name + "ter")[: 3 if name.endswith("kio") else 2]
    return (name + "er",)


def spellings(form: str) -> Iterator[str]:
    """Yield the other spellings of a form: Swiss ss, digraphs for umlauts, capital letters.

    Examples
    --------
    >>> list(spellings("Weißrussland"))
    ['Weißrussland', 'Weissrussland', 'WEISSRUSSLAND', 'WEIßRUSSLAND', 'WEIẞRUSSLAND']
    """
    yield from dict.fromkeys([form, form.replace("ß", "ss"), form.translate(_DIGRAPHS)])
    # "ROM" in "CD-ROM", "INDER" are no cities and no people: short words stay as they are
    if not form.isupper() and len(form) > 3:
        yield from dict.fromkeys([form.upper(), *(sharp.join(map(str.upper, form.split("ß"))) for sharp in "ßẞ")])


def apart(form: str, parts: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield the ways to write a compound or a name of two words apart, joined by a hyphen, or with an initial.

    Parameters
    ----------
    form : str
        An inflected form.
    parts : mapping
        The affixes: ``split`` parts stand apart or before a hyphen, ``hyphened`` ones only before a hyphen, an
        ``initial`` abbreviates a part of a name.

    Examples
    --------
    >>> parts = {"split": ("süd",), "hyphened": ("weiß",), "initial": ("S",)}
    >>> list(apart("Südsudan", parts))
    ['Süd-Sudan', 'Süd-sudan', 'Süd Sudan', 'S-Sudan', 'S.-Sudan']
    >>> list(apart("südkoreanische", parts)), list(apart("Saudi-Arabien", parts))
    (['süd-koreanische', 'süd koreanische'], ['Saudi Arabien'])
    """
    if " " in form or "-" in form:
        pair = _PAIR.fullmatch(form)
        if pair is not None:
            yield from (f"{pair[1]}{sign}{pair[3]}" for sign in " -" if sign != pair[2])
        return
    low = form.lower()
    if not low.startswith((*parts["split"], *parts["hyphened"])):
        return
    part = next(part for part in (*parts["split"], *parts["hyphened"]) if low.startswith(part))
    rest = form[len(part) :]
    if len(rest) < 4 or not form.isalpha() or form.isupper():
        return
    first, name = form[: len(part)], form[0].isupper() and "isch" not in form
    rests = (upper_first(rest), rest) if form[0].isupper() else (rest,)
    yield from (f"{first}-{one}" for one in rests)
    if part in parts["split"]:
        yield f"{first} {rests[0] if name else rest}"
    if name and first[0] in parts["initial"]:
        yield from (f"{first[0]}-{rests[0]}", f"{first[0]}.-{rests[0]}")


def lower_first(form: str) -> str:
    """Write the first letter small, for the last part of a compound."""
    return form[:1].lower() + form[1:]


def upper_first(form: str) -> str:
    """Write the first letter large, for an adjective in a name or at the start of a sentence."""
    return form[:1].upper() + form[1:]
