"""Conditions that are asked for as outcomes: how likely each is to hold."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from lunarsim.reading.analysis.conditioning.condition_words import condition_title
from lunarsim.reading.analysis.conditioning.conditions import Condition, conditions
from lunarsim.reading.analysis.conditioning.named_quantity import DATE
from lunarsim.reading.analysis.conditioning.weights import interval_runs
from lunarsim.reading.analysis.intervals import wilson
from lunarsim.reading.analysis.sensitivity.responses import LEVEL
from lunarsim.reading.analysis.summary import choices
from lunarsim.reading.outcome_names import is_condition
from lunarsim.words.errors import AnalysisError, Fault, InputError

_OF_A_DAY = (
    "an exact date weighs runs by their distance from it, so that it has no probability; write a month or a year, such "
    "as launched=2026-08, or a limit"
)


def with_conditions(
    dataset: xr.Dataset, outcomes: Sequence[str] | None, given: Sequence[str] = ()
) -> tuple[xr.Dataset, tuple[str, ...] | None, list[str]]:
    """Return a sweep in which the conditions among some outcomes are outcomes as others are.

    Such an outcome has a value, 1, in the runs in which the condition holds and none in the others: its probability is
    that of having a value, as with all outcomes, and it has no quantiles.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    outcomes : sequence of str, optional
        Names or patterns of outcomes, and conditions.
    given : sequence of str
        Conditions that are to hold; their faults are reported with the others.

    Returns
    -------
    dataset : Dataset
        With a variable for each condition, dims (levers, sample, replicate), by its text.
    outcomes : tuple of str, optional
        Names of outcomes, those of conditions as their variables.
    about : list of str
        The milestones that conditions are about, by the names of their dates.

    Raises
    ------
    InputError
        With all faults of the conditions and, where there is one among the outcomes, of the other names.
    """
    if outcomes is None or not any(map(is_condition, outcomes)):
        return dataset, None if outcomes is None else tuple(outcomes), []
    faults: list[Fault] = []
    read: dict[str, Condition] = {}
    for name in outcomes:
        try:
            if is_condition(name):
                (read[name],) = conditions(dataset, [name])
            else:
                choices(dataset, [name])
        except InputError as error:
            faults += error.faults
        except AnalysisError as error:
            faults.append(Fault("outcomes", str(error)))
    faults += [Fault(condition.text, _OF_A_DAY) for condition in read.values() if condition.weighs]
    try:
        conditions(dataset, given)
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults)
    made = {condition.text: _outcome(dataset, condition) for condition in read.values()}
    names = tuple(read[name].text if is_condition(name) else name for name in outcomes)
    about = (condition.about for condition in read.values())
    dates = [str(each.read().name) for each in about if each.kind == DATE and not each.label]
    return dataset.assign(made), names, list(dict.fromkeys(dates))


def _outcome(dataset: xr.Dataset, condition: Condition) -> xr.Variable:
    """Return a condition without coordinates of its own: the sweep's have the titles of levers."""
    holds = condition.weights()
    values, _ = xr.broadcast(holds.where(holds > 0), dataset["status"])
    about = {"long_name": condition_title(condition), "units": "1"}
    return xr.Variable(dataset["status"].dims, values.transpose(*dataset["status"].dims).data, about)


def with_intervals(summary: xr.Dataset, dataset: xr.Dataset) -> xr.Dataset:
    """Return the summary of a sweep with the 90 % intervals of the probabilities of conditions, if there are any.

    They are Wilson's for the effective number of runs, ``probability_low`` and ``probability_high`` (outcome_name,
    levers), NaN of other outcomes and where samples are not independent.
    """
    asked = [is_condition(str(name)) for name in summary["outcome_name"].values]
    if not any(asked):
        return summary
    runs = interval_runs(dataset)
    of_conditions = xr.DataArray(asked, dims="outcome_name")
    low, high = wilson(summary["value_probability"], runs, LEVEL)
    return summary.assign(probability_low=low.where(of_conditions), probability_high=high.where(of_conditions))
