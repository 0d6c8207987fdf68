"""Mentions against gold: precision, recall and F1 of country mentions, by overlap and equal country.

A gold mention counts only where it is core; the others are optional, and whatever the system puts on them is ignored.
Leaders are left out, as the codebook asks: persons who took office later and opposition leaders are unmarked.
"""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ..errors import ReadingError
from ..export.cells import restore
from .bootstrap import bounds, draws

if TYPE_CHECKING:
    import pandas as pd

    from ..actors import Gazetteer
    from ..tables import Mention

# Names of forms in the codebook that the tables split into form and role.
_FORMS: Final[Mapping[str, str]] = {
    "capital_metonym": "capital",
    "capital_literal": "capital",
    "institution_metonym": "institution",
}
_SCORES: Final = ("precision", "recall", "f1", "exact", "form")


class GoldMention(NamedTuple):
    """A mention of the gold standard."""

    start: int
    end: int
    country: str
    form: str
    core: bool


@dataclass
class Item:
    """A text of the gold standard with its mentions."""

    name: str
    text: str
    mentions: list[GoldMention] = field(default_factory=list)


class Counts(NamedTuple):
    """What is found in one text, as numbers that add up."""

    hits: int
    found: int
    gold: int
    exact: int
    form: int


def read_gold(path: Path, *, texts: Path | None = None) -> list[Item]:
    """Read a gold standard of mentions.

    Parameters
    ----------
    path : Path
        JSONL with ``mentions`` and either ``text`` or ``doc_id``; or CSV with ``start, end, country, form, tier``.
    texts : Path, optional
        Where the texts are, if not in the gold: a text file, JSONL with ``doc_id`` and ``text`` (also ``.xz``), or a
        folder of such files.

    Raises
    ------
    ReadingError
        If a text is missing or is not the one that was annotated.
    """
    known = dict(_texts(texts)) if texts is not None else {}
    if path.suffix == ".csv":
        if len(known) != 1:
            raise ReadingError(f"{path.name!r} annotates one text; give it by --texts FILE, not {len(known)} texts.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [_gold(row, row.get("tier", "core") == "core") for row in csv.DictReader(file)]
        return [Item(name, text, rows) for name, text in known.items()]
    items = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        record = json.loads(line)
        name = record.get("doc_id") or record.get("id") or f"line {number}"
        text = record.get("text", known.get(name))
        if text is None:
            raise ReadingError(f"{path.name!r}, line {number}: no text for {name!r}. Give the texts by --texts PATH.")
        digest = record.get("text_sha256")
        if digest and hashlib.sha256(text.encode()).hexdigest() != digest:
            raise ReadingError(f"{path.name!r}, line {number}: the text of {name!r} is not the one that was annotated.")
        items.append(Item(name, text, [_gold(row, row["core"] in ("yes", True)) for row in record["mentions"]]))
    return items


def _gold(row: Mapping[str, Any], core: bool) -> GoldMention:
    return GoldMention(int(row["start"]), int(row["end"]), restore(row["country"]), row["form"], core)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        for child in sorted(path.iterdir()):
            if child.name.endswith((".jsonl", ".jsonl.xz", ".txt")):
                yield from _texts(child)
    elif path.name.endswith((".jsonl", ".jsonl.xz")):
        raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        for line in raw.decode().splitlines():
            record = json.loads(line)
            yield record["doc_id"], record["text"]
    else:
        yield path.stem, path.read_text(encoding="utf-8")


def compare(item: Item, found: Sequence[Mention]) -> tuple[Counts, Counter[str], Counter[str]]:
    """Hold the mentions found in one text against the gold.

    Returns
    -------
    counts : Counts
        Numbers that add up over texts.
    hits, gold : Counter
        Core mentions found, and all core mentions, by form of the gold.
    """
    rows = [row for row in found if row.form != "leader"]
    optional = [mention for mention in item.mentions if not mention.core]
    taken: set[int] = set()
    exact = form = 0
    hits: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for mention in item.mentions:
        if not mention.core:
            continue
        gold[mention.form] += 1
        match = next((i for i, row in enumerate(rows) if i not in taken and _fits(row, mention)), None)
        if match is None:
            continue
        taken.add(match)
        hits[mention.form] += 1
        exact += (rows[match].start, rows[match].end) == (mention.start, mention.end)
        form += rows[match].form == _FORMS.get(mention.form, mention.form)
    wrong = sum(
        i not in taken and not any(row.start < other.end and other.start < row.end for other in optional)
        for i, row in enumerate(rows)
    )
    return Counts(hits.total(), hits.total() + wrong, gold.total(), exact, form), hits, gold


def _fits(row: Mention, mention: GoldMention) -> bool:
    return row.country == mention.country and row.start < mention.end and mention.start < row.end


def _scores(counts: np.ndarray[Any, Any]) -> dict[str, float]:
    hits, found, gold, exact, form = (float(value) for value in counts)
    precision, recall = hits / found if found else 1.0, hits / gold if gold else 1.0
    both = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
        "exact": exact / hits if hits else 0.0,
        "form": form / hits if hits else 0.0,
    }


def _interval(values: np.ndarray[Any, Any], value: float, size: int) -> tuple[float, float]:
    """Return the 95 % percentile interval; without a single error the exact one, which resampling cannot see."""
    if not size or not len(values):
        return float("nan"), float("nan")
    if value == 1.0:
        return 0.025 ** (1 / size), 1.0
    return bounds(values)


def evaluate_mentions(
    items: Sequence[Item], *, language: str = "default", gazetteer: Gazetteer | None = None, seed: int = 0
) -> pd.DataFrame:
    """Score the mentions of texts against gold.

    Parameters
    ----------
    items : sequence of Item
        Texts with gold mentions.
    language : str
        Language backend.
    gazetteer : Gazetteer, optional
        The gazetteer that is measured.
    seed : int
        For the bootstrap over texts.

    Returns
    -------
    pandas.DataFrame
        ``score, value, n, low, high``: precision, recall, F1 (overlap and equal country), the share of exact spans and
        of right forms among the hits, and recall by form. The 95 % interval is a percentile bootstrap over texts, or
        the exact binomial one where there is no error at all.

    References
    ----------
    Clopper, C. J. and Pearson, E. S. (1934): The use of confidence or fiducial limits. Biometrika 26, 404-413.
    Efron, B. and Tibshirani, R. J. (1993): An Introduction to the Bootstrap. New York: Chapman & Hall.
    """
    import pandas as pd

    from ..actors import mention_rows
    from ..language import parse
    from ..reading import Document
    from ..reading.folding import unfold

    counts, hits, gold = [], [], []
    for item in items:
        document = Document.from_text(item.text)
        annotated = mention_rows(parse(document.folded, language=language), gazetteer=gazetteer)
        one, right, all_ = compare(item, unfold(annotated, document.folding, document.text))
        counts.append(one)
        hits.append(right)
        gold.append(all_)
    table = np.array(counts, dtype=float).reshape(-1, len(Counts._fields))
    drawn = draws(len(table), seed=seed)
    resampled = [_scores(table[draw].sum(axis=0)) for draw in drawn]
    point, total = _scores(table.sum(axis=0)), table.sum(axis=0)
    sizes = {"precision": total[1], "recall": total[2], "f1": total[2], "exact": total[0], "form": total[0]}
    rows: list[tuple[str, float, int, float, float]] = []
    for name in _SCORES:
        low, high = _interval(np.array([draw[name] for draw in resampled]), point[name], int(sizes[name]))
        rows.append((name, point[name], int(sizes[name]), low, high))
    for form in sorted({form for counter in gold for form in counter}):
        found = np.array([counter[form] for counter in hits], dtype=float)
        wanted = np.array([counter[form] for counter in gold], dtype=float)
        sums = wanted[drawn].sum(axis=1)
        shares = found[drawn].sum(axis=1)[sums > 0] / sums[sums > 0]
        value = float(found.sum() / wanted.sum())
        low, high = _interval(shares, value, int(wanted.sum()))
        rows.append((f"recall {form}", value, int(wanted.sum()), low, high))
    return pd.DataFrame(rows, columns=["score", "value", "n", "low", "high"])


def run(gold: Path, *, texts: Path | None = None, language: str = "default") -> pd.DataFrame:
    """Score the stage on a gold standard; what ``mittellage evaluate mentions`` calls."""
    return evaluate_mentions(read_gold(gold, texts=texts), language=language)
