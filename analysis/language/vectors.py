"""Subword vectors: every form, seen or unseen, as the mean of its hashed character n-grams (floret).

References
----------
Bojanowski, Grave, Joulin & Mikolov (2017): Enriching word vectors with subword information. TACL 5.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ..integrity import checked
from .features import normalise

if TYPE_CHECKING:
    from spacy.vectors import Vectors

MODELS: Final = Path(__file__).parent / "models"


@cache
def _table(path: Path) -> Vectors:
    from spacy.vectors import Vectors

    with np.load(checked(path)) as archive:
        rows = archive["rows"].astype(np.float32) * archive["scale"].astype(np.float32)[:, None]
        minn, maxn, hash_count, seed = (int(value) for value in archive["floret"])
    return Vectors(data=rows, mode="floret", minn=minn, maxn=maxn, hash_count=hash_count, hash_seed=seed)


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
    if not forms:
        return np.zeros((0, table.shape[1]), dtype=np.float32)
    vectors: NDArray[np.float32] = np.asarray(table.get_batch([normalise(form) for form in forms]), dtype=np.float32)
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    scaled: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-6))
    return scaled
