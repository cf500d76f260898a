"""A sweep that starts in the past against what happened: scores by mission, probability of the full record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.missions.launches import flag_meanings
from lunarsim.reading.analysis.valid_runs import along_runs, finished
from lunarsim.words.errors import AnalysisError

Numbers = NDArray[np.float64]

NOT_FLOWN = "not_flown"
EDGES = {"coverage_50": (0.25, 0.75), "coverage_80": (0.1, 0.9)}


class Happened(NamedTuple):
    """What became of a mission by the date up to which the record is known.

    Parameters
    ----------
    launch_year : float [year]
        Decimal year of its launch; NaN where it had not flown.
    outcomes : tuple of str
        Outcomes of a run that count as the same; ``not_flown`` where it had not flown.
    """

    launch_year: float
    outcomes: tuple[str, ...]


def hindcast(dataset: xr.Dataset, record: Mapping[str, Happened], known_until_year: float) -> xr.Dataset:
    """Return how well a sweep foresaw what happened to its missions by a date.

    Forecast and outcome are clipped at that date: a mission that had not flown scores what the forecast promised before
    it.

    Parameters
    ----------
    dataset : Dataset
        A sweep whose simulation ends at the date; dimensions other than sample, replicate and mission must have been
        selected.
    record : mapping of str to Happened
        By mission; all of them must be in the dataset.
    known_until_year : float
        Decimal year of the date [year].

    Returns
    -------
    Dataset
        Along ``mission``: ``crps_years`` of the launch date and ``face_value_years``, the error of the planned one
        [year]; ``probability`` of the outcome that came; ``position`` of the launch in the forecast (0 to 1, NaN where
        it had not flown). Without dimension: ``crps_ratio``, the coverages ``coverage_50`` and ``coverage_80`` of the
        missions that have flown, ``record_probability``, the share of runs in which every mission fared as it did, and
        ``run_count``.

    Raises
    ------
    AnalysisError
        If the sweep lacks a mission of the record, or no run ended well.
    """
    missing = sorted(set(record) - set(dataset["mission"].values.tolist()))
    if missing:
        raise AnalysisError(f"the sweep has no mission {', '.join(missing)}, so it cannot be compared with the record")
    good = along_runs(finished(dataset)).values.ravel()
    if not good.any():
        raise AnalysisError("no run ended well, so there is nothing to score")
    names = list(record)
    chosen = dataset.sel(mission=names)

    def runs(name: str) -> Numbers:
        values = along_runs(chosen[name], "mission").transpose("mission", ...).values
        kept: Numbers = values.reshape(len(names), -1)[:, good]
        return kept

    meanings = flag_meanings(dataset["mission_outcome"])
    codes, launched = runs("mission_outcome"), runs("mission_launch_year")
    planned = np.nanmean(runs("mission_planned_year"), axis=1)
    flown = np.array([record[name].launch_year for name in names])
    same = np.array(
        [
            np.isin(codes[i], [code for code, word in meanings.items() if word in record[name].outcomes])
            for i, name in enumerate(names)
        ]
    )
    clipped = np.minimum(np.where(np.isnan(launched), np.inf, launched), known_until_year)
    known = np.minimum(np.where(np.isnan(flown), np.inf, flown), known_until_year)
    crps = np.array([ensemble_crps(members, day) for members, day in zip(clipped, known, strict=True)])
    face = np.abs(np.minimum(planned, known_until_year) - known)
    below = (clipped < known[:, None]).mean(axis=1)
    position = np.where(np.isnan(flown), np.nan, below)
    result = xr.Dataset(
        {
            "crps_years": ("mission", crps),
            "face_value_years": ("mission", face),
            "probability": ("mission", same.mean(axis=1)),
            "position": ("mission", position),
            "crps_ratio": crps.sum() / face.sum() if face.sum() > 0 else np.nan,
            "record_probability": same.all(axis=0).mean(),
            "run_count": int(good.sum()),
        },
        coords={"mission": names},
    )
    seen = position[~np.isnan(position)]
    for name, (low, high) in EDGES.items():
        result[name] = ((seen >= low) & (seen <= high)).mean() if len(seen) else np.nan
    return result


def ensemble_crps(members: Numbers, outcome: float) -> float:
    """Return the continuous ranked probability score of a forecast given by equally likely members.

    Source: Gneiting and Raftery, J. Am. Stat. Assoc. 102 (2007), eq. 21: mean distance to the outcome minus half the
    mean distance between two members, which the order of the members gives at once.

    Parameters
    ----------
    members : array, dims (run,)
        Of the forecast, all finite.
    outcome : float
        What came, in the same unit.
    """
    ordered = np.sort(members)
    count = len(ordered)
    between = 2.0 * float(((2 * np.arange(1, count + 1) - count - 1) * ordered).sum()) / count**2
    return float(np.abs(ordered - outcome).mean() - 0.5 * between)
