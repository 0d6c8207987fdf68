"""Where rules are certain: they name anchors that the network must read; `rule_evidence` gives it their log odds.

Rules know what the training data does not hold, for it is one newsroom's house style: headlines that quote with a
colon, foreign and broken quotation marks, titles in quotation marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..language.noun_phrases import Run
from .dialogue import dialogue
from .features import Encoded, is_saying
from .phrases import ending_at, sentence_of, starting_at
from .quoted import marked
from .support import INDIRECT, LONGEST_SOURCE, REPORTED, Support, is_source

__all__ = ["Support", "supports"]

_LONGEST_ASIDE: Final = 20
_READS: Final = frozenset({"heißt", "heisst", "hieß"})
_CONTENT: Final = frozenset({"dass", "daß", "ob"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_CLAUSAL: Final = frozenset({"ccomp", "csubj", "csubj:pass"})
ACT_ODDS: Final = 1.0
CLAUSE_ODDS: Final = 1.0
_NO_ANSWER: Final = frozenset({"Kein", "Keine", "Nein", "Ja", "Nie", "Niemals"})


def supports(encoded: Encoded, phrases: Sequence[Run]) -> list[Support]:
    """Find the anchors that rules know of, in text order.

    Parameters
    ----------
    encoded : Encoded
        The words of a document.
    phrases : sequence of (first, after)
        Its noun phrases, from `analysis.language.noun_phrases.noun_phrases`.

    Returns
    -------
    list of Support
    """
    return sorted(
        [
            *marked(encoded, phrases),
            *dialogue(encoded, phrases),
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
        clause = encoded.tree.head[number]
        governor = encoded.tree.head[clause]
        if encoded.relations[clause] not in _CLAUSAL:
            # „…, da die Staaten glauben, dass Moskau es nicht ernst meint“: what stands before the comma governs,
            # whatever the parser makes of it
            comma = number > 1 and encoded.forms[number - 1] == ","
            governor = number - 2 if comma and encoded.tags[number - 2].startswith("VV") else -1
        if governor >= 0 and encoded.cues[governor].startswith(("verb-speech", "verb-writing", "verb-thought")):
            result.append(Support(number, INDIRECT, CLAUSE_ODDS, (), (0, 0), -1, certain=False))
    return result


def _acts(encoded: Encoded) -> list[Support]:
    """Sentences whose main verb is an act of speech with a subject: „Die Opposition kritisierte den Haushalt“."""
    result: list[Support] = []
    heads, relations = encoded.tree.head, encoded.relations
    subjects = {head for head, relation in zip(heads, relations, strict=True) if relation in _SUBJECTS}
    clauses = {head for head, relation in zip(heads, relations, strict=True) if relation == "ccomp"}
    for number in sorted(subjects - clauses):
        if relations[number] == "root" and encoded.cues[number] == "verb-speech-act":
            begin, end = sentence_of(encoded, number)
            result.append(Support(begin, REPORTED, ACT_ODDS, ((begin, end),), (0, 0), -1, certain=False))
    return result


def _parentheses(encoded: Encoded, phrases: Sequence[Run]) -> list[Support]:
    """Find a verb of saying thrown in or put after: „Die Brücke, sagte sie, werde gesperrt.“."""
    result: list[Support] = []
    for comma, form in enumerate(encoded.forms[:-2]):
        if form != "," or not is_saying(encoded, comma + 1):
            continue
        begin, end = sentence_of(encoded, comma)
        end = _before_stop(encoded, comma, end)
        if begin == comma or any(encoded.outer[begin:comma]):
            continue
        speaker = next(iter(starting_at(phrases, comma + 2)), (0, 0))
        resumed = next(
            (i for i in range(comma + 2, min(comma + 2 + LONGEST_SOURCE, end)) if encoded.forms[i] == ","), 0
        )
        finite = [i for i in range(begin, end) if encoded.verbs[i].startswith("Fin")]
        if resumed and not any(i < comma for i in finite) and any(i > resumed for i in finite):
            pieces: tuple[Run, ...] = ((begin, comma), (resumed + 1, end))
        elif encoded.forms[begin] in {"Dass", "Daß", "Ob"} and not resumed:
            pieces = ((begin, comma),)
        else:
            continue
        result.append(Support(begin, INDIRECT, 8.0, pieces, speaker, comma + 1, certain=False))
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
            speaker = next((run for run in starting_at(phrases, comma + 2) if run[1] == resumed), (0, 0))
            cue = comma + 1 if speaker[1] else -1
        else:
            reads = forms[resumed - 1] in _READS  # „wie es im Abschlussbericht heißt“
            speaker = next(iter(ending_at(phrases, resumed - 1)), (0, 0)) if reads else (0, 0)
            cue = resumed - 1 if reads or is_saying(encoded, resumed - 1) else -1
        if cue >= 0:
            pieces = ((begin, comma), (resumed + 1, end))
            result.append(Support(begin, INDIRECT, 8.0, pieces, speaker, cue, certain=False))
    return result


def _colons(encoded: Encoded) -> list[Support]:
    """Headlines: „Putin: Westen will Russland zerstören“. Before the colon stands nothing but a name or a source."""
    result: list[Support] = []
    count = len(encoded.forms)
    for number, form in enumerate(encoded.forms):
        follow = number + 1
        if form != ":" or number == 0 or follow >= count or encoded.pair_ends[follow]:
            continue  # what stands in marks is known to `marked`
        begin, end = sentence_of(encoded, number)[0], sentence_of(encoded, follow)[1]
        if number - begin > LONGEST_SOURCE or not is_source(encoded, begin, number) or end - follow < 2:
            continue
        end = _before_stop(encoded, follow, end)
        clause = any(encoded.verbs[follow:end])
        if clause or encoded.forms[follow] in _NO_ANSWER:
            result.append(Support(follow, INDIRECT, 6.0, ((follow, end),), (begin, number), -1, certain=True))
    return result


def _before_stop(encoded: Encoded, first: int, end: int) -> int:
    """Where a stretch ends without its final stops."""
    while end > first and encoded.tags[end - 1] == "$.":
        end -= 1
    return end
