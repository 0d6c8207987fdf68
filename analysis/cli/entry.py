"""The command itself: its subcommands in the order of the help, and what it says when something is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, NoReturn

import typer

from .. import __version__
from ..coding.command import app as code
from ..errors import MittellageError, in_command_words
from ..legible import legible
from .analyse import analyse
from .evaluate import evaluate
from .many_texts import annotate, corpus
from .notebooks import execute_notebook, serve_app, serve_lab
from .publish import bundle, export_results, print_citation, protocol

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


_COMMANDS: Final[Mapping[str, Callable[..., None]]] = {
    "analyse": analyse,
    "annotate": annotate,
    "corpus": corpus,
    "export": export_results,
    "evaluate": evaluate,
    "bundle": bundle,
    "cite": print_citation,
    "protocol": protocol,
    "app": serve_app,
    "lab": serve_lab,
    "run-notebook": execute_notebook,
}
for _name, _command in _COMMANDS.items():
    app.command(_name)(_command)


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
