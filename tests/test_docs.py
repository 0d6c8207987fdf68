"""Documentation: examples run, public names and tables have their place, nothing is loaded from elsewhere."""

from __future__ import annotations

import os
import re
import shlex
import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from analysis import tables

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
GENERATED = ("reference/generated", "reference/api", "tutorial/notebooks")
PARTS = ("fragments", "_", "reference/exit_codes", "reference/tables_opening")  # taken in by other pages
PAGES = sorted(
    path.relative_to(DOCS).as_posix()
    for path in DOCS.rglob("*.md")
    if not path.relative_to(DOCS).as_posix().startswith((*GENERATED, *PARTS))
)
# Commands of the documentation that open a server, or whose input is gold that is not part of the project.
NOT_RUN = ("app", "lab", "evaluate", "run-notebook")
FENCE = re.compile(r"^```(?P<kind>python|bash|\{code-cell\}[^\n]*)\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """A block of code of a page."""

    kind: str
    code: str


def examples(page: str) -> list[Example]:
    text = (DOCS / page).read_text("utf-8")
    return [Example(match["kind"].strip("{}").partition("}")[0], match["code"]) for match in FENCE.finditer(text)]


def commands(code: str) -> list[list[str]]:
    split = [shlex.split(line, comments=True) for line in code.splitlines()]
    return [words[1:] for words in split if words[:1] == ["mittellage"]]


@pytest.fixture(scope="module")
def extension() -> Any:
    """Give the build's own modules."""
    sys.path.insert(0, str(DOCS / "_ext"))
    yield lambda name: import_module(name)
    sys.path.remove(str(DOCS / "_ext"))


@pytest.fixture
def workspace(tmp_path, monkeypatch, extension) -> Path:
    folder = extension("workspace").fill(tmp_path / "work")
    monkeypatch.chdir(folder)
    return folder


def _run_command(words: list[str]) -> None:
    from analysis.cli import app

    # A source that the reader has and we have not: an export of a press database.
    if words[0] in NOT_RUN or any(word.startswith(("nexis_", "exports")) for word in words):
        return
    from typer.testing import CliRunner

    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, f"mittellage {' '.join(words)}: {done.output} {done.exception!r}"


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # what libraries warn of is theirs; here the examples are tested
@pytest.mark.parametrize("page", [page for page in PAGES if examples(page)])
def test_the_examples_of_a_page_run(page, workspace):
    names: dict[str, Any] = {"__name__": "example"}
    for example in examples(page):
        if example.kind == "bash":
            for words in commands(example.code):
                _run_command(words)
        else:
            exec(compile(example.code, page, "exec"), names)


def test_the_pages_of_the_issue_are_there():
    wanted = {
        "own_country",
        "own_words",
        "many_articles",
        "press_databases",
        "r",
        "excel_spss",
        "cluster",
        "app",
        "pandas",
    }
    assert {f"howto/{name}.md" for name in wanted} <= set(PAGES)


def test_commands_of_the_documentation_are_commands():
    from typer.main import get_command

    from analysis.cli import app

    known = get_command(app).commands
    used = {words[0] for page in PAGES for example in examples(page) for words in commands(example.code)}
    assert used <= set(known)
    assert {"analyse", "annotate", "corpus"} <= used


@pytest.mark.parametrize("page", [*PAGES, "../README.md", "../CONTRIBUTING.md"])
def test_links_between_files_lead_somewhere(page):
    text = (DOCS / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        path = ((DOCS / page).parent / target).resolve()
        made = any(part in path.as_posix() for part in GENERATED)
        assert "://" in target or made or path.exists(), f"{page} links to {target}"


@pytest.mark.parametrize("name", [*tables.ROWS, *tables.BY_HAND])
def test_every_table_and_column_is_in_the_reference(name, extension):
    page = extension("pages").tables_page()
    _, _, section = page.partition(f"\n## `{name}`\n")
    section = section.partition("\n## `")[0]
    for column in tables.describe(name):
        assert f"| `{column.name}` |" in section
        assert all(f"`{value}`" in section for value in column.allowed)


@pytest.mark.parametrize(
    "package", ["analysis", "analysis.charts", "analysis.coding", "analysis.corpus", "analysis.explore"]
)
def test_every_public_name_is_listed_once(package, extension):
    page = extension("pages").api_page(package, "Title")
    listed = re.findall(r"^   (\w+)$", page, re.MULTILINE)
    assert sorted(listed) == sorted(set(import_module(package).__all__) - {"__version__"})


def test_every_command_and_option_is_in_the_reference(extension):
    from typer.main import get_command

    from analysis.cli import app

    page = extension("pages").commands_page()
    for name, command in get_command(app).commands.items():
        section = page.partition(f"## `mittellage {name}`")[2].partition("\n## ")[0]
        assert section
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert f"`{parameter.opts[0]}`" in section
    assert "One of `csv`, `parquet`, `xlsx`, `latex`." in page
    assert "| `--seed` | `0` |" in page
    assert "| `--translated` |  |" in page
    assert "[dim]" not in page


def test_the_drawing_shows_every_package_of_the_contract(extension):
    drawing = extension("dataflow").draw_dataflow()
    for layer in extension("pages").layers():
        for name in layer:
            assert name in drawing


def test_import_rules_follow_the_contract(extension):
    rows = extension("pages").imports_page().splitlines()
    allowed = {row.split("|")[1].strip(" `"): row.split("|")[3] for row in rows[2:]}
    assert "`language`" in allowed["quotes"]
    assert "`stance`" not in allowed["quotes"]
    assert "`explore`" not in allowed["corpus"]
    assert "`explore`" not in allowed["evaluate"]


def test_views_become_still_pictures(article, extension):
    from analysis.explore import Explorer, view_chart, view_filters, view_measures, view_table, view_text

    freeze = extension("frozen").freeze
    explorer = Explorer.of(article, lang="en")
    text = freeze(view_text(explorer))
    assert re.search(r'<span class="ml-mark [^"]*mentions[^"]*" title="[^"]+">', text)
    assert "<script" not in text
    chart = freeze(view_chart(explorer, "mentions"))
    assert '<img src="data:image/png;base64,' in chart
    assert "ZIP" not in chart
    quotes = freeze(view_table(explorer, "quotes"))
    assert quotes.count("<tr") > 3
    assert "<dt>Type: direct</dt><dd>the words themselves" in quotes
    measures = freeze(view_measures(explorer))
    assert "<td>Share of mentions</td><td>Central Asia</td>" in measures
    assert "<script" not in measures
    assert "ml-chip" in freeze(view_filters(explorer))


def test_text_in_a_view_is_escaped(extension):
    from analysis import analyse
    from analysis.explore import Explorer, view_text

    shown = extension("frozen").freeze(
        view_text(Explorer.of(analyse("Russland <script>alert(1)</script> drohte China.")))
    )
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_the_figures_of_the_readme_are_those_of_the_evaluation():
    spec = spec_from_file_location("summary", ROOT / "benchmarks" / "summary.py")
    summary = module_from_spec(spec)
    spec.loader.exec_module(summary)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert summary.fill(readme, (DOCS / "evaluation.md").read_text("utf-8")) == readme, "run: benchmarks/summary.py"


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 90


def built() -> Path:
    return Path(os.environ.get("MITTELLAGE_BUILT_DOCS", ROOT / "build" / "docs"))


@pytest.mark.skipif(find_spec("sphinx") is None or not (built() / "index.html").exists(), reason="make docs first")
def test_the_built_pages_load_nothing_from_elsewhere():
    loading = re.compile(
        r"<(?:script|img|iframe|source|video|audio|object|embed|link(?![^>]*rel=\"(?:canonical|author|license)\"))\b"
        r"[^>]*\b(?:src|href|data)=[\"'](?:https?:)?//[^\"']*",
        re.IGNORECASE,
    )
    styles = re.compile(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^\"')]*", re.IGNORECASE)
    bad = [
        (path.name, found)
        for pattern, kind in ((loading, "*.html"), (styles, "*.css"), (styles, "*.html"))
        for path in built().rglob(kind)
        for found in pattern.findall(path.read_text("utf-8"))
    ]
    assert bad == []
