"""GraphML: the signed network for Gephi, yEd, Cytoscape, igraph and networkx."""

from __future__ import annotations

from typing import Any, Final

from .network import Network
from .plain import content, document, element, written

# Names that Gephi knows: label and weight. The sign is an attribute beside the weight, which layouts want positive.
NODE_FIELDS: Final = {"label": "string", "kind": "string", "country": "string"}
EDGE_FIELDS: Final = {
    "weight": "double",
    "sign": "int",
    "n": "int",
    "score": "double",
    "kind": "string",
    "hedged": "boolean",
    "doc_id": "string",
    "stance_id": "string",
    "date": "string",
    "outlet": "string",
}


def graphml_bytes(network: Network) -> bytes:
    """Return a network as GraphML.

    Parameters
    ----------
    network : Network
        What `build_network` gives.

    Returns
    -------
    bytes
        A directed graph; parallel edges are kept apart by their ids. No words of the source but names of actors.

    References
    ----------
    Brandes, U., Eiglsperger, M., Herman, I., Himsolt, M., & Marshall, M. S. (2002). GraphML Progress Report. GD 2001.
    """
    lines = [
        element("key", {"id": f"{scope[0]}_{name}", "for": scope, "attr.name": name, "attr.type": kind})
        for scope, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS))
        for name, kind in fields.items()
    ]
    lines.append('<graph id="stances" edgedefault="directed">')
    lines += [element("node", {"id": node.id}, *_data(node, "n", NODE_FIELDS)) for node in network.nodes]
    lines += [
        element("edge", {"id": edge.id, "source": edge.source, "target": edge.target}, *_data(edge, "e", EDGE_FIELDS))
        for edge in network.edges
    ]
    lines.append("</graph>")
    return document(
        element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"}, "\n", "\n".join(lines), "\n")
    )


def _data(row: Any, scope: str, fields: dict[str, str]) -> list[str]:
    """Return the attributes of a row; what is not known is left out, so that unknown is not zero."""
    return [
        element("data", {"key": f"{scope}_{name}"}, content(written(value)))
        for name in fields
        if (value := getattr(row, name)) is not None
    ]
