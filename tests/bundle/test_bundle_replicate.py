"""A package is enough to compute everything again, in a process that has neither the text nor the project's folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis
from analysis.corpus import Corpus, measure_groups, open_package
from analysis.errors import CorpusError, ExportError
from analysis.export.bundle import read_package, replicate
from analysis.export.figures import draw_figures
from analysis.export.results import perspective_for
from analysis.framing import pool

Unpack = Callable[[Path, Path], dict[str, bytes]]

HOME = Path(analysis.__file__).resolve().parents[1]


def run_script(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run replicate.py in an empty environment; only the installed package is known to it."""
    empty = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(HOME), "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "replicate.py"],
        cwd=folder,
        env=empty,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.mark.parametrize("name", ["article_package", "corpus_package"])
def test_everything_comes_out_the_same_in_an_empty_environment(
    name: str, request: pytest.FixtureRequest, unpack: Unpack, tmp_path: Path
) -> None:
    files = unpack(request.getfixturevalue(name), tmp_path)
    done = run_script(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    published = [path for path in files if path.startswith(("numbers/", "charts/"))]
    assert len(published) > 45
    assert f"{len(published)} of {len(published)} files are the same" in done.stdout


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("numbers/framing.csv", rb"attention_share", b"attention_shire"),
        ("tables/stances.csv", rb'"RU",(.{0,12}),-1,-', rb'"RU",\1,1,'),
    ],
)
def test_a_changed_number_is_told(
    small_package: Path, unpack: Unpack, tmp_path: Path, path: str, old: bytes, new: bytes
) -> None:
    unpack(small_package, tmp_path)
    data = (tmp_path / path).read_bytes()
    changed = re.sub(old, new, data, count=1)
    assert changed != data
    (tmp_path / path).write_bytes(changed)
    report = replicate(tmp_path, workers=1)
    assert not report.same
    assert "numbers/framing.csv" in report.different


def test_a_missing_file_is_told(small_package: Path, unpack: Unpack, tmp_path: Path) -> None:
    unpack(small_package, tmp_path)
    (tmp_path / "charts" / "voice.svg").unlink()
    (tmp_path / "charts" / "extra.svg").write_text("<svg/>")
    report = replicate(tmp_path, workers=1)
    assert not report.same
    assert set(report.missing) == {"charts/voice.svg", "charts/extra.svg"}


def test_the_same_result_gives_the_same_package(article: Any, day: date, tmp_path: Path) -> None:
    one, two = (article.bundle(tmp_path / name, charts=["voice"], published=day) for name in ("a.zip", "b.zip"))
    assert one.read_bytes() == two.read_bytes()


def test_pictures_are_those_of_the_result_where_titles_and_names_are_kept(
    article: Any, day: date, unpack: Unpack, tmp_path: Path
) -> None:
    names = ["dispersion", "voice", "stance_matrix", "prominence", "agency", "roles"]
    package = article.bundle(tmp_path / "a.zip", charts=names, published=day, keep=["titles", "names"])
    files = unpack(package, tmp_path / "a")
    perspective = perspective_for(article.document, article.options)
    drawn = draw_figures(article.tables, perspective=perspective, charts=names, formats=("svg",))
    for name in names:
        assert files[f"charts/{name}.svg"] == drawn[name].files["svg"], name
        assert files[f"charts/{name}.txt"] == drawn[name].files["txt"], name


def test_framing_is_that_of_the_result(article: Any, article_package: Path) -> None:
    again = read_package(article_package).tables["framing"]
    pd.testing.assert_frame_equal(
        again.drop(columns="doc_id"), article.framing.drop(columns="doc_id"), check_exact=True
    )


def test_a_result_that_another_version_measured_is_not_packaged(article: Any, tmp_path: Path) -> None:
    from analysis.export import build_manifest, pack_result

    tables = dict(article.tables)
    framing = tables["framing"].copy()
    framing.loc[3, "n"] += 1
    tables["framing"] = framing
    with pytest.raises(ExportError, match=r"cannot be computed again: attention_share .* another version"):
        pack_result(tables, build_manifest(article.document), tmp_path / "a.zip", charts=["voice"])
    assert not (tmp_path / "a.zip").exists()


def test_means_and_groups_of_a_corpus_are_those_of_the_store(
    corpus: Corpus, corpus_package: Path, tmp_path: Path
) -> None:
    with open_package(corpus_package, tmp_path / "again") as again:
        assert len(again) == len(corpus) == 300
        columns = ["indicator", "unit", "value", "n", "low", "high"]
        old, new = (pool(which.framing.frame()) for which in (corpus, again))
        pd.testing.assert_frame_equal(old[columns], new[columns], check_exact=True)
        for measure in ("stance", "voice", "attention_share"):
            old, new = (measure_groups(which, measure, by="outlet") for which in (corpus, again))
            assert len(old) > 3
            pd.testing.assert_frame_equal(old, new, check_exact=True)


def test_a_store_is_unpacked_into_a_new_folder_only(corpus_package: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CorpusError, match="not empty"):
        open_package(corpus_package, tmp_path)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: folder / "none", "no folder and no ZIP file"),
        (lambda folder: folder, "no package of mittellage"),
        (lambda folder: _written(folder, b"{}"), "settings.json is none of a package"),
        (lambda folder: _written(folder, b'{"format": "mittellage-package", "version": 99}'), "update it"),
        (lambda folder: _written(folder, b'{"format": "mittellage-package", "version": 1, "nonsense": 1}'), "nonsense"),
        (lambda folder: _written(folder, b'{"format": "mittellage-package", "version": 1}'), "lacks the file"),
    ],
)
def test_what_is_no_package_is_told(make: Any, message: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=message):
        read_package(make(tmp_path))


def _written(folder: Path, settings: bytes) -> Path:
    (folder / "settings.json").write_bytes(settings)
    return folder


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    import zipfile

    from analysis.export.archive import read_files

    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("settings.json", b"0" * 20_000_000)
    with pytest.raises(ExportError, match="more than 1,000,000 bytes"):
        read_files(bomb, most_bytes=1_000_000)
