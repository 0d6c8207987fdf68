"""Residue: what a page puts around an article, from buttons to pictures' credits and the signatures of agencies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from .tables import agency, pattern
from .words import DAY, STOP, plain

_LONGEST: Final = 400
_TAIL: Final = 160
_CAPTION: Final = 200
_TEASER: Final = 160
_TEASERS: Final = 12
_HOUSE: Final = (
    "(?:picture[- ]alliance|imago(?: images)?|getty images|afp|dpa|reuters|epa(?:-efe)?|keystone|tass|ap photo|ap)"
)
_AGENT: Final = re.compile(rf"[\w-]{{1,25}}(?:[ /][\w-]{{1,25}}){{0,3}}(?:/| via ) ?{_HOUSE}[)\]]?", re.IGNORECASE)
"""A picture and who sells it, on a line of its own: *STR/AFP via Getty Images*."""
_ITEM: Final = re.compile(r"[-–—*•‣▪●·+>→»] ?\S")


def is_residue(block: str) -> bool:
    """Return whether a block is residue by its own words."""
    if len(block) > 2 * _LONGEST:
        return False
    line = " ".join(plain(block).split())
    return len(line) <= _LONGEST and (
        pattern("residue").fullmatch(line) is not None
        or opens_teasers(line)
        or _signature().fullmatch(line) is not None
        or _credit().fullmatch(line) is not None
        or _AGENT.fullmatch(line) is not None
    )


def opens_teasers(block: str) -> bool:
    """Return whether a block heads a list of other articles or of sources: *Auch interessant*, *Quellen:*."""
    return pattern("teaser").fullmatch(" ".join(plain(block).split())) is not None


def teasers_after(blocks: Sequence[str], head: int) -> int:
    """Return the number of the first block behind a heading of teasers that is none.

    Items of a list are, and lines that do not end like a sentence: the article goes on with the next one that does.
    """
    number = head + 1
    while number < len(blocks) and number - head <= _TEASERS:
        block = blocks[number]
        item = _ITEM.match(block) is not None
        if not item and (len(block) > _TEASER or (STOP.search(block) and block.rstrip("\"'“”«»‹›’‘)]")[-1:] in ".…")):
            break
        if not item and block.endswith(":"):
            break
        number += 1
    return number


def is_caption(block: str, *, last: bool = False) -> bool:
    """Return whether a short block is the caption of a picture: one sentence or less, and a credit.

    Below the last paragraph a credit may stand alone, so that a sentence before it is the paragraph's.
    """
    if len(block) > _CAPTION:
        return False
    seen = plain(block)
    cut = _credit_start(seen)
    before = seen[:cut].rstrip()
    stops = len(re.findall(r"[.!?](?= |$)", before))
    return cut < len(seen) and stops <= (0 if last else 1)


def tail_start(text: str, start: int, end: int) -> int:
    """Return where signatures and credits begin that end a paragraph, or its end.

    Examples
    --------
    >>> text = "Die Wahl war frei. (dpa/jk)"
    >>> text[: tail_start(text, 0, len(text))]
    'Die Wahl war frei.'
    """
    low = max(start, end - _TAIL)
    seen = plain(text[low:end])
    while True:
        cut = min(_signature_start(seen), _credit_start(seen))
        body = seen[:cut].rstrip()
        if cut >= len(seen) or not (body or low > start):
            return low + len(seen) if seen else end
        seen = body


@cache
def _signature() -> re.Pattern[str]:
    sign = rf"(?:{agency()}|[a-zäöü]{{2,4}})"
    more = rf"(?:[/,;+& -]{{1,2}}(?:und )?(?:{sign}|[A-Z]{{2,3}})){{0,5}}(?:,? {DAY})?"
    by = "(?:[Mm]it (?:Material|Informationen|Agenturmaterial|Inhalten) (?:von|der|des) )?"
    return re.compile(
        rf"[(\[](?:{by}{sign}{more}|[Mm]it Agenturen)[)\]]\.?"
        rf"|/(?:[A-Za-z]{{2,4}}/){{1,4}}[A-Za-z]{{2,4}}|[a-zäöü]{{2,4}}(?:/[A-Za-zÄÖÜäöü]{{2,4}}){{1,4}}"
        rf"|{agency()}(?:[/,] ?(?:{sign}|[A-Z]{{2,3}})){{0,4}}"
        rf"|(?:© ?)?dpa-infocom, ?dpa:\S{{1,40}}|dpa:\d{{6}}\S{{1,40}}"
        rf"|–? ?Mit (?:Material|Informationen) (?:von|der|des) [\w, .&-]{{2,60}}"
    )


@cache
def _credit() -> re.Pattern[str]:
    return re.compile(
        r"[(\[|]? ?(?:fotos?|bild(?:er|quelle|rechte|nachweis)?|grafik|video|quelle|photo|archivbild|archivfoto"
        r"|symbolbild|symbolfoto|fotograf(?:in)?|credits?|copyright)(?: ?[:©]| by) ?(?:[^.!?:]|\.(?=\w)){2,80}[)\]]?\.?"
        r"|[(\[|]? ?(?:©|\(c\)) ?[^.!?]{2,100}[)\]]?\.?"
        rf"|[(\[|]? ?{_HOUSE} ?/ ?[^.!?]{{2,60}}[)\]]?",
        re.IGNORECASE,
    )


@cache
def _ends(kind: str) -> re.Pattern[str]:
    """Return an expression for a tail behind the end of a sentence; a bracket opens a credit anywhere."""
    over = r"(?:[.!?…][\"'“”«»‹›’‘)\]]{0,2}|[\"“”«»‹›])\s*"
    if kind == "signature":
        return re.compile(rf"{over}(?P<tail>{_signature().pattern})$")
    return re.compile(rf"(?:{over}|\s(?=[(\[|©]))(?P<tail>{_credit().pattern})$", re.IGNORECASE)


def _signature_start(seen: str) -> int:
    match = _ends("signature").search(seen)
    return match.start("tail") if match else len(seen)


def _credit_start(seen: str) -> int:
    match = _ends("credit").search(seen)
    return match.start("tail") if match else len(seen)
