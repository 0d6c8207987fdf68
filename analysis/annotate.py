"""Annotation of a stream: one JSON record a line in, one a line out, in constant memory.

A line that cannot be read, or whose text breaks a stage, becomes a record with an ``error``; every other line
is done all the same.
"""

from __future__ import annotations

import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date
from math import isnan
from pathlib import Path
from typing import IO, Any, Final

from .errors import ExportError, ForeignTextError, MittellageError, ReadingError
from .partial import PartialFile
from .pipeline import Analysis, Failure, Options, iter_results
from .reading import Document
from .tables import dumps

MAX_LINE_BYTES: Final = 5 * 1024 * 1024
_NO_ERROR: Final = b'"error":null}\n'
_SHOWN: Final = 40
"""Characters of a value that a message cites."""


def annotate(lines: Iterable[bytes], *, options: Options | None = None) -> Iterator[dict[str, Any]]:
    """Annotate a stream of JSON lines.

    Parameters
    ----------
    lines : iterable of bytes
        JSON objects in UTF-8 with ``doc_id`` and ``text``; optional ``date`` (ISO), ``title``, ``outlet``,
        ``translated``. Offsets of the result are code points into ``text``.
    options : Options, optional
        As for `analysis.pipeline.analyse`.

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
    for result in _results(_numbered(lines), options):
        yield result.record() if isinstance(result, Analysis) else result


def _results(lines: Iterable[tuple[int, bytes]], options: Options | None) -> Iterator[Analysis | dict[str, Any]]:
    """Yield what becomes of each line, an analysis or a record with an error, in their order."""
    any_language = options is not None and options.any_language
    # Documents are analysed in batches; errors wait here for their turn, None stands for a document under way.
    waiting: deque[dict[str, Any] | None] = deque()

    def documents() -> Iterator[Document]:
        for number, line in lines:
            try:
                document = _document(line, number, any_language=any_language)
            except MittellageError as error:
                waiting.append(_failed(_doc_id(line, number), str(error)))
            except Exception as error:  # whatever a line does to a reader, the next one is read
                waiting.append(_failed(_doc_id(line, number), f"Line {number}: {type(error).__name__}: {error}"))
            else:
                waiting.append(None)
                yield document

    for result in iter_results(documents(), options=options, tokens=False):
        yield from _ready(waiting)
        waiting.popleft()
        if isinstance(result, Failure):
            yield _failed(result.document.doc_id, f"{type(result.error).__name__}: {result.error}")
        else:
            yield result
    yield from _ready(waiting)


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold something, each with its number."""
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


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
    resume: bool = False,
) -> int:
    """Annotate a file of JSON lines into another, which appears when it is whole.

    Until then its records are in ``TARGET.part``; if something stops the run, they stay there.

    Parameters
    ----------
    source, target : str or path
        JSONL files; ``-`` stands for standard input and output.
    options : Options, optional
        As for `analysis.pipeline.analyse`.
    progress : callable, optional
        Called with the number of bytes of each line that was taken up.
    resume : bool
        Whether the records of an earlier run with the same source and options are kept: lines that have one are not
        done again. Where there is no ``TARGET.part``, those of ``target`` are meant, to which new lines are added.

    Returns
    -------
    int
        How many records carry an error.

    Raises
    ------
    ReadingError
        If ``source`` cannot be opened.
    ExportError
        If ``target`` cannot be written, or what is there does not belong to ``source``.
    """
    with _opened(source) as file:
        lines = _numbered(_counted(read_lines(file), progress))
        if str(target) != "-":
            with PartialFile(target, resume=resume) as out:
                failed = _go_on(out, lines) if resume else 0
                failed += _write(_results(lines, options), out.write)
                out.finish()
            return failed
        if resume:
            raise ExportError("--resume goes on with a file; standard output is none. Name the output.")
        return _write(_results(lines, options), _print)


def _write(results: Iterable[Analysis | dict[str, Any]], write: Callable[[Iterable[bytes]], None]) -> int:
    failed = 0
    for result in results:
        if isinstance(result, Analysis):
            write(piece.encode() for piece in result.record_pieces())
        else:
            failed += 1
            write([dumps(result).encode() + b"\n"])
    return failed


def _print(pieces: Iterable[bytes]) -> None:
    try:
        sys.stdout.buffer.writelines(pieces)
    except OSError as error:
        # Python would try once more at its end, and say so.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ExportError(f"Standard output cannot be written: {error.strerror}.") from error


def _go_on(out: PartialFile, lines: Iterator[tuple[int, bytes]]) -> int:
    """Pass over the lines that have a record; return how many of those carry an error."""
    failed = 0
    for record in out.records():
        found = next(lines, None)
        wanted = None if found is None else _doc_id(found[1], found[0])
        if wanted is None or _id_of(record) != wanted:
            there = "no such line" if wanted is None else f"line {wanted!r}"
            raise ExportError(
                f"{str(out.path)!r} is not of this input: its record {out.count:,} is of {_id_of(record)!r}, the input "
                f"has {there} there. Delete it, or name another output."
            )
        failed += not record.endswith(_NO_ERROR)
    return failed


def _id_of(record: bytes) -> str | None:
    try:
        return str(json.loads(record)["doc_id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


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


def _ready(waiting: deque[dict[str, Any] | None]) -> Iterator[dict[str, Any]]:
    while waiting and (record := waiting[0]) is not None:
        waiting.popleft()
        yield record


def _document(line: bytes, number: int, *, any_language: bool = False) -> Document:
    data = _parse(line, number)
    for key in ("doc_id", "text"):
        if key not in data:
            raise ReadingError(f'Line {number}: "{key}" is missing. A line needs "doc_id" and "text".')
    text = _string(data, "text", number)
    if not text.strip():
        raise ReadingError(f"Line {number}: the text is empty.")
    day = _date(data, number)
    translated = _optional(data, "translated")
    if not isinstance(translated, bool | None):
        raise ReadingError(f'Line {number}: "translated" is {_shown(translated)}, but has to be true or false.')
    try:
        return Document.from_text(
            text,
            doc_id=_string(data, "doc_id", number),
            title=_string(data, "title", number) if _optional(data, "title") is not None else None,
            outlet=_string(data, "outlet", number) if _optional(data, "outlet") is not None else None,
            date=day,
            translated=bool(translated),
            any_language=any_language,
        )
    except ForeignTextError as error:
        raise ReadingError(f"Line {number}: {error}") from error


def _optional(data: dict[str, Any], key: str) -> Any:
    """Return a value, None where there is none; an empty cell of pandas is NaN."""
    value = data.get(key)
    return None if isinstance(value, float) and isnan(value) else value


def _string(data: dict[str, Any], key: str, number: int) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise ReadingError(f'Line {number}: "{key}" is {_shown(value)}, but has to be a string.')
    try:
        value.encode()
    except UnicodeEncodeError as error:
        name = "the text" if key == "text" else f'"{key}"'
        raise ReadingError(
            f"Line {number}: {name} holds half a surrogate pair at offset {error.start}; write it as UTF-8."
        ) from error
    return value


def _shown(value: Any) -> str:
    said = json.dumps(value)
    return said if len(said) <= _SHOWN else said[:_SHOWN] + "…"


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


def _date(data: dict[str, Any], number: int) -> date | None:
    value = _optional(data, "date")
    if value in (None, ""):
        return None
    try:
        if isinstance(value, str):
            return date.fromisoformat(value[:10])
    except ValueError:
        pass
    raise ReadingError(f'Line {number}: "date" is {_shown(value)}; write it as "YYYY-MM-DD".')


def _doc_id(line: bytes, number: int) -> str:
    try:
        value = _parse(line, number)["doc_id"]
    except (MittellageError, KeyError):
        return f"line {number}"
    said = value if isinstance(value, str) else _shown(value)
    return said.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be written


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
