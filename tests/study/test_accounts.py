"""Money and supply: analytic limits and cases worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.study.accounts.costs import COST_CLASS
from lunarsim.study.accounts.ledger import accounts
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.world.outcomes.flights import PURPOSES
from tests.scenario.building import RACE, scenario_of
from tests.study.bookkeeping import (
    DELIVERED,
    FREE,
    LABELS,
    MINE,
    MONTHS,
    SPAN,
    STATION,
    SUPPLY,
    WORK,
    books,
    discounted,
    stored,
)


def test_with_everything_free_the_profit_is_the_recovered_value():
    result = books(stored(DELIVERED, units={30: 1.0}), finance__discount_rate=0, market__separation_discount=0)
    assert result["npv_musd"] == pytest.approx(result["revenue_musd"])
    assert result["revenue_musd"] > 0
    # Shock-free prices would be the basket's mean; with shocks the value lies about it.
    assert result["revenue_musd"] * 1e6 / 350.0 == pytest.approx(result["basket_price_usd_per_kg"], rel=0.8)
    assert result["npv_program_musd"] == pytest.approx(result["npv_musd"])
    assert result["cost_musd"].tolist() == [0.0, 0.0]
    assert result["unit_cost_usd_per_kg"] == 0.0


def test_a_case_by_hand():
    work = {
        ("year_hardware_kg", 2027): 500.0,
        ("year_launches_musd", 2027): 60.0,
        ("year_development_kg", 2028): 1_000.0,
        ("year_development_musd", 2028): 30.0,
        ("fixed_cost_musd", 2029): 80.0,
    }
    result = books(
        stored(DELIVERED, sent={(MINE, 2): 1_000.0}, units={40: 1.0, 41: 1.0}, work=work),
        logistics__delivery_usd_per_kg=1e5,
        logistics__return_usd_per_kg=2e4,
        finance__hardware_usd_per_kg=2e5,
        finance__cost_growth=1.5,
        finance__plant_musd_per_year=12.0,
        finance__discount_rate=0.1,
        flowsheet__reo_purity=1.0,
        programs__china__hardware_usd_per_kg=1e5,
        programs__china__development_ratio=3.0,
        programs__china__cost_multiplier=1.2,
        plant__units=1,
    )
    year = lambda month: (SPAN.edges[month + 1] - SPAN.edges[month]) / 365.25  # noqa: E731
    # 1 t at 0.1 MUSD/kg delivery and 0.3 MUSD/kg hardware; oxide to Earth at 0.02 MUSD/kg.
    mine = {2: 100.0 + 300.0, 40: 12.0 * year(40), 41: 12.0 * year(41), 14: 2.0, 60: 5.0}
    # The program's work is 1.2 times as dear as planned; its year is spread over its months by their days.
    program = {2027: 1.2 * (50.0 + 60.0), 2028: 1.2 * (300.0 + 30.0), 2029: 80.0}
    other = dict.fromkeys(range(MONTHS), 0.0)
    for month, first in enumerate(SPAN.months):
        days = SPAN.edges[month + 1] - SPAN.edges[month]
        other[month] = program.get(first.year, 0.0) * days / (366 if first.year == 2028 else 365)
    assert result["month_mine_cost_musd"].sum() == pytest.approx(sum(mine.values()))
    assert result["month_cost_musd"].sum() == pytest.approx(sum(mine.values()) + sum(program.values()))
    assert result["cost_musd"].tolist() == pytest.approx([sum(mine.values()) + sum(program.values()), 0.0])
    assert result["cost_year_musd"][0] == pytest.approx([program.get(each, 0.0) for each in SPAN.years])
    classes = dict(zip(COST_CLASS.values, result["month_cost_musd"].sum(axis=1), strict=True))
    assert classes == pytest.approx(
        {
            "transport": 100.0 + 72.0,
            "hardware": 300.0 + 60.0,
            "operations": 12.0 * (year(40) + year(41)),
            "return": 7.0,
            "development": 396.0,
            "fixed": 80.0,
        }
    )
    present_kg = discounted(DELIVERED, 0.1)
    cost = discounted(mine, 0.1)
    assert result["unit_cost_usd_per_kg"] == pytest.approx(cost * 1e6 / present_kg)
    free = books(stored(DELIVERED), finance__discount_rate=0.1)["npv_musd"]
    assert result["npv_musd"] == pytest.approx(free - cost)
    assert result["npv_program_musd"] == pytest.approx(free - cost - discounted(other, 0.1))


def test_at_the_break_even_price_the_mine_s_present_value_is_zero():
    result = books(
        stored(DELIVERED, sent={(MINE, 2): 100.0}),
        logistics__delivery_usd_per_kg=1e5,
        market__separation_discount=0.4,
        finance__discount_rate=0.1,
    )
    price = result["breakeven_price_usd_per_kg"]
    income = discounted({month: kg * price * 0.6 * 1e-6 for month, kg in DELIVERED.items()}, 0.1)
    assert income == pytest.approx(discounted({2: 10.0}, 0.1))


def test_station_operations_count_from_its_first_work_to_the_horizon():
    result = books(stored(working=2030.25), finance__station_musd_per_year=100.0)
    end = SPAN.decimal_years(SPAN.edges[-1:])[0]
    assert result["cost_musd"][0] == pytest.approx(100.0 * (end - 2030.25))
    assert result["cost_musd"][1] == 0.0
    assert books(stored(), finance__station_musd_per_year=100.0)["cost_musd"][0] == 0.0


def test_the_growth_of_costs_holds_what_is_developed_built_and_launched_and_nothing_else():
    """Operations and a partner's replacement have bands of their own, and fixed cost is known by the year."""
    of_manifest = {"year_development_musd": 40.0, "year_hardware_kg": 1e6, "year_launches_musd": 70.0}
    prices = {"programs__china__hardware_usd_per_kg": 50.0, "finance__station_musd_per_year": 100.0}
    prices |= {"finance__replacement_musd": 800.0}

    def cost(work, growth):
        arrays = stored(work={(name, 2030): amount for name, amount in work.items()}, working=2030.25)
        arrays["replacement_ordered_year"] = np.array([2029.0])
        return books(arrays, programs__china__cost_multiplier=growth, **prices)["cost_musd"][0]

    rest = {"fixed_cost_musd": 20.0}
    assert cost(rest, 3.0) == pytest.approx(cost(rest, 1.0))
    assert cost(rest, 1.0) > 800.0
    grown, plain = (cost(rest | of_manifest, growth) - cost(rest, growth) for growth in (3.0, 1.0))
    assert plain == pytest.approx(40.0 + 50.0 + 70.0)
    assert grown == pytest.approx(3.0 * plain)


def test_each_station_s_operations_are_its_lead_s():
    two = LABELS | {"station": ("ilrs", "artemis"), "program": ("china", "russia", "usa")}
    arrays = stored() | {"station_working_year": np.array([[2031.25, 2030.25]])}
    arrays["reo_delivered_kg"] = np.zeros((1, 3))
    arrays |= {name: np.zeros((1, 3, len(SPAN.years))) for name in ("year_reo_delivered_kg", *WORK)}
    arrays["budget_musd"] = np.full((1, 3, len(SPAN.years)), 1e9)
    race = scenario_of(FREE | RACE | {"finance.station_musd_per_year": 100.0})
    result = accounts(StoredRuns([race], SPAN, two, arrays, [(0, 0)], 1))
    end = SPAN.decimal_years(SPAN.edges[-1:])[0]
    assert result["cost_musd"][0] == pytest.approx([100.0 * (end - 2031.25), 0.0, 100.0 * (end - 2030.25)])
    assert result["month_cost_musd"].sum() == pytest.approx(result["cost_musd"].sum())


def test_a_return_beyond_all_price_makes_the_product_worthless():
    arrays = stored(DELIVERED)
    cheap, dear = (books(arrays, logistics__return_usd_per_kg=price, flowsheet__reo_purity=1.0) for price in (1e3, 1e8))
    assert cheap["unit_cost_usd_per_kg"] == pytest.approx(1e3)
    assert dear["unit_cost_usd_per_kg"] == pytest.approx(1e8)
    assert dear["npv_musd"] < -1e3
    assert dear["revenue_musd"] == cheap["revenue_musd"]


def test_what_comes_along_in_the_product_is_paid_for_on_the_return():
    pure, mixed = (
        books(stored(DELIVERED), logistics__return_usd_per_kg=1e4, flowsheet__reo_purity=purity)["cost_musd"][0]
        for purity in (1.0, 0.9)
    )
    assert mixed == pytest.approx(pure / 0.9)


def test_lost_shipments_cost_and_bring_nothing():
    result = books(
        stored({60: 100.0}, shipped={20: 100.0, 60: 100.0}), logistics__return_usd_per_kg=1e4, flowsheet__reo_purity=1.0
    )
    assert result["cost_musd"][0] == pytest.approx(2.0)


@given(st.floats(0.01, 1e4))
def test_revenue_goes_with_the_price_multiplier(multiplier):
    one, many = (
        books(stored(DELIVERED), market__price_multiplier=value)["revenue_musd"] for value in (1.0, multiplier)
    )
    assert many == pytest.approx(multiplier * one, rel=1e-9)


def test_separation_takes_its_part_of_the_revenue_only():
    full, kept = (books(stored(DELIVERED), market__separation_discount=part) for part in (0.0, 0.4))
    assert kept["revenue_musd"] == pytest.approx(0.6 * full["revenue_musd"])
    assert kept["basket_price_usd_per_kg"] == full["basket_price_usd_per_kg"]


def test_oxygen_that_is_left_is_credited_apart():
    with_oxygen, without = (books(stored(DELIVERED, oxygen=kg), market__oxygen_usd_per_kg=500.0) for kg in (1e4, 0.0))
    assert with_oxygen["oxygen_value_musd"] == pytest.approx(5.0)
    assert with_oxygen["npv_musd"] == without["npv_musd"]
    assert with_oxygen["npv_program_musd"] == without["npv_program_musd"]


@pytest.mark.parametrize(
    ("units", "paid"),
    [
        (0.0, 0.0),
        (0.5, 0.5),
        (1.0, 1.0),
        (2.0, 1 + 0.85),
        (2.5, 1 + 0.85 + 0.5 * 3 ** np.log2(0.85)),
        (4.0, 1 + 0.85 + 3 ** np.log2(0.85) + 0.85**2),
    ],
)
def test_later_units_of_the_plant_are_cheaper_by_wright_s_law_and_camp_station_and_spares_are_not(units, paid):
    # Units weigh a ton; five tons of camp and craft come along.
    sent = {(MINE, 2): 5_000.0 + 1_000.0 * units, (STATION, 3): 1_000.0, (SUPPLY, 4): 1_000.0}
    result = books(
        stored(sent=sent, built={2: units}),
        finance__hardware_usd_per_kg=1e5,
        finance__cost_growth=1.0,
        finance__learning_rate=0.15,
        plant__units=100,
    )
    mine = 500.0 + 100.0 * paid
    # Spares belong to the mine; what the station's flights carry is paid by the year, at the program's own price.
    assert result["month_cost_musd"][1, 2:5] == pytest.approx([mine, 0.0, 100.0])
    assert result["cost_musd"][0] == pytest.approx(mine + 100.0)
    assert result["month_mine_cost_musd"][2:5] == pytest.approx([mine, 0.0, 100.0])


def test_a_unit_costs_by_its_number_in_whatever_parts_and_months_it_is_sent():
    sent, built = {(MINE, month): 700.0 for month in range(4)}, {0: 0.7, 1: 0.7, 2: 0.7, 3: 0.9}
    result = books(
        stored(sent=sent, built=built),
        finance__hardware_usd_per_kg=1e5,
        finance__cost_growth=1.0,
        finance__learning_rate=0.15,
    )
    third = 3 ** np.log2(0.85)
    saved = [0.0, 0.4 * 0.15, 0.6 * 0.15 + 0.1 * (1 - third), 0.9 * (1 - third)]
    assert result["month_cost_musd"][1, :4] == pytest.approx([70.0 - 100.0 * each for each in saved])


def test_purposes_stand_where_stored_sweeps_have_them():
    assert PURPOSES == ("station", "plant", "supply", "mars", "upkeep")


def test_without_product_what_is_per_kilogram_is_nan_and_the_rest_is_not():
    result = books(stored(sent={(MINE, 2): 1_000.0}), logistics__delivery_usd_per_kg=1e5)
    for name in ("unit_cost_usd_per_kg", "breakeven_price_usd_per_kg", "basket_price_usd_per_kg"):
        assert np.isnan(result[name])
    assert result["npv_musd"] < 0
    assert result["revenue_musd"] == 0.0


def test_money_later_is_worth_less():
    early, late = (
        books(stored({month: 100.0}), market__price_reversion=10.0, finance__discount_rate=0.2) for month in (5, 115)
    )
    ratio = (late["npv_musd"] / late["revenue_musd"]) / (early["npv_musd"] / early["revenue_musd"])
    years = ((SPAN.edges[115] + SPAN.edges[116]) - (SPAN.edges[5] + SPAN.edges[6])) / 2 / 365.25
    assert ratio == pytest.approx(1.2**-years)
