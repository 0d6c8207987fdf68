"""The reader: what it sees of a document, how words stand to a target, and the network that judges."""

from __future__ import annotations

from .encoding import Cells, Encoded, encode, find_cells
from .network import Reader, ReaderName, packaged_reader
from .relating import Related, Relator
from .verdicts import Verdicts

__all__ = [
    "Cells",
    "Encoded",
    "Reader",
    "ReaderName",
    "Related",
    "Relator",
    "Verdicts",
    "encode",
    "find_cells",
    "packaged_reader",
]
