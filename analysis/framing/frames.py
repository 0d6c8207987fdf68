"""Frames: under which aspect the text speaks of whom, and in which role it casts the focus."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .agency import clauses, roles
from .attention import mentions_of, units
from .lexicon import Frames, Hit, load_frames, match
from .perspective import DEFAULT, Perspective
from .registry import Value, indicator, unknown
from .relations import ends
from .resample import Interval, Ratio
from .view import DocumentTables, views

if TYPE_CHECKING:
    import pandas as pd


def sentence_hits(view: DocumentTables) -> list[list[Hit]]:
    """Find the cues of every sentence, by the view's vocabulary."""
    tree = view.once(clauses)
    verbs = {view.tokens[number].token_id: tree.verb_lemma(number) for number in tree.separated()}
    grouped = view.tokens_by_sentence()
    vocabulary = view.frames or load_frames()
    return [match(vocabulary, grouped.get(at, []), verbs) for at in range(len(view))]


def cue_weights(view: DocumentTables) -> list[dict[tuple[str, str], float]]:
    """Add up the weights of the cues of each sentence by kind and frame."""
    sentences: list[dict[tuple[str, str], float]] = [{} for _ in view.sentences]
    if view.wording:
        for row in view.wording:
            if row.feature in ("frame", "role"):
                sentences[view.at(row)][row.feature, row.unit] = row.value
        return sentences
    for weights, hits in zip(sentences, view.once(sentence_hits), strict=True):
        for hit in hits:
            key = (hit.cue.kind, hit.cue.frame)
            weights[key] = weights.get(key, 0.0) + hit.cue.weight
    return sentences


def carried(view: DocumentTables, perspective: Perspective) -> list[set[tuple[str, str]]]:
    """Tell which frames and roles each sentence carries: those whose cues weigh one together.

    Returns
    -------
    list of set of (kind, frame)
        One set a sentence.
    """
    structures = _structures(view, perspective)
    result = []
    for at, cues in enumerate(view.once(cue_weights)):
        weights = dict(cues)
        for cue in (view.frames or load_frames()).structures:
            if cue.cue in structures.get(at, ()):
                weights[cue.kind, cue.frame] = weights.get((cue.kind, cue.frame), 0.0) + cue.weight
        result.append({key for key, weight in weights.items() if weight >= 1})
    return result


def _structures(view: DocumentTables, perspective: Perspective) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for stance in view.stances:
        holder, target = ends(stance, perspective)
        sides = [
            "focus" if unit == perspective.region else "pole" if unit in perspective.poles else ""
            for unit in (holder, target)
        ]
        if all(sides) and sides[0] != sides[1]:
            found.setdefault(view.at(stance), set()).add(
                f"@stance {sides[0]}>{sides[1]} {'+' if stance.sign > 0 else '-'}"
            )
    for each in view.once(roles):
        if perspective.unit(each.mention.country) == perspective.region:
            found.setdefault(view.at(each.mention), set()).add(f"@agency {each.role}")
    return found


def _names(view: DocumentTables, kind: str) -> tuple[str, ...]:
    return (view.frames or load_frames()).names[kind]


def _sentence_ids(view: DocumentTables, places: list[int]) -> tuple[str, ...]:
    return tuple(str(view.sentences[at].sentence_id) for at in places)


@indicator("frame_share")
def frame_share(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of sentences that carry each frame.

    References
    ----------
    Entman (1993); Semetko and Valkenburg (2000).
    """
    import numpy as np

    found = view.once(carried, perspective)
    for name in _names(view, "frame"):
        if not view.parsed:
            yield unknown(name)
            continue
        places = [at for at, names in enumerate(found) if ("frame", name) in names]
        hits = view.column()
        hits[places] = 1
        interval = Ratio(hits, np.ones(len(view)))
        yield Value(name, interval, len(view), _sentence_ids(view, places))


@indicator("frame_actor")
def frame_actor(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of each unit's sentences that carry each frame.

    References
    ----------
    Entman (1993); Semetko and Valkenburg (2000).
    """
    yield from _by_actor(view, perspective, "frame", units(view, perspective))


@indicator("role_share")
def role_share(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of the focus's sentences that cast it in each role.

    References
    ----------
    Entman (1993); Cooley (2012).
    """
    yield from _by_actor(view, perspective, "role", [perspective.region, *perspective.states])


def _by_actor(view: DocumentTables, perspective: Perspective, kind: str, listed: list[str]) -> Iterator[Value]:
    found = view.once(carried, perspective)
    for unit in listed:
        named = sorted({view.at(mention) for mention in mentions_of(view, perspective, unit)})
        for name in _names(view, kind):
            if not named or not view.parsed:
                yield unknown(f"{unit}:{name}")
                continue
            places = [at for at in named if (kind, name) in found[at]]
            hits, trials = view.column(), view.column()
            trials[named], hits[places] = 1, 1
            interval = Ratio(hits, trials)
            yield Value(f"{unit}:{name}", interval, len(named), _sentence_ids(view, places))


@indicator("frame_association")
def frame_association(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the normalised pointwise mutual information of units and frames.

    References
    ----------
    Bouma (2009); Church and Hanks (1990).
    """
    found = view.once(carried, perspective)
    for unit in (perspective.region, *perspective.poles):
        named = {view.at(mention) for mention in mentions_of(view, perspective, unit)}
        for name in _names(view, "frame"):
            framed = {at for at, names in enumerate(found) if ("frame", name) in names}
            if not view.parsed or min(len(named), len(framed)) < 2:
                yield unknown(f"{unit}:{name}")
                continue
            both = sorted(named & framed)
            value = npmi(len(both), len(named), len(framed), len(view))
            yield Value(f"{unit}:{name}", Interval(value, None, None), len(named | framed), _sentence_ids(view, both))


def npmi(both: int, first: int, second: int, total: int) -> float:
    """Give the normalised pointwise mutual information of two events.

    Examples
    --------
    >>> npmi(2, 4, 4, 8), npmi(0, 4, 4, 8), npmi(4, 4, 4, 8)
    (0.0, -1.0, 1.0)
    """
    if both == 0:
        return -1.0
    if both == total:
        return 1.0
    return math.log(both * total / (first * second)) / -math.log(both / total)


def weigh_words(
    tables: Mapping[str, pd.DataFrame],
    *,
    frames: Frames | None = None,
    perspective: Perspective = DEFAULT,
    least: int = 3,
) -> pd.DataFrame:
    """Suggest words for a vocabulary: those that stand in a frame's sentences more than elsewhere.

    Nothing is added by itself: a person reads the list, and puts what fits into a file of their own.

    Returns
    -------
    pandas.DataFrame
        ``frame, lemma, upos, n, in_frame, weight``: weight is the normalised pointwise mutual information; words of at
        least ``least`` sentences that are no cues of the frame yet, strongest first.
    """
    import pandas as pd

    counts: dict[tuple[str, str], set[tuple[str, int]]] = {}
    framed: dict[str, set[tuple[str, int]]] = {}
    cues: dict[str, set[str]] = {}
    total = 0
    for view in views(tables, frames=frames):
        total += len(view)
        for at, names in enumerate(view.once(carried, perspective)):
            for kind, name in names:
                if kind == "frame":
                    framed.setdefault(name, set()).add((view.doc_id, at))
        for at, hits in enumerate(view.once(sentence_hits)):
            for token in view.tokens_by_sentence().get(at, ()):
                if token.upos in ("NOUN", "VERB", "ADJ"):
                    counts.setdefault((token.lemma, token.upos), set()).add((view.doc_id, at))
                for hit in hits:
                    if hit.start <= token.start < hit.end:
                        cues.setdefault(hit.cue.frame, set()).add(token.lemma)
    rows = [
        (
            name,
            lemma,
            upos,
            len(places),
            len(places & inside),
            npmi(len(places & inside), len(places), len(inside), total),
        )
        for name, inside in framed.items()
        for (lemma, upos), places in counts.items()
        if len(places) >= least and lemma not in cues.get(name, ())
    ]
    rows = sorted((row for row in rows if row[-1] > 0), key=lambda row: (row[0], -row[-1], row[1]))
    return pd.DataFrame(rows, columns=["frame", "lemma", "upos", "n", "in_frame", "weight"])
