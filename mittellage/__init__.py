"""The package `analysis` under the name of its distribution.

A paper's replication repository often has an ``analysis/`` folder of its own, which shadows ours. There
``import mittellage`` still gives our package, loaded from where it is installed. Where nothing shadows it,
``mittellage`` and ``analysis`` are one and the same module, so that their classes compare equal.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

_HOME = Path(__file__).resolve().parent.parent / "analysis"


class _SameModule(MetaPathFinder):
    """Answers ``mittellage.reading`` with the module ``analysis.reading`` itself, never with a copy."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, _Alias()) if fullname.startswith("mittellage.") else None


class _Alias(Loader):
    """Loads nothing: it hands out a module that exists, and leaves it as it was."""

    _spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = import_module("analysis" + spec.name.removeprefix("mittellage"))
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._spec  # the import system has put the alias's own there


def _is_ours(spec: ModuleSpec | None) -> bool:
    return spec is not None and spec.origin is not None and Path(spec.origin).resolve().parent == _HOME


if _is_ours(find_spec("analysis")):
    sys.meta_path.insert(0, _SameModule())
    sys.modules[__name__] = import_module("analysis")
else:
    _spec = spec_from_file_location(__name__, _HOME / "__init__.py", submodule_search_locations=[str(_HOME)])
    if _spec is None or _spec.loader is None:
        raise ImportError(f"{_HOME} is missing; install mittellage again.")
    _module = sys.modules[__name__]
    _module.__spec__, _module.__path__, _module.__file__ = _spec, [str(_HOME)], str(_HOME / "__init__.py")
    _spec.loader.exec_module(_module)
