"""Country matching against its peers: megabytes a second and F1, in one run.

    python benchmarks/mentions.py --shared ../shared [--megabytes 10] [--out mentions.json]

Peers: the bare automaton (the speed that cannot be beaten by what stands on it), newsmap's German seed patterns and a
plain regular-expression alternation over our own forms. Text: German plenary protocols; gold: articles and probes.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from analysis.actors import load_gazetteer, match_countries
from analysis.actors.matching import matcher
from analysis.evaluate.mentions import Counts, Item, _scores, compare, read_gold
from analysis.tables import Mention

Found = list[tuple[int, int, str]]


def newsmap_patterns(path: Path) -> re.Pattern[str]:
    """Compile newsmap's seeds (glob patterns, case-insensitive, whole words) as one alternation with named codes."""
    import yaml

    groups: dict[str, list[str]] = {}

    def walk(node: Any, name: str) -> None:
        if isinstance(node, list):
            groups.setdefault(name, []).extend(str(pattern) for pattern in node)
        elif isinstance(node, dict):
            for key, child in node.items():
                walk(child, "NO" if key is False else str(key))

    walk(yaml.safe_load(path.read_text(encoding="utf-8")), "")
    parts = []
    for code, patterns in groups.items():
        globs = "|".join(re.escape(pattern).replace(r"\*", r"\w*").replace(r"\?", r"\w") for pattern in patterns)
        parts.append(f"(?P<{code}>{globs})")
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def alternation() -> tuple[re.Pattern[str], dict[str, str]]:
    """Compile our own whole-word forms as one alternation, the longest first."""
    entries = load_gazetteer().entries
    codes = {form: entry.readings[0].country for form, entry in entries.items() if entry.readings}
    forms = sorted(codes, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b"), codes


def systems(shared: Path) -> Iterator[tuple[str, Callable[[str], Found]]]:
    """Give every system as a function from text to spans with codes."""
    seeds = newsmap_patterns(shared / "data" / "lexicons" / "newsmap_german.yml")
    plain, codes = alternation()

    def ours(text: str) -> Found:
        return [(match.start, match.end, match.reading.country) for match in match_countries(text)]

    def newsmap(text: str) -> Found:
        return [(match.start(), match.end(), str(match.lastgroup)) for match in seeds.finditer(text)]

    def regular(text: str) -> Found:
        return [(match.start(), match.end(), codes[match.group()]) for match in plain.finditer(text)]

    yield "mittellage", ours
    yield "newsmap seeds", newsmap
    yield "regular expression", regular


def speed(work: Callable[[str], object], text: str, *, seconds: float = 4.0) -> float:
    """Measure megabytes of UTF-8 a second of processor time, on as much of the text as the time allows."""
    size = 20_000
    while True:
        part = text[:size]
        begin = time.process_time()
        work(part)
        spent = time.process_time() - begin
        if size >= len(text) or spent > seconds / 4:
            return len(part.encode()) / spent / 1e6
        size = min(size * 4, len(text))


def f1(work: Callable[[str], Found], items: list[Item]) -> float:
    """Score the spans of a system against gold, as ``mittellage evaluate mentions`` does."""
    import numpy as np

    total = np.zeros(len(Counts._fields))
    for item in items:
        rows = [
            Mention("", "", 0, start, end, "", code, "name", None, "actor", "") for start, end, code in work(item.text)
        ]
        total += np.array(compare(item, rows)[0], dtype=float)
    return _scores(total)["f1"]


def main() -> None:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--megabytes", type=float, default=10.0)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    data = arguments.shared / "data"
    with lzma.open(data / "text" / "bundestag_2009_2017.txt.xz", "rt", encoding="utf-8") as file:
        text = file.read(int(arguments.megabytes * 1e6))
    articles = read_gold(data / "mentions" / "dev.jsonl", texts=data / "quotes")
    probes = read_gold(data / "mentions" / "probes_dev.jsonl")

    begin = time.process_time()
    load_gazetteer()
    matcher(load_gazetteer())
    build = time.process_time() - begin
    automaton = matcher(load_gazetteer()).automaton
    bare = speed(lambda part: automaton.find_matches_as_indexes(part, overlapping=True), text)
    rows = [{"system": "bare automaton", "mb_per_s": round(bare, 1), "f1_articles": None, "f1_probes": None}]
    for name, work in systems(arguments.shared):
        row = {"system": name, "mb_per_s": round(speed(work, text), 2)}
        rows.append(row | {"f1_articles": round(f1(work, articles), 3), "f1_probes": round(f1(work, probes), 3)})
    result = {"build_s": round(build, 3), "forms": len(load_gazetteer().entries), "rows": rows}
    print(f"build {build:.2f} s, {result['forms']:,} forms")
    for row in rows:
        print("{system:20} {mb_per_s:>8} MB/s   F1 articles {f1_articles}   probes {f1_probes}".format(**row))
    if arguments.out:
        arguments.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
