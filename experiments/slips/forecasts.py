"""Forecasts of statements by a fit that did not see their missions, and by what it is held against.

Four forecasters see the same statements: the fit with the hazard of being given up (``as it is``); the same fit given
that the mission flies (``if it flies``); the fit as it was before the record was widened (``before``: the lunar part of
the table, agencies as they stand there, neither kinds nor hazards); and one log-normal ratio for all, without offset,
of what has flown (``one ratio``).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from experiments.slips.fit import Fit, fit, one_ratio
from experiments.slips.record import DATA_DATE, Statement, known_at, record
from experiments.slips.shelving import hazards
from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS
from lunarsim.scenario.library.slip_fits import actor_class

FIRST_YEAR = 2012


class Forecaster(NamedTuple):
    """Forecasts along statements: logarithm of the ratio with its offset, and probability of never flying."""

    ln_mean: np.ndarray
    ln_sd: np.ndarray
    offset_days: float
    never: np.ndarray


@dataclasses.dataclass(frozen=True)
class Forecasts:
    """Statements with the forecasts of each forecaster, made without them."""

    rows: list[Statement]
    by: dict[str, Forecaster]

    def chosen(self, keep: Callable[[Statement], bool]) -> Forecasts:
        """Return some of the forecasts."""
        index = [number for number, row in enumerate(self.rows) if keep(row)]
        by = {
            name: Forecaster(made.ln_mean[index], made.ln_sd[index], made.offset_days, made.never[index])
            for name, made in self.by.items()
        }
        return Forecasts([self.rows[number] for number in index], by)


Fold = tuple[Sequence[Statement], Sequence[Statement], dt.date]
"""Statements to fit, statements to forecast, and the date at which outcomes are known for the fit."""


def as_before(row: Statement) -> Statement:
    """Return a statement as it stood before the record was widened: by actor, whatever its kind."""
    return dataclasses.replace(row, agency=row.actor, kind="other")


def fit_as_before(rows: Sequence[Statement], date: dt.date, start: Fit | None = None) -> Fit:
    """Return the fit as it was before the record was widened: to its lunar part, what was given up being unflown."""
    lunar = record([as_before(row) for row in rows if row.part == "lunar"], date)
    return fit(lunar, start, kinds=False, never=0.0)


def forecasts(folds: Sequence[Fold]) -> Forecasts:
    """Return the forecasts of each fold's statements."""
    rows: list[Statement] = []
    parts: dict[str, list[Forecaster]] = {}
    start: Fit | None = None
    start_before: Fit | None = None
    for known, asked, date in folds:
        data, wanted = record(known, date), record(asked)
        fitted = fit(data, start)
        mean, sd = fitted.forecast(wanted)
        shelved = hazards(known, date, fitted)
        per_year = [getattr(shelved, actor_class(row.agency))[0] for row in asked]
        never = -np.expm1(-np.array(per_year) * wanted.planned_days / 365.25)
        none = np.zeros(len(asked))
        before = fit_as_before(known, date, start_before)
        start, start_before = start or fitted, start_before or before
        one = [np.full(len(asked), figure) for figure in one_ratio(data)]
        made = {
            "as it is": Forecaster(mean, sd, OFFSET_DAYS, never),
            "if it flies": Forecaster(mean, sd, OFFSET_DAYS, none),
            "before": Forecaster(*before.forecast(record([as_before(row) for row in asked])), OFFSET_DAYS, none),
            "one ratio": Forecaster(*one, 0.0, none),
        }
        for name, forecaster in made.items():
            parts.setdefault(name, []).append(forecaster)
        rows += asked
    return Forecasts(
        rows,
        {
            name: Forecaster(
                np.concatenate([part.ln_mean for part in made]),
                np.concatenate([part.ln_sd for part in made]),
                made[0].offset_days,
                np.concatenate([part.never for part in made]),
            )
            for name, made in parts.items()
        },
    )


def without_each_mission(rows: Sequence[Statement]) -> list[Fold]:
    """Return one fold per mission: fit to all others."""
    return without_each(rows, lambda row: row.mission)


def without_each(rows: Sequence[Statement], group: Callable[[Statement], str]) -> list[Fold]:
    """Return one fold per group of statements: fit to all others."""
    return [
        (
            [row for row in rows if group(row) != name and not row.independent],
            [row for row in rows if group(row) == name],
            DATA_DATE,
        )
        for name in sorted({group(row) for row in rows})
    ]


def by_year(rows: Sequence[Statement]) -> list[Fold]:
    """Return one fold per year of statements since 2012: fit to what was known when it began."""
    return [
        (
            known_at(rows, dt.date(year, 1, 1)),
            [row for row in rows if row.announced.year == year],
            dt.date(year, 1, 1),
        )
        for year in sorted({row.announced.year for row in rows})
        if year >= FIRST_YEAR
    ]
