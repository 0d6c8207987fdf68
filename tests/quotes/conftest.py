"""What the tests of quotes share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.tables import Quote


@pytest.fixture(scope="session")
def quotes_of() -> Callable[[str], list[Quote]]:
    """Give a function from a text to its quotes."""
    from analysis.actors import link_actors, mention_rows
    from analysis.language import parse
    from analysis.quotes import quote_rows

    def find(text: str) -> list[Quote]:
        doc = parse(text)
        return quote_rows(doc, link_actors(doc, mention_rows(doc)))

    return find
