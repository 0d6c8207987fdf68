"""Actors: who is named. Countries in every form, leaders by date, and who is who across spellings.

Spans become country codes (`find_mentions`), and persons, states, organisations and groups become actors that keep
their identity through the document (`link_actors`), so that *Tokajew*, *Tokayev*, *der Präsident* and *er* are one.
"""

from __future__ import annotations

from ..language.view import View
from .concordance import make_concordance
from .cooccurrence import count_cooccurrence
from .dispersion import gries_dp, juilland_d, measure_dispersion
from .frequency import count_mentions, wilson_interval
from .gazetteer import Gazetteer, country_codes, country_name, load_gazetteer
from .index import ActorIndex, link_actors
from .keyness import log_likelihood, log_ratio, measure_keyness
from .matching import Match, match_countries
from .mentions import find_mentions, mention_rows
from .resolve import Identity

__all__ = [
    "ActorIndex",
    "Gazetteer",
    "Identity",
    "Match",
    "View",
    "count_cooccurrence",
    "count_mentions",
    "country_codes",
    "country_name",
    "find_mentions",
    "gries_dp",
    "juilland_d",
    "link_actors",
    "load_gazetteer",
    "log_likelihood",
    "log_ratio",
    "make_concordance",
    "match_countries",
    "measure_dispersion",
    "measure_keyness",
    "mention_rows",
    "wilson_interval",
]
