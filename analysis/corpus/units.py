"""Units of measures as charts show them: countries, dyads, and units with a category."""

from __future__ import annotations

import re
from typing import Final

# A longer name of a group leaves no room for what is drawn.
NAME: Final = 40
# Units are countries (RU), dyads (KZ>RU), or a unit and a category (CENTRAL_ASIA:RU).
PARTS: Final = re.compile("[:>]")


def pole_of(unit: str) -> str:
    """Return the country that colours a unit: the target of a dyad, the pole of a position."""
    return PARTS.split(str(unit))[-1]
