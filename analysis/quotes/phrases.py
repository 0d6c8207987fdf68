"""Noun phrases as runs of words: where a speaker may begin and end.

A speaker takes its appositions, not its relative clauses, and not what only stands beside it: in „sagte der Minister am
Montag“ it is *der Minister*.
"""

from __future__ import annotations

from typing import Final

from .features import COLUMNS, Encoded

Run = tuple[int, int]

_ENTITY: Final = COLUMNS.index("entity")

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
# The article opens a bracket that its noun closes, whatever the parser makes of what stands between: „eine kürzlich
# von der Bank durchgeführte Studie“.
_BRACKET: Final = 20
_NO_END: Final = frozenset({"–", ":", "(", "„", "‚"})
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
        # the name that follows a title belongs to it: die Abgeordnete Brandt
        name = tuple(c for c in children[number] if c == number + 1 and encoded.values[c][0] == "NE")
        runs.add(_span(number, children, relations, _CLAUSES | _FAR | {"case"}, name))
        runs.add(_span(number, children, relations, _CLAUSES | {"conj", "case"}, name))
        runs.add(_span(number, children, relations, _CLAUSES | {"case", "nmod", "orphan"}, name))
        runs.add(_span(number, children, relations, _CLAUSES | {"case"}, name))
    trimmed = {_with_name(_trim(run, encoded), encoded) for run in runs}
    return sorted(run for run in trimmed if run[0] < run[1])


def _with_name(run: Run, encoded: Encoded) -> Run:
    """Add the bare name that follows a title, whatever the parser makes of it: fragte die Abgeordnete Brandt."""
    first, last = run
    while (
        last < len(encoded.forms)
        and first < last
        and encoded.values[last - 1][0] in {"NN", "NE"}
        and _bare(encoded, last)
    ):
        last += 1
    return first, last


def _bare(encoded: Encoded, number: int) -> bool:
    row = encoded.values[number]
    named = row[0] == "NE" or (row[0] in {"NN", "FM"} and row[_ENTITY] == "PER")
    return named and number not in encoded.heads[:number].tolist()[-6:]


def _span(
    head: int, children: list[list[int]], relations: list[str], without: frozenset[str], kept: tuple[int, ...]
) -> Run:
    """Words below a head that hang together with it; dependents in `without` are left out, unless they are `kept`."""
    inside = {head}
    stack = [child for child in children[head] if relations[child] not in without or child in kept]
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
    determiner = next((child for child in children[head] if relations[child] == "det" and child < first), first)
    return (determiner if first - determiner <= _BRACKET else first), last + 1


def _trim(run: Run, encoded: Encoded) -> Run:
    first, last = run
    while first < last and encoded.values[first][0] in {"$,", "$.", "$(", "KON"}:
        first += 1
    while last > first and (
        encoded.values[last - 1][0] in {"$,", "$."} or encoded.forms[last - 1] in {"–", ":", "(", "„", "‚"}
    ):
        last -= 1
    return first, last


def subjects(encoded: Encoded, phrases: list[Run]) -> dict[int, Run]:
    """Subjects of verbs as noun phrases; a verb without one shares that of the verb it is joined to.

    „Die Studie ergab einen Anstieg und deutete an, dass …“: *die Studie* is the subject of *deutete* too.
    """
    found: dict[int, Run] = {}
    for number, (head, row) in enumerate(zip(encoded.heads.tolist(), encoded.values, strict=True)):
        if row[1] == "nsubj" and head not in found:
            around = [run for run in phrases if run[0] <= number < run[1] and not run[0] <= head < run[1]]
            if around:
                found[head] = min(around, key=lambda run: (run[1] - number, number - run[0] and run[0]))
    for number, (head, row) in enumerate(zip(encoded.heads.tolist(), encoded.values, strict=True)):
        if row[1] == "conj" and number not in found and head in found:
            found[number] = found[head]
    return found
