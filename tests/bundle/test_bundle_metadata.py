"""Metadata of a package: Frictionless and RO-Crate describe every file, as their readers want it."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from analysis.export.bundle.lock import installed

Unpack = Callable[[Path, Path], dict[str, bytes]]


@pytest.fixture(scope="module", params=["article_package", "corpus_package"])
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, unpack: Unpack) -> dict[str, bytes]:
    return unpack(request.getfixturevalue(request.param), tmp_path_factory.mktemp("metadata"))


def test_every_table_has_a_resource_with_its_columns(files: dict[str, bytes]) -> None:
    package = json.loads(files["datapackage.json"])
    described = {item["path"]: item for item in package["resources"]}
    assert {path for path in files if path.endswith((".csv", ".parquet"))} == set(described)
    names = [item["name"] for item in package["resources"]]
    assert len(set(names)) == len(names)
    for path, item in described.items():
        assert set(item["name"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-")
        if not path.endswith(".csv"):
            continue
        assert item["bytes"] == len(files[path])
        assert item["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        if "schema" in item:
            head = next(csv.reader(files[path].decode(item["encoding"]).splitlines()))
            assert head == [field["name"] for field in item["schema"]["fields"]]
    fields = {field["name"]: field for field in described[_table(files, "stances")]["schema"]["fields"]}
    assert fields["sign"]["type"] == "integer"
    assert fields["sign"]["description"] == "-1 or +1"
    assert fields["kind"]["constraints"]["enum"] == ["speech", "act", "relation", "conduct"]
    assert described[_table(files, "quotes")]["schema"]["primaryKey"] == ["doc_id", "quote_id"]


def _table(files: dict[str, bytes], name: str) -> str:
    (path,) = (path for path in files if path.startswith(f"tables/{name}."))
    return path


def test_the_crate_is_one_of_version_1_1_and_lists_every_file(files: dict[str, bytes]) -> None:
    crate = json.loads(files["ro-crate-metadata.json"])
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(entities) == len(crate["@graph"])
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert descriptor["about"] == {"@id": "./"}
    assert root["datePublished"] == "2026-11-29"
    assert root["name"]
    parts = {part["@id"] for part in root["hasPart"]}
    assert parts == set(files) - {"ro-crate-metadata.json"}
    for path in parts:
        assert entities[path]["sha256"] == hashlib.sha256(files[path]).hexdigest()
        assert "File" in entities[path]["@type"]
    referred = {item["@id"] for item in entities["#analysis"]["object"] + entities["#analysis"]["result"]}
    assert referred <= set(entities)


def test_title_authors_and_licence_are_those_of_the_author(article_package: Path, corpus_package: Path) -> None:
    from analysis.export.archive import read_files

    article, corpus = (read_files(path) for path in (article_package, corpus_package))
    assert json.loads(article["datapackage.json"])["licenses"][0]["name"] == "CC-BY-4.0"
    assert "licenses" not in json.loads(corpus["datapackage.json"])
    assert json.loads(corpus["datapackage.json"])["contributors"] == [{"title": "A. B.", "role": "author"}]
    assert b"# Three hundred\n\n300 documents" in corpus["README.md"]


def test_law_columns_and_methods_are_named(files: dict[str, bytes]) -> None:
    left = files["LEFT_OUT.md"].decode()
    for words in ("§ 51 UrhG", "§ 60d UrhG", "`mentions.text`", "`tokens.lemma`", "documents.title"):
        assert words in left
    book = files["CODEBOOK.md"].decode()
    assert "| `n_words` | Int64 |" in book
    assert "## wording" in book
    assert "### `attention_share`" in files["METHODS.md"].decode()
    assert "$" not in files["README.md"].decode()
    assert yaml.safe_load(files["CITATION.cff"])["type"] == "software"


def test_the_lock_names_the_software_and_its_libraries(files: dict[str, bytes]) -> None:
    lines = files["requirements.lock"].decode().splitlines()
    manifest = json.loads(files["manifest.json"])
    assert lines[1].startswith(f"mittellage=={manifest['version']}")
    locked = dict(line.split("==") for line in lines[2:])
    assert locked["matplotlib"] == manifest["libraries"]["matplotlib"]
    assert set(manifest) >= {"commit", "models", "lexicons", "options", "seed"}
    assert "input" not in manifest


def test_what_is_not_installed_needs_nothing() -> None:
    assert installed("there-is-no-such-distribution") == {}
