"""Dialogue with dashes instead of quotation marks: „– Kommst du? – Nein, sagte er.“."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..language.noun_phrases import Run
from .features import Encoded, is_saying
from .phrases import starting_at
from .support import DIRECT, Support

DIALOGUE_ODDS: Final = 12.0
_DASHES: Final = frozenset({"–", "—", "-"})
_LONGEST_TURN: Final = 200


def dialogue(encoded: Encoded, phrases: Sequence[Run]) -> list[Support]:
    """Return what is said in each turn of a dialogue; without a speaker where the turn names none.

    Notes
    -----
    A dash opens a turn at the beginning of a paragraph or after a full stop. In a list nobody is said to speak, so a
    paragraph is a dialogue only if a turn of it names who says it.
    """
    supports: list[Support] = []
    for block in _blocks(_dashes(encoded), encoded):
        read = [_turn(first, last, encoded, phrases) for first, last in block]
        begins = block[0][0] == 0 or encoded.blocks[block[0][0] - 1] != encoded.blocks[block[0][0]]
        if any(support and support.cue >= 0 for support in read) and (begins or len(block) > 1):
            supports += [support for support in read if support]
    return supports


def _dashes(encoded: Encoded) -> Iterator[int]:
    for number, form in enumerate(encoded.forms[:-1]):
        if form in _DASHES and not encoded.outer[number]:
            begins = number == 0 or encoded.blocks[number - 1] != encoded.blocks[number]
            if begins or encoded.tags[number - 1] == "$.":
                yield number


def _blocks(dashes: Iterator[int], encoded: Encoded) -> Iterator[list[Run]]:
    """Yield turns from dash to dash, those of a paragraph together."""
    numbers = list(dashes)
    ends = encoded.blocks.searchsorted(encoded.blocks[numbers], side="right").tolist() if numbers else []
    block: list[Run] = []
    for place, (number, end) in enumerate(zip(numbers, ends, strict=True)):
        following = numbers[place + 1] if place + 1 < len(numbers) else end
        block.append((number, min(following, end, number + _LONGEST_TURN)))
        if following >= end:
            yield block
            block = []


def _turn(first: int, last: int, encoded: Encoded, phrases: Sequence[Run]) -> Support | None:
    """Read what is said in a turn; None if somebody else's words are reported in it, or none are."""
    begin = first + 1
    if any("-Sub-Pres" in verb for verb in encoded.verbs[begin:last]) or any(encoded.outer[begin:last]):
        return None
    for number in range(begin + 1, last - 1):
        stop = encoded.tags[number] == "$."
        if (stop or encoded.forms[number] == ",") and is_saying(encoded, number + 1):
            speaker = next(iter(starting_at(phrases, number + 2)), (0, 0))
            pieces = ((begin, number + stop), *_resumed(speaker[1] or number + 2, last, encoded))
            return _said(pieces, speaker, number + 1, (first, last))
    end = next((n for n in range(last - 1, begin, -1) if encoded.tags[n] == "$."), last - 1) + 1
    return _said(((begin, end),), (0, 0), -1, (first, last))


def _said(pieces: tuple[Run, ...], speaker: Run, cue: int, turn: Run) -> Support:
    return Support(
        pieces[0][0], DIRECT, DIALOGUE_ODDS, pieces, speaker, cue, certain=False, exclusive=True, around=turn
    )


def _resumed(after: int, last: int, encoded: Encoded) -> tuple[Run, ...]:
    """„– Nein, sagte er, ich bleibe hier.“: the turn goes on after its verb of saying."""
    if after + 1 >= last or encoded.forms[after] != "," or not any(encoded.verbs[after:last]):
        return ()
    return ((after + 1, last),)
