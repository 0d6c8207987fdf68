"""Parsers for the tests of the actors: one without any tags, and the project's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analysis.reading.document import Document


@pytest.fixture(scope="session")
def plain() -> Any:
    """Give a parser without tags, heads and entities: rules must work from letters and neighbours alone."""
    import spacy

    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    return nlp


@pytest.fixture(scope="session")
def parsed() -> Any:
    """Give the project's parser, as a function of text and date."""
    from analysis.language import parse

    def read(text: str, *, day: date | None = None) -> Any:
        return parse(Document(doc_id="d", text=text, date=day))

    return read
