"""Charts of a corpus: what is drawn is what the table says; unknown stays a gap."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

import matplotlib as mpl
import pandas as pd
import pytest

from analysis.charts import METADATA, saving
from analysis.corpus import (
    Corpus,
    measure_groups,
    measure_over_time,
    plot_mentions_over_time,
    plot_outlets,
    plot_over_time,
    small_multiples,
)
from analysis.errors import CorpusError


def series(values: dict[str, list[float | None]], *, group: str = "all") -> pd.DataFrame:
    rows = [
        (group, unit, pd.Timestamp(2023, month, 1), value, value - 0.1, value + 0.1, 10, 5)
        for unit, column in values.items()
        for month, value in enumerate(column, 1)
        if value is not None
    ]
    names = ["group", "unit", "period", "value", "low", "high", "n", "n_documents"]
    return pd.DataFrame(rows, columns=names).astype({"value": "Float64", "low": "Float64", "high": "Float64"})


def texts(figure: mpl.figure.Figure) -> str:
    return " ".join(text.get_text() for text in figure.findobj(mpl.text.Text))


@pytest.mark.parametrize(("lang", "words"), [("de", "Kasachstan → Russland"), ("en", "Kazakhstan → Russia")])
def test_lines_are_named_and_gaps_stay_open(lang: str, words: str) -> None:
    ax = plot_over_time(series({"KZ>RU": [0.2, 0.3, None, 0.5], "KZ>CN": [-0.1, 0.0, 0.1, 0.2]}), lang=lang)  # type: ignore[arg-type]
    assert words in texts(ax.get_figure(root=True))
    broken = ax.lines[1].get_ydata()
    assert pd.isna(broken).tolist() == [False, False, True, False]
    assert len(ax.collections) == 2
    assert "n = 20" in texts(ax.get_figure(root=True))


def test_a_line_of_zero_where_values_are_negative() -> None:
    assert len(plot_over_time(series({"RU": [0.5, 0.6]})).lines) == 1
    assert len(plot_over_time(series({"RU": [0.5, -0.6]})).lines) == 2


def test_nothing_known_is_said() -> None:
    ax = plot_over_time(series({}))
    assert [text.get_text() for text in ax.texts] == ["In keinem Zeitraum ein Wert."]
    empty = pd.DataFrame(columns=["group", "unit", "value", "low", "high", "n", "n_documents"])
    assert "drei Pole" in plot_outlets(empty).texts[0].get_text()


def test_several_groups_or_too_many_lines_are_refused() -> None:
    both = pd.concat([series({"RU": [0.1]}, group="a"), series({"RU": [0.1]}, group="b")])
    with pytest.raises(CorpusError, match="small_multiples"):
        plot_over_time(both)
    with pytest.raises(CorpusError, match="units="):
        plot_over_time(series({f"U{i}": [0.1] for i in range(7)}))


def test_small_multiples_share_their_axes_and_show_the_others_in_grey() -> None:
    data = pd.concat([series({"RU": [0.1, 0.2, 0.4]}, group=f"Blatt {i}") for i in range(4)])
    figure = small_multiples(data, columns=3)
    shown = [ax for ax in figure.axes if ax.get_visible() and ax.axison]
    assert [ax.get_title(loc="left") for ax in shown] == [f"Blatt {i} (n\u00a0=\u00a015)" for i in range(4)]
    assert {ax.get_ylim() for ax in shown} == {shown[0].get_ylim()}
    assert all(len(ax.lines) == 4 for ax in shown)
    with pytest.raises(CorpusError, match="No group"):
        small_multiples(series({}))


def groups(shares: dict[str, tuple[float, float, float]]) -> pd.DataFrame:
    rows = [
        (name, f"CENTRAL_ASIA:{pole}", value, max(value - 0.1, 0), min(value + 0.1, 1), 40, 40)
        for name, values in shares.items()
        for pole, value in zip(("RU", "CN", "US"), values, strict=True)
    ]
    names = ["group", "unit", "value", "low", "high", "n", "n_documents"]
    return pd.DataFrame(rows, columns=names).astype({"value": "Float64", "low": "Float64", "high": "Float64"})


def test_outlets_stand_where_their_shares_say() -> None:
    ax = plot_outlets(groups({"Abendpost": (0.2, 0.3, 0.5), "Morgenblatt": (0.6, 0.4, 0.0)}))
    words = texts(ax.get_figure(root=True))
    assert "Abendpost" in words
    assert "Morgenblatt" in words
    assert "n = 80 Texte" in words
    assert len(ax.lines) == 2  # the region of an outlet
    one, two = (scatter.get_offsets()[0] for scatter in ax.collections[:2])
    assert one[0] > two[0]  # more to the right, where the third pole is
    with pytest.raises(CorpusError, match="exactly three"):
        plot_outlets(groups({}), poles=("RU", "CN"))


@pytest.mark.parametrize(("lang", "month", "value"), [("de", "März", "0,2"), ("en", "Mar", "0.2")])
def test_months_and_numbers_follow_the_language_and_no_locale(
    lang: Literal["de", "en"], month: str, value: str
) -> None:
    series = pd.DataFrame(
        {
            "group": "all", "unit": "RU", "period": pd.to_datetime(["2023-01-01", "2023-03-01", "2023-06-01"]),
            "value": [0.2, 0.4, 0.6], "low": None, "high": None, "n": 3, "n_documents": 3,
        }
    )  # fmt: skip
    ax = plot_over_time(series, lang=lang)
    ax.get_figure(root=True).canvas.draw()  # type: ignore[union-attr]
    assert month in " ".join(label.get_text() for label in ax.get_xticklabels())
    assert value in [label.get_text() for label in ax.get_yticklabels()]


def test_charts_of_a_store_are_the_same_bytes_twice(store: Path) -> None:
    with Corpus.open(store) as corpus:
        drawn = measure_over_time(corpus, "mentions", units=["RU", "CN", "KZ"])
        placed = measure_groups(corpus, "attention", by="outlet", units=["RU", "CN", "US"])
    pages = []
    for _ in range(2):
        with saving():
            for ax in (plot_mentions_over_time(drawn), plot_outlets(placed)):
                buffer = io.BytesIO()
                ax.get_figure(root=True).savefig(buffer, format="svg", metadata=METADATA["svg"])  # type: ignore[union-attr]
                pages.append(buffer.getvalue())
    assert pages[:2] == pages[2:]
