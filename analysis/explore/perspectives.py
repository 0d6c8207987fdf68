"""Whose position between whom: the choices of the first page, as names or codes, with some ready-made ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from ..charts.style import labels
from ..errors import LexiconError, MittellageError
from ..framing import perspective_of
from ..framing.perspective import blocs
from ..pipeline import Options
from ..tables import CENTRAL_ASIA
from .state import Lang
from .words import name_of, say

if TYPE_CHECKING:
    from ..stance.reader import ReaderName

PRESETS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "central_asia": (CENTRAL_ASIA, ("RU", "CN", "US")),
    "central_asia_eu": (CENTRAL_ASIA, ("RU", "CN", "EU")),
    "kazakhstan": (("KZ",), ("RU", "CN", "US")),
    "moldova": (("MD",), ("RU", "EU", "US")),
    "georgia": (("GE",), ("RU", "EU", "US")),
    "serbia": (("RS",), ("RU", "EU", "CN")),
    "turkey": (("TR",), ("RU", "EU", "US")),
}


def preset_names(lang: Lang) -> dict[str, str]:
    """Name the ready-made perspectives.

    Examples
    --------
    >>> preset_names("de")["moldova"]
    'Moldau: Russland, EU, USA'
    """
    return {
        name: f"{units_in_words(focus, lang)}: {units_in_words(poles, lang)}"
        for name, (focus, poles) in PRESETS.items()
    }


def units_in_words(codes: tuple[str, ...], lang: Lang) -> str:
    """Name countries and blocs, all states of Central Asia together as one."""
    names = ("CENTRAL_ASIA",) if set(codes) == set(CENTRAL_ASIA) else codes
    return ", ".join(name_of(code, lang) for code in names)


def read_units(text: str, *, lang: Lang = "de") -> tuple[str, ...]:
    """Read countries and blocs as they are typed: names in German or English, or codes, between commas.

    Raises
    ------
    MittellageError
        If something is neither; the message says so in the language of the page.

    Examples
    --------
    >>> read_units("Russland, china; US"), read_units("Zentralasien")
    (('RU', 'CN', 'US'), ('KZ', 'KG', 'TJ', 'TM', 'UZ'))
    """
    found: list[str] = []
    for name in (part.strip() for part in re.split(r"[,;\n]", text)):
        if not name:
            continue
        code = _codes().get(name.casefold())
        if code is None:
            raise MittellageError(say("app.no_country", lang, name=name))
        found.extend(CENTRAL_ASIA if code == "CENTRAL_ASIA" else (code,))
    return tuple(dict.fromkeys(found))


def options_for(
    preset: str, focus: str, poles: str, seed: str, *, reader: ReaderName = "fast", lang: Lang = "de"
) -> Options:
    """Return the options that the first page asks for.

    Parameters
    ----------
    preset : str
        One of `PRESETS`, or nothing where focus and poles are typed.
    focus, poles : str
        What is typed.
    seed : str
        A whole number from 0 on.
    reader : {"fast", "thorough"}
        Who reads the stances.
    lang : {"de", "en"}
        Language of the error, if there is one.

    Raises
    ------
    MittellageError
        If a name is no country, focus and poles overlap, there are not three poles, the seed is no number, or what the
        thorough reader needs is not installed.
    """
    if not re.fullmatch(r"\d{1,9}", seed.strip() or "0"):
        raise MittellageError(say("app.seed_wrong", lang, value=seed.strip()))
    if reader == "thorough" and not _has_encoder():
        raise MittellageError(say("app.reader_missing", lang))
    number = int(seed.strip() or "0")
    if preset in PRESETS:
        wanted, between = PRESETS[preset]
        return Options(focus=wanted, poles=between, seed=number, reader=reader)
    wanted, between = read_units(focus, lang=lang), read_units(poles, lang=lang)
    try:
        perspective = perspective_of(wanted, between)
    except LexiconError as error:
        raise MittellageError(say("app.perspective_wrong", lang)) from error
    if len(between) != 3:  # the triangle has three corners
        raise MittellageError(say("app.perspective_wrong", lang))
    return Options(focus=perspective.focus, poles=perspective.poles, seed=number, reader=reader)


def _has_encoder() -> bool:
    from ..stance.reader.encoder_file import encoder_path  # the first page opens without the networks

    return encoder_path() is not None


@cache
def _codes() -> dict[str, str]:
    """Index every name and code of a country, region or bloc; voices have labels, too, and are none."""
    allowed = {code: names for code, names in labels().items() if code in blocs() or len(code) == 2 or code in _BLOCS}
    found = {name.casefold(): code for code, names in allowed.items() for name in (*names, code)}
    return found | {code.casefold(): code for code in blocs()}


_BLOCS: Final = frozenset({"CENTRAL_ASIA", "WEST", "CIS"})
