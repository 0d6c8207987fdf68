"""Where an export takes its documents from: a corpus, a folder of results, or a text that is analysed first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from .. import tables as contract
from ..actors.dictionaries import SUFFIXES as DICTIONARIES
from ..actors.dictionaries import dictionary_bytes
from ..actors.gazetteer import load_gazetteer
from ..errors import ExportError
from ..export.exchange import (
    SUFFIXES,
    Annotated,
    compare_dna,
    curated_frame,
    export_file,
    gold_lines,
    native,
    read_dna,
    read_results,
    read_xmi,
    rebuild_text,
    suffix_of,
)
from ..export.folder import whole_file
from ..export.formats import csv_bytes
from .columns import TABLES
from .corpus import Corpus
from .manifest import is_store

BACK: Final = (".csv", ".jsonl")
"""What codings of other programs become."""


def open_source(path: str | Path, *, published: date | None = None) -> Iterator[Annotated]:
    """Return the documents of a store, of saved results, or of one text.

    Parameters
    ----------
    path : str or path
        What ``mittellage corpus`` or ``mittellage analyse`` wrote, or a file with one German text.
    published : datetime.date, optional
        Day of publication of a text.

    Yields
    ------
    Annotated
        Read one by one, a part of a store at a time.

    Raises
    ------
    ExportError
        If there is nothing, or a folder of something else.
    """
    place = Path(path)
    if not place.exists():
        raise ExportError(f"There is no file or folder {str(path)!r}; check the path.")
    if not place.is_dir():
        yield from _analysed(place, published)
    elif is_store(place):
        yield from corpus_items(Corpus.open(place))
    else:
        yield from read_results(place)


def corpus_items(corpus: Corpus) -> Iterator[Annotated]:
    """Yield the documents of a corpus, in the order of its parts.

    A store keeps sentences, not what stands between them: offsets hold, white space is put in.
    """
    for part in corpus.parts:
        found: dict[str, dict[str, list[object]]] = {}
        for name in TABLES:
            for row in native(contract.rows(name, getattr(corpus, name).part(part).to_pandas())):
                found.setdefault(row.doc_id, {table: [] for table in TABLES})[name].append(row)
        for rows in found.values():
            (about, *_) = rows["documents"] or [None]
            if isinstance(about, contract.DocumentRow):
                sentences = [row for row in rows["sentences"] if isinstance(row, contract.Sentence)]
                yield Annotated(rebuild_text(sentences, about.n_chars), rows)


def _analysed(place: Path, published: date | None) -> Iterator[Annotated]:
    from ..pipeline import analyse
    from ..reading import read_document

    yield analyse(read_document(place, date=published)).annotated()


def run_export(
    source: Path, out: Path, *, published: date | None = None, beside: Path | None = None, **choices: Any
) -> Path:
    """Do what ``mittellage export`` does: results out, codings of other programs back, or the gazetteer as YAML.

    Parameters
    ----------
    source : pathlib.Path
        See `open_source`; or a ``.dna``, ``.xmi`` or ``.zip`` file to read back; or ``gazetteer``.
    out : pathlib.Path
        File to write: a suffix of `export_file`; ``.csv`` of codings, or ``.jsonl`` as gold; ``.yml`` of the gazetteer.
    published : datetime.date, optional
        Day of publication, where the source is a text.
    beside : pathlib.Path, optional
        Our results, to compare statements of a ``.dna`` file with.
    **choices
        As for `export_file`.

    Returns
    -------
    pathlib.Path
        What was written.

    Raises
    ------
    ExportError
        If source and suffix do not fit.
    """
    suffix = suffix_of(out, others=(*BACK, *DICTIONARIES))
    if suffix in DICTIONARIES:
        data = _dictionary(source)
    elif suffix in BACK:
        data = _codings(source, suffix, beside)
    else:
        return export_file(open_source(source, published=published), out, **choices)
    with whole_file(out) as draft:
        draft.write_bytes(data)
    return out


def _dictionary(source: Path) -> bytes:
    if source != Path("gazetteer") and not source.is_file():
        raise ExportError(
            f"A dictionary is made from 'gazetteer' or from a table of countries, not from {str(source)!r}."
        )
    gazetteer = load_gazetteer()
    if source.is_file():
        return dictionary_bytes(load_gazetteer(source).countries[len(gazetteer.countries) :])
    return dictionary_bytes(gazetteer.countries)


def _codings(source: Path, suffix: str, beside: Path | None) -> bytes:
    """Return what was coded in another program, as a table or as gold."""
    kind = source.suffix.lower()
    if kind == ".dna" and suffix == ".csv":
        statements = read_dna(source)
        return csv_bytes(statements if beside is None else compare_dna(open_source(beside), statements))
    if kind in (".xmi", ".zip"):
        curated = read_xmi(source)
        return csv_bytes(curated_frame(curated)) if suffix == ".csv" else _lines(gold_lines(curated))
    raise ExportError(
        f"{str(source)!r} does not become {suffix}: a .dna file becomes .csv, an .xmi or .zip file .csv or .jsonl, "
        f"results become {', '.join(SUFFIXES)}."
    )


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
