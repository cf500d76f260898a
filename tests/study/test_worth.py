"""What the mine costs by part and is worth: parts, delivery over time, oxygen, use on the Moon, and programs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.study.accounts.mine_costs import COST_PART
from lunarsim.study.accounts.worth.in_space import used_on_the_moon_kg
from lunarsim.words.units import DAYS_PER_YEAR
from tests.oracles.annuity import breakeven_usd_per_kg
from tests.study.bookkeeping import DELIVERED, MINE, MONTHS, SPAN, SUPPLY, books, discounted, stored

SENT = {(MINE, 2): 1_000.0, (SUPPLY, 40): 200.0, (SUPPLY, 80): 300.0}
PRICES = {
    "logistics__delivery_usd_per_kg": 1e5,
    "logistics__return_usd_per_kg": 2e4,
    "finance__hardware_usd_per_kg": 2e5,
    "finance__cost_growth": 1.5,
    "finance__plant_musd_per_year": 12.0,
    "finance__discount_rate": 0.1,
    "flowsheet__reo_purity": 1.0,
}
LENGTHS = np.diff(SPAN.edges) / DAYS_PER_YEAR


def parts_of(account):
    return dict(zip(COST_PART.values, account["mine_cost_part_musd"], strict=True))


def test_each_part_of_the_mine_s_cost_is_what_it_was_paid_for():
    account = books(stored(DELIVERED, sent=SENT, units={40: 1.0}), **PRICES)
    # Delivery is 0.1 MUSD/kg, hardware 0.3; resupply pays both as spares.
    assert parts_of(account) == pytest.approx(
        {
            "development": 0.0,
            "delivery": discounted({2: 100.0}, 0.1),
            "hardware": discounted({2: 300.0}, 0.1),
            "spares": discounted({40: 80.0, 80: 120.0}, 0.1),
            "operations": discounted({40: 12.0 * LENGTHS[40]}, 0.1),
            "return": discounted({14: 2.0, 60: 5.0}, 0.1),
        }
    )


def with_returns():
    """Return a mine whose plant flight has 100 kg of craft and 50 of propellant, and a resupply 30 and 20."""
    arrays = stored(DELIVERED, sent=SENT, units={40: 1.0})
    for purpose, month, craft, propellant in ((MINE, 2, 100.0, 50.0), (SUPPLY, 40, 30.0, 20.0)):
        arrays["month_return_supplies_sent_kg"][0, purpose, month] = craft + propellant
        arrays["month_return_craft_sent_kg"][0, purpose, month] = craft
        # Propellant is no hardware.
        arrays["month_cargo_sent_kg"][0, purpose, month] -= propellant
    return arrays


def test_craft_and_propellant_are_part_of_the_return():
    account = books(with_returns(), **PRICES)
    parts = parts_of(account)
    assert parts == pytest.approx(
        {
            "development": 0.0,
            "delivery": discounted({2: 85.0}, 0.1),
            "hardware": discounted({2: 255.0}, 0.1),
            "spares": discounted({40: 60.0, 80: 120.0}, 0.1),
            "operations": discounted({40: 12.0 * LENGTHS[40]}, 0.1),
            "return": discounted({2: 45.0, 14: 2.0, 40: 14.0, 60: 5.0}, 0.1),
        }
    )
    kg = discounted(DELIVERED, 0.1)
    assert sum(parts.values()) * 1e6 / kg == pytest.approx(account["unit_cost_usd_per_kg"])


def test_use_on_the_moon_pays_for_no_craft_and_propellant_of_returns():
    account = books(with_returns(), **PRICES)
    parts = parts_of(account)
    assert account["in_space_used_kg"] == 0.0
    assert account["npv_in_space_musd"] == pytest.approx(parts["return"] - sum(parts.values()))


def test_the_parts_add_up_to_the_unit_cost():
    account = books(stored(DELIVERED, sent=SENT, units={40: 1.0}), **PRICES)
    kg = discounted(DELIVERED, 0.1)
    assert account["mine_cost_part_musd"].sum() * 1e6 / kg == pytest.approx(account["unit_cost_usd_per_kg"])


def test_the_value_up_to_a_year_ends_at_the_net_present_value():
    account = books(stored(DELIVERED, sent=SENT), **PRICES)
    years = account["year_npv_musd"]
    assert years[-1] == pytest.approx(account["npv_musd"], rel=1e-6)
    # The first calendar year holds months 0 to 5, among them the flight of the plant.
    assert SPAN.months[5].year == SPAN.years[0] != SPAN.months[6].year
    assert years[0] == pytest.approx(-discounted({2: 400.0}, 0.1), rel=1e-6)


def test_at_its_rate_of_return_the_mine_is_worth_nothing_and_a_dear_one_has_none():
    def at(price, **changes):
        arrays = stored(DELIVERED, sent={(MINE, 2): 1.0})
        return books(arrays, market__spikes=False, logistics__delivery_usd_per_kg=price, **changes)

    rate = float(at(5e3)["internal_rate_of_return"])
    assert 0.0 < rate < 1.0
    assert at(5e3, finance__discount_rate=rate)["npv_musd"] == pytest.approx(0.0, abs=1e-12)
    assert np.isnan(at(1e8)["internal_rate_of_return"])


def test_delivery_moves_along_its_path_year_by_year():
    sent = {(MINE, month): 1_000.0 for month in (0, 6, 18)}
    change = {"logistics__delivery_usd_per_kg": 1e5, "logistics__delivery_change_per_year": -0.2}
    cost = books(stored(sent=sent), **change)["month_mine_cost_musd"]
    assert cost[[0, 6, 18]] == pytest.approx([100.0, 80.0, 64.0])
    on_floor = books(stored(sent=sent), logistics__delivery_floor_usd_per_kg=7e4, **change)["month_mine_cost_musd"]
    assert on_floor[[0, 6, 18]] == pytest.approx([100.0, 80.0, 70.0])


def test_a_floor_above_the_first_price_raises_nothing():
    arrays = stored(sent={(MINE, 0): 1_000.0})
    floor = {"logistics__delivery_usd_per_kg": 1e4, "logistics__delivery_floor_usd_per_kg": 1e6}
    assert books(arrays, **floor)["month_mine_cost_musd"][0] == pytest.approx(10.0)


def test_delivery_learns_by_wright_s_law_from_the_flights_of_its_vehicle():
    # long_march_9 has not flown: the flights of the years before are all that it has learned from.
    arrays = stored(sent={(MINE, month): 1_000.0 for month in (0, 6, 18, 30)})
    arrays["year_cargo_vehicle_flights"][0, :4] = 1.0, 2.0, 0.0, 9.0
    learning = {"logistics__delivery_usd_per_kg": 1e5, "logistics__delivery_learning_rate": 0.15}
    cost = books(arrays, **learning)["month_mine_cost_musd"]
    assert cost[[0, 6, 18, 30]] == pytest.approx([100.0, 85.0, 100.0 * 0.85**2, 100.0 * 0.85**2])


def test_a_vehicle_that_has_flown_learns_less():
    arrays = stored(sent={(MINE, 6): 1_000.0})
    arrays["year_cargo_vehicle_flights"][0, 0] = 10.0
    learning = {"logistics__delivery_usd_per_kg": 1e5, "logistics__delivery_learning_rate": 0.15}
    cost = books(arrays, vehicles__long_march_9__flights=9, **learning)["month_mine_cost_musd"]
    assert cost[6] == pytest.approx(85.0)


@settings(max_examples=12, deadline=None)
@given(change=st.floats(-0.5, 0.0), rate=st.floats(0.0, 0.5), floor=st.floats(0.0, 1e6))
def test_delivery_never_costs_more_for_learning_and_never_less_than_its_floor(change, rate, floor):
    arrays = stored(sent={(MINE, month): 1_000.0 for month in range(0, MONTHS, 6)})
    arrays["year_cargo_vehicle_flights"][0] = 3.0
    cost = books(
        arrays,
        logistics__delivery_usd_per_kg=1e5,
        logistics__delivery_change_per_year=change,
        logistics__delivery_learning_rate=rate,
        logistics__delivery_floor_usd_per_kg=floor,
    )["month_mine_cost_musd"][0::6]
    assert (np.diff(cost) <= 1e-4).all()
    assert (cost >= min(floor, 1e5) * 1e-3 * (1 - 1e-6)).all()


def with_oxygen(kg, delivered=DELIVERED, sent=SENT):
    arrays = stored(delivered, sent=sent, units={40: 1.0}, oxygen=kg)
    arrays["month_oxygen_produced_kg"][0, 50] = 2.0 * kg
    return arrays


def test_joint_cost_is_shared_by_what_rare_earths_and_oxygen_are_worth():
    cheap = PRICES | {"logistics__return_usd_per_kg": 1.0, "market__separation_discount": 0.0}
    account = books(with_oxygen(1e4), market__oxygen_usd_per_kg=500.0, **cheap)
    # Half of the oxygen was used by returns: 5 MUSD are left.
    oxygen = discounted({50: 5.0}, 0.1)
    parts = parts_of(account)
    cost, back = sum(parts.values()), parts["return"]
    rare_earths = account["npv_musd"] + cost
    assert rare_earths > back > 0.0
    share = (rare_earths - back) / (rare_earths - back + oxygen)
    assert account["ree_cost_share"] == pytest.approx(share)
    assert account["npv_joint_musd"] == pytest.approx(account["npv_musd"] + oxygen)
    kg = discounted(DELIVERED, 0.1)
    assert account["unit_cost_joint_usd_per_kg"] == pytest.approx((share * (cost - back) + back) * 1e6 / kg)
    assert account["unit_cost_joint_usd_per_kg"] < account["unit_cost_usd_per_kg"]


def test_rare_earths_that_do_not_pay_for_their_return_bear_nothing_else():
    account = books(with_oxygen(1e4), market__oxygen_usd_per_kg=500.0, **PRICES)
    assert account["ree_cost_share"] == 0.0
    kg = discounted(DELIVERED, 0.1)
    assert account["unit_cost_joint_usd_per_kg"] == pytest.approx(parts_of(account)["return"] * 1e6 / kg)


def test_without_oxygen_rare_earths_bear_all_and_without_rare_earths_none():
    alone = books(with_oxygen(0.0), **PRICES)
    assert alone["ree_cost_share"] == 1.0
    assert alone["unit_cost_joint_usd_per_kg"] == pytest.approx(alone["unit_cost_usd_per_kg"])
    assert alone["npv_joint_musd"] == pytest.approx(alone["npv_musd"])
    oxygen = books(with_oxygen(1e4, delivered={}), **PRICES)
    assert oxygen["ree_cost_share"] == 0.0
    assert np.isnan(oxygen["unit_cost_joint_usd_per_kg"])
    assert np.isnan(books(with_oxygen(0.0, delivered={}), **PRICES)["ree_cost_share"])


def making(kg_by_month):
    arrays = stored(DELIVERED, sent=SENT)
    arrays["month_ree_produced_kg"][0] = kg_by_month
    arrays["reo_produced_kg"][0] = 1.25 * arrays["month_ree_produced_kg"].sum()
    return arrays


def test_use_on_the_moon_is_worth_the_delivery_that_it_saves_as_far_as_it_is_needed():
    made = np.where(np.arange(MONTHS) >= 60, 100.0, 0.0)
    account = books(making(made), market__in_space_kg_per_year=2.0, **PRICES)
    needed = 2.0 * LENGTHS[60:].sum()
    assert account["in_space_used_kg"] == pytest.approx(needed)
    assert account["in_space_revenue_musd"] == pytest.approx(needed * 0.1)
    parts = parts_of(account)
    value = discounted({month: 2.0 * LENGTHS[month] * 0.1 for month in range(60, MONTHS)}, 0.1)
    assert account["npv_in_space_musd"] == pytest.approx(value - sum(parts.values()) + parts["return"])


def test_no_more_is_used_on_the_moon_than_is_made():
    account = books(making(np.full(MONTHS, 1.0)), market__in_space_kg_per_year=1e6, **PRICES)
    assert account["in_space_used_kg"] == pytest.approx(1.25 * MONTHS)
    assert books(making(np.zeros(MONTHS)), **PRICES)["in_space_used_kg"] == 0.0


@given(made=st.lists(st.floats(0.0, 50.0), min_size=MONTHS, max_size=MONTHS), need=st.floats(0.0, 500.0))
def test_use_on_the_moon_draws_on_the_stock_month_by_month(made, need):
    class OneRun:
        calendar = SPAN

        def outcome(self, name):
            return {"month_ree_produced_kg": np.array([made]), "reo_produced_kg": np.array([float(np.sum(made))])}[name]

        def column(self, group, name):
            return np.array([need])

    used, stock = used_on_the_moon_kg(OneRun())[0], 0.0
    for month in range(MONTHS):
        stock += made[month]
        taken = min(stock, need * LENGTHS[month])
        stock -= taken
        assert used[month] == pytest.approx(taken, abs=1e-7)


def test_partners_pay_and_receive_by_their_part_of_the_product():
    arrays = stored(DELIVERED, sent=SENT, held=(0.75, 0.25))
    account = books(arrays, finance__mine_paid_by="holders", **PRICES)
    assert account["mine_cost_share"] == pytest.approx([0.75, 0.25])
    assert account["mine_npv_musd"] == pytest.approx(account["npv_musd"] * np.array([0.75, 0.25]))
    total = account["month_mine_cost_musd"].sum()
    assert account["cost_musd"] == pytest.approx([0.75 * total, 0.25 * total])


def test_where_the_lead_pays_its_partner_s_product_costs_the_partner_nothing():
    account = books(stored(DELIVERED, sent=SENT, held=(0.75, 0.25)), **PRICES)
    assert account["mine_cost_share"].tolist() == [1.0, 0.0]
    assert account["mine_npv_musd"].sum() == pytest.approx(account["npv_musd"])
    assert account["mine_npv_musd"][1] > 0.0
    kept = books(stored(DELIVERED, sent=SENT, held=(0.75, 0.25)), market__held_by="lead", **PRICES)
    assert kept["mine_npv_musd"] == pytest.approx([kept["npv_musd"], 0.0])


def test_without_product_the_lead_pays_whoever_was_to_hold_it():
    account = books(stored(sent=SENT), finance__mine_paid_by="holders", **PRICES)
    assert account["mine_cost_share"].tolist() == [1.0, 0.0]


def test_the_cost_in_steady_work_is_that_of_an_annuity():
    arrays = stored(DELIVERED, sent={(MINE, 2): 1_000.0, (SUPPLY, 40): 500.0})
    arrays["month_plant_units"][0, 20:] = 1.0
    years = LENGTHS[20:].sum()
    account = books(arrays, finance__plant_life_years=12.0, **PRICES)
    expected = breakeven_usd_per_kg(
        delivery_usd_per_kg=1e5,
        hardware_usd_per_kg=3e5,
        discount_rate_per_year=0.1,
        life_years=12,
        spares_per_year=0.5 / years,
        product_kg_per_kg_year=0.35 / years,
        return_usd_per_kg=2e4,
        operations_usd_per_kg=12e6 * years / 350.0,
    )
    assert account["steady_cost_usd_per_kg"] == pytest.approx(expected)


def test_the_cost_in_steady_work_does_not_hang_on_when_the_plant_comes():
    def steady(month):
        arrays = stored({month + 30: 100.0, month + 40: 100.0}, sent={(MINE, month): 1_000.0})
        arrays["month_plant_units"][0, month + 12 : month + 48] = 1.0
        return books(arrays, **PRICES)

    early, late = steady(0), steady(60)
    assert late["steady_cost_usd_per_kg"] == pytest.approx(early["steady_cost_usd_per_kg"], rel=2e-3)
    assert np.isnan(books(stored(sent=SENT), **PRICES)["steady_cost_usd_per_kg"])
