"""A package of one result: rows of an `Analysis`, or the folder that it was saved into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...charts import CHARTS, Lang
from ...errors import ExportError
from .metadata import About
from .numbers import document_numbers
from .pack import Material, pack, rows_of
from .policy import BY_HAND, Keep, check_keep
from .settings import Settings

if TYPE_CHECKING:
    import pandas as pd


def pack_result(
    tables: Mapping[str, pd.DataFrame],
    manifest: Mapping[str, Any],
    path: str | Path,
    *,
    keep: Sequence[Keep] = (),
    lang: Lang = "de",
    charts: Sequence[str] | None = None,
    title: str | None = None,
    authors: Sequence[str] = (),
    license: str | None = None,  # noqa: A002 (as the field is called)
    published: date | None = None,
    pool: Executor | None = None,
) -> Path:
    """Write the replication package of a result.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        All tables of one document; codings and corrections among them go along.
    manifest : mapping
        What made them; see `analysis.export.build_manifest`.
    path : str or path
        ZIP file to write.
    keep : sequence of {"titles", "names", "sources", "ids"}
        What is left out by default and shall be kept all the same.
    lang : {"de", "en"}
        Language of the charts and of the protocol.
    charts : sequence of str, optional
        Names in `analysis.charts.CHARTS`; by default all.
    title, authors, license, published
        Of the package; the day is today's by default, and the licence is left open.
    pool : concurrent.futures.Executor, optional
        Processes to draw in, from `analysis.export.painters`.

    Returns
    -------
    pathlib.Path
        The package of the result.

    Raises
    ------
    ExportError
        If something is unknown, cannot be computed again, would give away the text, or cannot be written.
    """
    names = tuple(CHARTS) if charts is None else tuple(charts)
    strange = [name for name in names if name not in CHARTS]
    if strange:
        raise ExportError(f"There is no chart {strange[0]!r}. Charts are: {', '.join(CHARTS)}.")
    options = manifest.get("options", {})
    default = Settings()
    settings = Settings(
        focus=tuple(options.get("focus", default.focus)),
        poles=tuple(options.get("poles", default.poles)),
        seed=int(options.get("seed", 0)),
        translated=bool(tables["documents"]["translated"].all()),
        lang=lang,
        charts=names,
        keep=tuple(sorted(check_keep(keep))),
    )
    rows = rows_of(tables)

    def parts() -> Iterator[Mapping[str, Sequence[Any]]]:
        yield rows

    frames = options.get("frames")
    material = Material(
        parts=parts,
        manifest=manifest,
        frames=None if frames is None else Path(frames),
        by_hand={name: tables[name] for name in BY_HAND if name in tables},
    )
    about = describe(title=title, authors=authors, license=license, published=published)
    return pack(material, path, settings=settings, about=about, compute=_compute, pool=pool)


def describe(
    *,
    title: str | None,
    authors: Sequence[str],
    license: str | None,  # noqa: A002 (as the field is called)
    published: date | None,
) -> About:
    """Return what the author says of a package, with a title and a day where they say none."""
    return About(
        title=title or "Replication package",
        authors=tuple(authors),
        license=license,
        published=published or date.today(),
    )


def _compute(tables: Mapping[str, pd.DataFrame], settings: Settings, pool: Executor | None) -> dict[str, bytes]:
    return document_numbers(tables, settings, pool=pool)
