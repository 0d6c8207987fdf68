"""The library that runs the networks reports sessions and models to its maker, unless it is told not to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
from analysis.language.networks import LanguageNetwork
LanguageNetwork()
"""


@pytest.mark.parametrize("before", [None, "0"])
@pytest.mark.skipif(
    sys.platform == "win32", reason="reports through the system there; looks for files of Linux and macOS"
)
def test_nothing_is_kept_for_sending(tmp_path: Path, before: str | None) -> None:
    """It would note an identifier of the device and a queue of events; continuous integration it leaves alone."""
    hidden = {"CI", "TF_BUILD", "GITHUB_ACTIONS", "ORT_RUNNING_UNIT_TESTS", "ORT_DISABLE_TELEMETRY"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(tmp_path)}
    if before is not None:
        environment["ORT_DISABLE_TELEMETRY"] = before
    done = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    kept = [path for path in tmp_path.rglob("*") if path.suffix == ".db" or path.name == "deviceid"]
    assert kept == []
