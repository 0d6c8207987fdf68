"""From what the network says of every word to well-formed quotes."""

from __future__ import annotations

from bisect import bisect_left
from math import exp
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .windows import BEFORE, WIDTH

TYPES: Final = ("direct", "indirect", "reported", "free_indirect", "indirect_free_indirect")
ROLES: Final = ("quote", "speaker", "cue", "frame", "addressee")
MEDIA: Final = ("speech", "thought", "writing")


_SECOND_CUE: Final = 0.4
_FREE: Final = frozenset({"free_indirect", "indirect_free_indirect"})
_REACH: Final = 25
"""Words between free indirect speech and the quote whose speaker goes on."""
_NEAR: Final = 50
"""Quotes before free indirect speech that are asked for its speaker."""
_DOUBT: Final = -3.0
"""Mean log odds below which the subject of a cue is not taken for the speaker."""
_WEAK_WORD: Final = 0.4
_CLIP: Final = 30.0


class Distant(NamedTuple):
    """Speaker, cue and frame that follow direct speech which is longer than the window."""

    speaker: tuple[int, int]
    cue: int
    frame: tuple[int, int]
    since: int
    """Start of the sentence in which the quotation opens: a cue before it belongs to another quotation."""


class Candidate(NamedTuple):
    """An anchor with what the network says of the words around it; all numbers are log odds."""

    anchor: int
    verdict: NDArray[np.float32]
    """Whether there is a quote, its types, its media."""
    roles: NDArray[np.float32]
    """Shape (WIDTH, 5), for the words from `anchor - BEFORE`."""
    marked: tuple[tuple[int, int], ...] = ()
    """The stretches, mostly one in quotation marks, that begin here: the extent of direct speech."""
    distant: Distant | None = None
    """What names the speaker where the window ends before it."""


class Draft(NamedTuple):
    """A quote as positions of words; roles that are not there are empty."""

    words: tuple[int, ...]
    speaker: tuple[int, ...]
    cue: tuple[int, ...]
    frame: tuple[int, ...]
    addressee: tuple[int, ...]
    type: str
    medium: str
    score: float


class Settings(NamedTuple):
    """How the log odds are read.

    Chosen on training documents that five networks left out, where the curves are flat around them. The temperature
    of the network that learned from those five was read off the dev split: it changes scores, not what is found.
    """

    accept: float = 0.46
    """Least probability of a quote."""
    overlap: float = 0.6
    """Quotes that share more of their words than this are the same quote."""
    nested: float = 0.93
    """The same for direct speech within another quote."""
    switch: float = 1.0
    """Cost of a gap in a quote or frame, in log odds: words do not leave and come back one by one."""
    shift: tuple[float, float, float, float, float] = (0.2, 0.2, 0.2, 0.2, 0.4)
    """Added to the log odds of the roles."""
    sure: float = 5.0
    """Log odds of a speaker below which the subject of the cue is taken."""
    phrase: float = 3.0
    """Log odds that a noun phrase has ahead of any other stretch, as a speaker or addressee."""
    temperature: float = 1.6
    """Calibrates the probability of a quote."""


def sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probability of log odds."""
    result: NDArray[np.float32] = (1 / (1 + np.exp(-np.clip(x, -_CLIP, _CLIP)))).astype(np.float32)
    return result


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-max(-_CLIP, min(_CLIP, odds))))


def best_run(odds: NDArray[np.float32]) -> tuple[int, int]:
    """Stretch with the greatest sum of log odds; empty if none is positive."""
    best, first, last, total, begin = 0.0, 0, 0, 0.0, 0
    likely = np.flatnonzero(odds > 0).tolist()  # the best stretch begins and ends with one of them
    if not likely:
        return 0, 0
    for number, value in enumerate(odds[likely[0] : likely[-1] + 1].tolist(), likely[0]):
        if total <= 0:
            total, begin = 0.0, number
        total += value
        if total > best:
            best, first, last = total, begin, number + 1
    return first, last


def best_pieces(odds: NDArray[np.float32], switch: float) -> list[int]:
    """Positions that belong, by the best path through in and out where every change costs `switch`."""
    came_in: list[bool] = []
    came_out: list[bool] = []
    inside, outside = 0.0, 0.0
    for value in odds.tolist():
        stay = inside >= outside - switch
        leave = inside - switch > outside
        came_in.append(stay)
        came_out.append(leave)
        inside, outside = value + (inside if stay else outside - switch), (inside - switch if leave else outside)
    result: list[int] = []
    state = inside > outside
    for number in range(len(odds) - 1, -1, -1):
        if state:
            result.append(number)
            state = came_in[number]
        else:
            state = came_out[number]
    return result[::-1]


def best_phrase(odds: NDArray[np.float32], phrases: list[tuple[int, int]], bonus: float) -> tuple[int, int]:
    """Stretch with the greatest sum of log odds, where a noun phrase counts `bonus` more than any other stretch."""
    first, last = best_run(odds)
    if first == last:
        return first, last
    best = float(odds[first:last].sum())
    # inside a phrase a weak word costs little: „eine kürzlich von der Bank durchgeführte Studie“
    sums = np.concatenate([[0.0], np.cumsum(np.maximum(odds, -_WEAK_WORD))])
    for begin, end in phrases:
        if begin >= 0 and end <= len(odds) and (total := float(sums[end] - sums[begin]) + bonus) > best:
            best, first, last = total, begin, end
    return first, last


def best_cue(odds: NDArray[np.float32], heads: NDArray[np.int64]) -> list[int]:
    """Positions of the cue: likely words that hang together in the tree or stand side by side.

    Two cues may be likely, as in „nach Angaben des Ministers, der dies sagte“; one that is much weaker is left out.
    """
    likely = np.flatnonzero(odds > 0).tolist()
    group = {number: number for number in likely}

    def find(number: int) -> int:
        while group[number] != number:
            number = group[number]
        return number

    for number in likely:
        for other in (int(heads[number]), number - 1):
            if other in group:
                group[find(number)] = find(other)
    weights: dict[int, float] = {}
    for number in likely:
        weights[find(number)] = weights.get(find(number), 0.0) + float(odds[number])
    best = max(weights.values(), default=0.0)
    return [number for number in likely if weights[find(number)] >= _SECOND_CUE * best]


def draft_quotes(
    candidates: list[Candidate],
    heads: NDArray[np.int64],
    *,
    phrases: list[tuple[int, int]] | None = None,
    subjects: dict[int, tuple[int, int]] | None = None,
    carried: dict[int, tuple[int, int]] | None = None,
    continued: dict[int, int] | None = None,
    settings: Settings | None = None,
) -> list[Draft]:
    """Choose quotes among candidates.

    Parameters
    ----------
    candidates : list of Candidate
        What the network proposes in one document.
    heads : ndarray of int, shape (words,)
        Position of the head of each word of the document.
    phrases : list of (first, after), optional
        Noun phrases of the document in order, from `analysis.language.noun_phrases.noun_phrases`: the likely extents of
        speakers.
    subjects : dict of int to (first, after), optional
        Subjects of verbs: the speaker where the network sees none but a cue.
    carried : dict of int to (first, after), optional
        Whose words may go on in a sentence, by its beginning: the speaker of free indirect speech without any.
    continued : dict of int to int, optional
        Quotations that are the next paragraph of another one: the beginnings of both.
    settings : Settings, optional
        Thresholds.

    Returns
    -------
    list of Draft
        In text order. Quotes of different types may lie in each other, those of one type are kept apart.
    """
    settings = settings or Settings()
    drafts: list[Draft] = []
    for candidate in candidates:
        score = _probability(float(candidate.verdict[0]) / settings.temperature)
        if score >= settings.accept:
            drafts.append(_draft(candidate, heads, score, phrases or [], subjects or {}, settings))
    drafts.sort(key=lambda draft: (-draft.score, draft.words))
    kept: list[tuple[Draft, set[int]]] = []
    holding: dict[int, list[int]] = {}  # which of them hold a word
    for draft in drafts:
        words = set(draft.words)
        near = sorted({place for word in draft.words for place in holding.get(word, ())})
        if words and not any(_same(words, kept[place][1], draft, kept[place][0], settings) for place in near):
            for word in draft.words:
                holding.setdefault(word, []).append(len(kept))
            kept.append((draft, words))
    in_order = sorted((draft for draft, _ in kept), key=lambda draft: (draft.words[0], -draft.words[-1], draft.type))
    return _with_speakers(in_order, carried or {}, continued or {})


def _with_speakers(drafts: list[Draft], carried: dict[int, tuple[int, int]], continued: dict[int, int]) -> list[Draft]:
    """Return the drafts with the speakers that they take from others.

    Free indirect speech has the speaker of the quote before it: „…, sagte sie. Das Volk habe ihn gewählt.“. A quotation
    that goes on in the next paragraph has that of its beginning, unless a cue follows it.
    """
    result: list[Draft] = []
    direct: dict[int, Draft] = {}
    for draft in drafts:
        first = draft.words[0]
        if not draft.speaker and draft.type in _FREE:
            near = result[: -_NEAR - 1 : -1]
            before = next((d for d in near if d.speaker and d.words[-1] < first), None)
            if before and first - before.words[-1] <= _REACH:
                draft = draft._replace(speaker=before.speaker)
            elif first in carried:
                draft = draft._replace(speaker=tuple(range(*carried[first])))
        elif draft.type == "direct":
            opened = direct.get(continued.get(first, -1))
            if opened and opened.speaker and not any(number > first for number in draft.cue):
                draft = draft._replace(speaker=opened.speaker, cue=(), frame=())
            direct[first] = draft
        result.append(draft)
    return result


def _same(words: set[int], others: set[int], draft: Draft, other: Draft, settings: Settings) -> bool:
    shared = len(words & others)
    if not shared:
        return False
    alike = shared / (len(words) + len(others) - shared)
    if draft.cue and others.issuperset(draft.cue):
        # „dass er Lawrow meide, da die Staaten glaubten, dass Moskau es nicht ernst meint“: said within what is said
        return alike > settings.nested
    if (draft.type == "direct") != (other.type == "direct"):
        # „er sagte, der Bericht sei „ein grundlegendes Dokument““: two quotes, though they share most words
        return alike > settings.nested
    if alike > settings.overlap:
        return True
    # a piece of a split quote, proposed once more from its second half
    return draft.type == other.type and draft.type != "direct" and shared / len(words) > 0.8


def _draft(
    candidate: Candidate,
    heads: NDArray[np.int64],
    score: float,
    phrases: list[tuple[int, int]],
    subjects: dict[int, tuple[int, int]],
    settings: Settings,
) -> Draft:
    offset = candidate.anchor - BEFORE
    first, last = max(0, -offset), min(WIDTH, len(heads) - offset)
    odds = candidate.roles[first:last] + np.array(settings.shift, dtype=np.float32)
    offset += first
    here = candidate.anchor - offset
    quote = odds[here:, 0].copy()
    quote[0] = 30.0
    kind = TYPES[int(candidate.verdict[1:6].argmax())]
    if kind == "direct" and candidate.marked:
        words = tuple(word for piece in candidate.marked for word in range(*piece))
    else:
        words = tuple(candidate.anchor + n for n in best_pieces(quote, settings.switch))
    within = phrases[bisect_left(phrases, (offset, 0)) : bisect_left(phrases, (offset + len(odds), 0))]
    near = [(a - offset, b - offset) for a, b in within if b <= offset + len(odds)]
    begin, end = best_phrase(odds[:, 1], near, settings.phrase)
    cue = best_cue(odds[:, 2], heads[offset : offset + len(odds)] - offset)
    if float(odds[begin:end, 1].sum()) < settings.sure:
        begin, end = _subject(cue, odds[:, 1], subjects, offset) or (begin, end)
    to_begin, to_end = best_phrase(odds[:, 4], near, settings.phrase)
    draft = Draft(
        words=words,
        speaker=tuple(range(offset + begin, offset + end)),
        cue=tuple(offset + n for n in cue),
        frame=tuple(offset + n for n in _frame(odds[:, 3], {*cue, *range(begin, end)}, settings.switch)),
        addressee=tuple(range(offset + to_begin, offset + to_end)),
        type=kind,
        medium=MEDIA[int(candidate.verdict[6:9].argmax())],
        score=score,
    )
    far = candidate.distant
    if kind == "direct" and far and not any(far.since <= number != far.cue for number in draft.cue):
        return draft._replace(
            speaker=tuple(range(*far.speaker)) or draft.speaker, cue=(far.cue,), frame=tuple(range(*far.frame))
        )
    return draft


def _subject(
    cue: list[int], odds: NDArray[np.float32], subjects: dict[int, tuple[int, int]], offset: int
) -> tuple[int, int] | None:
    """Subject of the cue as a stretch of the window, if the network does not speak against it."""
    for number in cue:
        first, last = (position - offset for position in subjects.get(offset + number, (0, 0)))
        if 0 <= first < last <= len(odds) and float(odds[first:last].mean()) > _DOUBT:
            return first, last
    return None


def _frame(odds: NDArray[np.float32], named: set[int], switch: float) -> list[int]:
    """Positions of the frame: only pieces that hold the cue or the speaker, if there is such a piece."""
    pieces: list[list[int]] = []
    for number in best_pieces(odds, switch):
        if pieces and pieces[-1][-1] == number - 1:
            pieces[-1].append(number)
        else:
            pieces.append([number])
    held = [piece for piece in pieces if named.intersection(piece)]
    return [number for piece in held or pieces for number in piece]
