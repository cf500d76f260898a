"""Which values of a lever may have the least regret, in a sentence that claims no more than the samples decide."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.decisions.regret import may_have_least
from lunarsim.reading.titles.levers import lever_title, lever_value


def contenders(one: xr.Dataset) -> NDArray[np.bool_]:
    """Return which values may have the least regret, dims (lever,), of one outcome of :func:`regret`."""
    return may_have_least(one["least_share"].values)


def least_regret(one: xr.Dataset, dataset: xr.Dataset) -> str:
    """Return which value of the lever has the least regret, or that the samples do not decide or do not differ."""
    return " ".join(filter(None, (_least(one, dataset), _losses(one))))


def _least(one: xr.Dataset, dataset: xr.Dataset) -> str:
    lever = str(one["least_share"].dims[0])
    values, contend = dataset[lever].values.tolist(), contenders(one)
    heading = lever_title(dataset, lever)
    named = [
        lever_value(dataset, lever, value, with_units=True)
        for value, may in zip(values, contend, strict=True)
        if may or contend.all()
    ]
    if len(named) == 1:
        return f"Least regret ({heading}): {named[0]}."
    if float(one["contenders_tied_share"]) == 1:
        if contend.all():
            return f"No difference in any sample ({heading}): all values are worth the same."
        return f"Least regret ({heading}): {_listed(named, 'and')}, with no difference in any sample between them."
    which = "" if contend.all() else f": {_listed(named, 'or')}"
    return f"These samples do not decide which value has the least regret ({heading}){which}."


def _losses(one: xr.Dataset) -> str:
    """Return of net present values whether all values lose, as far as their intervals say so."""
    if not str(one["outcome_name"].item()).startswith("npv"):
        return ""
    if bool((one["option_worth_high"] < 0).all()):
        return "All of them lose; to do nothing is worth 0."
    if bool((one["option_worth_low"] <= 0).all()):
        return "None of them is clearly worth more than doing nothing, which is worth 0."
    return ""


def _listed(names: list[str], word: str) -> str:
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
