"""A figure with its interval, the statistics that answers quote, and how they stand in a text."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

LEVEL = 0.9
SEED = 2026
NORMAL = 1.6449
"""Standard errors from the middle to the ends of a normal interval of 90 %."""


WORDS = ("interval", "ends", "abs", "percent", "billion", "rough", "musd")

SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


class Figure(NamedTuple):
    """A figure and its 90 % interval; the ends are NaN where there is none.

    In a text, ``{name}`` is its value, with the digits that its interval supports. After a colon may stand, in any
    order: ``interval`` for "low to high", ``ends`` for "value (low to high)" where there is an interval, ``abs``
    without the sign, ``percent``, ``billion`` of what is in millions, ``rough`` for two digits of a large number, from
    a million on in words, ``musd`` for three digits (with ``rough``, two) of what is in million USD, with the unit in
    which it reads well, and a number of decimals.
    """

    value: float
    low: float = math.nan
    high: float = math.nan

    def __format__(self, spec: str) -> str:
        words = spec.split()
        unknown = [word for word in words if word not in WORDS and not word.isdigit()]
        if unknown:
            raise ValueError(f"cannot format a figure as {', '.join(unknown)}")
        scale = (100.0 if "percent" in words else 1.0) * (1e-3 if "billion" in words else 1.0)
        value, low, high = (scale * number for number in self)
        if "abs" in words and value < 0:
            value, low, high = -value, -high, -low
        given = next((int(word) for word in words if word.isdigit()), None)
        decimals = _decimals(value, low, high) if given is None else given
        if math.isfinite(value) and "musd" in words:
            return f"{_in_words(value * 1e6, 2 if 'rough' in words else 3)} USD"
        if math.isfinite(value) and "rough" in words:
            return _in_words(value, 2)
        # No zero has a sign.
        separator = "," if abs(value) >= 1e4 else ""  # a year has none
        texts = [f"{round(number, decimals) + 0.0:{separator}.{decimals}f}" for number in (value, low, high)]
        texts = [
            "never" if math.isinf(number) else text for number, text in zip((value, low, high), texts, strict=True)
        ]
        between = f"{texts[1]} to {texts[2]}"
        if "ends" in words and not math.isnan(low):
            return f"{texts[0]} ({between})"
        return between if "interval" in words else texts[0]


def _in_words(number: float, digits: int) -> str:
    """Return a number with a few digits, from a million on in words: "4.4 million", "420,000"."""
    rounded = float(f"{number:.{digits}g}")
    size, word = next((each for each in SIZES if abs(rounded) >= each[0]), (1.0, ""))
    return f"{rounded / size:,.10g} {word}".rstrip()


def _decimals(value: float, low: float, high: float) -> int:
    """Return the decimals of which the last one means something."""
    size = (high - low) / 2 if high > low else abs(value) / 100
    if not math.isfinite(size) or size == 0:
        return 0
    return max(0, -math.floor(math.log10(size)))


def select(data: xr.DataArray, **labels: object) -> NDArray[np.float64]:
    """Return the runs of some labels, dims (sample, replicate); of an axis with one label, that one.

    Raises
    ------
    ValueError
        If an axis is left over.
    """
    chosen = data.sel({name: label for name, label in labels.items() if name in data.dims})
    chosen = chosen.squeeze(
        [dim for dim in chosen.dims if dim not in ("sample", "replicate") and chosen.sizes[dim] == 1]
    )
    if left := set(chosen.dims) - {"sample", "replicate"}:
        raise ValueError(f"{data.name}: say which {', '.join(map(str, sorted(left)))}")
    return np.asarray(chosen.transpose("sample", "replicate").values, dtype=np.float64)


def quantile(runs: ArrayLike, level: float = 0.5) -> Figure:
    """Return a quantile of dates over all runs, of which those never reached are later than all others.

    Its interval is that between two of the runs in order of their dates: how many of them lie below the true quantile
    is binomial.
    """
    values = np.asarray(runs, dtype=np.float64).ravel()
    half = NORMAL * math.sqrt(level * (1.0 - level) / values.size)
    levels = np.clip((level, level - half, level + half), 0.0, 1.0)
    return Figure(*map(float, np.quantile(np.where(np.isnan(values), np.inf, values), levels, method="inverted_cdf")))


def median_of_those(runs: ArrayLike) -> Figure:
    """Return the median of an amount over the runs that have one."""
    return Figure(float(np.nanmedian(np.asarray(runs, dtype=np.float64))))


def share(runs: ArrayLike) -> Figure:
    """Return the share of true values with its Wilson interval."""
    values = np.asarray(runs, dtype=bool)
    part, count, square = float(values.mean()), values.size, NORMAL**2
    middle = (part + square / (2 * count)) / (1 + square / count)
    half = NORMAL * math.sqrt(part * (1 - part) / count + square / (4 * count**2)) / (1 + square / count)
    return Figure(part, min(part, max(0.0, middle - half)), max(part, min(1.0, middle + half)))


def reached(runs: ArrayLike) -> Figure:
    """Return the probability of a date."""
    return share(~np.isnan(np.asarray(runs, dtype=np.float64)))


def mean(runs: ArrayLike) -> Figure:
    """Return the mean of an amount over all runs with its bootstrap interval."""
    return _mean_over_samples(np.asarray(runs, dtype=np.float64))


def difference(before: ArrayLike, after: ArrayLike, never: float = math.nan) -> Figure:
    """Return the mean paired difference; dates that are not reached count as ``never``, the end of the simulation."""
    first, second = (np.asarray(runs, dtype=np.float64) for runs in (before, after))
    if not math.isnan(never):
        first, second = (np.where(np.isnan(runs), never, runs) for runs in (first, second))
    return _mean_over_samples(second - first)


def first_of(own: ArrayLike, other: ArrayLike) -> Figure:
    """Return the share of runs in which one date comes and comes before another one."""
    mine, others = (np.where(np.isnan(runs), np.inf, runs) for runs in map(np.asarray, (own, other)))
    return share(mine < others)


def _mean_over_samples(values: NDArray[np.float64]) -> Figure:
    from scipy.stats import bootstrap

    by_sample = values.mean(axis=1) if values.ndim > 1 else values
    if np.ptp(by_sample) == 0:
        return Figure(float(by_sample[0]))
    found = bootstrap((by_sample,), np.mean, confidence_level=LEVEL, n_resamples=4000, rng=np.random.default_rng(SEED))
    return Figure(float(by_sample.mean()), *map(float, found.confidence_interval))
