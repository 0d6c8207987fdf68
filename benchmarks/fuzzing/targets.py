"""What is done with inputs: annotate, read, import, analyse into a store, export; and what became of each."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from analysis.annotate import annotate
from analysis.errors import MittellageError
from analysis.pipeline import Options
from analysis.reading import Document, ReadingFailure, iter_documents, read_document, read_text
from analysis.reading.importing import readers
from analysis.reading.importing.source import Source

from .checks import Fault, check_document, check_rows, crash, first_difference, hidden, is_ours
from .inputs import Input

# Processor time for an input of some hundred characters; it takes a hundredth of that.
BOUND = 10.0
ANY = Options(any_language=True)


class Outcome(NamedTuple):
    """What became of an input.

    Attributes
    ----------
    number : int
        Of the input.
    refused : str or None
        Why it was refused, in the words of the error; None where it was read.
    faults : tuple of Fault
        What should hold and does not.
    """

    number: int
    refused: str | None = None
    faults: tuple[Fault, ...] = ()


class TooSlow(BaseException):
    """An input took longer than `BOUND`; no handler of exceptions stops it."""


@contextmanager
def bounded(seconds: float = BOUND) -> Iterator[None]:
    """Raise `TooSlow` after so many seconds of processor time; other processes on the machine take none of them."""

    def stop(number: int, frame: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def guarded(check: Callable[[Input], tuple[str | None, list[Fault]]], item: Input, *, bound: float = BOUND) -> Outcome:
    """Return the outcome of one input; whatever is raised besides our own errors is a fault."""
    try:
        with bounded(bound):
            refused, faults = check(item)
    except MittellageError as error:
        return Outcome(item.number, str(error))
    except TooSlow:
        return Outcome(item.number, None, (Fault("slow", f"more than {bound:g} s for {len(item.data):,} bytes"),))
    except Exception as error:
        return Outcome(item.number, None, (crash(error),))
    return Outcome(item.number, refused, tuple(faults))


def run_lines(items: Sequence[Input], folder: Path) -> Iterator[Outcome]:
    """Annotate lines in one stream, and once more in another order: each has its record, and both are equal."""
    blank = [item for item in items if not item.data.strip()]
    yield from (Outcome(item.number, "The line is blank and skipped.") for item in blank)
    items = [item for item in items if item.data.strip()]
    lines = [item.data for item in items]
    try:
        with bounded(BOUND + 0.2 * len(items)):
            first = list(annotate(lines))
            second = list(annotate(lines[::-1]))[::-1]
    except (TooSlow, Exception):
        # One of them broke the stream; alone, each says whether it was it.
        for item in items:
            alone = guarded(_one_line, item)
            yield alone
        return
    if len(first) != len(items) or len(second) != len(items):
        yield Outcome(items[0].number, None, (Fault("lost", f"{len(first)} records of {len(items)} lines"),))
        return
    for item, one, other in zip(items, first, second, strict=True):
        refused, faults = _record(item, one)
        if one != other and not (refused and other["error"]):  # the number of the line is in the error
            faults.append(Fault("unequal", f"two runs: {first_difference(one, other)}"))
        yield Outcome(item.number, refused, tuple(faults))


def _one_line(item: Input) -> tuple[str | None, list[Fault]]:
    records = list(annotate([item.data]))
    if len(records) != 1:
        return None, [Fault("lost", f"{len(records)} records of one line")]
    return _record(item, records[0])


def _record(item: Input, record: dict[str, Any]) -> tuple[str | None, list[Fault]]:
    faults = hidden(record["error"])
    json.dumps(record, ensure_ascii=False).encode()
    if record["error"] is not None:
        return record["error"], faults
    data = json.loads(item.data)
    if record["doc_id"] != data["doc_id"]:
        faults.append(Fault("lost", f"record of {record['doc_id']!r} for {data['doc_id']!r}"))
    tables = {name: rows for name, rows in record.items() if isinstance(rows, list)}
    return None, [*faults, *check_rows(data["text"], tables)]


def run_texts(items: Sequence[Input], folder: Path) -> Iterator[Outcome]:
    """Read texts: segments, folding and language."""
    for item in items:
        yield guarded(_text, item)


def _text(item: Input) -> tuple[str | None, list[Fault]]:
    text = item.data.decode("utf-8", "surrogatepass")
    document = read_text(text, any_language=True)
    faults = list(check_document(document))
    if document != read_text(text, any_language=True):
        faults.append(Fault("unequal", "two readings of one text"))
    if document.text != text:
        faults.append(Fault("lost", "the text was changed"))
    try:
        read_text(text)
    except MittellageError as error:
        return str(error), faults
    return None, faults


def run_files(items: Sequence[Input], folder: Path) -> Iterator[Outcome]:
    """Read files as one text, and as many."""
    for item in items:
        path = folder / f"f{item.number}{item.suffix}"
        path.write_bytes(item.data)
        try:
            yield guarded(lambda item, path=path: _file(item, path), item)  # type: ignore[misc]
        finally:
            path.unlink()


def _file(item: Input, path: Path) -> tuple[str | None, list[Fault]]:
    faults: list[Fault] = []
    found = list(iter_documents(path, any_language=True))
    documents = [one for one in found if isinstance(one, Document)]
    for document in documents:
        faults += check_document(document)
    if item.items is not None and len(found) != item.items:
        faults.append(Fault("lost", f"{len(found)} of {item.items} texts"))
    reasons = [one.reason for one in found if isinstance(one, ReadingFailure)]
    if not found:
        reasons = ["nothing in it"]
    faults += _in_our_lines(item, path, reasons)
    try:
        alone = read_document(item.data, name=path.name, any_language=True)
    except MittellageError as error:
        if len(found) == len(documents) == 1:
            faults.append(Fault("unequal", f"read among many, refused alone: {error}"))
    else:
        if [alone.text] != [document.text for document in documents]:
            faults.append(Fault("unequal", f"read alone, but {len(documents)} texts among many ({reasons[:1]})"))
    return (reasons[0] if reasons and not documents else None), faults


def _in_our_lines(item: Input, path: Path, reasons: Sequence[str]) -> list[Fault]:
    """Return a fault where a file is called damaged because a line of ours broke on it."""
    if not any("damaged (" in reason for reason in reasons):
        return []
    try:
        list(readers._read(Source("x", path.name, path=path), None, None, readers.MAX_BYTES, False))
    except Exception as error:
        return [crash(error)] if is_ours(error) else []
    return []


def run_long(items: Sequence[Input], folder: Path) -> Iterator[Outcome]:
    """Annotate texts of one pattern, and a quarter of each: the whole takes no more than seven times as long."""
    for item in items:
        yield guarded(_long, item, bound=300.0)


def _long(item: Input) -> tuple[str | None, list[Fault]]:
    text = item.data.decode()
    taken = {}
    for part in (text[: len(text) // 4], text):
        begin = time.process_time()
        (record,) = annotate([json.dumps({"doc_id": "d", "text": part}).encode()], options=ANY)
        taken[len(part)] = time.process_time() - begin
    faults = hidden(record["error"])
    quarter, whole = taken.values()
    # Half a second is what a clock and a collector of garbage can make of a short text.
    if whole > 7 * quarter + 0.5:
        faults.append(
            Fault("slow", f"{len(text):,} characters {whole:.1f} s, a quarter of them {quarter:.1f} s: {text[:30]!r}")
        )
    if record["error"] is not None:
        return record["error"], faults
    return None, [*faults, *check_rows(text, {name: rows for name, rows in record.items() if isinstance(rows, list)})]
