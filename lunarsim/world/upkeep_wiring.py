"""The wiring of the upkeep: builds, for each station, what keeps it alive, from what it takes of other parts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from lunarsim.physics.reliability.hands import contact_share
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.words.units import days_between, parse_date
from lunarsim.world.clock import Clock
from lunarsim.world.flights.flight import Fly
from lunarsim.world.flights.launch import is_built
from lunarsim.world.flights.missions import Missions
from lunarsim.world.flights.order import NOTHING_ALONG, Along
from lunarsim.world.history.trace import Trace
from lunarsim.world.prepared import Prepared
from lunarsim.world.programs.partnership import Partnership
from lunarsim.world.signal import Connections
from lunarsim.world.station.milestones import Milestones
from lunarsim.world.station.station import StationState
from lunarsim.world.upkeep.cargo_flights import CargoFlights
from lunarsim.world.upkeep.keeping import Keeping
from lunarsim.world.upkeep.lines import Carriers, Line, line_of
from lunarsim.world.upkeep.packing import new_parts
from lunarsim.world.upkeep.prospects import Prospects


def contact_of(station: StationState, site: Site, rules: Upkeep) -> Callable[[], float]:
    """Return what gives the share of the time in which a station is in contact with the Earth now [1]."""
    visible, relay_share = site.earth_visible_fraction, rules.relay_share
    return lambda: contact_share(visible, station.relays, relay_share) if visible < 1.0 else 1.0


def along(scenario: Scenario) -> Along:
    """Return what missions bring beside their assets: nothing where nothing fails."""
    rules = scenario.upkeep
    if not scenario.waits.repair:
        return NOTHING_ALONG
    return Along(rules.first_spares_share, rules.stay_days * rules.stay_crew * rules.provisions_kg_per_person_day)


def _carriers(line: Line, scenario: Scenario, prepared: Prepared, draws: Draws) -> Carriers:
    waits = scenario.waits.vehicle

    def comes(name: str) -> bool:
        vehicle = scenario.vehicles[name]
        return vehicle.built_probability > 0.0 and (not waits or is_built(name, vehicle, draws))

    return Carriers(line, prepared.by_key, scenario.vehicles, scenario.asset_mass_position, comes)


def keepings(
    scenario: Scenario,
    prepared: Prepared,
    clock: Clock,
    *,
    stations: Sequence[StationState],
    partnership: Partnership,
    fly: Fly,
    draws: Draws,
    trace: Trace,
) -> list[Keeping]:
    """Return the upkeep of the stations of a run, the main one and any rival; none where nothing fails.

    Parameters
    ----------
    scenario, prepared : Scenario, Prepared
        The input, and its constant parts.
    clock : Clock
        The time of the run.
    stations : sequence of StationState
        The stations.
    partnership : Partnership
        Who works for the main station, and whether the agreement has ended.
    fly : callable
        Flies an order.
    draws : Draws
        The draws of the run.
    trace : Trace
        What happened.
    """
    if not scenario.waits.repair:
        return []
    support, rules = scenario.upkeep.end_of_support, scenario.upkeep
    last_day = days_between(prepared.start, parse_date(support)) if support else math.inf
    rival_lead = scenario.rival.lead

    members: tuple[Callable[[str], bool], ...] = (partnership.joins, lambda program: program == rival_lead)
    sites, slices = (prepared.station_site, prepared.rival_site), (trace.station, trace.rival)
    built = []
    for index, (station, limits) in enumerate(zip(stations, scenario.stations.values(), strict=True)):
        site, is_member, its_slice = sites[index], members[index], slices[index]
        assert site is not None
        assert its_slice is not None
        prospects = Prospects(prepared, scenario.station.lead, is_member, partnership.in_force, trace.flights)
        line = line_of(limits, scenario.vehicles)
        keeping = Keeping(
            clock,
            rules,
            site,
            station,
            contact_share=contact_of(station, site, rules),
            line=line,
            carriers=_carriers(line, scenario, prepared, draws),
            fly=fly,
            partial_share=scenario.programs[limits.lead].partial_payload_share,
            parts=new_parts(limits, line, scenario.assets, prepared.start),
            crews_to_come=prospects.crews,
            to_come=prospects.pieces,
            is_member=is_member,
            draws=draws,
            last_day=last_day,
            trace=its_slice.upkeep,
        )
        built.append(keeping)
    return built


def build_outs(
    scenario: Scenario,
    prepared: Prepared,
    clock: Clock,
    stations: Sequence[StationState],
    fly: Fly,
    draws: Draws,
    trace: Trace,
) -> list[tuple[StationState, CargoFlights]]:
    """Return stations to which cargo flights bring parts although nothing fails, and these flights.

    The parameters as of :func:`keepings`, which brings these parts where hardware fails.
    """
    if scenario.waits.repair:
        return []
    built = []
    for station, limits, its_slice in zip(
        stations, scenario.stations.values(), (trace.station, trace.rival), strict=False
    ):
        if limits.parts and its_slice is not None:
            line = line_of(limits, scenario.vehicles)
            flights = CargoFlights(
                clock,
                scenario.upkeep,
                line,
                carriers=_carriers(line, scenario, prepared, draws),
                fly=fly,
                partial_share=scenario.programs[limits.lead].partial_payload_share,
                deliver=station.take_over,
                functions=_functions_of(station),
                supplies={},
                parts=new_parts(limits, line, scenario.assets, prepared.start),
                draws=draws,
                last_day=math.inf,
                trace=its_slice.upkeep,
            )
            built.append((station, flights))
    return built


def _functions_of(station: StationState) -> Callable[[], int]:
    return lambda: station.functions


def connect_build_outs(connections: Connections, built: Sequence[tuple[StationState, CargoFlights]]) -> None:
    """Connect cargo flights with nothing but parts to what their station announces."""
    for station, flights in built:
        connections.connect(station.functions_changed, flights.functions_changed)
        flights.connect(connections)


def connect_keepings(
    connections: Connections, keepings: Sequence[Keeping], milestones: Sequence[Milestones], missions: Missions
) -> None:
    """Connect what missions and milestones announce to the upkeep of each station, and its parts to each other."""
    for keeping, reached in zip(keepings, milestones, strict=False):
        connections.connect(reached.reached, keeping.milestone_reached)
        connections.connect(missions.given_up, keeping.mission_given_up)
        connections.connect(missions.crew_landed, keeping.mission_landed)
        connections.connect(missions.spares_landed, keeping.spares_landed)
        keeping.connect(connections)
