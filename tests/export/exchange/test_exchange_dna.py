"""Discourse Network Analyzer: the database that its program opens, read by SQL and back by ourselves."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from analysis.charts import label
from analysis.errors import ExportError
from analysis.export.exchange import Annotated, compare_dna, export_file, read_dna
from analysis.export.exchange.dna import PASSWORD
from analysis.export.exchange.plain import carried

ASK = """
SELECT d.Text, s.Start, s.Stop, p.Value, o.Value, c.Value, b.Value
FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId JOIN STATEMENTTYPES t ON t.ID = s.StatementTypeId
JOIN DATASHORTTEXT x ON x.StatementId = s.ID AND x.VariableId = 1 JOIN ENTITIES p ON p.ID = x.Entity
JOIN DATASHORTTEXT y ON y.StatementId = s.ID AND y.VariableId = 2 JOIN ENTITIES o ON o.ID = y.Entity
JOIN DATASHORTTEXT z ON z.StatementId = s.ID AND z.VariableId = 3 JOIN ENTITIES c ON c.ID = z.Entity
JOIN DATABOOLEAN b ON b.StatementId = s.ID AND b.VariableId = 4
WHERE t.Label = 'DNA Statement' ORDER BY s.ID
"""


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def java_substring(text: str, start: int, stop: int) -> str:
    """Return what Java's String.substring gives: offsets in UTF-16 code units."""
    return text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le")


@pytest.mark.parametrize("name", ["analysed", "moldau", "emoji", "payload"])
def test_statements_are_the_stances(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    item: Annotated = request.getfixturevalue(name)
    rows = ask(export_file([item], tmp_path / "x.dna"), ASK)
    assert len(rows) == len(item.rows["stances"]) > 0
    for (text, start, stop, *_, concept, agreement), row in zip(rows, item.rows["stances"], strict=True):
        assert len(text) == len(item.text)
        assert java_substring(text, start, stop) == carried(item.text)[row.start : row.end]
        assert (concept, agreement) == (label(row.target), int(row.sign > 0))


def test_java_counts_an_emoji_twice(emoji: Annotated, tmp_path: Path) -> None:
    (start, stop), *_ = ask(export_file([emoji], tmp_path / "x.dna"), "SELECT Start, Stop FROM STATEMENTS ORDER BY ID")
    first = emoji.rows["stances"][0]
    assert (start, stop) == (first.start + 3, first.end + 3)


@pytest.mark.parametrize(
    ("holder", "country", "kind", "person", "organization"),
    [
        ("Antony Blinken", "US", "person", "Antony Blinken", "USA"),
        ("Alisher Ilkhamov", None, "person", "Alisher Ilkhamov", ""),
        ("Russland", "RU", "state", "", "Russland"),
        ("Greenpeace", None, "organisation", "", "Greenpeace"),
        ("narrator", None, "person", "", "Abendpost"),
        (None, None, "person", "", ""),
        (None, "KZ", "person", "", "Kasachstan"),
    ],
)
def test_who_speaks_for_whom(
    holder: Any, country: Any, kind: str, person: str, organization: str, tmp_path: Path
) -> None:
    from .conftest import make_item

    item = make_item("Georgien.", [("Georgien", holder, country, "GE", 1)], kind=kind, outlet="Abendpost")
    ((*_, found, stands_for, _, _),) = ask(export_file([item], tmp_path / "x.dna"), ASK)
    assert (found, stands_for) == (person, organization)


def test_a_concept_may_be_a_frame(analysed: Annotated, tmp_path: Path) -> None:
    frames = [row for row in analysed.rows["framing"] if row.indicator == "frame_share"]
    carried_by = Counter(int(sentence) for row in frames for sentence in row.evidence)
    rows = ask(export_file([analysed], tmp_path / "x.dna", concept="frame"), ASK)
    assert len(rows) == sum(max(1, carried_by[row.sentence_id]) for row in analysed.rows["stances"])
    assert any(":" in concept for *_, concept, _ in rows)


def test_the_program_finds_what_it_looks_for(emoji: Annotated, tmp_path: Path) -> None:
    path = export_file([emoji], tmp_path / "x.dna")
    assert ask(path, "SELECT Value FROM SETTINGS WHERE Property = 'version'")[0][0].startswith("3.0")
    variables = ask(path, "SELECT Variable, DataType FROM VARIABLES WHERE StatementTypeId = 1 ORDER BY ID")
    assert variables == [
        ("person", "short text"),
        ("organization", "short text"),
        ("concept", "short text"),
        ("agreement", "boolean"),
    ]
    ((name, password),) = ask(path, "SELECT Name, Password FROM CODERS WHERE ID = 1")
    raw = base64.b64decode(password)
    digest = hashlib.sha256(raw[:16] + PASSWORD.encode()).digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    assert (name, len(raw), digest) == ("Admin", 48, raw[16:])
    assert ask(path, "SELECT Date, Source FROM DOCUMENTS") == [(1684454400, "Abendpost")]
    kinds = dict(
        ask(
            path,
            "SELECT e.Value, v.AttributeValue FROM ENTITIES e JOIN ATTRIBUTEVALUES v ON v.EntityId = e.ID "
            "JOIN ATTRIBUTEVARIABLES a ON a.ID = v.AttributeVariableId WHERE a.AttributeVariable = 'Type'",
        )
    )
    assert kinds["Kasachstan"] == "state"
    assert kinds["Abendpost"] == "narrator"
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


def test_what_is_too_long_is_cut(tmp_path: Path) -> None:
    from .conftest import make_item

    names = ["A" * 400 + "1", "A" * 400 + "2"]
    item = make_item("Georgien.", [("Georgien", name, None, "GE", 1) for name in names], title="T" * 500, kind="person")
    found = read_dna(export_file([item], tmp_path / "x.dna"))
    assert set(found["person"]) == {"A" * 189 + "…"}
    assert len(found) == 2


@pytest.mark.parametrize("name", ["analysed", "moldau", "emoji", "payload"])
def test_read_back(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    item: Annotated = request.getfixturevalue(name)
    found = read_dna(export_file([item], tmp_path / "x.dna"))
    spans = sorted((row.start, row.end, row.sign > 0) for row in item.rows["stances"])
    assert sorted(zip(found["start"], found["end"], found["agreement"], strict=True)) == spans
    assert [carried(item.text)[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == list(found["text"])
    same = compare_dna([item], found)
    assert set(same["match"]) == {"same"}
    assert len(same) == len(spans)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE DATABOOLEAN SET Value = 0 WHERE StatementId = 1", {"same": 3, "other sign": 1}),
        ("UPDATE ENTITIES SET Value = 'Usbekistan' WHERE Value = 'Kasachstan'", {"same": 3, "other holder": 1}),
        ("DELETE FROM STATEMENTS WHERE ID = 2", {"same": 3, "only ours": 1}),
        ("UPDATE STATEMENTS SET Start = 0, Stop = 1 WHERE ID = 1", {"same": 3, "only ours": 1, "only theirs": 1}),
        ("UPDATE DOCUMENTS SET Title = 'Ganz anders'", {"only ours": 4, "only theirs": 4}),
    ],
)
def test_compare(change: str, expected: dict[str, int], emoji: Annotated, tmp_path: Path) -> None:
    path = export_file([emoji], tmp_path / "x.dna")
    with closing(sqlite3.connect(path)) as database:
        database.execute(change)
        database.commit()
    assert Counter(compare_dna([emoji], read_dna(path))["match"]) == Counter(expected)


VERSION_2 = """
CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT, Source TEXT,
  Section TEXT, Notes TEXT, Type TEXT, Date INTEGER);
CREATE TABLE STATEMENTTYPES(ID INTEGER PRIMARY KEY, Label TEXT, Red INTEGER, Green INTEGER, Blue INTEGER);
CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER);
CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER,
  Stop INTEGER, Coder INTEGER);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value TEXT);
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
INSERT INTO DOCUMENTS VALUES (1, 'Titel', '😀 Russland droht.', 1, '', '', '', '', '', 1684454400000);
INSERT INTO STATEMENTTYPES VALUES (7, 'DNA Statement', 0, 0, 0), (8, 'Annotation', 0, 0, 0);
INSERT INTO VARIABLES VALUES (21, 'person', 'short text', 7), (22, 'organization', 'short text', 7),
  (23, 'concept', 'short text', 7), (24, 'agreement', 'boolean', 7), (25, 'note', 'short text', 8);
INSERT INTO STATEMENTS VALUES (1, 7, 1, 3, 11, 1), (2, 8, 1, 0, 2, 1), (3, 7, 99, 0, 2, 1);
INSERT INTO DATASHORTTEXT VALUES (1, 1, 21, 'Lawrow'), (2, 1, 22, ''), (3, 1, 23, 'Georgien'), (4, 2, 25, 'Notiz');
INSERT INTO DATABOOLEAN VALUES (1, 1, 24, 0);
"""
ROLES = """
CREATE TABLE ROLES(ID INTEGER PRIMARY KEY, RoleName TEXT, StatementTypeId INTEGER);
CREATE TABLE ROLEVARIABLELINKS(ID INTEGER PRIMARY KEY, RoleId INTEGER, VariableId INTEGER);
CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT);
INSERT INTO ROLES VALUES (1, 'person', 7), (2, 'organization', 7), (3, 'concept', 7), (4, 'agreement', 7);
INSERT INTO ROLEVARIABLELINKS VALUES (41, 1, 21), (42, 2, 22), (43, 3, 23), (44, 4, 24);
INSERT INTO ENTITIES VALUES (1, 21, 'Lawrow'), (2, 22, ''), (3, 23, 'Georgien');
DROP TABLE DATASHORTTEXT;
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, RoleVariableLinkId INTEGER, Entity INTEGER);
INSERT INTO DATASHORTTEXT VALUES (1, 1, 41, 1), (2, 1, 42, 2), (3, 1, 43, 3);
ALTER TABLE DATABOOLEAN RENAME COLUMN VariableId TO RoleVariableLinkId;
UPDATE DATABOOLEAN SET RoleVariableLinkId = 44;
"""


@pytest.mark.parametrize("script", [VERSION_2, VERSION_2 + ROLES], ids=["version 2", "roles"])
def test_other_versions_are_read(script: str, tmp_path: Path) -> None:
    path = tmp_path / "old.dna"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(script)
    (row,) = read_dna(path).to_dict("records")
    assert (row["person"], row["organization"], row["concept"]) == ("Lawrow", None, "Georgien")
    assert (row["text"], row["start"], row["end"], row["date"]) == ("Russland", 2, 10, "2023-05-19")
    assert bool(row["agreement"]) is False


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("CREATE TABLE x(a)", "no table DATABOOLEAN"),
        (VERSION_2 + "DELETE FROM STATEMENTTYPES WHERE ID = 7;", "no statement type 'DNA Statement'"),
        (VERSION_2 + "UPDATE STATEMENTS SET Start = x'00ff';", "damaged"),
        (VERSION_2 + "DROP TABLE DATABOOLEAN; CREATE VIEW DATABOOLEAN AS SELECT 1;", "no table DATABOOLEAN"),
    ],
)
def test_what_is_no_such_database_is_refused(script: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.dna"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(script)
    with pytest.raises(ExportError, match=message):
        read_dna(path)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.dna").write_bytes(b"SQLite format 3\x00" + b"\x00" * 2000)
    (tmp_path / "y.dna").write_bytes(b"PK")
    for name in ("x.dna", "y.dna", "z.dna"):
        with pytest.raises(ExportError, match=name):
            read_dna(tmp_path / name)


def test_reading_changes_nothing(emoji: Annotated, tmp_path: Path) -> None:
    path = export_file([emoji], tmp_path / "x.dna")
    before = path.read_bytes()
    read_dna(path)
    assert (path.read_bytes(), [p.name for p in tmp_path.iterdir()]) == (before, ["x.dna"])
