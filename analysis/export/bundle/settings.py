"""Settings of a package: what has to be known to compute its numbers again; they stand in ``settings.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from ...charts import CHARTS, Lang
from ...errors import ExportError
from ...framing import Perspective
from .packed import TableFormat
from .policy import Keep, check_keep

FORMAT: Final = "mittellage-package"
VERSION: Final = 1
SETTINGS: Final = "settings.json"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the numbers and pictures of a package were made with.

    Attributes
    ----------
    kind : {"result", "corpus"}
        One document, or a store.
    focus, poles : tuple of str
        Whose position is asked for, and between whom.
    seed : int
        Seed of every bootstrap.
    translated : bool
        Whether a translator chose the words, as charts say it.
    lang : {"de", "en"}
        Language of the charts.
    charts : tuple of str
        Names in `analysis.charts.CHARTS`.
    by : tuple of str
        Columns of ``documents`` whose groups were measured (a corpus).
    every : str or None
        Length of the periods that were measured (a corpus).
    tables : {"csv", "parquet"}
        Format of the tables.
    keep : tuple of str
        What was kept that is left out by default.
    frames : str or None
        Path of the user's own vocabulary of frames in the package.
    families : tuple of tuple of str
        Documents that are copies of each other, by the digests of their ids (a corpus); without words nobody could
        find them again.
    """

    kind: Literal["result", "corpus"] = "result"
    focus: tuple[str, ...] = Perspective().focus
    poles: tuple[str, ...] = Perspective().poles
    seed: int = 0
    translated: bool = False
    lang: Lang = "de"
    charts: tuple[str, ...] = tuple(CHARTS)
    by: tuple[str, ...] = ()
    every: str | None = None
    tables: TableFormat = "csv"
    keep: tuple[Keep, ...] = ()
    frames: str | None = None
    families: tuple[tuple[str, ...], ...] = ()

    @property
    def perspective(self) -> Perspective:
        """The perspective of the charts."""
        return Perspective(focus=self.focus, poles=self.poles, translated=self.translated, seed=self.seed)

    @property
    def kept(self) -> frozenset[Keep]:
        """What was kept, as a set."""
        return frozenset(self.keep)


def settings_bytes(settings: Settings) -> bytes:
    """Write settings as JSON."""
    data = {"format": FORMAT, "version": VERSION, **asdict(settings)}
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def read_settings(data: bytes) -> Settings:
    """Read settings back.

    Raises
    ------
    ExportError
        If they are none of a package, or of a later version.
    """
    try:
        found: Mapping[str, Any] = json.loads(data)
        if found["format"] != FORMAT:
            raise ValueError(f"the format is {found['format']!r}")
        if found["version"] > VERSION:
            raise ExportError(f"The package has version {found['version']}, this software reads {VERSION}: update it.")
        values: dict[str, Any] = {
            name: _tuples(value) for name, value in found.items() if name not in ("format", "version")
        }
        check_keep(values.get("keep", ()))
        return Settings(**values)
    except (ValueError, KeyError, TypeError) as error:
        raise ExportError(f"{SETTINGS} is none of a package of mittellage: {error}.") from error


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
