"""Why there is no scenario discovery of a target, and what target or line would give one."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.conditions import Condition
from lunarsim.reading.analysis.conditioning.named_quantity import CODE, DATE
from lunarsim.reading.analysis.valid_runs import finished

FEWEST = 20
"""So many samples at least must meet a target, and as many must not."""


def why_not(
    dataset: xr.Dataset, held: Sequence[Condition], met: xr.DataArray, at: Mapping[str, int], offer: str
) -> str:
    """Return why the samples of some lever values have no box, or nothing where they have one.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    held : sequence of Condition
        The target.
    met : DataArray, dims (levers in the box, sample)
        Share of the replicates that meet it; NaN of samples without a run that counts.
    at : mapping
        Positions along the levers that stay side by side.
    offer : str
        The line that gives more samples.
    """
    # Rows of a sample at several lever values count once, as where limits are judged.
    by_sample = met.mean([dim for dim in met.dims if dim != "sample"])
    count, sum_met = int(by_sample.notnull().sum()), float(by_sample.sum())
    if count < 2 * FEWEST:
        return f"{count} completed samples, needed {2 * FEWEST}; {offer}"
    if FEWEST <= sum_met <= count - FEWEST:
        return ""
    how = "hardly ever" if sum_met < FEWEST else "nearly always"
    needed = f"needed {FEWEST} that meet it and {FEWEST} that do not"
    text = f"the target is {how} met, in {round(sum_met, 1):,.6g} of {count:,} samples; {needed}"
    return f"{text}; {_other_target(dataset, held, at) or 'take another target, or run more samples'}"


def _other_target(dataset: xr.Dataset, held: Sequence[Condition], at: Mapping[str, int]) -> str:
    """Return a limit that a fair share of the runs meets, where the target is a single limit."""
    if len(held) > 1 or held[0].about.kind == CODE:
        return ""
    about = held[0].about
    values = about.values()
    here = {lever: index for lever, index in at.items() if lever in values.dims}
    counted = finished(dataset).isel(dict(at)) if about.known() is not True else True
    chosen = values.isel(here)
    if about.kind == DATE:
        chosen = chosen.fillna(np.inf)
    numbers = chosen.where(counted).values.astype(np.float64)
    numbers = numbers[~np.isnan(numbers)]
    sign = "<=" if "<" in held[0].agreement.sign else ">=" if ">" in held[0].agreement.sign else "<="
    for level, words in ((0.5, "half of the runs meet"), (0.25, "a quarter of the runs meets")):
        if not numbers.size:
            return ""
        value = float(np.quantile(numbers, level, method="inverted_cdf"))
        if np.isfinite(value) and numbers.min() < value < numbers.max():
            text = f"{value:.1f}" if about.kind == DATE else f"{value:.3g}"
            return f"about {words} --target {shlex.quote(f'{about.name}{sign}{text}')}"
    return ""
