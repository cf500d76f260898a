"""Differences between lever values as the package's tables give them, for a page on which nothing is weighted."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.differences import paired_differences
from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.reading.report.columns import Column

MOST_COMBINATIONS = 48
"""Of levers; with more, the page has its own intervals alone, as these would need much room."""

FIGURES = ("mean_difference", "interval_low", "interval_high")
OF_PROBABILITIES = ("probability_difference", "probability_low", "probability_high")


def differences(dataset: xr.Dataset, columns: Sequence[Column]) -> dict[str, list[float | None]]:
    """Return mean differences of the headline outcomes to the first value of each lever, with 90 % intervals.

    Parameters
    ----------
    dataset : Dataset
        The runs that the report holds.
    columns : sequence of Column
        All columns of the page.

    Returns
    -------
    dict
        By column and the two combinations of levers, ``"3/0/1"``: the mean with the ends of its interval, and the same
        of the probability that there is a value; None where there is none.
    """
    dims = levers(dataset)
    shape = [dataset.sizes[dim] for dim in dims]
    places = {column.name: index for index, column in enumerate(columns) if column.headline}
    names = [name for name in dict.fromkeys(name.partition(".")[0] for name in places) if name in dataset]
    if not names or not 1 < prod(shape) <= MOST_COMBINATIONS:
        return {}
    found: dict[str, list[float | None]] = {}
    for lever, dim in enumerate(dims):
        of_lever = paired_differences(dataset, dim, outcomes=names)
        figures = np.stack(
            [of_lever[name].transpose("outcome_name", *dims).values for name in (*FIGURES, *OF_PROBABILITIES)], -1
        )
        for outcome, name in enumerate(map(str, of_lever["outcome_name"].values)):
            column = _place(name, places)
            if column is None:
                continue
            for index in np.ndindex(*shape):
                first = (*index[:lever], 0, *index[lever + 1 :])
                if index == first:
                    continue
                pair = (int(np.ravel_multi_index(one, shape)) for one in (first, index))
                found["/".join(map(str, (column, *pair)))] = [_plain(each) for each in figures[(outcome, *index)]]
    return found


def _place(name: str, places: dict[str, int]) -> int | None:
    """Return the column of an outcome: ``crewed_landing_year(china)`` stands in ``crewed_landing_year.china``."""
    variable, _, labels = name.rstrip(")").partition("(")
    return places.get(".".join([variable, *labels.split(",")]) if labels else variable, places.get(variable))


def _plain(value: float) -> float | None:
    return float(f"{value:.6g}") if np.isfinite(value) else None
