"""Sentences as the thorough reader sees them: pieces of words, with the names of a cell's parties replaced.

The target is always France, the others are Spain, Italy … in the order in which they come. So the reader cannot know
who is who, and finds the target by its name. People who stand for no party are all called Meier.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...language.labels import TAGS
from ..holders.references import KINDS
from .encoder_file import EncoderFile
from .encoding import COLUMNS, Encoded, Ints

LONGEST: Final = 160
"""Pieces of a sentence that are read; the rest of a longer one is left out."""
_NAMES: Final = (
    ("Frankreich", "französische", "Franzosen", "Paris", "Macron"),
    ("Spanien", "spanische", "Spanier", "Madrid", "Sánchez"),
    ("Italien", "italienische", "Italiener", "Rom", "Meloni"),
    ("Japan", "japanische", "Japaner", "Tokio", "Abe"),
    ("Kanada", "kanadische", "Kanadier", "Ottawa", "Trudeau"),
    ("Brasilien", "brasilianische", "Brasilianer", "Brasília", "Lula"),
    ("Indien", "indische", "Inder", "Delhi", "Modi"),
    ("Mexiko", "mexikanische", "Mexikaner", "Acapulco", "Obrador"),
    ("Ägypten", "ägyptische", "Ägypter", "Kairo", "Sisi"),
)
"""State, adjective, people, capital or city, and leader."""
_ADJECTIVE: Final = 1
_PEOPLE: Final = 2
_COLUMN: Final = {
    "adjective": _ADJECTIVE,
    "language": _ADJECTIVE,
    "demonym": _PEOPLE,
    "capital": 3,
    "leader": 4,
    "person": 4,
}
_SOMEBODY: Final = "Meier"
_SPEAKER: Final = "Jemand"
_TAG, _CASE = list(COLUMNS).index("tag"), list(COLUMNS).index("case")
_TAGS: Final = ("", *TAGS)
_CASES: Final = ("", "Nom", "Acc", "Dat", "Gen")
_ENDINGS: Final = {"Gen": "r", "Dat": "n", "Acc": "n"}


class Renamed(NamedTuple):
    """Pieces of a sentence, and the word within the sentence that each belongs to, -1 for none."""

    pieces: list[int]
    words: list[int]


class LaidOut(NamedTuple):
    """Sentences beside each other, padded at their ends."""

    ids: Ints
    """Shape (sentences, pieces)."""
    here: NDArray[np.bool_]
    """Which pieces there are, same shape."""
    flags: Ints
    """Flag of the word that each piece belongs to, 0 for none, same shape."""
    first: Ints
    """First piece of each word, 0 for one that has none, shape (sentences, words)."""


def lay_out(sentences: Sequence[Renamed], flags: Ints, padding: int) -> LaidOut:
    """Return renamed sentences as arrays; `flags` (sentences, words) say how their words stand to the target."""
    shape = len(sentences), max(len(sentence.pieces) for sentence in sentences)
    laid = LaidOut(np.full(shape, padding), np.zeros(shape, dtype=bool), np.zeros(shape, int), np.zeros_like(flags))
    for row, (pieces, words) in enumerate(sentences):
        laid.ids[row, : len(pieces)] = pieces
        laid.here[row, : len(pieces)] = True
        word_of = np.array(words)
        inside = np.flatnonzero(word_of >= 0)
        laid.flags[row, inside] = flags[row, word_of[inside]]
        seen, place = np.unique(word_of[inside], return_index=True)
        laid.first[row, seen] = inside[place]
    return laid


def rename(encoded: Encoded, file: EncoderFile, sentence: int, target: int, speaker: int | None) -> Renamed:
    """Return a sentence as pieces, with its names replaced.

    Parameters
    ----------
    encoded : Encoded
        The document.
    file : EncoderFile
        Whose pieces words are cut into.
    sentence, target : int
        Of the cell.
    speaker : int or None
        Party that speaks in the sentence, -1 for somebody else, None for the narrator. It stands before a sentence
        that somebody speaks, as in a transcript.
    """
    first, end = encoded.sentences[sentence : sentence + 2].tolist()
    referred = {
        word: (party, KINDS[(kind - 1) // 2], word == begin)
        for begin, last, party, _, kind in encoded.references[encoded.references[:, 3] == sentence].tolist()
        for word in range(begin, last + 1)
    }
    slots = {target: 0}
    pieces, words = [file.begin], [-1]

    def names(party: int) -> tuple[str, ...]:
        slot = slots.setdefault(party, len(slots))
        return _NAMES[slot if slot < len(_NAMES) else 1 + slot % (len(_NAMES) - 1)]

    def add(text: str, word: int, *, space: bool = True) -> None:
        cut = file.pieces("▁" + text if space else text)
        pieces.extend(cut)
        words.extend([word] * len(cut))

    if speaker is not None:
        add(names(speaker)[0] if speaker >= 0 else _SPEAKER, -1)
        add(":", -1, space=False)
    for word in range(first, end):
        form = encoded.forms[word]
        tag, case = _TAGS[encoded.categories[word, _TAG]], _CASES[encoded.categories[word, _CASE]]
        if word not in referred:
            add(form or _SOMEBODY, word - first, space=not tag.startswith("$"))
            continue
        party, kind, begins = referred[word]
        if form:  # a role, a pronoun, or what a compound leaves over
            add(f"{names(party)[0]}-{form}" if party >= 0 and kind == "compound" else form, word - first)
        elif begins:
            add(_name(names(party), kind, tag, case) if party >= 0 else _SOMEBODY, word - first)
    return Renamed([*pieces, file.end][:LONGEST], [*words, -1][:LONGEST])


def _name(names: tuple[str, ...], kind: str, tag: str, case: str) -> str:
    column = _COLUMN.get(kind, 0)
    if tag.startswith("ADJ"):
        return names[_ADJECTIVE] + _ENDINGS.get(case, "")
    if column == _ADJECTIVE:  # a language or an adjective that is used as a noun
        return names[0]
    if case == "Gen" and column != _PEOPLE and not names[column].endswith("s"):
        return names[column] + "s"
    return names[column]
