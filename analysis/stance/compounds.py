"""Compounds that carry a stance inside: *Ukraine-Hilfe*, *China-Kritiker*, *prorussisch*, *kremltreu*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from ..actors import match_countries
from ..tables import Mention
from .fillers import owners
from .phrases import Phrase, standing
from .predicates import Predicate, Predicates
from .slots import Filled, Holder, Roles
from .triggers import Trigger

_SHORTEST: Final = 7
_ENDINGS: Final = ("", "e", "en", "em", "er", "es")
# A gazetteer knows "chinesisch" in "antichinesisch", but "europäisch" means the Union only behind such an affix.
_UNION: Final = "europäisch"


def fill_compounds(roles: Roles, mentions: Sequence[Mention], predicates: Predicates) -> Iterator[Filled]:
    """Find compounds whose one part is a country and whose other part evaluates it."""
    sentence = roles.sentence
    for word, (start, end) in enumerate(zip(sentence.starts, sentence.ends, strict=True)):
        text = sentence.words[word]
        if len(text) >= _SHORTEST and not any(start <= m.start < end for m in mentions):
            yield from _unlisted(roles, word, predicates)
        for mention in mentions:
            if start <= mention.start < mention.end <= end and mention.end - mention.start < end - start:
                before, after = text[: mention.start - start], text[mention.end - start :]
                yield from _affixed(roles, word, before, after, mention, predicates)
                yield from _compound(roles, word, after, mention, predicates)


def _unlisted(roles: Roles, word: int, predicates: Predicates) -> Iterator[Filled]:
    """Find an affix on a country that stands in no gazetteer as such: *russlandbegeistert*, *proeuropäisch*."""
    sentence = roles.sentence
    text = sentence.lower[word]
    if sentence.tags[word] not in ("ADJA", "ADJD", "NN", "VVPP") or not _affix_pattern(
        tuple(predicates.affixes)
    ).search(text):
        return
    for affix, entries in predicates.affixes.items():
        stem = _stem(text, affix)
        if not stem:
            continue
        matches = match_countries(stem.capitalize()) or match_countries(stem)
        country = "EU" if stem.startswith(_UNION) else matches[0].reading.country if matches else ""
        if country:
            mention = Mention(
                "", "", sentence.index, sentence.starts[word], sentence.ends[word], sentence.words[word], country,
                "compound", None, "actor", "narrator",
            )  # fmt: skip
            for predicate in entries:
                yield from _of_head(roles, word, mention, predicate)


@cache
def _affix_pattern(affixes: tuple[str, ...]) -> re.Pattern[str]:
    before = "|".join(re.escape(affix[:-1]) for affix in affixes if affix.endswith("-")) or "(?!)"
    after = "|".join(re.escape(affix[1:]) for affix in affixes if affix.startswith("-")) or "(?!)"
    return re.compile(rf"^(?:{before})|(?:{after})(?:e|en|em|er|es)?$")


def _stem(text: str, affix: str) -> str:
    part = affix.strip("-")
    if affix.endswith("-"):
        return text[len(part) :].lstrip("-") if text.startswith(part) else ""
    for ending in _ENDINGS:
        if text.endswith(part + ending) and (ending or text.endswith(part)):
            return text[: len(text) - len(part) - len(ending)].rstrip("-")
    return ""


def _affixed(
    roles: Roles, word: int, before: str, after: str, mention: Mention, predicates: Predicates
) -> Iterator[Filled]:
    prefix, suffix = before.lower().rstrip("-"), after.lower().lstrip("-")
    for affix, entries in predicates.affixes.items():
        part = affix.strip("-")
        if affix.endswith("-"):
            found = prefix == part
        else:
            found = any(suffix.removeprefix("s") == part + ending or suffix == part + ending for ending in _ENDINGS)
        if found:
            for predicate in entries:
                yield from _of_head(roles, word, mention, predicate)


def _of_head(roles: Roles, word: int, mention: Mention, predicate: Predicate) -> Iterator[Filled]:
    """Give the stance to the noun that the adjective modifies, or to its owner: *das antiamerikanische Manifest*."""
    trigger = Trigger(predicate, word, (word,), roles.sentence.clause_of[word])
    phrase = roles.at(word)
    holder: Holder
    if phrase is None or (word not in phrase.adjectives and phrase.head != word):
        holder = roles.subject(trigger.clause)
    else:
        holder = _bearer(roles, phrase, mention)
    if holder is not None:
        yield Filled(trigger, holder, mention)


def _bearer(roles: Roles, phrase: Phrase, mention: Mention) -> Holder:
    if standing(roles.sentence.words[phrase.head]) == "state" or (
        phrase.direct is not None and phrase.direct is not mention
    ):
        return phrase
    others = owners(roles, phrase, exclude=mention)
    return others[0] if others else phrase


def _compound(roles: Roles, word: int, after: str, mention: Mention, predicates: Predicates) -> Iterator[Filled]:
    rest = after.lstrip("-")
    entries = predicates.compounds.get(rest.capitalize(), ()) or predicates.compounds.get(rest[1:].capitalize(), ())
    for predicate in entries:
        if predicate.kind == "act" and (mention.text.isupper() or mention.form == "adjective"):
            continue  # "US-Sanktionen" are those of the US, "Russland-Sanktionen" those against Russia
        trigger = Trigger(predicate, word, (word,), roles.sentence.clause_of[word])
        phrase = roles.at(word)
        if phrase is None:
            continue
        if predicate.holder == "head":
            yield Filled(trigger, phrase, mention)
            continue
        holders = owners(roles, phrase, exclude=mention)
        if not holders:
            yield Filled(trigger, None, mention, phrase)
        for holder in holders:
            yield Filled(trigger, holder, mention, phrase)
