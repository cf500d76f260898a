"""What a crew uses up: supplies by person and day, by hour outside, by person and by mission."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from lunarsim.physics.logistics.supplies import Demand, Supply, multiplied, summed, total_kg
from lunarsim.words.arrays import Floats, Result


class CrewItem(NamedTuple):
    """Something that a crew uses up.

    Parameters
    ----------
    supply : Supply
        Class of supply, and how it is stowed.
    mass_kg : float [kg]
        Mass for what it is counted by.
    per : str
        What that is: a field of CrewNeeds.
    recovery : str
        Which recovery saves part of it: water, gas, or empty for none.
    """

    supply: Supply
    mass_kg: float
    per: str
    recovery: str = ""


class CrewNeeds(NamedTuple):
    """What a crew uses up, by what it is counted by.

    Parameters
    ----------
    person_day : mapping [kg]
        By person and day, reserve included.
    person_stay_day : mapping [kg]
        By person and day, but with none in reserve.
    eva_crew_hour : mapping [kg]
        By hour that a person spends outside.
    person : mapping [kg]
        Once for each person who comes.
    mission : mapping [kg]
        Once for each mission.
    """

    person_day: Demand
    person_stay_day: Demand
    eva_crew_hour: Demand
    person: Demand
    mission: Demand


def crew_needs(items: Iterable[CrewItem], water_recovery: Floats, gas_recovery: Floats = 0.0) -> CrewNeeds:
    """Return what a crew uses up, by what it is counted by, after recovery.

    Source: crew consumables of SpaceNet 2.5 (CrewConsumablesDemandModel), in which water alone is recovered.

    Parameters
    ----------
    items : iterable of CrewItem [1]
        Figures without recovery.
    water_recovery : float or array [1]
        Share of the water used inside that need not be flown in.
    gas_recovery : float or array [1]
        Share of oxygen and nitrogen used inside that need not be flown in.

    Returns
    -------
    CrewNeeds [kg]
        Masses by supply.
    """
    flown_in: dict[str, Floats] = {"": 1.0, "water": 1.0 - water_recovery, "gas": 1.0 - gas_recovery}
    needs: dict[str, list[Demand]] = {name: [] for name in CrewNeeds._fields}
    for item in items:
        needs[item.per].append({item.supply: item.mass_kg * flown_in[item.recovery]})
    return CrewNeeds(**{name: summed(demands) for name, demands in needs.items()})


def daily_kg(needs: CrewNeeds) -> Result:
    """Return the mass that a person uses up in a day, without hours outside.

    Source: sum of the needs by person and day.

    Parameters
    ----------
    needs : CrewNeeds [1]
        What a crew uses up.

    Returns
    -------
    float or array [kg/d]
        By person, without containers.
    """
    return total_kg(needs.person_day) + total_kg(needs.person_stay_day)


def at_daily_kg(needs: CrewNeeds, person_kg_per_day: Floats) -> CrewNeeds:
    """Return needs whose daily part adds up to a given mass, in unchanged proportions.

    Source: proportions of the given needs; the sum from the record (2.5 to 4 kg with recovery as on the ISS, 7 to 12 kg
    in open loops).

    Parameters
    ----------
    needs : CrewNeeds [1]
        What a crew uses up.
    person_kg_per_day : float or array [kg/d]
        By person, without hours outside and containers.

    Returns
    -------
    CrewNeeds [kg]
        Masses by supply.
    """
    multiplier = person_kg_per_day / daily_kg(needs)
    return needs._replace(
        person_day=multiplied(needs.person_day, multiplier),
        person_stay_day=multiplied(needs.person_stay_day, multiplier),
    )


def crew_demand(
    needs: CrewNeeds,
    *,
    person_days: Floats,
    reserve_person_days: Floats = 0.0,
    eva_crew_hours: Floats = 0.0,
    persons: Floats = 0.0,
    missions: Floats = 0.0,
) -> dict[Supply, Result]:
    """Return the demand of a crew or of several: a sum of what each need is counted by.

    Source: crew consumables of SpaceNet 2.5 (CrewConsumablesDemandModel).

    Parameters
    ----------
    needs : CrewNeeds [1]
        What a crew uses up.
    person_days : float or array [day]
        Days times persons there; stays that overlap add up.
    reserve_person_days : float or array [day]
        Days times persons of provisions held in reserve.
    eva_crew_hours : float or array [h]
        Hours outside times persons outside.
    persons : float or array [1]
        Persons who come.
    missions : float or array [1]
        Missions that come with equipment of their own; 0 where a crew uses what is there.

    Returns
    -------
    dict [kg]
        Masses by supply, without containers.
    """
    return summed(
        (
            multiplied(needs.person_day, person_days + reserve_person_days),
            multiplied(needs.person_stay_day, person_days),
            multiplied(needs.eva_crew_hour, eva_crew_hours),
            multiplied(needs.person, persons),
            multiplied(needs.mission, missions),
        )
    )


def whole_evas(stay_days: Floats, evas_per_week: Floats) -> Result:
    """Return how often a crew goes outside in a stay.

    Source: SpaceNet 2.5 (ExplorationProcess), which counts whole ones.

    Parameters
    ----------
    stay_days : float or array [day]
        Days on the surface.
    evas_per_week : float or array [1]
        Planned number in seven days.

    Returns
    -------
    float or array [1]
        A whole number.
    """
    return np.floor(np.asarray(stay_days * evas_per_week / 7.0))[()]
