"""Sources: the tables of a store, a folder of results, or results in memory, some documents at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .. import tables as contract
from ..corpus import Corpus
from ..corpus.exchange import open_source
from ..corpus.manifest import is_store
from ..errors import CodingError
from ..pipeline import Analysis

if TYPE_CHECKING:
    import pandas as pd

    Tables: TypeAlias = Mapping[str, pd.DataFrame]

Source: TypeAlias = "str | Path | Corpus | Analysis | Iterable[Analysis]"
# What samples and estimates are made from; tokens are left where they are.
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "documents": ("doc_id", "outlet", "date", "language", "translated"),
    "segments": ("doc_id", "segment_id", "kind"),
    "sentences": ("doc_id", "sentence_id", "segment_id", "paragraph", "start", "end", "text"),
    "mentions": ("doc_id", "sentence_id", "start", "end", "country", "role"),
    "quotes": ("doc_id", "start", "end", "speaker_country", "parent_id"),
    "stances": ("doc_id", "sentence_id", "target", "sign"),
}
_TOGETHER: Final = 200


def read_batches(source: Source, *, texts: bool = False) -> Iterator[Tables]:
    """Yield the tables that codings need, for some whole documents at a time.

    Parameters
    ----------
    source : str, path, Corpus, Analysis or iterable of Analysis
        A store, a folder of results, a text, or results in memory.
    texts : bool
        Whether the texts of sentences are wanted.

    Raises
    ------
    CodingError
        If two documents have the same id, since their items could not be told apart.
    """
    seen: set[str] = set()
    for batch in _batches(source, texts):
        ids = batch["documents"]["doc_id"].tolist()
        twice = next((name for place, name in enumerate(ids) if name in seen or name in ids[:place]), None)
        if twice is not None:
            raise CodingError(f"Two documents are called {twice!r}; give each its own doc_id.")
        seen.update(ids)
        yield batch


def _batches(source: Source, texts: bool) -> Iterator[Tables]:
    if isinstance(source, str | Path) and is_store(Path(source)):
        source = Corpus.open(source)
    if isinstance(source, Corpus):
        yield from _parts(source, texts)
    elif isinstance(source, str | Path):
        yield from _together(item.rows for item in open_source(source))
    elif isinstance(source, Analysis):
        yield from _together([source.rows])
    elif isinstance(source, Iterable):
        yield from _together(item.rows for item in source)
    else:
        raise CodingError(
            f"A {type(source).__name__} holds no results; give a store, a folder, or what analyse returned."
        )


def _parts(corpus: Corpus, texts: bool) -> Iterator[Tables]:
    for part in corpus.parts:
        yield {
            name: _typed(name, getattr(corpus, name).part(part, columns=_wanted(columns, texts)).to_pandas())
            for name, columns in NEEDED.items()
        }


def _wanted(columns: tuple[str, ...], texts: bool) -> list[str]:
    return [column for column in columns if texts or column != "text"]


def _typed(table: str, data: pd.DataFrame) -> pd.DataFrame:
    types = {column.name: column.dtype for column in contract.describe(table) if column.name in data}
    return data.astype(types)


def _together(documents: Iterable[Mapping[str, Any]]) -> Iterator[Tables]:
    held: dict[str, list[Any]] = {name: [] for name in NEEDED}
    for rows in documents:
        for name in NEEDED:
            held[name].extend(rows[name])
        if len(held["documents"]) >= _TOGETHER:
            yield _framed(held)
            held = {name: [] for name in NEEDED}
    if held["documents"]:
        yield _framed(held)


def _framed(held: Mapping[str, list[Any]]) -> Tables:
    return {name: contract.frame(name, held[name])[list(columns)] for name, columns in NEEDED.items()}
