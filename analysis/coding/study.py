"""A study: a folder with the items to code, the codebook, and what each coder has said, saved after every item.

    study/
      study.json            unit and number of items
      codebook.toml         question and labels
      items.jsonl           what a coder sees, in the order in which it is coded
      coder_NAME.jsonl      what a coder said, one line a decision, appended
      adjudicated.jsonl     what was decided where coders differ, and by whom
      sealed/               labels of the analysis, probabilities, strata: nothing that codes may open it

A coder is shown the items and what that same coder has said.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..charts import label as name_of
from .codebook import Codebook, Lang, Unit, read_codebook
from .problems import problem
from .records import append_record, read_records

FORMAT: Final = 1
STUDY: Final = "study.json"
CODEBOOK: Final = "codebook.toml"
ITEMS: Final = "items.jsonl"
ADJUDICATED: Final = "adjudicated.jsonl"
SEALED: Final = "sealed"
SOFTWARE: Final = "mittellage"
LONGEST_MEMO: Final = 2_000
# A pause for lunch is no work on an item.
LONGEST_SECONDS: Final = 900.0
_NAME: Final = re.compile(r"[^\W_][\w-]{0,39}")
_TAKEN: Final = frozenset({"adjudicated", "machine", "gold"})


class Item(NamedTuple):
    """What a coder sees.

    Attributes
    ----------
    item_id : str
        i001, i002, ... in the order of coding, which is random.
    text : str
        The sentence to code with up to two sentences before and after it.
    start, end : int
        The sentence to code, code points of `text`.
    target : str or None
        Country code that is asked about; None where the unit has none.
    named : tuple of (int, int)
        Where the target is named, code points of `text`; empty where the unit asks whether it is.
    """

    item_id: str
    text: str
    start: int
    end: int
    target: str | None
    named: tuple[tuple[int, int], ...]


class Coding(NamedTuple):
    """What a coder said of an item; `time` is ISO 8601 in UTC."""

    item: str
    label: str
    unsure: bool
    memo: str
    seconds: float | None
    time: str


class Progress(NamedTuple):
    """How far a coder is: items done, all, unsure ones, median seconds an item, seconds left at that pace."""

    done: int
    total: int
    unsure: int
    median_seconds: float | None
    left_seconds: float | None


@dataclass(frozen=True)
class Study:
    """A study as it was opened; codings are read from its folder each time."""

    folder: Path
    unit: Unit
    items: tuple[Item, ...]
    codebook: Codebook

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Place of each item in the order of coding."""
        return {item.item_id: place for place, item in enumerate(self.items)}

    def __repr__(self) -> str:
        return f"<Study {self.folder.name!r}: {len(self.items)} items of {self.unit}>"


def open_study(folder: str | Path) -> Study:
    """Return the study in a folder; nothing under ``sealed`` is opened.

    Parameters
    ----------
    folder : str or path
        What ``mittellage code sample`` wrote.

    Raises
    ------
    CodingError
        If it holds no study, or a file of it is missing or wrong.
    """
    place = Path(folder)
    try:
        about: Any = json.loads((place / STUDY).read_text("utf-8"))
        known = about["software"] == SOFTWARE and isinstance(about["format"], int)
    except (OSError, ValueError, TypeError, KeyError):
        known = False
    if not known:
        raise problem("study.none", folder=str(folder))
    if about["format"] > FORMAT:
        raise problem("study.newer", folder=str(folder))
    codebook = read_codebook(place / CODEBOOK)
    if about.get("unit") != codebook.unit:
        raise problem("study.unit", folder=str(folder), unit=about.get("unit"), other=codebook.unit)
    items = tuple(_item(record, place / ITEMS) for record in read_records(place / ITEMS))
    if len({item.item_id for item in items}) != len(items) or len(items) != about.get("items"):
        raise problem("study.items", path=str(place / ITEMS), n=about.get("items"))
    return Study(place, codebook.unit, items, codebook)


def _item(record: Mapping[str, Any], path: Path) -> Item:
    try:
        named = tuple((int(start), int(end)) for start, end in record["named"])
        item = Item(record["item"], record["text"], record["start"], record["end"], record["target"], named)
        inside = all(0 <= start <= end <= len(item.text) for start, end in ((item.start, item.end), *named))
        right = isinstance(item.item_id, str) and isinstance(item.text, str) and inside
    except (KeyError, TypeError, ValueError):
        right = False
    if not right:
        raise problem("study.item", path=str(path), item=str(record.get("item"))[:40])
    return item


def ask(study: Study, item: Item, lang: Lang = "de") -> str:
    """Return the question beside an item."""
    return study.codebook.question[lang].replace("{target}", name_of(item.target, lang) if item.target else "")


def coder_file(study: Study, coder: str) -> Path:
    """Return the file of a coder.

    Raises
    ------
    CodingError
        If the name is none that a file can have on every system.
    """
    if not _NAME.fullmatch(coder) or coder.lower() in _TAKEN:
        raise problem("coder.name", name=coder[:60], taken=", ".join(sorted(_TAKEN)))
    return study.folder / f"coder_{coder}.jsonl"


def coders(study: Study) -> list[str]:
    """Return the names of those who have coded, in order."""
    return sorted(path.stem.removeprefix("coder_") for path in study.folder.glob("coder_*.jsonl"))


def read_codings(study: Study, coder: str) -> dict[str, Coding]:
    """Return what a coder says of each item now, by item, the latest decision last.

    Raises
    ------
    CodingError
        If the file has an item or a label that the study does not have.
    """
    return fold(read_log(study, coder_file(study, coder)))


def read_log(study: Study, path: Path) -> Iterator[tuple[str, Coding | None]]:
    """Yield the decisions of a file in order: an item, and what is said of it, or None where that is taken back."""
    for record in read_records(path, log=True) if path.exists() else ():
        item, label = record.get("item"), record.get("label")
        if not isinstance(item, str) or item not in study.places:
            raise problem("log.item", path=str(path), item=str(item)[:40])
        if label is None:
            yield item, None
            continue
        if label not in study.codebook.names:
            raise problem(
                "log.label", path=str(path), item=item, label=str(label)[:40], known=", ".join(study.codebook.names)
            )
        seconds = record.get("seconds")
        spent = float(seconds) if isinstance(seconds, int | float) and math.isfinite(seconds) else None
        memo = str(record.get("memo") or "")
        yield item, Coding(item, label, bool(record.get("unsure")), memo, spent, str(record.get("time") or ""))


def fold(log: Iterator[tuple[str, Coding | None]]) -> dict[str, Coding]:
    """Return what holds after all decisions of a log."""
    held: dict[str, Coding] = {}
    for item, coding in log:
        held.pop(item, None)
        if coding is not None:
            held[item] = coding
    return held


def next_item(study: Study, coder: str) -> Item | None:
    """Return the first item that a coder has not coded; None when all are."""
    done = read_codings(study, coder)
    return next((item for item in study.items if item.item_id not in done), None)


def save_label(
    study: Study,
    coder: str,
    item: str,
    label: str,
    *,
    unsure: bool = False,
    memo: str = "",
    seconds: float | None = None,
    time: datetime | None = None,
) -> Coding:
    """Save what a coder says of an item, and return it; a second label replaces the first and keeps it in the file.

    Parameters
    ----------
    study : Study
        The study.
    coder, item, label : str
        Who says what of which item.
    unsure : bool
        Whether the coder is.
    memo : str
        A remark.
    seconds : float, optional
        How long it took; long pauses count as fifteen minutes.
    time : datetime.datetime, optional
        When; by default now.

    Raises
    ------
    CodingError
        If there is no such item or label, or the file cannot be written.
    """
    check_label(study, item, label)
    if len(memo) > LONGEST_MEMO:
        raise problem("memo.long", most=f"{LONGEST_MEMO:,}", n=f"{len(memo):,}")
    spent = None if seconds is None or not seconds >= 0 else round(min(float(seconds), LONGEST_SECONDS), 2)
    coding = Coding(item, label, bool(unsure), memo, spent, stamp(time))
    append_record(coder_file(study, coder), coding._asdict())
    return coding


def check_label(study: Study, item: str, label: str) -> None:
    """Refuse an item or a label that the study does not have."""
    if item not in study.places:
        raise problem("item.none", item=str(item)[:40])
    if label not in study.codebook.names:
        raise problem("label.none", label=str(label)[:40], known=", ".join(study.codebook.names))


def stamp(time: datetime | None) -> str:
    """Write a time, by default now, in UTC."""
    return (time or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")


def undo(study: Study, coder: str, *, time: datetime | None = None) -> Item | None:
    """Take back the label that a coder gave last, and return its item; None if nothing is left to take back."""
    held = read_codings(study, coder)
    if not held:
        return None
    last = next(reversed(held))
    append_record(coder_file(study, coder), {"item": last, "label": None, "time": stamp(time)})
    return study.items[study.places[last]]


def progress(study: Study, coder: str) -> Progress:
    """Return how far a coder is."""
    held = read_codings(study, coder)
    spent = sorted(coding.seconds for coding in held.values() if coding.seconds is not None)
    median = (spent[(len(spent) - 1) // 2] + spent[len(spent) // 2]) / 2 if spent else None
    left = None if median is None else median * (len(study.items) - len(held))
    return Progress(len(held), len(study.items), sum(coding.unsure for coding in held.values()), median, left)
