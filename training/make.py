"""Make a model anew, from the materials to the files that ship: one command for all steps of `recipes.toml`.

    python training/make.py quotes --materials ../shared/data --work build/quotes
    python training/make.py quotes --materials ../shared/data --work build/quotes --show

It needs the packages of `requirements.lock` beside it. The hashes of the materials are compared with `materials.sha256`
first. A step that was done is not done again, unless its command has changed. At the end the list of hashes of the
package, and those in the model cards, are written anew.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
HASHES = FOLDER / "materials.sha256"


def recipes() -> dict[str, Any]:
    """Return the recipes by model."""
    return tomllib.loads((FOLDER / "recipes.toml").read_text("utf-8"))


def commands(model: str, materials: str, work: str) -> Iterator[list[str]]:
    """Yield the commands that make a model, in order: the script, and its arguments."""
    recipe = recipes()[model]
    folders = {"materials": shlex.quote(materials), "work": shlex.quote(work)}
    values = dict(folders)
    for name, value in recipe.get("set", {}).items():
        values[name] = Template(value).substitute(values)
    for step in recipe["step"]:
        for each in step.get("each", [""]):
            run = Template(step["run"]).substitute(values | {"each": Template(each).substitute(values)})
            script, *arguments = shlex.split(run)
            place = script if "/" in script else f"{recipe.get('folder', model)}/{script}"
            yield [f"training/{place}", *arguments]


def known_hashes() -> dict[str, str]:
    """Return the hash of each material."""
    lines = HASHES.read_text("ascii").splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


def differing(model: str, materials: Path) -> list[str]:
    """Return what is missing, or is not what the shipped weights were trained on."""
    found = []
    for name in recipes()[model]["reads"]:
        path = materials / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != known_hashes()[name]:
            found.append(f"{name} differs")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a model anew, step by step.")
    parser.add_argument("model", choices=list(recipes()))
    parser.add_argument("--materials", type=Path, default=Path("../shared/data"), help="folder of what is read")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="folder for what lies between")
    parser.add_argument("--show", action="store_true", help="print the commands and run none")
    parser.add_argument("--other-materials", action="store_true", help="go on with materials that differ")
    options = parser.parse_args()
    steps = list(commands(options.model, str(options.materials), str(options.work)))
    if options.show:
        print("\n".join(shlex.join(["python", *step]) for step in steps))
        return
    wrong = differing(options.model, options.materials)
    if wrong and not options.other_materials:
        parser.error(f"materials in {str(options.materials)!r}: {'; '.join(wrong)} (--other-materials goes on)")
    options.work.mkdir(parents=True, exist_ok=True)
    done = options.work / f"{options.model}.done"
    finished = set(done.read_text("utf-8").splitlines()) if done.is_file() else set()
    for number, step in enumerate(steps, 1):
        line = shlex.join(step)
        print(f"[{number}/{len(steps)}] {'done: ' * (line in finished)}{line}", flush=True)
        if line not in finished:
            path = os.pathsep.join([str(ROOT), str(ROOT / Path(step[0]).parent)])
            subprocess.run([sys.executable, *step], check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": path})
            with done.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
    subprocess.run([sys.executable, "-m", "analysis.integrity"], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
