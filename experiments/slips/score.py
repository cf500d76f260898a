"""Score the slip model on what it did not see: ``python -m experiments.slips.score``.

Three tests, each with 90 % intervals from resampling missions:

* flown: every mission forecast by a fit without it, against its actual date;
* past: the same for all statements whose planned date is past, forecast and outcome clipped at the date of the data;
* rolling: each statement since 2012 forecast by a fit to what was known at its announcement.

The references are the announced date at face value and one log-normal ratio for all, refit on the same statements as
the model: on each fold, and at each announcement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from experiments.slips.fit import fit, one_ratio
from experiments.slips.record import DATA_DATE, Record, Statement, known_at, record, statements
from lunarsim.physics.chance.date_scores import clipped_crps_days, crps_days
from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS, ln_ratio

SINCE = dt.date(2012, 1, 1)
RESAMPLES = 2000
SEED = 2026


@dataclass(frozen=True)
class Forecasts:
    """Statements with a forecast and that of one ratio for all, made without them."""

    rows: list[Statement]
    ln_mean: np.ndarray
    ln_sd: np.ndarray
    one_mean: np.ndarray
    one_sd: np.ndarray


Fold = tuple[Sequence[Statement], Sequence[Statement], dt.date]
"""Statements to fit, statements to forecast, and the date at which outcomes are known for the fit."""


def forecasts(folds: Sequence[Fold], flown_only: bool = False) -> Forecasts:
    """Return the forecasts of each fold's statements."""
    rows: list[Statement] = []
    parts: list[np.ndarray] = []
    for known, asked, date in folds:
        data = record(known, date)
        if flown_only:
            data = record([row for row, flown in zip(known, data.flown, strict=True) if flown], date)
        mean, sd = fit(data).forecast(record(asked))
        parts.append(np.array([mean, sd, *np.repeat(np.array(one_ratio(data))[:, None], len(asked), axis=1)]))
        rows += asked
    return Forecasts(rows, *np.concatenate(parts, axis=1))


def without_each_mission(rows: Sequence[Statement]) -> list[Fold]:
    """Return one fold per mission: fit to all others."""
    return [
        (
            [row for row in rows if row.mission != mission and not row.independent],
            [row for row in rows if row.mission == mission],
            DATA_DATE,
        )
        for mission in sorted({row.mission for row in rows})
    ]


def at_each_announcement(rows: Sequence[Statement]) -> list[Fold]:
    """Return one fold per day of flown statements since 2012: fit to what was known then."""
    asked = [row for row in rows if row.announced >= SINCE and row.actual is not None]
    return [
        (known_at(rows, date), [row for row in asked if row.announced == date], date)
        for date in sorted({row.announced for row in asked})
    ]


def interval(data: Record, statistic: Callable[[np.ndarray], float]) -> str:
    """Return a statistic of weighted rows with its 90 % interval, missions resampled."""
    names, mission = np.unique(data.missions, return_inverse=True)
    random = np.random.default_rng(SEED)
    drawn = [
        statistic(np.bincount(random.integers(len(names), size=len(names)), minlength=len(names))[mission])
        for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(drawn, (0.05, 0.95))
    return f"{statistic(np.ones(len(data))):.3f} ({low:.3f} to {high:.3f})"


class Scores(NamedTuple):
    """Statement by statement: scores and errors [day], and the forecast's normal number of the outcome."""

    data: Record
    model: np.ndarray
    one: np.ndarray
    announced: np.ndarray
    normal: np.ndarray


def scores(forecast: Forecasts, clipped: bool = False) -> Scores:
    """Return the scores of some forecasts of outcomes that are known, or clipped at the date of the data."""
    data = record(forecast.rows)
    planned, actual = data.planned_days, data.known_days
    normal = (ln_ratio(planned, actual, OFFSET_DAYS) - forecast.ln_mean) / forecast.ln_sd
    if not clipped:
        model = crps_days(planned, actual, forecast.ln_mean, forecast.ln_sd, OFFSET_DAYS)
        one = crps_days(planned, actual, forecast.one_mean, forecast.one_sd, 0.0)
        return Scores(data, model, one, np.abs(planned - actual), normal)
    # A mission that was given up had not flown at the date of the data either.
    clip = np.array([float((DATA_DATE - row.announced).days) for row in forecast.rows])
    actual = np.where(data.flown, actual, clip)
    model = clipped_crps_days(planned, actual, forecast.ln_mean, forecast.ln_sd, OFFSET_DAYS, clip)
    one = clipped_crps_days(planned, actual, forecast.one_mean, forecast.one_sd, 0.0, clip)
    return Scores(data, model, one, np.abs(np.minimum(planned, clip) - actual), normal)


def report(name: str, forecast: Forecasts, clipped: bool = False) -> np.ndarray:
    """Print the scores of some forecasts and return the model's, statement by statement [day]."""
    data, model, one, announced, normal = scores(forecast, clipped)
    if not clipped:
        for share, edge in (("80", 1.281552), ("50", 0.674490)):
            inside = np.abs(normal) < edge
            print(f"{name}: coverage_{share} {interval(data, lambda w, inside=inside: np.average(inside, weights=w))}")
    missions = len(set(data.missions))
    counts = f"n {len(data)} of {missions} missions"
    print(f"{name}: {counts}, crps {model.mean():.1f} d, announced date {announced.mean():.1f} d")
    for what, score in (("crps over announced date", model), ("one ratio over announced date", one)):
        print(f"{name}: {what} {interval(data, lambda w, score=score: (w * score).sum() / (w * announced).sum())}")
    _, mission = np.unique(data.missions, return_inverse=True)
    for what, share in (("", np.ones(len(data))), (", missions equal", 1.0 / np.bincount(mission)[mission])):
        against = interval(data, lambda w, share=share: (w * share * model).sum() / (w * share * one).sum())
        print(f"{name}: crps over one ratio{what} {against}")
    return model


def chosen(forecast: Forecasts, keep: Callable[[Statement], bool]) -> Forecasts:
    """Return some of the forecasts."""
    index = np.array([position for position, row in enumerate(forecast.rows) if keep(row)])
    parts = (forecast.ln_mean, forecast.ln_sd, forecast.one_mean, forecast.one_sd)
    return Forecasts([forecast.rows[position] for position in index], *(part[index] for part in parts))


def main() -> None:
    """Print all scores."""
    rows = statements()
    forecast = forecasts(without_each_mission(rows))
    report("flown", chosen(forecast, lambda row: row.actual is not None))
    report("flown, owners' plans", chosen(forecast, lambda row: row.actual is not None and not row.independent))
    report("flown, independent estimates", chosen(forecast, lambda row: row.actual is not None and row.independent))
    past = chosen(forecast, lambda row: row.planned < DATA_DATE)
    with_all = report("past", past, clipped=True)
    uncensored = forecasts(without_each_mission(rows), flown_only=True)
    without = report("past, fit without unflown", chosen(uncensored, lambda row: row.planned < DATA_DATE), clipped=True)
    against = interval(record(past.rows), lambda w: (w * with_all).sum() / (w * without).sum())
    print(f"past: crps over that of a fit without unflown {against}")
    report("rolling", forecasts(at_each_announcement(rows)))


if __name__ == "__main__":
    main()
