"""Ellipsis: the first of two compounds that share their last part, *Nord-* in *Nord- und Südkorea*.

The stub names a country of its own wherever the whole word would: *Nordkorea, südkoreanische, Ostukraine*. A stub
that is a country word itself (*US- und EU-Vertreter*) is found as any other word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .forms import Slot
from .gazetteer import Gazetteer
from .surface import Entry, Reading
from .words import words

_STUB: Final = re.compile(r"-(?=[ ,/])")
# Up to four further stubs, then the link and the whole word: "Nord-, Ost- und (der) Südukraine", "Nord-/Südkorea"
_WHOLE: Final = re.compile(
    r"-(?: ?, ?[^\W\d_]{1,14}-){0,4} ?"
    r"(?i:(?:und|oder|sowie|wie|noch|bis|bzw\.|beziehungsweise|als auch|u\.) (?:auch )?(?:in )?"
    r"(?:de[rmns]|die|das|im)? ?"
    r"|[/,&] ?)([^\W\d_](?:[^\W_]|-)*(?: [^\W\d_]+)?)"
)
_LONGEST: Final = 16


class Stub(NamedTuple):
    """A stub with what the whole word means."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    part: Slot
    """`Slot.WORD` where the table knows the whole word, `Slot.TAIL` where its last part alone is a country"""


def find_stubs(smooth: str, gazetteer: Gazetteer) -> Iterator[Stub]:
    """Find the stubs of a text with plain spaces and hyphens, in text order; one may be a match already."""
    for hyphen in _STUB.finditer(smooth):
        end = hyphen.start()
        start = end
        while start and smooth[start - 1].isalpha() and end - start < _LONGEST:
            start -= 1
        stub = smooth[start:end]
        if not _is_part(stub, gazetteer) or (start and smooth[start - 1] == "-"):
            continue
        whole = _WHOLE.match(smooth, end)
        found = _read(stub, whole.group(1), gazetteer) if whole is not None else None
        if found is not None:
            entry, part = found
            yield Stub(start, end + 1, entry.readings, part)


def _is_part(stub: str, gazetteer: Gazetteer) -> bool:
    affixes, low = gazetteer.affixes, stub.lower()
    return low in words("compass_part") or low in affixes["hyphened"] or stub in affixes["initial"]


def _read(stub: str, whole: str, gazetteer: Gazetteer) -> tuple[Entry, Slot] | None:
    """Read a stub by the whole word that follows it: *Nord* before *Südkorea* is *Nordkorea*."""
    entries = gazetteer.entries
    for word in dict.fromkeys((whole, whole.split(" ")[0])):
        rest = _shared(word, gazetteer)
        if not rest:
            continue
        for candidate in (stub + rest, stub + rest.lower(), f"{stub}-{rest}"):
            entry = entries.get(candidate)
            if entry is not None and entry.readings and entry.slots & Slot.WORD:
                # "Süd- und Ostafrika": the south of the continent
                known = entries.get(word)
                if candidate.lower().startswith(tuple(words("no_ellipsis"))) and not (known and known.readings):
                    return None
                return entry, Slot.WORD
        entry = entries.get(rest.lower())
        if stub.lower() in words("compass_part") and entry is not None and entry.slots & Slot.TAIL:
            blocked = entries.get(word)
            if entry.readings and not (blocked is not None and blocked.blocks):
                return entry, Slot.TAIL
    return None


def _shared(word: str, gazetteer: Gazetteer) -> str:
    """Return the part of the whole word that the stub shares: *korea* of *Südkorea*, *Korea* of *Süd-Korea*."""
    low = word.lower()
    parts = (*words("compass_part"), *gazetteer.affixes["hyphened"])
    size = max((len(part) for part in parts if low.startswith(part)), default=0)
    if not size and word[0] in gazetteer.affixes["initial"] and word[1:2] in ("-", "."):
        size = 1
    return word[size:].lstrip("-. ") if size else ""
