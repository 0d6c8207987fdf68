"""What the commands ``mittellage code ...`` print, ask and write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import CodingError
from ..legible import legible

if TYPE_CHECKING:
    import pandas as pd

    from .codebook import Lang
    from .study import Study


def decide_cases(study: Study, *, by: str, lang: Lang, unsure: bool) -> None:
    """Show each open case with its context and labels, and ask for a key."""
    from .adjudication import adjudicate as decide
    from .adjudication import find_cases
    from .study import ask

    keys = {label.key: label.name for label in study.codebook.labels}
    listed = "  ".join(f"[{label.key}] {label.title[lang]}" for label in study.codebook.labels)
    for case in find_cases(study, unsure=unsure, open_only=True):
        item = case.item
        marked = f"{item.text[: item.start]}▶ {item.text[item.start : item.end]} ◀{item.text[item.end :]}"
        typer.echo(legible(f"\n{item.item_id}  {ask(study, item, lang)}\n\n{marked}\n"))
        for name, said in case.codings.items():
            typer.echo(legible(f"  {name}: {said.label}{' (?)' if said.unsure else ''} {said.memo}"))
        while (key := typer.prompt(f"{listed}  [.] stop", prompt_suffix=" > ").strip().lower()) not in (*keys, "."):
            typer.echo(f"{key!r} is no key.")
        if key == ".":
            return
        decide(study, item.item_id, keys[key], by=by)


def write_estimates(study: Study, table: pd.DataFrame, out: Path, lang: Lang) -> None:
    """Write the table, a chart of each kind of row, and the paragraph on methods in both languages."""
    from ..charts.style import METADATA, saving
    from ..export.folder import whole_file
    from .chart import plot_corrections
    from .paragraph import methods_paragraph

    write_table(table, out / "estimates.csv")
    for kind in dict.fromkeys(table["kind"]):
        with saving():
            figure = plot_corrections(table, kind=str(kind), lang=lang).get_figure(root=True)
            for suffix in ("png", "svg"):
                with whole_file(out / f"{kind}.{suffix}") as draft:
                    figure.savefig(draft, format=suffix, metadata=METADATA[suffix])  # type: ignore[union-attr]
    languages: tuple[Lang, ...] = ("de", "en")
    for language in languages:
        with whole_file(out / f"methods_{language}.txt") as draft:
            draft.write_text(methods_paragraph(study, table, lang=language) + "\n", "utf-8")


def print_plan(
    unit: str, measure: str, found: float, units: int, *, width: float | None, difference: float | None, power: float
) -> None:
    """Print how many items have to be coded by the published error."""
    from .published import joint_from_error, plan_from_error, published_error

    names = {"evaluated": {"positive": (1, 1), "negative": (1, 1), "none": (0, 1)}}
    names["stance"] = {"positive": (1, 1), "negative": (-1, 1), "none": (0, 0)}
    names["negative"] = {"positive": (0, 1), "negative": (1, 1), "none": (0, 0)}
    names["quoted"] = names["mentioned"] = names["evaluated"]
    if measure not in names:
        raise CodingError(f"{measure!r} is planned from a pilot; without one: {', '.join(names)}.")
    error = published_error(unit)
    joint = joint_from_error(found, error.precision, error.recall)
    result = plan_from_error(joint, names[measure], units=units, width=width, difference=difference, power=power)
    typer.echo(f"Error of {unit}: precision {error.precision:.3f}, recall {error.recall:.3f} ({error.gold})")
    groups = "two groups" if difference is not None else "a group"
    if result.items is None:
        typer.echo(
            f"No number suffices: with {units:,} units {result.least:.3f} is the least half width of an interval."
        )
    else:
        typer.echo(f"{result.items} items of {groups}, in equal numbers by what was found: ± {result.half_width:.3f}")


def read_families(path: Path) -> dict[str, str]:
    """Return the family of each document from a CSV file."""
    from .sheets import read_sheet

    rows = read_sheet(path)
    if rows and not {"doc_id", "family"} <= set(rows[0]):
        raise CodingError(f"{str(path)!r} needs the columns doc_id and family.")
    return {row["doc_id"]: row["family"] for row in rows}


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV."""
    from ..export.folder import whole_file
    from ..export.formats import csv_bytes

    with whole_file(path) as draft:
        draft.write_bytes(csv_bytes(table))
