"""What the commands bundle, cite and protocol take: the folder of a result, or a store."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import CorpusError, ExportError
from ..export.bundle import pack_result
from ..export.measurement import Measurement, describe_measurement
from ..export.saved import Saved, is_saved, read_saved
from .corpus import Corpus
from .packing import describe_store, pack_corpus, store_manifest

if TYPE_CHECKING:
    import pandas as pd


def open_published(path: str | Path) -> Saved | Corpus:
    """Open a saved result or a store.

    Parameters
    ----------
    path : str or path
        What ``mittellage analyse`` or ``mittellage corpus`` wrote.

    Returns
    -------
    Saved or Corpus

    Raises
    ------
    ExportError
        If it is neither.
    """
    if is_saved(path):
        return read_saved(path)
    try:
        return Corpus.open(path)
    except CorpusError as error:
        if (Path(path) / "tables").is_dir():
            raise  # a store that is damaged, or of another schema
        raise ExportError(
            f"{str(path)!r} is neither a result nor a store: name a folder that `mittellage analyse` wrote for one "
            "text, or that `mittellage corpus` wrote."
        ) from error


def pack_published(path: str | Path, out: str | Path, *, codings: pd.DataFrame | None = None, **options: Any) -> Path:
    """Write the replication package of a result or a store, with `codings` if there are any.

    See `pack_result` and `pack_corpus`.
    """
    source = open_published(path)
    if isinstance(source, Corpus):
        with source:
            return pack_corpus(source, out, codings=codings, **options)
    tables = source.tables if codings is None else {**source.tables, "codings": codings}
    return pack_result(tables, source.manifest, out, **options)


def describe_published(path: str | Path) -> Measurement:
    """Return what a measurement protocol says of a result or a store."""
    source = open_published(path)
    if isinstance(source, Corpus):
        with source:
            return describe_store(source)
    return describe_measurement(source.tables, source.manifest)


def manifest_of(path: str | Path) -> Mapping[str, Any]:
    """Return what made a result or a store."""
    source = open_published(path)
    return store_manifest(source) if isinstance(source, Corpus) else source.manifest
