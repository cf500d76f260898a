"""Signposts: which of the things that can be seen by a date would change the forecast of an outcome most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.conditioning.chosen_outcomes import chosen_rows
from lunarsim.reading.analysis.conditioning.given import require_rule, row_values, with_runs_read
from lunarsim.reading.analysis.conditioning.information import Information, chance_of, information
from lunarsim.reading.analysis.conditioning.signs import Sign, signs
from lunarsim.reading.analysis.conditioning.weighted import quantile_ends, weighted_quantiles, weighted_share
from lunarsim.reading.analysis.conditioning.weights import effective_number
from lunarsim.reading.analysis.intervals import wilson
from lunarsim.reading.analysis.sensitivity.design_check import RANDOM, line_to_run, shares_chance
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, MOSTLY_NEVER, SEED
from lunarsim.reading.analysis.summary import Row
from lunarsim.reading.analysis.valid_runs import SAMPLING, finished
from lunarsim.words.errors import AnalysisError

FEWEST_SEEN = 15
"""Effective runs on each side of a sign; with fewer, it is too rare or too common to say anything about."""

LUCK = 0.1
"""Probability, over all signs together, that one without any information is ranked."""


def signposts(dataset: xr.Dataset, outcome: str, by: float = 2030.0, dates: str = "judged") -> xr.Dataset:
    """Return how far the forecast of an outcome would move with each thing that can be seen by a date.

    Such signs are the launch of each mission (or that it has not been launched yet), a landing in working order, a loss
    of a flight launched by then (the loss itself may come later), a milestone that is reached, and a budget in the
    lowest or highest quarter of the runs in the last year before the date. Each divides the runs in two; what it moves
    is the outcome's median, or the probability of reaching it, where it is seen less that where it is not. Signs are
    ranked by mutual information with the outcome, which also counts how likely they are to be seen, and only where
    chance would hardly give as much to any of them, at any lever values.

    Parameters
    ----------
    dataset : Dataset
        A sweep of a random design.
    outcome : str
        One date or amount, such as ``station_extended`` or ``npv_musd``.
    by : float
        The date, as decimal year: what has happened before it is seen [year].
    dates : str
        What is moved: ``judged`` the median where at most half of the runs never reach the date, else the probability;
        ``capped`` the median; ``reached`` the probability. A date that is not reached counts as the end.

    Returns
    -------
    Dataset
        By lever values and ``sign_name``: ``information_bits`` with its 90 % interval ``information_low`` to
        ``information_high``, ``chance_level`` (the probability that chance gives as much to any sign at any lever
        values), ``is_ranked`` and ``sign_rank`` (1 is the most informative, 0 is not ranked); ``moved_by`` with
        ``moved_low`` and ``moved_high``, of the figures ``figure_seen`` and ``figure_unseen``, which are medians or,
        where ``is_probability``, probabilities; ``sign_share`` of the runs, ``seen_runs`` and ``unseen_runs``.
        Coordinates ``sign_news`` (what ``observe`` takes for it); attributes ``outcome_title``, ``outcome_units``,
        ``by_year``.

    Raises
    ------
    InputError, AnalysisError
        If there is no such outcome or several, or if the design does not say how likely anything is.
    """
    require_rule(dates)
    _require_random(dataset)
    dataset = with_runs_read(dataset)
    row = _one(dataset, outcome)
    every = [sign for sign in signs(dataset, by) if sign.about != row.name]
    found = [sign for sign in every if bool(_enough(sign).any())]
    if not found:
        raise AnalysisError(
            f"of {len(every)} signs none is seen by {by:g} in {FEWEST_SEEN} of the runs and unseen in as many; take "
            "another --by, or run more samples"
        )
    sides = _sides(dataset, row, dates)
    moved = [_moved(sides, sign) for sign in found]
    names = [sign.name for sign in found]
    axis = xr.Variable("sign_name", names)
    result = xr.Dataset({key: xr.concat([each[key] for each in moved], axis) for key in moved[0]})
    result = result.assign(_ranked(sides, found, result)).assign(is_probability=sides.probable)
    result = result.assign_coords(sign_news=("sign_name", ["; ".join(sign.news) for sign in found]))
    result.attrs = {
        "outcome_name": row.name,
        "outcome_title": row.title,
        "outcome_units": row.units,
        "outcome_is_date": row.is_date,
        "by_year": float(by),
        "confidence_level": LEVEL,
        "chance_limit": LUCK,
        "too_rare": len(every) - len(found),
    }
    return result.transpose(..., "sign_name")


def _enough(sign: Sign) -> xr.DataArray:
    """Return for which combinations of levers enough runs stand on each side of a sign."""
    fewest = xr.apply_ufunc(np.minimum, *(effective_number(own) for own in (sign.seen, 1.0 - sign.seen)))
    enough: xr.DataArray = fewest >= FEWEST_SEEN
    return enough


class _Sides(NamedTuple):
    """An outcome as signs are held against it.

    ``classes`` has never at infinity, ``capped`` at the end; ``there`` says whether there is a value; where
    ``probable``, the probability is what moves.
    """

    classes: xr.DataArray
    capped: xr.DataArray
    there: xr.DataArray
    probable: xr.DataArray


def _sides(dataset: xr.Dataset, row: Row, dates: str) -> _Sides:
    classes, capped = row_values(row, dataset)
    there = row.values.notnull()
    counted = finished(dataset)
    never = 1 - weighted_share(there, counted.astype(np.float64).where(counted))
    probable = never > MOSTLY_NEVER if dates == "judged" else xr.full_like(never, dates == "reached", dtype=bool)
    if not row.is_date:
        classes = classes.fillna(np.inf).where(counted)
    return _Sides(classes, capped, there, probable)


def _moved(sides: _Sides, sign: Sign) -> dict[str, xr.DataArray]:
    """Return the figure of the outcome where a sign is seen and where not, and their difference with its interval."""
    figures: list[tuple[xr.DataArray, xr.DataArray, xr.DataArray]] = []
    enough = _enough(sign)
    for own in (sign.seen, 1.0 - sign.seen):
        effective = effective_number(own)
        share = weighted_share(sides.there, own)
        median = weighted_quantiles(sides.capped, own, [0.5]).isel(quantile_level=0, drop=True)
        of_median = quantile_ends(sides.capped, own, 0.5, effective, LEVEL)
        low, high = (
            of_share.where(sides.probable, end)
            for of_share, end in zip(wilson(share, effective, LEVEL), of_median, strict=True)
        )
        figures.append((share.where(sides.probable, median), low, high))
    (one, one_low, one_high), (other, other_low, other_high) = figures
    difference = one - other
    # Of two independent groups (Zou and Donner 2008, Stat. Med. 27, 1693-1702).
    below = np.sqrt((one - one_low) ** 2 + (other_high - other) ** 2)
    above = np.sqrt((one_high - one) ** 2 + (other - other_low) ** 2)
    return {
        "figure_seen": one.where(enough),
        "figure_unseen": other.where(enough),
        "moved_by": difference.where(enough),
        "moved_low": (difference - below).where(enough),
        "moved_high": (difference + above).where(enough),
        "sign_share": sign.seen.mean(SAMPLING),
        "seen_runs": sign.seen.sum(SAMPLING),
        "unseen_runs": (1.0 - sign.seen).sum(SAMPLING),
    }


def _ranked(sides: _Sides, found: Sequence[Sign], result: xr.Dataset) -> dict[str, xr.DataArray]:
    """Return what each sign says of the outcome, and its rank."""
    from scipy.special import ndtri

    empty = xr.full_like(result["moved_by"], np.nan)
    made = {name: empty.copy() for name in ("information_bits", "information_low", "information_high", "chance_level")}
    ranks = xr.zeros_like(empty)
    enough = result["moved_by"].notnull()
    shape = empty.isel(sign_name=0, drop=True)
    order = (*shape.dims, *SAMPLING)
    values = sides.classes.transpose(*order).values
    seen = np.stack([sign.seen.transpose(*order).values for sign in found])
    z = float(ndtri(0.5 + LEVEL / 2))
    every: list[tuple[dict[str, int], NDArray[np.intp], Information]] = []
    for index in np.ndindex(shape.shape):
        at = {str(dim): place for dim, place in zip(shape.dims, index, strict=True)}
        kept = np.flatnonzero(enough.isel(at).values)
        if not kept.size:
            continue
        own, of_signs = values[index], seen[(kept, *index)]
        if len(own) == 1:
            own, of_signs = own.T, np.swapaxes(of_signs, 1, 2)
        every.append((at, kept, information(own, of_signs, SEED)))
    # Whoever reads all combinations sees the most informative of them all; each permutation is the same in all of them.
    largest = np.max([told.largest for _, _, told in every], axis=0)
    for at, kept, told in every:
        chance = chance_of(told.bits, largest)
        ends = {
            "information_bits": told.bits,
            "information_low": np.maximum(told.bits - z * told.error, 0.0),
            "information_high": told.bits + z * told.error,
            "chance_level": chance,
        }
        for name, figures in ends.items():
            made[name][{**at, "sign_name": kept}] = figures
        telling = np.flatnonzero(chance <= LUCK)
        best = telling[np.argsort(-told.bits[telling], kind="stable")]
        ranks[{**at, "sign_name": kept[best]}] = np.arange(1, len(best) + 1)
    return made | {"sign_rank": ranks.astype(int), "is_ranked": ranks > 0}


def _one(dataset: xr.Dataset, outcome: str) -> Row:
    chosen = chosen_rows(dataset, [outcome])
    if len(chosen) != 1:
        raise AnalysisError(f"{outcome} is several outcomes, name one: {', '.join(row.name for row in chosen[:6])}")
    return chosen[0]


def _require_random(dataset: xr.Dataset) -> None:
    name = str(dataset.attrs.get("design", RANDOM[0]))
    if name not in (*RANDOM, "nominal"):
        raise AnalysisError(
            f"signposts: the runs of design={name} are not a random sample, so they do not say how likely a sign is; "
            f"run again with: {line_to_run(dataset, 'design=lhs', 'design.common_random_numbers=levers')}"
        )
    if shares_chance(dataset):
        raise AnalysisError(
            "signposts: all samples share their chance (design.common_random_numbers=all), so that few histories are "
            "all that is known of launches and losses; run again with: "
            + line_to_run(dataset, "design.common_random_numbers=levers")
        )
