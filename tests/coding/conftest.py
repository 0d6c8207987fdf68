"""What the tests of codings share: a small study of stance items."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis import Analysis, tables
from analysis.coding import Study, default_codebook, open_study, save_label
from analysis.reading import Document

TEXT = "Astana empfing Gäste. Kasachstan lobte Russland. Danach reisten sie ab."


def write_study(folder: Path, *, items: int = 3, codebook: bytes | None = None, unit: str = "stance") -> Path:
    """Write the part of a study that a coder opens."""
    folder.mkdir(parents=True)
    about = {"software": "mittellage", "format": 1, "unit": unit, "items": items}
    (folder / "study.json").write_text(json.dumps(about), "utf-8")
    (folder / "codebook.toml").write_bytes(codebook or default_codebook(unit))
    lines = [
        {"item": f"i{place:03}", "text": TEXT, "start": 22, "end": 48, "target": "RU", "named": [[39, 47]]}
        for place in range(1, items + 1)
    ]
    (folder / "items.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return folder


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Give a study of three items."""
    return open_study(write_study(tmp_path / "study"))


def invent(
    documents: int, *, seed: int = 0, sentences: int = 6, hits: tuple[float, float] = (0.9, 0.6)
) -> tuple[list[Analysis], dict[tuple[str, int, str | None], str]]:
    """Make analysed articles of two outlets, and the true stance of each sentence toward Russia.

    The analysis finds a share of true stances that differs between the outlets, and now and then one that is not there.
    """
    rng = random.Random(seed)
    made, truth = [], {}
    for number in range(documents):
        doc_id, side = f"d{number:04}", number % 2
        lines = [f"Satz {place}: Kasachstan spricht über Russland." for place in range(sentences)]
        text = "\n\n".join(lines)
        rows: dict[str, list[Any]] = {name: [] for name in tables.ROWS}
        day = date(2022 + number % 3, 1 + number % 12, 1 + number % 28)
        outlet = ("Abendpost", "Morgenblatt")[side]
        rows["documents"].append(
            tables.DocumentRow(doc_id, None, outlet, None, day, "de", False, len(text), 9, sentences, "0" * 64)
        )
        start = 0
        for place, line in enumerate(lines):
            end = start + len(line)
            rows["segments"].append(tables.Segment(doc_id, f"s{place + 1}", "paragraph", start, end))
            rows["sentences"].append(tables.Sentence(doc_id, place, f"s{place + 1}", place, start, end, line))
            at = start + line.index("Russland")
            rows["mentions"].append(
                tables.Mention(
                    doc_id, f"m{place}", place, at, at + 8, "Russland", "RU", "name", None, "actor", "narrator"
                )
            )
            label = rng.choices(("none", "negative", "positive"), (0.6, 0.25 + 0.1 * side, 0.15))[0]
            truth[doc_id, place, "RU"] = label
            seen = label if rng.random() < hits[side] else "none"
            if label == "none" and rng.random() < 0.3 * side:
                seen = "negative"
            if seen != "none":
                sign = 1 if seen == "positive" else -1
                rows["stances"].append(
                    tables.Stance(
                        doc_id, f"t{place}", place, start, end, "narrator", None, None, "narrator", "RU", f"m{place}",
                        sign, 0.8 * sign, False, "speech", "reader", (),
                    )
                )  # fmt: skip
            start = end + 2
        made.append(Analysis(Document.from_text(text, doc_id=doc_id, outlet=outlet, date=day), rows))
    return made, truth


@pytest.fixture(scope="session")
def corpus() -> tuple[list[Analysis], dict[tuple[str, int, str | None], str]]:
    """Give 120 analysed articles and the truth about them."""
    return invent(120)


def code_all(
    study: Study, truth: dict[tuple[str, int, str | None], str], *, coder: str = "anna", first: int | None = None
) -> None:
    """Let a coder who never errs code the first items."""
    from analysis.coding.sealed import read_machine

    for row in tables.each(read_machine(study).head(first or len(study.items))):
        save_label(study, coder, row.item, truth[row.doc_id, row.sentence_id, row.target])
