"""Published plans of growth from own product, of propellant from water, and of what a plant makes over its life."""

import dataclasses

import pytest

from lunarsim.scenario.groups.extraction.own_growth import HIGHEST_PUBLISHED_CLOSURE
from lunarsim.scenario.library.own_product import grown_plans, mass_ratios, propellant_plans
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.unit_needs import UnitNeeds
from tests.evidence.own_product import DOC, ELECTROLYSIS, LEACH, made_by, with_tables
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.plants import STEADY, level
from tests.world.running import run

GROWN = {plan.title: plan for plan in grown_plans()}


def test_the_tables_of_the_documentation_show_what_is_computed():
    text = DOC.read_text(encoding="utf-8")
    assert with_tables(text) == text, "python -m tests.evidence.own_product rewrites the tables"


@pytest.mark.parametrize("plan", list(GROWN.values()), ids=lambda plan: plan.title)
def test_a_published_plan_grows_exponentially_within_a_percent(plan):
    assert plan.grown_t == pytest.approx(plan.seed_t * 2 ** (plan.years / plan.doubling_years), rel=0.01)
    if plan.published_t == plan.published_t:
        assert plan.grown_t == pytest.approx(plan.published_t, rel=0.01)


def test_a_note_is_given_above_the_highest_closure_that_a_plan_states():
    assert GROWN["Self-replicating lunar factory"].closure[1] == HIGHEST_PUBLISHED_CLOSURE


def test_output_twenty_times_as_large_in_five_years_doubles_in_fourteen_months():
    assert GROWN["Initial lunar supply base, output a year"].doubling_years * 12 == pytest.approx(14.0, abs=0.2)


def test_closure_of_published_bootstrapping_is_nearly_whole():
    # All that lands over the time is the least that was not of own product.
    slow, fast = (plan for plan in GROWN.values() if "Bootstrapping" in plan.title)
    assert slow.closure[0] == pytest.approx(0.923, abs=0.001)
    assert fast.closure[0] == pytest.approx(0.999, abs=0.001)


@pytest.mark.parametrize("doubling_years", [1.0, GROWN["Initial lunar supply base, output a year"].doubling_years, 2.0])
def test_a_run_with_a_published_doubling_time_meets_exponential_growth_within_a_percent(doubling_years):
    # Closure 0.9, metal and power in plenty, and kits that come within days: hands alone set the pace.
    base = NO_WAITS | STEADY | {
        "plant.planned": "2030-01-01", "plant.units": 250, "plant.growth_most_units": 1000, "plant.growth_closure": 0.9,
        "plant.growth_years": 0.0, "plant.commissioning_days": 0.0, "plant.growth_workshop_kg": 0.0,
        "plant.growth_metal_kg_per_kg": 0.05, "plant.power_kw": 100.0, "plant.availability": 1.0,
        "mine.excavator_kg_per_day": 5000.0, "logistics.cargo_interval_days": 0.0, "logistics.transit_days": 1.0,
        "logistics.return_interval_days": 0.0, "logistics.resupply_interval_days": 0.0,
        "vehicles.long_march_9.landed_payload_kg": 1e6, "vehicles.long_march_9.tli_payload_kg": 1e6,
        "timeline.horizon_years": 10.0,
    }  # fmt: skip
    parts_kg = 0.9 * unit_machines_kg(base)
    pace = {"plant.growth_parts_kg_per_year": 0.693147 / doubling_years * parts_kg}
    trace = run(dataclasses.replace(scenario_of(base | pace, "fra_mauro"), missions={}))
    steps = trace.mine.units
    since = next(day for day, units in steps if units >= 250)
    for share in (0.5, 1.0, 1.5, 1.9):
        grown = level(steps, since + share * doubling_years * 365.25)
        assert grown == pytest.approx(250 * 2**share, rel=0.01)
    landed_kg, built_kg = trace.mine.growth_landed_kg, sum(one.home_made_kg + one.landed_kg for one in trace.mine.grown)
    assert landed_kg >= (1.0 - 0.9) * built_kg


def unit_machines_kg(changes):
    scenario = scenario_of(changes, "fra_mauro")
    return UnitNeeds(scenario, deposits([scenario])[0].flowsheet).machines_kg


@pytest.mark.parametrize("plan", list(propellant_plans()), ids=lambda plan: plan.title)
def test_water_for_propellant_is_as_published(plan):
    # The published plan counts with whole atomic masses, 9 kg of water for 1 of hydrogen: 0.7 % more water.
    if plan.published_water == plan.published_water:
        assert plan.water == pytest.approx(plan.published_water, rel=0.01)
        assert plan.oxygen_left == pytest.approx(plan.published_oxygen_left, rel=0.03)
    assert plan.water * (1.0 - plan.loss) == pytest.approx(1.0 + plan.oxygen_left * (1.0 - plan.loss))


def test_a_plant_for_oxygen_and_metal_makes_36_to_72_times_its_mass_in_ten_years():
    (ratio,) = (each for each in mass_ratios() if each.title == "Molten electrolysis, 10 years")
    assert ratio.computed == pytest.approx(ratio.published, rel=0.005)
    made = made_by(ELECTROLYSIS, 0.1)
    assert made.machines_kg == pytest.approx(6776.0)
    assert made.oxygen_kg + made.metal_kg == pytest.approx(48_900.0)


@pytest.mark.parametrize(("recovery", "years"), [(0.1, 1000.0), (0.3, 300.0)])
def test_a_plant_for_oxygen_makes_its_own_mass_in_rare_earths_in_centuries(recovery, years):
    # Some 55 kg of rare earths a year in the feed, of which 5 to 20 are won: 300 to 1,000 years; a ratio near 0.01.
    made = made_by(ELECTROLYSIS, recovery)
    assert 5.0 < made.ree_kg < 20.0
    assert made.machines_kg / made.ree_kg == pytest.approx(years, rel=0.25)
    assert 0.005 < 10.0 * made.ree_kg / made.machines_kg < 0.04


def test_a_plant_for_rare_earths_makes_its_own_mass_in_four_years():
    # Ten times its mass in soil a day and a recovery of 0.12: a ratio of 2 to 3 over ten years.
    made = made_by(LEACH, 0.12)
    assert made.machines_kg / made.ree_kg == pytest.approx(4.0, rel=0.25)
    assert 1.0 < 10.0 * made.ree_kg / made.machines_kg < 3.0


def test_most_propellant_of_a_published_plan_is_burnt_on_the_way_to_its_customers():
    # 450 t of 2,450 t of water, sold for 2.4 billion USD.
    (plan,) = (each for each in propellant_plans() if "Commercial" in each.title)
    assert plan.delivered_share == pytest.approx(450.0 / (2450.0 * 7.0 / 9.0), rel=0.01)
    assert plan.price_usd_per_kg == pytest.approx(5333.0, rel=1e-3)
