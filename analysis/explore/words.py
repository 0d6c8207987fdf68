"""Labels of the views in German and English, read from ``words.tsv``; names of countries come from the charts."""

from __future__ import annotations

from typing import Final

from ..errors import MittellageError
from ..translation import Translator

WORDS: Final = Translator(__package__)


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
    ('wörtlich', 'rows: 1')
    """
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
