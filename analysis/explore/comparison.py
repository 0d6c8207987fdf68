"""Several texts compared: over time and by outlet, each text one observation, with intervals over texts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..charts import METADATA, saving
from ..charts.style import number
from ..corpus.charts import plot_over_time
from ..corpus.outlets import plot_outlets
from ..errors import MittellageError
from ..export.report.units import unit_in_words
from ..framing import pool
from ..framing.naming import indicator_name
from ..tables import each
from .state import Explorer, Lang
from .words import day_in_words, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MEASURES: Final = ("attention_share", "voice_share", "relation_received", "relation_narrator", "position_combined")
_DPI: Final = 110
_COLUMNS: Final = ("group", "unit", "value", "low", "high", "n", "n_documents")
_FLOATS: Final = {"value": "Float64", "low": "Float64", "high": "Float64", "n": "Int64", "n_documents": "Int64"}


class Drawing(NamedTuple):
    """A chart of several texts: its PNG, width in CSS pixels, description and caption."""

    png: bytes
    width: int
    alt: str
    caption: str


def by_outlet(explorer: Explorer, measure: str) -> pd.DataFrame:
    """Return a measure by outlet.

    Parameters
    ----------
    explorer : Explorer
        Several texts; those without an outlet are left out.
    measure : str
        One of `MEASURES`: an indicator of the table ``framing``.

    Returns
    -------
    pandas.DataFrame
        ``group, unit, value, low, high, n, n_documents``: the mean over texts in which the value is known, their
        number, and a 95 % interval of a bootstrap over texts, unknown below three.

    See Also
    --------
    analysis.corpus.measure_groups : the same for a store.
    """
    import pandas as pd

    documents = explorer.whole["documents"].dropna(subset=["outlet"])
    rows = [
        (outlet, *cells)
        for outlet, own in documents.groupby("outlet", sort=True)
        for cells in _pooled(explorer, measure, own["doc_id"])
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_FLOATS)


def over_time(explorer: Explorer, measure: str) -> pd.DataFrame:
    """Return a measure by day, month or year, whichever suits the time between the first and the last text.

    Returns
    -------
    pandas.DataFrame
        As `by_outlet` gives, with ``period`` in place of groups; texts without a date are left out.
    """
    import pandas as pd

    documents = explorer.whole["documents"].dropna(subset=["date"])
    days = pd.to_datetime(documents["date"])
    length = period_of(explorer)
    starts = pd.Series(days.dt.to_period(length).dt.start_time, index=documents.index)
    rows = [
        ("all", *cells, period)
        for period, own in documents["doc_id"].groupby(starts, sort=True)
        for cells in _pooled(explorer, measure, own)
    ]
    table = pd.DataFrame(rows, columns=[*_COLUMNS, "period"])
    return table.astype({**_FLOATS, "period": "datetime64[us]"})


def period_of(explorer: Explorer) -> str:
    """Return the length of a period: ``D``, ``M`` or ``Y``."""
    import pandas as pd

    days = pd.to_datetime(explorer.whole["documents"]["date"]).dropna()
    span = (days.max() - days.min()).days if len(days) else 0
    return "D" if span <= 45 else "M" if span <= 3 * 366 else "Y"


def _pooled(explorer: Explorer, measure: str, doc_ids: Any) -> Iterator[tuple[Any, ...]]:
    if measure not in MEASURES:
        raise MittellageError(f"There is no measure {measure!r} to compare. Measures are: {', '.join(MEASURES)}.")
    framing = explorer.whole["framing"]
    chosen = (
        framing["indicator"].eq(measure)
        & framing["doc_id"].isin(list(doc_ids))
        & framing["unit"].isin(_units(explorer, measure))
    )
    for row in each(pool(framing[chosen], seed=explorer.perspective.seed)):
        yield row.unit, row.value, row.low, row.high, row.n, row.n


def _units(explorer: Explorer, measure: str) -> list[str]:
    perspective = explorer.perspective
    if measure == "position_combined":
        return [f"{perspective.region}:{pole}" for pole in perspective.poles]
    return [perspective.region, *perspective.poles]


def measure_names(lang: Lang) -> dict[str, str]:
    """Name what can be compared."""
    return {name: indicator_name(name, lang) for name in MEASURES}


def draw_over_time(explorer: Explorer, measure: str) -> Drawing:
    """Draw a measure over time, a line for the focus and each pole."""
    lang, series = explorer.choice.lang, over_time(explorer, measure)
    title = say("comparison.time", lang, measure=indicator_name(measure, lang))
    undated = int(explorer.whole["documents"]["date"].isna().sum())
    if series["value"].dropna().empty:
        return _nothing(say("comparison.undated", lang, n=undated))
    with saving():
        ax = plot_over_time(series, lang=lang, title=title)
        drawing = _drawing(ax, title, _rows_in_words(series, lang, length=period_of(explorer)))
    return drawing._replace(caption=_left_out(title, "comparison.undated", undated, lang))


def draw_outlets(explorer: Explorer) -> Drawing:
    """Draw where outlets place the focus between three poles."""
    lang, groups = explorer.choice.lang, by_outlet(explorer, "position_combined")
    title, without = say("comparison.outlets", lang), int(explorer.whole["documents"]["outlet"].isna().sum())
    if len(explorer.perspective.poles) != 3 or groups["value"].dropna().empty:
        return _nothing(say("comparison.no_outlets", lang))
    with saving():
        ax = plot_outlets(groups, lang=lang, poles=explorer.perspective.poles)
        drawing = _drawing(ax, title, _rows_in_words(groups, lang))
    return drawing._replace(caption=_left_out(title, "comparison.without_outlet", without, lang))


def _left_out(title: str, key: str, n: int, lang: Lang) -> str:
    return f"{title}. {say(key, lang, n=n)}" if n else title


def _nothing(sentence: str) -> Drawing:
    return Drawing(b"", 0, sentence, "")


def _drawing(ax: Axes, title: str, alt: str) -> Drawing:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = ax.get_figure(root=True)
    assert figure is not None  # noqa: S101 (axes that were just drawn have a figure)
    figure.set_dpi(_DPI)
    file = io.BytesIO()
    FigureCanvasAgg(figure).print_png(file, metadata=METADATA["png"])  # type: ignore[no-untyped-call]
    return Drawing(file.getvalue(), round(figure.get_figwidth() * _DPI), f"{title}: {alt}", title)


def _period_in_words(period: date, length: str, lang: Lang) -> str:
    """Name a day, a month or a year.

    Examples
    --------
    >>> from datetime import date
    >>> [_period_in_words(date(2023, 3, 1), length, "de") for length in "DMY"]
    ['1. März 2023', 'März 2023', '2023']
    """
    if length == "D":
        return day_in_words(period, lang)
    return str(period.year) if length == "Y" else f"{say(f'month.{period.month}', lang)} {period.year}"


def _rows_in_words(data: pd.DataFrame, lang: Lang, *, length: str = "D") -> str:
    parts = []
    for row in data.dropna(subset=["value"]).head(40).to_dict("records"):
        place = _period_in_words(row["period"], length, lang) if "period" in row else str(row["group"])
        value = number(float(row["value"]), lang, digits=2)
        parts.append(f"{place}, {unit_in_words(row['unit'], lang)} {value} (n = {row['n_documents']})")
    return "; ".join(parts)
