"""Checks over the fields of the libraries' records: missions, vehicles and official milestones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product

from lunarsim.scenario.library.crew_landers import lander_lists, landers_of_crews, shortage, takes_crews_down
from lunarsim.scenario.library.developers import known_developers
from lunarsim.scenario.library.mission import LANDING_KINDS, Mission
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.words.terminal import as_typed
from lunarsim.words.units import parse_date

OWNERS_OF_DRAWS = frozenset({"cooperation", "mine_cargo", "mine_growth", "mine_resupply", "plant", "product_return"})
"""Who draws beside missions, vehicles, programs and developers, and hardware, which draws for other purposes."""

STATION_FLIGHTS = "upkeep_"
"""How the names of the flights for the upkeep of a station begin; its own name follows."""


def crews_have_a_launch(scenario: Scenario) -> Iterator[Fault]:
    """A launch that carries a crew is one of its mission's, and only crewed missions have one; they land or do not."""
    for key, mission in scenario.missions.items():
        path, launch = f"missions.{key}.crew_launch", mission.crew_launch
        if mission.kind == "crewed" and mission.outcome == "partial":
            yield Fault(f"missions.{key}.outcome", "is partial, but kind is crewed; allowed: drawn, success, lost")
        if launch is None:
            continue
        if mission.kind != "crewed":
            yield Fault(path, f"is {launch}, but kind is {mission.kind}; allowed is null")
        elif launch > mission.launches:
            yield Fault(
                path, f"is {launch}, but it has {mission.launches} launches; allowed is 1 to {mission.launches}"
            )


def landers_serve_crews(scenario: Scenario) -> Iterator[Fault]:
    """A crew takes one lander, of one list of them."""
    missions = scenario.missions
    for key, mission in missions.items():
        if mission.crew_lander and not takes_crews_down(mission):
            yield Fault(f"missions.{key}.crew_lander", f"is true, but kind is {mission.kind}; allowed is false")
        lists = lander_lists(mission, mission.needed, missions)
        path = _names_landers(key, mission)
        if len(lists) > 1:
            named = " and ".join(" or ".join(each) for each in lists)
            yield Fault(path, f"asks for several landers for one crew, {named}; put them into one list of alternatives")
        for other in (name for each in lists for name in each if name in missions and not missions[name].crew_lander):
            problem = f"holds {other} beside landers for crews; take it out, or set missions.{other}.crew_lander=true"
            yield Fault(path, problem)


def crews_have_landers(scenario: Scenario) -> Iterator[Fault]:
    """There is a lander for each crew that takes one, as each serves one landing."""
    if not (scenario.waits.prerequisite and all(each.lead in scenario.programs for each in scenario.stations.values())):
        return
    in_plan = {
        key: mission
        for key, mission in scenario.missions.items()
        if mission.program in scenario.programs and scenario.plans(mission)
    }
    # What is lost with landers that are cancelled is reported.
    staying = [key for key, mission in in_plan.items() if mission.kind == "crewed" and mission.cancelled]
    short = shortage(landers_of_crews(in_plan, staying))
    if short is not None:
        last, crews, landers = short.crews[-1], ", ".join(short.crews), ", ".join(short.landers)
        yield Fault(
            _names_landers(last, in_plan[last]),
            f"leaves {len(short.crews)} crews ({crews}) {len(short.landers)} to land with ({landers}), each of which "
            "serves one landing; add a mission that is like one of them and name it here",
        )


def _names_landers(key: str, mission: Mission) -> str:
    """Return the field in which a crewed mission names its landers."""
    return f"missions.{key}.{'alternatives' if mission.alternatives else 'needs'}"


def bands_hold_their_dates(scenario: Scenario) -> Iterator[Fault]:
    """A date that nobody announced has its author's band, and a band holds its date."""
    for key, mission in scenario.missions.items():
        path, low, high = f"missions.{key}", mission.planned_low, mission.planned_high
        if low is None and high is None:
            if mission.evidence == "assumed":
                yield Fault(
                    f"{path}.planned_low",
                    "is null, as is planned_high, but evidence is assumed; give both dates, or another evidence",
                )
        elif low is None or high is None:
            missing, given = ("planned_low", "planned_high") if low is None else ("planned_high", "planned_low")
            yield Fault(f"{path}.{missing}", f"is null, but {given} is {low or high}; give both or none")
        elif not parse_date(low) <= parse_date(mission.planned) <= parse_date(high):
            yield Fault(f"{path}.planned", f"is {mission.planned}, allowed planned_low {low} to planned_high {high}")
        elif mission.evidence != "assumed":
            problem = f"is {low}, but evidence is {mission.evidence}; a band is that of a date that nobody announced"
            yield Fault(f"{path}.planned_low", f"{problem}: set missions.{key}.evidence=assumed, or leave the band out")


def owners_of_chance_are_apart(scenario: Scenario) -> Iterator[Fault]:
    """No mission has the name of anything else that draws: the two would share their chance."""
    taken = {*scenario.vehicles, *scenario.programs, *known_developers(), *OWNERS_OF_DRAWS}
    taken |= {STATION_FLIGHTS + station.name for station in scenario.stations.values()}
    for key in scenario.missions:
        if key in taken:
            yield Fault(f"missions.{key}", "has the name of something else in the simulation; take another one")


def needs_no_circle(scenario: Scenario) -> Iterator[Fault]:
    """No mission waits, over others, for itself."""
    missions = scenario.missions
    done: set[str] = set()
    for first in missions:
        stack = [(first, chain.from_iterable(missions[first].needed))] if first not in done else []
        path = [first]
        while stack:
            key, needs = stack[-1]
            for need in needs:
                if need in path:
                    yield _circle(missions[key], key, need, path)
                    # One wrong need closes many circles; of those that share a mission one is reported.
                    done.update(path)
                    stack.clear()
                    break
                if need not in done and need in missions:
                    path.append(need)
                    stack.append((need, chain.from_iterable(missions[need].needed)))
                    break
            else:
                done.add(key)
                path.pop()
                stack.pop()


def _circle(mission: Mission, key: str, need: str, path: Sequence[str]) -> Fault:
    """Return the fault of a mission that needs another one which, over the end of a path, needs it."""
    circle = " -> ".join([*path[path.index(need) :], need])
    if need in mission.needs:
        field, left = "needs", tuple(each for each in mission.needs if each != need)
        value = as_typed(left)
    else:
        field = "alternatives"
        lists = (tuple(each for each in names if each != need) for names in mission.alternatives)
        value = as_typed(tuple(names for names in lists if names))
    return Fault(f"missions.{key}.{field}", f"closes a circle: {circle}; set missions.{key}.{field}={value}")


def outcomes_can_come(scenario: Scenario) -> Iterator[Fault]:
    """The outcome that is laid down for a mission's first flight is one that it can have."""
    for key, mission in scenario.missions.items():
        path, outcome = f"missions.{key}.outcome", mission.outcome
        if outcome == "drawn":
            continue
        if mission.cancelled:
            yield Fault(path, f"is {outcome}, but missions.{key}.cancelled is true; allowed is one of them")
        elif outcome == "partial" and mission.kind not in LANDING_KINDS:
            problem = f"is partial, but kind is {mission.kind}, which lands nothing; allowed success, lost, drawn"
            yield Fault(path, problem)
        elif outcome != "success" and not scenario.waits.landing_failure:
            yield Fault(path, f"is {outcome}, but waits.landing_failure is false, so that nothing is lost")


def flights_have_successes(scenario: Scenario) -> Iterator[Fault]:
    """A vehicle has no more successes than flights, and inherits none of its own."""
    for key, vehicle in scenario.vehicles.items():
        if vehicle.first_flight is None and (vehicle.built_probability < 1 or vehicle.qualification_flights > 0):
            yield Fault(f"vehicles.{key}.first_flight", "is null, so it has flown: it is built and qualified already")
        if vehicle.successes > vehicle.flights:
            yield Fault(f"vehicles.{key}.successes", f"is {vehicle.successes}, more than its {vehicle.flights} flights")
        if vehicle.heritage == key:
            yield Fault(f"vehicles.{key}.heritage", "is the vehicle itself, whose flights would count twice")


def official_milestones_ask(scenario: Scenario) -> Iterator[Fault]:
    """An official milestone asks for something; it would be reached at the start otherwise."""
    for key, milestone in scenario.official_milestones.items():
        if not (milestone.missions or milestone.own_hardware or milestone.crewed_landing or milestone.asks_the_station):
            yield Fault(
                f"official_milestones.{key}.missions",
                "is empty, as are functions and own_hardware, power_kw is 0 and crewed_landing false; "
                "name missions or functions, give a power, or ask for a crewed landing",
            )


def hardware_is_of_one_kind(scenario: Scenario) -> Iterator[Fault]:
    """Satellites stay in orbit and all else lands; an asset needs no more units than it has, and hands can work."""
    for key, asset in scenario.assets.items():
        path = f"assets.{key}"
        if asset.kind == "satellite" and asset.landed:
            yield Fault(f"{path}.kind", f"is satellite, but {path}.landed is true; allowed is one of them")
        if asset.kind != "satellite" and not asset.landed:
            problem = f"is {asset.kind}, but {path}.landed is false; what stays in orbit is a satellite"
            yield Fault(f"{path}.kind", problem)
        if asset.units_needed > asset.units:
            problem = f"is {asset.units_needed}, but it has {asset.units} units; allowed is 1 to {asset.units}"
            yield Fault(f"{path}.units_needed", problem)
        if asset.hands and asset.kind == "satellite":
            yield Fault(f"{path}.hands", f"is {asset.hands}, but kind is satellite; allowed is 0")


def groups_are_large_enough(scenario: Scenario) -> Iterator[Fault]:
    """All pieces of a group say how many of it must work, and so many there are at each station that has any."""
    assets = scenario.assets
    first: dict[str, str] = {}
    for key, asset in assets.items():
        path = f"assets.{key}.group_needed"
        if not asset.group:
            if asset.group_needed > 1:
                yield Fault(path, f"is {asset.group_needed}, but assets.{key}.group is empty; name a group")
            continue
        other = first.setdefault(asset.group, key)
        needed = assets[other].group_needed
        if asset.group_needed != needed:
            yield Fault(path, f"is {asset.group_needed}, but assets.{other} of the same group says {needed}")
    for group, station in product(first, scenario.stations.values()):
        members = scenario.members(station)
        there = {name: each for name, each in assets.items() if each.group == group and each.program in members}
        brought = [
            name
            for mission in scenario.missions.values()
            if mission.program in scenario.programs and scenario.plans(mission)
            for name in mission.assets
            if name in there
        ]
        brought += [name for name in station.parts if name in there]
        brought += [name for name, each in there.items() if each.present]
        pieces, needed = len(brought), assets[first[group]].group_needed
        if 0 < pieces < needed:
            key = min(brought, key=list(assets).index)
            others = [name for name, each in assets.items() if each.group == group and name not in there]
            allowed = "1" if pieces == 1 else f"1 to {pieces}"
            elsewhere = f", where {' and '.join(others)} never work{'s' * (len(others) == 1)}" if others else ""
            yield Fault(
                f"assets.{key}.group_needed",
                f"is {needed}, but the plan brings {pieces} of the group {group} to the station {station.name}"
                f"{elsewhere}; allowed is {allowed}, or another assets.{key}.group",
            )


def stations_have_cargo_landers(scenario: Scenario) -> Iterator[Fault]:
    """What keeps a station alive comes down on a lander."""
    for group, station in scenario.stations.items():
        vehicle = scenario.vehicles.get(station.cargo_vehicle)
        if scenario.waits.repair and vehicle is not None and vehicle.landed_payload_kg <= 0.0:
            path = f"vehicles.{station.cargo_vehicle}.landed_payload_kg"
            yield Fault(
                f"{group}.cargo_vehicle", f"is {station.cargo_vehicle}, but {path} is 0; take one that lands cargo"
            )
