"""Whatever somebody has put into a text, a title or a name: every file shows it as text, and nothing runs it."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis import tables as contract
from analysis.annotate import annotate
from analysis.charts import plot_network, plot_stance_matrix
from analysis.charts.recording import render
from analysis.charts.sheet import SHEET
from analysis.charts.style import shorten
from analysis.cli import main
from analysis.corpus.facets import small_multiples
from analysis.corpus.outlets import plot_outlets
from analysis.errors import ExportError
from analysis.export.bundle import pack_result
from analysis.export.cells import cell, in_markdown, is_missing_mark
from analysis.export.cite import FORMS, cite
from analysis.export.comparison import Compared, folder_names, save_comparison
from analysis.export.docx import docx_bytes
from analysis.export.exchange import Annotated, export_file
from analysis.export.exchange.items import native
from analysis.export.exchange.plain import carried, one_line
from analysis.export.figures import Drawn, draw_figures
from analysis.export.formats import csv_bytes, parquet_bytes, read_table
from analysis.export.latex import escape_latex, latex_bytes
from analysis.export.manifest import build_manifest
from analysis.export.protocol import Grid, Heading, Paragraph
from analysis.export.report import report_bytes
from analysis.export.workbook import workbook_bytes
from analysis.framing import Perspective
from analysis.legible import legible, legible_line
from analysis.pipeline import Options
from analysis.reading import Document
from analysis.terminal import print_frame, print_summary

Tables = dict[str, pd.DataFrame]
Laden = tuple[Tables, Document]
# Charts that print names of the tables.
NAMING = ("mentions", "voice", "stance_matrix", "network", "frames", "roles")
# The fonts lack some letters of the payloads; matplotlib says so and draws a box.
pytestmark = pytest.mark.filterwarnings("ignore:Glyph .* missing from font")


@pytest.fixture(scope="module")
def item(laden: Laden) -> Annotated:
    data, document = laden
    return Annotated(document.text, {name: native(contract.rows(name, data[name])) for name in contract.ROWS})


@pytest.fixture(scope="module")
def drawn(laden: Laden) -> Drawn:
    return draw_figures(laden[0], formats=("svg",), charts=NAMING)


# Spreadsheets


def first_sign(text: str) -> str:
    """Return what a program sees first that drops what is not seen, and takes wide letters for narrow ones."""
    fillers = "\u034f\u115f\u1160\u2800\u3164\uffa0\ufe0f"
    seen = (c for c in text if unicodedata.category(c)[0] not in "CZ" and c not in fillers)
    return unicodedata.normalize("NFKC", next(seen, ""))


TEXTS = ("documents", "actors", "quotes", "stances")


@pytest.mark.parametrize("table", TEXTS)
def test_csv_holds_no_formula_and_comes_back(laden: Laden, table: str, tmp_path: Path) -> None:
    data = laden[0][table]
    texts = [name for name in data if data[name].dtype == "string"]
    written = csv_bytes(data)
    for row in csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")):
        for name in texts:
            assert first_sign(row[name]) not in tuple("=+-@"), row[name]
            assert row[name][:1] not in tuple("\t\r\n"), row[name]
    assert not {0, 27} & set(written)
    (tmp_path / f"{table}.csv").write_bytes(written)
    back = read_table(tmp_path / f"{table}.csv")
    for name in texts:
        wanted = [cell(value) for value in data[name]]
        assert [cell(value) or None for value in back[name]] == [value or None for value in wanted]


def test_no_cell_begins_another_where_semicolons_part_them(laden: Laden) -> None:
    rows = csv.reader(io.StringIO(csv_bytes(laden[0]["actors"]).decode("utf-8-sig"), newline=""), delimiter=";")
    cells = [value for row in rows for value in row[1:]]
    assert len(cells) > 20
    assert not [value for value in cells if first_sign(value) in ("=", "@")]
    assert not [value for value in cells if first_sign(value) in ("+", "-") and set("(|") & set(value)]


def test_xlsx_holds_text_alone(laden: Laden) -> None:
    data = {name: laden[0][name] for name in ("documents", "actors", "quotes")}
    raw = workbook_bytes(data)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for part in archive.namelist():
            content = archive.read(part)
            ElementTree.fromstring(content)
            assert b"<f>" not in content
            assert b"<hyperlink" not in content
            assert b"TargetMode" not in content
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f" or c.hyperlink]
    sheet = book["actors"]
    names = [sheet.cell(row, 3).value for row in range(2, sheet.max_row + 1)]
    wanted = [cell(name) for name in data["actors"]["name"]]
    for found, name in zip(names, wanted, strict=True):
        assert found == (f"'{name}" if is_missing_mark(name) else name or None)
    # Whoever edits the cell does not make it a formula.
    marked = {sheet.cell(row, 3).value for row in range(2, sheet.max_row + 1) if sheet.cell(row, 3).quotePrefix}
    assert {"=1+1", "\u200b=1+1", "＝1+1", "\t=1+1"} <= marked


def test_parquet_and_jsonl_hold_the_text_itself(laden: Laden) -> None:
    for table in ("actors", "quotes", "documents"):
        data = laden[0][table]
        back = pq.read_table(io.BytesIO(parquet_bytes(table, data))).to_pylist()
        for name in (name for name in data if data[name].dtype == "string"):
            assert [row[name] for row in back] == [None if value is pd.NA else cell(value) for value in data[name]]


def test_annotate_takes_payloads_as_text(payloads: list[Any]) -> None:
    text = "\n\n".join(payload.text for payload in payloads)
    lines = [
        json.dumps({"doc_id": payload.text or "-", "title": payload.text, "outlet": payload.text, "text": "Ja."})
        for payload in payloads[::6]
    ]
    lines.append(json.dumps({"doc_id": "alles", "title": text, "outlet": text, "text": text}))
    records = list(annotate((line.encode() for line in lines), options=Options(any_language=True)))
    assert [record["error"] for record in records] == [None] * len(lines)
    assert [record["doc_id"] for record in records[:-1]] == [payload.text or "-" for payload in payloads[::6]]
    for table in ("mentions", "quotes", "sentences"):
        for row in records[-1][table]:
            spans = row.get("spans") or [[row["start"], row["end"]]]
            assert " … ".join(text[a:b] for a, b in spans) == row["text"]


# Papers


def test_latex_prints_signs(laden: Laden, payloads: list[Any]) -> None:
    ours = re.compile(r"\\text[a-z]+\{\}|\\_\\allowbreak\{\}|\\[{}$&#%]")
    for payload in payloads:
        left = ours.sub("", escape_latex(payload.text))
        assert not set(left) & set('\\{}$&#%_^~"`\n\r'), payload
    for table in ("actors", "quotes", "stances", "documents"):
        lines = latex_bytes(table, laden[0][table]).decode().splitlines()
        body = lines[lines.index(r"\bottomrule \endfoot") + 1 : -1]
        assert len(body) == len(laden[0][table])
        assert not [line for line in body if line.lstrip().startswith(("[", "*"))]
    names = {"doc_id": ["[5cm]", "* x"], "title": ["a", "b"], "outlet": [None, None], "date": [None, None]}
    rows = pd.DataFrame(names | {"translated": [False] * 2, "n_tokens": [1] * 2, "n_sentences": [1] * 2})
    assert latex_bytes("documents", rows).decode().splitlines()[-3].startswith("{}[5cm]")


def test_markdown_and_docx_hold_no_link_and_no_tag(payloads: list[Any]) -> None:
    for payload in payloads:
        line = in_markdown(payload.text)
        assert not re.search(r"(?<!\\)<[A-Za-z/!?]|\](?=[(\[:])|[\n\r\x1b]", line), payload
        assert re.sub(r"\\(?=<)|(?<=\])\\", "", line) == re.sub(
            r"\\(?=<)|(?<=\])\\", "", " ".join(legible(payload.text).splitlines())
        )
    cells = tuple((payload.text,) for payload in payloads)
    data = docx_bytes([Heading("x"), *(Paragraph(payload.text) for payload in payloads), Grid(("x",), cells)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
        assert b"TargetMode" not in archive.read("word/_rels/document.xml.rels")
    kinds = {node.tag.rpartition("}")[2] for node in root.iter()}
    assert not kinds & {"hyperlink", "fldSimple", "instrText", "object", "altChunk"}
    said = [node.text or "" for node in root.iter() if node.tag.endswith("}t")]
    assert said.count(legible("<script>window.__fired=1</script>")) == 2


# Pictures


def assert_inert_svg(data: bytes) -> None:
    root = ElementTree.fromstring(data)
    for node in root.iter():
        tag = node.tag.rpartition("}")[2]
        assert tag not in ("script", "a", "image", "foreignObject", "iframe", "animate", "set", "text"), tag
        for name, value in node.attrib.items():
            name = name.rpartition("}")[2]
            assert not name.lower().startswith("on"), name
            assert name != "href" or value.startswith("#"), value
            assert "url(" not in value or "url(#" in value


def assert_png(data: bytes) -> None:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        assert len(picture.convert("L").getcolors() or range(300)) > 1


def test_every_chart_is_a_picture_and_nothing_else(drawn: Drawn) -> None:
    for chart in drawn.values():
        assert_inert_svg(chart.files["svg"])
        assert legible(chart.files["txt"].decode()) == chart.files["txt"].decode()
        assert not [c for c in chart.files["csv"].decode() if c in "\x00\x1b"]


def test_every_payload_as_a_name_in_a_chart(payloads: list[Any]) -> None:
    from matplotlib.text import Text

    names = [payload.text for payload in payloads]
    groups = pd.DataFrame(
        [
            (name, f"CENTRAL_ASIA:{pole}", value, None, None, 1)
            for name in names
            for pole, value in (("RU", 0.2), ("CN", 0.3), ("US", 0.5))
        ],
        columns=["group", "unit", "value", "low", "high", "n_documents"],
    )
    # Outside of `saving`, as in a notebook: what settings say of formulas must not matter.
    axes = plot_outlets(groups)
    shown = {text.get_text().replace("\n", " ").rpartition(" (n\u00a0=")[0] for text in axes.findobj(Text)}
    assert {shorten(legible_line(name), 40) for name in names} <= shown
    assert not [text for text in axes.findobj(Text) if text.get_parse_math()]
    files = render(axes.get_figure(root=True), ("svg", "png", "pdf"), dpi=80)
    assert_inert_svg(files["svg"])
    assert_png(files["png"])
    assert not re.search(rb"/(JavaScript|JS|URI|Launch|OpenAction)\b", files["pdf"])


@pytest.mark.parametrize("name", ["Von $5 auf $9", "\x1b[31m$\\undefined{$\x00"])
def test_a_dollar_is_a_dollar_in_charts_that_others_draw(laden: Laden, name: str) -> None:
    rows = laden[0]["stances"].head(1).assign(holder=name)
    documents = laden[0]["documents"].assign(title=name, outlet=name)
    periods = pd.DataFrame(
        {"group": name, "unit": "$a>$b", "period": pd.to_datetime(["2023-01-01", "2023-02-01"]), "value": [0.1, 0.2]}
    ).assign(low=0.0, high=0.3, n_documents=1)
    for figure in (
        plot_stance_matrix(rows).get_figure(root=True),
        plot_network(rows).get_figure(root=True),
        SHEET.figure({"documents": documents, "stances": rows}),
        small_multiples(periods, title=name, ylabel=name),
    ):
        data = io.BytesIO()
        figure.savefig(data, format="svg")  # no setting of ours
        assert_inert_svg(data.getvalue())
        assert legible_line(name)[:7] in data.getvalue().decode()


# Pages


class Page(HTMLParser):
    """The elements and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", {}))

    unknown_decl = handle_pi = handle_comment


_RUNS = frozenset(
    ("comment", "script", "iframe", "object", "embed", "link", "base", "form", "svg", "math", "video", "template")
)


def assert_inert_page(html: str, *, links: str = r"#[\w.-]+") -> Page:
    page = Page(html)
    assert not {tag for tag, _ in page.elements} & _RUNS
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style" or name == "srcset"], tag
        assert tag != "a" or re.fullmatch(links, attributes["href"] or ""), attributes
        assert "src" not in attributes or (attributes["src"] or "").startswith("data:image/svg+xml;base64,")
        assert tag != "meta" or "refresh" not in (attributes.get("http-equiv") or "")
    return page


def test_the_report_shows_everything_as_text(laden: Laden, payloads: list[Any], drawn: Drawn) -> None:
    html = report_bytes(*laden, drawn=drawn).decode()
    page = assert_inert_page(html)
    words = "".join(page.words)
    assert not [c for c in words if c != legible(c)]
    one_lined = " ".join(words.split())
    for payload in payloads:
        assert legible_line(payload.text) in one_lined, payload
    assert html.count("<title>") == html.count("<h1") == 1


def test_the_list_of_texts_shows_everything_as_text(laden: Laden, payloads: list[Any], tmp_path: Path) -> None:
    sources = [f"{payload.text[:80]}.txt" for payload in payloads if payload.text.strip()]
    names = folder_names(sources)
    assert len({name.casefold() for name in names}) == len(names)
    assert not [name for name in names if "/" in name or name in (".", "..") or name != legible(name)]
    document = Document.from_text("Russland schweigt.", title=laden[1].title, outlet=laden[1].outlet, source="\udcff")
    empty = {name: contract.frame(name) for name in contract.ROWS}
    results = [Compared(name, empty, document) for name in ("javascript:window.__fired=1", '"><img src=x> #?%')]
    save_comparison(results, tmp_path / "out", charts=("mentions",), pictures=("svg",))
    html = (tmp_path / "out" / "index.html").read_text("utf-8")
    page = assert_inert_page(html, links=r"comparison\.csv|(?![^/]*:)[\w%.~-]+/report\.html")
    words = " ".join("".join(page.words).split())
    for payload in payloads:
        assert legible_line(payload.text) in words, payload


# Packages


def test_a_package_of_hostile_tables(laden: Laden, payloads: list[Any], tmp_path: Path) -> None:
    from analysis.framing import measure_framing

    rows = {name: data.head(40) if name not in ("documents", "segments") else data for name, data in laden[0].items()}
    perspective = Perspective()
    rows["framing"] = measure_framing(rows, focus=perspective.focus, poles=perspective.poles)
    title = "<script>window.__fired=1</script> ![x](https://evil.example/x.png)\n# \x1b[31m"
    keep = ("titles", "names", "sources", "ids")
    path = pack_result(
        rows, build_manifest(laden[1], options=Options()), tmp_path / "p.zip", keep=keep, charts=("stance_matrix",),
        title=title, authors=[title],
    )  # fmt: skip
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name in files if name.startswith(("/", ".")) or ".." in name or not name.isprintable()]
    for name, data in files.items():
        if name.endswith(".svg"):
            assert_inert_svg(data)
        elif name.endswith(".json"):
            json.loads(data)
        elif name.endswith(".md"):
            assert not re.search(r"(?<!\\)<(script|img|svg)|!\[[^]]*\]\(|[\x00\x1b]", data.decode()), name
        elif name.endswith(".py"):
            compile(data, name, "exec")
    assert files["README.md"].decode().startswith(f"# {in_markdown(title)}\n")


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": '1"); import os; os.system("calc'},
        {"version": "0.1.0\n--index-url https://evil.example/simple"},
        {"version": None},
        {"commit": "}\n@input{x}"},
        {"python": "3.11\nrequests"},
        {"libraries": {"numpy": "2.4.6 --index-url https://evil.example"}},
        {"libraries": {"numpy\nx": "1"}},
        {"libraries": ["numpy"]},
    ],
)
def test_a_manifest_made_elsewhere_writes_no_program(laden: Laden, wrong: dict[str, Any]) -> None:
    from analysis.export.bundle.pack import public_manifest

    manifest = {**build_manifest(laden[1]), **wrong}
    with pytest.raises(ExportError, match="which is no version"):
        public_manifest(manifest, failures={})
    for form in FORMS:
        with pytest.raises(ExportError, match="which is no version"):
            cite(form, manifest=manifest)


# Other programs


def parsed(path: Path) -> Any:
    return ElementTree.fromstring(path.read_bytes())


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_networks(item: Annotated, payloads: list[Any], suffix: str, tmp_path: Path) -> None:
    root = parsed(export_file([item], tmp_path / f"x{suffix}"))
    labels = {node.get("label") for node in root.iter() if node.tag.endswith("}node")}
    labels |= {node.text or "" for node in root.iter() if node.get("key") == "n_label"}
    assert {carried(payload.text) for payload in payloads} <= labels
    assert len([node for node in root.iter() if node.tag.endswith("}edge")]) == len(payloads)


def test_tei_and_xmi(item: Annotated, payloads: list[Any], tmp_path: Path) -> None:
    wanted = {carried(payload.text) for payload in payloads}
    root = parsed(export_file([item], tmp_path / "x.tei.xml"))
    (text,) = (node.text for node in root.iter() if node.tag.endswith("}ab"))
    assert text == carried(item.text)
    assert wanted <= {node.text or "" for node in root.iter() if node.tag.endswith("}string")}
    cassis = pytest.importorskip("cassis")
    path = export_file([item], tmp_path / "x.xmi")
    root = parsed(path)
    assert wanted - {""} <= {value for node in root for name, value in node.attrib.items() if name == "holder"}
    with path.with_suffix(".typesystem.xml").open("rb") as file:
        cas = cassis.load_cas_from_xmi(io.BytesIO(path.read_bytes()), typesystem=cassis.load_typesystem(file))
    assert cas.sofa_string == carried(item.text)


def test_dna_and_qdpx(item: Annotated, payloads: list[Any], tmp_path: Path) -> None:
    with closing(sqlite3.connect(export_file([item], tmp_path / "x.dna"))) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = {value for (value,) in database.execute("SELECT Value FROM ENTITIES")}
        assert database.execute("SELECT Text FROM DOCUMENTS").fetchall() == [(carried(item.text),)]
        assert database.execute("SELECT COUNT(*) FROM STATEMENTS").fetchone() == (len(payloads),)
    assert {one_line(payload.text)[:189] for payload in payloads} <= {value[:189] for value in found}
    with zipfile.ZipFile(export_file([item], tmp_path / "=1+1.qdpx")) as archive:
        names = archive.namelist()
        root = ElementTree.fromstring(archive.read("project.qde"))
        assert archive.read(next(name for name in names if name.endswith(".txt"))).decode() == carried(item.text)
    assert all(re.fullmatch(r"project\.qde|sources/[0-9a-f-]{36}\.txt", name) for name in names)
    codes = {node.get("name") for node in root.iter() if node.tag.endswith("}Code")}
    assert {one_line(payload.text) for payload in payloads} <= codes


def test_conllu(item: Annotated, payloads: list[Any], tmp_path: Path) -> None:
    written = export_file([item], tmp_path / "x.conllu").read_bytes().decode()
    lines = written.split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert {len(row) for row in rows} == {10}
    assert [row[1] for row in rows] == [one_line(payload.text) or "_" for payload in payloads]
    known = ("# newdoc id = ", "# sent_id = ", "# text = ", "# stance = ")
    assert not [line for line in lines if line.startswith("#") and not line.startswith(known)]
    assert sum(line.startswith("# newdoc") for line in lines) == 1


# Terminal


def test_the_terminal_gets_text(laden: Laden, payloads: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    data, document = laden
    print_summary(data, document)
    print_frame(data["actors"][["name"]], title="[red]\x1b[2J:warning:")
    said = capsys.readouterr().out
    assert legible(said) == said
    for shown in ("[bold red]rot[/bold red]", ":skull:", "[/]", "⟨U+001B⟩[2J", "[red]⟨U+001B⟩[2J:warning:"):
        assert shown in said


def messages(payloads: list[Any], folder: Path) -> Iterator[list[str]]:
    for payload in payloads:
        name = payload.text.encode("utf-8", "surrogateescape")[:80]
        if payload.kind in ("terminal", "control", "bidi", "markdown") and not {b"\0"[0], b"/"[0]} & set(name):
            yield ["analyse", str(folder / name.decode(errors="ignore")), "--out", str(folder / "out")]
    yield ["cite", str(folder), "--format", "text"]


def test_messages_of_the_command_steer_no_terminal(
    payloads: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tried = 0
    for arguments in messages(payloads, tmp_path):
        with pytest.raises(SystemExit):
            main(arguments)
        said = "".join(capsys.readouterr())
        assert said.startswith("mittellage: ")
        assert legible(said) == said
        tried += 1
    assert tried > 30


def test_a_file_whose_name_is_no_utf8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = tmp_path / "T\udcfcrkei \x1b[31m\u202e.txt"
    try:
        name.write_text("Der Präsident von Kasachstan lobte am Montag in Astana Russland als guten Partner.\r\nEnde.\n")
    except OSError:
        pytest.skip("this file system takes no such name")
    main_result = tmp_path / "out"
    with pytest.raises(SystemExit) as ended:
        main(["analyse", str(name), "--out", str(main_result), "--format", "parquet"])
    said = "".join(capsys.readouterr())
    assert ended.value.code in (0, None), said
    assert legible(said) == said
    assert r"T\udcfcrkei" in (main_result / "report.html").read_text("utf-8")
