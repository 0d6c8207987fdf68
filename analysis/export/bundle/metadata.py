"""Metadata for machines: a Frictionless data package and an RO-Crate 1.1 around the same files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Final

from ... import tables as contract
from ...tables import Column
from ..cite import cited
from .policy import PACKED, packed_columns
from .prose import ABOUT
from .settings import Settings

_FIELD_TYPES: Final[Mapping[str, str]] = {
    "string": "string",
    "Int64": "integer",
    "Float64": "number",
    "boolean": "boolean",
    "datetime64[us]": "date",
    "object": "array",
}
_MEDIA: Final[Mapping[str, str]] = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".md": "text/markdown",
    ".py": "text/x-python",
    ".txt": "text/plain",
    ".cff": "application/yaml",
    ".bib": "application/x-bibtex",
    ".lock": "text/plain",
    ".tsv": "text/tab-separated-values",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_KEYS: Final[Mapping[str, str]] = {
    "documents": "",
    "segments": "segment_id",
    "sentences": "sentence_id",
    "mentions": "mention_id",
    "actors": "actor_id",
    "quotes": "quote_id",
    "stances": "stance_id",
    "markers": "marker_id",
    "agency": "mention_id",
}


@dataclass(frozen=True, kw_only=True)
class About:
    """What the author of a package says of it.

    Attributes
    ----------
    title : str
        Title of the package.
    authors : tuple of str
        Who made it.
    license : str or None
        SPDX identifier, such as ``CC-BY-4.0``; None where the author has not chosen one.
    published : datetime.date
        Day of publication.
    """

    title: str
    authors: tuple[str, ...]
    license: str | None
    published: date


def datapackage(about: About, settings: Settings, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return ``datapackage.json``: every table with its schema."""
    resources = []
    for table in (*PACKED, *contract.DERIVED):
        path = f"tables/{table}.{settings.tables}"
        schema = _schema(table, packed_columns(table, settings.kept))
        resources.append(_resource(table, path, files[path], ABOUT[table], schema))
    framing = contract.describe("framing")
    resources.append(
        _resource(
            "framing",
            "numbers/framing.csv",
            files["numbers/framing.csv"],
            "Every indicator, measured.",
            _schema("framing", framing),
        )
    )
    described = {resource["path"] for resource in resources}
    for path, data in files.items():
        if path.endswith(".csv") and path not in described:
            name = path.removesuffix(".csv").replace("/", "-").lower()
            resources.append(_resource(name, path, data, "Numbers behind a picture or of a measure.", None))
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "mittellage-package",
        "title": about.title,
        "created": f"{about.published.isoformat()}T00:00:00Z",
        "contributors": [{"title": name, "role": "author"} for name in about.authors],
        "resources": resources,
    }
    if about.license:
        package["licenses"] = [{"name": about.license, "path": _license_address(about.license)}]
    if not package["contributors"]:
        del package["contributors"]
    return package


def _resource(name: str, path: str, data: bytes, about: str, schema: Mapping[str, Any] | None) -> dict[str, Any]:
    suffix = PurePosixPath(path).suffix
    found: dict[str, Any] = {
        "profile": "tabular-data-resource" if schema and suffix == ".csv" else "data-resource",
        "name": name,
        "path": path,
        "description": about,
        "format": suffix.removeprefix("."),
        "mediatype": _MEDIA[suffix],
    }
    if suffix == ".csv":
        # Readers of Parquet count no bytes and call that an error; the RO-Crate has the hash of every file.
        digest = hashlib.sha256(data).hexdigest()
        found |= {"encoding": "utf-8-sig", "bytes": len(data), "hash": f"sha256:{digest}"}
    if schema:
        found["schema"] = dict(schema)
    return found


def _schema(table: str, columns: Sequence[Column]) -> dict[str, Any]:
    fields = []
    for column in columns:
        field: dict[str, Any] = {
            "name": column.name,
            "type": _FIELD_TYPES[column.dtype],
            "description": column.meaning,
            "constraints": {"required": not column.nullable},
        }
        if column.dtype == "boolean":
            field |= {"trueValues": ["True"], "falseValues": ["False"]}
        if column.allowed:
            field["constraints"]["enum"] = list(column.allowed)
        if table == "wording" and column.name == "unit":
            field["constraints"]["required"] = False  # empty where a count needs no unit
        fields.append(field)
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table in _KEYS:
        schema["primaryKey"] = ["doc_id", *([_KEYS[table]] if _KEYS[table] else [])]
    if table != "documents":
        schema["foreignKeys"] = [{"fields": "doc_id", "reference": {"resource": "documents", "fields": "doc_id"}}]
    return schema


def _license_address(name: str) -> str:
    return f"https://spdx.org/licenses/{name}.html"


def crate(about: About, manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return ``ro-crate-metadata.json``: the package, its files, and the analysis that made them."""
    software = cited(manifest)
    people = [
        {"@id": f"#author-{number}", "@type": "Person", "name": name} for number, name in enumerate(about.authors, 1)
    ]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": "Tables, numbers and pictures of a discourse analysis, without the text that it is about; "
        "replicate.py computes them again.",
        "datePublished": about.published.isoformat(),
        "hasPart": [{"@id": path} for path in files],
        "mentions": {"@id": "#analysis"},
    }
    if people:
        root["author"] = [{"@id": person["@id"]} for person in people]
    extra: list[dict[str, Any]] = []
    if about.license:
        root["license"] = {"@id": _license_address(about.license)}
        extra.append({"@id": _license_address(about.license), "@type": "CreativeWork", "name": about.license})
    parts = [
        {
            "@id": path,
            "@type": ["File", "SoftwareSourceCode"] if path.endswith(".py") else "File",
            "name": path,
            "encodingFormat": _MEDIA.get(PurePosixPath(path).suffix, "application/octet-stream"),
            "contentSize": str(len(data)),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        for path, data in files.items()
    ]
    tool = {
        "@id": "#mittellage",
        "@type": "SoftwareApplication",
        "name": "mittellage",
        "softwareVersion": software.version,
        "description": ", ".join(f"{stage} model {digest}" for stage, digest in software.models.items())
        + f", lexicons {software.lexicons}",
        **({"identifier": software.commit} if software.commit else {}),
    }
    results = [{"@id": path} for path in files if path.startswith(("numbers/", "charts/"))]
    action = {
        "@id": "#analysis",
        "@type": "CreateAction",
        "name": "Analysis of the texts",
        "instrument": {"@id": "#mittellage"},
        "object": [{"@id": path} for path in files if path.startswith("tables/")],
        "result": results,
    }
    descriptor = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    graph = [descriptor, root, *parts, *people, *extra, tool, action]
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}


def json_bytes(data: Mapping[str, Any]) -> bytes:
    """Write metadata as JSON."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
