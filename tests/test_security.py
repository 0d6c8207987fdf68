"""What SECURITY.md says is there, and the check of libraries looks at all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "SECURITY.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:tests|training|analysis)/[\w./]+)`", TEXT))))
def test_what_it_names_exists(name: str) -> None:
    assert (ROOT / name).exists()


def test_every_test_of_hostile_input_is_named() -> None:
    hostile = [path for path in (ROOT / "tests").rglob("test_*.py") if re.search("inert|hostile|attack", path.name)]
    assert len(hostile) >= 4
    for path in hostile:
        assert path.relative_to(ROOT).as_posix() in TEXT


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/security.md"])
def test_it_is_linked(page: str) -> None:
    assert "SECURITY.md" in (ROOT / page).read_text("utf-8")


def test_the_audit_looks_at_every_lock_file_and_fails_where_it_cannot() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\naudit:")[2].partition("\n\n")[0]
    commands = [line for line in recipe.splitlines() if "pip-audit" in line]
    locks = ["requirements.lock", "training/requirements.lock"]
    assert sorted(line.split()[-1] for line in commands) == locks
    for line in commands:
        assert {"--strict", "--require-hashes", "--disable-pip"} <= set(line.split())
