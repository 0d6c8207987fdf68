"""Saved results: the folder that `save_results` wrote, read back as tables and manifest, or as a result."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .. import tables as contract
from ..errors import ExportError, MittellageError
from .exchange.items import native
from .folder import MANIFEST, SOFTWARE
from .formats import read_table

if TYPE_CHECKING:
    import pandas as pd

    from ..pipeline import Analysis, Options
    from ..reading import Document

# Tables that people make by hand; they are no part of the contract of every result.
BY_HAND: Final = ("codings", "corrections")


class Saved(NamedTuple):
    """A result as it was saved."""

    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]


def is_saved(path: str | Path) -> bool:
    """Return whether a folder holds a saved result."""
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


def open_result(path: str | Path) -> Analysis:
    """Open a result that ``mittellage analyse`` or `Analysis.save` wrote, to go on with it: chart, correct, save anew.

    Parameters
    ----------
    path : str or path
        The folder of one text, with ``text.txt`` and ``tables/`` as CSV or Parquet.

    Returns
    -------
    Analysis
        Nothing is analysed anew: the tables are those that were saved, indicators and corrections among them. After a
        correction the indicators are measured from the corrected rows, with the options of the manifest.

    Raises
    ------
    ExportError
        If the folder holds no result, a table is missing, or the text is not the one that was analysed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from analysis import analyse
    >>> with TemporaryDirectory() as folder:
    ...     saved = analyse("Kasachstan kritisiert Russland.").save(f"{folder}/results", charts=[])
    ...     result = open_result(saved)
    >>> result.reject("t1").n_corrected
    1
    """
    from ..pipeline import Analysis

    folder = Path(path)
    found = read_saved(folder)
    rows = {name: native(contract.rows(name, found.tables[name])) for name in contract.ROWS}
    if "corrections" in found.tables:
        rows["corrections"] = contract.as_rows("corrections", read_corrections(folder))
    if len(rows["documents"]) != 1:
        raise ExportError(f"{str(path)!r} holds {len(rows['documents'])} documents; name the folder of one.")
    document = _document(folder, rows, found.manifest.get("input", {}))
    return Analysis(document, rows, _options(found.manifest.get("options", {})))


def _document(folder: Path, rows: Mapping[str, list[Any]], noted: Mapping[str, Any]) -> Document:
    from ..reading import Document

    try:
        text = (folder / "text.txt").read_bytes().decode("utf-8", "surrogatepass")
    except (OSError, UnicodeDecodeError) as error:
        raise ExportError(f"{str(folder / 'text.txt')!r}, the text of the result, cannot be read: {error}.") from error
    (about,) = rows["documents"]
    remarks = tuple(map(str, noted.get("remarks") or ()))
    document = Document.from_rows(text, rows, doc_id=about.doc_id, remarks=remarks)
    if document.text_sha256 != about.text_sha256:
        raise ExportError(
            f"{str(folder / 'text.txt')!r} is not the text that was analysed; analyse it anew, with "
            "--corrections for what was corrected by hand."
        )
    return document


def _options(noted: Mapping[str, Any]) -> Options:
    """Return the options of a manifest; those of a later version are passed over."""
    from ..pipeline import Options

    values: dict[str, Any] = {field.name: noted[field.name] for field in fields(Options) if field.name in noted}
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(value)
        elif name in ("gazetteer", "predicates", "frames") and value is not None:
            values[name] = Path(str(value))
    return Options(**values)


def read_corrections(path: str | Path) -> pd.DataFrame:
    """Read the table ``corrections`` of a saved result.

    Parameters
    ----------
    path : str or path
        The file ``corrections.csv`` or ``corrections.parquet``, or the folder of the result.

    Raises
    ------
    ExportError
        If there is no such table, or it cannot be read.
    """
    place = Path(path)
    if place.is_dir():
        inside = [place / "tables" / f"corrections{suffix}" for suffix in (".csv", ".parquet")]
        place = next((file for file in inside if file.is_file()), inside[0])
    if not place.is_file():
        raise ExportError(f"There are no corrections at {str(path)!r}: name a corrections.csv, or a folder of results.")
    if place.suffix.lower() != ".parquet":
        return read_table(place, table="corrections")
    import pandas as pd

    try:
        return contract.frame("corrections", contract.rows("corrections", pd.read_parquet(place)))
    except (OSError, ValueError, MittellageError) as error:
        raise ExportError(f"{str(place)!r} is no table of corrections: {error}.") from error


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
