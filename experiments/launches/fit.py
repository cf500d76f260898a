"""Fit the growth of launch reliability: ``python -m experiments.launches.fit`` prints it, ``--write`` writes it.

Flight n of a family fails with probability 1 - exp(-h): h is the hazard of a first flight by the class of the
developer, times n ** -decay, times the family's factor, which is gamma-distributed with mean 1. The factor is
integrated out family by family, so that the rate at high flight numbers is not that of the families that were good
enough to get there. A partial failure counts as half a failure and half a success. The four figures are at the mode of
their posterior under weak priors; their errors come from resampled families.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from experiments.launches.record import Family, families
from lunarsim.physics.chance.launch_growth import family_factor, passed_hazard
from lunarsim.scenario.library.launch_fit import LaunchFit
from lunarsim.scenario.library.paths import shipped

LIBRARY = shipped("configs") / "library" / "launches.yml"

UNITS = (np.arange(200) + 0.5) / 200
"""Unit quantiles at which a family's factor is summed over."""

PRIORS = ((np.log(0.2), 0.7), (np.log(0.8), 0.7), (0.0, 1.0), (0.0, 1.0))
"""Center and standard deviation of the logarithms of both first hazards (10 to 30 and 40 to 70 % of first flights
fail), of the logit of the decay and of the logarithm of the shape; chosen before the fit."""

RESAMPLES = 200


def log_likelihoods(family: Family, fit: LaunchFit, factors: np.ndarray) -> np.ndarray:
    """Return the log likelihood of a family's flights at each factor."""
    first = fit.first_hazard_new if family.is_new else fit.first_hazard_experienced
    hazards = first * np.diff(passed_hazard(np.arange(len(family.outcomes) + 1.0), fit.hazard_decay))
    part = family.failures
    failed = part > 0
    successes = ((1.0 - part) * hazards).sum() * factors
    failures = part[failed] @ np.log(-np.expm1(-hazards[failed][:, None] * factors)) if failed.any() else 0.0
    return np.asarray(failures - successes)


def log_scores(record: Sequence[Family], fit: LaunchFit) -> np.ndarray:
    """Return the log score of each family's flights, its factor unknown [nat]."""
    factors = family_factor(UNITS, fit.family_shape, 0.0, 0.0)
    rows = np.array([log_likelihoods(family, fit, factors) for family in record])
    best = rows.max(axis=1, keepdims=True)
    return np.asarray(best[:, 0] + np.log(np.exp(rows - best).mean(axis=1)))


def _natural(point: np.ndarray) -> LaunchFit:
    experienced, new, decay, shape = point
    return LaunchFit(
        float(np.exp(experienced)), float(np.exp(new)), float(1.0 / (1.0 + np.exp(-decay))), float(np.exp(shape))
    )


def fit(record: Sequence[Family], start: np.ndarray | None = None) -> LaunchFit:
    """Return the fit to a record."""
    return _natural(optimum(record, start))


def optimum(record: Sequence[Family], start: np.ndarray | None = None) -> np.ndarray:
    """Return the fit to a record, as the optimizer sees it."""
    centers, widths = np.array(PRIORS).T

    def loss(point: np.ndarray) -> float:
        scores = log_scores(record, _natural(point))
        return float(0.5 * np.square((point - centers) / widths).sum() - scores.sum())

    bounds = [(center - 4 * width, center + 4 * width) for center, width in PRIORS]
    return np.asarray(minimize(loss, centers if start is None else start, method="L-BFGS-B", bounds=bounds).x)


def errors(record: Sequence[Family], resamples: int = RESAMPLES, seed: int = 1) -> np.ndarray:
    """Return the standard deviation of the fit, as the optimizer sees it, with resampled families."""
    rng = np.random.default_rng(seed)
    start = optimum(record)
    drawn = [
        optimum([record[index] for index in rng.integers(0, len(record), len(record))], start) for _ in range(resamples)
    ]
    return np.std(drawn, axis=0, ddof=1)


HEAD = """\
# How launch vehicles fail, by the number of the flight; what it means stands in docs/launches.md.
# Made by experiments/launches/fit.py from experiments/launches/flights.csv.
# source: J. C. McDowell, General Catalog of Artificial Space Objects, launch log of 8 December 2024 (CC-BY 4.0)
# evidence: analogue
# date: 2024-12-08

fit:
"""


def library_text() -> str:
    """Return the library file."""
    record = families()
    fitted = fit(record)
    flights = sum(len(family.outcomes) for family in record)
    sds = errors(record)
    names = ("first_hazard_experienced", "first_hazard_new", "hazard_decay", "family_shape")
    kinds = ("of its logarithm", "of its logarithm", "of its logit", "of its logarithm")
    rows = "".join(
        f"  {name}: {getattr(fitted, name):.4g}  # standard error {kind} {sd:.2f}\n"
        for name, kind, sd in zip(names, kinds, sds, strict=True)
    )
    new = sum(family.is_new for family in record)
    return f"{HEAD}{rows}families: {len(record)}\nfamilies_of_new_developers: {new}\nflights: {flights}\n"


if __name__ == "__main__":
    text = library_text()
    if sys.argv[1:] == ["--write"]:
        LIBRARY.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
