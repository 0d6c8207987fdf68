"""Agreement of coders with each other and with the analysis, and who takes what for what."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..errors import CodingError
from .adjudication import final_labels, read_adjudicated
from .codebook import Level
from .coefficients import COEFFICIENTS, DRAWS, Array, coefficient, count
from .sealed import read_machine
from .study import SEALED, Study, coders, read_codings

if TYPE_CHECKING:
    import pandas as pd

MACHINE: Final = "machine"
ADJUDICATED: Final = "adjudicated"
STRATUM: Final = "stratum"


def measure_agreement(study: Study, *, seed: int = 0, draws: int = DRAWS) -> pd.DataFrame:
    """Return how far coders agree with each other, and the analysis with them.

    Parameters
    ----------
    study : Study
        A study; the rows of the analysis need its sealed part.
    seed, draws : int
        Of the bootstrap over items.

    Returns
    -------
    pandas.DataFrame
        ``who`` (all coders together, or two of them, the analysis as ``machine``, what was decided as ``adjudicated``),
        ``part`` (all; ``label:…``: that label against all others; ``stratum:…``), ``coefficient``, ``value, low, high``
        (95 %), ``n`` (items that two or more have labelled).

    Notes
    -----
    Alpha of ordered labels is of the codebook's level. Values are of the items as they were drawn: where strata were
    drawn in equal numbers, rare labels count more than in the corpus.
    """
    import pandas as pd

    sheet = label_sheet(study)
    people = [name for name in sheet if name not in (MACHINE, ADJUDICATED, STRATUM)]
    rows: list[tuple[Any, ...]] = []
    groups = [tuple(people)] if len(people) > 2 else []
    groups += list(combinations(people, 2))
    groups += [(name, other) for name in (MACHINE,) for other in (*people, ADJUDICATED) if {name, other} <= set(sheet)]
    for group in groups:
        for part, level, order, codes in _parts(study, sheet, group):
            counts = count(codes, order, _numbers(study, order))
            for name in COEFFICIENTS:
                if name == "kappa" and len(group) > 2:
                    continue
                found = coefficient(counts, name, level=level, seed=seed, draws=draws)
                usable = int((counts.table.sum(axis=1) >= 2).sum())
                rows.append((" – ".join(group), part, name, *found, usable))
    data = pd.DataFrame(rows, columns=["who", "part", "coefficient", "value", "low", "high", "n"])
    texts = dict.fromkeys(("who", "part", "coefficient"), "string")
    return data.astype({**texts, "value": "Float64", "low": "Float64", "high": "Float64", "n": "Int64"})


def label_sheet(study: Study) -> dict[str, list[str | None]]:
    """Return the labels of each coder, of the analysis and of the adjudication, in the order of the items."""
    sheet = {name: read_codings(study, name) for name in coders(study)}
    if not sheet:
        raise CodingError("Nobody has coded this study yet.")
    found: dict[str, list[str | None]] = {
        name: [held[item.item_id].label if item.item_id in held else None for item in study.items]
        for name, held in sheet.items()
    }
    if read_adjudicated(study):
        decided = final_labels(study)
        found[ADJUDICATED] = [decided.get(item.item_id) for item in study.items]
    if (study.folder / SEALED).is_dir():
        machine = read_machine(study)
        found[MACHINE] = machine["machine"].astype(object).where(machine["machine"].notna(), None).tolist()
        found[STRATUM] = machine["stratum"].tolist()
    return found


def _numbers(study: Study, order: Sequence[Hashable]) -> Array | None:
    values = [study.codebook.numbers.get(str(label)) for label in order]
    known = [value for value in values if value is not None]
    return np.array(known, dtype=float) if len(known) == len(values) else None


def _parts(
    study: Study, sheet: Mapping[str, Sequence[str | None]], group: Sequence[str]
) -> list[tuple[str, Level, list[str], list[list[str | None]]]]:
    """Return what agreement is measured on: all items, each label against the others, each stratum."""
    codes = [list(sheet[name]) for name in group]
    order = sorted(study.codebook.names, key=lambda name: study.codebook.numbers[name] or 0.0)
    parts: list[tuple[str, Level, list[str], list[list[str | None]]]] = [("all", study.codebook.level, order, codes)]
    for label in study.codebook.names:
        if any(label in row for row in codes):
            binary = [[None if code is None else label if code == label else "–" for code in row] for row in codes]
            parts.append((f"label:{label}", "nominal", [label, "–"], binary))
    for stratum in sorted({str(name) for name in sheet.get(STRATUM, ())} - {"all"}):
        inside = [place for place, name in enumerate(sheet[STRATUM]) if name == stratum]
        some = [[row[place] for place in inside] for row in codes]
        parts.append((f"stratum:{stratum}", study.codebook.level, order, some))
    return parts


def confusion(study: Study, first: str, second: str) -> pd.DataFrame:
    """Return how often one takes for what what the other takes for something else.

    Parameters
    ----------
    study : Study
        A study.
    first, second : str
        Names of coders, ``machine`` or ``adjudicated``.

    Returns
    -------
    pandas.DataFrame
        Labels of the first as rows, of the second as columns, numbers of items that both have labelled.
    """
    import pandas as pd

    sheet = label_sheet(study)
    for name in (first, second):
        if name not in sheet or name == STRATUM:
            known = ", ".join(item for item in sheet if item != STRATUM)
            raise CodingError(f"There are no labels of {name!r} in this study; there are those of {known}.")
    names = list(study.codebook.names)
    table = np.zeros((len(names), len(names)), dtype=np.int64)
    for one, two in zip(sheet[first], sheet[second], strict=True):
        if one is not None and two is not None:
            table[names.index(one), names.index(two)] += 1
    return pd.DataFrame(table, index=pd.Index(names, name=first), columns=pd.Index(names, name=second))
