"""The packed forms: those that the tables give today, and not used where the tables say something else."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from analysis.actors import gazetteer, packed
from analysis.actors.gazetteer import load_gazetteer, make_gazetteer
from analysis.actors.packed import FORMS, SOURCES, fingerprint, pack, unpack

ANEW = "the packed forms are stale: python training/actors/pack_forms.py"


def test_the_packed_forms_are_those_of_the_tables() -> None:
    found, fresh = unpack(), make_gazetteer().entries
    assert found is not None, ANEW
    assert list(found.items()) == list(fresh.items()), ANEW  # their order decides between forms of one length
    assert {type(entry.slots) for entry in found.values()} == {type(entry.slots) for entry in fresh.values()}


def test_packed_and_unpacked_are_the_same(tmp_path: Path) -> None:
    entries = make_gazetteer().entries
    np.savez(tmp_path / "forms.npz", **pack(entries))
    assert unpack(tmp_path / "forms.npz") == entries


@pytest.mark.parametrize("name", SOURCES)
def test_a_changed_source_changes_the_fingerprint_and_line_ends_do_not(name: str, tmp_path: Path) -> None:
    for source in SOURCES:
        shutil.copy(FORMS.parent / source, tmp_path / source)
    assert fingerprint(tmp_path) == fingerprint()
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole.replace(b"\n", b"\r\n"))
    assert fingerprint(tmp_path) == fingerprint()
    (tmp_path / name).write_bytes(whole + b"#\n")
    assert fingerprint(tmp_path) != fingerprint()


def test_stale_or_missing_forms_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unpack(tmp_path / "none.npz") is None
    with monkeypatch.context() as patched:
        patched.setattr(packed, "fingerprint", lambda folder=None: "other")
        assert unpack() is None


def test_a_users_table_is_read_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = load_gazetteer().entries
    monkeypatch.setattr(gazetteer, "unpack", None)  # would fail if it were asked
    own = tmp_path / "own.tsv"
    own.write_text("code\tvariants\nKZ\tSteppenreich\n", encoding="utf-8")
    entries = load_gazetteer(own).entries
    assert {reading.country for reading in entries["Steppenreichs"].readings} == {"KZ"}
    assert entries["Kasachstans"] == usual["Kasachstans"]
