"""Inputs that researchers really have: what every stage makes of them, from a record of text to rows.

One case for each kind of text in the list of field cases, in words of our own.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from analysis.annotate import annotate
from analysis.tables import UNCOUNTED

SHY = "\u00ad"
BODY = "Die Regierung in Bischkek hat am Montag ein Abkommen mit Polen unterzeichnet. Die Opposition lehnt es ab."


def record(text: str) -> dict[str, Any]:
    (found,) = annotate([json.dumps({"doc_id": "d", "text": text, "date": "2023-05-19"}).encode()])
    for table in ("segments", "sentences", "mentions", "quotes", "stances"):
        for row in found[table]:
            assert 0 <= row["start"] < row["end"] <= len(text)
            if "text" in row and "spans" not in row:
                assert text[row["start"] : row["end"]] == row["text"]
    return dict(found)


def countries(text: str) -> list[str]:
    return [row["country"] for row in record(text)["mentions"]]


def edges(text: str) -> set[tuple[str | None, str, int]]:
    return {(row["holder_country"], row["target"], row["sign"]) for row in record(text)["stances"]}


def voices(text: str) -> list[tuple[str, str | None]]:
    return [(row["text"], row["speaker_country"]) for row in record(text)["quotes"]]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("soft hyphens", f"Polen lobte Us{SHY}be{SHY}ki{SHY}stan und die Mon{SHY}go{SHY}lei.", ["PL", "UZ", "MN"]),
        ("decomposed", "Die Tu\u0308rkei und O\u0308sterreich schwiegen.", ["TR", "AT"]),
        ("gender", "Mongol:innen und Pol*innen bei den Kirgis_innen und TadschikInnen.", ["MN", "PL", "KG", "TJ"]),
        ("hyphen in a name", "Nord-Korea warnt Süd-Korea und den S-Sudan.", ["KP", "KR", "SS"]),
        ("shortened", "Süd- und Nordkorea sprachen über Zentralasien.", ["KR", "KP", "CENTRAL_ASIA"]),
        ("persons", "Frau Oman und Maja Mali lebten in Togo.", ["TG"]),
        ("river", "Die Moldau fließt durch Prag.", ["CZ"]),
        ("state", "In der Republik Moldau wird gewählt.", ["MD"]),
        ("ASCII", "Die Tuerkei und Daenemark begruessten Rumaenien.", ["TR", "DK", "RO"]),
        ("capitals", "DIE MONGOLEI LOBTE POLEN UND DIE TÜRKEI", ["MN", "PL", "TR"]),
        ("hashtags", "Nutzer rufen #Mongolei und #TeamPolen.", ["MN", "PL"]),
        ("divided", "Die Regierung der Mongo-\nlei und die Führung der Ukra-\nine schweigen.", ["MN", "UA"]),
        ("not divided", "Der Nord-\nSüd-Dialog mit Polen.", ["PL"]),
        ("non-breaking", "Der US\u2011Präsident reiste nach\u00a0Polen.", ["US", "PL"]),
        ("entities", "Die T&uuml;rkei &amp; Polen.", ["TR", "PL"]),
        ("metonyms", "Die Islamische Republik und der Kreml schweigen.", ["IR", "RU"]),
        ("joined adjectives", "Die sino-russischen Gespräche begannen.", ["CN", "RU"]),
        ("Namibia", "Namibia und die namibische Regierung schweigen.", ["NA", "NA"]),
    ],
)  # fmt: skip
def test_mentions(kind: str, text: str, found: list[str]) -> None:
    assert countries(text) == found


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("soft hyphens", f"Polen verur{SHY}teilte den Angriff Russ{SHY}lands scharf.", ("PL", "RU", -1)),
        ("capitals", "DIE MONGOLEI LOBTE POLEN FÜR SEINE HILFE", ("MN", "PL", 1)),
        ("ASCII", "Die Tuerkei ruegte Polen fuer sein Vorgehen.", ("TR", "PL", -1)),
        ("Nord-Korea", "China unterstützt Nord-Korea.", ("CN", "KP", 1)),
        ("mayor", "Kiews Bürgermeister Klitschko verurteilte Russland.", ("UA", "RU", -1)),
        ("ticker", "10:05 Uhr – Der Kreml kritisierte die USA.\n\n09:40 Uhr – Polen lobt sie.", ("RU", "US", -1)),
        ("ticker, below", "10:05 Uhr – Der Kreml schweigt.\n\n09:40 Uhr – Polen lobt die Mongolei.", ("PL", "MN", 1)),
    ],
)  # fmt: skip
def test_stances(kind: str, text: str, found: tuple[str, str, int]) -> None:
    assert found in edges(text)
    assert all(holder != target for holder, target, _ in edges(text))


@pytest.mark.parametrize(
    "dateline",
    [
        "WASHINGTON taz |", "(dpa) Washington –", "Washington –", "WASHINGTON/BRÜSSEL.", "Washington, den 3. März.",
        "Washington (dpa/AFP) –", "mrc WASHINGTON.", "Washington ·", "Washington, 3. Mai (Reuters) -",
    ],
)  # fmt: skip
def test_datelines_are_places_and_hold_no_stance(dateline: str) -> None:
    found = record(f"Streit um die Wahl\n\n{dateline} Die Regierung der USA hat die Wahl in Polen scharf kritisiert.")
    assert [row["kind"] for row in found["segments"]] == ["title", "dateline", "lead"]
    assert found["mentions"][0]["role"] == "place"
    assert not any(row["target"] == "US" for row in found["stances"])


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("nested", "Wang Yi sagte: „Putin versicherte mir: ‚Russland bleibt.‘“", ["CN", "RU"]),
        ("chevrons", ">>Wir bleiben<<, sagte Tokajew. <<Wir gehen>>, sagte Putin.", ["KZ", "RU"]),
        ("entities", "&quot;Wir bleiben&quot;, sagte Tokajew.", ["KZ"]),
        ("one lost mark", "„Wir bleiben, sagte Tokajew.\n\n„Wir gehen“, sagte Putin.", ["KZ", "RU"]),
        ("headline above", "Viele Termine\n\n„Wir brauchen Zeit“, sagte Tokajew am Freitag.", ["KZ"]),
        (
            "interview",
            "„Wir warten“\n\nPräsident Tokajew im Interview\n\nFAZ: Herr Präsident, was tun Sie?\n\nTokajew: "
            "Wir warten. Polen ist ein guter Partner.\n\nFAZ: Und China?\n\nTokajew: China ist unser Nachbar.",
            ["KZ", "DE", "KZ", "DE", "KZ"],
        ),
    ],
)
def test_voices(kind: str, text: str, found: list[str | None]) -> None:
    assert [country for _, country in voices(text)] == found


def test_a_headline_is_no_part_of_the_quote_below_it() -> None:
    assert voices("Viele Termine\n\n„Wir brauchen Zeit“, sagte Tokajew.")[0][0] == "„Wir brauchen Zeit“"


@pytest.mark.parametrize("when", ["am Freitag", "im Mai", "am Sonntag der Agentur Tass", "am 3. März"])
def test_days_and_agencies_hear_nothing(when: str) -> None:
    found = record(f"„Wir warten noch ab“, sagte der Präsident Tokajew {when}.")
    assert [row["addressee_text"] for row in found["quotes"]] == [None]


@pytest.mark.parametrize(
    "residue",
    [
        "Auch interessant\n\n- Polen greift China an\n- „Irre“: Russland droht den USA",
        "Externer Inhalt\n\nAn dieser Stelle finden Sie einen externen Inhalt von Polen.",
        "Sie möchten weiterlesen? Jetzt vier Wochen für 1 Euro testen.",
        "Foto: dpa/Polen",
        "Von Eva Muster, Warschau",
    ],
)
def test_what_surrounds_a_text_counts_nowhere(residue: str) -> None:
    text = f"Ein Abkommen in Bischkek\n\n{BODY}\n\n{residue}"
    found = record(text)
    end = text.index("\n\n", text.index(BODY))
    assert {row["kind"] for row in found["segments"] if row["start"] > end} <= UNCOUNTED
    assert all(row["end"] <= end for table in ("mentions", "quotes", "stances") for row in found[table])


@pytest.mark.parametrize(
    ("kind", "text", "title"),
    [
        ("colon", f"Polen wartet ab\n\nDer Minister sprach in Warschau. Er sagte:\n\n{BODY}", "Polen wartet ab"),
        ("site", f"Polen wartet ab | DW\n\n{BODY}", "Polen wartet ab"),
        ("dash", f"Warschau – Stadt am Fluss\n\n{BODY}", "Warschau – Stadt am Fluss"),
        ("table", "Handel mit Polen\n\nLand\t2022\t2023\nChina\t24,1\t31,5\nUSA\t3,0\t4,1", "Handel mit Polen"),
    ],
)
def test_titles(kind: str, text: str, title: str) -> None:
    titles = [text[row["start"] : row["end"]] for row in record(text)["segments"] if row["kind"] == "title"]
    assert titles == [title]


def test_a_text_that_is_not_german_is_refused_with_what_to_do() -> None:
    text = (
        "Kazakhstan moves away from Russia\n\nThe president of Kazakhstan has condemned the war in Ukraine and said "
        "that his country would not help Moscow to evade the sanctions that the West has imposed on it since last year."
    )
    assert "English" in record(text)["error"]
    assert "--any-language" in record(text)["error"]
