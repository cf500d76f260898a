"""The flights of launch vehicles by family: ``flights.csv``, and how it is made from a launch log.

``python -m experiments.launches.record LAUNCHLOG.TSV`` prints the table, from the launch log of J. C. McDowell's
General Catalog of Artificial Space Objects (planet4589.org/space/gcat, CC-BY 4.0; as of 8 December 2024).

A family is the launch vehicles that share a first stage, by ``families.csv``: one of their own (``new``, or
``stretched`` from an older one), known stages in a new arrangement (``rearranged``), or one that had flown before on
another vehicle or as a missile (``kept``). A developer is experienced if a launch vehicle of its own had reached an
orbit before the family's first flight. In the log a launch succeeds (OS, DS), fails (OF) or does so in part (a share of
success in percent behind the code); launches of ascent stages from the Moon (X) are of no family.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path

import numpy as np

TABLE = Path(__file__).with_name("flights.csv")
FAMILIES = Path(__file__).with_name("families.csv")
SINCE = "1980"
FEWEST_FLIGHTS = 5
"""What the fit takes: families that flew first since then, with at least so many flights."""

LOG_ENDS = dt.date(2024, 12, 8)
"""Day of the log of which the table is made."""

FAILURE = {"S": 0.0, "P": 0.5, "F": 1.0}
"""Outcomes as the table spells them, and as what part of a failure each counts."""

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Family:
    """The flights of a family, in order.

    Parameters
    ----------
    name, developer, developer_class, first_stage : str
        As in ``families.csv``.
    first_flight : str
        ISO date.
    outcomes : str
        A letter for each flight.
    pauses : str
        Days from each failure to the next flight, apart by spaces. After a last flight that failed, the days until
        the log ends, with a plus behind them: the family was given up, or has not flown again yet.
    last_flight : str
        ISO date, of the last flight in the log.
    """

    name: str
    developer: str
    developer_class: str
    first_stage: str
    first_flight: str
    outcomes: str
    pauses: str = ""
    last_flight: str = ""

    @property
    def interval_days(self) -> float:
        """Mean time between flights, pauses after failures left out; NaN where there is none [day]."""
        returned, _ = self.stand_downs
        ordinary = len(self.outcomes) - 1 - len(returned)
        days = (dt.date.fromisoformat(self.last_flight) - dt.date.fromisoformat(self.first_flight)).days
        return (days - sum(returned)) / ordinary if ordinary else float("nan")

    @property
    def failures(self) -> np.ndarray:
        """What part of a failure each flight counts as."""
        return np.array([FAILURE[outcome] for outcome in self.outcomes])

    @property
    def stand_downs(self) -> tuple[list[int], list[int]]:
        """Days from each failure to the next flight, and those to the end of the log where there was none."""
        days = self.pauses.split()
        return [int(one) for one in days if one[-1] != "+"], [int(one[:-1]) for one in days if one[-1] == "+"]

    @property
    def is_new(self) -> bool:
        """Whether its developer had reached no orbit before."""
        return self.developer_class == "new"


def families(fewest: int = FEWEST_FLIGHTS, own_stage: bool = True, path: Path = TABLE) -> list[Family]:
    """Return the families of the table with so many flights, those with a first stage of their own or all."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        made = [Family(*row.values()) for row in rows]
    return [
        family for family in made if len(family.outcomes) >= fewest and (family.first_stage != "kept" or not own_stage)
    ]


def _date(text: str) -> str:
    """Return the date of a launch in the log, with its time of day, as a text that sorts."""
    year, month, day, *time = text.split()
    return f"{year}-{MONTHS.index(month) + 1:02d}-{int(day.rstrip('?')):02d} {' '.join(time)}"


def _outcome(code: str) -> str:
    if code[2:]:
        return "P"
    return "F" if code[1] == "F" else "S"


def _pauses(flights: list[tuple[str, str]]) -> str:
    """Return the days from each failure to the next flight, or to the end of the log, as the table has them."""
    days = [
        str((dt.date.fromisoformat(later) - dt.date.fromisoformat(date)).days)
        for (date, outcome), (later, _) in pairwise(flights)
        if outcome == "F"
    ]
    last, outcome = flights[-1]
    if outcome == "F":
        days.append(f"{(LOG_ENDS - dt.date.fromisoformat(last)).days}+")
    return " ".join(days)


def from_log(lines: Iterable[str]) -> list[Family]:
    """Return the families that flew first since 1980, from the lines of the log.

    Raises
    ------
    ValueError
        If a vehicle that flew first since then is of no family.
    """
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    # The log has a line for each object of a launch, and those of ascent stages have the code X.
    launches = {
        row["#Launch_Tag"].strip(): (_date(row["Launch_Date"]), row["LV_Type"].strip(), row["Launch_Code"].strip())
        for row in rows
        if not row["#Launch_Tag"].startswith("#") and not row["Launch_Code"].startswith("X")
    }
    with FAMILIES.open(encoding="utf-8", newline="") as file:
        declared = list(csv.DictReader(file))
    flights: dict[str, list[tuple[str, str]]] = {row["family"]: [] for row in declared}
    first: dict[str, str] = {}
    family_of: dict[str, str | None] = {}
    for date, vehicle, code in sorted(launches.values()):
        first.setdefault(vehicle, date)
        if vehicle not in family_of:
            family_of[vehicle] = next(
                (
                    row["family"]
                    for row in declared
                    if any(fnmatchcase(vehicle, pattern) for pattern in row["launch_vehicles"].split(";"))
                ),
                None,
            )
        family = family_of[vehicle]
        if family is not None:
            flights[family].append((date[:10], _outcome(code)))
    if strange := [vehicle for vehicle, family in family_of.items() if family is None and first[vehicle] >= SINCE]:
        raise ValueError(f"of no family: {', '.join(strange)}")
    return [
        Family(
            row["family"],
            row["developer"],
            row["developer_class"],
            row["first_stage"],
            flights[row["family"]][0][0],
            "".join(outcome for _, outcome in flights[row["family"]]),
            _pauses(flights[row["family"]]),
            flights[row["family"]][-1][0],
        )
        for row in declared
        if flights[row["family"]] and flights[row["family"]][0][0] >= SINCE
    ]


HEAD = """\
# Flights of launch vehicles by family, in order: S success, P partial, F failure.
# pauses: days from each failure to the next flight; with a plus, from a last flight that failed to the date of the log.
# Made by experiments/launches/record.py: grouped by family and shortened to outcomes.
# source: J. C. McDowell, General Catalog of Artificial Space Objects (planet4589.org/space/gcat), launch log
# date: 2024-12-08
# license: CC-BY 4.0
family,developer,developer_class,first_stage,first_flight,outcomes,pauses,last_flight
"""


def table_text(made: Iterable[Family]) -> str:
    """Return the table, by first flight."""
    rows = sorted(made, key=lambda family: (family.first_flight, family.name))
    return HEAD + "".join(",".join(vars(family).values()) + "\n" for family in rows)


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as log:
        sys.stdout.write(table_text(from_log(log)))
