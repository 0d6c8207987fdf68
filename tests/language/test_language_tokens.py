"""Tokens and sentences: tables of German, and what must hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.language.sentences import split_sentences
from analysis.language.tokens import cut


def texts(text: str) -> list[str]:
    return [token.text for token in cut(text) if not token.text.isspace()]


def sentences(text: str) -> list[str]:
    tokens, starts = split_sentences(cut(text))
    ends = [*starts[1:], len(tokens)]
    return ["".join(t.text + " " * t.space for t in tokens[a:b]).strip() for a, b in zip(starts, ends, strict=False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US-Außenminister", ["US", "-", "Außenminister"]),
        ("Nord- und Südossetien", ["Nord", "-", "und", "Südossetien"]),
        ("am 24. Februar", ["am", "24.", "Februar"]),
        ("7.644 Kilometern", ["7.644", "Kilometern"]),
        ("um 17:30 Uhr, 3,5 Mio. Euro", ["um", "17:30", "Uhr", ",", "3,5", "Mio.", "Euro"]),
        ("z. B. Dr. Müller", ["z.", "B.", "Dr.", "Müller"]),
        ("z.B. in den U.S.A.", ["z.B.", "in", "den", "U.S.A."]),
        ("„Ja“, sagt er.", ["„", "Ja", "“", ",", "sagt", "er", "."]),
        ("»Ja«, «Nein», ‹so›", ["»", "Ja", "«", ",", "«", "Nein", "»", ",", "‹", "so", "›"]),
        ("geht's so?!", ["geht's", "so", "?", "!"]),
        ("Bürger*innen und Leser:innen", ["Bürger*innen", "und", "Leser:innen"]),
        ("Mehr unter https://example.org/a?b=1.", ["Mehr", "unter", "https://example.org/a?b=1", "."]),
        ("an info@example.org!", ["an", "info@example.org", "!"]),
        ("Warten ... und … hoffen", ["Warten", "...", "und", "…", "hoffen"]),
        ("Er -- so heißt es -- kam", ["Er", "--", "so", "heißt", "es", "--", "kam"]),
        ("(Ende)", ["(", "Ende", ")"]),
        ("50 % von 100$", ["50", "%", "von", "100", "$"]),
        ("70er-Jahre, 25-Jährige", ["70er", "-", "Jahre", ",", "25", "-", "Jährige"]),
        ("Konrad II. regierte", ["Konrad", "II.", "regierte"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["Der Krieg begann am 24. Februar 2022.", "Er dauert an."],
        ["Droht ein 3. Weltkrieg?", "Niemand weiß es."],
        ["Das gilt z. B. für Dr. Müller und Prof. Dr. h. c. Weber.", "Mehr nicht."],
        ["Die Grenze ist 7.644 Kilometer lang.", "Sie ist offen."],
        ["Siehe Art. 5 Abs. 2 und Nr. 7 der Liste.", "Danach folgt nichts."],
        ["J. F. Kennedy kam nach Berlin.", "John B. Smith blieb."],
        ["Sie zögerte ... und schwieg.", "Dann ging sie."],
        ["„Ich komme.", "Ich bleibe.“", "So sprach er."],
        ["„Kommst du?“, fragte sie.", "„Nein!“, rief er."],
        ["»Das ist falsch.«", "Er blieb dabei."],
        ["«Das stimmt nicht.»", "Sie ging."],
        ['"Das ist falsch."', "Er blieb dabei."],
        ["Er sagte: „Wir helfen.“", "Dann ging er."],
        ["Er nannte es ‚gut‘.", "Das war es auch."],
        ["Er belegte Platz 3.", "Der Sieger jubelte."],
        ["Das war 1953.", "Danach kam nichts."],
        ["Die Firma heißt Huber & Co.", "Der Chef heißt anders."],
        ["Obst, Gemüse usw.", "Das alles fehlt."],
        ["Was nun?!", "Keiner wusste es."],
        ["(Er kam nicht.)", "Sie schon."],
        ["1. Der Vertrag gilt.", "2. Die Frist läuft."],
        ["Der Preis stieg um 3,5 Mio. Euro.", "Das ist viel."],
        ["Im 19. Jahrhundert war das anders.", "Heute nicht."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Er plant, nicht zu gehen. "', 1),
        ('Er plant, zu gehen. "\n\nSie bleibt.', 2),
        ('" Seit wann hat dein Auto einen Bart? ", fragte sie.', 1),
        ('Er plant, zu gehen. " Das Volk " bleibt.', 2),
    ],
)
def test_a_mark_after_a_space_closes_where_nothing_can_open(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected


def test_an_empty_line_ends_a_sentence_without_a_final_stop() -> None:
    assert sentences("Titel ohne Punkt\n\nDer Text beginnt hier.") == ["Titel ohne Punkt", "Der Text beginnt hier."]


def test_a_line_break_inside_a_paragraph_ends_none() -> None:
    assert len(sentences("Der Satz geht in der\nnächsten Zeile weiter.")) == 1


SCRAPS = st.sampled_from(
    [
        *[
            "z. B. ",
            "24. ",
            "Februar",
            "„",
            "“",
            "»",
            "«",
            '"',
            " ",
            "  ",
            "\n",
            "\n\n",
            ".",
            "...",
            "!",
            "?",
            "Dr. ",
            "Er",
        ],
        *[
            "-",
            "–",
            "\u00a0",
            "\u200b",
            "😀",
            "👩‍🚀",
            "é",
            "مرحبا",
            "Ü",
            "\x00",
            "\r\n",
            "7.644",
            "’s",
            "a.b",
            "ß",
            "sagte",
        ],
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(SCRAPS, max_size=25).map("".join)))
def test_tokens_and_sentences_tile_any_text(text: str) -> None:
    tokens = cut(text)
    assert "".join(t.text + " " * t.space for t in tokens) == text
    assert all(t.text for t in tokens)
    after, starts = split_sentences(tokens)
    assert "".join(t.text + " " * t.space for t in after) == text
    assert starts == sorted(set(starts))
    assert bool(starts) == bool(text)
    assert not starts or starts[0] == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(SCRAPS, max_size=15).map("".join))
def test_cutting_pieces_again_changes_nothing(text: str) -> None:
    assert cut(text) == cut(text)
