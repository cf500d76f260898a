"""Score the slip model on what it did not see: ``python -m experiments.slips.score [lunar|apart|agency|year]``.

Left out, or ``lunar`` for the first part of the table alone: every mission is forecast by a fit without it. ``apart``:
the missions of ``kept_apart.csv`` by the fit to the whole table. ``agency``: each agency by the others. ``year``:
the statements of each year since 2012 by a fit to what was known when it began.

How a row came into the table decides how it may be scored. Only what has flown has an actual date, so flown rows are
held against the forecast given that the mission had flown by the date of the data (``truncated``). All plans made at
least three years before that date are scored with forecast and outcome clipped there, unflown ones included. The Brier
scores are of "flown within 1, 2, 4, 8 years", over all statements at least that old. The plain score of flown rows is
printed and decides nothing: those that flew soon are flown rows first, so that it favors a forecast that takes no
notice of the others.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from experiments.slips.forecasts import (
    Forecaster,
    Forecasts,
    by_year,
    forecasts,
    without_each,
    without_each_mission,
)
from experiments.slips.record import DATA_DATE, KEPT_APART, known_at, record, statements
from lunarsim.physics.chance.date_scores import clipped_crps_days, crps_days, flown_by, truncated_crps_days

RESAMPLES = 2000
SEED = 2026
OLD_DAYS = 3 * 365.25
"""Age of a plan from which on it is scored whether its mission has flown or not."""

BRIER_YEARS = (1, 2, 4, 8)
AGAINST = ("before", "one ratio")


class Scores(NamedTuple):
    """One kind of score: missions of its rows, and the scores of each forecaster along them."""

    missions: np.ndarray
    by: dict[str, np.ndarray]

    def difference(self, name: str, other: str) -> tuple[float, float, float]:
        """Return the mean score of a forecaster less that of another, with its 90 % interval, missions resampled."""
        return interval(self.missions, self.by[name] - self.by[other])


def interval(missions: np.ndarray, values: np.ndarray) -> tuple[float, float, float]:
    """Return the mean of rows and its 90 % interval, missions resampled."""
    names, mission = np.unique(missions, return_inverse=True)
    sums, counts = np.bincount(mission, values), np.bincount(mission)
    drawn = np.random.default_rng(SEED).integers(len(names), size=(RESAMPLES, len(names)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), (0.05, 0.95))
    return float(values.mean()), float(low), float(high)


def scores(made: Forecasts) -> dict[str, Scores]:
    """Return all kinds of score of some forecasts: of flown rows, of old plans, of "flown by"."""
    data = record(made.rows)
    clip = np.array([float((DATA_DATE - row.announced).days) for row in made.rows])
    # A mission that was given up had not flown at the date of the data either.
    actual = np.where(data.flown, data.known_days, clip)

    def of(kept: np.ndarray, score: object) -> Scores:
        index = np.flatnonzero(kept)
        return Scores(data.missions[index], {name: score(part(one, index), index) for name, one in made.by.items()})

    def truncated(one: Forecaster, index: np.ndarray) -> np.ndarray:
        return truncated_crps_days(
            data.planned_days[index], actual[index], one.ln_mean, one.ln_sd, one.offset_days, clip[index]
        )

    def plain(one: Forecaster, index: np.ndarray) -> np.ndarray:
        return crps_days(data.planned_days[index], actual[index], one.ln_mean, one.ln_sd, one.offset_days)

    def clipped(one: Forecaster, index: np.ndarray) -> np.ndarray:
        return clipped_crps_days(
            data.planned_days[index], actual[index], one.ln_mean, one.ln_sd, one.offset_days, clip[index], one.never
        )

    def brier(years: int) -> object:
        days = years * 365.25

        def score(one: Forecaster, index: np.ndarray) -> np.ndarray:
            flies = flown_by(data.planned_days[index], days, one.ln_mean, one.ln_sd, one.offset_days)
            came = data.flown[index] & (actual[index] <= days)
            return np.square((1.0 - one.never) * flies - came)

        return score

    found = {
        "flown, truncated [day]": of(data.flown, truncated),
        "flown, plain [day]": of(data.flown, plain),
        "old plans, clipped [day]": of(clip >= OLD_DAYS, clipped),
    }
    return found | {f"flown within {years} years": of(clip >= years * 365.25, brier(years)) for years in BRIER_YEARS}


def part(one: Forecaster, index: np.ndarray) -> Forecaster:
    """Return a forecaster's forecasts of some rows."""
    return Forecaster(one.ln_mean[index], one.ln_sd[index], one.offset_days, one.never[index])


def calibration(made: Forecasts, name: str) -> dict[str, tuple[float, float, float]]:
    """Return mean of the PIT and coverage of the 80 and 50 % intervals of flown rows, truncated at the data's date."""
    data = record(made.rows)
    index = np.flatnonzero(data.flown)
    clip = np.array([float((DATA_DATE - row.announced).days) for row in made.rows])[index]
    one, planned = part(made.by[name], index), data.planned_days[index]
    laws = (one.ln_mean, one.ln_sd, one.offset_days)
    pit = flown_by(planned, data.known_days[index], *laws) / np.maximum(flown_by(planned, clip, *laws), 1e-9)
    missions = data.missions[index]
    inside = {f"coverage_{share}": np.abs(pit - 0.5) <= share / 200.0 for share in (80, 50)}
    return {"pit_mean": interval(missions, pit)} | {
        key: interval(missions, kept.astype(float)) for key, kept in inside.items()
    }


def report(made: Forecasts) -> None:
    """Print the scores of some forecasts."""
    for name, found in scores(made).items():
        missions = len(set(found.missions))
        means = ", ".join(f"{one} {values.mean():.4g}" for one, values in found.by.items())
        print(f"{name}: {len(found.missions)} rows of {missions} missions; {means}")
        for other in AGAINST:
            mean, low, high = found.difference("as it is", other)
            print(f"    as it is less {other}: {mean:+.3g} ({low:+.3g} to {high:+.3g})")
    for name in made.by:
        found_by = calibration(made, name)
        print(
            f"{name}, truncated:",
            ", ".join(f"{key} {v:.3f} ({a:.3f} to {b:.3f})" for key, (v, a, b) in found_by.items()),
        )


def kept_apart() -> Forecasts:
    """Return forecasts of the missions that are kept apart, by the fit to the whole table."""
    known = known_at(statements(), DATA_DATE)
    return forecasts([(known, statements(KEPT_APART), DATA_DATE)])


def chosen(words: Sequence[str]) -> Forecasts:
    """Return the forecasts that the command line names."""
    rows = statements()
    match list(words):
        case []:
            return forecasts(without_each_mission(rows))
        case ["lunar"]:
            return forecasts(without_each_mission(rows)).chosen(lambda row: row.part == "lunar")
        case ["apart"]:
            return kept_apart()
        case ["agency"]:
            return forecasts(without_each(rows, lambda row: row.agency))
        case ["year"]:
            return forecasts(by_year(rows))
    sys.exit(__doc__)


if __name__ == "__main__":
    report(chosen(sys.argv[1:]))
