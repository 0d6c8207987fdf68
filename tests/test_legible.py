"""What is shown holds no character that steers, hides or turns around, and every other character stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import MittellageError, ReadingError
from analysis.legible import legible, legible_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Präsident Toqajew – „Ja“", "Präsident Toqajew – „Ja“"),
        ("a\u202eb\x07\ud800", "a⟨U+202E⟩b⟨U+0007⟩\ufffd"),
        ("\x1b[2J\x1b]0;Titel\x07", "⟨U+001B⟩[2J⟨U+001B⟩]0;Titel⟨U+0007⟩"),
        ("\x9b31mrot", "⟨U+009B⟩31mrot"),  # one character begins a code, too
        ("Zeile\tmit\nEnde", "Zeile\tmit\nEnde"),
        ("echt\rfalsch", "echt\nfalsch"),
        ("Windows\r\nZeile", "Windows\nZeile"),
        ("\ufeffTitel", "Titel"),
        ("\ufff9a\ufffab\ufffb", "⟨U+FFF9⟩a⟨U+FFFA⟩b⟨U+FFFB⟩"),
        ("Kasach\u00adstan, Zero\u200bwidth, 50\xa0%", "Kasach\u00adstan, Zero\u200bwidth, 50\xa0%"),
        ("نظربایف 哈萨克 🇰🇿 👩‍👧", "نظربایف 哈萨克 🇰🇿 👩‍👧"),
    ],
)
def test_what_steers_is_written_out_and_the_rest_stays(text: str, shown: str) -> None:
    assert legible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\r\n\tb  c", "a b c"), ("\u2028a\u2029", "a"), (" \n ", ""), ("\x1bc\n", "⟨U+001B⟩c")],
)
def test_one_line(text: str, shown: str) -> None:
    assert legible_line(text) == shown


@given(st.text())
def test_nothing_that_steers_is_left_and_it_stays_as_it_is(text: str) -> None:
    shown = legible(text)
    assert legible(shown) == shown
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\x85"]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI")]
    shown.encode()


def test_messages_of_errors_are_legible() -> None:
    error = ReadingError("There is no file \x1b[31m\u202e.txt;\r\ncheck the path.")
    assert str(error) == "There is no file ⟨U+001B⟩[31m⟨U+202E⟩.txt;\ncheck the path."
    assert isinstance(error, MittellageError)
