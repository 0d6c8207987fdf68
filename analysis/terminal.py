"""The summary in the terminal: what an article says, on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from .charts import Lang, label
from .corrections import corrected, corrections_in_words
from .export.cells import isnull
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
_LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "quotes": ("Wer spricht", "Who speaks"),
    "speaker": ("Sprecher", "Speaker"),
    "country": ("Land", "Country"),
    "type": ("Art", "Type"),
    "words": ("Worte", "Words"),
    "stances": ("Wer bewertet wen (+ / −, Zahl der Belege)", "Who evaluates whom (+ / −, pieces of evidence)"),
    "holder": ("Haltung von", "Stance of"),
    "mentions": ("Länder", "Countries"),
    "n": ("Nennungen", "Mentions"),
    "share": ("Anteil", "Share"),
    "framing": ("Kennzahlen", "Indicators"),
    "value": ("Wert", "Value"),
    "interval": ("95 %-Intervall", "95 % interval"),
    "narrator": ("Text selbst", "text itself"),
    "open": ("offen", "left open"),
    "anonymous": ("ungenannt", "unnamed"),
    "none": ("keine gefunden", "none found"),
    "attention": ("Aufmerksamkeit", "Attention"),
    "voice": ("Zitierte Worte", "Quoted words"),
    "stance": ("Ton (−1 bis +1)", "Tone (−1 to +1)"),
    "findings": ("Befund", "Findings"),
}


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
    for finding in findings(tables["framing"], perspective=perspective, lang=lang, name=lambda code: label(code, lang)):
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
        country = "" if isnull(quote.speaker_country) else str(quote.speaker_country)
        words = " ".join(str(quote.text).split())
        words = words if len(words) <= _QUOTE_CHARS else words[: _QUOTE_CHARS - 1] + "…"
        table.add_row(_plain(speaker), country, str(quote.type).replace("_", " "), _plain(words))
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
        return _label("narrator", lang)
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
        table.add_row(label(str(code), lang), str(count), f"{count / counts.sum():.0%}")
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
        table.add_row(_label(name, lang), *(_interval(rows, pole) for pole in poles))
    return table


def _interval(rows: pd.DataFrame, unit: str) -> str:
    if unit not in rows.index or isnull(rows.loc[unit, "value"]):
        return "[dim]?[/dim]"
    row = rows.loc[unit]
    if isnull(row["low"]):
        return f"{row['value']:.2f}"
    return f"{row['value']:.2f} [dim]({row['low']:.2f} … {row['high']:.2f}; n={row['n']})[/dim]"


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
    return _LABELS[name][lang == "en"]


def _plain(text: str) -> Text:
    """Return a text that stands for itself: no mark-up, no ``:emoji:``, no code that steers the terminal."""
    from rich.text import Text

    return Text(" ".join(legible(text).splitlines()))
