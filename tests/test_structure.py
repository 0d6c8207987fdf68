"""What a reader can rely on in every file: no circles of imports, no long functions, types for those who import it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import networkx as nx
import pytest

import analysis

PACKAGE = Path(analysis.__file__).parent
TESTS = Path(__file__).parent
PRIVATE = {"_Page"}
"""What tests import although it is private: the page of the app, which nobody else makes."""
LONGEST = 60
"""Lines of a function, as `lines_of` counts them."""
LONGEST_MODULE = 360
"""Lines of a module, docstrings and all; about 300 is meant."""

# A result is saved, reported and packed by its own methods, which import what comes after it when they are called; and
# the package itself names what it exports.
LATE = {
    ("analysis", "*"),
    ("analysis.pipeline.result", "analysis.export"),
    ("analysis.pipeline.result", "analysis.export.exchange"),
    ("analysis.pipeline.result", "analysis.export.summary"),
    ("analysis.corpus.corpus", "analysis.corpus.edits"),
    ("analysis.corpus.corpus", "analysis.corpus.exchange"),
    ("analysis.corpus.corpus", "analysis.corpus.families"),
    ("analysis.corpus.corpus", "analysis.corpus.packing"),
}


@cache
def modules() -> dict[str, Path]:
    """Files of the package by the name that they are imported by."""
    paths = {}
    for path in PACKAGE.rglob("*.py"):
        parts = ["analysis", *path.relative_to(PACKAGE).with_suffix("").parts]
        paths[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return paths


@cache
def parsed(name: str) -> ast.Module:
    """Syntax tree of a module."""
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


def imported(name: str) -> Iterator[str]:
    """Modules of the package that a module imports anywhere, also for types and within functions."""
    path = modules()[name]
    folder = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.ImportFrom):
            base = folder[: len(folder) + 1 - node.level] if node.level else []
            home = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{home}.{alias.name}" if f"{home}.{alias.name}" in modules() else home for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_files_import_each_other():
    edges = [(name, other) for name in modules() for other in imported(name) if other in modules() and other != name]
    kept = [(one, other) for one, other in edges if not LATE & {(one, other), (one, "*")}]
    circles = [sorted(found) for found in nx.strongly_connected_components(nx.DiGraph(kept)) if len(found) > 1]
    assert circles == []
    assert all((one, other) in edges for one, other in LATE if other != "*"), "an exception that nothing needs"


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's own statements: without signature, docstring, imports, and the functions within it."""
    apart = ast.FunctionDef | ast.AsyncFunctionDef | ast.Import | ast.ImportFrom
    body = function.body[1:] if ast.get_docstring(function) else function.body
    lines = {line for node in body for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    for node in (node for part in body for node in ast.walk(part) if isinstance(node, apart)):
        lines -= set(range(node.lineno, (node.end_lineno or 0) + 1))
    return len(lines)


@pytest.mark.parametrize("name", sorted(modules()))
def test_functions_are_short(name):
    functions = (node for node in ast.walk(parsed(name)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    assert [f"{node.name}: {lines_of(node)} lines" for node in functions if lines_of(node) > LONGEST] == []


def test_modules_are_short():
    sizes = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    assert {name: size for name, size in sizes.items() if size > LONGEST_MODULE} == {}


@pytest.mark.parametrize("package", ["analysis", "mittellage"])
def test_types_are_marked(package):
    assert (files(package) / "py.typed").is_file()


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: path.stem)
def test_tests_import_public_names(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    names = [alias.name for node in froms if (node.module or "").startswith("analysis") for alias in node.names]
    assert [name for name in names if name.startswith("_") and not name.endswith("__") and name not in PRIVATE] == []
