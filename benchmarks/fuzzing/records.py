"""Records: JSON lines with the right fields, the wrong types, or no JSON at all."""

from __future__ import annotations

import json
import random
from typing import Any

from .texts import make_text, sentence

# Values of every type that JSON has, and of some that only Python writes.
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 1.5, 1e308, -0.0, 10**30, "", " ", "7", [], ["a", None], {}, {"de": "a"}, [[]], "NaN",
    float("nan"), float("inf"), "\ud800", "a\x00b", "2023-02-28", "28.02.2023", "2023-02-30", "0000-00-00",
    "9999-12-31",
    "2023-02-28T12:00:00Z", "true", "=1+1", "<script>", "../../x", "ID " * 300, "é", "e\u0301", "\u202eabc",
)  # fmt: skip
FIELDS = ("doc_id", "text", "title", "outlet", "date", "translated", "language", "source", "url", "Body", "id")


def make_record(chance: random.Random, number: int) -> dict[str, Any]:
    """Return a record with a text, a number of its own, and perhaps metadata."""
    record: dict[str, Any] = {"doc_id": f"d{number}", "text": make_text(chance)}
    if chance.random() < 0.2:
        record["title"] = make_text(chance)[:80]
    if chance.random() < 0.2:
        record["outlet"] = chance.choice(("Morgenblatt", "taz", "Reuters", make_text(chance)[:30]))
    if chance.random() < 0.3:
        record["date"] = f"{chance.randint(1991, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    if chance.random() < 0.1:
        record["translated"] = chance.choice((True, False, None))
    return record


def make_line(chance: random.Random, number: int) -> bytes:
    """Return a line for `mittellage annotate`; one in seven is wrong in some way."""
    record = make_record(chance, number)
    wrong = chance.randrange(28)
    if wrong == 0:
        record[chance.choice(FIELDS)] = chance.choice(VALUES)
    elif wrong == 1:
        for field in FIELDS:
            record[field] = chance.choice(VALUES)
    elif wrong == 2:
        record.pop(chance.choice(list(record)))
    line = json.dumps(record, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    if wrong == 3:
        return damaged(chance, line).replace(b"\n", b" ").replace(b"\r", b" ")
    return line


def dump(record: dict[str, Any], *, halves: bool = False) -> bytes:
    """Return a record as a line of JSON, with half a surrogate pair at the end of its text if that is asked for."""
    return json.dumps(record | {"text": record["text"] + "\ud83d" * halves}).encode()


def make_table(chance: random.Random) -> list[dict[str, Any]]:
    """Return rows of a table whose columns have usual names, strange ones, or values of wrong types."""
    text, title, day = chance.choice(
        (("text", "title", "date"), ("Volltext", "Titel", "Datum"), ("body", "headline", "Tag"))
    )
    rows = []
    for number in range(chance.randint(1, 4)):
        row: dict[str, Any] = {text: f"{sentence(chance)} {make_text(chance)}"[:300], title: sentence(chance)[:60]}
        row[day] = chance.choice(("2023-02-28", "28. Februar 2023", "gestern", "", 44985))
        if chance.random() < 0.3:
            row[chance.choice((text, title, day, "id", "Nummer"))] = chance.choice(VALUES[:-6])
        rows.append({"id": number, **row})
    return rows


def damaged(chance: random.Random, data: bytes) -> bytes:
    """Return bytes with some of them changed, cut out, doubled or put in."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not found:
            break
        at = chance.randrange(len(found))
        size = chance.choice((1, 2, 8, 64))
        what = chance.randrange(6)
        if what == 0:
            found[at] = chance.randrange(256)
        elif what == 1:
            found[at] ^= 1 << chance.randrange(8)
        elif what == 2:
            del found[at : at + size]
        elif what == 3:
            found[at:at] = found[at : at + size]
        elif what == 4:
            found[at:at] = chance.choice(
                (b"\x00", b"\xff\xfe", b"\r\n", b"{", b"}", b'"', b"<", b">", b"&", b"\\", b"9" * 20)
            )
        else:
            found[at : at + size] = chance.randbytes(size)
    return bytes(found[: chance.randrange(len(found) + 1)]) if chance.random() < 0.1 else bytes(found)
