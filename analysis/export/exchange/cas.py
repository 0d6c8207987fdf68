"""UIMA CAS XMI: our rows as annotations that INCEpTION opens, and what was curated there back as gold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from ...errors import ExportError
from .items import Annotated
from .plain import carried

_DKPRO: Final = "de.tudarmstadt.ukp.dkpro.core.api"
SENTENCE: Final = f"{_DKPRO}.segmentation.type.Sentence"
TOKEN: Final = f"{_DKPRO}.segmentation.type.Token"
ENTITY: Final = f"{_DKPRO}.ner.type.NamedEntity"
# INCEpTION calls layers that a project adds by such names.
STANCE: Final = "webanno.custom.MittellageStance"
QUOTE: Final = "webanno.custom.MittellageQuote"
_FEATURES: Final[Mapping[str, Mapping[str, str]]] = {
    SENTENCE: {},
    TOKEN: {},
    ENTITY: {"value": "String", "identifier": "String"},
    STANCE: {
        "holder": "String",
        "holderCountry": "String",
        "target": "String",
        "sign": "String",
        "kind": "String",
        "hedged": "Boolean",
        "probability": "Float",
        "rowId": "String",
    },
    QUOTE: {
        "speaker": "String",
        "speakerCountry": "String",
        "addressee": "String",
        "quoteType": "String",
        "probability": "Float",
        "rowId": "String",
    },
}
TYPESYSTEM: Final = "TypeSystem.xml"
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def cassis() -> Any:
    """Return the library that reads and writes CAS.

    Raises
    ------
    ExportError
        If it is not installed.
    """
    try:
        import cassis as library
    except ImportError as error:
        raise ExportError("UIMA CAS XMI needs the extra: pip install 'mittellage[exchange]'.") from error
    return library


def typesystem_bytes() -> bytes:
    """Return the type system: what INCEpTION's settings import as layers before a document is."""
    return bytes(_typesystem().to_xml().encode("utf-8"))


def xmi_bytes(item: Annotated) -> bytes:
    """Return one document as CAS XMI.

    Parameters
    ----------
    item : Annotated
        A document.

    Returns
    -------
    bytes
        Sentences, tokens, mentions as named entities (``value`` is the country code), quotes and stances. Offsets are
        UTF-16 code units, as UIMA counts.
    """
    cas = cassis().Cas(typesystem=_typesystem())
    cas.sofa_string = carried(item.text)
    cas.sofa_mime = "text/plain"
    for kind, start, end, values in _annotations(item):
        if start < end:
            cas.add(cas.typesystem.get_type(kind)(begin=start, end=end, **values))
    return bytes(cas.to_xmi().encode("utf-8"))


def write_xmi(items: Iterable[Annotated], path: Path) -> None:
    """Write the XMI of one document, or a ZIP file of some with their type system, as INCEpTION exports them.

    Raises
    ------
    ExportError
        If there is not one document, and the file is no ZIP file.
    """
    if path.suffix != ".zip":
        first = list(zip(range(2), items, strict=False))
        if len(first) != 1:
            raise ExportError("An .xmi file holds one document; name the file x.xmi.zip for some.")
        path.write_bytes(xmi_bytes(first[0][1]))
        return
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(TYPESYSTEM, _DAY), typesystem_bytes(), zipfile.ZIP_DEFLATED)
        for number, item in enumerate(items, start=1):
            name = f"{number:06}-{''.join(c if c.isalnum() else '-' for c in item.about.doc_id)[:60]}.xmi"
            archive.writestr(zipfile.ZipInfo(name, _DAY), xmi_bytes(item), zipfile.ZIP_DEFLATED)


def _typesystem() -> Any:
    system = cassis().TypeSystem()
    for name, features in _FEATURES.items():
        kind = system.create_type(name=name, supertypeName="uima.tcas.Annotation")
        for feature, value in features.items():
            system.create_feature(domainType=kind, name=feature, rangeType=f"uima.cas.{value}")
    return system


def _annotations(item: Annotated) -> Iterator[tuple[str, int, int, dict[str, Any]]]:
    rows = item.rows
    yield from ((SENTENCE, row.start, row.end, {}) for row in rows["sentences"])
    yield from ((TOKEN, row.start, row.end, {}) for row in rows["tokens"])
    for row in rows["mentions"]:
        yield ENTITY, row.start, row.end, {"value": row.country, "identifier": row.mention_id}
    for row in rows["quotes"]:
        quote = {
            "speaker": _text(row.speaker_name or row.speaker_text),
            "speakerCountry": row.speaker_country,
            "addressee": _text(row.addressee_text),
            "quoteType": row.type,
            "probability": row.score,
        }
        for start, end in row.spans:
            yield QUOTE, start, end, {**quote, "rowId": row.quote_id}
    for row in rows["stances"]:
        stance = {
            "holder": _text(row.holder),
            "holderCountry": row.holder_country,
            "target": row.target,
            "sign": "+" if row.sign > 0 else "-",
            "kind": row.kind,
            "hedged": bool(row.hedged),
            "probability": abs(row.score),
        }
        yield STANCE, row.start, row.end, {**stance, "rowId": row.stance_id}


def _text(value: str | None) -> str | None:
    return None if value is None else carried(value)


def read_archive(source: bytes, path: str, *, largest: int) -> Iterator[tuple[str, bytes, bytes | None]]:
    """Yield the XMI files of a ZIP file, each with its name and the type system that lies beside it."""
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if sum(info.file_size for info in infos) > largest:
                raise ExportError(f"{path!r} unpacks to more than {largest // 1_000_000} MB; export fewer documents.")
            systems = {info.filename.rpartition("/")[0]: info for info in infos if info.filename.endswith(TYPESYSTEM)}
            for info in infos:
                if info.filename.endswith(".xmi"):
                    folder = info.filename.rpartition("/")[0]
                    system = systems.get(folder) or systems.get("")
                    yield info.filename, archive.read(info), None if system is None else archive.read(system)
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError) as error:
        raise ExportError(f"{path!r} is no ZIP file that can be read: {error}.") from error
