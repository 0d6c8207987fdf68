"""``mittellage analyse``: one article, or some side by side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import MittellageError, ReadingError, in_command_words
from ..legible import legible_line
from ..limits import TIMEOUT, is_memory_told, parse_limits
from ..translation import Labels
from .choices import (
    FOCUS,
    POLES,
    AnyLanguage,
    Charts,
    Focus,
    Format,
    Gazetteer,
    Language,
    Memory,
    OwnFrames,
    Poles,
    Predicates,
    Readers,
    Seed,
    StanceReader,
    Threshold,
    Timeout,
)
from .values import day, options_from

if TYPE_CHECKING:
    from ..pipeline import Analysis
    from ..reading import Document
    from ..tables import Correction


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
    focus: Focus = FOCUS,
    poles: Poles = POLES,
    gazetteer: Gazetteer = None,
    predicates: Predicates = None,
    reader: StanceReader = Readers.fast,
    threshold: Threshold = None,
    any_language: AnyLanguage = False,
    frames: OwnFrames = None,
    seed: Seed = 0,
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

    from ..charts.source import perspective_for
    from ..export import load_drawing, painters, save_results
    from ..export.comparison import Compared, folder_names, save_comparison
    from ..limited import analyse_limited
    from ..terminal import print_summary

    if len(file) == 1:
        gc.disable()  # one article, then the process ends: looking for garbage costs more than it frees
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
    if len(file) > 1 and title is not None:
        raise MittellageError(
            f"--title {title!r} is the title of one text, but {len(file)} files are named; leave it out."
        )
    known: dict[str, Any] = {
        "outlet": outlet,
        "title": title,
        "date": day(published),
        "translated": translated or None,
        "any_language": any_language,
    }
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
            pairs = zip(names, results, strict=True)
            compared = [Compared(name, result.tables, result.document) for name, result in pairs]
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


def _read_documents(paths: list[Path], columns: str | None, known: dict[str, Any], *, quiet: bool) -> list[Document]:
    """Read every file before any is analysed: what cannot be read is said at once."""
    from ..reading import read_document
    from ..reading.importing.columns import parse_columns

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
    from ..export.saved import read_corrections
    from ..tables import as_rows

    return as_rows("corrections", read_corrections(path))


def _corrected(results: list[Analysis], corrections: list[Correction]) -> tuple[list[Analysis], list[str]]:
    """Make corrections again; return the results, and what has to be said of rows that were not found."""
    import warnings

    from ..corrections import corrections_of
    from ..errors import CorrectionWarning

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
