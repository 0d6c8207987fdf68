"""Our own backend: documents in, filled spaCy `Doc` objects out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .labels import RELATIONS, TAGS, UPOS
from .lemmas import lemma_of
from .morphology import features_of
from .networks import Parsed, parser_network
from .sentences import split_sentences
from .tokens import Cut, cut

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from ..reading import Document

_PASSIVE: Final = RELATIONS.index("aux:pass")
_SPACE: Final = "SPACE"


class Layout(NamedTuple):
    """Tokens of a document and the sentences they form; white space is a token but no word."""

    tokens: list[Cut]
    words: list[NDArray[np.int64]]
    """For each sentence the indices of its words."""


@cache
def _vocab() -> Vocab:
    import spacy

    return spacy.blank("de").vocab


def lay_out(text: str, spans: Sequence[tuple[int, int]]) -> Layout:
    """Tokens and sentences of a text; no sentence crosses one of the spans, which are in order and apart."""
    tokens: list[Cut] = []
    words: list[NDArray[np.int64]] = []
    for begin, end in _stretches(text, spans):
        piece, starts = split_sentences(cut(text[begin:end]))
        offset = len(tokens)
        tokens += piece
        for first, last in zip(starts, [*starts[1:], len(piece)], strict=False):
            solid = [offset + i for i in range(first, last) if not piece[i].text.isspace()]
            if solid:
                words.append(np.array(solid))
    return Layout(tokens, words)


def _stretches(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans and what lies between them, so that together they are the text."""
    position = 0
    for begin, end in spans:
        if position < begin:
            yield position, begin
        if begin < end:
            yield begin, end
        position = end
    if position < len(text):
        yield position, len(text)


def parse_documents(documents: Iterable[Document]) -> Iterator[Doc]:
    """Parse documents one after the other; what a document gets does not depend on the others."""
    network = parser_network()
    for document in documents:
        layout = lay_out(document.text, [(s.start, s.end) for s in document.segments])
        sentences = [[layout.tokens[i].text for i in solid] for solid in layout.words]
        yield fill(layout, list(network.parse(sentences)))


def fill(layout: Layout, parsed: list[Parsed]) -> Doc:
    """Write the annotation into a `Doc`, column by column."""
    from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
    from spacy.tokens import Doc

    vocab = _vocab()
    tokens = layout.tokens
    doc = Doc(vocab, words=[t.text for t in tokens], spaces=[t.space for t in tokens])
    if not tokens:
        return doc
    count = len(tokens)
    strings = vocab.strings
    columns = np.zeros((count, 6), dtype=np.uint64)
    heads = np.arange(count)
    space = (strings.add(_SPACE), strings.add("_SP"), strings.add("dep"))
    columns[:, 0], columns[:, 1], columns[:, 4] = space[1], _pos_number(_SPACE), space[2]
    columns[:, 3] = [strings.add(t.text) if t.text.isspace() else 0 for t in tokens]
    width = parsed[0].states.shape[1] if parsed else 0
    tensor = np.zeros((count, width), dtype=np.float32)
    owner = np.full(count, -1)
    if parsed:
        solid = np.concatenate(layout.words)
        owner[solid] = solid
        tags = np.concatenate([p.tags for p in parsed])
        upos = np.concatenate([p.upos for p in parsed])
        relations = np.concatenate([p.relations for p in parsed])
        features = np.concatenate([p.features for p in parsed]).tolist()
        heads[solid] = np.concatenate([w[p.heads] for w, p in zip(layout.words, parsed, strict=True)])
        tensor[solid] = np.concatenate([p.states for p in parsed])
        columns[solid, 0] = np.array([strings.add(t) for t in TAGS], dtype=np.uint64)[tags]
        columns[solid, 1] = np.array([_pos_number(u) for u in UPOS], dtype=np.uint64)[upos]
        columns[solid, 4] = np.array([strings.add(r) for r in RELATIONS], dtype=np.uint64)[relations]
        add = vocab.morphology.add
        columns[solid, 2] = [
            add(features_of(tag, tuple(values), "Voice=Pass" if relation == _PASSIVE else ""))
            for tag, values, relation in zip(tags.tolist(), features, relations.tolist(), strict=True)
        ]
        columns[solid, 3] = [
            strings.add(lemma_of(tokens[i].text, UPOS[u], TAGS[t]))
            for i, u, t in zip(solid.tolist(), upos.tolist(), tags.tolist(), strict=True)
        ]
        heads = _seat_space(heads, owner, layout.words)
    columns[:, 5] = (heads - np.arange(count)).astype(np.int64).astype(np.uint64)
    doc.from_array([TAG, POS, MORPH, LEMMA, DEP, HEAD], columns)
    doc.tensor = tensor
    return doc


def _seat_space(heads: NDArray[Any], owner: NDArray[Any], words: list[NDArray[np.int64]]) -> NDArray[Any]:
    """White space hangs on the word before it; before the first word, on that word."""
    before = np.maximum.accumulate(owner)
    before[before < 0] = words[0][0]
    blank = owner < 0
    heads[blank] = before[blank]
    return heads


@cache
def _pos_number(name: str) -> int:
    from spacy.symbols import IDS

    return int(IDS[name])
