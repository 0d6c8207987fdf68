"""GEXF 1.3: the signed network in Gephi's own format."""

from __future__ import annotations

from typing import Any, Final

from .graphml import EDGE_FIELDS, NODE_FIELDS
from .network import Network
from .plain import document, element

_TYPES: Final = {"int": "integer", "double": "double", "string": "string", "boolean": "boolean"}
# What GEXF has a place of its own for.
_OWN: Final = frozenset({"label", "weight"})


def gexf_bytes(network: Network) -> bytes:
    """Return a network as GEXF 1.3.

    Parameters
    ----------
    network
        As for `graphml_bytes`.

    Returns
    -------
    bytes
        A directed static graph. The sign is an attribute, and the ``kind`` of an edge, by which Gephi keeps friendly
        and hostile edges between the same two nodes apart.
    """
    nodes = [
        element("node", {"id": node.id, "label": node.label}, _values(node, NODE_FIELDS)) for node in network.nodes
    ]
    edges = [
        element(
            "edge",
            {
                "id": edge.id,
                "source": edge.source,
                "target": edge.target,
                "weight": edge.weight,
                "kind": "positive" if edge.sign > 0 else "negative",
            },
            _values(edge, EDGE_FIELDS),
        )
        for edge in network.edges
    ]
    graph = element(
        "graph",
        {"defaultedgetype": "directed", "idtype": "string", "mode": "static"},
        _declared("node", NODE_FIELDS),
        "\n",
        _declared("edge", EDGE_FIELDS),
        "\n",
        element("nodes", {"count": len(nodes)}, "\n", "\n".join(nodes), "\n"),
        "\n",
        element("edges", {"count": len(edges)}, "\n", "\n".join(edges), "\n"),
    )
    meta = element("meta", {}, element("creator", {}, "mittellage"), element("description", {}, "stances"))
    return document(element("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"}, "\n", meta, "\n", graph, "\n"))


def _declared(scope: str, fields: dict[str, str]) -> str:
    declared = (
        element("attribute", {"id": name, "title": name, "type": _TYPES[kind]})
        for name, kind in fields.items()
        if name not in _OWN
    )
    return element("attributes", {"class": scope, "mode": "static"}, *declared)


def _values(row: Any, fields: dict[str, str]) -> str:
    values = ((name, getattr(row, name)) for name in fields if name not in _OWN)
    return element(
        "attvalues",
        {},
        *(element("attvalue", {"for": name, "value": value}) for name, value in values if value is not None),
    )
