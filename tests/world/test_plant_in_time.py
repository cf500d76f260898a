"""A plant from its first to its last year: start-up, learning, depletion; and the figures that experts ask for."""

import numpy as np
import pytest

from lunarsim.world.feasibility.checks import impossible
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.unit_needs import UnitNeeds
from tests.scenario.building import scenario_of
from tests.world.plants import MINING, STEADY, level
from tests.world.running import run

LASTING = {"plant.reagent_stock_days": 9_000.0, "logistics.resupply_interval_days": 0.0}


def feeds(changes, site="fra_mauro"):
    """Return the days since the first work on which the feed changes, and the feed from then on over the last."""
    trace = run(scenario_of(MINING | LASTING | changes, site))
    first = trace.mine.units[0][0]
    steps = [(trace.mine.intervals[0].start_day, trace.mine.intervals[0].feed)]
    steps += [(part.start_day, part.feed) for part in trace.mine.intervals if part.feed != steps[-1][1]]
    merged = [step for index, step in enumerate(steps) if index == 0 or step[1] != steps[index - 1][1]]
    return [day - first for day, _ in merged], [feed for _, feed in merged]


def test_a_unit_starts_up_in_four_equal_steps():
    days, feed = feeds({"plant.start_up_days": 1_000.0, "plant.start_up_share": 0.2, "plant.downtime_learning": 0.0})
    assert days == pytest.approx([0.0, 250.0, 500.0, 750.0, 1_000.0])
    np.testing.assert_allclose(np.array(feed) / feed[-1], [0.2, 0.4, 0.6, 0.8, 1.0])


def test_each_unit_starts_up_by_itself():
    trace = run(scenario_of(MINING | LASTING | {"plant.units": 2, "plant.downtime_learning": 0.0}, "fra_mauro"))
    (one, _), (two, _) = trace.mine.units
    assert 0 < two - one < 730
    full = 100e3 / 365.25 * 0.7
    just_before, just_after = (
        next(part for part in trace.mine.intervals if part.end_day > day + 1e-6) for day in (two - 1, two)
    )
    assert just_after.feed - just_before.feed == pytest.approx(0.4 * full)
    assert trace.mine.intervals[-1].feed == pytest.approx(2 * full)


def test_without_start_up_a_plant_works_in_full_at_once():
    for changes in ({"plant.start_up_days": 0.0}, {"plant.start_up_share": 1.0}):
        assert feeds(changes | {"plant.downtime_learning": 0.0})[0] == [0.0]


def test_start_up_holds_machines_back_and_not_power():
    days, _ = feeds({"plant.power_kw": 5.0, "plant.downtime_learning": 0.0})
    assert days == [0.0]


def test_each_doubling_of_the_years_cuts_the_lost_time():
    days, feed = feeds({"plant.start_up_days": 0.0, "plant.downtime_learning": 0.2})
    assert days == pytest.approx([0.0, *(365.25 * year for year in (1, 2, 4, 8, 16))])
    lost = 1 - np.array(feed) / (100e3 / 365.25)
    np.testing.assert_allclose(lost, 0.3 * 0.8 ** np.arange(6))


def test_later_units_gain_by_what_the_first_has_learnt():
    changes = {"plant.start_up_days": 0.0, "plant.units": 2, "logistics.cargo_interval_days": 400.0}
    trace = run(scenario_of(MINING | LASTING | changes, "fra_mauro"))
    second = trace.mine.units[1][0]
    assert second - trace.mine.units[0][0] > 366
    part = next(part for part in trace.mine.intervals if part.end_day > second + 1)
    assert part.feed >= 2 * 100e3 / 365.25 * (1 - 0.3 * 0.9) * (1 - 1e-9)


def test_a_plant_in_time_adds_few_events():
    """Four steps of start-up and five of learning, and each changes the rates once."""
    apart = MINING | LASTING | {"logistics.return_interval_days": 0.0, "vehicles.long_march_9.landed_payload_kg": 1e6}
    steady, slow = (run(scenario_of(apart | changes, "fra_mauro")) for changes in (STEADY, {}))
    assert len(slow.mine.intervals) - len(steady.mine.intervals) == 9


def test_the_soil_ends_exactly_and_the_area_is_mined():
    scenario = scenario_of(MINING | {"deposit.area_km2": 5e-5}, "fra_mauro")
    (deposit,) = deposits([scenario])
    trace = run(scenario)
    assert trace.mine.stocks_kg["soil"] == pytest.approx(deposit.soil_kg, rel=1e-12)
    assert level(trace.mine.limits, trace.horizon_days) == (("soil", 1.0),)


def apollo_14(name):
    """Return scenario, deposit and needs of a plant on soil of 550 ppm rare earths, by a flowsheet."""
    changes = {"flowsheet.name": name, "site.thorium_ppm": 12.0}
    scenario = scenario_of(changes, "fra_mauro")
    (deposit,) = deposits([scenario])
    assert deposit.ree_grade * 1e6 == pytest.approx(550, rel=0.05)
    return scenario, deposit, UnitNeeds(scenario, deposit.flowsheet)


def test_fifteen_tonnes_of_soil_for_a_kilogram_and_digging_it_is_trivial():
    _, deposit, needs = apollo_14("phosphate_leach")
    soil_kg = 1 / deposit.flowsheet.ree_kg
    assert soil_kg * deposit.flowsheet.ree_kg / deposit.ree_grade * 0.12**-1 == pytest.approx(15_000, rel=0.05)
    # Some ten kWh for a kilogram at 17 % of recovery, against MWh where all soil is melted.
    assert 9 < soil_kg * needs.mine_kwh_per_kg < 20
    _, melted, _ = apollo_14("molten_electrolysis")
    assert melted.flowsheet.energy_kwh / melted.flowsheet.ree_kg > 100 * soil_kg * needs.mine_kwh_per_kg


def test_a_lost_percent_of_acid_is_tens_of_kilograms_for_a_kilogram():
    # Of all that is dissolved; where purification loses three quarters, four times as much.
    lossy = {"flowsheet.name": "soil_leach", "flowsheet.acid_loss": 0.01}
    whole = lossy | {"flowsheet.purification_recovery": 1.0}
    full, usual = (deposits([scenario_of(changes, "fra_mauro")])[0].flowsheet for changes in (whole, lossy))
    assert 10 < full.reagent_kg / full.ree_kg < 30
    assert usual.reagent_kg / usual.ree_kg > 3 * full.reagent_kg / full.ree_kg
    scenario = scenario_of(lossy, "fra_mauro")
    (deposit,) = deposits([scenario])
    trace = run(scenario_of(MINING | lossy, "fra_mauro"))
    used = trace.mine.stocks_kg["reagents"] / (trace.mine.stocks_kg["leached"] * deposit.flowsheet.ree_kg)
    assert used == pytest.approx(deposit.flowsheet.reagent_kg / deposit.flowsheet.ree_kg)


def test_a_plant_for_oxygen_takes_centuries_to_make_its_own_mass_in_rare_earths():
    _, deposit, needs = apollo_14("molten_electrolysis")
    per_year_kg = 100e3 * 0.7 * deposit.flowsheet.ree_kg
    # 55 kg in its feed, of which it recovers 5 to 20; its mass is that of the machines, without their power.
    assert 100e3 * deposit.ree_grade == pytest.approx(55, rel=0.05)
    assert 5 < per_year_kg < 20
    assert 300 < needs.treating_kg / per_year_kg < 1_000


def test_what_can_never_dig_is_reported():
    for changes, key in (
        ({"mine.excavator_duty": 0.0}, "mine.excavator_duty"),
        ({"mine.excavator_kg_per_day": 0.0}, "mine.excavator_kg_per_day"),
        ({"plant.reagent_stock_days": 0.0, "plant.spares_per_year": 0.0}, "plant.reagent_stock_days"),
        ({"mine.plant_at": "station", "site.lit_fraction": 0.0}, "mine.plant_at"),
    ):
        assert [fault.path for fault in impossible(scenario_of(changes, "fra_mauro"))] == [key]
    assert impossible(scenario_of({"mine.plant_at": "station", "plant.power_kw": 0.0}, "fra_mauro")) == []
