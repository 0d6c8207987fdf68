"""Write the table of figures in README.md from docs/evaluation.md.

python benchmarks/summary.py
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- from docs/evaluation.md by benchmarks/summary.py -->", "<!-- end -->"


class Figure(NamedTuple):
    """A row of the summary: what it says, and where the evaluation has it."""

    label: str
    section: str
    row: str


STANCE = "Stance: 1,234 documents in five folds"
THOROUGH = f"{STANCE}, thorough reader"
FIGURES = (
    Figure("quotes, the words themselves (F1)", "Quotes: Wikinews, dev split", "| f1 | quote |"),
    Figure("quotes with speaker, cue, frame, addressee (F1)", "Quotes: Wikinews, dev split", "| f1 | joint |"),
    Figure("country mentions (F1; development data)", "Country mentions: 24 Wikinews articles", "| f1 |"),
    Figure("stances: sentence, target and sign right (F1)", STANCE, "| mittellage | edge F1 |"),
    Figure("… of the stances found, how many are right", STANCE, "| mittellage | edge precision |"),
    Figure("stances by the thorough reader (F1)", THOROUGH, "| mittellage | edge F1 |"),
    Figure("… of the stances found, how many are right", THOROUGH, "| mittellage | edge precision |"),
)


def summarise(evaluation: str) -> str:
    """Return the figures as a Markdown table: value, interval and n."""
    lines = ["| what | value | 95 % interval | n |", "| --- | ---: | --- | ---: |"]
    for figure in FIGURES:
        section = evaluation.partition(f"## {figure.section}\n")[2].partition("\n## ")[0]
        (row,) = (line for line in section.splitlines() if line.startswith(figure.row))
        value, n, low, high = (cell.strip() for cell in row.strip("|").split("|")[-4:])
        lines.append(f"| {figure.label} | {float(value):.2f} | {float(low):.2f} to {float(high):.2f} | {int(n):,} |")
    return "\n".join(lines)


def fill(readme: str, evaluation: str) -> str:
    """Return the README with the figures of the evaluation between its two marks."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{summarise(evaluation)}\n\n{END}{after}"


def main() -> None:
    readme = ROOT / "README.md"
    text = fill(readme.read_text("utf-8"), (ROOT / "docs" / "evaluation.md").read_text("utf-8"))
    readme.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
