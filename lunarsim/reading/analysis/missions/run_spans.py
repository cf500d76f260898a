"""One run as spans of time: a table of waits, flights and repairs becomes a dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.words.errors import AnalysisError

SPAN = "span"

Row = tuple[float, float, str, str, str, str]
"""Start and end in days since the start, of what kind it is, who, what, and the cause."""


def timeline(
    rows: Iterable[Row], start: str, sweep: xr.Dataset | None = None, labels: Mapping[str, Any] | None = None
) -> xr.Dataset:
    """Return the spans of one run.

    Parameters
    ----------
    rows : iterable of tuple
        Start and end [day since the start], kind (``mission``, ``asset``, ``milestone`` or, once, ``simulation``), who,
        what (``planned``, ``wait``, ``flight``, ``withdrawn``, ``shelved``, ``given_up``; ``commissioning``, ``work``,
        ``down``; ``reached``, ``missed``) and cause: the spans of a replayed run.
    start : str
        First day of the simulation, ISO.
    sweep : Dataset, optional
        The sweep of the run, of which a picture then says what it is of and what its missions are called.
    labels : mapping, optional
        The labels of the run along the dimensions of the sweep; those of levers become coordinates, which a picture
        names as selected.

    Returns
    -------
    Dataset
        ``start_year`` and ``end_year`` (decimal year), ``span_kind``, ``span_who``, ``span_what`` and ``span_cause``,
        dims (span,); attributes ``start_year`` and ``end_year`` of the simulation.

    Raises
    ------
    AnalysisError
        If no row gives the end of the simulation.
    """
    spans = list(rows)
    first = dt.date.fromisoformat(start)
    ends = [_year(first, row[1]) for row in spans if row[2] == "simulation"]
    if not ends:
        raise AnalysisError("the rows lack the one of kind 'simulation', which gives its end")
    text = np.dtypes.StringDType()
    shown = [row for row in spans if row[2] != "simulation"]
    columns: dict[str, NDArray[Any]] = {
        "start_year": np.array([_year(first, row[0]) for row in shown], dtype=float),
        "end_year": np.array([_year(first, row[1]) for row in shown], dtype=float),
    }
    columns |= {
        f"span_{name}": np.array([row[column] for row in shown], dtype=text)
        for column, name in enumerate(("kind", "who", "what", "cause"), start=2)
    }
    run = xr.Dataset(
        {name: (SPAN, values) for name, values in columns.items()},
        attrs={**({} if sweep is None else sweep.attrs), "start_year": _year(first, 0.0), "end_year": ends[0]},
    )
    if sweep is None or not labels:
        return run
    levers = {name: label for name, label in labels.items() if "config_key" in sweep[name].attrs}
    chosen = sweep.coords.to_dataset().sel(levers)
    return run.assign_coords({name: values for name, values in chosen.coords.items() if not values.dims})


def _year(first: dt.date, day: float) -> float:
    """Return a day since the start as decimal year."""
    date = first + dt.timedelta(days=int(day // 1))
    new_year = dt.date(date.year, 1, 1)
    length = (dt.date(date.year + 1, 1, 1) - new_year).days
    return date.year + ((date - new_year).days + day % 1) / length
