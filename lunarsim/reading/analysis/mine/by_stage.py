"""Rare earths stage by stage, from the deposit to Earth."""

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
        ``total_mean`` (stage) [t], the mean of the lanthanides over the runs that ended well; ``total_low`` and
        ``total_high``, their P10 and P90; ``element_mean`` (stage, ree) [t]; ``product_share`` and ``delivered_share``
        (ree) [1], what share of the mined amount is in the product and on Earth, quotients of means, NaN where nothing
        is mined;
        ``nonzero_count`` (stage) of the runs with more than nothing; ``run_count``.

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the dataset has no stages, or if no run ended well.
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
            "total_mean": totals.mean(SAMPLING),
            "total_low": ends.isel({"quantile_level": 0}, drop=True),
            "total_high": ends.isel({"quantile_level": 1}, drop=True),
            "element_mean": means,
            "product_share": means.sel(stage="produced", drop=True) / mined.where(mined > 0),
            "delivered_share": means.sel(stage="delivered", drop=True) / mined.where(mined > 0),
            "nonzero_count": (totals > 0).sum(SAMPLING),
            "run_count": counted.sum(),
        }
    )
