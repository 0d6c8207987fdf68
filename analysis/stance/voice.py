"""Voices: who holds an evaluation, the speaker of a quote or the narrator, and how a phrase becomes a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..tables import NARRATOR, Mention, Quote
from .phrases import FIRST_PERSON, Phrase, country_of, standing

if TYPE_CHECKING:
    from .clauses import Sentence

_QUOTED_WORDS: Final = frozenset({"direct", "indirect", "free_indirect", "indirect_free_indirect"})
_STATE_ROLES: Final = frozenset({"official"})
_OWN_ROLES: Final = frozenset({"party", "organisation", "expert", "media", "company", "citizen"})
_VIEWS: Final = frozenset(
    [
        "ansicht",
        "auffassung",
        "meinung",
        "einschätzung",
        "worten",
        "lesart",
        "darstellung",
        "überzeugung",
        "urteil",
        "aussage",
        "aussagen",
        "angaben",
        "sicht",
        "augen",
    ]
)


_SUBJUNCTIVES: Final = frozenset(
    [
        "sei",
        "seien",
        "habe",
        "hätten",
        "hätte",
        "werde",
        "würde",
        "würden",
        "könne",
        "müsse",
        "solle",
        "dürfe",
        "wolle",
        "wäre",
        "wären",
    ]
)


class Party(NamedTuple):
    """A holder by name, with the country that it speaks for."""

    name: str | None
    actor: str | None
    country: str | None


_NARRATOR: Final = Party(NARRATOR, None, None)


class Voices:
    """The quotes of a document, asked for who speaks at an offset."""

    def __init__(self, quotes: Sequence[Quote], *, mentions: Sequence[Mention] = ()) -> None:
        credible = [quote for quote in quotes if is_credible(quote)]
        spans = [(start, end, quote) for quote in credible for start, end in quote.spans]
        self._spans = sorted(spans, key=lambda item: (item[1] - item[0], item[0]))
        self._mentions = [m for m in mentions if m.form != "adjective"]

    def at(self, offset: int) -> Quote | None:
        """Give the innermost quote around an offset whose speaker is known, else the innermost one."""
        around = [quote for start, end, quote in self._spans if start <= offset < end]
        return next(
            (quote for quote in around if quote.speaker_text or quote.speaker_name), around[0] if around else None
        )

    def speaker(self, quote: Quote | None) -> Party:
        """Name the holder of a voice.

        A quote whose speaker the text leaves open has no name; outside quotes the narrator speaks.
        """
        if quote is None:
            return _NARRATOR
        official = quote.speaker_role in _STATE_ROLES or quote.speaker_kind == "state"
        country = quote.speaker_country if official else None
        name = quote.speaker_name or quote.speaker_text
        if quote.speaker_country is None and quote.speaker_role == "unknown" and quote.speaker_start is not None:
            inside = [m for m in self._mentions if quote.speaker_start <= m.start < (quote.speaker_end or 0)]
            if inside:  # "nach Xis Worten": the words are the speaker, Xi is the person
                return Party(inside[0].entity or inside[0].text, quote.speaker_actor, inside[0].country)
        return Party(name, quote.speaker_actor, country)


def is_credible(quote: Quote) -> bool:
    """Whether a quote is sure enough to take words out of the narrator's mouth.

    Indirect speech needs a cue, free indirect speech a subjunctive; and *nach Zentralasien* gives a direction, *nach
    Ansicht Moskaus* a source.
    """
    if quote.type not in _QUOTED_WORDS:
        return False
    if quote.type == "indirect":
        if not quote.cue_text:
            return False
        if quote.cue_lemma == "nach" and quote.speaker_kind == "state":
            return any(word.lower() in _VIEWS for word in (quote.speaker_text or "").split())
    if quote.type == "indirect_free_indirect":
        words = quote.text.lower().replace(",", " ").replace(".", " ").split()
        return any(word in _SUBJUNCTIVES or (word[-1:] == "e" and word.isalpha()) for word in words)
    return True


def name_phrase(sentence: Sentence, phrase: Phrase, actors: Any) -> Party:
    """Name who a noun phrase or pronoun denotes, and say for which country it speaks."""
    if phrase.antecedent is not None:
        return name_phrase(sentence, phrase.antecedent, actors)
    first = phrase.start + (1 if phrase.prep and phrase.head > phrase.start else 0)
    while first < phrase.head and sentence.words[first] in '„“»«"':
        first += 1
    last = max([phrase.end, *(owner.end for owner in phrase.owner_phrases)])  # "die Regierung in Ankara"
    start, end = sentence.starts[first], sentence.ends[last - 1]
    text = sentence.columns.text[start:end]
    identity = actors.identify(start, end) if actors is not None else None
    kind = standing(sentence.words[phrase.head])
    country: str | None = None
    owner = country_of(sentence, phrase) if kind == "state" and phrase.direct is None else None
    if owner is not None and not (identity is not None and identity.role in _OWN_ROLES):
        country = owner.country  # the text says whose office it is
    elif identity is not None and _speaks_for_state(identity, kind):
        country = identity.country
    elif kind != "private" and not (identity is not None and identity.role in _OWN_ROLES):
        country = _own_country(sentence, phrase)
    named = identity is not None and identity.name and not (kind == "private" and identity.kind == "state")
    name = identity.name if identity is not None and named else None
    return Party(name or _bare(text), identity.actor_id if identity is not None else None, country)


def _speaks_for_state(identity: Any, kind: str) -> bool:
    """Officials and states do; *Moskauer Kommentatoren* do not, whatever country the description holds."""
    if identity.country is None or (kind == "private" and identity.kind == "state"):
        return False
    return identity.role in _STATE_ROLES or identity.kind == "state"


def _own_country(sentence: Sentence, phrase: Phrase) -> str | None:
    """Fall back on the phrase itself, if it names a state."""
    mention = phrase.direct
    return mention.country if mention is not None and mention.form != "demonym" and mention.role != "origin" else None


def name_mention(mention: Mention, actors: Any) -> Party:
    """Name the country that a mention alone stands for: the owner in *Pekings Kritik*, *US-Sanktionen*."""
    identity = actors.identify(mention.start, mention.end) if actors is not None else None
    actor = identity.actor_id if identity is not None else None
    name = identity.name if identity is not None and identity.name else mention.entity or mention.text
    return Party(name, actor, mention.country)


def is_first_person(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase is *wir*, *uns*, or *unser Land*."""
    return sentence.lower[phrase.head] in FIRST_PERSON or phrase.possessive[:3] == "uns"


def stated_view(sentence: Sentence, phrases: Sequence[Phrase]) -> Phrase | None:
    """Find whose view a sentence gives if no quote says so: *laut Peskow*, *nach Lesart Moskaus*, *X zufolge*."""
    for phrase in phrases:
        if phrase.prep in ("laut", "gemäß") and phrase.within is None:
            return phrase
        if phrase.prep in ("nach", "aus", "in") and sentence.lower[phrase.head] in _VIEWS:
            if phrase.owner_phrases:
                return phrase.owner_phrases[0]
            if phrase.head > phrase.start + 1 and sentence.tags[phrase.head - 1] == "NE":  # "nach Xis Worten"
                own = Phrase(phrase.start + 1, phrase.head, phrase.head - 1, phrase.clause)
                own.direct = phrase.direct or (phrase.owners[0] if phrase.owners else None)
                return own
        if (
            phrase.start
            and sentence.lower[phrase.start - 1] == "so"
            and sentence.words[phrase.start - 2 : phrase.start - 1] == [","]
        ):
            known = [owner for owner in phrase.owner_phrases if country_of(sentence, owner) is not None]
            if not sentence.clauses[phrase.clause].verbs:  # ", so Peskow", ", so der Vorwurf aus Kiew"
                return known[0] if known and standing(sentence.words[phrase.head]) != "state" else phrase
        following = sentence.lower[phrase.end] if phrase.end < len(sentence.lower) else ""
        if following == "zufolge" and not phrase.prep:
            return phrase
    return None


def _bare(text: str) -> str:
    """Take the article off a noun phrase."""
    first, _, rest = text.partition(" ")
    articles = ("der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines")
    return rest if rest and first.lower() in articles else text
