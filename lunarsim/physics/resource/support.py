"""Change of support: how grades scatter in blocks of any size when nearby grades are alike.

The logarithm of the grade is a field whose points correlate by exp(-3 |dx| / range) exp(-3 |dy| / range), so that
averages over squares have closed forms, and any grid of cells adds up to the same deposit.
"""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import Floats, Result

_PRACTICAL = 3.0
"""Correlation at the range is exp(-3), 5 %."""


def block_variance_ratio(side_km: Floats, variogram_range_km: Floats) -> Result:
    """Return the variance of the mean of a square over that of a point.

    Source: variance of a block by averaging the covariance over it (Krige 1951; Journel & Huijbregts 1978, Mining
    Geostatistics, ch. 2), for the separable exponential covariance.

    Parameters
    ----------
    side_km : float or array [km]
        Side of the square.
    variogram_range_km : float or array [km]
        Distance beyond which grades are no longer alike.

    Returns
    -------
    float or array [1]
        1 for a point, towards 0 for squares far larger than the range.
    """
    reduced = _PRACTICAL * np.asarray(side_km, dtype=float) / variogram_range_km
    # 2 (x - 1 + exp(-x)) / x2, which cancels out near zero.
    safe = np.where(reduced < 1e-4, 1.0, reduced)
    one_way = np.where(reduced < 1e-4, 1.0 - reduced / 3.0, 2.0 * (safe + np.expm1(-safe)) / np.square(safe))
    return np.square(one_way)[()]


def variance_within(block_km: Floats, area_km: Floats, variogram_range_km: Floats) -> Result:
    """Return how blocks scatter within a larger square: the variance between them over that of a point.

    Source: dispersion variances add up, point in area = point in block + block in area (Krige 1951; Journel &
    Huijbregts 1978, Mining Geostatistics, ch. 2).

    Parameters
    ----------
    block_km : float or array [km]
        Side of a block.
    area_km : float or array [km]
        Side of the square.
    variogram_range_km : float or array [km]
        Distance beyond which grades are no longer alike.

    Returns
    -------
    float or array [1]
        0 where the block is no smaller than the square.
    """
    between = block_variance_ratio(block_km, variogram_range_km) - block_variance_ratio(area_km, variogram_range_km)
    return np.maximum(between, 0.0)


def block_multiplier(multiplier: Floats, ln_sd: Floats, variance_ratio: Floats) -> Result:
    """Return the multiplier of the mean of a large block, from that of a small block at the same quantile.

    Blocks of each size hold as much metal together: their mean is 1, and only deviations from it average out. A
    multiplier of 1 is the mean of small blocks, not their median: it lies ln_sd / 2 standard deviations above it, at
    the 56.6 % quantile for 0.33. At that quantile large blocks, which scatter less about the same mean, have
    exp(ln_sd^2 (sqrt(ratio) - ratio) / 2): at most 1.4 % more for 0.33, at a ratio of 1/4.

    Source: permanence of lognormality (Journel & Huijbregts 1978, Mining Geostatistics, ch. 6).

    Parameters
    ----------
    multiplier : float or array [1]
        Log-normal with a mean of 1.
    ln_sd : float or array [1]
        Its standard deviation of the logarithm.
    variance_ratio : float or array [1]
        Variance of the logarithm in large blocks over that in small ones.

    Returns
    -------
    float or array [1]
        The multiplier itself where the ratio is 1.
    """
    ratio = np.asarray(variance_ratio)
    # The medians lie at exp(-sd2 / 2) and exp(-ratio sd2 / 2).
    mean_kept = np.exp(0.5 * np.square(ln_sd) * (np.sqrt(ratio) - ratio))
    return (np.power(multiplier, np.sqrt(ratio)) * mean_kept)[()]
