"""Actors: who is named. Countries in every form, leaders by date, and who is who across spellings.

Spans become country codes (`find_mentions`), and persons, states, organisations and groups become actors that keep
their identity through the document (`link_actors`), so that *Tokajew*, *Tokayev*, *der Präsident* and *er* are one.
"""

from __future__ import annotations

from .gazetteer import Gazetteer, country_codes, country_name, load_gazetteer
from .index import ActorIndex, link_actors
from .matching import Match, match_countries
from .mentions import find_mentions, mention_rows
from .resolve import Identity

__all__ = [
    "ActorIndex",
    "Gazetteer",
    "Identity",
    "Match",
    "country_codes",
    "country_name",
    "find_mentions",
    "link_actors",
    "load_gazetteer",
    "match_countries",
    "mention_rows",
]
