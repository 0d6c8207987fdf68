"""mittellage: how a German news text positions a country or a region between others.

One call reads a text, one analyses it, and the result holds every table, chart and report::

    from analysis import analyse, read_document

    result = analyse(read_document("data/blinken_astana_2023.txt"))
    result.stances.query("target == 'RU'")
    result.report("results/report.html")

Everything heavy (spaCy, pandas, matplotlib) is imported when it is first needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actors import find_mentions, link_actors
    from .errors import MittellageError
    from .export.saved import open_result
    from .framing import measure_framing
    from .language import parse
    from .pipeline import Analysis, Options, analyse, analyse_many, evidence, explain
    from .quotes import find_quotes
    from .reading import Document, read_document, read_text
    from .stance import find_stances

__version__ = "0.2.0"

_HOMES = {
    "Analysis": ".pipeline",
    "Document": ".reading",
    "MittellageError": ".errors",
    "Options": ".pipeline",
    "analyse": ".pipeline",
    "analyse_many": ".pipeline",
    "evidence": ".pipeline",
    "explain": ".pipeline",
    "find_mentions": ".actors",
    "find_quotes": ".quotes",
    "find_stances": ".stance",
    "link_actors": ".actors",
    "measure_framing": ".framing",
    "open_result": ".export.saved",
    "parse": ".language",
    "read_document": ".reading",
    "read_text": ".reading",
}

__all__ = [
    "Analysis",
    "Document",
    "MittellageError",
    "Options",
    "__version__",
    "analyse",
    "analyse_many",
    "evidence",
    "explain",
    "find_mentions",
    "find_quotes",
    "find_stances",
    "link_actors",
    "measure_framing",
    "open_result",
    "parse",
    "read_document",
    "read_text",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name], __name__), name)


def __dir__() -> list[str]:
    return __all__
