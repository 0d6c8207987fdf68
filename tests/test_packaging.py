"""Packaging: what is required and locked, the alias package, cheap imports, notebooks without outputs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# Where conda-forge calls a package otherwise.
CONDA_NAMES = {"duckdb": "python-duckdb", "matplotlib": "matplotlib-base", "pre-commit": "pre-commit"}


def run(code: str, folder: Path) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def name_of(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0]


def wanted() -> dict[str, str]:
    extras = PROJECT["optional-dependencies"]
    everything = ("notebooks", "corpus", "press", "exchange", "thorough", "docs", "test")
    listed = PROJECT["dependencies"] + [r for extra in everything for r in extras[extra]]
    return {name_of(r): r.removeprefix(name_of(r)) for r in listed}


def test_environment_and_project_agree() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    (pip,) = (item["pip"] for item in listed if isinstance(item, dict))
    conda = {name_of(item): item.removeprefix(name_of(item)) for item in listed if isinstance(item, str)}
    python = conda.pop("python")
    conda.pop("pip")
    assert python == PROJECT["requires-python"]
    assert pip.pop() == "-e . --no-deps"
    ours = {CONDA_NAMES.get(name, name): bound for name, bound in wanted().items()}
    assert {**conda, **{name_of(item): item.removeprefix(name_of(item)) for item in pip}} == ours


def test_lock_holds_every_requirement_with_hashes_and_no_index() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", text, re.MULTILINE))
    assert {name.lower().replace("_", "-") for name in wanted()} <= locked
    assert "--hash=sha256:" in text
    assert not re.search(r"^\s*(-i|--index-url|--extra-index-url|--find-links)|https?://", text, re.MULTILINE)
    assert "torch" not in locked


def test_the_users_packages_are_there() -> None:
    assert {"jupyterlab", "pandas", "matplotlib", "textblob-de", "ipywidgets"} <= set(wanted())
    assert wanted()["textblob"] == "==0.17.1"


def test_both_names_give_the_same_modules(tmp_path: Path) -> None:
    code = (
        "import mittellage, analysis, mittellage.tables as a, analysis.tables as b; "
        "print(mittellage is analysis, a is b)"
    )
    assert run(code, tmp_path) == "True True"


def test_mittellage_survives_a_folder_that_shadows_analysis(tmp_path: Path) -> None:
    (tmp_path / "analysis").mkdir()
    (tmp_path / "analysis" / "__init__.py").write_text("theirs = True\n")
    code = (
        "import mittellage, analysis; from mittellage.reading import Document; "
        "print(analysis.theirs, hasattr(mittellage, 'theirs'), Document.from_text('Ein Text.').text)"
    )
    assert run(code, tmp_path) == "True False Ein Text."


@pytest.mark.parametrize("heavy", ["spacy", "pandas", "matplotlib", "onnxruntime", "numpy", "typer", "ipywidgets"])
def test_import_is_cheap(heavy: str, tmp_path: Path) -> None:
    code = f"import analysis, sys; print({heavy!r} in sys.modules)"
    assert run(code, tmp_path) == "False"


def test_an_unknown_name_is_an_attribute_error() -> None:
    import analysis

    assert set(analysis.__all__) == set(dir(analysis))
    with pytest.raises(AttributeError, match="analyze"):
        analysis.analyze  # noqa: B018


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_are_stripped(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]


def test_no_torch_at_run_time() -> None:
    assert not any("torch" in requirement for requirement in PROJECT["dependencies"])
