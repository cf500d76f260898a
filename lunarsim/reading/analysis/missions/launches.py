"""Missions of a sweep: when each was planned, when it flew, and how it ended."""

from __future__ import annotations

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, end_years, finished, quantiles_of_runs
from lunarsim.words.errors import AnalysisError

ABSENT = "absent"
QUANTILES = (0.1, 0.5, 0.9)


def mission_launches(dataset: xr.Dataset) -> xr.Dataset:
    """Return the launches of the missions over the runs that ended well.

    A mission that was not launched by the end counts as later than all others, so that its quantiles are infinite.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate and mission must have been selected.

    Returns
    -------
    Dataset
        ``planned_year``, ``launch_year`` (quantile_level) of the first launch and ``launched_share``, dims (mission,);
        ``outcome_share`` (flight_outcome, mission) of the last flight; ``end_year`` and ``run_count``. Missions that
        the manifest lacks are left out. A dataset of an earlier version may have no ``planned_year`` (NaN), and its
        ``launch_year`` is that of the last launch: the attribute "launch" says "first" or "last".

    Raises
    ------
    AnalysisError
        If a dimension is left over, if no run ended well, or if the dataset has no missions.
    """
    if "mission_outcome" not in dataset:
        raise AnalysisError("mission_outcome is not in the dataset, so there are no missions to analyze")
    counted = along_runs(finished(dataset))
    runs = int(counted.sum())
    if not runs:
        raise AnalysisError("no run ended well, so there is nothing to draw")
    codes = along_runs(dataset["mission_outcome"], "mission").where(counted)
    meanings = flag_meanings(dataset["mission_outcome"])
    shares = [(codes == code).sum(SAMPLING) / runs for code in meanings]
    outcome = xr.concat(shares, xr.Variable("flight_outcome", list(meanings.values())))
    # What is planned is the first flight; the last one may make up for a loss.
    which = "first" if "mission_first_launch_year" in dataset else "last"
    name = "mission_first_launch_year" if which == "first" else "mission_launch_year"
    launched = along_runs(dataset[name], "mission")
    planned = xr.full_like(launched, np.nan)
    if "mission_planned_year" in dataset:
        planned = along_runs(dataset["mission_planned_year"], "mission")
    result = xr.Dataset(
        {
            "planned_year": planned.where(counted).mean(SAMPLING),
            "launch_year": quantiles_of_runs(launched.where(launched.notnull(), np.inf).where(counted), QUANTILES),
            "launched_share": launched.where(counted).notnull().sum(SAMPLING) / runs,
            "outcome_share": outcome,
            "end_year": along_runs(end_years(dataset)),
            "run_count": runs,
        },
        attrs={"launch": which},
    )
    present = outcome.sel({"flight_outcome": ABSENT}) < 1 if ABSENT in meanings.values() else outcome.sum(outcome.dims)
    return result.isel(mission=np.flatnonzero(np.broadcast_to(np.asarray(present), result["planned_year"].shape)))


def flag_meanings(codes: xr.DataArray) -> dict[int, str]:
    """Return the meaning of each code of a variable, from its attributes.

    Raises
    ------
    AnalysisError
        If the variable does not say.
    """
    if "flag_meanings" not in codes.attrs:
        raise AnalysisError(f"{codes.name} does not say what its codes mean: it lacks flag_values and flag_meanings")
    values = np.atleast_1d(codes.attrs["flag_values"])
    return dict(zip(map(int, values), str(codes.attrs["flag_meanings"]).split(), strict=True))
