"""Write docs/evaluation.md: every figure about accuracy and speed, each beside the command that gives it.

    python benchmarks/evaluation.py --shared ../shared

The figures of accuracy also go into analysis/export/measured.tsv, from which measurement protocols cite them;
`--measured` writes that file anew from the page, without measuring.

The gold data is not part of the project. Sections that need it are measured where it is given, and the
document says where it was not.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import __version__
from analysis.cli.choices import Readers
from analysis.cli.evaluate import FOLDS
from analysis.evaluate import run
from analysis.stance.reader import ReaderName

ROOT = Path(__file__).resolve().parent.parent
MEASURED = ROOT / "analysis" / "export" / "measured.tsv"
COLUMNS = ("stage", "gold", "command", "score", "value", "n", "low", "high", "version")
RUNS = 5


class Task(NamedTuple):
    """A figure's section: its title, what it is about, the stage, and the gold it is held against."""

    title: str
    about: str
    stage: str
    gold: str
    texts: str | None = None
    ner: str | None = None
    folds: bool = False
    reader: ReaderName = "fast"

    @property
    def name(self) -> str:
        """Stage, and the reader of stance unless it is the fast one."""
        return self.stage if self.reader == "fast" else f"{self.stage}, {self.reader}"


TASKS = (
    Task(
        "Quotes: Wikinews, dev split",
        "The metric of Petersen-Frey & Biemann (2024): partial credit on token overlap.",
        "quotes",
        "data/quotes/dev.jsonl.xz",
    ),
    Task(
        "Country mentions: 24 Wikinews articles",
        "Core mentions; overlap and equal country. Development data: the rules were written with it in view.",
        "mentions",
        "data/mentions/dev.jsonl",
        texts="data/quotes",
    ),
    Task(
        "Country mentions: probes",
        "Short texts, one difficulty each. Development data.",
        "mentions",
        "data/mentions/probes_dev.jsonl",
    ),
    Task(
        "Stance: 1,234 documents in five folds",
        "Each document is read by networks that have never seen its fold, from raw text. An edge is right if sentence, "
        "target and sign are; edges that the coders call debatable are not asked for and count neither way. Gold by "
        "language-model coders (F1 .89 with each other): careful, but not human gold.",
        "stance",
        "data/stance_edges/documents.jsonl",
        folds=True,
    ),
    Task(
        "Stance: 1,234 documents in five folds, thorough reader",
        "The same, with the transformer as a third voice (`pip install 'mittellage[thorough]'`, `--reader thorough`).",
        "stance",
        "data/stance_edges/documents.jsonl",
        folds=True,
        reader="thorough",
    ),
    Task(
        "Stance: behavioural suite",
        "Edges (target, sign), and with their holder; all sentences are invented. The reader has not seen them; the "
        "lexicon whose words it reads was written with them in view, so expect a little less on unseen text.",
        "stance",
        "data/stance/checklist_dev.jsonl",
    ),
    Task(
        "Stance: sentences",
        "Gold by three independent language-model coders (alpha .91): careful, but not human gold. Some articles "
        "are among the documents that the shipped reader has learned from.",
        "stance",
        "data/stance/sentences_dev.json",
    ),
    Task(
        "Stance: behavioural suite, thorough reader",
        "The same suite.",
        "stance",
        "data/stance/checklist_dev.jsonl",
        reader="thorough",
    ),
    Task(
        "Stance: sentences, thorough reader",
        "The same sentences.",
        "stance",
        "data/stance/sentences_dev.json",
        reader="thorough",
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with the gold data")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "evaluation.md")
    parser.add_argument(
        "--only", nargs="+", choices=("speed", *dict.fromkeys(task.name for task in TASKS), "fragments"),
        help="measure these anew and keep the other sections as they are; fragments measures nothing",
    )  # fmt: skip
    parser.add_argument("--measured", action="store_true", help="only write measured.tsv anew from the page")
    arguments = parser.parse_args()
    if not arguments.measured:
        kept = read_sections(arguments.out) if arguments.only else {}
        text = "\n".join(sections(arguments.shared, arguments.only or (), kept)).rstrip() + "\n"
        arguments.out.write_text(text, encoding="utf-8", newline="\n")
    MEASURED.write_text(measured(arguments.out.read_text("utf-8")), encoding="utf-8", newline="\n")


def measured(page: str) -> str:
    """Give the figures of the page as a table: one row a score of ours, no baselines, no ablations."""
    lines = ["\t".join(COLUMNS)]
    for task in TASKS:
        _, _, rest = page.partition(f"## {task.title}\n")
        section = rest.partition("\n## ")[0]
        command = next((line.strip() for line in section.splitlines() if line.startswith("    mittellage ")), "")
        table = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
        for cells in table[2:]:
            row = dict(zip(table[0], (cell.strip() for cell in cells), strict=False))
            if row.get("method", "mittellage") != "mittellage" or "change without" in row.get("score", ""):
                continue
            score = row.get("score") or f"{row['measure']} {row['part']}"
            figures = (row["value"], row["n"], row.get("low", ""), row.get("high", ""))
            lines.append("\t".join((task.name, task.title, command, score, *figures, __version__)))
    return "\n".join(lines) + "\n"


def read_sections(path: Path) -> dict[str, str]:
    """Return the sections of a file by their titles."""
    _, *parts = path.read_text("utf-8").split("\n## ")
    return {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in parts}


def sections(shared: Path, only: Sequence[str], kept: Mapping[str, str]) -> Iterator[str]:
    """Yield the file section by section; what is kept and not to be measured anew stays."""
    yield "# How good, how fast\n"
    yield "Written by `python benchmarks/evaluation.py --shared ../shared`; do not edit by hand.\n"
    yield "Every score has its n and a 95 % bootstrap interval (`low`, `high`).\n"
    yield from [kept["Speed"]] if "Speed" in kept and "speed" not in only else speed()
    for task in TASKS:
        stays = task.title in kept and task.name not in only
        yield from [kept[task.title]] if stays else accuracy(task, shared)
    yield "## Language\n\nThe shipped weights have seen all gold; the figures of their twins with gold held out"
    yield "stand in the model card, `analysis/language/models/MODEL_CARD.md`.\n"
    for path in sorted((ROOT / "docs" / "fragments").glob("*.md")):
        yield path.read_text("utf-8").rstrip() + "\n"


def accuracy(task: Task, shared: Path) -> Iterator[str]:
    gold, texts, ner = (shared / path if path else None for path in (task.gold, task.texts, task.ner))
    yield f"## {task.title}\n\n{task.about}\n"
    more = "".join(f" --{name} {path}" for name, path in (("texts", task.texts), ("ner", task.ner)) if path)
    more += " --folds" * task.folds + f" --reader {task.reader}" * (task.reader != "fast")
    yield f"    mittellage evaluate {task.stage} --gold {task.gold}{more}\n"
    if gold is None or not gold.exists():
        yield "Not measured here: the gold data was not at hand.\n"
        return
    folds = ROOT / FOLDS[Readers(task.reader)] if task.folds else None
    yield markdown(run(task.stage, gold, texts=texts, ner=ner, folds=folds, reader=task.reader))


def speed() -> Iterator[str]:
    """Time whole processes: the median of five runs after one that is not counted."""
    yield f"## Speed\n\n{platform.machine()}, {platform.system()}, Python {platform.python_version()}, two cores.\n"
    bare = measure([sys.executable, "-c", "pass"])
    imported = measure([sys.executable, "-c", "import analysis"])
    with tempfile.TemporaryDirectory() as folder:
        article = ROOT / "data" / "blinken_astana_2023.txt"
        command = [sys.executable, "-m", "analysis", "analyse", str(article), "--out", f"{folder}/results", "--quiet"]
        cold = measure(command)
    rows = [
        {"what": "`import analysis`, beyond a bare Python (aim: under 0.4 s)", "seconds": imported - bare},
        {"what": "`mittellage analyse` on the article, cold (aim: 4 s, limit 6 s)", "seconds": cold},
    ]
    yield markdown(pd.DataFrame(rows))


def measure(command: list[str]) -> float:
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def markdown(frame: pd.DataFrame) -> str:
    """Render a data frame as a table; floats with three places."""
    head = "| " + " | ".join(map(str, frame.columns)) + " |"
    rule = "| " + " | ".join("---:" if frame[c].dtype.kind in "iuf" else "---" for c in frame.columns) + " |"
    rows = ("| " + " | ".join(cell(value) for value in row) + " |" for row in frame.itertuples(index=False))
    return "\n".join([head, rule, *rows]) + "\n"


def cell(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value).replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    main()
