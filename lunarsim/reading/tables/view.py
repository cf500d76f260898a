"""What is shown of a sweep: which outcomes, by which levers, given what; the figures of table and JSON alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lunarsim.reading.outcome_names import is_condition
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    import xarray as xr

    from lunarsim.reading.analysis.conditioning.conditions import Condition

FEW_COMBINATIONS = 6
"""Up to so many combinations of lever values stand side by side, with their differences; more are a map."""


class View(NamedTuple):
    """What is asked to be shown.

    Parameters
    ----------
    outcomes : tuple of str, optional
        Names or patterns, or conditions; left out, what an analyst asks first.
    by : tuple of str, optional
        Levers that stay side by side, the others pooled; left out, all.
    given : tuple of str
        Conditions that hold; values of levers that are left.
    differences : bool
        Whether differences between lever values are shown though there are many combinations.
    """

    outcomes: tuple[str, ...] | None = None
    by: tuple[str, ...] | None = None
    given: tuple[str, ...] = ()
    differences: bool = False


class Figures(NamedTuple):
    """The figures that are shown.

    Parameters
    ----------
    view : View
        What was asked.
    dataset : Dataset
        What it needs of the sweep, in memory.
    pooled : Dataset
        The same with the levers that are shown only.
    levers : tuple of str
        The levers that are shown.
    taken_together : tuple of str
        Those whose values are pooled.
    summary : Dataset
        What :func:`lunarsim.reading.analysis.summary.summarize` returns or, with conditions, ``given``.
    differences : dict
        Paired differences by lever, averaged over all others; none of a map, and with conditions, unless asked for.
    defined : tuple of str
        Dates that conditions among the outcomes are about.
    """

    view: View
    dataset: xr.Dataset
    pooled: xr.Dataset
    levers: tuple[str, ...]
    taken_together: tuple[str, ...]
    summary: xr.Dataset
    differences: dict[str, xr.Dataset]
    defined: tuple[str, ...] = ()

    @property
    def is_of_conditions(self) -> bool:
        """Whether all that is shown are conditions, which have a probability and no quantiles."""
        return all(map(is_condition, map(str, self.summary["outcome_name"].values)))

    @property
    def is_map(self) -> bool:
        """Whether there are too many combinations to stand side by side."""
        return math.prod(self.pooled.sizes[lever] for lever in self.levers) > FEW_COMBINATIONS


def with_levers_chosen(dataset: xr.Dataset, view: View | None) -> tuple[xr.Dataset, View]:
    """Return the part of a sweep that has the lever values given, and what else is asked for.

    Raises
    ------
    AnalysisError, InputError
        With all faults of what is given, or if a lever of which one value is left is to be compared by.
    """
    from lunarsim.reading.analysis.conditioning.lever_values import of_lever_values
    from lunarsim.reading.analysis.pooling import lever_dims

    view = view or View()
    if not view.given:
        return dataset, view
    asked = lever_dims(dataset, view.by or ())
    dataset, given = of_lever_values(dataset, view.given)
    alone = [lever for lever in asked if lever not in dataset.dims]
    if alone:
        raise AnalysisError(f"{', '.join(alone)}: one value is given, so that there is nothing to compare; leave --by")
    return dataset, view._replace(given=tuple(given))


def figures(dataset: xr.Dataset, view: View | None = None) -> Figures:
    """Return what is shown of a sweep.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    view : View, optional
        What is asked for; left out, all that an analyst asks first. Values of levers have been chosen before.

    Raises
    ------
    AnalysisError, InputError
        With all names of levers, of outcomes or of conditions that are wrong, or if no run agrees; if differences are
        asked for where nothing is paired, or a condition weighs runs.
    """
    from lunarsim.reading.analysis.conditioning.as_outcomes import with_conditions, with_intervals
    from lunarsim.reading.analysis.conditioning.given import given
    from lunarsim.reading.analysis.conditioning.weights import interval_runs
    from lunarsim.reading.analysis.mine.beyond_market import BEYOND
    from lunarsim.reading.analysis.mine.premises import MADE, PARAMETERS, USED
    from lunarsim.reading.analysis.pooling import lever_dims, pooled
    from lunarsim.reading.analysis.summary import needed, summarize
    from lunarsim.reading.analysis.valid_runs import levers

    view = view or View()
    every = levers(dataset)
    shown = every if view.by is None else lever_dims(dataset, view.by)
    dataset, outcomes, defined = with_conditions(dataset, view.outcomes, view.given)
    view = view._replace(outcomes=outcomes)
    of_premises = (*MADE, USED, *PARAMETERS, BEYOND) if outcomes is None else ()
    selected = needed(dataset, outcomes, [*_variables(dataset, view.given), *defined, *of_premises])
    together = pooled(selected, shown)
    if view.given:
        summary = given(together, view.given, outcomes)
    else:
        summary = with_intervals(summarize(together, outcomes=outcomes), together)
        summary = summary.assign(interval_runs=interval_runs(together))
    others = tuple(lever for lever in every if lever not in shown)
    found = Figures(view, selected, together, shown, others, summary, {}, tuple(defined))
    return found._replace(differences=_differences(found))


def _differences(found: Figures) -> dict[str, xr.Dataset]:
    """Return paired differences of each lever that is shown, where they are to be shown."""
    from lunarsim.reading.analysis.differences import paired_differences
    from lunarsim.reading.analysis.valid_runs import levers

    view, dataset = found.view, found.dataset
    several = [lever for lever in found.levers if dataset.sizes[lever] > 1]
    if view.differences and not several:
        raise AnalysisError(
            "--differences compares the values of a lever, and none with two or more is shown; run a sweep with one, "
            "such as lunarsim -m cooperation=active,lapsed"
        )
    if not view.differences and (found.is_map or view.given):
        return {}
    agreeing, every = _agreeing(dataset, view.given), levers(dataset)
    return {
        lever: paired_differences(agreeing, lever, [name for name in every if name != lever], outcomes=view.outcomes)
        for lever in several
    }


def _agreeing(dataset: xr.Dataset, given: Sequence[str]) -> xr.Dataset:
    """Return a sweep with the runs that agree with all conditions only, so that pairs count in which both do."""
    if not given:
        return dataset
    from lunarsim.reading.analysis.conditioning.weights import read, weights
    from lunarsim.study.model.interface import NOT_NEEDED

    held = read(dataset, given)
    weighing = [condition.text for condition in held if condition.weighs]
    if weighing:
        raise AnalysisError(
            f"--differences takes runs that agree or do not, and {', '.join(weighing)} weighs them by their distance "
            "from a day; write a month or a year, such as launched=2026-08"
        )
    return dataset.assign(status=dataset["status"].where(weights(dataset, held) > 0, NOT_NEEDED).astype("i1"))


def _variables(dataset: xr.Dataset, given: Sequence[str]) -> list[str]:
    """Return the variables that conditions are about."""
    if not given:
        return []
    from lunarsim.reading.analysis.conditioning.weights import read

    held: tuple[Condition, ...] = read(dataset, given)
    return [*(str(condition.about.read().name) for condition in held), "mission_first_outcome", "u"]
