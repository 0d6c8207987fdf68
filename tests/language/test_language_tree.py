"""The grammar that all stages ask of a tree: separable verbs, passives, agents, prepositions, hyphens, noun phrases."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.language import parse
from analysis.language.noun_phrases import noun_phrases
from analysis.language.phrase_heads import determiner, head_of, phrase_end, phrase_start
from analysis.language.strong_verbs import past_mood, strong_infinitive, strong_verbs
from analysis.language.tree import with_particle
from analysis.language.view import View


def view_of(text: str) -> View:
    return View(parse(text))


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("Die Ministerin kündigte am Mittwoch in Astana Gespräche an.", "kündigte", "ankündigen"),
        ("Moskau lehnte den Vorschlag ab und warf Kiew Verrat vor.", "lehnte", "ablehnen"),
        ("Moskau lehnte den Vorschlag ab und warf Kiew Verrat vor.", "warf", "vorwerfen"),
        ("Die Ministerin hat Gespräche angekündigt.", "angekündigt", "ankündigen"),
        ("Die Gespräche begannen.", "Gespräche", "Gespräch"),
    ],
)
def test_separable_verbs(text, form, lemma):
    view = view_of(text)
    assert view.verb_lemma(view.words.index(form)) == lemma


@pytest.mark.parametrize(
    ("lemma", "particle", "pos", "expected"),
    [
        ("kündigen", "an", "VERB", "ankündigen"),
        ("ankündigen", "an", "VERB", "ankündigen"),
        ("bereit", "an", "ADJ", "bereit"),
        ("gehen", "", "VERB", "gehen"),
    ],
)
def test_particles_join_verbs_only_and_once(lemma, particle, pos, expected):
    assert with_particle(lemma, particle, pos) == expected


@pytest.mark.parametrize(
    ("text", "verb", "passive", "agents"),
    [
        ("Kasachstan wird von Russland bedroht.", "bedroht", True, ["Russland"]),
        ("Der Haushalt wurde vom Parlament gebilligt.", "gebilligt", True, ["Parlament"]),
        ("Kasachstan wird bedroht und von China umworben.", "umworben", True, ["China"]),
        ("Kasachstan wird Russland besuchen.", "besuchen", False, []),
        ("Kasachstan kritisiert Russland.", "kritisiert", False, []),
    ],
)
def test_passives_and_their_agents(text, verb, passive, agents):
    view = view_of(text)
    number = view.words.index(verb)
    assert view.is_passive(number) is passive
    assert [view.words[agent] for agent in view.agents(number)] == agents


@pytest.mark.parametrize(
    ("text", "noun", "preposition"),
    [
        ("Kritik am Westen gibt es nicht.", "Westen", "an"),
        ("Er reiste zum Gipfel.", "Gipfel", "zu"),
        ("Er reiste mit dem Minister.", "Minister", "mit"),
        ("Der Minister reiste.", "Minister", ""),
    ],
)
def test_prepositions_without_their_articles(text, noun, preposition):
    view = view_of(text)
    assert view.preposition(view.words.index(noun)) == preposition


@pytest.mark.parametrize(
    ("text", "word", "whole"),
    [
        ("Der US-Außenminister kam.", "Außenminister", "US-Außenminister"),
        ("Der US-Außenminister kam.", "US", "US-Außenminister"),
        ("Die Achse Berlin-Paris-Warschau hält.", "Paris", "Berlin-Paris-Warschau"),
        ("Die Achse - sie hält.", "Achse", "Achse"),
    ],
)
def test_words_parted_at_hyphens(text, word, whole):
    view = view_of(text)
    first, last = view.chain(view.words.index(word))
    assert text[view.starts[first] : view.ends[last]] == whole


@pytest.mark.parametrize(
    ("phrase", "head", "opening"),
    [
        ("die Sprecherin des Weißen Hauses", "Sprecherin", "definite"),
        ("der frühere US-Außenminister", "Außenminister", "definite"),
        ("eine von der Bank durchgeführte Studie", "Studie", "indefinite"),
        ("viele Abgeordnete der Opposition", "Abgeordnete", "many"),
        ("Kasachstans Präsident", "Präsident", "bare"),
    ],
)
def test_heads_of_noun_phrases(phrase, head, opening):
    view = view_of(f"Gestern sprach {phrase}.")
    first, last = view.token_at(15), view.token_at(14 + len(phrase))
    assert view.words[head_of(view, first, last, is_office=lambda word: word == "Präsident")] == head
    assert determiner(view, first, last) == opening


def test_edges_of_a_noun_phrase():
    view = view_of("Gestern sprach der kasachische Sprecher des Ministeriums in Astana mit Journalisten.")
    noun = view.words.index("Sprecher")
    assert view.words[phrase_start(view, noun)] == "der"
    assert view.words[phrase_end(view, noun)] in ("Ministeriums", "Astana")


def test_noun_phrases_leave_out_what_only_stands_beside():
    view = view_of("„Nein“, sagte der Minister am Montag.")
    assert "der Minister" in {" ".join(view.words[slice(*run)]) for run in noun_phrases(view)}


def test_a_choice_of_words_has_a_tree_of_its_own():
    view = view_of("Astana warnt\n\nMoskau.")
    words, kinds = view.spoken()
    tree = view.among(words)
    assert (tree.words, len(kinds)) == (["Astana", "warnt", "Moskau", "."], 4)
    assert all(0 <= head < len(tree) for head in tree.head)
    assert view.among(np.zeros(0, dtype=np.int64)).children == []


@pytest.mark.parametrize(
    ("form", "infinitive", "mood"),
    [
        ("brach", "brechen", "Ind"),
        ("widersprachen", "widersprechen", "Ind"),
        ("bekäme", "bekommen", "Sub"),
        ("begönne", "beginnen", "Sub"),
        ("sagte", None, None),
        ("geriet", None, None),  # known to the lexicon of stance only: the networks were trained without it
    ],
)
def test_strong_verbs(form, infinitive, mood):
    assert (strong_infinitive(form), past_mood(form)) == (infinitive, mood)


def test_every_strong_verb_has_all_its_parts():
    for verbs in strong_verbs().values():
        for verb in verbs:
            assert all(verb), verb
            assert verb.parsing in ("yes", "no")
