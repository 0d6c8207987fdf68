"""Citation, measurement and protocol: what a paper says of the software, and of how its numbers were made."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from analysis import __version__
from analysis.errors import ExportError
from analysis.export.cite import FORMS, cite, cited, releases, software_in_words
from analysis.export.docx import docx_bytes
from analysis.export.measurement import describe_measurement
from analysis.export.protocol import Grid, Heading, Paragraph, measured, protocol_blocks, protocol_text

ROOT = Path(__file__).resolve().parents[2]
MADE = {
    "version": "0.1.0",
    "commit": "0123456789abcdef0123",
    "models": {"quotes/models/a/x.onnx": "aa", "language/models/y.npz": "bb"},
    "lexicons": {"actors/countries.tsv": "cc"},
    "options": {"focus": ["KZ", "UZ"], "poles": ["RU", "CN", "US"], "seed": 7, "frames": None},
}


def test_this_version_is_a_release_and_the_repository_cites_it() -> None:
    assert __version__ in releases()
    days = [release.released for release in releases().values()]
    assert days == sorted(days)
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert cff["version"] == __version__
    assert cff["date-released"] == releases()[__version__].released


def test_the_text_names_year_version_models_lexicons_and_commit() -> None:
    text = cite(manifest=MADE)
    assert text.startswith("mittellage contributors (2026). mittellage: ")
    assert "Version 0.1.0 [computer software]. Commit 0123456789, language model " in text
    assert re.search(r"quotes model [0-9a-f]{10}, lexicons [0-9a-f]{10}\.$", text)


def test_another_model_is_another_citation() -> None:
    other = {**MADE, "models": {**MADE["models"], "quotes/models/a/x.onnx": "ab"}}
    assert cited(MADE).models["language"] == cited(other).models["language"]
    assert cited(MADE).models["quotes"] != cited(other).models["quotes"]


def test_bibtex_has_braces_that_close() -> None:
    text = cite("bibtex", manifest=MADE)
    assert text.startswith("@software{mittellage_0_1_0,\n")
    assert text.count("{") == text.count("}")
    assert "  year = {2026},\n" in text
    assert "doi" not in text


def test_cff_is_yaml_with_the_fields_of_cff() -> None:
    found = yaml.safe_load(cite("cff", manifest=MADE))
    assert found["cff-version"] == "1.2.0"
    assert found["version"] == "0.1.0"
    assert found["commit"] == MADE["commit"]
    assert [item["description"] for item in found["identifiers"]] == ["language model", "quotes model", "lexicons"]


def test_the_installed_software_is_cited_with_all_its_models() -> None:
    assert {"language", "quotes", "reading", "stance"} <= set(cited().models)
    assert software_in_words() == f"mittellage {__version__} ({releases()[__version__].released.year})"


def test_no_other_form() -> None:
    with pytest.raises(ExportError, match=r"'ris'\. Forms are: text, bibtex, cff"):
        cite("ris")  # type: ignore[arg-type]
    assert FORMS == ("text", "bibtex", "cff")


def test_measured_errors_are_those_of_the_page() -> None:
    code = (
        "import sys; sys.path.insert(0, 'benchmarks'); import evaluation; "
        "sys.stdout.reconfigure(encoding='utf-8'); "
        "print(evaluation.measured(open('docs/evaluation.md', encoding='utf-8').read()), end='')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, env=_environment())
    wanted = [line.split("\t")[:-1] for line in done.stdout.decode().splitlines()]
    found = [line.split("\t")[:-1] for line in (ROOT / "analysis/export/measured.tsv").read_text("utf-8").splitlines()]
    assert found == wanted
    assert len(found) > 50


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_only_our_own_scores_are_measured_errors() -> None:
    scores = {(score.stage, score.score): score for score in measured()}
    assert ("quotes", "f1 quote") in scores
    assert ("stance", "holder right") in scores
    assert not any("without" in score or "majority" in score for _, score in scores)
    assert all(float(score.value) >= 0 for score in measured())


def small_tables() -> dict[str, pd.DataFrame]:
    documents = pd.DataFrame(
        {
            "doc_id": ["a", "b", "c"],
            "outlet": ["x", "y", None],
            "date": pd.to_datetime(["2023-05-02", None, "2022-01-09"]),
            "translated": [True, False, False],
            "n_tokens": [1000, 200, 34],
        }
    )
    segments = pd.DataFrame({"kind": ["boilerplate", "byline", "boilerplate", "paragraph"]})
    empty = pd.DataFrame({"doc_id": []})
    tables = dict.fromkeys(("sentences", "mentions", "actors", "quotes", "stances", "markers"), empty)
    return {"documents": documents, "segments": segments, **tables, "stances": pd.DataFrame({"doc_id": ["a"] * 1234})}


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        (
            "de",
            [
                "# Messprotokoll",
                "| Texte | 3 |",
                "| Zeitraum | 2022-01-09 – 2023-05-02 |",
                "| Texte ohne Datum | 1 |",
                "| Tokens (ohne Beiwerk und Autorenzeilen) | 1.234 |",
                "| Bewertungen | 1.234 |",
                "Beiwerk 2, Autorenzeilen 1",
                "3 Texte oder Stücke der Quelle sind nicht in den Tabellen: Fehler bei der Auswertung 2, Zeitgrenze 1.",
                "wurde nicht gesucht",
                "| Fokus | KZ, UZ |",
                "| Startwert der Intervalle | 7 |",
                "| Zitate, F1 | Wikinews",
                "Korrekturen: 2; Codierungen: 0",
                "Übersetzte Texte: 1;",
            ],
        ),
        (
            "en",
            [
                "# Measurement protocol",
                "| Tokens (without boilerplate and bylines) | 1,234 |",
                "error in the analysis 2, time limit 1",
                "| `attention_share` | mentions of the unit / all mentions",
                "Corrections: 2; codings: 0",
                "| stances, F1 | 1,234 documents read by models that had not seen them",
            ],
        ),
    ],
)
def test_the_protocol_is_filled_in(lang: Any, parts: list[str]) -> None:
    manifest = {**MADE, "failures": {"error": 2, "timeout": 1}}
    hand = {"corrections": pd.DataFrame({"doc_id": ["a", "b"]})}
    text = protocol_text(describe_measurement(small_tables(), manifest, by_hand=hand), lang=lang)
    for part in parts:
        assert part in text, part
    assert "frames" not in text.split("##")[3]


def test_a_protocol_says_which_version_the_errors_are_of() -> None:
    made = {**MADE, "version": "9.9.9"}
    text = protocol_text(describe_measurement(small_tables(), made), lang="en")
    assert "the result is from version 9.9.9" in text


def test_every_word_of_the_protocol_has_two_languages() -> None:
    lines = (ROOT / "analysis/export/protocol.tsv").read_text("utf-8").splitlines()[1:]
    for line in lines:
        key, german, english, _ = line.split("\t")
        assert german, key
        assert english, key
        assert set(re.findall(r"\{\w+\}", german)) == set(re.findall(r"\{\w+\}", english)), key


def test_the_docx_has_the_headings_and_tables_of_the_sheet() -> None:
    docx = pytest.importorskip("docx")
    blocks = protocol_blocks(describe_measurement(small_tables(), MADE), lang="de")
    document = docx.Document(io.BytesIO(docx_bytes(blocks)))
    headings = [p.text for p in document.paragraphs if p.style.name.lower().startswith("heading")]
    assert headings == [block.text for block in blocks if isinstance(block, Heading)]
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert len(document.tables) == len(grids)
    for table, grid in zip(document.tables, grids, strict=True):
        found = [[cell.text for cell in row.cells] for row in table.rows]
        assert found == [[text.replace("`", "") for text in row] for row in (grid.head, *grid.rows)]


def test_the_docx_is_the_same_every_time_and_holds_what_xml_cannot() -> None:
    docx = pytest.importorskip("docx")
    blocks = [Paragraph("a < b & c \x01 ]]> „d“"), Grid(("x",), (("<y/>",),))]
    one = docx_bytes(blocks)
    assert one == docx_bytes(blocks)
    assert docx.Document(io.BytesIO(one)).paragraphs[0].text == "a < b & c \ufffd ]]> „d“"
