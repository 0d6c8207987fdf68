"""Write the pictures of README.md and docs/ from the article in data/.

python benchmarks/pictures.py
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analysis import analyse, read_document
from analysis.charts import CHARTS, METADATA, saving

ROOT = Path(__file__).resolve().parent.parent
PICTURES = {"sheet": "position_sheet", "stance_matrix": "stance_matrix", "position": "position"}


def main() -> None:
    document = read_document(ROOT / "data" / "blinken_astana_2023.txt", date=date(2023, 2, 28), translated=True)
    tables = analyse(document).tables
    folder = ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in PICTURES.items():
        with saving():
            figure = CHARTS[name].figure(tables, lang="en")
            figure.savefig(folder / f"{file}.png", dpi=220, metadata=dict(METADATA["png"]))


if __name__ == "__main__":
    main()
