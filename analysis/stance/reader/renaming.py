"""Sentences as the thorough reader sees them: pieces of words, with the names of a cell's parties replaced.

The target is always France; the others are Spain, Italy … by their places in the order in which the document names its
parties. So the reader cannot know who is who, and finds the target by its name, in the sentence and in those before.
People who stand for no party are all called Meier.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...language.labels import TAGS
from ..holders.references import KINDS
from .encoder_file import EncoderFile
from .encoding import COLUMNS, Ints
from .relating import Relator

LONGEST: Final = 160
"""Pieces of a sentence that are read; the rest of a longer one is left out."""
CONTEXT: Final = 64
"""Pieces of each of the sentences before that are read along."""
AWAY: Final = -2.0
"""Added to the scores of attention of these pieces: they are several times as many as those of the sentence."""
NAMES: Final = (
    ("Frankreich", "französische", "Franzosen", "Paris", "Macron"),
    ("Spanien", "spanische", "Spanier", "Madrid", "Sánchez"),
    ("Italien", "italienische", "Italiener", "Rom", "Meloni"),
    ("Japan", "japanische", "Japaner", "Tokio", "Abe"),
    ("Kanada", "kanadische", "Kanadier", "Ottawa", "Trudeau"),
    ("Brasilien", "brasilianische", "Brasilianer", "Brasília", "Lula"),
    ("Indien", "indische", "Inder", "Delhi", "Modi"),
    ("Mexiko", "mexikanische", "Mexikaner", "Acapulco", "Obrador"),
    ("Ägypten", "ägyptische", "Ägypter", "Kairo", "Sisi"),
    ("Portugal", "portugiesische", "Portugiesen", "Lissabon", "Costa"),
    ("Kenia", "kenianische", "Kenianer", "Nairobi", "Ruto"),
    ("Norwegen", "norwegische", "Norweger", "Oslo", "Støre"),
    ("Chile", "chilenische", "Chilenen", "Santiago", "Boric"),
    ("Ghana", "ghanaische", "Ghanaer", "Accra", "Mahama"),
    ("Finnland", "finnische", "Finnen", "Helsinki", "Stubb"),
    ("Vietnam", "vietnamesische", "Vietnamesen", "Hanoi", "Phúc"),
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
    """Pieces of a sentence."""

    pieces: list[int]
    words: list[int]
    """Word within the sentence that each piece belongs to, -1 for none."""
    flags: list[int]
    """Whether each piece refers to the target (1), another party (2), somebody who is none (4) or nobody (0)."""


def lay_pieces(sentences: Sequence[Renamed], padding: int) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the pieces of sentences, padded at their ends, and which there are; shapes (sentences, pieces)."""
    shape = len(sentences), max(len(sentence.pieces) for sentence in sentences)
    ids, here = np.full(shape, padding), np.zeros(shape, dtype=bool)
    for row, sentence in enumerate(sentences):
        ids[row, : len(sentence.pieces)], here[row, : len(sentence.pieces)] = sentence.pieces, True
    return ids, here


class Words(NamedTuple):
    """How the words of sentences lie in their pieces."""

    flags: Ints
    """Flag of the word that each piece belongs to, 0 for none, shape (sentences, pieces)."""
    first: Ints
    """First piece of each word, 0 for one that has none, shape (sentences, words)."""


def lay_words(sentences: Sequence[Renamed], flags: Ints) -> Words:
    """Return where words lie; `flags` (sentences, words) say how they stand to the target."""
    length = max(len(sentence.pieces) for sentence in sentences)
    laid = Words(np.zeros((len(sentences), length), dtype=int), np.zeros_like(flags))
    for row, sentence in enumerate(sentences):
        word_of = np.array(sentence.words)
        inside = np.flatnonzero(word_of >= 0)
        laid.flags[row, inside] = flags[row, word_of[inside]]
        seen, place = np.unique(word_of[inside], return_index=True)
        laid.first[row, seen] = inside[place]
    return laid


class Context(NamedTuple):
    """The sentences before each of some sentences, one behind the other; shapes (sentences, pieces)."""

    flags: Ints
    places: Ints
    """Place of the sentence that each piece stands in, as `Relator.before` has it, -1 for padding."""


def lay_context(before: Sequence[Sequence[tuple[Renamed, int]]]) -> Context:
    """Return the sentences before each of some sentences as arrays."""
    flags = [[flag for sentence, _ in own for flag in sentence.flags[:CONTEXT]] for own in before]
    places = [[place for sentence, place in own for _ in sentence.flags[:CONTEXT]] for own in before]
    shape = len(before), max(map(len, flags))
    laid = Context(np.zeros(shape, dtype=int), np.full(shape, -1))
    for row, (own_flags, own_places) in enumerate(zip(flags, places, strict=True)):
        laid.flags[row, : len(own_flags)], laid.places[row, : len(own_places)] = own_flags, own_places
    return laid


def rename(relator: Relator, file: EncoderFile, sentence: int, target: int) -> Renamed:
    """Return a sentence as pieces, with its names replaced.

    Who speaks in it stands before it, as in a transcript. Other parties than the target have the names of their places
    in the document, so that a sentence without the target is the same for all targets; where two would have the same
    name in a sentence, the one that comes later takes the next that is free.

    Parameters
    ----------
    relator : Relator
        Of the document.
    file : EncoderFile
        Whose pieces words are cut into.
    sentence, target : int
        Of the cell.
    """
    encoded = relator.encoded
    first, end = encoded.sentences[sentence : sentence + 2].tolist()
    referred = {
        word: (party, KINDS[(kind - 1) // 2], word == begin)
        for begin, last, party, kind in relator.by_sentence[sentence]
        for word in range(begin, last + 1)
    }
    speaker = relator.speaking(sentence)
    pieces, words, flags = [file.begin], [-1], [0]
    places = {target: 0}

    def names(party: int) -> tuple[str, ...]:
        if party not in places:
            others = len(NAMES) - 1
            wanted = [1 + (party + step) % others for step in range(others)]
            places[party] = next((place for place in wanted if place not in places.values()), wanted[0])
        return NAMES[places[party]]

    def add(text: str, word: int, flag: int = 0, *, space: bool = True) -> None:
        cut = file.pieces("▁" + text if space else text)
        pieces.extend(cut)
        words.extend([word] * len(cut))
        flags.extend([flag] * len(cut))

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
        flag = 4 if party < 0 else 1 if party == target else 2
        if form:  # a role, a pronoun, or what a compound leaves over
            add(f"{names(party)[0]}-{form}" if party >= 0 and kind == "compound" else form, word - first, flag)
        elif begins:
            add(_name(names(party), kind, tag, case) if party >= 0 else _SOMEBODY, word - first, flag)
    return Renamed([*pieces, file.end][:LONGEST], [*words, -1][:LONGEST], [*flags, 0][:LONGEST])


def _name(names: tuple[str, ...], kind: str, tag: str, case: str) -> str:
    column = _COLUMN.get(kind, 0)
    if tag.startswith("ADJ"):
        return names[_ADJECTIVE] + _ENDINGS.get(case, "")
    if column == _ADJECTIVE:  # a language or an adjective that is used as a noun
        return names[0]
    if case == "Gen" and column != _PEOPLE and not names[column].endswith("s"):
        return names[column] + "s"
    return names[column]
