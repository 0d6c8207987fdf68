"""The behavioural suite: at least 95 of 100 short texts are read as a careful reader reads them."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from analysis.tables import Quote

HERE = Path(__file__).parent
GOAL = 0.95
ADVERSARIAL_GOAL = 0.68
"""Below what is reached: 50 of 70, where 41 were right before the first rule was written with these texts in view."""


def load_cases() -> ModuleType:
    spec = importlib.util.spec_from_file_location("behaviour_cases", HERE / "behaviour_cases.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def results(quotes_of: Callable[[str], list[Quote]]) -> list[tuple[str, str, list[str]]]:
    module = load_cases()
    return [(case.phenomenon, case.text, module.faults(case, quotes_of(case.text))) for case in module.read_cases()]


def test_suite_is_large_and_varied(results: list[tuple[str, str, list[str]]]) -> None:
    assert len(results) >= 100
    assert len({phenomenon for phenomenon, _, _ in results}) >= 40
    assert len({text for _, text, _ in results}) == len(results)


def test_share_of_texts_that_are_right(results: list[tuple[str, str, list[str]]]) -> None:
    wrong = [f"{phenomenon}: {text}\n    " + "\n    ".join(faults) for phenomenon, text, faults in results if faults]
    share = 1 - len(wrong) / len(results)
    assert share >= GOAL, f"{share:.3f} of {len(results)} right; wrong:\n" + "\n".join(wrong)


def test_share_of_adversarial_texts_that_are_right(quotes_of: Callable[[str], list[Quote]]) -> None:
    module = load_cases()
    cases = module.read_cases(module.ADVERSARIAL)
    wrong = [f"{case.phenomenon}: {faults}" for case in cases if (faults := module.faults(case, quotes_of(case.text)))]
    share = 1 - len(wrong) / len(cases)
    assert share >= ADVERSARIAL_GOAL, f"{share:.3f} of {len(cases)} right; wrong:\n" + "\n".join(wrong)


def test_no_phenomenon_fails_throughout(results: list[tuple[str, str, list[str]]]) -> None:
    total = Counter(phenomenon for phenomenon, _, _ in results)
    wrong = Counter(phenomenon for phenomenon, _, faults in results if faults)
    assert not [phenomenon for phenomenon, n in total.items() if n >= 3 and wrong[phenomenon] == n]


def test_a_wrong_answer_is_noticed(quotes_of: Callable[[str], list[Quote]]) -> None:
    module = load_cases()
    case = next(case for case in module.read_cases() if case.phenomenon == "german marks")
    found = quotes_of(case.text)
    assert module.faults(case, found) == []
    assert module.faults(case, [])
    assert module.faults(case, [found[0]._replace(type="indirect")])
    assert module.faults(case, [found[0]._replace(speaker_text="jemand")])
    assert module.faults(case, [*found, found[0]])
