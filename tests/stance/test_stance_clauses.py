"""Clauses and phrases: what interrupts, what goes on, what stands for a country."""

from __future__ import annotations

import pytest

from analysis.language.columns import Columns
from analysis.stance.chunks import read_phrases
from analysis.stance.clauses import read_sentence
from analysis.stance.phrases import country_of
from analysis.stance.slots import Roles


@pytest.fixture(scope="module")
def sentence(read):
    def first(text):
        (result,) = read([text], quoted=False)
        span = next(result.doc.sents)
        return read_sentence(Columns(result.doc), 0, span.start, span.end), result.mentions

    return first


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Frankreich stellte den Ukrainern, die seit Wochen gewartet hatten, neue Raketen bereit.",
            ["Frankreich stellte den Ukrainern , neue Raketen bereit .", "die seit Wochen gewartet hatten ,"],
        ),
        (
            "Georgien nähert sich Peking an und entfremdet sich Brüssel.",
            ["Georgien nähert sich Peking an", "und entfremdet sich Brüssel ."],
        ),
        (
            "Die USA erwägen, Kirgistan auf eine Liste zu setzen.",
            ["Die USA erwägen ,", "Kirgistan auf eine Liste zu setzen ."],
        ),
        ("Ankara umgarnt Astana, Teheran Duschanbe.", ["Ankara umgarnt Astana ,", "Teheran Duschanbe ."]),
    ],
)
def test_clauses(sentence, text, clauses):
    found, _ = sentence(text)
    assert [" ".join(found.words[word] for word in clause.words) for clause in found.clauses] == clauses


def test_every_word_is_in_one_clause(sentence):
    found, _ = sentence("Polen, das Litauen, dem es hilft, lobt, sagt, dass es, weil es will, bleibt, und geht.")
    words = sorted(word for clause in found.clauses for word in clause.words)
    assert words == list(range(len(found.words)))


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Den Iran hat die Türkei brüskiert.", "Türkei"),
        ("Der Iran hat die Türkei brüskiert.", "Iran"),
        ("Die USA unterstützt Polen.", "Polen"),
        ("Die USA unterstützen Polen.", "USA"),
        ("Gestern lobte Polen die Ukraine.", "Polen"),
    ],
)
def test_subjects(sentence, text, subject):
    found, mentions = sentence(text)
    roles = Roles(found, read_phrases(found, mentions))
    assert found.words[roles.subject(0).head] == subject


@pytest.mark.parametrize(
    ("text", "head", "country"),
    [
        ("Polen lobte die Reformen der usbekischen Führung.", "Reformen", "UZ"),
        ("Polen lobte Chinas Subventionspraxis.", "Subventionspraxis", "CN"),
        ("Polen lobte das Außenministerium in Tokio.", "Außenministerium", "JP"),
        ("Polen verurteilte den Anschlag auf einen Markt in der pakistanischen Stadt Quetta.", "Anschlag", None),
        ("Polen lobte die chinesische Opposition.", "Opposition", None),
        ("Polen lobte die Russlandpolitik der Regierung in Wien.", "Russlandpolitik", "AT"),
    ],
)
def test_what_stands_for_a_country(sentence, text, head, country):
    found, mentions = sentence(text)
    phrases = read_phrases(found, mentions)
    (phrase,) = [phrase for phrase in phrases if found.words[phrase.head] == head]
    mention = country_of(found, phrase)
    assert (mention.country if mention else None) == country
