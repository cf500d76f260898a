"""The gates before a plant: when each is passed, and whether what it shows ends the undertaking."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lunarsim.scenario.groups.extraction.gates import GATES, NOT_REQUIRED, Gates
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.history.mine import GateRecord

PILOT = GATES[-1]

OWNER = "gates"
"""The entity that owns their draws."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the gates measure, as it is.

    Parameters
    ----------
    grade_ppm : float
        Lanthanides in the soil that is dug [ppm].
    recovery : float
        Share of them that ends in the oxide [1].
    """

    grade_ppm: float
    recovery: float


def run_gates(
    gates: Gates,
    planned_day: float,
    findings: Findings,
    draws: Draws,
    *,
    slips: bool,
    holds: bool,
    may_be_tried_day: float = 0.0,
) -> tuple[GateRecord, ...]:
    """Return the gates that a run passes after its start, in their order, up to the one that ends the undertaking.

    They are planned back from the day on which the plant is to fly, each after the other, and none begins before the
    start. A gate that is planned to take no time is passed already.

    Parameters
    ----------
    gates : Gates
        Their planned times and stop rules.
    planned_day : float
        Planned launch of the plant [day].
    findings : Findings
        What they measure.
    draws : Draws
        The draws of the run.
    slips, holds : bool
        Whether gates take longer or shorter than planned, and whether a plant waits for them at all.
    may_be_tried_day : float, optional
        Day from which on the process can be tried on the Moon, infinity for never; no pilot begins before it.
    """
    if gates.mode == NOT_REQUIRED:
        return ()
    planned_years = [getattr(gates, f"{gate}_years") for gate in GATES]
    records = []
    day = max(planned_day - math.fsum(planned_years) * DAYS_PER_YEAR, 0.0)
    for gate, years in zip(GATES, planned_years, strict=True):
        if years == 0.0:
            continue
        if gate == PILOT:
            if math.isinf(may_be_tried_day):
                break
            day = max(day, may_be_tried_day)
        spread = gates.overrun_ln_sd if slips else 0.0
        days = years * DAYS_PER_YEAR * (math.exp(spread * draws.normal(OWNER, f"{gate}_time")) if spread > 0.0 else 1.0)
        stops = holds and _stops(gate, gates, findings, draws)
        records.append(GateRecord(gate, day, day + days, stops))
        if stops:
            break
        day += days
    return tuple(records)


def _stops(gate: str, gates: Gates, findings: Findings, draws: Draws) -> bool:
    """Return whether what a gate shows lies below what the undertaking asks for."""
    rules = {
        "sample_return": ("grade_error", findings.grade_ppm, gates.grade_error_ln_sd, gates.least_grade_ppm),
        PILOT: ("recovery_error", findings.recovery, gates.recovery_error_ln_sd, gates.least_recovery),
    }
    if gate not in rules:
        return False
    error, value, ln_sd, least = rules[gate]
    if least <= 0.0:
        return False
    shown = value * (math.exp(ln_sd * draws.normal(OWNER, error)) if ln_sd > 0.0 else 1.0)
    return shown < least


def open_day(records: tuple[GateRecord, ...]) -> float:
    """Return from when on the gates let a plant fly, infinity for never [day]."""
    if not records:
        return 0.0
    return math.inf if records[-1].stops else records[-1].end_day
