"""Charts: a result in, `matplotlib.axes.Axes` out, each with the numbers behind it and an alternative text.

`plot_mentions(result)` and its siblings draw; all take the same parameters, those of `ChartKind.plot`. `CHARTS` lists
the kinds by name: ``CHARTS["mentions"].of(result)`` is a `Chart` with ``data``, ``draw`` and ``describe``. Nothing is
shown, saved or configured here: `saving` gives the settings under which files come out the same on every run.
"""

from __future__ import annotations

from .agency import describe_agency, numbers_agency, plot_agency
from .base import Chart, ChartKind
from .dispersion import describe_dispersion, numbers_dispersion, plot_dispersion
from .frames import describe_frames, describe_roles, numbers_frames, numbers_roles, plot_frames, plot_roles
from .mentions import describe_mentions, numbers_mentions, plot_mentions
from .network import describe_network, numbers_network, plot_network
from .position import describe_position, numbers_position, plot_position
from .prominence import describe_prominence, numbers_prominence, plot_prominence
from .registry import CHARTS, ESSENTIAL
from .sheet import compose_sheet, describe_sheet
from .source import Source, source_of
from .stance_matrix import describe_stance_matrix, numbers_stance_matrix, plot_stance_matrix
from .stance_timeline import describe_stance_timeline, numbers_stance_timeline, plot_stance_timeline
from .style import METADATA, MOST_MARKS, Lang, label, saving
from .voice import describe_voice, numbers_voice, plot_voice

__all__ = [
    "CHARTS",
    "ESSENTIAL",
    "METADATA",
    "MOST_MARKS",
    "Chart",
    "ChartKind",
    "Lang",
    "Source",
    "compose_sheet",
    "describe_agency",
    "describe_dispersion",
    "describe_frames",
    "describe_mentions",
    "describe_network",
    "describe_position",
    "describe_prominence",
    "describe_roles",
    "describe_sheet",
    "describe_stance_matrix",
    "describe_stance_timeline",
    "describe_voice",
    "label",
    "numbers_agency",
    "numbers_dispersion",
    "numbers_frames",
    "numbers_mentions",
    "numbers_network",
    "numbers_position",
    "numbers_prominence",
    "numbers_roles",
    "numbers_stance_matrix",
    "numbers_stance_timeline",
    "numbers_voice",
    "plot_agency",
    "plot_dispersion",
    "plot_frames",
    "plot_mentions",
    "plot_network",
    "plot_position",
    "plot_prominence",
    "plot_roles",
    "plot_stance_matrix",
    "plot_stance_timeline",
    "plot_voice",
    "saving",
    "source_of",
]
