"""How sure a change of a forecast is: median and probability before and after, over resamples of the samples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.conditioning.weighted import weighted_share
from lunarsim.reading.analysis.conditioning.weights import effective_number
from lunarsim.reading.analysis.intervals import wilson
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, SEED

RESAMPLES = 400
AT_ONCE = 4_000_000
"""Numbers of the resamples of an outcome that are held in memory together."""

NAMES = (
    *("median_change", "change_low", "change_high"),
    *("probability_change", "probability_change_low", "probability_change_high"),
)

Numbers = NDArray[np.float64]


class Weighed(NamedTuple):
    """An outcome and its weights.

    Parameters
    ----------
    values : DataArray, dims (levers, sample, replicate)
        Infinity for never, NaN for what does not count or has no value.
    there : DataArray
        Whether there is a value.
    weights : DataArray
        NaN for runs that do not count.
    """

    values: xr.DataArray
    there: xr.DataArray
    weights: xr.DataArray


def change_intervals(before: Weighed, after: Weighed, same_rows: bool) -> dict[str, xr.DataArray]:
    """Return changes of the median and of the probability, after less before, with their 90 % intervals.

    Samples are resampled (replicates, where there is one sample), the same for before and after where these are
    weights of the same rows; so what both have in common is no error of the change.

    Parameters
    ----------
    before, after : Weighed
        The outcome.
    same_rows : bool
        Whether run n of one is run n of the other.

    Returns
    -------
    dict of DataArray, dims (levers)
        ``median_change``, ``change_low``, ``change_high``, ``probability_change``, ``probability_change_low`` and
        ``probability_change_high``. A median that is never both before and after has not changed; one that is never on
        one side has changed by infinity.
    """
    shape = before.weights.isel(sample=0, replicate=0, drop=True)
    found = {name: xr.full_like(shape, np.nan, dtype=np.float64) for name in NAMES}
    order = (*shape.dims, "sample", "replicate")
    sides = [[part.transpose(*order).values for part in xr.broadcast(*side)] for side in (before, after)]
    for index in np.ndindex(shape.shape):
        first, second = (_Rows.of(*(part[index] for part in side)) for side in sides)
        if not (first.counts_any and second.counts_any):
            continue
        medians, shares = _resampled(first, second, same_rows)
        for start, (changes, one) in enumerate(
            ((medians, _change(second.median, first.median)), (shares, second.share - first.share))
        ):
            ends = np.quantile(changes, (0.5 - LEVEL / 2, 0.5 + LEVEL / 2), method="inverted_cdf")
            for name, value in zip(NAMES[3 * start : 3 * start + 3], (one, *ends), strict=True):
                found[name][index] = value
    return found


def share_change(there: xr.DataArray, weights: xr.DataArray) -> dict[str, xr.DataArray]:
    """Return how far weights of a sweep's own runs move a probability, with the 90 % interval.

    Of all runs a share f agrees, with the probability p, and the rest has q; so p is moved by (1 - f)(p - q), of which
    the ends are those of two independent shares. So a handful of runs that all reach a date claim no certainty, as
    their resamples would.

    Parameters
    ----------
    there : DataArray, dims (levers, sample, replicate)
        Whether there is a value.
    weights : DataArray
        From 0 to 1; NaN for runs that do not count.

    References
    ----------
    Newcombe 1998, Stat. Med. 17, 873-890 (two shares, from Wilson's intervals).
    """
    rest = 1.0 - weights
    sides = [(weighted_share(there > 0, own), effective_number(own)) for own in (weights, rest)]
    (one, one_count), (other, other_count) = sides
    one_low, one_high = wilson(one, one_count, LEVEL)
    other_low, other_high = wilson(other, other_count, LEVEL)
    part = rest.mean(("sample", "replicate"))
    difference = one - other
    below = np.sqrt((one - one_low) ** 2 + (other_high - other) ** 2)
    above = np.sqrt((one_high - one) ** 2 + (other - other_low) ** 2)
    moved = (difference, difference - below, difference + above)
    # Where all runs agree, nothing is moved.
    return {name: (part * each).where(part > 0, one * 0.0) for name, each in zip(NAMES[3:], moved, strict=True)}


class _Rows(NamedTuple):
    """The runs of one combination of levers in ascending order of their values, and the units that are resampled."""

    values: Numbers
    weights: Numbers
    units: NDArray[np.intp]
    unit_weights: Numbers
    unit_there: Numbers

    @classmethod
    def of(cls, values: Numbers, there: Numbers, weights: Numbers) -> _Rows:
        if len(values) == 1:
            values, there, weights = values.T, there.T, weights.T
        own = np.nan_to_num(weights)
        units = np.broadcast_to(np.arange(len(values))[:, np.newaxis], values.shape)
        kept = (own > 0) & ~np.isnan(values)
        order = np.argsort(values[kept], kind="stable")
        return cls(
            values[kept][order], own[kept][order], units[kept][order], own.sum(axis=1), (own * (there > 0)).sum(axis=1)
        )

    @property
    def counts_any(self) -> bool:
        return bool(self.unit_weights.sum() > 0)

    @property
    def median(self) -> float:
        return float(self.medians(np.ones((1, len(self.unit_weights))))[0])

    @property
    def share(self) -> float:
        return float(self.unit_there.sum() / self.unit_weights.sum())

    def medians(self, counts: Numbers) -> Numbers:
        if not len(self.values):
            return np.full(len(counts), np.nan)
        reached = np.cumsum(counts[:, self.units] * self.weights, axis=1)
        at = (reached < 0.5 * reached[:, -1:]).sum(axis=1)
        found: Numbers = np.where(reached[:, -1] > 0, self.values[np.minimum(at, len(self.values) - 1)], np.nan)
        return found

    def shares(self, counts: Numbers) -> Numbers:
        whole = (counts * self.unit_weights).sum(axis=1)
        there = (counts * self.unit_there).sum(axis=1)
        found: Numbers = np.divide(there, whole, out=np.full(len(counts), np.nan), where=whole > 0)
        return found


def _resampled(first: _Rows, second: _Rows, same_rows: bool) -> tuple[Numbers, Numbers]:
    generator = np.random.default_rng(SEED)
    sizes = [len(each.unit_weights) for each in (first, second)]
    part = max(1, AT_ONCE // max(*sizes, len(first.values), len(second.values)))
    medians, shares = [], []
    for start in range(0, RESAMPLES, part):
        count = min(part, RESAMPLES - start)
        drawn = [generator.multinomial(sizes[0], np.full(sizes[0], 1 / sizes[0]), count).astype(np.float64)]
        drawn.append(
            drawn[0]
            if same_rows
            else generator.multinomial(sizes[1], np.full(sizes[1], 1 / sizes[1]), count).astype(np.float64)
        )
        medians.append(_change(second.medians(drawn[1]), first.medians(drawn[0])))
        shares.append(second.shares(drawn[1]) - first.shares(drawn[0]))
    listed = [np.concatenate(each) for each in (medians, shares)]
    kept = [each[~np.isnan(each)] for each in listed]
    return tuple(each if each.size else np.array([np.nan]) for each in kept)  # type: ignore[return-value]


def _change(after: Numbers | float, before: Numbers | float) -> Numbers:
    """Return a difference of dates in which never both times is no change."""
    with np.errstate(invalid="ignore"):
        change: Numbers = np.where(np.isinf(after) & np.isinf(before), 0.0, np.subtract(after, before))
    return change
