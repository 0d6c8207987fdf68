"""What is packed for a quick start: the same as its source, and found as before."""

from __future__ import annotations

import importlib.util
import lzma
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from analysis.language.features import NAMES, name_kinds
from analysis.language.vectors import MODELS, form_vectors

TRAINING = Path(__file__).resolve().parents[2] / "training" / "language"


@pytest.fixture(scope="module")
def name_table() -> ModuleType:
    sys.path.insert(0, str(TRAINING))
    try:
        spec = importlib.util.spec_from_file_location("name_table", TRAINING / "name_table.py")
        assert spec is not None and spec.loader is not None  # noqa: PT018
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(TRAINING))
    return module


def test_the_packed_names_are_those_of_the_table(name_table: ModuleType) -> None:
    with np.load(NAMES) as archive:
        packed = dict(archive)
    fresh = name_table.pack(TRAINING / "names.tsv.xz")
    assert fresh.keys() == packed.keys()
    for name, values in fresh.items():
        assert np.array_equal(values, packed[name]), f"{name} is stale: python training/language/name_table.py"


def test_every_name_of_the_table_is_found_and_no_other() -> None:
    lines = lzma.decompress((TRAINING / "names.tsv.xz").read_bytes()).decode().splitlines()[1:]
    table = dict(line.split("\t") for line in lines)
    for form in list(table)[::97]:
        assert name_kinds(form) == table[form].split()
        assert name_kinds(form + "qx") == []
        if not form.endswith("s") and f"{form}s" not in table:
            assert name_kinds(f"{form}s") == table[form].split()


@pytest.mark.parametrize("form", ["", "s", "\ud800", "gestern", "x" * 10_000])
def test_what_is_no_name(form: str) -> None:
    assert name_kinds(form) == []


def test_vectors_are_those_of_spacy() -> None:
    """Floret as spaCy computes it from the whole table of floats."""
    from spacy.vectors import Vectors

    with np.load(MODELS / "vectors.npz") as archive:
        rows = archive["rows"].astype(np.float32) * archive["scale"].astype(np.float32)[:, None]
        minn, maxn, hash_count, seed = (int(value) for value in archive["floret"])
    whole = Vectors(data=rows, mode="floret", minn=minn, maxn=maxn, hash_count=hash_count, hash_seed=seed)
    forms = ["Russland", "Russlands", "und", "„", "ß", "Außenminister", "und", "0000"]
    expected = np.asarray(whole.get_batch(forms))
    expected = expected / np.maximum(np.sqrt((expected * expected).sum(axis=1, keepdims=True)), np.float32(1e-6))
    assert np.array_equal(form_vectors(forms), expected)


@pytest.mark.parametrize("forms", [[], [""], ["", "Astana", ""]])
def test_no_form_is_no_vector(forms: list[str]) -> None:
    found = form_vectors(forms)
    assert found.shape == (len(forms), 96)
    assert found.any(axis=1).tolist() == [bool(form) for form in forms]
