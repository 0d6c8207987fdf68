"""Sentences and words of the interface in German and English, from tables beside the code that says them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Literal

Lang = Literal["de", "en"]


class Labels(StrEnum):
    """Languages of labels, as options of commands."""

    de = "de"
    en = "en"


class Translator:
    """The words of one table, by key.

    Parameters
    ----------
    package : str
        Package that the table belongs to.
    table : str
        TSV file with the columns ``key``, ``de`` and ``en``; further ones are notes.

    Examples
    --------
    >>> words = Translator("analysis.export.report")
    >>> words.say("type.direct", "de"), words.say("type.direct", "en"), "type.direct" in words
    ('wörtlich', 'direct', True)
    """

    def __init__(self, package: str, table: str = "words.tsv") -> None:
        self._package, self._table = package, table

    @cached_property
    def rows(self) -> Mapping[str, tuple[str, ...]]:
        """German, English and all further cells by key."""
        from importlib.resources import files  # the command, which needs the languages alone, starts without it

        lines = (files(self._package) / self._table).read_text(encoding="utf-8").splitlines()[1:]
        return {key: tuple(cells) for key, *cells in (line.split("\t") for line in lines)}

    @cached_property
    def pairs(self) -> Mapping[str, tuple[str, str]]:
        """German and English by key."""
        return {key: (cells[0], cells[1]) for key, cells in self.rows.items()}

    def __contains__(self, key: str) -> bool:
        return key in self.pairs

    def say(self, key: str, lang: Lang, **values: object) -> str:
        """Return the words of a key, with values in their places.

        A key such as ``type.direct`` that the table lacks gives its last part, because the values of a table may grow
        before their words do. Where the value ``n`` is one, the key ``….one`` holds the singular, if the table has it.

        Examples
        --------
        >>> words = Translator("analysis.export.report")
        >>> words.say("count.quotes", "de", n=1), words.say("count.quotes", "de", n=2)
        ('1 Zitat', '2 Zitate')
        """
        if str(values.get("n", "")) == "1" and f"{key}.one" in self.pairs:
            key = f"{key}.one"
        pair = self.pairs.get(key)
        if pair is None:
            return key.rpartition(".")[2].replace("_", " ")
        return pair[lang == "en"].format(**values) if values else pair[lang == "en"]
