"""Another extractor in the place of ours; quotect by a stub of its documented output."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from spacy.tokens import Doc

from analysis.actors import link_actors, mention_rows
from analysis.errors import LanguageError
from analysis.language import parse
from analysis.quotes import Found, QuotectFinder, find_quotes, quote_rows

TEXT = "Der kasachische Präsident Tokajew sagte, das Land bleibe neutral. „Wir warten“, fügte er hinzu."


def span(piece: str) -> tuple[int, int]:
    start = TEXT.index(piece)
    return start, start + len(piece)


class OneQuote:
    """An extractor that knows one quote."""

    def find(self, doc: Doc) -> list[Found]:
        words, speaker, cue = span("das Land bleibe neutral"), span("Der kasachische Präsident Tokajew"), span("sagte")
        return [Found((words,), speaker, (cue,), (), None, "indirect", "speech", 0.75)]


def test_plug_fills_the_table() -> None:
    quotes = find_quotes(parse(TEXT), finder=OneQuote())
    (row,) = quotes.to_dict("records")
    assert row["text"] == "das Land bleibe neutral"
    assert (row["quote_id"], row["cue_lemma"], row["score"]) == ("q1", "sagen", 0.75)
    assert (row["speaker_name"], row["speaker_country"]) == ("Kassym-Jomart Tokajew", "KZ")


class Token(NamedTuple):
    start: int
    end: int
    sent: int
    text: str


class Span(NamedTuple):
    start: int
    end: int
    text: str


class QuoteInput(NamedTuple):
    name: str
    tokens: list[Token]
    sentences: list[Span]
    text: str


class Model:
    """Answers as quotect does: one record per input, with annotations in characters and token numbers."""

    def __init__(self, name: str) -> None:
        self.name = name

    def predict(self, inputs: list[QuoteInput]) -> list[dict[str, Any]]:
        (given,) = inputs
        assert all(given.text[t.start : t.end] == t.text for t in given.tokens)
        assert [s.start for s in given.sentences] == [0, *(s.end for s in given.sentences[:-1])]

        def part(piece: str) -> dict[str, Any]:
            start, end = span(piece)
            return {
                "spans": [{"charBegin": start, "charEnd": end, "begin": 0, "end": 1}],
                "text": piece,
                "tokenIds": [0],
            }

        annotation = {"quote": part("„Wir warten“"), "cue": part("fügte"), "speaker": part("er"), "type": "Direct"}
        return [{"documentName": given.name, "annotations": [annotation | {"medium": "Speech"}]}]


def test_quotect(monkeypatch: pytest.MonkeyPatch) -> None:
    stub: Any = ModuleType("quotect")
    vars(stub).update(Token=Token, Span=Span, QuoteInput=QuoteInput, Quotect=Model)
    monkeypatch.setitem(sys.modules, "quotect", stub)
    doc = parse(TEXT)
    (row,) = quote_rows(doc, link_actors(doc, mention_rows(doc)), finder=QuotectFinder())
    assert (row.text, row.type, row.medium, row.speaker_text) == ("„Wir warten“", "direct", "speech", "er")
    assert row.cue_text == "fügte"
    assert row.frame_spans == ()
    assert row.addressee_text is None


def test_quotect_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "quotect", None)
    with pytest.raises(LanguageError, match="pip install quotect"):
        QuotectFinder()
