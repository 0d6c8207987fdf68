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
    ("after", "speaker", "cue"),
    [
        (", sagte die Agrarministerin Lena Brandt am Montag in Osch.", "die Agrarministerin Lena Brandt", "sagte"),
        (", so Brandt wörtlich.", "Brandt", "so"),
        (", meint die 56-jährige Anwältin.", "die 56-jährige Anwältin", "meint"),
    ],
)
def test_a_speaker_is_found_behind_a_quotation_longer_than_the_window(
    after: str, speaker: str, cue: str, quotes_of: Callable[[str], list[Quote]]
) -> None:
    (quote,) = (quote for quote in quotes_of(f"Auf dem Markt war es still. „{LONG}“{after}") if quote.type == "direct")
    assert (quote.speaker_text, quote.cue_text) == (speaker, cue)
    assert quote.frame_spans[-1][1] == len(quote.text) + len("Auf dem Markt war es still. ") + len(after) - 1
