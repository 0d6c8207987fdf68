"""The numbers of a corpus's package, and its tables as a store again, so that every measure can be asked of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .. import __version__
from .. import tables as contract
from ..charts import CHARTS, METADATA, saving
from ..errors import CorpusError
from ..export import csv_bytes
from ..export.bundle.numbers import FRAMING, PICTURES, chart_files, framing_bytes, rounded
from ..export.bundle.replicate import Replication, compare
from ..export.bundle.settings import Settings
from ..framing import pool as average
from .charts import plot_mentions_over_time, plot_over_time
from .columns import arrow_table, write_parquet
from .compare import PERIODS, compare_groups, measure_groups, measure_over_time
from .corpus import Corpus
from .failures import write_problems
from .families import copies_of, write_families
from .manifest import ERRORS, KIND, MANIFEST, SCHEMA
from .measures import MEASURES
from .store import table_file

if TYPE_CHECKING:
    import pandas as pd

# Places in a text make sense within one text alone.
_OF_ONE_DOCUMENT: Final = frozenset({"dispersion", "stance_timeline", "prominence", "sheet"})
CORPUS_CHARTS: Final = tuple(name for name in CHARTS if name not in _OF_ONE_DOCUMENT)
_PART: Final = "all"
_MOST_GROUPS: Final = 30
_MOST_COMPARED: Final = 12


def replicate(path: str | Path, *, workers: int | None = None) -> Replication:
    """Compute the numbers and pictures of a corpus's package again and compare them; see `export.bundle.replicate`."""
    return compare(path, corpus_numbers, workers=workers)


def corpus_numbers(tables: Mapping[str, pd.DataFrame], settings: Settings, pool: Executor | None) -> dict[str, bytes]:
    """Return the published files of a corpus: framing, its means, measures of groups and periods, and charts."""
    framing = tables["framing"]
    files = {FRAMING: framing_bytes(framing)}
    files["numbers/pooled.csv"] = framing_bytes(average(framing, seed=settings.seed))
    with tempfile.TemporaryDirectory() as folder:
        write_store(tables, Path(folder), families=settings.families)
        with Corpus.open(folder) as corpus:
            files |= measure_files(corpus, settings)
            files |= _pictures_over_time(corpus, settings)
    return files | chart_files(tables, settings, settings.charts, pool=pool)


def write_store(tables: Mapping[str, pd.DataFrame], root: Path, *, families: Sequence[Sequence[str]] = ()) -> None:
    """Write tables of the contract as a store of one part, so that `Corpus` can be asked.

    Families are told by the digests of their documents' ids: where words are masked, all texts look like copies.
    """
    rows = {name: list(contract.rows(name, tables[name])) if name in tables else [] for name in contract.ROWS}
    for name, found in rows.items():
        path = table_file(root, name, _PART)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_parquet(arrow_table(name, found), path)
    write_problems(root / ERRORS, [])
    part = {"rows": {name: len(found) for name, found in rows.items()}, "tokens": 0}
    manifest = {
        "software": "mittellage",
        "kind": KIND,
        "schema": SCHEMA,
        "made": {},
        "noted": {"version": __version__},
        "parts": {_PART: part},
    }
    (root / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    write_families(root, copies_of(families, [row.doc_id for row in rows["documents"]]), parts=[_PART])


def measure_files(corpus: Corpus, settings: Settings) -> dict[str, bytes]:
    """Measure a corpus, its groups and its periods by every measure."""
    files: dict[str, bytes] = {}

    def add(name: str, data: pd.DataFrame) -> None:
        files[f"numbers/measures/{name}.csv"] = rounded(csv_bytes(data))

    seed = settings.seed
    dated = bool(corpus.sql("SELECT count(date) AS n FROM documents")["n"].iloc[0])
    groups = {column: _count_groups(corpus, column) for column in settings.by}
    for measure in MEASURES:
        add(measure, measure_groups(corpus, measure, seed=seed))
        for column, number in groups.items():
            if 2 <= number <= _MOST_GROUPS:
                add(f"{measure}_by_{column}", measure_groups(corpus, measure, by=column, seed=seed))
            if 2 <= number <= _MOST_COMPARED:
                add(f"{measure}_compared_by_{column}", compare_groups(corpus, measure, by=column, seed=seed))
        if settings.every is not None and dated:
            every = next(period for period in PERIODS if period == settings.every)
            add(f"{measure}_every_{every}", measure_over_time(corpus, measure, every=every, seed=seed))
    return files


def _count_groups(corpus: Corpus, column: str) -> int:
    found = corpus.sql(f'SELECT count(DISTINCT "{column}") AS n FROM documents')  # noqa: S608 (a column of the contract)
    return int(found["n"].iloc[0])


def _pictures_over_time(corpus: Corpus, settings: Settings) -> dict[str, bytes]:
    """Draw mentions and tone of the focus and the poles over time."""
    import io

    if settings.every is None:
        return {}
    every = next(period for period in PERIODS if period == settings.every)
    units = [settings.perspective.region, *settings.poles][:6]
    files: dict[str, bytes] = {}
    for name, measure, plot in (
        ("mentions_over_time", "mentions", plot_mentions_over_time),
        ("stance_over_time", "stance_received", plot_over_time),
    ):
        series = measure_over_time(corpus, measure, every=every, units=units, seed=settings.seed)
        if series.empty:
            continue
        with saving():
            figure: Any = plot(series, lang=settings.lang).get_figure(root=True)
            for form in PICTURES:
                sink = io.BytesIO()
                figure.savefig(sink, format=form, metadata=dict(METADATA[form]))
                files[f"charts/{name}.{form}"] = sink.getvalue()
        files[f"charts/{name}.csv"] = rounded(csv_bytes(series))
    return files


def open_package(path: str | Path, store: str | Path) -> Corpus:
    """Unpack the tables of a corpus's package as a store, and open it.

    Parameters
    ----------
    path : str or path
        The package.
    store : str or path
        Folder for the store; it has to be missing or empty.

    Returns
    -------
    Corpus
        Every measure can be asked of it; where words were, it has masks.

    Raises
    ------
    CorpusError
        If the folder is not empty.
    ExportError
        If it is no package.
    """
    from ..export.bundle import read_package

    root = Path(store)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise CorpusError(f"{str(root)!r} is not empty; name a new folder for the store.")
    package = read_package(path)
    write_store(package.tables, root, families=package.settings.families)
    return Corpus.open(root)
