"""Fit how plans slip to the record; ``experiments.slips.library`` writes the figures.

The logarithm y of actual over planned remaining time (both + 30 days) is normal with mean w * theta and variance
s^2 + coarse^2, where w is the weight of the horizon, theta the habit of a mission, s the spread between statements and
coarse what a date known to its month or year adds. Missions of an agency have theta ~ N(alpha + kind, mission_ln_sd),
agencies alpha ~ N(mu, agency_ln_sd); kind is 0 but for missions with crews and first flights of new vehicles. Unflown
statements count by the probability of a longer time. Missions that were given up count so as well, until their day; as
the risk of that runs along the plan, it is spread over more days where a plan takes longer, so that the day itself
speaks for a small ratio, by its inverse. Theta and alpha are integrated out on a grid, so that neither
spread collapses to zero as it does at a joint mode; the six figures that remain are at the mode of their posterior
under weak priors. How often missions are given up is another matter: ``experiments.slips.shelving``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtr

from experiments.slips.record import Record
from lunarsim.physics.chance import slip_ratio

STEP = 0.05
GRID = np.arange(-1.5, 3.5 + STEP / 2, STEP)
"""Habits over which is summed; a sum in such steps is exact to 1e-3 for spreads of 0.05 or more."""

PRIORS = (
    ("population_ln_mean", 0.5, 0.5),
    ("kind_ln_mean", 0.0, 0.3),
    ("agency_ln_sd", np.log(0.3), 0.5),
    ("mission_ln_sd", np.log(0.35), 0.5),
    ("statement_ln_sd", np.log(0.3), 0.5),
    ("rise_days", np.log(100.0), 1.0),
)
"""Name, center and standard deviation; all but the first two are of the logarithm. Chosen before the fit, from the
README of the record: mean ratios of 1.0 to 2.7 by agency, ten days of slip at horizons under three months."""

_CENTERS, _WIDTHS = (np.array([prior[column] for prior in PRIORS]) for column in (1, 2))


@dataclass(frozen=True)
class Fit:
    """The fitted figures, in the words of the library file."""

    population_ln_mean: float
    kind_ln_mean: float
    agency_ln_sd: float
    mission_ln_sd: float
    statement_ln_sd: float
    rise_days: float
    agencies: dict[str, tuple[float, float]]

    def forecast(self, data: Record) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and standard deviation of the logarithm of the ratio for each statement, given that it flies."""
        prior = (self.population_ln_mean, self.agency_ln_sd)
        mean, sd = np.array([self.agencies.get(str(name), prior) for name in data.agencies]).T
        ratio = slip_ratio.forecast(
            data.planned_days,
            data.precision_days,
            mean + self.kind_ln_mean * data.demanding,
            np.hypot(sd, self.mission_ln_sd),
            self.statement_ln_sd,
            self.rise_days,
        )
        return ratio.ln_mean, ratio.ln_sd

    @property
    def point(self) -> np.ndarray:
        """The figures as the search for the optimum takes them."""
        values = [getattr(self, name) for name, *_ in PRIORS]
        return np.array([*values[:2], *np.log(values[2:])])


def _density(distance: np.ndarray, sd: float) -> np.ndarray:
    return np.exp(-0.5 * np.square(distance / sd)) * (STEP / (sd * np.sqrt(2.0 * np.pi)))


class Likelihood:
    """Log likelihood of each agency's statements, along the grid of its habit.

    Parameters
    ----------
    data : Record
        The statements.
    never : float [1], optional
        Share of missions that never fly, whatever their horizon, of which nothing is seen but that they have not flown:
        the mixture that is tried beside competing risks. Left out: competing risks.
    """

    def __init__(self, data: Record, never: float | None = None) -> None:
        self.data = data
        self.never = never
        self.names, agency = np.unique(data.agencies, return_inverse=True)
        _, first, self.mission = np.unique(data.missions, return_index=True, return_inverse=True)
        self.agency = agency[first]
        self.demanding = data.demanding[first]
        self.unflown = ~data.flown[first]
        self.y = slip_ratio.ln_ratio(data.planned_days, data.known_days, slip_ratio.OFFSET_DAYS)[:, None]
        self.coarse = slip_ratio.date_ln_sd(data.planned_days, data.precision_days)
        self.row_flown = np.flatnonzero(data.flown)
        self.row_unflown = np.flatnonzero(~data.flown)
        # The event is one, however many statements there are of its mission.
        seen = data.given_up & (never is None)
        self.tilt = (seen / np.bincount(self.mission)[self.mission])[self.row_unflown, None]

    def by_agency(self, kind: float, mission_ln_sd: float, statement_ln_sd: float, rise_days: float) -> np.ndarray:
        """Return the log likelihood along agencies (:attr:`names`) and the grid of their habits."""
        weight = slip_ratio.horizon_weight(self.data.planned_days, rise_days)[:, None]
        sd = np.hypot(statement_ln_sd, self.coarse)[:, None]
        z = (self.y - weight * GRID) / sd
        rows = np.empty_like(z)
        flown, unflown = self.row_flown, self.row_unflown
        rows[flown] = -0.5 * z[flown] ** 2 - np.log(sd[flown] * np.sqrt(2.0 * np.pi))
        tilt, of_unflown = self.tilt, sd[unflown]
        rows[unflown] = np.log(np.maximum(ndtr(-z[unflown] - tilt * of_unflown), 1e-300))
        rows[unflown] += tilt * (0.5 * tilt * of_unflown**2 - weight[unflown] * GRID)
        missions = np.zeros((len(self.agency), len(GRID)))
        np.add.at(missions, self.mission, rows)
        best = missions.max(axis=1, keepdims=True)
        scaled = np.exp(missions - best)
        spread = np.where(
            self.demanding[:, None],
            scaled @ _density(GRID[:, None] - GRID - kind, mission_ln_sd),
            scaled @ _density(GRID[:, None] - GRID, mission_ln_sd),
        )
        logs = np.log(np.maximum(spread, 1e-300)) + best
        if self.never:
            alive = np.log1p(-self.never) + logs
            logs = np.where(self.unflown[:, None], np.logaddexp(alive, np.log(self.never)), alive)
        agencies = np.zeros((len(self.names), len(GRID)))
        np.add.at(agencies, self.agency, logs)
        return agencies

    def loss(self, point: np.ndarray) -> float:
        """Return what the fit makes least: minus the logarithm of the posterior, but for a constant."""
        mean, kind, agency_sd, *others = _natural(point)
        rows = self.by_agency(kind, *others)
        best = rows.max(axis=1)
        total = np.log(np.maximum(np.exp(rows - best[:, None]) @ _density(GRID - mean, agency_sd), 1e-300)) + best
        return float(0.5 * np.square((point - _CENTERS) / _WIDTHS).sum() - total.sum())


def _natural(point: np.ndarray) -> tuple[float, ...]:
    return (float(point[0]), float(point[1]), *(float(value) for value in np.exp(point[2:])))


@cache
def _bounds() -> tuple[tuple[float, float], ...]:
    # Four widths each way: no spread there is too narrow for the grid.
    low, high = _CENTERS - 4 * _WIDTHS, _CENTERS + 4 * _WIDTHS
    low[2:4] = np.log(0.06)
    return tuple(zip(low.tolist(), high.tolist(), strict=True))


def fit(data: Record, start: Fit | None = None, kinds: bool = True, never: float | None = None) -> Fit:
    """Return the fit to a record.

    Parameters
    ----------
    data : Record
        The statements and what is known of them.
    start : Fit, optional
        Where the search begins.
    kinds : bool
        Whether the kind of mission counts.
    never : float [1], optional
        As of :class:`Likelihood`.
    """
    return fit_with_loss(data, start, kinds, never)[0]


def fit_with_loss(
    data: Record, start: Fit | None = None, kinds: bool = True, never: float | None = None
) -> tuple[Fit, float]:
    """Return the fit to a record, and minus the logarithm of its posterior but for a constant."""
    likelihood = Likelihood(data, never)
    bounds = list(_bounds())
    if not kinds:
        bounds[1] = (0.0, 0.0)
    begin = _CENTERS if start is None else start.point
    optimum = minimize(likelihood.loss, begin, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-7})
    return at_point(likelihood, optimum.x), float(optimum.fun)


def at_point(likelihood: Likelihood, point: np.ndarray) -> Fit:
    """Return the fit with some figures: the habits of the agencies follow from them and the record."""
    mean, kind, agency_sd, *others = _natural(point)
    rows = likelihood.by_agency(kind, *others)
    posterior = np.exp(rows - rows.max(axis=1, keepdims=True)) * _density(GRID - mean, agency_sd)
    posterior /= posterior.sum(axis=1, keepdims=True)
    centers_of = posterior @ GRID
    spreads = np.sqrt(posterior @ np.square(GRID) - np.square(centers_of))
    agencies = {
        str(name): (float(center), float(spread))
        for name, center, spread in zip(likelihood.names, centers_of, spreads, strict=True)
    }
    return Fit(mean, kind, agency_sd, *others, agencies)


def one_ratio(data: Record) -> tuple[float, float]:
    """Return mean and standard deviation of the logarithm of one ratio for all: flown, at least 180 days ahead."""
    used = data.flown & (data.planned_days >= 180.0) & (data.known_days > 0)
    logs = slip_ratio.ln_ratio(data.planned_days[used], data.known_days[used], 0.0)
    return float(logs.mean()), float(logs.std(ddof=1))
