"""Everything in one folder: complete, safe on every system, and the same bytes on every run."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.charts import CHARTS
from analysis.errors import ExportError
from analysis.export import build_manifest, figures, save_figures, save_results
from analysis.export import manifest as manifest_module
from analysis.export.report import page
from analysis.reading import Document


@dataclass(frozen=True)
class Choice:
    """Stands for the options of an analysis."""

    language: str = "default"
    focus: tuple[str, ...] = ("MD",)
    poles: tuple[str, ...] = ("RU", "EU", "US")
    gazetteer: Path | None = None
    seed: int = 7


@pytest.fixture(scope="module")
def saved(small_once: dict[str, pd.DataFrame], document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("results") / "out"
    return save_results(small_once, document, target, formats=("csv", "xlsx"), options=Choice(), lang="en")


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_everything_is_there(saved: Path, document: Document, small_once: dict[str, pd.DataFrame]) -> None:
    found = files(saved)
    charts = {f"charts/{name}.{suffix}" for name in CHARTS for suffix in ("png", "svg", "pdf", "txt", "csv")}
    tables = {f"tables/{name}.csv" for name in small_once} | {"tables/tables.xlsx"}
    assert set(found) == charts | tables | {"report.html", "text.txt", "manifest.json"}
    assert found["text.txt"].decode() == document.text
    assert all(found.values())


def test_names_are_safe_on_every_system(saved: Path) -> None:
    reserved = {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10))}
    names = [path.name for path in saved.rglob("*")]
    assert all(re.fullmatch(r"[a-z0-9_]+(\.[a-z]+)?", name) for name in names)
    assert not reserved & {name.partition(".")[0] for name in names}


def test_manifest(saved: Path, document: Document) -> None:
    manifest: dict[str, Any] = json.loads((saved / "manifest.json").read_text("utf-8"))
    assert manifest["software"] == "mittellage"
    assert manifest["options"] == {
        "language": "default", "focus": ["MD"], "poles": ["RU", "EU", "US"], "gazetteer": None, "seed": 7,
    }  # fmt: skip
    assert manifest["seed"] == 7
    assert manifest["input"]["text_sha256"] == document.text_sha256
    assert manifest["input"]["date"] == "2024-05-02"
    assert "created" not in manifest
    assert {"pandas", "spacy", "matplotlib"} <= set(manifest["libraries"])
    lexicon = "reading/layout.tsv"
    root = Path(__file__).resolve().parents[2] / "analysis"
    assert manifest["lexicons"][lexicon] == hashlib.sha256((root / lexicon).read_bytes()).hexdigest()
    found = {name: data for name, data in files(saved).items() if name != "manifest.json"}
    assert manifest["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def test_the_same_work_gives_the_same_bytes(
    small_once: dict[str, pd.DataFrame], document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {name: CHARTS[name] for name in ("voice", "stance_matrix")}
    monkeypatch.setattr(figures, "CHARTS", few)
    monkeypatch.setattr(page, "CHARTS", few)
    monkeypatch.setattr(manifest_module, "_commit", lambda root: None)
    formats = ("csv", "parquet", "xlsx", "latex")
    first = files(save_results(small_once, document, tmp_path / "out", formats=formats, options=Choice()))
    again = files(save_results(small_once, document, tmp_path / "out", formats=formats, options=Choice()))
    assert list(again) == list(first)
    assert [name for name in again if again[name] != first[name]] == []


def test_a_time_is_noted_only_when_given(document: Document) -> None:
    assert build_manifest(document, created="2024-05-02T10:00:00Z")["created"] == "2024-05-02T10:00:00Z"


def test_own_lexicons_are_hashed(document: Document, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("x", "utf-8")
    manifest = build_manifest(document, options=Choice(gazetteer=own))
    assert manifest["own_lexicons"] == {own.as_posix(): hashlib.sha256(b"x").hexdigest()}
    own.unlink()
    assert build_manifest(document, options=Choice(gazetteer=own))["own_lexicons"] == {own.as_posix(): ""}


def test_unknown_formats_write_nothing(small: dict[str, pd.DataFrame], document: Document, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no format 'doc' for tables"):
        save_results(small, document, tmp_path / "out", formats=("doc",))
    with pytest.raises(ExportError, match="no format 'gif' for charts"):
        save_figures(small, tmp_path / "out", formats=("gif",))
    with pytest.raises(ExportError, match=r"no chart 'pie'\. Charts are: mentions"):
        save_results(small, document, tmp_path / "out", charts=("pie",))
    assert not (tmp_path / "out").exists()


def test_pictures(saved: Path) -> None:
    png = (saved / "charts/mentions.png").read_bytes()
    density = png.index(b"pHYs")
    assert int.from_bytes(png[density + 4 : density + 8], "big") == round(300 / 0.0254)
    assert b"/FontFile2" in (saved / "charts/mentions.pdf").read_bytes()
    assert b"<dc:date>" not in (saved / "charts/mentions.svg").read_bytes()
    assert (saved / "charts/mentions.txt").read_text("utf-8").strip()
    assert (saved / "charts/mentions.csv").read_text("utf-8").count("\n") > 1


def test_hostile_names_stay_inside(
    hostile: tuple[dict[str, pd.DataFrame], Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analysis.export import results

    monkeypatch.setattr(results, "draw_figures", lambda *_, **__: {})
    monkeypatch.setattr(results, "report_bytes", lambda *_, **__: b"")
    data, document = hostile
    save_results(data, document, tmp_path / "out", formats=("csv", "parquet", "xlsx", "latex"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    manifest = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert manifest["input"]["doc_id"] == document.doc_id
