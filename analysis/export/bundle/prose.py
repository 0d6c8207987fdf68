"""Pages of a package for people: what it is, its codebook, its methods, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from string import Template
from typing import Any, Final

from ... import tables as contract
from ...framing.methods import write_methods
from ..cells import in_markdown
from ..cite import software_in_words
from .policy import PACKED, packed_columns, treatments
from .settings import Settings

ABOUT: Final[Mapping[str, str]] = {
    "documents": "One row a document.",
    "segments": "Layout of the text: title, lead, paragraphs; boilerplate and bylines count in no measure.",
    "sentences": "One row a sentence.",
    "mentions": "Places that name a country, a region, its government or its leader.",
    "actors": "Who acts or speaks.",
    "quotes": "Who says what how; without the words.",
    "stances": "Who evaluates whom, which way; without the words.",
    "markers": "Places that distance, weaken, strengthen, source or negate.",
    "wording": "What the words of each sentence count toward, in place of the words.",
    "agency": "The grammatical role of each mention.",
    "codings": "What people coded by hand.",
    "corrections": "What people corrected by hand; the other tables follow from it.",
}
_CORPUS_ROWS: Final = (
    "| `numbers/pooled.csv`: means over documents | `numbers/framing.csv` |\n"
    "| `numbers/measures/`: measures of the corpus, of groups and periods | the tables, in DuckDB |"
)


def readme(
    settings: Settings, manifest: Mapping[str, Any], *, title: str, salt: str, documents: int, by_hand: Sequence[str]
) -> str:
    """Write ``README.md``."""
    more = [_CORPUS_ROWS] if settings.kind == "corpus" else []
    more += [f"| `tables/{name}.csv` | {ABOUT[name]} |" for name in by_hand]
    return (
        _page("README.md")
        .substitute(
            title=in_markdown(title),
            what="A document" if documents == 1 else f"{documents:,} documents",
            software=software_in_words(manifest),
            version=manifest["version"],
            salt=salt,
            more="\n".join(more),
        )
        .replace("\n\n| not:", "\n| not:")
    )


def left_out(settings: Settings) -> str:
    """Write ``LEFT_OUT.md``."""
    lines = []
    for table in (*PACKED, *contract.DERIVED):
        kept = {column.name for column in packed_columns(table, settings.kept)}
        for column, treatment, reason in treatments(table):
            if column not in kept and treatment in ("drop", "source", "title", "hash", "count"):
                place = {"count": "only `n_words` is kept", "hash": "only `text_hash` is kept"}.get(treatment)
                lines.append(f"  - `{table}.{column}`: {'; '.join(part for part in (place, reason) if part)}")
    lines += [f"  - `tokens.{column.name}`: {column.meaning}" for column in contract.describe("tokens")[5:]]
    return _page("LEFT_OUT.md").substitute(
        columns="\n".join(lines),
        kept=", ".join(settings.keep) or "nothing",
        names="none, since names were kept" if "names" in settings.keep else "`name-` and ten hexadecimal digits",
    )


def codebook(settings: Settings, by_hand: Mapping[str, Sequence[str]]) -> str:
    """Write ``CODEBOOK.md``: every column of every table."""
    parts = [
        "# Codebook",
        "",
        "Offsets are Unicode code points into the unchanged text, `end` exclusive. An empty cell is unknown.",
    ]
    for table in (*PACKED, *contract.DERIVED):
        parts += [
            "",
            f"## {table}",
            "",
            ABOUT[table],
            "",
            "| column | type | values | meaning |",
            "| --- | --- | --- | --- |",
        ]
        for column in packed_columns(table, settings.kept):
            values = ", ".join(column.allowed) or ("may be empty" if column.nullable else "")
            parts.append(f"| `{column.name}` | {column.dtype} | {values} | {column.meaning} |")
    for table, names in by_hand.items():
        parts += ["", f"## {table}", "", ABOUT[table], "", f"Columns: {', '.join(f'`{name}`' for name in names)}."]
    parts += ["", "## framing (`numbers/framing.csv`)", "", "| column | meaning |", "| --- | --- |"]
    parts += [f"| `{column.name}` | {column.meaning} |" for column in contract.describe("framing")]
    return "\n".join(parts) + "\n"


def methods() -> str:
    """Write ``METHODS.md``: the definition of every indicator."""
    return write_methods()


def script(settings: Settings, manifest: Mapping[str, Any]) -> str:
    """Write ``replicate.py``."""
    home = "mittellage.corpus.bundle" if settings.kind == "corpus" else "mittellage.export.bundle"
    return (
        '"""Compute every number and picture of this package again and compare them, byte by byte."""\n\n'
        "import sys\n"
        "from pathlib import Path\n\n"
        "try:\n"
        f"    from {home} import replicate\n"
        "except ImportError as error:\n"
        f'    sys.exit(f"{{error}}. First run: python -m pip install mittellage=={manifest["version"]}")\n\n'
        'if __name__ == "__main__":\n'
        "    report = replicate(Path(__file__).resolve().parent)\n"
        "    print(report)\n"
        "    sys.exit(0 if report.same else 1)\n"
    )


def own_texts() -> list[str]:
    """Return what the pages of every package say, whatever text it is of."""
    home = files(__package__)
    pages = [path.read_text(encoding="utf-8") for path in (home / "pages").iterdir() if path.name.endswith(".md")]
    words = (files(__package__.rpartition(".")[0]) / "protocol.tsv").read_text(encoding="utf-8")
    meanings = [column.meaning for table in (*contract.ROWS, *contract.DERIVED) for column in contract.describe(table)]
    return [*pages, *words.split("\t"), *meanings, *ABOUT.values(), write_methods()]


def _page(name: str) -> Template:
    return Template((files(__package__) / "pages" / name).read_text(encoding="utf-8"))
