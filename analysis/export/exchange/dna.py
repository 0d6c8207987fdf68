"""Discourse Network Analyzer: a database of statements that its program opens, of the version 3.0."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal, NamedTuple

from ...charts import Lang, label
from ...errors import ExportError
from ...tables import NARRATOR, Actor, Stance
from .items import Annotated
from .network import country_node, holder_node
from .plain import Utf16, carried, one_line, shortened

Concept = Literal["target", "frame"]
PASSWORD: Final = "mittellage"  # noqa: S105  (of the coder Admin; told in the documentation, protects nothing)
_LIMIT: Final = 190
"""Longest value of an entity or a title that the program takes."""
_ADMIN, _OURS = 1, 2
_VARIABLES: Final = {"person": 1, "organization": 2, "concept": 3}
_AGREEMENT: Final = 4


class Party(NamedTuple):
    """An entity of one variable, and its attributes."""

    value: str
    type: str = ""
    country: str = ""


class Statement(NamedTuple):
    """What one statement says; offsets are code points."""

    start: int
    end: int
    person: Party
    organization: Party
    concept: Party
    agreement: bool


def write_dna(items: Iterable[Annotated], path: Path, *, concept: Concept = "target", lang: Lang = "de") -> None:
    """Write stances as statements of the type "DNA Statement".

    Parameters
    ----------
    items : iterable of Annotated
        The documents.
    path : pathlib.Path
        File to write; an empty one is overwritten.
    concept : {"target", "frame"}
        What the concept of a statement is: the country that is evaluated, or that country under each frame that its
        sentence carries (a statement a frame).
    lang : {"de", "en"}
        Language of names of countries.

    References
    ----------
    Leifeld, P. (2017). Discourse Network Analysis: Policy Debates as Dynamic Networks. Oxford Handbook of Political
    Networks.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(files(__package__).joinpath("dna.sql").read_text("utf-8"))
        _add_coders(database)
        entities: dict[tuple[int, str], int] = {}
        for number, item in enumerate(items, start=1):
            _add_document(database, number, item)
            units = Utf16(carried(item.text))
            for statement in statements_of(item, concept=concept, lang=lang):
                _add_statement(database, number, statement, units, entities)
        database.commit()
        if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise ExportError(f"{path.name!r} was not written whole.")


def statements_of(item: Annotated, *, concept: Concept = "target", lang: Lang = "de") -> Iterator[Statement]:
    """Yield a statement a stance, or a stance and frame."""
    actors = {actor.actor_id: actor for actor in item.rows["actors"]}
    frames = _frames_by_sentence(item) if concept == "frame" else {}
    for stance in item.rows["stances"]:
        person, organization = _parties(stance, actors, item, lang)
        target = country_node(stance.target, lang)
        names = frames.get(stance.sentence_id, ())
        values = [f"{target.label}: {label(name, lang)}" for name in names] or [target.label]
        for value in values:
            yield Statement(
                start=stance.start,
                end=stance.end,
                person=person,
                organization=organization,
                concept=Party(value, target.kind, stance.target),
                agreement=stance.sign > 0,
            )


def _parties(stance: Stance, actors: Mapping[str, Actor], item: Annotated, lang: Lang) -> tuple[Party, Party]:
    """Return person and organisation of a holder: Blinken speaks for the United States, an article for its outlet."""
    nobody = Party("")
    if stance.holder == NARRATOR:
        return nobody, Party(item.about.outlet or label(NARRATOR, lang), NARRATOR)
    node = holder_node(stance, actors, lang=lang)
    if node.kind == "open":
        return nobody, nobody
    if node.kind != "person":
        return nobody, Party(node.label, node.kind, node.country or "")
    country = stance.holder_country
    office = actors[stance.holder_actor or ""].office or "person"
    speaks_for = nobody if country is None else Party(label(country, lang), country_node(country, lang).kind, country)
    return Party(node.label, office, node.country or ""), speaks_for


def _frames_by_sentence(item: Annotated) -> dict[int, list[str]]:
    """Return the frames that each sentence carries, as the indicator ``frame_share`` has them."""
    found: dict[int, list[str]] = {}
    for row in item.rows.get("framing", ()):
        if row.indicator == "frame_share":
            for sentence in row.evidence:
                found.setdefault(int(sentence), []).append(row.unit)
    return found


def _add_coders(database: sqlite3.Connection) -> None:
    """Add the administrator, whom the program asks for, and ourselves, so that codings by hand stay apart."""
    password = _jasypt(PASSWORD)
    insert = "INSERT INTO CODERS (ID, Name, Red, Green, Blue, Password) VALUES (?, ?, ?, ?, ?, ?)"
    database.execute(insert, (_ADMIN, "Admin", 255, 255, 0, password))
    database.execute(insert, (_OURS, "mittellage", 0, 114, 178, password))
    for pair in ((_ADMIN, _OURS), (_OURS, _ADMIN)):
        database.execute("INSERT INTO CODERRELATIONS (Coder, OtherCoder) VALUES (?, ?)", pair)


@cache
def _jasypt(password: str) -> str:
    """Return a password's digest as DNA checks it: SHA-256, 100,000 rounds, the salt before it, in Base64.

    The salt is fixed, so that the same work gives the same bytes.
    """
    salt = hashlib.sha256(b"mittellage").digest()[:16]
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode()


def _add_document(database: sqlite3.Connection, number: int, item: Annotated) -> None:
    about = item.about
    database.execute(
        "INSERT INTO DOCUMENTS (ID, Title, Text, Coder, Source, Notes, Date) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            stored(item.name),
            carried(item.text),
            _OURS,
            stored(about.outlet or ""),
            f"doc_id={one_line(about.doc_id)}" + ("" if about.date is not None else "; date unknown"),
            _seconds(about.date),
        ),
    )


def stored(value: str) -> str:
    """Return a name as the program can hold it."""
    return shortened(one_line(value), _LIMIT)


def _seconds(day: date | None) -> int:
    """Return seconds since 1970; the program wants a day for every document."""
    return 0 if day is None else int(datetime.combine(day, time(), UTC).timestamp())


def _add_statement(
    database: sqlite3.Connection,
    document: int,
    statement: Statement,
    units: Utf16,
    entities: dict[tuple[int, str], int],
) -> None:
    start, stop = units.of(statement.start), units.of(statement.end)
    cursor = database.execute(
        "INSERT INTO STATEMENTS (StatementTypeId, DocumentId, Start, Stop, Coder) VALUES (1, ?, ?, ?, ?)",
        (document, start, max(stop, start + 1), _OURS),
    )
    identifier = cursor.lastrowid
    for name, variable in _VARIABLES.items():
        entity = _entity(database, variable, getattr(statement, name), entities)
        database.execute(
            "INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (?, ?, ?)",
            (identifier, variable, entity),
        )
    database.execute(
        "INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?, ?, ?)",
        (identifier, _AGREEMENT, int(statement.agreement)),
    )


def _entity(database: sqlite3.Connection, variable: int, party: Party, entities: dict[tuple[int, str], int]) -> int:
    """Return the number of an entity; a new one is added with its attributes."""
    value = stored(party.value)
    if (variable, value) not in entities:
        number = len(entities) + 1
        entities[variable, value] = number
        database.execute("INSERT INTO ENTITIES (ID, VariableId, Value) VALUES (?, ?, ?)", (number, variable, value))
        attributes = database.execute(
            "SELECT ID, AttributeVariable FROM ATTRIBUTEVARIABLES WHERE VariableId = ?", (variable,)
        ).fetchall()
        known = {"Type": party.type, "Country": party.country}
        database.executemany(
            "INSERT INTO ATTRIBUTEVALUES (EntityId, AttributeVariableId, AttributeValue) VALUES (?, ?, ?)",
            [(number, key, stored(known.get(name, ""))) for key, name in attributes],
        )
    return entities[variable, value]
