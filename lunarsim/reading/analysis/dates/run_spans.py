"""One run as spans of time: a table of who waited for what and when becomes a dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.words.errors import AnalysisError

SPAN = "span"

Row = tuple[float, float, str, str, str, str]
"""Start and end in days since the start, of what kind it is, who, what, and the cause."""


def timeline(rows: Iterable[Row], start: str) -> xr.Dataset:
    """Return the spans of one run.

    Parameters
    ----------
    rows : iterable of tuple
        Start and end [day since the start], kind (``mission``, ``asset``, ``milestone`` or, once, ``simulation``), who,
        what (``planned``, ``wait``, ``flight``, ``withdrawn``; ``commissioning``, ``work``, ``down``; ``reached``,
        ``missed``) and cause: the spans of a replayed run.
    start : str
        First day of the simulation, ISO.

    Returns
    -------
    Dataset
        ``start_year`` and ``end_year`` (decimal year), ``span_kind``, ``span_who``, ``span_what`` and ``span_cause``,
        dims (span,); attributes ``start_year`` and ``end_year`` of the simulation.

    Raises
    ------
    AnalysisError
        If no row tells how long the simulation was.
    """
    found = list(rows)
    first = dt.date.fromisoformat(start)
    ends = [_year(first, row[1]) for row in found if row[2] == "simulation"]
    if not ends:
        raise AnalysisError("the rows lack the one of kind 'simulation', which tells when it ends")
    text = np.dtypes.StringDType()
    told = [row for row in found if row[2] != "simulation"]
    columns: dict[str, NDArray[Any]] = {
        "start_year": np.array([_year(first, row[0]) for row in told], dtype=float),
        "end_year": np.array([_year(first, row[1]) for row in told], dtype=float),
    }
    columns |= {
        f"span_{name}": np.array([row[place] for row in told], dtype=text)
        for place, name in enumerate(("kind", "who", "what", "cause"), start=2)
    }
    return xr.Dataset(
        {name: (SPAN, values) for name, values in columns.items()},
        attrs={"start_year": _year(first, 0.0), "end_year": ends[0]},
    )


def _year(first: dt.date, day: float) -> float:
    """Return a day since the start as decimal year."""
    whole = first + dt.timedelta(days=int(day // 1))
    begins = dt.date(whole.year, 1, 1)
    length = (dt.date(whole.year + 1, 1, 1) - begins).days
    return whole.year + ((whole - begins).days + day % 1) / length
