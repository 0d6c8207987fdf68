"""Write the error analysis and the learning curve of the quotation stage as Markdown, for docs/evaluation.md.

    python training/quotes/report.py --gold dev.jsonl.xz --curve curve.json --out docs/fragments/quotes.md

Runs in the run-time environment. `curve.json` holds a list of `{"documents": n, "quote": f1, "joint": f1}`, as
`measure.py` prints them for weights trained with `train.py --fraction`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import pandas as pd

from analysis.evaluate.quote_metrics import PARTS, Annotated, align
from analysis.evaluate.quotes import Judged, analyse_gold, read_gold, reliability, run
from analysis.language import parse_many
from analysis.quotes import NetworkFinder
from analysis.reading import Document

SHOWN = 7
"""Words of an example; the texts are not ours to copy at length."""


def confusions(judged: Sequence[Judged], records: Sequence[dict]) -> list[tuple[str, int, str]]:
    """What goes wrong, how often, with the beginning of one example."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for document, record in zip(judged, records, strict=True):
        for gold, found in align(document.gold, document.found):
            for name in _faults(gold, found):
                counts[name] += 1
                quote = gold or found
                assert quote is not None
                examples.setdefault(name, _excerpt(quote, record))
    return [(name, count, examples[name]) for name, count in counts.most_common()]


def _faults(gold: Annotated | None, found: Annotated | None) -> list[str]:
    if gold is None and found is not None:
        return [f"{found.type} found, nothing in gold"]
    if found is None and gold is not None:
        return [f"{gold.type} missed"]
    assert gold is not None
    assert found is not None
    shared = len(gold.parts[0] & found.parts[0])
    if not shared:
        return [f"{gold.type} missed", f"{found.type} found, nothing in gold"]
    faults = [f"{gold.type} taken for {found.type}"] if gold.type != found.type else []
    for part, left, right in zip(PARTS, gold.parts, found.parts, strict=True):
        if left == right:
            continue
        if part == "quote":
            kind = "too long" if left < right else "too short" if right < left else "shifted"
        else:
            kind = (
                "missed" if not right else "invented" if not left else "another" if not left & right else "other extent"
            )
        faults.append(f"{part} of {gold.type}: {kind}")
    return faults


def _excerpt(quote: Annotated, record: dict) -> str:
    words = sorted(quote.parts[0])[:SHOWN]
    start, end = record["tokens"][words[0]][0], record["tokens"][words[-1]][1]
    more = " …" if len(quote.parts[0]) > SHOWN else ""
    return record["text"][start:end].replace("\n", " ").replace("|", "/") + more


def table(frame: pd.DataFrame) -> list[str]:
    lines = ["| measure | part | value | 95 % | n |", "| --- | --- | --- | --- | --- |"]
    for row in frame.itertuples():
        interval = "" if pd.isna(row.low) else f"{row.low:.3f} to {row.high:.3f}"
        lines.append(f"| {row.measure} | {row.part} | {row.value:.3f} | {interval} | {row.n:,} |")
    return lines


def speed(records: Sequence[dict]) -> tuple[int, list[float]]:
    """Words of the documents, and how many the stage alone reads in a second, in four passes, the first cold."""
    docs = list(parse_many([Document.from_text(r["text"], doc_id=r["doc_id"]) for r in records]))
    NetworkFinder().find(docs[0])
    words, rates = sum(len(doc) for doc in docs), []
    for _ in range(4):
        begun = time.process_time()
        for doc in docs:
            NetworkFinder().find(doc)
        rates.append(words / (time.process_time() - begun))
    return words, rates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--curve", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    records = read_gold(options.gold)
    judged = analyse_gold(records)
    lines = [
        "## Quotes",
        "",
        f"`mittellage evaluate quotes --gold {options.gold.name}` ({len(records)} documents, held out of training)",
        "",
    ]
    lines += table(run(options.gold))
    words, (cold, *warm) = speed(records)
    lines += ["", "Speed of the stage alone, one core:"]
    lines += [f"{median(warm):,.0f} tokens a second, {cold:,.0f} while words are new to it ({words:,} tokens)."]
    lines += [
        "",
        "### Reliability of `score`",
        "",
        "A quote counts as right if more than half of its words are shared with its gold quote.",
        "",
        "| mean score | share right | n |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {score:.2f} | {right:.2f} | {n} |" for score, right, n in reliability(judged)]
    lines += [
        "",
        "### The twenty most frequent confusions",
        "",
        "| confusion | n | for example |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {name} | {count} | {example} |" for name, count, example in confusions(judged, records)[:20]]
    if options.curve:
        lines += ["", "### Learning curve", ""]
        lines += ["A network without the encoder's states, trained on random parts of the documents:", ""]
        lines += ["| training documents | quote F1 | joint F1 |", "| --- | --- | --- |"]
        for point in json.loads(options.curve.read_text(encoding="utf-8")):
            lines.append(f"| {point['documents']} | {point['quote']:.3f} | {point['joint']:.3f} |")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
