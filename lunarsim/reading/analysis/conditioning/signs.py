"""What can be seen by a date: launches, landings, losses, milestones and budgets, each as a condition on the runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.named_quantity import FIELDS
from lunarsim.reading.analysis.missions.launches import ARRIVED, UNFLOWN, flag_meanings
from lunarsim.reading.analysis.summary import CHOSEN, rows
from lunarsim.reading.analysis.valid_runs import SAMPLING, finished

LOW, HIGH = 0.25, 0.75
"""A budget is low or high where it lies in the lowest or the highest quarter of the runs."""

BUDGET = "budget_musd"


class Sign(NamedTuple):
    """Something that can be seen by a date.

    Parameters
    ----------
    name : str
        Its key, such as ``change_7 launched``.
    about : str
        The outcome that it is a sign of, which it says nothing new of.
    news : tuple of str
        The conditions that ``lunarsim observe`` takes for it; a limit that differs by lever is left open.
    seen : DataArray, dims (levers, sample, replicate)
        1 where it is seen, 0 where not, NaN where the run does not count.
    """

    name: str
    about: str
    news: tuple[str, ...]
    seen: xr.DataArray


def signs(dataset: xr.Dataset, by: float) -> Iterator[Sign]:
    """Yield what can be seen by a date in a sweep.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    by : float
        The date, as decimal year [year].
    """
    yield from _of_missions(dataset, by)
    yield from _of_milestones(dataset, by)
    yield from _of_budgets(dataset, by)


def _of_missions(dataset: xr.Dataset, by: float) -> Iterator[Sign]:
    fields = FIELDS["mission"]
    if not {*fields.values()} <= set(dataset.data_vars):
        return
    launched = dataset[fields["launched"]].load() < by
    landed = dataset[fields["landed"]].load() < by
    outcomes = dataset[fields["outcome"]].load()
    safe = [code for code, word in flag_meanings(outcomes).items() if word in UNFLOWN | ARRIVED]
    # The store has no date of a loss: it is that of a flight which was launched by the date.
    every = {"launched": launched, "landed": landed, "lost": launched & ~outcomes.isin(safe)}
    for mission in map(str, dataset["mission"].values):
        key = f"{mission}.launched"
        news = {
            "launched": (f"{key}<{by:g}",),
            "landed": (f"{mission}.landed<{by:g}",),
            "lost": (f"{key}<{by:g}", f"{mission}.outcome=lost"),
        }
        for word, seen in every.items():
            yield Sign(f"{mission} {word}", key, news[word], _counted(dataset, seen.sel(mission=mission, drop=True)))


def _of_milestones(dataset: xr.Dataset, by: float) -> Iterator[Sign]:
    dates = [name for name in CHOSEN if name in dataset and name.endswith("_year")]
    for row in rows(dataset, dates):
        name, _, label = row.name.rstrip(")").partition("(")
        key = f"{label}.{name.removesuffix('_year')}" if label else name.removesuffix("_year")
        yield Sign(f"{key} reached", row.name, (f"{key}<{by:g}",), _counted(dataset, row.values.load() < by))


def _counted(dataset: xr.Dataset, seen: xr.DataArray) -> xr.DataArray:
    return seen.astype(np.float64).where(finished(dataset))


def _of_budgets(dataset: xr.Dataset, by: float) -> Iterator[Sign]:
    if BUDGET not in dataset:
        return
    year = int(np.ceil(by)) - 1
    if year not in dataset["year"].values:
        return
    money = dataset[BUDGET].sel(year=year, drop=True).load().where(finished(dataset)).astype(np.float64)
    for program in map(str, dataset["program"].values):
        own = money.sel(program=program, drop=True)
        there = own.notnull().any(SAMPLING)
        if not bool(there.any()):
            continue
        # Where a program has no budget at all, as in a scenario without it, none is low or high.
        levels = own.where(there, 0.0).quantile([LOW, HIGH], SAMPLING).where(there)
        low, high = (levels.sel(quantile=level, drop=True) for level in (LOW, HIGH))
        name = f"{program}.budget_{year}"
        for word, sign, limit, seen in (("low", "<=", low, own <= low), ("high", ">=", high, own >= high)):
            news = f"{name}{sign}{float(limit):.4g}" if not limit.dims else f"{name}{sign}..."
            yield Sign(f"{name} {word}", name, (news,), seen.astype(np.float64).where(own.notnull()))
