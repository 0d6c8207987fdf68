"""Run broken and hostile inputs through everything that reads or writes, and count what should not happen.

    python benchmarks/fuzz.py --n 100000 --seed 1

Each input is a function of the seed and its number. What went wrong is kept as a file in `--out`, and
`--replay FILE` runs it again. A run that was stopped goes on where it ended when it is started again with the same
`--out`, and does again what failed; `--from` starts at another number. `--page` writes the figures to
docs/fragments/fuzz.md, which is part of docs/evaluation.md (`python benchmarks/evaluation.py --only fragments`).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import resource
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

from fuzzing.inputs import kind_of, make_input
from fuzzing.run import as_json, from_json, run_inputs
from fuzzing.targets import Outcome

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "fragments" / "fuzz.md"
CHUNK = 200
# No chunk takes a twentieth of that; a library that hangs in its own code is ended.
PATIENCE = 3_000.0
FAULTS = ("crashed", "lost", "offsets", "unequal", "slow", "memory")
WHAT = {
    "line": "lines of JSON, annotated twice in two orders",
    "text": "texts, read and folded",
    "file": "files of 17 formats, imported",
    "corpus": "documents of small stores",
    "export": "analyses, exported in 12 formats",
    "store": "damaged stores, checked and repaired",
    "long": "20,000 characters of one pattern or two",
    "giant": "5 MB of one pattern or two",
}

ABOUT = """Each is made from the seed and its number: texts of a grammar of quotation marks and layouts
whose characters are changed, and files that are damaged in bytes, markup and parts. Refused means that the
input is named with a reason, and the run goes on. Counted are exceptions that are not ours (crashed), inputs
without a result or a reason (lost), rows whose offsets do not say what they say (offsets), two runs or ways
that differ (unequal), inputs that take longer than ten seconds or than linear time (slow), and texts of 5 MB
that take more than 1 GB (memory)."""


class Tally(NamedTuple):
    """What became of some inputs.

    Attributes
    ----------
    inputs, refused : Counter
        How many, by kind.
    reasons : Counter
        Why they were refused, by kind and reason.
    faults : list
        Number, kind of input, kind of fault and message.
    peaks : list
        Most memory of the process after each chunk, in bytes.
    seconds : list
        Processor time of each chunk.
    """

    inputs: Counter[str]
    refused: Counter[str]
    reasons: Counter[tuple[str, str]]
    faults: list[tuple[int, str, str, str]]
    peaks: list[int]
    seconds: list[float]

    def add(self, line: dict[str, Any]) -> None:
        """Add a line of the checkpoint."""
        self.inputs.update(line["inputs"])
        self.refused.update(line["refused"])
        self.reasons.update({(kind, reason): number for kind, reason, number in line["reasons"]})
        self.faults.extend((number, kind, fault, said) for number, kind, fault, said in line["faults"])
        self.peaks.append(line["peak"])
        self.seconds.append(line["seconds"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=100_000, help="how many inputs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="K", help="number of the first input")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "fuzz", help="folder of checkpoint and failures")
    parser.add_argument(
        "--replay", type=Path, nargs="+", metavar="FILE", help="run kept failures again, and nothing else"
    )
    parser.add_argument("--page", action="store_true", help="also write the figures to docs/fragments/fuzz.md")
    chosen = parser.parse_args()
    if chosen.replay:
        return replay(chosen.replay)
    tally = run(
        range(chosen.first, chosen.first + chosen.n), seed=chosen.seed, processes=chosen.processes, out=chosen.out
    )
    text = "\n".join(page(tally, seed=chosen.seed, day=date.today()))
    print(text)
    if chosen.page:
        PAGE.write_text(text + "\n", encoding="utf-8", newline="\n")
    return int(bool(tally.faults))


def replay(paths: Iterable[Path]) -> int:
    """Run kept failures again; return 1 if one still fails."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            item = from_json(json.loads(path.read_text("utf-8")))
            (outcome,) = run_inputs([item], Path(folder))
            failed += bool(outcome.faults)
            for fault in outcome.faults or ("holds now",):
                print(path.name, item.kind, item.form, *(fault if isinstance(fault, tuple) else (fault,)), sep="  ")
    return int(failed > 0)


def run(numbers: range, *, seed: int, processes: int, out: Path) -> Tally:
    """Run inputs on some processes; what an earlier run into the same folder has done is not done again."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "failures").mkdir(exist_ok=True)
    checkpoint = out / f"seed-{seed}.jsonl"
    tally = Tally(Counter(), Counter(), Counter(), [], [], [])
    wanted = {chunk[0]: chunk for chunk in chunks(numbers)}
    for line in map(json.loads, checkpoint.read_text("utf-8").splitlines() if checkpoint.exists() else ()):
        # What failed is done again: somebody may have mended it.
        if wanted.get(line["first"], [])[-1:] == [line["last"]] and not line["faults"]:
            tally.add(line)
            del wanted[line["first"]]
    begin = time.monotonic()
    with checkpoint.open("a", encoding="utf-8") as file:
        for line in spread(list(wanted.values()), seed=seed, processes=processes):
            tally.add(line)
            for failure in line.pop("failures"):
                name = f"{seed}-{failure['number']:07}-{failure['kind']}.json"
                (out / "failures" / name).write_text(json.dumps(failure), "utf-8")
            file.write(json.dumps(line) + "\n")
            file.flush()
            show(tally, len(numbers), time.monotonic() - begin)
    print(file=sys.stderr)
    return tally


def show(tally: Tally, total: int, seconds: float) -> None:
    """Write the line of progress."""
    done = sum(tally.inputs.values())
    print(
        f"\r{done:,} of {total:,} inputs, {len(tally.faults)} faults, {seconds / 60:.1f} min",
        end="",
        file=sys.stderr,
        flush=True,
    )


def chunks(numbers: range) -> Iterator[list[int]]:
    """Yield the numbers that are run together; what takes long is run alone."""
    for first in range(numbers.start, numbers.stop, CHUNK):
        group = list(range(first, min(first + CHUNK, numbers.stop)))
        slow = [number for number in group if kind_of(number) in ("long", "giant")]
        yield from ([number] for number in slow)
        yield [number for number in group if number not in slow]


def spread(waiting: Sequence[list[int]], *, seed: int, processes: int) -> Iterator[dict[str, Any]]:
    """Yield the lines of all chunks; where a process ends over one, its inputs are run alone."""
    # The longest first, so that no process waits for it at the end.
    queue = deque(sorted(waiting, key=lambda chunk: kind_of(chunk[0]) != "giant"))
    context = multiprocessing.get_context("spawn")
    workers: dict[Connection, tuple[Any, list[int], float]] = {}

    def hand(process: Any, pipe: Connection) -> None:
        if queue:
            chunk = queue.popleft()
            pipe.send(chunk)
            workers[pipe] = process, chunk, time.monotonic()
        else:
            pipe.send(None)
            process.join()

    def start() -> None:
        pipe, other = context.Pipe()
        process = context.Process(target=work, args=(other, seed))
        process.start()
        other.close()
        hand(process, pipe)

    for _ in range(min(processes, len(queue))):
        start()
    while workers:
        for pipe in wait(list(workers), timeout=5):
            assert isinstance(pipe, Connection)
            process, chunk, _ = workers.pop(pipe)
            try:
                line = pipe.recv()
            except (EOFError, OSError):
                process.join()
                if len(chunk) == 1:
                    yield line_of([Outcome(chunk[0])], seed, 0.0, died=f"the process ended with {process.exitcode}")
                else:
                    queue.extendleft([chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]])
                start()
            else:
                yield line
                hand(process, pipe)
        for process, _, begun in list(workers.values()):
            if time.monotonic() - begun > PATIENCE:
                process.kill()


def work(pipe: Connection, seed: int) -> None:
    """Run the chunks that are sent."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        while (numbers := pipe.recv()) is not None:
            begin = time.process_time()
            outcomes = run_inputs((make_input(seed, number) for number in numbers), Path(folder))
            pipe.send(line_of(outcomes, seed, time.process_time() - begin))


def line_of(outcomes: Sequence[Outcome], seed: int, seconds: float, *, died: str = "") -> dict[str, Any]:
    """Return the line of the checkpoint that says what became of a chunk."""
    faults = [(o.number, kind_of(o.number), *fault) for o in outcomes for fault in o.faults]
    faults += [(outcomes[0].number, kind_of(outcomes[0].number), "crashed", died)] if died else []
    refused = [(kind_of(o.number), reason_of(o.refused)) for o in outcomes if o.refused]
    kept = [o for o in outcomes if o.faults or died]
    return {
        "first": outcomes[0].number,
        "last": outcomes[-1].number,
        "inputs": Counter(kind_of(o.number) for o in outcomes),
        "refused": Counter(kind for kind, _ in refused),
        "reasons": [(*key, number) for key, number in Counter(refused).items()],
        "faults": faults,
        "failures": [as_json(make_input(seed, o.number), o) for o in kept],
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "seconds": seconds,
    }


def reason_of(message: str) -> str:
    """Return a message without what it cites, so that like ones can be counted."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|\([^()]*\)|\d[\d,.]*", "…", message)
    return " ".join(bare.split())[:80]


def page(tally: Tally, *, seed: int, day: date) -> Iterator[str]:
    """Yield the page line by line."""
    total = sum(tally.inputs.values())
    yield "## Hostile and malformed input\n"
    yield f"    python benchmarks/fuzz.py --n {total} --seed {seed} --page\n"
    yield f"{total:,} inputs, seed {seed}, {day.isoformat()}. {ABOUT}\n"
    yield "| inputs | n | refused | " + " | ".join(FAULTS) + " |"
    yield "| --- " + "| ---: " * (2 + len(FAULTS)) + "|"
    # An input that has ten wrong rows is one input with wrong offsets.
    wrong = {(number, kind, fault) for number, kind, fault, _ in tally.faults}
    faults = Counter((kind, fault) for _, kind, fault in wrong)
    for kind in [kind for kind in WHAT if tally.inputs[kind]]:
        counts = (tally.inputs[kind], tally.refused[kind], *(faults[kind, fault] for fault in FAULTS))
        yield f"| {WHAT[kind]} | " + " | ".join(f"{count:,}" for count in counts) + " |"
    sums = [sum(number for (_, found), number in faults.items() if found == fault) for fault in FAULTS]
    yield "| together | " + " | ".join(f"{n:,}" for n in (total, sum(tally.refused.values()), *sums)) + " |"
    minutes, peak = sum(tally.seconds) / 60, max(tally.peaks) / 1e6
    yield f"\n{minutes:,.0f} minutes of one processor; no process held more than {peak:,.0f} MB."
    yield "The most frequent reasons for which inputs are refused:\n"
    yield "| reason | n |"
    yield "| --- | ---: |"
    reasons: Counter[str] = Counter()
    for (_, reason), number in tally.reasons.items():
        reasons[re.sub(r"^Line …:? ?", "", reason)] += number
    for reason, number in reasons.most_common(12):
        yield f"| {reason.replace('|', '/')} | {number:,} |"


if __name__ == "__main__":
    sys.exit(main())
