"""What missions bring, and how much of it comes down in working order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.library.asset import Asset
from lunarsim.words.draws import Draws
from lunarsim.words.sums import total
from lunarsim.world.clock import Clock
from lunarsim.world.flights.order import Along
from lunarsim.world.history.flight_outcomes import LANDING_LOSSES, PARTIAL, SUCCESS
from lunarsim.world.history.flights import Flight, FlightTrace
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.signal import Signal

Deliver: TypeAlias = Callable[[str, HardwareId, Asset, MissionRecord], None]
"""Takes over a piece of hardware that a program has brought."""


class Deliveries:
    """What the missions of one run have brought, in one flight or in several.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    programs, assets : mapping
        Libraries by name.
    asset_mass_position : callable
        From a program to where the masses of its assets lie between the least and the most that is plausible [1].
    along : Along
        What missions bring beside their assets.
    deliver : callable
        Takes over a piece of hardware that a program has brought.
    draws : Draws
        The draws of the run.
    trace : FlightTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        programs: Mapping[str, Program],
        assets: Mapping[str, Asset],
        asset_mass_position: Callable[[str], float],
        along: Along,
        deliver: Deliver,
        draws: Draws,
        trace: FlightTrace,
    ) -> None:
        self._clock = clock
        self._programs = programs
        self._assets = assets
        self._asset_mass_position = asset_mass_position
        self._along = along
        self._deliver = deliver
        self._draws = draws
        self._trace = trace
        self._delivered: dict[str, set[str]] = {}
        self.crew_landed: Signal[PlannedMission, float] = Signal()
        """A crew has landed with some provisions [kg]."""
        self.spares_landed: Signal[str, float] = Signal()
        """Spares of a program have landed with its equipment [kg]."""

    def hand_over(self, planned: PlannedMission, flight: Flight, record: MissionRecord) -> bool:
        """Hand over what a flight of a mission brought; return whether all of it came down in working order.

        What stays in orbit has parted before a landing fails. What is handed over is what the flight has landed.
        """
        mission, outcome = planned.mission, flight.outcome
        if mission.kind == "crewed" and outcome == SUCCESS:
            self._trace.crewed_landing_day.setdefault(mission.program, self._clock.now)
            flight.provisions_kg = self._along.provisions_with(mission)
            self.crew_landed.emit(planned, flight.provisions_kg)
        flight.landed_kg = flight.provisions_kg
        complete = self._deliver_all(planned, flight, record) and outcome not in LANDING_LOSSES
        if complete and (outcome == SUCCESS or mission.kind != "crewed"):
            record.completed_day = self._clock.now
        return complete

    def _deliver_all(self, planned: PlannedMission, flight: Flight, record: MissionRecord) -> bool:
        """Deliver what came down in working order; return whether all that the mission brings has by now.

        The spares of a piece of equipment come down with it.
        """
        mission, key, outcome = planned.mission, planned.key, flight.outcome
        if not mission.assets:
            return True
        position = self._asset_mass_position(mission.program)
        spares_share = planned.spares_share(self._along.spares_share, position)
        landed_kg, spares_kg = [flight.landed_kg], []
        share = self._programs[mission.program].partial_payload_share
        purpose = f"partial_cargo_{record.arrivals - 1}"
        delivered = self._delivered.setdefault(key, set())
        for number, name in enumerate(mission.assets):
            asset = self._assets[name]
            if outcome in LANDING_LOSSES and asset.landed:
                continue
            lost = outcome == PARTIAL and self._draws.uniform(key, purpose, number) >= share
            if not lost and name not in delivered:
                delivered.add(name)
                hardware = HardwareId(name, key)
                self._trace.delivered_day[hardware] = self._clock.now
                self._deliver(mission.program, hardware, asset, record)
                if asset.landed:
                    landed_kg.append(asset.mass_at_kg(position))
                if asset.takes_spares:
                    spares_kg.append(spares_share * asset.mass_kg)
        flight.spares_kg = total(spares_kg, 0.0)
        flight.landed_kg = total((*landed_kg, *spares_kg), 0.0)
        if flight.spares_kg > 0.0:
            self.spares_landed.emit(mission.program, flight.spares_kg)
        return len(delivered) == len(set(mission.assets))
