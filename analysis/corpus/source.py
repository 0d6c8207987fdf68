"""How many documents to expect of a source, for the time that is left."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def expect(source: str | Path) -> int | None:
    """Estimate how many documents a source has, without reading them; None where only reading tells.

    Parameters
    ----------
    source : str or path
        A folder counts its files, JSONL and CSV their lines, Parquet its rows.

    Examples
    --------
    >>> expect("is there no such file") is None
    True
    """
    path = Path(source)
    if path.is_dir():
        return sum(1 for item in path.rglob("*") if item.is_file() and not item.name.startswith("."))
    if not path.is_file():
        return None
    if path.suffix.lower() in (".jsonl", ".ndjson", ".csv", ".tsv"):
        with path.open("rb") as file:
            lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
        return lines - (path.suffix.lower() in (".csv", ".tsv"))
    if path.suffix.lower() == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        with suppress(pa.ArrowInvalid, OSError):  # the reader says what is wrong with it
            return int(pq.read_metadata(path).num_rows)
    return None
