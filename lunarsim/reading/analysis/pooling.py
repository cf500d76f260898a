"""Pooling: levers that are not compared become further replicates, so that each run weighs the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import SAMPLING, levers
from lunarsim.words.errors import AnalysisError, unknown


def lever_dims(dataset: xr.Dataset, names: Sequence[str]) -> tuple[str, ...]:
    """Return the dimensions of levers by their names or config keys, each once.

    Raises
    ------
    AnalysisError
        With every name that is no lever of the sweep, or if it has none.
    """
    dims = levers(dataset)
    along = {str(name): str(values.dims[0]) for name, values in dataset.coords.items() if values.dims in zip(dims)}
    by_key = {str(dataset[name].attrs.get("config_key", name)): dim for name, dim in along.items()}
    known = {**by_key, **along, **{dim: dim for dim in dims}}
    if names and not known:
        raise AnalysisError("the sweep has no levers to group by; a lever is a sweep over values: lunarsim -m site=a,b")
    problems = [unknown(name, known, "lever") for name in names if name not in known]
    if problems:
        raise AnalysisError("; ".join(problems))
    return tuple(dict.fromkeys(known[name] for name in names))


def pooled(dataset: xr.Dataset, keep: Sequence[str]) -> xr.Dataset:
    """Return a sweep with some of its levers, in their order; the values of others are taken together.

    Each run weighs the same, so that a value of a pooled lever at which some runs failed weighs less. Runs of one
    sample at other values of a pooled lever become replicates of that sample: they share its factors, so that they
    count as one where independent runs are counted. Replicates of a single sample, which stand in for samples, become
    these.

    Parameters
    ----------
    dataset : Dataset
        A sweep, best one of few variables: what varies along a pooled lever is read.
    keep : sequence of str
        Dimensions of the levers that stay.
    """
    others = [lever for lever in levers(dataset) if lever not in keep]
    if others:
        independent, taken = ("sample", "replicate") if dataset.sizes["sample"] > 1 else ("replicate", "sample")
        beside = [name for name, values in dataset.coords.items() if set(values.dims) & {*others, *SAMPLING}]
        stacked = dataset.drop_vars(beside).stack({"pooled_runs": (*others, taken)}, create_index=False)
        dataset = stacked.rename({independent: "sample"} if independent != "sample" else {})
        dataset = dataset.rename({"pooled_runs": "replicate"})
        dataset = dataset.assign_coords({name: np.arange(dataset.sizes[name]) for name in SAMPLING})
    return dataset.transpose(*keep, "sample", "replicate", ...)
