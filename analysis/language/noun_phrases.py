"""Noun phrases of a tree as runs of words, in several lengths.

A phrase takes its appositions, not its relative clauses, and not what only stands beside it: in „sagte der Minister am
Montag“ it is *der Minister*.
"""

from __future__ import annotations

from typing import Final

from .lemmas import is_known
from .tree import Tree

Run = tuple[int, int]
"""First word of a phrase, and the one after its last."""

NOMINAL: Final = frozenset({"NN", "NE", "PPER", "PDS", "PIS", "PRELS", "PWS", "PPOSS", "FM", "XY", "CARD", "TRUNC"})
"""STTS tags of the words that a noun phrase can be about."""
# what a noun phrase leaves out: relative and other clauses, and what hangs on a noun only by a wrong attachment
_CLAUSES: Final = frozenset(
    {"acl", "acl:relcl", "advcl", "ccomp", "csubj", "parataxis", "cop", "aux", "nsubj", "obj", "obl", "advmod", "dep"}
    | {"discourse"}
)
# The article opens a bracket that its noun closes, whatever the parser makes of what stands between: „eine kürzlich
# von der Bank durchgeführte Studie“.
_BRACKET: Final = 20
_DEEPEST: Final = 60
_CHUNK: Final = 500
_NO_END: Final = frozenset({"–", ":", "(", "„", "‚"})
_FAR: Final = frozenset({"nmod", "appos", "conj", "orphan"})
_ASIDE: Final = frozenset({"acl", "acl:relcl", "advcl", "parataxis"})
_NO_HEADS: Final = frozenset({"flat", "compound", "punct"})
# dependents that a phrase leaves out: bare, with adjuncts, with appositions, with all of them
_LENGTHS: Final = tuple(
    _CLAUSES | _more for _more in (_FAR | {"case"}, {"conj", "case"}, {"case", "nmod", "orphan"}, {"case"})
)


def noun_phrases(tree: Tree) -> list[Run]:
    """Return the noun phrases of a tree: bare, with adjuncts, with appositions; without a preposition.

    Returns
    -------
    list of (first word, word after the last)
        Sorted, without repetition.
    """
    children, tags, relations = tree.children, tree.tag, tree.dep
    begins = _begins(tree.sentence)
    subtrees = _subtrees(tree, begins)
    runs: set[Run] = set()
    for number, tag in enumerate(tags):
        if tag not in NOMINAL or relations[number] in _NO_HEADS:
            continue
        begin = begins[number]
        below = [child for child in children[number] if begins[child] == begin]
        if not below:
            runs.add((number, number + 1))
            continue
        # the name that follows a title belongs to it: die Abgeordnete Brandt
        name = number + 1 if number + 1 in below and tags[number + 1] == "NE" else -1
        determiner = next((child for child in below if relations[child] == "det"), number)
        for without in _LENGTHS:
            inside = 1 << number - begin
            for child in below:
                if relations[child] not in without or child == name:
                    inside |= subtrees[child]
            first, last = _around(inside, number - begin)
            first += begin
            runs.add((determiner if 0 < first - determiner <= _BRACKET else first, last + begin))
    trimmed = {_with_name(_trim(run, tree), tree) for run in runs}
    return sorted(run for run in trimmed if run[0] < run[1])


def _begins(sentences: list[int]) -> list[int]:
    """Return where the sentence of each word begins.

    A sentence without end (a table, a list of words) is read piece by piece: its bits would fill the memory.
    """
    begins: list[int] = []
    first = 0
    for number, sentence in enumerate(sentences):
        if sentence != sentences[first]:
            first = number
        begins.append(number - (number - first) % _CHUNK)
    return begins


def _subtrees(tree: Tree, begins: list[int]) -> list[int]:
    """Words at or below each word as bits, counted from the beginning of its sentence; asides are left out."""
    heads, relations = tree.head, tree.dep
    masks = [0] * len(heads)
    for number, begin in enumerate(begins):
        word = number
        for _ in range(_DEEPEST):  # a parser of the user's own may give a circle
            masks[word] |= 1 << number - begin
            if heads[word] == word or relations[word] in _ASIDE or begins[heads[word]] != begin:
                break
            word = heads[word]
    return masks


def _around(inside: int, place: int) -> Run:
    """Bounds of the unbroken run of set bits around `place`."""
    after, before = inside >> place, ~inside & ((1 << place) - 1)
    return before.bit_length(), place + (~after & (after + 1)).bit_length() - 1


def _with_name(run: Run, tree: Tree) -> Run:
    """Add the bare name that follows a title, whatever the parser makes of it: fragte die Abgeordnete Brandt."""
    first, last = run
    tags, kinds = tree.tag, tree.entity
    while first < last < len(tags) and tags[last - 1] in {"NN", "NE"}:
        # „Kämmerer Olaf Brinkmann“: a name is whole
        within = tags[last - 1] == tags[last] == "NE" and kinds[last - 1] == kinds[last] == "PER"
        if not within and not _bare(tree, last):
            break
        last += 1
    return first, last


def _bare(tree: Tree, number: int) -> bool:
    tag = tree.tag[number]
    noun = tag in {"NN", "FM"} and (tree.entity[number] == "PER" or _is_strange(tree, number))
    named = tag == "NE" or noun or tree.words[number].startswith("@")
    return named and number not in tree.head[max(0, number - 6) : number]


def _is_strange(tree: Tree, number: int) -> bool:
    """Whether no dictionary has a noun: after a title it is a name, „Außenminister Saidow“, „Präsident Shavkat M.“."""
    form = tree.words[number]
    return tree.tag[number - 1] == "NN" and form.isalpha() and form.istitle() and not is_known(form)


def _trim(run: Run, tree: Tree) -> Run:
    first, last = run
    tags = tree.tag
    while first < last and tags[first] in {"$,", "$.", "$(", "KON"}:
        first += 1
    while last > first and (tags[last - 1] in {"$,", "$."} or tree.words[last - 1] in _NO_END):
        last -= 1
    return first, last
