"""What the reader sees: no names, the right references, the right cells."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.actors import View, link_actors, mention_rows
from analysis.language import parse
from analysis.quotes import quote_rows
from analysis.stance import stance_rows
from analysis.stance.holders import find_references
from analysis.stance.reader import Relator, encode, find_cells


def _encode(text):
    view = View(parse(text))
    mentions = mention_rows(view)
    actors = link_actors(view, mentions)
    quotes = quote_rows(view, actors)
    references = find_references(view, mentions, actors)
    return view, references, encode(view, mentions, quotes, references)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russland hat Frankreich gelobt.", "China hat Kanada gelobt."),
        ("Der russische Botschafter rügte Polen.", "Der kanadische Botschafter rügte Japan."),
        ("Putin traf Macron in Astana.", "Selenskyj traf Erdogan in Peking."),
        (
            "Die Russlandpolitik der Regierung in Wien ist gescheitert.",
            "Die Chinapolitik der Regierung in Rom ist gescheitert.",
        ),
    ],
)
def test_the_reader_sees_no_names(one, other):
    (_, _, first), (_, _, second) = _encode(one), _encode(other)
    assert first.forms == second.forms
    assert first.lemmas == second.lemmas
    assert np.array_equal(first.references, second.references)


def test_what_a_name_leaves_over_is_read():
    _, _, encoded = _encode("Die Russlandpolitik und die US-Sanktionen gegen prorussische Kräfte schaden Deutschland.")
    assert "Politik" in encoded.forms
    assert "Sanktionen" in encoded.forms
    assert "pro" in encoded.forms
    assert not {"Russland", "US", "Deutschland"} & set(encoded.forms)


@pytest.mark.parametrize(
    ("text", "word", "party"),
    [
        ("Die Regierung in Minsk schwieg.", "Regierung", "BY"),
        ("Das Außenministerium in Tokio schwieg.", "Außenministerium", "JP"),
        ("Kasachstan wächst. Das Land exportiert Öl.", "Land", "KZ"),
        ("Polen schwieg. Es wartete ab.", "Es", "PL"),
        ("Der ukrainische Botschafter in Wien lachte.", "Botschafter", "UA"),
        ("Die NATO tagte.", "NATO", "NATO"),
        ("Die UN-Generalversammlung tagte.", "UN-Generalversammlung", "UN"),
        ("Kiew schwieg.", "Kiew", "UA"),
        ("Polnische Experten schwiegen.", "Experten", None),
    ],
)
def test_references(text, word, party):
    view, references, _ = _encode(text)
    start = text.index(word)
    found = [r for r in references if view.starts[r.last] <= start + len(word) - 1 < view.ends[r.last]]
    assert [reference.party for reference in found] == [party]


def test_cells_reach_back_two_sentences_and_to_whom_the_text_is_about():
    _, _, encoded = _encode("Polen schwieg. Es regnete. Es schneite. Polen schwieg. Japan auch. Alle gingen.")
    cells = find_cells(encoded)
    pairs = {(int(s), encoded.parties[int(t)]) for s, t in zip(cells.sentences, cells.targets, strict=True)}
    assert {(0, "PL"), (1, "PL"), (2, "PL"), (4, "JP"), (5, "JP"), (5, "PL")} <= pairs
    assert (0, "JP") not in pairs


def test_organisations_and_blocs_are_no_targets():
    _, _, encoded = _encode("Der Westen und die NATO haben die UNO und die GUS gelobt.")
    assert not len(find_cells(encoded).sentences)


def test_paths_to_the_target_follow_the_tree():
    _, _, encoded = _encode("Astana lobte die Reformen in Taschkent.")
    cells = find_cells(encoded)
    related = Relator(encoded).relate(cells)
    row = [encoded.parties[int(t)] for t in cells.targets].index("UZ")
    words = encoded.forms
    assert related.paths[row][5] == 0
    assert related.distances[row][5] == 0
    assert related.flags[row][5] == 1
    assert related.flags[row][0] == 2
    assert related.paths[row][words.index("lobte")] > 0


ODD = {
    "blank": " \n ",
    "emoji": "😀😀😀 Polen 🇰🇿",
    "signs": "§" * 50 + " Polen",
    "long": "Polen lobt Litauen und " * 500 + "Japan.",
    "marks": "„" * 100 + " Polen",
    "broken": "Die Regierung der Vereinigten\nStaaten lobte Polen.",
    "word": "Polen" + "x" * 5000,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_are_read(text):
    view, _, encoded = _encode(text)
    cells = find_cells(encoded)
    assert len(encoded.forms) == len(encoded.categories)
    assert encoded.sentences[-1] == len(encoded.forms)
    mentions = mention_rows(view)
    rows = stance_rows(view, mentions, [], None)
    assert {row.target for row in rows} <= {encoded.parties[int(target)] for target in cells.targets}
