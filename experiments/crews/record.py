"""Crewed flights to orbit and beyond until the end of 2025: how many each spacecraft has made, and what went wrong."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import NamedTuple

import numpy as np

HERE = Path(__file__).parent


class Loss(NamedTuple):
    """A crewed flight that did not do what it was flown for, or an ascent that failed.

    Parameters
    ----------
    name, spacecraft : str
        Which flight of what.
    flight : int or None
        Its number among the spacecraft's flights that reached orbit, from 1 on.
    phase : str
        ``flight``, ``ascent`` or ``ground``.
    lost : str
        ``crew``, ``mission`` or, for an ascent that was aborted in time, nothing.
    stand_down_days : float or None
        Time until the next crew flew on the program's craft; None where that is another's or has not come.
    """

    name: str
    spacecraft: str
    flight: int | None
    phase: str
    lost: str
    stand_down_days: float | None


def flights() -> dict[str, int]:
    """Return the crewed flights that reached orbit, by spacecraft."""
    with (HERE / "spacecraft.csv").open(encoding="utf-8", newline="") as file:
        return {row["spacecraft"]: int(row["flights"]) for row in csv.DictReader(file)}


def losses() -> list[Loss]:
    """Return the lost missions and crews, and the aborted ascents, in order of time."""
    with (HERE / "losses.csv").open(encoding="utf-8", newline="") as file:
        return [
            Loss(
                row["name"],
                row["spacecraft"],
                int(row["flight"]) if row["flight"] else None,
                row["phase"],
                row["lost"],
                (dt.date.fromisoformat(row["next_crew"]) - dt.date.fromisoformat(row["day"])).days
                if row["next_crew"]
                else None,
            )
            for row in csv.DictReader(file)
        ]


def lost_missions() -> dict[str, np.ndarray]:
    """Return of each spacecraft whether each of its flights in orbit was lost as a mission, crews included."""
    numbers = {name: {loss.flight for loss in losses() if loss.spacecraft == name} for name in flights()}
    return {name: np.isin(np.arange(1, count + 1), list(numbers[name] - {None})) for name, count in flights().items()}


def rates(first: int, last: int) -> tuple[int, int, int]:
    """Return how many flights of these numbers there were, and how many missions and crews of them were lost."""
    count = sum(max(min(last, flown) - first + 1, 0) for flown in flights().values())
    lost = [loss for loss in losses() if loss.flight is not None and first <= loss.flight <= last]
    return count, len(lost), sum(loss.lost == "crew" for loss in lost)
