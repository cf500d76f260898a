"""Which values of a lever may have the least regret, in a sentence that is honest about ties."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.titles.levers import lever_title, lever_value

BY_CHANCE = 0.05
"""In no more than this share of the resamples does a value have the least regret that surely has not."""


def contenders(one: xr.Dataset) -> NDArray[np.bool_]:
    """Return which values may have the least regret, dims (lever,), of one outcome of :func:`regret`."""
    return np.asarray(one["least_share"].values > BY_CHANCE)


def least_regret(one: xr.Dataset, dataset: xr.Dataset) -> str:
    """Return which value of the lever has the least regret, or that the difference is none that samples tell."""
    lever = str(one["least_share"].dims[0])
    values = dataset[lever].values.tolist()
    contend = [value for value, may in zip(values, contenders(one), strict=True) if may]
    heading = lever_title(dataset, lever)
    named = [lever_value(dataset, lever, value, with_units=True) for value in contend]
    if len(named) == 1:
        text = f"Least regret ({heading}): {named[0]}."
    elif len(named) == len(values):
        text = f"Least regret ({heading}): no difference that matters; other samples may name another value."
    else:
        text = f"Least regret ({heading}): no difference that matters between {', '.join(named[:-1])} and {named[-1]}."
    is_loss = str(one["outcome_name"].item()).startswith("npv") and bool((one["option_worth"] < 0).all())
    return f"{text} All of them lose; to do nothing is worth 0." if is_loss else text
