"""Words of the report in German and English, from `words.tsv`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ...charts import Lang
from ...translation import Translator

WORDS: Final = Translator(__package__)
say = WORDS.say


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
