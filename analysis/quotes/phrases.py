"""Noun phrases as runs of words: where a speaker may begin and end.

A speaker takes its appositions, not its relative clauses, and not what only stands beside it: in „sagte der Minister am
Montag“ it is *der Minister*.
"""

from __future__ import annotations

from typing import Final

from .features import Encoded

Run = tuple[int, int]

_NOMINAL: Final = frozenset({"NN", "NE", "PPER", "PDS", "PIS", "PRELS", "PWS", "PPOSS", "FM", "XY", "CARD", "TRUNC"})
# what a noun phrase leaves out: relative and other clauses, and what hangs on a noun only by a wrong attachment
_CLAUSES: Final = frozenset(
    {
        "acl",
        "acl:relcl",
        "advcl",
        "ccomp",
        "csubj",
        "parataxis",
        "cop",
        "aux",
        "nsubj",
        "obj",
        "obl",
        "advmod",
        "dep",
        "discourse",
    }
)
_FAR: Final = frozenset({"nmod", "appos", "conj", "orphan"})


def noun_phrases(encoded: Encoded) -> list[Run]:
    """Noun phrases of a document in several lengths: bare, with adjuncts, with appositions; without a preposition.

    Parameters
    ----------
    encoded : Encoded
        The words of a document.

    Returns
    -------
    list of (first position, position after the last)
        Sorted, without repetition.
    """
    children: list[list[int]] = [[] for _ in encoded.forms]
    for number, head in enumerate(encoded.heads.tolist()):
        if head != number:
            children[head].append(number)
    relations = [row[1] for row in encoded.values]
    runs: set[Run] = set()
    for number, row in enumerate(encoded.values):
        if row[0] not in _NOMINAL or relations[number] in {"flat", "compound", "punct"}:
            continue
        near = _span(number, children, relations, _CLAUSES | _FAR | {"case"})
        runs.add(near)
        runs.add(_span(number, children, relations, _CLAUSES | {"conj", "case"}))
        runs.add(_span(number, children, relations, _CLAUSES | {"case", "nmod", "orphan"}))
        runs.add(_span(number, children, relations, _CLAUSES | {"case"}))
    return sorted(run for run in (_trim(run, encoded) for run in runs) if run[0] < run[1])


def _span(head: int, children: list[list[int]], relations: list[str], without: frozenset[str]) -> Run:
    """Words below a head that hang together with it; dependents in `without` are left out at the top."""
    inside = {head}
    stack = [child for child in children[head] if relations[child] not in without]
    while stack and len(inside) < 60:
        word = stack.pop()
        inside.add(word)
        stack.extend(
            child for child in children[word] if relations[child] not in {"acl", "acl:relcl", "advcl", "parataxis"}
        )
    first = last = head
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    return first, last + 1


def _trim(run: Run, encoded: Encoded) -> Run:
    first, last = run
    while first < last and encoded.values[first][0] in {"$,", "$.", "$(", "KON"}:
        first += 1
    while last > first and (encoded.values[last - 1][0] in {"$,", "$."} or encoded.forms[last - 1] in {"–", ":", "("}):
        last -= 1
    return first, last
