"""What has to hold of every result: offsets that say what the rows say, order, ids, and one error family."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import analysis
from analysis import errors
from analysis.reading.folding import fold
from analysis.tables import text_of

PACKAGE = str(Path(analysis.__file__).parent)
# What a record with an error may not say: an exception that no stage raises on purpose.
FAMILY = {
    name for name, item in vars(errors).items() if isinstance(item, type) and issubclass(item, errors.MittellageError)
}
_RAISED = re.compile(r"(?:Line \d+: )?(?P<name>[A-Z]\w*(?:Error|Exception|Warning|Iteration|Interrupt)): ")
# A reader of files that gives up calls a file damaged; such an exception in our own lines is a fault of ours.
_OURS = (TypeError, AttributeError, LookupError, NameError, AssertionError, RecursionError, ArithmeticError)


class Fault(NamedTuple):
    """Something that should hold and does not.

    Attributes
    ----------
    kind : {"crashed", "lost", "offsets", "unequal", "slow", "memory"}
        What sort of fault.
    message : str
        One line.
    """

    kind: str
    message: str


def crash(error: BaseException) -> Fault:
    """Describe an exception by its type and the innermost place in the package."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(PACKAGE)] or list(frames)
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    return Fault("crashed", " ".join(f"{type(error).__name__} at {place}: {error}".split())[:300])


def hidden(reason: str | None) -> list[Fault]:
    """Return a fault where a reason is an exception that no stage raises on purpose."""
    found = _RAISED.match(reason or "")
    return [Fault("crashed", (reason or "")[:300])] if found and found["name"] not in FAMILY else []


def is_ours(error: BaseException) -> bool:
    """Tell whether an exception comes from a line of the package, not of a library that it calls."""
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, _OURS) and bool(frames) and frames[-1].filename.startswith(PACKAGE)


def check_rows(text: str, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Fault]:
    """Yield what is wrong with the rows of one document."""
    for name, rows in tables.items():
        for row in rows:
            yield from _check_row(text, name, row)
    yield from _check_order(tables)


def _check_row(text: str, name: str, row: Mapping[str, Any]) -> Iterator[Fault]:
    def wrong(what: str) -> Fault:
        return Fault("offsets", f"{name} {row.get(f'{name[:-1]}_id', '')}: {what}"[:300])

    for start, end, said in (("start", "end", "text"), ("speaker_start", "speaker_end", "speaker_text"),
                             ("addressee_start", "addressee_end", "addressee_text")):  # fmt: skip
        if row.get(start) is None:
            continue
        if not 0 <= row[start] <= row[end] <= len(text):
            yield wrong(f"{start} {row[start]}, {end} {row[end]} of {len(text)}")
            continue
        whole = row.get(said) is None or (said == "text" and "spans" in row)  # checked below
        if not whole and text[row[start] : row[end]] != row[said]:
            yield wrong(f"{said} {row[said]!r} is {text[row[start] : row[end]]!r}")
    for spans, said in (("spans", "text"), ("cue_spans", "cue_text"), ("frame_spans", "")):
        places = [tuple(span) for span in row.get(spans) or ()]
        if any(not 0 <= start < end <= len(text) for start, end in places):
            yield wrong(f"{spans} {places} of {len(text)}")
        elif said and places and row[said] != text_of(places, text):
            yield wrong(f"{said} {row[said]!r} is {text_of(places, text)!r}")
    for piece in row.get("evidence") or ():
        if isinstance(piece, str):
            continue
        start, end, words = (
            (piece[key] for key in ("start", "end", "text")) if isinstance(piece, Mapping) else piece[:3]
        )
        if not 0 <= start <= end <= len(text) or text[start:end] != words:
            yield wrong(f"evidence {words!r} is {text[start:end]!r}")


def _check_order(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Fault]:
    sentences = {row["sentence_id"] for row in tables.get("sentences", ())}
    quotes = {row["quote_id"] for row in tables.get("quotes", ())}
    for name, letter in (("segments", "s"), ("mentions", "m"), ("quotes", "q"), ("stances", "t"), ("markers", "k")):
        rows = tables.get(name, ())
        ids = [row[f"{name[:-1]}_id"] for row in rows]
        if ids != [f"{letter}{number}" for number in range(1, len(rows) + 1)]:
            yield Fault("lost", f"{name}: ids are {ids[:20]}")
        if name != "segments" and not sentences.issuperset(row["sentence_id"] for row in rows):
            yield Fault("lost", f"{name}: a sentence that is not there")
        for row in rows:
            voices = {row.get("voice"), row.get("parent_id")} - {None, "narrator"}
            if not voices <= quotes:
                yield Fault("lost", f"{name} {row[f'{name[:-1]}_id']}: voice {voices} is no quote")
    for name in ("segments", "sentences", "tokens"):
        rows = tables.get(name, ())
        for before, after in pairwise(rows):
            if after["start"] < before["end"]:
                yield Fault("offsets", f"{name}: a row begins at {after['start']} before the one before ends")


def check_document(document: Any) -> Iterator[Fault]:
    """Yield what is wrong with a document that was read: its segments, and its folding."""
    segments = [segment._asdict() for segment in document.segments]
    yield from check_rows(document.text, {"segments": segments})
    yield from check_folding(document.text)


def check_folding(text: str) -> Iterator[Fault]:
    """Yield what is wrong with the folding of a text: what is folded once stays, and offsets lead back in order."""
    folding = fold(text)
    again = fold(folding.text).text
    if again != folding.text:
        at = next((n for n, (a, b) in enumerate(zip(again, folding.text, strict=False)) if a != b), 0)
        here = slice(max(0, at - 20), at + 20)
        yield Fault("unequal", f"folded twice: {folding.text[here]!r} becomes {again[here]!r}")
    before = 0
    for number in range(0, len(folding.text), max(1, len(folding.text) // 50)):
        start, end = folding.to_source(number, number + 1)
        if not before <= start <= end <= len(text):
            yield Fault("offsets", f"folded {number} is {start} to {end}, after {before}, of {len(text)}")
            return
        before = start


def first_difference(one: Any, other: Any) -> str:
    """Say in a few words where two results differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        names: Iterable[str] = [name for name in one if one[name] != other.get(name)]
        return ", ".join(f"{name}: {first_difference(one[name], other.get(name))}" for name in names)[:300]
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        if len(one) != len(other):
            return f"{len(one)} and {len(other)} rows"
        return next((first_difference(a, b) for a, b in zip(one, other, strict=True) if a != b), "")
    return f"{one!r} and {other!r}"[:200]
