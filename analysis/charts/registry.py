"""`CHARTS`: every kind of chart by its name, in the order of the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .agency import AGENCY
from .base import ChartKind
from .dispersion import DISPERSION
from .frames import FRAMES, ROLES
from .mentions import MENTIONS
from .network import NETWORK
from .position import POSITION
from .prominence import PROMINENCE
from .sheet import SHEET
from .stance_matrix import STANCE_MATRIX
from .stance_timeline import STANCE_TIMELINE
from .voice import VOICE

# What one article asks for first; the others look closer at what these show.
_ESSENTIAL: Final = (MENTIONS, DISPERSION, VOICE, STANCE_MATRIX, STANCE_TIMELINE, POSITION)
_FURTHER: Final = (PROMINENCE, AGENCY, NETWORK, FRAMES, ROLES, SHEET)
ESSENTIAL: Final = tuple(kind.name for kind in _ESSENTIAL)
CHARTS: Final[Mapping[str, ChartKind]] = {kind.name: kind for kind in (*_ESSENTIAL, *_FURTHER)}
