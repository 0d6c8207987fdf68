"""Noun phrases: what they are, and which country they stand for.

The convention is that leaders, government, army, capital and policy stand for their state: *Chinas Subventionspraxis*,
*die Reformen der usbekischen Führung*, *Außenministerium in Tokio*. A preposition stops this inheritance: *den Anschlag
auf einen Markt in der pakistanischen Stadt* says nothing of Pakistan.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from ..tables import Mention
from .clauses import Sentence
from .forms import noun_forms

NOM, ACC, DAT, GEN = 1, 2, 4, 8
# The West and the CIS hold stances; a target is a state, the EU or Central Asia.
NOT_TARGETS: Final = frozenset({"WEST", "CIS"})
FIRST_PERSON: Final = frozenset(
    ["wir", "uns", "ich", "mich", "mir", "unser", "unsere", "unseren", "unserem", "unserer", "unseres"]
)
ANY_CASE: Final = NOM | ACC | DAT
_NATIVE_S: Final = frozenset(
    [
        "belarus",
        "laos",
        "honduras",
        "barbados",
        "zypern",
        "paris",
        "vilnius",
        "tiflis",
        "damaskus",
        "tunis",
        "athens",
        "bahamas",
        "seychellen",
        "kreis",
        "texas",
        "kansas",
        "arkansas",
        "illinois",
        "massachusetts",
        "weißes",
        "haus",
        "niamey",
        "los",
        "angeles",
        "lukas",
        "thomas",
        "markus",
        "klaus",
        "hans",
        "alexis",
    ]
)


@dataclass(slots=True)
class Phrase:
    """A noun phrase or pronoun; indices count the words of the sentence.

    ``owners`` are the countries that it belongs to, ``direct`` the mention that its head itself names, ``agents`` who
    acts in a participle before the noun, ``denied`` a phrase that *nicht …, sondern* rules out.
    """

    start: int
    end: int
    head: int
    clause: int
    prep: str = ""
    cases: int = ANY_CASE
    pronoun: bool = False
    possessive: str = ""
    direct: Mention | None = None
    owners: list[Mention] = field(default_factory=list)
    owner_phrases: list[Phrase] = field(default_factory=list)
    agents: list[Phrase] = field(default_factory=list)
    adjectives: list[int] = field(default_factory=list)
    determiner: str = ""
    embedded: bool = False
    within: Phrase | None = None
    group: list[Phrase] = field(default_factory=list)
    antecedent: Phrase | None = None
    plural: bool = False
    denied: bool = False


@cache
def _standing() -> dict[str, str]:
    table: dict[str, str] = {}
    path = Path(__file__).with_name("heads.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in list(csv.reader(file, delimiter="\t"))[1:]:
            for form in noun_forms(row[0]):
                table.setdefault(form.lower(), row[1])
    return table


@cache
def standing(noun: str) -> str:
    """Say whether a noun stands for its state (*Führung*, *US-Außenministerium*), never does, or may (empty).

    Examples
    --------
    >>> standing("Außenminister"), standing("Demonstranten"), standing("Reformen")
    ('state', 'private', '')
    """
    table = _standing()
    word = noun.lower()
    if word in table:
        return table[word]
    parts = word.split("-")
    if parts[-1] in table:
        return table[parts[-1]]
    for cut in range(3, len(word) - 3):
        if word[cut:] in table and (len(word) - cut > 4):
            return table[word[cut:]]
    return ""


def is_genitive(sentence: Sentence, word: int, mention: Mention) -> bool:
    """Whether a name carries the genitive: *Moskaus* does, *Belarus* ends in s by itself."""
    text = mention.text.rsplit(" ", 1)[-1] if " " in mention.text else sentence.words[word]
    if text[-1:] in "’'" or text.endswith(("'s", "’s")):
        return True
    if not text.endswith("s"):
        return False
    entity = (mention.entity or "").split()
    return text not in entity and (sentence.feature(word, "Case") == "Gen" or text.lower() not in _NATIVE_S)


def country_of(sentence: Sentence, phrase: Phrase, *, depth: int = 0) -> Mention | None:
    """Give the mention of the country that a phrase stands for as a target, or none."""
    if depth > 4:
        return None
    if phrase.antecedent is not None:
        return country_of(sentence, phrase.antecedent, depth=depth + 1)
    if phrase.direct is not None:
        return phrase.direct
    kind = standing(sentence.words[phrase.head])
    if kind == "private":
        return None
    stems = [m for m in phrase.owners if m.role != "language"]
    # In "Brüssels Zentralasienpolitik" and "die Russlandpolitik der Regierung" the compound names the topic.
    topics = [m for m in stems if m.end <= sentence.ends[phrase.head] - 3 and m.start == sentence.starts[phrase.head]]
    topics = [m for m in topics if not m.text.isupper()]
    for mention in stems:
        if mention not in topics:
            return mention
    for owner in [*phrase.owner_phrases, *phrase.agents]:
        found = country_of(sentence, owner, depth=depth + 1)
        if found is not None:
            return found
    return topics[0] if topics and not phrase.owner_phrases else None
