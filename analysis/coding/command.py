"""The commands ``mittellage code ...``: arguments in, functions of `analysis.coding` called, files and tables out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import CodingError
from ..legible import legible
from ..translation import Labels
from .output import decide_cases, print_plan, read_families, write_estimates, write_table

if TYPE_CHECKING:
    from .study import Study

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Code a sample by hand, measure agreement, and correct what was measured for the error that the codings show.",
)


class Units(StrEnum):
    """What can be coded."""

    stance = "stance"
    quote = "quote"
    mention = "mention"
    sentence = "sentence"


class Allocations(StrEnum):
    """How a sample is shared out among strata."""

    proportional = "proportional"
    equal = "equal"


class Methods(StrEnum):
    """How estimates are corrected."""

    ppi = "ppi"
    dsl = "dsl"


Folder = Annotated[Path, typer.Argument(help="Folder of the study.", metavar="STUDY", file_okay=False)]
Where = Annotated[Path, typer.Argument(help="Corpus store, folder of results, or a text.", metavar="SOURCE")]
Language = Annotated[Labels, typer.Option(help="Language of labels.")]
Coder = Annotated[str | None, typer.Option(help="Whose labels count.  [default: what was adjudicated]")]
By = Annotated[str | None, typer.Option(help="Column that makes groups: outlet, target, month, quarter, year, ...")]


@app.command()
def sample(
    source: Where,
    out: Annotated[Path, typer.Option(help="Folder of the study; missing or empty.", metavar="DIR")],
    unit: Annotated[Units, typer.Option(help="What is coded.")],
    n: Annotated[int, typer.Option("--n", help="Items to draw.", min=1)] = 200,
    strata: Annotated[
        str | None, typer.Option("--stratify", help="Columns that make strata: outlet,sign.", metavar="COLUMNS")
    ] = None,
    allocation: Annotated[
        Allocations, typer.Option(help="Items of a stratum by its size, or the same number from each.")
    ] = Allocations.proportional,
    targets: Annotated[str | None, typer.Option(help="Countries that are asked about: RU,CN,US.")] = None,
    codebook: Annotated[
        Path | None, typer.Option(help="Own codebook (TOML).  [default: ours for the unit]", dir_okay=False)
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the draw.")] = 0,
) -> None:
    """Draw a probability sample of what could be coded, also where nothing was found, as a folder to code.

    [dim]mittellage code sample store --unit stance --n 200 --stratify outlet,sign --seed 1 --out study[/dim]
    """
    from .drawing import draw_sample

    study = draw_sample(
        source,
        out,
        unit=unit.value,
        n=n,
        stratify_by=_split(strata),
        allocation=allocation.value,
        seed=seed,
        targets=[code.upper() for code in _split(targets)] or None,
        codebook=codebook,
    )
    typer.echo(f"{study.folder}: {len(study.items)} items of {study.unit}")


@app.command("export")
def export_items(
    study: Folder,
    out: Annotated[Path, typer.Argument(help="File: .xlsx, .csv, .qdpx, .xmi or .xmi.zip.", metavar="OUT")],
    coder: Annotated[str | None, typer.Option(help="Fill in what this coder has said so far (sheets).")] = None,
    lang: Language = Labels.de,
) -> None:
    """Write the items for a spreadsheet, MAXQDA, QualCoder or INCEpTION; no label goes along.

    [dim]mittellage code export study items.xlsx[/dim]
    """
    from .exchange import export_study
    from .sheets import export_sheet

    opened = _open(study)
    if out.suffix.lower() in (".xlsx", ".csv"):
        typer.echo(export_sheet(opened, out, coder=coder, lang=lang.value))
    else:
        typer.echo(export_study(opened, out, lang=lang.value))


@app.command("import")
def import_items(
    study: Folder,
    file: Annotated[Path, typer.Argument(help="File: .xlsx, .csv, .qdpx, .xmi or .zip.", metavar="FILE")],
    coder: Annotated[str, typer.Option(help="Whose codings these are.")],
    columns: Annotated[
        str | None, typer.Option(help="Columns of the file: item=Dokument,label=Code.", metavar="MAP")
    ] = None,
    labels: Annotated[str | None, typer.Option(help="Labels of the file: Kritik=negative.", metavar="MAP")] = None,
) -> None:
    """Read codings back; all are checked before any is saved.

    [dim]mittellage code import study items.xlsx --coder anna[/dim]
    """
    from .importing import import_codings

    done = import_codings(_open(study), file, coder=coder, columns=_pairs(columns), labels=_pairs(labels))
    typer.echo(f"{done.saved} saved, {done.same} there already, {done.empty} without a label")


@app.command()
def adjudicate(
    study: Folder,
    by: Annotated[str | None, typer.Option(help="Who decides.")] = None,
    decisions: Annotated[
        str | None, typer.Option("--set", help="Decisions, instead of being asked: i001=negative.", metavar="MAP")
    ] = None,
    unsure: Annotated[bool, typer.Option("--unsure", help="Also items that a coder is unsure of.")] = False,
    lang: Language = Labels.de,
) -> None:
    """Show where coders differ, with context and labels, and decide; without --by the cases are only listed.

    [dim]mittellage code adjudicate study --by aigerim[/dim]
    """
    from .adjudication import adjudicate as decide
    from .adjudication import find_cases

    opened = _open(study)
    given = _pairs(decisions)
    if given and by is None:
        raise CodingError("Say with --by who decides.")
    for item, label in given.items():
        decide(opened, item, label, by=by or "")
    cases = find_cases(opened, unsure=unsure, open_only=True)
    if by is not None and not given:
        decide_cases(opened, by=by, lang=lang.value, unsure=unsure)
        return
    for case in cases:
        said = ", ".join(f"{name}: {each.label}" for name, each in case.codings.items())
        typer.echo(legible(f"{case.item.item_id}  {said}"))
    typer.echo(f"{len(cases)} open")


@app.command()
def agreement(
    study: Folder,
    confusion: Annotated[
        str | None, typer.Option(help="Also who takes what for what: machine,adjudicated.", metavar="A,B")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Also write the table as CSV.", dir_okay=False)] = None,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
) -> None:
    """Measure agreement of coders with each other, and of the analysis with them: alpha, percent, kappa, AC1.

    [dim]mittellage code agreement study --confusion machine,adjudicated[/dim]
    """
    from ..terminal import print_frame
    from .agreement import confusion as cross
    from .agreement import measure_agreement

    opened = _open(study)
    table = measure_agreement(opened, seed=seed)
    print_frame(table, title=f"Agreement: {opened.folder.name}")
    if confusion is not None:
        names = _split(confusion)
        if len(names) != 2:
            raise CodingError(f"--confusion {confusion!r}: name two, such as machine,adjudicated.")
        print_frame(cross(opened, *names).reset_index(), title=f"{names[0]} (rows), {names[1]} (columns)")
    if out is not None:
        write_table(table, out)


@app.command()
def estimate(
    source: Where,
    study: Folder,
    measure: Annotated[
        str, typer.Option(help="stance, negative, evaluated, quoted, voice, mentioned, share, mean, ...")
    ],
    by: By = None,
    method: Annotated[Methods, typer.Option(help="PPI++, or design-based supervised learning.")] = Methods.ppi,
    differences: Annotated[bool, typer.Option("--differences", help="Compare each two groups.")] = False,
    trend: Annotated[bool, typer.Option("--trend", help="Estimate the change a year.")] = False,
    coder: Coder = None,
    families: Annotated[
        Path | None, typer.Option(help="CSV with the columns doc_id and family: copies count as one.", dir_okay=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for table, chart, and a paragraph on methods.", metavar="DIR")
    ] = None,
    lang: Language = Labels.de,
) -> None:
    """Estimate a measure as it was found, and corrected for the error that the codings show.

    [dim]mittellage code estimate store study --measure stance --by outlet --differences --out corrected[/dim]
    """
    from ..terminal import print_frame
    from .estimates import correct_estimates

    opened = _open(study)
    table = correct_estimates(
        source,
        opened,
        measure=measure,
        by=by,
        method=method.value,
        differences=differences,
        trend=trend,
        coder=coder,
        families=None if families is None else read_families(families),
    )
    print_frame(table.drop(columns=["n_documents", "power", "method"]), title=f"{measure}: as found, and corrected")
    if out is not None:
        write_estimates(opened, table, out, lang.value)


@app.command()
def plan(
    source: Annotated[Path | None, typer.Argument(help="What the pilot was drawn from.", metavar="[SOURCE]")] = None,
    study: Annotated[Path | None, typer.Argument(help="The pilot, coded.", metavar="[STUDY]")] = None,
    width: Annotated[float | None, typer.Option(help="Whole width that a 95 % interval may have.")] = None,
    difference: Annotated[float | None, typer.Option(help="Difference between two groups that is to be found.")] = None,
    power: Annotated[float, typer.Option(help="Probability with which it is found.")] = 0.8,
    measure: Annotated[str, typer.Option(help="What is estimated.")] = "evaluated",
    by: By = None,
    coder: Coder = None,
    unit: Annotated[Units, typer.Option(help="Without a pilot: what is coded.")] = Units.stance,
    found: Annotated[float, typer.Option(help="Without a pilot: share of units in which something is found.")] = 0.1,
    units: Annotated[int, typer.Option(help="Without a pilot: units of a group.")] = 10_000,
) -> None:
    """Say how many items have to be coded, from a pilot, or without one from the published error.

    [dim]mittellage code plan store pilot --measure stance --by outlet --difference 0.3[/dim]

    [dim]mittellage code plan --unit stance --found 0.08 --units 20000 --width 0.05[/dim]
    """
    from ..terminal import print_frame
    from .planner import plan_from_pilot

    if source is not None and study is not None:
        table = plan_from_pilot(
            source, _open(study), measure=measure, by=by, width=width, difference=difference, power=power, coder=coder
        )
        print_frame(table, title=f"{measure}: items to code")
        return
    if source is not None:
        raise CodingError("Name the pilot after its source, or neither to plan from the published error.")
    print_plan(unit.value, measure, found, units, width=width, difference=difference, power=power)


def _open(folder: Path) -> Study:
    from .study import open_study

    return open_study(folder)


def _split(value: str | None) -> list[str]:
    return [part.strip() for part in (value or "").split(",") if part.strip()]


def _pairs(value: str | None) -> dict[str, str]:
    parts = [part.partition("=") for part in _split(value)]
    wrong = next((name for name, mark, given in parts if not mark or not given.strip()), None)
    if wrong is not None:
        raise CodingError(f"{value!r} is no list of pairs; write name=value, separated by commas.")
    return {name.strip(): given.strip() for name, _, given in parts}
