"""The small article of `handmade` for every test of corrections."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))  # last: other folders import their own conftest by name

from handmade import make_article


@pytest.fixture
def result():
    return make_article()
