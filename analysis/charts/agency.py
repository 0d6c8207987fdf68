"""Agency profile: who acts in the text, and who is acted on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..framing import Perspective, caveat
from ..framing.agency import ROLES, roles
from . import style
from .base import Chart, ChartKind
from .ink import tint
from .room import reach, room, text_width
from .source import Source
from .style import Lang, axes, bare, colour, hold, known, label, mark, percent, pick, records

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def _measure(source: Source) -> pd.DataFrame:
    """Return the grammatical roles of each country, counted.

    Returns
    -------
    pandas.DataFrame
        ``doc_id``, ``unit``, one column of counts a role, ``activation`` with ``low`` and ``high`` (null is unknown),
        and ``n`` (mentions with a role); the most active first. Countries without a role have no row.
    """
    import pandas as pd

    perspective = source.perspective
    ratios = {
        row.unit: (row.doc_id, row.value, row.low, row.high) for row in records(source.framing("agency_activation"))
    }
    counts: dict[str, dict[str, int]] = {}
    for view in source.views:
        for played in view.once(roles):
            country = played.mention.country
            region = perspective.unit(country) or country
            for unit in {region, country} if country in perspective.states else {region}:
                found = counts.setdefault(unit, {})
                found[played.role] = found.get(played.role, 0) + 1
    rows = []
    for unit, found in counts.items():
        doc_id, value, low, high = ratios.get(unit, ("", None, None, None))
        rows.append((doc_id, unit, *(found.get(role, 0) for role in ROLES), value, low, high, sum(found.values())))
    columns = ["doc_id", "unit", *ROLES, "activation", "low", "high", "n"]
    table = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(("activation", "low", "high"), "Float64"))
    order = ["agent", "n", "unit"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw a profile: to the right how often each country acts, to the left how often it is acted on."""
    numbers, perspective = chart.data, chart.perspective
    shown = numbers[(numbers["agent"] + numbers["patient"] + numbers["beneficiary"]) > 0].head(top)
    ax = axes(ax, (7.2, 1.9 + 0.4 * max(len(shown), 2)))
    if shown.empty:
        return chart.say_empty(
            ax,
            lang,
            "Der Text zeigt kein Land als handelnd oder betroffen.",
            "The text shows no country as acting or acted on.",
        )
    names = [label(str(unit), lang) for unit in shown["unit"]]
    width = room(ax, beside=names)
    notes = [_note(each, lang) for each in records(shown)]
    if max(text_width(note, style.TEXT_SIZE) for note in notes) > 0.6 * width:
        notes = [re.sub(r" \[.*\]", "", note) for note in notes]
    for y, (row, each) in enumerate(zip(shown.index, records(shown), strict=True)):
        shade = colour(perspective.unit(str(each.unit)))
        passive = each.patient + each.beneficiary
        full = tint(shade, 0.3) if each.agent + passive < style.FEW else shade
        ax.barh(y, each.agent, color=full, edgecolor=shade, linewidth=1, height=0.58)
        ax.barh(y, -each.patient, color="white", edgecolor=shade, hatch="////", height=0.58, linewidth=1)
        ax.barh(y, -each.beneficiary, left=-each.patient, color="white", edgecolor=shade, hatch="xxxx", height=0.58)
        (whole,) = ax.barh(y, each.agent + passive, left=-passive, color="none", edgecolor="none")
        mark(whole, row)
        ax.annotate(
            notes[y], (each.agent, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize=style.TEXT_SIZE
        )
    left = int((shown["patient"] + shown["beneficiary"]).max())
    words = (pick(lang, "← ist betroffen", "← is acted on"), pick(lang, "handelt →", "acts →"))
    ax.axvline(0, color=style.GREY, linewidth=1)
    low, high = -left - 0.4, reach(-left - 0.4, shown["agent"].tolist(), notes, size=style.TEXT_SIZE, width=width)
    # Both words over the bars need their width at least.
    share = min((text_width(words[0], style.TEXT_SIZE) + 8) / width, 0.45)
    low = min(low, -high * share / (1 - share))
    ax.set_xlim(low, reach(low, shown["agent"].tolist(), notes, size=style.TEXT_SIZE, width=width))
    ax.set_ylim(len(shown) - 0.4, -1.1)
    for side, word in zip((-1, 1), words, strict=True):
        ax.annotate(
            word,
            (0, -0.72),
            xytext=(6 * side, 0),
            textcoords="offset points",
            ha="right" if side < 0 else "left",
            va="center",
            fontsize=style.TEXT_SIZE,
            color=style.GREY,
        )
    ax.set_yticks(range(len(shown)), names)
    ax.set_xticks([])
    bare(ax)
    hold(ax)
    rest = int(((numbers["agent"] + numbers["patient"] + numbers["beneficiary"]) > 0).sum()) - len(shown)
    chart.head(ax, _caption(perspective, rest, lang), lang, beside=names)
    return ax


def _note(each: object, lang: Lang) -> str:
    value, low, high = (getattr(each, key) for key in ("activation", "low", "high"))
    n = each.agent + each.patient + each.beneficiary  # type: ignore[attr-defined]
    if not known(value):
        return ""
    if n < style.FEW:  # one of one is no share
        return pick(lang, f"{each.agent} von {n}", f"{each.agent} of {n}")  # type: ignore[attr-defined]
    between = f" [{100 * low:.0f}–{100 * high:.0f}]" if known(low) and known(high) else ""
    return f"{percent(float(value), lang)}{between}, n = {n}"


def _caption(perspective: Perspective, rest: int, lang: Lang) -> str:
    text = pick(
        lang,
        "Nennungen nach Rolle; voll: handelt, schraffiert: betroffen, gekreuzt: begünstigt; Anteil handelnd [95 %]",
        "Mentions by role; solid: acts, hatched: affected, crossed: benefits; share acting [95%]",
    )
    if rest:
        text += pick(lang, f"; nicht gezeigt: {rest} weitere Länder", f"; not shown: {rest} more countries")
    warning = caveat("agency_activation", translated=perspective.translated, lang=lang)
    return text if warning is None else f"{text}. {warning}"


def describe_agency(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    shown = numbers.dropna(subset=["activation"])
    if shown.empty:
        return pick(lang, "Keine Rollen von Ländern.", "No roles of countries.")
    listed = "; ".join(
        f"{label(str(r.unit), lang)} {r.agent} : {r.patient + r.beneficiary}" for r in records(shown.head(8))
    )
    return pick(lang, f"Handelnd gegen betroffen: {listed}.", f"Acting against acted on: {listed}.")


AGENCY: Final = ChartKind("agency", _measure, _paint, describe_agency, top=10)
plot_agency, numbers_agency = AGENCY.plot, AGENCY.numbers
