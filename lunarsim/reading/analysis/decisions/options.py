"""Options: the values of a lever, each with what it is worth in every sample, and doing nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.pooling import lever_dims
from lunarsim.reading.analysis.sensitivity.responses import LEVEL
from lunarsim.reading.analysis.summary import Row
from lunarsim.reading.analysis.valid_runs import capped_dates, finished, levers
from lunarsim.words.errors import AnalysisError, unknown

Numbers = NDArray[np.float64]

BETTER = ("lower", "higher")

LOWER_IS_BETTER = ("cost", "unfunded", "lost", "unit_cost", "breakeven", "import_reliance", "delay", "failures")
HIGHER_IS_BETTER = ("npv", "revenue", "delivered", "produced", "recoverable", "availability", "landed", "mass_payback")
"""Words in names of outcomes that say which way is better; a date is better the earlier it comes."""

FEWEST = 20

OF_MEANS = 200
"""Resamples of the samples from which the intervals of means are, the same in all tables of options."""


def direction(row: Row, better: str | None) -> int:
    """Return 1 where higher values of an outcome are better, -1 where lower ones are.

    Raises
    ------
    AnalysisError
        If its name does not say so and nobody else does.
    """
    if better is not None:
        if better not in BETTER:
            raise AnalysisError(f"better={better!r}: {unknown(better, BETTER, 'direction')}")
        return 1 if better == "higher" else -1
    if row.is_date or any(word in row.name for word in LOWER_IS_BETTER):
        return -1
    if any(word in row.name for word in HIGHER_IS_BETTER):
        return 1
    raise AnalysisError(f"{row.name}: is more of it better or less? Say so: --better higher, or --better lower")


def option_lever(dataset: xr.Dataset, by: str | None) -> str | None:
    """Return the dimension of the lever whose values are the options; None where the sweep has no lever.

    Raises
    ------
    AnalysisError
        If there is no such lever, or several and none is named.
    """
    if by:
        return lever_dims(dataset, [by])[0]
    names = levers(dataset)
    if len(names) > 1:
        raise AnalysisError(
            f"the sweep has the levers {', '.join(names)}; name the one that is chosen: --by {names[0]}"
        )
    return names[0] if names else None


def worth(dataset: xr.Dataset, row: Row) -> xr.DataArray:
    """Return an outcome as numbers, the mean over replicates, dims (levers, sample); NaN of what does not count.

    Dates that are not reached count as the end of the simulation, as in all means.
    """
    values = capped_dates(row.values, dataset) if row.is_date else row.values.where(finished(dataset))
    return values.astype(np.float64).mean("replicate")


def table(
    values: xr.DataArray, lever: str | None, at: Mapping[str, int], name: str
) -> tuple[Numbers, NDArray[np.int_]]:
    """Return what options are worth at some values of the other levers, and the samples that all of them have.

    Parameters
    ----------
    values : DataArray, dims (levers, sample)
        Of :func:`worth`.
    lever : str, optional
        Whose values are the options; left out, there is one.
    at : mapping
        Positions along the other levers.
    name : str
        Of the outcome.

    Returns
    -------
    array, dims (option, sample)
        Only samples that have a value of each option, so that all are held against the same states of the world.
    array, dims (sample,)
        Their positions.

    Raises
    ------
    AnalysisError
        If there are too few.
    """
    array = at_levers(values, lever, at)
    complete = np.flatnonzero(~np.isnan(array).any(axis=0))
    if len(complete) < FEWEST:
        raise AnalysisError(
            f"{name}: {len(complete)} samples have a value of each option, needed {FEWEST}; run more samples, or "
            "lunarsim resume those that are missing"
        )
    return array[:, complete], complete


def at_levers(values: xr.DataArray, lever: str | None, at: Mapping[str, int]) -> Numbers:
    """Return what options are worth at some values of the other levers, dims (option, sample)."""
    here = values.isel(dict(at))
    found: Numbers = here.transpose(lever, "sample").values if lever else here.values[np.newaxis]
    return found


def side_levers(dataset: xr.Dataset, lever: str | None) -> Sequence[str]:
    """Return the levers that stay side by side."""
    return [name for name in levers(dataset) if name != lever]


def alone_or_tied(options: Numbers) -> tuple[Numbers, Numbers, float]:
    """Return where each option is the only best one and where it is one of several, as 1, and how often all are equal.

    Parameters
    ----------
    options : array, dims (option, sample)
        What each option is worth in each sample; more is better.

    Returns
    -------
    array, array, dims (option, sample)
        1 where an option is better than all others; 1 where it is among several best ones.
    float
        Share of the samples in which all options are worth the same, of two or more options.
    """
    best = options == options.max(axis=0)
    several = best.sum(axis=0) > 1
    all_same = best.all(axis=0) & several
    return (best & ~several).astype(np.float64), (best & several).astype(np.float64), float(all_same.mean())


def resampled_weights(count: int, resamples: int, seed: int) -> Numbers:
    """Return how often each of some samples is drawn, dims (resample, sample), as shares that sum to 1."""
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=resamples)
    return drawn / count


def mean_ends(options: Numbers, drawn: Numbers) -> tuple[Numbers, Numbers]:
    """Return the ends of the 90 % intervals of what options are worth on average, dims (option,).

    Parameters
    ----------
    options : array, dims (option, sample)
        What each option is worth in each sample.
    drawn : array, dims (resample, sample)
        Of :func:`resampled_weights`, of which the first :data:`OF_MEANS` count.
    """
    means = np.einsum("rs,ds->rd", drawn[:OF_MEANS], options)
    low, high = np.quantile(means, (0.5 - LEVEL / 2, 0.5 + LEVEL / 2), axis=0)
    return low, high
