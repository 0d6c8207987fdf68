"""What the tests of exchange formats share: documents with rows, ordinary, with emoji and line ends, and hostile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analysis import tables
from analysis.export.exchange import Annotated, native
from analysis.reading import Document
from analysis.tables import Actor, DocumentRow, Evidence, Framing, Mention, Quote, Sentence, Stance, Token

# Characters beyond U+FFFF, a combining mark, CR LF and a lone CR before what is annotated.
EMOJI = "🚀🇰🇿 Kasachstan lobt Russland.\r\nChina tadelt laut «Zeitung» die USA 😀 scharf.\rEnde ê."
HOSTILE = "</text><script>alert(1)</script>\"'&amp;&lt;]]>{{7*7}}\x00\x08\ud800\ufffe\u202e\t\n"


def annotated(frames: Mapping[str, pd.DataFrame], text: str) -> Annotated:
    """Make a document of data frames."""
    rows = {name: native(tables.rows(name, frame)) for name, frame in frames.items()}
    return Annotated(text, {name: [] for name in tables.ROWS} | rows)


def stances_of(item: Annotated) -> Counter[tuple[str | None, str, int]]:
    """Count holder, target and sign of the rows."""
    return Counter((row.holder, row.target, row.sign) for row in item.rows["stances"])


def make_item(text: str, statements: Sequence[tuple[str, str | None, str | None, str, int]], **about: Any) -> Annotated:
    """Make a document with a stance for each (words, holder, country of the holder, target, sign)."""
    name = about.get("doc_id", "e")
    persons = {holder: country for _, holder, country, _, _ in statements if holder and holder != "narrator"}
    actors = [
        Actor(name, f"a{n}", holder, about.get("kind", "state"), country, None, 1, (holder,))
        for n, (holder, country) in enumerate(persons.items(), start=1)
    ]
    by_name = {actor.name: actor.actor_id for actor in actors}
    stances, mentions = [], []
    for n, (words, holder, country, target, sign) in enumerate(statements, start=1):
        start = text.index(words)
        end = start + len(words)
        evidence = (Evidence(start, end, words, 0.5),)
        stances.append(
            Stance(
                doc_id=name,
                stance_id=f"t{n}",
                sentence_id=0,
                start=start,
                end=end,
                holder=holder,
                holder_actor=by_name.get(holder or ""),
                holder_country=country,
                voice="narrator",
                target=target,
                target_mention=f"m{n}",
                sign=sign,
                score=sign * 0.5,
                hedged=n % 2 == 0,
                kind="speech",
                rule="test",
                evidence=evidence,
            )
        )
        mentions.append(Mention(name, f"m{n}", 0, start, end, words, target, "name", None, "actor", "narrator"))
    sentence = Sentence(name, 0, "s1", 0, 0, len(text), text)
    words = text.split()
    tokens, at = [], 0
    for n, word in enumerate(words):
        at = text.index(word, at)
        tokens.append(
            Token(name, 0, n, at, at + len(word), word, word, "X", None, 0, "root" if n == 0 else "dep", None)
        )
        at += len(word)
    document = Document.from_text(text, doc_id=name, any_language=True, outlet=about.get("outlet"))
    row = DocumentRow(
        name,
        None,
        about.get("outlet"),
        about.get("title"),
        about.get("date"),
        "de",
        False,
        len(text),
        len(words),
        1,
        document.text_sha256,
    )
    parts: dict[str, Any] = dict.fromkeys(Quote._fields)
    parts |= {"doc_id": name, "quote_id": "q1", "sentence_id": 0, "start": 0, "end": 5, "spans": ((0, 2), (3, 5))}
    parts |= {"text": text[0:5], "type": "direct", "medium": "speech", "speaker_name": about.get("speaker", text[0:1])}
    quote = Quote(**parts | {"cue_spans": (), "frame_spans": (), "speaker_kind": "person", "score": 0.5})
    rows: dict[str, list[Any]] = {
        "documents": [row],
        "segments": list(document.segments),
        "sentences": [sentence],
        "tokens": tokens,
        "mentions": mentions,
        "actors": actors,
        "quotes": [quote],
        "stances": stances,
        "markers": [],
        "framing": [Framing(name, "frame_share", "security", 1.0, 1, None, None, ("0",))],
    }
    return Annotated(text, rows)


@pytest.fixture
def emoji() -> Annotated:
    """Give a text whose offsets differ between code points, UTF-16 and bytes."""
    return make_item(
        EMOJI,
        [
            ("lobt Russland", "Kasachstan", "KZ", "RU", 1),
            ("tadelt laut «Zeitung» die USA 😀", "China", "CN", "US", -1),
            ("Ende ê", "narrator", None, "US", -1),
            ("Ende", None, None, "RU", -1),
        ],
        date=date(2023, 5, 19),
        outlet="Abendpost",
        title="Lob & Tadel",
    )


@pytest.fixture
def payload() -> Annotated:
    """Give a text and names that are markup, control characters and lone surrogates."""
    text = f"Vorher {HOSTILE} Mitte {HOSTILE} nachher 😀 droht Russland."
    return make_item(
        text,
        [(f"Mitte {HOSTILE}", HOSTILE, None, "RU", -1), ("droht Russland", f"A\n{HOSTILE}", "KZ", "RU", 1)],
        doc_id=HOSTILE,
        outlet=HOSTILE,
        title=HOSTILE,
        kind="person",
    )


@pytest.fixture
def moldau(small: dict[str, pd.DataFrame], document: Document) -> Annotated:
    """Give the small article of the tests of export."""
    return annotated(small, document.text)


@pytest.fixture(scope="session")
def analysed(article: Any) -> Annotated:
    """Give the project's article as it is analysed."""
    item: Annotated = article.annotated()
    return item
