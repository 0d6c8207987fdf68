"""The parse: what it says of difficult sentences, and what holds for any text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Token

from analysis.errors import LanguageError
from analysis.language import parse, parse_many
from analysis.language.agreement import adverbs
from analysis.language.features import name_kinds
from analysis.reading import Document


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize(
    ("text", "subject", "verb"),
    [
        ("Russland kritisierte am Montag die Vereinigten Staaten.", "Russland", "kritisierte"),
        ("Am Montag kritisierte Russland die Vereinigten Staaten.", "Russland", "kritisierte"),
        ("Den Plan lehnte die Ministerin entschieden ab.", "Ministerin", "lehnte"),
        ("Gestern hat der Präsident das Gesetz unterzeichnet.", "Präsident", "unterzeichnet"),
        ("Er sagte, dass die Regierung den Vertrag kündige.", "Regierung", "kündige"),
    ],
)
def test_subjects(text: str, subject: str, verb: str) -> None:
    found = word(parse(text), subject)
    assert (found.dep_, found.head.text) == ("nsubj", verb)


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("Die Regierung kündigte neue Gespräche an.", "kündigte", "ankündigen"),
        ("Der Sprecher wies die Vorwürfe zurück.", "wies", "zurückweisen"),
        ("Sie sprach mit dem Präsidenten.", "sprach", "sprechen"),
        ("Die Truppen zogen aus der Stadt ab.", "zogen", "abziehen"),
    ],
)
def test_separated_verbs_are_rejoined(text: str, form: str, lemma: str) -> None:
    assert word(parse(text), form)._.verb_lemma == lemma


@pytest.mark.parametrize(
    ("text", "form", "mood", "tense"),
    [
        ("Der Minister sagte, die Lage sei ernst.", "sei", "Sub", "Pres"),
        ("Sie erklärte, das Land habe keine Wahl.", "habe", "Sub", "Pres"),
        ("Ich habe keine Wahl.", "habe", "Ind", "Pres"),
        ("Die Regierung hätte anders handeln können.", "hätte", "Sub", "Past"),
        ("Er meinte, man werde die Hilfe fortsetzen.", "werde", "Sub", "Pres"),
        ("Das käme einem Bruch gleich.", "käme", "Sub", "Past"),
        ("Das Land ist neutral.", "ist", "Ind", "Pres"),
        ("Der Präsident kam gestern an.", "kam", "Ind", "Past"),
        ("Man müsse reden, sagte er.", "müsse", "Sub", "Pres"),
    ],
)
def test_moods(text: str, form: str, mood: str, tense: str) -> None:
    morph = word(parse(text), form).morph
    assert (morph.get("Mood"), morph.get("Tense")) == ([mood], [tense])


def test_a_passive_has_its_subject_and_voice() -> None:
    doc = parse("Das Abkommen wurde am Freitag unterzeichnet.")
    assert word(doc, "Abkommen").dep_ == "nsubj:pass"
    assert word(doc, "wurde").dep_ == "aux:pass"
    assert word(doc, "wurde").morph.get("Voice") == ["Pass"]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Bundeskanzlerin Angela Merkel reiste nach Paris.", "Angela Merkel", "PER"),
        ("Die Delegation traf am Abend in Moskau ein.", "Moskau", "LOC"),
        ("Das teilte die SPD am Montag mit.", "SPD", "ORG"),
    ],
)
def test_names(text: str, name: str, label: str) -> None:
    assert (name, label) in [(entity.text, entity.label_) for entity in parse(text).ents]


def test_derived_names_stand_apart() -> None:
    doc = parse("Die russische Regierung schwieg in Berlin.")
    assert "LOCderiv" in [span.label_ for span in doc.spans["derived"]]
    assert "russische" not in [entity.text for entity in doc.ents]


def test_offsets_point_into_the_document() -> None:
    document = Document.from_text("Ein Titel ohne Punkt\n\n\tDie Lage — so heißt es — sei  ernst. 👩‍🚀 Ende.")
    doc = parse(document)
    assert doc.text == document.text
    assert doc._.document is document
    assert doc._.segments == document.segments
    assert all(document.text[t.idx : t.idx + len(t)] == t.text for t in doc)
    for segment in document.segments:
        assert not any(s.start_char < segment.start < s.end_char for s in doc.sents)


def check_invariants(doc: Doc, text: str) -> None:
    assert doc.text == text
    assert "".join(s.text_with_ws for s in doc.sents) == text
    for sentence in doc.sents:
        roots = [t for t in sentence if t.head.i == t.i and not t.is_space]
        solid = [t for t in sentence if not t.is_space]
        assert len(roots) == (1 if solid else 0)
        assert all(t.dep_ == "root" for t in roots)
        assert all(sentence.start <= t.head.i < sentence.end for t in sentence)
    assert len(doc.tensor) == len(doc)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_survives(text: str) -> None:
    document = Document(doc_id="x", text=text)
    check_invariants(parse(document), text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\x00", ".", "„“", "😀", "مرحبا بالعالم", "\t\tWort", "Wort\n \n", "a" * 5000]
)
def test_odd_texts_survive(text: str) -> None:
    check_invariants(parse(Document(doc_id="x", text=text)), text)


def test_a_very_long_sentence_is_one_tree() -> None:
    text = "Er sagte, " + "dass die Lage ernst sei und man helfen müsse, " * 220 + "und ging."
    assert len(text) > 10_000
    check_invariants(parse(Document(doc_id="x", text=text)), text)


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    with pytest.raises(LanguageError, match=r"U\+D800.*4"):
        parse(Document(doc_id="x", text="Ein \ud800 Zeichen"))


def test_many_give_what_each_gives_alone() -> None:
    texts = [
        "Die Ministerin reiste nach Kasachstan.",
        "",
        "Sie kündigte Hilfe an. Russland schwieg dazu, hieß es.",
        "Ja.",
        "Nach dem Treffen in Astana lobte Blinken den Gastgeber. " * 300,  # more than is read together
        "\n",
        "Xi Jinping schwieg.",
    ]
    together = list(parse_many([Document(doc_id=str(i), text=t) for i, t in enumerate(texts)]))
    for text, doc in zip(texts, together, strict=True):
        alone = parse(Document(doc_id="x", text=text))
        assert doc.to_json()["tokens"] == alone.to_json()["tokens"]
        assert [(e.start, e.end, e.label_) for e in doc.ents] == [(e.start, e.end, e.label_) for e in alone.ents]
        assert (doc.tensor == alone.tensor).all()


def test_what_was_read_before_an_error_is_given_first() -> None:
    def broken() -> Iterator[Document]:
        yield Document(doc_id="a", text="Ein Satz.")
        yield Document(doc_id="b", text="Noch einer.")
        raise OSError("Der Datenträger ist voll.")

    docs = parse_many(broken())
    assert [next(docs).text, next(docs).text] == ["Ein Satz.", "Noch einer."]
    with pytest.raises(OSError, match="Datenträger"):
        next(docs)


def test_many_read_no_further_than_asked() -> None:
    def endless() -> object:
        while True:
            yield Document(doc_id="x", text="Noch ein Satz.")

    docs = parse_many(endless())  # type: ignore[arg-type]
    assert [next(docs).text for _ in range(3)] == ["Noch ein Satz."] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Unterdessen kritisierten die Grünen den Plan.",
        "Mittlerweile haben sich die Lager angenähert.",
        "Stattdessen reist die Ministerin nach Astana.",
        "Überdies fehle das Geld.",
    ],
)
def test_an_adverb_that_begins_a_sentence_is_no_noun(text: str) -> None:
    first = parse(text)[0]
    assert first.pos_ == "ADV"
    assert first.dep_ == "advmod"


def test_adverbs_are_spelled_like_no_noun_of_the_known_names() -> None:
    assert all(form == form.lower() and set(name_kinds(form.capitalize())) <= {"town"} for form in adverbs())


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Am Mittwoch wird Blinken Usbekistan besuchen.", "Usbekistan"),
        ("Im Mai will Putin China besuchen.", "China"),
        ("Gestern hat Scholz Polen kritisiert.", "Polen"),
    ],
)
def test_a_country_behind_a_person_is_the_object(text: str, country: str) -> None:
    assert word(parse(text), country).dep_ == "obj"


def test_werden_with_an_infinitive_is_no_passive() -> None:
    doc = parse("Am Mittwoch wird Blinken Usbekistan besuchen.")
    assert (word(doc, "wird").dep_, word(doc, "Blinken").dep_) == ("aux", "nsubj")
    doc = parse("Am Mittwoch wird das Lager geschlossen.")
    assert (word(doc, "wird").dep_, word(doc, "Lager").dep_) == ("aux:pass", "nsubj:pass")
