"""Subword vectors: every form, seen or unseen, as the mean of its hashed character n-grams (floret).

References
----------
Bojanowski, Grave, Joulin & Mikolov (2017): Enriching word vectors with subword information. TACL 5.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..integrity import checked
from .features import normalise

if TYPE_CHECKING:
    from spacy.vectors import Vectors

MODELS: Final = Path(__file__).parent / "models"


class _Table(NamedTuple):
    """Rows of eight bits with a scale each; spaCy says which a form's n-grams have, and only those become floats."""

    rows: NDArray[np.int8]
    scale: NDArray[np.float32]
    hashes: Vectors

    def places(self, form: str) -> list[int]:
        """Rows of a form's n-grams."""
        find = self.hashes._get_ngram_hashes
        return [number % len(self.rows) for ngram in self.hashes._get_ngrams(form) for number in find(ngram)]


@cache
def _table(path: Path) -> _Table:
    from spacy.vectors import Vectors

    with np.load(checked(path)) as archive:
        rows, scale = archive["rows"], archive["scale"].astype(np.float32)
        minn, maxn, hash_count, seed = (int(value) for value in archive["floret"])
    nothing = np.zeros((1, rows.shape[1]), dtype=np.float32)
    hashes = Vectors(data=nothing, mode="floret", minn=minn, maxn=maxn, hash_count=hash_count, hash_seed=seed)
    return _Table(rows, scale, hashes)


def form_vectors(forms: list[str], *, path: Path = MODELS / "vectors.npz") -> NDArray[np.float32]:
    """Vectors of word forms, one row each, scaled to length one (zero where a form has no n-gram).

    Parameters
    ----------
    forms : list of str
        Word forms as they stand in a text; digits and quotation marks are normalised here.
    path : Path, optional
        The table; by default the packaged one.

    Returns
    -------
    ndarray of float32, shape (len(forms), width)

    Examples
    --------
    >>> a, b, c = form_vectors(["Russland", "Russlands", "gestern"])
    >>> bool(a @ b > a @ c)
    True
    """
    table = _table(path)
    if not any(forms):
        return np.zeros((len(forms), table.rows.shape[1]), dtype=np.float32)
    from thinc.api import NumpyOps

    distinct = {form: number for number, form in enumerate(dict.fromkeys(map(normalise, forms)))}
    places = [table.places(form) if form else [] for form in distinct]
    flat = np.array([place for own in places for place in own])
    values = table.rows[flat].astype(np.float32) * table.scale[flat, None]
    means = NumpyOps().reduce_mean(values, np.array([len(own) for own in places], dtype=np.int32))
    vectors: NDArray[np.float32] = means[[distinct[normalise(form)] for form in forms]]
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    scaled: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-6))
    return scaled
