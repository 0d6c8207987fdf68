"""Several documents side by side: a folder of results each, a table of all indicators, and a page that lists them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from importlib.resources import files
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..charts import Lang, label
from ..charts.source import perspective_for
from ..charts.style import number
from ..errors import ExportError
from ..legible import legible, legible_line
from ..reading import Document
from .cells import plain
from .figures import Charts
from .folder import MANIFEST, SOFTWARE, whole_folder
from .formats import csv_bytes
from .manifest import build_manifest, hash_files, manifest_bytes
from .report.words import say
from .results import save_results

if TYPE_CHECKING:
    import pandas as pd

TABLE: Final = "comparison.csv"
PAGE: Final = "index.html"
# What a name of a folder does without: control characters, marks that turn the direction, bytes that are no UTF-8.
_UNFIT: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
# What the page shows of each document; the table holds every indicator.
_SHOWN: Final = ("attention_share", "voice_share", "relation_received")


class Compared(NamedTuple):
    """One document of a comparison: the name of its folder, its tables, and the document."""

    name: str
    tables: Mapping[str, pd.DataFrame]
    document: Document


def folder_names(sources: Sequence[str]) -> list[str]:
    """Return a name for the folder of each source: that of the file, with a number where two have the same.

    Examples
    --------
    >>> folder_names(["a/taz.txt", "b/taz.docx", "-"])
    ['taz', 'taz-2', 'stdin']
    """
    taken = {TABLE, PAGE, MANIFEST}
    names = []
    for source in sources:
        base = "stdin" if source == "-" else _UNFIT.sub("_", PurePath(source).stem).strip(" .") or "text"
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def compare_documents(results: Sequence[Compared]) -> pd.DataFrame:
    """Put the indicators of some documents into one table.

    Parameters
    ----------
    results : sequence of Compared
        The documents.

    Returns
    -------
    pandas.DataFrame
        ``document`` (name of its folder), ``doc_id, outlet, date, title``, then ``indicator, unit, value, n, low,
        high`` as in the table ``framing``: a row a document, indicator and unit.
    """
    import pandas as pd

    parts = []
    for result in results:
        framing = result.tables["framing"][["indicator", "unit", "value", "n", "low", "high"]]
        about = {
            "document": result.name,
            "doc_id": result.document.doc_id,
            "outlet": result.document.outlet,
            "date": result.document.date,
            "title": result.document.title,
        }
        part = framing.reset_index(drop=True).copy()
        for place, (name, value) in enumerate(about.items()):
            part.insert(place, name, pd.Series([value] * len(part), dtype=object))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def save_comparison(
    results: Sequence[Compared],
    directory: str | Path,
    *,
    formats: Sequence[str] = ("csv",),
    options: Any = None,
    lang: Lang = "de",
    charts: Charts = "all",
    pictures: Sequence[str] | None = None,
    pool: Executor | None = None,
) -> Path:
    """Save the results of some documents, and what lets them be compared.

    Parameters
    ----------
    results : sequence of Compared
        The documents; their names differ.
    directory : str or path
        Folder to write: a folder a document as `save_results` writes it, ``comparison.csv``, ``index.html`` and
        ``manifest.json``. It appears whole or not at all.
    formats, options, lang, charts, pictures, pool
        As for `save_results`.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    ExportError
        If there is no document, or as `save_results`.
    """
    if not results:
        raise ExportError("There is no document to compare.")
    with whole_folder(directory) as draft:
        for result in results:
            save_results(
                result.tables,
                result.document,
                draft / result.name,
                formats=formats,
                options=options,
                lang=lang,
                charts=charts,
                pictures=pictures,
                pool=pool,
            )
        (draft / TABLE).write_bytes(csv_bytes(compare_documents(results)))
        (draft / PAGE).write_bytes(_page(results, options=options, lang=lang))
        made = build_manifest(results[0].document, options=options)
        manifest = {key: made[key] for key in ("version", "commit", "python", "libraries", "options", "seed")}
        manifest = {"software": SOFTWARE, **manifest, "documents": [result.name for result in results]}
        manifest["files"] = hash_files(draft)
        (draft / MANIFEST).write_bytes(manifest_bytes(manifest))
    return Path(directory)


def _page(results: Sequence[Compared], *, options: Any, lang: Lang) -> bytes:
    """Return the page that lists the documents, with their headline indicators and links to their reports."""
    from jinja2 import Environment

    page = files(__package__).joinpath("comparison.html.j2").read_text("utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(page)
    poles = perspective_for(results[0].document, options).poles
    heads = [f"{say(f'head.{indicator}', lang)}: {label(pole, lang)}" for indicator in _SHOWN for pole in poles]
    rows = [
        {
            "folder": result.name,
            "shown": legible_line(result.name),
            "title": legible_line(result.document.title or result.name),
            "outlet": legible_line(result.document.outlet or ""),
            "date": "" if result.document.date is None else result.document.date.isoformat(),
            "counts": [len(result.tables[table]) for table in ("mentions", "quotes", "stances")],
            "values": [
                _shown(result.tables["framing"], indicator, pole, lang) for indicator in _SHOWN for pole in poles
            ],
            "remarks": [legible(remark) for remark in result.document.remarks],
        }
        for result in results
    ]
    words = {key: say(f"index.{key}", lang) for key in ("title", "text", "outlet", "date", "note", "table")}
    counts = [say(f"table.{key}", lang) for key in ("mentions", "quotes", "stances")]
    policy = f"default-src 'none'; style-src '{_style_hash(page)}'; base-uri 'none'; form-action 'none'"
    made = template.render(lang=lang, policy=policy, words=words, counts=counts, heads=heads, rows=rows, table=TABLE)
    return (made + "\n").encode("utf-8", "replace")


def _style_hash(page: str) -> str:
    """Return the hash by which a policy knows the style that stands in a page."""
    style = page.partition("<style>")[2].partition("</style>")[0]
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


def _shown(framing: pd.DataFrame, indicator: str, unit: str, lang: Lang) -> str:
    """Return a value with its n; unknown is a question mark, never a zero."""
    found = framing[(framing["indicator"] == indicator) & (framing["unit"] == unit)]
    value = plain(found["value"].iloc[0]) if len(found) else None
    return "?" if value is None else f"{number(value, lang, digits=2)} (n = {plain(found['n'].iloc[0])})"
