"""What it would be worth to know more before an option is chosen, from the runs of a sweep."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.decisions.information import ROUNDING, Numbers, curve, measured, perfect, refit
from lunarsim.reading.analysis.decisions.noise import largest_of_noise
from lunarsim.reading.analysis.decisions.options import (
    OF_MEANS,
    alone_or_tied,
    at_levers,
    direction,
    mean_ends,
    option_lever,
    resampled_weights,
    side_levers,
    table,
    worth,
)
from lunarsim.reading.analysis.intervals import wilson
from lunarsim.reading.analysis.sensitivity.design_check import (
    RANDOM,
    factors,
    line_to_run,
    require_design,
    require_factors,
)
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, SEED
from lunarsim.reading.analysis.summary import Row, rows
from lunarsim.words.errors import AnalysisError, unknown

WHAT = "value of information"
NOTHING = "do nothing"
OF_CURVES, OF_MEASUREMENTS = 50, 20
"""Resamples of the samples, beside those of means: of regressions and of measurements, which take longer."""

SHUFFLES = 60
"""Shuffles of the samples, in each of which no factor says anything; the largest EVPPI is what the search brings."""

NOISE_LEVEL = 0.95

BEST = ("strictly_best_share", "strictly_best_low", "strictly_best_high", "tied_best_share")
"""Figures of an option that say how often it is best, alone and with others."""


def value_of_information(
    dataset: xr.Dataset,
    outcome: str = "npv_musd",
    by: str | None = None,
    measure: str | None = None,
    error: float = 0.3,
    with_nothing: bool | None = None,
    better: str | None = None,
) -> xr.Dataset:
    """Return what it would be worth to know more before one of the values of a lever is chosen.

    States of the world are the samples; of several replicates the mean counts, so that chance which no input explains
    is averaged as far as there are replicates, and given one counts as something that could be known. EVPPI rests on a
    regression (see :mod:`lunarsim.reading.analysis.decisions.information`), whose errors make it rather too large:
    ``evppi_noise`` is what the largest of as many factors that say nothing exceeds in one case of twenty. EVPI counts
    chance as known, as far as the mean of the replicates holds it; ``evpi_least`` does not.

    Parameters
    ----------
    dataset : Dataset
        A sweep with ``design=lhs``, ``monte_carlo`` or ``sobol``.
    outcome : str
        What an option is worth, an amount.
    by : str, optional
        The lever whose values are the options; left out, the only one. Without levers there is one option.
    measure : str, optional
        Key of a factor that a mission could measure before the choice.
    error : float
        Standard deviation of the measurement: relative to the true value where the factor is always positive, else in
        its units.
    with_nothing : bool, optional
        Whether doing nothing, worth 0, is an option; left out, for net present values it is.
    better : str, optional
        ``lower`` or ``higher``, where the name of the outcome does not say which is better.

    Returns
    -------
    Dataset
        ``evpi_value`` with its 90 % interval ``evpi_low`` and ``evpi_high``, ``evpi_least`` (the lower end where each
        sample's option is chosen by half of its replicates and valued by the others, so that no chance counts as known;
        NaN with one replicate), ``evppi_noise``, ``best_option`` by its mean, ``used_samples`` and ``all_tied_share``
        of the samples in which all options are the same (levers); ``option_mean`` with ``option_mean_low`` and
        ``option_mean_high``, ``option_lead_share``, the share of the resamples in which no other has a better mean,
        ``option_strictly_best_share``, the share of samples in which it is better than all others, with
        ``option_strictly_best_low`` and ``option_strictly_best_high`` (Wilson), ``option_tied_best_share``, in which it
        is one of several best, and with doing nothing as an option ``option_gain_share`` and ``option_tie_share``, in
        which it is better and exactly as good (levers, option_label); ``evppi_value`` with ``evppi_low`` and
        ``evppi_high`` (levers, factor); with ``measure`` also ``evsi_value`` with ``evsi_low`` and ``evsi_high``
        (levers), all in units of the outcome, which the attribute ``outcome_units`` has.

    Raises
    ------
    AnalysisError
        If the sweep does not allow it: the reason, and what is on offer.
    """
    offer = f"run again with: {line_to_run(dataset, 'design=lhs', 'design.samples=1000')}"
    require_design(dataset, WHAT, RANDOM, offer)
    require_factors(dataset, WHAT)
    row = _amount(dataset, outcome)
    keys = list(factors(dataset))
    _require_measurement(measure, keys, error)
    lever = option_lever(dataset, by)
    nothing = row.name.startswith("npv") if with_nothing is None else with_nothing
    if lever is None and not nothing:
        raise AnalysisError(
            f"{WHAT}: {row.name} without levers is a single option, so there is nothing to choose; run a sweep over "
            "values of a lever, such as: lunarsim -m site=fra_mauro,shackleton"
        )
    labels = [str(label) for label in dataset[lever].values] if lever else ["as simulated"]
    labels += [NOTHING] if nothing else []
    sign, values, side = direction(row, better), worth(dataset, row), side_levers(dataset, lever)
    halves = [worth(part, of) for part, of in _halves(dataset, row)]
    unit = dataset["u"].transpose("factor", "sample").values.astype(np.float64)
    result = _empty(dataset, side, labels, keys, measure)
    for index in np.ndindex(*(dataset.sizes[name] for name in side)):
        at = dict(zip(side, index, strict=True))
        of_options, samples = table(values, lever, at, row.name)
        options = sign * of_options
        if nothing:
            options = np.concatenate([options, np.zeros((1, options.shape[1]))])
        drawn = resampled_weights(options.shape[1], OF_MEANS, SEED)
        result["used_samples"][at] = len(samples)
        _choice(result, at, options, labels, sign, drawn)
        result["evpi_least"][at] = _least(
            [sign * at_levers(half, lever, at)[:, samples] for half in halves], nothing, drawn
        )
        fitted_measured: Numbers | None = None
        known = []
        for place, key in enumerate(keys):
            physical = _physical(dataset, key, lever, at, samples)
            if physical is None:
                continue
            known.append((unit[place, samples], physical))
            found = curve(options, *known[-1])
            estimate = perfect(found.fitted)
            ends = _interval(estimate, [_evppi_again(options, found.basis, weights) for weights in drawn[:OF_CURVES]])
            for end, number in zip(("value", "low", "high"), (estimate, *ends), strict=True):
                # To know one thing is worth no more than to know all; a fit may say so.
                most = float(result["evpi_high" if end == "high" else "evpi_value"][at])
                result[f"evppi_{end}"][{**at, "factor": place}] = min(number, most)
            if key == measure:
                fitted_measured = found.fitted
                states, deviation = _scale(physical, error)
                worth_of = measured(found.fitted, states, deviation)
                again = [
                    _evsi_again(options, found.basis, states, deviation, weights) for weights in drawn[:OF_MEASUREMENTS]
                ]
                for end, number in zip(("value", "low", "high"), (worth_of, *_interval(worth_of, again)), strict=True):
                    result[f"evsi_{end}"][at] = min(number, float(result[f"evppi_{end}"][{**at, "factor": place}]))
        if measure is not None and fitted_measured is None:
            raise AnalysisError(f"{measure}: does not vary, or has no value, where the options are compared")
        by_chance = largest_of_noise(options, known, SHUFFLES, SEED)
        result["evppi_noise"][at] = np.quantile(by_chance, NOISE_LEVEL, method="higher")
    result.attrs = {
        "outcome": row.name,
        "outcome_title": row.title,
        "outcome_units": row.units,
        "option_lever": lever or "",
        "measured_factor": measure or "",
        "measurement_error": error,
        "confidence_level": LEVEL,
        "bootstrap_seed": SEED,
        "replicates": dataset.sizes["replicate"],
    }
    return result


def _require_measurement(measure: str | None, keys: list[str], error: float) -> None:
    if measure is not None and measure not in keys:
        raise AnalysisError(f"{measure}: {unknown(measure, keys, 'factor')}")
    if not error > 0:
        raise AnalysisError(f"error={error:g}: a measurement has an error above 0")


def _amount(dataset: xr.Dataset, outcome: str) -> Row:
    found = list(rows(dataset, [outcome]))
    if len(found) != 1:
        raise AnalysisError(f"{outcome}: {len(found)} outcomes; name one: {', '.join(row.name for row in found[:4])}")
    if found[0].is_date:
        raise AnalysisError(
            f"{outcome}: is a date, and information has a value in what the outcome is counted in; take an amount, "
            "such as npv_musd, or lunarsim compare --regret for dates"
        )
    return found[0]


def _choice(
    result: xr.Dataset, at: dict[str, int], options: Numbers, labels: list[str], sign: int, drawn: Numbers
) -> None:
    """Fill in what options are worth and what it would be worth to know all."""
    means = np.einsum("rs,ds->rd", drawn, options)
    bests = np.einsum("rs,s->r", drawn, options.max(axis=0))
    estimate = perfect(options)
    gains = bests - means.max(axis=1)
    gains = np.where(gains > ROUNDING * np.abs(options).max(), gains, 0.0)
    ends = _interval(estimate, gains.tolist())
    for name, number in zip(("evpi_value", "evpi_low", "evpi_high"), (estimate, *ends), strict=True):
        result[name][at] = number
    result["best_option"][at] = labels[int(options.mean(axis=1).argmax())]
    result["option_mean"][at] = sign * options.mean(axis=1)
    low, high = np.sort([sign * end for end in mean_ends(options, drawn)], axis=0)
    result["option_mean_low"][at], result["option_mean_high"][at] = low, high
    result["option_lead_share"][at] = (means == means.max(axis=1, keepdims=True)).mean(axis=0)
    if labels[-1] == NOTHING:
        result["option_gain_share"][at] = (options > options[-1]).mean(axis=1)
        result["option_tie_share"][at] = (options == options[-1]).mean(axis=1)
    strictly, tied, result["all_tied_share"][at] = alone_or_tied(options)
    result["option_strictly_best_share"][at], result["option_tied_best_share"][at] = (
        strictly.mean(axis=1),
        tied.mean(axis=1),
    )
    result["option_strictly_best_low"][at], result["option_strictly_best_high"][at] = wilson(
        strictly.mean(axis=1), np.full(len(strictly), float(strictly.shape[1])), LEVEL
    )


def _halves(dataset: xr.Dataset, row: Row) -> list[tuple[xr.Dataset, Row]]:
    """Return every other replicate, and the rest, of a sweep and an outcome; nothing of a single replicate."""
    if dataset.sizes["replicate"] < 2:
        return []
    runs = dataset[[name for name in ("status", "horizon_year") if name in dataset]]
    every = [{"replicate": slice(start, None, 2)} for start in (0, 1)]
    return [(runs.isel(part), row._replace(values=row.values.isel(part))) for part in every]


def _least(halves: list[Numbers], nothing: bool, drawn: Numbers) -> float:
    """Return the lower end of what it is worth to know what replicates of a sample have in common."""
    if not halves:
        return np.nan
    one, other = (np.concatenate([half, np.zeros((1, half.shape[1]))]) if nothing else half for half in halves)
    kept = ~np.isnan(one + other).any(axis=0)
    chosen = [
        np.take_along_axis(values, by.argmax(axis=0)[np.newaxis], 0)[0] for values, by in ((one, other), (other, one))
    ]
    bests = np.where(kept, (chosen[0] + chosen[1]) / 2, 0.0)
    means = np.einsum("rs,ds->rd", drawn, np.where(kept, (one + other) / 2, 0.0))
    share = np.einsum("rs,s->r", drawn, kept.astype(np.float64))
    gains = (np.einsum("rs,s->r", drawn, bests) - means.max(axis=1))[share > 0] / share[share > 0]
    return max(0.0, float(np.quantile(gains, 0.5 - LEVEL / 2))) if gains.size else np.nan


def _physical(dataset: xr.Dataset, key: str, lever: str | None, at: dict[str, int], samples: Any) -> Numbers | None:
    """Return the values of a factor in some samples; None where it has none or does not vary."""
    stored = dataset[key].isel({name: place for name, place in at.items() if name in dataset[key].dims})
    if lever in stored.dims:
        stored = stored.mean(lever)
    values: Numbers = stored.values.astype(np.float64)[samples]
    return values if not np.isnan(values).any() and np.ptp(values) > 0 else None


def _scale(physical: Numbers, error: float) -> tuple[Numbers, float]:
    """Return a factor on the scale on which the error is normal, and that error: logarithms of what is positive."""
    if physical.min() > 0:
        return np.log(physical), float(np.sqrt(np.log1p(error**2)))
    return physical, error


def _evppi_again(options: Numbers, basis: Numbers, weights: Numbers) -> float:
    chosen = _drawn(weights)
    return perfect(refit(options[:, chosen], basis[chosen]))


def _evsi_again(options: Numbers, basis: Numbers, states: Numbers, error: float, weights: Numbers) -> float:
    chosen = _drawn(weights)
    return measured(refit(options[:, chosen], basis[chosen]), states[chosen], error)


def _drawn(weights: Numbers) -> Any:
    return np.repeat(np.arange(len(weights)), np.rint(weights * len(weights)).astype(int))


def _interval(estimate: float, again: list[float]) -> tuple[float, float]:
    """Return the basic bootstrap interval, which takes the bias of the maximum away, not below zero."""
    low, high = np.quantile(again, (0.5 - LEVEL / 2, 0.5 + LEVEL / 2))
    return max(0.0, 2 * estimate - float(high)), max(0.0, estimate, 2 * estimate - float(low))


def _empty(dataset: xr.Dataset, side: Any, labels: list[str], keys: list[str], measure: str | None) -> xr.Dataset:
    shape = [dataset.sizes[name] for name in side]
    names = ["evpi_value", "evpi_low", "evpi_high", "evpi_least", "evppi_noise", "used_samples", "all_tied_share"]
    names += ["evsi_value", "evsi_low", "evsi_high"] if measure else []
    variables: dict[str, Any] = {name: (list(side), np.full(shape, np.nan)) for name in names}
    variables["best_option"] = (list(side), np.full(shape, "", dtype=object))
    of_options = ["option_mean", "option_mean_low", "option_mean_high", "option_lead_share"]
    of_options += [f"option_{name}" for name in BEST]
    of_options += ["option_gain_share", "option_tie_share"] if labels[-1] == NOTHING else []
    variables |= {name: ([*side, "option_label"], np.full([*shape, len(labels)], np.nan)) for name in of_options}
    of_factors = ("evppi_value", "evppi_low", "evppi_high")
    variables |= {name: ([*side, "factor"], np.full([*shape, len(keys)], np.nan)) for name in of_factors}
    coords: dict[str, Any] = {name: dataset[name] for name in side}
    return xr.Dataset(variables, {**coords, "option_label": labels, "factor": keys})
