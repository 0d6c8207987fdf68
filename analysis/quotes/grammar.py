"""Where a quote's cue and speaker disagree with the grammar of the sentence, the grammar decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .decoding import Draft
from .features import Encoded
from .phrases import NOMINAL, children_of

_VERBAL: Final = ("VV", "VA", "VM")
# „sagte jedoch“, „gab ursprünglich bekannt“: what modifies the verb is no part of the cue; in the benchmark's training
# part 1 of 86 adverbs beside a cue belongs to it, against 19 of 20 reflexives and 64 of 73 particles
_NEVER: Final = frozenset({"ADV", "PWAV", "KOKOM", "KON"})
_ALWAYS: Final = frozenset({"PRF", "PTKVZ"})
# „sagte … nach Angaben“, „Wie … mitteilte“: two ways of naming a source, of which the verb counts
_OTHERS: Final = frozenset({"nach", "laut", "gemäß", "zufolge", "so", "wie"})
_NAMING: Final = NOMINAL | {"PDAT"}
_POINTING: Final = frozenset({"demnach", "wonach", "danach", "demzufolge", "hiernach"})


def settle(drafts: Sequence[Draft], encoded: Encoded) -> list[Draft]:
    """Bring cues and speakers of quotes into agreement with the parse.

    Parameters
    ----------
    drafts : sequence of Draft
        Quotes of a document.
    encoded : Encoded
        Its words.

    Returns
    -------
    list of Draft
        The same quotes; cues without adverbs and with the verb's reflexive, particle and auxiliaries; speakers that
        hold a noun or pronoun and no preposition of another source.
    """
    children = children_of(encoded)
    result = []
    for draft in drafts:
        cue, speaker = _cue(draft, encoded, children), _speaker(draft.speaker, encoded)
        result.append(draft._replace(cue=cue, speaker=speaker))
    return result


def _cue(draft: Draft, encoded: Encoded, children: list[list[int]]) -> tuple[int, ...]:
    tags = [encoded.tags[number] for number in draft.cue]
    verbs = [number for number, tag in zip(draft.cue, tags, strict=True) if tag.startswith(_VERBAL)]
    if not verbs:
        return draft.cue
    kept = {
        number
        for number, tag in zip(draft.cue, tags, strict=True)
        if tag not in _NEVER and not (tag.startswith(("APP", "KOUS")) and encoded.forms[number].lower() in _OTHERS)
    }
    inside = set(draft.words)
    for verb in verbs:
        kept |= {child for child in children[verb] if _belongs(child, encoded) and child not in inside}
    return tuple(sorted(kept))


def _belongs(child: int, encoded: Encoded) -> bool:
    tag = encoded.tags[child]
    return tag in _ALWAYS or (encoded.relations[child] in {"aux", "aux:pass"} and tag.startswith("VA"))


def _speaker(speaker: tuple[int, ...], encoded: Encoded) -> tuple[int, ...]:
    if not speaker or encoded.forms[speaker[0]].lower() in _POINTING:
        return speaker
    for place, number in enumerate(speaker):
        if place and encoded.forms[number].lower() in {"laut", "zufolge", "gegenüber"}:
            speaker = speaker[:place]
            break
    while speaker and encoded.forms[speaker[0]].lower() in {"laut", "so", "nach", "zufolge"}:
        speaker = speaker[1:]
    return speaker if any(encoded.tags[number] in _NAMING for number in speaker) else ()
