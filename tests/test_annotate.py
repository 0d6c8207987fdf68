"""The stream: good lines are done whatever stands between them, and nothing half-written remains."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from analysis.annotate import MAX_LINE_BYTES, annotate, annotate_file, read_lines
from analysis.errors import ExportError, ReadingError

GOOD = {"doc_id": "gut", "text": "Kasachstan kritisiert Russland. „Wir sind enttäuscht“, sagte Präsident Tokajew."}
BAD = [
    (b"{", "is not JSON"),
    (b"[1, 2]", "is not an object"),
    (b'{"text": "Russland."}', '"doc_id" is missing'),
    (b'{"doc_id": "a"}', '"text" is missing'),
    (b'{"doc_id": 7, "text": "Russland."}', '"doc_id" is 7'),
    (b'{"doc_id": "a", "text": null}', '"text" is null'),
    (b'{"doc_id": "a", "text": " \\n "}', "the text is empty"),
    (b'{"doc_id": "a", "text": "\\ud83d kaputt"}', "half a surrogate pair"),
    (b'{"doc_id": "a", "text": "\xff"}', "is not JSON in UTF-8"),
    (b'{"doc_id": "a", "text": "Russland.", "date": "gestern"}', "YYYY-MM-DD"),
    (b'{"doc_id": "a", "text": "Russland.", "title": 7}', '"title" is 7, but has to be a string'),
    (b'{"doc_id": "a", "text": "Russland.", "title": ["a", "b"]}', '"title" is ["a", "b"]'),
    (b'{"doc_id": "a", "text": "Russland.", "title": {"de": "a"}}', '"title" is {"de": "a"}'),
    (b'{"doc_id": "a", "text": "Russland.", "title": true}', '"title" is true'),
    (b'{"doc_id": "a", "text": "Russland.", "title": "\\udfff"}', '"title" holds half a surrogate pair'),
    (b'{"doc_id": "a", "text": "Russland.", "outlet": 1.5}', '"outlet" is 1.5'),
    (b'{"doc_id": "a", "text": "Russland.", "outlet": [null]}', '"outlet" is [null]'),
    (b'{"doc_id": "a", "text": "Russland.", "outlet": {}}', '"outlet" is {}'),
    (b'{"doc_id": "a", "text": "Russland.", "outlet": "\\ud800"}', '"outlet" holds half a surrogate pair'),
    (b'{"doc_id": "a\\ud83d", "text": "Russland."}', '"doc_id" holds half a surrogate pair'),
    (b'{"doc_id": ["a"], "text": "Russland."}', '"doc_id" is ["a"]'),
    (b'{"doc_id": null, "text": "Russland."}', '"doc_id" is null'),
    (b'{"doc_id": "a", "text": {"de": "Russland."}}', '"text" is {"de": "Russland."}'),
    (b'{"doc_id": "a", "text": "Russland.", "date": 20230519}', '"date" is 20230519; write it as "YYYY-MM-DD"'),
    (b'{"doc_id": "a", "text": "Russland.", "date": [2023, 5, 19]}', '"date" is [2023, 5, 19]'),
    (b'{"doc_id": "a", "text": "Russland.", "date": true}', '"date" is true'),
    (b'{"doc_id": "a", "text": "Russland.", "translated": "false"}', '"translated" is "false"'),
    (b'{"doc_id": "a", "text": "Russland.", "translated": []}', '"translated" is []'),
    (b'{"doc_id": "a", "text": "Russland.", "title": ' + b"9" * 6000 + b"}", "is not JSON"),
    (b"[" * 100_000, "is not JSON"),
]


def line(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def test_a_record_has_the_contracts_columns() -> None:
    (record,) = annotate([line(GOOD)])
    assert list(record) == ["doc_id", "segments", "sentences", "mentions", "quotes", "stances", "error"]
    assert record["doc_id"] == "gut"
    assert record["error"] is None
    text = GOOD["text"]
    for table in ("sentences", "mentions"):
        for row in record[table]:
            assert text[row["start"] : row["end"]] == row["text"]
    (stance,) = [row for row in record["stances"] if row["holder_country"] == "KZ" and row["target"] == "RU"][:1]
    assert stance["sign"] == -1
    (quote,) = [row for row in record["quotes"] if row["type"] == "direct"]
    assert [text[a:b] for a, b in quote["spans"]] == ["„Wir sind enttäuscht“"]
    assert quote["speaker_country"] == "KZ"
    json.dumps(record)


@pytest.mark.parametrize(("bad", "message"), BAD, ids=[message for _, message in BAD])
def test_a_bad_line_is_a_record_and_its_neighbours_are_done(bad: bytes, message: str) -> None:
    records = list(annotate([line(GOOD), bad, line(GOOD | {"doc_id": "auch gut"})]))
    assert [record["error"] is None for record in records] == [True, False, True]
    assert message in records[1]["error"]
    assert records[1]["quotes"] == []
    assert len(records[1]["error"]) < 400
    json.dumps(records[1], ensure_ascii=False).encode()
    assert records[0]["stances"] == records[2]["stances"] or records[0]["stances"]


def test_blank_lines_and_a_byte_order_mark_are_no_records() -> None:
    assert [r["error"] for r in annotate([b"\xef\xbb\xbf" + line(GOOD), b"\n", b"  \n"])] == [None]


def test_a_text_alone_and_in_a_stream_gives_the_same() -> None:
    texts = ["Moskau warnt Kiew.", "Laut Peking ist alles gut.", "Er schweigt.", GOOD["text"]]
    lines = [line({"doc_id": str(i), "text": text}) for i, text in enumerate(texts)]
    assert list(annotate(lines)) == [record for item in lines for record in annotate([item])]


def test_a_gigantic_line_is_an_error_without_being_held(tmp_path: Path) -> None:
    source = io.BytesIO(b'{"doc_id": "a", "text": "' + b"x" * (2 * MAX_LINE_BYTES) + b'"}\n' + line(GOOD))
    lines = list(read_lines(source))
    assert [len(item) <= MAX_LINE_BYTES + 1 for item in lines] == [True, True]
    assert [record["error"] is None for record in annotate(lines)] == [False, True]


def test_files_in_and_out(tmp_path: Path) -> None:
    source, target = tmp_path / "ein gäbe.jsonl", tmp_path / "aus.jsonl"
    source.write_bytes(line(GOOD) + b"kaputt\n")
    seen: list[int] = []
    assert annotate_file(source, target, progress=seen.append) == 1
    assert sum(seen) == source.stat().st_size
    assert "„Wir sind enttäuscht“" in target.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aus.jsonl", "ein gäbe.jsonl"]


def test_nothing_half_written_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    source.write_bytes(line(GOOD))
    target.write_text("früher\n", "utf-8")
    monkeypatch.setattr("analysis.tables.record", lambda row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        annotate_file(source, target)
    assert target.read_text("utf-8") == "früher\n"
    assert len(list(tmp_path.iterdir())) == 2


def test_paths_that_do_not_work(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="fehlt"):
        annotate_file(tmp_path / "fehlt.jsonl", tmp_path / "b.jsonl")
    source = tmp_path / "a.jsonl"
    source.write_bytes(line(GOOD))
    with pytest.raises(ExportError, match="nirgends"):
        annotate_file(source, tmp_path / "nirgends" / "b.jsonl")
