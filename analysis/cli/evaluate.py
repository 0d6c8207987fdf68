"""``mittellage evaluate``: a stage measured against gold."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from .choices import Language, Readers, StanceReader
from .values import existing

FOLDS: Final = {
    Readers.fast: Path("training/stance/folds"),
    Readers.thorough: Path("training/stance/thorough"),
}
"""Where the readers of the folds are, from the root of the repository."""


class Task(StrEnum):
    """What can be measured against gold."""

    language = "language"
    mentions = "mentions"
    quotes = "quotes"
    stance = "stance"


def evaluate(
    task: Annotated[Task, typer.Argument(help="What to measure.")],
    gold: Annotated[Path, typer.Option(help="Gold annotation (CoNLL-U, JSONL or JSON, by task).")],
    texts: Annotated[Path | None, typer.Option(help="Texts or a folder of texts, where the gold has none.")] = None,
    ner: Annotated[Path | None, typer.Option(help="Entities in IOB, for the task language.")] = None,
    folds: Annotated[
        bool, typer.Option("--folds", help="Read each document by a reader that was trained without its fold (stance).")
    ] = False,
    reader: StanceReader = Readers.fast,
    readers: Annotated[
        Path | None,
        typer.Option(help="Where the readers of the folds are.  [default: in training/stance]", file_okay=False),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Also write the scores as JSON.", dir_okay=False)] = None,
    language: Language = "default",
) -> None:
    """Measure a stage against gold: scores with n and 95 % interval, as table and JSON.

    [dim]mittellage evaluate quotes --gold dev.jsonl --out scores.json[/dim]
    """
    from ..evaluate import run
    from ..terminal import print_frame

    existing(gold), existing(texts), existing(ner)
    own = existing(readers or FOLDS[reader]) if folds else None
    scores = run(task.value, gold, texts=texts, ner=ner, folds=own, language=language, reader=reader.value)
    print_frame(scores, title=f"{task.value}: {gold.name}")
    if out is not None:
        out.write_text(scores.to_json(orient="records", indent=2, force_ascii=False) + "\n", encoding="utf-8")
