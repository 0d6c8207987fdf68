"""Interviews and bounds: whose words a turn is, and that no quote crosses a segment."""

from __future__ import annotations

from datetime import date

import pytest

from analysis import Analysis, analyse
from analysis.reading import Document

GUEST = "Kassym-Jomart Tokajew"
HEAD = "„Wir warten nicht“\n\nDer kasachische Präsident Kassym-Schomart Tokajew über Polen und China"


def read(*blocks: str) -> Analysis:
    return analyse(Document.from_text("\n\n".join(blocks), doc_id="d", date=date(2023, 5, 19)))


def voices(result: Analysis, kind: str) -> list[tuple[str, str | None, str | None]]:
    """Return text, speaker and country of the outer quotes that are turns of a kind."""
    spans = [(s.start, s.end) for s in result.rows["segments"] if s.kind == kind]
    return [
        (quote.text, quote.speaker_name, quote.speaker_country)
        for quote in result.rows["quotes"]
        if quote.parent_id is None and any(start <= quote.start < end for start, end in spans)
    ]


ANSWER = "China ist ein guter Nachbar. Das Vorgehen Polens war falsch."
SHORT = "Wir fürchten niemanden."


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("DIE ZEIT: ", "Tokajew: "), ("SZ: ", "TOKAJEW: "), ("t-online: ", "K.-S. T.: "), ("Kurier: ", "KST: "),
        ("Frage: ", "Antwort: "), ("**taz:** ", "**Tokajew:** "), ("ZEIT: ", "Kassym-Schomart Tokajew: "),
    ],
)  # fmt: skip
def test_an_answer_is_the_guests_direct_speech(question: str, answer: str) -> None:
    result = read(
        HEAD, f"{question}Und China?", f"{answer}{ANSWER}", f"{question}Fürchten Sie Polen?", f"{answer}{SHORT}"
    )
    assert voices(result, "answer") == [(ANSWER, GUEST, "KZ"), (SHORT, GUEST, "KZ")]
    assert {quote.type for quote in result.rows["quotes"] if quote.text in (ANSWER, SHORT)} == {"direct"}


@pytest.mark.parametrize(
    "questions",
    [("**Wie sehen Sie China?**", "**Fürchten Sie Polen?**"), ("Wie sehen Sie China?", "Fürchten Sie Polen?")],
)
def test_turns_without_labels_are_the_guest_of_the_lead(questions: tuple[str, str]) -> None:
    first, second = questions
    lead = "Präsident Tokajew im Interview mit Eva Muster über Xi Jinping."
    result = read("Gespräch in Astana", lead, first, ANSWER, "Polen schweigt dazu.", second, SHORT)
    expected = [(text, GUEST, "KZ") for text in (ANSWER, "Polen schweigt dazu.", SHORT)]
    assert voices(result, "answer") == expected


def test_a_question_is_the_presss() -> None:
    result = read(
        HEAD, "SZ: Polen überfällt China. Helfen Sie Warschau?", f"Tokajew: {SHORT}", "SZ: Ja?", "Tokajew: Ja."
    )
    rows = [quote for quote in result.rows["quotes"] if quote.text.startswith("Polen überfällt")]
    assert [(row.speaker_name, row.speaker_role) for row in rows] == [("Süddeutsche Zeitung", "media")]
    assert not [s for s in result.rows["stances"] if s.holder_country == "KZ" and s.target == "PL"]


def test_the_word_question_is_no_speaker() -> None:
    result = read(HEAD, "Frage: Was tun Sie?", f"Antwort: {SHORT}", "Frage: Nichts?", "Antwort: Nichts.")
    assert voices(result, "question") == []


def test_what_the_guest_quotes_is_nested() -> None:
    answer = "Nun ja. Putin sagte am Montag, dass Russland die Grenzen achtet. Ich glaube das nicht."
    result = read(HEAD, "SZ: Und Russland?", f"Tokajew: {answer}", "SZ: Wirklich?", "Tokajew: Ja.")
    inner = next(quote for quote in result.rows["quotes"] if quote.speaker_name == "Wladimir Putin")
    outer = next(quote for quote in result.rows["quotes"] if quote.text == answer)
    assert inner.parent_id == outer.quote_id


def test_the_narrator_says_nothing_in_an_answer() -> None:
    result = read(HEAD, "SZ: Und China?", f"Tokajew: {ANSWER}", "SZ: Und Polen?", "Tokajew: Polen hat uns enttäuscht.")
    stances = result.rows["stances"]
    assert {"CN", "PL"} <= {stance.target for stance in stances}
    assert {(stance.holder, stance.holder_country) for stance in stances} == {(GUEST, "KZ")}


def test_a_headline_in_quotation_marks_is_the_guests() -> None:
    result = read(
        "„China ist ein Partner“", "SZ: Herr Tokajew, und nun?", f"Tokajew: {SHORT}", "SZ: Ja?", "Tokajew: Ja."
    )
    assert voices(result, "title") == [("„China ist ein Partner“", GUEST, "KZ")]


@pytest.mark.parametrize(
    "blocks",
    [
        ("Viele Termine", "„Wir brauchen neue Wege“, sagte Präsident Tokajew gestern in Astana."),
        ("Experte warnt: Das ist gefährlich", "Die Züge sollen bald fahren, wie das Ministerium mitteilte."),
        ("Er sagte:", "„Wir sind Nachbarn. Das ist so.", "„Polen ist fern.“", "Danach reiste er ab."),
    ],
)
def test_no_quote_crosses_a_segment(blocks: tuple[str, ...]) -> None:
    result = read(*blocks)
    spans = [(s.start, s.end) for s in result.rows["segments"]]
    assert result.rows["quotes"]
    for quote in result.rows["quotes"]:
        assert any(start <= quote.start < quote.end <= end for start, end in spans), quote.text


def test_speech_that_opens_again_in_each_paragraph_keeps_its_speaker() -> None:
    result = read(
        "Polen setzt auf Ausgleich", "Außenminister Murat Nurtleu sprach gestern in Astana vor Abgeordneten. Er sagte:",
        "„Wir brauchen gute Nachbarn. Das ist Geografie.", "„China ist unser Partner, und wir schätzen Peking sehr.",
        "„Mit Polen wollen wir über Erze sprechen.“", "Danach reiste er weiter.",
    )  # fmt: skip
    names = [quote.speaker_name for quote in result.rows["quotes"] if quote.type == "direct"]
    assert names == ["Murat Nurtleu"] * 3


@pytest.mark.parametrize(
    "line", ["Von Boris Pistorius, Washington", "Aus Moskau berichtet Eva Muster", "Putin droht Polen (dpa/evm)"]
)
def test_bylines_and_teasers_count_nowhere(line: str) -> None:
    blocks = ["Wahl ohne Sieger", line, "Das Parlament tagt heute wieder."]
    if not line.startswith(("Von", "Aus")):
        blocks = ["Wahl ohne Sieger", "Das Parlament tagt heute wieder.", "Auch interessant", line]
    rows = read(*blocks).rows
    assert [rows[table] for table in ("mentions", "actors", "quotes", "stances")] == [[], [], [], []]
    assert rows["documents"][0].n_sentences == 2


@pytest.mark.parametrize("mark", ["Washington.", "(dpa) Washington –", "WASHINGTON taz |", "Washington, den 3. März."])
def test_the_town_of_a_dateline_is_a_place(mark: str) -> None:
    rows = read("Wahl ohne Sieger", f"{mark} Die USA kritisierten die Wahl in scharfer Form.").rows
    assert [(m.country, m.role) for m in rows["mentions"]] == [("US", "place"), ("US", "actor")]
    assert rows["stances"] == []
    assert [actor.kind for actor in rows["actors"]] == ["state"]


def test_times_of_a_ticker_are_neither_speakers_nor_holders() -> None:
    rows = read(
        "11:20 Uhr – Der Kreml hat die USA scharf kritisiert.", "[10:15] Tadschikistan lobt die USA.",
        "+++ 09:30 Peking kritisiert Washington +++",
        "Donnerstag, 2. März, 9.05 Uhr: „Wir warten“, sagt Sprecherin Mao Ning.",
    ).rows  # fmt: skip
    assert not [q for q in rows["quotes"] if q.speaker_text and any(sign.isdigit() for sign in q.speaker_text)]
    holders = {(s.holder_country, s.target, s.sign) for s in rows["stances"]}
    assert {("RU", "US", -1), ("TJ", "US", 1)} <= holders
    assert not [s for s in rows["stances"] if s.holder and any(sign.isdigit() for sign in s.holder)]
