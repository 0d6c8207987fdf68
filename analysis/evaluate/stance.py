"""Stance against gold: whole documents or behavioural items with edges, or sentences with the label of one target.

Three baselines stand in the same table, because a figure without them says little: the tonality of textblob-de, the
sign of evaluative words in the sentence, and the most frequent label. All of them give every country of a sentence the
same label, since they know neither holder nor target.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ..errors import ReadingError
from ..reading import Document
from ..stance.output.rows import predicate_of
from ..tables import NARRATOR, Stance
from .agreement import krippendorff_alpha
from .bootstrap import interval
from .shares import SHARES, f1
from .stance_edges import evaluate_documents

if TYPE_CHECKING:
    import pandas as pd

    from ..stance.reader import ReaderName

LABELS: Final = ("negative", "neutral", "positive")
METHODS: Final = ("mittellage", "tonality", "lexicon", "majority")
_SIGNS: Final = {"+": 1, "-": -1, "−": -1}
Edge = tuple[str, int]
HeldEdge = tuple[str | None, str, int]


class Item(NamedTuple):
    """A behavioural item: text, expected edges without and with holder."""

    name: str
    pair: str | None
    capability: str
    text: str
    edges: frozenset[Edge]
    held: frozenset[HeldEdge]


class Case(NamedTuple):
    """A sentence in its context, with the label of one target."""

    name: str
    text: str
    start: int
    end: int
    target: str
    label: str


class Guess(NamedTuple):
    """What each method says of a case or an item."""

    edges: frozenset[Edge]
    held: frozenset[HeldEdge]


def run(
    gold: Path,
    *,
    texts: Path | None = None,
    language: str = "default",
    folds: Path | None = None,
    reader: ReaderName = "fast",
) -> pd.DataFrame:
    """Score the stage on a gold standard; what ``mittellage evaluate stance`` calls.

    Parameters
    ----------
    gold : pathlib.Path
        A JSONL file of behavioural items (``text``, ``edges``) or of whole documents (``sentences`` and ``fold``
        besides), or a JSON file of sentences (``sentence``, ``before``, ``after``, ``target``, ``label``).
    texts : pathlib.Path, optional
        Not needed: the gold holds its texts.
    language : str
        Backend that is measured.
    folds : pathlib.Path, optional
        Directory with the readers that have not seen the documents of a fold; see `stance_edges`.
    reader : {"fast", "thorough"}
        Who reads where no folds are given.

    Returns
    -------
    pandas.DataFrame
        Columns ``method, score, value, n, low, high``: a row per method and score, ``n`` items or sentences, and the
        ends of the 95 % bootstrap interval over them.

    Raises
    ------
    ReadingError
        If the file is neither.

    References
    ----------
    Ribeiro, M. T., Wu, T., Guestrin, C., & Singh, S. (2020). Beyond accuracy: Behavioral testing of NLP models with
    CheckList. ACL.
    """
    del texts
    records = _read(gold)
    if all("edges" in record and "fold" in record for record in records):
        return evaluate_documents(records, folds=folds, language=language, reader=reader)
    if all("edges" in record for record in records):
        return evaluate_items([_item(record) for record in records], language=language, reader=reader)
    if all("label" in record and "sentence" in record for record in records):
        return evaluate_cases([_case(record) for record in records], language=language, reader=reader)
    raise ReadingError(f"{gold} holds neither items with 'edges' nor sentences with 'label'; see docs/evaluation.md.")


def _read(gold: Path) -> list[dict[str, Any]]:
    try:
        text = gold.read_text(encoding="utf-8")
        if text.lstrip().startswith("["):
            return list(json.loads(text))
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ReadingError(f"The gold standard {gold} cannot be read as JSON or JSONL: {error}.") from error


def _item(record: Mapping[str, Any]) -> Item:
    edges = record["edges"]
    held = {(_holder(edge["holder"], edge["holder_country"]), edge["target"], _SIGNS[edge["sign"]]) for edge in edges}
    plain = frozenset((target, sign) for _, target, sign in held)
    name, pair = str(record["id"]), record.get("pair_id")
    return Item(name, pair, str(record.get("capability", "")), record["text"], plain, frozenset(held))


def _case(record: Mapping[str, Any]) -> Case:
    before = f"{record['before']} " if record.get("before") else ""
    after = f" {record['after']}" if record.get("after") else ""
    text = before + record["sentence"] + after
    start = len(before)
    return Case(str(record["id"]), text, start, start + len(record["sentence"]), record["target"], record["label"])


def _holder(holder: str | None, country: str | None) -> str | None:
    return NARRATOR if holder == NARRATOR else country


def evaluate_items(items: Sequence[Item], *, language: str = "default", reader: ReaderName = "fast") -> pd.DataFrame:
    """Score edges of behavioural items: F1 over (target, sign), F1 with holder, minimal pairs solved."""
    guesses = list(_guess_items(items, language, reader))
    pairs = sorted({item.pair for item in items if item.pair})
    rows: list[tuple[str, str, float, int, float, float]] = []
    for method in METHODS:
        mine = [guess[method] for guess in guesses]
        plain = _counts([item.edges for item in items], [guess.edges for guess in mine])
        rows.extend(_share_rows(method, "edge", plain))
        if method == METHODS[0]:
            held = _counts([item.held for item in items], [guess.held for guess in mine])
            rows.extend(_share_rows(method, "edge with holder", held))
        right = {item.name for item, guess in zip(items, mine, strict=True) if guess.edges == item.edges}
        solved = np.array(
            [all(item.name in right for item in items if item.pair == pair) for pair in pairs], dtype=float
        )
        if len(pairs):
            rows.append((method, "minimal pairs", float(solved.mean()), len(pairs), *interval(solved, np.mean)))
        exact = np.array([item.name in right for item in items], dtype=float)
        rows.append((method, "items exactly right", float(exact.mean()), len(items), *interval(exact, np.mean)))
    return _table(rows)


def _guess_items(items: Sequence[Item], language: str, reader: ReaderName) -> Iterator[dict[str, Guess]]:
    documents = [Document.from_text(item.text, doc_id=item.name) for item in items]
    for item, result in zip(items, _analyse(documents, language, reader), strict=True):
        told = {target for holder, target, _ in item.held if holder == NARRATOR}
        # A narrator's conduct counts neither way where the gold leaves the narrator out, as its codebook says.
        rows = [row for row in result.stances if row.kind != "conduct" or row.holder != NARRATOR or row.target in told]
        held = frozenset((_holder(row.holder, row.holder_country), row.target, row.sign) for row in rows)
        countries = {m.country for m in result.mentions if m.role == "actor"}
        yield {
            "mittellage": Guess(frozenset((target, sign) for _, target, sign in held), held),
            "tonality": _flat(countries, result.tonality(0, len(item.text))),
            "lexicon": _flat(countries, result.lexicon(0, len(item.text))),
            "majority": _flat(countries, -1.0),
        }


def _flat(countries: Iterable[str], value: float) -> Guess:
    sign = 1 if value > 0 else -1
    edges = frozenset((country, sign) for country in countries) if value else frozenset()
    return Guess(edges, frozenset())


def _counts(gold: Sequence[frozenset[Any]], found: Sequence[frozenset[Any]]) -> np.ndarray[Any, Any]:
    return np.array([(len(g & f), len(f), len(g)) for g, f in zip(gold, found, strict=True)], dtype=float)


def _share_rows(
    method: str, name: str, counts: np.ndarray[Any, Any]
) -> Iterator[tuple[str, str, float, int, float, float]]:
    for score, share in SHARES.items():
        yield method, f"{name} {score}", share(counts), len(counts), *interval(counts, share)


def evaluate_cases(cases: Sequence[Case], *, language: str = "default", reader: ReaderName = "fast") -> pd.DataFrame:
    """Score the label of one target a sentence: F1 of each label, macro-F1, alpha with gold; with baselines.

    The label is the sign of the sum of scores over the rows toward the target that start in the sentence. Below stand
    the predicates whose removal changes macro-F1 most.
    """
    gold = np.array([LABELS.index(case.label) for case in cases])
    guesses: dict[str, list[int]] = {method: [] for method in METHODS}
    evidence: list[list[Stance]] = []
    most = int(np.bincount(gold, minlength=3).argmax())
    documents = [Document.from_text(case.text, doc_id=case.name) for case in cases]
    for case, result in zip(cases, _analyse(documents, language, reader), strict=True):
        rows = [r for r in result.stances if r.target == case.target and case.start <= r.start < case.end]
        evidence.append(rows)
        guesses["mittellage"].append(_label(sum(row.score for row in rows)))
        guesses["tonality"].append(_label(result.tonality(case.start, case.end)))
        guesses["lexicon"].append(_label(result.lexicon(case.start, case.end)))
        guesses["majority"].append(most)
    table: list[tuple[str, str, float, int, float, float]] = []
    for method in METHODS:
        pairs = np.column_stack([gold, np.array(guesses[method])])
        for index, label in enumerate(LABELS):
            one = partial(_label_f1, label=index)
            table.append((method, f"F1 {label}", one(pairs), int((gold == index).sum()), *interval(pairs, one)))
        table.append((method, "macro-F1", _macro_f1(pairs), len(cases), *interval(pairs, _macro_f1)))
        table.append((method, "alpha with gold", _alpha(pairs), len(cases), *interval(pairs, _alpha, resamples=300)))
    table.extend(_sensitivity(gold, evidence))
    return _table(table)


def _sensitivity(
    gold: np.ndarray[Any, Any], evidence: Sequence[Sequence[Stance]]
) -> Iterator[tuple[str, str, float, int, float, float]]:
    """Leave each predicate out in turn; give the five whose removal moves macro-F1 most."""
    whole = np.array([_label(sum(row.score for row in rows)) for rows in evidence])
    base = _macro_f1(np.column_stack([gold, whole]))
    names = sorted({predicate_of(row.rule) for rows in evidence for row in rows})
    effects = []
    for name in names:
        without = [_label(sum(row.score for row in rows if predicate_of(row.rule) != name)) for rows in evidence]
        uses = sum(predicate_of(row.rule) == name for rows in evidence for row in rows)
        effects.append((_macro_f1(np.column_stack([gold, np.array(without)])) - base, name, uses))
    effects.sort(key=lambda effect: (-abs(effect[0]), effect[1]))
    for effect, name, uses in effects[:5]:
        yield METHODS[0], f"macro-F1 change without “{name}”", effect, uses, float("nan"), float("nan")


def _label(value: float) -> int:
    return 1 if abs(value) < 1e-9 else 2 if value > 0 else 0


def _label_f1(pairs: np.ndarray[Any, Any], *, label: int) -> float:
    gold, found = pairs[:, 0] == label, pairs[:, 1] == label
    return f1(np.array([[(gold & found).sum(), found.sum(), gold.sum()]], dtype=float))


def _macro_f1(pairs: np.ndarray[Any, Any]) -> float:
    return float(np.mean([_label_f1(pairs, label=index) for index in range(len(LABELS))]))


def _alpha(pairs: np.ndarray[Any, Any]) -> float:
    return krippendorff_alpha([pairs[:, 0].tolist(), pairs[:, 1].tolist()])


def _table(rows: Sequence[tuple[str, str, float, int, float, float]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=["method", "score", "value", "n", "low", "high"])


class _Result(NamedTuple):
    """What the methods need of one document."""

    stances: Sequence[Stance]
    mentions: Sequence[Any]
    doc: Any

    def tonality(self, start: int, end: int) -> float:
        from ..stance.output.tonality import sentence_tonality

        span = self.doc.char_span(start, end, alignment_mode="expand")
        return sentence_tonality(self.doc, span.start, span.end) if span is not None else 0.0

    def lexicon(self, start: int, end: int) -> float:
        """Sum the signs of all evaluative words, whoever holds them toward whom."""
        from ..stance.output.tonality import lexicon_balance

        span = self.doc.char_span(start, end, alignment_mode="expand")
        return lexicon_balance(self.doc, span.start, span.end) if span is not None else 0.0


def _analyse(documents: Sequence[Document], language: str, reader: ReaderName) -> Iterator[_Result]:
    """Process documents up to stance, keeping the parsed document for the baselines."""
    from ..actors import View, link_actors, mention_rows
    from ..language import parse_many
    from ..quotes import quote_rows
    from ..stance import stance_rows
    from ..stance.reader import packaged_reader

    for doc in parse_many(documents, language=language):
        view = View(doc)
        mentions = mention_rows(view)
        actors = link_actors(view, mentions)
        quotes = quote_rows(view, actors)
        found = stance_rows(view, mentions, quotes, actors, reader=packaged_reader(reader))
        yield _Result(found, mentions, doc)
