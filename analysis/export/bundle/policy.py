"""What becomes of each column in a package: kept, counted, hashed, given another name, or left out.

The decisions stand in ``columns.tsv``, a row a column with its reason. A column that is not listed is left out: a
table that grows must not begin to publish words by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple, get_args

from ... import tables as contract
from ...errors import ExportError
from ...framing import count_said
from ...tables import Column
from .linking import Linking, state_names

Treatment = Literal[
    "keep", "id", "source", "title", "hash", "count", "name", "entity", "first", "code", "item", "coder", "drop"
]
Keep = Literal["titles", "names", "sources", "ids"]
KEEPS: Final[tuple[Keep, ...]] = get_args(Keep)
# What people made of the text by hand; other packages make these tables, and they go along where they are.
BY_HAND: Final = ("codings", "corrections")
# What stands as a coder beside persons: what the analysis found, and what was decided together.
_NOBODY: Final = ("machine", "adjudicated")
PACKED: Final = ("documents", "segments", "sentences", "mentions", "actors", "quotes", "stances", "markers")
_UNLESS: Final[Mapping[str, Keep]] = {"source": "sources", "title": "titles"}
# A label of a category is one word; anything longer may cite the text.
_LONGEST_CODE: Final = 40


class Treated(NamedTuple):
    """A column of the contract and what becomes of it."""

    column: str
    treatment: Treatment
    reason: str


@cache
def treatments(table: str) -> tuple[Treated, ...]:
    """Return what becomes of each column of a table, in the order of the contract."""
    lines = (files(__package__) / "columns.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    known: tuple[Treatment, ...] = get_args(Treatment)
    return tuple(
        Treated(column, next(name for name in known if name == treatment), note)
        for name, column, treatment, note in rows
        if name == table
    )


def check_keep(keep: Iterable[str]) -> frozenset[Keep]:
    """Return what is to be kept, and refuse what nobody knows.

    Raises
    ------
    ExportError
        Naming what can be kept.
    """
    wanted = set(keep)
    strange = sorted(wanted - set(KEEPS))
    if strange:
        raise ExportError(f"{strange[0]!r} cannot be kept in a package. What can: {', '.join(KEEPS)}.")
    return frozenset(name for name in KEEPS if name in wanted)


def packed_columns(table: str, keep: frozenset[Keep]) -> tuple[Column, ...]:
    """Describe the columns of a table as it stands in a package.

    Examples
    --------
    >>> [column.name for column in packed_columns("sentences", frozenset())]
    ['doc_id', 'sentence_id', 'segment_id', 'paragraph', 'start', 'end', 'n_words']
    """
    known = {column.name: column for column in contract.describe(table)}
    found = []
    for name, treatment, _ in treatments(table):
        column = known[name]
        if treatment == "drop" or (treatment in _UNLESS and _UNLESS[treatment] not in keep):
            continue
        if treatment == "count":
            column = Column("n_words", "Int64", "number of words of the left-out text", False, ())
        elif treatment == "hash":
            column = Column("text_hash", "string", "SHA-256 of the package's salt and the text's SHA-256", False, ())
        elif treatment == "id" and "ids" not in keep:
            column = column._replace(meaning="document, by a hash of its id")
        elif treatment in ("name", "entity"):
            column = column._replace(meaning=f"{column.meaning}; {_about_names(keep)}")
        elif treatment == "first":
            column = column._replace(meaning="what found the row")
        found.append(column)
    return tuple(found)


def _about_names(keep: frozenset[Keep]) -> str:
    return "names are kept" if "names" in keep else "a pseudonym where our public lists do not hold the name"


def pack_rows(table: str, rows: Sequence[Any], linking: Linking) -> list[tuple[Any, ...]]:
    """Turn rows of the contract into rows of a package."""
    kept = {column.name for column in packed_columns(table, linking.keep)}
    plan = [
        (contract.row_type(table)._fields.index(name), treatment)
        for name, treatment, _ in treatments(table)
        if treatment != "drop" and (treatment not in _UNLESS or name in kept)
    ]
    return [tuple(treat(row[index], treatment, linking) for index, treatment in plan) for row in rows]


def treat(value: Any, treatment: Treatment, linking: Linking) -> Any:
    """Return a value as it may stand in a package."""
    if value is None:
        return None
    if treatment == "count":
        return count_said(value)
    if treatment == "first":
        return str(value).partition(",")[0]
    if treatment == "id":
        return linking.document(str(value))
    if treatment == "hash":
        return linking.text(str(value))
    if treatment == "name":
        return linking.name(str(value))
    if treatment == "entity":
        return None if str(value) in state_names() else linking.name(str(value))
    if treatment == "coder":
        return str(value) if value in _NOBODY else linking.person(str(value))
    if treatment == "item":
        return linking.item(str(value))
    if treatment == "code":
        text = str(value)
        short = len(text) <= _LONGEST_CODE and not any(letter.isspace() for letter in text)
        return text if short else linking.pseudonym(text)
    return value
