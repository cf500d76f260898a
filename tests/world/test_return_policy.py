"""Which product goes home, in how many and how large craft, and how long it waits for them."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.world.history.mine import PlantInterval, Shipment
from lunarsim.world.mine.logistics.return_worth import cost_usd_per_kg, worth_usd_per_kg
from lunarsim.world.outcomes.block_arrays import outcomes
from tests.scenario.building import scenario_of
from tests.world.parts import mine_plan_of
from tests.world.plants import MINING, STEADY
from tests.world.running import FixedDraws, campaign_of, run, runs
from tests.world.tabulating import traced

EARLY = MINING | STEADY | {"flowsheet.purification_recovery": 1.0}
IF_WORTH = {"returns.policy": "if_worth"}
CHEAP = {
    "logistics.delivery_usd_per_kg": 0.0,
    "finance.hardware_usd_per_kg": 0.0,
    "logistics.return_usd_per_kg": 1.0,
}


def returns_of(changes, site="fra_mauro"):
    return mine_plan_of(scenario_of(EARLY | changes, site)).returns


# How many craft, and how large.


@given(st.floats(1e-3, 1e6))
@settings(max_examples=50)
def test_as_few_craft_leave_as_take_the_load_and_no_more_craft_weigh_less(load_kg):
    plan = returns_of({})
    fleet = plan.fleet(load_kg)
    largest_kg = 200.0 * (10_000.0 / 600.0) ** (1 / 0.8)
    assert fleet.craft == max(math.ceil((load_kg - 1e-6) / largest_kg), 1)
    assert fleet.craft_kg == pytest.approx(fleet.craft * 600.0 * max(load_kg / fleet.craft / 200.0, 1.0) ** 0.8)


@given(st.floats(1e-3, 1e6), st.floats(1.0, 2.0), st.floats(0.5, 1.0))
@settings(max_examples=50)
def test_more_load_never_takes_less_craft_and_never_more_for_a_kilogram_where_it_fills_them(load_kg, more, exponent):
    plan = returns_of({"returns.craft_exponent": exponent})
    assert plan.fleet(load_kg * more).craft_kg >= plan.fleet(load_kg).craft_kg * (1 - 1e-9)
    full_kg = plan.most_load_kg / plan.most_craft
    assert plan.fleet(full_kg).craft_kg / full_kg <= plan.fleet(load_kg).craft_kg / load_kg * (1 + 1e-9)


def test_many_craft_leave_together_and_lose_their_share():
    class SomeLost(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            return 0.5 if purpose == "loss" else 1e-9

    # The smallest craft fills a cargo flight, so that there is none larger.
    changes = {"logistics.return_craft_kg": 10_000.0, "logistics.return_capacity_kg": 2.0}
    changes |= {"waits.landing_failure": True, "logistics.return_success": 0.9, "logistics.cargo_interval_days": 10.0}
    trace = campaign_of(scenario_of(EARLY | changes, "fra_mauro"), SomeLost()).run()
    shipment = trace.mine.shipments[0]
    craft = math.ceil(shipment.sent_kg / 2.0)
    assert shipment.craft == craft > 10
    # The median of a binomial with a chance of a tenth is its mean, to one.
    lost = round(shipment.lost_kg / shipment.sent_kg * craft)
    assert abs(lost - craft / 10) <= 1 <= lost
    assert sum(shipment.received_kg.values()) == pytest.approx(shipment.sent_kg * (craft - lost) / craft)
    assert max(map(abs, trace.mine.residual_kg.values())) < 1e-6


def test_no_more_craft_leave_than_the_pad_has_time_for():
    changes = {"logistics.return_craft_kg": 10_000.0, "logistics.return_capacity_kg": 2.0, "returns.pad_days": 100.0}
    assert returns_of(changes).most_craft == 3
    trace = run(scenario_of(EARLY | changes, "fra_mauro"))
    assert {shipment.craft for shipment in trace.mine.shipments} == {3}
    assert [shipment.sent_kg for shipment in trace.mine.shipments] == pytest.approx([6.0] * len(trace.mine.shipments))


# How long product waits.


def test_product_waits_for_a_fuller_craft_up_to_the_longest_wait():
    """A plant at the pole makes a few kilograms a year, less than the least load of ten."""

    def years_between(longest_wait_years):
        trace = run(scenario_of(EARLY | {"returns.longest_wait_years": longest_wait_years}, "shackleton"))
        assert trace.delay_days["first_return"] == {}
        days = [trace.milestone_day["first_product"], *(shipment.sent_day for shipment in trace.mine.shipments)]
        return [(late - early) / 365.25 for early, late in itertools.pairwise(days)]

    assert set(map(round, years_between(2.0))) == {2}
    assert set(map(round, years_between(1.0))) == {1}
    assert min(years_between(100.0)) > 2.5


@pytest.mark.parametrize("feed_t", [0.1, 1_000.0])
def test_all_product_made_two_years_before_the_end_comes_home_from_small_plants_and_from_large_ones(feed_t):
    large = {"plant.feed_t_per_year": feed_t, "plant.power_kw": 0.6 * feed_t, "mine.excavators": 1 + int(feed_t / 20)}
    scenario = scenario_of(MINING | large | {"logistics.cargo_interval_days": 10.0}, "fra_mauro")
    trace = run(scenario)
    end = trace.horizon_days - 730.5
    made = sum(part.product * max(min(part.end_day, end) - part.start_day, 0.0) for part in trace.mine.intervals)
    delivered = sum(sum(shipment.received_kg.values()) for shipment in trace.mine.shipments)
    assert made > 0
    assert delivered / made >= 0.9
    share = outcomes(traced([scenario], [trace]))["exported_share"][0]
    assert 0.9 <= share <= 1.0


def test_of_old_product_what_was_sent_first_counts_as_made_first():
    scenario = scenario_of(EARLY, "fra_mauro")
    trace = run(scenario)
    end = trace.horizon_days
    # 1,000 kg are old. Of what leaves then, 700 kg come home, 200 are lost and the last 100 leave with new product.
    trace.mine.intervals[:] = [PlantInterval(0.0, end, 0.0, 0.0, 0.0, 1_000.0 / (end - 730.5), 0.0, 0.0, 0.0)]
    home = {"china": 1.0}
    trace.mine.shipments[:] = [
        Shipment(end - 800.0, end - 795.0, sent_kg, {name: share * home_kg for name, share in home.items()})
        for sent_kg, home_kg in ((700.0, 700.0), (200.0, 0.0), (200.0, 150.0))
    ]
    share = outcomes(traced([scenario], [trace]))["exported_share"][0]
    assert share == pytest.approx((700.0 + 150.0 / 2) / 1_000.0)


def test_with_losses_as_much_comes_home_in_the_mean_as_returns_succeed():
    lossy = {"waits.landing_failure": True, "logistics.return_success": 0.92, "programs.china.cruise_success": 1.0}
    lossy |= {"landing.success_experienced": 1.0, "programs.china.landing_attempts": 10}
    lossy |= {"logistics.return_interval_days": 60.0, "logistics.return_least_load_share": 0.0}
    scenarios = [scenario_of(EARLY | lossy, "fra_mauro")] * 12
    traces = runs(scenarios[0], 12)
    shares = outcomes(traced(scenarios, traces))["exported_share"]
    assert max(shares) < 1.0
    assert shares.mean() == pytest.approx(0.92, abs=0.02)


# Which product goes home.


def test_under_none_nothing_is_flown_in_and_nothing_goes_home():
    trace = run(scenario_of(EARLY | {"returns.policy": "none"}, "fra_mauro"))
    assert trace.mine.shipments == []
    assert trace.mine.stocks_kg["craft_in"] == trace.mine.stocks_kg["propellant_in"] == 0.0
    assert trace.mine.stocks_kg["product_left"] == pytest.approx(trace.mine.stocks_kg["product"])
    assert "first_return" not in trace.delay_days


@pytest.mark.parametrize("site", ["fra_mauro", "shackleton"])
@pytest.mark.parametrize("feed_t", [0.1, 100.0, 1e5])
def test_at_present_figures_no_product_is_worth_its_return(site, feed_t):
    assert not returns_of(IF_WORTH | {"plant.feed_t_per_year": feed_t}, site).is_flown


def test_where_a_return_costs_less_than_the_product_is_worth_it_goes_home():
    assert returns_of(IF_WORTH | CHEAP).is_flown
    assert not returns_of(IF_WORTH | CHEAP | {"market.price_multiplier": 1e-3}).is_flown
    assert not returns_of(IF_WORTH | CHEAP | {"market.separation_discount": 1.0}).is_flown
    assert not returns_of(IF_WORTH | CHEAP | {"logistics.return_usd_per_kg": 1e8}).is_flown
    assert not returns_of(IF_WORTH | CHEAP | {"logistics.delivery_usd_per_kg": 1e4}).is_flown
    assert not returns_of(IF_WORTH | CHEAP | {"finance.hardware_usd_per_kg": 1e4}).is_flown
    worthless = IF_WORTH | CHEAP | {"market.price_multiplier": 1e-3}
    assert returns_of(worthless | {"market.floor_ndpr_usd_per_kg": 110.0}).is_flown


def test_product_that_is_worth_hardly_more_than_its_return_stays_where_some_of_it_is_lost():
    """Of ten kilograms nine arrive, and eleven would be worth their return."""
    scenario = scenario_of(EARLY | IF_WORTH | CHEAP, "fra_mauro")
    worth = worth_usd_per_kg(scenario, mine_plan_of(scenario).plant.flowsheet)
    close = IF_WORTH | CHEAP | {"logistics.return_usd_per_kg": 0.95 * worth, "logistics.return_success": 0.9}
    assert returns_of(close).is_flown
    assert not returns_of(close | {"waits.landing_failure": True}).is_flown
    assert returns_of(close | {"waits.landing_failure": True, "logistics.return_success": 0.96}).is_flown


def test_what_a_plant_will_have_grown_to_decides_whether_its_product_is_worth_its_return():
    grown = {"flowsheet.name": "molten_electrolysis", "plant.growth_closure": 0.5, "plant.growth_most_units": 64}
    scenario = scenario_of(EARLY | IF_WORTH | CHEAP | grown, "fra_mauro")
    worth = worth_usd_per_kg(scenario, mine_plan_of(scenario).plant.flowsheet)

    def goes_home(usd_per_kg, **changes):
        price = {"logistics.delivery_usd_per_kg": usd_per_kg, "logistics.return_usd_per_kg": 0.0}
        return returns_of(IF_WORTH | CHEAP | grown | price | changes).is_flown

    # A price of delivery at which large loads pay for their craft and small ones do not.
    usd_per_kg = next(0.9**power * worth for power in range(100) if goes_home(0.9**power * worth))
    assert not goes_home(usd_per_kg, **{"plant.growth_closure": 0.0})


def test_worth_and_cost_of_a_kilogram_by_hand():
    scenario = scenario_of(EARLY | {"flowsheet.reo_purity": 0.95, "market.separation_discount": 0.5}, "fra_mauro")
    sheet = mine_plan_of(scenario).plant.flowsheet
    worth = worth_usd_per_kg(scenario, sheet)
    # The basket of KREEP is some 40 USD/kg.
    assert 10.0 < worth / 0.95 / 0.5 < 100.0
    doubled = scenario_of(
        EARLY | {"flowsheet.reo_purity": 0.95, "market.separation_discount": 0.5, "market.price_multiplier": 2.0},
        "fra_mauro",
    )
    assert worth_usd_per_kg(doubled, sheet) == pytest.approx(2 * worth)
    logistics = scenario.logistics
    # 100 kg in a craft of 600: 700 kg lifted by as much propellant.
    cost = cost_usd_per_kg(scenario, 100.0, 600.0, 1.0)
    hardware = 6.0 * scenario.finance.hardware_usd_per_kg * scenario.finance.cost_growth
    assert cost == pytest.approx(13.0 * logistics.delivery_usd_per_kg + hardware + logistics.return_usd_per_kg)
