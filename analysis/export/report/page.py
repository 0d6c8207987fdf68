"""The page: template, style and content put together; text is escaped everywhere, and nothing is fetched or run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import tables as contract
from ...charts import CHARTS, Lang
from ...corrections import corrected, corrections_in_words
from ...framing import Perspective
from ...legible import legible
from ...reading import Document
from ...tables import each
from ..cells import plain
from ..cite import cite
from ..figures import Drawn, draw_figures
from ..folder import whole_file
from ..manifest import build_manifest
from ..names import NAMED, Names
from .article import annotations_of, article_blocks
from .links import Links
from .listing import (
    Listing,
    list_actors,
    list_corrections,
    list_countries,
    list_framing,
    list_numbers,
    list_quotes,
    list_stances,
    stance_matrix,
)  # fmt: skip
from .summary import cards, sentences
from .words import day_in_words, say

if TYPE_CHECKING:
    import pandas as pd
    from jinja2 import Template


class Picture(NamedTuple):
    """A chart as it stands in the page."""

    name: str
    title: str
    alt: str
    data: str
    numbers: Listing


def write_report(
    tables: Mapping[str, pd.DataFrame],
    document: Document,
    path: str | Path,
    *,
    lang: Lang = "de",
    perspective: Perspective | None = None,
) -> Path:
    """Write one HTML page with what was found in a document, and the places where it was found.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of one document; a missing one counts as empty.
    document : Document
        Where they come from.
    path : str or path
        File to write.
    lang : {"de", "en"}
        Language of labels and charts.
    perspective : Perspective, optional
        Whose position is asked for, and between whom; by default Central Asia between Russia, China and the US.

    Returns
    -------
    pathlib.Path
        The page.

    Raises
    ------
    ExportError
        If the path is a folder or cannot be written.
    """
    page = report_bytes(tables, document, lang=lang, perspective=perspective)
    with whole_file(path) as draft:
        draft.write_bytes(page)
    return Path(path)


def report_bytes(
    tables: Mapping[str, pd.DataFrame],
    document: Document,
    *,
    lang: Lang = "de",
    perspective: Perspective | None = None,
    drawn: Drawn | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the page of `write_report` as bytes; charts that were drawn and a manifest that was made are taken."""
    perspective = perspective or Perspective(translated=document.translated)
    data = _own(tables, document)
    names = Names(data["actors"], lang)
    spelled = data | {name: names.in_text(data[name], column) for name, column in NAMED.items()}
    drawn = drawn or draw_figures(data, lang=lang, perspective=perspective, formats=("svg",))
    style = (files(__package__) / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _template().render(
        say=lambda key, **values: say(key, lang, **values),
        is_links=lambda value: isinstance(value, Links),
        lang=lang,
        style=style,
        policy=f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        document=document,
        title=legible(document.title or document.doc_id),
        outlet=legible(document.outlet or ""),
        date=day_in_words(document.date, lang) if document.date else say("unknown.date", lang),
        size=next(each(data["documents"]), None),
        sentences=sentences(spelled, lang=lang, perspective=perspective),
        cards=cards(data, lang=lang, perspective=perspective),
        pictures=list(_pictures(drawn, lang, perspective)),
        blocks=_blocks(spelled, document, lang, perspective),
        units=[(card.name, card.look) for card in cards(data, lang=lang, perspective=perspective)],
        quotes=list_quotes(spelled["quotes"], lang=lang, perspective=perspective, names=names),
        matrix=stance_matrix(spelled["stances"], lang=lang, perspective=perspective),
        stances=list_stances(spelled["stances"], lang=lang, perspective=perspective, names=names),
        countries=list_countries(data["mentions"], lang=lang, perspective=perspective),
        actors=list_actors(spelled["actors"], lang=lang, perspective=perspective, names=names),
        corrections=list_corrections(data["corrections"], lang=lang),
        by_hand=corrections_in_words(corrected(data["corrections"]), lang),
        framing=list(list_framing(data["framing"], lang=lang, translated=document.translated)),
        origin=_origin(document, perspective, manifest or build_manifest(document), lang),
    )
    return page.encode("utf-8", "replace")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    return environment.from_string((files(__package__) / "page.html.j2").read_text(encoding="utf-8"))


def _own(tables: Mapping[str, pd.DataFrame], document: Document) -> dict[str, pd.DataFrame]:
    """Return every table, with this document's rows only."""
    return {
        name: data[data["doc_id"] == document.doc_id]
        for name in (*contract.ROWS, *contract.BY_HAND)
        for data in [tables[name] if name in tables else contract.frame(name)]
    }


def _pictures(drawn: Drawn, lang: Lang, perspective: Perspective) -> Iterator[Picture]:
    for name, chart in CHARTS.items():
        if name in drawn and chart.kind == "axes":  # a composed page repeats the others
            files = drawn[name].files
            alt, picture = files["txt"].decode().strip(), base64.b64encode(files["svg"]).decode()
            numbers = list_numbers(drawn[name].numbers, lang)
            yield Picture(name, chart.titles(perspective, lang), legible(alt), picture, numbers)


def _blocks(data: Mapping[str, pd.DataFrame], document: Document, lang: Lang, perspective: Perspective) -> Any:
    """Return the article; every sentence has an anchor, since indicators may name sentences as their evidence."""
    places = {int(sentence.start): [f"n{sentence.sentence_id}"] for sentence in each(data["sentences"])}
    marks = annotations_of(data, lang=lang, perspective=perspective)
    return article_blocks(document.text, data["segments"], marks, places=places)


def _printed(value: Any) -> str:
    value = plain(value)
    return legible(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _origin(
    document: Document, perspective: Perspective, manifest: Mapping[str, Any], lang: Lang
) -> list[tuple[str, list[str]]]:
    """List what the page was made from."""

    def pairs(found: Mapping[str, Any]) -> list[str]:
        return [f"{name} {_printed(value)}" for name, value in found.items() if value is not None]

    entries = [
        ("prov.source", [legible(document.source or "–")]),
        ("prov.unit", [f"doc_id {legible(document.doc_id)}, {len(document.text)} code points"]),
        ("prov.sha", [document.text_sha256]),
        ("prov.remarks", [legible(remark) for remark in document.remarks] or ["–"]),
        ("prov.perspective", [f"{', '.join(perspective.focus)} | {', '.join(perspective.poles)}"]),
        ("prov.version", [f"{manifest['software']} {manifest['version']}, Python {manifest['python']}"]),
        ("prov.commit", [manifest["commit"] or "–"]),
        ("prov.options", pairs(manifest["options"]) or ["–"]),
        ("prov.models", pairs(manifest["models"]) or ["–"]),
        ("prov.libraries", pairs(manifest["libraries"])),
        ("prov.cite", [cite(manifest=manifest)]),
    ]
    return [(say(key, lang), values) for key, values in entries]
