"""Our own backend: documents in, filled spaCy `Doc` objects out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from .agreement import made_consistent
from .labels import FEATURES, RELATIONS, TAGS, UPOS
from .lemmas import lemma_of
from .morphology import features_of
from .networks import EntityNetwork, LanguageNetwork, Parsed, entity_network, language_network, pieces
from .sentences import split_sentences
from .tokens import Cut, cut

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from ..reading import Document

_CHARS: Final = 15_000
"""Characters of documents that are read together: each step is faster where it is done for many words."""
MOST_WORDS: Final = 300
"""Words of a sentence; what goes on without an end mark (lists, tables, transcripts, junk) is cut. Stages that look at
pairs of words in a sentence would take the square of its time and memory otherwise."""
_PASSIVE: Final = RELATIONS.index("aux:pass")
_NMOD: Final = RELATIONS.index("nmod")
_SIZES: Final = [len(values) for values in FEATURES.values()]
_PLACES: Final = np.cumprod([1, *_SIZES[:-1]])
"""What makes one number of the values of all features, as the places of a decimal number do."""
_COMBINATIONS: Final = math.prod(_SIZES)
_CASE: Final = list(FEATURES).index("Case")


class Layout(NamedTuple):
    """Tokens of a document and the sentences they form; white space is a token but no word."""

    tokens: list[Cut]
    words: list[NDArray[np.int64]]
    """For each sentence the indices of its words."""


@cache
def _vocab() -> Vocab:
    """Make the vocabulary of spaCy's German, without the tokenizer that `spacy.blank` builds too."""
    from spacy.lang.de import German
    from spacy.vocab import create_vocab

    return create_vocab("de", German.Defaults)


def lay_out(text: str, spans: Sequence[tuple[int, int]]) -> Layout:
    """Tokens and sentences of a text; no sentence crosses one of the spans, which are in order and apart."""
    tokens: list[Cut] = []
    words: list[NDArray[np.int64]] = []
    for begin, end in stretches(text, spans):
        piece, starts = split_sentences(cut(text[begin:end]))
        offset = len(tokens)
        tokens += piece
        for first, last in zip(starts, [*starts[1:], len(piece)], strict=False):
            solid = [offset + i for i in range(first, last) if not piece[i].text.isspace()]
            if len(solid) <= MOST_WORDS:
                words += [np.array(solid)] if solid else []
                continue
            forms = [tokens[i].text for i in solid]
            words += [np.array(solid[begin:end]) for begin, end in pieces(forms, most=MOST_WORDS)]
    return Layout(tokens, words)


def stretches(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans and what lies between them, so that together they are the text."""
    position = 0
    for begin, end in spans:
        if position < begin:
            yield position, begin
        if begin < end:
            yield begin, end
        position = end
    if position < len(text):
        yield position, len(text)


def parse_documents(
    documents: Iterable[Document], *, parser: LanguageNetwork | None = None, entities: EntityNetwork | None = None
) -> Iterator[Doc]:
    """Parse documents, by default with the packaged networks; none depends on those that it is read with."""
    parser, entities = parser or language_network(), entities or entity_network()
    for chunk in _chunks(documents):
        layouts = [lay_out(document.text, [(s.start, s.end) for s in document.segments]) for document in chunk]
        texts = [[[layout.tokens[i].text for i in solid] for solid in layout.words] for layout in layouts]
        words = [[word for sentence in sentences for word in sentence] for sentences in texts]
        parsed = made_consistent([word for own in words for word in own], parser.parse(texts))
        parts = parsed.split([len(own) for own in words])
        names = entities.find(texts, [parser.name_scores(part.states) for part in parts])
        for layout, own, part, spans in zip(layouts, words, parts, names, strict=True):
            doc = fill(layout, own, part)
            write_entities(doc, spans, layout)
            yield doc


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """As many documents as are read together; what was read before an error comes first."""
    chunk: list[Document] = []
    size = 0
    try:
        for document in documents:
            chunk.append(document)
            size += len(document.text)
            if size >= _CHARS:
                yield chunk
                chunk, size = [], 0
    except Exception:
        if chunk:
            yield chunk
        raise
    if chunk:
        yield chunk


def fill(layout: Layout, words: list[str], parsed: Parsed) -> Doc:
    """Write tags, features, lemmas and trees into a `Doc`, column by column."""
    from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
    from spacy.tokens import Doc

    vocab = _vocab()
    strings = vocab.strings
    tokens = layout.tokens
    count = len(tokens)
    doc = Doc(vocab, words=[t.text for t in tokens], spaces=[t.space for t in tokens])
    if not tokens:
        return doc
    solid = np.concatenate([np.zeros(0, dtype=np.int64), *layout.words])
    columns = np.zeros((count, 6), dtype=np.uint64)
    columns[:] = (strings.add("_SP"), _pos_number("SPACE"), 0, 0, strings.add("dep"), 0)
    blank = np.ones(count, dtype=bool)
    blank[solid] = False
    columns[blank, 3] = [strings.add(tokens[i].text) for i in np.flatnonzero(blank).tolist()]
    tag_numbers, pos_numbers, relation_numbers = _label_numbers()
    columns[solid, 0] = tag_numbers[parsed.tags]
    columns[solid, 1] = pos_numbers[parsed.upos]
    columns[solid, 4] = relation_numbers[parsed.relations]
    columns[solid, 2] = _morph_numbers(parsed)
    tags, upos = parsed.tags.tolist(), parsed.upos.tolist()
    # Putins Sprecher: a name before the noun that it modifies is a genitive
    before = (parsed.relations == _NMOD) & (parsed.heads > np.arange(len(parsed.heads)))
    genitive = ((parsed.features[:, _CASE] == FEATURES["Case"].index("Gen")) | before).tolist()
    columns[solid, 3] = [
        _lemma_number(word, u, t, g) for word, u, t, g in zip(words, upos, tags, genitive, strict=True)
    ]
    heads = np.full(count, -1)
    heads[solid] = solid[parsed.heads]
    columns[:, 5] = (_seat_space(heads) - np.arange(count)).astype(np.int64).astype(np.uint64)
    doc.from_array([TAG, POS, MORPH, LEMMA, DEP, HEAD], cast("Any", columns))
    doc.tensor = np.zeros((count, parsed.states.shape[1]), dtype=np.float32)
    doc.tensor[solid] = parsed.states
    return doc


def write_entities(doc: Doc, spans: list[tuple[int, int, str]], layout: Layout) -> None:
    """Plain names become `doc.ents`, derived and partial ones `doc.spans["derived"]`."""
    from spacy.tokens import Span

    solid = [i for words in layout.words for i in words.tolist()]
    found = [Span(doc, solid[start], solid[end - 1] + 1, label=kind) for start, end, kind in spans]
    doc.set_ents([span for span in found if span.label_.isupper()])
    doc.spans["derived"] = [span for span in found if not span.label_.isupper()]


def states_of(doc: Doc) -> NDArray[np.float32]:
    """Read what the packaged encoder makes of each token in its sentence, whoever parsed the document.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        A parsed document. If another pipeline parsed it, its words are read now.

    Returns
    -------
    ndarray of float32, shape (tokens, width)
        Zeros for white space.
    """
    if doc.vocab is _vocab():
        return np.asarray(doc.tensor, dtype=np.float32)
    solid = [[token.i for token in sentence if not token.is_space] for sentence in doc.sents]
    solid = [numbers for numbers in solid if numbers]
    found = language_network().parse([[[doc[i].text for i in numbers] for numbers in solid]]).states
    states = np.zeros((len(doc), found.shape[1]), dtype=np.float32)
    states[[i for numbers in solid for i in numbers]] = found
    return states


def _seat_space(heads: NDArray[np.int64]) -> NDArray[np.int64]:
    """White space (-1) hangs on the word before it; before the first word, on that word."""
    words = np.where(heads >= 0, np.arange(len(heads)), -1)
    if words.max(initial=-1) < 0:
        return np.zeros(len(heads), dtype=np.int64)  # nothing but white space
    before = np.maximum.accumulate(words)
    before[before < 0] = words[words >= 0][0]
    return np.where(heads >= 0, heads, before)


@lru_cache(maxsize=100_000)
def _lemma_number(word: str, upos: int, tag: int, genitive: bool) -> int:
    return int(_vocab().strings.add(lemma_of(word, UPOS[upos], TAGS[tag], genitive=genitive)))


@cache
def _label_numbers() -> tuple[NDArray[np.uint64], ...]:
    """Numbers of all tags, parts of speech and relations in the vocabulary, in the order of the networks' labels."""
    strings = _vocab().strings
    numbers = [strings.add(tag) for tag in TAGS], map(_pos_number, UPOS), [strings.add(name) for name in RELATIONS]
    return tuple(np.array(list(column), dtype=np.uint64) for column in numbers)


def _morph_numbers(parsed: Parsed) -> NDArray[np.uint64]:
    """Numbers of the words' features in the vocabulary; each combination is asked for once a document."""
    passive = parsed.relations == _PASSIVE
    codes = (parsed.tags * 2 + passive) * _COMBINATIONS + parsed.features @ _PLACES
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    tags, features, passives = (column[first].tolist() for column in (parsed.tags, parsed.features, passive))
    some = [_morph_number(*each) for each in zip(tags, map(tuple, features), passives, strict=True)]
    return np.array(some, dtype=np.uint64)[inverse]


@lru_cache(maxsize=20_000)
def _morph_number(tag: int, values: tuple[int, ...], passive: bool) -> int:
    return int(_vocab().morphology.add(features_of(tag, values, "Voice=Pass" if passive else "")))


@cache
def _pos_number(name: str) -> int:
    from spacy.symbols import IDS

    return int(IDS[name])
