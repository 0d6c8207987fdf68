"""The packaged networks belong together, and their window is not the end of a quotation."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from analysis.language.vectors import MODELS as LANGUAGE
from analysis.quotes.network import MODELS
from analysis.tables import Quote


@pytest.mark.parametrize("folder", sorted(path.parent for path in MODELS.glob("*/quotes.npz")), ids=lambda p: p.name)
def test_a_network_reads_the_states_of_the_encoder_that_it_was_trained_on(folder: Path) -> None:
    with np.load(folder / "quotes.npz") as archive:
        assert str(archive["encoder"]) == sha256((LANGUAGE / "language.onnx").read_bytes()).hexdigest()


LONG = " ".join(["Wir brauchen keine neuen Debatten über Zuständigkeiten, sondern endlich Wasser für die Felder."] * 6)


@pytest.mark.parametrize(
    ("before", "after", "speaker", "cue", "frame"),
    [
        ("", ", sagte die Agrarministerin Lena Brandt in Osch.", "die Agrarministerin Lena Brandt", "sagte", -1),
        ("", ", so Brandt wörtlich.", "Brandt", "so", -1),
        ("Auf dem Markt war es still. ", ", meint die 56-jährige Anwältin.", "die 56-jährige Anwältin", "meint", -1),
        ("Am Tag davor sagte man nichts. ", ", sagte Brandt.", "Brandt", "sagte", -1),
        ("", ", sagte die Ministerin Brandt, „und wir bezahlen.“", "die Ministerin Brandt", "sagte", -20),
        ("Brandt betonte: ", "", "Brandt", "betonte", None),
    ],
)
def test_a_speaker_is_found_behind_a_quotation_longer_than_the_window(
    before: str, after: str, speaker: str, cue: str, frame: int | None, quotes_of: Callable[[str], list[Quote]]
) -> None:
    quote = next(quote for quote in quotes_of(f"{before}„{LONG}“{after}") if quote.text == f"„{LONG}“")
    assert (quote.type, quote.speaker_text, quote.cue_text) == ("direct", speaker, cue)
    if frame is not None:
        assert quote.frame_spans == ((quote.end, quote.end + len(after) + frame),)


@pytest.mark.parametrize("words", range(36, 54))
def test_a_speaker_at_the_edge_of_the_window_is_whole(words: int, quotes_of: Callable[[str], list[Quote]]) -> None:
    said = " ".join(LONG.split()[:words]).rstrip(".,")
    (quote,) = quotes_of(f"„{said}“, sagte die Agrarministerin Lena Brandt am Montag in Osch.")
    assert (quote.type, quote.speaker_text, quote.cue_text) == ("direct", "die Agrarministerin Lena Brandt", "sagte")
