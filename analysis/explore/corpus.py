"""Several texts at once: read and analyse files, and put their indicators side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..charts.style import number
from ..errors import ReadingError
from ..framing.naming import indicator_name
from ..reading import Document, read_document
from ..reading.importing import ReadingFailure, iter_documents
from .source import files_in, outlet_and_date, with_id
from .state import Explorer
from .words import name_of

if TYPE_CHECKING:
    import pandas as pd

    from ..limits import Limits
    from ..pipeline import Analysis, Options

SIDE_BY_SIDE: Final = ("attention_share", "voice_share", "relation_received", "relation_narrator")


def analyse_files(
    paths: Iterable[str | Path],
    *,
    options: Options | None = None,
    limits: Limits | None = None,
    published: date | None = None,
    outlet: str | None = None,
    translated: bool = False,
    mapping: Mapping[str, str] | None = None,
    any_language: bool = False,
) -> list[Analysis]:
    """Read and analyse some files.

    Parameters
    ----------
    paths : iterable of str or path
        Files in any format that `read_document` takes; a table (CSV, XLSX, JSONL) or an export of a database may hold
        many texts; a folder stands for the texts in it.
    options : Options, optional
        As for `analyse`.
    limits : Limits, optional
        What a text may cost; by default 120 seconds and 3 GB, as in ``Limits(timeout=120, memory=3_000_000_000)``.
    published, outlet, translated
        Day, outlet, and whether a translator chose the words, of texts that do not say it themselves.
    mapping : mapping of str to str, optional
        For tables: which column holds what, as for `read_document`: ``{"text": "Volltext", "outlet": "Blatt"}``.
    any_language : bool
        Whether texts that are not German are read all the same.

    Returns
    -------
    list of Analysis
        In the order of the paths. ``doc_id`` is that of the source, else the name of the file. Outlet and date come
        from the columns of a table, from the text, or from a name such as ``outlet_2023-02-28_anything.txt``.

    Raises
    ------
    ReadingError
        If there is no file, a file cannot be read, or two texts have the same name.
    LimitError
        If a text takes too much time or memory.
    """
    from ..limited import analyse_limited

    files = [file for path in map(Path, paths) for file in (files_in(path) if path.is_dir() else [path])]
    missing = [str(file) for file in files if not file.is_file()]
    if missing or not files:
        raise ReadingError(
            f"There is no text at {', '.join(missing) or 'these paths'}; name files, or a folder of texts."
        )
    any_language = any_language or (options is not None and options.any_language)
    documents = [document for file in files for document in _documents(file, translated, mapping, any_language)]
    documents = [replace(each, date=each.date or published, outlet=each.outlet or outlet) for each in documents]
    names = [document.doc_id for document in documents]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ReadingError(f"Two files are called {twice[0]!r}; rename one, because names tell the texts apart.")
    with analyse_limited(documents, options=options, limits=limits, keep=True) as results:
        return list(results)


def _documents(
    file: Path, translated: bool, mapping: Mapping[str, str] | None, any_language: bool
) -> Iterator[Document]:
    outlet, day = outlet_and_date(file.stem)
    known: dict[str, Any] = {"mapping": mapping, "any_language": any_language}
    try:
        document = read_document(file, date=day, translated=translated or None, **known)
    except ReadingError as error:
        if error.obstacle != "many":
            raise
        for item in iter_documents(file, translated=translated, **known):
            if isinstance(item, ReadingFailure):
                raise ReadingError(f"{str(file)!r} ({item.place}) cannot be read: {item.reason}") from error
            yield item
    else:
        named = document if not document.text_sha256.startswith(document.doc_id) else with_id(document, file.stem)
        yield replace(named, outlet=named.outlet or outlet)


def side_by_side(explorer: Explorer, *, indicators: Sequence[str] = SIDE_BY_SIDE) -> pd.DataFrame:
    """Put indicators of the focus and of each pole side by side, one row a text.

    Parameters
    ----------
    explorer : Explorer
        Its documents.
    indicators : sequence of str
        Names in the table ``framing``.

    Returns
    -------
    pandas.DataFrame
        Index ``doc_id``; ``outlet`` and ``date``; then one column each indicator and country, with the value and n
        behind it. Unknown is an empty cell.

    Raises
    ------
    ReadingError
        If no text has such an indicator.

    See Also
    --------
    analysis.framing.compare : tests whether two groups of texts differ.
    """
    framing, lang = explorer.whole["framing"], explorer.choice.lang
    wanted = (explorer.perspective.region, *explorer.perspective.poles)
    known = framing[framing["indicator"].isin(list(indicators)) & framing["unit"].isin(list(wanted))]
    if known.empty:
        raise ReadingError(
            f"No text has the indicators {', '.join(indicators)}; the tables have: "
            f"{', '.join(sorted(set(framing['indicator']))) or 'none'}."
        )
    table = explorer.whole["documents"].set_index("doc_id")[["outlet", "date"]]
    for indicator in indicators:
        for unit in wanted:
            own = known[(known["indicator"] == indicator) & (known["unit"] == unit)].dropna(subset=["value"])
            cells = {
                row["doc_id"]: f"{number(float(row['value']), lang, digits=2)} (n = {row['n']})"
                for row in own.to_dict("records")
            }
            column = f"{indicator_name(indicator, lang)}: {name_of(unit, lang)}"
            table[column] = [cells.get(doc_id, "") for doc_id in table.index]
    return table
