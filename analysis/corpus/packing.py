"""A replication package of a store: its rows, what made them, what failed, and what was coded by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import tables as contract
from ..charts import Lang
from ..errors import ExportError
from ..export.bundle.pack import Material, pack
from ..export.bundle.packed import Rows, TableFormat
from ..export.bundle.policy import BY_HAND, Keep, check_keep
from ..export.bundle.result import describe
from ..export.bundle.settings import Settings
from ..export.measurement import COUNTED, Measurement, describe_measurement
from ..export.saved import read_by_hand
from ..pipeline import Options
from .bundle import CORPUS_CHARTS, corpus_numbers, measure_files
from .compare import PERIODS, Period
from .corpus import Corpus
from .families import digests_of

if TYPE_CHECKING:
    import pandas as pd


def pack_corpus(
    corpus: Corpus,
    path: str | Path,
    *,
    keep: Sequence[Keep] = (),
    lang: Lang = "de",
    charts: Sequence[str] | None = None,
    by: Sequence[str] = ("outlet",),
    every: Period | None = "month",
    tables: TableFormat = "parquet",
    codings: pd.DataFrame | None = None,
    title: str | None = None,
    authors: Sequence[str] = (),
    license: str | None = None,  # noqa: A002 (as the field is called)
    published: date | None = None,
    pool: Executor | None = None,
) -> Path:
    """Write the replication package of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The store.
    path : str or path
        ZIP file to write.
    keep, lang, title, authors, license, published, pool
        As for `analysis.export.bundle.pack_result`.
    charts : sequence of str, optional
        Names in `CORPUS_CHARTS`; by default all.
    by : sequence of str
        Columns of ``documents`` whose groups are measured and compared.
    every : {"day", "week", "month", "quarter", "year"} or None
        Length of the periods that are measured; None measures none.
    tables : {"csv", "parquet"}
        Format of the tables.
    codings : pandas.DataFrame, optional
        Labels given by hand, as `analysis.coding.study_tables` gives them; by default those that lie in the store.

    Returns
    -------
    pathlib.Path
        The package of the corpus.

    Raises
    ------
    ExportError
        If something is unknown, cannot be computed again, would give away a text, or cannot be written.
    """
    settings = _settings(corpus, keep=keep, lang=lang, charts=charts, by=by, every=every, tables=tables)
    material = Material(
        parts=lambda: _parts(corpus),
        manifest=store_manifest(corpus),
        frames=_made_with(corpus).frames,
        by_hand=by_hand(corpus) | ({} if codings is None else {"codings": codings}),
        failures=failures(corpus),
    )
    about = describe(title=title, authors=authors, license=license, published=published)

    def compute(found: Mapping[str, pd.DataFrame], settings: Settings, pool: Executor | None) -> dict[str, bytes]:
        made = corpus_numbers(found, settings, pool)
        for name, data in measure_files(corpus, settings).items():
            if made.get(name) != data:
                raise ExportError(f"{name} comes out otherwise from the tables of the package; no package was written.")
        return made

    return pack(material, path, settings=settings, about=about, compute=compute, pool=pool)


def _settings(
    corpus: Corpus,
    *,
    keep: Sequence[Keep],
    lang: Lang,
    charts: Sequence[str] | None,
    by: Sequence[str],
    every: Period | None,
    tables: TableFormat,
) -> Settings:
    names = CORPUS_CHARTS if charts is None else tuple(charts)
    strange = [name for name in names if name not in CORPUS_CHARTS]
    if strange:
        raise ExportError(f"A corpus has no chart {strange[0]!r}. Its charts are: {', '.join(CORPUS_CHARTS)}.")
    columns = contract.columns("documents")
    unknown = [name for name in by if name not in columns]
    if unknown:
        raise ExportError(f"There is no column {unknown[0]!r} of documents; columns are: {', '.join(columns)}.")
    if every is not None and every not in PERIODS:
        raise ExportError(f"There is no period {every!r}. Periods are: {', '.join(PERIODS)}.")
    if not len(corpus):
        raise ExportError("The store holds no document, so there is nothing to package.")
    options = _made_with(corpus)
    return Settings(
        kind="corpus",
        focus=options.focus,
        poles=options.poles,
        seed=options.seed,
        translated=bool(corpus.sql("SELECT bool_and(translated) AS every FROM documents")["every"].iloc[0]),
        lang=lang,
        charts=names,
        by=tuple(by),
        every=every,
        tables=tables,
        keep=tuple(sorted(check_keep(keep))),
        families=digests_of(corpus.families()),
    )


def _made_with(corpus: Corpus) -> Options:
    return Options.of(corpus.manifest["made"].get("options", {}))


def _parts(corpus: Corpus) -> Iterator[Rows]:
    """Yield the tables of each part as rows."""
    for key in corpus.parts:
        yield {name: list(contract.rows(name, getattr(corpus, name).part(key).to_pandas())) for name in contract.ROWS}


def store_manifest(corpus: Corpus) -> dict[str, Any]:
    """Return what made a store, as the manifest of a result says it."""
    made, noted = dict(corpus.manifest["made"]), dict(corpus.manifest.get("noted", {}))
    manifest = {"software": "mittellage", "version": "", **noted, **made}
    manifest["seed"] = made.get("options", {}).get("seed", 0)
    return manifest


def failures(corpus: Corpus) -> dict[str, int]:
    """Count the documents that are not in the tables, by kind of failure."""
    counts = corpus.errors["kind"].value_counts()
    return {str(kind): int(n) for kind, n in sorted(counts.items())}


def by_hand(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Read codings and corrections that lie in the store, or in its folder ``coding``."""
    found = {}
    for name in BY_HAND:
        for folder in (corpus.path, corpus.path / "tables", corpus.path / "coding"):
            data = read_by_hand(folder, name)
            if data is not None:
                found[name] = data
                break
    return found


def describe_store(corpus: Corpus) -> Measurement:
    """Return what a measurement protocol says of a store."""
    tables = {
        "documents": corpus.documents.frame(columns=["doc_id", "outlet", "date", "translated", "n_tokens"]),
        "segments": corpus.segments.frame(columns=["doc_id", "kind"], where="kind IN ('boilerplate', 'byline')"),
    }
    manifest = {**store_manifest(corpus), "failures": failures(corpus)}
    rows = {name: len(getattr(corpus, name)) for name in COUNTED}
    described = describe_measurement(tables, manifest, by_hand=by_hand(corpus), rows=rows)
    return replace(described, copies=corpus.families().n_repeated)
