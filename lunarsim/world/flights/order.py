"""What a flight is to carry and how, and what its end means for its mission."""

from __future__ import annotations

from typing import NamedTuple

from lunarsim.scenario.library.mission import Mission
from lunarsim.world.flights.pads import Customer
from lunarsim.world.history.flight_outcomes import (
    ABORTED_ASCENT,
    CRUISE_FAILURE,
    DESCENT_FAILURE,
    LAUNCH_FAILURE,
    LOSS_OF_CREW_IN_ASCENT,
    LOSS_OF_MISSION,
    PARTIAL,
    SUCCESS,
)
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.purposes import MARS, STATION


class Order(NamedTuple):
    """What a flight is to carry and how; ``mission`` also owns its draws."""

    mission: str
    program: str
    developer: str
    purpose: str
    vehicle: str
    launches: int
    window: str
    lands: bool
    sent_kg: float
    landed_kg: float
    hardware_kg: float
    delivery_kg: float
    launch_cost_musd: float
    plant_units: float = 0.0
    return_supplies_kg: float = 0.0
    """Craft and propellant for returns of the product."""
    return_craft_kg: float = 0.0
    """Craft among them."""
    first_outcome: int | None = None
    """Code of the outcome that is laid down for the first flight; None where it is drawn."""
    crew_launch: int = 0
    """Number of the launch that carries a crew, from 1 on; 0 for none."""
    crew_test: bool = False
    """Whether it tests a craft for crews."""
    for_crews: bool = False
    """Whether it carries a crew, brings a crew's lander or tests a craft for crews."""
    again: bool = False
    """Whether its mission has been flown before."""

    @property
    def customer(self) -> Customer:
        """Who has the launch vehicle made."""
        return Customer(self.program, again=self.mission) if self.again else Customer(self.program, self.for_crews)


class Along(NamedTuple):
    """What missions bring along to a station beside their assets."""

    spares_share: float = 0.0
    """Spares over the mass of the equipment with which they come, if the lander has room for them [1]."""
    provisions_kg: float = 0.0
    """Provisions of a crew that stays, for a stay without a house [kg]."""

    def provisions_with(self, mission: Mission) -> float:
        """Return the provisions that a mission brings [kg]."""
        return self.provisions_kg if mission.kind == "crewed" and mission.at_station else 0.0


NOTHING_ALONG = Along()


def mission_order(planned: PlannedMission, asset_mass_position: float, along: Along = NOTHING_ALONG) -> Order:
    """Return the order of a mission of the manifest.

    Parameters
    ----------
    planned : PlannedMission
        The mission.
    asset_mass_position : float
        Where its assets' masses lie between the least and the most that is plausible [1].
    along : Along
        What it brings beside them.
    """
    mission = planned.mission
    to_mars = mission.kind == "mars"
    spares_kg = planned.spares_share(along.spares_share, asset_mass_position) * planned.equipment_kg
    landed_kg = planned.landed.at(asset_mass_position) + spares_kg + along.provisions_with(mission)
    return Order(
        planned.key,
        mission.program,
        mission.developer or mission.program,
        MARS if to_mars else STATION,
        mission.vehicle,
        mission.launches,
        mission.window,
        planned.lands,
        0.0 if to_mars else mission.launch_mass_kg,
        landed_kg,
        planned.hardware_kg(asset_mass_position, spares_kg),
        0.0,
        planned.launches_musd,
        first_outcome=first_outcome(planned),
        crew_launch=planned.crew_launch,
        crew_test=mission.crew_test,
        for_crews=mission.is_for_crews,
    )


def first_outcome(planned: PlannedMission) -> int | None:
    """Return the code of the outcome that is laid down for a mission's first flight; None where it is drawn."""
    lost = LOSS_OF_MISSION if planned.crew_launch else DESCENT_FAILURE if planned.lands else CRUISE_FAILURE
    return {"success": SUCCESS, "partial": PARTIAL, "lost": lost}.get(planned.mission.outcome)


def only_delays(mission: Mission, outcome: int) -> bool:
    """Return whether a flight of a mission has only cost time: its crew has not set out and is well."""
    return mission.kind == "crewed" and outcome in (LAUNCH_FAILURE, ABORTED_ASCENT)


def meets_needs(mission: Mission, outcome: int) -> bool:
    """Return whether a flight of a mission with such an end does what others need it for."""
    return outcome == SUCCESS or (outcome == PARTIAL and not (mission.crew_test or mission.crew_lander))


def uses_up_lander(outcome: int) -> bool:
    """Return whether a flight of a crew with such an end has used up the lander that waited: the crew has set out."""
    return outcome not in (LAUNCH_FAILURE, ABORTED_ASCENT, LOSS_OF_CREW_IN_ASCENT)
