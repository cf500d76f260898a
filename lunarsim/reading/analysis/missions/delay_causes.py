"""Why late? Mean delay of a milestone by cause, from its planned date on."""

from __future__ import annotations

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.cells import intervals_of_means
from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, capped_dates, end_years, finished
from lunarsim.words.errors import AnalysisError
from lunarsim.words.units import DAYS_PER_YEAR


def delay_causes(dataset: xr.Dataset, milestone: str, lever: str | None = None) -> xr.Dataset:
    """Return the mean delay of a milestone by cause.

    A milestone that a run does not reach counts as reached at the end of the simulation.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate and the lever must have been selected, that of stations too.
    milestone : str
        A label of the dimension ``milestone``, such as ``station_basic``.
    lever : str, optional
        Dimension whose values are kept apart.

    Returns
    -------
    Dataset
        ``mean_delay`` (cause, lever) [day], which add up, with the 90 % interval of each mean ``mean_delay_low`` to
        ``mean_delay_high``, NaN where no rows are independent; ``planned_year`` and ``mean_year`` (lever), decimal
        year, both means over the same runs, the latter with its interval ``mean_year_low`` to ``mean_year_high``;
        ``unreached_share`` of them that do not reach the milestone and count to the end; ``end_year``; ``run_count``,
        and ``unplanned_runs``, which the plan gives no date and are left out.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the dataset has no such milestone, or if no run that counts has a delay.
    """
    kept = (lever,) if lever else ()
    if "delay_days" not in dataset:
        raise AnalysisError("delay_days is not in the dataset, so there are no causes of delay")
    known = [str(label) for label in dataset["milestone"].values]
    if milestone not in known:
        raise AnalysisError(f"milestone is {milestone!r}, allowed: {', '.join(known)}")
    ended_well = along_runs(finished(dataset), *kept)
    delay = along_runs(dataset["delay_days"].isel(milestone=known.index(milestone), drop=True), "cause", *kept)
    planned = delay.notnull().all("cause")
    counted = ended_well & planned
    if not bool(counted.any()):
        reason = "the plan gives it no date" if bool(ended_well.any()) else "no run ended well"
        raise AnalysisError(f"{milestone} has no delay: {reason}")
    dates = along_runs(dataset[f"{milestone}_year"], *kept)
    capped = along_runs(capped_dates(dates, dataset), *kept)
    runs = counted.sum(SAMPLING)
    by_cause = delay.where(counted).mean(SAMPLING)
    low, high = intervals_of_means(delay.where(counted), dataset, ("cause", *kept))
    mean_year = capped.where(counted).mean(SAMPLING)
    year_low, year_high = intervals_of_means(capped.where(counted), dataset, kept)
    return xr.Dataset(
        {
            "mean_delay": by_cause.transpose("cause", *kept),
            "mean_delay_low": low,
            "mean_delay_high": high,
            # What is stored is the delay; the plan is the date less it.
            "planned_year": mean_year - by_cause.sum("cause") / DAYS_PER_YEAR,
            "mean_year": mean_year,
            "mean_year_low": year_low,
            "mean_year_high": year_high,
            "unreached_share": (dates.isnull() & counted).sum(SAMPLING) / runs.where(runs > 0, np.nan),
            "end_year": along_runs(end_years(dataset), *kept),
            "run_count": runs,
            "unplanned_runs": (ended_well & ~planned).sum(SAMPLING),
        }
    )
