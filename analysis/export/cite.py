"""How to cite the software: text, BibTeX and CFF, with version, year, models, lexicons and commit.

A figure of a paper rests on more than a version number: the citation names the state of the code, of the trained
models and of the word lists by the first digits of their hashes. All of it is read from the manifest of a result, or
from the installed package.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

from ..errors import ExportError
from .manifest import checked_software, describe_software

CitationForm = Literal["text", "bibtex", "cff"]
FORMS: Final[tuple[CitationForm, ...]] = ("text", "bibtex", "cff")
AUTHORS: Final = "mittellage contributors"
TITLE: Final = "mittellage: how German news positions a country or a region between others"
_DIGITS: Final = 10


class Release(NamedTuple):
    """A version that was published: its day, and where it is kept (empty where it is not)."""

    version: str
    released: date
    doi: str
    url: str


class Cited(NamedTuple):
    """What a citation names.

    Attributes
    ----------
    version : str
        Version of the software.
    release : Release
        The published version, or the last one before a version that is not published.
    commit : str or None
        Git commit, where the software runs from a checkout.
    models : mapping of str to str
        First digits of a hash by stage: language, quotes, reading, stance.
    lexicons : str
        First digits of the hash of all word lists.
    """

    version: str
    release: Release
    commit: str | None
    models: Mapping[str, str]
    lexicons: str


@cache
def releases() -> Mapping[str, Release]:
    """Return the published versions from ``releases.tsv``, oldest first."""
    lines = (files(__package__) / "releases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    found = {}
    for line in lines:
        version, day, doi, url, _ = line.split("\t")
        found[version] = Release(version, date.fromisoformat(day), doi, url)
    return found


def cited(manifest: Mapping[str, Any] | None = None) -> Cited:
    """Return what a citation has to name.

    Parameters
    ----------
    manifest : mapping, optional
        Manifest of a result or of a store; by default the installed software.

    Returns
    -------
    Cited
    """
    made = dict(checked_software(manifest) if manifest else describe_software())
    version = str(made["version"])
    known = releases()
    release = known.get(version, list(known.values())[-1])
    stages: dict[str, dict[str, str]] = {}
    for path, digest in made.get("models", {}).items():
        stages.setdefault(path.partition("/")[0], {})[path] = digest
    models = {stage: _digest(hashes) for stage, hashes in sorted(stages.items())}
    return Cited(version, release, made.get("commit"), models, _digest(made.get("lexicons", {})))


def cite(form: CitationForm = "text", *, manifest: Mapping[str, Any] | None = None) -> str:
    """Return the citation of the software.

    Parameters
    ----------
    form : {"text", "bibtex", "cff"}
        One sentence for a list of references, an entry for BibTeX, or a file ``CITATION.cff``.
    manifest : mapping, optional
        Manifest of a result or of a store; by default the installed software.

    Returns
    -------
    str
        Without a line feed at the end.

    Raises
    ------
    ExportError
        If there is no such form.

    Examples
    --------
    >>> cite().startswith("mittellage contributors (20")
    True
    """
    if form not in FORMS:
        raise ExportError(f"There is no citation {form!r}. Forms are: {', '.join(FORMS)}.")
    found = cited(manifest)
    return {"text": _text, "bibtex": _bibtex, "cff": _cff}[form](found)


def citation() -> str:
    """Return the citation of the installed software as one sentence."""
    return cite()


def software_in_words(manifest: Mapping[str, Any] | None = None) -> str:
    """Return name, version and year, as a caption has room for.

    Examples
    --------
    >>> software_in_words({"version": "0.1.0"})
    'mittellage 0.1.0 (2026)'
    """
    version = str(checked_software(manifest)["version"]) if manifest else _version()
    known = releases()
    return f"mittellage {version} ({known.get(version, list(known.values())[-1]).released.year})"


def _version() -> str:
    from .. import __version__

    return __version__


def _digest(hashes: Mapping[str, str]) -> str:
    if not hashes:
        return ""
    text = "\n".join(f"{path} {digest}" for path, digest in sorted(hashes.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _state(found: Cited) -> str:
    """Return commit, models and lexicons in words."""
    parts = [f"commit {found.commit[:_DIGITS]}"] if found.commit else []
    parts.extend(f"{stage} model {digest}" for stage, digest in found.models.items())
    parts.extend([f"lexicons {found.lexicons}"] if found.lexicons else [])
    return ", ".join(parts)


def _place(release: Release) -> str:
    return f"https://doi.org/{release.doi}" if release.doi else release.url


def _text(found: Cited) -> str:
    text = f"{AUTHORS} ({found.release.released.year}). {TITLE}. Version {found.version} [computer software]."
    state, place = _state(found), _place(found.release)
    text += f" {state[0].upper()}{state[1:]}." if state else ""
    return text + (f" {place}" if place else "")


def _bibtex(found: Cited) -> str:
    fields = {
        "author": f"{{{AUTHORS}}}",
        "title": f"{{{TITLE}}}",
        "year": str(found.release.released.year),
        "date": found.release.released.isoformat(),
        "version": found.version,
        "doi": found.release.doi,
        "url": found.release.url,
        "note": _state(found),
    }
    key = f"mittellage_{found.version.replace('.', '_')}"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@software{{{key},", *lines, "}"])


def _cff(found: Cited) -> str:
    quoted = json.dumps  # a string in JSON is one in YAML
    lines = [
        "cff-version: 1.2.0",
        "message: If you use mittellage in a paper, please cite it.",
        f"title: {quoted(TITLE)}",
        "type: software",
        "authors:",
        f"  - name: {AUTHORS}",
        f"version: {quoted(found.version)}",
        f"date-released: {found.release.released.isoformat()}",
        "license: MIT",
    ]
    lines.extend([f"doi: {quoted(found.release.doi)}"] if found.release.doi else [])
    lines.extend([f"url: {quoted(found.release.url)}"] if found.release.url else [])
    lines.extend([f"commit: {quoted(found.commit)}"] if found.commit else [])
    named = [(f"{stage} model", digest) for stage, digest in found.models.items()]
    named += [("lexicons", found.lexicons)] if found.lexicons else []
    if named:
        lines.append("identifiers:")
    for what, digest in named:
        lines += ["  - type: other", f"    value: {quoted('sha256:' + digest)}", f"    description: {quoted(what)}"]
    return "\n".join(lines)
