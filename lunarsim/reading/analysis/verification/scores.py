"""Scores of forecast dates: coverage, CRPS and PIT of a log-normal ratio of remaining times, with intervals.

Statements about one mission are not independent, so intervals come from resampling missions. How a row came into its
table decides how it may be scored. What has flown has flown before the date of the data, so it is held against the
forecast given that (``truncated``). What has not flown is scored by censoring: forecast and outcome are both clipped at
the date of the data, so an unflown mission scores what the forecast promised before that date; and its PIT is spread
evenly over all values that it may still take. Clipped scores and those of "flown within some years" are of the forecast
as it is, in which a mission may be given up, and of the forecast given that it flies (``if_flies``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.physics.chance.date_scores import clipped_crps_days, crps_days, flown_by, truncated_crps_days
from lunarsim.physics.chance.slip_ratio import ln_ratio

Numbers = NDArray[np.float64]

RESAMPLES = 1000
SEED = 2026
INTERVAL = (0.05, 0.95)
HORIZONS = (("under 90 d", 90.0), ("90 to 365 d", 365.0), ("1 to 2 years", 730.5), ("2 to 4 years", 1461.0))
"""Names and upper ends of classes of planned remaining time; beyond them: over 4 years."""

OLD_DAYS = 3 * 365.25
"""Age of a plan at the date of the data from which on it is scored whatever has become of it [day]."""

BRIER_YEARS = (1, 2, 4, 8)
"""Years within which a mission has flown or not."""

PIT_BINS = 10
_WEIGHTINGS = ("statements", "missions")
_RATIOS = {
    "crps_ratio": "crps_days",
    "if_flies_crps_ratio": "if_flies_crps_days",
    "one_ratio_crps_ratio": "one_ratio_crps_days",
}


class _Rows(NamedTuple):
    """What is averaged over some statements, and which of them count."""

    prefix: str
    counts: NDArray[np.bool_]
    values: dict[str, Numbers]


def scores(statements: xr.Dataset, resamples: int = RESAMPLES, seed: int = SEED) -> xr.Dataset:
    """Return the scores of forecasts of some statements, in all, by agency and by horizon.

    Parameters
    ----------
    statements : Dataset
        Along ``statement``: ``mission``, ``agency``; ``planned_days``, ``actual_days`` (NaN where it has not flown),
        ``data_days`` to the date of the data [day]; ``ln_mean``, ``ln_sd`` of the ratio with the attribute
        ``offset_days``; ``never``, the probability of being given up (0 without it); ``one_ln_mean``, ``one_ln_sd`` of
        one ratio for all, without offset.
    resamples : int
        How often missions are resampled for the intervals.
    seed : int
        Of the resampling.

    Returns
    -------
    Dataset
        Along ``score_group`` and ``weighting``; each score has ``NAME_low`` and ``NAME_high``, the 90 % interval. A
        score without statements is NaN. ``pit_flown`` and ``pit_all`` are shares along ``pit_bin``.
    """
    names, mission = np.unique(statements["mission"].values, return_inverse=True)
    tables = list(_tables(statements))
    columns: dict[str, list[list[float]]] = {}
    labels, kinds = [], []
    for kind, label, chosen in _groups(statements):
        labels.append(label)
        kinds.append(kind)
        averages: dict[str, list[float]] = {}
        for rows in tables:
            # Of "flown within" some years there are scores for all statements together only.
            used = chosen & rows.counts & (kind == "all" or not rows.prefix.startswith("within_"))
            averages |= _averaged(rows, used, mission, resamples, seed)
        for name, pair in averages.items():
            columns.setdefault(name, []).append(pair)
    result = xr.Dataset({name: (("score_group", "weighting"), values) for name, values in columns.items()})
    bins = {name: ("pit_bin", shares) for name, shares in _pit(statements).items()}
    result = result.assign(bins).assign_coords({"score_group": labels, "weighting": list(_WEIGHTINGS)})
    middle = (np.arange(PIT_BINS) + 0.5) / PIT_BINS
    result = result.assign_coords({"pit_bin": middle, "group_kind": ("score_group", kinds)})
    return result.assign_attrs(missions=len(names), resamples=resamples, seed=seed)


def _groups(statements: xr.Dataset) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    planned, agency = statements["planned_days"].values, statements["agency"].values
    yield "all", "all", np.ones(len(planned), dtype=bool)
    for name in np.unique(agency):
        yield "agency", str(name), agency == name
    low = 0.0
    for label, high in (*HORIZONS, ("over 4 years", np.inf)):
        inside = (planned >= low) & (planned < high)
        if inside.any():
            yield "horizon", label, inside
        low = high


def _tables(statements: xr.Dataset) -> Iterator[_Rows]:
    """Yield what is averaged, and over which statements."""
    planned, actual, clip, mean, sd, one_mean, one_sd = (
        statements[name].values.astype(float)
        for name in ("planned_days", "actual_days", "data_days", "ln_mean", "ln_sd", "one_ln_mean", "one_ln_sd")
    )
    never = statements["never"].values.astype(float) if "never" in statements else np.zeros(len(planned))
    offset = float(statements.attrs["offset_days"])
    flown = ~np.isnan(actual)
    known = np.where(flown, actual, clip)
    model, one = (mean, sd, offset), (one_mean, one_sd, 0.0)
    error = {"face_value_days": np.abs(planned - known)}
    plain = flown_by(planned, known, *model)
    yield _Rows(
        "",
        flown,
        _coverage(plain)
        | error
        | {
            "crps_days": crps_days(planned, known, *model),
            "one_ratio_crps_days": crps_days(planned, known, *one),
        },
    )
    truncated = plain / np.maximum(flown_by(planned, clip, *model), 1e-9)
    yield _Rows(
        "truncated_",
        flown,
        _coverage(truncated)
        | error
        | {
            "pit_mean": truncated,
            "crps_days": truncated_crps_days(planned, known, *model, clip),
            "one_ratio_crps_days": truncated_crps_days(planned, known, *one, clip),
        },
    )
    known = np.minimum(known, clip)
    clipped = {
        "crps_days": clipped_crps_days(planned, known, *model, clip, never),
        "if_flies_crps_days": clipped_crps_days(planned, known, *model, clip),
        "one_ratio_crps_days": clipped_crps_days(planned, known, *one, clip),
        "face_value_days": np.abs(np.minimum(planned, clip) - known),
    }
    yield _Rows("clipped_", planned < clip, clipped)
    yield _Rows("old_", clip >= OLD_DAYS, clipped)
    for years in BRIER_YEARS:
        days = years * 365.25
        came = flown & (known <= days)
        flies = flown_by(planned, days, *model)
        chances = {
            "": (1.0 - never) * flies,
            "if_flies_": flies,
            "one_ratio_": flown_by(planned, days, *one),
            "face_value_": (planned <= days).astype(float),
        }
        errors = {f"{name}brier": np.square(chance - came) for name, chance in chances.items()}
        yield _Rows(f"within_{years}_years_", clip >= days, errors)


def _coverage(pit: Numbers) -> dict[str, Numbers]:
    """Return which values of the probability integral transform lie within the central 50 and 80 %."""
    return {f"coverage_{share}": (np.abs(pit - 0.5) <= share / 200.0).astype(float) for share in (50, 80)}


def _averaged(
    rows: _Rows, used: NDArray[np.bool_], mission: NDArray[np.intp], resamples: int, seed: int
) -> dict[str, list[float]]:
    """Return means and ratios of means with their intervals, over statements and over missions."""
    _, member = np.unique(mission[used], return_inverse=True)
    size = np.bincount(member).astype(float)
    count = len(size)
    averages: dict[str, list[float]] = {f"{rows.prefix}n": [float(used.sum()), float(count)]}
    # A single mission has no spread between missions.
    drawn = _times_drawn(count, resamples if count > 1 else 0, seed)
    sums = np.array([np.bincount(member, values[used], count) for values in rows.values.values()]).T
    for weighting in _WEIGHTINGS:
        totals, shares = (sums, size) if weighting == "statements" else (sums / size[:, None], np.ones(count))
        means = totals.sum(axis=0) / shares.sum() if count else np.full(len(rows.values), np.nan)
        spreads = (drawn @ totals) / (drawn @ shares)[:, None]
        point = dict(zip(rows.values, means, strict=True))
        spread = dict(zip(rows.values, spreads.T, strict=True))
        for name, score in _RATIOS.items():
            if score not in point:
                continue
            point[name] = _over(point[score], point["face_value_days"])
            spread[name] = _over(spread[score], spread["face_value_days"])
        for name, value in point.items():
            usable = spread[name][np.isfinite(spread[name])]
            low, high = np.quantile(usable, INTERVAL) if len(usable) else (np.nan, np.nan)
            for end, figure in (("", value), ("_low", low), ("_high", high)):
                averages.setdefault(f"{rows.prefix}{name}{end}", []).append(float(figure))
    return averages


def _times_drawn(count: int, resamples: int, seed: int) -> Numbers:
    """Return how often each of some missions is drawn in each resample, dims (resample, mission)."""
    draws = np.random.default_rng(seed).integers(max(count, 1), size=(resamples, count))
    rows = np.arange(resamples)[:, None] * count
    return np.bincount((rows + draws).ravel(), minlength=resamples * count).reshape(resamples, count).astype(float)


def _over(score: Any, face: Any) -> Any:
    """Return a ratio, NaN where the announced dates were all kept to the day."""
    face = np.asarray(face, dtype=float)
    return np.divide(score, face, out=np.full(face.shape, np.nan), where=face > 0)


def _pit(statements: xr.Dataset) -> dict[str, Numbers]:
    """Return shares of the probability integral transform per bin, for the flown and for all statements."""
    from scipy.special import ndtr

    actual = statements["actual_days"].values
    flown = ~np.isnan(actual)
    known = np.where(flown, actual, statements["data_days"].values)
    y = ln_ratio(statements["planned_days"].values, known, float(statements.attrs["offset_days"]))
    value = ndtr((y - statements["ln_mean"].values) / statements["ln_sd"].values)
    edges = np.linspace(0.0, 1.0, PIT_BINS + 1)
    bin_index = np.minimum((value * PIT_BINS).astype(int), PIT_BINS - 1)
    sharp = np.eye(PIT_BINS)[bin_index]
    start = np.minimum(value, 1.0 - 1e-12)[:, None]
    even = np.maximum(edges[1:] - np.maximum(edges[:-1], start), 0.0) / (1.0 - start)
    both = np.where(flown[:, None], sharp, even)
    empty = np.full(PIT_BINS, np.nan)
    return {
        "pit_flown": sharp[flown].mean(axis=0) if flown.any() else empty,
        "pit_all": both.mean(axis=0) if len(both) else empty,
    }
