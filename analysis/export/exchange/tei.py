"""TEI P5: the text as it stands, and the rows beside it as standoff annotation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from ...tables import Spans
from .items import Annotated
from .plain import content, document, element, one_line

_TEI: Final = "http://www.tei-c.org/ns/1.0"
_STANCE: Final = ("holder", "holder_country", "target", "sign", "score", "hedged", "kind", "voice", "rule")
_QUOTE: Final = ("type", "medium", "speaker_name", "speaker_country", "speaker_role", "cue_text", "addressee_text")
_MENTION: Final = ("country", "form", "entity", "role", "voice")


def write_tei(items: Iterable[Annotated], path: Path) -> None:
    """Write one document as TEI, or some as a teiCorpus."""
    written = [tei_element(item, f"d{number}.") for number, item in enumerate(items, start=1)]
    if len(written) == 1:
        path.write_bytes(document(written[0]))
        return
    head = _header("mittellage", "")
    path.write_bytes(document(element("teiCorpus", {"xmlns": _TEI}, head, "\n", *written)))


def tei_element(item: Annotated, prefix: str) -> str:
    """Return one document.

    Parameters
    ----------
    item : Annotated
        A document.
    prefix : str
        What ids begin with, so that they differ between documents.

    Returns
    -------
    str
        The whole text in one ``ab``; a ``spanGrp`` for each of mentions, quotes and stances, whose spans point into it
        by ``string-range(id, offset, length)`` in code points and to a feature structure with the columns of the row.

    References
    ----------
    TEI Consortium. TEI P5: Guidelines for Electronic Text Encoding and Interchange, chapters 16.2.4 and 16.10.
    """
    text = f"{prefix}text"
    groups = [
        _group(kind, list(rows), prefix, text)
        for kind, rows in (("mentions", _mentions(item)), ("quotes", _quotes(item)), ("stances", _stances(item)))
    ]
    body = element(
        "text",
        {},
        element("body", {}, element("ab", {"xml:id": text, "xml:space": "preserve"}, content(item.text))),
    )
    stand_off = element("standOff", {}, *groups) if any(groups) else ""
    return element("TEI", {"xmlns": _TEI}, _about(item), "\n", stand_off, "\n", body) + "\n"


Row = tuple[str, Spans, Mapping[str, Any]]


def _mentions(item: Annotated) -> Iterator[Row]:
    for row in item.rows["mentions"]:
        yield row.mention_id, ((row.start, row.end),), {name: getattr(row, name) for name in _MENTION}


def _quotes(item: Annotated) -> Iterator[Row]:
    for row in item.rows["quotes"]:
        yield row.quote_id, row.spans, {name: getattr(row, name) for name in _QUOTE}


def _stances(item: Annotated) -> Iterator[Row]:
    for row in item.rows["stances"]:
        yield row.stance_id, ((row.start, row.end),), {name: getattr(row, name) for name in _STANCE}


def _group(kind: str, rows: list[Row], prefix: str, text: str) -> str:
    """Return spans and the feature structures that say what they are."""
    if not rows:
        return ""
    spans, structures = [], []
    for name, places, values in rows:
        pieces = ",".join(f"{start},{end - start}" for start, end in places)
        pointer = f"#string-range({text},{pieces})"
        described = f"{prefix}fs.{name}"
        spans.append(element("span", {"xml:id": f"{prefix}{name}", "target": pointer, "ana": f"#{described}"}))
        structures.append(
            element("fs", {"xml:id": described, "type": kind}, *(_feature(*pair) for pair in values.items()))
        )
    return element("spanGrp", {"type": kind}, "\n", "\n".join(spans), "\n") + "\n" + "\n".join(structures) + "\n"


def _feature(name: str, value: Any) -> str:
    """Return a feature; what is not known is left out, so that unknown is not empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        inner = element("binary", {"value": value})
    elif isinstance(value, (int, float)):
        inner = element("numeric", {"value": value})
    else:
        inner = element("string", {}, content(str(value)))
    return element("f", {"name": name}, inner)


def _about(item: Annotated) -> str:
    about = item.about
    day = "" if about.date is None else element("date", {"when": about.date.isoformat()})
    outlet = "" if about.outlet is None else element("publisher", {}, content(one_line(about.outlet)))
    source = element(
        "bibl",
        {},
        element("title", {}, content(one_line(item.name))),
        outlet,
        day,
        element("idno", {"type": "doc_id"}, content(one_line(about.doc_id))),
    )
    return _header(one_line(item.name), source)


def _header(title: str, source: str) -> str:
    return element(
        "teiHeader",
        {},
        element(
            "fileDesc",
            {},
            element("titleStmt", {}, element("title", {}, content(title))),
            element("publicationStmt", {}, element("p", {}, "Annotated by mittellage; not for publication.")),
            element("sourceDesc", {}, source or element("p", {}, "Several texts.")),
        ),
    )
