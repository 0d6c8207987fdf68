"""Where rules are certain: they name anchors that the network must read; `lending` gives it their log odds.

Rules know what the training data does not hold, for it is one newsroom's house style: headlines that quote with a
colon, foreign and broken quotation marks, titles in quotation marks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from .decoding import TYPES
from .features import Encoded
from .phrases import Run, sentence_of
from .windows import is_beyond

_DIRECT: Final = TYPES.index("direct")
_REPORTED: Final = TYPES.index("reported")
_INDIRECT: Final = TYPES.index("indirect")
_SAYING: Final = ("verb-speech-clause", "verb-writing-clause")
_LONGEST_SOURCE: Final = 8
_LONGEST_ASIDE: Final = 20
_READS: Final = frozenset({"heißt", "heisst", "hieß"})
_CONTENT: Final = frozenset({"dass", "daß", "ob"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_CLAUSAL: Final = frozenset({"ccomp", "csubj", "csubj:pass"})
ACT_ODDS: Final = 1.0
CLAUSE_ODDS: Final = 1.0
GOVERNED_ODDS: Final = 2.0
OWN_WORDS_ODDS: Final = 4.0
_OBJECTS: Final = frozenset({"obj", "obl", "advmod", "ccomp", "conj", "xcomp"})
_NO_ANSWER: Final = frozenset({"Kein", "Keine", "Nein", "Ja", "Nie", "Niemals"})


class Support(NamedTuple):
    """What a rule says of an anchor."""

    anchor: int
    type: int
    odds: float
    """Log odds lent to the quote."""
    pieces: tuple[Run, ...]
    """Positions of the quote, first and after the last of each piece."""
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
    return sorted(
        [
            *_marked(encoded, phrases),
            *_colons(encoded),
            *_acts(encoded),
            *_parentheses(encoded, phrases),
            *_asides(encoded, phrases),
            *_clauses(encoded),
        ]
    )


def _clauses(encoded: Encoded) -> list[Support]:
    """Content clauses of words of saying: „Die Studie zeigt, dass der Gletscher schmilzt.“."""
    result: list[Support] = []
    for number, form in enumerate(encoded.forms):
        if form.lower() not in _CONTENT:
            continue
        clause = int(encoded.heads[number])
        governor = int(encoded.heads[clause])
        if encoded.relations[clause] not in _CLAUSAL:
            # „…, da die Staaten glauben, dass Moskau es nicht ernst meint“: what stands before the comma governs,
            # whatever the parser makes of it
            comma = number > 1 and encoded.forms[number - 1] == ","
            governor = number - 2 if comma and encoded.tags[number - 2].startswith("VV") else -1
        if governor >= 0 and encoded.cues[governor].startswith(("verb-speech", "verb-writing", "verb-thought")):
            result.append(Support(number, _INDIRECT, CLAUSE_ODDS, (), (0, 0), -1, certain=False))
    return result


def _acts(encoded: Encoded) -> list[Support]:
    """Sentences whose main verb is an act of speech with a subject: „Die Opposition kritisierte den Haushalt“."""
    result: list[Support] = []
    heads, relations = encoded.heads.tolist(), encoded.relations
    subjects = {head for head, relation in zip(heads, relations, strict=True) if relation in _SUBJECTS}
    clauses = {head for head, relation in zip(heads, relations, strict=True) if relation == "ccomp"}
    for number in sorted(subjects - clauses):
        if relations[number] == "root" and encoded.cues[number] == "verb-speech-act":
            begin, end = sentence_of(encoded, number)
            result.append(Support(begin, _REPORTED, ACT_ODDS, ((begin, end),), (0, 0), -1, certain=False))
    return result


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
            result.append(Support(first, _DIRECT, odds, ((first, last),), speaker, cue, certain=False))
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
        if encoded.tags[after] == "$.":
            break
        after += 1  # a face or a footnote stands between quotation and comma: „Gewonnen!“ 🎉, schrieb er
    comma = after < count and encoded.forms[after] == ","
    after += comma
    if after < count and (_says(encoded, after) or (comma and encoded.forms[after] == "so")):
        further = 3 if encoded.forms[after + 1 : after + 2] == ["es"] else 1  # „…“, heißt es in dem Bericht
        following = [run for run in phrases if run[0] == after + further]
        longest = max(following, key=lambda run: run[1], default=(0, 0))
        if is_beyond(first, max(after + 1, longest[1])):
            return 3.0, longest, after  # the network, which finds where a speaker ends, does not see all of it
        return 3.0, min(following, key=lambda run: run[1], default=(0, 0)), after
    dash = last < count and encoded.forms[last] in {"–", "-", "—"}
    if dash and first == sentence_of(encoded, first)[0]:
        # a headline: „Wir geben nicht auf“ – Tokajew besucht die Flutgebiete
        return 2.0, min((run for run in phrases if run[0] == last + 1), key=lambda run: run[1], default=(0, 0)), -1
    words = last - first - 2
    if first > 0 and encoded.forms[first - 1] == ":" and words > 1:
        begin = sentence_of(encoded, first - 1)[0]
        if first - 1 - begin <= _LONGEST_SOURCE and _is_source(encoded, begin, first - 1):
            return 4.0, (begin, first - 1), -1
        return 2.0, (0, 0), -1
    named = first > 0 and encoded.tags[first - 1] in {"NN", "NE"}
    if named and words < 8 and not _sentence_says(encoded, first):
        return -2.5, (0, 0), -1  # a title or a name: „aus ihrem Roman „Der lange Winter“
    return *_governed(encoded, first, last, phrases), -1


def _governed(encoded: Encoded, first: int, last: int, phrases: Sequence[Run]) -> tuple[float, Run]:
    """Judge words in marks that are the object of saying: „… der seine „Dankbarkeit“ zum Ausdruck brachte“."""
    word = next((i for i in range(first, last) if not first <= encoded.heads[i] < last), first)
    object_ = encoded.relations[word] in _OBJECTS and encoded.tags[word] != "NE"
    if not object_ or any(encoded.entities[first:last]):
        return 0.0, (0, 0)
    head = int(encoded.heads[word])
    near = {*np.flatnonzero(encoded.heads == head).tolist(), *range(max(last, head - 2), head)} - {head, word}
    beside = (encoded.cues[i] for i in sorted(near))
    says = encoded.cues[head].startswith(("verb-speech", "verb-writing"))
    if not says and not any(cue.startswith("noun-speech") for cue in beside):
        return 0.0, (0, 0)
    # „der seine „Dankbarkeit“ zum Ausdruck brachte“, not: „in seiner „Thronrede““; in the benchmark's training part all
    # three such objects of saying are quotes
    own = first > 0 and encoded.tags[first - 1] == "PPOSAT" and encoded.relations[word] == "obj"
    return GOVERNED_ODDS + (OWN_WORDS_ODDS if own else 0.0), _subject(encoded, head, phrases)


def _subject(encoded: Encoded, verb: int, phrases: Sequence[Run]) -> Run:
    """Subject of a verb; of a relative clause the noun phrase that it hangs on, where the tree shows it."""
    dependents = np.flatnonzero(encoded.heads == verb).tolist()
    word = next((i for i in dependents if encoded.relations[i] == "nsubj"), None)
    if word is None:
        return 0, 0
    if encoded.tags[word] == "PRELS" and encoded.relations[verb].startswith("acl"):
        word = int(encoded.heads[verb])
    return min((run for run in phrases if run[0] <= word < run[1]), key=lambda run: run[1] - run[0], default=(0, 0))


def _says(encoded: Encoded, number: int) -> bool:
    return encoded.cues[number].startswith(_SAYING) and encoded.verbs[number].startswith("Fin")


def _before_stop(encoded: Encoded, first: int, end: int) -> int:
    """Where a stretch ends without its final stops."""
    while end > first and encoded.tags[end - 1] == "$.":
        end -= 1
    return end


def _sentence_says(encoded: Encoded, number: int) -> bool:
    same = np.flatnonzero(encoded.sentences == encoded.sentences[number])
    return any(encoded.cues[i].startswith(("verb-speech", "verb-writing")) for i in same.tolist())


def _parentheses(encoded: Encoded, phrases: Sequence[Run]) -> list[Support]:
    """Find a verb of saying thrown in or put after: „Die Brücke, sagte sie, werde gesperrt.“."""
    result: list[Support] = []
    for comma, form in enumerate(encoded.forms[:-2]):
        if form != "," or not _says(encoded, comma + 1):
            continue
        begin, end = sentence_of(encoded, comma)
        end = _before_stop(encoded, comma, end)
        if begin == comma or any(encoded.outer[begin:comma]):
            continue
        speaker = min((run for run in phrases if run[0] == comma + 2), key=lambda run: run[1], default=(0, 0))
        resumed = next(
            (i for i in range(comma + 2, min(comma + 2 + _LONGEST_SOURCE, end)) if encoded.forms[i] == ","), 0
        )
        finite = [i for i in range(begin, end) if encoded.verbs[i].startswith("Fin")]
        if resumed and not any(i < comma for i in finite) and any(i > resumed for i in finite):
            pieces: tuple[Run, ...] = ((begin, comma), (resumed + 1, end))
        elif encoded.forms[begin] in {"Dass", "Daß", "Ob"} and not resumed:
            pieces = ((begin, comma),)
        else:
            continue
        result.append(Support(begin, _INDIRECT, 8.0, pieces, speaker, comma + 1, certain=False))
    return result


def _asides(encoded: Encoded, phrases: Sequence[Run]) -> list[Support]:
    """Find a source thrown in after the beginning: „Die Bauern, so Aebischer, könnten …“, „… war, wie es heißt, …“."""
    result: list[Support] = []
    forms = encoded.forms
    for comma in [number for number, form in enumerate(forms[:-3]) if form == ","]:
        opener = forms[comma + 1]
        if opener not in {"so", "wie"}:
            continue
        begin, end = sentence_of(encoded, comma)
        resumed = next((n for n in range(comma + 2, min(comma + _LONGEST_ASIDE, end)) if forms[n] == ","), end)
        end = _before_stop(encoded, resumed, end)
        if begin == comma or resumed + 1 >= end or "," in forms[begin:comma] or any(encoded.outer[begin:end]):
            continue
        if opener == "so":
            speaker = next((run for run in phrases if run == (comma + 2, resumed)), (0, 0))
            cue = comma + 1 if speaker[1] else -1
        else:
            reads = forms[resumed - 1] in _READS  # „wie es im Abschlussbericht heißt“
            speaker = min((run for run in phrases if reads and run[1] == resumed - 1), default=(0, 0))
            cue = resumed - 1 if reads or _says(encoded, resumed - 1) else -1
        if cue >= 0:
            pieces = ((begin, comma), (resumed + 1, end))
            result.append(Support(begin, _INDIRECT, 8.0, pieces, speaker, cue, certain=False))
    return result


def _colons(encoded: Encoded) -> list[Support]:
    """Headlines: „Putin: Westen will Russland zerstören“. Before the colon stands nothing but a name or a source."""
    result: list[Support] = []
    count = len(encoded.forms)
    for number, form in enumerate(encoded.forms):
        follow = number + 1
        if form != ":" or number == 0 or follow >= count or encoded.pair_ends[follow]:
            continue  # what stands in marks is known to `_marked`
        begin, end = sentence_of(encoded, number)[0], sentence_of(encoded, follow)[1]
        if number - begin > _LONGEST_SOURCE or not _is_source(encoded, begin, number) or end - follow < 2:
            continue
        end = _before_stop(encoded, follow, end)
        clause = any(encoded.verbs[follow:end])
        if clause or encoded.forms[follow] in _NO_ANSWER:
            result.append(Support(follow, _INDIRECT, 6.0, ((follow, end),), (begin, number), -1, certain=True))
    return result


def _is_source(encoded: Encoded, begin: int, end: int) -> bool:
    if begin == end:  # a paragraph may open with its colon: ": Wir bleiben hier."
        return False
    tags = encoded.tags[begin:end]
    if any(encoded.verbs[begin:end]) or "$," in tags or "$." in tags:
        return False
    return any(encoded.entities[begin:end]) or "NE" in tags or encoded.cues[end - 1].startswith("noun-")
