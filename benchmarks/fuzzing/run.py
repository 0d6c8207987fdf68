"""Inputs to outcomes: those of a kind together, and each alone where one broke the others' run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from .checks import Fault, crash, hidden
from .exports import run_exports
from .inputs import Input
from .stores import run_corpus_lines, run_stores
from .targets import Outcome, TooSlow, run_files, run_lines, run_long, run_texts

Target = Callable[[Sequence[Input], Path], Iterator[Outcome]]
# Five megabytes of text, and all libraries and models.
GIANT_MEMORY: Final = 1_000_000_000
_LINE: Final = 5_200_000
_GIANT: Final = """
import json, resource, sys
from analysis.annotate import annotate_file
from analysis.pipeline import Options
annotate_file(sys.argv[1], sys.argv[2], options=Options(any_language=True))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def run_giant(items: Sequence[Input], folder: Path) -> Iterator[Outcome]:
    """Annotate five megabytes in a process of its own, and look at the most memory that it took."""
    for item in items:
        source, target = folder / "giant.jsonl", folder / "giant.out"
        text = item.data.decode()
        size = len(json.dumps(text, ensure_ascii=False).encode())
        # A line of JSON is at most that long, so a text of signs of several bytes has fewer of them.
        text = text[: int(len(text) * min(1, _LINE / size))]
        line = json.dumps({"doc_id": "d", "text": text}, ensure_ascii=False)
        source.write_text(line + "\n", encoding="utf-8", newline="\n")
        done = subprocess.run(
            [sys.executable, "-c", _GIANT, str(source), str(target)], capture_output=True, text=True, check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
        if done.returncode:
            yield Outcome(item.number, None, (Fault("crashed", " ".join(done.stderr.split())[-300:]),))
            continue
        peak = int(done.stdout)
        reason = json.loads(target.read_bytes())["error"]
        faults = hidden(reason)
        if reason is not None and reason.startswith("Line 1"):
            faults.append(Fault("lost", f"the line was refused, so that nothing was measured: {reason}"[:300]))
        if peak > GIANT_MEMORY:
            faults.append(Fault("memory", f"{peak / 1e6:,.0f} MB for {len(text):,} characters of {text[:30]!r}"))
        yield Outcome(item.number, reason, tuple(faults))
        source.unlink(), target.unlink()


TARGETS: Final[dict[str, Target]] = {
    "line": run_lines,
    "text": run_texts,
    "file": run_files,
    "corpus": run_corpus_lines,
    "export": run_exports,
    "store": run_stores,
    "long": run_long,
    "giant": run_giant,
}


def run_inputs(items: Iterable[Input], folder: Path) -> list[Outcome]:
    """Return an outcome for each input, in the order of their numbers; a warning is an error."""
    groups: dict[str, list[Input]] = {kind: [] for kind in TARGETS}
    for item in items:
        groups[item.kind].append(item)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = [outcome for kind, group in groups.items() for outcome in _run(TARGETS[kind], group, folder)]
    return sorted(found)


def _run(target: Target, group: Sequence[Input], folder: Path) -> list[Outcome]:
    if not group:
        return []
    try:
        found = {outcome.number: outcome for outcome in target(group, folder)}
    except (TooSlow, Exception) as error:
        if len(group) == 1:
            return [Outcome(group[0].number, None, (crash(error),))]
        return [outcome for item in group for outcome in _run(target, [item], folder)]
    return [found.get(item.number, Outcome(item.number)) for item in group]


def as_json(item: Input, outcome: Outcome) -> dict[str, Any]:
    """Return an input and its faults, to be kept as a file and run again."""
    import base64

    kept = item._asdict() | {"data": base64.b64encode(item.data).decode()}
    return kept | {"faults": [list(fault) for fault in outcome.faults]}


def from_json(data: dict[str, Any]) -> Input:
    """Return the input of such a file."""
    import base64

    return Input(data["number"], data["kind"], data["form"], base64.b64decode(data["data"]), data["items"])
