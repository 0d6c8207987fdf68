"""A hand-made tiny article, and empty tables, for the tests of charts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from analysis import tables
from analysis.tables import Evidence, Mention, Quote, Segment, Sentence, Stance, Token

# sentence -> (country, form) of its mentions
Spec = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def quote(
    number: int,
    sentence: Sentence,
    *,
    country: str | None,
    kind: str = "direct",
    name: str | None = "N",
    words: str = "",
) -> Quote:
    """Build a quote that fills its sentence."""
    text = words or sentence.text
    return Quote(
        "d", f"q{number}", sentence.sentence_id, sentence.start, sentence.end, ((sentence.start, sentence.end),), text,
        kind, "speech", None, None, None, None, name, "person", country, "official", (), None, None, (),
        None, None, None, None, None, 1.0,
    )  # fmt: skip


def stance(
    number: int, sentence: Sentence, *, holder: str | None, target: str, sign: int, name: str | None = None,
    hedged: bool = False, kind: str = "act",
) -> Stance:  # fmt: skip
    """Build a stance in a sentence."""
    holder_name = name if name is not None else holder
    return Stance(
        "d", f"t{number}", sentence.sentence_id, sentence.start, sentence.end, holder_name, None, holder, "narrator",
        target, None, sign, float(sign), hedged, kind, "test", (
            Evidence(sentence.start, sentence.end, sentence.text, 1.0),
        ),
    )  # fmt: skip


def build(spec: Spec) -> tuple[list[Segment], list[Sentence], list[Mention]]:
    """Build segments, sentences and mentions: the first sentence is the title, the second the lead."""
    segments: list[Segment] = []
    sentences: list[Sentence] = []
    mentions: list[Mention] = []
    start = 0
    for index, (text, named) in enumerate(spec):
        kind = ("title", "lead")[index] if index < 2 else "paragraph"
        segments.append(Segment("d", f"s{index + 1}", kind, start, start + len(text)))
        sentences.append(Sentence("d", index, f"s{index + 1}", index, start, start + len(text), text))
        for word, (country, form) in zip(text.split(), named, strict=False):
            where = start + text.index(word)
            mentions.append(
                Mention("d", f"m{len(mentions) + 1}", index, where, where + len(word), word, country, form,
                        None, "actor", "narrator")
            )  # fmt: skip
        start += len(text) + 1
    return segments, sentences, mentions


def flat(sentences: Sequence[Sentence]) -> list[Token]:
    """Give each sentence a flat tree: the first word is subject and the second object of the third."""
    tokens: list[Token] = []
    for sentence in sentences:
        head, at = len(tokens) + 2, sentence.start
        for number, word in enumerate(sentence.text.split()):
            relation = ("nsubj", "obj", "root")[number] if number < 3 else "dep"
            upos = "VERB" if relation == "root" else "PROPN"
            tokens.append(
                Token("d", sentence.sentence_id, len(tokens), at, at + len(word), word, word, upos, None, head,
                      relation, None)
            )  # fmt: skip
            at += len(word) + 1
    return tokens


@pytest.fixture
def small() -> dict[str, pd.DataFrame]:
    """Give a tiny article: the US courts Kazakhstan, Russia attacks Ukraine, Kazakhstan stays friendly to both."""
    segments, sentences, mentions = build(
        [
            ("USA Kasachstan umwerben die Armee", [("US", "name"), ("KZ", "name")]),
            ("Washington Kasachstan Moskau ringen", [("US", "capital"), ("KZ", "name"), ("RU", "capital")]),
            ("„Wir helfen Kasachstan gern“, sagte Blinken", []),
            ("Kasachstan Russland bleiben Partner", [("KZ", "name"), ("RU", "name")]),
            ("Russland überfällt Ukraine", [("RU", "name"), ("UA", "name")]),
            ("China schweigt dazu beharrlich", [("CN", "name")]),
        ]
    )
    mentions[-2] = mentions[-2]._replace(
        country="UA", text="Ukraine", start=sentences[4].start + 19, end=sentences[4].end
    )
    mentions.append(
        Mention("d", "m11", 2, sentences[2].start + 12, sentences[2].start + 22, "Kasachstan", "KZ", "name", None,
                "actor", "q1")
    )  # fmt: skip
    quotes = [
        quote(1, sentences[2], country="US", words="„Wir helfen Kasachstan gern“"),
        quote(2, sentences[3], country="KZ", kind="indirect", words="bleiben Partner"),
    ]
    stances = [
        stance(1, sentences[0], holder="US", target="KZ", sign=1),
        stance(2, sentences[2], holder="US", target="KZ", sign=1, kind="speech"),
        stance(3, sentences[3], holder="KZ", target="RU", sign=1, kind="relation"),
        stance(4, sentences[4], holder=None, name="narrator", target="RU", sign=-1, kind="conduct"),
        stance(5, sentences[4], holder="RU", target="UA", sign=-1),
        stance(6, sentences[4], holder="KZ", target="RU", sign=-1),
    ]
    return {
        "tokens": tables.frame("tokens", flat(sentences)),
        "segments": tables.frame("segments", segments),
        "sentences": tables.frame("sentences", sentences),
        "mentions": tables.frame("mentions", mentions),
        "quotes": tables.frame("quotes", quotes),
        "stances": tables.frame("stances", stances),
    }


@pytest.fixture
def nothing() -> dict[str, pd.DataFrame]:
    """Give every table without rows."""
    return {name: tables.frame(name) for name in tables.ROWS}
