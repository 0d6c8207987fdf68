"""Codings that were made in other programs, checked against the study before any is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from ..errors import CodingError
from .exchange import read_qdpx, read_xmi
from .sheets import read_sheet
from .study import LONGEST_MEMO, Coding, Study, coder_file, read_codings, save_label

_YES: Final = frozenset({"1", "true", "yes", "ja", "x", "y", "j", "wahr"})
_NO: Final = frozenset({"", "0", "false", "no", "nein", "n", "falsch"})


class Imported(NamedTuple):
    """What an import did: codings saved, those that were there already, and rows without a label."""

    saved: int
    same: int
    empty: int


def import_codings(
    study: Study,
    path: str | Path,
    *,
    coder: str,
    columns: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Imported:
    """Save what a coder has said in another program, after all of it was checked, and return what was saved.

    Parameters
    ----------
    study : Study
        The study.
    path : str or path
        ``.xlsx`` or ``.csv``, ours or another with a column of items and one of labels; ``.qdpx`` of MAXQDA, ATLAS.ti,
        NVivo or QualCoder; ``.xmi`` or ``.zip`` of INCEpTION.
    coder : str
        Whose codings they are.
    columns : mapping of str to str, optional
        Our columns ``item, label, unsure, memo`` to those of the file (of INCEpTION, to the features of the layer).
    labels : mapping of str to str, optional
        Labels of the file to those of the codebook; case and blanks at the ends do not count.

    Raises
    ------
    CodingError
        If the file cannot be read, a column is missing, or a row has an unknown item or label, or an item twice;
        nothing is saved then.
    """
    coder_file(study, coder)
    rows = _rows(study, Path(path))
    codings = list(_check(study, rows, Path(path).name, dict(columns or {}), dict(labels or {})))
    held = read_codings(study, coder)
    saved = 0
    for coding in codings:
        before = held.get(coding.item)
        if before is None or before[:4] != coding[:4]:
            save_label(study, coder, coding.item, coding.label, unsure=coding.unsure, memo=coding.memo)
            saved += 1
    return Imported(saved, len(codings) - saved, len(rows) - len(codings))


def _check(
    study: Study, rows: list[dict[str, str]], name: str, columns: Mapping[str, str], labels: Mapping[str, str]
) -> Iterator[Coding]:
    unknown = set(columns) - {"item", "label", "unsure", "memo"}
    if unknown:
        raise CodingError(f"There is no column {min(unknown)!r} to map; there are item, label, unsure, memo.")
    known = {label.lower(): label for label in study.codebook.names}
    known |= {item.title[lang].lower(): item.name for item in study.codebook.labels for lang in ("de", "en")}
    known |= {said.strip().lower(): label for said, label in labels.items()}
    wrong = sorted(set(labels.values()) - set(study.codebook.names))
    if wrong:
        raise CodingError(f"There is no label {wrong[0]!r}; labels are {', '.join(study.codebook.names)}.")
    at = {field: columns.get(field, field) for field in ("item", "label", "unsure", "memo")}
    for field in ("item", "label"):
        if rows and at[field] not in rows[0]:
            raise CodingError(
                f"{name!r} has no column {at[field]!r}; columns are {', '.join(rows[0])[:200]}. Say which "
                f"one it is with columns={{'{field}': …}}."
            )
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        item, said = row[at["item"]].strip(), row[at["label"]].strip()
        where = f"{name!r}, row {number}"
        if item not in study.places:
            raise CodingError(f"{where}: {item[:40]!r} is no item of this study.")
        if item in seen:
            raise CodingError(f"{where}: {item} stands in row {seen[item]} already.")
        seen[item] = number
        if not said:
            continue
        if said.lower() not in known:
            raise CodingError(
                f"{where}: there is no label {said[:40]!r}; labels are {', '.join(study.codebook.names)}."
            )
        doubt = row.get(at["unsure"], "").strip().lower()
        if doubt not in _YES | _NO:
            raise CodingError(f"{where}: 'unsure' is {doubt[:40]!r}; write x, or leave it empty.")
        yield Coding(item, known[said.lower()], doubt in _YES, row.get(at["memo"], "")[:LONGEST_MEMO], None, "")


def _rows(study: Study, path: Path) -> list[dict[str, str]]:
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv", ".xlsx"):
        return read_sheet(path)
    if suffix == ".qdpx":
        return read_qdpx(study, path)
    if suffix in (".xmi", ".zip"):
        return read_xmi(path)
    raise CodingError(f"{path.name!r} is none of .xlsx, .csv, .qdpx, .xmi, .zip.")
