"""Quantiles, probabilities and means of the chosen outcomes, for each combination of levers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.runs import SAMPLING, as_dates, capped_dates, finished

QUANTILES = (0.1, 0.5, 0.9)


class Row(NamedTuple):
    """One outcome of the summary: a variable, at one label where it has a trailing dimension."""

    name: str
    title: str
    units: str
    values: xr.DataArray
    is_date: bool


_CHOSEN = (
    "station_working_year",
    "station_basic_year",
    "station_extended_year",
    "crewed_landing_year",
    "first_product_year",
    "first_return_year",
    "mass_landed_kg",
    "missions_flown",
    "missions_lost",
    "station_availability",
    "ree_in_place_t",
    "ree_recoverable_t",
    "soil_mined_t",
    "ree_produced_kg",
    "reo_delivered_kg",
    "oxygen_produced_kg",
    "cost_musd",
    "revenue_musd",
    "npv_musd",
    "npv_program_musd",
    "unit_cost_usd_per_kg",
)
"""What an analyst asks first; the dataset holds more."""


def needed(dataset: xr.Dataset) -> xr.Dataset:
    """Return the variables that the summary reads, in memory."""
    names = [name for name in (*_CHOSEN, "status", "error", "horizon_year") if name in dataset]
    return dataset[names].load()


def rows(dataset: xr.Dataset) -> Iterator[Row]:
    """Yield the chosen outcomes that the dataset has, one for each label of a trailing dimension."""
    for name in _CHOSEN:
        if name not in dataset:
            continue
        values = dataset[name]
        long_name, units = values.attrs.get("long_name", name), values.attrs.get("units", "")
        extra = [str(dim) for dim in values.dims if dim not in dataset["status"].dims]
        labels = dataset[extra[0]].values if extra else [None]
        for label in labels:
            one = values if label is None else values.sel({extra[0]: label}, drop=True)
            if label is not None and not bool((one.fillna(0.0) != 0.0).any()):
                continue  # a program that never did this
            title = long_name if label is None or len(labels) == 1 else f"{long_name}, {label}"
            key = name if label is None else f"{name}({label})"
            yield Row(key, f"{title[:1].upper()}{title[1:]}", units, one, name.endswith("_year"))


def summarize(dataset: xr.Dataset, quantiles: tuple[float, ...] = QUANTILES) -> xr.Dataset:
    """Return the summary of a sweep.

    Runs that failed are left out. A date that was not reached counts as later than all others in quantiles (infinity
    stands for "not by the horizon") and as the horizon's end in means.

    Parameters
    ----------
    dataset : Dataset
        A sweep, dims (levers, sample, replicate, ...).
    quantiles : tuple of float
        Which quantiles.

    Returns
    -------
    Dataset
        ``value`` (outcome, levers, quantile), ``mean`` and ``probability`` (outcome, levers) of having a value, for
        dates of being reached, and ``runs`` (levers); coordinates title, units and is_date along outcome.
    """
    counted = finished(dataset)
    found = list(rows(dataset))
    values, means, shares = [], [], []
    for row in found:
        data = as_dates(row.values, dataset) if row.is_date else row.values.where(counted)
        values.append(_quantiles(data, quantiles))
        means.append((capped_dates(row.values, dataset) if row.is_date else data).mean(SAMPLING))
        shares.append(row.values.where(counted).notnull().sum(SAMPLING) / counted.sum(SAMPLING))
    axis = xr.Variable("outcome", [row.name for row in found])
    summary = xr.Dataset(
        {
            "value": xr.concat(values, axis),
            "mean": xr.concat(means, axis),
            "probability": xr.concat(shares, axis),
            "runs": counted.sum(SAMPLING),
        }
    )
    return summary.assign_coords(
        outcome_title=("outcome", [row.title for row in found]),
        outcome_units=("outcome", [row.units for row in found]),
        outcome_is_date=("outcome", [row.is_date for row in found]),
    )


def _quantiles(data: xr.DataArray, quantiles: tuple[float, ...]) -> xr.DataArray:
    """Return quantiles over the runs that count, the lower of two neighbors, so that infinity never mixes in."""
    stacked = data.stack(run=SAMPLING)
    ordered = np.sort(stacked.values, axis=-1)  # NaN goes to the end, behind infinity
    count = (~np.isnan(ordered)).sum(axis=-1)
    picked = []
    for quantile in quantiles:
        place = np.clip(np.ceil(quantile * count).astype(int) - 1, 0, ordered.shape[-1] - 1)
        picked.append(np.take_along_axis(ordered, place[..., np.newaxis], axis=-1)[..., 0])
    dims = [dim for dim in stacked.dims if dim != "run"]
    coords = {dim: data[dim] for dim in dims if dim in data.coords} | {"quantile": list(quantiles)}
    return xr.DataArray(np.stack(picked, axis=-1), dims=[*dims, "quantile"], coords=coords)
