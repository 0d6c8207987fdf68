"""Whole or not at all: what stood there is replaced if it was ours, and never lost if it was not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.errors import ExportError
from analysis.export.folder import whole_file, whole_folder

OURS = {"software": "mittellage", "files": {"tables/a.csv": "0", "report.html": "0"}}


def fill(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def write(target: Path, text: str = "new") -> None:
    with whole_folder(target) as draft:
        fill(draft, tables__a_DOT_csv=text, manifest_DOT_json=json.dumps(OURS))


def test_a_new_folder_appears_with_its_parents(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b")
    assert names(tmp_path) == ["a/b/manifest.json", "a/b/tables/a.csv"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out")
    assert names(tmp_path / "out") == ["manifest.json", "tables/a.csv"]


def test_earlier_results_are_replaced_whole(tmp_path: Path) -> None:
    write(tmp_path / "out", "old")
    fill(tmp_path / "out", report_DOT_html="old", _DOT_DS_Store="x")
    write(tmp_path / "out")
    assert names(tmp_path) == ["out/manifest.json", "out/tables/a.csv"]
    assert (tmp_path / "out/tables/a.csv").read_text() == "new"


@pytest.mark.parametrize(
    "manifest", [None, "{", "[]", '{"software": "other", "files": {"mine.txt": "0"}}', '{"software": "mittellage"}']
)
def test_a_foreign_folder_is_left_alone(tmp_path: Path, manifest: str | None) -> None:
    fill(tmp_path, mine_DOT_txt="precious", **({"manifest_DOT_json": manifest} if manifest else {}))
    before = names(tmp_path)
    with pytest.raises(ExportError, match="did not write; move it away"):
        write(tmp_path)
    assert names(tmp_path) == before


def test_notes_among_our_results_are_not_lost(tmp_path: Path) -> None:
    write(tmp_path / "out")
    fill(tmp_path / "out", tables__notes_DOT_docx="precious")
    with pytest.raises(ExportError, match=r"'tables/notes\.docx'"):
        write(tmp_path / "out")
    assert (tmp_path / "out/tables/notes.docx").read_text() == "precious"


@pytest.mark.parametrize("error", [ExportError("stop"), KeyboardInterrupt()])
def test_after_an_error_nothing_has_changed(tmp_path: Path, error: BaseException) -> None:
    write(tmp_path / "out", "old")

    def fail() -> None:
        with whole_folder(tmp_path / "out") as draft:
            fill(draft, half_DOT_txt="half")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert names(tmp_path) == ["out/manifest.json", "out/tables/a.csv"]
    assert (tmp_path / "out/tables/a.csv").read_text() == "old"


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(ExportError, match=r"'.*out' cannot be written: No space left on device"),
        whole_folder(tmp_path / "out"),
    ):
        raise OSError(28, "No space left on device")
    assert names(tmp_path) == []


def test_what_cannot_be_a_results_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, file_DOT_txt="x")
    with pytest.raises(ExportError, match="is a file"):
        write(tmp_path / "file.txt")
    with pytest.raises(ExportError, match="cannot be written"):
        write(tmp_path / "file.txt" / "out")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    for place in (Path(), Path("..")):
        with pytest.raises(ExportError, match="folder that you work in"):
            write(place)


def test_a_link_keeps_pointing_at_the_results(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert names(tmp_path / "real") == ["manifest.json", "tables/a.csv"]


def test_files_appear_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "report.html"
    with whole_file(target) as draft:
        draft.write_text("whole")
    assert target.read_text() == "whole"

    def fail() -> None:
        with whole_file(target) as draft:
            draft.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert names(tmp_path) == ["new/report.html"]
    assert target.read_text() == "whole"
    with pytest.raises(ExportError, match="is a folder; name a file in it"), whole_file(tmp_path):
        pass
