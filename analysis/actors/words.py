"""Word lists that rules look at, by name: those of ``contexts.tsv``, and the closed classes of German."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..errors import LexiconError
from ..language.closed_classes import closed_classes
from .lexicon import read_table

_TABLE = Path(__file__).parent / "contexts.tsv"


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    for row in read_table(_TABLE, columns=("list", "word", "note"), required=("list", "word")):
        lists.setdefault(row["list"], set()).add(row["word"])
    return closed_classes() | {kind: frozenset(group) for kind, group in lists.items()}


@cache
def words(*kinds: str) -> frozenset[str]:
    """Return the words of one list, or of several together.

    Raises
    ------
    LexiconError
        If there is no such list.

    Examples
    --------
    >>> "Dollar" in words("money"), "ihm" in words("pronoun_m", "pronoun_f")
    (True, True)
    """
    lists = _lists()
    missing = [kind for kind in kinds if kind not in lists]
    if missing:
        raise LexiconError(f"There is no word list {missing[0]!r}. Lists are: {', '.join(sorted(lists))}.")
    return frozenset().union(*(lists[kind] for kind in kinds))


@cache
def given_names() -> dict[str, str]:
    """Return the known first names with their gender, ``m`` or ``f``."""
    path = Path(__file__).parent / "given_names.tsv"
    rows = read_table(path, columns=("name", "gender", "note"), required=("name", "gender"))
    return {row["name"]: row["gender"] for row in rows}
