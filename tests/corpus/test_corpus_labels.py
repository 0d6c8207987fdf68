"""Labels of facets, lines and outlets, measured in the drawn figure: none touches another, and none leaves it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from measured import touching

from analysis.charts import Lang, saving
from analysis.corpus import plot_outlets, plot_over_time, small_multiples

OUTLETS = [
    "Frankfurter Allgemeine Zeitung", "Süddeutsche Zeitung", "Die Welt", "taz", "Neue Zürcher Zeitung", "Der Standard",
    "Deutsche Welle (deutschsprachiger Dienst)", "ZEIT", "Tagesspiegel", "Handelsblatt", "RT DE", "junge Welt",
]  # fmt: skip


def series(groups: list[str], units: list[str], months: int) -> pd.DataFrame:
    """Give values by chance for so many months."""
    chance, rows = np.random.default_rng(len(groups) + months), []
    for group in groups:
        for unit in units:
            for month in pd.date_range("2021-01-01", periods=months, freq="MS"):
                value = float(np.clip(chance.normal(0.1, 0.3), -0.8, 0.8))
                rows.append((group, unit, month, value, value - 0.1, value + 0.1, 5, int(chance.integers(1, 9))))
    table = pd.DataFrame(rows, columns=["group", "unit", "period", "value", "low", "high", "n", "n_documents"])
    return table.astype({"value": "Float64", "low": "Float64", "high": "Float64"})


def placed(outlets: int, *, documents: int | None = None) -> pd.DataFrame:
    """Give shares of three poles by chance for so many outlets."""
    chance, rows = np.random.default_rng(outlets), []
    for number in range(outlets):
        name = OUTLETS[number % 12] + (f" {number}" if number >= 12 else "")
        n = documents or int(chance.integers(1, 40))
        for pole, share in zip(("RU", "CN", "US"), chance.dirichlet((3, 2, 4)), strict=True):
            low, high = (max(share - 0.07, 0), min(share + 0.07, 1)) if n >= 3 else (None, None)
            rows.append((name, f"CENTRAL_ASIA:{pole}", share, low, high, n, n))
    table = pd.DataFrame(rows, columns=["group", "unit", "value", "low", "high", "n", "n_documents"])
    return table.astype({"value": "Float64", "low": "Float64", "high": "Float64"})


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    ("groups", "units", "months", "columns"),
    [(3, ["KZ>RU", "KZ>CN"], 24, 3), (7, ["RU"], 6, 3), (12, ["RU", "CN", "US"], 36, 4), (2, ["RU"], 1, 3)],
)
def test_labels_of_facets_do_not_touch(groups: int, units: list[str], months: int, columns: int, lang: Lang) -> None:
    with saving():
        data = series(OUTLETS[:groups], units, months)
        figure = small_multiples(data, lang=lang, columns=columns, ylabel="Mittlere Haltung, −1 bis +1")
        assert touching(figure, least=8) == []


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("months", [1, 2, 12, 60])
def test_names_of_six_lines_do_not_touch(months: int, lang: Lang) -> None:
    with saving():
        units = [f"{holder}>{target}" for holder in ("KZ", "UZ") for target in ("RU", "CN", "US")]
        figure = plot_over_time(series(["all"], units, months), lang=lang).get_figure(root=True)
        assert touching(figure, least=9) == []


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("outlets", [1, 3, 12, 20])
def test_names_of_outlets_do_not_touch(outlets: int, lang: Lang) -> None:
    with saving():
        figure = plot_outlets(placed(outlets), lang=lang).get_figure(root=True)
        assert touching(figure, least=9) == []


def test_outlets_of_two_documents_are_hollow_without_ellipse_and_have_their_n() -> None:
    ax = plot_outlets(placed(3, documents=2))
    assert not ax.patches[1:]
    assert {tuple(mark.get_facecolor()[0]) for mark in ax.collections} == {(1.0, 1.0, 1.0, 1.0)}
    assert sum("(n\u00a0=\u00a02)" in text.get_text() for text in ax.texts) == 3


def test_outlets_that_are_not_shown_are_counted() -> None:
    data = placed(3)
    data.loc[data["group"] == "Die Welt", "value"] = None
    words = " ".join(text.get_text() for text in plot_outlets(data).findobj(Text)).replace("\n", " ")
    assert "nicht gezeigt: 1." in words
