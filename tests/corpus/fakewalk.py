"""A stage that costs nothing, for tests of everything around it; its documents say how they misbehave."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import psutil

from analysis.pipeline import Analysis, Failure
from analysis.reading import Document
from analysis.tables import DocumentRow, Evidence, Framing, Mention, Quote, Sentence, Stance, Token

METHOD = {"stage": "fake"}
POISONS = ("POISON-ERROR", "POISON-CRASH", "POISON-EXIT", "POISON-HANG", "POISON-MEMORY", "POISON-SURROGATE")


def fake_walk(documents: Sequence[Document]) -> Iterator[Analysis | Failure]:
    """Analyse word by word; a document that names a poison does what it says."""
    for document in documents:
        if "POISON-ERROR" in document.text:
            try:
                raise ValueError("no verb in this one")
            except ValueError as error:
                yield Failure(document, error)
            continue
        _misbehave(document.text)
        yield Analysis(document, rows_of(document))


def slow_walk(documents: Sequence[Document]) -> Iterator[Analysis | Failure]:
    """Do the same, but leave time to kill somebody."""
    for result in fake_walk(documents):
        time.sleep(0.1)
        yield result


def noisy_walk(documents: Sequence[Document]) -> Iterator[Analysis | Failure]:
    """Do the same, and write where the answers go."""
    for result in fake_walk(documents):
        os.write(1, b"a library that talks")
        yield result


def short_walk(documents: Sequence[Document]) -> Iterable[Analysis | Failure]:
    """Give fewer results than documents."""
    return []


def broken_stage(documents: Sequence[Document]) -> Iterable[Analysis | Failure]:
    """Fail for a reason that is no document's."""
    from analysis.errors import LanguageError

    raise LanguageError("There is no backend 'klingonisch'.")


def _misbehave(text: str) -> None:
    if "POISON-CRASH" in text:
        ctypes.string_at(0)
    if "POISON-EXIT" in text:
        os._exit(7)
    if "POISON-HANG" in text:
        while True:
            pass
    if "POISON-MEMORY" in text:
        eaten = []
        while True:
            eaten.append(bytearray(b"x") * 20_000_000)
            time.sleep(0.01)


def rows_of(document: Document) -> dict[str, list[object]]:
    """Make rows of every sort from the words alone."""
    doc_id, words, start = document.doc_id, document.text.split(), 0
    tokens: list[object] = []
    mentions: list[object] = []
    stances: list[object] = []
    for number, word in enumerate(words):
        start = document.text.index(word, start)
        end = start + len(word)
        tokens.append(Token(doc_id, 0, number, start, end, word, word.lower(), "NOUN", None, 0, "dep", None))
        if word in ("Russland", "China", "Kasachstan"):
            code = {"Russland": "RU", "China": "CN", "Kasachstan": "KZ"}[word]
            mention_id = f"m{len(mentions) + 1}"
            mentions.append(Mention(doc_id, mention_id, 0, start, end, word, code, "name", word, "actor", "narrator"))
            if code != "KZ":
                sign = 1 if "lobt" in words else -1
                piece = (Evidence(start, end, word, 0.5),)
                stances.append(
                    Stance(
                        doc_id, f"t{len(stances) + 1}", 0, start, end, "Kasachstan", None, "KZ", "narrator", code,
                        mention_id, sign, sign * 0.5, False, "speech", "test", piece,
                    )
                )  # fmt: skip
        start = end
    size = len(document.text)
    bad = "\ud800" if "POISON-SURROGATE" in document.text else document.text
    quote = Quote(
        doc_id, "q1", 0, 0, size, ((0, 3), (4, size)), document.text, "direct", "speech", None, None, None, None, None,
        "anonymous", None, "unknown", (), None, None, (), None, None, None, None, None, 0.5,
    )  # fmt: skip
    return {
        "documents": [
            DocumentRow(
                doc_id, document.source, document.outlet, document.title, document.date, document.language,
                document.translated, size, len(words), 1, document.text_sha256,
            )
        ],
        "segments": list(document.segments),
        "sentences": [Sentence(doc_id, 0, "s1", 0, 0, size, bad)],
        "tokens": tokens,
        "mentions": mentions,
        "actors": [],
        "quotes": [quote],
        "stances": stances,
        "markers": [],
        "framing": [Framing(doc_id, "attention_share", "RU", 0.5, 2, 0.1, 0.9, ("m1", "m2"))],
    }  # fmt: skip


def murderous_walk(documents: Sequence[Document]) -> Iterator[Analysis | Failure]:
    """Do the same, but while a part is being written, kill whom the environment names (once)."""
    who, when, flag = os.environ["MITTELLAGE_TEST_KILL"].split(":")
    if not Path(flag).exists():
        _arm(who, int(when), flag)
    yield from slow_walk(documents)


def _arm(who: str, when: int, flag: str) -> None:
    from analysis import whole

    if getattr(whole, "armed", False):
        return
    whole.armed = True  # type: ignore[attr-defined]
    sync, count = whole._sync, 0

    def kill_then_sync(path: object) -> None:
        nonlocal count
        count += 1
        if count == when:
            Path(flag).write_text(who)
            worker = psutil.Process(os.getppid())
            victims = {"worker": [worker], "client": [worker.parent()], "both": [worker.parent(), worker]}[who]
            for victim in victims:
                victim.kill()
            time.sleep(30)  # we end with our worker
        sync(path)  # type: ignore[arg-type]

    whole._sync = kill_then_sync  # type: ignore[assignment]
