"""Evaluation: the tables that the stages make, held against gold, with n and an interval for every score."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from ..stance.reader import ReaderName

Task = Literal["language", "mentions", "quotes", "stance"]

__all__ = ["run"]


def run(
    task: Task | str,
    gold: Path,
    *,
    texts: Path | None = None,
    ner: Path | None = None,
    folds: Path | None = None,
    language: str = "default",
    reader: ReaderName = "fast",
) -> pd.DataFrame:
    """Score a stage against gold.

    Parameters
    ----------
    task : {"language", "mentions", "quotes", "stance"}
        The stage.
    gold : pathlib.Path
        Gold annotation: CoNLL-U for ``language``, JSONL or JSON for the others.
    texts : pathlib.Path, optional
        Texts, where the gold holds only offsets.
    ner : pathlib.Path, optional
        Entities in IOB columns, for ``language``.
    folds : pathlib.Path, optional
        Readers that have not seen a fold of the documents, for ``stance``.
    language : str
        Backend that is measured.
    reader : {"fast", "thorough"}
        Who reads the stances, for ``stance`` without `folds`.

    Returns
    -------
    pandas.DataFrame
        A row per score, with ``n`` and the ends ``low`` and ``high`` of its 95 % interval.
    """
    stage = import_module(f".{task}", __name__)
    more = {"ner": ner} if task == "language" else {"folds": folds, "reader": reader} if task == "stance" else {}
    scores: pd.DataFrame = stage.run(gold, texts=texts, language=language, **more)
    return scores
