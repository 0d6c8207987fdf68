"""Noun phrases as speakers: which ones begin, end or stand around a word, and which is the subject of a verb."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from ..language.noun_phrases import NOMINAL, Run
from .features import Encoded

_LONGEST: Final = 150
_LONGEST_PHRASE: Final = 60
_BARE: Final = frozenset({"obl", "obj", "iobj"})
_OBLIQUE_ENDINGS: Final = ("em", "en", "es")
_OBLIQUE_PRONOUNS: Final = frozenset({"ihm", "ihn", "ihnen", "mir", "mich", "dir", "dich"})


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


def oblique(encoded: Encoded) -> set[int]:
    """Bare nouns and pronouns below a verb of saying that cannot be its subject by their form.

    „Dem Sender sagte der Feuerwehrchef“, „Der englischsprachigen Zeitung sagte er“.
    """
    heads, tags, forms = encoded.tree.head, encoded.tags, encoded.forms
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
    heads, relations = encoded.tree.head, encoded.relations
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
    heads, cues = encoded.tree.head, encoded.cues
    bare = [
        number
        for number, relation in enumerate(encoded.relations)
        if relation in _BARE and heads[number] < number and cues[heads[number]].startswith("verb-speech")
    ]
    bare = [number for number in bare if encoded.tags[number] in NOMINAL and heads[number] not in known]
    excluded = _governed(encoded) | oblique(encoded) if bare else set()
    return [number for number in bare if number not in excluded]


def _agents(encoded: Encoded) -> list[int]:
    tree = encoded.tree
    return [word for verb in range(len(tree)) if tree.has(verb, "aux:pass") for word in tree.agents(verb)]


def _governed(encoded: Encoded) -> set[int]:
    """Words that a preposition governs."""
    return {head for head, relation in zip(encoded.tree.head, encoded.relations, strict=True) if relation == "case"}


def carried(encoded: Encoded, by_verb: dict[int, Run]) -> dict[int, Run]:
    """Subject of a main verb of saying, by the beginning of the next sentence, which may go on in its words.

    „Hanke verteidigte den Ausstand. Man habe der Bahn drei Angebote gemacht.“
    """
    return {
        sentence_of(encoded, verb)[1]: run
        for verb, run in by_verb.items()
        if encoded.relations[verb] == "root" and encoded.cues[verb].startswith("verb-speech")
    }
