"""CoNLL-U and TEI: other libraries read tokens, and follow the pointers into the text."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from analysis.export.exchange import Annotated, export_file
from analysis.export.exchange.plain import carried, one_line

ALL = pytest.mark.parametrize("name", ["analysed", "moldau", "emoji", "payload"])
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.mark.parametrize("name", ["analysed", "emoji", "payload"])
def test_conllu_is_the_tokens(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    conllu = pytest.importorskip("conllu")
    item: Annotated = request.getfixturevalue(name)
    sentences = conllu.parse(export_file([item], tmp_path / "x.conllu").read_text("utf-8"))
    tokens = [token for sentence in sentences for token in sentence]
    assert len(tokens) == len(item.rows["tokens"]) > 0
    for token, row in zip(tokens, item.rows["tokens"], strict=True):
        assert (token["form"], token["lemma"]) == (one_line(row.text), one_line(row.lemma))
        assert (int(token["misc"]["start_char"]), int(token["misc"]["end_char"])) == (row.start, row.end)
        assert token["upos"] == row.upos
        feats = None if row.feats is None else dict(pair.split("=") for pair in row.feats.split("|"))
        assert token["feats"] == feats
    by_id = {row.token_id: row for row in item.rows["tokens"]}
    for sentence in sentences:
        sentence.to_tree()  # raises where there is no root
        first = int(sentence[0]["misc"]["start_char"])
        number = next(row.token_id for row in item.rows["tokens"] if row.start == first)
        for token in sentence:
            row = by_id[number + token["id"] - 1]
            head = number + token["head"] - 1 if token["head"] else row.token_id
            assert (head, token["deprel"]) == (row.head, row.deprel)


def test_conllu_has_the_stances(analysed: Annotated, tmp_path: Path) -> None:
    lines = export_file([analysed], tmp_path / "x.conllu").read_text("utf-8").splitlines()
    found = [line.removeprefix("# stance = ").split("\t") for line in lines if line.startswith("# stance")]
    assert [(name, None if holder == "_" else holder, target, sign) for name, holder, _, target, sign in found] == [
        (row.stance_id, row.holder, row.target, "+" if row.sign > 0 else "-") for row in analysed.rows["stances"]
    ]


def test_conllu_is_readable_without_a_library(payload: Annotated, tmp_path: Path) -> None:
    written = export_file([payload], tmp_path / "x.conllu").read_bytes().decode("utf-8")
    for line in written.split("\n"):
        assert line == "" or line.startswith("# ") or len(line.split("\t")) == 10


def follow(pointer: str, texts: dict[str, str]) -> list[str]:
    """Return what a string-range of TEI points at."""
    match = re.fullmatch(r"#string-range\(([^,()]+)((?:,\d+,\d+)+)\)", pointer)
    assert match
    numbers = [int(number) for number in match[2].strip(",").split(",")]
    return [texts[match[1]][a : a + n] for a, n in zip(numbers[::2], numbers[1::2], strict=True)]


def read_tei(path: Path) -> tuple[Any, dict[str, list[tuple[list[str], dict[str, str]]]]]:
    root = etree.parse(path).getroot()
    texts = {node.get(XML_ID): node.text or "" for node in root.iterfind(".//t:ab", TEI)}
    structures = {
        f"#{fs.get(XML_ID)}": {f.get("name"): f[0].text if f[0].get("value") is None else f[0].get("value") for f in fs}
        for fs in root.iterfind(".//t:fs", TEI)
    }
    found: dict[str, list[tuple[list[str], dict[str, str]]]] = {}
    for group in root.iterfind(".//t:spanGrp", TEI):
        rows = [(follow(span.get("target"), texts), structures[span.get("ana")]) for span in group]
        found.setdefault(group.get("type"), []).extend(rows)
    return root, found


@ALL
def test_tei_points_into_the_text(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    item: Annotated = request.getfixturevalue(name)
    root, found = read_tei(export_file([item], tmp_path / "x.tei.xml"))
    text = carried(item.text)
    assert root.find(".//t:ab", TEI).text == text
    stances = [(words, fs.get("holder"), fs["target"], int(fs["sign"]), fs["hedged"]) for words, fs in found["stances"]]
    assert stances == [
        (
            [text[row.start : row.end]],
            None if row.holder is None else carried(row.holder),
            row.target,
            row.sign,
            str(row.hedged).lower(),
        )
        for row in item.rows["stances"]
    ]
    assert [(words, fs["country"]) for words, fs in found["mentions"]] == [
        ([text[row.start : row.end]], row.country) for row in item.rows["mentions"]
    ]
    assert [words for words, _ in found["quotes"]] == [[text[a:b] for a, b in row.spans] for row in item.rows["quotes"]]
    ids = [node.get(XML_ID) for node in root.iter() if isinstance(node.tag, str) and node.get(XML_ID)]
    assert len(ids) == len(set(ids))


def test_some_documents_are_a_corpus(emoji: Annotated, moldau: Annotated, tmp_path: Path) -> None:
    root, found = read_tei(export_file([emoji, moldau], tmp_path / "x.tei.xml"))
    assert etree.QName(root).localname == "teiCorpus"
    assert [etree.QName(node).localname for node in root] == ["teiHeader", "TEI", "TEI"]
    expected = Counter(row.target for item in (emoji, moldau) for row in item.rows["stances"])
    assert Counter(fs["target"] for _, fs in found["stances"]) == expected


def test_our_own_reader_of_tei_finds_the_text(analysed: Annotated, tmp_path: Path) -> None:
    from analysis.reading import read_document

    document = read_document(export_file([analysed], tmp_path / "x.tei.xml"))
    assert "stärkeres Engagement in Zentralasien anstrebt" in document.text
    assert document.title == analysed.name
