"""Charts: tables in, `matplotlib.axes.Axes` out, each with the numbers behind it and an alternative text.

`CHARTS` lists all of them for reports and notebooks; the `plot_*` functions take the tables they draw.
Nothing is shown, saved or configured here: `saving` gives the settings under which files come out the same
on every run.
"""

from __future__ import annotations

from .dispersion import describe_dispersion, numbers_dispersion, plot_dispersion
from .mentions import describe_mentions, numbers_mentions, plot_mentions
from .position import describe_position, numbers_position, plot_position
from .registry import CHARTS, Chart
from .stance_matrix import describe_stance_matrix, numbers_stance_matrix, plot_stance_matrix
from .stance_timeline import describe_stance_timeline, numbers_stance_timeline, plot_stance_timeline
from .style import METADATA, Lang, label, saving
from .voice import describe_voice, numbers_voice, plot_voice

__all__ = [
    "CHARTS",
    "METADATA",
    "Chart",
    "Lang",
    "describe_dispersion",
    "describe_mentions",
    "describe_position",
    "describe_stance_matrix",
    "describe_stance_timeline",
    "describe_voice",
    "label",
    "numbers_dispersion",
    "numbers_mentions",
    "numbers_position",
    "numbers_stance_matrix",
    "numbers_stance_timeline",
    "numbers_voice",
    "plot_dispersion",
    "plot_mentions",
    "plot_position",
    "plot_stance_matrix",
    "plot_stance_timeline",
    "plot_voice",
    "saving",
]
