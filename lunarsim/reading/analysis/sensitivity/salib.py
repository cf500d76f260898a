"""What SALib is given: the factors, and how often it resamples."""

from __future__ import annotations

from typing import Any

import xarray as xr

from lunarsim.reading.analysis.sensitivity.design_check import factors, require_factors, require_shared_chance

FEWEST_RESAMPLES = 2
"""With which SALib gives figures whose intervals are not used."""


def checked_problem(dataset: xr.Dataset, analysis: str, least: int = 1) -> dict[str, Any]:
    """Return SALib's description of the factors, each from 0 to 1.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    analysis : str
        What is asked, in words.
    least : int
        Factors that there must be.

    Raises
    ------
    AnalysisError
        If samples differ by chance, or there are too few factors.
    """
    require_shared_chance(dataset, analysis)
    require_factors(dataset, analysis, least)
    keys = factors(dataset)
    return {"num_vars": len(keys), "names": list(keys), "bounds": [[0.0, 1.0]] * len(keys)}
