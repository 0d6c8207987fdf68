"""Sheets and other programs: what goes out comes back, and what does not fit is named before anything is saved."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from analysis.coding import coders, open_study, read_codings, save_label
from analysis.coding.exchange import export_study
from analysis.coding.importing import import_codings
from analysis.coding.sheets import COLUMNS, export_sheet
from analysis.errors import CodingError, MittellageError
from analysis.export.cells import is_formula


def filled(path, labels):
    """Fill labels into an exported CSV file."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    for row, label in zip(rows, labels, strict=False):
        row["label"] = label
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    return path


def test_a_csv_goes_out_and_comes_back(study, tmp_path):
    save_label(study, "ben", "i001", "mixed")
    path = filled(export_sheet(study, tmp_path / "anna.csv"), ["negative", "", "keine Bewertung"])
    assert "mixed" not in path.read_text("utf-8")
    assert import_codings(study, path, coder="anna") == (2, 0, 1)
    assert {item: coding.label for item, coding in read_codings(study, "anna").items()} == {
        "i001": "negative", "i003": "none",
    }  # fmt: skip
    assert import_codings(study, path, coder="anna") == (0, 2, 1)


def test_a_workbook_offers_the_labels_and_comes_back(study, tmp_path):
    save_label(study, "anna", "i002", "mixed", unsure=True, memo="=1+1")
    path = export_sheet(study, tmp_path / "anna.xlsx", coder="anna")
    book = load_workbook(path)
    sheet = book["items"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet["E2"].value == "Kasachstan lobte Russland."
    assert [(cell.value, cell.data_type) for cell in sheet[3]][-3:] == [("mixed", "s"), ("x", "s"), ("=1+1", "s")]
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == "=codebook!$A$1:$A$4"
    assert [row[0].value for row in book["codebook"]["A1:A4"]] == ["positive", "negative", "mixed", "none"]
    sheet["G2"] = " Negativ "
    book.save(path)
    assert import_codings(study, path, coder="anna") == (1, 1, 1)
    held = read_codings(study, "anna")
    assert held["i001"].label == "negative"
    assert held["i002"][1:4] == ("mixed", True, "=1+1")


def test_columns_and_labels_of_another_program_are_mapped(study, tmp_path):
    path = tmp_path / "maxqda.csv"
    path.write_text("Dokument;Code;Kommentar\ni001;Kritik;scharf\ni002;Lob;\n", "cp1252")
    done = import_codings(
        study, path, coder="anna", columns={"item": "Dokument", "label": "Code", "memo": "Kommentar"},
        labels={"Kritik": "negative", "lob": "positive"},
    )  # fmt: skip
    assert done.saved == 2
    assert read_codings(study, "anna")["i001"][1:4] == ("negative", False, "scharf")


WRONG = {
    "unknown label": ("item,label\ni001,none\ni002,böse\n", "row 3: there is no label 'böse'"),
    "unknown item": ("item,label\ni009,none\n", "row 2: 'i009'"),
    "item twice": ("item,label\ni001,none\ni001,none\n", "row 3: i001 stands in row 2"),
    "no column": ("item,code\ni001,none\n", "no column 'label'"),
    "doubt": ("item,label,unsure\ni001,none,vielleicht\n", "'vielleicht'"),
    "empty": ("", "is empty"),
    "no rows": ("\n\n", "no rows"),
    "not a table": ("item\x00label\ni001\n", "no column"),
}


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_sheet_is_named_and_nothing_is_saved(study, tmp_path, text, words):
    path = tmp_path / "wrong.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(CodingError) as error:
        import_codings(study, path, coder="anna")
    assert words in str(error.value)
    assert coders(study) == []


def test_other_files_are_refused(study, tmp_path):
    book = Workbook()
    book.save(tmp_path / "blank.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    (tmp_path / "broken.qdpx").write_bytes(b"PK\x03\x04 and then nothing")
    (tmp_path / "broken.xmi").write_bytes(b"<xmi:XMI")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    with zipfile.ZipFile(tmp_path / "entity.qdpx", "w") as archive:
        archive.writestr("project.qde", '<!DOCTYPE x [<!ENTITY a "b">]><Project>&a;</Project>')
    for name in (
        "blank.xlsx",
        "broken.xlsx",
        "broken.qdpx",
        "broken.xmi",
        "bomb.xlsx",
        "entity.qdpx",
        "none.csv",
        "x.doc",
    ):
        with pytest.raises(MittellageError):
            import_codings(study, tmp_path / name, coder="anna")
    with pytest.raises(CodingError, match=r"\.docx"):
        export_study(study, tmp_path / "study.docx")
    with pytest.raises(CodingError, match=r"\.ods"):
        export_sheet(study, tmp_path / "study.ods")
    assert not list(tmp_path.glob("study.*"))
    assert coders(study) == []


def coded_project(path, codes):
    """Code sources of a project as MAXQDA writes them: a selection with a coding that refers to a code."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    project = parts["project.qde"].decode()
    for item, labels in codes.items():
        selections = ""
        for label in labels:
            guid = re.search(rf'<Code guid="([^"]+)" name="{label}"', project)[1]
            selections += (
                f'<PlainTextSelection guid="x" startPosition="0" endPosition="9"><Description>{label}!</Description>'
                f'<Coding guid="y"><CodeRef targetGUID="{guid}"/></Coding></PlainTextSelection>'
            )
        project = re.sub(rf'(<TextSource [^>]*name="{item}"[^>]*)/>', rf"\1>{selections}</TextSource>", project)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (parts | {"project.qde": project.encode()}).items():
            archive.writestr(name, data)
    return path


def test_a_project_of_maxqda_goes_out_and_comes_back(study, tmp_path):
    path = export_study(study, tmp_path / "study.qdpx")
    with zipfile.ZipFile(path) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".txt")]
    assert len(texts) == 3
    assert texts[0].startswith(
        "Wie wird Russland in diesem Satz bewertet?\n\nAstana empfing Gäste.\n\n▶ Kasachstan lobte"
    )
    coded_project(path, {"i001": ["negative"], "i003": ["none", "none"]})
    assert import_codings(study, path, coder="anna") == (2, 0, 1)
    held = read_codings(study, "anna")
    assert (held["i001"].label, held["i003"].label) == ("negative", "none")
    assert held["i001"].memo == "negative!"
    coded_project(path, {"i002": ["negative", "positive"]})
    with pytest.raises(CodingError, match="i002 two labels"):
        import_codings(study, path, coder="ben")


@pytest.mark.parametrize("name", ["study.xmi", "study.xmi.zip"])
def test_a_document_of_inception_goes_out_and_comes_back(study, tmp_path, name):
    from cassis import load_cas_from_xmi, load_typesystem

    from analysis.coding.exchange import LAYER, typesystem

    path = export_study(study, tmp_path / name)
    data = path.read_bytes()
    if name.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            data, system = archive.read("study.xmi"), archive.read("TypeSystem.xml")
        types = load_typesystem(io.BytesIO(system))
    else:
        types = typesystem()
    cas = load_cas_from_xmi(io.BytesIO(data), typesystem=types)
    rows = cas.select(LAYER)
    assert [row.get_covered_text() for row in rows] == ["Kasachstan lobte Russland."] * 3
    rows[0].label, rows[2].label, rows[2].memo = "negative", "none", "nichts"
    back = tmp_path / "curated.xmi"
    back.write_bytes(cas.to_xmi().encode())
    assert import_codings(study, back, coder="anna") == (2, 0, 1)
    assert read_codings(study, "anna")["i003"].memo == "nichts"


def test_exports_hold_nothing_of_the_analysis_or_of_coders(corpus, tmp_path):
    from analysis.coding.drawing import draw_sample

    study = draw_sample(corpus[0], tmp_path / "s", unit="stance", n=30, stratify_by=["outlet", "sign"], seed=1)
    save_label(study, "ben", "i001", "mixed", memo="GEHEIM")
    for name in ("a.csv", "a.xlsx", "a.qdpx", "a.xmi.zip"):
        path = tmp_path / name
        (export_sheet if name[2:] in ("csv", "xlsx") else export_study)(study, path)
        data = path.read_bytes()
        if data[:2] == b"PK":
            with zipfile.ZipFile(path) as archive:
                data = b"".join(archive.read(info) for info in archive.infolist())
        for hidden in (b"Abendpost", b"GEHEIM", b"d0001", b"probability"):
            assert hidden not in data, name


def test_payloads_in_a_study_are_cells_of_text(study, payloads, tmp_path):
    kinds = [payload for payload in payloads if payload.kind in ("formula", "zero-width", "control")]
    lines = [
        {
            "item": f"p{n}",
            "text": f"{payload.text} Astana",
            "start": 0,
            "end": len(payload.text),
            "target": "RU",
            "named": [],
        }
        for n, payload in enumerate(kinds)
    ]
    (study.folder / "items.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    about = json.loads((study.folder / "study.json").read_text("utf-8")) | {"items": len(lines)}
    (study.folder / "study.json").write_text(json.dumps(about), "utf-8")
    laden = open_study(study.folder)
    for n, payload in enumerate(kinds):
        save_label(laden, "anna", f"p{n}", "mixed", memo=payload.text)
    book = load_workbook(export_sheet(laden, tmp_path / "a.xlsx", coder="anna"))
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert book["items"]["E2"].quotePrefix
    sheet = export_sheet(laden, tmp_path / "a.csv", coder="anna").read_text("utf-8-sig")
    for row in csv.reader(io.StringIO(sheet, newline="")):
        assert not [value for value in row if is_formula(value)]
    assert import_codings(laden, tmp_path / "a.csv", coder="anna")[2] == 0
    assert import_codings(laden, tmp_path / "a.xlsx", coder="anna")[2] == 0
