"""What the tests of codings share: a small study of stance items."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.coding import Study, default_codebook, open_study

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
