"""Networks: networkx and the schema of GEXF read what was written, and find the stances."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from analysis.export.exchange import Annotated, build_network, export_file
from analysis.export.exchange.plain import one_line

from .conftest import stances_of

networkx = pytest.importorskip("networkx")
SCHEMA = Path(__file__).parent / "schemas" / "gexf-1.3.xsd"
READERS = {".graphml": networkx.read_graphml, ".gexf": lambda path: networkx.read_gexf(path, version="1.3")}
BOTH = pytest.mark.parametrize("suffix", list(READERS))


def read(path: Path) -> Any:
    """Read a network by networkx; GraphML keeps its edges apart only if it is asked to."""
    if path.suffix == ".graphml":
        return networkx.read_graphml(path, force_multigraph=True)
    return networkx.MultiDiGraph(READERS[path.suffix](path))


def edges(graph: Any) -> list[dict[str, Any]]:
    return [{"source": a, "target": b, **data} for a, b, data in graph.edges(data=True)]


@BOTH
@pytest.mark.parametrize("name", ["analysed", "moldau", "emoji"])
def test_an_edge_a_statement(name: str, suffix: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    item: Annotated = request.getfixturevalue(name)
    graph = read(export_file([item], tmp_path / f"x{suffix}"))
    found = edges(graph)
    by_id = {row.stance_id: row for row in item.rows["stances"]}
    assert len(found) == len(by_id) > 0
    assert {edge["stance_id"] for edge in found} == set(by_id)
    for edge in found:
        row = by_id[edge["stance_id"]]
        target = graph.nodes[edge["target"]]
        assert (int(edge["sign"]), target["country"]) == (row.sign, row.target)
        assert float(edge["weight"]) == abs(row.score)
        assert (edge["kind"], edge["hedged"], edge["doc_id"]) == (row.kind, row.hedged, row.doc_id)
        holder = graph.nodes[edge["source"]]
        assert holder["kind"] == (
            "open" if row.holder is None else "narrator" if row.holder == "narrator" else holder["kind"]
        )
        assert holder.get("country") == row.holder_country or row.holder_country is None


@BOTH
def test_aggregated_edges_count_statements(suffix: str, analysed: Annotated, tmp_path: Path) -> None:
    graph = read(export_file([analysed, analysed], tmp_path / f"x{suffix}", aggregate=True))
    found = Counter(
        {(edge["source"], edge["target"], int(edge["sign"])): float(edge["weight"]) for edge in edges(graph)}
    )
    assert sum(found.values()) == 2 * len(analysed.rows["stances"])
    praise = [r for r in analysed.rows["stances"] if (r.holder, r.target, r.sign) == ("Antony Blinken", "KZ", 1)]
    assert found["actor:Antony Blinken", "country:KZ", 1] == 2 * len(praise) > 0
    assert len(found) == len(edges(graph)) == len(stances_of(analysed))


@pytest.mark.parametrize(
    ("holder", "country", "kind", "nodes", "node"),
    [
        ("Russland", "RU", "state", "actors", "country:RU"),
        ("Russische Föderation", "RU", "state", "actors", "country:RU"),
        ("Sergej Lawrow", "RU", "person", "actors", "actor:Sergej Lawrow"),
        ("Sergej Lawrow", "RU", "person", "countries", "country:RU"),
        ("Greenpeace", None, "organisation", "countries", "actor:Greenpeace"),
        ("EU", "EU", "organisation", "actors", "country:EU"),
        ("EU-Kommission", "EU", "organisation", "actors", "actor:EU-Kommission"),
        ("narrator", None, "person", "countries", "narrator"),
        (None, None, "person", "actors", "open"),
        (None, "KZ", "person", "actors", "country:KZ"),
    ],
)
def test_holders_become_nodes(holder: Any, country: Any, kind: str, nodes: Any, node: str) -> None:
    from .conftest import make_item

    item = make_item("Ein Satz über Georgien.", [("Georgien", holder, country, "GE", 1)], kind=kind)
    network = build_network([item], nodes=nodes)
    assert [edge.source for edge in network.edges] == [node]
    assert len({node.id for node in network.nodes}) == len(network.nodes)


@pytest.mark.parametrize("name", ["analysed", "moldau", "emoji", "payload"])
@pytest.mark.parametrize("aggregate", [True, False])
def test_gexf_is_valid(name: str, aggregate: bool, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = export_file([request.getfixturevalue(name)], tmp_path / "x.gexf", aggregate=aggregate)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.parse(path))


def test_the_schema_can_refuse(emoji: Annotated, tmp_path: Path) -> None:
    path = export_file([emoji], tmp_path / "x.gexf")
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    for old, new in (("country:RU", "country:XX"), ('version="1.3"', 'version="1.2"'), ("integer", "number")):
        assert not schema.validate(etree.fromstring(path.read_bytes().replace(old.encode(), new.encode(), 1)))


@BOTH
def test_payloads_are_names(suffix: str, payload: Annotated, tmp_path: Path) -> None:
    graph = read(export_file([payload], tmp_path / f"x{suffix}"))
    assert Counter(int(edge["sign"]) for edge in edges(graph)) == Counter({1: 1, -1: 1})
    labels = {one_line(data["label"]) for _, data in graph.nodes(data=True)}
    assert {one_line(row.holder) for row in payload.rows["stances"]} < labels


@BOTH
def test_no_stance_makes_an_empty_graph(suffix: str, emoji: Annotated, tmp_path: Path) -> None:
    item = emoji._replace(rows={**emoji.rows, "stances": []})
    assert len(read(export_file([item], tmp_path / f"x{suffix}"))) == 0


@BOTH
def test_no_words_of_the_source(suffix: str, analysed: Annotated, tmp_path: Path) -> None:
    written = export_file([analysed], tmp_path / f"x{suffix}").read_text("utf-8")
    assert not [row.text for row in analysed.rows["sentences"] if row.text in written]
    assert "zugesagt" not in written
