"""Run a notebook with parameters of one's own, which is what the command ``run-notebook`` calls."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from ..errors import MittellageError

# Ends the name of a notebook with German prose.
GERMAN: Final = "_de"
ROOT: Final = Path(__file__).resolve().parent.parent.parent


class LaunchError(MittellageError):
    """Something that cannot be started: a package, a port or a notebook is missing."""


def run_notebook(
    name: str, *, out: Path, document: Path | None = None, parameters: Mapping[str, Any] | None = None
) -> Path:
    """Run a notebook from top to bottom with parameters of one's own.

    Parameters
    ----------
    name : str
        Name of a notebook, such as ``05_position``; with ``lang="de"`` its German sister is run.
    out : pathlib.Path
        Folder for the executed notebook and for what it exports.
    document : pathlib.Path, optional
        Text, table, folder or store instead of the notebook's own text.
    parameters : mapping, optional
        Further parameters; the notebook's cell tagged ``parameters`` says which it takes.

    Returns
    -------
    pathlib.Path
        The executed notebook.

    Raises
    ------
    LaunchError
        If papermill, the notebook or the document is missing, the notebook has no such parameter, or a cell fails.
    """
    need("papermill", "ipywidgets", "anywidget", "itables")
    values = dict(parameters or {}) | {"out": str(out.resolve())}
    source = _notebook(name, german=values.get("lang") == "de")
    if document is not None:
        if not document.exists():
            raise LaunchError(f"There is no file {str(document)!r}; check the path.")
        values["document"] = str(document.resolve())
    _check_parameters(source, values)
    out.mkdir(parents=True, exist_ok=True)
    target = out / source.name
    partial = target.with_name(f".{target.stem}.partial.ipynb")
    import papermill

    try:
        papermill.execute_notebook(
            str(source),
            str(partial),
            parameters=values,
            cwd=str(source.parent),
            kernel_name="python3",
            progress_bar=False,
        )
    except papermill.PapermillExecutionError as error:
        partial.replace(target)
        raise LaunchError(
            f"{name} stopped in cell {error.exec_count}: {error.ename}: {error.evalue} See {str(target)!r}."
        ) from error
    partial.replace(target)
    return target


def read_values(pairs: Iterable[str]) -> dict[str, Any]:
    """Read parameters as they are typed: JSON where it is JSON, else text.

    Raises
    ------
    LaunchError
        If there is no name before the equals sign.

    Examples
    --------
    >>> read_values(["lang=en", "translated=false", 'poles=["EU", "RU", "US"]'])
    {'lang': 'en', 'translated': False, 'poles': ['EU', 'RU', 'US']}
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name.isidentifier():
            raise LaunchError(f"{pair!r} sets nothing; write a name and a value, such as lang=en.")
        try:
            values[name] = json.loads(text)
        except ValueError:
            values[name] = text
    return values


def notebooks_folder() -> Path:
    """Give the folder of the notebooks.

    Raises
    ------
    LaunchError
        If there is none beside the package or in the working folder.
    """
    for folder in (ROOT / "notebooks", Path.cwd() / "notebooks"):
        if (folder / "01_article.ipynb").is_file():
            return folder
    raise LaunchError("There is no folder 'notebooks' here; clone the repository and run the command inside it.")


def need(*packages: str) -> None:
    """Refuse to go on without some packages, and say how to get them."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise LaunchError(f"This needs {', '.join(missing)}. Install with: pip install 'mittellage[notebooks]'")


def _notebook(name: str, *, german: bool) -> Path:
    """Find a notebook; of each there is one with English and one with German prose, in which widgets are German too."""
    folder = notebooks_folder()
    known = sorted(path.stem for path in folder.glob("[0-9]*.ipynb") if not path.stem.endswith(GERMAN))
    stem = name.removesuffix(".ipynb").removesuffix(GERMAN)
    if stem not in known:
        raise LaunchError(f"There is no notebook {name!r}. Notebooks are: {', '.join(known)}.")
    sister = folder / f"{stem}{GERMAN}.ipynb"
    chosen = german or name.removesuffix(".ipynb").endswith(GERMAN)
    return sister if chosen and sister.is_file() else folder / f"{stem}.ipynb"


def _check_parameters(source: Path, values: Mapping[str, Any]) -> None:
    import papermill

    known = set(papermill.inspect_notebook(str(source)))
    unknown = sorted(set(values) - known)
    if unknown:
        raise LaunchError(
            f"{source.stem} has no parameter {', '.join(unknown)}. Parameters are: {', '.join(sorted(known))}."
        )
