"""From a parsed document to the rows of the table ``stances``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..language.columns import Columns
from ..tables import Evidence, Mention, Quote, Stance, frame, rows
from .chunks import read_phrases
from .clauses import Sentence, read_sentence
from .compose import judge
from .compounds import fill_compounds
from .edges import Context, Edge, is_aside, name_edges
from .fill import fill_all
from .phrases import Phrase, country_of, standing
from .predicates import Predicates, default_predicates
from .slots import Roles
from .triggers import find_triggers
from .voice import Voices, is_first_person, name_phrase, stated_view
from .weak import Hint, find_hints

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

_HEDGED_WEIGHT: Final = 0.6
_PRONOUN_TAGS: Final = frozenset({"PPER", "PDS", "PRELS"})


def stance_rows(
    doc: Doc,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    actors: Any,
    *,
    predicates: Predicates | None = None,
    columns: Columns | None = None,
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
    columns : Columns, optional
        Columns of the document, where they have been read before.

    Returns
    -------
    list of Stance
        In text order, with ids ``t1``, ``t2``, ...
    """
    document = doc._.document
    voices = Voices(quotes, mentions=mentions)
    columns = columns or Columns(doc)
    context = Context(columns, document.text, document.doc_id, voices, actors, predicates or default_predicates())
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence_id, []).append(mention)
    found: list[Stance] = []
    for index, span in enumerate(doc.sents):
        here = by_sentence.get(index, [])
        if here or (by_sentence and _may_refer_back(columns, span.start, span.end)):
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


def _may_refer_back(columns: Columns, start: int, end: int) -> bool:
    return not _PRONOUN_TAGS.isdisjoint(columns.tags[start:end]) or "state" in map(standing, columns.words[start:end])


def _sentence_rows(context: Context, index: int, start: int, end: int, mentions: list[Mention]) -> list[Stance]:
    sentence = read_sentence(context.columns, index, start, end)
    triggers = find_triggers(sentence, context.predicates)
    if not triggers and not mentions:
        return []
    phrases = read_phrases(sentence, mentions)
    if any(not trigger.predicate.effect for trigger in triggers):
        _resolve(context, sentence, phrases)
    roles = Roles(sentence, phrases)
    filled = [*fill_all(roles, triggers), *fill_compounds(roles, mentions, context.predicates)]
    view = stated_view(sentence, phrases)
    edges: list[Edge] = []
    for one in filled:
        quote = context.voices.at(sentence.starts[one.trigger.head])
        if quote is not None and is_aside(sentence, one.trigger, quote):
            quote = None
        for judgement in judge(roles, one, triggers, quoted=quote is not None):
            named = name_edges(context, roles, judgement, quote, view)
            edges.extend(edge for edge in named if not _names_source(edge, quote, mentions))
    found = _rows(context, sentence, edges)
    settled = frozenset(row.target for row in found)
    used = frozenset(word for one in filled for word in one.trigger.words)
    hints = find_hints(sentence, phrases, settled=settled, used=used)
    coloured = [_weak_row(context, sentence, hint, view) for hint in hints]
    return [*found, *(row for row in coloured if row.holder_country != row.target)]


def _names_source(edge: Edge, quote: Quote | None, mentions: Sequence[Mention]) -> bool:
    """Whether the target is only named as the source: „Chinesischen Angaben zufolge wurden 200 Menschen getötet“."""
    if quote is None or quote.speaker_start is None or quote.speaker_end is None:
        return False
    target = next((m for m in mentions if m.mention_id == edge.mention_id), None)
    return target is not None and quote.speaker_start <= target.start < quote.speaker_end


def _weak_row(context: Context, sentence: Sentence, hint: Hint, view: Phrase | None) -> Stance:
    quote = context.voices.at(sentence.starts[hint.words[0]])
    party = context.voices.speaker(quote)
    if quote is None and view is not None:
        party = name_phrase(sentence, view, context.actors)
    start, end = sentence.starts[hint.words[0]], sentence.ends[hint.words[-1]]
    share = hint.score / len(hint.words)
    evidence = [Evidence(a, b, context.text[a:b], abs(w)) for a, b, w in _spans(sentence, hint.words, share)]
    return Stance(
        context.doc_id, "", sentence.index, start, end, party.name, party.actor, party.country,
        quote.quote_id if quote else "narrator", hint.mention.country, hint.mention.mention_id or None,
        1 if hint.score > 0 else -1, hint.score, False, "conduct",
        "weak: " + ", ".join(sentence.lower[word] for word in hint.words), tuple(evidence),
    )  # fmt: skip


def _resolve(context: Context, sentence: Sentence, phrases: Sequence[Phrase]) -> None:
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
            wanted = country_of(sentence, phrase) is None and (
                named or (definite and standing(sentence.words[phrase.head]) == "state")
            )
        if not wanted:
            continue
        first = phrase.start + (1 if phrase.prep and phrase.head > phrase.start else 0)
        begin, stop = sentence.starts[first], sentence.ends[phrase.end - 1]
        identity = context.actors.identify(begin, stop)
        if identity is None or identity.country is None:
            continue
        if identity.role == "official" or identity.kind == "state":
            text = context.text[begin:stop]
            phrase.direct = Mention(
                context.doc_id, identity.mention_id or "", sentence.index, begin, stop, text,
                identity.country, "leader", identity.name, "actor", "narrator",
            )  # fmt: skip


def _rows(context: Context, sentence: Sentence, edges: Iterable[Edge]) -> list[Stance]:
    """Make one row per holder, target, sign and predicate; the strongest evidence speaks for the predicate."""
    kept: dict[tuple[str | None, str, int, int], Stance] = {}
    text = context.text
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
