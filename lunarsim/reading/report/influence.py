"""Which inputs matter, for the page: the factors that move an outcome and how far.

These figures are of all runs: sliders do not weigh them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.ranking.effects import MORRIS, SWINGS
from lunarsim.reading.analysis.ranking.fits import samples_taken
from lunarsim.reading.analysis.ranking.what_matters import sensitivity
from lunarsim.reading.analysis.sensitivity.design_check import rows_together
from lunarsim.reading.analysis.summary import Row, rows
from lunarsim.reading.analysis.valid_runs import capped_dates, finished, levers
from lunarsim.reading.titles.known import capital
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.titles.levers import factor_title, lever_is
from lunarsim.reading.titles.outcomes import outcome_title
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.words.errors import AnalysisError

MOST_FACTORS = 12
"""Bars of a picture."""

MOST_COMBINATIONS = 12
"""Combinations of levers for which factors are ranked; of more the first ones."""


class Influence(NamedTuple):
    """What matters.

    Parameters
    ----------
    tornado : list
        For each outcome and combination of levers what the page draws.
    by_factor : mapping
        By the key of a factor, its share of the variance of each outcome with its 90 % interval, of the combination of
        levers where it is largest. Of designs that give no shares it is how far the factor moves the outcome,
        ``effect`` with its ``units``, and ``relative`` to the factor that moves that outcome most.
    note : str
        What a reader must know; why there is nothing, where there is nothing.
    """

    tornado: list[dict[str, Any]]
    by_factor: dict[str, dict[str, dict[str, Any]]]
    note: str


def influence(dataset: xr.Dataset, outcomes: Sequence[str]) -> Influence:
    """Return what matters for some outcomes.

    Parameters
    ----------
    dataset : Dataset
        The sweep.
    outcomes : sequence of str
        Variables.
    """
    dims = levers(dataset)
    few = {dim: slice(0, 1) for dim in dims[1:]} | {dim: slice(0, MOST_COMBINATIONS) for dim in dims[:1]}
    if prod(dataset.sizes[dim] for dim in dims) <= MOST_COMBINATIONS:
        few = {}
    names = [name for name in outcomes if name in dataset]
    if not names:
        return Influence([], {}, "")
    try:
        found = sensitivity(dataset.isel(few), names)
    except AnalysisError as error:
        return Influence([], {}, str(error))
    notes = ["Factors are ranked for the first lever values only." if few else "", str(found.attrs.get("notes", ""))]
    tornado = list(_entries(dataset, found))
    notes.append("" if tornado else "No input stands out from chance in these runs.")
    if found.attrs.get("next_line"):
        notes.append("The command lunarsim sensitivity prints the line that would say more.")
    return Influence(tornado, _by_factor(dataset, found), " ".join(capital(note) for note in notes if note))


def _entries(dataset: xr.Dataset, found: xr.Dataset) -> Iterator[dict[str, Any]]:
    """Yield what the page draws of each outcome at each combination of levers."""
    dims = levers(dataset)
    sizes = [dataset.sizes[dim] for dim in dims]
    ranked = _rows_ranked(dataset)
    for name in found["outcome_name"].values.tolist():
        of_outcome = found.sel(outcome_name=name)
        for index in np.ndindex(*(found.sizes[dim] for dim in dims)):
            at = dict(zip(dims, index, strict=True))
            one = of_outcome.isel(at)
            here = dataset.isel({**at, "sample": ranked})
            (row,) = rows(here, [name])
            factors = _factors(dataset, one, _zero(row, here, str(one["missing_rule"].item())))
            reached = str(one["missing_rule"].item()) == "reached"
            entry = {
                "outcome": f"{outcome_in_words(dataset, name)}{', probability' if reached else ''}",
                "units": "" if reached else units_in_words(row.units, of_dates=row.is_date),
                "is_date": row.is_date and not reached,
                "note": _said(one, bool(factors)),
                "rows": factors,
            }
            if dims:
                entry["combination"] = int(np.ravel_multi_index(index, sizes))
                entry["lever"] = ", ".join(
                    lever_is(dataset, dim, dataset[dim].values.tolist()[position]) for dim, position in at.items()
                )
            if factors:
                yield entry


def _factors(dataset: xr.Dataset, one: xr.Dataset, mean: float) -> list[dict[str, Any]]:
    """Return the factors that matter for an outcome at a combination of levers, the strongest first."""
    share, effect = one["share_alone"].values, one["effect_size"].values
    strength = np.where(np.isnan(share), effect, share)
    order = [index for index in np.argsort(-np.nan_to_num(strength)) if one["factor_matters"].values[index]]
    listed = []
    for index in order[:MOST_FACTORS]:
        key = str(one["factor"].values[index])
        ends = [float(one[f"outcome_at_{end}"].values[index]) - mean for end in ("low", "high")]
        if np.isnan(ends).any() and np.isfinite(effect[index]):
            half = float(effect[index]) / 2 * (-1.0 if one["effect_direction"].values[index] < 0 else 1.0)
            ends = [-half, half]
        listed.append(
            {
                "key": key,
                "label": factor_title(dataset, key),
                "low": _plain(ends[0]),
                "high": _plain(ends[1]),
                "share": _plain(share[index]),
                "share_low": _plain(one["share_alone_low"].values[index]),
                "share_high": _plain(one["share_alone_high"].values[index]),
            }
        )
    return listed


def _rows_ranked(dataset: xr.Dataset) -> NDArray[np.intp]:
    """Return the rows against which the ranking tells low and high ends: one at a time the middle, else those it used.

    Of Saltelli's design these are A and B, and of large samples the first ones.
    """
    name, every = dataset.attrs.get("design"), np.arange(dataset.sizes["sample"], dtype=np.intp)
    if name == "one_at_a_time":
        is_middle: NDArray[np.bool_] = (dataset["u"].transpose("sample", "factor").values == 0.5).all(axis=1)
        return np.flatnonzero(is_middle)[:1]
    if name == "saltelli":
        step = rows_together(dataset)
        chosen: NDArray[np.intp] = every[(every % step == 0) | (every % step == step - 1)]
        return chosen
    return every[: samples_taken(dataset)]


def _zero(row: Row, here: xr.Dataset, rule: str) -> float:
    """Return the mean of an outcome over the samples that have a value: of dates as capped, or the share with one."""
    counted = finished(here)
    data = row.values.notnull().where(counted) if rule == "reached" else row.values.where(counted)
    if row.is_date and rule != "reached":
        data = capped_dates(row.values, here)
    return float(data.mean("replicate").mean("sample"))


_ZERO = "the mean of all samples"
_ZEROS = {SWINGS: "that with all inputs in the middle", MORRIS: "the middle between them"}


def _said(one: xr.Dataset, found: bool) -> str:
    method, reason = str(one["analysis_method"].item()), str(one["method_reason"].item())
    about = f"{method[:1].upper()}{method[1:]}: {reason}." if method else ""
    return (
        f"{about} Bars: mean outcome where the input is lowest and highest, less {_ZEROS.get(method, _ZERO)}."
        if found
        else about
    )


def outcome_in_words(dataset: xr.Dataset, name: str) -> str:
    """Return the title of an outcome of an analysis, which may name labels in brackets."""
    variable, _, labels = name.rstrip(")").partition("(")
    values = dataset[variable]
    run_dims = dataset["status"].dims
    extra = [str(dim) for dim in values.dims if dim not in run_dims]
    parts = [
        label_title(dim, label, dataset)
        for dim, label in zip(extra, labels.split(","), strict=False)
        if labels and dataset.sizes[dim] > 1
    ]
    return ", ".join([outcome_title(values), *parts])


def _by_factor(dataset: xr.Dataset, found: xr.Dataset) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what the factors that matter move, at the combination of levers where it is most."""

    def by_combination(name: str) -> NDArray[Any]:
        values = found[name].transpose("outcome_name", "factor", ...).values
        return values.reshape(*values.shape[:2], -1)

    ends = {"share": "", "low": "_low", "high": "_high"}
    shares = {end: by_combination(f"share_alone{suffix}") for end, suffix in ends.items()}
    effects = by_combination("effect_size")
    matters = by_combination("factor_matters").astype(bool)
    rules = found["missing_rule"].transpose("outcome_name", ...).values.reshape(len(found["outcome_name"]), -1)
    result: dict[str, dict[str, dict[str, Any]]] = {}
    for outcome, name in enumerate(found["outcome_name"].values.tolist()):
        for factor, key in enumerate(found["factor"].values.tolist()):
            index = (outcome, factor)
            in_shares, in_units = (matters[index] & ~np.isnan(each[index]) for each in (shares["share"], effects))
            words = outcome_in_words(dataset, name)
            if in_shares.any():
                at = int(np.where(in_shares, shares["share"][index], -1.0).argmax())
                result.setdefault(key, {})[words] = {end: _plain(values[index][at]) for end, values in shares.items()}
            elif in_units.any():
                at = int(np.where(in_units, effects[index], -1.0).argmax())
                (row,) = rows(dataset, [name])
                as_share = str(rules[outcome, at]) == "reached"
                units = "" if as_share else "years" if row.is_date else units_in_words(row.units)
                result.setdefault(key, {})[words] = {
                    "share": None,
                    "effect": _plain(effects[index][at]),
                    "units": units,
                    "relative": _plain(effects[index][at] / np.nanmax(effects[outcome, :, at])),
                }
    return result


def _plain(value: Any) -> float | None:
    return float(f"{float(value):.5g}") if np.isfinite(value) else None
