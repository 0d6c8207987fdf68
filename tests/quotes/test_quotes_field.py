"""Marks, speakers and hearers as papers, agencies and copied pages really write them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.quotes.marks import pair_marks
from analysis.tables import Quote

Finder = Callable[[str], list[Quote]]

# text, and for each direct quote its words and its speaker
DIRECT = {
    "German and typewriter": (
        '„Der Vertrag gilt", sagte Ministerin Larsen. "Niemand kündigt ihn“, ergänzte Minister Berger.',
        [('„Der Vertrag gilt"', "Ministerin Larsen"), ('"Niemand kündigt ihn“', "Minister Berger")],
    ),
    "English, commas, accents": (
        "“Wir zahlen”, sagte Keller. ,,Wir liefern'', sagte Berger. ``Wir warten'', sagte Larsen. ”Nie”, sagte Huber.",
        [
            ("“Wir zahlen”", "Keller"),
            (",,Wir liefern''", "Berger"),
            ("``Wir warten''", "Larsen"),
            ("”Nie”", "Huber"),
        ],
    ),
    "guillemets both ways": (
        "»Wir zahlen«, sagte Keller. «Wir liefern», sagte Berger. ›Wir warten‹, sagte Larsen. ‹Nie›, sagte Huber.",
        [("»Wir zahlen«", "Keller"), ("«Wir liefern»", "Berger"), ("›Wir warten‹", "Larsen"), ("‹Nie›", "Huber")],
    ),
    "mark of another house": (
        "»Wir zahlen“, sagte Keller. „Wir liefern«, sagte Berger.",
        [("»Wir zahlen“", "Keller"), ("„Wir liefern«", "Berger")],
    ),
    "doubled single marks": (
        "‚‚Wir zahlen‘‘, sagte Keller. Berger schwieg.",
        [("‚‚Wir zahlen‘‘", "Keller")],
    ),
    "lost end, typewriter": (
        '"Wir zahlen, sagte Keller. "Wir liefern", sagte Berger. "Wir warten", sagte Larsen.',
        [('"Wir zahlen', "Keller"), ('"Wir liefern"', "Berger"), ('"Wir warten"', "Larsen")],
    ),
    "lost end, German": (
        "„Wir zahlen, sagte Keller. „Wir liefern“, sagte Berger.",
        [("„Wir zahlen", "Keller"), ("„Wir liefern“", "Berger")],
    ),
    "lost end, guillemets": (
        "»Wir zahlen, sagte Keller. »Wir liefern«, sagte Berger.",
        [("»Wir zahlen", "Keller"), ("»Wir liefern«", "Berger")],
    ),
    "lost end without a verb of saying": (
        'Er sagte: "Wir zahlen. Das Wetter ist gut. "Wir liefern", sagte Berger.',
        [('"Wir zahlen.', "Er"), ('"Wir liefern"', "Berger")],
    ),
    "lost beginning": (
        "Wir zahlen“, sagte Keller. „Wir liefern“, sagte Berger.",
        [("Wir zahlen“", "Keller"), ("„Wir liefern“", "Berger")],
    ),
    "lost end does not reach the next paragraph": (
        "Ein Streit um Geld\n\n„Wir zahlen, sagte Keller.\n\nMinister Huber lobte China. „Wir liefern“, sagte Berger.",
        [("„Wir zahlen", "Keller"), ("„Wir liefern“", "Berger")],
    ),
    "paragraphs that open again": (
        "Keller sagte vor dem Parlament: „Wir zahlen. Das ist unser Wort.\n\n"
        "„Wir liefern, und wir liefern pünktlich.\n\n„Wir warten auf eine Antwort.“\n\nDanach reiste er ab.",
        [
            ("„Wir zahlen. Das ist unser Wort.", "Keller"),
            ("„Wir liefern, und wir liefern pünktlich.", "Keller"),
            ("„Wir warten auf eine Antwort.“", "Keller"),
        ],
    ),
    "title before the mark": (
        "Volle Woche\n\n„Wir suchen neue Partner in Asien“, sagte Präsidentin Larsen am Freitag.",
        [("„Wir suchen neue Partner in Asien“", "Präsidentin Larsen")],
    ),
    "name that no dictionary has": (
        "„Der Vertrag gilt“, sagte Außenminister Rachmonow.",
        [("„Der Vertrag gilt“", "Außenminister Rachmonow")],
    ),
    "each has the verb beside it": (
        "``Das ist eine Frechheit'', kommentierte ein Diplomat. ,,Das ist wahr'', sagte ein Berater.",
        [("``Das ist eine Frechheit''", "ein Diplomat"), (",,Das ist wahr''", "ein Berater")],
    ),
    "dialogue with dashes": (
        "– Wir fahren nicht nach Osch, sagte der alte Mann. – Warum nicht? fragte die Frau. – Weil es regnet.",
        [("Wir fahren nicht nach Osch", "der alte Mann"), ("Warum nicht?", "die Frau"), ("Weil es regnet.", None)],
    ),
    "dialogue whose turn goes on": (
        "– Wohin fährst du?, fragte Anna.\n\n– Nach Osch, sagte Boris, ich muss.",
        [("Wohin fährst du?", "Anna"), ("Nach Osch … ich muss.", "Boris")],
    ),
}


@pytest.mark.parametrize("name", DIRECT)
def test_direct_quotes_and_their_speakers(name: str, quotes_of: Finder) -> None:
    text, expected = DIRECT[name]
    found = [(quote.text, quote.speaker_text) for quote in quotes_of(text) if quote.type == "direct"]
    assert found == expected


def test_a_verb_of_saying_stands_in_the_cue_of_its_own_quote_only(quotes_of: Finder) -> None:
    quotes = quotes_of(DIRECT["each has the verb beside it"][0])
    assert [quote.cue_text for quote in quotes] == ["kommentierte", "sagte"]


# text, the inner quote, its speaker
INNER = [
    ("Wang sagte: „Putin sagte mir: ‚Wir sind bereit.‘ Daran glaube ich.“", "‚Wir sind bereit.‘", "Putin"),
    ("„Präsident Xi sagte mir: ›Wir warten.‹ Gut“, erklärte Lukaschenko.", "›Wir warten.‹", "Präsident Xi"),
    ("«Putin hat versprochen: ‹Wir gehen nicht.› Lüge», sagte Selenskyj.", "‹Wir gehen nicht.›", "Putin"),
    (
        "»Was sagte Tokajew? ›Wir sind kein Vasall‹, so war es«, berichtete ein Gast.",
        "›Wir sind kein Vasall‹",
        "Tokajew",
    ),
    ('Scholz sagte: „Wie Macron betonte: "Europa muss stark sein." Ja.“', '"Europa muss stark sein."', "Macron"),
    ("„‚Wir sind bereit‘, sagte mir Putin“, berichtete Orban.", "‚Wir sind bereit‘", "Putin"),
]


@pytest.mark.parametrize(("text", "words", "speaker"), INNER)
def test_inner_quotes_have_a_speaker_and_a_parent(text: str, words: str, speaker: str, quotes_of: Finder) -> None:
    quotes = quotes_of(text)
    inner = next(quote for quote in quotes if quote.text == words)
    outer = next(quote for quote in quotes if quote.quote_id == inner.parent_id)
    assert inner.speaker_text == speaker
    assert outer.type == "direct"
    assert outer.start < inner.start < inner.end <= outer.end


WHOLE = [
    "„Das ist eine ‚Spezialoperation‘, kein Krieg“, sagte Lawrow.",
    "«Wir sind ‹neutral›, aber nicht gleichgültig», betonte er.",
    "„Wie geht’s in den ’90ern?“, fragte Meier.",
    "„Moskaus' Truppen und Putin's Leute gehen“, sagte Keller.",
]


@pytest.mark.parametrize("text", WHOLE)
def test_words_in_single_marks_and_apostrophes_are_no_quotes(text: str, quotes_of: Finder) -> None:
    assert len(quotes_of(text)) == 1


APOSTROPHES = [
    "Moskaus' Truppen und Putin's Leute stehen vor Hans’ Haus.",
    "Die ’90er waren gut, ’s ist wahr, und geht’s noch? So ’n Unsinn in den ’68ern.",
    "Er trug die 'n Kisten",
]


@pytest.mark.parametrize("text", APOSTROPHES)
def test_apostrophes_are_no_marks(text: str) -> None:
    assert pair_marks(text) == []


def test_genitive_does_not_close_an_inner_quotation() -> None:
    text = "„Er rief: ‚Moskaus' Truppen gehen‘ und ging.“"
    assert [text[pair.start : pair.end] for pair in pair_marks(text)] == [text, "‚Moskaus' Truppen gehen‘"]


def test_pairs_end_at_given_breaks() -> None:
    text = "„Viele Termine\n„Wir zahlen“, sagte er."
    assert [text[pair.start : pair.end] for pair in pair_marks(text, breaks=[15])] == ["„Viele Termine", "„Wir zahlen“"]


def test_sound_quotation_is_not_lost_beside_a_broken_one() -> None:
    text = "„Wir zahlen und »wir liefern. Ganz sicher.« Das war alles."
    assert "»wir liefern. Ganz sicher.«" in [text[pair.start : pair.end] for pair in pair_marks(text)]


# text, speaker, addressee
HEARERS = [
    ("„Wir sind bereit“, sagte Keller am Montag der Agentur Tass.", "Keller", None),
    ("„Wir sind bereit“, sagte er der Agentur Tass am Montag.", "er", None),
    ("„Wir sind bereit“, sagte Putin der Nachrichtenagentur Interfax.", "Putin", None),
    ("Der Minister sagte der Deutschen Presse-Agentur am Sonntag, die Lage sei ernst.", "Der Minister", None),
    ("Der Präsident sagte Reuters am Mittwoch, er werde kommen.", "Der Präsident", None),
    ("„Wir gehen“, sagte der Sprecher gegenüber AFP.", "der Sprecher", None),
    ("„Wir warten“, sagte der Minister der Zeitung „Welt“ am Sonntag.", "der Minister", "der Zeitung „Welt“"),
    ("„Wir warten“, sagte der Chefredakteur der Zeitung „Welt“.", "der Chefredakteur der Zeitung „Welt“", None),
    ("Tokajew sagte im Mai der BBC, Kasachstan sei neutral.", "Tokajew", "der BBC"),
    ("„Wir gehen“, sagte Lawrow Reportern am Samstagabend.", "Lawrow", "Reportern"),
    ("„Komm zu uns“, sagte er zu Scholz im Juni.", "er", "Scholz"),
    ("„Das war offen und gut“, erklärte Putin im Mai.", "Putin", None),
    ("„Das war gut“, sagte Xi vergangene Woche.", "Xi", None),
    ("„Das reicht nicht“, sagte Selenskyj am 3. März.", "Selenskyj", None),
    ("„Nie“, sagte Putin 2014.", "Putin", None),
    ("Nutzer @wolf77 schrieb: „Raus aus Kasachstan!“", "Nutzer @wolf77", None),
    ("@POTUS: Die USA stehen an der Seite Kasachstans.", "@POTUS", None),
    ("RT @MFA_KZ: Wir begrüßen die neue Bahnlinie mit China.", "@MFA_KZ", None),
]


@pytest.mark.parametrize(("text", "speaker", "addressee"), HEARERS)
def test_speakers_and_hearers_are_persons(text: str, speaker: str, addressee: str | None, quotes_of: Finder) -> None:
    (quote,) = (quote for quote in quotes_of(text) if quote.text != "„Welt“")
    assert (quote.speaker_text, quote.addressee_text) == (speaker, addressee)


TIMES = [
    "Montag: Russland hat China gelobt.",
    "12.47 Uhr: Russland hat China gelobt.",
    "+++ 13:05 Peking ruft zu Verhandlungen auf +++",
    "[11:20 Uhr] Der Kreml hat die USA scharf kritisiert.",
    "Donnerstag, 2. März, 9.30 Uhr: Tadschikistan lobt die USA.",
    "- Sonntag, 14:00 Uhr: Astana warnt Moskau.",
]


@pytest.mark.parametrize("text", TIMES)
def test_times_do_not_speak(text: str, quotes_of: Finder) -> None:
    for quote in quotes_of(text):
        assert not any(character.isdigit() for character in quote.speaker_text or "")
        assert not (quote.speaker_text or "").endswith(("tag", "Uhr"))


def test_a_number_of_states_speaks(quotes_of: Finder) -> None:
    (quote,) = quotes_of("27 Staaten forderten, dass die Sanktionen bleiben.")
    assert quote.speaker_text == "27 Staaten"


LISTS = [
    "Die Themen des Tages\n\n- Putin droht den USA\n- Experte warnt: Darum ist Nordkorea gefährlich\n\n"
    "Die Züge sollen ab dem Jahr 2027 fahren, wie das Ministerium mitteilte.",
    "Peking – Die Bahn soll im Mai fahren. Das teilte das Ministerium mit.\n\nAnzeige\n\n„Gut“, sagte Keller.",
    "Erste Überschrift des Tages\n\nDie Lage sei ernst, sagte Keller.\n\nDas Geld fehle. Das Volk leide.",
]


@pytest.mark.parametrize("text", LISTS)
def test_no_quote_leaves_its_segment(text: str, quotes_of: Finder) -> None:
    quotes = quotes_of(text)
    assert quotes
    for quote in quotes:
        assert "\n\n" not in text[quote.start : quote.end]


def test_a_list_is_no_dialogue(quotes_of: Finder) -> None:
    text = "Die Themen\n\n– Putin reist nach Peking. – China lobt die Bahn. – Der Winter kommt."
    assert [quote for quote in quotes_of(text) if quote.type == "direct"] == []
