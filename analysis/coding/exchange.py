"""Coding in other programs: a study as a REFI-QDA project or as a document of INCEpTION, and the codes back as rows.

In a REFI-QDA project (MAXQDA, ATLAS.ti, NVivo, QualCoder) every item is a document, and the labels are codes.
In INCEpTION all items stand in one document, each sentence under an annotation whose label is to be filled in.
"""

from __future__ import annotations

import io
import re
import uuid
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ..errors import CodingError, MittellageError
from ..export.exchange.cas import SENTENCE, TOKEN, TYPESYSTEM, cassis, read_archive
from ..export.exchange.plain import carried, content, document, element, one_line
from ..export.folder import whole_file
from ..reading.importing.guard import guard_archive, guard_markup, parse_guarded
from .codebook import Lang
from .study import Item, Study, ask

LAYER: Final = "webanno.custom.MittellageCoding"
_FEATURES: Final = ("item", "label", "unsure", "memo")
_NAMESPACE: Final = "urn:QDA-XML:project:1.0"
_PROJECT: Final = "project.qde"
_SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:mittellage:coding")
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_LARGEST: Final = 200_000_000
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_MARK: Final = "▶ "


def export_study(study: Study, path: str | Path, *, lang: Lang = "de") -> Path:
    """Write a study for another program, and return the path.

    Parameters
    ----------
    study : Study
        The study; no codings go along.
    path : str or path
        ``.qdpx`` (MAXQDA, ATLAS.ti, NVivo, QualCoder), ``.xmi`` or ``.xmi.zip`` (INCEpTION).
    lang : {"de", "en"}
        Language of questions.

    Raises
    ------
    CodingError
        If the suffix is another one.
    ExportError
        If the file cannot be written, or the library for XMI is not installed.
    """
    place = Path(path)
    with whole_file(place) as draft:
        if place.suffix.lower() == ".qdpx":
            _write_qdpx(study, draft, lang)
        elif place.name.lower().endswith((".xmi", ".xmi.zip")):
            _write_xmi(study, draft, lang, packed=place.suffix.lower() == ".zip")
        else:
            raise CodingError(f"{place.name!r} is none of .xlsx, .csv, .qdpx, .xmi, .xmi.zip.")
    return place


def _guid(*parts: str) -> str:
    return str(uuid.uuid5(_SPACE, "\x1f".join(parts)))


def _shown(study: Study, item: Item, lang: Lang) -> tuple[str, int]:
    """Return the text of an item with its question and a mark before the sentence, and where the sentence begins."""
    before, after = item.text[: item.start].strip(), item.text[item.end :].strip()
    head = "\n\n".join(part for part in (ask(study, item, lang), before) if part) + f"\n\n{_MARK}"
    tail = f"\n\n{after}" if after else ""
    return carried(head + item.text[item.start : item.end] + tail), len(carried(head))


def _write_qdpx(study: Study, path: Path, lang: Lang) -> None:
    user = _guid("user")
    sources = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in study.items:
            guid = _guid("source", item.item_id)
            text = _shown(study, item, lang)[0].encode("utf-8")
            archive.writestr(zipfile.ZipInfo(f"sources/{guid}.txt", _DAY), text, zipfile.ZIP_DEFLATED)
            about = {
                "guid": guid,
                "name": item.item_id,
                "plainTextPath": f"internal://{guid}.txt",
                "creatingUser": user,
            }
            sources.append(element("TextSource", about))
        codes = [
            element(
                "Code",
                {"guid": _guid("code", label.name), "name": label.name, "isCodable": True},
                element("Description", {}, content(" – ".join(filter(None, (label.title[lang], label.text[lang]))))),
            )
            for label in study.codebook.labels
        ]
        root = element(
            "Project",
            {"xmlns": _NAMESPACE, "name": "mittellage", "origin": "mittellage", "creatingUserGUID": user},
            element("Users", {}, element("User", {"guid": user, "name": "mittellage"})),
            element("CodeBook", {}, element("Codes", {}, *codes)),
            element("Sources", {}, *sources),
        )
        archive.writestr(zipfile.ZipInfo(_PROJECT, _DAY), document(root), zipfile.ZIP_DEFLATED)


def read_qdpx(study: Study, path: Path) -> list[dict[str, str]]:
    """Return the codes of a REFI-QDA project as rows ``item, label, unsure, memo``.

    A code counts that stands anywhere in the document of an item; codes whose names are no labels of the study are left
    aside, so that a project may hold others.

    Raises
    ------
    CodingError
        If the file is no project, or an item has two labels.
    """
    root = _project(path)
    names = {code.get("guid", ""): one_line(code.get("name", "")) for code in _all(root, "Code")}
    known = {label.name.lower(): label.name for label in study.codebook.labels}
    rows: dict[str, dict[str, str]] = {}
    for source in _all(root, "TextSource"):
        item = (source.get("name") or "").strip().removesuffix(".txt")
        if item not in study.places:
            continue
        row = rows.setdefault(item, {"item": item, "label": "", "unsure": "", "memo": ""})
        for reference in _all(source, "CodeRef"):
            label = known.get(names.get(reference.get("targetGUID", ""), "").lower(), "")
            if label and row["label"] not in ("", label):
                raise CodingError(f"{path.name!r} gives {item} two labels, {row['label']} and {label}; leave one.")
            row["label"] = label or row["label"]
        row["memo"] = row["memo"] or " ".join((found.text or "").strip() for found in _all(source, "Description"))
    if not rows:
        raise CodingError(f"{path.name!r} holds no document that is called like an item of this study (i001, …).")
    return list(rows.values())


def _all(root: Any, name: str) -> Iterator[Any]:
    return iter(root.iterfind(f".//{{*}}{name}"))


def _project(path: Path) -> Any:
    data = _bytes(path)
    guard_archive(data, name=path.name, parts=(_PROJECT,))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inner = next((info for info in archive.infolist() if info.filename.lower().endswith(".qde")), None)
            if inner is None:
                raise CodingError(f"{path.name!r} holds no REFI-QDA project.")
            if inner.file_size > _LARGEST:
                raise CodingError(f"{path.name!r} unpacks to more than {_LARGEST // 1_000_000} MB.")
            return parse_guarded(archive.read(inner), name=path.name)
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, NotImplementedError) as error:
        raise CodingError(f"{path.name!r} is no project that can be read: {error}.") from error


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise CodingError(f"{str(path)!r} is larger than {_LARGEST // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as error:
        raise CodingError(f"{str(path)!r} cannot be read: {error.strerror or error}.") from error


def typesystem() -> Any:
    """Return the UIMA types of items: sentences, tokens, and the layer that takes the labels."""
    system = cassis().TypeSystem()
    for name, features in ((SENTENCE, ()), (TOKEN, ()), (LAYER, _FEATURES)):
        kind = system.create_type(name=name, supertypeName="uima.tcas.Annotation")
        for feature in features:
            system.create_feature(domainType=kind, name=feature, rangeType="uima.cas.String")
    return system


def _write_xmi(study: Study, path: Path, lang: Lang, *, packed: bool) -> None:
    cas = cassis().Cas(typesystem=typesystem())
    text, spans = "", []
    for item in study.items:
        shown, start = _shown(study, item, lang)
        begin = len(text) + len(item.item_id) + 1
        spans.append((item.item_id, begin + start, begin + start + item.end - item.start))
        text += f"{item.item_id}\n{shown}\n\n"
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    types = {name: cas.typesystem.get_type(name) for name in (SENTENCE, TOKEN, LAYER)}
    for line in re.finditer(r"[^\n]+", text):
        cas.add(types[SENTENCE](begin=line.start(), end=line.end()))
    for word in _TOKEN.finditer(text):
        cas.add(types[TOKEN](begin=word.start(), end=word.end()))
    for name, start, end in spans:
        cas.add(types[LAYER](begin=start, end=end, item=name))
    data = cas.to_xmi().encode("utf-8")
    if not packed:
        path.write_bytes(data)
        return
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        system = typesystem().to_xml().encode("utf-8")
        archive.writestr(zipfile.ZipInfo(TYPESYSTEM, _DAY), system, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("study.xmi", _DAY), data, zipfile.ZIP_DEFLATED)


def read_xmi(path: Path, *, layer: str = LAYER) -> list[dict[str, str]]:
    """Return the annotations of INCEpTION as rows, a column a feature.

    Parameters
    ----------
    path : pathlib.Path
        ``.xmi``, or the ZIP file that INCEpTION exports.
    layer : str
        Name of the layer.

    Raises
    ------
    CodingError
        If the file cannot be read, or has no such layer.
    """
    data = _bytes(path)
    if data[:2] == b"PK":
        documents = list(read_archive(data, path.name, largest=_LARGEST))
    else:
        beside = path.with_suffix(".typesystem.xml")
        documents = [(path.name, data, _bytes(beside) if beside.is_file() else None)]
    rows: list[dict[str, str]] = []
    for name, xmi, system in documents:
        rows += _annotations(name, xmi, system, layer)
    if not rows:
        raise CodingError(f"{path.name!r} holds no annotation of the layer {layer!r}.")
    return rows


def _annotations(name: str, xmi: bytes, system: bytes | None, layer: str) -> list[dict[str, str]]:
    library = cassis()
    for part in (xmi, system or b""):
        guard_markup(part, name=name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of annotations that we do not read
            types = library.load_typesystem(io.BytesIO(system)) if system else typesystem()
            cas = library.load_cas_from_xmi(io.BytesIO(xmi), typesystem=types, lenient=True)
        if not cas.typesystem.contains_type(layer):
            return []
        features = [feature.name for feature in cas.typesystem.get_type(layer).all_features]
        found = sorted(cas.select(layer), key=lambda row: row.begin)
    except MittellageError:
        raise
    except Exception as error:  # the library lets through what its parser raises
        raise CodingError(f"{name!r} is no CAS XMI that can be read: {error}.") from error
    return [
        {feature: str(value) for feature in features if (value := getattr(row, feature, None)) is not None}
        | {feature: "" for feature in _FEATURES if getattr(row, feature, None) is None}
        for row in found
    ]
