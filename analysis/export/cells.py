"""Cells: values of tables as files can hold them, with no character that runs, breaks a file or hides text."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any, Final

from ..legible import legible

# What begins a tag or an address in pointed brackets, and what makes a bracket a link.
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")
_LINK: Final = re.compile(r"\]([(\[:])")
# What a spreadsheet, or what cleans text for one, may drop before it looks at the first sign of a cell: white space,
# control characters, and what Unicode calls ignorable (zero-width characters, joiners, fillers, variation selectors).
_DROPPED: Final = (
    r"\s\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
)
# Spreadsheets run a cell that begins with one of these; full-width and small forms do so in East Asian settings.
_FORMULA: Final = re.compile(rf"[{_DROPPED}]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n]")
# Where a spreadsheet parts cells by semicolons, as in German, quotation marks inside a row of commas part nothing: a
# semicolon or a line end in a text begins a cell. A list („\\n- Berlin“) is none that runs: it calls no function.
_INNER: Final = rf"(?:(?![\r\n])[{_DROPPED}\"'])*(?:[=@＝＠﹦﹫]|[+\-＋－﹢﹣][^;\r\n]*[(|])"
_INNER_FORMULA: Final = re.compile(rf"(?<=[;\r\n])(?={_INNER})")
_INNER_MARKED: Final = re.compile(rf"(?<=[;\r\n])'(?={_INNER})")
# What pandas and R read as a missing value if it stands alone in a cell: the code of Namibia, the lemma of "null".
_MISSING: Final = frozenset(
    {"NA", "N/A", "n/a", "<NA>", "NULL", "null", "NaN", "nan", "None"}
    | {"1.#IND", "1.#QNAN", "#N/A", "#N/A N/A", "#NA"}
)
# No XML (so no XLSX), and for surrogates no UTF-8, can hold these.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(value: Any) -> Any:
    """Turn a value of a data frame into one of Python's: None, bool, int, float, str, date, or a list for JSON.

    Examples
    --------
    >>> import pandas as pd
    >>> plain(pd.NA), plain(pd.Timestamp("2023-02-28")), plain(((3, 5),))
    (None, datetime.date(2023, 2, 28), [[3, 5]])
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return None if value != value else float(value)
    if hasattr(value, "_asdict"):
        return {name: plain(item) for name, item in value._asdict().items()}
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):  # numpy
        return plain(value.tolist())
    if isinstance(value, datetime):  # pandas' missing date compares unlike itself
        return value.date() if value == value else None
    if isinstance(value, date):
        return value
    return None if type(value).__name__ in ("NAType", "NaTType") else str(value)


def cell(value: Any) -> bool | int | float | str | date | None:
    """Turn a value of a data frame into what one cell holds: lists become JSON text.

    Examples
    --------
    >>> cell(((3, 5), (9, 12)))
    '[[3, 5], [9, 12]]'
    """
    value = plain(value)
    if isinstance(value, (list, dict)):
        value = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str):
        return _ILLEGAL.sub("\ufffd", value)
    known: bool | int | float | date | None = value
    return known


def neutralise(text: str) -> str:
    r"""Put an apostrophe before what a spreadsheet would run as a formula, or a reader take for a missing value.

    `restore` takes it away again.

    Examples
    --------
    >>> neutralise('=HYPERLINK("http://example.org")'), neutralise("NA"), neutralise("2 + 2")
    ('\'=HYPERLINK("http://example.org")', "'NA", '2 + 2')
    >>> neutralise("Russland; =1+1")  # runs where semicolons part cells
    "Russland;' =1+1"
    """
    text = _INNER_FORMULA.sub("'", text)
    return f"'{text}" if is_missing_mark(text) or is_formula(text.lstrip("'")) else text


def is_formula(text: str) -> bool:
    r"""Return whether a spreadsheet might run a text, typed into a cell, as a formula.

    Examples
    --------
    >>> is_formula("\u200b=1+1"), is_formula("＝1+1"), is_formula("1 + 1")
    (True, True, False)
    """
    return _FORMULA.match(text) is not None


def is_missing_mark(text: str) -> bool:
    """Return whether a plain reader of tables would take a text for a missing value, apostrophes before it aside."""
    return text.lstrip("'") in _MISSING


def restore(text: str) -> str:
    """Return a cell of a CSV file or a workbook of ours as it was: the inverse of `neutralise`.

    Examples
    --------
    >>> restore("'NA"), restore("'=1+1"), restore("'s war einmal")
    ('NA', '=1+1', "'s war einmal")
    """
    first = text.startswith("'") and (is_missing_mark(text) or is_formula(text.lstrip("'")))
    return _INNER_MARKED.sub("", text[1:] if first else text)


def in_markdown(text: str) -> str:
    r"""Return a text as one line of Markdown that holds no tag, link or picture; marks of code stay.

    Examples
    --------
    >>> print(in_markdown("![x](http://example.org) <img src=x>, n < 5"))
    ![x]\(http://example.org) \<img src=x>, n < 5
    """
    line = " ".join(legible(text).splitlines())
    return _LINK.sub(r"]\\\1", _TAG.sub(r"\<", line))


def isnull(value: Any) -> bool:
    """Return whether a cell is empty."""
    return plain(value) is None
