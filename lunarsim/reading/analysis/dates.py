"""Figures of dates in which those that are never reached count as late: a plain mean would leave the late ones out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import SAMPLING, as_dates, capped_dates, finished, quantiles_of_runs
from lunarsim.reading.outcome_names import is_date
from lunarsim.words.errors import AnalysisError, unknown


def mean(sweep: xr.Dataset, outcome: str) -> xr.DataArray:
    """Return the mean of a date, where one that is not reached counts as the end of the simulation.

    So it is the least that the mean can be, and differs from ``sweep[outcome].mean()``, which leaves out what is late.

    Parameters
    ----------
    sweep : Dataset
        A sweep; levers may have been selected.
    outcome : str
        A date, such as ``station_basic_year``.

    Returns
    -------
    DataArray [decimal year]
        Dims of the levers and the outcome's own, such as ``program``; NaN where no run ended well.

    Raises
    ------
    AnalysisError
        If there is no such date.
    """
    return _about(capped_dates(_date(sweep, outcome), sweep).mean(SAMPLING), sweep[outcome], "mean")


def median(sweep: xr.Dataset, outcome: str) -> xr.DataArray:
    """Return the median of a date; infinity where at least half of the runs do not reach it.

    Parameters, result and errors are those of :func:`quantile`.
    """
    return quantile(sweep, outcome, 0.5)


def quantile(sweep: xr.Dataset, outcome: str, q: float | Sequence[float]) -> xr.DataArray:
    """Return quantiles of a date, of which those that are not reached are later than all others.

    Parameters
    ----------
    sweep : Dataset
        A sweep; levers may have been selected.
    outcome : str
        A date, such as ``station_basic_year``.
    q : float or sequence of float
        Levels from 0 to 1.

    Returns
    -------
    DataArray [decimal year]
        Dims of the levers and the outcome's own, and ``quantile_level`` where several are asked for; infinity stands
        for not by the end of the simulation, NaN for no run that ended well. Of two neighbors it is the lower one.

    Raises
    ------
    AnalysisError
        If there is no such date, or a level is out of range.
    """
    levels = [float(level) for level in np.atleast_1d(np.asarray(q, dtype=np.float64))]
    if not all(0 <= level <= 1 for level in levels):
        raise AnalysisError(f"quantiles are {levels}, allowed 0 to 1")
    found = quantiles_of_runs(as_dates(_date(sweep, outcome), sweep), levels)
    result = found.isel({"quantile_level": 0}) if np.ndim(q) == 0 else found
    return _about(result, sweep[outcome], "quantile")


def probability(sweep: xr.Dataset, outcome: str, by: float | None = None) -> xr.DataArray:
    """Return the probability that a date is reached by the end of the simulation or by an earlier time.

    Parameters
    ----------
    sweep : Dataset
        A sweep; levers may have been selected.
    outcome : str
        A date, such as ``station_basic_year``.
    by : float, optional
        Decimal year; left out, the end of the simulation.

    Returns
    -------
    DataArray [1]
        Dims of the levers and the outcome's own; NaN where no run ended well.

    Raises
    ------
    AnalysisError
        If there is no such date, or the simulation ends before ``by``.
    """
    dates, counted = _date(sweep, outcome), finished(sweep)
    if by is not None and bool((sweep["horizon_year"].where(counted) < by).any()):
        end = float(sweep["horizon_year"].where(counted).min())
        raise AnalysisError(
            f"by={by:g} is later than the end of the simulation, {end:.1f}; what comes after is not known"
        )
    reached = dates.notnull() if by is None else dates <= by
    share = reached.where(counted).mean(SAMPLING)
    return _about(share, sweep[outcome], "probability").assign_attrs(units="1")


def _date(sweep: xr.Dataset, outcome: str) -> xr.DataArray:
    """Return a date of the runs."""
    known = [
        str(name)
        for name, values in sweep.data_vars.items()
        if is_date(str(name)) and set(SAMPLING) <= set(values.dims)
    ]
    if outcome not in known:
        raise AnalysisError(unknown(outcome, known, "date"))
    return sweep[outcome]


def _about(figure: xr.DataArray, dates: xr.DataArray, what: str) -> xr.DataArray:
    """Return a figure with the name and the attributes of what it is of."""
    long_name = dates.attrs.get("long_name", dates.name)
    return figure.rename(dates.name).assign_attrs(units="year", long_name=f"{what} of: {long_name}")
