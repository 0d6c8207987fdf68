"""Codebooks: the question of a study, its labels with their keys, and what each means, read from a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

from ..errors import CodingError
from .problems import problem

Lang = Literal["de", "en"]
Unit = Literal["stance", "quote", "mention", "sentence"]
Level = Literal["nominal", "ordinal", "interval"]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
# Keys of the coding page itself: unsure, memo, undo.
RESERVED: Final = frozenset({"u", "m", "z"})
_LARGEST: Final = 1_000_000
_MOST_LABELS: Final = 60
# A label goes into tables and packages as a code: one word.
_NAME: Final = re.compile(r"\w[\w.+-]{0,39}")
_ANY: Final = "*"


class Label(NamedTuple):
    """A label that a coder can give.

    Attributes
    ----------
    name : str
        What files and tables hold.
    key : str
        The key that gives it on the coding page.
    value : float or None
        Number behind the label, for means and for ordinal or interval agreement.
    machine : tuple of str
        Labels of the analysis that say the same; ``*`` stands for all others.
    title, text : mapping
        Name and explanation in German and English.
    """

    name: str
    key: str
    value: float | None
    machine: tuple[str, ...]
    title: Mapping[Lang, str]
    text: Mapping[Lang, str]


@dataclass(frozen=True)
class Codebook:
    """The question of a study and its labels.

    Attributes
    ----------
    unit : str
        What is coded.
    level : str
        Scale of the labels.
    question, rules : mapping
        Question beside each item, and general rules, in German and English; ``{target}`` in a question is the target.
    labels : tuple of Label
        In the order of the page.
    """

    unit: Unit
    level: Level
    question: Mapping[Lang, str]
    rules: Mapping[Lang, str]
    labels: tuple[Label, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the labels."""
        return tuple(label.name for label in self.labels)

    @cached_property
    def numbers(self) -> dict[str, float | None]:
        """Number behind each label."""
        return {label.name: label.value for label in self.labels}

    @cached_property
    def _machine(self) -> dict[str, str]:
        return {known: label.name for label in self.labels for known in label.machine}

    def translate(self, label: str) -> str | None:
        """Return the label of this codebook that says what a label of the analysis says; None where there is none."""
        return self._machine.get(label, self._machine.get(_ANY))


def read_codebook(path: str | Path) -> Codebook:
    """Return the codebook that a TOML file holds.

    Parameters
    ----------
    path : str or path
        The file; ``docs/howto/coding.md`` says what stands in it.

    Raises
    ------
    CodingError
        If it cannot be read, or names the entry that is wrong.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise problem("book.read", path=str(path), reason=error) from error
    if len(data) > _LARGEST:
        raise problem("book.large", path=str(path), most=f"{_LARGEST:,}")
    return parse_codebook(data, str(path))


def default_codebook(unit: str) -> bytes:
    """Return the bytes of the codebook that mittellage ships for a unit.

    Examples
    --------
    >>> parse_codebook(default_codebook("stance"), "stance").names
    ('positive', 'negative', 'mixed', 'none')
    """
    if unit not in UNITS:
        raise CodingError(f"There is no unit {unit!r}; units are {', '.join(UNITS)}.")
    return (files(__package__) / "codebooks" / f"{unit}.toml").read_bytes()


def parse_codebook(data: bytes, name: str) -> Codebook:
    """Return the codebook that the bytes of a TOML file hold; `name` is for messages."""
    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise problem("book.toml", name=name, reason=str(error)) from error
    unit, level = found.get("unit"), found.get("level", "nominal")
    if unit not in UNITS:
        raise problem("book.unit", name=name, unit=unit, known=", ".join(UNITS))
    if level not in get_args(Level):
        raise problem("book.level", name=name, level=level, known=", ".join(get_args(Level)))
    entries = found.get("labels")
    if not isinstance(entries, list) or not 2 <= len(entries) <= _MOST_LABELS:
        raise problem("book.labels", name=name, most=_MOST_LABELS)
    labels = tuple(_label(entry, place, name) for place, entry in enumerate(entries, 1))
    _check_labels(labels, level, name)
    return Codebook(unit, level, _words(found, "question", "", name), _words(found, "rules", "", name), labels)


def _label(entry: Any, place: int, name: str) -> Label:
    where: dict[str, object] = {"name": name, "place": place}
    if not isinstance(entry, dict):
        raise problem("book.entry", **where)
    title, key, value = entry.get("name"), entry.get("key"), entry.get("value")
    if not isinstance(title, str) or not _NAME.fullmatch(title):
        raise problem("book.name", **where, value=title)
    if not isinstance(key, str) or len(key) != 1 or not key.isprintable() or key.isspace() or key.lower() in RESERVED:
        raise problem("book.key", **where, title=title, value=key, taken=", ".join(sorted(RESERVED)))
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1e9):
        raise problem("book.value", **where, title=title, value=value)
    machine = entry.get("machine", [title])
    if not isinstance(machine, list) or not all(isinstance(item, str) for item in machine):
        raise problem("book.machine", **where, title=title, value=machine)
    number = None if value is None else float(value)
    words = _words(entry, "title", title, name), _words(entry, "text", "", name)
    return Label(title, key.lower(), number, tuple(machine), *words)


def _check_labels(labels: Iterable[Label], level: str, name: str) -> None:
    taken: dict[tuple[str, str], str] = {}
    for label in labels:
        marks = [("name", label.name), ("key", label.key), *(("machine", item) for item in label.machine)]
        for mark in marks:
            if mark in taken:
                raise problem("book.twice", name=name, mark=mark[0], value=mark[1])
            taken[mark] = label.name
        if level != "nominal" and label.value is None:
            raise problem("book.number", name=name, level=level, label=label.name)


def _words(entry: Mapping[str, Any], field: str, default: str, name: str) -> Mapping[Lang, str]:
    """Read a text that is given in both languages, or in one for both."""
    found = entry.get(field, default)
    if isinstance(found, str):
        return {"de": found, "en": found}
    if isinstance(found, dict) and all(isinstance(found.get(lang), str) for lang in ("de", "en")):
        return {"de": found["de"], "en": found["en"]}
    raise problem("book.text", name=name, field=field)
