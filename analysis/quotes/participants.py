"""Which words of a speaker or addressee name a participant: no day and no hour speaks or hears, and no agency hears.

„Wir gehen“, sagte er am Montag der Agentur Tass: the agency is the channel, its readers are told.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from ..actors.offices import office_of
from ..language.noun_phrases import NOMINAL
from .features import Encoded

PARTICIPANTS: Final = Path(__file__).parent / "participants.tsv"
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:h|Uhr)?|(?:19|20)\d\d")
_NUMBER = re.compile(r"\d{1,3}\.?")
_ORDINAL = re.compile(r"\d{1,2}\.")
_DAYTIME: Final = ("abend", "abends", "morgen", "mittag", "nachmittag", "vormittag", "nacht", "früh", "s")
_PUNCTUATION: Final = frozenset({*"-–—+|[](),.:•*#", "++", "+++"})
_LINKS: Final = frozenset({"am", "im", "vom", "zum", "seit", "um", "gegen", "ab", "bis", "kommenden", "vergangenen"})
_ATTRIBUTES: Final = ("ADJA", "ART", "PDAT", "PIAT", "APPR", "APPRART", "CARD", "ADV", "ADJD")
_ARTICLES: Final = frozenset({"der", "dem", "den"})
_POSTS: Final = ("chef", "chefin", "redakteur", "redakteurin", "sprecher", "sprecherin", "korrespondent", "leiter")

Words = tuple[int, ...]


@cache
def participant_words() -> dict[str, str]:
    """Return the kind of each listed word: time, season, agency, medium, hearer or post."""
    with PARTICIPANTS.open(encoding="utf-8", newline="") as stream:
        return {row["form"]: row["kind"] for row in csv.DictReader(stream, delimiter="\t")}


@cache
def is_time(form: str) -> bool:
    """Return whether a word names a day, a month or an hour.

    Examples
    --------
    >>> [is_time(form) for form in ("Montag", "Mittwochabend", "13:05", "Mai", "Maier")]
    [True, True, True, True, False]
    """
    kinds = participant_words()
    if kinds.get(form) == "time" or _CLOCK.fullmatch(form):
        return True
    return any(form.endswith(end) and kinds.get(form[: -len(end)]) == "time" for end in _DAYTIME)


def speaker_and_hearer(words: Words, encoded: Encoded) -> tuple[Words, Words]:
    """Return a speaker without times and without whom it speaks to, and the latter.

    Parameters
    ----------
    words : tuple of int
        Positions of a speaker.
    encoded : Encoded
        The words of the document.

    Returns
    -------
    speaker, hearer : tuple of int
        Positions; empty where nobody is named.
    """
    words = _without_clock(words, encoded)
    for place in range(1, len(words)):
        if _hears(words, place, encoded):
            hearer = words[place:]
            words = words[:place]
            return (words if is_participant(words, encoded) else ()), hearer
    return (words if is_participant(words, encoded) else ()), ()


def hearer_of(words: Words, encoded: Encoded) -> Words:
    """Return an addressee without times; empty where none but a time or an agency is left."""
    words = _without_clock(words, encoded)
    end = next(
        (place for place in range(1, len(words)) if _is_clock(words[place:], encoded)),
        len(words),
    )
    words = words[:end]
    first = next((number for number in words if encoded.tags[number] in NOMINAL), None)
    if first is None or not is_participant(words, encoded) or participant_words().get(encoded.forms[first]) == "season":
        return ()
    named = any(participant_words().get(encoded.forms[number]) == "agency" for number in words)
    office = first + 1 in words and encoded.forms[first + 1] == "für"  # „der Agentur für Arbeit“
    several = any(encoded.forms[number] == "und" for number in words)
    return () if named and not office and not several else words


def _without_clock(words: Words, encoded: Encoded) -> Words:
    """Leave out what a ticker's entry begins with: „+++ 13:05 Peking“, „- tass.ru“, „Montag der Agentur Tass“."""
    while words and _leads(words, encoded):
        words = words[1:]
    return words


def _leads(words: Words, encoded: Encoded) -> bool:
    form = encoded.forms[words[0]]
    following = encoded.forms[words[1]] if len(words) > 1 else ""
    if form == "RT":
        return following.startswith("@")
    if form.isdigit() or _ORDINAL.fullmatch(form):  # „27 Staaten“ speak, „3. März“ does not
        return is_time(following)
    person = "PER" in {encoded.entities[number] for number in words[:2]}  # Mai Thi Nguyen, August Hanning
    return form in _PUNCTUATION or (is_time(form) and not person)


def _is_clock(words: Words, encoded: Encoded) -> bool:
    """Return whether words are a time and nothing else: „am 3. März“, „vergangene Woche“."""
    timed = False
    for number in words:
        form = encoded.forms[number]
        if is_time(form):
            timed = True
        elif form not in _PUNCTUATION and form.lower() not in _LINKS and encoded.tags[number] not in _ATTRIBUTES:
            return False
    return timed


def is_participant(words: Sequence[int], encoded: Encoded) -> bool:
    """Return whether a noun, name or pronoun among the words is more than a time; true of words without any."""
    nouns = [n for n in words if encoded.tags[n] in NOMINAL and not _NUMBER.fullmatch(encoded.forms[n])]
    return not nouns or any(not is_time(encoded.forms[n]) or encoded.entities[n] == "PER" for n in nouns)


def _hears(words: Words, place: int, encoded: Encoded) -> bool:
    """Return whether the addressee begins at a word and the speaker ends: „sagte er | der Agentur Tass“."""
    forms, tags, kinds = encoded.forms, encoded.tags, participant_words()
    number, before = words[place], words[place - 1]
    if kinds.get(forms[number]) == "hearer":
        return tags[number] == "NN" and _speaks(before, encoded)
    if forms[number] not in _ARTICLES or tags[number] != "ART" or not _speaks(before, encoded):
        return False
    noun = next((n for n in words[place + 1 : place + 5] if tags[n] in {"NN", "NE"}), None)
    if noun is None or kinds.get(forms[noun]) not in {"agency", "medium"}:
        return False
    # „der Chefredakteur der Zeitung“: a genitive; „der Minister der Zeitung“, „der Sprecher dem Sender“: a dative
    post = any(kinds.get(forms[n]) == "post" or forms[n].lower().endswith(_POSTS) for n in words[:place])
    return not post or forms[number] == "dem"


def _speaks(number: int, encoded: Encoded) -> bool:
    """Return whether a word is a person: „Berichten der Fernsehsender zufolge“ is one phrase."""
    office = office_of(encoded.forms[number])
    person = office is not None and office.kind == "person" and not office.plural
    return person or encoded.tags[number] == "PPER" or encoded.entities[number] == "PER"


def addressee_of(hearer: Words, found: Words, encoded: Encoded) -> Words:
    """Return whom a quote is said to: what the network found, or else what stood with the speaker."""
    return hearer_of(found, encoded) or hearer_of(hearer, encoded)
