"""Words of the report in German and English, from `words.tsv`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from ...charts import Lang


@cache
def _words() -> Mapping[str, tuple[str, str]]:
    lines = (files(__package__) / "words.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {key: (de, en) for key, de, en, *_ in (line.split("\t") for line in lines)}


def say(key: str, lang: Lang, **values: object) -> str:
    """Give a word or a sentence of the report.

    Examples
    --------
    >>> say("type.direct", "de"), say("type.direct", "en")
    ('wörtlich', 'direct')
    """
    pair = _words().get(key)
    if pair is None:  # a value that a later version of the tables may bring
        return key.rpartition(".")[2].replace("_", " ")
    return pair[lang == "en"].format(**values) if values else pair[lang == "en"]


def is_known(key: str) -> bool:
    """Tell whether there is a word for a key."""
    return key in _words()


def enumerate_words(words: Sequence[str], lang: Lang) -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> enumerate_words(["Russland", "China", "USA"], "de")
    'Russland, China und USA'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {say('and', lang)} {words[-1]}"
