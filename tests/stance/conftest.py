"""The stages up to stance, called once for a batch of sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pytest
from spacy.tokens import Doc

from analysis.actors import link_actors, mention_rows
from analysis.language import parse_many
from analysis.quotes import quote_rows
from analysis.reading import Document
from analysis.stance import Predicates, stance_rows
from analysis.tables import Mention, Quote, Stance


class Read(NamedTuple):
    """A text and what the stages make of it."""

    text: str
    doc: Doc
    mentions: list[Mention]
    quotes: list[Quote]
    stances: list[Stance]

    def edges(self, *, conduct: bool = False) -> set[str]:
        """Give the edges as PL>LT-, with narrator and ? as holders; a narrator's conduct only if asked for."""
        return {
            _name(row) for row in self.stances if conduct or not (row.kind == "conduct" and row.holder == "narrator")
        }


def _name(row: Stance) -> str:
    holder = "narrator" if row.holder == "narrator" else row.holder_country or "?"
    return f"{holder}>{row.target}{'+' if row.sign > 0 else '-'}"


Reader = Callable[..., Iterator[Read]]


@pytest.fixture(scope="session")
def read() -> Reader:
    """Give a function that takes texts through the stages."""

    def run(texts: Sequence[str], *, quoted: bool = True, predicates: Predicates | None = None) -> Iterator[Read]:
        documents = [Document.from_text(text, doc_id=f"d{number}") for number, text in enumerate(texts)]
        for text, doc in zip(texts, parse_many(documents), strict=True):
            mentions = mention_rows(doc)
            actors = link_actors(doc, mentions)
            quotes = quote_rows(doc, actors) if quoted else []
            stances = stance_rows(doc, mentions, quotes, actors, predicates=predicates)
            yield Read(text, doc, mentions, quotes, stances)

    return run
