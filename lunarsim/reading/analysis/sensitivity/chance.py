"""Chance beside the factors: its share of an outcome's variance, and how far other histories would move a figure.

A history is the chance of one replicate. Where all samples share it (``design.common_random_numbers=all``), samples and
replicates are crossed: each sample meets each history. Else replicates are nested in their sample.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.responses import FLAT, LEVEL, sample_means, varies

SHARE = ("chance_share", "chance_share_low", "chance_share_high")

Numbers = NDArray[np.float64]


def chance_share(runs: Numbers, crossed: bool) -> dict[str, Numbers]:
    """Return the share of the variance that no factor explains, with its 90 % interval [1]; NaN of one replicate.

    Chance is the mean variance within samples; the rest is the variance of the expectations of the samples, which is
    that of their means without what chance leaves in a mean. The interval takes the ratio of the two as that of
    variances with as many degrees of freedom as their scatter shows (Satterthwaite 1946): where all samples share a
    few histories, these are hardly more than the histories.

    Parameters
    ----------
    runs : array, dims (sample, replicate)
        Independent samples; NaN where a run does not count.
    crossed : bool
        Whether all samples share the chance of a replicate.

    References
    ----------
    Satterthwaite 1946, Biometrics Bulletin 2, 110-114.
    """
    from scipy.stats import f

    parts = _crossed(runs) if crossed else _nested(runs)
    if parts is None:
        return dict.fromkeys(SHARE, np.array(np.nan))
    chance, chance_spread, between, between_spread = parts
    rounding = (FLAT * np.nanmax(np.abs(runs))) ** 2
    if chance <= rounding:
        return dict.fromkeys(SHARE, np.array(0.0))
    if between <= rounding:
        return dict.fromkeys(SHARE, np.array(1.0))
    freedom = 2 * chance**2 / chance_spread, 2 * between**2 / between_spread
    ratio = chance / between
    ends = (f.ppf(0.5 + LEVEL / 2, *freedom), 1.0, f.ppf(0.5 - LEVEL / 2, *freedom))
    # Of hardly any degree of freedom, an end can be zero or infinite, and both can lie on one side of the share.
    low, middle, high = (float(ratio / (ratio + end)) for end in ends)
    shares = (middle, min(low, middle), max(high, middle))
    return {name: np.array(share) for name, share in zip(SHARE, shares, strict=True)}


def variances(runs: Numbers, crossed: bool) -> tuple[float, float] | None:
    """Return the variance by chance and that of the expectations of the samples; None of one replicate.

    Parameters
    ----------
    runs, crossed
        As of :func:`chance_share`.
    """
    parts = _crossed(runs) if crossed else _nested(runs)
    return None if parts is None else (parts[0], parts[2])


def _crossed(runs: Numbers) -> tuple[float, float, float, float] | None:
    """Return both variances, each with the variance of its estimate, of samples that share their replicates."""
    runs = runs[~np.isnan(runs).any(axis=1)]
    samples, replicates = runs.shape
    if samples < 2 or replicates < 2:
        return None
    means = runs.mean(axis=1)
    histories = runs.mean(axis=0) - runs.mean()
    mixed = runs - means[:, np.newaxis] - histories
    of_histories = samples * float((histories**2).sum()) / (replicates - 1)
    of_mixed = float((mixed**2).sum()) / ((samples - 1) * (replicates - 1))
    pieces = of_histories / samples, of_mixed * (1 - 1 / samples)
    spread = 2 * (pieces[0] ** 2 + pieces[1] ** 2 / (samples - 1)) / (replicates - 1)
    return sum(pieces), spread, *_between(means, of_mixed / replicates)


def _nested(runs: Numbers) -> tuple[float, float, float, float] | None:
    """Likewise of samples that each have replicates of their own."""
    counts = (~np.isnan(runs)).sum(axis=1)
    runs, counts = runs[counts > 1], counts[counts > 1]
    samples = len(runs)
    if samples < 2:
        return None
    variances, means = np.nanvar(runs, axis=1, ddof=1), np.nanmean(runs, axis=1)
    within = float(variances.mean())
    # Beside the scatter that is seen, at least that of normal chance with as many replicates.
    least = 2 * within**2 / float((counts - 1).sum())
    spread = max(float(variances.var(ddof=1)) / samples, least)
    noise = within * float((1 / counts).mean())
    between, between_spread = _between(means, noise)
    # Chance that is seen too large leaves too little to the samples, so that it moves the ratio twice.
    return within, spread * (1 + noise / between) ** 2 if between else spread, between, between_spread


def _between(means: Numbers, noise: float) -> tuple[float, float]:
    """Return the variance of the samples' expectations and the variance of this estimate, at least a normal one."""
    squares = (means - means.mean()) ** 2
    variance = float(squares.sum()) / (len(means) - 1)
    spread = max(float(squares.var()) / len(means), 2 * variance**2 / (len(means) - 1))
    return max(variance - noise, 0.0), spread


def history_widths(figures: Callable[[Numbers], Mapping[str, Numbers]], runs: Numbers) -> dict[str, Numbers]:
    """Return half the widths of the 90 % intervals of figures over histories; zero where there is one only.

    Each history is left out in turn (jackknife), and Student's t stands for the few that there are. So it says how far
    other histories would move figures of the mean over replicates, beside the error of the samples.

    Parameters
    ----------
    figures : callable
        From values of the samples to figures.
    runs : array, dims (sample, replicate)
        Runs whose samples share the chance of a replicate.
    """
    from scipy.stats import t

    count = runs.shape[1]
    if count < 2:
        return {name: np.zeros_like(values) for name, values in figures(runs[:, 0]).items()}
    without = [figures(sample_means(np.delete(runs, each, axis=1))) for each in range(count)]
    wide = t.ppf(0.5 + LEVEL / 2, count - 1) * np.sqrt(count - 1)
    return {name: wide * np.std([each[name] for each in without], axis=0) for name in without[0]}


def varies_without_each(runs: Numbers) -> bool:
    """Return whether the means over replicates differ between samples with any one of several replicates left out."""
    count = runs.shape[1]
    return count < 2 or all(varies(sample_means(np.delete(runs, each, axis=1))) for each in range(count))


def history_note(dataset: xr.Dataset) -> str:
    """Return a note where all rows met the same single history, so that nothing says what another would give."""
    if dataset.sizes["replicate"] > 1:
        return ""
    return (
        "given one history: all samples share the chance of a single replicate, so how far another chance moves these "
        "figures is not known; run again with design.replicates=4 or more"
    )
