"""What the quotation network sees of a text: columns with one value per word, made from the parse and the marks.

Training and analysis share this module, so that the network is asked what it was taught.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..language.features import AFFIX, PREFIXES
from ..language.pipeline import states_of
from ..language.tree import Tree, parse_features
from ..language.view import View
from ..reading.layout.turns import find_label
from .marks import Pair, mark_states, nest
from .stretches import document_pairs, pair_ends, says, until_said

if TYPE_CHECKING:
    from spacy.tokens import Doc

CUES: Final = Path(__file__).parent / "cues.tsv"
FORM_BUCKETS: Final = 1 << 14
LEMMA_BUCKETS: Final = 1 << 13
_AFFIXES: Final = np.array([3, 5, 2, 3, 5])
_SIDES: Final = np.array([PREFIXES, PREFIXES, *[PREFIXES + AFFIX] * 3])
FORM_WIDTH: Final = 3 + len(_AFFIXES)

# The network was taught without interviews; their turns are paragraphs to it.
_TAUGHT: Final = {"question": "paragraph", "answer": "paragraph"}

# Every house has its own marks: the network sees only which way one points.
_MARKS: Final = {
    (1, 0): "„",
    (3, 0): "“",
    **{(out, inside): mark for out in (0, 1, 2, 3, 4) for inside, mark in ((1, "‚"), (3, "‘"))},
}
_LAST: Final = 3


class Encoded(NamedTuple):
    """The words of a document as the network reads them; white space and layout residue are left out."""

    tokens: NDArray[np.int64]
    """Index of each word in the `Doc`."""
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    lemmas: NDArray[np.int64]
    """Buckets of the lemmas."""
    heads: NDArray[np.int64]
    """Position of the head among the words (itself for a root)."""
    verbs: list[str]
    """Form, mood, tense and number of a verb, as in ``Fin-Sub-Pres-Sing``; else empty."""
    cases: list[str]
    """Case, person and kind of pronoun."""
    cues: list[str]
    """Class of a word that can introduce a quote, as in ``verb-speech-clause``; else empty."""
    segments: list[str]
    outer: list[int]
    """How a word stands to the quotation marks, see `analysis.quotes.marks.mark_states`."""
    inner: list[int]
    sizes: list[int]
    places: NDArray[np.int64]
    """0 and 1 for the first words of a sentence, 2 for the others; 3 more for the last word before another sentence."""
    sentences: NDArray[np.int64]
    """Number of the sentence of each word."""
    paragraphs: list[int]
    """Place of each sentence in its paragraph, 3 for all further ones."""
    summaries: list[str]
    """What each sentence holds: k or K a subjunctive, s *sollen*, v or n a cue, m quotation marks."""
    states: NDArray[np.float32]
    """What the encoder of the language model makes of each word in its sentence."""
    pair_ends: NDArray[np.int64]
    """For a word that opens a stretch in quotation marks the position after that stretch, else 0."""
    pairs: list[Pair]
    blocks: NDArray[np.int64]
    """Number of the segment of each word, ascending; no quote goes beyond its own."""
    tree: Tree
    """The words with their tree; every quotation mark is one of „ “ ‚ ‘, by the way it points, and a bracket."""

    @property
    def forms(self) -> list[str]:
        """Words as the network reads them."""
        return self.tree.words

    @property
    def tags(self) -> list[str]:
        """STTS tags."""
        return self.tree.tag

    @property
    def relations(self) -> list[str]:
        """Universal relations."""
        return self.tree.dep

    @property
    def entities(self) -> list[str]:
        """Kinds of names."""
        return self.tree.entity


class Cue(NamedTuple):
    """A word that can introduce a quote."""

    pos: str
    medium: str
    frame: str


@cache
def cue_lexicon() -> dict[str, Cue]:
    """Verbs, nouns and particles that introduce quotes, by lemma."""
    with CUES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    lexicon: dict[str, Cue] = {}
    for row in rows:
        lexicon.setdefault(row["lemma"], Cue(row["pos"], row["medium"], row["frame"]))
    return lexicon


@cache
def _cue_class(lemma: str) -> str:
    cue = cue_lexicon().get(lemma)
    return f"{cue.pos}-{cue.medium}-{cue.frame}" if cue else ""


def form_ids(hashes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Buckets of the spellings of word forms; the first two stand for the whole word.

    Parameters
    ----------
    hashes : ndarray of int, shape (n, spellings)
        From `analysis.language.forms.hashes_of`.

    Returns
    -------
    ndarray of int, shape (n, `FORM_WIDTH`)
        Spelling, spelling in small letters, shape, prefixes of 3 and 5 letters, suffixes of 2, 3 and 5; a shorter word
        is its own prefix and suffix.

    Examples
    --------
    >>> from analysis.language.forms import hashes_of
    >>> sagte, year, another = form_ids(hashes_of(["sagte", "1992", "2023"])).tolist()
    >>> len(sagte) == FORM_WIDTH, year == another
    (True, True)
    """
    letters = (hashes[:, PREFIXES : PREFIXES + AFFIX] >= 0).sum(axis=1, keepdims=True)
    affixes = _SIDES + np.minimum(_AFFIXES, letters) - 1
    columns = np.concatenate([np.tile(np.arange(3), (len(hashes), 1)), affixes], axis=1)
    buckets: NDArray[np.int64] = np.take_along_axis(hashes, columns, axis=1) % FORM_BUCKETS
    return buckets


@lru_cache(maxsize=1 << 16)
def _lemma_id(lemma: str) -> int:
    return crc32(lemma.encode("utf-8", "surrogatepass")) % LEMMA_BUCKETS


@lru_cache(maxsize=1 << 14)
def _verb(morph: str) -> str:
    feats = parse_features(morph)
    if "VerbForm" not in feats:
        return ""
    return "-".join(feats.get(name, "") for name in ("VerbForm", "Mood", "Tense", "Number"))


@lru_cache(maxsize=1 << 14)
def _case(morph: str) -> str:
    return "-".join(parse_features(morph).get(name, "") for name in ("Case", "Person", "PronType"))


def encode(doc: Doc | View) -> Encoded:
    """Turn a parsed document into columns.

    Parameters
    ----------
    doc : spacy.tokens.Doc or View
        As `analysis.language.parse` fills it.

    Returns
    -------
    Encoded
    """
    view = View.of(doc)
    words, segments = _words(view)
    tree = view.among(words)
    starts, ends = (np.array(column, dtype=np.int64)[words] for column in (view.starts, view.ends))
    offsets: list[int] = starts.tolist()
    lemmas = [view.verb_lemma(word) or view.words[word] for word in words.tolist()]
    sentences, places, paragraphs = _places(np.array(view.begins, dtype=bool)[words], offsets, view.text)
    tree.sentence = sentences.tolist()
    verbs, cues = list(map(_verb, tree.morphs)), list(map(_cue_class, lemmas))
    layout = document_pairs(view.text, view.segments)
    pairs = nest(until_said(pair, offsets, tree.words, verbs, cues) for pair in layout)
    outer, inner, sizes = mark_states(offsets, pairs)
    for number, state in enumerate(zip(outer, inner, strict=True)):
        if state in _MARKS:
            tree.words[number], tree.tag[number], tree.dep[number] = _MARKS[state], "$(", "punct"
            verbs[number] = cues[number] = ""
    return Encoded(
        tokens=words,
        starts=starts,
        ends=ends,
        lemmas=np.array(list(map(_lemma_id, lemmas)), dtype=np.int64),
        heads=np.array(tree.head, dtype=np.int64),
        verbs=verbs,
        cases=list(map(_case, tree.morphs)),
        cues=cues,
        segments=segments,
        outer=outer,
        inner=inner,
        sizes=sizes,
        places=places,
        sentences=sentences,
        paragraphs=paragraphs,
        summaries=_summaries(verbs, cues, outer, lemmas, sentences),
        states=states_of(view.doc)[words],
        pair_ends=pair_ends(pairs, offsets),
        pairs=pairs,
        blocks=np.searchsorted(view.borders, offsets, side="right"),
        tree=tree,
    )


def _words(view: View) -> tuple[NDArray[np.int64], list[str]]:
    """Return the words that the network reads, and the kinds of the segments they stand in."""
    words, kinds = view.spoken()
    labels = np.zeros(len(view), dtype=bool)
    for segment in view.segments:
        if segment.kind in _TAUGHT and (label := find_label(view.text[segment.start : segment.end])):
            # "Tokajew: Putin hat mir gesagt, …" has one speaker, and the label says whose the whole turn is.
            first, last = (bisect_left(view.starts, segment.start + shift) for shift in (0, label.body))
            labels[first:last] = True
    read = np.flatnonzero(~labels[words]).tolist()
    return words[read], [_TAUGHT.get(kinds[place], kinds[place]) for place in read]


def is_saying(encoded: Encoded, number: int) -> bool:
    """Return whether a word is a finite verb of saying or writing."""
    return says(encoded.cues, encoded.verbs, number)


def _places(
    begins: NDArray[np.bool_], starts: list[int], text: str
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[int]]:
    """Sentence number and place in the sentence of each word, and place of each sentence in its paragraph."""
    begins[:1] = True
    firsts = np.flatnonzero(begins)
    sentences = np.cumsum(begins) - 1
    places = np.minimum(np.arange(len(starts)) - firsts[sentences], 2)
    places[firsts[1:] - 1] += _LAST
    paragraphs: list[int] = []
    for first in firsts.tolist():
        gap = text[starts[first - 1] : starts[first]] if first else "\n"
        paragraphs.append(0 if "\n" in gap else min(paragraphs[-1] + 1, 3))
    return sentences, places, paragraphs


def _summaries(
    verbs: list[str], cues: list[str], outer: list[int], lemmas: list[str], sentences: NDArray[np.int64]
) -> list[str]:
    """Return what each sentence holds: a subjunctive, sollen, a verb or a particle of saying, quotation marks."""
    flags: list[set[str]] = [set() for _ in range(int(sentences[-1]) + 1)] if len(sentences) else []
    for verb, cue, state, lemma, sentence in zip(verbs, cues, outer, lemmas, sentences.tolist(), strict=True):
        if "-Sub-" in verb:
            flags[sentence].add("k" if verb.startswith("Fin-Sub-Pres") else "K")
        if lemma == "sollen":
            flags[sentence].add("s")
        if cue.startswith(("verb-speech-clause", "verb-writing-clause")):
            flags[sentence].add("v")
        if cue.startswith("particle-open-clause"):
            flags[sentence].add("n")
        if state:
            flags[sentence].add("m")
    return ["".join(sorted(flag)) for flag in flags]
