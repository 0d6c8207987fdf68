"""Where rules are certain: they name anchors that the network must read, and lend it log odds. The decoder decides.

Rules know what the training data does not hold, for it is one newsroom's house style: headlines that quote with a
colon, foreign and broken quotation marks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final, NamedTuple

import numpy as np

from .decoding import TYPES, Candidate
from .features import COLUMNS, Encoded
from .windows import BEFORE, WIDTH

_TAG: Final = COLUMNS.index("tag")
_CUE: Final = COLUMNS.index("cue")
_VERB: Final = COLUMNS.index("verb")
_ENTITY: Final = COLUMNS.index("entity")
_DIRECT: Final = TYPES.index("direct")
_INDIRECT: Final = TYPES.index("indirect")
_LONGEST_SOURCE: Final = 8


class Support(NamedTuple):
    """What a rule says of an anchor."""

    anchor: int
    type: int
    odds: float
    """Log odds lent to the quote."""
    end: int
    """Position after the quote, or 0 if the rule does not know."""
    speaker: tuple[int, int]
    """Positions of the speaker; empty if the rule does not know."""


def supports(encoded: Encoded) -> list[Support]:
    """All anchors that rules vouch for, in text order."""
    found = [*_marked(encoded), *_colons(encoded)]
    return sorted(found)


def _marked(encoded: Encoded) -> list[Support]:
    """Stretches in quotation marks beside words of saying: „…“, sagte er. Er sagte: „…“. „…“, so der Minister."""
    starts = encoded.starts.tolist()
    result: list[Support] = []
    for pair in encoded.pairs:
        first, last = bisect_left(starts, pair.start), bisect_left(starts, pair.end)
        if first < last:
            result.append(Support(first, _DIRECT, _reported_odds(encoded, first, last, pair.balanced), last, (0, 0)))
    return result


def _reported_odds(encoded: Encoded, first: int, last: int, balanced: bool) -> float:
    after = list(range(last, min(last + 2, len(encoded.forms))))
    if after and encoded.forms[after[0]] == "," and len(after) > 1:
        after = after[1:]
    follows = bool(after) and encoded.values[after[0]][_CUE].startswith(("verb-speech-clause", "verb-writing-clause"))
    so = bool(after) and encoded.forms[after[0]] == "so" and encoded.forms[last : last + 1] == [","]
    colon = first > 0 and encoded.forms[first - 1] == ":"
    words = last - first - 2
    if (follows and encoded.values[after[0]][_VERB]) or so:
        return 3.0
    if colon and words > 1:
        return 2.0
    return 0.0


def _colons(encoded: Encoded) -> list[Support]:
    """Headlines: „Putin: Westen will Russland zerstören“. Before the colon stands nothing but a name or a source."""
    result: list[Support] = []
    bounds = [0, *(np.flatnonzero(np.diff(encoded.sentences)) + 1).tolist(), len(encoded.forms)]
    for number, form in enumerate(encoded.forms):
        if form != ":" or number == 0 or number + 1 >= len(encoded.forms):
            continue
        place = bisect_right(bounds, number) - 1
        begin, end = bounds[place], bounds[place + 1]
        # a sentence splitter may end the sentence at the colon
        if number + 1 == end and place + 2 < len(bounds):
            end = bounds[place + 2]
        follow = number + 1
        if number - begin > _LONGEST_SOURCE or not _is_source(encoded, begin, number) or end - follow < 2:
            continue
        if encoded.pair_ends[follow]:
            continue  # in marks: `_marked` knows it
        while end > follow and encoded.values[end - 1][_TAG] == "$.":
            end -= 1
        if any(encoded.values[i][_VERB] for i in range(follow, end)) or encoded.forms[follow] in {
            "Kein",
            "Keine",
            "Nein",
            "Ja",
        }:
            result.append(Support(follow, _INDIRECT, 6.0, end, (begin, number)))
    return result


def _is_source(encoded: Encoded, begin: int, end: int) -> bool:
    rows = encoded.values[begin:end]
    if any(row[_VERB] or row[_TAG] in {"$,", "$."} for row in rows):
        return False
    return any(row[_ENTITY] or row[_TAG] == "NE" for row in rows) or rows[-1][_CUE].startswith("noun-")


def lend(candidates: list[Candidate], found: list[Support], encoded: Encoded) -> list[Candidate]:
    """Give the candidates what the rules know of them.

    Parameters
    ----------
    candidates : list of Candidate
        Of the network, among them one for each anchor of `found`.
    found : list of Support
        From `supports`.
    encoded : Encoded
        The words.

    Returns
    -------
    list of Candidate
        The same anchors with other log odds.
    """
    known: dict[int, list[Support]] = {}
    for support in found:
        known.setdefault(support.anchor, []).append(support)
    return [_lend(candidate, known.get(candidate.anchor, []), encoded) for candidate in candidates]


def _lend(candidate: Candidate, found: list[Support], encoded: Encoded) -> Candidate:
    verdict, roles = candidate.verdict.copy(), candidate.roles.copy()
    marked: tuple[int, int] | None = None
    at_mark = any(support.type == _DIRECT for support in found)
    if not at_mark:
        verdict[1 + _DIRECT] -= 8.0  # direct speech begins at its mark
    for support in found:
        kind = int(verdict[1:6].argmax())
        if support.odds:
            verdict[0] += support.odds
            if kind != support.type and support.odds >= 2:
                verdict[1 + support.type] += 4.0
        if support.type == _DIRECT:
            marked = (support.anchor, support.end)
        elif int(verdict[1:6].argmax()) == support.type and support.end:
            place = np.arange(WIDTH) + candidate.anchor - BEFORE
            inside = (place >= support.anchor) & (place < support.end)
            roles[:, 0] += np.where(inside, 6.0, -6.0)
        if support.speaker[0] < support.speaker[1]:
            first, last = (position - candidate.anchor + BEFORE for position in support.speaker)
            if first >= 0:
                roles[:, 1] -= 8.0
                roles[first:last, 1] += 16.0
                roles[first : last + 1, 3] += 8.0
                roles[:, 2] -= 4.0
    return Candidate(candidate.anchor, verdict, roles, marked)
