"""Taking back: the tables are as if a correction had not been made, in whatever order corrections are taken back."""

from __future__ import annotations

import random
from typing import Any

import pytest
from handmade import WHEN

from analysis import Analysis
from analysis.errors import CorrectionError

VALUES: dict[str, tuple[dict[str, Any], ...]] = {
    "m": ({"country": "KG"}, {"country": "TM"}, {"country": "RU", "form": "name"}, {"role": "place"}),
    "a": ({"country": "UZ"}, {"name": "Jemand"}),
    "q": ({"speaker": "CN"}, {"speaker": None}, {"speaker_country": "UZ"}, {"type": "reported"}, {"type": "indirect"}),
    "t": ({"sign": 1}, {"sign": -1}, {"holder": "KZ"}, {"holder": "narrator", "kind": "act"}, {"target": "US"}),
    "k": ({"kind": "booster"},),
}


def say(result: Analysis, step: tuple[str, str, dict[str, Any]]) -> Analysis:
    """Carry out a step: a verb, the id of a row, and what the verb takes."""
    verb, row_id, given = step
    if verb == "add":
        return result.add(row_id, when=WHEN, **given)
    return getattr(result, verb)(row_id, when=WHEN, **given)


def a_step(chance: random.Random, result: Analysis) -> tuple[str, str, dict[str, Any]]:
    """Give a step that somebody might take with these rows."""
    verb = chance.choice(["correct", "correct", "correct", "reject", "reject", "confirm", "add"])
    if verb == "add":
        return chance.choice(
            [
                ("add", "mentions", {"country": "KG", "text": "uns"}),
                ("add", "quotes", {"speaker": "KG", "text": "Moskau droht auch Astana"}),
                ("add", "stances", {"holder": "KG", "target": "RU", "sign": -1, "text": "falsch"}),
            ]
        )
    row_id = chance.choice(
        [row[1] for name in ("mentions", "quotes", "stances", "markers") for row in result.rows[name]]
    )
    return verb, row_id, chance.choice(VALUES[row_id[0]]) if verb == "correct" else {}


def data(result: Analysis) -> dict[str, list[Any]]:
    tables = ("mentions", "actors", "quotes", "stances", "markers")
    return {name: list(result.rows[name]) for name in tables}


def unaimed(result: Analysis) -> dict[str, list[Any]]:
    """Give the tables without what was nearest when a stance was added: the mention that it is toward."""
    stances = [row._replace(target_mention=None) if row.rule == "hand" else row for row in result.rows["stances"]]
    return {**data(result), "stances": stances}


@pytest.mark.parametrize("seed", range(60))
def test_what_is_left_is_what_the_others_alone_have_made(result, seed):
    chance = random.Random(seed)
    start, steps, ids = result, [], []
    while len(steps) < 5:
        step = a_step(chance, result)
        before = len(result.rows.get("corrections", ()))
        try:
            result = say(result, step)
        except CorrectionError:
            continue  # it is so already
        steps.append(step)
        ids.append([made.correction_id for made in result.rows["corrections"][before:] if made.follows is None])
    place = chance.randrange(len(steps))
    alone = start
    try:
        taken = result
        for correction_id in reversed(ids[place]):
            taken = taken.revert(correction_id)
        for step in steps[:place] + steps[place + 1 :]:
            alone = say(alone, step)
    except CorrectionError:
        return  # a later step rests on it
    assert unaimed(taken) == unaimed(alone)
    kept = [each for number, some in enumerate(ids) if number != place for each in some]
    assert [made.correction_id for made in taken.rows["corrections"] if made.follows is None] == kept
    names = [made.correction_id for made in taken.rows["corrections"]]
    assert len(set(names)) == len(names)


def test_of_two_rejected_mentions_of_a_state_either_can_be_taken_back(result):
    both = result.reject("m4").reject("m6")
    first, last = (made.correction_id for made in both.rows["corrections"] if made.follows is None)
    counts = [
        [actor.n_mentions for actor in each.rows["actors"] if actor.name == "Russland"]
        for each in (both, both.revert(first), both.revert(last), both.revert(first).revert(last))
    ]
    assert counts == [[1], [2], [2], [3]]
    assert data(both.revert(first)) == data(result.reject("m6"))
    assert both.revert(first).rows["corrections"][-1].before == "3"
    assert data(both.revert(first).revert(last)) == data(result)


def test_a_state_that_another_mention_names_too_stays_an_actor(result):
    both = result.correct("m3", country="TW").correct("m7", country="TW")
    first = both.rows["corrections"][0].correction_id
    assert data(both.revert(first)) == data(result.correct("m7", country="TW"))


def test_a_holder_set_by_hand_stays_when_the_speaker_is_taken_back(result):
    both = result.correct("q1", speaker="CN").correct("t1", holder="UZ")
    assert data(both.revert("c1")) == data(result.correct("t1", holder="UZ"))


def test_a_value_that_is_so_without_it_is_kept_as_already_so(result):
    both = result.correct("q1", speaker="CN").correct("q1", speaker_country="KG")
    left = both.revert("c1")
    assert data(left) == data(result)
    assert [(made.field, made.state) for made in left.rows["corrections"]] == [("speaker_country", "already so")]
    assert left.n_corrected == 0


def test_rows_at_one_place_and_actors_come_back_where_they_were(result):
    both = result.add("stances", holder="KZ", target="CN", sign=1, text="droht auch")
    for row_id in ("t3", "a1", "q1", "m3"):
        last = both.reject(row_id)
        first = last.rows["corrections"][len(both.rows["corrections"])].correction_id
        assert data(last.revert(first)) == data(both), row_id


def test_a_row_that_was_added_is_not_taken_back_under_a_later_correction(result):
    both = result.add("stances", holder="KZ", target="CN", sign=1, text="droht auch").correct("t4", sign=-1)
    with pytest.raises(CorrectionError, match="c2 was made later and rests on c1"):
        both.revert("c1")


def test_an_added_row_names_no_row_that_is_gone(result):
    both = result.add("mentions", country="KG", text="uns")
    both = both.add("stances", holder="RU", target="KG", sign=-1, text="Moskau droht uns")
    assert (both.rows["stances"][1].stance_id, both.rows["stances"][1].target_mention) == ("t4", "m8")
    assert both.revert("c1").rows["stances"][1].target_mention == "m2"
    both = result.add("quotes", speaker="KG", text="Moskau droht auch Astana")
    both = both.add("stances", holder="RU", target="KZ", sign=-1, text="auch").add(
        "mentions", country="RU", text="auch"
    )
    left = both.revert(both.rows["corrections"][0].correction_id)
    assert {row.voice for row in left.rows["stances"] if row.start > 142} == {"narrator"}
    assert {row.voice for row in left.rows["mentions"] if row.start > 142} == {"narrator"}
