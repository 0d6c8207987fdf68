"""The tables of a result as properties, so that editors complete them and type checkers know them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .. import tables
from ..copied_frames import CopiedFrames

if TYPE_CHECKING:
    import pandas as pd

    from ..reading import Document
    from .options import Options


class ResultTables:
    """A result whose tables are read as properties; each access gives a copy, which can be changed freely.

    A table is made when it is first asked for, and only ``framing`` measures anything. `analysis.tables.describe` says
    what each column means.
    """

    if TYPE_CHECKING:
        document: Document
        rows: Mapping[str, Sequence[Any]]
        options: Options

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return every table as a data frame, by name; ``corrections`` where there are any."""
        from ..framing import measure_framing

        given = [name for name, rows in self.rows.items() if rows or name not in tables.BY_HAND]
        frames = {name: self._frame(name) for name in given}
        if "framing" not in frames:
            frames["framing"] = measure_framing(
                self.rows,
                focus=self.options.focus,
                poles=self.options.poles,
                translated=self.document.translated,
                frames=self.options.frames,
                seed=self.options.seed,
            )
        return CopiedFrames(frames)

    @property
    def documents(self) -> pd.DataFrame:
        """Return one row: title, outlet, date, language and size of the document."""
        return self._copy("documents")

    @property
    def segments(self) -> pd.DataFrame:
        """Return the parts of the layout (title, byline, paragraph, question, …), boilerplate among them."""
        return self._copy("segments")

    @property
    def sentences(self) -> pd.DataFrame:
        """Return the sentences with their segment and paragraph."""
        return self._copy("sentences")

    @property
    def tokens(self) -> pd.DataFrame:
        """Return the tokens with lemma, part of speech, features, syntactic head and entity."""
        return self._copy("tokens")

    @property
    def mentions(self) -> pd.DataFrame:
        """Return the places that name a country, a region, its government or its leader."""
        return self._copy("mentions")

    @property
    def actors(self) -> pd.DataFrame:
        """Return who acts or speaks, each under all spellings of the document."""
        return self._copy("actors")

    @property
    def quotes(self) -> pd.DataFrame:
        """Return what is said, thought or written, with speaker, cue and addressee."""
        return self._copy("quotes")

    @property
    def stances(self) -> pd.DataFrame:
        """Return who evaluates whom, with sign, probability and evidence."""
        return self._copy("stances")

    @property
    def markers(self) -> pd.DataFrame:
        """Return the words that distance, weaken, strengthen, source or negate."""
        return self._copy("markers")

    @property
    def framing(self) -> pd.DataFrame:
        """Return the indicators with their intervals and evidence; they are measured when first asked for."""
        return self.tables["framing"]

    @property
    def corrections(self) -> pd.DataFrame:
        """Return the corrections by hand, and the changes that followed from them; empty where there are none."""
        return self._copy("corrections")

    if not TYPE_CHECKING:  # a type checker would otherwise take any name for an attribute

        def __getattr__(self, name: str) -> Any:
            known = (*tables.ROWS, *tables.BY_HAND)
            if name in known:
                return object.__getattribute__(self, name)  # raises what went wrong within the property
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}; tables are {', '.join(known)}")

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        return {}

    def _frame(self, name: str) -> pd.DataFrame:
        """Return a table of rows as a data frame, which is made once."""
        if name not in self._frames:
            self._frames[name] = tables.frame(name, self.rows.get(name, ()))
        return self._frames[name]

    def _copy(self, name: str) -> pd.DataFrame:
        return self._frame(name).copy()
