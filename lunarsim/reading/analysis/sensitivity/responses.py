"""Outcomes as analyses of factors need them: one number a sample, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.design_check import factors
from lunarsim.reading.analysis.summary import Row, by_outcome, rows
from lunarsim.reading.analysis.valid_runs import capped_dates, finished, levers
from lunarsim.reading.wording import STATES
from lunarsim.study.model.interface import EXCLUDED, INFEASIBLE, NOT_NEEDED, OK, RETRIED
from lunarsim.words.errors import AnalysisError, unknown

LEVEL = 0.9
"""Confidence level of all intervals."""

SEED = 1901
"""Of bootstraps, so that an analysis of the same dataset gives the same figures."""

MISSING_RULES = ("judged", "capped", "reached")
"""What becomes of dates that are not reached; see :func:`responses`."""

OFFER_OF_WHOLE = (
    "lunarsim resume makes runs that are missing or failed; where they fail for good, take regression_coefficients of "
    "a sweep with design=lhs, which leave out samples without runs"
)
"""What to do where an analysis that needs each row of its design lacks runs."""

_NEVER_MADE = {
    INFEASIBLE: "infeasible runs have values that no scenario may have",
    EXCLUDED: "design.exclude leaves this combination of lever values out",
    NOT_NEEDED: "design.until ended the sweep before them",
}
"""Why there are no runs that ``resume`` could make, by their status."""

MOSTLY_NEVER = 0.5
FLAT = 1e-12
"""Outcomes whose values lie within this share of their size do not vary."""

Figures = Mapping[str, NDArray[np.float64]]

FiguresOf = Callable[[Mapping[str, int], NDArray[np.float64]], Figures | str]
"""From indices along the levers and runs, dims (sample, replicate), to figures, or to the reason why there are none."""


class Response(NamedTuple):
    """One outcome, ready for an analysis.

    Parameters
    ----------
    row : Row
        Which outcome.
    runs : DataArray, dims (levers, sample, replicate)
        Values; NaN where the run does not count.
    missing_share : DataArray, dims (levers)
        Share of the runs that ended well but have no value: dates that are not reached, costs of nothing.
    rules : DataArray of str, dims (levers)
        What became of missing values: ``capped`` or ``reached``; "" where none could be missing.
    refusals : DataArray of str, dims (levers)
        Why a combination is not analyzed; "" where it is.
    """

    row: Row
    runs: xr.DataArray
    missing_share: xr.DataArray
    rules: xr.DataArray
    refusals: xr.DataArray


def responses(
    dataset: xr.Dataset,
    outcomes: Sequence[str] | None,
    dates: str,
    complete: bool,
    offer: str,
    probability_instead: bool = False,
) -> Iterator[Response]:
    """Yield outcomes as numbers, one after the other, with the reasons against an analysis of them.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    outcomes : sequence of str, optional
        Names or patterns; left out, those of the summary.
    dates : str
        ``judged``: dates that are not reached count as the end of the simulation, but where more than half of the runs
        do not reach a date it is refused. ``capped``: they count so in any case. ``reached``: 1 where the date is
        reached, or where there is such an amount, else 0.
    complete : bool
        Whether every run of a combination must have ended well and have a value; else samples without are left out.
    offer : str
        What to do where runs are missing that ``lunarsim resume`` would make.
    probability_instead : bool
        Whether ``judged`` takes the probability where most runs have no value, in place of a refusal.
    """
    if dates not in MISSING_RULES:
        raise AnalysisError(f"dates={dates!r}: {unknown(dates, MISSING_RULES, 'rule')}")
    states = dataset["status"].load()
    order = (*levers(dataset), "sample", "replicate")
    for row in rows(dataset, outcomes):
        mixed = set(row.values.dims) - set(order)
        if mixed:
            raise AnalysisError(f"{row.name}: select one value of {', '.join(map(str, mixed))} first")
        counted = finished(dataset).transpose(*order)
        # Computed, not loaded: the dataset keeps no outcome in memory that it has yielded.
        raw = row.values.transpose(*order).compute().astype(np.float64).where(counted)
        missing = (raw.isnull() & counted).sum(("sample", "replicate")) / counted.sum(("sample", "replicate"))
        data = raw
        if dates == "reached":
            data = raw.notnull().astype(np.float64).where(counted)
        elif row.is_date:
            data = capped_dates(raw, dataset)
        refusals, rules = (xr.full_like(missing, "", dtype=object) for _ in range(2))
        for index in np.ndindex(refusals.shape):
            at = dict(zip(refusals.dims, index, strict=True))
            rule = dates
            if probability_instead and dates == "judged" and float(missing[at]) > MOSTLY_NEVER:
                rule = "reached"
                data[at] = raw[at].notnull().astype(np.float64).where(counted[at])
            rules[at] = "reached" if rule == "reached" else "capped" * row.is_date
            refusals[at] = (
                _missing_runs(states.isel(at).values, complete, offer)
                or _missing_values(
                    row, data.isel(at).values, counted.isel(at).values, float(missing[at]), rule, complete
                )
                or _never(float(missing[at]), rule)
                or _flat(sample_means(data.isel(at).values))
            )
        yield Response(row, data, missing, rules, refusals)


def _missing_runs(states: NDArray[np.int8], complete: bool, offer: str) -> str:
    bad = int((states != OK).sum())
    if not bad or (not complete and bad < states.size):
        return ""
    parts = [f"{int((states == code).sum())} {word}" for code, word in STATES.items() if (states == code).any()]
    reasons = [why for code, why in _NEVER_MADE.items() if (states == code).any()]
    if np.isin(states, RETRIED).any():
        reasons.append(offer)
    return "; ".join([f"{bad} of {states.size} runs are missing ({', '.join(parts)})", *reasons])


def _missing_values(
    row: Row, data: NDArray[np.float64], counted: NDArray[np.bool_], share: float, dates: str, complete: bool
) -> str:
    if row.is_date and dates == "judged" and share > MOSTLY_NEVER:
        return (
            f"{share:.0%} of the runs never reach it, so that most values would be the end of the simulation; take "
            "dates='reached' for the probability of being reached, or dates='capped' for the date capped at the end"
        )
    without_value = np.isnan(data) & counted
    if without_value.any() and (complete or share > MOSTLY_NEVER):
        return (
            f"{share:.0%} of the runs have no such amount; take dates='reached' for the probability that there is one, "
            "or an outcome that every run has"
        )
    return ""


def _never(share: float, rule: str) -> str:
    if rule == "reached" and share in (0.0, 1.0):
        return f"{'no run has' if share else 'every run has'} it, so there is nothing to share out"
    return ""


def _flat(values: NDArray[np.float64]) -> str:
    there = values[~np.isnan(values)]
    if there.size < 2:
        return "fewer than two samples have a value; run more samples"
    if not varies(there):
        return "it does not vary over the samples, so there is nothing to share out"
    return ""


def varies(values: NDArray[np.float64]) -> bool:
    """Return whether values differ by more than rounding."""
    return bool(np.ptp(values) > FLAT * np.abs(values).max())


def sample_means(runs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over replicates, dims (sample, replicate) to (sample); NaN of a sample without runs.

    Replicates are averaged first, since factors move all runs of a sample.
    """
    there = ~np.isnan(runs)
    with np.errstate(invalid="ignore"):
        means: NDArray[np.float64] = np.where(there, runs, 0.0).sum(axis=1) / there.sum(axis=1)
    return means


def by_factor(
    dataset: xr.Dataset,
    responses_made: Iterable[Response],
    analysis: str,
    dims: Mapping[str, tuple[str, ...]],
    figures: FiguresOf,
) -> xr.Dataset:
    """Return an analysis of each outcome at each lever combination, NaN with a ``refusal_reason`` where refused.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    responses_made : iterable of Response
        Its outcomes; the runs of each are let go before the next one is asked for.
    analysis : str
        What is asked, in words.
    dims : dict
        Names of the figures with their dimensions behind those of the levers: ``factor``, ``other_factor``.
    figures : callable
        (positions along the levers, runs, dims (sample, replicate)) to the figures, or to the reason why there are
        none.

    Raises
    ------
    AnalysisError
        If nothing is left to analyze.
    """
    keys = list(factors(dataset))
    columns: dict[str, list[xr.DataArray]] = {name: [] for name in dims}
    about: list[tuple[Row, xr.DataArray, xr.DataArray]] = []
    for response in responses_made:
        missing = response.missing_share
        about.append((response.row, missing, response.refusals))
        arrays = {
            name: xr.DataArray(
                np.full((*missing.shape, *(len(keys) for _ in own)), np.nan),
                {**missing.coords, **dict.fromkeys(own, keys)},
                (*missing.dims, *own),
            )
            for name, own in dims.items()
        }
        for index in np.ndindex(missing.shape):
            at = {str(dim): position for dim, position in zip(missing.dims, index, strict=True)}
            if response.refusals[at].item():
                continue
            given = figures(at, response.runs.isel(at).values)
            if isinstance(given, str):
                response.refusals[at] = given
                continue
            for name, values in given.items():
                arrays[name][at] = values
        for name, array in arrays.items():
            columns[name].append(array)
    refusals = [each for _, _, each in about]
    if not any((each == "").any() for each in refusals):
        reasons = dict.fromkeys(f"{row.name}: {text}" for row, _, each in about for text in each.values.ravel())
        raise AnalysisError(f"{analysis}: " + ("\n  ".join(reasons) or "no outcome to analyze"))
    shares = [each for _, each, _ in about]
    result = by_outcome([row for row, _, _ in about], columns | {"missing_share": shares, "refusal_reason": refusals})
    evidence = [str(dataset[key].attrs.get("evidence", "")) if key in dataset else "" for key in keys]
    return result.assign_coords({"factor_evidence": ("factor", evidence)})
