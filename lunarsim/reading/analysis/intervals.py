"""Intervals of shares, by one rule for tables, figures and the report."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.responses import LEVEL

Shares = TypeVar("Shares", xr.DataArray, NDArray[np.float64])


def wilson(share: Shares, trials: Shares, confidence: float) -> tuple[Shares, Shares]:
    """Return the ends of Wilson's interval of a share.

    Parameters
    ----------
    share : DataArray or array
        The share, 0 to 1.
    trials : DataArray or array
        Number of independent trials; of weighted runs, the effective number. Where it is 0 or NaN, the ends are NaN.
    confidence : float
        Level of the interval.

    References
    ----------
    Wilson 1927, J. Am. Stat. Assoc. 22, 209-212; with the effective number: Korn and Graubard 1998, Survey
    Methodology 24, 193-201.
    """
    from scipy.special import ndtri

    z2 = float(ndtri(0.5 + confidence / 2)) ** 2
    known = trials.where(trials > 0) if isinstance(trials, xr.DataArray) else np.where(trials > 0, trials, np.nan)
    center = (share + z2 / (2 * known)) / (1 + z2 / known)
    half = np.sqrt(share * (1 - share) * z2 / known + (z2 / (2 * known)) ** 2) / (1 + z2 / known)
    low, high = (center - half).clip(0, 1), (center + half).clip(0, 1)
    # Rounding leaves the ends of shares 0 and 1 some 1e-17 from 0 and 1, which they are exactly.
    return low * (share > 0), high + (1 - high) * (share >= 1)


def bounds(probability: float, runs: float) -> tuple[float, float]:
    """Return the ends of the 90 % interval of a probability (Wilson) by a number of runs; NaN if none is known."""
    low, high = wilson(np.array(probability), np.array(runs), LEVEL)
    return float(low), float(high)
