"""What is shown of a sweep: which outcomes, by which levers, given what; the figures of table and JSON alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

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
        Names or patterns; left out, what an analyst asks first.
    by : tuple of str, optional
        Levers that stay side by side, the others pooled; left out, all.
    given : tuple of str
        Conditions that hold.
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
    """

    view: View
    dataset: xr.Dataset
    pooled: xr.Dataset
    levers: tuple[str, ...]
    taken_together: tuple[str, ...]
    summary: xr.Dataset

    @property
    def combinations(self) -> int:
        """How many combinations of lever values are shown."""
        count = 1
        for lever in self.levers:
            count *= int(self.pooled.sizes[lever])
        return count

    @property
    def is_map(self) -> bool:
        """Whether there are too many combinations to stand side by side."""
        return self.combinations > FEW_COMBINATIONS

    def differences(self) -> dict[str, xr.Dataset]:
        """Return paired differences by lever, averaged over all others; none where a map did not ask for them.

        Raises
        ------
        AnalysisError
            If they are asked for where nothing is paired, or a condition weighs runs.
        """
        from lunarsim.reading.analysis.differences import paired_differences
        from lunarsim.reading.analysis.valid_runs import levers

        if self.is_map and not self.view.differences:
            return {}
        several = [lever for lever in self.levers if self.dataset.sizes[lever] > 1]
        if self.view.differences and not several:
            raise AnalysisError(
                "--differences compares the values of a lever, and none with two or more is shown; run a sweep with "
                "one, such as lunarsim -m cooperation=active,lapsed"
            )
        if self.view.given and not self.view.differences:
            return {}
        dataset = self._agreeing()
        every = levers(self.dataset)
        return {
            lever: paired_differences(
                dataset, lever, [name for name in every if name != lever], outcomes=self.view.outcomes
            )
            for lever in several
        }

    def _agreeing(self) -> xr.Dataset:
        """Return the sweep with the runs that agree with all conditions only, so that pairs count in which both do."""
        if not self.view.given:
            return self.dataset
        from lunarsim.reading.analysis.conditioning.weights import read, weights
        from lunarsim.study.model.interface import NOT_NEEDED

        held = read(self.dataset, self.view.given)
        weighing = [condition.text for condition in held if condition.weighs]
        if weighing:
            raise AnalysisError(
                f"--differences takes runs that agree or do not, and {', '.join(weighing)} weighs them by their "
                "distance from a day; write a month or a year, such as launched=2026-08"
            )
        agree = weights(self.dataset, held) > 0
        return self.dataset.assign(status=self.dataset["status"].where(agree, NOT_NEEDED).astype("i1"))


def figures(dataset: xr.Dataset, view: View | None = None) -> Figures:
    """Return what is shown of a sweep.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    view : View, optional
        What is asked for; left out, all that an analyst asks first.

    Raises
    ------
    AnalysisError, InputError
        With all names of levers, of outcomes or of conditions that are wrong, or if no run agrees.
    """
    from lunarsim.reading.analysis.conditioning.given import given
    from lunarsim.reading.analysis.pooling import lever_dims, pooled
    from lunarsim.reading.analysis.summary import needed, summarize
    from lunarsim.reading.analysis.valid_runs import levers

    view = view or View()
    every = levers(dataset)
    shown = every if view.by is None else lever_dims(dataset, view.by)
    selected = needed(dataset, view.outcomes, _variables(dataset, view.given))
    together = pooled(selected, shown)
    outcomes = view.outcomes
    summary = given(together, view.given, outcomes) if view.given else summarize(together, outcomes=outcomes)
    return Figures(view, selected, together, shown, tuple(lever for lever in every if lever not in shown), summary)


def _variables(dataset: xr.Dataset, given: Sequence[str]) -> list[str]:
    """Return the variables that conditions are about."""
    if not given:
        return []
    from lunarsim.reading.analysis.conditioning.weights import read

    held: tuple[Condition, ...] = read(dataset, given)
    return [*(str(condition.about.read().name) for condition in held), "mission_first_outcome", "u"]
