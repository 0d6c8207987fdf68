"""``mittellage annotate`` and ``mittellage corpus``: many texts, as lines of JSON or as a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import MittellageError
from ..limits import TIMEOUT
from .choices import (
    FOCUS,
    POLES,
    AnyLanguage,
    Focus,
    Gazetteer,
    Language,
    OwnFrames,
    Poles,
    Predicates,
    Readers,
    Seed,
    StanceReader,
    Threshold,
)
from .values import existing, options_from


def annotate(
    input: Annotated[  # noqa: A002  (the option is called --input)
        Path, typer.Option("--input", help="JSONL: doc_id, text; optional date, title. - reads standard input.")
    ],
    output: Annotated[Path, typer.Option("--output", help="JSONL to write. - writes standard output.")],
    language: Language = "default",
    gazetteer: Gazetteer = None,
    predicates: Predicates = None,
    reader: StanceReader = Readers.fast,
    threshold: Threshold = None,
    any_language: AnyLanguage = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an earlier run stopped; lines that are done are passed over.")
    ] = False,
) -> None:
    """Annotate many German texts in one process: one JSON record a line in, one a line out.

    A record has doc_id, segments, sentences, mentions, quotes, stances and error; offsets are code points into the
    given text. A bad line becomes a record with an error, the others are done all the same, and the exit code is 1.
    Records are in OUTPUT.part until all are done; a full disk or Ctrl-C leave them there for --resume.

    [dim]mittellage annotate --input texts.jsonl --output tables.jsonl[/dim]
    """
    from rich.console import Console
    from rich.progress import Progress

    from ..annotate import annotate_file

    options = options_from(
        language=language,
        gazetteer=gazetteer,
        predicates=predicates,
        reader=reader,
        threshold=threshold,
        any_language=any_language,
    )
    size = existing(input).stat().st_size if str(input) != "-" else None
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("annotate", total=size)
        failed = annotate_file(
            input, output, options=options, progress=lambda size: progress.advance(task, size), resume=resume
        )
    if failed:
        lines = "1 line" if failed == 1 else f"{failed:,} lines"
        typer.echo(f"{lines} failed; the records say why in 'error'.", err=True)
        raise typer.Exit(1)


def corpus(
    source: Annotated[
        Path,
        typer.Argument(
            help="Folder of texts, or a file: CSV, XLSX, JSONL, Parquet, an export of a database. With --check, "
            "--repair, --copies and --edits: the store."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the store; an interrupted run goes on there. [needed to run]", metavar="STORE"),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes on this machine, or Slurm jobs.  [default: as many as fit]")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A Dask scheduler that runs already.", metavar="tcp://HOST:PORT")
    ] = None,
    slurm: Annotated[
        Path | None, typer.Option(help="TOML file: queue, account, walltime, cores of a Slurm job.", dir_okay=False)
    ] = None,
    fmt: Annotated[str | None, typer.Option("--format", help="Format of the source, such as nexis or tei.")] = None,
    columns: Annotated[str | None, typer.Option(help="Columns of a table.", metavar="text=body,date=published")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds for one document before it is set aside.")] = TIMEOUT,
    memory: Annotated[str, typer.Option(help="Memory for one worker before its document is set aside.")] = "3GB",
    retry: Annotated[bool, typer.Option("--retry", help="Try documents again that failed before.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Analyse nothing; say what of a store is broken (exit code 1), or nothing.")
    ] = False,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Set aside what is broken; the next run analyses its documents anew."),
    ] = False,
    copies: Annotated[
        bool,
        typer.Option("--copies", help="Analyse nothing; list near-duplicates of a store, and note them there."),
    ] = False,
    edits: Annotated[
        str | None,
        typer.Option(help="Analyse nothing; say what each copy of a document of a store changed.", metavar="DOC_ID"),
    ] = None,
    window: Annotated[int, typer.Option(help="Days between a copy and the next, of --copies and --edits.", min=0)] = 7,
    table: Annotated[
        Path | None, typer.Option(help="CSV file to write what --copies or --edits finds to.", dir_okay=False)
    ] = None,
    language: Language = "default",
    focus: Focus = FOCUS,
    poles: Poles = POLES,
    gazetteer: Gazetteer = None,
    predicates: Predicates = None,
    reader: StanceReader = Readers.fast,
    threshold: Threshold = None,
    any_language: AnyLanguage = False,
    frames: OwnFrames = None,
    seed: Seed = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Analyse a corpus of German texts into a store of Parquet tables; run it again to go on after any interruption.

    Ctrl-C, a crash or a full disk lose nothing that was finished, and no document is done twice. Documents that fail
    twice stand in errors.parquet with the reason; the exit code is then 1. Ask the store in Python:
    analysis.corpus.Corpus.open("store").sql("SELECT ...").

    [dim]mittellage corpus articles/ --out store --workers 4[/dim]

    [dim]mittellage corpus --check store[/dim]

    [dim]mittellage corpus store --copies --table copies.csv[/dim]
    """
    from ..corpus.command import run_check, run_command

    if check or repair:
        raise typer.Exit(run_check(existing(out or source), repair=repair))
    if copies or edits is not None:
        from ..corpus.listing import run_copies, run_edits

        store = existing(out or source)
        code = run_copies(store, window, table) if edits is None else run_edits(store, edits, window, table)
        raise typer.Exit(code)
    if out is None:
        raise MittellageError("--out is missing: name the folder of the store, as in --out store.")
    options = options_from(
        language=language,
        focus=focus,
        poles=poles,
        gazetteer=gazetteer,
        predicates=predicates,
        reader=reader,
        threshold=threshold,
        frames=frames,
        seed=seed,
        any_language=any_language,
    )
    code = run_command(
        source,
        out,
        options=options,
        workers=workers,
        scheduler=scheduler,
        slurm=slurm,
        format=fmt,
        columns=columns,
        timeout=timeout,
        memory=memory,
        retry=retry,
        quiet=quiet,
    )
    if code:
        raise typer.Exit(code)
