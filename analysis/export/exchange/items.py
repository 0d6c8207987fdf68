"""What every format is made from: a text and its rows, from a result in memory or a folder that was saved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from ... import tables as contract
from ...errors import ExportError
from ...tables import DocumentRow, Sentence
from ..folder import MANIFEST, SOFTWARE
from ..formats import read_table

_TEXT: Final = "text.txt"


class Annotated(NamedTuple):
    """A text with the rows of its tables; offsets are code points into the text."""

    text: str
    rows: Mapping[str, Sequence[Any]]

    @property
    def about(self) -> DocumentRow:
        """The row of ``documents``."""
        row: DocumentRow = self.rows["documents"][0]
        return row

    @property
    def name(self) -> str:
        """The title, or what else names the document."""
        return self.about.title or self.about.source or self.about.doc_id


def read_results(folder: str | Path) -> Iterator[Annotated]:
    """Read what ``mittellage analyse`` or `Analysis.save` wrote: one document, or some that were compared.

    Parameters
    ----------
    folder : str or path
        The folder, with tables as CSV or Parquet.

    Yields
    ------
    Annotated
        One a document.

    Raises
    ------
    ExportError
        If the folder holds no results, or tables in neither format.
    """
    place = Path(folder)
    manifest = _manifest(place)
    names = manifest.get("documents")
    if isinstance(names, list):
        for name in names:
            yield _read_one(place / Path(str(name)).name)
    else:
        yield _read_one(place)


def _manifest(place: Path) -> Mapping[str, Any]:
    try:
        manifest: Any = json.loads((place / MANIFEST).read_text("utf-8"))
        if manifest["software"] == SOFTWARE:
            return dict(manifest)
    except (OSError, ValueError, TypeError, KeyError):
        pass
    raise ExportError(f"{str(place)!r} holds no results: it has no manifest. Make them with `mittellage analyse`.")


def _read_one(place: Path) -> Annotated:
    found = {name: _rows(place, name) for name in contract.ROWS}
    try:
        text = (place / _TEXT).read_bytes().decode("utf-8", "surrogatepass")
    except (OSError, UnicodeDecodeError):
        text = rebuild_text(found["sentences"], found["documents"][0].n_chars if found["documents"] else 0)
    if not found["documents"]:
        raise ExportError(f"{str(place)!r} holds results of no document.")
    return Annotated(text, found)


def _rows(place: Path, name: str) -> list[Any]:
    import pandas as pd

    csv, parquet = (place / "tables" / f"{name}.{suffix}" for suffix in ("csv", "parquet"))
    if parquet.is_file():
        try:
            return native(contract.rows(name, pd.read_parquet(parquet)))
        except (OSError, ValueError) as error:
            raise ExportError(f"{str(parquet)!r} is no table {name!r}: {error}.") from error
    if csv.is_file():
        return native(contract.rows(name, read_table(csv)))
    raise ExportError(
        f"{str(place)!r} has no table {name!r} as CSV or Parquet; run `mittellage analyse` with --format csv."
    )


def native(rows: Iterable[Any]) -> list[Any]:
    """Return rows with Python's own numbers: a database would store those of numpy as bytes."""
    return [row._make(value.item() if hasattr(value, "item") else value for value in row) for row in rows]


def rebuild_text(sentences: Sequence[Sentence], length: int) -> str:
    r"""Return a text with every sentence in its place, and line ends where nothing of the source is known.

    A corpus keeps its sentences, not the white space between them.

    Examples
    --------
    >>> rebuild_text([Sentence("d", 0, "s1", 0, 0, 3, "Ja."), Sentence("d", 1, "s1", 0, 4, 9, "Nein.")], 11)
    'Ja. Nein.\n\n'
    """
    pieces: list[str] = []
    at, segment = 0, None
    for sentence in sorted(sentences, key=lambda row: row.start):
        if sentence.start < at:
            continue
        blank = " " if sentence.segment_id == segment else "\n"
        pieces += [blank * (sentence.start - at), sentence.text]
        at, segment = sentence.end, sentence.segment_id
    return "".join([*pieces, "\n" * max(0, length - at)])
