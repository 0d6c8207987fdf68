"""spaCy without its command line, which nothing here uses and which takes a third of its import.

``import spacy`` imports ``spacy.cli``, with a client for downloads and a manager of projects, for the sake of one
function, ``spacy.info``. While spaCy is imported for the first time, a stand-in gives that function; it calls the real
one, which is imported then. Afterwards the stand-in is gone, and ``import spacy.cli`` works as ever.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Final

_INFO: Final = "spacy.cli.info"


def import_spacy() -> None:
    """Import spaCy, without its command line unless somebody has imported it before."""
    if "spacy" in sys.modules:
        return
    stand_in = ModuleType(_INFO)
    stand_in.__dict__["info"] = _info
    sys.modules[_INFO] = stand_in
    try:
        import spacy  # noqa: F401
    finally:
        if sys.modules.get(_INFO) is stand_in:
            del sys.modules[_INFO]


def _info(*arguments: Any, **options: Any) -> Any:
    """Call ``spacy.info``."""
    from spacy.cli.info import info

    return info(*arguments, **options)
