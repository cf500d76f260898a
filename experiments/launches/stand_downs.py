"""How long launch vehicles stand down after a failure: ``python -m experiments.launches.stand_downs`` prints it.

The time from a failure to the next flight is log-normal. Its median rises with a power of the time between flights as
a rule (pauses after failures left out). Laws without that, and with another median for vehicles of new developers, are
scored beside it, leaving one family out. A vehicle that flew again counts; the times of families that did not, because
they were given up or the log ended before, are told beside them: left out, they count as if the family had been given
up on the day of the failure; held as "longer than until the end of the log" (product-limit estimate of Kaplan and Meier
1958), as if all of them were still at work on a return. A vehicle of a run flies on after every failure, so that the
times of those that returned are the ones to be drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import CensoredData, ecdf, lognorm, norm

from experiments.launches.record import Family, families
from experiments.launches.score import gain_interval
from lunarsim.world.flights.failures import STAND_DOWN_INTERVAL_DAYS

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


class Law(NamedTuple):
    """How long vehicles stand down.

    Parameters
    ----------
    median_days : float
        Median for a vehicle that flies every :data:`STAND_DOWN_INTERVAL_DAYS`, of an experienced developer where the
        class counts [day].
    exponent : float
        By which it rises with the time between flights [1].
    new_factor : float
        On the median for a new developer [1].
    ln_sd : float
        Standard deviation of the logarithm about the median [1].
    errors : tuple of float
        Standard errors of the logarithm of the median, of the exponent and of the logarithm of the factor [1].
    """

    median_days: float
    exponent: float
    new_factor: float
    ln_sd: float
    errors: tuple[float, float, float]


LAWS: dict[str, tuple[bool, bool]] = {
    "one law for all": (False, False),
    "by class of developer": (False, True),
    "by time between flights": (True, False),
    "by both": (True, True),
}
"""Whether the median depends on the time between flights and on the class."""


def waits(record: Sequence[Family]) -> tuple[np.ndarray, np.ndarray]:
    """Return the times from failures to the next flight [day], and those that the log's end cut off [day]."""
    returned, cut_off = zip(*(family.stand_downs for family in record), strict=True)
    return np.concatenate(returned), np.concatenate(cut_off)


def _design(record: Sequence[Family]) -> tuple[np.ndarray, np.ndarray]:
    """Return what medians may depend on, dims (failure, column), and the logarithms of the times, dims (failure)."""
    rows = [
        (1.0, np.log(family.interval_days / STAND_DOWN_INTERVAL_DAYS), float(family.is_new), np.log(days))
        for family in record
        for days in family.stand_downs[0]
    ]
    made = np.array(rows, dtype=float).reshape(-1, 4)
    return made[:, :3], made[:, 3]


def fit(record: Sequence[Family], by: tuple[bool, bool] = (True, False)) -> Law:
    """Return the law of stand-downs by least squares of the logarithms; ``by`` as in :data:`LAWS`."""
    columns, days = _design(record)
    used = np.array([True, *by])
    (coefficients, *_) = np.linalg.lstsq(columns[:, used], days, rcond=None)
    rest = days - columns[:, used] @ coefficients
    sd = float(np.sqrt(rest @ rest / (len(days) - used.sum())))
    found, errors = np.zeros(3), np.zeros(3)
    found[used] = coefficients
    errors[used] = sd * np.sqrt(np.diag(np.linalg.inv(columns[:, used].T @ columns[:, used])))
    return Law(
        float(np.exp(found[0])), float(found[1]), float(np.exp(found[2])), sd,
        (float(errors[0]), float(errors[1]), float(errors[2])),
    )  # fmt: skip


def score(family: Family, law: Law) -> float:
    """Return the logarithm of the probability density of the logarithms of a family's stand-downs [nat]."""
    columns, days = _design([family])
    medians = columns @ np.array([np.log(law.median_days), law.exponent, np.log(law.new_factor)])
    return float(norm.logpdf(days, medians, law.ln_sd).sum())


def scores(record: Sequence[Family]) -> dict[str, np.ndarray]:
    """Return the score of each family that has stood down, forecast from the others, by law [nat]."""
    failed = [family for family in record if family.stand_downs[0]]
    others = [[other for other in failed if other is not family] for family in failed]
    return {
        name: np.array([score(family, fit(rest, by)) for family, rest in zip(failed, others, strict=True)])
        for name, by in LAWS.items()
    }


def quantiles(returned: np.ndarray, cut_off: np.ndarray, shares: Sequence[float] = SHARES) -> np.ndarray:
    """Return the times within which such shares had flown again [day], NaN where the record ends before."""
    curve = ecdf(CensoredData(returned, right=cut_off)).cdf
    reached = np.searchsorted(curve.probabilities, np.asarray(shares) - 1e-9)
    return np.append(curve.quantiles, np.nan)[np.minimum(reached, len(curve.quantiles))]


def log_normal(returned: np.ndarray, cut_off: np.ndarray) -> tuple[float, float]:
    """Return median [day] and standard deviation of the logarithm of the log-normal law most likely to give them."""
    deviation, _, median = lognorm.fit(CensoredData(returned, right=cut_off), floc=0.0)
    return float(median), float(deviation)


def report() -> None:
    """Tell the record, the law and its score."""
    record = families()
    returned, cut_off = waits(record)
    given_up = [family.name for family in record if family.stand_downs[1]]
    print(f"{len(returned)} failures before a next flight, {len(cut_off)} without: {', '.join(given_up)}")
    for label, open_ones in (("left out", cut_off[:0]), ("longer than until the log's end", cut_off)):
        days = ", ".join(f"{day:.0f}" for day in quantiles(returned, open_ones))
        median, deviation = log_normal(returned, open_ones)
        print(f"those without {label}: P10, P25, P50, P75, P90 {days} days; log-normal {median:.0f}, {deviation:.2f}")
    for name, by in LAWS.items():
        law = fit(record, by)
        print(f"{name}: median {law.median_days:.0f} days, exponent {law.exponent:.2f}, factor {law.new_factor:.2f}, "
             f"spread {law.ln_sd:.2f}; errors {', '.join(f'{error:.2f}' for error in law.errors)}")  # fmt: skip
    by_law = scores(record)
    for name, rows in by_law.items():
        gains = rows - by_law["one law for all"]
        low, high = gain_interval(gains)
        print(f"{name}: {rows.sum():.1f} nat, gain {gains.sum():+.1f} ({low:+.1f} to {high:+.1f})")
    gains = by_law["by both"] - by_law["by time between flights"]
    low, high = gain_interval(gains)
    print(f"class beside time between flights: {gains.sum():+.1f} ({low:+.1f} to {high:+.1f})")


if __name__ == "__main__":
    report()
