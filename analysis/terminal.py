"""The summary in the terminal: what an article says, on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from .charts import Lang, label
from .charts.style import label_in_text, number, percent
from .corrections import corrected, corrections_in_words
from .export.cells import isnull
from .export.names import NAMED, Names
from .export.report.words import say
from .framing import DEFAULT, Perspective
from .framing.findings import findings
from .legible import legible
from .reading import Document
from .tables import each

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_QUOTE_CHARS: Final = 90
_HEADLINES: Final = (("attention_share", "attention"), ("voice_share", "voice"), ("relation_received", "stance"))
# The words of the report, by the names that this page has for them.
_LABELS: Final[Mapping[str, str]] = {
    "quotes": "quotes", "speaker": "col.speaker", "country": "col.country", "type": "col.type", "words": "col.words",
    "stances": "stances", "holder": "col.holder", "mentions": "mentions", "n": "col.n", "share": "col.share",
    "framing": "table.framing", "open": "open", "anonymous": "unnamed", "none": "none", "findings": "summary",
    "attention": "head.attention_share", "voice": "head.voice_share", "stance": "head.relation_received",
}  # fmt: skip


def print_summary(
    tables: Mapping[str, pd.DataFrame], document: Document, *, perspective: Perspective = DEFAULT, lang: Lang = "de"
) -> None:
    """Print the findings, the quotes, the stance matrix, the countries and the headline indicators of one document.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of one document.
    document : Document
        Where they come from.
    perspective : Perspective
        Whose position is asked for, and between whom.
    lang : {"de", "en"}
        Language of the labels.
    """
    from rich.console import Console

    console = Console()
    names = Names(tables["actors"], lang)
    tables = {**tables, **{name: names.in_text(tables[name], column) for name, column in NAMED.items()}}
    poles = perspective.poles
    console.print()
    heading = _plain(document.title or document.doc_id)
    heading.stylize("bold")
    console.rule(heading)
    for table in (
        _quotes(tables["quotes"], lang),
        _stances(tables["stances"], poles, lang),
        _countries(tables["mentions"], lang),
        _headlines(tables, poles, lang),
    ):
        _show(console, table, lang)
    console.print(f"[bold]{_label('findings', lang)}[/bold]")
    for finding in findings(
        tables["framing"], perspective=perspective, lang=lang, name=lambda code: label_in_text(code, lang)
    ):
        console.print("  •", _plain(finding.text), highlight=False)
    if by_hand := corrections_in_words(corrected(tables.get("corrections")), lang):
        console.print(f"{by_hand}.", highlight=False)


def print_frame(frame: pd.DataFrame, *, title: str) -> None:
    """Print any data frame as a table; figures are rounded to three places."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=_plain(title), title_justify="left")
    for name, dtype in frame.dtypes.items():
        table.add_column(_plain(str(name)), justify="right" if getattr(dtype, "kind", "O") in "iuf" else "left")
    for row in each(frame):
        table.add_row(*(_plain("" if isnull(v) else f"{v:.3f}" if isinstance(v, float) else str(v)) for v in row))
    Console().print(table)


def _quotes(quotes: pd.DataFrame, lang: Lang) -> Table:
    table = _table("quotes", ("speaker", "country", "type", "words"), lang)
    for quote in each(quotes):
        speaker = _label("anonymous", lang) if isnull(quote.speaker_name) else str(quote.speaker_name)
        country = "" if isnull(quote.speaker_country) else label(str(quote.speaker_country), lang)
        words = " ".join(str(quote.text).split())
        words = words if len(words) <= _QUOTE_CHARS else words[: _QUOTE_CHARS - 1] + "…"
        table.add_row(_plain(speaker), country, say(f"type.{quote.type}", lang), _plain(words))
    return table


def _stances(stances: pd.DataFrame, poles: Sequence[str], lang: Lang) -> Table:
    table = _table("stances", ("holder",), lang)
    for pole in poles:
        table.add_column(f"→ {label(pole, lang)}", justify="center")
    counts: dict[str, dict[str, list[int]]] = {}
    for stance in each(stances[stances["target"].isin(list(poles))]):
        if stance.holder_country == stance.target:
            continue  # what a state says of itself is no dyad
        cell = counts.setdefault(_holder(stance, lang), {}).setdefault(str(stance.target), [0, 0])
        cell[int(stance.sign < 0)] += 1
    for holder, cells in sorted(counts.items(), key=lambda item: (-sum(map(sum, item[1].values())), item[0])):
        table.add_row(_plain(holder), *(_signs(cells.get(pole)) for pole in poles))
    return table


def _holder(stance: Any, lang: Lang) -> str:
    if stance.holder == "narrator":
        return label("narrator", lang)
    if not isnull(stance.holder_country):
        return label(str(stance.holder_country), lang)
    return _label("open", lang) if isnull(stance.holder) else str(stance.holder)


def _signs(cell: list[int] | None) -> str:
    if cell is None:
        return "[dim]·[/dim]"
    positive, negative = cell
    parts = [f"[green]+{positive}[/green]"] * bool(positive) + [f"[red]−{negative}[/red]"] * bool(negative)
    return " ".join(parts)


def _countries(mentions: pd.DataFrame, lang: Lang, *, top: int = 10) -> Table:
    table = _table("mentions", ("country", "n", "share"), lang)
    counts = mentions["country"].value_counts()
    order = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    for code, count in order[:top]:
        table.add_row(label(str(code), lang), str(count), percent(count / counts.sum(), lang))
    return table


def _headlines(tables: Mapping[str, pd.DataFrame], poles: Sequence[str], lang: Lang) -> Table:
    """Show three indicators for each pole: attention, voice, tone."""
    table = _table("framing", (), lang)
    table.add_column("")
    for pole in poles:
        table.add_column(label(pole, lang), justify="center")
    framing = tables["framing"]
    for indicator, name in _HEADLINES:
        rows = framing[framing["indicator"] == indicator].drop_duplicates("unit").set_index("unit")
        table.add_row(_label(name, lang), *(_interval(rows, pole, lang) for pole in poles))
    return table


def _interval(rows: pd.DataFrame, unit: str, lang: Lang) -> str:
    if unit not in rows.index or isnull(rows.loc[unit, "value"]):
        return "[dim]?[/dim]"
    row: Any = rows.loc[unit]
    if isnull(row["low"]):
        return number(float(row["value"]), lang, digits=2)
    value, low, high = (number(float(row[name]), lang, digits=2) for name in ("value", "low", "high"))
    return f"{value} [dim]({low} … {high}; n = {row['n']})[/dim]"


def _show(console: Console, table: Table, lang: Lang) -> None:
    if table.row_count:
        console.print(table)
    else:
        console.print(f"[bold]{table.title}[/bold]: {_label('none', lang)}")


def _table(title: str, names: Sequence[str], lang: Lang) -> Table:
    from rich.table import Table

    table = Table(title=_label(title, lang), title_justify="left", title_style="bold")
    for name in names:
        table.add_column(_label(name, lang), justify="right" if name in {"n", "share"} else "left")
    return table


def _label(name: str, lang: Lang) -> str:
    return say(_LABELS[name], lang)


def _plain(text: str) -> Text:
    """Return a text that stands for itself: no mark-up, no ``:emoji:``, no code that steers the terminal."""
    from rich.text import Text

    return Text(" ".join(legible(text).splitlines()))
