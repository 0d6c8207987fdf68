"""The engine: a process of its own that holds the models, analyses documents and writes their part.

It serves one worker over two pipes. Whatever a document does to it (a crash, an endless loop, all the memory),
the worker that watches it survives, and knows which document was under way. It ends when its worker ends.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import json
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from ..errors import CorpusError, LanguageError, LexiconError
from ..limits import end_with
from ..pipeline import Failure, Options
from ..reading import Document
from .columns import TABLES, arrow_table, write_parquet
from .failures import Kind, Problem
from .files import write_bytes, write_whole
from .partition import Keyed, Partition
from .store import journal_file, table_file

if TYPE_CHECKING:
    import pyarrow as pa

    from ..pipeline import Analysis

Process: TypeAlias = "Callable[[Sequence[Document]], Iterable[Analysis | Failure]]"
Rows: TypeAlias = Mapping[str, Sequence[Any]]

TRIES: Final = 2
_WARM: Final = "Kasachstan und Russland unterzeichneten am Dienstag ein Abkommen."
_LENGTH: Final = struct.Struct("<Q")


class Stage(NamedTuple):
    """What is done with documents.

    Attributes
    ----------
    process : callable
        Takes documents and gives an `Analysis` or a `Failure` for each, in order. It has to live in a module that
        the workers can import.
    options : Options
        Focus, poles, frames and seed of the table ``framing``.
    """

    process: Process
    options: Options


class DocumentFailure(NamedTuple):
    """Why a document gave no rows: what sort of failure, one sentence, and the traceback."""

    kind: Kind
    message: str
    traceback: str


def send(pipe: IO[bytes], message: Any) -> None:
    """Write a message, its length before it."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)) + data)
    pipe.flush()


def messages(pipe: IO[bytes]) -> Iterator[Any]:
    """Read messages until the other side is gone."""
    while len(head := pipe.read(_LENGTH.size)) == _LENGTH.size:
        (size,) = _LENGTH.unpack(head)
        data = pipe.read(size)
        if len(data) < size:
            return
        yield pickle.loads(data)  # noqa: S301 (the other end is our own process)


def main() -> None:
    """Serve one worker until it closes its end."""
    end_with(int(sys.argv[-1]))
    faulthandler.enable()
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, all_threads=True)  # the worker asks where a document hangs
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the client, which then closes the pipe
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a print must not end up among the answers
    requests: queue.Queue[Any] = queue.Queue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    _serve(requests, answers)


def _listen(pipe: IO[bytes], requests: queue.Queue[Any]) -> None:
    with contextlib.suppress(Exception):
        for message in messages(pipe):
            requests.put(message)
    os._exit(0)


def _serve(requests: queue.Queue[Any], answers: IO[bytes]) -> None:
    stage: Stage = requests.get()

    def say(*message: Any) -> None:
        send(answers, message)

    # The rows of a partition stay until it is written; a collector that goes through them again and again takes a
    # fifteenth of the time and finds nothing, so it has its turn between two requests.
    gc.disable()
    while True:
        name, *arguments = requests.get()
        try:
            if name == "warm":
                answer: Any = _warm(stage)
            elif name == "whole":
                answer = _whole(stage, *arguments, say=say)
            elif name == "one":
                answer = _one(stage, *arguments)
            else:
                answer = write_part(*arguments)
        except (CorpusError, LanguageError, LexiconError) as error:
            # A full disk or a missing backend is no document's fault, and no second try mends it.
            say("refused", str(error))
        except Exception as error:
            say("done", _broken(error))
        else:
            say("done", answer)
        gc.collect()
        if name == "warm":
            gc.freeze()


def _warm(stage: Stage) -> Rows | DocumentFailure:
    """Load models and libraries before any document's time is taken."""
    arrow_table("tokens", [])
    return _one(stage, Document.from_text(_WARM))


def _whole(stage: Stage, partition: Partition, root: Path, *, say: Callable[..., None]) -> dict[str, Any]:
    """Analyse a partition in one stream; what fails in it is tried once more alone. Then write the part."""
    rows: dict[int, Rows | DocumentFailure] = {}
    tokens = 0
    for index, result in enumerate(stage.process([item.document for item in partition.documents])):
        rows[index] = found = _rows(stage, result)
        tokens += _tokens(found)
        say("at", index + 1, tokens)
    if len(rows) != len(partition.documents):
        raise CorpusError(f"The stage gave {len(rows)} results for {len(partition.documents)} documents.")
    for index, found in rows.items():
        if isinstance(found, DocumentFailure):
            rows[index] = _one(stage, partition.documents[index].document)
            say("at", len(rows), tokens)
    say("writing")
    return write_part(partition, root, [rows[index] for index in range(len(rows))])


def _one(stage: Stage, document: Document) -> Rows | DocumentFailure:
    try:
        (result,) = list(stage.process([document]))
    except (LanguageError, LexiconError):
        raise
    except Exception as error:
        return _broken(error)
    return _rows(stage, result)


def _rows(stage: Stage, result: Analysis | Failure) -> Rows | DocumentFailure:
    if isinstance(result, Failure):
        return _broken(result.error)
    if "framing" in result.rows:
        return result.rows
    try:
        return {**result.rows, "framing": _framing(stage.options, result)}
    except LexiconError:
        raise
    except Exception as error:
        return _broken(error)


def _framing(options: Options, result: Analysis) -> Sequence[Any]:
    from ..framing import framing_rows, load_frames, perspective_of

    perspective = perspective_of(options.focus, options.poles, translated=result.document.translated, seed=options.seed)
    return framing_rows(result.rows, perspective=perspective, frames=load_frames(options.frames))


def _broken(error: BaseException) -> DocumentFailure:
    message = " ".join(f"{type(error).__name__}: {error}".split())[:500]
    return DocumentFailure("error", message, "".join(traceback.format_exception(error))[-20_000:])


def _tokens(rows: Rows | DocumentFailure) -> int:
    return 0 if isinstance(rows, DocumentFailure) else sum(row.n_tokens for row in rows["documents"])


def write_part(partition: Partition, root: Path, results: Sequence[Rows | DocumentFailure]) -> dict[str, Any]:
    """Write the tables of a partition, then its record into the journal.

    Parameters
    ----------
    partition : Partition
        Its documents.
    root : pathlib.Path
        The store.
    results : sequence of (mapping or DocumentFailure)
        Rows of each document, or why there are none.

    Returns
    -------
    dict
        ``part``, ``rows`` (count by table), ``tokens``, ``errors``.

    Raises
    ------
    CorpusError
        If the disk is full.
    """
    results, columns = _columns(results)
    for table, data in columns.items():
        write_whole(table_file(root, table, partition.key), lambda path, data=data: write_parquet(data, path))  # type: ignore[misc]
    record = {
        "part": partition.key,
        "rows": {table: data.num_rows for table, data in columns.items()},
        "tokens": sum(_tokens(rows) for rows in results),
        "errors": [
            problem(item, rows, part=partition.key)
            for item, rows in zip(partition.documents, results, strict=True)
            if isinstance(rows, DocumentFailure)
        ],
    }
    write_bytes(journal_file(root, partition.key), json.dumps(record).encode())
    return record


def _columns(results: Sequence[Rows | DocumentFailure]) -> tuple[Sequence[Rows | DocumentFailure], dict[str, pa.Table]]:
    """Turn rows into columns; a document whose rows cannot be (half a surrogate pair) becomes broken."""
    try:
        return results, _arrow(results)
    except Exception:
        checked: list[Rows | DocumentFailure] = []
        for rows in results:
            try:
                _arrow([rows])
            except Exception as error:
                checked.append(_broken(error))
            else:
                checked.append(rows)
        return checked, _arrow(checked)


def _arrow(results: Sequence[Rows | DocumentFailure]) -> dict[str, pa.Table]:
    good = [rows for rows in results if not isinstance(rows, DocumentFailure)]
    return {table: arrow_table(table, [row for rows in good for row in rows.get(table, ())]) for table in TABLES}


def problem(item: Keyed, why: DocumentFailure, *, part: str) -> dict[str, Any]:
    """Describe a document that failed twice, as a row of ``errors``."""
    document = item.document
    return Problem(
        item.key, document.doc_id, document.source, why.kind, why.message, why.traceback or None, TRIES, part
    )._asdict()
