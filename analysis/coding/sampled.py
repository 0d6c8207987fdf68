"""A source and a study of it brought together: all units, and which of them were coded as what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ..errors import CodingError
from .adjudication import final_labels
from .linear import Array, Codes
from .population import read_population
from .sampling import stratify
from .sealed import read_design, read_machine
from .sources import Source
from .study import Study

if TYPE_CHECKING:
    import pandas as pd

_KEYS: Final = ["doc_id", "sentence_id", "target"]


class Sampled(NamedTuple):
    """The units of a source, and what of them was coded.

    Attributes
    ----------
    population : pandas.DataFrame
        As `read_population` gives it, with ``machine``, the label in the words of the codebook.
    coded : numpy.ndarray
        Places of the coded units.
    labels : list of str
        What was said of each.
    probability : numpy.ndarray
        Share of its stratum that was coded.
    strata : numpy.ndarray
        Number of its stratum.
    """

    population: pd.DataFrame
    coded: Codes
    labels: list[str]
    probability: Array
    strata: Codes


def read_sampled(store: Source, study: Study, *, coder: str | None = None) -> Sampled:
    """Return all units of a source with what was coded of them.

    Raises
    ------
    CodingError
        If the source is not the one that the sample was drawn from, or a stratum has too few codings.
    """
    design, machine = read_design(study), read_machine(study)
    population = read_population(store, study.unit, targets=design.targets)
    population["machine"] = population["label"].map(study.codebook.translate).astype("string")
    strata = stratify(population.assign(label=population["machine"].fillna("–")), design.stratify)
    sizes = {str(name): int(size) for name, size in strata.value_counts().items()}
    if sizes != {name: size for name, (size, _) in design.strata.items()}:
        raise CodingError(
            f"The source has {len(population):,} units in {len(sizes)} strata, the sample was drawn from "
            f"{design.population:,} in {len(design.strata)}: name the source that it was drawn from, unchanged."
        )
    said = final_labels(study, coder)
    drawn = machine.loc[machine["item"].isin(list(said))]
    place = population.reset_index(names="place")[[*_KEYS, "place", "label"]]
    joined = drawn.merge(place, on=_KEYS, how="left", suffixes=("", "_now"))
    if not (joined["label"] == joined["label_now"]).fillna(False).all():
        raise CodingError("The source was analysed anew since the sample was drawn; draw again, or name the old one.")
    counts = joined["stratum"].value_counts()
    _check_counts(design.strata, {str(name): int(count) for name, count in counts.items()})
    # Items come in random order, so that those coded so far are a random sample of each stratum.
    share = joined["stratum"].map({name: counts.get(name, 0) / size for name, (size, _) in design.strata.items()})
    numbers = {name: number for number, name in enumerate(sorted(design.strata))}
    return Sampled(
        population,
        np.array(joined["place"].tolist(), dtype=np.int64),
        [said[item] for item in joined["item"]],
        np.array(share.tolist(), dtype=np.float64),
        np.array(joined["stratum"].map(numbers).tolist(), dtype=np.int64),
    )


def _check_counts(strata: Mapping[str, tuple[int, int]], counts: Mapping[str, int]) -> None:
    short = [name for name, (size, _) in strata.items() if counts.get(name, 0) < min(2, size)]
    if short:
        raise CodingError(
            f"{len(short)} of {len(strata)} strata have fewer than two coded items, such as {short[0]!r}: code on, or "
            "draw a sample with fewer strata."
        )
