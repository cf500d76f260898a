"""Fit the slip model to the record and write ``configs/library/slips.yml``.

``python -m experiments.slips.fit`` prints the file; with ``--write`` it is written.

The logarithm y of actual over planned remaining time (both + 30 days) is normal with mean w * theta and variance
s^2 + coarse^2, where w is the weight of the horizon, theta the habit of a mission, s the spread between statements and
coarse what a date known to its month or year adds. Missions of an agency have theta ~ N(alpha, mission_ln_sd),
agencies alpha ~ N(mu, agency_ln_sd). Unflown statements count by the probability of a longer time. Theta and alpha are
integrated out on a grid, so that neither spread collapses to zero as it does at a joint mode; the five figures that
remain are at the mode of their posterior under weak priors.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_ndtr

from experiments.slips.record import DATA_DATE, Record, known_at, record, statements
from lunarsim.physics.chance import slip_ratio
from lunarsim.scenario.library.slip_fits import COMMERCIAL

LIBRARY = Path(__file__).parents[2] / "configs" / "library" / "slips.yml"
DATES = (dt.date(2021, 6, 16), dt.date(2022, 5, 1), DATA_DATE)
"""The plan of 2021, the news of May 2022, the newest statements."""

STEP = 0.05
GRID = np.arange(-1.5, 3.5 + STEP / 2, STEP)
"""Habits over which is summed; a sum in such steps is exact to 1e-3 for spreads of 0.05 or more."""

PRIORS = (
    ("population_ln_mean", 0.5, 0.5),
    ("agency_ln_sd", np.log(0.3), 0.5),
    ("mission_ln_sd", np.log(0.35), 0.5),
    ("statement_ln_sd", np.log(0.3), 0.5),
    ("rise_days", np.log(100.0), 1.0),
)
"""Name, center and standard deviation; all but the first are of the logarithm. Chosen before the fit, from the README
of the record: mean ratios of 1.0 to 2.7 by agency, ten days of slip at horizons under three months."""


@dataclass(frozen=True)
class Fit:
    """The fitted figures, in the words of the library file."""

    population_ln_mean: float
    agency_ln_sd: float
    mission_ln_sd: float
    statement_ln_sd: float
    rise_days: float
    agencies: dict[str, tuple[float, float]]

    def forecast(self, data: Record) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and standard deviation of the logarithm of the ratio for each statement."""
        prior = (self.population_ln_mean, self.agency_ln_sd)
        mean, sd = np.array([self.agencies.get(str(name), prior) for name in data.agencies]).T
        ratio = slip_ratio.forecast(
            data.planned_days,
            data.precision_days,
            mean,
            np.hypot(sd, self.mission_ln_sd),
            self.statement_ln_sd,
            self.rise_days,
        )
        return ratio.ln_mean, ratio.ln_sd


def _density(distance: np.ndarray, sd: float) -> np.ndarray:
    return np.exp(-0.5 * np.square(distance / sd)) * (STEP / (sd * np.sqrt(2.0 * np.pi)))


class _Likelihood:
    """Log likelihood of each agency's statements, along the grid of its habit."""

    def __init__(self, data: Record) -> None:
        self.data = data
        self.names, agency = np.unique(data.agencies, return_inverse=True)
        _, first, self.mission = np.unique(data.missions, return_index=True, return_inverse=True)
        self.agency = agency[first]
        self.y = slip_ratio.ln_ratio(data.planned_days, data.known_days, slip_ratio.OFFSET_DAYS)
        self.coarse = slip_ratio.date_ln_sd(data.planned_days, data.precision_days)

    def by_agency(self, mission_ln_sd: float, statement_ln_sd: float, rise_days: float) -> np.ndarray:
        weight = slip_ratio.horizon_weight(self.data.planned_days, rise_days)[:, None]
        sd = np.hypot(statement_ln_sd, self.coarse)[:, None]
        z = (self.y[:, None] - weight * GRID) / sd
        rows = np.where(self.data.flown[:, None], -0.5 * z * z - np.log(sd * np.sqrt(2.0 * np.pi)), log_ndtr(-z))
        missions = np.zeros((len(self.agency), len(GRID)))
        np.add.at(missions, self.mission, rows)
        best = missions.max(axis=1, keepdims=True)
        spread = np.exp(missions - best) @ _density(GRID[:, None] - GRID, mission_ln_sd)
        agencies = np.zeros((len(self.names), len(GRID)))
        np.add.at(agencies, self.agency, np.log(np.maximum(spread, 1e-300)) + best)
        return agencies


def _natural(point: np.ndarray) -> tuple[float, ...]:
    return (float(point[0]), *(float(value) for value in np.exp(point[1:])))


@cache
def _start() -> np.ndarray:
    return np.array([center for _, center, _ in PRIORS])


def fit(data: Record, start: np.ndarray | None = None) -> Fit:
    """Return the fit to a record."""
    likelihood = _Likelihood(data)
    centers, widths = (np.array([prior[column] for prior in PRIORS]) for column in (1, 2))

    def loss(point: np.ndarray) -> float:
        mean, agency_sd, *others = _natural(point)
        rows = likelihood.by_agency(*others)
        best = rows.max(axis=1)
        total = np.log(np.maximum(np.exp(rows - best[:, None]) @ _density(GRID - mean, agency_sd), 1e-300)) + best
        return float(0.5 * np.square((point - centers) / widths).sum() - total.sum())

    # Four widths each way: no spread there is too narrow for the grid.
    bounds = [
        (center - 4 * width if name != "agency_ln_sd" else np.log(0.06), center + 4 * width)
        for name, center, width in PRIORS
    ]
    bounds[2] = (np.log(0.06), bounds[2][1])
    optimum = minimize(loss, _start() if start is None else start, method="L-BFGS-B", bounds=bounds)
    mean, agency_sd, *others = _natural(optimum.x)
    rows = likelihood.by_agency(*others)
    posterior = np.exp(rows - rows.max(axis=1, keepdims=True)) * _density(GRID - mean, agency_sd)
    posterior /= posterior.sum(axis=1, keepdims=True)
    centers_of = posterior @ GRID
    spreads = np.sqrt(posterior @ np.square(GRID) - np.square(centers_of))
    agencies = {
        str(name): (float(center), float(spread))
        for name, center, spread in zip(likelihood.names, centers_of, spreads, strict=True)
    }
    return Fit(mean, agency_sd, *others, agencies)


def one_ratio(data: Record) -> tuple[float, float]:
    """Return mean and standard deviation of the logarithm of one ratio for all: flown, at least 180 days ahead."""
    used = data.flown & (data.planned_days >= 180.0) & (data.known_days > 0)
    logs = slip_ratio.ln_ratio(data.planned_days[used], data.known_days[used], 0.0)
    return float(logs.mean()), float(logs.std(ddof=1))


HEAD = """\
# How announced dates slip: fits of the logarithm of actual over planned remaining time, each known from its date on.
# Made by experiments/slips/fit.py from experiments/slips/statements.csv; what they mean stands in docs/model.md.
# source: 214 public statements of the dates of 60 lunar milestones 1961-2026, each with its citation in the table
# evidence: analogue
# date: 2026-07-01

fits:
"""


SHELVED = """\
    kind_ln_mean: 0.0
    shelved:
      state: {per_year: 0.03, low: 0.01, high: 0.07}
      commercial: {per_year: 0.06, low: 0.02, high: 0.14}
      either: {per_year: 0.04, low: 0.01, high: 0.1}
"""
"""Round figures, until they are fit as well."""


def library_text() -> str:
    """Return the library file: a fit for each date, from what could be known then."""
    parts = [HEAD]
    for date in DATES:
        rows = known_at(statements(), date)
        data = record(rows, date)
        fitted = fit(data)
        mean, sd = one_ratio(data)
        parts.append(f'  "{date}":\n    statements: {len(data)}\n    flown: {int(data.flown.sum())}\n')
        figures = {name: getattr(fitted, name) for name, *_ in PRIORS} | {"ratio_ln_mean": mean, "ratio_ln_sd": sd}
        parts += [f"    {name}: {value:.4g}\n" for name, value in figures.items()]
        parts.append(SHELVED + "    agencies:\n")
        parts += [
            f"      {name}: {{ln_mean: {center:.3f}, ln_sd: {spread:.3f}}}\n"
            for agency, (center, spread) in fitted.agencies.items()
            for name in (("NASA", "USA", COMMERCIAL) if agency == "USA" else (agency,))
        ]
        parts.append("    missions:\n")
        parts += [f'      - "{name}"\n' for name in sorted({row.mission for row in rows})]
    return "".join(parts)


if __name__ == "__main__":
    text = library_text()
    if sys.argv[1:] == ["--write"]:
        LIBRARY.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
