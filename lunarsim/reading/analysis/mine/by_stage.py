"""Rare earths stage by stage, from the ground to the Earth."""

from __future__ import annotations

import xarray as xr

from lunarsim.physics.resource.patterns import LANTHANIDES
from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, finished, quantiles_of_runs
from lunarsim.words.errors import AnalysisError

STAGED = "ree_by_stage_t"
STAGES = ("in_place", "minable", "mined", "produced", "delivered")


def by_stage(dataset: xr.Dataset) -> xr.Dataset:
    """Return how much of each element is left at each stage, and what share of that mined gets how far.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate, stage and ree must have been selected.

    Returns
    -------
    Dataset
        ``total mean`` (stage) [t], the lanthanides in the mean of the runs that ended well; ``total low`` and ``total
        high``, their P10 and P90; ``element mean`` (stage, ree) [t]; ``product share`` and ``home share`` (ree) [1]
        of what was mined that is in the product and on the Earth, quotients of means, NaN where nothing is mined;
        ``some count`` (stage) of the runs with more than nothing; ``run count``.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the dataset tells no stages, or if no run ended well.
    """
    if STAGED not in dataset or set(STAGES) - set(map(str, dataset["stage"].values)):
        raise AnalysisError(f"stages: {STAGED} with {', '.join(STAGES)} not in the dataset; run the sweep again")
    counted = along_runs(finished(dataset))
    if not bool(counted.any()):
        raise AnalysisError("no run ended well, so there is nothing to draw")
    amounts = along_runs(dataset[STAGED].sel(stage=list(STAGES)), "stage", "ree").astype(float).where(counted)
    lanthanides = [name for name in amounts["ree"].values if str(name) in LANTHANIDES]
    totals = amounts.sel(ree=lanthanides).sum("ree", skipna=False)
    means = amounts.mean(SAMPLING).transpose("stage", "ree")
    mined = means.sel(stage="mined", drop=True)
    ends = quantiles_of_runs(totals, (0.1, 0.9))
    return xr.Dataset(
        {
            "total mean": totals.mean(SAMPLING),
            "total low": ends.isel({"quantile level": 0}, drop=True),
            "total high": ends.isel({"quantile level": 1}, drop=True),
            "element mean": means,
            "product share": means.sel(stage="produced", drop=True) / mined.where(mined > 0),
            "home share": means.sel(stage="delivered", drop=True) / mined.where(mined > 0),
            "some count": (totals > 0).sum(SAMPLING),
            "run count": counted.sum(),
        }
    )
