"""The stations' share of the wiring of a run: the main one and any rival, each with its milestones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.history.trace import Trace
from lunarsim.world.prepared import Prepared
from lunarsim.world.signal import Connections
from lunarsim.world.station.milestones import Milestones
from lunarsim.world.station.station import StationState
from lunarsim.world.upkeep_wiring import contact_of


class StationParts(NamedTuple):
    """A station and its milestones."""

    state: StationState
    milestones: Milestones


def stations(scenario: Scenario, prepared: Prepared, clock: Clock, draws: Draws, trace: Trace) -> list[StationParts]:
    """Return the stations of a run, the main one first; a rival has its slice added to the trace.

    Parameters
    ----------
    scenario, prepared : Scenario, Prepared
        The input, and its constant parts.
    clock : Clock
        The time of the run.
    draws, trace : Draws, Trace
        The draws of the run, and what happens in it.
    """

    def built(limits: Station, site: Site, its_slice: StationTrace) -> StationParts:
        state = StationState(clock, limits, site, scenario.waits, draws, its_slice, trace.notes)
        milestones = Milestones(
            clock,
            limits,
            prepared.asked[limits.lead],
            online=state.online,
            balances=state.balances,
            trace=its_slice,
            contact_share=contact_of(state, site, scenario.upkeep) if scenario.waits.repair else None,
        )
        return StationParts(state, milestones)

    parts = [built(scenario.station, prepared.station_site, trace.station)]
    if prepared.rival_site is not None:
        trace.rival = StationTrace()
        parts.append(built(scenario.rival, prepared.rival_site, trace.rival))
    return parts


def connect_stations(connections: Connections, parts: Sequence[StationParts]) -> None:
    """Connect what stations announce to their milestones."""
    connect = connections.connect
    for state, milestones in parts:
        state.connect(connections)
        connect(state.functions_changed, milestones.functions_changed)
        connect(state.means_changed, milestones.contact_changed)
        connect(state.item_installed, milestones.item_installed)
        connect(state.power_changed, milestones.look)
