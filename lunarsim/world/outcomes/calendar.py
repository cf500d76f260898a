"""The dataset's axes of time: months and years of a simulation, and sums and means over them, for all runs at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import add_years, days_between, month_starts, parse_date

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Calendar:
    """Months and years of a simulation.

    Parameters
    ----------
    start : date
        First day.
    months : tuple of date
        First day of each month of the simulation.
    edges : array [day], dims (month + 1,)
        Days at which the months begin, and the end of the last.
    years : tuple of int
        Calendar years that the simulation touches.
    year_edges : array [day], dims (year + 1,)
        Days at which the years begin, and the end of the last.
    """

    start: dt.date
    months: tuple[dt.date, ...]
    edges: FloatArray
    years: tuple[int, ...]
    year_edges: FloatArray

    def decimal_years(self, days: FloatArray) -> FloatArray:
        """Return days since the start as decimal years; NaN stays NaN."""
        first = float(self.years[0])
        known = np.arange(len(self.year_edges), dtype=float) + first
        return np.interp(days, self.year_edges, known)

    def year_sums(self, cells: Indices, days: FloatArray, amounts: FloatArray, count: int) -> FloatArray:
        """Return what fell into each year, dims (cell, year), of amounts that fell on days.

        A cell is a run, or a run and a label; amounts of one are added in their own order.
        """
        years = len(self.years)
        year = np.clip(np.searchsorted(self.year_edges, days, side="right") - 1, 0, years - 1)
        flat = np.bincount(cells * years + year, weights=amounts, minlength=count * years)
        return flat.astype(float, copy=False).reshape(count, years)

    def year_integrals(self, cells: Indices, days: FloatArray, changes: FloatArray, count: int) -> FloatArray:
        """Return the level of step histories, given by their changes, times days, by year up to the end.

        Parameters
        ----------
        cells : array, dims (change,)
            Of which history a change is.
        days, changes : array, dims (change,)
            When the level changes [day], and by how much.
        count : int
            Number of histories.

        Returns
        -------
        array, dims (cell, year)
            Level times days; nothing outside of the simulation.
        """
        ends = np.minimum(self.year_edges[1:], self.edges[-1])
        year = np.clip(np.searchsorted(self.year_edges, days, side="right") - 1, 0, len(self.years) - 1)
        within = self.year_sums(cells, days, changes * (ends[year] - days), count)
        steps = self.year_sums(cells, days, changes, count)
        before = np.cumsum(steps, axis=-1) - steps
        integrals: FloatArray = within + before * np.diff(ends, prepend=0.0)
        return integrals

    def month_sums(self, runs: Indices, days: FloatArray, amounts: FloatArray, count: int) -> FloatArray:
        """Return what fell into each month, dims (run, month), of amounts that fell on days.

        Amounts of one run are added in their own order, whatever other runs stand beside them.
        """
        months = len(self.months)
        month = np.clip(np.searchsorted(self.edges, days, side="right") - 1, 0, months - 1)
        flat = np.bincount(runs * months + month, weights=amounts, minlength=count * months)
        return flat.astype(float, copy=False).reshape(count, months)

    def month_means(self, runs: Indices, days: FloatArray, changes: FloatArray, count: int) -> FloatArray:
        """Return the mean level of each month, dims (run, month), of step histories given by their changes."""
        months = len(self.months)
        month = np.clip(np.searchsorted(self.edges, days, side="right") - 1, 0, months - 1)
        length = np.diff(self.edges)
        within = self.month_sums(runs, days, changes * (self.edges[month + 1] - days) / length[month], count)
        steps = self.month_sums(runs, days, changes, count)
        before = np.cumsum(steps, axis=-1) - steps
        level = before + within
        # Changes that cancel leave rounding behind; it must not look like power or production.
        level[np.abs(level) < _ROUNDING] = 0.0
        return level


_ROUNDING = 1e-9


def calendar(start: dt.date, horizon_days: float) -> Calendar:
    """Return the calendar of a simulation that starts on a date and lasts some days [day]."""
    end = start + dt.timedelta(days=horizon_days)
    months = month_starts(start, end)
    edges = [days_between(start, month) for month in months] + [horizon_days]
    years = tuple(range(start.year, end.year + 1))
    year_edges = [days_between(start, dt.date(year, 1, 1)) for year in (*years, years[-1] + 1)]
    return Calendar(start, tuple(months), np.array(edges), years, np.array(year_edges))


def scenario_calendar(scenario: Scenario) -> Calendar:
    """Return the calendar of a scenario; scenarios of one time span share it."""
    return _timeline_calendar(scenario.timeline.start, scenario.timeline.horizon_years)


@lru_cache(64)
def _timeline_calendar(start_text: str, horizon_years: float) -> Calendar:
    start = parse_date(start_text)
    return calendar(start, days_between(start, add_years(start, horizon_years)))
