"""A unit of the plant before it works: where it stands, what it can do, what it weighs and uses."""

from __future__ import annotations

from lunarsim.physics.process.excavation import (
    excavator_kg_per_day,
    haulers_needed,
    round_trip_days,
    round_trip_energy_kwh_per_kg,
    wear_kg_per_kg,
)
from lunarsim.physics.process.scale import economy_of_scale
from lunarsim.physics.process.start_up import learned_availability
from lunarsim.physics.sphere import great_circle_km
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.units import DAYS_PER_YEAR, HOURS_PER_DAY
from lunarsim.world.mine.flowsheet import SolvedFlowsheet

LEARNING_YEARS = (1, 2, 4, 8, 16)
"""Years since the plant's first work after which its lost time falls by another doubling."""


_CORE_KW = 1.8
"""Power whose mass the part of a reactor weighs that is the same at any size.

253 kg beside 141 kg/kW: fit to published designs of 1 to 100 kW, within 8 % (Kilopower, Gibson et al. 2017).
"""


def stands_at_station(scenario: Scenario) -> bool:
    """Return whether the plant stands beside the station: by choice, or as the mine itself does."""
    return scenario.mine.plant_at == "station" or scenario.site.name == scenario.station.site


def plant_site(scenario: Scenario) -> Site:
    """Return the place where the plant stands."""
    if stands_at_station(scenario):
        return site_named(scenario.station.site, scenario.site)
    return scenario.site


def route_km(scenario: Scenario) -> float:
    """Return the way of haulers from the mine to the plant; 0 where excavators bring the soil themselves [km]."""
    mine, plant = scenario.site, plant_site(scenario)
    if mine.name == plant.name:
        return 0.0
    places = mine.latitude_deg, mine.longitude_deg, plant.latitude_deg, plant.longitude_deg
    return float(great_circle_km(*places)) * scenario.mine.detour


def lit_share(scenario: Scenario) -> float:
    """Return the share of the time in which a plant has the power that it brought along [1].

    A reactor gives it always; a solar array without storage in the light only.
    """
    return plant_site(scenario).lit_fraction if scenario.plant.power_source == "solar" else 1.0


def availability_after(plant: Plant, doublings: int) -> float:
    """Return the share of the time in which a plant works after a number of doublings of its years [1]."""
    return float(learned_availability(plant.availability, doublings, plant.downtime_learning))


def commissioning_days(plant: Plant) -> float:
    """Return the planned time from the last delivery of a unit of its size to its first work [day]."""
    return float(plant.commissioning_days * plant.scale**plant.commissioning_exponent)


def _power_kg(plant: Plant) -> float:
    """Return the mass of the power that a unit brings: of a reactor a part is the same at any size [kg]."""
    power_kw = plant.power_kw * plant.scale
    if plant.power_source == "solar" or power_kw == 0.0:
        return power_kw * plant.solar_kg_per_kw
    return plant.power_kw * plant.reactor_kg_per_kw * (_CORE_KW + power_kw) / (_CORE_KW + plant.power_kw)


class UnitNeeds:
    """What one unit of the plant can do, weighs and uses.

    Capacities are kg of soil a day: ``excavation_kg_per_day`` as a mean over working and resting times,
    ``beneficiation_kg_per_day`` (infinite where nothing is concentrated) and ``extraction_kg_per_day`` without pause,
    ``soil_kg_per_day`` as the most that a unit can treat in the long run.
    ``mine_kwh_per_kg`` is the energy to dig and haul that the plant gives: none to a mine far away, whose machines
    bring ``arrays_kg`` of solar arrays, a part of ``power_kg``; ``wear_kg_per_kg`` the spares of excavators per soil,
    while other machines wear by ``upkeep_kg_per_day`` of work; ``first_soil_days`` is the way of the first load.

    Parameters
    ----------
    scenario : Scenario
        Its mine, plant and flowsheet.
    sheet : SolvedFlowsheet
        Balance per kilogram of soil.
    """

    def __init__(self, scenario: Scenario, sheet: SolvedFlowsheet) -> None:
        mine, plant = scenario.mine, scenario.plant
        feed_kg_per_year = plant.feed_t_per_year * plant.scale * 1e3
        excavators = mine.excavators * plant.scale
        margins = plant.beneficiation_margin, plant.extraction_margin
        beneficiation, extraction = (feed_kg_per_year / DAYS_PER_YEAR * margin for margin in margins)
        self.beneficiation_kg_per_day = beneficiation if sheet.concentrates else float("inf")
        self.extraction_kg_per_day = extraction
        one = excavator_kg_per_day(
            mine.excavator_kg_per_day, mine.excavator_duty, mine.payload_kg, mine.haul_km, mine.haul_speed_km_h
        )
        self.excavation_kg_per_day = float(excavators * one)
        best = availability_after(plant, len(LEARNING_YEARS))
        most_kg_per_day = best * min(self.beneficiation_kg_per_day, extraction)

        vehicle = mine.excavator_kg / mine.payload_kg
        haul = round_trip_energy_kwh_per_kg(mine.haul_km, mine.haul_kwh_per_kg_km, vehicle)
        self.mine_kwh_per_kg = float(mine.excavation_kwh_per_kg + haul)
        self.haulers_kg = self.first_soil_days = self.arrays_kg = 0.0
        route = route_km(scenario)
        if route > 0:
            # A mine away from the plant has no power but the Sun, for which its machines bring solar arrays: nothing
            # digs or drives in its nights, and nothing is drawn on the plant.
            lit = scenario.site.lit_fraction
            moving = mine.excavator_duty * lit
            self.excavation_kg_per_day *= lit
            if moving > 0:
                trip_days = float(round_trip_days(route, mine.haul_speed_km_h)) / moving
                haulers = float(haulers_needed(most_kg_per_day, mine.payload_kg, trip_days))
                self.haulers_kg = haulers * mine.payload_kg * mine.hauler_kg_per_kg
                self.first_soil_days = trip_days / 2.0
            driving = round_trip_energy_kwh_per_kg(route, mine.haul_kwh_per_kg_km, mine.hauler_kg_per_kg)
            if lit > 0:
                kwh_per_day = self.excavation_kg_per_day * self.mine_kwh_per_kg + most_kg_per_day * float(driving)
                self.arrays_kg = kwh_per_day / (HOURS_PER_DAY * lit) * plant.solar_kg_per_kw
            self.mine_kwh_per_kg = 0.0

        machines = sheet.beneficiation_kg_per_kg_year * margins[0] + sheet.extraction_kg_per_kg_year * margins[1]
        saved = float(economy_of_scale(plant.scale, plant.scale_exponent))
        self.treating_kg = feed_kg_per_year * machines * saved
        # No machine that digs is smaller than one.
        self.excavators_kg = max(excavators, min(mine.excavators, 1.0)) * mine.excavator_kg
        self.power_kg = _power_kg(plant) + self.arrays_kg
        self.soil_kg_per_day = most_kg_per_day * lit_share(scenario)
        self.wear_kg_per_kg = float(wear_kg_per_kg(mine.excavator_kg, mine.excavator_life_t * 1e3))
        self.upkeep_kg_per_day = plant.spares_per_year * (self.treating_kg + self.haulers_kg) / DAYS_PER_YEAR
        self.reagents_kg_per_day = self.soil_kg_per_day * sheet.reagent_kg
        self.spares_kg_per_day = self.upkeep_kg_per_day + self.soil_kg_per_day * self.wear_kg_per_kg
        self.reagents_kg = self.reagents_kg_per_day * plant.reagent_stock_days
        self.spares_kg = self.spares_kg_per_day * plant.reagent_stock_days

    @property
    def machines_kg(self) -> float:
        """Return the mass of all that digs, hauls and treats [kg]."""
        return self.treating_kg + self.excavators_kg + self.haulers_kg

    @property
    def delivered_kg(self) -> float:
        """Return the mass of a unit with its power and its first stock of reagents and spares [kg]."""
        return self.machines_kg + self.power_kg + self.reagents_kg + self.spares_kg
