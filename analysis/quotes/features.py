"""What the quotation network sees of a text: one row of numbers per word, made from the parse and the marks.

Training and analysis share this module, so that the network is asked what it was taught.
"""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..language.features import normalise, shape
from .marks import Pair, mark_states, pair_marks

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CUES: Final = Path(__file__).parent / "cues.tsv"
FORM_BUCKETS: Final = 1 << 14
LEMMA_BUCKETS: Final = 1 << 13
FORM_WIDTH: Final = 8
SKIPPED_SEGMENTS: Final = frozenset({"boilerplate", "dateline"})
"""Layout that is nobody's words; a quote never stands there."""

COLUMNS: Final = (
    "tag", "relation", "head_tag", "head_relation", "verb", "head_verb", "case", "outer", "inner", "size", "place",
    "entity", "segment", "cue", "head_cue", "distance", "paragraph", "sentence",
)  # fmt: skip
"""Categorical columns; their values are strings, numbered by the vocabulary that the model keeps."""

# Every house has its own marks: the network sees only which way one points.
_MARKS: Final = {(1, 0): "„", (3, 0): "“", **{(out, inside): mark for out in (0, 1, 2, 3, 4) for inside, mark in ((1, "‚"), (3, "‘"))}}
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


@lru_cache(maxsize=1 << 16)
def form_ids(form: str) -> tuple[int, ...]:
    """Hashed spellings of a word form, `FORM_WIDTH` bucket numbers; the first two stand for the whole word.

    Examples
    --------
    >>> len(form_ids("sagte")) == FORM_WIDTH, form_ids("1992") == form_ids("2023")
    (True, True)
    """
    form = normalise(form)
    lower = form.lower()
    parts = (
        f"w{form}", f"l{lower}", f"h{shape(form)}", f"p{lower[:3]}", f"p{lower[:5]}",
        f"s{lower[-2:]}", f"s{lower[-3:]}", f"s{lower[-5:]}",
    )  # fmt: skip
    return tuple(crc32(part.encode("utf-8", "surrogatepass")) % FORM_BUCKETS for part in parts)


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


def encode(doc: Doc) -> Encoded:
    """Turn a parsed document into rows of numbers and strings.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        As `analysis.language.parse` fills it.

    Returns
    -------
    Encoded
    """
    segments = [segment for segment in doc._.segments] if doc.has_extension("segments") else []
    begins = [segment.start for segment in segments]
    kinds = [segment.kind for segment in segments]

    def kind_at(offset: int) -> str:
        number = bisect_right(begins, offset) - 1
        return kinds[number] if number >= 0 and offset < segments[number].end else ""

    kept: list[Token] = []
    kept_kinds: list[str] = []
    for token in doc:
        if not token.is_space:
            kind = kind_at(token.idx)
            if kind not in SKIPPED_SEGMENTS:
                kept.append(token)
                kept_kinds.append(kind)
    position = {token.i: number for number, token in enumerate(kept)}
    starts = [token.idx for token in kept]
    pairs = [pair for pair in pair_marks(doc.text) if kind_at(pair.start) not in SKIPPED_SEGMENTS]
    outer, inner, size = mark_states(starts, pairs)
    pair_ends = np.zeros(len(kept), dtype=np.int64)
    for pair in pairs:
        first = bisect_left(starts, pair.start)
        if first < len(kept) and not pair_ends[first]:
            pair_ends[first] = bisect_left(starts, pair.end)
    heads = np.array([position.get(token.head.i, number) for number, token in enumerate(kept)], dtype=np.int64)
    lemmas = [token._.verb_lemma or token.text for token in kept]
    sentences, places, paragraphs = _places(kept)
    morphs = [str(token.morph) for token in kept]
    own = [
        ("$(", "punct", "", "") if _MARKS.get((out, inside)) else (token.tag_, token.dep_, _verb(morph), _cue_class(lemma))
        for token, morph, lemma, out, inside in zip(kept, morphs, lemmas, outer, inner, strict=True)
    ]
    summaries = _summaries(own, outer, lemmas, sentences)
    values = [
        (
            own[i][0], own[i][1], own[head][0], own[head][1], own[i][2], own[head][2], _case(morphs[i]),
            str(outer[i]), str(inner[i]), str(size[i]), places[i], token.ent_type_, kept_kinds[i], own[i][3],
            own[head][3], str(bisect_left(_STEPS, head - i)), paragraphs[i], summaries[sentences[i]],
        )
        for i, (token, head) in enumerate(zip(kept, heads.tolist(), strict=True))
    ]  # fmt: skip
    return Encoded(
        tokens=np.array([token.i for token in kept], dtype=np.int64),
        starts=np.array(starts, dtype=np.int64),
        ends=np.array([token.idx + len(token.text) for token in kept], dtype=np.int64),
        forms=[
            _MARKS.get((out, inside), token.text) for token, out, inside in zip(kept, outer, inner, strict=True)
        ],
        lemmas=np.array([_lemma_id(lemma) for lemma in lemmas], dtype=np.int64),
        heads=heads,
        values=values,
        sentences=np.array(sentences, dtype=np.int64),
        pair_ends=pair_ends,
        pairs=pairs,
    )


def _places(kept: list[Token]) -> tuple[list[int], list[str], list[str]]:
    """Sentence number, place in the sentence, and place of the sentence in its paragraph."""
    sentences: list[int] = []
    places: list[str] = []
    paragraphs: list[str] = []
    sentence, in_paragraph, last = -1, 0, -1
    for number, token in enumerate(kept):
        begins = bool(token.is_sent_start) or number == 0
        if begins:
            sentence += 1
            gap = token.doc.text[kept[number - 1].idx : token.idx] if number else "\n"
            in_paragraph = 0 if "\n" in gap else in_paragraph + 1
            last = number
        if begins and number:
            places[-1] += "e"
        sentences.append(sentence)
        places.append(str(min(number - last, 2)))
        paragraphs.append(str(min(in_paragraph, 3)))
    return sentences, places, paragraphs


def _summaries(
    own: list[tuple[str, str, str, str]], outer: list[int], lemmas: list[str], sentences: list[int]
) -> list[str]:
    """What a sentence holds: a subjunctive, sollen, a verb of saying, quotation marks."""
    flags: list[set[str]] = [set() for _ in range(sentences[-1] + 1)] if sentences else []
    for (_, _, verb, cue), state, lemma, sentence in zip(own, outer, lemmas, sentences, strict=True):
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
