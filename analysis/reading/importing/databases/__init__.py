"""Exports of press databases: Nexis, Factiva, WISO/GENIOS and Europresse, from TXT, HTML, RTF or DOCX.

Each system prints data about a text around it. `databases.tsv` describes the lines that are known; at the head and the
foot a line is also judged by its shape and place, and what is left out without being known is a remark of the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from ....errors import ReadingError
from ..article import Article
from . import europresse, factiva, genios, nexis
from .europresse import read_marked
from .lines import is_role
from .paragraphs import export_paragraphs

__all__ = ["SYSTEMS", "detect_system", "export_paragraphs", "read_export", "read_marked"]

SYSTEMS: Final = ("nexis", "factiva", "genios", "europresse")
_READ: Final[Mapping[str, Callable[[Sequence[str]], Iterator[Article]]]] = {
    "nexis": nexis.read_articles,
    "factiva": factiva.read_articles,
    "genios": genios.read_articles,
    "europresse": europresse.read_articles,
}


def read_export(system: str, paragraphs: Sequence[str], *, name: str) -> Iterator[Article]:
    """Read the texts of an export.

    Parameters
    ----------
    system : {"nexis", "factiva", "genios", "europresse"}
        The database.
    paragraphs : sequence of str
        The file, paragraph by paragraph; of a text file as `export_paragraphs` gives them.
    name : str
        What errors call it.

    Raises
    ------
    ReadingError
        If nothing in the file looks like a text of that database.
    """
    lines = [line for paragraph in paragraphs if (line := " ".join(paragraph.split()))]
    articles = list(_READ[system](lines))
    if not articles:
        raise ReadingError(f"{name} holds no text as {system.capitalize()} exports them; check the format.")
    for number, article in enumerate(articles, 1):
        place = f"text {number}" if len(articles) > 1 else ""
        problem = article.problem or (None if article.text else "it has no text")
        yield article._replace(place=place, problem=problem)


def detect_system(paragraphs: Sequence[str]) -> str | None:
    """Tell from which database an export comes; None where it looks like none.

    Examples
    --------
    >>> detect_system(["Gipfel in Astana", "512 Wörter", "28. Februar 2023", "Dokument NZZ0000020230228ej2s00001"])
    'factiva'
    """
    wanted = (
        ("factiva", ("end",), 1),
        ("genios", ("source", "end"), 2),
        ("europresse", ("header", "end"), 2),
        ("nexis", ("start", "end"), 1),
    )
    lines = list(genios.join_labels([" ".join(line.split()) for line in paragraphs]))
    if factiva.has_codes(lines):
        return "factiva"
    for system, roles, least in wanted:
        if sum(any(is_role(line, system, role) for line in lines) for role in roles) >= least:
            return system
    loaded = any(line.casefold().startswith("load-date:") for line in lines)
    return "nexis" if loaded and any(is_role(line, "nexis", "body") for line in lines) else None
