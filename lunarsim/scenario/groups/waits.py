"""Group ``waits``: which causes may delay; with all of them off, planned dates come out to the day."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter

TOLD_APART = ("prerequisite", "vehicle", "pad", "window", "launch_failure", "landing_failure")
"""Waits that the slips of the record hold, too: what they take is left out of a mission's own slip."""


@dataclass(frozen=True, kw_only=True)
class Waits:
    """A switch per cause of delay, in the order in which they strike a mission: the axis ``cause`` of the dataset."""

    shelving: bool = parameter(True, "Missions are given up before they fly, and those of a station restarted.")
    slip: bool = parameter(True, "Missions slip as such missions have slipped before.")
    budget: bool = parameter(True, "The pace of a program follows its budget.")
    cooperation: bool = parameter(
        True, "The agreement may end, be suspended or lack a program; without it a late partner is replaced as well."
    )
    technology_cutoff: bool = parameter(
        True, "A new cut-off from foreign parts makes craft be redesigned and costs income."
    )
    prerequisite: bool = parameter(True, "A mission waits for the missions it builds on.")
    vehicle: bool = parameter(True, "New vehicles fly late or never, production is limited, failures ground a vehicle.")
    pad: bool = parameter(True, "A pad needs its turnaround time after each launch.")
    window: bool = parameter(
        True, "Landings wait for light: once a synodic month, at the pole in the summer half-year."
    )
    launch_failure: bool = parameter(True, "Launches may fail.")
    landing_failure: bool = parameter(True, "Spacecraft may be lost in cruise or at landing.")
    power: bool = parameter(True, "An asset waits for power margin and is shed when power is short.")
    commissioning: bool = parameter(True, "Commissioning takes longer or shorter than planned.")
    repair: bool = parameter(True, "Assets fail and wait for repair.")
    readiness: bool = parameter(True, "The plant waits until its technology is ready.")

    @property
    def slip_alone(self) -> bool:
        """Whether slip is on and none of what its calibration leaves room for, so that it stands for all of that."""
        return self.slip and not any(getattr(self, name) for name in TOLD_APART)
