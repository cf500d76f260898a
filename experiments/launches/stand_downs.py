"""How long launch vehicles stand down after a failure: ``python -m experiments.launches.stand_downs`` prints it.

After some failures the family never flew again, or had not when the log ended. Left out, they count as if the family
had been given up on the day of the failure, and the times are those of vehicles that returned to flight. Held as
"longer than until the end of the log" (product-limit estimate of Kaplan and Meier 1958), they count as if all of them
were still at work on a return. The truth lies between both. A vehicle of a run flies on after every failure, so that
the times of those that returned are the ones to be drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import CensoredData, ecdf, lognorm

from experiments.launches.record import Family, families

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


def waits(record: Sequence[Family]) -> tuple[np.ndarray, np.ndarray]:
    """Return the times from failures to the next flight [day], and those that the log's end cut off [day]."""
    returned, cut_off = zip(*(family.stand_downs for family in record), strict=True)
    return np.concatenate(returned), np.concatenate(cut_off)


def quantiles(returned: np.ndarray, cut_off: np.ndarray, shares: Sequence[float] = SHARES) -> np.ndarray:
    """Return the times within which such shares had flown again [day], NaN where the record ends before."""
    curve = ecdf(CensoredData(returned, right=cut_off)).cdf
    reached = np.searchsorted(curve.probabilities, np.asarray(shares) - 1e-9)
    return np.append(curve.quantiles, np.nan)[np.minimum(reached, len(curve.quantiles))]


def log_normal(returned: np.ndarray, cut_off: np.ndarray) -> tuple[float, float]:
    """Return median [day] and standard deviation of the logarithm of the log-normal law most likely to give them."""
    deviation, _, median = lognorm.fit(CensoredData(returned, right=cut_off), floc=0.0)
    return float(median), float(deviation)


if __name__ == "__main__":
    record = families()
    returned, cut_off = waits(record)
    given_up = [family.name for family in record if family.stand_downs[1]]
    print(f"{len(returned)} failures before a next flight, {len(cut_off)} without: {', '.join(given_up)}")
    for label, open_ones in (("left out", cut_off[:0]), ("longer than until the log's end", cut_off)):
        days = ", ".join(f"{day:.0f}" for day in quantiles(returned, open_ones))
        median, deviation = log_normal(returned, open_ones)
        print(f"those without {label}: P10, P25, P50, P75, P90 {days} days; log-normal {median:.0f}, {deviation:.2f}")
