"""Construct checks: do the indicators behave as what they claim to measure has to behave?"""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import tables
from analysis.errors import LexiconError, MittellageError
from analysis.framing import DEFAULT, INDICATORS, Perspective, caveat, framing_rows, measure_framing, perspective_of

SWAP = {"RU": "US", "US": "RU"}
AGENT = "{0} {0} PROPN 2 nsubj\nlobt loben VERB 0 root\n{1} {1} PROPN 2 obj"


@pytest.fixture
def article(text):
    """Give a text with something in every table."""
    built = text()
    built.add("USA lobt Kasachstan", kind="title", stances=[("US", "KZ", 1)], tree=AGENT.format("USA", "Kasachstan"))
    built.add(
        "Moskau sagte, vielleicht sei Kasachstan „Freund“ der Armee",
        kind="lead",
        quotes=[("RU", "indirect", "vielleicht sei Kasachstan „Freund“ der Armee")],
        markers=[("hedge", "vielleicht"), ("scare_quote", "„Freund“")],
        stances=[("RU", "KZ", 1)],
    )
    built.add("Kasachstan lobt China", stances=[("KZ", "CN", 1)], tree=AGENT.format("Kasachstan", "China"))
    built.add("Washington und die Ukraine warnen Russland", stances=[("US", "RU", -1), ("narrator", "RU", -1)])
    built.add("„Wir helfen Usbekistan“, so Washington", quotes=[("US", "direct", "„Wir helfen Usbekistan“")])
    built.add("Kasachstan lobt Russland", stances=[("KZ", "RU", 1)], tree=AGENT.format("Kasachstan", "Russland"))
    built.add(
        "Kasachstan lobt USA", stances=[("KZ", "US", 1), ("KZ", "RU", -1)], tree=AGENT.format("Kasachstan", "USA")
    )
    built.add("Usbekistan kauft Waffen", tree="Usbekistan Usbekistan PROPN 2 nsubj\nkauft kaufen VERB 0 root\n"
              "Waffen Waffe NOUN 2 obj")  # fmt: skip
    return built


def values(framing: pd.DataFrame) -> dict[tuple[str, str], float | None]:
    return {
        (row.indicator, row.unit): None if pd.isna(row.value) else round(float(row.value), 9)
        for row in framing.itertuples()
    }


def swapped(code: str | None) -> str | None:
    return SWAP.get(code or "", code)


def test_swapping_two_poles_swaps_their_indicators(article) -> None:
    before = values(measure_framing(article.tables))
    rows = article.rows
    rows["mentions"] = [row._replace(country=swapped(row.country)) for row in rows["mentions"]]
    rows["quotes"] = [row._replace(speaker_country=swapped(row.speaker_country)) for row in rows["quotes"]]
    rows["stances"] = [
        row._replace(holder=swapped(row.holder), holder_country=swapped(row.holder_country), target=swapped(row.target))
        for row in rows["stances"]
    ]
    after = values(measure_framing(article.tables))

    def mirrored(unit: str) -> str:
        for sign in (":", ">"):
            if sign in unit:
                return sign.join(SWAP.get(part, part) for part in unit.split(sign))
        return SWAP.get(unit, unit)

    assert {(name, mirrored(unit)): value for (name, unit), value in before.items()} == after
    assert before["relation_sign", "US>CENTRAL_ASIA"] is not None


def repeat(built, text, *, times: int):
    """Write the same text several times in one document."""
    whole = text()
    count = len(built.rows["sentences"])
    for copy in range(times):
        shift = copy * built.end
        for name, rows in built.rows.items():
            for row in rows:
                changes = {"doc_id": "d"}
                for field in ("start", "end"):
                    if field in row._fields:
                        changes[field] = getattr(row, field) + shift
                for field in ("sentence_id", "paragraph"):
                    if field in row._fields:
                        changes[field] = getattr(row, field) + copy * count
                for field in ("token_id", "head"):
                    if field in row._fields:
                        changes[field] = getattr(row, field) + copy * len(built.rows["tokens"])
                for field in ("segment_id", "mention_id", "quote_id", "stance_id", "marker_id"):
                    if field in row._fields:
                        changes[field] = f"{getattr(row, field)}x{copy}"
                if "spans" in row._fields:
                    changes["spans"] = tuple((a + shift, b + shift) for a, b in row.spans)
                if getattr(row, "voice", "narrator") != "narrator":
                    changes["voice"] = f"{row.voice}x{copy}"
                whole.rows[name].append(row._replace(**changes))
    return whole


def test_duplicating_a_text_keeps_ratios_and_narrows_intervals(article, text) -> None:
    free = [name for name, each in INDICATORS.items() if not each.ordered]
    once = measure_framing(article.tables, indicators=free)
    four = measure_framing(repeat(article, text, times=4).tables, indicators=free)
    # The association needs two sentences, which the copies provide; what was known stays what it was.
    known = {key: value for key, value in values(once).items() if value is not None or key[0] != "frame_association"}
    assert known == {key: value for key, value in values(four).items() if key in known}
    both = once.merge(four, on=["indicator", "unit"], suffixes=("", "_4")).dropna(subset=["low", "high", "low_4"])
    widths = (both["high"] - both["low"], both["high_4"] - both["low_4"])
    wide = widths[0] > 0
    assert int(wide.sum()) > 100
    # Answered dyads stay as many as they were, so their interval stays as wide.
    narrower = (widths[1] < widths[0]) | (both["indicator"] == "relation_reciprocity")
    assert both[wide & ~narrower][["indicator", "unit"]].to_numpy().tolist() == []


def test_shuffling_sentences_leaves_order_free_indicators_alone(article, text) -> None:
    order = [3, 0, 6, 2, 7, 1, 5, 4]
    shuffled = text()
    rows, starts, at = article.rows, {}, 0
    for sentence_id in order:
        sentence = rows["sentences"][sentence_id]
        starts[sentence_id] = at - sentence.start
        at += len(sentence.text) + 1
    segments = {row.segment_id: int(row.segment_id[1:]) - 1 for row in rows["segments"]}
    for name, listed in rows.items():
        for row in listed:
            home = segments[row.segment_id] if name == "segments" else getattr(row, "sentence_id", None)
            if home is not None:
                row = row._replace(start=row.start + starts[home], end=row.end + starts[home])
                if "spans" in row._fields:
                    row = row._replace(spans=tuple((a + starts[home], b + starts[home]) for a, b in row.spans))
            shuffled.rows[name].append(row)
    free = [name for name, each in INDICATORS.items() if not each.ordered]
    assert values(measure_framing(article.tables, indicators=free)) == values(
        measure_framing(shuffled.tables, indicators=free)
    )
    bound = [name for name, each in INDICATORS.items() if each.ordered]
    assert values(measure_framing(article.tables, indicators=bound)) != values(
        measure_framing(shuffled.tables, indicators=bound)
    )


def test_a_text_without_the_focus_says_unknown_and_not_zero(text) -> None:
    built = text().add("Russland lobt China", stances=[("RU", "CN", 1)], tree=AGENT.format("Russland", "China"))
    found = values(measure_framing(built.tables))
    about = {
        key: value
        for key, value in found.items()
        if any(part in ("CENTRAL_ASIA", *DEFAULT.states) for part in key[1].replace(">", ":").split(":"))
        and not key[0].startswith(("attention_share", "attention_lead", "attention_decay", "voice_"))
    }
    assert len(about) > 80
    assert set(about.values()) == {None}


def test_every_value_lies_in_its_interval(article) -> None:
    framing = measure_framing(article.tables).dropna(subset=["value", "low", "high"])
    assert len(framing) > 100
    assert (framing["low"] <= framing["value"]).all()
    assert (framing["value"] <= framing["high"]).all()


def test_evidence_names_rows_that_exist(article) -> None:
    ids = {
        str(row._asdict()[column])
        for name, column in [("mentions", "mention_id"), ("quotes", "quote_id"), ("stances", "stance_id"),
                             ("markers", "marker_id"), ("sentences", "sentence_id")]
        for row in article.rows[name]
    }  # fmt: skip
    framing = measure_framing(article.tables)
    assert {piece for pieces in framing["evidence"] for piece in pieces} <= ids
    known = framing.dropna(subset=["value"])
    assert (known["n"] > 0).all()
    assert (framing[framing["value"].isna()]["evidence"].map(len) == 0).all()


def test_same_input_same_table_and_other_seed_same_values(article) -> None:
    first, second = (measure_framing(article.tables) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    other = measure_framing(article.tables, seed=7)
    assert values(first) == values(other)
    assert not first["low"].equals(other["low"])


def test_rows_and_frames_give_the_same(article) -> None:
    rows = framing_rows(article.rows, perspective=DEFAULT)
    pd.testing.assert_frame_equal(tables.frame("framing", rows), measure_framing(article.tables))


def test_documents_are_measured_one_by_one(article, text) -> None:
    other = text("e").add("China wartet")
    both = {name: pd.concat([table, other.tables[name]], ignore_index=True) for name, table in article.tables.items()}
    framing = measure_framing(both)
    alone = measure_framing(other.tables)
    assert framing["doc_id"].unique().tolist() == ["d", "e"]
    pd.testing.assert_frame_equal(framing[framing["doc_id"] == "e"].reset_index(drop=True), alone)


def test_translated_texts_carry_a_caveat_on_wording_only(article) -> None:
    framing = measure_framing(article.tables, translated=True)
    assert "nomination_share" in framing.attrs["caveats"]
    assert "attention_share" not in framing.attrs["caveats"]
    assert caveat("agency_activation", translated=True) == "Übersetzter Text: Die Wortwahl stammt auch vom Übersetzer."
    assert caveat("agency_activation", translated=False) is None
    assert caveat("attention_share", translated=True) is None
    assert not measure_framing(article.tables).attrs


def test_no_tables_at_all() -> None:
    assert measure_framing({}).empty


@pytest.mark.parametrize(
    ("focus", "poles", "complaint"),
    [((), ("RU", "US"), "(none)"), (("KZ",), ("RU",), "at least two"), (("KZ",), ("KZ", "RU"), "KZ is in both"),
     (("DE",), ("EU", "RU"), "DE is in both")],
)  # fmt: skip
def test_a_perspective_that_contradicts_itself_is_refused(focus, poles, complaint) -> None:
    with pytest.raises(LexiconError) as error:
        perspective_of(focus, poles)
    assert complaint in str(error.value)


def test_an_unknown_indicator_is_named_with_those_that_exist() -> None:
    with pytest.raises(MittellageError, match=r"'agnecy'.*attention_share"):
        measure_framing({}, indicators=["agnecy"])


def test_perspectives() -> None:
    assert Perspective(focus=("CENTRAL_ASIA",)).states == ("KG", "KZ", "TJ", "TM", "UZ")
    assert Perspective(focus=("MD", "GE")).states == ("GE", "MD")
    assert Perspective(focus=("MD", "GE")).unit("GE") == "FOCUS"
    assert Perspective(poles=("EU", "RU")).unit("PL") == "EU"
    assert Perspective(poles=("WEST", "RU")).unit("DE") == "WEST"
