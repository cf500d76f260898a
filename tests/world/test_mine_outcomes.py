"""Units sent and product delivered, from traces to months and years."""

import numpy as np
import pytest

from lunarsim.world.history.flight_outcomes import SUCCESS
from lunarsim.world.outcomes.block_arrays import outcomes
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.parts import mine_plan_of
from tests.world.running import run
from tests.world.tabulating import traced

EARLY = {"plant.planned": "2031-01-01", "flowsheet.readiness_years": 2, "vehicles.long_march_9.built_probability": 1.0,
         "vehicles.long_march_9.first_flight": "2028-01-01", "plant.units": 2}  # fmt: skip


@pytest.fixture(scope="module")
def made():
    """Runs with a mine, and the arrays of their outcomes; the last one waits for nothing."""
    scenarios = [scenario_of(EARLY, "fra_mauro")] * 6 + [scenario_of({**EARLY, **NO_WAITS}, "fra_mauro")]
    runs = traced(scenarios, [run(scenario, sample=sample) for sample, scenario in enumerate(scenarios)])
    return runs, outcomes(runs)


def test_years_of_each_program_add_up_to_what_it_got_and_to_the_months_of_the_year(made):
    runs, arrays = made
    held = arrays["year_reo_delivered_kg"].astype(float)
    np.testing.assert_allclose(held.sum(axis=-1), arrays["reo_delivered_kg"], rtol=1e-5)
    months = arrays["month_reo_delivered_kg"].astype(float)
    for index, year in enumerate(runs.calendar.years):
        of_year = [month.year == year for month in runs.calendar.months]
        np.testing.assert_allclose(held[..., index].sum(axis=-1), months[:, of_year].sum(axis=-1), rtol=1e-5)
    assert held.max() > 0


def test_in_a_run_that_waits_for_nothing_the_units_asked_for_are_sent_and_what_is_lost_is_sent_again(made):
    runs, arrays = made
    sent = arrays["month_plant_units_sent"].sum(axis=-1, dtype=float)
    assert sent[-1] == pytest.approx(2.0, rel=1e-6)
    lost = []
    for number, trace in enumerate(runs.traces):
        flights = [flight for flight in trace.flights.flown if flight.purpose == "plant"]
        assert sent[number] == pytest.approx(sum(flight.plant_units for flight in flights), rel=1e-6)
        lost.append(sum(flight.plant_units for flight in flights if flight.outcome != SUCCESS))
        if max((count for _, count in trace.mine.units), default=0) == 2:
            assert sent[number] >= 2.0 * (1 - 1e-6)
    assert max(lost) > 0


def test_a_flight_carries_units_and_hardware_of_its_own_load_only():
    """Camp, a unit, what returns need, further units: in this order."""
    changes = {"flowsheet.acid_loss": 0.02}
    plan = mine_plan_of(scenario_of(changes | {"plant.units": 2}, "fra_mauro"))
    plant_order, masses, needs, supplies = (
        plan.cargo.plant_order,
        plan.cargo.masses,
        plan.plant.needs,
        plan.cargo.first_supplies,
    )
    assert masses.camp_kg > 100 < supplies.propellant_kg
    camp = plant_order(0.0, masses.camp_kg)
    assert (camp.plant_units, camp.hardware_kg) == (0.0, pytest.approx(masses.camp_kg))
    unit = plant_order(masses.camp_kg, masses.unit_kg)
    assert (unit.plant_units, unit.hardware_kg) == pytest.approx((1.0, masses.unit_kg - needs.reagents_kg))
    returns = plant_order(masses.camp_kg + masses.unit_kg, masses.returns_kg)
    assert (returns.plant_units, returns.hardware_kg) == pytest.approx((0.0, supplies.craft_kg))
    assert (returns.return_supplies_kg, returns.return_craft_kg) == pytest.approx(
        (masses.returns_kg, supplies.craft_kg)
    )
    assert unit.return_supplies_kg == 0.0
    again = plan.cargo.resupply_order(500.0, (100.0, 200.0, 300.0, 400.0))
    assert (again.hardware_kg, again.return_craft_kg, again.return_supplies_kg) == pytest.approx((250.0, 150.0, 350.0))
    extra = plant_order(masses.with_returns_kg, masses.unit_kg / 4)
    assert (extra.plant_units, extra.hardware_kg) == pytest.approx((0.25, (masses.unit_kg - needs.reagents_kg) / 4))
    across = plant_order(0.0, masses.with_returns_kg + masses.unit_kg / 4)
    assert across.hardware_kg == pytest.approx(
        camp.hardware_kg + unit.hardware_kg + returns.hardware_kg + extra.hardware_kg
    )
