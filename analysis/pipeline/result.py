"""`Analysis`: all tables of one document, and what can be done with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from .. import tables
from ..corrections import corrections_in_words
from ..corrections.result import Correctable
from ..legible import legible_line
from ..reading import Document
from .options import Options
from .result_tables import ResultTables

if TYPE_CHECKING:
    from ..export.exchange import Annotated
    from ..export.summary import Summary
    from ..framing import Perspective

# Tables of the record that annotate writes, and how many rows are written together.
_LISTED: Final = ("segments", "sentences", "mentions", "quotes", "stances")
_ROWS: Final = 1_000


@dataclass(frozen=True, repr=False)
class Analysis(ResultTables, Correctable):
    """All tables of one document; in a notebook and at a prompt it shows what was found.

    Every table of `analysis.tables` is a property that gives a `pandas.DataFrame`: ``documents``, ``segments``,
    ``sentences``, ``tokens``, ``mentions``, ``actors``, ``quotes``, ``stances``, ``markers``, ``framing``, and
    ``corrections``. Each access gives a copy: a row is corrected by `correct`, `reject` and `add`, which return a new
    result in which everything follows.

    Attributes
    ----------
    document : Document
        The text and its metadata.
    rows : mapping of str to list of tuple
        The same tables as rows, without pandas; ``framing`` only where it was saved, else in the data frames alone.
    options : Options
        Options of the analysis.
    """

    document: Document
    rows: Mapping[str, Sequence[Any]]
    options: Options = field(default_factory=Options)

    @property
    def perspective(self) -> Perspective:
        """Return whose position is asked for, and between whom, as the options say."""
        from ..framing import Perspective

        chosen = self.options
        return Perspective(chosen.focus, chosen.poles, self.document.translated, chosen.seed)

    def __str__(self) -> str:
        counts = ", ".join(f"{len(self.rows[name])} {name}" for name in ("mentions", "quotes", "stances"))
        by_hand = corrections_in_words(self.n_corrected, "en")
        title = legible_line(self.document.title or self.document.doc_id)
        return f"{title}: {counts}{by_hand and f'; {by_hand}'}"

    def __repr__(self) -> str:
        return str(self.summary())

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()

    def summary(self, *, lang: Literal["de", "en"] = "de") -> Summary:
        """Return what was found, in sentences, and how many rows each table has.

        Parameters
        ----------
        lang : {"de", "en"}
            Language of the sentences.

        Returns
        -------
        Summary
            Prints as text, and shows itself as HTML in a notebook, as the result itself does in German.

        Examples
        --------
        >>> from analysis import analyse
        >>> analyse("Kasachstan kritisiert Russland.").summary(lang="en").sentences[0]
        'The text names a country or region 2 times, most often Kazakhstan (1) and Russia (1).'
        """
        from ..export.summary import summarise

        return summarise(self.tables, self.document, perspective=self.perspective, lang=lang)

    def save(
        self,
        directory: str | Path,
        *,
        formats: Sequence[str] = ("csv",),
        charts: Literal["essential", "all"] | Sequence[str] = "all",
    ) -> Path:
        """Write every table, the charts, the report and the manifest into a folder.

        Parameters
        ----------
        directory : str or path
            Folder to write. It appears whole or not at all; an earlier result there is replaced.
        formats : sequence of {"csv", "parquet", "xlsx", "latex"}
            Formats of the tables.
        charts : {"all", "essential"} or sequence of str
            As for the command: all charts as PNG, SVG and PDF, the six essential ones as PNG and SVG, or those named in
            `analysis.charts.CHARTS`.

        Returns
        -------
        pathlib.Path
            The folder.

        Raises
        ------
        ExportError
            If the folder holds something else, or a format is unknown.
        """
        from ..export import save_results

        return save_results(self.tables, self.document, directory, formats=formats, options=self.options, charts=charts)

    def report(self, path: str | Path, *, lang: Literal["de", "en"] = "de") -> Path:
        """Write one self-contained HTML page with the charts, the tables and the annotated text.

        Parameters
        ----------
        path : str or path
            File to write.
        lang : {"de", "en"}
            Language of the labels.
        """
        from ..export import write_report

        return write_report(self.tables, self.document, path, lang=lang, perspective=self.perspective)

    def annotated(self) -> Annotated:
        """Return the text and all rows, as formats of other programs are made from them."""
        from ..export.exchange import Annotated

        rows = {**self.rows, "framing": list(tables.rows("framing", self.tables["framing"]))}
        return Annotated(self.document.text, rows)

    def export(self, path: str | Path, **choices: Any) -> Path:
        """Write the result for another program; the suffix chooses it, see `analysis.export.exchange.export_file`.

        Parameters
        ----------
        path : str or path
            File to write: ``.graphml``, ``.gexf``, ``.dna``, ``.qdpx``, ``.xmi``, ``.conllu`` or ``.tei.xml``.
        **choices
            ``aggregate``, ``nodes``, ``concept``, ``lang``.

        Raises
        ------
        ExportError
            If the suffix or a choice is unknown, or the file cannot be written.
        """
        from ..export.exchange import export_file

        return export_file([self.annotated()], path, **choices)

    def bundle(self, path: str | Path, **options: Any) -> Path:
        """Write a replication package: tables without words, numbers, charts, and a script that computes them again.

        Parameters
        ----------
        path : str or path
            ZIP file to write.
        **options
            As for `analysis.export.bundle.pack_result`: what to keep, charts, language, title, authors, licence.

        Returns
        -------
        pathlib.Path
            The ZIP file.

        Raises
        ------
        ExportError
            If numbers cannot be computed again, the text would be given away, or the file cannot be written.
        """
        from ..export import build_manifest, pack_result

        return pack_result(self.tables, build_manifest(self.document, options=self.options), path, **options)

    def record(self) -> dict[str, Any]:
        """Return the document's record of ``mittellage annotate``: JSON types only, without tokens and framing."""
        record: dict[str, Any] = {"doc_id": self.document.doc_id}
        record.update({name: [tables.record(row) for row in self.rows[name]] for name in _LISTED})
        record["error"] = None
        return record

    def record_pieces(self) -> Iterator[str]:
        """Yield that record as a line of JSON, some rows at a time: of a long text it is too long to be held."""
        yield f'{{"doc_id":{json.dumps(self.document.doc_id, ensure_ascii=False)}'
        for name in _LISTED:
            yield f',"{name}":['
            rows = iter(self.rows[name])
            mark = ""
            while some := [tables.dumps(tables.record(row)) for row in islice(rows, _ROWS)]:
                yield mark + ",".join(some)
                mark = ","
            yield "]"
        yield ',"error":null}\n'
