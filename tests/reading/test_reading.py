"""Bytes to text to segments: tables of inputs and what a reader expects of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ReadingError
from analysis.reading import read_document
from analysis.reading.segments import find_segments

UMLAUTS = "Über Rußlands Größe schweigt „das Außenamt“ – bis heute."


@pytest.mark.parametrize(
    ("encoding", "remark"),
    [
        ("utf-8", None),
        ("utf-8-sig", "byte order mark, decoded as utf-8"),
        ("utf-16", "byte order mark, decoded as utf-16"),
        ("utf-16-le", "decoded as utf-16-le"),
        ("utf-16-be", "decoded as utf-16-be"),
        ("utf-32", "byte order mark, decoded as utf-32"),
        ("cp1252", "decoded as cp1252"),
    ],
)
def test_encodings_are_found_and_told(encoding: str, remark: str | None) -> None:
    document = read_document(UMLAUTS.encode(encoding))
    assert document.text == UMLAUTS
    assert document.remarks == ((remark,) if remark else ())


@pytest.mark.parametrize("damaged", [UMLAUTS.encode()[:-1] + b"\xc3", UMLAUTS.encode().replace("ö".encode(), b"\xf6")])
def test_one_broken_byte_does_not_turn_umlauts_into_signs(damaged: bytes) -> None:
    document = read_document(damaged)
    assert document.text.startswith("Über Rußlands Gr")
    assert "Ã" not in document.text
    assert document.remarks == ("decoded as utf-8; 1 broken characters stand as \ufffd",)


@pytest.mark.parametrize(
    ("ends", "remarks"),
    [("a.\nb.", ()), ("a.\r\nb.\r\n", ()), ("a.\rb.", ()), ("a.\r\nb.\nc.", ("mixed line ends",))],
)
def test_line_ends_stay_as_they_are(ends: str, remarks: tuple[str, ...]) -> None:
    document = read_document(ends.encode())
    assert document.text == ends
    assert document.remarks == remarks


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary|encoding"),
        (b"\xff\xfeA", "broken"),
        (b"x" * 101, "100"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReadingError, match=message):
        read_document(data, max_bytes=100 if len(data) == 101 else 10_000)


def test_paths(tmp_path: Path) -> None:
    path = tmp_path / "ein Ärgernis.txt"
    path.write_text(UMLAUTS, "utf-8")
    assert read_document(str(path)).source == path.as_posix()
    with pytest.raises(ReadingError, match="folder"):
        read_document(tmp_path)
    with pytest.raises(ReadingError, match=r"no file .*fehlt"):
        read_document(tmp_path / "fehlt.txt")
    with pytest.raises(ReadingError, match="cannot be read"):
        read_document("a\x00b")


def segments(text: str) -> list[tuple[str, str]]:
    return [(s.kind, text[s.start : s.end]) for s in find_segments(text, doc_id="d")]


BODY = "Die Lage bleibt ruhig."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n\n ", []),
        ("Kasachstan schweigt", [("lead", "Kasachstan schweigt")]),
        (BODY, [("lead", BODY)]),
        ("Gipfel in Minsk\n\n" + BODY, [("title", "Gipfel in Minsk"), ("lead", BODY)]),
        ("Kommt der Krieg?\n\n" + BODY, [("title", "Kommt der Krieg?"), ("lead", BODY)]),
        (
            "meinblatt\n\nGipfel in Minsk\n\n" + BODY,
            [("boilerplate", "meinblatt"), ("title", "Gipfel in Minsk"), ("lead", BODY)],
        ),
        (
            "Ukraine-Krieg\n\nMoskau droht mit Vergeltung\n\n" + BODY,
            [("heading", "Ukraine-Krieg"), ("title", "Moskau droht mit Vergeltung"), ("lead", BODY)],
        ),
        (
            f"{BODY}\n\nStreit ums Gas\n\n{BODY}",
            [("lead", BODY), ("heading", "Streit ums Gas"), ("paragraph", BODY)],
        ),
        (f"{BODY}\r\n\r\n{BODY}", [("lead", BODY), ("paragraph", BODY)]),
        (f"{BODY}\n{BODY}", [("lead", BODY), ("paragraph", BODY)]),
        (f"{BODY}\n\nDie mobile Version verlassen", [("lead", BODY), ("boilerplate", "Die mobile Version verlassen")]),
        (
            f"{BODY}\n\nLesen Sie auch: Alles über Omsk\n",
            [("lead", BODY), ("boilerplate", "Lesen Sie auch: Alles über Omsk")],
        ),
        (f"Anzeige\n\n{BODY}", [("boilerplate", "Anzeige"), ("lead", BODY)]),
        (f"{BODY}\n\n* * *\n\n{BODY}", [("lead", BODY), ("boilerplate", "* * *"), ("paragraph", BODY)]),
        (f"{BODY}\n\n- Punkt eins\n\n{BODY}", [("lead", BODY), ("paragraph", "- Punkt eins"), ("paragraph", BODY)]),
    ],
)
def test_layout(text: str, expected: list[tuple[str, str]]) -> None:
    assert segments(text) == expected


@pytest.mark.parametrize(
    "dateline",
    [
        "ASTANA, Kasachstan:",
        "ASTANA:",
        "TASCHKENT (dpa) –",
        "Berlin (dpa) -",
        "Moskau/Kiew (AFP) –",
        "MOSKAU, 3. März –",
        "Wien, 12.05.2023 –",
        "Washington, 3. März 2023 (Reuters) –",
        "NEW YORK –",
        "Frankfurt am Main (dpa/lhe) -",
        "Genf, 4. Mai (sda).",
    ],
)
def test_datelines(dateline: str) -> None:
    assert segments(f"{dateline} {BODY}") == [("dateline", dateline), ("lead", BODY)]


@pytest.mark.parametrize(
    "text",
    [
        "Putin: Der Westen lügt.",
        "NATO: Russland verlegt Truppen.",
        "Scholz – der Zauderer – reist nach Peking.",
        "Moskau (Russland) ist groß und kalt",
        "Die EU: ein Riese.",
        "Tokajew sagte: Nein.",
        "ASTANA:",
    ],
)
def test_what_only_looks_like_a_dateline(text: str) -> None:
    assert [kind for kind, _ in segments(text)] == ["lead"]


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    text = (
        "Der kasachische Präsident reiste am Mittwoch nach Peking, wo er mit\n"
        "der chinesischen Führung über die Eisenbahn nach Usbekistan sprach,\n"
        "wie das Außenamt mitteilte.\n\nUsbekistan war nicht dabei."
    )
    assert [kind for kind, _ in segments(text)] == ["lead", "paragraph"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_segments_tile_the_text(text: str) -> None:
    found = find_segments(text, doc_id="d")
    covered = 0
    for segment in found:
        assert covered <= segment.start < segment.end <= len(text)
        assert not text[covered : segment.start].strip()
        covered = segment.end
    assert not text[covered:].strip()
    assert [s.segment_id for s in found] == [f"s{n}" for n in range(1, len(found) + 1)]
    assert [s.kind for s in found].count("lead") <= 1


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_reading_error(data: bytes) -> None:
    try:
        document = read_document(data)
    except ReadingError:
        return
    document.text.encode("utf-8")
