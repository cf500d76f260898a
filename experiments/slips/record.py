"""The statements of ``statements.csv`` as arrays, as they could be known at a date.

A statement of a mission that had not flown by then is right-censored: at the date, or where the mission was given up
before it, when that happened. Missions of ``kept_apart.csv`` are never fit: they are there to score the fit.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lunarsim.physics.chance.slip_ratio import PRECISION_DAYS
from lunarsim.scenario.library.slip_fits import agency_of, kind_of_milestone

TABLE = Path(__file__).with_name("statements.csv")
KEPT_APART = Path(__file__).with_name("kept_apart.csv")
DATA_DATE = dt.date(2026, 7, 1)
"""What launched later is missing from the table."""


@dataclass(frozen=True)
class Statement:
    """One public statement of a date."""

    mission: str
    agency: str
    announced: dt.date
    planned: dt.date
    actual: dt.date | None
    ended: dt.date | None
    independent: bool
    precision_days: float
    kind: str = "other"
    actor: str = ""
    part: str = "lunar"

    @property
    def planned_days(self) -> float:
        """Planned remaining time; a plan at or before its announcement counts as one day."""
        return float(max((self.planned - self.announced).days, 1))


@dataclass(frozen=True)
class Record:
    """Statements as arrays along them, times in days from the announcement."""

    missions: np.ndarray
    agencies: np.ndarray
    demanding: np.ndarray
    planned_days: np.ndarray
    known_days: np.ndarray
    flown: np.ndarray
    given_up: np.ndarray
    precision_days: np.ndarray

    def __len__(self) -> int:
        return len(self.planned_days)


def statements(path: Path = TABLE) -> list[Statement]:
    """Return the rows of the table."""

    def date(text: str) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    with path.open(encoding="utf-8", newline="") as file:
        return [
            Statement(
                row["mission"],
                agency_of(row["actor"], row["developer"]),
                dt.date.fromisoformat(row["announced_on"]),
                dt.date.fromisoformat(row["planned_launch"]),
                date(row["actual_launch"]),
                date(row["ended_on"]),
                row["independent_estimate"] == "yes",
                float(np.hypot(PRECISION_DAYS[row["planned_precision"]], PRECISION_DAYS[row["announced_precision"]])),
                kind_of_milestone(row["milestone"]),
                row["actor"],
                row["part"],
            )
            for row in csv.DictReader(file)
        ]


def known_at(rows: Iterable[Statement], date: dt.date) -> list[Statement]:
    """Return the owners' statements announced before a date; independent estimates are scored, never fit."""
    return [row for row in rows if row.announced < date and not row.independent]


def record(rows: Sequence[Statement], date: dt.date = DATA_DATE) -> Record:
    """Return statements as arrays, with what was known of their outcome at a date."""
    flown = [row.actual is not None and row.actual <= date for row in rows]
    known = [
        (row.actual if has_flown else min(row.ended or date, date)) for row, has_flown in zip(rows, flown, strict=True)
    ]
    given_up = [
        not has_flown and row.ended is not None and row.ended <= date
        for row, has_flown in zip(rows, flown, strict=True)
    ]
    return Record(
        np.array([row.mission for row in rows]),
        np.array([row.agency for row in rows]),
        np.array([row.kind == "crewed_or_first" for row in rows]),
        np.array([row.planned_days for row in rows]),
        np.array([float(max((day - row.announced).days, 0)) for row, day in zip(rows, known, strict=True)]),
        np.array(flown),
        np.array(given_up),
        np.array([row.precision_days for row in rows]),
    )
