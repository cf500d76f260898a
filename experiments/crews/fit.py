"""Fit how crewed missions are lost: ``python -m experiments.crews.fit`` prints it with what it rests on.

Flight n of a spacecraft is lost as a mission with a probability that falls as a power of n, times
a factor of the spacecraft, which is log-normal and summed over. The figures of the group ``crews`` are chosen between
both fits, so that they give the rates of the record; it is one of flights near the Earth, and so an analogue only.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtri

from experiments.crews.record import losses, lost_missions, rates

GROUPS = ((1, 3), (4, 10), (11, 30), (31, 200))
"""Flight numbers for which rates are told."""

FACTORS = ndtri((np.arange(41) + 0.5) / 41)
"""Standard normal numbers of a spacecraft's factor over which it is summed."""

MOST = 0.99


def log_likelihood(first: float, exponent: float, ln_sd: float) -> float:
    """Return that of the whole record; with a spread of 0 all spacecraft are alike."""
    total = 0.0
    for lost in lost_missions().values():
        numbers = np.arange(1, lost.size + 1)[:, None]
        chance = np.minimum(first * numbers**-exponent * np.exp(ln_sd * FACTORS), MOST)
        rows = np.log(np.where(lost[:, None], chance, 1.0 - chance)).sum(axis=0)
        total += rows.max() + np.log(np.exp(rows - rows.max()).mean())
    return float(total)


def fit(spread: bool = True) -> tuple[float, float, float]:
    """Return the loss of a first mission, the exponent, and the spread between spacecraft (its ln sd, 0 for none)."""

    def cost(point: np.ndarray) -> float:
        return -log_likelihood(float(np.exp(point[0])), float(point[1]), abs(float(point[2])) if spread else 0.0)

    start = [np.log(0.1), 0.5, 0.8] if spread else [np.log(0.1), 0.5]
    best = minimize(cost, start, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-3}).x
    return float(np.exp(best[0])), float(best[1]), abs(float(best[2])) if spread else 0.0


def stand_downs(lost: str) -> np.ndarray:
    """Return the times until the next crew after losses of a kind [day], in order of length."""
    return np.sort(
        [loss.stand_down_days for loss in losses() if loss.lost == lost and loss.stand_down_days is not None]
    )


if __name__ == "__main__":
    for spread in (True, False):
        first, exponent, ln_sd = fit(spread)
        print(f"first mission {first:.3f}, exponent {exponent:.2f}, ln sd between spacecraft {ln_sd:.2f}")
    for numbers in GROUPS:
        print(
            "flights {} to {}:".format(*numbers), "{} flights, {} missions and {} crews lost".format(*rates(*numbers))
        )
    for kind in ("crew", "mission"):
        days = stand_downs(kind)
        print(f"stand-downs after the loss of a {kind} [day]:", *days.astype(int))
        print(f"  median {np.median(days):.0f}, sd of the logarithm {np.log(days).std(ddof=1):.2f}")
