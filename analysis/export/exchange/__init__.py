"""Exchange: results as files of other programs, and what was coded there back as tables.

One module a format: rows in, a file out. Nothing that stands in a text can break a file: every format gets the text
character for character, except for characters that it cannot hold, which are replaced one for one.
"""

from __future__ import annotations

from .cas_reading import Curated, curated_frame, gold_lines, read_xmi
from .dna_reading import compare_dna, read_dna
from .items import Annotated, native, read_results, rebuild_text
from .network import Edge, Network, Node, build_network
from .write import SUFFIXES, export_file, suffix_of

__all__ = [
    "SUFFIXES",
    "Annotated",
    "Curated",
    "Edge",
    "Network",
    "Node",
    "build_network",
    "compare_dna",
    "curated_frame",
    "export_file",
    "gold_lines",
    "native",
    "read_dna",
    "read_results",
    "read_xmi",
    "rebuild_text",
    "suffix_of",
]
