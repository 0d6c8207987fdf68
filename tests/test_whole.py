"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.whole import draft_file, draft_folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("durable", [False, True])
def test_a_file_takes_its_place_when_the_block_ends(durable: bool, tmp_path: Path) -> None:
    place = tmp_path / "new" / "a.txt"
    for text in ("first", "second"):
        with draft_file(place, durable=durable) as draft:
            draft.write_text(text)
            assert place.exists() == (text == "second")
        assert (place.read_text(), names(tmp_path)) == (text, ["new", "new/a.txt"])


def test_a_failure_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text("old")
    with pytest.raises(ZeroDivisionError), draft_file(place) as draft:
        draft.write_text("half" * (1 // 0))
    assert (place.read_text(), names(tmp_path)) == ("old", ["a.txt"])


def test_a_folder_takes_its_place_with_all_that_is_in_it(tmp_path: Path) -> None:
    place = tmp_path / "out"
    for name in ("a.txt", "b.txt"):
        with draft_folder(place) as draft:
            (draft / name).write_text(name)
        assert names(tmp_path) == ["out", f"out/{name}"]


def test_a_failure_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.mkdir()
    (place / "a.txt").write_text("old")
    with pytest.raises(ZeroDivisionError), draft_folder(place) as draft:
        (draft / "a.txt").write_text("half" * ((draft / "b.txt").write_text("b") // 0))
    assert ((place / "a.txt").read_text(), names(tmp_path)) == ("old", ["out", "out/a.txt"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mask of new files")
def test_what_is_made_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    with draft_file(tmp_path / "a.txt") as draft:
        draft.write_text("a")
    with draft_folder(tmp_path / "out"):
        pass
    (tmp_path / "plain.txt").touch()
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode
