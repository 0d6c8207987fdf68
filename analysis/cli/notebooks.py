"""``mittellage app``, ``lab`` and ``run-notebook``: the dashboard and the notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..limits import TIMEOUT, parse_limits
from ..translation import Labels
from .choices import Memory, Timeout
from .values import existing

Port = Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes any free one.", metavar="N")]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Whether to open the page at once.")]


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

    Only this computer can open the page, and only with the token in its address.

    What you do is kept as the last session, in your own folder of data; a box on the page switches that off.
    """
    from ..explore.launch import run_app

    limits = parse_limits(timeout, memory)
    raise typer.Exit(run_app(data=existing(data), port=port, browser=browser, lang=lang.value, limits=limits))


def serve_lab(
    folder: Annotated[Path | None, typer.Argument(help="Folder of notebooks; by default the project's.")] = None,
    port: Port = 8888,
    browser: Browser = True,
    lang: Annotated[Labels, typer.Option(help="Language of the notebook that opens first.")] = Labels.en,
) -> None:
    """Open JupyterLab on the notebooks, starting with 01_article, or 01_article_de with --lang de."""
    from ..explore.launch import run_lab

    raise typer.Exit(run_lab(folder=existing(folder), port=port, browser=browser, lang=lang.value))


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
    from ..explore.launch import read_values, run_notebook

    typer.echo(run_notebook(name, out=out, document=existing(document), parameters=read_values(values or ())))
