"""The forms of the package's own tables, made once: thirty inflected forms a name need not be made at every start.

`forms.npz` holds every surface form with what it can mean, and the hash of the tables and the code that it was made
from (`training/actors/pack_forms.py`). Where these have changed since, the forms are made anew, which takes longer and
gives the same; a user's own tables are always read as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from .forms import Slot
from .surface import Entry, Reading
from .words import words

_HERE: Final = Path(__file__).parent
FORMS: Final = _HERE / "forms.npz"
SOURCES: Final = ("countries.tsv", "affixes.tsv", "blockers.tsv", "forms.py", "surface.py")
"""Whatever decides which forms there are and what they mean, beside one list of `contexts.tsv`."""


def fingerprint(folder: Path = _HERE) -> str:
    """Hash the sources; line ends do not count, which differ between systems."""
    whole = sha256(json.dumps(sorted(words("city_in_words"))).encode())
    for name in SOURCES:
        data = (folder / name).read_bytes().replace(b"\r\n", b"\n")
        whole.update(sha256(data).digest())
    return whole.hexdigest()


def pack(entries: Mapping[str, Entry]) -> dict[str, Any]:
    """Return the arrays of a file: texts, slots, and the numbers of what else distinguishes an entry."""
    import numpy as np

    kinds: dict[str, int] = {}
    numbers = [
        kinds.setdefault(json.dumps([each.readings, each.tails, each.blocks], ensure_ascii=False), len(kinds))
        for each in entries.values()
    ]
    return {
        "fingerprint": np.array(fingerprint()),
        "texts": np.frombuffer("\n".join(entries).encode(), dtype=np.uint8),
        "slots": np.array([int(each.slots) for each in entries.values()], dtype=np.uint8),
        "numbers": np.array(numbers, dtype=np.uint16),
        "kinds": np.frombuffer(f"[{','.join(kinds)}]".encode(), dtype=np.uint8),
    }


def unpack(path: Path = FORMS) -> dict[str, Entry] | None:
    """Return the entries of a file by their text, or None if it is not of these sources."""
    import numpy as np

    try:
        with np.load(path) as archive:
            if str(archive["fingerprint"]) != fingerprint():
                return None
            texts = archive["texts"].tobytes().decode().split("\n")
            slots, numbers = archive["slots"].tolist(), archive["numbers"].tolist()
            kinds = [
                (tuple(Reading(*reading) for reading in readings), tuple(tails), blocks)
                for readings, tails, blocks in json.loads(archive["kinds"].tobytes())
            ]
    except OSError:
        return None
    known = {number: Slot(number) for number in set(slots)}
    return {text: Entry(known[slot], *kinds[number]) for text, slot, number in zip(texts, slots, numbers, strict=True)}
