"""Nomination and predication: how each actor is named, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

from ..reading.context import in_context
from ..tables import MentionForm
from .agency import Clauses, Played, clauses, roles
from .attention import count_mentions, mentions_of, tally, units
from .perspective import DEFAULT, Perspective
from .registry import Value, indicator, unknown
from .resample import Ratio
from .view import DocumentTables, views

if TYPE_CHECKING:
    import pandas as pd


@indicator("nomination_share")
def nomination_share(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of each form among a unit's mentions.

    References
    ----------
    Reisigl and Wodak (2001); van Leeuwen (2008).
    """
    for unit in units(view, perspective):
        rows = mentions_of(view, perspective, unit)
        if not rows:
            yield unknown(unit)
            continue
        total = count_mentions(view, perspective, unit)
        for form in get_args(MentionForm):
            hits = [row for row in rows if row.form == form]
            if hits:
                interval = Ratio(tally(view, hits), total)
                yield Value(f"{unit}:{form}", interval, len(rows), tuple(row.mention_id for row in hits))


@indicator("nomination_possessive")
def nomination_possessive(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of possessive mentions.

    References
    ----------
    van Leeuwen (2008).
    """
    by_id = {each.mention.mention_id: each for each in view.once(roles)}
    for unit in units(view, perspective):
        rows = [row for row in mentions_of(view, perspective, unit) if row.mention_id in by_id]
        if not rows:
            yield unknown(unit)
            continue
        hits = [row for row in rows if by_id[row.mention_id].role == "possessor"]
        interval = Ratio(tally(view, hits), tally(view, rows))
        yield Value(unit, interval, len(rows), tuple(row.mention_id for row in hits))


def nominations(tables: Mapping[str, pd.DataFrame], *, perspective: Perspective = DEFAULT) -> pd.DataFrame:
    """List how each actor is named.

    Returns
    -------
    pandas.DataFrame
        ``doc_id, unit, country, form, text, n, ids``: one row a wording, most frequent first; ids are mentions.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for view in views(tables):
        for mention in view.named:
            unit = perspective.unit(mention.country) or mention.country
            key = (view.doc_id, unit, mention.country, mention.form, mention.text)
            found.setdefault(key, []).append(mention.mention_id)
    return _inventory(found, ["doc_id", "unit", "country", "form", "text"])


def predications(tables: Mapping[str, pd.DataFrame], *, perspective: Perspective = DEFAULT) -> pd.DataFrame:
    """List which attributes, acts and states attach to each actor.

    Returns
    -------
    pandas.DataFrame
        ``doc_id, unit, relation, word, n, ids``: relation is attribute (ein wichtiger Partner China), predicate
        (China ist ein Partner), or the role in the process that ``word`` names: agent, patient, beneficiary, bearer,
        possessor. Most frequent first; ids are mentions.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for view in views(tables):
        tree = view.once(clauses)
        for each in view.once(roles):
            unit = perspective.unit(each.mention.country) or each.mention.country
            for relation, word in _predicates(tree, each):
                found.setdefault((view.doc_id, unit, relation, word), []).append(each.mention.mention_id)
    return _inventory(found, ["doc_id", "unit", "relation", "word"])


def _predicates(tree: Clauses, played: Played) -> Iterator[tuple[str, str]]:
    if played.token is None:
        return
    for child in tree.children[played.token]:
        if tree.dep[child] == "amod":
            yield "attribute", tree.lemmas[child]
        elif tree.dep[child] == "appos":
            yield "attribute", _phrase(tree, child)
    head = tree.head[played.token]
    if tree.dep[played.token] == "nsubj" and tree.has(head, "cop"):
        yield "predicate", _phrase(tree, head)
    elif played.role != "other":
        yield played.role, played.process


def _phrase(tree: Clauses, token: int) -> str:
    """Give a noun with its attributes: wichtig Partner."""
    attributes = [tree.lemmas[child] for child in tree.below(token, "amod") if child < token]
    return " ".join([*attributes, tree.lemmas[token]])


def _inventory(found: Mapping[tuple[str, ...], list[str]], columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    rows: list[tuple[Any, ...]] = [(*key, len(ids), tuple(ids)) for key, ids in found.items()]
    rows.sort(key=lambda row: (row[0], row[1], -row[-2], row))
    return pd.DataFrame(rows, columns=[*columns, "n", "ids"])


def concordance(
    tables: Mapping[str, pd.DataFrame], ids: tuple[str, ...], *, doc_id: str | None = None, width: int = 60
) -> pd.DataFrame:
    """Give mentions in their context, key word in the middle.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Needs ``mentions`` and ``sentences``.
    ids : tuple of str
        Mentions to show, as in the inventories' column ``ids``.
    doc_id : str, optional
        Their document; by default every document that has them.
    width : int
        Characters of the sentence to show on either side.

    Returns
    -------
    pandas.DataFrame
        ``doc_id, mention_id, left, text, right, start, end``, in text order.
    """
    import pandas as pd

    rows = []
    for view in views(tables):
        for mention in view.mentions:
            if mention.mention_id in ids and doc_id in (None, view.doc_id):
                sentence = view.sentences[view.at(mention)]
                at, to = mention.start - sentence.start, mention.end - sentence.start
                shown = in_context(sentence.text, at, to, width=width)
                rows.append((view.doc_id, mention.mention_id, *shown, mention.start, mention.end))
    return pd.DataFrame(rows, columns=["doc_id", "mention_id", "left", "text", "right", "start", "end"])
