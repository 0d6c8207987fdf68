"""`Corpus`: a store opened for reading, its tables loaded only where they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .failures import problem_table
from .lazy_table import LazyTables
from .manifest import ERRORS, read_manifest, require_schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from .families import Families


class Corpus(LazyTables):
    """A store as it was when it was opened; open it again to see what was added since.

    Every table of `analysis.tables` is a property that gives a lazy `Table`; ``errors`` says what is in none of them.

    Attributes
    ----------
    path : pathlib.Path
        Folder of the store.
    manifest : mapping
        What made it, and its committed parts.

    Examples
    --------
    ::

        corpus = Corpus.open("store")
        corpus.sql("SELECT country, count(*) AS n FROM mentions GROUP BY country ORDER BY n DESC")
        corpus.stances.frame(columns=["doc_id", "target", "sign"])
    """

    def __init__(self, path: Path, manifest: Mapping[str, Any], errors: pa.Table) -> None:
        super().__init__(path, manifest, errors)
        self._families: dict[tuple[int, float], Families] = {}

    @classmethod
    def open(cls, path: str | Path) -> Corpus:
        """Open a store, also one that is being written: it shows the last state that was committed whole.

        Raises
        ------
        CorpusError
            If the folder holds no store, or one of another schema.
        """
        import pyarrow.compute as pc

        root = Path(path).absolute()
        manifest = read_manifest(root)
        require_schema(manifest, root)
        errors = problem_table(root / ERRORS)
        # The file of errors is written first, so it may hold those of parts that our manifest does not list yet.
        listed = pc.is_in(errors["part"], value_set=_strings(list(manifest["parts"])))
        return cls(root, manifest, errors.filter(pc.or_(listed, pc.is_null(errors["part"]))))

    def __len__(self) -> int:
        return sum(part["rows"]["documents"] for part in self.manifest["parts"].values())

    def __repr__(self) -> str:
        return f"<Corpus {self.path.name!r}: {len(self):,} documents, {self._errors.num_rows:,} errors>"

    def families(self, *, window: int = 7, threshold: float = 0.7) -> Families:
        """Return which documents are copies of each other; looked for once, or read where ``--copies`` has written it.

        Parameters
        ----------
        window : int
            Days that may lie between a copy and the next.
        threshold : float
            Jaccard similarity of runs of four words from which on two texts are copies.
        """
        from .families import find_families, read_families

        key = (window, threshold)
        if key not in self._families:
            known = read_families(self, window=window, threshold=threshold)
            self._families[key] = known or find_families(self, window=window, threshold=threshold)
        return self._families[key]

    def copies(self, *, window: int = 7, threshold: float = 0.7) -> pd.DataFrame:
        """List the documents that have copies.

        Parameters
        ----------
        window, threshold
            As for `families`.

        Returns
        -------
        pandas.DataFrame
            ``family`` (``doc_id`` of its earliest document), ``size`` (documents in it), ``doc_id, outlet, date,
            title``, ``similarity`` (estimated Jaccard similarity to the closest other document of the family); the
            largest family first, each in order of dates.

        Raises
        ------
        CorpusError
            If the library that finds them is not installed.
        """
        from .families import families_frame

        return families_frame(self, self.families(window=window, threshold=threshold))

    def edits(
        self, family: str, *, against: str | None = None, window: int = 7, threshold: float = 0.7
    ) -> pd.DataFrame:
        """Return what each document of a family has changed.

        Parameters
        ----------
        family : str
            ``doc_id`` of any of its documents.
        against : str, optional
            ``doc_id`` of the document that the others are held against; by default the earliest.
        window, threshold
            As for `families`.

        Returns
        -------
        pandas.DataFrame
            ``family, doc_id, outlet``, and the columns of `describe_edits`: a row for each quote, stance, hedge,
            country name and sentence that was dropped, added or changed.

        Raises
        ------
        CorpusError
            If the document is not in the store, or has no copies.
        """
        from .edits import edits_of_family

        return edits_of_family(
            self, family, against=against, families=self.families(window=window, threshold=threshold)
        )

    def export(self, path: str | Path, **choices: Any) -> Path:
        """Write the whole corpus for another program; the suffix chooses it, see `export_file`.

        Parameters
        ----------
        path : str or path
            File to write: ``.graphml``, ``.gexf``, ``.dna``, ``.qdpx``, ``.xmi.zip``, ``.conllu`` or ``.tei.xml``.
        **choices
            ``aggregate``, ``nodes``, ``concept``, ``lang``.

        Raises
        ------
        ExportError
            If the suffix or a choice is unknown, or the file cannot be written.
        """
        from ..export.exchange import export_file
        from .exchange import corpus_items

        return export_file(corpus_items(self), path, **choices)

    def bundle(self, path: str | Path, **options: Any) -> Path:
        """Write a replication package: tables without words, numbers, charts, and a script that computes them again.

        Parameters
        ----------
        path : str or path
            ZIP file to write.
        **options
            As for `analysis.corpus.pack_corpus`: what to keep, groups, periods, charts, title, authors, licence.

        Returns
        -------
        pathlib.Path
            The ZIP file of the corpus.

        Raises
        ------
        ExportError
            If numbers cannot be computed again, a text would be given away, or the file cannot be written.
        """
        from .packing import pack_corpus

        return pack_corpus(self, path, **options)


def _strings(values: list[str]) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, type=pa.string())
