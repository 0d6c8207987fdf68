"""Annotation of a stream: one JSON record a line in, one a line out, in constant memory.

A line that cannot be read, or whose text breaks a room, becomes a record with an ``error``; every other line
is done all the same.
"""

from __future__ import annotations

import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from .errors import ExportError, ForeignTextError, MittellageError, ReadingError
from .reading import Document
from .tables import dumps
from .walk import Failure, Options, walk_many

MAX_LINE_BYTES: Final = 5 * 1024 * 1024


def annotate(lines: Iterable[bytes], *, options: Options | None = None) -> Iterator[dict[str, Any]]:
    """Annotate a stream of JSON lines.

    Parameters
    ----------
    lines : iterable of bytes
        JSON objects in UTF-8 with ``doc_id`` and ``text``; optional ``date`` (ISO), ``title``, ``outlet``,
        ``translated``. Offsets of the result are code points into ``text``.
    options : Options, optional
        As for `analysis.walk.analyse`.

    Yields
    ------
    dict
        ``doc_id, segments, sentences, mentions, quotes, stances, error``, in the order of the lines. ``error`` is
        null, or a sentence that says what is wrong; the tables are then empty.

    Examples
    --------
    >>> (record,) = annotate([b'{"doc_id": "a"}'])
    >>> record["error"]
    'Line 1: "text" is missing. A line needs "doc_id" and "text".'
    """
    any_language = options is not None and options.any_language
    # Documents are analysed in batches; errors wait here for their turn, None stands for a document under way.
    waiting: deque[dict[str, Any] | None] = deque()

    def documents() -> Iterator[Document]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                document = _document(line, number, any_language=any_language)
            except MittellageError as error:
                waiting.append(_failed(_doc_id(line, number), str(error)))
            else:
                waiting.append(None)
                yield document

    for result in walk_many(documents(), options=options):
        yield from _ready(waiting)
        waiting.popleft()
        if isinstance(result, Failure):
            yield _failed(result.document.doc_id, f"{type(result.error).__name__}: {result.error}")
        else:
            yield result.record()
    yield from _ready(waiting)


def read_lines(source: IO[bytes], *, limit: int = MAX_LINE_BYTES) -> Iterator[bytes]:
    """Read lines of which none is held in memory beyond ``limit`` bytes; a longer one is cut to ``limit`` + 1."""
    while line := source.readline(limit + 1):
        yield line
        rest = line
        while len(line) > limit and rest and not rest.endswith(b"\n"):
            rest = source.readline(limit)


def annotate_file(
    source: str | Path,
    target: str | Path,
    *,
    options: Options | None = None,
    progress: Callable[[int], object] = lambda size: None,
) -> int:
    """Annotate a file of JSON lines into another, which appears when it is whole.

    Parameters
    ----------
    source, target : str or path
        JSONL files; ``-`` stands for standard input and output.
    options : Options, optional
        As for `analysis.walk.analyse`.
    progress : callable, optional
        Called with the number of bytes of each line that was taken up.

    Returns
    -------
    int
        How many records carry an error.

    Raises
    ------
    ReadingError
        If ``source`` cannot be opened.
    ExportError
        If ``target`` cannot be written.
    """
    failed = 0
    with _opened(source) as lines, _written(target) as out:
        for record in annotate(_counted(read_lines(lines), progress), options=options):
            out.write(dumps(record).encode() + b"\n")
            failed += record["error"] is not None
    return failed


def _counted(lines: Iterable[bytes], progress: Callable[[int], object]) -> Iterator[bytes]:
    for line in lines:
        progress(len(line))
        yield line


def _opened(source: str | Path) -> AbstractContextManager[IO[bytes]]:
    if str(source) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise ReadingError(f"{str(source)!r} cannot be read: {error.strerror}.") from error


@contextmanager
def _written(target: str | Path) -> Iterator[IO[bytes]]:
    """Write beside the target and move into place, so that a broken run leaves no half file."""
    if str(target) == "-":
        yield sys.stdout.buffer
        return
    part = Path(target).with_name(f".{Path(target).name}.{os.getpid()}.part")
    try:
        with _created(part, target) as file:
            yield file
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _created(part: Path, target: str | Path) -> IO[bytes]:
    try:
        return part.open("wb")
    except OSError as error:
        raise ExportError(f"{str(target)!r} cannot be written: {error.strerror}.") from error


def _ready(waiting: deque[dict[str, Any] | None]) -> Iterator[dict[str, Any]]:
    while waiting and (record := waiting[0]) is not None:
        waiting.popleft()
        yield record


def _document(line: bytes, number: int, *, any_language: bool = False) -> Document:
    data = _parse(line, number)
    for key in ("doc_id", "text"):
        if key not in data:
            raise ReadingError(f'Line {number}: "{key}" is missing. A line needs "doc_id" and "text".')
        if not isinstance(data[key], str):
            raise ReadingError(f'Line {number}: "{key}" is {json.dumps(data[key])[:40]}, but has to be a string.')
    text: str = data["text"]
    if not text.strip():
        raise ReadingError(f"Line {number}: the text is empty.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ReadingError(
            f"Line {number}: the text holds half a surrogate pair at offset {error.start}; write it as UTF-8."
        ) from error
    day = _date(data.get("date"), number)
    try:
        return Document.from_text(
            text,
            doc_id=data["doc_id"],
            title=data.get("title"),
            outlet=data.get("outlet"),
            date=day,
            translated=bool(data.get("translated", False)),
            any_language=any_language,
        )
    except ForeignTextError as error:
        raise ReadingError(f"Line {number}: {error}") from error


def _parse(line: bytes, number: int) -> dict[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        raise ReadingError(f"Line {number} is longer than {MAX_LINE_BYTES // 1024**2} MB; split the text.")
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"Line {number} is not JSON in UTF-8: {error}.") from error
    if not isinstance(data, dict):
        raise ReadingError(f'Line {number} is not an object. A line looks like {{"doc_id": "a", "text": "…"}}.')
    return data


def _date(value: Any, number: int) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise ReadingError(f'Line {number}: "date" is {value!r}; write it as YYYY-MM-DD.') from error


def _doc_id(line: bytes, number: int) -> str:
    try:
        return str(_parse(line, number)["doc_id"])
    except (MittellageError, KeyError):
        return f"line {number}"


def _failed(doc_id: str, error: str) -> dict[str, Any]:
    return {
        "doc_id": doc_id,
        "segments": [],
        "sentences": [],
        "mentions": [],
        "quotes": [],
        "stances": [],
        "error": error,
    }
