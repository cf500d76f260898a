"""Which station a picture shows, and along what values of a lever."""

from __future__ import annotations

import xarray as xr

from lunarsim.reading.analysis.valid_runs import along_runs, finished
from lunarsim.reading.plots.chosen import along_lever
from lunarsim.reading.titles.labels import label_title
from lunarsim.words.errors import AnalysisError


def of_station(dataset: xr.Dataset, name: str, lever: str | None) -> tuple[xr.Dataset, str]:
    """Return a sweep with one station, or with all that are compared, and what to say of the station.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    name : str
        The outcome that is drawn, along ``station``.
    lever : str, optional
        Dimension that is compared, ``station`` among them.

    Raises
    ------
    AnalysisError
        If the sweep lacks the outcome, or no run ended well.
    """
    if name not in dataset:
        raise AnalysisError(f"{name} is not in the dataset, as in sweeps of earlier versions; run the sweep again")
    counted = finished(dataset)
    if not bool(along_runs(counted, *[str(dim) for dim in counted.dims]).any()):
        raise AnalysisError("no run ended well, so there is nothing to draw")
    said = ""
    if "station" in dataset.dims and lever != "station":
        if dataset.sizes["station"] > 1:
            main = dataset["station"].values[0]
            said = f"Main station: {label_title('station', main, dataset)}."
        dataset = dataset.isel(station=0, drop=True)
    return along_lever(dataset, lever), said


def with_run_of_each(dataset: xr.Dataset, name: str, *dims: str) -> xr.DataArray:
    """Return an outcome of the runs that ended well, NaN for the others, dims (sample, replicate and some others)."""
    counted = finished(dataset)
    kept = [dim for dim in dims if dim in counted.dims]
    return along_runs(dataset[name], *dims).where(along_runs(counted, *kept))
