"""What the reader sees of a document: words without the names of countries and people, who they stand for, and cells.

The reader must not know who is who: swapping two countries has to swap the edges and change nothing else. So the words
of a name are left out, and only what kind of reference they are is kept. Training and analysis share this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...language.labels import RELATIONS, TAGS
from ...language.tree import parse_features
from ...language.view import View
from ...tables import Mention, Quote
from ..holders.references import KINDS, Reference

Ints = NDArray[np.int64]

NO_TARGETS: Final = frozenset({"WEST", "CIS", "NATO", "UN"})
"""Parties that hold stances and are no targets; a target is a state, the EU or Central Asia."""
BACK: Final = 2
"""Sentences back in which a country is named that a sentence may still be about."""
SALIENT: Final = 2
"""Countries that a document names most often; any of its sentences may be about them."""

_QUOTES: Final = ("direct", "indirect", "reported", "free_indirect", "indirect_free_indirect")
_ENTITIES: Final = ("", "PER", "LOC", "ORG", "MISC")
_SEGMENTS: Final = ("", "title", "heading", "lead", "paragraph", "question", "answer")
# The reader was taught without interviews; their turns are paragraphs to it.
_TAUGHT: Final = {"question": "paragraph", "answer": "paragraph"}
_MOODS: Final = ("", "Fin-Ind", "Fin-Sub-Pres", "Fin-Sub-Past", "Inf", "Part", "Fin-Imp")
_CASES: Final = ("", "Nom", "Acc", "Dat", "Gen")
_PLACES: Final = ("", "speaker", "cue", "frame", "addressee")
COLUMNS: Final[dict[str, int]] = {
    "tag": len(TAGS) + 1,
    "relation": len(RELATIONS) + 1,
    "entity": len(_ENTITIES),
    "reference": 2 * len(KINDS) + 1,
    "quote": len(_QUOTES) + 1,
    "place": len(_PLACES),
    "segment": len(_SEGMENTS),
    "mood": len(_MOODS),
    "case": len(_CASES),
}
"""Categories of a word and how many values each has; 0 stands for none or unknown."""


class Encoded(NamedTuple):
    """A document as the reader sees it; words are its tokens without white space and layout residue."""

    tokens: Ints
    """Number of each word's token."""
    forms: list[str]
    """The word; what a name leaves over (*-politik* of *Russlandpolitik*), or the empty string for a name."""
    lemmas: list[str]
    """Dictionary form in small letters, with its separated particle; the empty string for a name."""
    categories: Ints
    """Shape (words, len(`COLUMNS`))."""
    heads: Ints
    """Word that each word depends on; itself for a root."""
    sentences: Ints
    """First word of each sentence, and the number of words at the end."""
    numbers: Ints
    """``sentence_id`` of each sentence."""
    parties: list[str]
    references: Ints
    """Shape (references, 5): first word, last word, party or -1, sentence, kind (as in the column ``reference``)."""
    voices: Ints
    """Quote of each word, or -1."""
    speakers: Ints
    """Shape (quotes, 4): first and last word of the speaker or -1, party or -1, whether official."""


def encode(
    view: View, mentions: Sequence[Mention], quotes: Sequence[Quote], references: Sequence[Reference]
) -> Encoded:
    """Return what the reader sees of a document.

    Parameters
    ----------
    view : View
        Its tokens.
    mentions, quotes : sequences of rows
        Of the same document.
    references : sequence of Reference
        From `find_references`.
    """
    tokens, segments = view.spoken()
    starts = np.array(view.starts, dtype=np.int64)
    place = np.full(len(starts) + 1, -1, dtype=np.int64)
    place[tokens] = np.arange(len(tokens))
    words = tokens.tolist()
    tree = view.among(tokens)
    sentence = np.array(tree.sentence, dtype=np.int64)
    firsts = np.flatnonzero(np.diff(sentence, prepend=-1))
    hidden = _hidden(view, mentions, references)
    forms = [hidden.get(token, view.words[token]) for token in words]
    lemmas = _lemmas(view, words, hidden)
    parties = list(dict.fromkeys(reference.party for reference in references if reference.party is not None))
    rows, kind_of = _reference_rows(references, place, firsts, parties)
    voices, quote_of, place_of, speakers = _voices(quotes, starts, place, references, parties)
    columns: list[Sequence[int] | Ints] = [
        [_TAG_NUMBERS.get(tag, 0) for tag in tree.tag],
        [_RELATION_NUMBERS.get(relation, 0) for relation in tree.dep],
        [_ENTITY_NUMBERS.get(entity, 0) for entity in tree.entity],
        kind_of[: len(words)],
        quote_of[tokens],
        place_of[tokens],
        [_SEGMENT_NUMBERS.get(_TAUGHT.get(kind, kind), 0) for kind in segments],
        [_mood(morph) for morph in tree.morphs],
        [_case(morph) for morph in tree.morphs],
    ]
    categories = np.array(columns, dtype=np.int64).reshape(len(COLUMNS), len(words)).T
    heads = np.array(tree.head, dtype=np.int64)
    return Encoded(
        tokens, forms, lemmas, categories, heads, np.append(firsts, len(tokens)), sentence[firsts], parties, rows,
        voices[tokens], speakers,
    )  # fmt: skip


_TAG_NUMBERS: Final = {name: number for number, name in enumerate(TAGS, start=1)}
_RELATION_NUMBERS: Final = {name: number for number, name in enumerate(RELATIONS, start=1)}
_SEGMENT_NUMBERS: Final = {name: number for number, name in enumerate(_SEGMENTS)}
_ENTITY_NUMBERS: Final = {name: number for number, name in enumerate(_ENTITIES)}


@lru_cache(maxsize=1 << 14)
def _mood(morph: str) -> int:
    feats = parse_features(morph)
    form = feats.get("VerbForm", "")
    value = form if form != "Fin" else f"Fin-{feats.get('Mood', 'Ind')}"
    if value == "Fin-Sub":
        value += f"-{feats.get('Tense', 'Pres')}"
    return _MOODS.index(value) if value in _MOODS else 0


@lru_cache(maxsize=1 << 14)
def _case(morph: str) -> int:
    value = parse_features(morph).get("Case", "")
    return _CASES.index(value) if value in _CASES else 0


def _hidden(view: View, mentions: Sequence[Mention], references: Sequence[Reference]) -> dict[int, str]:
    """Return what is left of each token that is part of a name, by token."""
    left: dict[int, str] = {}
    for reference in references:
        if reference.kind in ("leader", "person"):
            left.update(dict.fromkeys(range(reference.first, reference.last + 1), ""))
    for token, entity in enumerate(view.entity):
        if entity == "PER" and view.tag[token] != "NN":
            left[token] = ""
    for mention in mentions:
        for token in range(view.token_at(mention.start), view.token_at(mention.end - 1) + 1):
            start, end = view.starts[token], view.ends[token]
            before = view.text[start : max(mention.start, start)]
            after = view.text[min(mention.end, end) : end].lstrip("-–")
            rest = after if len(after) > 3 else before if len(before) > 2 else ""
            left[token] = rest.capitalize() if view.words[token][:1].isupper() else rest
    return left


def _lemmas(view: View, words: Sequence[int], hidden: dict[int, str]) -> list[str]:
    lemmas = []
    for token in words:
        lemma = hidden[token] if token in hidden else view.lemmas[token] or view.words[token]
        lemmas.append((view.particle(token) + lemma if lemma else lemma).lower())
    return lemmas


def _reference_rows(
    references: Sequence[Reference], place: Ints, firsts: Ints, parties: Sequence[str]
) -> tuple[Ints, Ints]:
    numbers = {party: number for number, party in enumerate(parties)}
    rows = []
    kinds = np.zeros(len(place), dtype=np.int64)
    for reference in references:
        first, last = int(place[reference.first]), int(place[reference.last])
        if first < 0 or last < first:
            continue
        sentence = int(np.searchsorted(firsts, first, side="right")) - 1
        if sentence + 1 < len(firsts):  # a name may go on behind a line break at which a sentence ends
            last = min(last, int(firsts[sentence + 1]) - 1)
        kind = 1 + 2 * KINDS.index(reference.kind) + reference.official
        kinds[first : last + 1] = kind
        party = -1 if reference.party is None else numbers[reference.party]
        rows.append((first, last, party, sentence, kind))
    return np.array(rows, dtype=np.int64).reshape(-1, 5), kinds


def _voices(
    quotes: Sequence[Quote], starts: Ints, place: Ints, references: Sequence[Reference], parties: Sequence[str]
) -> tuple[Ints, Ints, Ints, Ints]:
    """Return quote, kind of quote and place in its frame of each token, and the speakers."""
    numbers = {party: number for number, party in enumerate(parties)}
    voices = np.full(len(starts), -1, dtype=np.int64)
    kinds = np.zeros(len(starts), dtype=np.int64)
    places = np.zeros(len(starts), dtype=np.int64)
    speakers = np.full((len(quotes), 4), -1, dtype=np.int64)
    for number, quote in enumerate(quotes):  # an outer quote stands before those within it
        for start, end in quote.spans:
            span = slice(*np.searchsorted(starts, [start, end]))
            voices[span] = number
            kinds[span] = 1 + _QUOTES.index(quote.type)
        for name, spans in (("frame", quote.frame_spans), ("cue", quote.cue_spans)):
            for start, end in spans:
                places[slice(*np.searchsorted(starts, [start, end]))] = _PLACES.index(name)
        if quote.addressee_start is not None and quote.addressee_end is not None:
            places[slice(*np.searchsorted(starts, [quote.addressee_start, quote.addressee_end]))] = _PLACES.index(
                "addressee"
            )
        if quote.speaker_start is None or quote.speaker_end is None:
            continue
        first, last = np.searchsorted(starts, [quote.speaker_start, quote.speaker_end]).tolist()
        places[first:last] = _PLACES.index("speaker")
        inside = place[first:last]
        inside = inside[inside >= 0]
        if len(inside):
            speakers[number, :2] = inside[0], inside[-1]
        speakers[number, 2:] = _speaker(quote, first, last, references, numbers)
    return voices, kinds, places, speakers


def _speaker(
    quote: Quote, first: int, last: int, references: Sequence[Reference], numbers: dict[str, int]
) -> tuple[int, int]:
    """Return the party that a speaker speaks for and whether it is an official one."""
    if quote.speaker_country in numbers and quote.speaker_role in ("official", "unknown"):
        return numbers[quote.speaker_country], int(quote.speaker_role == "official")
    for reference in references:
        if first <= reference.first and reference.last < last and reference.party is not None and reference.official:
            return numbers[reference.party], 0
    return -1, 0


class Cells(NamedTuple):
    """Pairs of a sentence and a party that it may evaluate."""

    sentences: Ints
    targets: Ints


def find_cells(encoded: Encoded) -> Cells:
    """Return the cells of a document, sentence by sentence.

    A sentence may evaluate whom it refers to, whom one of the sentences before refers to, and whom the document names
    most often.
    """
    parties = len(encoded.parties)
    count = len(encoded.numbers)
    targetable = np.array([party not in NO_TARGETS for party in encoded.parties], dtype=bool)
    known = encoded.references[encoded.references[:, 2] >= 0]
    here = np.zeros((count, parties), dtype=bool)
    here[known[:, 3], known[:, 2]] = True
    cells = here.copy()
    for back in range(1, BACK + 1):
        cells[back:] |= here[:-back]
    if parties:
        total = np.bincount(known[:, 2], minlength=parties) * targetable
        salient = np.argsort(-total, kind="stable")[:SALIENT]
        cells[:, salient[total[salient] > 1]] = True
    cells &= targetable
    sentences, targets = np.nonzero(cells)
    return Cells(sentences, targets)
