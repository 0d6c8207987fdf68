"""Edges: a judgement with holder and target named, in the right voice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from ..language.columns import Columns
from ..tables import Mention, Quote, StanceKind
from .clauses import Sentence
from .compose import Judgement
from .phrases import NOT_TARGETS, Phrase, country_of
from .predicates import Predicates
from .slots import Filled, Roles
from .triggers import Trigger
from .voice import Party, Voices, is_first_person, name_mention, name_phrase

_REPORTING: Final = frozenset(["dass", "daß", "ob", "wie", "was", "wer", "warum", "wann", "weshalb"])


class Context(NamedTuple):
    """What every step needs to know about the document."""

    columns: Columns
    text: str
    doc_id: str
    voices: Voices
    actors: Any
    predicates: Predicates


class Edge(NamedTuple):
    """A judgement with everybody named."""

    holder: Party
    target: str
    mention_id: str | None
    judgement: Judgement
    sign: int
    kind: StanceKind
    voice: str


def _is_own_pronoun(sentence: Sentence, holder: Any, target: Phrase | Mention) -> bool:
    """Whether a personal pronoun is read as its own subject, which only a reflexive can mean."""
    if not (isinstance(holder, Phrase) and isinstance(target, Phrase) and sentence.tags[target.head] == "PPER"):
        return False
    mine, theirs = country_of(sentence, holder), country_of(sentence, target)
    return mine is not None and theirs is not None and mine.country == theirs.country


def _other_party(roles: Roles, filled: Filled) -> Phrase | Mention:
    """Find whom a pronoun means in "Modi umarmte Putin, redete ihm aber ins Gewissen": the object before."""
    previous = roles.sentence.clauses[filled.trigger.clause].previous
    found = roles.object(previous) if previous is not None else None
    return found if found is not None else filled.target


def is_aside(sentence: Sentence, trigger: Trigger, quote: Quote) -> bool:
    """Whether a clause inside indirect speech is the narrator's: "…, wo die Invasion alles erschüttert hat".

    Reported words take a subjunctive or *dass*; a relative or causal clause in the indicative explains them.
    """
    clause = sentence.clauses[trigger.clause]
    if quote.type != "indirect" or clause.kind not in ("relative", "subordinate"):
        return False
    opener = next((w for w in clause.words if sentence.tags[w][:1] != "$" and sentence.tags[w] != "KON"), None)
    if (
        opener is None
        or sentence.lower[opener] in _REPORTING
        or (sentence.starts[opener] == quote.start and clause.kind != "relative")
    ):
        return opener is not None and sentence.lower[opener] in ("da", "weil", "wo", "obwohl")
    return bool(clause.finite) and sentence.feature(clause.finite[-1], "Mood") == "Ind"


def name_edges(
    context: Context, roles: Roles, judgement: Judgement, quote: Quote | None, view: Phrase | None
) -> Iterable[Edge]:
    """Name holder and target, and settle what becomes of an evaluation that stands in somebody's words.

    An act alleged inside an accusation is the speaker's evaluation of the accused, not the act's own edge: "Washington
    hat uns hintergangen", sagte der Minister.
    """
    filled = judgement.filled
    sentence = roles.sentence
    predicate = filled.trigger.predicate
    voice = quote.quote_id if quote else "narrator"
    speaking = context.voices.speaker(quote)
    if quote is None and view is not None and filled.holder is not view and filled.target is not view:
        speaking, voice = name_phrase(sentence, view, context.actors), "narrator"
    target, mention_id = _target(sentence, filled.target)
    if target is not None and _is_own_pronoun(sentence, judgement.holder, filled.target):
        target, mention_id = _target(sentence, _other_party(roles, filled))
    attributed = quote is not None or speaking.name != "narrator"
    ours = isinstance(filled.target, Phrase) and is_first_person(sentence, filled.target)
    holder = judgement.holder
    if holder == "voice":
        if target is not None:
            kind: StanceKind = "speech" if attributed else "conduct"
            yield Edge(speaking, target, mention_id, judgement, judgement.sign, kind, voice)
        return
    if holder is None:
        party = Party(None, None, None)
    elif isinstance(holder, Mention):
        party = name_mention(holder, context.actors)
    else:
        party = name_phrase(sentence, holder, context.actors)
        anybody = sentence.lower[holder.head] == "man"
        if attributed and (anybody or is_first_person(sentence, holder)):
            party = speaking
        elif anybody:
            party = _where_one_is(context, roles, holder) or party
    if attributed:
        same = speaking.country is not None and party.country == speaking.country
        if same or predicate.holder == "sides":
            party = speaking
        elif (
            (ours or (predicate.pos == "VERB" and predicate.kind == "act" and judgement.sign < 0))
            and holder is not None
            and speaking.name is not None  # hearsay accuses nobody: "Es wird erwartet, dass er Lawrow meidet"
        ):
            accused, accused_mention = _target(sentence, holder)
            if accused is not None and (ours or target is not None):
                yield Edge(speaking, accused, accused_mention, judgement, judgement.sign, "speech", voice)
            return
    if target is not None and not (predicate.holder == "sides" and attributed and target == speaking.country):
        yield Edge(party, target, mention_id, judgement, judgement.sign, predicate.kind, voice)


def _where_one_is(context: Context, roles: Roles, holder: Phrase) -> Party | None:
    """Name who *man* is by the place: "In der Bankowa ist man wütend"."""
    for phrase in roles.arguments(holder.clause):
        if (
            phrase.prep in ("in", "aus")
            and phrase.direct is not None
            and phrase.direct.form in ("institution", "capital")
        ):
            return name_mention(phrase.direct, context.actors)
    return None


def _target(sentence: Sentence, target: Phrase | Mention) -> tuple[str | None, str | None]:
    mention = country_of(sentence, target) if isinstance(target, Phrase) else target
    if (
        mention is None
        or mention.country in NOT_TARGETS
        or (mention.role in ("language", "origin") and mention.form == "language")
    ):
        return None, None
    return mention.country, mention.mention_id or None
