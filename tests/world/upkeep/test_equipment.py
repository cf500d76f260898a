"""The spares that equipment asks for, piece by piece."""

import pytest

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.upkeep.equipment import FLIGHT_DAYS, Equipment
from tests.scenario.building import scenario_of
from tests.world.test_station import asset

RULES = scenario_of(
    {
        "upkeep.spares_per_repair": 0.02,
        "upkeep.mtbf_years": 4.0,
        "upkeep.routine_spares_per_year": 0.03,
        "upkeep.spares_safety": 1.5,
        "upkeep.spares_years": 10.0,
        "upkeep.supply_days": 200.0,
        "upkeep.flight_interval_days": 300.0,
    }
).upkeep


def test_the_stock_is_for_routine_and_for_repairs_by_the_shares_and_rates_of_what_is_there():
    missing = [0.0]
    equipment = Equipment(RULES, lambda: missing[0])
    plain = asset("science", mass_kg=1_000.0, mtbf_years=0.0)
    equipment.add(plain)
    per_year = 1.5 * 1_000.0 * (0.03 + 0.02 / 4.0)
    lead_years = (200.0 + 300.0 + FLIGHT_DAYS) / DAYS_PER_YEAR
    assert equipment.spares_wanted_kg() == pytest.approx((10.0 * per_year, lead_years * per_year))
    own = asset("science", mass_kg=500.0, mtbf_years=2.0, spares_share=0.1)
    equipment.add(own)
    more = per_year + 1.5 * 500.0 * (0.03 + 0.1 / 2.0)
    assert equipment.spares_wanted_kg() == pytest.approx((10.0 * more, lead_years * more))
    equipment.remove(own)
    assert equipment.spares_wanted_kg()[0] == pytest.approx(10.0 * per_year)
    missing[0] = 9_999.0
    assert equipment.spares_wanted_kg() == (9_999.0, 9_999.0)
