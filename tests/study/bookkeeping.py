"""Stored arrays of one run made by hand, and the accounts of them."""

from types import MappingProxyType

import numpy as np

from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.groups.extraction.gates import GATES
from lunarsim.study.accounts.costs import COST_CLASS
from lunarsim.study.accounts.ledger import accounts
from lunarsim.study.accounts.mine_costs import COST_PART
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.demand import sector_coordinate
from lunarsim.study.accounts.supply.producers import bloc_coordinate, country_coordinate, stage_coordinate
from lunarsim.world.outcomes.calendar import scenario_calendar
from lunarsim.world.outcomes.flights import PURPOSES
from tests.scenario.building import scenario_of

YEARS = 10
FREE = {
    "timeline.horizon_years": YEARS,
    "logistics.delivery_usd_per_kg": 0,
    "logistics.return_usd_per_kg": 0,
    "finance.hardware_usd_per_kg": 0,
    "finance.plant_musd_per_year": 0,
    "plant.readiness_musd_per_year": 0,
    "finance.station_musd_per_year": 0,
    "programs.china.hardware_usd_per_kg": 0,
    # Shares of producers and users as they are known for 2024.
    "market.diversification": 0,
    "market.share_spread": 0,
}
SPAN = scenario_calendar(scenario_of(FREE))
MONTHS = len(SPAN.months)
LABELS = {
    "station": ("ilrs",),
    "program": ("china", "russia"),
    "cost_class": COST_CLASS.values,
    "cost_part": COST_PART.values,
    "bloc": bloc_coordinate().values,
    "sector": sector_coordinate().values,
    "supply_stage": stage_coordinate().values,
    "country": country_coordinate().values,
    "ree": REE_AXIS,
    "gate": GATES,
    "month": SPAN.months,
    "year": SPAN.years,
}
STATION, MINE, SUPPLY = (PURPOSES.index(name) for name in ("station", "plant", "supply"))


NOTHING = MappingProxyType({})
WORK = "fixed_cost_musd", "year_development_kg", "year_development_musd", "year_hardware_kg", "year_launches_musd"
"""What programs do for their manifest, by year."""


def stored(
    delivered=NOTHING,
    shipped=None,
    sent=NOTHING,
    units=NOTHING,
    working=np.nan,
    held=(1.0, 0.0),
    oxygen=0.0,
    work=NOTHING,
    built=NOTHING,
    budget=1e9,
    span=SPAN,
):
    """Return the arrays that the accounts read, for one run: masses in kg by month, ``sent`` by (purpose, month).

    ``held`` is each program's share of what is delivered; ``built`` are units of the plant sent by month, a ton each.
    ``work`` is what the first program does for the manifest, by (variable, calendar year); each program has a
    ``budget`` in every year.
    """
    total = sum(delivered.values())
    months = len(span.months)
    arrays = {
        "month_delivery_sent_kg": np.zeros((1, len(PURPOSES), months)),
        "month_plant_units": np.zeros((1, months)),
        "month_reo_shipped_kg": np.zeros((1, months)),
        "month_reo_delivered_kg": np.zeros((1, months)),
        "station_working_year": np.array([[working]]),
        "ree_produced_by_element_kg": np.full((1, len(REE_AXIS)), 1.0 if total else 0.0),
        "oxygen_left_kg": np.array([oxygen]),
        "month_oxygen_produced_kg": np.zeros((1, months)),
        "month_ree_produced_kg": np.zeros((1, months)),
        "year_cargo_vehicle_flights": np.zeros((1, len(span.years))),
        "reo_produced_kg": np.array([float(total)]),
        "energy_used_mwh": np.zeros(1),
        "reagent_used_kg": np.zeros(1),
        "spares_used_kg": np.zeros(1),
        "reo_delivered_kg": total * np.array([held]),
        "year_reo_delivered_kg": np.zeros((1, len(held), len(span.years))),
        "month_plant_units_sent": np.zeros((1, months)),
        "plant_unit_hardware_kg": np.array([1_000.0]),
        "replacement_ordered_year": np.array([np.nan]),
        "budget_musd": np.full((1, len(held), len(span.years)), float(budget)),
    }
    arrays |= {
        "gate_work": np.zeros((1, len(GATES), len(span.years))),
        "gate_year": np.full((1, len(GATES)), np.nan),
        "technology_ready_year": np.array([np.nan]),
        "gate_stops": np.zeros((1, len(GATES))),
    }
    for name in WORK:
        arrays[name] = np.zeros((1, len(held), len(span.years)))
    for (name, year), amount in work.items():
        arrays[name][0, 0, span.years.index(year)] = amount
    for month, kg in delivered.items():
        arrays["month_reo_delivered_kg"][0, month] = kg
        year = span.years.index(span.months[month].year)
        arrays["year_reo_delivered_kg"][0, :, year] += kg * np.array(held)
    for month, count in built.items():
        arrays["month_plant_units_sent"][0, month] = count
    for month, kg in (delivered if shipped is None else shipped).items():
        arrays["month_reo_shipped_kg"][0, month] = kg
    for (purpose, month), kg in sent.items():
        arrays["month_delivery_sent_kg"][0, purpose, month] = kg
    for month, count in units.items():
        arrays["month_plant_units"][0, month] = count
    arrays["month_cargo_sent_kg"] = arrays["month_delivery_sent_kg"].copy()
    for name in ("month_return_supplies_sent_kg", "month_return_craft_sent_kg"):
        arrays[name] = np.zeros((1, len(PURPOSES), months))
    return arrays


def books(arrays, row=(0, 0), span=SPAN, **changes):
    """Return the accounts of one run; changes to parameters by key, with __ for the point."""
    scenario = scenario_of(FREE | {key.replace("__", "."): value for key, value in changes.items()})
    labels = LABELS | {"month": span.months, "year": span.years}
    result = accounts(StoredRuns([scenario], span, labels, arrays, [row], 1))
    return {name: values[0] for name, values in result.items()}


def discounted(flows, rate):
    """Return the present value of monthly flows, each in the middle of its month."""
    days = [(SPAN.edges[month] + SPAN.edges[month + 1]) / 2 for month in flows]
    return sum(value / (1 + rate) ** (day / 365.25) for day, value in zip(days, flows.values(), strict=True))


DELIVERED = {14: 100.0, 60: 250.0}
