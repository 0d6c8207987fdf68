"""Where rules are certain: they name anchors that the network must read, and lend it log odds. The decoder decides.

Rules know what the training data does not hold, for it is one newsroom's house style: headlines that quote with a
colon, foreign and broken quotation marks, titles in quotation marks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from .decoding import TYPES, Candidate
from .features import COLUMNS, Encoded
from .phrases import Run
from .windows import BEFORE, WIDTH

_TAG, _RELATION, _VERB, _CUE, _ENTITY = (COLUMNS.index(n) for n in ("tag", "relation", "verb", "cue", "entity"))
_DIRECT: Final = TYPES.index("direct")
_INDIRECT: Final = TYPES.index("indirect")
_SAYING: Final = ("verb-speech-clause", "verb-writing-clause")
_LONGEST_SOURCE: Final = 8
# „Demnach wurden Millionen veruntreut“: the word that points back to the source is both cue and speaker.
_BOTH: Final = frozenset({"demnach", "wonach", "danach", "demzufolge"})
_NO_ANSWER: Final = frozenset({"Kein", "Keine", "Nein", "Ja", "Nie", "Niemals"})


class Support(NamedTuple):
    """What a rule says of an anchor."""

    anchor: int
    type: int
    odds: float
    """Log odds lent to the quote."""
    end: int
    """Position after the quote."""
    speaker: Run
    """Positions of the speaker; empty if the rule does not know."""
    cue: int
    """Position of the verb of saying, or -1."""
    certain: bool
    """Whether the extent and the speaker are beyond doubt, not only likely."""


def supports(encoded: Encoded, phrases: Sequence[Run]) -> list[Support]:
    """Find the anchors that rules know of, in text order.

    Parameters
    ----------
    encoded : Encoded
        The words of a document.
    phrases : sequence of (first, after)
        Its noun phrases, from `analysis.quotes.phrases.noun_phrases`.

    Returns
    -------
    list of Support
    """
    return sorted([*_marked(encoded, phrases), *_colons(encoded)])


def _marked(encoded: Encoded, phrases: Sequence[Run]) -> list[Support]:
    """Stretches in quotation marks and the words beside them: „…“, sagte er. Er sagte: „…“. „…“, so der Minister."""
    starts = encoded.starts.tolist()
    result: list[Support] = []
    for pair in encoded.pairs:
        first, last = bisect_left(starts, pair.start), bisect_left(starts, pair.end)
        if pair.inner_end == pair.end:
            last = _lost_end(encoded, first, last)
        if first < last:
            odds, speaker, cue = _beside(encoded, first, last, phrases)
            result.append(Support(first, _DIRECT, odds, last, speaker, cue, certain=False))
    return result


def _lost_end(encoded: Encoded, first: int, last: int) -> int:
    """„Das Abkommen ist tot, sagte die Botschafterin: the lost mark stood before the comma."""
    for number in range(first + 1, last - 1):
        if encoded.forms[number] == "," and _says(encoded, number + 1):
            return number
    return last


def _beside(encoded: Encoded, first: int, last: int, phrases: Sequence[Run]) -> tuple[float, Run, int]:
    """Log odds of a quotation, and its speaker and cue where they follow at once."""
    count = len(encoded.forms)
    after = last
    while after < count and encoded.forms[after] != "," and not any(c.isalnum() for c in encoded.forms[after]):
        if encoded.values[after][_TAG] == "$.":
            break
        after += 1  # a face or a footnote stands between quotation and comma: „Gewonnen!“ 🎉, schrieb er
    comma = after < count and encoded.forms[after] == ","
    after += comma
    if after < count and (_says(encoded, after) or (comma and encoded.forms[after] == "so")):
        following = [run for run in phrases if run[0] == after + 1]
        return 3.0, min(following, key=lambda run: run[1], default=(0, 0)), after
    words = last - first - 2
    if first > 0 and encoded.forms[first - 1] == ":" and words > 1:
        return 2.0, (0, 0), -1
    named = first > 0 and encoded.values[first - 1][_TAG] in {"NN", "NE"}
    if named and words < 8 and not _sentence_says(encoded, first):
        return -2.5, (0, 0), -1  # a title or a name: „aus ihrem Roman „Der lange Winter“
    return 0.0, (0, 0), -1


def _says(encoded: Encoded, number: int) -> bool:
    row = encoded.values[number]
    return row[_CUE].startswith(_SAYING) and row[_VERB].startswith("Fin")


def _sentence_says(encoded: Encoded, number: int) -> bool:
    same = np.flatnonzero(encoded.sentences == encoded.sentences[number])
    return any(encoded.values[i][_CUE].startswith(("verb-speech", "verb-writing")) for i in same.tolist())


def _colons(encoded: Encoded) -> list[Support]:
    """Headlines: „Putin: Westen will Russland zerstören“. Before the colon stands nothing but a name or a source."""
    result: list[Support] = []
    count = len(encoded.forms)
    for number, form in enumerate(encoded.forms):
        follow = number + 1
        if form != ":" or number == 0 or follow >= count or encoded.pair_ends[follow]:
            continue  # what stands in marks is known to `_marked`
        begin = bisect_left(encoded.sentences, encoded.sentences[number])
        end = bisect_left(encoded.sentences, encoded.sentences[follow] + 1)
        if number - begin > _LONGEST_SOURCE or not _is_source(encoded, begin, number) or end - follow < 2:
            continue
        while end > follow and encoded.values[end - 1][_TAG] == "$.":
            end -= 1
        clause = any(encoded.values[i][_VERB] for i in range(follow, end))
        if clause or encoded.forms[follow] in _NO_ANSWER:
            result.append(Support(follow, _INDIRECT, 6.0, end, (begin, number), -1, certain=True))
    return result


def _is_source(encoded: Encoded, begin: int, end: int) -> bool:
    rows = encoded.values[begin:end]
    if any(row[_VERB] or row[_TAG] in {"$,", "$."} for row in rows):
        return False
    return any(row[_ENTITY] or row[_TAG] == "NE" for row in rows) or rows[-1][_CUE].startswith("noun-")


def lend(candidates: Sequence[Candidate], found: Sequence[Support], encoded: Encoded) -> list[Candidate]:
    """Give the candidates what the rules know of them.

    Parameters
    ----------
    candidates : sequence of Candidate
        Of the network, among them one for each anchor of `found`.
    found : sequence of Support
        From `supports`.
    encoded : Encoded
        The words.

    Returns
    -------
    list of Candidate
        With other log odds; without those that begin in the middle of an opening mark (,, is two words).
    """
    known: dict[int, list[Support]] = {}
    for support in found:
        known.setdefault(support.anchor, []).append(support)
    broken = {
        i
        for pair in encoded.pairs
        for i in range(*np.searchsorted(encoded.starts, [pair.start, pair.inner_start]).tolist())
        if encoded.starts[i] != pair.start
    }
    return [_lend(c, known.get(c.anchor, []), encoded) for c in candidates if c.anchor not in broken]


def _lend(candidate: Candidate, found: Sequence[Support], encoded: Encoded) -> Candidate:
    verdict, roles = candidate.verdict.copy(), candidate.roles.copy()
    marked: Run | None = None
    if not any(support.type == _DIRECT for support in found):
        verdict[1 + _DIRECT] -= 8.0  # direct speech begins at its mark
    place = np.arange(WIDTH) + candidate.anchor - BEFORE
    for support in found:
        verdict[0] += support.odds
        if support.odds >= 2:
            verdict[1 + support.type] += 4.0
        if support.type == _DIRECT:
            marked = (support.anchor, support.end)
        elif int(verdict[1:6].argmax()) == support.type:
            roles[:, 0] += np.where((place >= support.anchor) & (place < support.end), 6.0, -6.0)
        first, last = support.speaker
        inside = (place >= first) & (place < last)
        if support.certain:
            roles[:, 1] += np.where(inside, 8.0, -8.0)
            roles[:, 2] -= 4.0
            roles[:, 3] += np.where((place >= first) & (place <= last), 8.0, -8.0)
        elif first < last:
            roles[:, 1] += np.where(inside, 2.0, 0.0)
        if support.cue >= 0:
            roles[:, 2] += np.where(place == support.cue, 3.0, 0.0)
    count = len(encoded.forms)
    for number in np.flatnonzero((roles[:, 1] > 0) | (roles[:, 2] > 0)).tolist():
        word = int(place[number])
        if not 0 <= word < count:
            continue
        if roles[number, 1] > 0 and encoded.values[word][_RELATION].startswith("expl"):
            roles[number, 1] = -6.0  # „Es wird erwartet“: nobody speaks
        if roles[number, 2] > 0 and encoded.forms[word].lower() in _BOTH:
            roles[:, 1] -= 6.0
            roles[number, 1] += 12.0
    return Candidate(candidate.anchor, verdict, roles, marked)
