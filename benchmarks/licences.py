"""Write docs/licences.md: every locked package with its licence, and whether that goes with MIT.

    python benchmarks/licences.py > docs/licences.md

What a licence is called differs from package to package, so `licences.tsv` holds it as reviewed, in the words of SPDX;
`tests/test_licences.py` holds that against what installed packages say of themselves, and against the lists here.
"""

from __future__ import annotations

import csv
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
LOCKS: Final = {"requirements.lock": "run, test", "training/requirements.lock": "training"}
# With these, code may be imported by, and installed beside, a program under MIT, whatever becomes of that program.
PERMISSIVE: Final = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0",
        "MIT-CMU", "PSF-2.0", "Zlib",
    }
)  # fmt: skip
# With these, too, as long as it is imported, unchanged, and not copied into ours.
IMPORTED: Final = frozenset({"LGPL-2.1-or-later", "LGPL-3.0-or-later", "MPL-1.1", "MPL-2.0"})
# What packages call theirs, where they name it in their own words; the first that fits.
_WORDS: Final = (
    (r"MIT.?CMU|HPND", "MIT-CMU"),
    (r"Mozilla|MPL", "MPL-2.0"),
    (r"Apache", "Apache-2.0"),
    (r"BSD", "BSD"),
    (r"Python Software Foundation|PSF|matplotlib", "PSF-2.0"),
    (r"ISC", "ISC"),
    (r"MIT", "MIT"),
)


class Package(NamedTuple):
    """A row of licences.tsv."""

    name: str
    licence: str
    note: str

    @property
    def terms(self) -> list[str]:
        """Name each licence that holds; where one may be chosen, the chosen one is written alone."""
        return re.split(r" AND ", self.licence)


def reviewed() -> dict[str, Package]:
    """Read licences.tsv."""
    with (ROOT / "benchmarks" / "licences.tsv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: Package(**row) for row in csv.DictReader(file, delimiter="\t")}


def locked() -> dict[str, dict[str, str]]:
    """Give every locked package with its versions, by the lock that names it."""
    found: dict[str, dict[str, str]] = {}
    for lock in LOCKS:
        text = (ROOT / lock).read_text("utf-8")
        for name, version in re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", text, re.MULTILINE):
            versions = found.setdefault(name, {})
            versions[lock] = ", ".join(dict.fromkeys([*versions.get(lock, "").split(", "), version])).lstrip(", ")
    return dict(sorted(found.items()))


def declared(name: str) -> str | None:
    """Say what an installed package declares: a SPDX expression, or the family of its own words; None if unknown."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    if expression := said.get("License-Expression"):
        return str(expression)
    classifiers = [line for line in said.get_all("Classifier", []) if line.startswith("License ::")]
    words = " ".join([*classifiers, *(said.get("License") or "").strip().splitlines()[:1]])
    return next((name for pattern, name in _WORDS if re.search(pattern, words)), None)


def page() -> str:
    """Write the page."""
    rows = reviewed()
    lines = [
        "# Licences of what is installed",
        "",
        "mittellage is under MIT. It copies none of these packages; pip installs them beside it. Versions are those of "
        "the lock files. Code and models of mittellage itself: see `LICENSE` and the licences beside the models.",
        "",
        "    python benchmarks/licences.py > docs/licences.md",
        "",
        "| package | version | licence | for | note |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, versions in locked().items():
        row = rows.get(name, Package(name, "?", "not reviewed"))
        version = ", ".join(dict.fromkeys(", ".join(versions.values()).split(", ")))
        use = "; ".join(LOCKS[lock] for lock in versions)
        lines.append(f"| {name} | {version} | {row.licence} | {use} | {row.note} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
