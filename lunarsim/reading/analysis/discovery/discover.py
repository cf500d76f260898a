"""Scenario discovery: the box of factors, and of levers where asked for, in which a target is met more often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.conditioning.conditions import Condition
from lunarsim.reading.analysis.conditioning.weights import read, weights
from lunarsim.reading.analysis.discovery.boxes import Box, End, Table
from lunarsim.reading.analysis.discovery.chosen_box import (
    LeftOut,
    as_unit,
    inside_share,
    left_out,
    resampled,
    search,
)
from lunarsim.reading.analysis.discovery.factor_values import ENDS, set_limits, varying
from lunarsim.reading.analysis.discovery.limits import chances
from lunarsim.reading.analysis.discovery.offers import why_not
from lunarsim.reading.analysis.discovery.power import detectable
from lunarsim.reading.analysis.pooling import lever_dims
from lunarsim.reading.analysis.sensitivity.design_check import (
    RANDOM,
    design_note,
    factors,
    independent_rows,
    line_to_run,
    require_design,
    require_factors,
    shares_chance,
)
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, SEED
from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.words.errors import AnalysisError, Fault, InputError

WHAT = "scenario discovery"
SAMPLES_OFFERED = 1000

Values = NDArray[Any]


class Found(NamedTuple):
    """What is found at one combination of the levers that stay side by side."""

    table: Table
    samples: int
    boxes: list[Box]
    box: Box
    step: int
    left: LeftOut
    chances: Mapping[End, float]
    again: list[Box]


def discover(dataset: xr.Dataset, target: str | Sequence[str], levers_in_box: Sequence[str] = ()) -> xr.Dataset:
    """Return the box of uncertain factors in which a target is met more often than elsewhere.

    The box is found in the unit quantiles of the factors, whose physical values are given for each lever's own
    distribution. The strongest limits are set one after the other, and then moved by PRIM, slice by slice. Of the boxes
    on this path that hold 40 % of what meets the target it is the one that goes along best with the target (correlation
    of lying inside with meeting it); limits go that chance alone would give as strong, of all that could be set, with a
    probability above 0.05. Five times a fifth of the samples is left out, and the box of the others is held against it;
    where the target is not met more often inside than outside by 2.33 standard errors, there is no box. Of several
    replicates a sample counts by the share that meets the target.

    Parameters
    ----------
    dataset : Dataset
        A sweep with ``design=lhs``, ``monte_carlo`` or ``sobol``, or ``saltelli``, of which rows A and B count.
    target : str or sequence of str
        Conditions that all hold, such as ``station_extended_year<=2045``; ``docs/conditions.md`` has the grammar.
    levers_in_box : sequence of str
        Levers that the box may restrict as it does factors; the others stay dimensions, with a box for each value.

    Returns
    -------
    Dataset
        ``box_u_low`` and ``box_u_high``, the ends in unit quantiles, 0 and 1 where open, with their 90 % intervals over
        resamples ``box_u_low_from``, ``box_u_low_to``, ``box_u_high_from`` and ``box_u_high_to``, ``is_restricted``,
        ``restricted_share`` of the resamples, ``chance_low`` and ``chance_high``, the probability that chance alone
        gives a limit as strong, NaN of open ends (levers, factor); ``box_low`` and ``box_high`` in the units of the
        factor, with their intervals ``box_low_from``, ``box_low_to``, ``box_high_from`` and ``box_high_to``, with the
        levers in the box as further dimensions, NaN where a factor has no value. ``detectable_inside`` and
        ``detectable_outside``, the shares in the two halves of a factor of which a limit between them is found in nine
        of ten sweeps, NaN where none is, with ``distinct_samples`` and ``searched_count``, the factors that vary and
        the levers in the box. ``box_base_rate`` of all samples, ``box_density``, ``box_coverage`` and ``box_mass``;
        ``left_out_density`` with its 90 % interval ``left_out_density_low`` and ``left_out_density_high``, and
        ``left_out_coverage``, of samples that were left out; ``is_found``, ``sample_count``, ``shown_step`` and
        ``refusal_reason`` (levers). ``trajectory_coverage``, ``trajectory_density``, ``trajectory_mass`` and
        ``trajectory_restricted``, the number of restricted dimensions (levers, trajectory_step). Of levers in the box
        ``is_in_box``, ``in_box_share`` of the resamples and ``chance_values`` (levers, box_value), with the coordinate
        ``box_lever`` along ``box_value``.

    Raises
    ------
    InputError
        With all faults of the target.
    AnalysisError
        If design or runs do not allow it, or the target is nearly always or never met, with what is on offer.

    References
    ----------
    See :mod:`lunarsim.reading.analysis.discovery.prim`.
    """
    offer = f"run again with: {line_to_run(dataset, 'design=lhs', f'design.samples={SAMPLES_OFFERED}')}"
    require_design(dataset, WHAT, (*RANDOM, "saltelli"), offer)
    require_factors(dataset, WHAT)
    held = read(dataset, target)
    _require_exact(held)
    in_box = lever_dims(dataset, levers_in_box) if levers_in_box else ()
    dataset = independent_rows(dataset)
    side = tuple(lever for lever in levers(dataset) if lever not in in_box)
    met = weights(dataset, held).mean("replicate").transpose(*side, *in_box, "sample")
    result = _empty(dataset, side, in_box)
    refusals = []
    for index in np.ndindex(*(dataset.sizes[lever] for lever in side)):
        at = dict(zip(side, index, strict=True))
        reason = why_not(dataset, held, met.isel(at), at, offer)
        refusals.append(reason)
        if reason:
            result["refusal_reason"][at] = reason
            continue
        which = varying(dataset, at)
        found = _found(dataset, met.isel(at), in_box, which)
        for names, value in _figures(found, which, len(factors(dataset))).items():
            result[names][at] = value
        set_limits(result, dataset, at)
        _along_trajectory(result, found, at)
    if all(refusals):
        raise AnalysisError(f"{WHAT}: " + "\n  ".join(dict.fromkeys(refusals)))
    steps = int(result["trajectory_mass"].notnull().any(side).sum())
    result = result.isel(trajectory_step=slice(0, steps))
    result.attrs = {
        "conditions": [condition.text for condition in held],
        "confidence_level": LEVEL,
        "bootstrap_seed": SEED,
        "notes": design_note(dataset) if shares_chance(dataset) else "",
    }
    return result


def _require_exact(held: Sequence[Condition]) -> None:
    faults = [
        Fault(each.text, "an exact date is met by hardly any run; write <= or >=, a year (=2036) or a month (=2036-04)")
        for each in held
        if each.weighs
    ]
    if not held:
        faults = [Fault("target", "is missing, such as station_basic_year<=2036")]
    if faults:
        raise InputError(faults)


def _found(dataset: xr.Dataset, met: xr.DataArray, in_box: Sequence[str], which: NDArray[np.int_]) -> Found:
    sizes = tuple(dataset.sizes[lever] for lever in in_box)
    places = np.indices(met.shape).reshape(met.ndim, -1)
    target = met.values.ravel()
    counts = ~np.isnan(target)
    samples = places[-1][counts]
    unit = dataset["u"].transpose("factor", "sample").values.astype(np.float64)[which]
    codes = places[:-1].T[counts].reshape(len(samples), -1)
    table = Table(np.ascontiguousarray(unit[:, samples]), codes, sizes, target[counts], samples)
    found = search(table)
    box = found.box
    left = left_out(table, SEED)
    if not left.sure:
        box = Box.whole(table)
    again = list(resampled(table, SEED))
    return Found(table, len(np.unique(samples)), found.boxes, box, found.step, left, chances(table, box), again)


def _figures(found: Found, which: NDArray[np.int_], factor_count: int) -> dict[str, Any]:
    """Return what is said of a box, by the names of the result."""
    table, box, left = found.table, found.box, found.left
    coverage, density, mass = inside_share(table, box.holds(table))
    tails = (0.5 - LEVEL / 2, 0.5 + LEVEL / 2)
    figures: dict[str, Any] = {
        "box_base_rate": float(table.target.mean()),
        "box_coverage": coverage,
        "box_density": density,
        "box_mass": mass,
        "left_out_density": left.density,
        "left_out_density_low": left.low,
        "left_out_density_high": left.high,
        "left_out_coverage": left.coverage,
        "is_found": box.restricted > 0,
        "sample_count": len(table.target),
        "distinct_samples": found.samples,
        "searched_count": len(table.unit) + len(table.sizes),
        **detectable(float(table.target.mean()), found.samples, len(table.unit) + len(table.sizes)),
        "shown_step": found.step,
    }
    restricted = np.array([np.isfinite(each.low) | np.isfinite(each.high) for each in found.again])
    by_factor = {
        "is_restricted": np.isfinite(box.low) | np.isfinite(box.high),
        "restricted_share": restricted.mean(axis=0),
    }
    for side in ("low", "high"):
        ends = np.array([as_unit(getattr(each, side)) for each in found.again])
        by_factor[f"box_u_{side}"] = as_unit(getattr(box, side))
        for name, level in zip(("from", "to"), tails, strict=True):
            by_factor[f"box_u_{side}_{name}"] = np.quantile(ends, level, axis=0, method="inverted_cdf")
        by_factor[f"chance_{side}"] = np.array(
            [found.chances.get(End(factor, side), np.nan) for factor in range(len(which))]
        )
    for name, values in by_factor.items():
        whole = np.full(factor_count, _OPEN.get(name, np.nan))
        whole[which] = values
        figures[name] = whole
    if table.sizes:
        figures["is_in_box"] = np.concatenate(box.allowed)
        figures["in_box_share"] = np.mean([np.concatenate(each.allowed) for each in found.again], axis=0)
        figures["chance_values"] = np.concatenate(
            [np.full(size, found.chances.get(End(place, "values"), np.nan)) for place, size in enumerate(table.sizes)]
        )
    return figures


_OPEN = {"is_restricted": 0.0, "restricted_share": 0.0}
_OPEN |= {f"box_u_low{end}": 0.0 for end in ("", "_from", "_to")}
_OPEN |= {f"box_u_high{end}": 1.0 for end in ("", "_from", "_to")}


def _along_trajectory(result: xr.Dataset, found: Found, at: Mapping[str, int]) -> None:
    for step, box in enumerate(found.boxes):
        coverage, density, mass = inside_share(found.table, box.holds(found.table))
        for name, value in zip(_TRAJECTORY, (coverage, density, mass, box.restricted), strict=True):
            result[name][{**at, "trajectory_step": step}] = value


_TRAJECTORY = ("trajectory_coverage", "trajectory_density", "trajectory_mass", "trajectory_restricted")
_ALONE = (
    *("box_base_rate", "box_coverage", "box_density", "box_mass", "sample_count", "shown_step"),
    *("detectable_inside", "detectable_outside", "searched_count", "distinct_samples"),
    *("left_out_density", "left_out_density_low", "left_out_density_high", "left_out_coverage"),
)
_BY_FACTOR = ("restricted_share", "chance_low", "chance_high", *ENDS)

MOST_STEPS = 500


def _empty(dataset: xr.Dataset, side: Sequence[str], in_box: Sequence[str]) -> xr.Dataset:
    """Return a result without figures."""
    coords: dict[str, Any] = {lever: dataset[lever] for lever in (*side, *in_box)}
    keys = list(factors(dataset))
    coords["factor"] = keys
    shape = [dataset.sizes[lever] for lever in side]
    physical = [*side, *in_box]

    def filled(dims: Sequence[str], sizes: Sequence[int], value: Any = np.nan) -> tuple[Sequence[str], Values]:
        return dims, np.full(tuple(sizes), value)

    variables: dict[str, Any] = {name: filled(side, shape) for name in _ALONE}
    variables["is_found"] = filled(side, shape, value=False)
    variables["refusal_reason"] = (side, np.full(tuple(shape), "", dtype=object))
    variables |= {name: filled([*side, "factor"], [*shape, len(keys)]) for name in _BY_FACTOR}
    variables["is_restricted"] = filled([*side, "factor"], [*shape, len(keys)], value=False)
    sizes = [dataset.sizes[lever] for lever in physical]
    in_units = (name.replace("_u_", "_") for name in ENDS)
    variables |= {name: filled([*physical, "factor"], [*sizes, len(keys)]) for name in in_units}
    variables |= {name: filled([*side, "trajectory_step"], [*shape, MOST_STEPS]) for name in _TRAJECTORY}
    if in_box:
        listed = list(_lever_values(dataset, in_box))
        coords["box_value"] = [value for _, value in listed]
        coords["box_lever"] = ("box_value", [lever for lever, _ in listed])
        variables["is_in_box"] = filled([*side, "box_value"], [*shape, len(listed)], value=False)
        for name in ("in_box_share", "chance_values"):
            variables[name] = filled([*side, "box_value"], [*shape, len(listed)])
    return xr.Dataset(variables, coords)


def _lever_values(dataset: xr.Dataset, in_box: Sequence[str]) -> Iterator[tuple[str, str]]:
    for lever in in_box:
        yield from ((lever, str(value)) for value in dataset[lever].values)
