"""A small article with hand-made tables, the same many times over, and one full of hostile markup."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis import tables
from analysis.explore import Explorer
from analysis.tables import (
    Actor,
    DocumentRow,
    Evidence,
    Framing,
    Marker,
    Mention,
    Quote,
    Segment,
    Sentence,
    Stance,
)  # fmt: skip

SENTENCES = (
    ("title", "Berlin lobt Taschkent"),
    ("lead", "„Wir schätzen Usbekistan“, sagte Minister Weber."),
    ("paragraph", "Usbekistans Nähe zu Russland bleibt umstritten."),
    ("paragraph", "Moskau drohte Taschkent, hieß es."),
)
TEXT = "\n\n".join(sentence for _, sentence in SENTENCES)


def place(word: str, nth: int = 0) -> tuple[int, int]:
    """Find the nth occurrence of a word in the small article."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(word, start + 1)
    return start, start + len(word)


def _mention(number: int, word: str, nth: int, country: str, form: str, role: str, voice: str) -> Mention:
    start, end = place(word, nth)
    sentence = TEXT.count("\n\n", 0, start)
    return Mention("d", f"m{number}", sentence, start, end, word, country, form, None, role, voice)


def small_tables(doc_id: str = "d") -> dict[str, pd.DataFrame]:
    """Build the tables of the small article."""
    segments, sentences, start = [], [], 0
    for index, (kind, text) in enumerate(SENTENCES):
        segments.append(Segment(doc_id, f"s{index + 1}", kind, start, start + len(text)))
        sentences.append(Sentence(doc_id, index, f"s{index + 1}", index, start, start + len(text), text))
        start += len(text) + 2
    mentions = [
        _mention(1, "Berlin", 0, "DE", "capital", "actor", "narrator"),
        _mention(2, "Taschkent", 0, "UZ", "capital", "actor", "narrator"),
        _mention(3, "Usbekistan", 0, "UZ", "name", "actor", "q1"),
        _mention(4, "Usbekistans", 0, "UZ", "name", "actor", "narrator"),
        _mention(5, "Russland", 0, "RU", "name", "actor", "narrator"),
        _mention(6, "Moskau", 0, "RU", "capital", "actor", "narrator"),
        _mention(7, "Taschkent", 1, "UZ", "capital", "actor", "narrator"),
    ]
    words, speaker = place("„Wir schätzen Usbekistan“"), place("Minister Weber")
    quote = Quote(
        doc_id, "q1", 1, *words, (words,), TEXT[slice(*words)], "direct", "speech", *speaker, "Minister Weber", "a1",
        "Weber", "person", "DE", "official", (place("sagte"),), "sagte", "sagen", (), None, None, None, None, None, 0.9,
    )  # fmt: skip

    def stance(number: int, word: str, holder: str, target: str, sign: int, voice: str, kind: str) -> Stance:
        first, last = place(word)
        return Stance(
            doc_id, f"t{number}", TEXT.count("\n\n", 0, first), first, last, holder, None, holder, voice, target, None,
            sign, sign * 0.8, number == 3, kind, word, (Evidence(first, last, word, 1.0),),
        )  # fmt: skip

    stances = [
        stance(1, "lobt", "DE", "UZ", 1, "narrator", "act"),
        stance(2, "schätzen", "DE", "UZ", 1, "q1", "speech"),
        stance(3, "drohte", "RU", "UZ", -1, "narrator", "act"),
    ]
    start, end = place("hieß es")
    rows: dict[str, list] = {
        "documents": [
            DocumentRow(
                doc_id,
                None,
                "Abendblatt",
                "Berlin lobt Taschkent",
                date(2024, 5, 2),
                "de",
                False,
                len(TEXT),
                20,
                4,
                "0",
            )
        ],
        "segments": segments,
        "sentences": sentences,
        "mentions": [each._replace(doc_id=doc_id) for each in mentions],
        "actors": [Actor(doc_id, "a1", "Weber", "person", "DE", "Minister", 1, ("Minister Weber",))],
        "quotes": [quote],
        "stances": stances,
        "markers": [Marker(doc_id, "k1", 3, start, end, "hieß es", "evidential", "narrator")],
        "framing": [Framing(doc_id, "frame_share", "security", 0.25, 4, 0.0, 0.6, ("3", "m6"))],
    }
    return {name: tables.frame(name, some) for name, some in rows.items()}


@pytest.fixture(scope="session")
def make_explorer() -> Callable[[], Explorer]:
    """Give a maker of fresh explorers of the small article."""
    return lambda: Explorer(small_tables(), {"d": TEXT})


@pytest.fixture
def explorer(make_explorer: Callable[[], Explorer]) -> Explorer:
    """Give the small article to explore."""
    return make_explorer()


@pytest.fixture
def pair() -> Explorer:
    """Give two documents with the same text, whose row ids collide."""
    one, two = small_tables("d"), small_tables("e")
    both = {name: pd.concat([one[name], two[name]], ignore_index=True) for name in one}
    return Explorer(both, {"d": TEXT, "e": TEXT})


@pytest.fixture
def empty() -> Explorer:
    """Give a text in which nothing was found."""
    return Explorer({}, {"d": "Es regnet."})


@pytest.fixture
def single() -> Explorer:
    """Give a text with one mention and nothing else."""
    mention = Mention("d", "m1", 0, 0, 5, "China", "CN", "name", None, "actor", "narrator")
    return Explorer({"mentions": tables.frame("mentions", [mention])}, {"d": "China schweigt."})


@pytest.fixture(scope="session")
def large() -> Explorer:
    """Give 5,000 rows of each kind on one long text."""
    times, gap = 1250, len(TEXT) + 2
    text = "\n\n".join([TEXT] * times)
    small = small_tables()

    def repeat(name: str, ids: str) -> pd.DataFrame:
        rows = list(tables.rows(name, small[name]))
        grown = []
        for turn in range(times * (4 if name in ("quotes", "markers") else 2 if name == "stances" else 1)):
            shift = turn % times * gap
            for row in rows:
                moved = row._replace(start=row.start + shift, end=row.end + shift)
                number = f"{ids}{len(grown) + 1}"
                if name == "quotes":
                    moved = moved._replace(quote_id=number, spans=tuple((a + shift, b + shift) for a, b in row.spans))
                elif name == "stances":
                    pieces = tuple(
                        piece._replace(start=piece.start + shift, end=piece.end + shift) for piece in row.evidence
                    )
                    moved = moved._replace(stance_id=number, evidence=pieces)
                elif name == "sentences":
                    moved = moved._replace(sentence_id=len(grown), segment_id=f"s{len(grown) + 1}")
                elif name == "segments":
                    moved = moved._replace(segment_id=number)
                else:
                    moved = moved._replace(**{f"{name[:-1]}_id": number})
                grown.append(moved)
        return tables.frame(name, grown)

    kinds = {"segments": "s", "sentences": "", "mentions": "m", "quotes": "q", "stances": "t", "markers": "k"}
    grown = {name: repeat(name, ids) for name, ids in kinds.items()}
    return Explorer(grown | {"documents": small["documents"]}, {"d": text})


@pytest.fixture
def few_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pack two charts instead of a dozen: each is packed in the same way."""
    from analysis.explore import bundle

    monkeypatch.setattr(bundle, "CHARTS", {name: bundle.CHARTS[name] for name in ("mentions", "voice")})


@pytest.fixture(autouse=True)
def own_sessions(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the sessions of a test in a folder of its own."""
    folder = tmp_path_factory.mktemp("sessions") / "mittellage"
    monkeypatch.setenv("MITTELLAGE_SESSIONS", str(folder))
    return folder
