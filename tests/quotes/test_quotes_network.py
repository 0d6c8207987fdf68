"""The packaged networks belong together."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from analysis.language.vectors import MODELS as LANGUAGE
from analysis.quotes.network import MODELS


@pytest.mark.parametrize("folder", sorted(path.parent for path in MODELS.glob("*/quotes.npz")), ids=lambda p: p.name)
def test_a_network_reads_the_states_of_the_encoder_that_it_was_trained_on(folder: Path) -> None:
    with np.load(folder / "quotes.npz") as archive:
        assert str(archive["encoder"]) == sha256((LANGUAGE / "language.onnx").read_bytes()).hexdigest()
