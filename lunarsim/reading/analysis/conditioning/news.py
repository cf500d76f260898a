"""News: the forecast before and after, by weights of stored runs or by a new sweep in which the news are facts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.changes import Weighed, change_intervals, share_change
from lunarsim.reading.analysis.conditioning.chosen_outcomes import chosen_rows
from lunarsim.reading.analysis.conditioning.conditions import Condition
from lunarsim.reading.analysis.conditioning.given import require_rule, row_values, weigh, with_runs_read
from lunarsim.reading.analysis.conditioning.weights import read, weights
from lunarsim.reading.analysis.sensitivity.design_check import rows_are_independent
from lunarsim.reading.analysis.summary import CHOSEN, Row
from lunarsim.reading.analysis.valid_runs import SAMPLING

BEFORE = ("quantile_before", "quantile_error_before", "mean_before", "probability_before")


def news(
    dataset: xr.Dataset,
    conditions: Sequence[str | Condition],
    outcomes: Sequence[str] | None = None,
    fresh: xr.Dataset | None = None,
    remaining: Sequence[str] = (),
    dates: str = "judged",
) -> xr.Dataset:
    """Return the forecast before and after some news.

    Parameters
    ----------
    dataset : Dataset
        The sweep that made the forecast before.
    conditions : sequence of str
        The news, as :func:`given` takes conditions.
    outcomes : sequence of str, optional
        Which; left out, the milestones, and the launches that the news are about.
    fresh : Dataset, optional
        A sweep that was simulated with the news as facts; left out, the stored runs are weighed.
    remaining : sequence of str
        Those of the news that ``fresh`` does not hold as facts, so that its runs are weighed by them.
    dates : str
        As of :func:`given`.

    Returns
    -------
    Dataset
        As of :func:`given`, and ``median_change``, ``probability_change`` with the 90 % intervals ``change_low`` to
        ``change_high`` and ``probability_change_low`` to ``probability_change_high`` (outcome_name, levers); the
        change of a median is NaN where quantiles are withheld.

    Raises
    ------
    InputError
        With all faults of the conditions and outcomes.
    AnalysisError
        If no run agrees, or there is no such rule of dates.
    """
    require_rule(dates)
    dataset = with_runs_read(dataset)
    held = read(dataset, conditions)
    asked = default_outcomes(dataset, held) if outcomes is None else outcomes
    rows_before = chosen_rows(dataset, asked)
    if fresh is None:
        source, rows_after, left = dataset, rows_before, held
    else:
        source = with_runs_read(fresh)
        left = read(source, remaining)
        by_name = {row.name: row for row in chosen_rows(source, asked)}
        rows_before = [row for row in rows_before if row.name in by_name]
        rows_after = [by_name[row.name] for row in rows_before]
    result = weigh(source, left, rows_after, dates=dates)
    if fresh is not None:
        old = weigh(dataset, (), rows_before, dates=dates)
        result = result.assign({name: old[name] for name in BEFORE})
        result.attrs["conditions"] = [condition.text for condition in held]
    before, after = weights(dataset, ()), weights(source, left)
    same = all(source.sizes[dim] == dataset.sizes[dim] for dim in SAMPLING)
    changes = [
        change_intervals(_weighed(one, dataset, before, dates), _weighed(other, source, after, dates), same)
        for one, other in zip(rows_before, rows_after, strict=True)
    ]
    if fresh is None:
        changes = [
            each | share_change(row.values.notnull(), after) for each, row in zip(changes, rows_before, strict=True)
        ]
    if not (rows_are_independent(dataset) and rows_are_independent(source)):
        ends = ("change_low", "change_high", "probability_change_low", "probability_change_high")
        changes = [each | {name: each[name] * np.nan for name in ends} for each in changes]
    columns = {key: xr.concat([each[key] for each in changes], result["outcome_name"]) for key in changes[0]}
    for key in ("median_change", "change_low", "change_high"):
        columns[key] = columns[key].where(
            ~result["is_withheld"] & result["quantile_value"].isel(quantile_level=0).notnull()
        )
    return result.assign(columns)


def default_outcomes(dataset: xr.Dataset, held: Sequence[Condition]) -> list[str]:
    """Return the milestones, and the launches of the missions that conditions are about."""
    about = dict.fromkeys(each.about.label for each in held if each.about.label and each.about.kind != "factor")
    launches = [f"{label}.launched" for label in about if label in dataset["mission"].values] if about else []
    dates = [name for name in CHOSEN if name in dataset and name.endswith("_year")]
    return [*launches, *dates]


def _weighed(row: Row, dataset: xr.Dataset, run_weights: xr.DataArray, dates: str) -> Weighed:
    values, _ = row_values(row, dataset, dates)
    return Weighed(values.astype(np.float64), row.values.notnull().astype(np.float64), run_weights)
