"""From a parsed document to the rows of the table ``stances``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..tables import Evidence, Mention, Quote, Stance, frame, rows
from .clauses import Sentence, read_sentence
from .compose import Judgement, judge
from .compounds import fill_compounds
from .events import redirect
from .phrases import NOT_TARGETS, Phrase, country_of, read_phrases, standing
from .predicates import Predicates, default_predicates
from .predication import fill_predication
from .slots import Filled, Roles, fill_adjective, fill_noun, fill_verb
from .triggers import Trigger, find_triggers
from .voice import Party, Voices, is_first_person, name_mention, name_phrase, stated_view
from .weak import Hint, find_hints

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

_HEDGED_WEIGHT: Final = 0.6
_PRONOUN_TAGS: Final = frozenset({"PPER", "PDS", "PRELS"})


class _Context(NamedTuple):
    """What every step needs to know about the document."""

    doc: Doc
    doc_id: str
    voices: Voices
    actors: Any
    predicates: Predicates


class _Edge(NamedTuple):
    """A judgement with everybody named."""

    holder: Party
    target: str
    mention_id: str | None
    judgement: Judgement
    sign: int
    kind: str
    voice: str


def stance_rows(
    doc: Doc,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    actors: Any,
    *,
    predicates: Predicates | None = None,
) -> list[Stance]:
    """Find who evaluates whom in a parsed document; the fast core of `find_stances`.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        What `parse` gives.
    mentions : sequence of Mention
        Mentions of the document.
    quotes : sequence of Quote
        Quotes of the document; they give the voice.
    actors : ActorIndex
        What `link_actors` gives; it says for which country a holder speaks.
    predicates : Predicates, optional
        What `load_predicates` gives; by default mittellage's own lexicon.

    Returns
    -------
    list of Stance
        In text order, with ids ``t1``, ``t2``, ...
    """
    context = _Context(doc, doc._.document.doc_id, Voices(quotes, mentions=mentions), actors, predicates or default_predicates())
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence_id, []).append(mention)
    found: list[Stance] = []
    for index, span in enumerate(doc.sents):
        here = by_sentence.get(index, [])
        if here or by_sentence and _may_refer_back(doc, span.start, span.end):
            found.extend(_sentence_rows(context, index, span.start, span.end, here))
    found.sort(key=lambda row: (row.start, row.end, row.rule, row.holder or "", row.target))
    return [row._replace(stance_id=f"t{number}") for number, row in enumerate(found, start=1)]


def find_stances(
    doc: Doc,
    mentions: pd.DataFrame,
    *,
    quotes: pd.DataFrame,
    actors: Any,
    predicates: Predicates | None = None,
) -> pd.DataFrame:
    """Find who evaluates whom: signed, directed edges with their evidence.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        What `parse` gives.
    mentions, quotes : pandas.DataFrame
        Tables ``mentions`` and ``quotes`` of the same document.
    actors : ActorIndex
        What `link_actors` gives.
    predicates : Predicates, optional
        What `load_predicates` gives; by default mittellage's own lexicon.

    Returns
    -------
    pandas.DataFrame
        Table ``stances``: one row per holder, target, sign and predicate, ``score`` between -1 and 1.

    Raises
    ------
    TableError
        If a table lacks a column.

    References
    ----------
    van Atteveldt, W. (2008). Semantic Network Analysis. BookSurge.
    """
    found = stance_rows(
        doc,
        [Mention(*row) for row in rows("mentions", mentions)],
        [Quote(*row) for row in rows("quotes", quotes)],
        actors,
        predicates=predicates,
    )
    return frame("stances", found)


def _may_refer_back(doc: Doc, start: int, end: int) -> bool:
    return any(doc[position].tag_ in _PRONOUN_TAGS or standing(doc[position].text) == "state" for position in range(start, end))


def _sentence_rows(context: _Context, index: int, start: int, end: int, mentions: list[Mention]) -> list[Stance]:
    sentence = read_sentence(context.doc, index, start, end)
    triggers = find_triggers(sentence, context.predicates)
    if not triggers and not mentions:
        return []
    phrases = read_phrases(sentence, mentions)
    _resolve(context, sentence, phrases)
    roles = Roles(sentence, phrases)
    filled = [*_fill(roles, triggers), *fill_compounds(roles, mentions, context.predicates)]
    view = stated_view(sentence, phrases)
    edges: list[_Edge] = []
    for one in filled:
        quote = context.voices.at(sentence.starts[one.trigger.head])
        for judgement in judge(roles, one, triggers, quoted=quote is not None):
            edges.extend(_edges(context, roles, judgement, quote, view))
    found = _rows(context, sentence, edges)
    settled = frozenset(row.target for row in found)
    used = frozenset(word for one in filled for word in one.trigger.words)
    hints = find_hints(sentence, phrases, settled=settled, used=used)
    coloured = [_weak_row(context, sentence, hint, view) for hint in hints]
    return [*found, *(row for row in coloured if row.holder_country != row.target)]


def _weak_row(context: _Context, sentence: Sentence, hint: Hint, view: Phrase | None) -> Stance:
    quote = context.voices.at(sentence.starts[hint.words[0]])
    party = context.voices.speaker(quote)
    if quote is None and view is not None:
        party = name_phrase(sentence, view, context.actors)
    start, end = sentence.starts[hint.words[0]], sentence.ends[hint.words[-1]]
    share = hint.score / len(hint.words)
    evidence = [
        Evidence(a, b, context.doc.text[a:b], abs(w)) for a, b, w in _spans(sentence, hint.words, share)
    ]
    return Stance(
        context.doc_id, "", sentence.index, start, end, party.name, party.actor, party.country,
        quote.quote_id if quote else "narrator", hint.mention.country, hint.mention.mention_id or None,
        1 if hint.score > 0 else -1, hint.score, False, "conduct",
        "weak: " + ", ".join(sentence.lower[word] for word in hint.words), tuple(evidence),
    )  # fmt: skip


def _resolve(context: _Context, sentence: Sentence, phrases: Sequence[Phrase]) -> None:
    """Ask the actors whom pronouns and descriptions mean: *Die Volksrepublik habe …*, *Dieser handle …*."""
    if context.actors is None:
        return
    for phrase in phrases:
        if phrase.antecedent is not None or phrase.direct is not None:
            continue
        tag = sentence.tags[phrase.head]
        if phrase.pronoun:
            wanted = tag in ("PPER", "PDS") and not is_first_person(sentence, phrase)
        else:
            named = tag == "NE" or sentence.tags[phrase.end - 1] == "NE"
            definite = phrase.determiner in ("der", "die", "das", "den", "dem", "des")
            wanted = country_of(sentence, phrase) is None and (named or definite and standing(sentence.words[phrase.head]) == "state")
        if not wanted:
            continue
        first = phrase.start + (1 if phrase.prep and phrase.head > phrase.start else 0)
        begin, stop = sentence.starts[first], sentence.ends[phrase.end - 1]
        identity = context.actors.identify(begin, stop)
        if identity is None or identity.country is None:
            continue
        if identity.role == "official" or identity.kind == "state":
            text = context.doc.text[begin:stop]
            phrase.direct = Mention(
                context.doc_id, identity.mention_id or "", sentence.index, begin, stop, text,
                identity.country, "leader", identity.name, "actor", "narrator",
            )  # fmt: skip


def _fill(roles: Roles, triggers: Sequence[Trigger]) -> Iterable[Filled]:
    """Fill all predicates; of several that share a word, the one with most words wins if its slots are filled.

    "Wort halten" is not "halten", "sich täuschen" not "täuschen"; but "Panzer liefern an" leaves *liefern* a dative.
    """
    naming = [trigger for trigger in triggers if trigger.predicate.effect == "name"]
    taken = frozenset(t.head for t in triggers if t.predicate.pos == "NOUN" and t.predicate.holder != "voice" and t.predicate.sign)
    used: dict[int, Trigger] = {}
    longest: dict[int, int] = {}
    for trigger in triggers:
        if trigger.predicate.lemma.endswith(" sein"):
            continue
        longest.update((word, max(longest.get(word, 0), len(trigger.words))) for word in trigger.words)
    for trigger in sorted(triggers, key=lambda t: (-len(t.words), t.predicate.pos != "ADJ")):
        if trigger.predicate.effect or any(_outdone(trigger, used.get(word)) for word in trigger.words):
            continue
        if trigger.predicate.pos == "ADJ" and len(trigger.words) < longest.get(trigger.head, 0):
            continue
        filled = [one for one in _fill_one(roles, trigger, naming, taken) if _is_known(roles.sentence, one.target)]
        if filled or trigger.predicate.reflexive:
            used.update((word, trigger) for word in trigger.words if word not in used)
        yield from filled


def _is_known(sentence: Sentence, target: Phrase | Mention) -> bool:
    """Whether a target stands for a country, or is *uns*, which accuses the other side."""
    if isinstance(target, Mention):
        return True
    return country_of(sentence, target) is not None or is_first_person(sentence, target)


def _outdone(trigger: Trigger, other: Trigger | None) -> bool:
    if other is None:
        return False
    return len(other.words) > len(trigger.words) or other.predicate.pos == "ADJ" and trigger.predicate.pos == "VERB"


def _fill_one(
    roles: Roles, trigger: Trigger, naming: Sequence[Trigger], taken: frozenset[int]
) -> Iterable[Filled]:
    predicate = trigger.predicate
    if predicate.target in ("pred", "head"):
        return fill_predication(roles, trigger, naming, taken=taken)
    if predicate.pos == "VERB":
        return fill_verb(roles, trigger)
    if predicate.pos == "ADJ":
        return fill_adjective(roles, trigger)
    return redirect(roles, fill_noun(roles, trigger))


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


def _edges(
    context: _Context, roles: Roles, judgement: Judgement, quote: Quote | None, view: Phrase | None
) -> Iterable[_Edge]:
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
            kind = "speech" if attributed else "conduct"
            yield _Edge(speaking, target, mention_id, judgement, judgement.sign, kind, voice)
        return
    if holder is None:
        party = Party(None, None, None)
    elif isinstance(holder, Mention):
        party = name_mention(holder, context.actors)
    else:
        party = name_phrase(sentence, holder, context.actors)
        if is_first_person(sentence, holder) and attributed:
            party = speaking
    if attributed:
        same = speaking.country is not None and party.country == speaking.country
        if same or predicate.holder == "sides":
            party = speaking
        elif (ours or predicate.pos == "VERB" and predicate.kind == "act" and judgement.sign < 0) and not isinstance(holder, str) and holder is not None:
            accused, accused_mention = _target(sentence, holder)
            if accused is not None and (ours or target is not None):
                yield _Edge(speaking, accused, accused_mention, judgement, judgement.sign, "speech", voice)
            return
    if target is not None and not (predicate.holder == "sides" and attributed and target == speaking.country):
        yield _Edge(party, target, mention_id, judgement, judgement.sign, predicate.kind, voice)


def _target(sentence: Sentence, target: Phrase | Mention) -> tuple[str | None, str | None]:
    mention = country_of(sentence, target) if isinstance(target, Phrase) else target
    if mention is None or mention.country in NOT_TARGETS or mention.role in ("language", "origin") and mention.form == "language":
        return None, None
    return mention.country, mention.mention_id or None


def _rows(context: _Context, sentence: Sentence, edges: Iterable[_Edge]) -> list[Stance]:
    """Make one row per holder, target, sign and predicate; the strongest evidence speaks for the predicate."""
    kept: dict[tuple[str | None, str, int, int], Stance] = {}
    text = context.doc.text
    for edge in edges:
        judgement = edge.judgement
        trigger = judgement.filled.trigger
        weight = judgement.weight * (_HEDGED_WEIGHT if judgement.hedged else 1.0)
        words = sorted(trigger.words)
        start, end = sentence.starts[words[0]], sentence.ends[words[-1]]
        spans = _spans(sentence, words, weight) + _spans(sentence, sorted(set(judgement.support) - set(words)), 0.0)
        row = Stance(
            context.doc_id, "", sentence.index, start, end, edge.holder.name, edge.holder.actor, edge.holder.country,
            edge.voice, edge.target, edge.mention_id, edge.sign, edge.sign * weight, judgement.hedged,
            edge.kind, judgement.rule, tuple(Evidence(a, b, text[a:b], w) for a, b, w in sorted(spans)),
        )  # fmt: skip
        key = (edge.holder.name, edge.target, edge.sign, trigger.head)
        if key not in kept or abs(kept[key].score) < weight:
            kept[key] = row
    return list(kept.values())


def _spans(sentence: Sentence, words: Sequence[int], weight: float) -> list[tuple[int, int, float]]:
    """Join neighbouring words to spans; a separable verb keeps its two pieces apart."""
    spans: list[tuple[int, int, float]] = []
    last = -2
    for word in words:
        if word == last + 1:
            spans[-1] = (spans[-1][0], sentence.ends[word], weight)
        else:
            spans.append((sentence.starts[word], sentence.ends[word], weight))
        last = word
    return spans
