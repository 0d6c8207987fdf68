"""The behavioural suite: short texts that are read as a careful reader reads them, one case for each line.

A line that says ``yes`` under ``missed`` is not read right yet; when it is, its case fails, so that the line says so no
longer.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from analysis.tables import Quote

HERE = Path(__file__).parent


def load_cases() -> ModuleType:
    spec = importlib.util.spec_from_file_location("behaviour_cases", HERE / "behaviour_cases.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODULE = load_cases()
CASES = [case for table in (MODULE.TABLE, MODULE.ADVERSARIAL) for case in MODULE.read_cases(table)]


def param(case: Any) -> Any:
    marks = [pytest.mark.xfail(reason="not read right yet")] if case.missed else []
    return pytest.param(case, marks=marks, id=f"{case.phenomenon}: {case.text[:30]}")


def test_suite_is_large_and_varied() -> None:
    cases = MODULE.read_cases()
    assert len(cases) >= 100
    assert len({case.phenomenon for case in cases}) >= 40
    assert len({case.text for case in cases}) == len(cases)


@pytest.mark.parametrize("case", [param(case) for case in CASES])
def test_text_is_read_right(case: Any, quotes_of: Callable[[str], list[Quote]]) -> None:
    assert MODULE.faults(case, quotes_of(case.text)) == []


def test_a_wrong_answer_is_noticed(quotes_of: Callable[[str], list[Quote]]) -> None:
    case = next(case for case in MODULE.read_cases() if case.phenomenon == "german marks")
    found = quotes_of(case.text)
    assert MODULE.faults(case, found) == []
    assert MODULE.faults(case, [])
    assert MODULE.faults(case, [found[0]._replace(type="indirect")])
    assert MODULE.faults(case, [found[0]._replace(speaker_text="jemand")])
    assert MODULE.faults(case, [*found, found[0]])
