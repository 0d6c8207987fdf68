"""The command ``mittellage``: arguments in, functions of the stages called, files out.

Exit codes: 0 all well; 1 done, but some lines or documents failed and are listed; 2 the input or an option is
wrong, and nothing was written.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, overload

import typer

from . import __version__
from .coding.command import app as code
from .errors import MittellageError, ReadingError, in_command_words
from .legible import legible, legible_line
from .limits import TIMEOUT, is_memory_told, parse_limits
from .tables import CENTRAL_ASIA
from .translation import Labels

if TYPE_CHECKING:
    from .pipeline import Analysis
    from .reading import Document
    from .tables import Correction

app = typer.Typer(
    name="mittellage",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="How does a German news text position a country or a region between others?\n\n"
    "Who is quoted, who takes what stance toward whom, which countries are named how often: with charts, "
    "tables and the evidence behind every number. Texts must be in German; others are refused. "
    "Everything runs on this machine; no text leaves it.",
    epilog="Start with:  mittellage analyse data/blinken_astana_2023.txt --out results",
)


app.add_typer(code, name="code")


class Format(StrEnum):
    """Formats of tables."""

    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"
    latex = "latex"


class Charts(StrEnum):
    """How many charts are drawn."""

    essential = "essential"
    all = "all"


class Nodes(StrEnum):
    """Who the holders in a network are."""

    actors = "actors"
    countries = "countries"


class Concept(StrEnum):
    """What the concept of a statement is."""

    target = "target"
    frame = "frame"


class Task(StrEnum):
    """What can be measured against gold."""

    language = "language"
    mentions = "mentions"
    quotes = "quotes"
    stance = "stance"


_FOCUS = ",".join(CENTRAL_ASIA)
Language = Annotated[str, typer.Option(help="Language backend: default, or the name of an installed spaCy pipeline.")]
Gazetteer = Annotated[
    Path | None,
    typer.Option(
        help="Own country entries (TSV, or a YAML dictionary of quanteda or newsmap), added to ours.", dir_okay=False
    ),
]
Predicates = Annotated[Path | None, typer.Option(help="Own evaluative predicates (TSV), added to ours.")]
Threshold = Annotated[
    float | None,
    typer.Option(
        help="Least probability of a stance: lower finds more, and errs more.  [default: precise]", min=0, max=1
    ),
]
Timeout = Annotated[float, typer.Option(help="Seconds for one document before it is given up.")]
Memory = Annotated[str, typer.Option(help="Memory for one document before it is given up.", metavar="SIZE")]
AnyLanguage = Annotated[
    bool,
    typer.Option("--any-language", help="Analyse texts that are not German, too; by default they are refused."),
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mittellage {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Keep the version option beside the commands."""


@app.command()
def analyse(
    file: Annotated[
        list[Path],
        typer.Argument(
            help="The article, in German: TXT, HTML, DOCX, RTF, ODT, PDF, EML, or a table or an export with one text. "
            "Several files are compared; - reads standard input.",
            metavar="FILE...",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            help="Folder for tables, charts, report and manifest; of several files, a folder each in it, and a "
            "comparison.",
            metavar="DIR",
        ),
    ],
    published: Annotated[
        str | None, typer.Option("--date", help="Day of publication; decides who held an office.", metavar="YYYY-MM-DD")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published the text.")] = None,
    title: Annotated[
        str | None, typer.Option(help="Title; by default the one found in the text. For one file only.")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(help="Columns of a table with one row.", metavar="text=body,date=published"),
    ] = None,
    translated: Annotated[
        bool, typer.Option("--translated", help="A translator chose the words: measures of wording get a caveat.")
    ] = False,
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="Format of the tables; may be repeated.  [default: csv]")
    ] = None,
    charts: Annotated[
        Charts,
        typer.Option(
            help="The six essential charts as PNG and SVG, or all with the A4 position sheet, and as PDF too."
        ),
    ] = Charts.essential,
    lang: Annotated[Labels, typer.Option(help="Language of charts and report.")] = Labels.de,
    language: Language = "default",
    focus: Annotated[str, typer.Option(help="Countries whose position is asked for.")] = _FOCUS,
    poles: Annotated[str, typer.Option(help="Three countries between which they stand.")] = "RU,CN,US",
    gazetteer: Gazetteer = None,
    predicates: Predicates = None,
    threshold: Threshold = None,
    any_language: AnyLanguage = False,
    frames: Annotated[Path | None, typer.Option(help="Own frame vocabulary (TSV), in place of ours.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of every bootstrap.")] = 0,
    corrections: Annotated[
        Path | None,
        typer.Option(
            help="Corrections by hand to make again: corrections.csv or the folder of an earlier result, also of an "
            "earlier version of the text. What is not found is told (exit code 1).",
            metavar="FILE",
        ),
    ] = None,
    timeout: Timeout = TIMEOUT,
    memory: Memory = "3GB",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but the path of the report.")] = False,
) -> None:
    """Analyse a German article: tables, charts, a report, and a summary here; or some articles, side by side.

    A file is read by its content, whatever its name. One with many texts is for the command corpus, and this one says
    so. Of several files, DIR gets a folder each, named after the file, index.html that lists them, and comparison.csv
    with all indicators of all texts.

    [dim]mittellage analyse article.txt --out results --date 2023-02-28 --format csv --format xlsx[/dim]

    [dim]mittellage analyse taz.html faz.docx nzz.pdf --out results[/dim]

    [dim]pdftotext old.pdf - | mittellage analyse - --out results[/dim]
    """
    import gc

    from .charts.source import perspective_for
    from .export import load_drawing, painters, save_results
    from .export.comparison import Compared, folder_names, save_comparison
    from .limited import analyse_limited
    from .pipeline import Options
    from .terminal import print_summary

    if len(file) == 1:
        gc.disable()  # one article, then the process ends: looking for garbage costs more than it frees
    options = Options(
        language=language,
        focus=_codes(focus, "--focus"),
        poles=_codes(poles, "--poles", exactly=3),
        gazetteer=_existing(gazetteer),
        predicates=_existing(predicates),
        threshold=threshold,
        frames=_existing(frames),
        seed=seed,
        any_language=any_language,
    )
    if len(file) > 1 and title is not None:
        raise MittellageError(
            f"--title {title!r} is the title of one text, but {len(file)} files are named; leave it out."
        )
    known: dict[str, Any] = {
        "outlet": outlet,
        "title": title,
        "date": _date(published),
        "translated": translated or None,
    }
    known["any_language"] = any_language
    by_hand = _read_corrections(corrections)
    limits = parse_limits(timeout, memory)
    documents = _read_documents(file, columns, known, quiet=quiet)
    if not quiet and not is_memory_told():
        typer.echo("Note: --memory has no effect on this system. It has with psutil: pip install psutil", err=True)
    saving: dict[str, Any] = {
        "formats": [item.value for item in formats or [Format.csv]],
        "options": options,
        "lang": lang.value,
        "charts": charts.value,
    }
    called = [repr(str(path)) for path in file]
    with (
        analyse_limited(documents, options=options, limits=limits, names=called) as analyses,
        painters(None if charts is Charts.all else 1) as pool,
    ):
        if pool is None:
            load_drawing()
        results, lost = _corrected(list(analyses), by_hand)
        if len(documents) == 1:
            folder = save_results(results[0].tables, documents[0], out, pool=pool, **saving)
        else:
            names = folder_names([str(path) for path in file])
            compared = [
                Compared(name, result.tables, result.document) for name, result in zip(names, results, strict=True)
            ]
            folder = save_comparison(compared, out, pool=pool, **saving)
    if not quiet:
        for result in results:
            perspective = perspective_for(result.document, options)
            print_summary(result.tables, result.document, perspective=perspective, lang=lang.value)
    for message in lost:
        typer.echo(legible_line(message), err=True)
    typer.echo(folder / ("report.html" if len(documents) == 1 else "index.html"))
    if lost:
        raise typer.Exit(1)


@app.command()
def annotate(
    input: Annotated[  # noqa: A002  (the option is called --input)
        Path, typer.Option("--input", help="JSONL: doc_id, text; optional date, title. - reads standard input.")
    ],
    output: Annotated[Path, typer.Option("--output", help="JSONL to write. - writes standard output.")],
    language: Language = "default",
    gazetteer: Gazetteer = None,
    predicates: Predicates = None,
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

    from .annotate import annotate_file
    from .pipeline import Options

    options = Options(
        language=language,
        gazetteer=_existing(gazetteer),
        predicates=_existing(predicates),
        threshold=threshold,
        any_language=any_language,
    )
    size = _existing(input).stat().st_size if str(input) != "-" else None
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


@app.command()
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
    focus: Annotated[str, typer.Option(help="Countries whose position is asked for.")] = _FOCUS,
    poles: Annotated[str, typer.Option(help="Three countries between which they stand.")] = "RU,CN,US",
    gazetteer: Gazetteer = None,
    predicates: Predicates = None,
    threshold: Threshold = None,
    any_language: AnyLanguage = False,
    frames: Annotated[Path | None, typer.Option(help="Own frame vocabulary (TSV), in place of ours.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of every bootstrap.")] = 0,
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
    from .corpus.command import run_check, run_command
    from .pipeline import Options

    if check or repair:
        raise typer.Exit(run_check(_existing(out or source), repair=repair))
    if copies or edits is not None:
        from .corpus.listing import run_copies, run_edits

        store = _existing(out or source)
        code = run_copies(store, window, table) if edits is None else run_edits(store, edits, window, table)
        raise typer.Exit(code)
    if out is None:
        raise MittellageError("--out is missing: name the folder of the store, as in --out store.")
    options = Options(
        language=language,
        focus=_codes(focus, "--focus"),
        poles=_codes(poles, "--poles", exactly=3),
        gazetteer=_existing(gazetteer),
        predicates=_existing(predicates),
        threshold=threshold,
        frames=_existing(frames),
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


@app.command("export")
def export_results(
    source: Annotated[
        Path,
        typer.Argument(
            help="Folder of results, a corpus store, or a text; gazetteer; or a .dna, .xmi or .zip file to read back.",
            metavar="RESULT",
        ),
    ],
    out: Annotated[Path, typer.Argument(help="File to write; its suffix chooses the format.", metavar="OUT")],
    aggregate: Annotated[
        bool, typer.Option("--aggregate", help="Networks: one edge for a holder, target and sign, not one a statement.")
    ] = False,
    nodes: Annotated[Nodes, typer.Option(help="Networks: who the holders are.")] = Nodes.actors,
    concept: Annotated[Concept, typer.Option(help="DNA: the concept of a statement.")] = Concept.target,
    beside: Annotated[
        Path | None, typer.Option(help="Results that the statements of a .dna file are compared with.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--date", help="Day of publication, of a text.", metavar="YYYY-MM-DD")
    ] = None,
    lang: Annotated[Labels, typer.Option(help="Language of names of countries.")] = Labels.de,
) -> None:
    """Write results for Gephi, Discourse Network Analyzer, INCEpTION, MAXQDA and others, and read codings back.

    OUT ends in .graphml or .gexf (Gephi), .dna (Discourse Network Analyzer), .qdpx (MAXQDA, ATLAS.ti, QualCoder), .xmi
    or .xmi.zip (INCEpTION), .conllu or .tei.xml. All but the two networks contain the text.

    [dim]mittellage export results network.gexf --aggregate[/dim]

    [dim]mittellage export coded.dna compared.csv --beside results[/dim]

    [dim]mittellage export curated.zip gold.jsonl[/dim]

    [dim]mittellage export gazetteer countries.yml[/dim]
    """
    from .corpus.exchange import run_export

    choices = {"aggregate": aggregate, "nodes": nodes.value, "concept": concept.value, "lang": lang.value}
    typer.echo(run_export(source, out, published=_date(published), beside=beside, **choices))


@app.command()
def evaluate(
    task: Annotated[Task, typer.Argument(help="What to measure.")],
    gold: Annotated[Path, typer.Option(help="Gold annotation (CoNLL-U, JSONL or JSON, by task).")],
    texts: Annotated[Path | None, typer.Option(help="Texts or a folder of texts, where the gold has none.")] = None,
    ner: Annotated[Path | None, typer.Option(help="Entities in IOB, for the task language.")] = None,
    folds: Annotated[
        bool, typer.Option("--folds", help="Read each document by a reader that was trained without its fold (stance).")
    ] = False,
    readers: Annotated[Path, typer.Option(help="Where the readers of the folds are.", file_okay=False)] = Path(
        "training/stance/folds"
    ),
    out: Annotated[Path | None, typer.Option(help="Also write the scores as JSON.", dir_okay=False)] = None,
    language: Language = "default",
) -> None:
    """Measure a stage against gold: scores with n and 95 % interval, as table and JSON.

    [dim]mittellage evaluate quotes --gold dev.jsonl --out scores.json[/dim]
    """
    from .evaluate import run
    from .terminal import print_frame

    _existing(gold), _existing(texts), _existing(ner)
    scores = run(task.value, gold, texts=texts, ner=ner, folds=_existing(readers) if folds else None, language=language)
    print_frame(scores, title=f"{task.value}: {gold.name}")
    if out is not None:
        out.write_text(scores.to_json(orient="records", indent=2, force_ascii=False) + "\n", encoding="utf-8")


class Keep(StrEnum):
    """What a package can keep that it leaves out by default."""

    titles = "titles"
    names = "names"
    sources = "sources"
    ids = "ids"


class CitationForms(StrEnum):
    """Forms of the citation."""

    text = "text"
    bibtex = "bibtex"
    cff = "cff"


Published = Annotated[
    Path,
    typer.Argument(help="Folder that analyse wrote for one text, or that corpus wrote.", metavar="RESULT_OR_STORE"),
]


@app.command()
def bundle(
    result: Published,
    out: Annotated[Path, typer.Option(help="ZIP file to write.", metavar="ZIP")],
    keep: Annotated[
        list[Keep] | None,
        typer.Option(help="Keep what is left out by default: titles, names, sources, ids; may be repeated."),
    ] = None,
    codings: Annotated[
        list[Path] | None,
        typer.Option(help="Folder of a coding study whose labels go along; may be repeated.", metavar="STUDY"),
    ] = None,
    charts: Annotated[Charts, typer.Option(help="The essential charts, or all.")] = Charts.all,
    lang: Annotated[Labels, typer.Option(help="Language of charts and protocol.")] = Labels.de,
    title: Annotated[str | None, typer.Option(help="Title of the package.")] = None,
    author: Annotated[list[str] | None, typer.Option(help="Author of the package; may be repeated.")] = None,
    license: Annotated[  # noqa: A002 (the option is called --license)
        str | None, typer.Option("--license", help="Licence of the package, such as CC-BY-4.0.", metavar="SPDX")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--date", help="Day of publication.  [default: today]", metavar="YYYY-MM-DD")
    ] = None,
) -> None:
    """Write a replication package that may be published: everything that the numbers rest on, without the text.

    In it, python replicate.py computes every number and chart again and compares them byte by byte. Words of the text,
    titles and names of private persons are left out; LEFT_OUT.md in the package says what else, and why.

    [dim]mittellage bundle store --out paper.zip --title "Central Asia in the press" --license CC-BY-4.0[/dim]
    """
    from .corpus.published import pack_published
    from .export import ESSENTIAL, painters

    wanted: dict[str, Any] = {"charts": None}
    if charts is Charts.essential:
        from .corpus.bundle import CORPUS_CHARTS
        from .export.saved import is_saved

        wanted["charts"] = [name for name in ESSENTIAL if is_saved(result) or name in CORPUS_CHARTS]
    labels = None
    if codings:
        from .coding import join_codings

        labels = join_codings(codings)
    with painters() as pool:
        path = pack_published(
            result,
            out,
            keep=[item.value for item in keep or ()],
            codings=labels,
            lang=lang.value,
            title=title,
            authors=author or (),
            license=license,
            published=_date(published),
            pool=pool,
            **wanted,
        )
    typer.echo(path)


@app.command("cite")
def print_citation(
    result: Annotated[
        Path | None,
        typer.Argument(
            help="Cite what made this result or store.  [default: this software]", metavar="RESULT_OR_STORE"
        ),
    ] = None,
    form: Annotated[CitationForms, typer.Option("--format", help="Form of the citation.")] = CitationForms.text,
) -> None:
    """Say how to cite mittellage: version, year, models, lexicons and commit.

    [dim]mittellage cite --format bibtex >> paper.bib[/dim]
    """
    from .export import cite

    manifest = None
    if result is not None:
        from .corpus.published import manifest_of

        manifest = manifest_of(result)
    typer.echo(legible(cite(form.value, manifest=manifest)))


@app.command()
def protocol(
    result: Published,
    out: Annotated[
        Path | None, typer.Option(help="File to write: .md or .docx.  [default: print Markdown]", dir_okay=False)
    ] = None,
    lang: Annotated[Labels, typer.Option(help="Language of the sheet.")] = Labels.de,
) -> None:
    """Write the measurement protocol for the appendix of a paper, filled in from a result or a store.

    What was measured, how, with which model and which measured error, with which options, on how many texts; what was
    excluded, what failed, what was corrected.

    [dim]mittellage protocol store --out protocol.docx --lang en[/dim]
    """
    from .corpus.published import describe_published
    from .export.protocol import protocol_blocks, protocol_text

    if out is not None and out.suffix.lower() not in (".md", ".docx"):
        raise MittellageError(f"--out {str(out)!r}: a protocol is a .md or a .docx file.")
    measurement = describe_published(result)
    if out is None:
        typer.echo(legible(protocol_text(measurement, lang=lang.value)), nl=False)
        return
    from .export.docx import docx_bytes
    from .export.folder import whole_file

    if out.suffix.lower() == ".docx":
        data = docx_bytes(protocol_blocks(measurement, lang=lang.value))
    else:
        data = protocol_text(measurement, lang=lang.value).encode()
    with whole_file(out) as draft:
        draft.write_bytes(data)
    typer.echo(out)


Port = Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes any free one.", metavar="N")]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Whether to open the page at once.")]


@app.command("app")
def serve_app(
    data: Annotated[
        Path | None,
        typer.Option(help="Folder whose texts are offered; by default the project's data.", file_okay=False),
    ] = None,
    port: Port = 8866,
    browser: Browser = True,
    lang: Annotated[Labels, typer.Option(help="Language to start in.")] = Labels.de,
    timeout: Timeout = TIMEOUT,
    memory: Memory = "3GB",
) -> None:
    """Open the dashboard in a browser: paste or upload an article, explore it, export it.

    Only this computer can open the page, and only with the token in its address. Nothing is stored before you save it.
    """
    from .explore.launch import run_app

    limits = parse_limits(timeout, memory)
    raise typer.Exit(run_app(data=_existing(data), port=port, browser=browser, lang=lang.value, limits=limits))


@app.command("lab")
def serve_lab(
    folder: Annotated[Path | None, typer.Argument(help="Folder of notebooks; by default the project's.")] = None,
    port: Port = 8888,
    browser: Browser = True,
    lang: Annotated[Labels, typer.Option(help="Language of the notebook that opens first.")] = Labels.en,
) -> None:
    """Open JupyterLab on the notebooks, starting with 01_article, or 01_article_de with --lang de."""
    from .explore.launch import run_lab

    raise typer.Exit(run_lab(folder=_existing(folder), port=port, browser=browser, lang=lang.value))


@app.command("run-notebook")
def execute_notebook(
    name: Annotated[str, typer.Argument(help="Name of a notebook, such as 05_position.")],
    out: Annotated[Path, typer.Option(help="Folder for the executed notebook and what it exports.", metavar="DIR")],
    document: Annotated[Path | None, typer.Option(help="Text to analyse instead of the notebook's own.")] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", help="Another parameter of the notebook.", metavar="NAME=VALUE")
    ] = None,
) -> None:
    """Run a notebook from top to bottom on a text of your own; with --set lang=de, the one with German prose.

    [dim]mittellage run-notebook 05_position --document article.txt --out results --set published=2024-05-17[/dim]
    """
    from .explore.launch import read_values, run_notebook

    typer.echo(run_notebook(name, out=out, document=_existing(document), parameters=read_values(values or ())))


def _read_documents(paths: list[Path], columns: str | None, known: dict[str, Any], *, quiet: bool) -> list[Document]:
    """Read every file before any is analysed: what cannot be read is said at once."""
    from .reading import read_document
    from .reading.importing.columns import parse_columns

    if sum(str(path) == "-" for path in paths) > 1:
        raise MittellageError("- is standard input, which can be read once only; name it once.")
    found, wrong = [], []
    for path in paths:
        source = sys.stdin.buffer.read() if str(path) == "-" else path
        name = "standard input" if str(path) == "-" else ""
        try:
            document = read_document(source, name=name, mapping=parse_columns(columns), **known)
        except ReadingError as error:
            wrong.append(error)
            continue
        found.append(document)
        for remark in document.remarks if not quiet else ():
            typer.echo(legible_line(f"Note on {name or path}: {in_command_words(remark)}"), err=True)
    if wrong:
        more = f" ({len(wrong) - 1} more of the {len(paths)} files cannot be read either.)" if len(wrong) > 1 else ""
        raise ReadingError(f"{wrong[0]}{more}", obstacle=wrong[0].obstacle)
    return found


def _read_corrections(path: Path | None) -> list[Correction]:
    """Read what was corrected by hand before anything is analysed."""
    if path is None:
        return []
    from .export.saved import read_corrections
    from .tables import as_rows

    return as_rows("corrections", read_corrections(path))


def _corrected(results: list[Analysis], corrections: list[Correction]) -> tuple[list[Analysis], list[str]]:
    """Make corrections again; return the results, and what has to be said of rows that were not found."""
    import warnings

    from .corrections import corrections_of
    from .errors import CorrectionWarning

    made = []
    rest = {each.doc_id for each in corrections}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CorrectionWarning)
        for result in results:
            own = corrections_of(corrections, result.document.doc_id, alone=len(results) == 1)
            rest -= {each.doc_id for each in own}
            made.append(result.apply(own) if own else result)
    said = [str(warning.message) for warning in caught if issubclass(warning.category, CorrectionWarning)]
    if rest:
        said.append(
            f"Corrections of other texts ({', '.join(sorted(rest))}) were not made; where a text was edited, name it "
            "alone, with the corrections of it alone."
        )
    return made, said


def _codes(value: str, option: str, *, exactly: int | None = None) -> tuple[str, ...]:
    from .actors import country_codes

    codes = tuple(code.strip().upper() for code in value.split(",") if code.strip())
    unknown = [code for code in codes if code not in country_codes()]
    if unknown or not codes or (exactly and len(set(codes)) != exactly):
        wanted = f"{exactly} different country codes" if exactly else "country codes"
        raise MittellageError(
            f"{option} {value!r}: {', '.join(unknown) or 'this'} will not do; "
            f"write {wanted} separated by commas, such as KZ,UZ."
        )
    return codes


def _date(value: str | None) -> date | None:
    if value is None:
        return None
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(value, pattern).date()
        except ValueError:
            continue
    raise MittellageError(f"--date {value!r} is not a day; write it as 2023-02-28 or 28.02.2023.")


@overload
def _existing(path: Path) -> Path: ...
@overload
def _existing(path: None) -> None: ...
@overload
def _existing(path: Path | None) -> Path | None: ...
def _existing(path: Path | None) -> Path | None:
    if path is not None and not path.exists():
        raise ReadingError(f"There is no file {str(path)!r}; check the path.")
    return path


def _fail(message: str) -> NoReturn:
    typer.echo(f"mittellage: {legible(message)}", err=True)
    sys.exit(2)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command; an error that the user can mend is one sentence and exit code 2."""
    try:
        return app(args=arguments)
    except MittellageError as error:
        _fail(in_command_words(str(error)))
    except KeyboardInterrupt:
        typer.echo(
            "Interrupted. No result is half-written; annotate goes on with --resume, corpus when run again.", err=True
        )
        sys.exit(130)
