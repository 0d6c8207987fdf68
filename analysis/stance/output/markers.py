"""Markers: words that distance, weaken, strengthen, source or negate."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from ...language.view import View
from ...spans import Spans
from ...tables import Marker, MarkerKind, Quote
from ...voices import Voices

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SCARE: Final = re.compile(r"[„“\"»«‚‘]([^„“”\"»«‚‘’\n]{1,40})[“”\"«»‘’]")
_WORD: Final = re.compile(r"\w+")
_SCARE_WORDS: Final = 3


class _Lexicon(NamedTuple):
    pattern: re.Pattern[str]
    begins: frozenset[str]
    """First words of markers: an alternative of all markers at each character is ten times as slow."""
    kinds: dict[str, str]
    hedges: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    path = Path(__file__).with_name("markers.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    kinds = {row[0]: row[1] for row in rows if row[2] not in ("matrix", "modal")}
    words = sorted(kinds, key=len, reverse=True)
    pattern = re.compile(r"(?:" + "|".join(re.escape(word) for word in words) + r")(?!\w)", re.IGNORECASE)
    hedges = {row[0] for row in rows if row[1] == "hedge" and row[2] in ("clause", "modal")}
    begins = frozenset(match.group() for word in words if (match := _WORD.match(word)))
    return _Lexicon(
        pattern, begins, kinds, re.compile(rf"(?<!\w)(?:{'|'.join(sorted(hedges, key=len, reverse=True))})(?!\w)", re.I)
    )


def marker_rows(doc: Doc | View, quotes: Sequence[Quote]) -> list[Marker]:
    """Return the markers of a parsed document as rows of the table ``markers``, without pandas.

    Parameters
    ----------
    doc : spacy.tokens.Doc or View
        What `parse` gives.
    quotes : sequence of Quote
        Quotes of the document; they say in whose voice a marker stands, and tell scare quotes from quotations.

    Returns
    -------
    list of Marker
        In text order.
    """
    view, voices = View.of(doc), Voices(quotes)
    text = view.text
    rows: list[Marker] = []
    for start, end, kind in sorted({*_lexical(text), *_scare_quotes(text, quotes)}):
        number, sentence = f"k{len(rows) + 1}", view.sentence[view.token_at(start)]
        row = (view.doc_id, number, sentence, start, end, text[start:end], cast(MarkerKind, kind), voices.name(start))
        rows.append(Marker(*row))
    return rows


def is_hedged(sentence: str) -> bool:
    """Return whether a sentence holds a hedge: *angeblich*, *nach eigenen Angaben*, a modal verb of possibility.

    Examples
    --------
    >>> is_hedged("Polen soll Litauen gelobt haben."), is_hedged("Polen lobte Litauen.")
    (True, False)
    """
    return _lexicon().hedges.search(sentence) is not None


def _lexical(text: str) -> Iterator[tuple[int, int, str]]:
    lexicon = _lexicon()
    end = 0
    for word in _WORD.finditer(text):
        if word.start() < end or _lowered(word) not in lexicon.begins:
            continue
        if match := lexicon.pattern.match(text, word.start()):
            end = match.end()
            yield match.start(), end, lexicon.kinds[_lowered(match)]


def _lowered(match: re.Match[str]) -> str:
    return match.group().lower().replace("ſ", "s")


def _scare_quotes(text: str, quotes: Sequence[Quote]) -> Iterator[tuple[int, int, str]]:
    """Find a few quoted words that no long quotation claims: *die „Spezialoperation“*."""
    spoken = Spans((*span, span) for quote in quotes if quote.type == "direct" for span in quote.spans)
    for match in _SCARE.finditer(text):
        words = match[1].split()
        long = any(end - start > len(match[0]) + 4 for start, end in spoken.around(*match.span()))
        if len(words) <= _SCARE_WORDS and not long and match[1][-1:] not in ".!?,":
            yield match.start(), match.end(), "scare_quote"
