"""Layout to segments: boilerplate, title, dateline, headings, lead, paragraphs, by general cues only.

Segments never overlap, follow the text, and leave out nothing but white space. Boilerplate is marked, not deleted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from ..tables import Segment, SegmentKind, Span

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029\x85]+")
_BLANK: Final = re.compile(r"(?:\r\n|[\r\n\u2028\u2029\x85])[^\S\r\n]*(?:\r\n|[\r\n\u2028\u2029\x85])")
_FINAL: Final = re.compile(r"[.!?…:;,][\"'“”„«»‹›’‘)\]]*$")
_STOP: Final = re.compile(r"[.!?…][\"'“”«»‹›’‘)\]]*$")
# A brand stands alone in one word that no German headline would be: lower case, a domain, inner capitals.
_BRAND: Final = re.compile(
    r"[a-zäöüß0-9]\S*|\S+\.(?:de|com|net|org|ch|at|eu|info|news)|[A-Z][a-z]+[A-Z]\w*|[A-Z]{2,}\d+"
)
_MONTH: Final = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_DATE: Final = rf"\d{{1,2}}\.\s?(?:(?:{_MONTH})|\d{{1,2}}\.)(?:\s?\d{{2,4}})?"
_PLACE: Final = r"[A-ZÄÖÜ][\w'’.-]+(?:[ /-](?:am |an der |im |bei )?[A-ZÄÖÜ][\w'’.-]+){0,3}"
_CAPITALS: Final = r"(?=[A-ZÄÖÜß'’. /-]{4})[A-ZÄÖÜ][A-ZÄÖÜß'’.-]+(?:[ /][A-ZÄÖÜ][A-ZÄÖÜß'’.-]+){0,3}"
_AGENCY: Final = r"\([A-Za-zÄÖÜäöü/., -]{2,40}\)"
# Agencies write their name small or in capitals: "Moskau (Russland) ist groß" opens no report.
_ABBREVIATION: Final = r"\((?:[a-z]{2,5}|[A-Z]{2,4})(?:/[a-zA-Z]{2,5})*\)"
_DATELINE: Final = re.compile(
    rf"(?P<capitals>{_CAPITALS})(?:, (?:{_PLACE}|{_DATE}))*(?: ?{_AGENCY})?(?::| ?[–—-](?= ))"
    rf"|{_PLACE}(?:, (?:{_PLACE}|{_DATE}))*[,.]? ?{_AGENCY}(?::| ?[–—-](?= )|\.(?= ))"
    rf"|{_PLACE} ?{_ABBREVIATION}"
    rf"|{_PLACE}, {_DATE}(?::| ?[–—-](?= )|\.(?= ))"
)
_TITLE_CHARS: Final = 200
_HEADING_CHARS: Final = 90
_HEADING_WORDS: Final = 12
_WRAP: Final = (40, 100)


def find_segments(text: str, *, doc_id: str, title: str | None = None) -> tuple[Segment, ...]:
    r"""Find the segments of a text.

    Parameters
    ----------
    text : str
        The text as it stands.
    doc_id : str
        Document that the rows belong to.
    title : str, optional
        Title, where the source tells it: the block that says the same is the title, however long it is.

    Returns
    -------
    tuple of Segment
        ``doc_id, segment_id, kind, start, end``, in text order; empty for a text of white space.

    Examples
    --------
    >>> text = "Gipfel in Samarkand\n\nSAMARKAND (dpa) - China wirbt um Usbekistan.\n\nAnzeige"
    >>> [(s.kind, text[s.start : s.end]) for s in find_segments(text, doc_id="d")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('title', 'Gipfel in Samarkand'), ('dateline', 'SAMARKAND (dpa) -'),
     ('lead', 'China wirbt um Usbekistan.'), ('boilerplate', 'Anzeige')]
    """
    blocks = list(_blocks(text))
    kinds = _kinds([text[start:end] for start, end in blocks], title)
    found: list[tuple[SegmentKind, int, int]] = []
    for (start, end), kind in zip(blocks, kinds, strict=True):
        if kind == "lead" and (body := _after_dateline(text, start, end)) is not None:
            found.append(("dateline", start, body[0]))
            start = body[1]
        if start < end:
            found.append((kind, start, end))
    return tuple(Segment(doc_id, f"s{number}", kind, start, end) for number, (kind, start, end) in enumerate(found, 1))


def _blocks(text: str) -> Iterator[Span]:
    """Give the paragraphs: blank lines part them, or single line ends where no line was wrapped by hand."""
    start = 0
    for stop in [*(match.start() for match in _BLANK.finditer(text)), len(text)]:
        lines = [span for match in _LINE.finditer(text, start, stop) if (span := _stripped(text, *match.span()))]
        if is_wrapped([text[a:b] for a, b in lines]):
            yield lines[0][0], lines[-1][1]
        else:
            yield from lines
        start = stop


def _stripped(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def is_wrapped(lines: Sequence[str]) -> bool:
    """Tell lines wrapped by hand from paragraphs on a line each: they are alike in length and break in mid-sentence."""
    if len(lines) < 2:
        return False
    broken = [line for line in lines[:-1] if not _STOP.search(line)]
    low, high = _WRAP
    return len(broken) * 2 >= len(lines) - 1 and all(low <= len(line) <= high for line in broken)


def _kinds(blocks: Sequence[str], known: str | None) -> list[SegmentKind]:
    kinds: list[SegmentKind] = ["boilerplate" if _is_residue(block) else "paragraph" for block in blocks]
    body = [index for index, kind in enumerate(kinds) if kind == "paragraph"]
    told = next((index for index in body[:5] if known and blocks[index].split() == known.split()), None)
    prose = [index for index in body if _is_prose(blocks[index]) and index != told]
    if told is not None and len(body) > 1:
        kinds[told] = "title"
    if len(body) > 1 and prose:
        head = [index for index in body if index < prose[0]]
        if len(head) > 1 and head[0] != told and _BRAND.fullmatch(blocks[head[0]]):
            kinds[head.pop(0)] = "boilerplate"
        # Of a kicker, a title and a subtitle, the title is the longest line above the text.
        longest = max(head, key=lambda index: (len(blocks[index]), -index), default=None)
        title = longest if told is None else told
        for index in head:
            kinds[index] = "title" if index == title else "heading"
        for index in body:
            if index != told and prose[0] < index < prose[-1] and _is_heading(blocks[index]):
                kinds[index] = "heading"
    lead = next((index for index in body if kinds[index] == "paragraph"), None)
    if lead is not None:
        kinds[lead] = "lead"
    return kinds


def _is_prose(block: str) -> bool:
    return len(block) > _TITLE_CHARS or bool(_STOP.search(block) and not _is_heading(block)) or "\n" in block


def _is_heading(block: str) -> bool:
    words = block.split()
    if len(block) > _HEADING_CHARS or len(words) > _HEADING_WORDS:
        return False
    if not (block[0].isalnum() or block[0] in '„»«"'):
        return False  # list items and ornaments
    return not _FINAL.search(block) or (block[-1] in "?!" and len(words) <= 8)


def _is_residue(block: str) -> bool:
    return len(block) <= 400 and _residue().fullmatch(" ".join(block.split())) is not None


def _after_dateline(text: str, start: int, end: int) -> Span | None:
    """Give the end of the dateline and the start of what follows it, or nothing."""
    match = _DATELINE.match(text, start, min(end, start + 120))
    if match is None or match["capitals"] in _acronyms():
        return None
    stop = match.end()
    rest = text[stop:end]
    return (stop, stop + len(rest) - len(rest.lstrip())) if rest.strip() else None


@cache
def _layout() -> tuple[tuple[str, str], ...]:
    lines = files(__package__).joinpath("layout.tsv").read_text("utf-8").splitlines()
    return tuple((row["kind"], row["pattern"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _residue() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for kind, p in _layout() if kind == "residue"), re.IGNORECASE)


@cache
def _acronyms() -> frozenset[str]:
    return frozenset(pattern for kind, pattern in _layout() if kind == "acronym")
