"""What all tests share: where the gold data lies, and the analysed article."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run, and no clock: a busy machine is no failure.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder with gold data, which is not part of the project."""
    path = Path(os.environ.get("MITTELLAGE_SHARED", ROOT.parent / "shared"))
    if not path.is_dir():
        pytest.skip(f"no gold data at {path}; set MITTELLAGE_SHARED to its folder")
    return path


@pytest.fixture(scope="session")
def gold() -> dict[str, Any]:
    """Give what a careful reader finds in the article, as the project's own expectations."""
    return json.loads((ROOT / "tests" / "fixtures" / "article_gold.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def article() -> Any:
    """Give the analysed article."""
    from analysis import analyse, read_document

    return analyse(read_document(ROOT / "data" / "blinken_astana_2023.txt", date=date(2023, 2, 28), translated=True))
