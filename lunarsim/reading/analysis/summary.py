"""Quantiles, probabilities and means of the chosen outcomes, for each combination of levers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import (
    SAMPLING,
    as_dates,
    capped_dates,
    end_years,
    finished,
    quantiles_and_errors,
)
from lunarsim.reading.outcome_names import Choice, Known, chosen, is_condition, is_date, known_outcome
from lunarsim.reading.titles.labels import label_text, label_titles
from lunarsim.reading.wording import FEW
from lunarsim.study.store.layout import stored_dtype

QUANTILES = (0.1, 0.5, 0.9)


class Row(NamedTuple):
    """One outcome of the summary: a variable, at one label where it has a trailing dimension."""

    name: str
    title: str
    units: str
    values: xr.DataArray
    is_date: bool


CHOSEN = (
    "station_working_year",
    "station_basic_year",
    "station_extended_year",
    "crewed_landing_year",
    "first_crew_lost_year",
    "crewed_missions_lost",
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
    "reo_produced_kg",
    "reo_delivered_kg",
    "oxygen_produced_kg",
    "cost_musd",
    "unfunded_musd",
    "revenue_musd",
    "npv_musd",
    "npv_program_musd",
    "unit_cost_usd_per_kg",
)
"""What an analyst asks first; the dataset holds more."""

PROMISED = ("official_milestone_year", "official_milestone_promised_year")
"""What the table of official milestones reads."""

ABOUT_RUNS = ("status", "error", "horizon_year")
"""What every sweep says of each run."""


def needed(dataset: xr.Dataset, outcomes: Sequence[str] | None = None, also: Collection[str] = ()) -> xr.Dataset:
    """Return the variables that the summary reads, in memory.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    outcomes : sequence of str, optional
        Names or patterns of outcomes; left out, those that an analyst asks first, with what the reports of resources
        and of official milestones read.
    also : collection of str
        Further variables.
    """
    usual = ("resource_class", *PROMISED) if outcomes is None else ()
    names = dict.fromkeys((*(choice.name for choice in choices(dataset, outcomes)), *usual, *also, *ABOUT_RUNS))
    return dataset[[name for name in names if name in dataset.variables]].load()


def is_count(values: xr.DataArray) -> bool:
    """Return whether an outcome is a number of things; it is read as floats, since runs that were not made lack it."""
    return stored_dtype(values).kind == "i" and "flag_values" not in values.attrs


def known_outcomes(dataset: xr.Dataset) -> dict[str, Known]:
    """Return what can be chosen of a sweep as an outcome, by name."""
    run_dims = list(map(str, dataset["status"].dims))
    found = (
        known_outcome(str(name), list(map(str, values.dims)), run_dims, values.dtype.kind, values.attrs)
        for name, values in dataset.data_vars.items()
    )
    return {each.name: each for each in found if each is not None}


def rows(dataset: xr.Dataset, names: Sequence[str] | None = None) -> Iterator[Row]:
    """Yield outcomes, one for each label of a trailing dimension.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    names : sequence of str, optional
        Names or patterns of outcomes, such as ``station_*`` and ``cost_musd[china]``; left out, those that an analyst
        asks first, as far as there.

    Raises
    ------
    AnalysisError
        With every pattern that chooses nothing, and the names that are nearest to it.
    """
    for choice in choices(dataset, names):
        values = dataset[choice.name]
        long_name, units = values.attrs.get("long_name", choice.name), values.attrs.get("units", "")
        extra = [str(dim) for dim in values.dims if dim not in dataset["status"].dims]
        texts = {dim: list(map(label_text, dataset[dim].values)) for dim in extra}
        words = {dim: label_titles(dataset, dim) for dim in extra}
        every = [choice.labels] if choice.labels else [(label,) for label in texts[extra[0]]] if extra else [()]
        for labels in every:
            indices = {dim: texts[dim].index(label) for dim, label in zip(extra, labels, strict=True)}
            one = values.isel(indices, drop=True)
            if len(every) > 1 and not bool((one.fillna(0.0) != 0.0).any()):
                continue  # a program that never did this
            told = choice.labels or len(every) > 1
            title = (
                ", ".join([long_name, *(words[dim][index] for dim, index in indices.items())]) if told else long_name
            )
            key = f"{choice.name}({','.join(labels)})" if labels else choice.name
            yield Row(key, f"{title[:1].upper()}{title[1:]}", units, one, is_date(choice.name))


def choices(dataset: xr.Dataset, names: Sequence[str] | None) -> list[Choice]:
    """Return the outcomes that names or patterns choose; :func:`rows` says which these are."""
    if names is None:
        return [Choice(name) for name in CHOSEN if name in dataset]
    return chosen(names, known_outcomes(dataset), lambda dim: list(map(label_text, dataset[dim].values)))


def amounts(row: Row, dataset: xr.Dataset) -> xr.DataArray:
    """Return the values of an outcome that is no date; a condition holds or does not, so that it has none."""
    return row.values.where(False if is_condition(row.name) else finished(dataset))


def by_outcome(outcome_rows: Sequence[Row], columns: Mapping[str, Sequence[xr.DataArray]]) -> xr.Dataset:
    """Return results of rows as one dataset along ``outcome_name``.

    The names of its variables and dimensions, as those of all results, are identifiers that no lever and no variable of
    a sweep has: a test compares them with all parameters and outcomes.
    """
    axis = xr.Variable("outcome_name", [row.name for row in outcome_rows])
    result = xr.Dataset({name: xr.concat(arrays, axis) for name, arrays in columns.items()})
    labels: dict[str, list[Any]] = {
        "outcome_title": [row.title for row in outcome_rows],
        "outcome_units": [row.units for row in outcome_rows],
        "outcome_is_date": [row.is_date for row in outcome_rows],
    }
    return result.assign_coords({name: ("outcome_name", values) for name, values in labels.items()})


NOTHING = ("zero_share", "others_quantile", "others_error", "others_least", "others_most")
"""What is said of amounts that are 0 in many runs."""


def _of_the_others(data: xr.DataArray, quantiles: tuple[float, ...]) -> tuple[xr.DataArray, ...]:
    """Return of the runs in which an amount is not 0 its quantiles, their errors, the least and the largest amount."""
    others = data.where(data != 0)
    return *quantiles_and_errors(others, quantiles), others.min(SAMPLING), others.max(SAMPLING)


def summarize(
    dataset: xr.Dataset, quantiles: tuple[float, ...] = QUANTILES, outcomes: Sequence[str] | None = None
) -> xr.Dataset:
    """Return the summary of a sweep.

    Runs that failed are left out. A date that was not reached counts as later than all others in quantiles (infinity
    stands for "not by the horizon") and as the horizon's end in means.

    Parameters
    ----------
    dataset : Dataset
        A sweep, dims (levers, sample, replicate, ...).
    quantiles : tuple of float
        Which quantiles.
    outcomes : sequence of str, optional
        Names or patterns of outcomes; left out, those that an analyst asks first.

    Returns
    -------
    Dataset
        ``quantile_value`` and ``quantile_error``, half the width of its 90 % interval, the distance to one end where
        the other lies beyond all runs, infinite where both do (outcome_name, levers, quantile_level), ``mean_value``,
        ``value_probability`` of having a value, for dates of being reached, and ``value_count`` of the runs that have
        one and ``zero_share`` of these in which it is 0 (outcome_name, levers), with ``others_quantile`` and
        ``others_error``, the quantiles of the others (outcome_name, levers, quantile_level), and ``others_least`` and
        ``others_most``, the ends of their range (outcome_name, levers), NaN of dates, of numbers of things and where
        fewer than half of the runs have 0; ``end_year`` and ``run_count`` (levers); coordinates ``outcome_title``,
        ``outcome_units`` and ``outcome_is_date`` along ``outcome_name``. The attribute ``counts`` lists the outcomes
        that are numbers of things.
    """
    counted = finished(dataset)
    outcome_rows = list(rows(dataset, outcomes))
    values, errors, means, counts = [], [], [], []
    nothing: dict[str, list[xr.DataArray]] = {name: [] for name in NOTHING}
    for row in outcome_rows:
        data = as_dates(row.values, dataset) if row.is_date else amounts(row, dataset)
        value, error = quantiles_and_errors(data, quantiles)
        values.append(value)
        errors.append(error)
        means.append((capped_dates(row.values, dataset) if row.is_date else data).mean(SAMPLING))
        counts.append(row.values.where(counted).notnull().sum(SAMPLING))
        zeros = (data == 0).sum(SAMPLING) / data.notnull().sum(SAMPLING).clip(min=1)
        may_be_told = not row.is_date and not is_count(row.values) and bool((zeros >= FEW).any())
        others = _of_the_others(data, quantiles) if may_be_told else (value * np.nan,) * 2 + (zeros * np.nan,) * 2
        for name, found in zip(nothing, (zeros, *others), strict=True):
            nothing[name].append(found)
    shares = [count / counted.sum(SAMPLING) for count in counts]
    columns = {"quantile_value": values, "quantile_error": errors, "mean_value": means}
    columns |= {"value_probability": shares, "value_count": counts, **nothing}
    summary = by_outcome(outcome_rows, columns)
    summary.attrs["counts"] = [row.name for row in outcome_rows if is_count(row.values)]
    return summary.assign({"end_year": end_years(dataset), "run_count": counted.sum(SAMPLING)})
