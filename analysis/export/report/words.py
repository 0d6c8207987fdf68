"""Words of the report in German and English, from `words.tsv`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
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


def say_count(what: str, n: int, lang: Lang) -> str:
    """Say how many rows of a table there are, in singular or plural.

    Examples
    --------
    >>> say_count("mentions", 1, "de"), say_count("quotes", 1200, "en")
    ('1 Nennung', '1,200 quotes')
    """
    written = f"{n:,}" if lang == "en" else f"{n:,}".replace(",", ".")
    return say(f"count.{what}", lang, n=written)


def day_in_words(day: date, lang: Lang) -> str:
    """Write a day as a sentence does.

    Examples
    --------
    >>> day_in_words(date(2023, 2, 28), "de"), day_in_words(date(2023, 2, 28), "en")
    ('28. Februar 2023', '28 February 2023')
    """
    return say("date", lang, day=day.day, month=say(f"month.{day.month}", lang), year=day.year)
