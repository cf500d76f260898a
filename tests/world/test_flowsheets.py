"""Flowsheets in the world: what soil gives, and how a plant runs by each of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.groups.extraction.flowsheet import FLOWSHEETS
from lunarsim.world.mine.deposit import deposits
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import run

MINING = NO_WAITS | {"plant.planned": "2030-01-01"}


def deposit_of(changes, site="fra_mauro"):
    (deposit,) = deposits([scenario_of(changes, site)])
    return deposit


@settings(max_examples=40)
@given(
    st.sampled_from(FLOWSHEETS),
    st.sampled_from(["fra_mauro", "shackleton", "marius_hills", "lassell"]),
    st.fixed_dictionaries(
        {
            "flowsheet.concentrate_recovery": st.floats(0.001, 1),
            "flowsheet.separation_exponent": st.floats(0, 3),
            "flowsheet.liquor_recycle": st.floats(0, 0.99),
            "flowsheet.leach_recovery": st.floats(0, 1),
            "flowsheet.purification_recovery": st.floats(0, 1),
            "flowsheet.purification_exponent": st.floats(0, 3),
            "flowsheet.recovery_multiplier": st.floats(0.01, 10),
            "flowsheet.precipitation_recovery": st.floats(0, 1),
            "flowsheet.evaporated_share": st.floats(0, 0.8),
            "flowsheet.reo_purity": st.floats(0.9, 1),
        }
    ),
)
def test_a_kilogram_of_soil_has_its_place_and_no_element_comes_from_nothing(name, site, figures):
    deposit = deposit_of({"flowsheet.name": name, **figures}, site)
    sheet = deposit.flowsheet
    assert sheet.oxygen_kg + sheet.metal_kg + sheet.product_kg + sheet.tailings_kg == pytest.approx(1.0, rel=1e-9)
    assert min(sheet.oxygen_kg, sheet.metal_kg, sheet.product_kg, sheet.tailings_kg) >= 0
    assert all(0 <= got <= had * (1 + 1e-9) for got, had in zip(sheet.element_kg, deposit.element_grade, strict=True))
    assert sheet.element_kg[REE_AXIS.index("Sc")] == 0.0


def test_the_molten_flowsheet_is_its_closed_form():
    scenario = scenario_of({}, "fra_mauro")
    deposit, sheet = deposit_of({}), scenario.flowsheet
    slag = 1 - sheet.oxygen_yield * (1 + sheet.metal_per_oxygen)
    won = sheet.leach_recovery * sheet.purification_recovery * sheet.precipitation_recovery
    made = deposit.reo_grade * won
    assert deposit.flowsheet.product_kg == pytest.approx(made / sheet.reo_purity, rel=1e-12)
    assert deposit.flowsheet.tailings_kg == pytest.approx(slag - made / sheet.reo_purity, rel=1e-12)
    acid = slag * sheet.leach_recovery * sheet.acid_kg_per_kg_slag * sheet.acid_loss
    assert deposit.flowsheet.reagent_kg == pytest.approx(acid + made * sheet.oxalic_kg_per_kg_reo, rel=1e-12)
    electrolysis = sheet.electrolysis_kwh_per_kg_oxygen * sheet.oxygen_yield
    assert deposit.flowsheet.energy_kwh == pytest.approx(sheet.melt_kwh_per_kg + electrolysis + slag, rel=1e-12)


def test_the_phosphate_chain_with_its_recycle_is_its_closed_form():
    sheet = scenario_of({"flowsheet.name": "phosphate_leach"}).flowsheet
    deposit = deposit_of({"flowsheet.name": "phosphate_leach"})
    end = sheet.precipitation_recovery / (1 - (1 - sheet.precipitation_recovery) * sheet.liquor_recycle)
    expected = sheet.concentrate_recovery * sheet.phosphate_leach_recovery * end
    lanthanum = deposit.flowsheet.element_kg[0] / deposit.element_grade[0]
    assert lanthanum == pytest.approx(expected, rel=1e-9)


def test_phosphates_bring_little_europium_and_none_from_silicic_rock():
    deposit = deposit_of({"flowsheet.name": "phosphate_leach"})
    recovery = np.array(deposit.flowsheet.element_kg) / np.array(deposit.element_grade)
    assert recovery[REE_AXIS.index("Eu")] < 0.4 * recovery[REE_AXIS.index("Nd")]
    assert deposit_of({"flowsheet.name": "phosphate_leach"}, "lassell").flowsheet.product_kg == 0.0


def test_phosphorus_caps_what_phosphates_hold():
    def recovered(ratio):
        changes = {"flowsheet.name": "phosphate_leach", "deposit.phosphorus_per_thorium": ratio}
        return deposit_of(changes, "marius_hills").ree_recoverable_t

    # All the phosphorus there is holds what merrillite can hold of it: proportional while it is short, then full.
    assert recovered(40.0) == pytest.approx(2 * recovered(20.0), rel=0.02)
    assert recovered(2000.0) == pytest.approx(recovered(1500.0), rel=0.02)


def test_a_run_alone_has_the_same_sheet_as_in_a_block_of_mixed_flowsheets():
    scenarios = [scenario_of({"flowsheet.name": name}, site) for name in FLOWSHEETS for site in ("kepler", "peary")]
    block = deposits(scenarios)
    for scenario, deposit in zip(scenarios, block, strict=True):
        assert deposits([scenario]) == [deposit]


@pytest.mark.parametrize("name", FLOWSHEETS)
def test_a_plant_runs_by_each_flowsheet_and_keeps_its_balance(name):
    trace = run(scenario_of(MINING | {"flowsheet.name": name}, "fra_mauro"))
    stocks = trace.mine.stocks_kg
    assert stocks["product"] > 0
    assert (stocks["oxygen"] > 0) == (name == "molten_electrolysis")
    assert all(abs(mass) <= 1e-9 * stocks["soil"] + 1e-6 for mass in trace.mine.residual_kg.values())


def test_without_reagents_only_a_plant_with_a_by_product_goes_on():
    def worked_until(name):
        changes = {"flowsheet.name": name, "plant.reagent_stock_days": 200.0, "plant.spares_per_year": 0.0}
        changes |= {"mine.excavator_kg": 0.0}
        trace = run(scenario_of(MINING | changes | {"logistics.resupply_interval_days": 0.0}, "fra_mauro"))
        return trace.mine.intervals[-1].end_day, trace.horizon_days

    end, horizon = worked_until("molten_electrolysis")
    assert end == horizon
    end, horizon = worked_until("soil_leach")
    assert end < horizon - 1000


def test_less_ready_steps_come_later():
    def flown(name):
        changes = NO_WAITS | {"waits.readiness": True, "flowsheet.name": name, "plant.planned": "2027-01-01"}
        trace = run(scenario_of(changes | {"flowsheet.readiness_years": 7.0}))
        return next(flight.launched_day for flight in trace.flights.flown if flight.purpose == "plant")

    # Seven levels take 7 years, eight levels 8.
    assert flown("phosphate_leach") - flown("molten_electrolysis") == pytest.approx(365.25, abs=45)
