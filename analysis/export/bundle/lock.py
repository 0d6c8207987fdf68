"""The lock file of a package: the exact versions of the libraries that its numbers and pictures were made with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import metadata
from typing import Any, Final

_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,80}")
_PRESENT: Final = "mittellage"


def lock_text(manifest: Mapping[str, Any]) -> str:
    """Return ``requirements.lock``: the software, then everything that it needs, as it is installed here.

    Parameters
    ----------
    manifest : mapping
        What made the results; its libraries stand as they were then.
    """
    locked = {name: version for name, version in installed().items() if name != _PRESENT}
    locked |= {_normal(name): version for name, version in manifest.get("libraries", {}).items()}
    commit = manifest.get("commit")
    lines = [f"# Python {manifest.get('python', '')}".rstrip()]
    lines.append(f"{_PRESENT}=={manifest['version']}" + (f"  # commit {commit}" if commit else ""))
    return "\n".join([*lines, *(f"{name}=={version}" for name, version in sorted(locked.items()))]) + "\n"


def installed(root: str = _PRESENT) -> dict[str, str]:
    """Return the versions of a distribution and of all that it needs, without extras; empty without it."""
    found: dict[str, str] = {}
    waiting = [root]
    while waiting:
        name = _normal(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = metadata.version(name)
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for requirement in needed:
            match = _NAME.match(requirement)
            if match and "extra ==" not in requirement:
                waiting.append(match[0])
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
