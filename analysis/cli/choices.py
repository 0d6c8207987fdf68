"""Options that several commands share: their types, their values, and their help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from ..tables import CENTRAL_ASIA


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


class Readers(StrEnum):
    """Who reads the stances."""

    fast = "fast"
    thorough = "thorough"


FOCUS: Final = ",".join(CENTRAL_ASIA)
POLES: Final = "RU,CN,US"

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
StanceReader = Annotated[
    Readers,
    typer.Option(
        "--reader",
        help="Who reads the stances. The thorough one finds more, takes several times as long, and needs "
        "pip install 'mittellage\\[thorough]'.",
    ),
]
Timeout = Annotated[float, typer.Option(help="Seconds for one document before it is given up.")]
Memory = Annotated[str, typer.Option(help="Memory for one document before it is given up.", metavar="SIZE")]
AnyLanguage = Annotated[
    bool,
    typer.Option("--any-language", help="Analyse texts that are not German, too; by default they are refused."),
]
Focus = Annotated[str, typer.Option(help="Countries whose position is asked for.")]
Poles = Annotated[str, typer.Option(help="Three countries between which they stand.")]
OwnFrames = Annotated[Path | None, typer.Option(help="Own frame vocabulary (TSV), in place of ours.")]
Seed = Annotated[int, typer.Option(help="Seed of every bootstrap.")]
