"""Fit how often missions are given up for good: ``python -m experiments.slips.shelving`` prints what the record says.

Competing risks: a mission with P years to go by its plan is given up before it flies with probability 1 - exp(-h P),
h by class of actor. The hazard runs along the plan: where a plan takes twice its time, so does the risk, and being late
changes nothing. So a launch due in weeks is almost never given up. A mission that has flown has come through all of its
plan; one that was given up is counted on its day; one that is open has come through what is behind it, which the slip
that is not known yet leaves open, and is integrated over its forecast. Each mission counts once, from its first
statement on.

A mixture is tried beside it: a share of missions never flies, whatever its horizon, and nothing is seen of it but that
it has not flown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from experiments.slips.fit import Fit, fit_with_loss
from experiments.slips.record import DATA_DATE, Record, Statement, known_at, record, statements
from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS, ln_ratio
from lunarsim.scenario.library.slip_fits import actor_class

CLASSES = ("state", "commercial")
YEAR_DAYS = 365.25
LN_HAZARD = np.linspace(np.log(0.002), np.log(0.5), 200)
"""Grid of the logarithm of the hazard per year."""

PRIOR = (np.log(0.04), 1.0, 0.5)
"""Of the logarithm of the hazard: center and spread of what classes have in common, and spread between classes."""

_NODES = (np.arange(40) + 0.5) / 40
"""Probabilities at which the ratio of an open plan is taken."""


class Hazards(NamedTuple):
    """Hazard per year of planned remaining time: median and 90 % interval, by class, and for an actor of either."""

    state: tuple[float, float, float]
    commercial: tuple[float, float, float]
    either: tuple[float, float, float]


def log_likelihoods(data: Record, fitted: Fit) -> np.ndarray:
    """Return the log likelihood of each statement's fate along :data:`LN_HAZARD`.

    The part that the slip alone decides is left out.
    """
    hazard = np.exp(LN_HAZARD) / YEAR_DAYS
    logs: np.ndarray = -hazard * data.planned_days[:, None]
    waiting = ~data.flown
    mean, sd = (part[waiting, None] for part in fitted.forecast(data))
    planned, known = (days[waiting, None] for days in (data.planned_days, data.known_days))
    late = 1.0 - ndtr((ln_ratio(planned, known, OFFSET_DAYS) - mean) / sd)
    ratio = np.exp(mean + sd * ndtri(np.minimum(1.0 - late * (1.0 - _NODES), 1.0 - 1e-12)))
    # Days of the plan that are behind: the time that has passed, in the plan's own time.
    behind = np.clip((known + OFFSET_DAYS) / ratio - OFFSET_DAYS, 0.0, planned)
    # Of ratios by which it would not have flown yet; a day on which it was given up is likelier by the inverse of one.
    weights = np.where(data.given_up[waiting, None], 1.0 / ratio, 1.0)
    survived = np.einsum(
        "ik,ikh->ih", weights / weights.sum(axis=1, keepdims=True), np.exp(-hazard * behind[..., None])
    )
    logs[waiting] = np.log(survived) + data.given_up[waiting, None] * np.log(hazard)
    return logs


def firsts(rows: Sequence[Statement]) -> list[Statement]:
    """Return the first statement of each mission: what it went through since is its whole plan."""
    first: dict[str, Statement] = {}
    for row in rows:
        if row.mission not in first or row.announced < first[row.mission].announced:
            first[row.mission] = row
    return list(first.values())


def hazards(rows: Sequence[Statement], date: dt.date, fitted: Fit) -> Hazards:
    """Return the hazards of a record as known at a date, with what is not known of them.

    They depend on which missions a table takes in: what was given up leaves fewer traces than what has flown, and is
    found by who looks for it. The lunar part of the table has few such missions, the whole has many. The figure is the
    geometric mean of both, and its interval reaches from the low end of the one to the high end of the other.
    """
    lunar = [row for row in rows if row.part == "lunar"]
    both = hazards_of_table(lunar, date, fitted), hazards_of_table(rows, date, fitted)
    return Hazards(
        *(
            (float(np.sqrt(one[0] * other[0])), min(one[1], other[1]), max(one[2], other[2]))
            for one, other in zip(*both, strict=True)
        )
    )


def hazards_of_table(rows: Sequence[Statement], date: dt.date, fitted: Fit) -> Hazards:
    """Return the hazards of all missions of a table, of both classes pooled in part."""
    data = record(firsts(rows), date)
    logs = log_likelihoods(data, fitted)
    classes = np.array([actor_class(str(agency)) for agency in data.agencies])
    state, commercial = (logs[classes == name].sum(axis=0) for name in CLASSES)
    center, common, between = PRIOR
    off = LN_HAZARD - center
    spread = np.array([[common**2 + between**2, common**2], [common**2, common**2 + between**2]])
    inverse = np.linalg.inv(spread)
    prior = -0.5 * (inverse[0, 0] * (off[:, None] ** 2 + off**2) + 2.0 * inverse[0, 1] * off[:, None] * off)
    joint = state[:, None] + commercial + prior
    weights = np.exp(joint - joint.max())
    by_class = weights.sum(axis=1), weights.sum(axis=0)
    return Hazards(
        *(_quantiles(part) for part in (*by_class, by_class[0] / by_class[0].sum() + by_class[1] / by_class[1].sum()))
    )


def _quantiles(weights: np.ndarray) -> tuple[float, float, float]:
    steps = np.cumsum(weights) / weights.sum()
    median, low, high = np.exp(np.interp((0.5, 0.05, 0.95), steps, LN_HAZARD))
    return float(median), float(low), float(high)


def mixture_profile(data: Record, shares: Sequence[float]) -> list[float]:
    """Return the log posterior of shares of missions that never fly, slips refit at each, less that of none."""
    base, loss = fit_with_loss(data, never=0.0)
    return [loss - fit_with_loss(data, base, never=share)[1] for share in shares]


def main() -> None:
    """Print hazards, their profile, and that of the mixture."""
    rows = known_at(statements(), DATA_DATE)
    data = record(rows)
    fitted, _ = fit_with_loss(data)
    lunar = [row for row in rows if row.part == "lunar"]
    for table, found in (
        ("lunar part", hazards_of_table(lunar, DATA_DATE, fitted)),
        ("whole table", hazards_of_table(rows, DATA_DATE, fitted)),
        ("both", hazards(rows, DATA_DATE, fitted)),
    ):
        for name, (median, low, high) in found._asdict().items():
            share = (100.0 * -np.expm1(-4.0 * np.array([median, low, high]))).round(1)
            print(f"{table}, {name}: {median:.3f} ({low:.3f} to {high:.3f}) a year; plans four years ahead {share} %")
    logs = log_likelihoods(record(firsts(rows)), fitted).sum(axis=0)
    print("profile of one hazard for all: share given up of plans four years ahead, log likelihood below the best")
    for index in range(0, len(LN_HAZARD), 12):
        print(f"  {-np.expm1(-4.0 * np.exp(LN_HAZARD[index])):.3f} {logs[index] - logs.max():.2f}")
    shares = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
    print("profile of the mixture: share that never flies, log posterior less that of none")
    for share, gain in zip(shares, mixture_profile(data, shares), strict=True):
        print(f"  {share:.2f} {gain:+.2f}")


if __name__ == "__main__":
    main()
