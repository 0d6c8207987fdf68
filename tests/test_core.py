"""The core is enough: `mittellage analyse` needs no package of the extras."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BLOCK = """
import sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    def find_spec(self, fullname, path=None, target=None):
        if fullname.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)

BLOCKED = set(sys.argv.pop(1).split(","))
sys.meta_path.insert(0, Absent())
from analysis.cli import main
main(sys.argv[1:])
"""


def closure(names: set[str]) -> set[str]:
    """Give the distributions that these need, and what those need, without extras."""
    found: set[str] = set()
    while names:
        name = names.pop()
        if name in found:
            continue
        found.add(name)
        try:
            needed = requires(name) or []
        except PackageNotFoundError:
            continue  # for another platform or Python
        names |= {canonical(r) for r in needed if "extra ==" not in r}
    return found


def canonical(requirement: str) -> str:
    return re.split(r"[<>=!~\[;( ]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


@pytest.mark.slow
def test_the_demo_needs_nothing_but_the_core(tmp_path: Path) -> None:
    core = closure({"mittellage"})
    blocked = {
        module
        for module, owners in packages_distributions().items()
        if not {canonical(owner) for owner in owners} & core and module.isidentifier() and not module.startswith("_")
    } - {"analysis", "mittellage", "setuptools", "pkg_resources"}
    assert {"jupyterlab", "ipywidgets", "dask", "pytest"} <= blocked
    article = ROOT / "data" / "blinken_astana_2023.txt"
    command = [sys.executable, "-c", BLOCK, ",".join(sorted(blocked)), "analyse", str(article), "--out", "results"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "results" / "report.html").is_file()
