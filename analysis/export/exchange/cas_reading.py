"""What was curated in INCEpTION back as tables and as gold for ``mittellage evaluate stance``."""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...errors import ExportError
from .cas import SENTENCE, STANCE, cassis, read_archive, typesystem_bytes

if TYPE_CHECKING:
    import pandas as pd

_LARGEST: Final = 500_000_000
_COLUMNS: Final = (
    "document",
    "start",
    "end",
    "sentence",
    "holder",
    "holder_country",
    "target",
    "sign",
    "kind",
    "hedged",
    "row_id",
    "text",
)
_SIGNS: Final = {"+": 1, "-": -1, "−": -1, "1": 1, "-1": -1, "+1": 1, "positive": 1, "negative": -1}


class Curated(NamedTuple):
    """A curated document: its text, the spans of its sentences, and its stances."""

    name: str
    text: str
    sentences: list[tuple[int, int]]
    stances: list[dict[str, Any]]


def read_xmi(path: str | Path, *, typesystem: str | Path | None = None) -> list[Curated]:
    """Read the stances of documents that were annotated or curated in INCEpTION.

    Parameters
    ----------
    path : str or path
        An ``.xmi`` file, or the ZIP file that INCEpTION exports.
    typesystem : str or path, optional
        Type system of an ``.xmi`` file; by default ``x.typesystem.xml`` or ``TypeSystem.xml`` beside it, else our own.

    Returns
    -------
    list of Curated
        Offsets are code points.

    Raises
    ------
    ExportError
        If the file cannot be read, or has annotations without target or sign.
    """
    place = Path(path)
    try:
        source = place.read_bytes()
        beside = (place.with_suffix(".typesystem.xml"), place.parent / "TypeSystem.xml")
        given = Path(typesystem) if typesystem is not None else next(filter(Path.is_file, beside), None)
        system = None if given is None else given.read_bytes()
    except OSError as error:
        raise ExportError(f"{str(path)!r} cannot be read: {error.strerror or error}.") from error
    if source[:2] == b"PK":
        documents = read_archive(source, str(path), largest=_LARGEST)
    else:
        documents = iter([(place.name, source, system)])
    return [_read(name, data, known) for name, data, known in documents]


def _read(name: str, data: bytes, system: bytes | None) -> Curated:
    library = cassis()
    for part in (data, system or b""):
        # in another encoding a declaration of entities would not be seen
        if b"<!DOCTYPE" in part or b"\x00" in part:
            raise ExportError(f"{name!r} is not UTF-8 or declares entities, which no XMI file of INCEpTION does.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of annotations that we do not read
            types = library.load_typesystem(io.BytesIO(system or typesystem_bytes()))
            cas = library.load_cas_from_xmi(io.BytesIO(data), typesystem=types, lenient=True)
        text = str(cas.sofa_string or "")
        sentences = [(row.begin, row.end) for row in _select(cas, SENTENCE)]
        stances = [_stance(row, name, text, sentences) for row in _select(cas, STANCE)]
    except ExportError:
        raise
    except Exception as error:  # the library lets through what its parser raises
        raise ExportError(f"{name!r} is no CAS XMI that can be read: {error}.") from error
    return Curated(name, text, sentences, stances)


def _select(cas: Any, kind: str) -> list[Any]:
    return list(cas.select(kind)) if cas.typesystem.contains_type(kind) else []


def _stance(row: Any, name: str, text: str, sentences: list[tuple[int, int]]) -> dict[str, Any]:
    target, sign = _feature(row, "target"), _SIGNS.get(str(_feature(row, "sign") or "").strip().lower())
    if target is None or sign is None:
        raise ExportError(
            f"{name!r}, stance at {row.begin}, {text[row.begin : row.end][:40]!r}: it has no target or no sign; give "
            "the target as a country code and the sign as + or -."
        )
    sentence = next((n for n, (start, end) in enumerate(sentences) if start <= row.begin < end), None)
    values = (
        name,
        row.begin,
        row.end,
        sentence,
        _feature(row, "holder"),
        _feature(row, "holderCountry"),
        target.strip().upper(),
        sign,
        _feature(row, "kind") or "speech",
        bool(getattr(row, "hedged", False)),
        _feature(row, "rowId"),
        text[row.begin : row.end],
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _feature(row: Any, name: str) -> str | None:
    value = getattr(row, name, None)
    return None if value is None or value == "" else str(value)


def curated_frame(documents: Iterable[Curated]) -> pd.DataFrame:
    """Return the stances of curated documents as one table, a row a stance."""
    import pandas as pd

    data = pd.DataFrame([row for item in documents for row in item.stances], columns=list(_COLUMNS))
    return data.astype({"start": "Int64", "end": "Int64", "sentence": "Int64", "sign": "Int64"})


def gold_lines(documents: Iterable[Curated]) -> Iterator[str]:
    """Yield a line of JSON a document, as ``mittellage evaluate stance --gold`` reads them."""
    for item in documents:
        edges = [
            {
                "s": 0 if row["sentence"] is None else row["sentence"] + 1,
                "holder": row["holder"],
                "holder_country": row["holder_country"],
                "target": row["target"],
                "sign": "+" if row["sign"] > 0 else "-",
                "kind": row["kind"],
                "must": True,
            }
            for row in item.stances
        ]
        record = {"doc": item.name, "fold": 0, "source": "curated", "text": item.text}
        yield json.dumps({**record, "sentences": item.sentences, "edges": edges}, ensure_ascii=False)
