"""Layout to segments: boilerplate, title, byline, dateline, headings, lead, paragraphs, questions and answers.

Segments never overlap, follow the text, and leave out nothing but white space. Boilerplate is marked, not deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ..tables import Segment, SegmentKind
from .layout.blocks import find_blocks, is_wrapped, stripped
from .layout.bylines import byline_end, is_byline, is_placed_name
from .layout.datelines import Dateline, chosen_datelines, find_dateline
from .layout.residue import is_caption, is_residue, opens_teasers, tail_start, teasers_after
from .layout.tickers import find_entries
from .layout.titles import site_start
from .layout.turns import find_label, find_turns
from .layout.words import QUESTION, STOP

__all__ = ["find_segments", "is_wrapped"]

_FINAL: Final = re.compile(r"[.!?…:;,][\"'“”„«»‹›’‘)\]]*$")
# A brand stands alone in one word that no German headline would be: lower case, a domain, inner capitals.
_BRAND: Final = re.compile(
    r"[a-zäöüß0-9]\S*|\S+\.(?:de|com|net|org|ch|at|eu|info|news)|[A-Z][a-z]+[A-Z]\w*|[A-Z]{2,}\d+"
)
_QUOTED: Final = re.compile(r"[„»«\"“‚›‹'].*[“”«»\"‘’‹›']")
_CELLS: Final = re.compile(r"\t|\S {3,}\S| \| ")
_SENTENCES: Final = re.compile(r"[a-zäöüß][.!?] [A-ZÄÖÜ]")
_TITLE_CHARS: Final = 200
_HEADING_CHARS: Final = 90
_HEADING_WORDS: Final = 12
_COLON_WORDS: Final = 6
_TOLD: Final = 5


@dataclass(slots=True)
class _Block:
    """A paragraph on its way to a segment; ``kind`` is unknown until something tells it."""

    start: int
    end: int
    text: str
    kind: SegmentKind | None = None
    timed: bool = False
    """Whether a time of a ticker stands before it."""
    tail: int = 0
    """Where a signature or a credit begins behind the words that count."""
    dateline: Dateline | None = field(default=None)


def find_segments(
    text: str, *, doc_id: str, title: str | None = None, outlet: str | None = None
) -> tuple[Segment, ...]:
    r"""Find the segments of a text.

    Parameters
    ----------
    text : str
        The text as it stands.
    doc_id : str
        Document that the rows belong to.
    title : str, optional
        Title, where the source tells it: the block that says the same is the title, however long it is.
    outlet : str, optional
        Who published it, where that is known: the name is cut off the title.

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
    blocks = _blocks(text)
    _mark_residue(blocks)
    _cut_tails(blocks, text)
    _mark_turns(blocks)
    _mark_datelines(blocks, text)
    _mark_kinds(blocks, title, outlet)
    found = [piece for block in blocks for piece in _pieces(text, block, outlet)]
    return tuple(Segment(doc_id, f"s{number}", kind, start, end) for number, (kind, start, end) in enumerate(found, 1))


def _blocks(text: str) -> list[_Block]:
    """Return the paragraphs; of an entry of a ticker its time and what follows it."""
    spans = list(find_blocks(text))
    entries = find_entries(text, spans)
    blocks: list[_Block] = []
    for number, (start, end) in enumerate(spans):
        if number not in entries:
            blocks.append(_Block(start, end, text[start:end]))
            continue
        for begin, stop, kind in entries[number]:
            block = _Block(begin, stop, text[begin:stop], timed=kind != "time")
            if kind != "text":
                block.kind = "boilerplate" if kind == "time" else "heading"
            elif _is_heading(block.text):
                block.kind = "heading"
            blocks.append(block)
    _mark_entries(blocks)
    return blocks


def _mark_entries(blocks: Sequence[_Block]) -> None:
    """Mark the headlines below the times of a ticker, where each time has a line of its own."""
    times = [number for number, block in enumerate(blocks[:-1]) if block.kind == "boilerplate"]
    for number in times if len(times) > 1 else []:
        after = blocks[number + 1]
        if after.kind is None and _is_heading(after.text):
            after.kind = "heading"


def _mark_residue(blocks: Sequence[_Block]) -> None:
    texts = [block.text for block in blocks]
    last = max((n for n, text in enumerate(texts) if not is_residue(text)), default=-1)
    behind = 0
    for number, block in enumerate(blocks):
        if block.kind is not None:
            continue
        if number < behind:
            block.kind = "boilerplate"
        elif is_byline(block.text):
            block.kind = "byline"
        elif _is_asked(block.text):
            continue  # "BILD: Herr Präsident, …?" credits no picture
        elif is_residue(block.text) or is_caption(block.text, last=number >= last):
            block.kind = "boilerplate"
        if block.kind == "boilerplate" and opens_teasers(block.text):
            behind = teasers_after(texts, number)


def _cut_tails(blocks: Sequence[_Block], text: str) -> None:
    for block in blocks:
        block.tail = block.end
        if block.kind is None:
            block.tail = tail_start(text, block.start, block.end)
            block.text = text[block.start : block.tail].rstrip()


def _is_asked(block: str) -> bool:
    return QUESTION.search(block) is not None and find_label(block) is not None


def _mark_turns(blocks: Sequence[_Block]) -> None:
    turns = find_turns(
        [block.text for block in blocks],
        closed=[block.kind is not None for block in blocks],
        headings=[_is_heading(block.text) for block in blocks],
    )
    for block, turn in zip(blocks, turns, strict=True):
        if turn is not None:
            block.kind = turn


def _mark_datelines(blocks: Sequence[_Block], text: str) -> None:
    bodies = [number for number, block in enumerate(blocks) if block.kind is None and _may_report(block)]
    found = {
        number: line
        for number in bodies
        if (line := find_dateline(text, blocks[number].start, blocks[number].end, timed=blocks[number].timed))
    }
    for number, line in chosen_datelines(found, bodies).items():
        blocks[number].dateline = line
    for block, after in pairwise(blocks):
        if block.kind is None and after.kind is None and not _may_report(block) and _is_dateline(text, block):
            block.kind = "dateline"


def _is_dateline(text: str, block: _Block) -> bool:
    """Return whether a dateline has a line of its own above its report: *Berlin (dpa) -*."""
    line = find_dateline(text, block.start, block.end)
    return line is not None and line.end == block.end and line.grade == "sure"


def _may_report(block: _Block) -> bool:
    return len(block.text) > _TITLE_CHARS or "\n" in block.text or STOP.search(block.text) is not None


def _mark_kinds(blocks: Sequence[_Block], known: str | None, outlet: str | None) -> None:
    """Tell title, headings and lead from paragraphs."""
    body = [number for number, block in enumerate(blocks) if block.kind is None]
    told = next((n for n in body[:_TOLD] if known and _says(blocks[n].text, known, outlet)), None)
    prose = [n for n, block in enumerate(blocks) if _is_prose(block) and n != told]
    if not prose and _is_table(blocks, body):
        prose = body[1:]
    for n in body:
        blocks[n].kind = "paragraph"
    if told is not None and len(body) > 1:
        blocks[told].kind = "title"
    if prose and len(body) + sum(block.kind in ("question", "answer") for block in blocks) > 1:
        _mark_head(blocks, [n for n in body if n < prose[0]], told)
        for n in body:
            if n != told and prose[0] < n < prose[-1] and _is_heading(blocks[n].text) and blocks[n].dateline is None:
                blocks[n].kind = "heading"
    lead = next((n for n in body if blocks[n].kind == "paragraph"), None)
    if lead is not None:
        blocks[lead].kind = "lead"


def _is_table(blocks: Sequence[_Block], body: Sequence[int]) -> bool:
    """Return whether a text is nothing but a table under a headline."""
    texts = [blocks[number].text for number in body]
    return len(texts) > 1 and _is_heading(texts[0]) and not any(map(_is_heading, texts[1:]))


def _mark_head(blocks: Sequence[_Block], head: list[int], told: int | None) -> None:
    """Mark what stands above the text: brand, kicker, title, subtitle, and a byline of a name and a town."""
    if len(head) > 1 and head[0] != told and _BRAND.fullmatch(blocks[head[0]].text):
        blocks[head.pop(0)].kind = "boilerplate"
    for number in head[1:]:
        if number != told and is_placed_name(blocks[number].text):
            blocks[number].kind = "byline"
    head = [number for number in head if blocks[number].kind != "byline"]
    title = told
    if title is None and any(block.kind == "answer" for block in blocks):
        # Interviews are headed by what the guest said: „Wir sind ein Land“, and a longer line on who that is.
        title = next((number for number in head if _QUOTED.fullmatch(blocks[number].text)), None)
    if title is None:
        # Of a kicker, a title and a subtitle, the title is the longest line above the text.
        title = max(head, key=lambda number: (len(blocks[number].text), -number), default=None)
    for number in head:
        blocks[number].kind = "title" if number == title else "heading"


def _says(block: str, known: str, outlet: str | None) -> bool:
    """Return whether a block is the title that the source tells, with the name of the site or without."""
    return block[: site_start(block, outlet)].split() == known[: site_start(known, outlet)].split() or (
        block.split() == known.split()
    )


def _is_prose(block: _Block) -> bool:
    if block.kind is not None:
        return block.kind in ("question", "answer")
    text = block.text
    if len(text) > _TITLE_CHARS or block.dateline is not None or "\n" in text:
        return True
    if STOP.search(text):
        return not _is_heading(text)
    # "Der Minister sprach am Montag in Berlin. Er sagte:" heads nothing: a speech follows.
    return text.endswith(":") and (len(text.split()) >= _COLON_WORDS or _SENTENCES.search(text) is not None)


def _is_heading(block: str) -> bool:
    words = block.split()
    if len(block) > _HEADING_CHARS or len(words) > _HEADING_WORDS or _is_row(block):
        return False
    if not (block[0].isalnum() or block[0] in '„»«"'):
        return False  # list items and ornaments
    return not _FINAL.search(block) or (block[-1] in "?!" and len(words) <= 8)


def _is_row(block: str) -> bool:
    """Return whether a block is a row of a table: cells, or as many numbers as words."""
    words = block.split()
    numbers = sum(any(sign.isdigit() for sign in word) for word in words)
    return _CELLS.search(block) is not None or (len(words) > 2 and numbers * 2 >= len(words))


def _pieces(text: str, block: _Block, outlet: str | None) -> Iterator[tuple[SegmentKind, int, int]]:
    """Yield the segments of a block: what stands before and behind the words that count is cut off."""
    start, kind = block.start, block.kind or "paragraph"
    end = start + site_start(block.text, outlet) if kind == "title" else block.tail
    if kind in ("lead", "paragraph"):
        line = block.dateline
        by = byline_end(text, start, end)
        if by > start:
            yield "byline", start, by
            start = _next(text, by, end)
            line = find_dateline(text, start, end)
        if line is not None and line.body <= end:
            yield "dateline", start, line.end
            start = line.body
    body = stripped(text, start, end)
    if body is not None:
        yield kind, *body
    rest = stripped(text, end, block.end)
    if rest is not None:
        yield "boilerplate", *rest


def _next(text: str, start: int, end: int) -> int:
    span = stripped(text, start, end)
    return span[0] if span else end
