"""Replication packages: everything that published numbers and pictures rest on, without the text.

`pack_result` writes one, `read_package` opens it, `replicate` computes its numbers and pictures again and compares them
byte by byte. What becomes of each column stands in ``columns.tsv``.
"""

from __future__ import annotations

from .replicate import Package, Replication, read_package, replicate
from .result import pack_result
from .scan import find_leaks, known_sequences

__all__ = [
    "Package",
    "Replication",
    "find_leaks",
    "known_sequences",
    "pack_result",
    "read_package",
    "replicate",
]
