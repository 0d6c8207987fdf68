"""``mittellage export``, ``bundle``, ``cite`` and ``protocol``: what is handed on or published."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import MittellageError
from ..legible import legible
from ..translation import Labels
from .choices import Charts
from .values import day


class Nodes(StrEnum):
    """Who the holders in a network are."""

    actors = "actors"
    countries = "countries"


class Concept(StrEnum):
    """What the concept of a statement is."""

    target = "target"
    frame = "frame"


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
    from ..corpus.exchange import run_export

    choices = {"aggregate": aggregate, "nodes": nodes.value, "concept": concept.value, "lang": lang.value}
    typer.echo(run_export(source, out, published=day(published), beside=beside, **choices))


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
    from ..corpus.published import pack_published
    from ..export import ESSENTIAL, painters

    wanted: dict[str, Any] = {"charts": None}
    if charts is Charts.essential:
        from ..corpus.bundle import CORPUS_CHARTS
        from ..export.saved import is_saved

        wanted["charts"] = [name for name in ESSENTIAL if is_saved(result) or name in CORPUS_CHARTS]
    labels = None
    if codings:
        from ..coding import join_codings

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
            published=day(published),
            pool=pool,
            **wanted,
        )
    typer.echo(path)


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
    from ..export import cite

    manifest = None
    if result is not None:
        from ..corpus.published import manifest_of

        manifest = manifest_of(result)
    typer.echo(legible(cite(form.value, manifest=manifest)))


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
    from ..corpus.published import describe_published
    from ..export.protocol import protocol_blocks, protocol_text

    if out is not None and out.suffix.lower() not in (".md", ".docx"):
        raise MittellageError(f"--out {str(out)!r}: a protocol is a .md or a .docx file.")
    measurement = describe_published(result)
    if out is None:
        typer.echo(legible(protocol_text(measurement, lang=lang.value)), nl=False)
        return
    from ..export.docx import docx_bytes
    from ..export.folder import whole_file

    if out.suffix.lower() == ".docx":
        data = docx_bytes(protocol_blocks(measurement, lang=lang.value))
    else:
        data = protocol_text(measurement, lang=lang.value).encode()
    with whole_file(out) as draft:
        draft.write_bytes(data)
    typer.echo(out)
