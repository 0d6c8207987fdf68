"""`CopiedFrames`: the tables of a result as data frames that nobody can change behind its back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class CopiedFrames(Mapping[str, "pd.DataFrame"]):
    """Data frames by name, each handed out as a copy.

    Indicators, charts and reports are computed from the tables of a result. Were a frame of it changed in place, the
    saved table and the indicators beside it would disagree.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        The tables.

    Examples
    --------
    >>> from analysis.tables import Segment, frame
    >>> frames = CopiedFrames({"segments": frame("segments", [Segment("d", "s1", "title", 0, 5)])})
    >>> own = frames["segments"]
    >>> own["end"] = 99
    >>> frames["segments"]["end"].tolist()
    [5]
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = dict(frames)

    def __getitem__(self, name: str) -> pd.DataFrame:
        # A deep copy: pandas 2 has no copy on write, and in pandas 3 arrays of its own types escape it.
        return self._frames[name].copy()

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def __repr__(self) -> str:
        return f"<CopiedFrames of {', '.join(f'{name} ({len(frame)})' for name, frame in self._frames.items())}>"
