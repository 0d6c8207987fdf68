"""What the quotation network sees of a text: one row of numbers per word, made from the parse and the marks.

Training and analysis share this module, so that the network is asked what it was taught.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..language.columns import Columns
from ..language.features import AFFIX, PREFIXES
from ..language.pipeline import states_of
from .marks import Pair, mark_states, pair_marks

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ..tables import Segment

CUES: Final = Path(__file__).parent / "cues.tsv"
FORM_BUCKETS: Final = 1 << 14
LEMMA_BUCKETS: Final = 1 << 13
_AFFIXES: Final = np.array([3, 5, 2, 3, 5])
_SIDES: Final = np.array([PREFIXES, PREFIXES, *[PREFIXES + AFFIX] * 3])
FORM_WIDTH: Final = 3 + len(_AFFIXES)
SKIPPED_SEGMENTS: Final = frozenset({"boilerplate", "dateline"})
"""Layout that is nobody's words; a quote never stands there."""

COLUMNS: Final = (
    "tag", "relation", "head_tag", "head_relation", "verb", "head_verb", "case", "outer", "inner", "size", "place",
    "entity", "segment", "cue", "head_cue", "distance", "paragraph", "sentence",
)  # fmt: skip
"""Categorical columns; their values are strings, numbered by the vocabulary that the model keeps."""

# Every house has its own marks: the network sees only which way one points.
_MARKS: Final = {
    (1, 0): "„",
    (3, 0): "“",
    **{(out, inside): mark for out in (0, 1, 2, 3, 4) for inside, mark in ((1, "‚"), (3, "‘"))},
}
_STEPS: Final = (-30, -15, -8, -4, -2, -1, 0, 1, 2, 4, 8, 15, 30)


class Encoded(NamedTuple):
    """The words of a document as the network reads them; white space and layout residue are left out."""

    tokens: NDArray[np.int64]
    """Index of each word in the `Doc`."""
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    forms: list[str]
    lemmas: NDArray[np.int64]
    heads: NDArray[np.int64]
    """Position of the head among the words (itself for a root)."""
    values: list[tuple[str, ...]]
    """`COLUMNS` of each word."""
    states: NDArray[np.float32]
    """What the encoder of the language model makes of each word in its sentence."""
    sentences: NDArray[np.int64]
    pair_ends: NDArray[np.int64]
    """For a word that opens a stretch in quotation marks the position after that stretch, else 0."""
    pairs: list[Pair]


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
    feats = dict(part.split("=", 1) for part in morph.split("|") if "=" in part)
    if "VerbForm" not in feats:
        return ""
    return "-".join(feats.get(name, "") for name in ("VerbForm", "Mood", "Tense", "Number"))


@lru_cache(maxsize=1 << 14)
def _case(morph: str) -> str:
    feats = dict(part.split("=", 1) for part in morph.split("|") if "=" in part)
    return "-".join(feats.get(name, "") for name in ("Case", "Person", "PronType"))


def encode(doc: Doc, columns: Columns | None = None) -> Encoded:
    """Turn a parsed document into rows of numbers and strings.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        As `analysis.language.parse` fills it.
    columns : Columns, optional
        Its columns, where they have been read before.

    Returns
    -------
    Encoded
    """
    columns = columns or Columns(doc)
    offsets, lengths, reach, sentence_starts = columns.numbers("IDX", "LENGTH", "HEAD", "SENT_START").T
    layout = doc._.segments if doc.has_extension("segments") else ()
    words, segments = _words(columns, offsets, layout)
    count = len(words)
    position = np.full(len(doc), -1)
    position[words] = np.arange(count)
    heads = position[words + reach[words]]
    heads = np.where(heads < 0, np.arange(count), heads)
    tags, relations, morphs, entities, texts = (
        [column[word] for word in words.tolist()]
        for column in (columns.tags, columns.relations, columns.morphs, columns.entities, columns.words)
    )
    lemmas = _lemmas(columns, words)
    starts = offsets[words].tolist()
    sentences, places, paragraphs = _places(sentence_starts, words, starts, columns.text)
    pairs = _pairs(columns.text, layout)
    outer, inner, size = mark_states(starts, pairs)
    marks = [_MARKS.get(state) for state in zip(outer, inner, strict=True)]
    verbs, cues = [_verb(morph) for morph in morphs], [_cue_class(lemma) for lemma in lemmas]
    for number, mark in enumerate(marks):
        if mark:
            tags[number], relations[number], verbs[number], cues[number] = "$(", "punct", "", ""
    above = heads.tolist()
    summaries = _summaries(verbs, cues, outer, lemmas, sentences)
    values: list[tuple[str, ...]] = list(
        zip(
            tags, relations, [tags[head] for head in above], [relations[head] for head in above],
            verbs, [verbs[head] for head in above], [_case(morph) for morph in morphs],
            map(str, outer), map(str, inner), map(str, size), places, entities, segments,
            cues, [cues[head] for head in above],
            map(str, np.searchsorted(_STEPS, heads - np.arange(count)).tolist()),
            paragraphs, [summaries[sentence] for sentence in sentences],
            strict=True,
        )
    )  # fmt: skip
    return Encoded(
        tokens=words,
        starts=offsets[words],
        ends=offsets[words] + lengths[words],
        forms=[mark or text for mark, text in zip(marks, texts, strict=True)],
        lemmas=np.array([_lemma_id(lemma) for lemma in lemmas], dtype=np.int64),
        heads=heads,
        values=values,
        states=states_of(doc)[words],
        sentences=np.array(sentences, dtype=np.int64),
        pair_ends=_pair_ends(pairs, starts),
        pairs=pairs,
    )


def _words(
    columns: Columns, offsets: NDArray[np.int64], layout: Sequence[Segment]
) -> tuple[NDArray[np.int64], list[str]]:
    """Tokens that are words outside layout residue, and the kinds of the segments they stand in."""
    kept = ~np.array(columns.blank, dtype=bool)
    kinds = np.full(len(kept), "", dtype=object)
    for segment in layout:
        first, last = np.searchsorted(offsets, [segment.start, segment.end])
        kinds[first:last] = segment.kind
        kept[first:last] &= segment.kind not in SKIPPED_SEGMENTS
    words = np.flatnonzero(kept)
    return words, kinds[words].tolist()


def _lemmas(columns: Columns, words: NDArray[np.int64]) -> list[str]:
    """Lemmas with separated particles put back: those of `token._.verb_lemma`, which asks the children of each verb."""
    parted = {
        head for relation, head in zip(columns.relations, columns.heads, strict=True) if relation == "compound:prt"
    }
    return [
        (columns.doc[word]._.verb_lemma if word in parted else columns.lemmas[word]) or columns.words[word]
        for word in words.tolist()
    ]


def _pairs(text: str, layout: Sequence[Segment]) -> list[Pair]:
    skipped = [(segment.start, segment.end) for segment in layout if segment.kind in SKIPPED_SEGMENTS]
    return [pair for pair in pair_marks(text) if not any(start <= pair.start < end for start, end in skipped)]


def _pair_ends(pairs: list[Pair], starts: list[int]) -> NDArray[np.int64]:
    ends = np.zeros(len(starts), dtype=np.int64)
    for pair in pairs:
        first = bisect_left(starts, pair.start)
        if first < len(starts) and not ends[first]:
            ends[first] = bisect_left(starts, pair.end)
    return ends


def _places(
    begins: NDArray[np.int64], words: NDArray[np.int64], starts: list[int], text: str
) -> tuple[list[int], list[str], list[str]]:
    """Sentence number, place in the sentence, and place of the sentence in its paragraph."""
    sentences: list[int] = []
    places: list[str] = []
    paragraphs: list[str] = []
    sentence, in_paragraph, last = -1, 0, 0
    for number, begin in enumerate((begins[words] == 1).tolist()):
        if begin or number == 0:
            sentence += 1
            gap = text[starts[number - 1] : starts[number]] if number else "\n"
            in_paragraph = 0 if "\n" in gap else in_paragraph + 1
            last = number
            if number:
                places[-1] += "e"
        sentences.append(sentence)
        places.append(str(min(number - last, 2)))
        paragraphs.append(str(min(in_paragraph, 3)))
    return sentences, places, paragraphs


def _summaries(
    verbs: list[str], cues: list[str], outer: list[int], lemmas: list[str], sentences: list[int]
) -> list[str]:
    """Say what each sentence holds: a subjunctive, sollen, a verb of saying, quotation marks."""
    flags: list[set[str]] = [set() for _ in range(sentences[-1] + 1)] if sentences else []
    for verb, cue, state, lemma, sentence in zip(verbs, cues, outer, lemmas, sentences, strict=True):
        if verb and "-Sub-" in verb:
            flags[sentence].add("k" if verb.startswith("Fin-Sub-Pres") else "K")
        if lemma == "sollen":
            flags[sentence].add("s")
        if cue:
            if cue.startswith(("verb-speech-clause", "verb-writing-clause")):
                flags[sentence].add("v")
            if cue.startswith("particle-open-clause"):
                flags[sentence].add("n")
        if state:
            flags[sentence].add("m")
    return ["".join(sorted(flag)) for flag in flags]
