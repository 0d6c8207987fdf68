"""A builder of hand-made texts: sentences, with mentions found by a small table of names, quotes, stances, trees."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd
import pytest

from analysis import tables
from analysis.framing import DocumentTables
from analysis.tables import Actor, Evidence, Marker, Mention, Quote, Segment, Sentence, Stance, Token

NAMES = {
    "Kasachstan": ("KZ", "name"),
    "Kasachstans": ("KZ", "name"),
    "kasachische": ("KZ", "adjective"),
    "Astana": ("KZ", "capital"),
    "Tokajew": ("KZ", "leader"),
    "Usbekistan": ("UZ", "name"),
    "Zentralasien": ("CENTRAL_ASIA", "region"),
    "zentralasiatischen": ("CENTRAL_ASIA", "region"),
    "Russland": ("RU", "name"),
    "Russlands": ("RU", "name"),
    "russische": ("RU", "adjective"),
    "russischsprachige": ("RU", "language"),
    "Moskau": ("RU", "capital"),
    "China": ("CN", "name"),
    "Chinas": ("CN", "name"),
    "Peking": ("CN", "capital"),
    "USA": ("US", "name"),
    "Washington": ("US", "capital"),
    "US": ("US", "compound"),
    "Ukraine": ("UA", "name"),
    "Deutschland": ("DE", "name"),
    "EU": ("EU", "name"),
    "Moldau": ("MD", "name"),
}
# index from 1, text, lemma, upos, head (0 is the root), relation, features
Tree = str


class Text:
    """A text that grows sentence by sentence."""

    def __init__(self, doc_id: str = "d") -> None:
        self.doc_id = doc_id
        self.end = 0
        self.rows: dict[str, list[tuple]] = {name: [] for name in tables.ROWS}

    def add(
        self,
        text: str,
        *,
        kind: str = "paragraph",
        stances: Sequence[tuple[str | None, str, int]] = (),
        quotes: Sequence[tuple[str | None, str, str]] = (),
        markers: Sequence[tuple[str, str]] = (),
        tree: Tree | None = None,
        hedged: bool = False,
    ) -> Text:
        """Add a sentence.

        Stances are (holder, target, sign), quotes (country, type, words), markers (kind, word); `tree` has one token a
        line: text lemma upos head relation [features].
        """
        start, number = self.end, len(self.rows["sentences"])
        end = start + len(text)
        self.end = end + 1
        segment = f"s{number + 1}"
        self.rows["segments"].append(Segment(self.doc_id, segment, kind, start, end))
        self.rows["sentences"].append(Sentence(self.doc_id, number, segment, number, start, end, text))
        ids = []
        for country, how, words in quotes:
            at = start + text.index(words)
            ids.append(self._quote(number, at, words, country, how))
        for found in re.finditer(r"\w+", text):
            if found.group() in NAMES:
                self._mention(number, start + found.start(), found.group(), ids)
        for holder, target, sign in stances:
            self._stance(number, start, text, holder, target, sign, hedged)
        for what, word in markers:
            at = start + text.index(word)
            rows = self.rows["markers"]
            voice = next((q.quote_id for q in ids if q.start <= at < q.end), "narrator")
            rows.append(Marker(self.doc_id, f"k{len(rows) + 1}", number, at, at + len(word), word, what, voice))
        if tree is not None:
            self._tree(number, start, text, tree)
        return self

    def _mention(self, number: int, at: int, word: str, quotes: Sequence[Quote]) -> None:
        country, form = NAMES[word]
        rows = self.rows["mentions"]
        voice = next((q.quote_id for q in quotes if q.start <= at < q.end), "narrator")
        role = "language" if form == "language" else "actor"
        rows.append(
            Mention(
                self.doc_id, f"m{len(rows) + 1}", number, at, at + len(word), word, country, form, None, role, voice
            )
        )

    def _quote(self, number: int, at: int, words: str, country: str | None, how: str) -> Quote:
        rows = self.rows["quotes"]
        span = (at, at + len(words))
        name = None if country is None else f"Stimme aus {country}"
        quote = Quote(
            self.doc_id, f"q{len(rows) + 1}", number, *span, (span,), words, how, "speech",
            None, None, None, None, name, "anonymous" if country is None else "person",
            country if country and len(country) == 2 else None,
            "official", (), None, None, (), None, None, None, None, None, 1.0,
        )  # fmt: skip
        rows.append(quote)
        return quote

    def _stance(
        self, number: int, start: int, text: str, holder: str | None, target: str, sign: int, hedged: bool
    ) -> None:
        rows = self.rows["stances"]
        country = None if holder in (None, "narrator") else holder
        evidence = (Evidence(start, start + len(text), text, 1.0),)
        span = (start, start + len(text))
        who = (holder, None, country, "narrator")
        what = (target, None, sign, 0.5 * sign, hedged, "act", "test", evidence)
        rows.append(Stance(self.doc_id, f"t{len(rows) + 1}", number, *span, *who, *what))

    def _tree(self, number: int, start: int, text: str, tree: Tree) -> None:
        rows = self.rows["tokens"]
        base, at = len(rows), 0
        for line in tree.strip().splitlines():
            word, lemma, upos, head, relation, *feats = line.split()
            at = text.index(word, at)
            parent = len(rows) if head == "0" else base + int(head) - 1
            rows.append(
                Token(self.doc_id, number, len(rows), start + at, start + at + len(word), word, lemma, upos,
                      feats[0] if feats else None, parent, "root" if head == "0" else relation, None)
            )  # fmt: skip
            at += len(word)

    def actor(self, actor_id: str, country: str) -> Text:
        """Add an actor of a country."""
        self.rows["actors"].append(Actor(self.doc_id, actor_id, actor_id, "person", country, None, 1, ()))
        return self

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of the text."""
        return {name: tables.frame(name, rows) for name, rows in self.rows.items()}

    @property
    def view(self) -> DocumentTables:
        """The text as indicators see it."""
        return DocumentTables(self.rows, doc_id=self.doc_id)


@pytest.fixture
def text() -> type[Text]:
    """Give the builder."""
    return Text


@pytest.fixture
def measure():
    """Give a function that measures one indicator of a text: unit -> (value, n, evidence)."""

    def of(built: Text, indicator: str, **options) -> Mapping[str, tuple[float | None, int, tuple[str, ...]]]:
        from analysis.framing import measure_framing

        table = measure_framing(built.tables, indicators=[indicator], **options)
        tables.check("framing", table)
        return {
            row.unit: (None if pd.isna(row.value) else round(float(row.value), 4), row.n, row.evidence)
            for row in table.itertuples()
        }

    return of
