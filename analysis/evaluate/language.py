"""Language against gold: tokens, sentences, tags, trees, moods, lemmas and names, from raw text, aligned by offset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from ..errors import LanguageError
from .bootstrap import bounds, draws

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc, Token

Span = tuple[int, int]
Check: TypeAlias = "Callable[[Word, Token], bool]"

RESAMPLES: Final = 1000
KINDS: Final = ("PER", "LOC", "ORG")
ROOT: Final[Span] = (-1, -1)


class Word(NamedTuple):
    """A surface token of the gold; a contraction such as `im` is one, with the annotation of its outer word."""

    span: Span
    lemma: str | None
    upos: str
    tag: str
    mood: str | None
    head: Span
    relation: str


@dataclass
class Gold:
    """A treebank as one text: its sentences, and the words of each."""

    text: str
    sentences: list[Span] = field(default_factory=list)
    words: list[list[Word]] = field(default_factory=list)


def read_conllu(path: Path) -> Gold:
    """Rebuild the running text of a treebank: paragraphs parted by an empty line, else sentences by a blank.

    Raises
    ------
    LanguageError
        If the file holds no sentence in CoNLL-U.
    """
    blocks = [block for block in path.read_text(encoding="utf-8").split("\n\n") if block.strip()]
    gold = Gold("")
    parts: list[str] = []
    position = 0
    for block in blocks:
        lines = block.split("\n")
        rows = [columns for line in lines if not line.startswith("#") and len(columns := line.split("\t")) == 10]
        if not rows:
            continue
        if parts:
            separator = "\n\n" if any(line.startswith(("# newpar", "# newdoc")) for line in lines) else " "
            parts.append(separator)
            position += len(separator)
        given = next((line[9:].strip() for line in lines if line.startswith("# text = ")), "")
        text, words = _words(rows, position, given)
        gold.words.append(words)
        gold.sentences.append((position, position + len(text)))
        parts.append(text)
        position += len(text)
    if not parts:
        raise LanguageError(f"{path} holds no sentence in CoNLL-U (ten columns, tab-separated); choose another file.")
    gold.text = "".join(parts)
    return gold


def _words(rows: list[list[str]], offset: int, given: str) -> tuple[str, list[Word]]:
    """Text of a sentence and its surface words; MISC says where no blank follows."""
    spans = {int(row[0].split("-")[0]): (int(row[0].split("-")[1]), row) for row in rows if "-" in row[0]}
    single = {int(row[0]): row for row in rows if row[0].isdigit()}
    groups: list[tuple[list[int], list[str]]] = []
    number = 1
    while number in single:
        last, surface = spans.get(number, (number, single[number]))
        groups.append((list(range(number, last + 1)), surface))
        number = last + 1
    text = ""
    offsets: list[Span] = []
    owner: dict[int, int] = {}
    for group, (numbers, surface) in enumerate(groups):
        found = given.find(surface[1], len(text.rstrip()) if given else 0) if given else len(text)
        start = found if found >= 0 else len(text)
        text += " " * max(0, start - len(text)) + surface[1]
        offsets.append((offset + start, offset + start + len(surface[1])))
        if not given and "SpaceAfter=No" not in surface[9].split("|"):
            text += " "
        owner.update(dict.fromkeys(numbers, group))
    words = []
    for (numbers, _), span in zip(groups, offsets, strict=True):
        row = single[next((n for n in numbers if int(single[n][6]) not in numbers), numbers[0])]
        head = int(row[6])
        feats = dict(pair.split("=", 1) for pair in row[5].split("|") if "=" in pair)
        lemma = row[2] if len(numbers) == 1 and row[2] != "_" else None
        target = offsets[owner[head]] if head else ROOT
        words.append(Word(span, lemma, row[3], row[4], feats.get("Mood"), target, _relation(row[7])))
    return text.rstrip(), words


def _relation(label: str) -> str:
    return label.split(":")[0]


class Tally(NamedTuple):
    """Per sentence what is right, what the gold has, what the system has (None: accuracy, not F1)."""

    name: str
    right: list[float]
    gold: list[float]
    found: list[float] | None


def _value(right: float, gold: float, found: float | None) -> float:
    total = gold if found is None else (gold + found) / 2
    return right / total if total else float("nan")


def _row(tally: Tally, seed: int) -> dict[str, object]:
    """Return a score with n and a 95 % interval from resampling sentences."""
    right, gold = np.array(tally.right), np.array(tally.gold)
    found = None if tally.found is None else np.array(tally.found)
    value = _value(right.sum(), gold.sum(), None if found is None else found.sum())
    samples = [
        _value(right[pick].sum(), gold[pick].sum(), None if found is None else found[pick].sum())
        for pick in draws(len(right), seed=seed, resamples=RESAMPLES)
    ]
    low, high = bounds(samples) if gold.sum() else (float("nan"), float("nan"))
    return {"score": tally.name, "value": float(value), "n": int(gold.sum()), "low": low, "high": high}


def tree_tallies(gold: Gold, doc: Doc) -> Iterator[Tally]:
    """Tokens, sentences, tags, trees, moods and lemmas of a parsed treebank text."""
    found = {(t.idx, t.idx + len(t)): t for t in doc if not t.is_space}
    begins = np.array([start for start, _ in gold.sentences])

    def counted(starts: Iterable[int]) -> list[float]:
        numbers = np.searchsorted(begins, list(starts), side="right") - 1
        return [float(n) for n in np.bincount(np.maximum(numbers, 0), minlength=len(begins))]

    hits = [[found.get(w.span) for w in words] for words in gold.words]
    sizes = [float(len(words)) for words in gold.words]
    yield Tally(
        "token_f1", [float(sum(h is not None for h in row)) for row in hits], sizes, counted(s for s, _ in found)
    )
    sentences = set(_sentence_spans(doc))
    right = [float(span in sentences) for span in gold.sentences]
    yield Tally("sentence_f1", right, [1.0] * len(right), counted(s for s, _ in sentences))

    def accuracy(name: str, test: Check, among: Callable[[Word], bool] = lambda w: True) -> Tally:
        rows = [list(zip(words, row, strict=True)) for words, row in zip(gold.words, hits, strict=True)]
        chosen = [[(w, t) for w, t in row if among(w)] for row in rows]
        return Tally(
            name,
            [float(sum(t is not None and test(w, t) for w, t in row)) for row in chosen],
            [float(len(row)) for row in chosen],
            None,
        )

    yield accuracy("upos", lambda w, t: w.upos == t.pos_)
    yield accuracy("tag", lambda w, t: w.tag == t.tag_, lambda w: w.tag not in ("_", "") and len(w.span) == 2)
    yield accuracy("uas", lambda w, t: _head(t) == w.head)
    yield accuracy("las", lambda w, t: _head(t) == w.head and _relation(t.dep_.lower()) == w.relation)
    yield accuracy("mood", lambda w, t: t.morph.to_dict().get("Mood") == w.mood, lambda w: w.mood is not None)
    yield accuracy("lemma", lambda w, t: t.lemma_ == w.lemma, lambda w: w.lemma is not None)


def _head(token: Token) -> Span:
    return ROOT if token.head.i == token.i else (token.head.idx, token.head.idx + len(token.head))


def _sentence_spans(doc: Doc) -> Iterator[Span]:
    for sentence in doc.sents:
        text = sentence.text
        if text.strip():
            start = sentence.start_char + len(text) - len(text.lstrip())
            yield start, start + len(text.strip())


def read_entities(path: Path) -> tuple[str, list[Span], list[tuple[int, int, str]]]:
    """Read text, sentences and outer spans from columns: number, token, outer, inner label; or token, label."""
    text = ""
    sentences: list[Span] = []
    spans: list[tuple[int, int, str]] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and not line.startswith("#")]
        rows = [row for row in rows if len(row) > 1]
        if not rows:
            continue
        pairs = [(row[1], row[2]) if row[0].isdigit() and len(row) > 2 else (row[0], row[-1]) for row in rows]
        if text:
            text += "\n\n"
        begin = len(text)
        for number, (word, label) in enumerate(pairs):
            glued = number == 0 or word in ".,;:!?)]" or text[-1] in "([„"
            text += word if glued else " " + word
            start = len(text) - len(word)
            if label.startswith("I-") and spans and spans[-1][2] == label[2:] and spans[-1][1] >= start - 1:
                spans[-1] = (spans[-1][0], len(text), label[2:])
            elif label[:2] in ("B-", "I-"):
                spans.append((start, len(text), label[2:]))
        sentences.append((begin, len(text)))
    return text, sentences, spans


def entity_tallies(
    sentences: list[Span], gold: list[tuple[int, int, str]], found: list[tuple[int, int, str]]
) -> Iterator[Tally]:
    """Exact spans of PER, LOC and ORG: together and one by one."""
    bounds = np.array([start for start, _ in sentences])

    def counted(spans: Iterable[tuple[int, int, str]]) -> list[float]:
        numbers = np.searchsorted(bounds, [span[0] for span in spans], side="right") - 1
        return [float(n) for n in np.bincount(np.maximum(numbers, 0), minlength=len(bounds))]

    for name, kinds in [("ner_f1", KINDS), *((f"ner_{kind.lower()}_f1", (kind,)) for kind in KINDS)]:
        a = {span for span in gold if span[2] in kinds}
        b = {span for span in found if span[2] in kinds}
        both = counted(sorted(a & b)) if a & b else [0.0] * len(bounds)
        there = counted(sorted(a)) if a else [0.0] * len(bounds)
        claimed = counted(sorted(b)) if b else [0.0] * len(bounds)
        if name == "ner_f1":
            yield Tally("ner_precision", both, claimed, None)
            yield Tally("ner_recall", both, there, None)
        yield Tally(name, both, there, claimed)


def evaluate_language(gold: Path, *, ner: Path | None = None, language: str = "default", seed: int = 0) -> pd.DataFrame:
    """Score a language backend against gold.

    Parameters
    ----------
    gold : Path
        Trees in CoNLL-U. The text is rebuilt from them and parsed raw; tokens are matched by offset.
    ner : Path, optional
        Entities in IOB columns; outer spans of PER, LOC and ORG count, exactly.
    language : str, optional
        Backend, as for `analysis.parse`.
    seed : int, optional
        Of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        ``score, value, n, low, high``: token and sentence F1; accuracy of UPOS, STTS tag, head (UAS), head and relation
        without subtype (LAS), mood of verbs, lemma, all over gold tokens, a token that is cut otherwise counting as
        wrong; precision, recall and F1 of names. `low` and `high` bound the 95 % bootstrap interval over sentences.

    Raises
    ------
    LanguageError
        If the gold or the backend cannot be used.
    """
    import pandas as pd

    from ..language import parse
    from ..reading import Document

    trees = read_conllu(gold)
    tallies = list(tree_tallies(trees, parse(Document(doc_id="gold", text=trees.text), language=language)))
    if ner is not None:
        text, sentences, spans = read_entities(ner)
        doc = parse(Document(doc_id="ner", text=text), language=language)
        found = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        tallies += entity_tallies(sentences, spans, found)
    return pd.DataFrame([_row(tally, seed) for tally in tallies])


def run(gold: Path, *, texts: Path | None = None, ner: Path | None = None, language: str = "default") -> pd.DataFrame:
    """Score a backend for ``mittellage evaluate language``; `texts` is not needed, the gold holds its text."""
    return evaluate_language(gold, ner=ner, language=language)
