"""Everything that is locked may be installed beside a program under MIT, and the page that says so is up to date."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
_SPEC = importlib.util.spec_from_file_location("licences", ROOT / "benchmarks" / "licences.py")
assert _SPEC is not None
assert _SPEC.loader is not None
licences: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(licences)

LOCKED = licences.locked()
REVIEWED = licences.reviewed()
# A licence that does not go with MIT, by its reason: such a package is no dependency of what is distributed.
EXCEPTIONS = {"LicenseRef-NVIDIA": "training"}


def families(licence: str) -> set[str]:
    """Name the families of an expression: BSD-3-Clause and BSD-2-Clause are both BSD to whom a package says no more."""
    return {re.sub(r"^(BSD|MPL|PSF|Apache|ISC|MIT)\b.*", r"\1", term) for term in re.split(r" (?:AND|OR) ", licence)}


def test_every_locked_package_is_reviewed_and_no_other() -> None:
    assert sorted(REVIEWED) == sorted(LOCKED)


@pytest.mark.parametrize("name", LOCKED)
def test_its_licence_goes_with_mit(name: str) -> None:
    package = REVIEWED[name]
    for term in package.terms:
        if term in licences.PERMISSIVE:
            continue
        assert package.note, f"{name}: {term} needs a reason"
        if term in EXCEPTIONS:
            assert [licences.LOCKS[lock] for lock in LOCKED[name]] == [EXCEPTIONS[term]]
        else:
            assert term in licences.IMPORTED, f"{name} is under {term}, which does not go with MIT"


@pytest.mark.parametrize("name", LOCKED)
def test_the_package_says_the_same_of_itself(name: str) -> None:
    """An update may come under another licence: what is installed is asked."""
    declared = licences.declared(name)
    if declared is None:
        return  # of another platform, or it says nothing
    said, held = families(declared), families(REVIEWED[name].licence)
    assert held <= said if " OR " in declared else said <= held, f"{name} says {declared!r}"


def test_most_packages_are_asked() -> None:
    assert sum(licences.declared(name) is not None for name in LOCKED) > 150


def test_the_page_is_up_to_date() -> None:
    """When this fails: python benchmarks/licences.py > docs/licences.md."""
    assert (ROOT / "docs" / "licences.md").read_text("utf-8") == licences.page()


@pytest.mark.parametrize(
    ("licence", "good"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("SSPL-1.0", False),
    ],
)
def test_what_would_be_refused(licence: str, good: bool) -> None:
    terms = licences.Package("x", licence, "a note does not help").terms
    assert all(term in licences.PERMISSIVE | licences.IMPORTED for term in terms) is good
