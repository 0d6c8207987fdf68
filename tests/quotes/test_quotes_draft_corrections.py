"""Last corrections to cues and speakers: sentence, what was drafted, what is kept."""

from __future__ import annotations

import pytest

from analysis.language import parse
from analysis.quotes.decoding import Draft
from analysis.quotes.draft_corrections import corrected_drafts
from analysis.quotes.features import Encoded, encode


def places(encoded: Encoded, words: str) -> tuple[int, ...]:
    """Positions of words, each looked for after the one before."""
    found: list[int] = []
    for word in words.split():
        found.append(encoded.forms.index(word, found[-1] + 1 if found else 0))
    return tuple(found)


def settled(text: str, *, quote: str, cue: str = "", speaker: str = "") -> tuple[str, str]:
    encoded = encode(parse(text))
    draft = Draft(
        places(encoded, quote), places(encoded, speaker), places(encoded, cue), (), (), "indirect", "speech", 0.9
    )
    (result,) = corrected_drafts([draft], encoded)
    return (
        " ".join(encoded.forms[i] for i in result.cue),
        " ".join(encoded.forms[i] for i in result.speaker),
    )


@pytest.mark.parametrize(
    ("text", "quote", "drafted", "kept"),
    [
        ("Der Minister gab jedoch bekannt, dass er geht.", "dass er geht", "gab jedoch bekannt", "gab bekannt"),
        ("Der Minister sagte weiter, er gehe.", "er gehe", "sagte weiter", "sagte"),
        ("Wie der Minister mitteilte, gehe er.", "gehe er", "Wie mitteilte", "Wie mitteilte"),
        ("Die Partei kündigte an, die Steuern zu senken.", "die Steuern zu senken", "kündigte an", "kündigte an"),
        ("Laut Polizei sei niemand verletzt worden.", "sei niemand verletzt worden", "Laut", "Laut"),
        ("So der Minister am Abend.", "Abend", "So", "So"),
    ],
)
def test_a_cue_of_a_verb_is_without_adverbs(text: str, quote: str, drafted: str, kept: str) -> None:
    assert settled(text, quote=quote, cue=drafted)[0] == kept


@pytest.mark.parametrize(
    ("text", "quote", "drafted", "kept"),
    [
        ("Der Präsident laut BBC News sagte, er gehe.", "er gehe", "Der Präsident laut BBC News", "Der Präsident"),
        ("Unterdessen hieß es, er gehe.", "er gehe", "Unterdessen", ""),
        ("Demnach sei er gegangen.", "sei er gegangen", "Demnach", "Demnach"),
        ("Sie sagte, er gehe.", "er gehe", "Sie", "Sie"),
    ],
)
def test_a_speaker_holds_a_noun_or_pronoun_and_no_other_source(text: str, quote: str, drafted: str, kept: str) -> None:
    assert settled(text, quote=quote, speaker=drafted)[1] == kept
