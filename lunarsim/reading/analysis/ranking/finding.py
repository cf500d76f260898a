"""What a method finds of one outcome at one lever combination, and what all methods add up in the same way."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.chance import SHARE, chance_share, variances
from lunarsim.reading.analysis.sensitivity.responses import Response, sample_means
from lunarsim.scenario.declare.declaration import EVIDENCE
from lunarsim.words.distributions import Z95

Numbers = NDArray[np.float64]

UNSTATED = "unstated"
"""Class of evidence of factors whose dataset says nothing of it."""

ENDS = ("", "_low", "_high")

PART = 0.2
"""Share of the samples at either end of a factor, over which an outcome is averaged."""

FEWEST_AT_AN_END = 3


class Finding(NamedTuple):
    """One outcome at one lever combination.

    Parameters
    ----------
    factors : mapping of arrays, dims (factor,)
        Figures of the factors, NaN of those that were not looked at.
    p_values : array [1], dims (factor,)
        Of the hypothesis that a factor does nothing, not corrected; NaN of those that were not tested.
    classes : mapping of arrays, dims (evidence_level,)
        ``evidence_share`` and its ends; nothing where the method gives no shares.
    figures : mapping of floats
        Of the outcome as a whole.
    texts : mapping of str
        ``analysis_method``, ``method_reason`` and ``remainder_meaning``.
    """

    factors: Mapping[str, Numbers]
    p_values: Numbers
    classes: Mapping[str, Numbers]
    figures: Mapping[str, float]
    texts: Mapping[str, str]


Method = Callable[[Mapping[str, int], Response], Finding | str]
"""From indices along the levers and an outcome to what is found, or why nothing is."""


class Whole(NamedTuple):
    """The variance of all runs, shared out between chance and the samples.

    Parameters
    ----------
    figures : mapping of floats
        ``chance_share`` with its ends [1]; NaN of one replicate.
    scale : float [1]
        The variance of the means over replicates, as a share of the variance of all runs.
    """

    figures: dict[str, float]
    scale: float


def whole_variance(runs: Numbers, crossed: bool) -> Whole:
    """Return chance and samples as shares of the variance of all runs, dims (sample, replicate)."""
    shares = {name: float(value) for name, value in chance_share(runs, crossed).items()}
    parts = variances(runs, crossed)
    if parts is None or math.isnan(shares["chance_share"]):
        return Whole(shares, 1.0)
    of_means = sample_means(runs)
    total = sum(parts)
    scale = float(np.nanvar(of_means, ddof=1)) / total if total > 0 else 1.0
    return Whole(shares, scale)


def levels_of(evidence: Sequence[str]) -> list[str]:
    """Return the classes of evidence, those that no factor has among them."""
    strange = [level or UNSTATED for level in dict.fromkeys(evidence) if level not in EVIDENCE]
    return [*EVIDENCE, *dict.fromkeys(strange)]


def class_shares(
    shares: Numbers, evidence: Sequence[str], half_width: Callable[[NDArray[np.bool_]], float]
) -> dict[str, Numbers]:
    """Return the shares of classes of evidence with 90 % intervals, dims (evidence_level,).

    Parameters
    ----------
    shares : array [1], dims (factor,)
        Of the variance of all runs; NaN counts as nothing.
    evidence : sequence of str
        Of the factors.
    half_width : callable
        From which factors a class has to half the width of the interval of their sum.
    """
    own = np.array([level or UNSTATED for level in evidence])
    found = []
    for level in levels_of(evidence):
        inside = (own == level) & ~np.isnan(shares)
        share = float(shares[inside].sum())
        half = half_width(inside) if inside.any() else 0.0
        # Not cut at 0 and 1: an estimate beyond them lies within its interval.
        found.append((share, share - half, share + half))
    return {
        f"evidence_share{end}": np.array(column) for end, column in zip(ENDS, zip(*found, strict=True), strict=True)
    }


def half_of_squares(coefficients: Numbers, covariance: Numbers) -> float:
    """Return half the width of the 90 % interval of a sum of squared coefficients with normal errors.

    A share is the square of a coefficient less the square of its error, which is right on average, so that many factors
    that do nothing add up to nothing.
    """
    spread = 2 * float((covariance**2).sum())
    along = 4 * float(coefficients @ covariance @ coefficients)
    return Z95 * math.sqrt(max(along - spread, spread))


def remainder(whole: Whole, classes: Mapping[str, Numbers]) -> float:
    """Return what neither chance nor factors have of the variance of all runs, so that all adds up to one."""
    chance = whole.figures[SHARE[0]]
    return 1.0 - (0.0 if math.isnan(chance) else chance) - float(classes["evidence_share"].sum())


def squared(middle: Numbers, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """Return the ends of the squares of coefficients in intervals."""
    across = (low <= 0) & (high >= 0)
    ends = np.stack([low**2, high**2])
    return np.where(across, 0.0, ends.min(axis=0)), ends.max(axis=0)


def at_ends(values: Numbers, outcome: Numbers) -> tuple[float, float]:
    """Return the mean outcome of the fifth of the samples where a factor is lowest, and of that where it is highest.

    Where many samples share a value, all of them count; NaN where an end has too few samples.
    """
    there = ~np.isnan(values) & ~np.isnan(outcome)
    values, outcome = values[there], outcome[there]
    if not len(values):
        return math.nan, math.nan
    low, high = np.quantile(values, [PART, 1 - PART])
    ends = outcome[values <= low], outcome[values >= high]
    means = [float(end.mean()) if len(end) >= FEWEST_AT_AN_END else math.nan for end in ends]
    return means[0], means[1]


def evidence_of(dataset: xr.Dataset, keys: Sequence[str]) -> list[str]:
    """Return the class of evidence of each factor; "" where the dataset does not say."""
    return [str(dataset[key].attrs.get("evidence", "")) if key in dataset else "" for key in keys]
