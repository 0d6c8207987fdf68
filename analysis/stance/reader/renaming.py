"""Sentences as the thorough reader sees them: pieces of words, with the names of a cell's parties replaced.

The target is always France; the others are Spain, Italy … by their places in the order in which the document names its
parties. So the reader cannot know who is who, and finds the target by its name, in the sentence and in those before.
People who stand for no party are all called Meier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...language.labels import TAGS
from ..holders.references import KINDS
from .encoder_file import EncoderFile
from .encoding import COLUMNS, Ints
from .relating import READ_BACK, Relator

LONGEST: Final = 160
"""Pieces of a sentence that are read; the rest of a longer one is left out."""
CONTEXT: Final = 64
"""Pieces of each of the sentences before a passage that are read along."""
MOST: Final = 320
"""Pieces of a passage; a single sentence with those before it may have 352. The encoder reads up to 512."""
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


class Passage(NamedTuple):
    """Sentences that are read together for one target, in their order."""

    sentences: list[Renamed]
    cells: list[tuple[int, int]]
    """Each cell that is judged, by its number, and the place of its sentence in `sentences`."""

    @property
    def length(self) -> int:
        """Number of its pieces."""
        return sum(len(sentence.pieces) for sentence in self.sentences)


class Laid(NamedTuple):
    """Passages as arrays, padded at their ends; shapes (passages, pieces)."""

    ids: Ints
    here: NDArray[np.bool_]
    flags: Ints
    rows: Ints
    """Passage of each cell, shape (cells,), in the order of the passages."""
    first: Ints
    """Piece with which each word of each cell begins, shape (cells, words); that of the sentence for one without."""
    begins: Ints
    """Piece with which the sentence of each cell begins, shape (cells,)."""


def find_passages(
    relator: Relator, sentences: Sequence[int], targets: Sequence[int], renamed: Callable[[int, int], Renamed]
) -> Iterator[Passage]:
    """Yield the passages in which cells are read: their sentences and those before them.

    Cells of one target are read together if the sentences before the later one begin right behind the earlier one.

    Parameters
    ----------
    relator : Relator
        Of the document.
    sentences, targets : sequences of int
        Of the cells.
    renamed : callable
        Gives a sentence as it is read for a target, see `rename`.
    """
    passage, reach, aim = Passage([], []), -1, -1
    for cell in np.lexsort((sentences, targets)).tolist():
        sentence, target = sentences[cell], targets[cell]
        own = renamed(sentence, target)
        before = {at: _cut(renamed(at, target), CONTEXT) for at in relator.before(sentence, target)}
        added = [*(earlier for at, earlier in before.items() if at > reach), own]
        near = target == aim and sentence - reach <= READ_BACK + 1
        if near and passage.length + sum(len(one.pieces) for one in added) <= MOST:
            passage.sentences.extend(added)
        else:
            if passage.cells:
                yield passage
            passage = Passage([*before.values(), own], [])
        passage.cells.append((cell, len(passage.sentences) - 1))
        reach, aim = sentence, target
    if passage.cells:
        yield passage


def _cut(sentence: Renamed, most: int) -> Renamed:
    return Renamed(*(column[:most] for column in sentence))


def lay_out(passages: Sequence[Passage], words: int, padding: int) -> Laid:
    """Return passages as arrays; the longest sentence of their cells has so many words."""
    shape = len(passages), max(passage.length for passage in passages)
    ids, here, flags = np.full(shape, padding), np.zeros(shape, dtype=bool), np.zeros(shape, dtype=int)
    rows, first, begins = [], [], []
    for row, passage in enumerate(passages):
        ends = np.cumsum([0, *(len(sentence.pieces) for sentence in passage.sentences)]).tolist()
        ids[row, : ends[-1]] = [piece for sentence in passage.sentences for piece in sentence.pieces]
        flags[row, : ends[-1]] = [flag for sentence in passage.sentences for flag in sentence.flags]
        here[row, : ends[-1]] = True
        for _, place in passage.cells:
            own = np.zeros(words, dtype=int)
            seen, where = np.unique(passage.sentences[place].words, return_index=True)
            own[seen[seen >= 0]] = where[seen >= 0]
            rows.append(row)
            first.append(own + ends[place])
            begins.append(ends[place])
    return Laid(ids, here, flags, np.array(rows), np.array(first), np.array(begins))


def rename(relator: Relator, file: EncoderFile, sentence: int, target: int) -> Renamed:
    """Return a sentence as pieces, with its names replaced.

    Who speaks in it stands before it, as in a transcript. Other parties than the target have the names of their places
    in the document; where two would have the same name in a sentence, the one that comes later takes the next that is
    free.

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
