"""The table ``quotes``: every column, spans that never lie, and the same answer twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.actors import link_actors, mention_rows
from analysis.language import parse
from analysis.quotes import find_quotes, quote_rows
from analysis.reading import Document
from analysis.tables import Quote, check

Finder = Callable[[str], list[Quote]]

NEWS = (
    "Tokajew lobt Nachbarn\n\n"
    "ASTANA: Der kasachische Präsident Kassym-Schomart Tokajew sagte am Montag, das Land bleibe neutral. "
    "„Wir wollen mit allen Nachbarn in Frieden leben“, erklärte er Journalisten. "
    "Die Opposition habe nichts zu befürchten.\n\n"
    "Der russische Außenminister Sergej Lawrow kündigte an, dass Moskau Gespräche „ohne Bedingungen“ führen werde.\n\n"
    "Die mobile Version verlassen"
)


def test_contract() -> None:
    doc = parse(Document.from_text(NEWS, doc_id="news"))
    table = check("quotes", find_quotes(doc))
    assert len(table) >= 4
    assert table["doc_id"].unique().tolist() == ["news"]
    assert table["quote_id"].tolist() == [f"q{n}" for n in range(1, len(table) + 1)]
    assert table["start"].is_monotonic_increasing
    for row in table.itertuples():
        assert row.text == " … ".join(NEWS[start:end] for start, end in row.spans)
        assert (row.start, row.end) == (row.spans[0][0], row.spans[-1][1])
        assert 0 <= row.score <= 1
        if row.speaker_start is not None:
            assert NEWS[row.speaker_start : row.speaker_end] == row.speaker_text


def test_speakers_are_resolved(quotes_of: Finder) -> None:
    quotes = quotes_of(NEWS)
    direct = next(quote for quote in quotes if quote.text.startswith("„Wir wollen"))
    assert (direct.type, direct.speaker_name, direct.speaker_country) == ("direct", "Kassym-Jomart Tokajew", "KZ")
    assert (direct.speaker_kind, direct.speaker_role) == ("person", "official")
    assert direct.cue_lemma == "erklären"
    announced = next(quote for quote in quotes if quote.cue_lemma == "ankündigen" and quote.type == "indirect")
    assert announced.speaker_country == "RU"
    inner = next((quote for quote in quotes if quote.text == "„ohne Bedingungen“"), None)
    assert inner is not None
    assert inner.parent_id == announced.quote_id


def test_dateline_and_residue_are_nobodys_words(quotes_of: Finder) -> None:
    dateline, residue = NEWS.index("ASTANA:"), NEWS.index("Die mobile")
    for quote in quotes_of(NEWS):
        assert not any(start < dateline + len("ASTANA:") and end > dateline for start, end in quote.spans)
        assert quote.end <= residue


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("„Die Steuern sinken“, kündigte der Minister an.", "ankündigen"),
        ("Der Minister hat erklärt, dass die Steuern sinken.", "erklären"),
        ("Die Behörde gab bekannt, dass die Wahl wiederholt wird.", "bekannt geben"),
        ("Laut Polizei wurden drei Menschen verletzt.", "laut"),
        ("Der Präsident warnte vor einem neuen Wettrüsten.", "warnen"),
    ],
)
def test_cue_lemmas(quotes_of: Finder, text: str, lemma: str) -> None:
    (quote,) = quotes_of(text)
    assert quote.cue_lemma == lemma


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "„“",
        '"',
        "…",
        "🎉🎉",
        "a" * 3000,
        "»«" * 50,
        "\n\n„\n\n“",
        ": „Gut.“",
        "Er kam.\n\n: Wir bleiben.",
    ],
)
def test_odd_texts(quotes_of: Finder, text: str) -> None:
    assert all(quote.end <= len(text) for quote in quotes_of(text))


PIECES = [
    "„Gut“",
    "sagte",
    "Minister",
    "die",
    "laut",
    "Polizei",
    ",",
    ".",
    ":",
    "«",
    "»",
    '"',
    "sei",
    "dass",
    "\n\n",
    "Er",
    "🎉",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_never_lie(quotes_of: Finder, text: str) -> None:
    quotes = quotes_of(text)
    assert quotes == quotes_of(text)
    for quote in quotes:
        ends = [0, *(end for _, end in quote.spans)]
        assert all(last <= start < end for last, (start, end) in zip(ends, quote.spans, strict=False))
        assert quote.text == " … ".join(text[start:end] for start, end in quote.spans)
        assert quote.parent_id != quote.quote_id


def test_company_changes_nothing() -> None:
    """A document has the same quotes alone and after others."""
    doc = parse(NEWS)
    actors = link_actors(doc, mention_rows(doc))
    alone = quote_rows(doc, actors)
    parse("Ein anderer Text. „Ja“, sagte Frau Klein.")
    assert quote_rows(doc, actors) == alone


def test_long_documents_are_read_in_stretches(quotes_of: Finder) -> None:
    filler = "Der Zug fährt um acht Uhr nach Almaty. " * 400
    text = filler + "\n\n„Wir bleiben“, sagte die Ministerin.\n\n" + filler
    assert [quote.text for quote in quotes_of(text)] == ["„Wir bleiben“"]
