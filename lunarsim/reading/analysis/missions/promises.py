"""Official milestones: when each wording is fulfilled, and how likely by the date that was promised."""

from __future__ import annotations

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import SAMPLING, as_dates, finished, quantiles_and_errors
from lunarsim.words.errors import AnalysisError

REACHED, PROMISED = "official_milestone_year", "official_milestone_promised_year"
QUANTILES = (0.1, 0.5, 0.9)

A_DAY = 1 / 365
"""A promised day is over at its end [year]."""


def has_promises(dataset: xr.Dataset) -> bool:
    """Return whether a sweep has official milestones; stores of earlier versions have none, as have some plans."""
    return REACHED in dataset and dataset.sizes["official_milestone"] > 0


def promises(dataset: xr.Dataset) -> xr.Dataset:
    """Return the dates of the official milestones beside those that were promised.

    Parameters
    ----------
    dataset : Dataset
        A sweep.

    Returns
    -------
    Dataset
        ``quantile_value``, infinity for never, and ``quantile_error``, half the width of its 90 % interval as of
        ``summarize`` (official_milestone, levers, quantile_level); ``promised_date``, decimal year,
        ``probability_by_promise`` and ``probability_at_all`` (official_milestone, levers), NaN where the plan lacks the
        milestone or no run ended well.

    Raises
    ------
    AnalysisError
        If the dataset has no official milestones.
    """
    if not has_promises(dataset):
        raise AnalysisError("promises: no official milestones in the dataset; run the sweep again, with their programs")
    there = finished(dataset) & dataset[PROMISED].notnull()
    promised = dataset[PROMISED].where(there)
    dates = as_dates(dataset[REACHED], dataset).where(there)
    runs = there.sum(SAMPLING)
    kept = (dates <= promised + A_DAY).where(there)
    value, error = quantiles_and_errors(dates, QUANTILES)
    result = xr.Dataset(
        {
            "quantile_value": value,
            "quantile_error": error,
            "promised_date": promised.max(SAMPLING),
            "probability_by_promise": kept.sum(SAMPLING) / runs.where(runs > 0),
            "probability_at_all": (dates < np.inf).sum(SAMPLING) / runs.where(runs > 0),
        }
    )
    return result.transpose("official_milestone", ...)


def what_they_ask(result: xr.Dataset) -> list[str]:
    """Return what official milestones ask for, a sentence for each wording; nothing where none is stored."""
    asks = result.coords.get("official_milestone_asks")
    if asks is None:
        return []
    together: dict[str, list[str]] = {}
    for title, asked in zip(result["official_milestone_title"].values, asks.values, strict=True):
        together.setdefault(str(asked), []).append(str(title))
    return [f"{'; '.join(titles)}: {asked}." for asked, titles in together.items()]
