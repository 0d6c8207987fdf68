"""Write the pages that are made from the code: lists of public names, tables, commands, labels."""

from __future__ import annotations

import csv
import inspect
import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

DOCS = Path(__file__).resolve().parent.parent
ROOT = DOCS.parent
PACKAGES = {
    "analysis": "From a text to tables",
    "analysis.charts": "Charts",
    "analysis.corpus": "Many documents",
    "analysis.coding": "Hand coding and corrected estimates",
    "analysis.explore": "Notebooks and app",
    "analysis.framing": "Indicators and comparison",
    "analysis.actors": "Country mentions and their statistics",
}


def write_pages() -> None:
    """Write every generated page, and copy the notebooks to where they are read."""
    folder = DOCS / "reference" / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    for package, title in PACKAGES.items():
        _write(folder / f"{package.replace('.', '_')}.md", api_page(package, title))
    _write(folder / "tables.md", tables_page())
    _write(folder / "commands.md", commands_page())
    _write(folder / "labels.md", labels_page())
    _write(folder / "imports.md", imports_page())
    notebooks = DOCS / "tutorial" / "notebooks"
    notebooks.mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        if path.stem.endswith("_de"):  # these pages are in English; the German sister does the same
            continue
        if not (copy := notebooks / path.name).exists() or copy.read_bytes() != path.read_bytes():
            shutil.copy(path, copy)


def _write(path: Path, text: str) -> None:
    """Write a page if it has changed, so that an unchanged one is not read again."""
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a bar or a line end in a cell does no harm."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines.extend("| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) + " |" for row in rows)
    return "\n".join(lines) + "\n"


# Public names


def public_names(package: str) -> list[str]:
    """Return the names that a package exports, without its version."""
    return [name for name in import_module(package).__all__ if not name.startswith("__")]


def kind_of(package: str, name: str) -> str:
    """Return the heading that a public name is listed under."""
    value = getattr(import_module(package), name)
    if inspect.isclass(value):
        return "Errors" if issubclass(value, Exception) else "Classes"
    if not callable(value) or not inspect.isroutine(value):
        return "Constants"
    prefix = name.partition("_")[0]
    titles = {
        "plot": "Draw",
        "numbers": "Numbers behind a chart",
        "describe": "Alternative texts",
        "view": "Interactive views",
    }
    return titles.get(prefix, "Functions")


_KINDS = (
    "Functions",
    "Draw",
    "Interactive views",
    "Classes",
    "Numbers behind a chart",
    "Alternative texts",
    "Constants",
    "Errors",
)


def api_page(package: str, title: str) -> str:
    """Return the page that lists what a package exports."""
    groups: dict[str, list[str]] = {}
    for name in public_names(package):
        groups.setdefault(kind_of(package, name), []).append(name)
    parts = [f"# {title}: `{package}`\n", _opening(package)]
    for kind in sorted(groups, key=_KINDS.index):
        listed = "\n".join(f"   {name}" for name in groups[kind])
        parts.append(
            f"## {kind}\n\n```{{eval-rst}}\n.. currentmodule:: {package}\n\n.. autosummary::\n   :toctree: ../api\n"
            f"   :nosignatures:\n\n{listed}\n```\n"
        )
    return "\n".join(parts)


def _opening(package: str) -> str:
    """Return the paragraph that a package opens with, as reStructuredText, which it is written in."""
    return f"```{{eval-rst}}\n.. currentmodule:: {package}\n\n{inspect.getdoc(import_module(package))}\n```\n"


def documented() -> dict[str, str]:
    """Return where a public object is documented, by the name under which the code knows it."""
    known: dict[str, str] = {}
    for package in PACKAGES:
        for name in public_names(package):
            value = getattr(import_module(package), name)
            home = getattr(value, "__module__", None)
            if isinstance(home, str) and hasattr(value, "__qualname__"):
                known.setdefault(f"{home}.{value.__qualname__}", f"{package}.{name}")
            known.setdefault(name, f"{package}.{name}")
    return known


# Tables

R_TYPES = {
    "string": "character",
    "Int64": "integer",
    "Float64": "double",
    "boolean": "logical",
    "datetime64[us]": "POSIXct",
    "object": "list",
}


def tables_page() -> str:
    """Return the page of all tables, from the contract in the code."""
    from analysis import tables

    parts = [(DOCS / "reference" / "tables_opening.md").read_text("utf-8")]
    for name, row in {**tables.ROWS, **tables.BY_HAND}.items():
        columns = tables.describe(name)
        parts.append(f"({name}-table)=\n## `{name}`\n\n{inspect.cleandoc(row.__doc__ or '')}\n")
        parts.append(table(["column", "pandas", "R", "meaning"], (_column(column) for column in columns)))
    return "\n".join(parts)


def _column(column: Any) -> list[str]:
    values = ": " + ", ".join(f"`{value}`" for value in column.allowed) if column.allowed else ""
    null = " May be missing." if column.nullable else ""
    kind = f"`{column.dtype}`"
    return [f"`{column.name}`", kind, f"`{R_TYPES[column.dtype]}`", f"{column.meaning}{values}.{null}"]


# Commands


def commands_page() -> str:
    """Return the page of the command line, from the help that the commands carry."""
    import typer

    from analysis.cli import app

    root = typer.main.get_command(app)
    parts = ["# Command line: `mittellage`\n", _prose(root.help or "")]
    parts.extend(_commands(root, "mittellage"))
    parts.append((DOCS / "reference" / "exit_codes.md").read_text("utf-8"))
    return "\n".join(parts)


def _commands(group: Any, path: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if getattr(command, "hidden", False):
            continue
        yield f"## `{path} {name}`\n\n{_prose(command.help or '')}\n"
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path} {name}")
            continue
        arguments = [each for each in command.params if each.param_type_name == "argument"]
        options = [each for each in command.params if each.param_type_name == "option"]
        if arguments:
            yield table(["argument", "meaning"], ([f"`{_metavar(each)}`", _plain(each.help)] for each in arguments))
        if options:
            hints = get_type_hints(inspect.unwrap(command.callback))
            yield table(["option", "default", "meaning"], (_option(each, hints.get(each.name)) for each in options))


def _metavar(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _option(option: Any, kind: Any) -> list[str]:
    names = ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])
    names += f" `{option.metavar}`" if option.metavar else ""
    help_text, _, stated = _plain(option.help).partition("[default: ")
    values = ", ".join(f"`{value}`" for value in _choices(kind))
    meaning = f"{help_text.strip()} One of {values}." if values else help_text.strip()
    return [names, "*required*" if option.required else stated.rstrip("]") or _default(option.default), meaning]


def _choices(kind: Any) -> list[str]:
    """Return the values of an enumeration, also where it is optional or may be repeated."""
    for inner in (kind, *get_args(kind)):
        if inspect.isclass(inner) and issubclass(inner, Enum):
            return [str(value.value) for value in inner]
        if get_args(inner) and inner is not kind:
            return _choices(inner)
    return []


def _default(value: Any) -> str:
    value = getattr(value, "value", value)
    empty = value is None or value is False or value in ("", (), []) or callable(value)
    return "" if empty else f"`{value}`"


def _plain(text: str | None) -> str:
    """Return help without the marks for the terminal."""
    return re.sub(r"\[/?(dim|bold|italic|cyan|green|red|yellow)\]", "", text or "")


def _prose(text: str) -> str:
    """Return help as Markdown; what the terminal dims is an example."""
    text = inspect.cleandoc(text).replace("\f", "").replace("\b", "")
    text = re.sub(r"\[dim\](.*?)\[/dim\]", lambda match: f"\n```bash\n{match[1]}\n```\n", text, flags=re.DOTALL)
    return _plain(text)


# Labels

# One word for one thing: what page and report share stands in the table of the report.
_WORDS = ("analysis/export/report/words.tsv", "analysis/explore/words.tsv")
_LABELS = (
    ("Values of tables", r"(type|form|role|kind|marker|segment|style)\."),
    ("Tables, rows and layers", r"(table|row|layer|facet)\.(?!help|empty|choose|nothing|all|terms|languages)"),
    ("Columns", r"col\."),
)


def labels_page() -> str:
    """Return the German and English labels, from the word lists that app and report read."""
    parts = ["# Labels, German and English\n", "What app, charts and report call things, from their word lists.\n"]
    for title, pattern in _LABELS:
        rows = [row for path in _WORDS for row in _tsv(ROOT / path) if re.match(pattern, row["key"])]
        parts.append(f"## {title}\n")
        parts.append(
            table(["code", "German", "English", "what"], ([_code(r["key"]), r["de"], r["en"], r["note"]] for r in rows))
        )
    parts.append("## Indicators\n")
    names = _tsv(ROOT / "analysis/framing/indicators.tsv")
    parts.append(table(["code", "German", "English"], ([_code(r["indicator"]), r["de"], r["en"]] for r in names)))
    countries = _tsv(ROOT / "analysis/charts/labels.tsv")
    parts.append("## Countries and regions\n")
    parts.append(table(["code", "German", "English"], ([f"`{r['code']}`", r["de"], r["en"]] for r in countries)))
    return "\n".join(parts)


def _code(key: str) -> str:
    return f"`{key.partition('.')[2]}`"


def _tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


# Import rules


def layers() -> list[list[str]]:
    """Return the packages from first to last as the import contract in pyproject.toml lists them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = (each for each in project["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    return [[name.strip() for name in re.split(r"[|:]", layer)] for layer in reversed(contract["layers"])]


def imports_page() -> str:
    """Return a table of what each package is for and what it may import."""
    rows: list[list[str]] = []
    below: list[str] = []
    for layer in layers():
        allowed = ", ".join(f"`{each}`" for each in below) or "–"
        rows.extend([f"`{name}`", first_sentence(f"analysis.{name}"), allowed] for name in layer)
        below.extend(layer)
    return table(["package", "what it is for", "may import"], rows)


def first_sentence(module: str) -> str:
    """Return the first line of a module's docstring."""
    return (inspect.getdoc(import_module(module)) or "").partition("\n")[0].replace("``", "`").rstrip(".")
