"""Noun phrases as runs of words: where a speaker may begin and end.

A speaker takes its appositions, not its relative clauses, and not what only stands beside it: in „sagte der Minister am
Montag“ it is *der Minister*.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

import numpy as np

from ..language.lemmas import is_known
from .features import Encoded

Run = tuple[int, int]

NOMINAL: Final = frozenset({"NN", "NE", "PPER", "PDS", "PIS", "PRELS", "PWS", "PPOSS", "FM", "XY", "CARD", "TRUNC"})
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
_DEEPEST: Final = 60
_LONGEST: Final = 150
_LONGEST_PHRASE: Final = 60
_CHUNK: Final = 500
_BARE: Final = frozenset({"obl", "obj", "iobj"})
_AGENT: Final = frozenset({"von", "vom", "durch"})
_OBLIQUE_ENDINGS: Final = ("em", "en", "es")
_OBLIQUE_PRONOUNS: Final = frozenset({"ihm", "ihn", "ihnen", "mir", "mich", "dir", "dich"})
_NO_END: Final = frozenset({"–", ":", "(", "„", "‚"})
_FAR: Final = frozenset({"nmod", "appos", "conj", "orphan"})
_ASIDE: Final = frozenset({"acl", "acl:relcl", "advcl", "parataxis"})
_NO_HEADS: Final = frozenset({"flat", "compound", "punct"})
# dependents that a phrase leaves out: bare, with adjuncts, with appositions, with all of them
_LENGTHS: Final = tuple(
    _CLAUSES | _more for _more in (_FAR | {"case"}, {"conj", "case"}, {"case", "nmod", "orphan"}, {"case"})
)


def sentence_of(encoded: Encoded, number: int) -> Run:
    """First position of the sentence of a word, and the one after its last.

    A sentence ends with its segment; of one that is far too long only the words around are given.
    """
    low, high = max(0, number - _LONGEST), min(len(encoded.forms), number + _LONGEST)
    sentence, block = encoded.sentences[number], encoded.blocks[number]
    first = bisect_left(encoded.sentences, sentence, low, number)
    last = bisect_right(encoded.sentences, sentence, number, high)
    return bisect_left(encoded.blocks, block, first, number), bisect_right(encoded.blocks, block, number, last)


def starting_at(phrases: Sequence[Run], first: int) -> Sequence[Run]:
    """Noun phrases that begin at a word, the shortest first; `phrases` is sorted."""
    return phrases[bisect_left(phrases, (first, 0)) : bisect_left(phrases, (first + 1, 0))]


def ending_at(phrases: Sequence[Run], last: int) -> Sequence[Run]:
    """Noun phrases that end before a word, the longest first; `phrases` is sorted."""
    near = phrases[bisect_left(phrases, (last - _LONGEST_PHRASE, 0)) : bisect_left(phrases, (last, 0))]
    return [run for run in near if run[1] == last]


def smallest_around(encoded: Encoded, phrases: Sequence[Run], word: int) -> Run:
    """Smallest noun phrase that holds a word; empty if there is none."""
    begin = max(sentence_of(encoded, word)[0], word - _LONGEST_PHRASE)
    near = phrases[bisect_left(phrases, (begin, 0)) : bisect_left(phrases, (word + 1, 0))]
    return min((run for run in near if word < run[1]), key=lambda run: run[1] - run[0], default=(0, 0))


def children_of(encoded: Encoded) -> list[list[int]]:
    """Positions of the dependents of each word, in text order."""
    children: list[list[int]] = [[] for _ in encoded.forms]
    for number, head in enumerate(encoded.heads.tolist()):
        if head != number:
            children[head].append(number)
    return children


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
    children, tags, relations = children_of(encoded), encoded.tags, encoded.relations
    sentences = np.searchsorted(encoded.sentences, encoded.sentences)
    # a sentence without end (a table, a list of words) is read piece by piece: its bits would fill the memory
    within = np.arange(len(sentences)) - sentences
    begins: list[int] = (sentences + within // _CHUNK * _CHUNK).tolist()
    subtrees = _subtrees(encoded, begins)
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
    trimmed = {_with_name(_trim(run, encoded), encoded) for run in runs}
    return sorted(run for run in trimmed if run[0] < run[1])


def _subtrees(encoded: Encoded, begins: list[int]) -> list[int]:
    """Words at or below each word as bits, counted from the beginning of its sentence; asides are left out."""
    heads, relations = encoded.heads.tolist(), encoded.relations
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


def _with_name(run: Run, encoded: Encoded) -> Run:
    """Add the bare name that follows a title, whatever the parser makes of it: fragte die Abgeordnete Brandt."""
    first, last = run
    tags, kinds = encoded.tags, encoded.entities
    while first < last < len(tags) and tags[last - 1] in {"NN", "NE"}:
        # „Kämmerer Olaf Brinkmann“: a name is whole
        within = tags[last - 1] == tags[last] == "NE" and kinds[last - 1] == kinds[last] == "PER"
        if not within and not _bare(encoded, last):
            break
        last += 1
    return first, last


def _bare(encoded: Encoded, number: int) -> bool:
    tag = encoded.tags[number]
    noun = tag in {"NN", "FM"} and (encoded.entities[number] == "PER" or _is_strange(encoded, number))
    named = tag == "NE" or noun or encoded.forms[number].startswith("@")
    return named and number not in encoded.heads[max(0, number - 6) : number].tolist()


def _is_strange(encoded: Encoded, number: int) -> bool:
    """Whether no dictionary has a noun: after a title it is a name, „Außenminister Saidow“, „Präsident Shavkat M.“."""
    form = encoded.forms[number]
    return encoded.tags[number - 1] == "NN" and form.isalpha() and form.istitle() and not is_known(form)


def _trim(run: Run, encoded: Encoded) -> Run:
    first, last = run
    tags = encoded.tags
    while first < last and tags[first] in {"$,", "$.", "$(", "KON"}:
        first += 1
    while last > first and (tags[last - 1] in {"$,", "$."} or encoded.forms[last - 1] in _NO_END):
        last -= 1
    return first, last


def oblique(encoded: Encoded) -> set[int]:
    """Bare nouns and pronouns below a verb of saying that cannot be its subject by their form.

    „Dem Sender sagte der Feuerwehrchef“, „Der englischsprachigen Zeitung sagte er“.
    """
    heads, tags, forms = encoded.heads.tolist(), encoded.tags, encoded.forms
    says = {number for number, cue in enumerate(encoded.cues) if cue.startswith("verb-speech")}
    found: set[int] = set()
    for number, head in enumerate(heads) if says else ():
        if head in says and tags[number] == "PPER" and forms[number].lower() in _OBLIQUE_PRONOUNS:
            found.add(number)
        elif heads[head] in says and encoded.relations[number] == "det" and head > number:
            form = forms[number].lower()
            inflected = tags[number + 1] == "ADJA" and forms[number + 1].endswith("en")
            if form.endswith(_OBLIQUE_ENDINGS) or (inflected and form.endswith("er")):
                found.add(head)
    return found - _governed(encoded) if found else found


def subjects(encoded: Encoded, phrases: list[Run]) -> dict[int, Run]:
    """Subjects of verbs as noun phrases; a verb without one shares that of the verb it is joined to.

    „Die Studie ergab einen Anstieg und deutete an, dass …“: *die Studie* is the subject of *deutete* too. Of a verb of
    saying without a subject it is the bare noun phrase after it that may be one by its form, whatever the parser makes
    of it: „kündigte am Abend der parteilose Landrat Voss an“. Of a passive it is the agent: „Von Umweltverbänden wird
    gefordert, …“.
    """
    heads, relations = encoded.heads.tolist(), encoded.relations
    about = [number for number, relation in enumerate(relations) if relation == "nsubj"]
    about += _misread(encoded, {heads[number] for number in about}) + _agents(encoded)
    around: dict[int, list[Run]] = {number: [] for number in about}
    for run in phrases:
        for number in range(*run):
            if number in around:
                around[number].append(run)
    found: dict[int, Run] = {}
    for number, runs in around.items():
        head = heads[number]
        apart = [run for run in runs if not run[0] <= head < run[1] and not encoded.tags[run[0]].startswith("APPR")]
        if apart and head not in found:
            found[head] = min(apart, key=lambda run: (run[1] - number, number - run[0] and run[0]))
    for number, (head, relation) in enumerate(zip(heads, relations, strict=True)):
        if relation == "conj" and number not in found and head in found:
            found[number] = found[head]
    return found


def _misread(encoded: Encoded, known: set[int]) -> list[int]:
    """Bare nominals after verbs of saying that have no subject, if their form allows it."""
    heads, cues = encoded.heads.tolist(), encoded.cues
    bare = [
        number
        for number, relation in enumerate(encoded.relations)
        if relation in _BARE and heads[number] < number and cues[heads[number]].startswith("verb-speech")
    ]
    bare = [number for number in bare if encoded.tags[number] in NOMINAL and heads[number] not in known]
    excluded = _governed(encoded) | oblique(encoded) if bare else set()
    return [number for number in bare if number not in excluded]


def _agents(encoded: Encoded) -> list[int]:
    heads, relations = encoded.heads.tolist(), encoded.relations
    passives = {head for head, relation in zip(heads, relations, strict=True) if relation == "aux:pass"}
    return [
        heads[number]
        for number, relation in enumerate(relations)
        if relation == "case" and heads[heads[number]] in passives and encoded.forms[number].lower() in _AGENT
    ]


def _governed(encoded: Encoded) -> set[int]:
    """Words that a preposition governs."""
    return {
        head for head, relation in zip(encoded.heads.tolist(), encoded.relations, strict=True) if relation == "case"
    }


def carried(encoded: Encoded, by_verb: dict[int, Run]) -> dict[int, Run]:
    """Subject of a main verb of saying, by the beginning of the next sentence, which may go on in its words.

    „Hanke verteidigte den Ausstand. Man habe der Bahn drei Angebote gemacht.“
    """
    return {
        sentence_of(encoded, verb)[1]: run
        for verb, run in by_verb.items()
        if encoded.relations[verb] == "root" and encoded.cues[verb].startswith("verb-speech")
    }
