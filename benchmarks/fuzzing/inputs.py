"""The input of a number: the same seed and number always give the same bytes."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final, NamedTuple

from .files import MAKERS, make_file
from .records import dump, make_line, make_record
from .texts import PATTERNS, long_text, make_text

# Of a hundred inputs so many are of each kind; a hundred in turn make a round.
SHARES: Final = {"line": 24, "text": 30, "file": 40, "corpus": 3, "export": 2, "store": 1}
ROUND: Final = [kind for kind, share in SHARES.items() for _ in range(share)]
# One text of many pages in a thousand inputs, and one of five megabytes in fifty thousand.
LONG: Final = 1_000
GIANT: Final = 50_000
LONG_CHARS: Final = 20_000
GIANT_CHARS: Final = 5_000_000
FORMATS: Final = (
    ".graphml", ".gexf", ".dna", ".qdpx", ".xmi", ".xmi.zip", ".conllu", ".tei.xml", "csv", "parquet", "xlsx", "latex",
)  # fmt: skip


class Input(NamedTuple):
    """An input.

    Attributes
    ----------
    number : int
        Its place in the run.
    kind : str
        What is done with it: ``line``, ``text``, ``file``, ``corpus``, ``export``, ``store``, ``long`` or ``giant``.
    form : str
        Its format, for files and exports.
    data : bytes
        What is read.
    items : int or None
        How many texts have to be found or told, where that is known.
    """

    number: int
    kind: str
    form: str
    data: bytes
    items: int | None = None

    @property
    def suffix(self) -> str:
        """Ending of the name under which it is kept."""
        return Path(self.form).suffix if self.kind == "file" else ".txt" if self.kind == "text" else ".jsonl"


def kind_of(number: int) -> str:
    """Return what is done with an input."""
    if number % GIANT == GIANT // 2:
        return "giant"
    return "long" if number % LONG == LONG // 2 else ROUND[number * 37 % len(ROUND)]


def make_input(seed: int, number: int) -> Input:
    """Return the input of a number."""
    chance = random.Random(f"{seed}:{number}")
    kind = kind_of(number)
    if kind == "line":
        return Input(number, kind, "jsonl", make_line(chance, number))
    if kind == "text":
        return Input(number, kind, "txt", make_text(chance, halves=True).encode("utf-8", "surrogatepass"))
    if kind == "file":
        form = chance.choice(list(MAKERS))
        file = make_file(chance, form)
        return Input(number, kind, f"{form}{file.suffix}", file.data, file.items)
    if kind == "store":
        return Input(number, kind, "store", f"{seed}:{number}".encode())
    if kind in ("long", "giant"):
        length = LONG_CHARS if kind == "long" else GIANT_CHARS
        # Every pattern has its turn before one comes again.
        pattern = PATTERNS[number // LONG % len(PATTERNS)] if kind == "long" else ""
        text = (pattern * length)[:length] if pattern and chance.random() < 0.7 else long_text(chance, length=length)
        return Input(number, kind, "txt", text.encode())
    record = make_record(chance, number)
    form = chance.choice(FORMATS) if kind == "export" else "jsonl"
    return Input(number, kind, form, dump(record, halves=kind == "corpus" and chance.random() < 0.05))
