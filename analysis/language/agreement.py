"""Where tagger and parser disagree, grammar decides: adverbs, subjects, passives, auxiliaries, finite verbs, moods."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .features import name_kinds
from .labels import FEATURES, RELATIONS, TAGS, UPOS
from .lemmas import lemma_of
from .moods import unambiguous_mood
from .networks import Parsed
from .strong_verbs import strong_infinitive


def _relations(*names: str) -> NDArray[np.bool_]:
    """Which relations are among these, to be asked by number: faster than a search in each document."""
    return np.array([name in names for name in RELATIONS])


_AUXILIARY: Final = _relations("aux", "aux:pass", "cop")
_AUXILIARY_TAG: Final = np.array([tag.startswith(("VA", "VM")) for tag in TAGS])
ADVERBS: Final = Path(__file__).parent / "adverbs.tsv"
_ADV, _ADVMOD = UPOS.index("ADV"), RELATIONS.index("advmod")
_NOUN_TAG: Final = np.isin(np.array(TAGS), ["NN", "NE"])
_NOMINAL: Final = _relations("nsubj", "nsubj:pass", "obj", "obl", "nmod", "appos", "dep", "conj")
_AUX, _VERB = UPOS.index("AUX"), UPOS.index("VERB")
_EXPL: Final = RELATIONS.index("expl")
_OBJ, _OBL = RELATIONS.index("obj"), RELATIONS.index("obl")
_JOINED: Final = _relations("flat", "appos", "compound")
_NSUBJ, _NSUBJ_PASS = RELATIONS.index("nsubj"), RELATIONS.index("nsubj:pass")
_CSUBJ, _CSUBJ_PASS = RELATIONS.index("csubj"), RELATIONS.index("csubj:pass")
_SUBJECT: Final = _relations("nsubj", "nsubj:pass")
_ANY_SUBJECT: Final = _relations("nsubj", "nsubj:pass", "csubj", "csubj:pass")
_FINITE: Final = np.array([tag.endswith("FIN") for tag in TAGS])
_PASSIVE: Final = RELATIONS.index("aux:pass")
_AUX_RELATION: Final = RELATIONS.index("aux")
_MOOD, _TENSE = list(FEATURES).index("Mood"), list(FEATURES).index("Tense")
# the finite tag of each infinitive tag, itself for all others
_MADE_FINITE: Final = np.array([TAGS.index(t.replace("INF", "FIN")) for t in TAGS])
_INFINITIVE: Final = np.array([tag.endswith("INF") for tag in TAGS])
_PARTICIPLE, _FULL_FINITE = TAGS.index("VVPP"), TAGS.index("VVFIN")
_RELATIVE: Final = TAGS.index("PRELS")
_SUBORDINATOR: Final = np.isin(np.array(TAGS), ["KOUS", "KOKOM"])
_MARK, _CONJ = RELATIONS.index("mark"), RELATIONS.index("conj")


def made_consistent(words: list[str], parsed: Parsed) -> Parsed:
    """Bring the parts of a parse into agreement.

    Parameters
    ----------
    words : list of str
        The words of the document, white space left out.
    parsed : Parsed
        What the networks say of them.

    Returns
    -------
    Parsed
        The same with relations, classes, tags, moods and tenses that fit one another.
    """
    parsed = _correct_names(words, _correct_adverbs(words, parsed))
    return _correct_moods(words, _correct_classes(_correct_finite(words, _correct_subjects(parsed))))


@cache
def adverbs() -> dict[str, int]:
    """Read the adverbs that no noun is spelled like, with their tags."""
    with ADVERBS.open(encoding="utf-8", newline="") as stream:
        return {row["form"]: TAGS.index(row["tag"]) for row in csv.DictReader(stream, delimiter="\t")}


def _correct_adverbs(words: list[str], parsed: Parsed) -> Parsed:
    """Take no adverb for a noun because it begins a sentence: `Unterdessen kritisierten die Grünen den Plan`."""
    known = adverbs()
    nouns = np.flatnonzero(_NOUN_TAG[parsed.tags]).tolist()
    wrong = [i for i in nouns if words[i].lower() in known]
    if not wrong:
        return parsed
    upos, tags, relations, features = (
        column.copy() for column in (parsed.upos, parsed.tags, parsed.relations, parsed.features)
    )
    upos[wrong], tags[wrong], features[wrong] = _ADV, [known[words[i].lower()] for i in wrong], 0
    relations[wrong] = np.where(_NOMINAL[relations[wrong]], _ADVMOD, relations[wrong])
    return parsed._replace(upos=upos, tags=tags, relations=relations, features=features)


def _correct_subjects(parsed: Parsed) -> Parsed:
    """Make a subject a passive one exactly where its verb has a passive auxiliary, and a lone `es` a subject.

    GSD calls `es` the subject of `es gibt`, and expletive only beside another subject (`es kamen viele`).
    """
    relations = parsed.relations.copy()
    # werden with an infinitive is future: „wird Blinken reisen“
    relations[(relations == _PASSIVE) & _INFINITIVE[parsed.tags[parsed.heads]]] = _AUX_RELATION
    subjects = _ANY_SUBJECT[relations]
    governed = np.zeros(len(relations), dtype=bool)
    governed[parsed.heads[subjects]] = True
    relations[(relations == _EXPL) & ~governed[parsed.heads]] = _NSUBJ
    passive = np.zeros(len(relations), dtype=bool)
    passive[parsed.heads[relations == _PASSIVE]] = True
    for plain, under in ((_NSUBJ, _NSUBJ_PASS), (_CSUBJ, _CSUBJ_PASS)):
        chosen = np.flatnonzero((relations == plain) | (relations == under))
        relations[chosen] = np.where(passive[parsed.heads[chosen]], under, plain)
    return parsed._replace(relations=relations)


def _correct_names(words: list[str], parsed: Parsed) -> Parsed:
    """Part a country from the person named before it: in `wird Blinken Usbekistan besuchen` it is the object."""
    joined = np.flatnonzero(
        _JOINED[parsed.relations] & (parsed.heads == np.arange(len(words)) - 1) & (parsed.heads >= 0)
    )
    apart = [
        i
        for i in joined.tolist()
        if "country" in name_kinds(words[i])
        and parsed.relations[i - 1] in (_NSUBJ, _NSUBJ_PASS)
        and {"given", "family"}.intersection(kinds := name_kinds(words[i - 1]))
        and "country" not in kinds
    ]
    if not apart:
        return parsed
    heads, relations = parsed.heads.copy(), parsed.relations.copy()
    for i in apart:
        verb = heads[i - 1]
        has_object = bool(((heads == verb) & (relations == _OBJ)).any())
        heads[i], relations[i] = verb, _OBL if has_object else _OBJ
    return parsed._replace(heads=heads, relations=relations)


def _correct_classes(parsed: Parsed) -> Parsed:
    """Call *sein*, *haben*, *werden* and modals AUX exactly where they are auxiliary or copula, as GSD does."""
    upos = parsed.upos.copy()
    auxiliary = _AUXILIARY[parsed.relations]
    candidates = _AUXILIARY_TAG[parsed.tags]
    upos[candidates & auxiliary] = _AUX
    upos[candidates & ~auxiliary] = _VERB
    return parsed._replace(upos=upos)


def _correct_moods(words: list[str], parsed: Parsed) -> Parsed:
    """Correct mood and tense of the finite verbs whose form leaves no choice."""
    features = parsed.features.copy()
    finite = _FINITE[parsed.tags]
    features[finite] = _at_least(features[finite])
    subjects = {head: i for i, head in _subjects(parsed)}
    for i in np.flatnonzero(finite).tolist():
        own = subjects.get(i)
        if own is None and _AUXILIARY[parsed.relations[i]]:
            own = subjects.get(int(parsed.heads[i]))
        tag = TAGS[parsed.tags[i]]
        lemma = lemma_of(words[i], "VERB", tag)
        settled = unambiguous_mood(words[i], lemma, subject=None if own is None else words[own])
        if settled is not None:
            features[i, _MOOD] = FEATURES["Mood"].index(settled[0])
            features[i, _TENSE] = FEATURES["Tense"].index(settled[1])
    return parsed._replace(features=features)


def _at_least(features: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give a finite verb a mood and a tense, whatever the network doubts: else indicative present."""
    result = features.copy()
    for column, value in ((_MOOD, "Ind"), (_TENSE, "Pres")):
        name = list(FEATURES)[column]
        result[result[:, column] == 0, column] = FEATURES[name].index(value)
    return result


def _subjects(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """(subject, verb) pairs, the first subject of a verb last."""
    chosen = np.flatnonzero(_SUBJECT[parsed.relations])[::-1]
    yield from zip(chosen.tolist(), parsed.heads[chosen].tolist(), strict=True)


def _correct_finite(words: list[str], parsed: Parsed) -> Parsed:
    """Give each verb with a subject a finite form, its own or that of an auxiliary, where the spelling allows it.

    So `haben` in `die Länder haben Zeit`, `können` in `damit sie reisen können`, `besucht` in `als ob er Kiew besucht`.
    """
    count = len(parsed.heads)
    heads, tags = parsed.heads, parsed.tags.copy()
    subject, supported, said, subordinate = (np.zeros(count, dtype=bool) for _ in range(4))
    subjects = np.flatnonzero(_SUBJECT[parsed.relations])
    subject[heads[subjects]] = True
    auxiliaries = np.flatnonzero(_AUXILIARY[parsed.relations])
    supported[heads[auxiliaries]] = True
    said[heads[auxiliaries[_FINITE[tags[auxiliaries]]]]] = True
    subordinate[heads[subjects[tags[subjects] == _RELATIVE]]] = True
    subordinate[heads[(parsed.relations == _MARK) & _SUBORDINATOR[tags]]] = True
    # in `dass er Astana besucht und Moskau informiert hat` the auxiliary of the second verb serves the first one
    served = np.zeros(count, dtype=bool)
    served[heads[(parsed.relations == _CONJ) & supported]] = True
    for i in np.flatnonzero(_INFINITIVE[tags]).tolist():
        infinitive = strong_infinitive(words[i].lower())
        if infinitive not in (None, words[i].lower()):  # `aufwiesen` is no infinitive
            tags[i] = _MADE_FINITE[tags[i]]
    lacking = subject & ~said & ~_FINITE[tags]
    own = lacking & ~supported
    tags[own & _INFINITIVE[tags]] = _MADE_FINITE[tags[own & _INFINITIVE[tags]]]
    for i in np.flatnonzero(own & subordinate & ~served & (tags == _PARTICIPLE)).tolist():
        if _may_be_present(words[i]):
            tags[i] = _FULL_FINITE
    last = {int(heads[i]): i for i in auxiliaries.tolist()}  # the finite verb closes a subordinate clause
    for verb in np.flatnonzero(lacking & supported).tolist():
        tags[last[verb]] = _MADE_FINITE[tags[last[verb]]]
    return parsed._replace(tags=tags)


def _may_be_present(participle: str) -> bool:
    """Whether a participle may as well be a present form: `besucht`, `gefällt`, not `gesucht` or `gefallen`."""
    if not participle.endswith("t"):
        return False
    lemma = lemma_of(participle, "VERB", "VVFIN")
    return lemma.endswith("n") and participle.startswith("ge") == lemma.startswith("ge")
