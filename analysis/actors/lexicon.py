"""Reviewed tables: read as TSV with a header, with errors that say what to mend."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from ..errors import LexiconError


def read_table(path: Path, *, columns: tuple[str, ...], required: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Read a TSV table with a header and say helpfully what is wrong with it.

    Raises
    ------
    LexiconError
        If the file is missing, is not UTF-8, lacks a required column, has an unknown one or a row of another width.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise LexiconError(f"There is no file {str(path)!r}. Give the path of a TSV table in UTF-8.") from None
    except UnicodeDecodeError as error:
        raise LexiconError(f"{str(path)!r} is not UTF-8 (byte {error.start}). Save the table as UTF-8.") from None
    lines = text.splitlines()
    header = lines[0].split("\t") if lines else []
    missing = [name for name in required if name not in header]
    unknown = [name for name in header if name not in columns]
    if missing or unknown:
        wrong = f"lacks the column {missing[0]!r}" if missing else f"has an unknown column {unknown[0]!r}"
        raise LexiconError(
            f"{path.name!r} {wrong}. The first line names the columns, separated by tabs: {', '.join(columns)}."
        )
    for number, cells in enumerate(csv.reader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
        if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
            continue
        if len(cells) > len(header):
            raise LexiconError(
                f"{path.name!r}, line {number}: {len(cells)} cells, but the header names {len(header)} columns. "
                "Separate cells by one tab each."
            )
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        row["line"] = str(number)
        yield row
