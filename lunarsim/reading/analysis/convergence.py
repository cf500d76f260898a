"""Whether there are enough runs: how wide the intervals of the summary's figures are, and how they shrink."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.design_check import RANDOM, line_to_run, require_design, shares_chance
from lunarsim.reading.analysis.sensitivity.responses import LEVEL
from lunarsim.reading.analysis.summary import Row, by_outcome, rows
from lunarsim.reading.analysis.valid_runs import as_dates, capped_dates, finished, levers
from lunarsim.study.request.design_kinds import DESIGN_KINDS
from lunarsim.words.distributions import Z95
from lunarsim.words.errors import AnalysisError, unknown

STATISTICS = ("mean", "P10", "P50", "P90", "probability")
LEVELS = {"P10": 0.1, "P50": 0.5, "P90": 0.9}

FEWEST = 8
"""Samples of the shortest part that is looked at."""

Numbers = NDArray[np.float64]


def convergence(
    dataset: xr.Dataset,
    outcomes: Sequence[str] | None = None,
    share: float = 0.05,
    years: float = 1.0,
    chance: float = 0.1,
    widths: Mapping[str, float] | None = None,
) -> xr.Dataset:
    """Return the widths of 90 % intervals against the number of samples, and whether they are narrow enough.

    The interval of the mean is Student's over samples, that of a quantile is Woodruff's (the quantiles at the ends of
    the interval of its probability), that of a probability is Agresti's and Coull's, as in ``design.until``. Replicates
    of a sample count as one. Samples of ``lhs`` and ``sobol`` are taken as independent: what they really give is mostly
    narrower. Dates that are not reached are infinite in quantiles and count as the end of the simulation in means;
    amounts that a run lacks are left out.

    Parameters
    ----------
    dataset : Dataset
        A sweep with ``design=monte_carlo``, ``lhs`` or ``sobol``.
    outcomes : sequence of str, optional
        Variables; left out, those of the summary.
    share : float
        Width that is narrow enough for an amount, as a share of the figure's size.
    years : float [year]
        Likewise for a date.
    chance : float
        Likewise for a probability.
    widths : dict, optional
        Likewise for single outcomes, by ``outcome_name``, in their units; of mean and quantiles.

    Returns
    -------
    Dataset
        ``estimate`` and ``interval_width``, dims (outcome_name, statistic, levers, sample_count), in the
        unit of the outcome or, for ``probability``, [1]; from all samples ``target_width``, ``enough_runs``,
        ``samples_needed`` (infinite where the samples cannot show it; of quantiles known within a factor of two) and
        ``shrink_exponent`` (about -0.5 where the width falls with the root of the samples), dims (outcome_name,
        statistic, levers); coordinates ``outcome_title``, ``outcome_units`` and ``outcome_is_date`` along
        ``outcome_name``. A width is infinite where an end of the interval lies beyond all runs, or beyond the end of
        the simulation.

    Raises
    ------
    AnalysisError
        If the samples are not random, or share their chance.

    References
    ----------
    Woodruff 1952, J. Am. Stat. Assoc. 47, 635-646; Agresti and Coull 1998, The American Statistician 52, 119-126.
    """
    kind = DESIGN_KINDS.get(str(dataset.attrs.get("design")))
    reason = (kind and kind.on_intervals) or "its rows are not a random sample; run with design=lhs"
    require_design(dataset, "convergence", RANDOM, reason)
    if shares_chance(dataset):
        line = line_to_run(dataset, "design.common_random_numbers=levers")
        raise AnalysisError(
            "convergence: all samples share their chance (design.common_random_numbers=all), so more of them do not "
            f"show more of it; run again with: {line}"
        )
    outcome_rows = list(rows(dataset, outcomes))
    strange = set(widths or ()) - {row.name for row in outcome_rows}
    if strange:
        raise AnalysisError(f"widths: {unknown(min(strange), (row.name for row in outcome_rows), 'outcome')}")
    counts = _counts(dataset.sizes["sample"])
    columns: dict[str, list[xr.DataArray]] = {}
    for row in outcome_rows:
        one = _of_row(row, dataset, counts)
        target = _target(one["estimate"].isel({"sample_count": -1}, drop=True), row, share, years, chance, widths)
        for name, array in {**one, **_verdicts(one["interval_width"], target)}.items():
            columns.setdefault(name, []).append(array)
    return by_outcome(outcome_rows, columns).assign_attrs(confidence_level=LEVEL)


def _counts(samples: int) -> list[int]:
    """Return all samples, half of them, a quarter, ..., ascending."""
    found = [samples]
    while found[0] // 2 >= FEWEST and len(found) < 8:
        found.insert(0, found[0] // 2)
    return found


def _of_row(row: Row, dataset: xr.Dataset, counts: Sequence[int]) -> dict[str, xr.DataArray]:
    """Return estimates and widths, dims (statistic, levers, sample_count)."""
    names = levers(dataset)
    order = (*names, "sample", "replicate")
    counted = finished(dataset)
    raw = row.values.load().astype(np.float64).where(counted)
    ordered = (as_dates(raw, dataset) if row.is_date else raw).transpose(*order).values
    finite = (capped_dates(raw, dataset) if row.is_date else raw).transpose(*order).values
    there = raw.notnull().where(counted).transpose(*order).values
    shape = ordered.shape[:-2]
    result = np.full((2, len(STATISTICS), *shape, len(counts)), np.nan)
    for position in np.ndindex(shape):
        for column, count in enumerate(counts):
            parts = (array[position][:count] for array in (ordered, finite, there))
            for statistic, pair in enumerate(_figures(*parts)):
                result[(slice(None), statistic, *position, column)] = pair
    dims = ("statistic", *names, "sample_count")
    labels: dict[str, Any] = {name: dataset[name] for name in names if name in dataset.coords}
    labels |= {"statistic": list(STATISTICS), "sample_count": list(counts)}
    estimates, widths = (xr.DataArray(part, labels, dims) for part in result)
    return {"estimate": estimates, "interval_width": widths}


def _figures(ordered: Numbers, finite: Numbers, there: Numbers) -> Iterator[tuple[float, float]]:
    """Yield estimate and width of each statistic; all arrays have dims (sample, replicate)."""
    yield _mean(_by_sample(finite))
    runs = np.sort(ordered[~np.isnan(ordered)])
    for level in LEVELS.values():
        yield _quantile(ordered, runs, level)
    yield _probability(_by_sample(there))


def _by_sample(values: Numbers) -> Numbers:
    """Return the mean over replicates of samples that have any."""
    number = (~np.isnan(values)).sum(axis=-1)
    means: Numbers = np.nansum(values, axis=-1)[number > 0] / number[number > 0]
    return means


def _mean(means: Numbers) -> tuple[float, float]:
    if not len(means):
        return math.nan, math.nan
    number = len(means)
    spread = means.std(ddof=1) / math.sqrt(number) if number > 1 else math.inf
    return float(means.mean()), float(2 * _student(number) * spread)


def _student(number: int | Numbers) -> Any:
    """Return half the width of Student's 90 % interval of a mean, for a number of samples [standard error]."""
    from scipy.stats import t

    return t.ppf(0.5 + LEVEL / 2, np.maximum(number - 1, 1))


def _quantile(values: Numbers, runs: Numbers, level: float) -> tuple[float, float]:
    """Return the quantile and the width of its interval after Woodruff."""
    if not len(runs):
        return math.nan, math.nan
    middle = _picked(runs, level)
    # Where many runs share the value, as those that never reach a date do, the shares below and up to it both count.
    sides = [_by_sample(np.where(np.isnan(values), np.nan, side)) for side in (values < middle, values <= middle)]
    number = len(sides[0])
    spreads = [float(side.var(ddof=1)) for side in sides if number > 1]
    variance = max(level * (1 - level) / values.shape[-1], *spreads, 0.0)
    half = Z95 * math.sqrt(variance / number)
    if level - half <= 0 or level + half >= 1:
        same = runs[0] == runs[-1]
        return middle, 0.0 if same and number > 1 else math.inf
    low, high = _picked(runs, level - half), _picked(runs, level + half)
    return middle, 0.0 if low == high else high - low


def _picked(runs: Numbers, level: float) -> float:
    """Return the lower of two neighbors, as in the summary."""
    return float(runs[max(0, math.ceil(level * len(runs) - 1e-9) - 1)])


def _probability(shares: Numbers) -> tuple[float, float]:
    if not len(shares):
        return math.nan, math.nan
    number, squared = len(shares), Z95**2
    center = (shares.sum() + squared / 2) / (number + squared)
    return float(shares.mean()), float(2 * Z95 * math.sqrt(center * (1 - center) / (number + squared)))


def _target(
    estimate: xr.DataArray,
    row: Row,
    share: float,
    years: float,
    chance: float,
    widths: Mapping[str, float] | None,
) -> xr.DataArray:
    """Return the width that is narrow enough, dims (statistic, levers)."""
    if widths and row.name in widths:
        target = xr.full_like(estimate, widths[row.name])
    elif row.is_date:
        target = xr.full_like(estimate, years)
    else:
        target = abs(estimate) * share
    return target.where(estimate["statistic"] != "probability", chance)


def _verdicts(widths: xr.DataArray, target: xr.DataArray) -> dict[str, xr.DataArray]:
    """Return whether the last width is narrow enough, and how many samples would make it so."""
    last = widths.isel({"sample_count": -1}, drop=True)
    samples = int(widths["sample_count"].values[-1])
    enough = last <= target
    # The width of a quantile is itself known roughly: that from fewer samples helps.
    counts = widths["sample_count"].astype(np.float64)
    of_mean = widths["statistic"] == "mean"
    # Student's interval narrows faster than the root of the samples; what is left is the scatter.
    scaled = widths * np.sqrt(counts) / (counts.copy(data=_student(counts.values)) / Z95).where(of_mean, 1.0)
    logs: xr.DataArray = xr.apply_ufunc(np.log, scaled.where(scaled > 0))
    logs = logs.where(np.isfinite(logs))
    smooth = xr.apply_ufunc(np.exp, logs.isel({"sample_count": slice(-3, None)}).mean("sample_count"))
    rough = widths["statistic"].isin(list(LEVELS)) & np.isfinite(last) & (last > 0)
    scale = smooth.where(rough, scaled.isel({"sample_count": -1}, drop=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        # Student's interval of a mean takes about half the square of its width more samples than a normal one.
        more = xr.full_like(scale, Z95**2 / 2).where(of_mean & (scale > 0), 0.0)
        needed: xr.DataArray = xr.apply_ufunc(np.ceil, (scale / target) ** 2 + more)
    # The number must not contradict the verdict on the existing samples.
    needed = needed.clip(max=samples).where(enough, needed.clip(min=samples + 1))
    # No width and none allowed: one sample suffices.
    needed = needed.where(needed.notnull() | ~enough, 1.0).clip(min=1.0).where(last.notnull())
    exponent = xr.apply_ufunc(
        _slope,
        logs - np.log(np.sqrt(counts)),
        input_core_dims=[["sample_count"]],
        kwargs={"counts": np.log(counts.values)},
        vectorize=True,
    )
    return {
        "target_width": target,
        "enough_runs": enough,
        "samples_needed": needed,
        "shrink_exponent": exponent,
    }


def _slope(widths: Numbers, counts: Numbers) -> float:
    """Return the slope of logarithms through the points that are there; NaN from fewer than three."""
    there = np.isfinite(widths)
    if there.sum() < 3:
        return math.nan
    return float(np.polyfit(counts[there], widths[there], 1)[0])
