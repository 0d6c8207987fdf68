"""Saved results: the folder that `save_results` wrote, read back as tables and manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .. import tables as contract
from ..errors import ExportError
from .folder import MANIFEST, SOFTWARE
from .formats import read_table

if TYPE_CHECKING:
    import pandas as pd

# Tables that people make by hand; they are no part of the contract of every result.
BY_HAND: Final = ("codings", "corrections")


class Saved(NamedTuple):
    """A result as it was saved."""

    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]


def is_saved(path: str | Path) -> bool:
    """Tell whether a folder holds a saved result."""
    manifest = _manifest(Path(path))
    return manifest is not None and "input" in manifest


def read_saved(path: str | Path) -> Saved:
    """Read a result that ``mittellage analyse`` or `Analysis.save` wrote.

    Parameters
    ----------
    path : str or path
        The folder, with ``manifest.json`` and ``tables/`` as CSV or Parquet.

    Returns
    -------
    Saved
        Every table of the contract, codings and corrections where there are any, and the manifest.

    Raises
    ------
    ExportError
        If it holds no result, or a table is missing.
    """
    folder = Path(path)
    manifest = _manifest(folder)
    if manifest is None or "input" not in manifest:
        raise ExportError(
            f"{str(path)!r} holds no result of mittellage: name the folder that `mittellage analyse` wrote with --out."
        )
    found = {name: _read(folder / "tables", name) for name in contract.ROWS}
    found |= {name: data for name in BY_HAND if (data := read_by_hand(folder / "tables", name)) is not None}
    return Saved(found, manifest)


def _manifest(folder: Path) -> Mapping[str, Any] | None:
    try:
        manifest: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        return manifest if manifest["software"] == SOFTWARE else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read(folder: Path, name: str) -> pd.DataFrame:
    if (folder / f"{name}.csv").is_file():
        return read_table(folder / f"{name}.csv")
    if (folder / f"{name}.parquet").is_file():
        import pandas as pd

        try:
            data = pd.read_parquet(folder / f"{name}.parquet")
        except (OSError, ValueError) as error:
            raise ExportError(f"{str(folder / name)!r}.parquet cannot be read: {error}.") from error
        return contract.frame(name, contract.rows(name, data))
    raise ExportError(
        f"{str(folder)!r} has no {name}.csv and no {name}.parquet; save the result with --format csv or parquet."
    )


def read_by_hand(folder: Path, name: str) -> pd.DataFrame | None:
    """Read a table that people made, if it is there."""
    import pandas as pd

    for suffix, read in ((".parquet", pd.read_parquet), (".csv", _read_csv)):
        path = folder / f"{name}{suffix}"
        if path.is_file():
            try:
                data: pd.DataFrame = read(path)
            except (OSError, ValueError) as error:
                raise ExportError(f"{str(path)!r} cannot be read: {error}.") from error
            return data
    return None


def _read_csv(path: Path) -> Any:
    import pandas as pd

    return pd.read_csv(path, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
