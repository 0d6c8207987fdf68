"""How long until the first look: saving results, the command, and a long text in the app, as ratios.

python benchmarks/look.py [--rounds 3] [--long] [--json look.json] [--out docs/fragments/look.md]
python benchmarks/look.py --read look.json --out docs/fragments/look.md

Seconds differ between machines, and on a busy one between runs. So each work runs in a process of its own, in turn with
a reference (importing pandas and matplotlib and drawing one plain figure), and what counts is the ratio of their
processor times, of all processes that they start. `--long` adds a text of 1 MB, which takes minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "data" / "blinken_astana_2023.txt"
CLOCK = """
import resource, sys, time
def spent():
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)
article, out = sys.argv[1:]
"""
ANALYSED = """
from analysis import analyse, read_document
result = analyse(read_document(article))
result.tables
before, wall = spent(), time.perf_counter()
"""
COLD = "before, wall = 0.0, time.perf_counter()\n"
APP = """
from analysis import analyse
from analysis.explore import Explorer
from analysis.explore.layers import to_html
whole = open(article, encoding="utf-8").read()
text = "\\n\\n".join([whole] * max(1, round({size} / len(whole.encode()))))
before, wall = spent(), time.perf_counter()
to_html(Explorer.of(analyse(text)))
"""
WORK = {
    "reference": COLD
    + """
import io
import pandas, matplotlib
from matplotlib.figure import Figure
figure = Figure()
figure.subplots().plot([1, 2, 3])
figure.savefig(io.BytesIO(), format="png")
""",
    "save all charts, PNG SVG PDF": ANALYSED + 'result.save(out + "/results")\n',
    "save the essential, PNG SVG": ANALYSED + 'result.save(out + "/results", charts="essential")\n',
    "mittellage analyse, cold": COLD
    + """
from analysis.cli import main
sys.argv = ["mittellage", "analyse", article, "--out", out + "/results", "--quiet"]
try:
    main()
except SystemExit as done:
    assert not done.code
""",
    "first text, from import": COLD
    + """
from analysis import analyse, read_document
analyse(read_document(article))
""",
    "framing of one article, warm": """
from analysis import analyse, measure_framing, read_document
rows = analyse(read_document(article)).rows
measure_framing(rows)
before, wall = spent(), time.perf_counter()
measure_framing(rows)
""",
    "app: a text of 100 KB": APP.format(size=100_000),
    "app: a text of 1 MB": APP.format(size=1_000_000),
}
TELL = '\nprint("spent", spent() - before, time.perf_counter() - wall)\n'


def measure(code: str) -> tuple[float, float]:
    """Return processor and wall seconds of a piece of work in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run(
            [sys.executable, "-c", CLOCK + code + TELL, str(ARTICLE), out],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
    processor, wall = done.stdout.split("spent ")[-1].split()
    return float(processor), float(wall)


GOALS = {
    "save all charts, PNG SVG PDF": "≤ 5 s of processor time",
    "save the essential, PNG SVG": "≤ 2.5 s of processor time",
    "mittellage analyse, cold": "≤ 6 s of processor time, ≤ 4 s wall",
    "first text, from import": "≤ 2 s",
    "framing of one article, warm": "≤ 0.15 s",
    "app: a text of 1 MB": "≤ 10 times that of 100 KB",
}


def fragment(record: dict[str, Any]) -> str:
    """Return the section of docs/evaluation.md."""
    command = f"python benchmarks/look.py --rounds {record['rounds']} --long --out docs/fragments/look.md"
    lines = [
        "## Speed: until the first look\n",
        f"Medians of {record['rounds']} runs, each work in a process of its own, at a load of {record['load']} on "
        f"{record['processors']} processors. The reference imports pandas and matplotlib and draws one plain figure; "
        "the ratio of processor times to it can be compared across machines.\n",
        f"    {command}\n",
        "| work | ratio | processor s | wall s | aim |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for name, row in record["work"].items():
        numbers = " | ".join(f"{row[key]:.2f}" for key in ("ratio", "processor_s", "wall_s"))
        lines.append(f"| {name} | {numbers} | {GOALS.get(name, '')} |")
    work = record["work"]
    if "app: a text of 1 MB" in work:
        times = work["app: a text of 1 MB"]["processor_s"] / work["app: a text of 100 KB"]["processor_s"]
        lines.append(f"\nThe text of 1 MB takes {times:.1f} times what that of 100 KB takes.")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", action="store_true", help="add a text of 1 MB")
    parser.add_argument("--json", type=Path, help="file to write")
    parser.add_argument("--out", type=Path, help="section of docs/evaluation.md to write")
    parser.add_argument("--read", type=Path, help="write the section from an earlier --json, measuring nothing")
    chosen = parser.parse_args()
    if chosen.read:
        record = json.loads(chosen.read.read_text(encoding="utf-8"))
        (chosen.out or Path("look.md")).write_text(fragment(record), encoding="utf-8", newline="\n")
        return
    work = {name: code for name, code in WORK.items() if chosen.long or name != "app: a text of 1 MB"}
    runs = [{name: measure(code) for name, code in work.items()} for _ in range(chosen.rounds)]
    found = {
        name: {
            "ratio": round(statistics.median(run[name][0] / run["reference"][0] for run in runs), 2),
            "processor_s": round(statistics.median(run[name][0] for run in runs), 2),
            "wall_s": round(statistics.median(run[name][1] for run in runs), 2),
        }
        for name in work
    }
    load = os.getloadavg()[0]
    print(f"{'work':32} {'ratio':>7} {'processor s':>12} {'wall s':>8}   (median of {chosen.rounds}, load {load:.1f})")
    for name, row in found.items():
        print(f"{name:32} {row['ratio']:7.2f} {row['processor_s']:12.2f} {row['wall_s']:8.2f}")
    record = {"rounds": chosen.rounds, "load": round(load, 1), "processors": os.cpu_count(), "work": found}
    if chosen.json:
        chosen.json.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    if chosen.out:
        chosen.out.write_text(fragment(record), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
