"""What may end announced missions before they fly: for how long, and together with what."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Iterable, Mapping

from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.library.slip_fits import actor_class
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.programs.chains import ancestors, chains_of
from lunarsim.world.programs.dated_plans import DatedPlan, Exposure


def exposed(plans: Mapping[str, DatedPlan], scenario: Scenario, in_plan: Collection[str]) -> dict[str, DatedPlan]:
    """Return plans, those of announced missions with what may end them.

    Parameters
    ----------
    plans : mapping
        Plans of missions and of vehicles, by key.
    scenario : Scenario
        The input.
    in_plan : collection of str
        Missions that stand in the plan: others hold up nothing.
    """
    missions, vehicles = scenario.missions, scenario.vehicles
    undertakings = chains_of(scenario, across_programs=True)
    depends_on = {key: {need for need in ancestors(key, missions) if need in in_plan} for key in missions}
    building = _building(missions, depends_on)
    made = dict(plans)
    # What a mission depends on depends on fewer.
    for key in sorted(missions, key=lambda key: len(depends_on[key])):
        plan, needs = plans[key], sorted(depends_on[key])
        if plan.band is None:
            exposure = Exposure(
                actor_class(plan.agency),
                undertakings.get(key, ""),
                tuple(made[need] for need in needs if plans[need].band is None),
                _unbuilt_number(vehicles[name] for name in sorted({missions[each].vehicle for each in (key, *needs)})),
                key in building,
            )
            made[key] = dataclasses.replace(plan, exposure=exposure)
    return made


def _unbuilt_number(vehicles: Iterable[Vehicle]) -> float:
    """Return the risk that one of some vehicles is never built, as an exponential number [1]."""
    built = math.prod(vehicle.built_probability for vehicle in vehicles if vehicle.first_flight is not None)
    return -math.log(built) if built > 0.0 else math.inf


def _building(missions: Mapping[str, Mission], depends_on: Mapping[str, set[str]]) -> set[str]:
    """Return the missions that bring hardware or are flown again after a loss, and those that they depend on."""
    own = {key for key, mission in missions.items() if mission.assets or mission.critical}
    return own.union(*(depends_on[key] for key in own))
