"""A campaign as SpaceNet evaluates one: what each flight weighs and could carry, what each mission uses up by class.

Flights go along edges, which limit mass and persons; they are stacks of elements, which limit cargo. Crews stay for
days, go outside, and keep elements at work.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lunarsim.physics.logistics.crew_demand import CrewNeeds, crew_demand
from lunarsim.physics.logistics.spares_demand import SparesShares, first_come_days, spares_demand
from lunarsim.physics.logistics.supplies import Supply, containers_kg, summed, total_kg
from lunarsim.words.arrays import Floats, Result
from lunarsim.words.sums import total


class Edge(NamedTuple):
    """A way between two places.

    Parameters
    ----------
    name : str
        What it is called.
    duration_days : float [day]
        Time under way.
    seats : int [1]
        Persons that may fly along it at once.
    capacity_kg : float [kg]
        Mass that may, persons included.
    delivers : bool
        Whether it leads to where supplies are used up.
    """

    name: str
    duration_days: float
    seats: int
    capacity_kg: float
    delivers: bool = True


class Element(NamedTuple):
    """Hardware: its dry mass, its hold and its seats, and the spares that it uses up in a year of work."""

    name: str
    dry_kg: float
    hold_kg: float = 0.0
    seats: int = 0
    spares: SparesShares = SparesShares()


class Flight(NamedTuple):
    """A stack of elements that flies along an edge, with elements, supplies with containers, and persons in it."""

    edge: Edge
    stack: tuple[Element, ...]
    carried: tuple[Element, ...] = ()
    cargo_kg: float = 0.0
    persons: int = 0


class CampaignMission(NamedTuple):
    """Flights, and what a crew does between them.

    Parameters
    ----------
    name : str
        What it is called.
    flights : tuple of Flight
        In their order.
    persons : int [1]
        Crew.
    arrival_day : float [day]
        When it comes, by any calendar that all missions share.
    stay_days : float [day]
        How long it stays.
    evas, eva_persons, eva_hours : float [1, 1, h]
        How often some of it go outside, how many of them, and for how long.
    worked : tuple of Element
        Elements that the crew keeps at work.
    transit_days : float [day]
        Days under way that the mission's supplies must cover; 0 where the craft has its own.
    reserve_days : float [day]
        Days of provisions beyond that.
    """

    name: str
    flights: tuple[Flight, ...]
    persons: int = 0
    arrival_day: float = 0.0
    stay_days: float = 0.0
    evas: float = 0.0
    eva_persons: float = 0.0
    eva_hours: float = 0.0
    worked: tuple[Element, ...] = ()
    transit_days: float = 0.0
    reserve_days: float = 0.0


class FlightLoad(NamedTuple):
    """What a flight weighs and holds [kg] and how many fly, each with its limit."""

    edge: Edge
    mass_kg: float
    persons: int
    seats: int
    held_kg: float
    hold_kg: float

    @property
    def used_share(self) -> float:
        """Mass over the capacity of the edge [1]."""
        return self.mass_kg / self.edge.capacity_kg

    @property
    def hold_left_kg(self) -> float:
        """What the hold still takes, whatever the edge allows [kg]."""
        return self.hold_kg - self.held_kg

    @property
    def left_kg(self) -> float:
        """What could still be put in, below 0 where it is too much by the hold or by the edge [kg]."""
        return min(self.hold_left_kg, self.edge.capacity_kg - self.mass_kg)

    @property
    def flies(self) -> bool:
        """Whether mass, hold and seats suffice."""
        return self.left_kg >= 0.0 and self.persons <= self.seats


class MissionDemand(NamedTuple):
    """What a mission's flights carry, and what it uses up [kg]: crew and spares by supply, containers of both."""

    mission: str
    loads: tuple[FlightLoad, ...]
    crew_kg: dict[Supply, Result]
    spares_kg: dict[Supply, Result]
    containers_kg: Result


class Tally(NamedTuple):
    """Sums [kg] up to a mission: holds of its and all earlier deliveries, what they have left, and what was used up.

    ``hold_left_kg`` minds the holds alone, ``left_kg`` the edges, too; containers come on top of the demand.
    """

    hold_kg: float
    hold_left_kg: float
    left_kg: float
    demand_kg: Result
    containers_kg: Result

    @property
    def supplied(self) -> bool:
        """Whether all that is used up can have been brought, as far as mass goes."""
        return bool(self.left_kg >= self.demand_kg + self.containers_kg)


def flight_load(flight: Flight, person_kg: float) -> FlightLoad:
    """Return what a flight weighs and holds.

    Source: sum of the masses; persons have seats and are no cargo (SpaceNet 2.5, FlightTransport and Carrier).

    Parameters
    ----------
    flight : Flight [1]
        Stack and contents.
    person_kg : float [kg]
        Mass of a person.

    Returns
    -------
    FlightLoad [kg]
        Loads beside their limits.
    """
    held_kg = total((element.dry_kg for element in flight.carried), 0.0) + flight.cargo_kg
    stack_kg = total((element.dry_kg for element in flight.stack), 0.0)
    return FlightLoad(
        flight.edge,
        stack_kg + held_kg + flight.persons * person_kg,
        flight.persons,
        min(flight.edge.seats, total((element.seats for element in flight.stack), 0)),
        held_kg,
        total((element.hold_kg for element in flight.stack), 0.0),
    )


def campaign_demands(
    missions: Sequence[CampaignMission],
    needs: CrewNeeds,
    containers_kg_per_kg: Mapping[str, Floats],
    person_kg: float,
) -> tuple[MissionDemand, ...]:
    """Return what the flights of each mission carry and what each mission uses up.

    An element that several crews keep at work at the same time uses up spares once; a shared day counts for the crew
    that came first. Elements of one name are one element.

    Source: demand models of SpaceNet 2.5 (crew consumables, sparing by mass).

    Parameters
    ----------
    missions : sequence of CampaignMission [1]
        In any order.
    needs : CrewNeeds [1]
        What a crew uses up.
    containers_kg_per_kg : mapping [kg/kg]
        Containers for a kilogram of contents, by stowage.
    person_kg : float [kg]
        Mass of a person.

    Returns
    -------
    tuple of MissionDemand [kg]
        In the order of the missions.
    """
    spares = _spares(missions)
    demands = []
    for mission, spares_kg in zip(missions, spares, strict=True):
        crew_kg = crew_demand(
            needs,
            person_days=mission.persons * (mission.stay_days + mission.transit_days),
            reserve_person_days=mission.persons * mission.reserve_days,
            eva_crew_hours=mission.evas * mission.eva_persons * mission.eva_hours,
            persons=mission.persons,
            missions=1.0 if mission.persons else 0.0,
        )
        loads = tuple(flight_load(flight, person_kg) for flight in mission.flights)
        boxed = containers_kg(crew_kg, containers_kg_per_kg) + containers_kg(spares_kg, containers_kg_per_kg)
        demands.append(MissionDemand(mission.name, loads, crew_kg, spares_kg, boxed))
    return tuple(demands)


def _spares(missions: Sequence[CampaignMission]) -> list[dict[Supply, Result]]:
    """Return the spares that each mission uses up [kg]."""
    spares: list[dict[Supply, Result]] = [{} for _ in missions]
    elements = {element.name: element for mission in missions for element in mission.worked}
    for element in elements.values():
        users = [i for i, mission in enumerate(missions) if any(each.name == element.name for each in mission.worked)]
        stays = [(missions[i].arrival_day, missions[i].arrival_day + missions[i].stay_days) for i in users]
        for index, days in zip(users, first_come_days(stays), strict=True):
            spares[index] = summed((spares[index], spares_demand(element.spares, element.dry_kg, days)))
    return spares


def tallies(demands: Sequence[MissionDemand]) -> tuple[Tally, ...]:
    """Return what deliveries could have brought up to each mission beside what has been used up.

    Source: chart of scenario feasibility of SpaceNet 2.5 (Quick Start, figure 61), which minds holds alone.

    Parameters
    ----------
    demands : sequence of MissionDemand [1]
        In the order in which missions come.

    Returns
    -------
    tuple of Tally [kg]
        After each mission.
    """
    per_mission = []
    for demand in demands:
        loads = [load for load in demand.loads if load.edge.delivers]
        per_mission.append(
            Tally(
                total((load.hold_kg for load in loads), 0.0),
                total((load.hold_left_kg for load in loads), 0.0),
                total((load.left_kg for load in loads), 0.0),
                total_kg(demand.crew_kg) + total_kg(demand.spares_kg),
                demand.containers_kg,
            )
        )
    return tuple(
        itertools.accumulate(per_mission, lambda sums, more: Tally(*(a + b for a, b in zip(sums, more, strict=True))))
    )
