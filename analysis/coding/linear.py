"""Estimates that stay right where the analysis errs: the labels of all units, corrected by the coded ones.

A measure gives each unit a numerator *x* and a denominator *y*. All units have them as the analysis sees them, *x̂* and
*ŷ*; the coded units have them as the coders do. The pseudo-outcome ``x̃ = λ x̂ + (R / π) (x - λ x̂)`` (*R* is 1 where a
unit was coded, *π* the probability with which it was drawn; *ỹ* likewise) has the mean of the true one whatever the
analysis does, because the probabilities are known. *β* solves ``Σ b (x̃ - ỹ b'β) = 0`` and is a ratio where *b* is 1,
one in each group, or a line over time where *b* is (1, *t*). With *λ* = 1 this is design-based supervised learning,
with the *λ* of the least variance prediction-powered inference (PPI++), with *λ* = 0 the coded units alone.

The variance is the sandwich of the M-estimator, summed over clusters (documents, families of copies). Where a sample
was drawn from strata in fixed numbers, the part of it that is due to the draw is that of a stratified sample.

References
----------
Egami, Hinck, Stewart and Wei (2023), Using Imperfect Surrogates for Downstream Inference: Design-based Supervised
Learning for Social Science Applications of Large Language Models, NeurIPS 36. Angelopoulos, Duchi and Zrnic (2023),
PPI++: Efficient Prediction-Powered Inference, arXiv 2311.01453. Särndal, Swensson and Wretman (1992), Model Assisted
Survey Sampling, Springer, chapters 3 and 5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

Array: TypeAlias = "npt.NDArray[np.float64]"
Codes: TypeAlias = "npt.NDArray[np.int64]"


@dataclass(frozen=True, kw_only=True)
class Units:
    """All units, and what is known of the coded ones.

    Attributes
    ----------
    found : numpy.ndarray
        Shape (units, 2): numerator and denominator as the analysis sees them.
    coded : numpy.ndarray
        Places of the coded units.
    said : numpy.ndarray
        Shape (coded, 2): numerator and denominator as the coders see them.
    probability : numpy.ndarray
        Shape (coded,): inclusion probabilities.
    group : numpy.ndarray
        Shape (units,): number of each unit's group; -1 is in none.
    basis : numpy.ndarray
        Shape (units, q): the vector *b* of each unit.
    clusters : numpy.ndarray or None
        Shape (units,): number of each unit's cluster; None where every unit is one.
    strata : numpy.ndarray or None
        Shape (coded,): number of each coded unit's stratum; None where units were drawn independently.
    span : float
        By how much an error of the analysis can change a unit's numerator. Then half a unit's worth of errors is added
        that no coded unit has shown: the variance of a share of which nothing was seen, under Jeffreys' prior.
    """

    found: Array
    coded: Codes
    said: Array
    probability: Array
    group: Codes
    basis: Array
    clusters: Codes | None = None
    strata: Codes | None = None
    span: float = 0.0

    @property
    def n_groups(self) -> int:
        """How many groups there are."""
        return int(self.group.max()) + 1 if len(self.group) else 0


class Parts(NamedTuple):
    """Parts of a variance, as `Fit` has them."""

    between: float
    drawn: float
    finite: float
    unseen: float

    @property
    def total(self) -> float:
        """The variance: what finiteness saves is in the part of the draw already."""
        return self.between + self.drawn + self.unseen


@dataclass(frozen=True)
class Fit:
    """Coefficients of each group, and their variance in two parts.

    Attributes
    ----------
    coefficients : numpy.ndarray
        Shape (groups, q); not a number where a group does not tell them.
    between, drawn : numpy.ndarray
        Shape (groups * q, groups * q): covariance because other documents could have been written, and because other
        units could have been coded.
    finite : numpy.ndarray
        What of the second part is saved because the population is finite: with *m* times as many items coded in the
        same way it is ``(drawn + finite) / m - finite``.
    unseen : numpy.ndarray
        Covariance for errors that no coded unit has shown; it falls with the square of the coded units.
    power : numpy.ndarray
        Shape (groups,): weight of the analysis, lambda.
    """

    coefficients: Array
    between: Array
    drawn: Array
    finite: Array
    unseen: Array
    power: Array

    def contrast(self, weights: Array) -> tuple[float, float]:
        """Return a linear combination of all coefficients, and its standard error."""
        used = np.flatnonzero(weights)
        return float(weights[used] @ self.coefficients.ravel()[used]), float(np.sqrt(self.parts(weights).total))

    def parts(self, weights: Array) -> Parts:
        """Return the parts of the variance of a linear combination."""
        used = np.flatnonzero(weights)
        # The first is estimated as a difference, and could fall below zero.
        return Parts(
            *(
                max(0.0, float(weights[used] @ part[np.ix_(used, used)] @ weights[used]))
                for part in (self.between, self.drawn, self.finite, self.unseen)
            )
        )

    def value(self, group: int = 0, place: int = 0) -> tuple[float, float]:
        """Return one coefficient and its standard error."""
        return self.contrast(np.eye(self.coefficients.size)[group * self.coefficients.shape[1] + place])


def fit_corrected(units: Units, *, power: float | None = 1.0) -> Fit:
    """Return the coefficients, corrected by the coded units.

    Parameters
    ----------
    units : Units
        All units.
    power : float or None
        The weight of the analysis, lambda; 1 for DSL, 0 for the coded units alone, None for PPI++: the weight, between
        0 and 1, that gives each group's last coefficient the least variance.
    """
    if power is not None:
        return _fit(units, np.full(units.n_groups, float(power)))
    return _fit(units, _tune(units, _fit(units, np.ones(units.n_groups))))


def fit_naive(units: Units) -> Fit:
    """Return the coefficients of what the analysis found, as if it never erred."""
    none = np.zeros(0, dtype=np.int64)
    bare = replace(units, coded=none, said=np.zeros((0, 2)), probability=np.zeros(0), strata=None)
    return _fit(bare, np.ones(units.n_groups))


def _fit(units: Units, power: Array) -> Fit:
    weight = np.append(power, 0.0)[units.group][:, None]  # the group -1 is the last, and counts nothing
    pseudo = weight * units.found
    pseudo[units.coded] += (units.said - pseudo[units.coded]) / units.probability[:, None]
    coefficients, bread = _solve(units, pseudo)
    found, said = _residuals(units, coefficients)
    found = weight[:, 0] * found
    scores = found.copy()
    scores[units.coded] += (said - found[units.coded]) / units.probability
    meats = _meat(units, scores, said - found[units.coded])
    between, drawn, finite = (np.asarray(bread @ meat @ bread.T) for meat in meats)
    return Fit(coefficients, between, drawn, finite, np.asarray(bread @ _unseen(units) @ bread.T), power)


def _solve(units: Units, pseudo: Array) -> tuple[Array, Array]:
    """Return the coefficients of each group, and the inverse of the sums that they come from, as one matrix."""
    q, groups = units.basis.shape[1], units.n_groups
    coefficients, bread = np.full((groups, q), np.nan), np.zeros((groups * q, groups * q))
    for number in range(groups):
        rows = np.flatnonzero(units.group == number)
        basis, y = units.basis[rows], pseudo[rows, 1]
        matrix = (basis * y[:, None]).T @ basis
        # The denominator may come out as zero or less where few units are coded: then nothing is known.
        if np.linalg.eigvalsh(matrix).min() > 1e-9 * max(1.0, np.abs(matrix).max()):
            inverse = np.linalg.inv(matrix)
            coefficients[number] = inverse @ (basis.T @ pseudo[rows, 0])
            bread[number * q : (number + 1) * q, number * q : (number + 1) * q] = inverse
    return coefficients, bread


def _residuals(units: Units, coefficients: Array) -> tuple[Array, Array]:
    """Return numerator less fitted denominator of all units as found, and of the coded ones as said."""
    known = np.nan_to_num(np.vstack([coefficients, np.zeros((1, units.basis.shape[1]))]))
    fitted = (units.basis * known[units.group]).sum(axis=1)
    inside = units.group >= 0
    found = np.where(inside, units.found[:, 0] - units.found[:, 1] * fitted, 0.0)
    said = np.where(inside[units.coded], units.said[:, 0] - units.said[:, 1] * fitted[units.coded], 0.0)
    return found, said


def _meat(units: Units, scores: Array, errors: Array) -> tuple[Array, Array, Array]:
    """Return the covariance of the sums of scores: between documents, of the draw, and what finiteness saves."""
    q, groups = units.basis.shape[1], units.n_groups
    whole = _cluster_products(units, scores)
    drawn, finite = np.zeros_like(whole), np.zeros_like(whole)
    if units.strata is None or not len(units.coded):
        return whole, drawn, finite
    spread = np.zeros((len(units.coded), groups * q))
    for number in range(groups):
        rows = np.flatnonzero(units.group[units.coded] == number)
        spread[rows, number * q : (number + 1) * q] = units.basis[units.coded[rows]] * errors[rows, None]
    for stratum in np.unique(units.strata):
        rows = np.flatnonzero(units.strata == stratum)
        share = float(units.probability[rows[0]])
        part, n = spread[rows], len(rows)
        if n < 2 or share >= 1:
            continue
        scale = (1 - share) / share**2
        # Independent draws would vary by the errors' squares; a fixed number a stratum only by how these differ.
        whole -= scale * part.T @ part
        centred = part - part.mean(axis=0)
        spread_out = n / (n - 1) * centred.T @ centred
        drawn += scale * spread_out
        finite += spread_out / share
    return whole, drawn, finite


def _unseen(units: Units) -> Array:
    """Return the covariance of sums of scores for half a unit of unseen error, placed in the strata by their size."""
    q, groups = units.basis.shape[1], units.n_groups
    result = np.zeros((groups * q, groups * q))
    if units.strata is None or units.span == 0:
        return result
    for number in range(groups):
        rows = np.flatnonzero(units.group == number)
        share = units.probability[units.group[units.coded] == number]
        if len(share):
            size = 0.5 * units.span**2 * float(((1 - share) / share**3).sum() / (1 / share).sum())
            # It stands in the middle of its group: what was not seen may be anywhere, and bends no line.
            mean = units.basis[rows].mean(axis=0)
            result[number * q : (number + 1) * q, number * q : (number + 1) * q] = size * np.outer(mean, mean)
    return result


def _cluster_products(units: Units, scores: Array) -> Array:
    q, groups = units.basis.shape[1], units.n_groups
    result = np.zeros((groups * q, groups * q))
    if units.clusters is None:
        for number in range(groups):
            rows = np.flatnonzero(units.group == number)
            part = units.basis[rows] * scores[rows, None]
            result[number * q : (number + 1) * q, number * q : (number + 1) * q] = part.T @ part
        return result
    size = int(units.clusters.max()) + 1
    sums = np.zeros((size, groups * q))
    for number in range(groups):
        rows = np.flatnonzero(units.group == number)
        for place in range(q):
            part = units.basis[rows, place] * scores[rows]
            sums[:, number * q + place] = np.bincount(units.clusters[rows], part, minlength=size)
    used = max(2, len(np.unique(units.clusters[units.group >= 0])))
    return np.asarray(sums.T @ sums * (used / (used - 1)))


def _tune(units: Units, first: Fit) -> Array:
    """Return the weight of the analysis that gives each group's last coefficient the least variance, from 0 to 1."""
    # Any weight gives a valid estimate; which one is best is told by units, since sums over clusters are noisy.
    units = replace(units, clusters=None)
    found, said = _residuals(units, first.coefficients)
    # Scores are linear in the weight: those of the coded units alone, and what the analysis adds to them.
    alone, added = np.zeros_like(found), found.copy()
    alone[units.coded] = said / units.probability
    added[units.coded] -= found[units.coded] / units.probability
    ones = np.ones(units.n_groups)
    last = np.arange(units.n_groups) * units.basis.shape[1] + units.basis.shape[1] - 1
    _, bread = _solve(units, units.found)
    parts = {}
    for name, scores, errors in (
        ("added", added, -found[units.coded]),
        ("sum", added + alone, said - found[units.coded]),
        ("alone", alone, said),
    ):
        between, drawn, _ = _meat(units, scores, errors)
        parts[name] = np.diag(bread @ (between + drawn) @ bread.T)[last]
    both = (parts["sum"] - parts["added"] - parts["alone"]) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        # Where strata already hold what the analysis says, its weight changes nothing.
        best = np.where(parts["added"] > 1e-9 * parts["alone"], -both / parts["added"], ones)
    return np.asarray(np.clip(np.nan_to_num(best, nan=1.0), 0.0, 1.0))
