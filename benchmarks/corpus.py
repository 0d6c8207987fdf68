"""How fast a corpus goes: Dask and Parquet against the plain loop, and against what one would script today.

    python benchmarks/corpus.py ../shared/data/quotes/train.jsonl.xz --sizes 1000 10000 50000 --workers 1 2

Every run is a process of its own; what it and its children take of the processor and of memory is watched from
outside. Wall times begin after the models are loaded. A machine that is slower for some minutes must not decide: a
corpus runs between the two halves of the loops that it is compared with. Writes docs/fragments/corpus.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from evaluation import markdown
from generate import write_corpus

ROOT = Path(__file__).resolve().parent.parent
WARM = "Kasachstan und Russland unterzeichneten am Dienstag ein Abkommen."
SAMPLE_EVERY = 0.25
# Documents after which memory should grow no more, and for the slope of what follows.
SETTLED = 0.4


class Run(NamedTuple):
    """What a run took."""

    what: str
    documents: int
    tokens: int
    seconds: float
    cpu: float
    peak: float
    slope: float
    loading: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", nargs="*", type=Path, help="texts to recombine, see generate.py")
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 10_000, 50_000])
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--plain", type=int, default=5000, help="at most so many documents in the loops to compare")
    parser.add_argument("--others", type=int, default=300, help="at most so many documents in the loops of other tools")
    parser.add_argument("--price", type=float, default=0.05, help="euros for a core and an hour")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "fragments" / "corpus.md")
    parser.add_argument("--loop", nargs=3, metavar=("KIND", "CORPUS", "SHARE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.loop:
        loop(*chosen.loop)
        return
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(report(chosen, Path(folder))).rstrip() + "\n"
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(text, encoding="utf-8", newline="\n")
    print(text)


def loop(kind: str, corpus: str, share: str) -> None:
    """Do the work of one process: every n-th document, one after the other."""
    from analysis.reading import iter_documents

    index, of = map(int, share.split("/"))
    work = {"plain": plain, "spacy": spacy_alone, "script": script}[kind]()
    list(work([WARM]))
    loading, begin = time.process_time(), time.perf_counter()
    texts: Iterable[Any] = islice(iter_documents(corpus), index, None, of)
    if kind != "plain":
        texts = (document.text for document in texts)
    done = tokens = 0
    for size in work(texts):
        done += 1
        tokens += size
    seconds = time.perf_counter() - begin
    print(json.dumps({"documents": done, "tokens": tokens, "seconds": seconds, "loading": loading}))


def plain() -> Any:
    """Return the whole analysis and the indicators, as the corpus does, without keeping anything."""
    from analysis.framing import framing_rows, load_frames, perspective_of
    from analysis.pipeline import Failure, iter_results

    frames = load_frames(None)

    def work(documents: Iterable[Any]) -> Iterator[int]:
        for result in iter_results(documents):
            if isinstance(result, Failure):
                yield 0
                continue
            framing_rows(result.rows, perspective=perspective_of(), frames=frames)
            yield result.rows["documents"][0].n_tokens

    return work


def spacy_alone() -> Any:
    """Give our tokens, tags, lemmas, parses and entities alone, as spaCy components."""
    from analysis.language import parse_many
    from analysis.reading import Document

    def work(texts: Iterable[str]) -> Iterator[int]:
        for doc in parse_many(Document.from_text(text) for text in texts):
            yield sum(not token.is_space for token in doc)

    return work


def script() -> Any:
    """Give a script as one finds it: HanTa's lemmas, textblob-de's polarity, regular expressions for the rest."""
    from HanTa import HanoverTagger
    from textblob_de import TextBlobDE
    from textblob_de.tokenizers import PatternTokenizer

    tagger = HanoverTagger.HanoverTagger("morphmodel_ger.pgz")
    tokenizer = PatternTokenizer()
    countries = re.compile(r"\b(?:Russland|China|USA|Kasachstan|Usbekistan|Kirgisistan|Tadschikistan|Turkmenistan)\w*")
    quotes = re.compile('„[^“]+“|"[^"]+"|»[^«]+«')

    def work(texts: Iterable[str]) -> Iterator[int]:
        for text in texts:
            words = re.findall(r"\w+(?:-\w+)*|[^\w\s]", text)
            tagger.tag_sent(words)
            polarity = TextBlobDE(text, tokenizer=tokenizer).sentiment.polarity
            _ = countries.findall(text), quotes.findall(text), polarity
            yield len(words)

    return work


def command(kind: str, corpus: Path, share: str) -> list[str]:
    return [sys.executable, __file__, "--loop", kind, str(corpus), share]


def measure_loops(what: str, kind: str, corpus: Path, *, shares: Sequence[str]) -> Run | None:
    """Run independent loops side by side, each on its share of the documents, as `1/4`."""
    processes = [
        subprocess.Popen(command(kind, corpus, share), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for share in shares
    ]
    watch = Watch([process.pid for process in processes])
    while any(process.poll() is None for process in processes):
        watch.look()
    answers = [process.communicate() for process in processes]
    if any(process.returncode for process in processes):
        print(f"{what}: not measured ({answers[0][1].strip().splitlines()[-1:]})", file=sys.stderr)
        return None
    done = [json.loads(out) for out, _ in answers]
    return Run(
        what,
        sum(item["documents"] for item in done),
        sum(item["tokens"] for item in done),
        max(item["seconds"] for item in done),
        watch.cpu(),
        watch.peak(),
        watch.slope(),
        sum(item["loading"] for item in done),
    )


def compare(corpus: Path, folder: Path, *, workers: int) -> list[Run]:
    """Run a corpus between the halves of as many plain loops as it has workers."""
    shares = [f"{number}/{2 * workers}" for number in range(2 * workers)]
    first = measure_loops(loops_of(workers), "plain", corpus, shares=shares[:workers])
    run = measure_corpus(corpus, folder, workers=workers)
    second = measure_loops(loops_of(workers), "plain", corpus, shares=shares[workers:])
    return [joined(first, second), run] if first and second else [run]


def loops_of(workers: int) -> str:
    return "plain loop" if workers == 1 else f"plain loops, {workers} side by side"


def joined(first: Run, second: Run) -> Run:
    """Two halves as one run, which would have loaded the models once."""
    return Run(
        first.what,
        first.documents + second.documents,
        first.tokens + second.tokens,
        first.seconds + second.seconds,
        first.cpu + second.cpu - second.loading,
        max(first.peak, second.peak),
        max(first.slope, second.slope),
    )


CORPUS = """
import json, sys
from analysis.corpus import run_corpus
if __name__ == "__main__":
    done = run_corpus(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]), progress=False)
    print(json.dumps(done._asdict()))
"""


def corpus_of(workers: int) -> str:
    return f"corpus, {workers} worker{'s' if workers > 1 else ''}"


def measure_corpus(corpus: Path, folder: Path, *, workers: int) -> Run:
    """Run a corpus into a fresh store."""
    program, store = folder / "run_corpus.py", folder / f"store-{corpus.stem}-{workers}"
    program.write_text(CORPUS)
    process = subprocess.Popen(
        [sys.executable, str(program), str(corpus), str(store), str(workers)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    watch = Watch([process.pid])
    while process.poll() is None:
        watch.look()
    done = json.loads(process.communicate()[0])
    if done["documents"] + done["errors"] != done["added"] or done["errors"] > done["added"] / 100:
        raise SystemExit(f"The run went wrong: {done}")
    return Run(
        corpus_of(workers), done["added"], done["tokens"], done["seconds"], watch.cpu(), watch.peak(), watch.slope()
    )


class Watch:
    """Samples of processor time and memory of some processes and all their children."""

    def __init__(self, roots: list[int]) -> None:
        self._roots = roots
        self._cpu: dict[int, float] = {}
        self._held: dict[int, list[float]] = {}

    def look(self) -> None:
        time.sleep(SAMPLE_EVERY)
        for root in self._roots:
            try:
                family = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
            except psutil.Error:
                continue
            for member in family:
                try:
                    times = member.cpu_times()
                    self._cpu[member.pid] = times.user + times.system
                    self._held.setdefault(member.pid, []).append(member.memory_info().rss / 1e6)
                except psutil.Error:
                    continue

    def cpu(self) -> float:
        """Seconds of the processor, models and imports included."""
        return sum(self._cpu.values())

    def peak(self) -> float:
        """Megabytes of the largest process, which is the engine or the loop."""
        return max(max(held) for held in self._held.values())

    def slope(self) -> float:
        """Megabytes that the largest process gains from its settled start to its end."""
        held = max(self._held.values(), key=max)
        settled = held[int(len(held) * SETTLED) :]
        if len(settled) < 8:
            return 0.0
        third = len(settled) // 3
        return statistics.median(settled[-third:]) - statistics.median(settled[:third])


def report(chosen: argparse.Namespace, folder: Path) -> Iterator[str]:
    sources = " ".join(str(path.name) for path in chosen.sources)
    yield "## Many documents\n"
    yield (
        f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}, {psutil.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f} when it began. Articles recombined from {sources} (`benchmarks/generate.py`).\n"
    )
    yield (
        f"    python benchmarks/corpus.py {sources} --sizes {' '.join(map(str, chosen.sizes))} "
        f"--workers {' '.join(map(str, chosen.workers))}\n"
    )
    fewest = min(chosen.others, *chosen.sizes)
    corpora = {size: folder / f"{size}.jsonl" for size in sorted({*chosen.sizes, fewest})}
    for size, path in corpora.items():
        write_corpus(chosen.sources, path, number=size)
    compared = max((size for size in corpora if size <= chosen.plain), default=min(corpora))
    others = [
        measure_loops("spaCy components alone", "spacy", corpora[fewest], shares=["0/1"]),
        measure_loops("HanTa + textblob-de + regex", "script", corpora[fewest], shares=["0/1"]),
    ]
    every = [run for run in others if run is not None]
    for size, workers in product(chosen.sizes, chosen.workers):
        if size == compared:
            every += compare(corpora[size], folder, workers=workers)
        else:
            every.append(measure_corpus(corpora[size], folder, workers=workers))
    yield table(every)
    yield (
        "Seconds are wall time after loading; processor seconds include loading; memory is that of the largest "
        "process, gain what it grew by from its settled start to its end. Each corpus that has loops beside it ran "
        "between their halves, so that a slower hour of the machine meets both.\n"
    )
    yield from ratios(every, compared, chosen.price)


def table(runs: list[Run]) -> str:
    import pandas as pd

    rows = [
        {
            "run": run.what,
            "documents": run.documents,
            "tokens": run.tokens,
            "s": round(run.seconds, 1),
            "documents/s": round(run.documents / run.seconds, 2),
            "tokens/s": round(run.tokens / run.seconds),
            "processor s a document": run.cpu / run.documents,
            "peak MB": round(run.peak),
            "gain MB": round(run.slope),
        }
        for run in runs
    ]
    return markdown(pd.DataFrame(rows))


def ratios(runs: list[Run], compared: int, price: float) -> Iterator[str]:
    found = {run.what: run for run in runs if run.documents == compared}
    one, solo = found.get(loops_of(1)), found.get(corpus_of(1))
    script_run = next((run for run in runs if run.what.startswith("HanTa")), None)
    if one and solo:
        yield (
            f"- Overhead of Dask, Parquet and the engine's process, {compared} documents, one worker: "
            f"{solo.seconds / one.seconds - 1:+.1%} wall, {solo.cpu / one.cpu - 1:+.1%} processor (aim: below 10 %)."
        )
    for workers in range(2, 65):
        loops, beside = found.get(loops_of(workers)), found.get(corpus_of(workers))
        if loops and beside:
            yield (
                f"- {workers} workers reach {loops.seconds / beside.seconds:.1%} of the throughput of {workers} "
                "independent plain loops side by side (aim: 90 % or more); in processor time they take "
                f"{beside.cpu / loops.cpu:.2f} times as much."
            )
    if one and script_run:
        factor = (script_run.tokens / script_run.seconds) / (one.tokens / one.seconds)
        yield f"- The script, which parses nothing and finds no stance, has {factor:.2f} times the speed of mittellage."
    largest = max((run for run in runs if run.what.startswith("corpus")), key=lambda run: (run.documents, run.what))
    each = largest.cpu / largest.documents
    hours = each * 10_000_000 / 3600
    yield (
        f"- Ten million articles: {each:.3f} processor seconds each ({largest.what}, {largest.documents} documents) x "
        f"10,000,000 / 3,600 = {hours:,.0f} core hours; on 64 cores {hours / 64 / 24:,.1f} days; at {price:.2f} euros "
        f"for a core and an hour {hours * price:,.0f} euros."
    )


if __name__ == "__main__":
    main()
