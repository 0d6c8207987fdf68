"""Speed of the whole pipeline beside the script that a researcher would write, on the same texts in turn.

    python benchmarks/pipeline.py --texts dev.jsonl.xz [--rounds 5] [--out docs/fragments/pipeline.md]

Needs HanTa. The script tags and lemmatises (HanTa), asks textblob-de for a polarity and counts countries and quotation
marks by regular expressions; it parses nothing and finds neither speakers nor stances. Processor time after loading.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corpus import script
from language import read_texts

from analysis.actors import link_actors, mention_rows
from analysis.framing import Perspective
from analysis.framing.measure import framing_rows
from analysis.language import parse_many
from analysis.pipeline import analyse_many
from analysis.quotes import quote_rows
from analysis.reading import Document
from analysis.stance import marker_rows, stance_rows


def run(texts: Iterable[str]) -> Iterator[int]:
    """Take what `mittellage annotate` takes: every stage, and the record of each document."""
    for result in analyse_many(texts):
        result.record()
        yield result.rows["documents"][0].n_tokens


def stages(texts: list[str]) -> dict[str, float]:
    """Return the microseconds a token of each stage alone."""
    begun = time.process_time()
    docs = list(parse_many(Document.from_text(text) for text in texts))
    spent = {"language": time.process_time() - begun}

    def stage(name: str, work: Callable[[], list[object]]) -> list[object]:
        start = time.process_time()
        result = work()
        spent[name] = time.process_time() - start
        return result

    mentions = stage("mentions", lambda: [mention_rows(doc) for doc in docs])
    actors = stage("actors", lambda: [link_actors(d, m) for d, m in zip(docs, mentions, strict=True)])
    quotes = stage("quotes", lambda: [quote_rows(d, a) for d, a in zip(docs, actors, strict=True)])
    given = list(zip(docs, mentions, quotes, actors, strict=True))
    stage("stance", lambda: [stance_rows(d, m, q, a) for d, m, q, a in given])
    stage("markers", lambda: [marker_rows(d, q) for d, _, q, _ in given])
    words = sum(not token.is_space for doc in docs for token in doc)
    return {name: 1e6 * seconds / words for name, seconds in spent.items()}


def framing(texts: list[str]) -> tuple[float, float]:
    """Return the milliseconds that all indicators of a document take as a corpus computes them, and its mean words."""
    results = list(analyse_many(texts))
    perspective = Perspective()
    for result in results[:5]:
        framing_rows(result.rows, perspective=perspective)
    begun = time.process_time()
    for result in results:
        framing_rows(result.rows, perspective=perspective)
    spent = time.process_time() - begun
    return 1e3 * spent / len(results), statistics.mean(result.rows["documents"][0].n_tokens for result in results)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, required=True, help="JSONL with `text`, plain or packed with xz")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, help="section of docs/evaluation.md to write")
    options = parser.parse_args()
    texts = read_texts(options.texts)
    methods = {"mittellage": run, "script": script()}
    for method in methods.values():  # what is loaded on first use is not counted
        list(method(texts[:5]))
    blocks = [texts[number :: options.rounds] for number in range(options.rounds)]
    speeds: dict[str, list[float]] = {name: [] for name in methods}
    for block in blocks:
        for name, method in methods.items():
            begun = time.process_time()
            tokens = sum(method(block))
            speeds[name].append(tokens / (time.process_time() - begun))
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    ratios = [ours / theirs for ours, theirs in zip(*speeds.values(), strict=True)]
    each, words = framing(texts)
    lines = [f"| {name}, tokens a second | {value:,.0f} |" for name, value in medians.items()]
    lines.append(
        f"| ratio, block by block: median of {len(ratios)} | {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f} to {max(ratios):.2f}) |"
    )
    lines += [f"| {name}, microseconds a token | {value:.1f} |" for name, value in stages(texts).items()]
    lines.append(f"| framing of a document of {words:.0f} tokens, as a corpus measures it | {each:.1f} ms |")
    table = "\n".join(["| what | value |", "| --- | ---: |", *lines]) + "\n"
    print(table)
    if options.out:
        options.out.write_text(fragment(table, len(texts), options.rounds), encoding="utf-8", newline="\n")


def fragment(table: str, texts: int, rounds: int) -> str:
    """Return the section of docs/evaluation.md."""
    return (
        "## Speed: the whole pipeline beside a script\n\n"
        f"{texts} articles in {rounds} blocks, on which both work in turn; processor time after loading, at a load of "
        f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors. The script tags and lemmatises (HanTa), asks "
        "textblob-de for a polarity and counts countries and quotation marks; it parses nothing and finds neither "
        "speakers nor stances.\n\n"
        "    python benchmarks/pipeline.py --texts data/quotes/dev.jsonl.xz --out docs/fragments/pipeline.md\n\n"
        f"{table}"
    )


if __name__ == "__main__":
    main()
