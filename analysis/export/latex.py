"""One table as LaTeX: the columns that a paper prints, in a booktabs longtable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from .. import tables as contract
from ..legible import legible_line
from .cells import cell

if TYPE_CHECKING:
    import pandas as pd

# What a reader of a paper needs of each table, and how the width is shared out; ids tie the tables together.
_PRINTED: Final[Mapping[str, Mapping[str, int]]] = {
    "documents": {"doc_id": 2, "outlet": 2, "title": 6, "date": 2, "translated": 2, "n_tokens": 2, "n_sentences": 2},
    "segments": {"segment_id": 2, "kind": 3, "start": 2, "end": 2},
    "sentences": {"sentence_id": 2, "paragraph": 2, "text": 14},
    "tokens": {"token_id": 2, "text": 4, "lemma": 4, "upos": 2, "feats": 5, "head": 2, "deprel": 3, "entity": 2},
    "mentions": {"mention_id": 2, "text": 5, "country": 2, "form": 3, "role": 3, "voice": 2},
    "actors": {"actor_id": 2, "name": 5, "kind": 3, "country": 2, "office": 4, "n_mentions": 2},
    "quotes": {"quote_id": 1, "speaker_name": 3, "speaker_country": 2, "type": 2, "cue_lemma": 2, "text": 9},
    "stances": {"stance_id": 1, "holder": 3, "target": 2, "sign": 1, "kind": 2, "hedged": 2, "evidence": 6},
    "markers": {"marker_id": 2, "kind": 3, "text": 6, "voice": 2},
    "framing": {"indicator": 5, "unit": 4, "value": 2, "n": 1, "low": 2, "high": 2},
    "corrections": {"row_id": 1, "text": 4, "field": 3, "before": 3, "after": 3, "action": 2, "reason": 4},
}
_GAP: Final = 2  # tabcolsep on both sides of each column
_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_\allowbreak{}",  # CENTRAL_ASIA breaks in a narrow column
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
}
_ESCAPED: Final = re.compile("|".join(map(re.escape, _SPECIAL)))


def latex_bytes(table: str, data: pd.DataFrame) -> bytes:
    r"""Write a table of the contract as LaTeX, with the columns that a paper prints.

    Parameters
    ----------
    table, data
        As for `analysis.export.parquet_bytes`.

    Returns
    -------
    bytes
        A ``longtable`` in UTF-8 to ``\input``; needs the packages booktabs, longtable and array, and fontenc T1.
    """
    printed = _PRINTED[table]
    total = sum(printed.values())
    columns = "".join(
        rf">{{\raggedright\arraybackslash}}p{{\dimexpr {share / total:.3f}\linewidth-{_GAP}\tabcolsep\relax}}"
        for share in printed.values()
    )
    head = " & ".join(escape_latex(name.replace("_", " ")) for name in printed) + r" \\"
    meaning = "; ".join(f"{c.name}: {c.meaning}" for c in contract.describe(table) if c.name in printed)
    values = zip(*(data[name].tolist() for name in printed), strict=True)
    lines = [
        r"% \usepackage[T1]{fontenc}\usepackage{array,booktabs,longtable}",
        f"% {meaning}",
        rf"\begin{{longtable}}{{@{{}}{columns}@{{}}}}",
        rf"\toprule {head} \midrule \endhead",
        r"\bottomrule \endfoot",
        *(_opened(" & ".join(map(_field, row))) + r" \\" for row in values),
        r"\end{longtable}",
    ]
    return ("\n".join(lines) + "\n").encode()


def escape_latex(text: str) -> str:
    r"""Escape a text for LaTeX; line ends become blanks, so that no paragraph ends inside a cell.

    Examples
    --------
    >>> print(escape_latex("5 % der F&E-Kosten"))
    5 \% der F\&E-Kosten
    """
    return _ESCAPED.sub(lambda match: _SPECIAL[match[0]], legible_line(text))


def _opened(row: str) -> str:
    r"""Return a row that the end of the row before, which takes ``\\[5cm]`` and ``\\*``, does not take as its own."""
    return f"{{}}{row}" if row[:1] in ("[", "*") else row


def _field(value: Any) -> str:
    if isinstance(value, (tuple, list)):  # evidence: its words say more than its offsets
        return escape_latex("; ".join(str(getattr(item, "text", item)) for item in value))
    value = cell(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"${value:.3f}$"
    if isinstance(value, int):
        return f"${value}$"
    return value.isoformat() if isinstance(value, date) else escape_latex(value)
