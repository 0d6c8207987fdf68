"""What follows from a correction, in the row and in all rows that rest on it."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import WHEN

from analysis import analyse
from analysis.corrections.follow import voice_of
from analysis.errors import CorrectionError
from analysis.voices import Voices


def row(result: Any, row_id: str) -> Any:
    table = {"m": "mentions", "a": "actors", "q": "quotes", "t": "stances", "k": "markers"}[row_id[0]]
    return next((each for each in result.rows[table] if each[1] == row_id), None)


@pytest.mark.parametrize(
    ("row_id", "given", "expected"),
    [
        # who holds: the code of a state, an actor, a name, the narrator, nobody
        ("t1", {"holder": "KZ"}, {"t1": {"holder": "Kasachstan", "holder_actor": "a6", "holder_country": "KZ"}}),
        ("t1", {"holder": "a3"}, {"t1": {"holder": "Russland", "holder_actor": "a3", "holder_country": "RU"}}),
        ("t3", {"holder": "Japarow"}, {"t3": {"holder_actor": "a1", "holder_country": "KG"}}),
        ("t3", {"holder": "narrator"}, {"t3": {"holder": "narrator", "holder_actor": None, "holder_country": None}}),
        ("t3", {"holder": None}, {"t3": {"holder": None, "holder_actor": None, "holder_country": None}}),
        ("t3", {"holder": "Frau Weiß"}, {"t3": {"holder": "Frau Weiß", "holder_actor": None, "holder_country": None}}),
        ("t3", {"holder": "NATO"}, {"t3": {"holder": "NATO", "holder_country": "NATO"}}),
        ("t3", {"holder": "Frau Weiß", "holder_country": "UZ"}, {"t3": {"holder_actor": None, "holder_country": "UZ"}}),
        # whom and which way
        ("t2", {"target": "CN"}, {"t2": {"target": "CN", "target_mention": "m3"}}),
        ("t2", {"target": "US"}, {"t2": {"target": "US", "target_mention": None}}),
        ("t2", {"sign": 1}, {"t2": {"sign": 1, "score": 0.8}}),
        ("t2", {"sign": "+", "hedged": True}, {"t2": {"sign": 1, "hedged": True}}),
        # a speaker holds what the quote says, and nothing else
        (
            "q1",
            {"speaker": "KZ"},
            {
                "q1": {"speaker_name": "Kasachstan", "speaker_kind": "state", "speaker_role": "official"},
                "t1": {"holder": "Kasachstan", "holder_country": "KZ", "voice": "q1"},
                "t3": {"holder": "Russland"},
            },
        ),
        ("q1", {"speaker_country": "UZ"}, {"t1": {"holder": "Sadyr Schaparow", "holder_country": "UZ"}}),
        ("q1", {"speaker_role": "expert"}, {"t2": {"holder_country": None}}),
        # a reported act changes no voice
        ("q1", {"type": "reported"}, {"m3": {"voice": "narrator"}, "t1": {"voice": "narrator", "holder": "narrator"}}),
        # a mention's country is the target
        (
            "m3",
            {"country": "TW"},
            {
                "m3": {"entity": "Taiwan"},
                "t1": {"target": "TW"},
                "t2": {"target": "RU"},
                "a5": {"n_mentions": 0},
                "a7": {"name": "Taiwan", "country": "TW", "n_mentions": 1},
            },
        ),
        # an actor's country is that of all that it says and of its name in the text
        (
            "a1",
            {"country": "UZ"},
            {"q1": {"speaker_country": "UZ"}, "t2": {"holder_country": "UZ"}, "m2": {"country": "UZ"}},
        ),
        ("a1", {"name": "Sadyr Japarow"}, {"q1": {"speaker_name": "Sadyr Japarow"}, "t1": {"holder": "Sadyr Japarow"}}),
        ("k1", {"kind": "booster"}, {"k1": {"kind": "booster", "text": "wohl"}}),
    ],
)  # fmt: skip
def test_a_change_is_followed(result, row_id, given, expected):
    corrected = result.correct(row_id, when=WHEN, **given)
    for name, values in expected.items():
        found = row(corrected, name)
        assert {column: getattr(found, column) for column in values} == values, name


def test_the_result_that_was_corrected_stays_as_it_was(result):
    before = {name: list(rows) for name, rows in result.rows.items()}
    result.correct("q1", speaker="KZ").reject("m3").add("markers", kind="hedge", text="Nähe")
    assert {name: list(rows) for name, rows in result.rows.items()} == before


@pytest.mark.parametrize(
    ("row_id", "gone", "expected"),
    [
        ("t2", {"t2"}, {"t1": {"sign": 1}}),
        (
            "q1",
            {"q1"},
            {
                "t1": {"voice": "narrator", "holder": "narrator", "holder_actor": None, "holder_country": None},
                "m4": {"voice": "narrator"},
                "k1": {"voice": "narrator"},
                "m5": {"voice": "q2"},
            },
        ),
        ("m3", {"m3", "t1"}, {"t2": {"target": "RU"}, "a5": {"n_mentions": 0}}),
        ("a1", {"a1"}, {"q1": {"speaker_actor": None, "speaker_country": "KG"}, "t1": {"holder_actor": None}}),
    ],
)  # fmt: skip
def test_a_rejection_is_followed(result, row_id, gone, expected):
    corrected = result.reject(row_id)
    for name, values in expected.items():
        assert {column: getattr(row(corrected, name), column) for column in values} == values, name
    for name in gone:
        assert row(corrected, name) is None
    assert all((row(corrected, f"t{n}") is None) == (f"t{n}" in gone) for n in (1, 2, 3))


def test_a_stance_keeps_another_mention_of_its_target_in_the_sentence(result):
    result = result.add("mentions", country="CN", text="Wir danken", form="demonym")
    assert row(result.reject("m3"), "t1").target_mention == "m8"


def test_what_was_set_by_hand_stays(result):
    result = result.correct("t1", holder="UZ").correct("q1", speaker="KZ")
    assert row(result, "t1").holder == "Usbekistan"
    assert row(result, "t2").holder == "Kasachstan"


@pytest.mark.parametrize(
    ("table", "given", "expected"),
    [
        (
            "stances",
            {"holder": "Japarow", "target": "ru", "sign": -1, "text": "Druck"},
            {
                "stance_id": "t4", "sentence_id": 2, "holder_actor": "a1", "holder_country": "KG", "voice": "q2",
                "target": "RU", "target_mention": "m5", "score": -1.0, "rule": "hand", "kind": "speech",
            },
        ),
        ("stances", {"holder": None, "target": "KG", "sign": 1, "text": "sucht", "kind": "act"}, {"holder": None}),
        ("mentions", {"country": "KG", "text": "uns"}, {"mention_id": "m8", "entity": "Kirgisistan", "voice": "q1"}),
        (
            "quotes",
            {"speaker": "a2", "text": "Moskau droht auch Astana", "type": "indirect"},
            {"quote_id": "q3", "speaker_country": "KG", "speaker_role": "official", "parent_id": None},
        ),
        ("quotes", {"text": "danken China"}, {"parent_id": "q1", "speaker_kind": "anonymous"}),
        ("markers", {"kind": "evidential", "text": "nannte"}, {"marker_id": "k2", "voice": "narrator"}),
        ("actors", {"name": "Dritte Person", "kind": "person", "country": "KZ"}, {"actor_id": "a7", "n_mentions": 0}),
    ],
)  # fmt: skip
def test_a_row_is_added(result, table, given, expected):
    corrected = result.add(table, **given)
    (new,) = [each for each in corrected.rows[table] if each not in result.rows[table]]
    assert {column: getattr(new, column) for column in expected} == expected
    if "text" in given:
        assert corrected.document.text[new.start : new.end] == given["text"]
        starts = [each.start for each in corrected.rows[table]]
        assert starts == sorted(starts)


def test_an_added_quote_is_the_voice_of_what_stands_in_it(result):
    corrected = result.add("quotes", speaker="KG", text="Moskau droht auch Astana", type="indirect")
    assert [row(corrected, name).voice for name in ("m6", "m7", "t3")] == ["q3", "q3", "q3"]
    assert row(corrected, "t3").holder == "Russland"  # a holder who was named, not the narrator


def test_a_new_place_brings_its_words(result):
    text = result.document.text
    start = text.index("Wir danken")
    corrected = result.correct("q1", start=start, end=text.index(", aber"))
    quote = row(corrected, "q1")
    assert (quote.text, quote.spans) == ("Wir danken China", ((start, quote.end),))
    assert [row(corrected, name).voice for name in ("m3", "m4", "t1", "t2")] == ["q1", "narrator", "q1", "narrator"]
    assert row(corrected, "t2").holder == "narrator"
    spans = ((start, start + 3), (start + 11, start + 16))
    assert row(result.correct("q1", spans=spans), "q1").text == "Wir … China"
    moved = row(result.correct("m1", start=text.index("Nähe"), end=text.index("Nähe") + 4), "m1")
    assert (moved.text, moved.sentence_id) == ("Nähe", 0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda r: r.correct("t99", sign=1), "no row 't99' in stances. Rows are t1, t2, t3"),
        (lambda r: r.correct("x1", sign=1), "not the id of a row"),
        (lambda r: r.correct("t²", sign=1), "not the id of a row"),
        (lambda r: r.correct("s1", kind="title"), "not the id of a row"),
        (lambda r: r.correct("t1"), "Say what to correct"),
        (lambda r: r.correct("t1", mood="bad"), "columns are holder"),
        (lambda r: r.correct("t1", stance_id="t5"), "cannot be corrected"),
        (lambda r: r.correct("t1", sign=0), "it is 1 or -1"),
        (lambda r: r.correct("t1", sign=True), "it is 1 or -1"),
        (lambda r: r.correct("t1", sign=1), "already"),
        (lambda r: r.correct("t1", target="XX"), "code of a country"),
        (lambda r: r.correct("t1", target=None), "cannot be empty"),
        (lambda r: r.correct("t1", kind="deed"), "values are speech, act, relation, conduct"),
        (lambda r: r.correct("t1", hedged="yes"), "True or False"),
        (lambda r: r.correct("t1", voice="q9"), "no row 'q9' in quotes"),
        (lambda r: r.correct("q1", start=5, end=3), "no stretch of the text"),
        (lambda r: r.correct("q1", spans=[(0, 10**9)]), "no stretch of the text"),
        (lambda r: r.correct("q1", spans="all"), "list of (start, end)"),
        (lambda r: r.add("tokens", text="x"), "Rows of 'tokens' cannot be corrected"),
        (lambda r: r.add("stances", target="RU", sign=1, text="Nähe"), "holder is missing"),
        (lambda r: r.add("stances", holder="KG", sign=1, text="Nähe"), "target is missing"),
        (lambda r: r.add("mentions", country="KG"), "Say where the row stands"),
        (lambda r: r.add("mentions", country="KG", text="Taschkent"), "does not contain"),
        (lambda r: r.add("mentions", country="RU", text="Moskau"), "stands in the text 3 times"),
        (lambda r: r.add("mentions", country="RU", text="Moskau", start=0), "stands 'Bischk'"),
        (lambda r: r.add("mentions", country="RU", start=3, end=10**7), "no stretch of the text"),
        (lambda r: r.correct("t1", sign=-1, when="gestern"), "is no time"),
        (lambda r: r.revert("c1"), "There is no correction 'c1'"),
    ],
)  # fmt: skip
def test_what_cannot_be_corrected_is_said(result, call, message):
    with pytest.raises(CorrectionError) as caught:
        call(result)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 500


NESTED = (
    "Tokajew sagte: „Der Minister nannte Russland einen ‚verlässlichen Freund‘ Kasachstans.“",
    "Blinken sagte, Peking habe erklärt, man werde „die Integrität Kasachstans achten“. Es hieß, „Russland lügt“.",
    "„Wir haben gehört, ‚China ist stark‘“, sagte Tokajew. Ein Beobachter: „Moskau schweigt.“",
)


@pytest.mark.parametrize("text", NESTED)
def test_voices_after_a_correction_are_those_of_the_stages(text):
    result = analyse(text)
    voices = Voices(result.rows["quotes"])
    for table in ("mentions", "stances", "markers"):
        assert [voice_of(voices, row) for row in result.rows[table]] == [row.voice for row in result.rows[table]]


def test_words_in_a_quote_without_a_speaker_are_those_of_the_speaker_around_it():
    result = analyse(NESTED[2])
    outer = next(quote for quote in result.rows["quotes"] if quote.speaker_text == "Tokajew")
    start = NESTED[2].index("China ist stark")
    inner = outer._replace(quote_id="q9", spans=((start, start + 15),), speaker_text=None, speaker_name=None)
    voices = Voices([inner, outer])
    mention = next(row for row in result.rows["mentions"] if row.country == "CN")
    assert voice_of(voices, mention) == outer.quote_id
