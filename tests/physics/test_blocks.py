"""A run gives the same bits alone, as Python floats, and at any position in a block of any size."""

import numpy as np
import pytest

from lunarsim.physics import sphere, transport
from lunarsim.physics.chance import crew_loss, date_scores, flight_success, launch_growth, plan_bands, slip_ratio
from lunarsim.physics.logistics import (
    campaign,
    crew_demand,
    landing_plan,
    manifesting,
    return_craft,
    spares_demand,
    stocks,
    supplies,
    supply_table,
)
from lunarsim.physics.money import annuity, budget_shocks, discounting, oxide_market, supply_security
from lunarsim.physics.power import aging, light, mass, night_duty, plant_duty
from lunarsim.physics.process import bootstrapping, excavation, mass_balance, maturing, propellant, scale, start_up
from lunarsim.physics.reliability import hands, lives
from lunarsim.physics.resource import (
    classification,
    element_map,
    geochemistry,
    oxides,
    patterns,
    selection,
    support,
    tonnage,
)
from tests.physics.public import functions

RNG = np.random.default_rng(11)
A, B, C = RNG.uniform(0.05, 0.95, (3, 301))
WATER, GASES = supplies.Supply(201, "liquid"), supplies.Supply(203, "gas")


def needs_of(a, b):
    """Return needs of a crew of which each run has others."""
    items = [
        crew_demand.CrewItem(WATER, 3.6, "person_day", "water"),
        crew_demand.CrewItem(GASES, 6.1, "person_stay_day", "gas"),
        crew_demand.CrewItem(WATER, 0.7, "eva_crew_hour"),
        crew_demand.CrewItem(GASES, 9.0, "person"),
    ]
    return crew_demand.crew_needs(items, a, b)


RIDGE = light.light_cycle(0.85, 100.0)
COEFFICIENTS = {"ree_per_thorium": 40.4, "mare_term_ppm": 70.0, "feldspathic_term_ppm": 8.0}

ELEMENTWISE = {
    geochemistry.mare_fraction: lambda f, a, b, c: f(30 * a),
    geochemistry.europium_ppm: lambda f, a, b, c: f(20 * a),
    geochemistry.sum_ree_ppm: lambda f, a, b, c: f(20 * a, 25 * b, **COEFFICIENTS),
    geochemistry.silicic_sum_ree_ppm: lambda f, a, b, c: f(20 * a, silicic_ree_per_thorium=9 * b),
    geochemistry.phosphate_cap: lambda f, a, b, c: f(5e3 * a, 2e5 * b),
    tonnage.areal_mass_kg_m2: lambda f, a, b, c: f(10 * a),
    tonnage.rock_in_place_t: lambda f, a, b, c: f(100 * a, 10 * b),
    classification.resource_class: lambda f, a, b, c: f(300 * a, 8 * b, 150.0, 9 * c, 1e3 * b),
    selection.above_cutoff: lambda f, a, b, c: f(30 * a, 20 * b, c).mean_ppm,
    selection.thorium_cutoff_ppm: lambda f, a, b, c: f(
        900 * a, 25 * b, silicic_ree_per_thorium=9 * c, silicic=np.asarray(c > 0.7), **COEFFICIENTS
    ),
    support.block_variance_ratio: lambda f, a, b, c: f(9 * a, 5 * b),
    support.variance_within: lambda f, a, b, c: f(a, 2 * b, 5 * c),
    support.block_multiplier: lambda f, a, b, c: f(3 * a, b, c),
    slip_ratio.horizon_weight: lambda f, a, b, c: f(4e3 * a, 90 * b),
    plan_bands.band_ln_sd: lambda f, a, b, c: f(4e3 * a, 5e3 * b),
    slip_ratio.forecast: lambda f, a, b, c: f(4e3 * a, 100 * b, c, 0.5 * b, 0.3, 45.0, "days").ln_sd,
    slip_ratio.ln_ratio: lambda f, a, b, c: f(4e3 * a, 5e3 * b, 30.0),
    flight_success.credible_success: lambda f, a, b, c: f(a, 5 * b, 9 * c, 7.7),
    launch_growth.family_factor: lambda f, a, b, c: f(a, 3 * b, 5 * c, 4 * b),
    launch_growth.flight_failure: lambda f, a, b, c: f(a),
    transport.mass_ratio: lambda f, a, b, c: f(5 * a, 500 * b),
    sphere.great_circle_km: lambda f, a, b, c: f(90 * a, 180 * b, -90 * c, -60 * a),
    sphere.pixel_area_km2: lambda f, a, b, c: f(-90 * a, 90 * b, -180.0, 180 * c),
    scale.economy_of_scale: lambda f, a, b, c: f(1e3 * a, b),
    excavation.round_trip_days: lambda f, a, b, c: f(3e3 * a, 9 * b),
    excavation.excavator_kg_per_day: lambda f, a, b, c: f(3e3 * a, b, 80.0, 5 * c, 1.5),
    excavation.round_trip_energy_kwh_per_kg: lambda f, a, b, c: f(3e3 * a, 1e-3 * b, 3 * c),
    excavation.haulers_needed: lambda f, a, b, c: f(300 * a, 80 * b, 700 * c),
    excavation.wear_kg_per_kg: lambda f, a, b, c: f(90 * a, 5e5 * b),
    mass_balance.separation_mass_pull: lambda f, a, b, c: f(a, b, 0.01 * c),
    maturing.years_to_readiness: lambda f, a, b, c: f(20 * a, 200 * b, 200 * c, a),
    start_up.start_up_level: lambda f, a, b, c: f(a, 4 * b, 4),
    start_up.learned_availability: lambda f, a, b, c: f(a, 5 * b, c),
    bootstrapping.growth_per_year: lambda f, a, b, c: f(9 * a, 5 * b),
    bootstrapping.doubling_years: lambda f, a, b, c: f(a),
    bootstrapping.building_per_year: lambda f, a, b, c: f(9 * a, 5 * b),
    bootstrapping.grown_kg: lambda f, a, b, c: f(1e4 * a, 3 * b, c, 20 * a),
    bootstrapping.landed_kg: lambda f, a, b, c: f(1e4 * a, 1e6 * b, c),
    bootstrapping.production_mass_ratio: lambda f, a, b, c: f(1e5 * a, 1e4 * b, 30 * c, a),
    propellant.water_per_propellant: lambda f, a, b, c: f(20 * a, b),
    propellant.oxygen_left_per_propellant: lambda f, a, b, c: f(20 * a, b),
    aging.share_left: lambda f, a, b, c: f(30 * a, 0.05 * b),
    aging.isotope_share_left: lambda f, a, b, c: f(30 * a, 0.05 * b),
    mass.storage_kg: lambda f, a, b, c: f(50 * a, 354 * b, 150.0, c),
    mass.array_kw: lambda f, a, b, c: f(50 * a, RIDGE, b),
    mass.solar_kg: lambda f, a, b, c: f(
        50 * a, RIDGE, array_kg_per_kw=60.0, storage_wh_per_kg=400 * b, depth_of_discharge=0.8, efficiency=c
    ),
    mass.reactor_kg: lambda f, a, b, c: f(100 * a, 253.0, 141 * b, 1.0 + c),
    mass.break_even_kw: lambda f, a, b, c: f(6e3 * a, 500 * b, 500 * c, 40.0),
    oxide_market.import_reliance: lambda f, a, b, c: f(90 * a, 80 * b, 20 * c),
    oxide_market.price_with_new_supply: lambda f, a, b, c: f(90 * a, 80 * b, 2 * c, b),
    supply_security.concentration: lambda f, a, b, c: f(90 * a, 20 + b),
    supply_security.supply_risk: lambda f, a, b, c: f(a, b, c),
    supply_security.covered_share: lambda f, a, b, c: f(9 * a, b, 9 * c, a),
    oxide_market.use_after_growth: lambda f, a, b, c: f(0.1 * a, 0.05 * b, 30 * c),
    annuity.capital_recovery_factor: lambda f, a, b, c: f(a, 40 * b),
    annuity.break_even_price_usd_per_kg: lambda f, a, b, c: f(2e5 * a, b, 30 * c, 0.2 * a, 2 * b, 9e3 * c),
    discounting.discount_factors: lambda f, a, b, c: f(40 * a, b),
    discounting.wright_unit_cost: lambda f, a, b, c: f(a, 100 * b, c),
    supplies.summed: lambda f, a, b, c: f([{WATER: a, GASES: b}, {WATER: 9 * c}])[WATER],
    supplies.multiplied: lambda f, a, b, c: f({WATER: 90 * a}, 7 * b)[WATER],
    supplies.total_kg: lambda f, a, b, c: f({WATER: 90 * a, GASES: b}),
    supplies.by_class: lambda f, a, b, c: f({WATER: 90 * a, GASES: b}, True)[2],
    supplies.containers_kg: lambda f, a, b, c: f({WATER: 90 * a, GASES: b}, {"liquid": c}),
    supplies.with_containers: lambda f, a, b, c: supplies.total_kg(f({WATER: 90 * a, GASES: b}, {"liquid": c})),
    crew_demand.crew_needs: lambda f, a, b, c: needs_of(a, b).person_day[WATER],
    crew_demand.daily_kg: lambda f, a, b, c: f(needs_of(a, b)),
    crew_demand.at_daily_kg: lambda f, a, b, c: f(needs_of(a, b), 9 * c).person_day[WATER],
    crew_demand.crew_demand: lambda f, a, b, c: supplies.total_kg(
        f(needs_of(a, b), person_days=90 * c, reserve_person_days=9 * a, eva_crew_hours=80 * b, persons=4 * c)
    ),
    crew_demand.whole_evas: lambda f, a, b, c: f(90 * a, 7 * b),
    spares_demand.spares_demand: lambda f, a, b, c: supplies.total_kg(
        f(spares_demand.SparesShares(0.1 * a, 0.1 * b), 9e3 * c, 400 * a)
    ),
    spares_demand.repair_crew_hours: lambda f, a, b, c: f(900 * a, b),
    supply_table.class_shares: lambda f, a, b, c: f({WATER: 90 * a, GASES: b}, {"liquid": c, "gas": 1.0})[5],
    supply_table.supply_table: lambda f, a, b, c: f({"spares": 9e3 * a}, {401: 80 * b}, {"spares": {4: c}})[4],
}
"""Functions of one number for each run, with a call of each for three numbers between 0 and 1."""

OVER_ELEMENTS_OR_TIME = {
    geochemistry.element_ppm,
    geochemistry.phosphate_share,
    oxides.ree_sum_ppm,
    oxides.reo_fractions,
    oxides.reo_grade_kg_per_kg,
    oxides.reo_kg,
    oxide_market.price_path,
    oxide_market.correlated_shocks,
    oxide_market.spike_multiplier,
    supply_security.with_stockpile,
    annuity.internal_rate_of_return,
    discounting.net_present_value,
    discounting.levelized_cost_usd_per_kg,
}
"""Functions of an array for each run: tested below."""

GRAPHS = {mass_balance.solve_balance, mass_balance.flowsheet_needs, mass_balance.without_reagents}
"""Functions of a flowsheet; tests/physics/test_mass_balance.py holds blocks and runs alone."""

NUMBERS_ONLY = {
    crew_loss.mission_loss,
    hands.contact_share,
    hands.robot_hours_per_day,
    hands.work_done_share,
    lives.normal_beyond,
    lives.weibull_age_years,
    lives.weibull_scale_years,
    lives.worn_out_age_years,
    flight_success.phase_success,
    flight_success.shared_normal,
    light.light_cycle,
    night_duty.lasting_kw,
    night_duty.left_by,
    night_duty.on_off_duty,
    night_duty.proportional_duty,
    plant_duty.bending_share,
    plant_duty.cells_duty,
    plan_bands.slipped_days,
    launch_growth.flights_passed,
    launch_growth.passed_hazard,
    slip_ratio.date_ln_sd,
    flight_success.lost_craft,
    return_craft.craft_load_kg,
    return_craft.craft_mass_kg,
    stocks.drawn,
    stocks.order_due_days,
    stocks.reorder_kg,
    stocks.run_out_days,
    manifesting.in_order,
    manifesting.joined,
    manifesting.load_flight,
    manifesting.load_kg,
    manifesting.partial_delivery,
    manifesting.rebuilt,
    landing_plan.next_landing,
}
"""Functions that a run calls with plain numbers, never a block."""

NOT_OF_RUNS = {
    element_map.map_area_km2,
    element_map.near_pixels,
    sphere.azimuthal_equal_area,
    patterns.assemble_patterns,
    patterns.complete_pattern,
    patterns.mean_pattern,
    budget_shocks.growth_ln_sd,
    budget_shocks.revision_ln_sd,
    budget_shocks.spread_growth,
    date_scores.clipped_crps_days,
    date_scores.crps_days,
    date_scores.flown_by,
    date_scores.truncated_crps_days,
    campaign.campaign_demands,
    campaign.flight_load,
    campaign.tallies,
    spares_demand.first_come_days,
    supplies.base_class,
}
"""Functions of maps, libraries, records, forecasts and campaigns."""


def test_every_public_function_is_of_one_kind():
    kinds = [set(ELEMENTWISE), OVER_ELEMENTS_OR_TIME, GRAPHS, NUMBERS_ONLY, NOT_OF_RUNS]
    assert set.union(*kinds) == set(functions().values())
    assert sum(map(len, kinds)) == len(functions())


@pytest.mark.parametrize("function", ELEMENTWISE, ids=lambda function: function.__name__)
def test_elementwise_functions_do_not_know_their_block(function):
    call = ELEMENTWISE[function]
    block = call(function, A, B, C)
    np.testing.assert_array_equal(call(function, A[7:60], B[7:60], C[7:60]), block[7:60])
    alone = [call(function, float(a), float(b), float(c)) for a, b, c in zip(A, B, C, strict=True)]
    np.testing.assert_array_equal(alone, block)


def test_elements_do_not_know_their_block(patterns):
    def elements(thorium_ppm, feo_wt_pct):
        return geochemistry.element_ppm(
            thorium_ppm, feo_wt_pct, patterns, silicic_ree_per_thorium=6.0, silicic=thorium_ppm > 18.0, **COEFFICIENTS
        )

    block = elements(20 * A, 25 * B)
    shares = oxides.reo_fractions(block, patterns.oxide_factor)
    grade, mass = (function(block, patterns.oxide_factor) for function in (oxides.reo_grade_kg_per_kg, oxides.reo_kg))
    cap = np.linspace(0.001, 0.01, 301)
    phosphate = geochemistry.phosphate_share(cap, patterns.merrillite_ppm, block)
    np.testing.assert_array_equal(elements(20 * A[5:8], 25 * B[5:8]), block[5:8])
    for run in range(0, 301, 50):
        one = elements(20 * float(A[run]), 25 * float(B[run]))
        np.testing.assert_array_equal(one, block[run])
        np.testing.assert_array_equal(oxides.reo_fractions(one, patterns.oxide_factor), shares[run])
        np.testing.assert_array_equal(oxides.ree_sum_ppm(one), oxides.ree_sum_ppm(block)[run])
        assert oxides.reo_grade_kg_per_kg(one, patterns.oxide_factor) == grade[run]
        assert oxides.reo_kg(one, patterns.oxide_factor) == mass[run]
        share = geochemistry.phosphate_share(float(cap[run]), patterns.merrillite_ppm, one)
        np.testing.assert_array_equal(share, phosphate[run])


def test_price_paths_do_not_know_their_block():
    normals = RNG.standard_normal((301, 30))
    prices = oxide_market.price_path(normals, 260.0, 0.5, 0.26)
    for run in (0, 1, 150, 300):
        np.testing.assert_array_equal(oxide_market.price_path(normals[run], 260.0, 0.5, 0.26), prices[run])
        np.testing.assert_array_equal(oxide_market.price_path(normals[run : run + 1], 260.0, 0.5, 0.26)[0], prices[run])


def test_stockpiles_do_not_know_their_block():
    covered, stock = RNG.random((301, 5)), RNG.uniform(0, 3, 301)
    filled = supply_security.with_stockpile(covered, stock)
    for run in (0, 1, 150, 300):
        one = supply_security.with_stockpile(covered[run], float(stock[run]))
        np.testing.assert_array_equal(one, filled[run])


def test_shocks_and_spikes_do_not_know_their_block():
    common, group, own = RNG.standard_normal((3, 301, 30))
    begins, height, rates = RNG.random((301, 30)), RNG.uniform(3, 7, (301, 30)), RNG.uniform(0.01, 0.5, 301)
    shocks = oxide_market.correlated_shocks(common, group, own, 0.7, 0.4)
    spikes = oxide_market.spike_multiplier(begins, height, rates, 0.8)
    for run in (0, 1, 150, 300):
        alone = oxide_market.correlated_shocks(common[run], group[run], own[run], 0.7, 0.4)
        np.testing.assert_array_equal(alone, shocks[run])
        one = oxide_market.spike_multiplier(begins[run], height[run], float(rates[run]), 0.8)
        np.testing.assert_array_equal(one, spikes[run])


@pytest.mark.parametrize("order", ["C", "F"])
def test_present_values_know_neither_their_block_nor_their_order_in_memory(order):
    flows = np.asarray(RNG.standard_normal((301, 361)), order=order)
    factors = discounting.discount_factors(np.arange(361) / 12.0, 0.1)
    product = np.asarray(RNG.random((301, 361)), order=order)
    block = discounting.net_present_value(flows, factors)
    price = discounting.levelized_cost_usd_per_kg(flows, product, factors)
    for run in (0, 7, 300):
        assert discounting.net_present_value(flows[run], factors) == block[run]
        assert discounting.levelized_cost_usd_per_kg(flows[run], product[run], factors) == price[run]
        assert discounting.net_present_value(np.ascontiguousarray(flows)[run : run + 1], factors)[0] == block[run]


def test_a_rate_of_return_does_not_know_its_block():
    flows = RNG.uniform(0.0, 2.0, (301, 30))
    flows[:, 0] -= 30.0
    years = np.arange(30.0)
    block = annuity.internal_rate_of_return(flows, years)
    assert 50 < np.isfinite(block).sum() < 290
    for run in (0, 1, 7, 150, 300):
        np.testing.assert_array_equal(annuity.internal_rate_of_return(flows[run], years), block[run])
