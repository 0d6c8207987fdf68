"""Labels of the views in German and English, read from ``words.tsv``.

What page and report have in common (types, forms, roles, kinds, heads of columns) stands in the table of the report
alone; names of countries come from the charts.
"""

from __future__ import annotations

from typing import Final

from ..errors import MittellageError
from ..export.report.words import WORDS as REPORT
from ..export.report.words import day_in_words, say_count
from ..translation import Translator

__all__ = ["WORDS", "day_in_words", "name_of", "say", "say_count"]

WORDS: Final = Translator(__package__)


# Values of some columns stand under another name in the table of the report.
_ALIASES: Final = {"speaker_role": "role"}
_MARKERS: Final = frozenset({"scare_quote", "hedge", "booster", "evidential", "negation"})


def _shared(key: str) -> str:
    """Name the row of the report's table that holds a word which both use."""
    group, _, value = key.partition(".")
    if group == "kind" and value in _MARKERS:
        return f"marker.{value}"
    return f"{_ALIASES.get(group, group)}.{value}" if value else key


def say(key: str, lang: str, **values: object) -> str:
    """Give a label in a language.

    Parameters
    ----------
    key : str
        Key in ``words.tsv``. A key such as ``type.direct`` that the file lacks gives its last part, because the
        values of a table may grow before their labels do.
    lang : {"de", "en"}
        Language of the label.
    **values
        What the label's placeholders stand for.

    Raises
    ------
    MittellageError
        If a key without a dot is unknown, or the language is.

    Examples
    --------
    >>> say("type.direct", "de"), say("rows", "en", n=1)
    ('wörtlich', '1 row')
    """
    if key not in WORDS:
        shared = _shared(key)
        if lang in ("de", "en") and shared in REPORT:
            return REPORT.say(shared, "en" if lang == "en" else "de", **values)
    if key not in WORDS and "." not in key:
        raise MittellageError(f"There is no label {key!r}; add it to analysis/explore/words.tsv.")
    if lang not in ("de", "en"):
        raise MittellageError(f"There are no labels in {lang!r}. Languages: de, en.")
    return WORDS.say(key, "en" if lang == "en" else "de", **values)


def name_of(code: str, lang: str) -> str:
    """Name a country, bloc or region by its code.

    Examples
    --------
    >>> name_of("KZ", "de"), name_of("CENTRAL_ASIA", "en")
    ('Kasachstan', 'Central Asia')
    """
    from ..charts.style import label

    return label(code, "en" if lang == "en" else "de")
