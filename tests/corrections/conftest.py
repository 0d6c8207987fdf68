"""The small article of `handmade` for every test of corrections."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from handmade import make_article


@pytest.fixture
def result():
    return make_article()
