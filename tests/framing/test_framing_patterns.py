"""Ten constructed articles, five patterns of framing, two each: the indicators have to tell them apart."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
REGION = "CENTRAL_ASIA"
PATTERNS = ("autonomous", "backyard", "corridor", "courted", "pawn")
TEXTS = [f"{pattern}_{number}" for pattern in PATTERNS for number in (1, 2)]


@pytest.fixture(scope="module")
def benchmark() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("benchmark_framing", ROOT / "benchmarks" / "framing.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def found(benchmark):
    return benchmark.measure()


@pytest.mark.parametrize("name", TEXTS)
def test_the_nearest_profile_follows_the_same_pattern(name: str, found, benchmark) -> None:
    near = benchmark.neighbours(found).set_index("article").loc[name]
    assert near["told apart"], f"nearest is {near['nearest']}"


@pytest.mark.parametrize(
    ("pattern", "pole"), [("courted", "US"), ("backyard", "RU"), ("corridor", "CN")], ids=lambda value: str(value)
)
@pytest.mark.parametrize("number", [1, 2])
def test_the_nearest_pole(pattern: str, pole: str, number: int, found) -> None:
    values = found[f"{pattern}_{number}"]
    pulls = {each: values["position_combined", f"{REGION}:{each}"] or 0.0 for each in ("RU", "CN", "US")}
    assert max(pulls, key=pulls.__getitem__) == pole


@pytest.mark.parametrize(
    ("role", "pattern"),
    [("courted", "courted"), ("backyard", "backyard"), ("bridge", "corridor"), ("pawn", "pawn"),
     ("autonomous", "autonomous")],
)  # fmt: skip
def test_each_role_is_strongest_where_it_was_written(role: str, pattern: str, found) -> None:
    shares = {name: found[name]["role_share", f"{REGION}:{role}"] or 0.0 for name in TEXTS}
    inside = min(share for name, share in shares.items() if name.startswith(pattern))
    outside = max(share for name, share in shares.items() if not name.startswith(pattern))
    assert inside > outside, shares


def test_the_pawn_is_acted_on_and_the_autonomous_acts(found) -> None:
    acts = {name: found[name]["agency_activation", REGION] for name in TEXTS}
    assert max(acts["pawn_1"], acts["pawn_2"]) < min(acts["autonomous_1"], acts["autonomous_2"])
    hedging = {name: found[name]["hedging", REGION] or 0.0 for name in TEXTS}
    assert min(hedging["autonomous_1"], hedging["autonomous_2"]) > max(
        value for name, value in hedging.items() if not name.startswith("autonomous")
    )
