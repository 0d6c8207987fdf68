"""REFI-QDA: a project for MAXQDA, ATLAS.ti, NVivo and QualCoder, with codes for holder → target."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ...charts import Lang, label
from .items import Annotated
from .network import country_node, holder_node
from .plain import carried, content, document, element, one_line

_SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:mittellage:refi-qda")
_NAMESPACE: Final = "urn:QDA-XML:project:1.0"
_DAY: Final = (1980, 1, 1, 0, 0, 0)
# Blue and vermilion of the charts, apart for colour-blind eyes; grey for what is neither.
_COLOURS: Final = {"+": "#0072B2", "−": "#D55E00", "": "#999999"}
Code = tuple[str, ...]
"""Path of a code from the top of the tree."""
Tree = dict[str, "Tree"]


def write_qdpx(items: Iterable[Annotated], path: Path, *, name: str = "mittellage", lang: Lang = "de") -> None:
    """Write a project: the texts, a tree of codes, and a coding a row.

    Parameters
    ----------
    items : iterable of Annotated
        The documents.
    path : pathlib.Path
        File to write.
    name : str
        Name of the project.
    lang : {"de", "en"}
        Language of names of countries.

    Notes
    -----
    Codes are ``Stance / Blinken → Kasachstan / +``, ``Quote / Blinken`` and ``Mention / Kasachstan``. Positions are
    Unicode code points, as the standard asks.

    References
    ----------
    REFI (2019). QDA-XML: REFI-QDA Standard, version 1.5.
    """
    user = _guid("user")
    codes: Tree = {}
    sources: list[str] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, item in enumerate(items, start=1):
            guid = _guid("source", number, item.about.doc_id)
            sources.append(_source(item, guid, user, codes, lang))
            archive.writestr(
                zipfile.ZipInfo(f"sources/{guid}.txt", _DAY), carried(item.text).encode("utf-8"), zipfile.ZIP_DEFLATED
            )
        root = element(
            "Project",
            {
                "xmlns": _NAMESPACE,
                "name": one_line(name) or "mittellage",
                "origin": "mittellage",
                "creatingUserGUID": user,
            },
            element("Users", {}, element("User", {"guid": user, "name": "mittellage"})),
            *([element("CodeBook", {}, element("Codes", {}, *_tree(codes)))] if codes else []),
            *([element("Sources", {}, *sources)] if sources else []),
        )
        archive.writestr(zipfile.ZipInfo("project.qde", _DAY), document(root), zipfile.ZIP_DEFLATED)


def _guid(*parts: object) -> str:
    """Return an identifier that is the same on every run."""
    return str(uuid.uuid5(_SPACE, "\x1f".join(map(str, parts)).encode("utf-8", "replace").decode()))


def _source(item: Annotated, guid: str, user: str, codes: Tree, lang: Lang) -> str:
    selections = []
    for number, (start, end, code, remark) in enumerate(_codings(item, lang), start=1):
        branch = codes
        for name in code:
            branch = branch.setdefault(name, {})
        reference = element("CodeRef", {"targetGUID": _guid("code", *code)})
        coding = element("Coding", {"guid": _guid("coding", guid, number), "creatingUser": user}, reference)
        selections.append(
            element(
                "PlainTextSelection",
                {
                    "guid": _guid("selection", guid, number),
                    "name": one_line(item.text[start:end])[:60],
                    "startPosition": start,
                    "endPosition": end,
                    "creatingUser": user,
                },
                element("Description", {}, content(remark)),
                coding,
            )
        )
    about = {"guid": guid, "name": one_line(item.name), "plainTextPath": f"internal://{guid}.txt", "creatingUser": user}
    return element("TextSource", about, *selections)


def _codings(item: Annotated, lang: Lang) -> Iterator[tuple[int, int, Code, str]]:
    """Yield start, end, code and remark of every row that is a coding."""
    actors = {actor.actor_id: actor for actor in item.rows["actors"]}
    for row in item.rows["stances"]:
        dyad = f"{holder_node(row, actors, lang=lang).label} → {country_node(row.target, lang).label}"
        code = ("Stance", one_line(dyad), "+" if row.sign > 0 else "−")
        yield row.start, row.end, code, f"{row.stance_id} {row.kind} {row.score:+.2f}{' hedged' if row.hedged else ''}"
    for row in item.rows["quotes"]:
        speaker = one_line(row.speaker_name or row.speaker_text or label(None, lang))
        for start, end in row.spans:
            yield start, end, ("Quote", speaker), f"{row.quote_id} {row.type}"
    for row in item.rows["mentions"]:
        yield row.start, row.end, ("Mention", label(row.country, lang)), f"{row.mention_id} {row.form} {row.role}"


def _tree(codes: Tree, above: Code = ()) -> Iterator[str]:
    """Yield the codes under a code, each with those under it; at most three levels."""
    for name, below in codes.items():
        code = (*above, name)
        colour = _COLOURS.get(name, _COLOURS[""])
        attributes = {"guid": _guid("code", *code), "name": name, "isCodable": True, "color": colour}
        yield element("Code", attributes, *_tree(below, code))
