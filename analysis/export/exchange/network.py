"""The signed network: who evaluates whom, a positive weight and the sign beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from ...charts import Lang, label
from ...tables import NARRATOR, Actor, DocumentRow, Stance
from .items import Annotated

Nodes = Literal["actors", "countries"]
# Codes that are no states; GraphML and GEXF show them by another kind.
_REGIONS: Final = frozenset({"CENTRAL_ASIA", "WEST", "CIS"})
_ORGANISATIONS: Final = frozenset({"EU", "NATO", "UN"})
# A weight of zero is no edge for most programs.
_LEAST: Final = 1e-6


class Node(NamedTuple):
    """An actor, a country, the article's own voice, or a holder that the text leaves open."""

    id: str
    label: str
    kind: str
    country: str | None


class Edge(NamedTuple):
    """A statement, or all statements of one holder on one target with one sign."""

    id: str
    source: str
    target: str
    weight: float
    """probability of the statement, or number of statements; positive"""
    sign: int
    n: int
    score: float
    """sign times probability; of several statements the mean"""
    kind: str | None
    hedged: bool | None
    doc_id: str | None
    stance_id: str | None
    date: str | None
    outlet: str | None


class Network(NamedTuple):
    """Nodes in order of first appearance, and edges."""

    nodes: list[Node]
    edges: list[Edge]


def build_network(
    items: Iterable[Annotated], *, aggregate: bool = False, nodes: Nodes = "actors", lang: Lang = "de"
) -> Network:
    """Return the network of the stances of some documents.

    Parameters
    ----------
    items : iterable of Annotated
        The documents; each is held only while its rows are read.
    aggregate : bool
        Whether statements of one holder on one target with one sign make one edge, weighted by their number.
    nodes : {"actors", "countries"}
        Whether holders stand for themselves, or for the country that they speak for.
    lang : {"de", "en"}
        Language of labels of countries.

    Returns
    -------
    Network
        Every row of ``stances`` is in one edge.
    """
    known: dict[str, Node] = {}
    edges: list[Edge] = []
    for item in items:
        actors = {actor.actor_id: actor for actor in item.rows["actors"]}
        for stance in item.rows["stances"]:
            ends = [holder_node(stance, actors, nodes=nodes, lang=lang), country_node(stance.target, lang)]
            for node in ends:
                old = known.setdefault(node.id, node)
                if old.country is None and node.country is not None:
                    known[node.id] = old._replace(country=node.country)
            edges.append(_edge(f"e{len(edges) + 1}", stance, item.about, *(node.id for node in ends)))
    return Network(list(known.values()), _aggregated(edges) if aggregate else edges)


def country_node(code: str, lang: Lang) -> Node:
    """Return the node of a country, region or organisation with a code."""
    kind = "region" if code in _REGIONS else "organisation" if code in _ORGANISATIONS else "state"
    return Node(f"country:{code}", label(code, lang), kind, code)


def holder_node(stance: Stance, actors: Mapping[str, Actor], *, nodes: Nodes = "actors", lang: Lang = "de") -> Node:
    """Return the node of a holder.

    A state that holds a stance is the same node as the state that is evaluated: *Russland* → ``country:RU``.
    """
    if stance.holder == NARRATOR:
        return Node(NARRATOR, label(NARRATOR, lang), NARRATOR, None)
    if stance.holder is None and stance.holder_country is None:
        return Node("open", label(None, lang), "open", None)
    actor = actors.get(stance.holder_actor or "")
    country = stance.holder_country
    if country is not None and (nodes == "countries" or stance.holder is None or _is_country(stance, actor)):
        return country_node(country, lang)
    name = stance.holder or ""
    belongs = country or (None if actor is None else actor.country)
    return Node(f"actor:{name}", name, "unknown" if actor is None else actor.kind, belongs)


def _is_country(stance: Stance, actor: Actor | None) -> bool:
    """Return whether a holder is the country itself, not somebody who speaks for it."""
    code = stance.holder_country or ""
    names = {code, label(code, "de"), label(code, "en")}
    return stance.holder in names or (actor is not None and actor.kind == "state" and actor.country == code)


def _edge(name: str, stance: Stance, about: DocumentRow, source: str, target: str) -> Edge:
    return Edge(
        id=name,
        source=source,
        target=target,
        weight=max(abs(stance.score), _LEAST),
        sign=stance.sign,
        n=1,
        score=stance.score,
        kind=stance.kind,
        hedged=bool(stance.hedged),
        doc_id=stance.doc_id,
        stance_id=stance.stance_id,
        date=None if about.date is None else about.date.isoformat(),
        outlet=about.outlet,
    )


def _aggregated(edges: Sequence[Edge]) -> list[Edge]:
    groups: dict[tuple[str, str, int], list[Edge]] = {}
    for edge in edges:
        groups.setdefault((edge.source, edge.target, edge.sign), []).append(edge)
    none: dict[str, Any] = dict.fromkeys(("kind", "hedged", "doc_id", "stance_id", "date", "outlet"))
    return [
        Edge(f"e{number}", *key[:2], float(len(group)), key[2], len(group), _mean(group), **none)
        for number, (key, group) in enumerate(groups.items(), start=1)
    ]


def _mean(group: Sequence[Edge]) -> float:
    return sum(edge.score for edge in group) / len(group)
