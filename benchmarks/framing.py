"""Tell constructed articles apart by their indicators, and write docs/fragments/framing.md.

    python benchmarks/framing.py

Ten short articles in tests/framing/patterns follow five patterns of framing, two each. No pattern is trained on
and no threshold is set: an article counts as told apart when, of the other nine, the one with the nearest
profile of indicators follows the same pattern.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis import analyse, read_document

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = ROOT / "tests" / "framing" / "patterns"
REGION = "CENTRAL_ASIA"
# Indicators between -1 and 1 or 0 and 1, at least one of each dimension that the patterns differ in.
PROFILE: Sequence[tuple[str, str]] = (
    *(("position_combined", f"{REGION}:{pole}") for pole in ("RU", "CN", "US")),
    *(("voice_share", unit) for unit in (REGION, "RU", "CN", "US")),
    *(("relation_courting", f"{pole}:{REGION}") for pole in ("RU", "CN", "US")),
    *(("relation_received", pole) for pole in ("RU", "CN", "US")),
    ("agency_activation", REGION),
    ("hedging", REGION),
    *(("frame_share", frame) for frame in ("connectivity", "rivalry", "economy")),
    *(("role_share", f"{REGION}:{role}") for role in ("courted", "backyard", "bridge", "pawn", "autonomous")),
)
SHOWN: Sequence[tuple[str, str, str]] = (
    ("RU", "position_combined", f"{REGION}:RU"),
    ("CN", "position_combined", f"{REGION}:CN"),
    ("US", "position_combined", f"{REGION}:US"),
    ("own voice", "voice_share", REGION),
    ("acts", "agency_activation", REGION),
    ("hedging", "hedging", REGION),
    ("rivalry", "frame_share", "rivalry"),
    ("courted", "role_share", f"{REGION}:courted"),
    ("backyard", "role_share", f"{REGION}:backyard"),
    ("bridge", "role_share", f"{REGION}:bridge"),
    ("pawn", "role_share", f"{REGION}:pawn"),
    ("autonomous", "role_share", f"{REGION}:autonomous"),
)
Values = Mapping[tuple[str, str], float | None]


def measure() -> dict[str, Values]:
    """Analyse the articles; indicator and unit to value, None where unknown."""
    found: dict[str, Values] = {}
    for path in sorted(PATTERNS.glob("*.txt")):
        framing = analyse(read_document(path)).framing
        keys = zip(framing["indicator"], framing["unit"], strict=True)
        values = [None if pd.isna(value) else float(value) for value in framing["value"]]
        found[path.stem] = dict(zip(keys, values, strict=True))
    return found


def distance(first: Values, second: Values) -> float:
    """Mean difference over the profile, each indicator by its range.

    Known against unknown counts half of the range, unknown on both sides nothing.
    """
    total = 0.0
    for key in PROFILE:
        a, b = first.get(key), second.get(key)
        reach = 2.0 if key[0].startswith("relation_") else 1.0
        total += abs(a - b) / reach if a is not None and b is not None else 0.5 * ((a is None) != (b is None))
    return total / len(PROFILE)


def neighbours(found: Mapping[str, Values]) -> pd.DataFrame:
    """Give each article its nearest, with the distance to it and to the nearest of another pattern."""
    rows = []
    for name, values in found.items():
        others = sorted((distance(values, other), key) for key, other in found.items() if key != name)
        pattern = name.rsplit("_", 1)[0]
        foreign = next((d, key) for d, key in others if not key.startswith(pattern))
        rows.append((name, others[0][1], others[0][0], foreign[1], foreign[0], foreign[0] > others[0][0]))
    columns = ["article", "nearest", "distance", "nearest of another pattern", "its distance", "told apart"]
    return pd.DataFrame(rows, columns=columns)


def fragment(found: Mapping[str, Values]) -> str:
    """Write the section of docs/evaluation.md."""
    near = neighbours(found)
    right, total = int(near["told apart"].sum()), len(near)
    table = pd.DataFrame(
        [(name, *(values.get((indicator, unit)) for _, indicator, unit in SHOWN)) for name, values in found.items()],
        columns=["article", *(label for label, _, _ in SHOWN)],
    )
    return "\n".join(
        [
            "## Framing: ten constructed articles, five patterns\n",
            "Written by `python benchmarks/framing.py`; the texts are in `tests/framing/patterns`. An article is told "
            "apart when the nearest of the other nine, by "
            f"{len(PROFILE)} indicators and without any training or threshold, follows the same pattern.\n",
            f"Told apart: {right} of {total}. The texts are written to be clear; this shows that the indicators point "
            "the right way, not how they fare on news.\n",
            markdown(table),
            markdown(near),
        ]
    )


def markdown(table: pd.DataFrame) -> str:
    """Render a table; numbers with two places, unknown as a dash."""

    def cell(value: object) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float):
            return "–" if value != value else f"{value:.2f}"
        return "–" if value is None else str(value)

    lines = ["| " + " | ".join(table.columns) + " |", "|" + " --- |" * len(table.columns)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in table.itertuples(index=False)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    folder = ROOT / "docs" / "fragments"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "framing.md").write_text(fragment(measure()), encoding="utf-8", newline="\n")
