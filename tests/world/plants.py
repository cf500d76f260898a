"""What a plant can do at a time, computed independently; only the flowsheet balance comes from the code under test."""

import bisect
import math

from lunarsim.scenario.library.places.known_sites import site_named
from tests.scenario.building import NO_WAITS

STEADY = {"plant.start_up_days": 0.0, "plant.downtime_learning": 0.0}
"""A plant that does from its first day what it does in its last year."""

MINING = NO_WAITS | {"plant.planned": "2030-01-01"}


def level(steps, day):
    """Return a step history's value on a day."""
    value = 0.0
    for since, new in steps:
        if since > day:
            break
        value = new
    return value


def middle(part):
    """Return a day within an interval, away from its edges."""
    return (part.start_day + part.end_day) / 2


def unit_days(trace):
    """Return the day on which each unit began to work; units that landed together begin together."""
    steps, before = [], 0
    for day, units in trace.mine.units:
        steps += [day] * round(units - before)
        before = units
    return steps


class Plant:
    """A plant by the declarations of its parameters."""

    def __init__(self, scenario, sheet):
        self.scenario, self.flowsheet = scenario, sheet
        self.mine, self.plant = scenario.mine, scenario.plant
        self.station_site = site_named(scenario.station.site, scenario.site)
        self.hauled = self.mine.plant_at == "station" and scenario.site.name != scenario.station.site
        self.at_station = self.hauled or scenario.site.name == scenario.station.site

    @property
    def lit(self):
        """Share of the time with the power that came along."""
        site = self.station_site if self.at_station else self.scenario.site
        return site.lit_fraction if self.plant.power_source == "solar" else 1.0

    def working(self, days, day):
        """Return (units, units by the share of capacity that they have reached, availability) on a day."""
        plant, units, capacity = self.plant, 0, 0.0
        for since in days:
            if since <= day:
                units += 1
                steps = math.floor(4 * (day - since) / plant.start_up_days) if plant.start_up_days else 4
                capacity += 1 - (1 - plant.start_up_share) * (1 - min(steps, 4) / 4)
        doublings = bisect.bisect_right([365.25 * year for year in (1, 2, 4, 8, 16)], day - days[0])
        lost = (1 - plant.availability) * (1 - plant.downtime_learning) ** doublings
        return units, capacity, 1 - lost

    def digging(self):
        """Return the soil that the excavators of a unit bring in a day, as a mean [kg/day]."""
        mine = self.mine
        hours = mine.payload_kg / (mine.excavator_kg_per_day / 24) + 2 * mine.haul_km / mine.haul_speed_km_h
        soil = mine.excavators * mine.payload_kg / hours * 24 * mine.excavator_duty
        return soil * self.scenario.site.lit_fraction if self.hauled else soil

    def contact(self, trace, day):
        """Return the share of the time in which drivers reach the pit on a day; NaN where the trace does not tell.

        The trace has the contact of the station while it works the surface, and so how many relays serve it.
        """
        scenario, visible = self.scenario, self.scenario.site.earth_visible_fraction
        if not self.at_station or not scenario.waits.repair or visible == 1:
            return 1.0
        at_station, from_station = level(trace.station.contact, day), self.station_site.earth_visible_fraction
        if at_station == 0:
            return math.nan
        unseen = 1 - scenario.upkeep.relay_share
        relays = round(math.log((1 - at_station) / (1 - from_station)) / math.log(unseen))
        return 1 - (1 - visible) * unseen**relays

    def dug_from_earth(self, contact):
        """Return what the excavators of a unit bring in a day with a contact for a share of the time [kg/day]."""
        by_themselves = 1 - self.mine.teleoperated_share
        return self.digging() * (by_themselves + self.mine.teleoperated_share * contact)

    def kwh_per_kg(self, sheet):
        """Return the energy that the plant gives for a kilogram of soil by a sheet [kWh/kg]."""
        mine = self.mine
        empty = mine.excavator_kg / mine.payload_kg
        if self.hauled:
            # A pit far away has arrays of its own.
            return sheet.energy_kwh
        energy = sheet.energy_kwh + mine.excavation_kwh_per_kg
        return energy + mine.haul_km * mine.haul_kwh_per_kg_km * (1 + 2 * empty) / (1 + empty)

    def route_km(self):
        """Return the way of the haulers by the law of cosines [km]."""
        one, two = self.scenario.site, self.station_site
        north = [math.radians(site.latitude_deg) for site in (one, two)]
        east = math.radians(one.longitude_deg - two.longitude_deg)
        cosine = math.sin(north[0]) * math.sin(north[1]) + math.cos(north[0]) * math.cos(north[1]) * math.cos(east)
        return 1737.4 * math.acos(cosine) * self.mine.detour

    def bounds(self, sheet, days, day, contact=1.0):
        """Return the soil that each machine allows in a day [kg/day]."""
        plant = self.plant
        units, capacity, availability = self.working(days, day)
        machine = capacity * plant.feed_t_per_year * 1e3 / 365.25 * availability
        machines = {
            "excavation": units * self.digging(),
            "contact": units * self.dug_from_earth(contact),
            "extraction": machine * plant.extraction_margin,
        }
        if sheet.concentrates:
            machines["beneficiation"] = machine * plant.beneficiation_margin
        return machines

    def shares(self, sheet, days, day, able, left):
        """Return the least and the most of full work that power allows, and whether it feeds all of it in the light.

        ``able`` is the soil that the machines take as a mean with all power; soil waits for power on a heap. ``left``
        is what the station leaves: steady and solar power, and what batteries and fuel cells give.
        """
        units, _, availability = self.working(days, day)
        return self.shares_of(able * self.kwh_per_kg(sheet) / (24 * availability), units, left)

    def dug(self, sheet, days, day, digging, left):
        """Return what is dug of what excavators could, and whether the light feeds them: they bend with their power."""
        units, _, _ = self.working(days, day)
        _, share, fed = self.shares_of(digging * (self.kwh_per_kg(sheet) - sheet.energy_kwh) / 24, units, left, False)
        return share * digging, fed

    @property
    def most_with_restarts(self):
        """Return what the plant can use at most over what its work takes: cells that rest each night melt at dawn."""
        site = self.station_site if self.at_station else self.scenario.site
        if self.scenario.flowsheet.name != "molten_electrolysis" or site.lit_fraction == 1.0:
            return 1.0
        restart = self.scenario.flowsheet.restart_hours
        light = max(site.dark_spell_hours, 1.0) / (1.0 - site.lit_fraction) * site.lit_fraction
        return 1.0 + restart / (light - restart) if light > restart else 1.0

    def shares_of(self, load, units, left, may_stand=True):
        """Return the same of a load [kW]; ``may_stand`` is whether it may be one of cells that stand still."""
        if load < 1e-12:
            return 1.0, 1.0, True
        site = self.station_site if self.at_station else self.scenario.site
        light = site.lit_fraction
        dark, spell = 1.0 - light, max(site.dark_spell_hours, 1.0)
        steady, solar, battery, cells = left if self.at_station else (0.0, 0.0, 0.0, 0.0)
        if self.plant.power_source == "solar":
            solar += units * self.plant.power_kw
        else:
            steady += units * self.plant.power_kw
        fed = steady + solar >= load
        spare, asked = light * max(steady + solar - load, 0.0), dark * max(load - steady, 0.0)
        from_battery = min(battery / spell * dark, 0.9 * spare, asked)
        from_cells = min(cells / spell * dark, 0.5 * max(spare - from_battery / 0.9, 0.0), asked - from_battery)
        served = light * min(steady + solar, load) + dark * min(steady, load) + from_battery + from_cells
        most = min(served / load, 1.0)
        if not may_stand or self.scenario.flowsheet.name != "molten_electrolysis":
            return most, most, fed
        # Cells that steady power feeds go on; the others are restarted at each dawn.
        hours = spell / dark if dark else 1.0
        by_day = max(light - self.scenario.flowsheet.restart_hours / hours, 0.0) if dark else 1.0
        steadily, together = min(load, steady), min(load, steady + solar)
        apart = steadily + by_day * min(load - steadily, solar if light else 0.0)
        least = min(max(apart, together * (1.0 if steady >= together else by_day)) / load, 1.0)
        return least, (most if battery or cells else least), fed
