"""What is sealed: how a study was drawn, and what the analysis found in each item. Nothing that codes imports this."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..errors import CodingError
from .drawing import DESIGN, MACHINE
from .records import read_records
from .study import SEALED, Study

if TYPE_CHECKING:
    import pandas as pd

_TYPES: Final = {
    "item": "string",
    "doc_id": "string",
    "sentence_id": "Int64",
    "start": "Int64",
    "end": "Int64",
    "target": "string",
    "label": "string",
    "stratum": "string",
    "probability": "Float64",
    "outlet": "string",
    "date": "datetime64[us]",
}


class Design(NamedTuple):
    """How a sample was drawn; `strata` maps each stratum to its population and its sample."""

    seed: int
    stratify: tuple[str, ...]
    allocation: str
    targets: tuple[str, ...] | None
    population: int
    strata: Mapping[str, tuple[int, int]]


def read_design(study: Study) -> Design:
    """Return how the sample of a study was drawn.

    Raises
    ------
    CodingError
        If the sealed part is not there: it stays with whoever drew the sample.
    """
    path = study.folder / SEALED / DESIGN
    try:
        found: Any = json.loads(path.read_text("utf-8"))
        strata = {str(name): (int(size), int(drawn)) for name, (size, drawn) in found["strata"].items()}
        targets = None if found["targets"] is None else tuple(map(str, found["targets"]))
        names = tuple(map(str, found["stratify"]))
        return Design(int(found["seed"]), names, str(found["allocation"]), targets, int(found["population"]), strata)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CodingError(
            f"{str(path)!r} cannot be read ({error}); estimates and agreement need the study with its folder "
            f"{SEALED!r}, which stays with whoever drew the sample."
        ) from error


def read_machine(study: Study) -> pd.DataFrame:
    """Return what the analysis found in each item, where it stands, and how probable it was to be drawn.

    Returns
    -------
    pandas.DataFrame
        ``item, doc_id, sentence_id, start, end, target, label, stratum, probability, outlet, date``, in the order of
        the items; ``machine`` is the label in the words of the codebook, missing where it has none.

    Raises
    ------
    CodingError
        If the sealed part is not there, or not that of these items.
    """
    import pandas as pd

    path = study.folder / SEALED / MACHINE
    rows = list(read_records(path))
    if [row.get("item") for row in rows] != [item.item_id for item in study.items]:
        raise CodingError(f"{str(path)!r} is not of the items of this study.")
    try:
        data = pd.DataFrame({name: [row[name] for row in rows] for name in _TYPES}).astype(_TYPES)
    except (KeyError, TypeError, ValueError) as error:
        raise CodingError(f"{str(path)!r} is not as mittellage wrote it: {error}.") from error
    return data.assign(machine=data["label"].map(study.codebook.translate).astype("string"))
