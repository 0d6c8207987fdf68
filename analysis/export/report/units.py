"""The unit of an indicator in words: a country, two of them, or a country with a category."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Final

from ...charts import Lang, label
from ...framing.findings import frame_name
from ...legible import legible_line
from .words import WORDS, say

_JOINTS: Final = {">": " → ", ":": ": "}


def unit_in_words(unit: str, lang: Lang) -> str:
    """Name the unit of an indicator: a country, a dyad (``US>RU``) or a country with a category (``RU:security``).

    Examples
    --------
    >>> unit_in_words("US>RU", "de"), unit_in_words("KZ:patient", "en"), unit_in_words("text", "de")
    ('USA → Russland', 'Kazakhstan: is acted on', 'ganzer Text')
    """
    parts = re.split(r"([>:])", unit)
    alone = len(parts) == 1
    names = [_part(part, lang, alone=alone or place == 0) for place, part in enumerate(parts[::2])]
    joints = (_JOINTS[part] for part in parts[1::2])
    return "".join(name + joint for name, joint in zip_longest(names, joints, fillvalue=""))


def _part(part: str, lang: Lang, *, alone: bool) -> str:
    """Name a part; what follows a country may be a role or a form, whose name a country may bear, too."""
    keys = (f"unit.{part}", f"form.{part}")
    if not alone and part.islower():
        named = next((say(key, lang) for key in keys if key in WORDS), part)
        return named if named != part else frame_name(part, lang)
    named = label(part, lang)
    if named == part:
        named = frame_name(part, lang)
    if named == part:
        named = next((say(key, lang) for key in keys if key in WORDS), part)
    return legible_line(named)
