"""Anything that holds texts, opened to be explored: a file, a table, a folder, a store of `mittellage corpus`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import MittellageError
from ..pipeline import Options
from ..tables import ROWS
from .corpus import analyse_files
from .source import MOST_TEXTS, read_date
from .state import Explorer, Lang

if TYPE_CHECKING:
    import pandas as pd

    from ..stance.reader import ReaderName

_MANIFEST: Final = "manifest.json"


def open_texts(
    source: str | Path | Sequence[str | Path],
    *,
    published: str = "",
    outlet: str = "",
    translated: bool = False,
    lang: Lang = "de",
    options: Options | None = None,
    reader: ReaderName | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Explorer:
    """Open texts to be explored, whatever holds them.

    Parameters
    ----------
    source : str, path or sequence of them
        A file in any format that `read_document` takes, a table with a text in each row, a folder of texts, several of
        these, or the folder of a store that ``mittellage corpus`` wrote, which is not analysed again.
    published, outlet, translated
        What is known of a single text: its day as ``2023-02-28``, who published it, whether a translator chose the
        words. What a table or a store says of its texts stays.
    lang : {"de", "en"}
        Language of labels.
    options : Options, optional
        As for `analyse`.
    reader : {"fast", "thorough"}, optional
        Who reads the stances, where something is read; by default that of the options.
    mapping : mapping of str to str, optional
        For tables: which column holds what, such as ``{"text": "Volltext", "outlet": "Blatt"}``; by default columns are
        known by their usual names.

    Returns
    -------
    Explorer

    Raises
    ------
    MittellageError
        If there is nothing to read, a file cannot be read, or a store holds more texts than can be looked at.

    Examples
    --------
    ::

        explorer = open_texts("articles.csv")
        explorer = open_texts("store", lang="en")
    """
    paths = [source] if isinstance(source, (str, Path)) else list(source)
    if len(paths) == 1 and is_store(paths[0]):
        return open_store(paths[0], lang=lang, options=options)
    if reader is not None:
        options = replace(options or Options(), reader=reader)
    day = read_date(published, lang=lang)
    return Explorer.of(
        *analyse_files(
            paths, options=options, published=day, outlet=outlet or None, translated=translated, mapping=mapping
        ),
        lang=lang,
    )


def is_store(path: str | Path) -> bool:
    """Tell whether a path is the folder of a store."""
    folder = Path(path)
    return (folder / _MANIFEST).is_file() and (folder / "tables" / "documents").is_dir()


def open_store(
    path: str | Path, *, where: str | None = None, lang: Lang = "de", options: Options | None = None
) -> Explorer:
    """Open the texts of a store to be explored with the same views as a single text.

    Parameters
    ----------
    path : str or path
        Folder that ``mittellage corpus`` wrote.
    where : str, optional
        Which documents, as a condition in SQL over ``documents``: ``"outlet = 'taz' AND year(date) = 2023"``.
    lang : {"de", "en"}
        Language of labels.
    options : Options, optional
        Focus, poles, seed and frames; by default those that the store was made with.

    Returns
    -------
    Explorer

    Raises
    ------
    MittellageError
        If there is no store, the condition chooses no document, or more than can be looked at.
    """
    from ..corpus import Corpus

    with Corpus.open(path) as corpus:
        documents = corpus.documents.frame(where=where)
        if not 0 < len(documents) <= MOST_TEXTS:
            raise MittellageError(
                f"{len(documents):,} texts of {str(path)!r} are chosen; choose 1 to {MOST_TEXTS} with "
                "where=\"outlet = 'taz' AND year(date) = 2023\". Over all of them: analysis.corpus.measure_over_time."
            )
        listed = ", ".join("'" + str(name).replace("'", "''") + "'" for name in documents["doc_id"])
        tables = {name: getattr(corpus, name).frame(where=f"doc_id IN ({listed})") for name in ROWS if name != "tokens"}
        made_with = Options.of(corpus.manifest["made"].get("options", {}))
    # What the store was read with stays: only what is counted may be asked for anew.
    if options is not None:
        made_with = replace(
            made_with, focus=options.focus, poles=options.poles, seed=options.seed, frames=options.frames
        )
    translated = bool(documents["translated"].fillna(value=False).all())
    return Explorer(tables, _texts(tables), made_with=made_with, translated=translated, lang=lang)


def _texts(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Put the texts together from their sentences, each at its place; a store keeps no other copy of them.

    What stands between sentences is white space, a line end where a segment ends; what belongs to no sentence, such as
    boilerplate, is left blank.
    """
    found: dict[str, list[str]] = {
        str(doc_id): [" "] * int(n)
        for doc_id, n in zip(tables["documents"]["doc_id"], tables["documents"]["n_chars"], strict=True)
    }
    for doc_id, end in zip(tables["segments"]["doc_id"], tables["segments"]["end"], strict=True):
        letters = found[str(doc_id)]
        if int(end) < len(letters):
            letters[int(end)] = "\n"
    sentences = tables["sentences"]
    for doc_id, start, text in zip(sentences["doc_id"], sentences["start"], sentences["text"], strict=True):
        found[str(doc_id)][int(start) : int(start) + len(text)] = text
    return {doc_id: "".join(letters) for doc_id, letters in found.items()}
