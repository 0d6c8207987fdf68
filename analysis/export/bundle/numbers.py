"""Numbers: what a package publishes, computed from its tables. Packing and replicating call the same functions."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any, Final

from ... import tables as contract
from ...framing import Frames, framing_rows, load_frames, perspective_of
from ..figures import draw_figures
from ..formats import csv_bytes
from .packed import read_packed, restore_table
from .policy import PACKED, packed_columns
from .settings import Settings

if TYPE_CHECKING:
    import pandas as pd

FRAMING: Final = "numbers/framing.csv"
CORRECTIONS: Final = "tables/corrections.csv"
PICTURES: Final = ("png", "svg")
Files = Mapping[str, bytes]
# Matrix products differ in their last digits between processors; twelve digits do not.
_LONG: Final = re.compile(rb"-?\d{1,20}\.\d{6,30}(?:e[+-]?\d{1,3})?")


def rounded(data: bytes) -> bytes:
    """Return a CSV file whose numbers have at most twelve significant digits.

    Examples
    --------
    >>> rounded(b"0.30000000000000004,0.5")
    b'0.3,0.5'
    """
    return _LONG.sub(lambda match: b"%.12g" % float(match[0]), data)


def restore_tables(files: Files, settings: Settings) -> dict[str, pd.DataFrame]:
    """Return the tables of a package, with those derived from the words, and ``framing`` measured anew."""
    suffix = settings.tables
    tables: dict[str, pd.DataFrame] = {}
    for name in (*PACKED, *contract.DERIVED):
        path = f"tables/{name}.{suffix}"
        rows = read_packed(path, files[path], packed_columns(name, settings.kept))
        tables[name] = restore_table(name, rows, settings.kept)
    tables["framing"] = measure(tables, settings, frames=vocabulary(files, settings))
    if CORRECTIONS in files:
        import pandas as pd

        # Charts say how many rows were corrected by hand; of what was corrected the package tells places alone.
        tables["corrections"] = pd.read_csv(io.BytesIO(files[CORRECTIONS]), dtype="string", encoding="utf-8-sig")
    return tables


def vocabulary(files: Files, settings: Settings) -> Frames | None:
    """Return the vocabulary of frames that the package brings along, or None for ours."""
    if settings.frames is None:
        return None
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frames.tsv"
        path.write_bytes(files[settings.frames])
        return load_frames(path)


def measure(tables: Mapping[str, pd.DataFrame], settings: Settings, *, frames: Frames | None) -> pd.DataFrame:
    """Measure framing document by document, as the corpus does, without reading all tables for each of them."""
    rows: dict[str, dict[str, list[Any]]] = {}
    for name, data in tables.items():
        if name == "framing":
            continue
        for row in contract.rows(name, data):
            rows.setdefault(str(row[0]), {}).setdefault(name, []).append(row)
    found: list[Any] = []
    for own in rows.values():
        perspective = perspective_of(
            settings.focus, settings.poles, translated=own["documents"][0].translated, seed=settings.seed
        )
        found.extend(framing_rows(own, perspective=perspective, frames=frames or load_frames()))
    return contract.frame("framing", found)


def document_numbers(
    tables: Mapping[str, pd.DataFrame], settings: Settings, *, pool: Executor | None = None
) -> dict[str, bytes]:
    """Return the published files: framing, and every chart with its numbers and its alternative text.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        What `restore_tables` gives.
    settings : Settings
        Of the package.
    pool : concurrent.futures.Executor, optional
        Processes to draw in, from `analysis.export.painters`.

    Returns
    -------
    dict of str to bytes
        Files by path.
    """
    files = {FRAMING: framing_bytes(tables["framing"])}
    return files | chart_files(tables, settings, settings.charts, pool=pool)


def framing_bytes(framing: pd.DataFrame) -> bytes:
    """Write the table ``framing`` as it is published."""
    return rounded(csv_bytes(framing))


def chart_files(
    tables: Mapping[str, pd.DataFrame], settings: Settings, charts: Sequence[str], *, pool: Executor | None = None
) -> dict[str, bytes]:
    """Draw charts from the tables of a package."""
    drawn = draw_figures(
        tables, lang=settings.lang, perspective=settings.perspective, formats=PICTURES, charts=charts, pool=pool
    )
    return {
        f"charts/{name}.{suffix}": rounded(data) if suffix == "csv" else data
        for name, made in drawn.items()
        for suffix, data in made.files.items()
    }
