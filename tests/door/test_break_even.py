"""Break-even: the zero of the mine's value by root finding, beside a grid of sweeps that were simulated."""

import numpy as np
import pytest

import lunarsim
from lunarsim.analysis import break_even
from lunarsim.door.cli import main
from lunarsim.plots import break_even_map
from lunarsim.reading.plots.money.break_even_map import in_words
from lunarsim.reading.wording import amount
from lunarsim.study.revaluing.priced_runs import COSTS
from lunarsim.words.errors import AnalysisError
from tests.reading.looking import everything_is_inside, says

GRID_USD_PER_KG, MULTIPLES, UNITS = (10.0, 100.0, 1e3, 1e4), (10.0, 1e3), (1, 3)
LINE = (
    *("site=fra_mauro", "flowsheet=soil_leach", "waits=none", "plant.planned=2028-01-01", "timeline.horizon_years=20"),
    *("finance.plant_musd_per_year=0", "gates=none", "plant.readiness_musd_per_year=0"),
    *("flowsheet.purification_recovery=1", "design.samples=3", "output=none"),
)
LEVERS = (
    *(f"{key}={','.join(map(str, GRID_USD_PER_KG))}" for key in COSTS),
    f"design.pair=[{','.join(COSTS)}]",
    f"market.price_multiplier={','.join(map(str, MULTIPLES))}",
    f"plant.units={','.join(map(str, UNITS))}",
)


@pytest.fixture(scope="module")
def grid():
    """A sweep over costs, prices and two scales, of plants whose work costs nothing: some of them pay."""
    return lunarsim.sweep([*LINE, *LEVERS]).load()


@pytest.fixture(scope="module")
def found(grid):
    return break_even(grid, GRID_USD_PER_KG, MULTIPLES)


def test_the_value_at_each_cost_and_price_is_the_one_that_was_simulated_bit_for_bit(grid, found):
    for index in range(len(UNITS)):
        for level in found["quantile_level"].values:
            for multiple in MULTIPLES:
                for cost in GRID_USD_PER_KG:
                    at = {"price_multiplier": multiple, "delivery_usd_per_kg": cost}
                    simulated = np.quantile(
                        grid["npv_musd"].isel(units=index).sel(at).values, level, method="inverted_cdf"
                    )
                    again = found["npv_at_cost_musd"].isel(units=index)
                    again = again.sel(quantile_level=level, price_multiple=multiple, kilogram_cost=cost)
                    assert float(again) == simulated
    assert found["mine_runs"].values.tolist() == [3, 3]


def test_the_contour_of_zero_agrees_with_the_grid(grid, found):
    values, zero = found["npv_at_cost_musd"], found["break_even_cost"]
    crossing = (values.isel(kilogram_cost=0) > 0) & (values.isel(kilogram_cost=-1) <= 0)
    assert crossing.any()
    np.testing.assert_array_equal(zero.notnull(), crossing)
    # Left of the contour it pays, right of it it does not, in every cell of the grid.
    pays = values > 0
    costs = values["kilogram_cost"]
    left = (costs < zero).transpose(*pays.dims)
    np.testing.assert_array_equal(pays.where(crossing, False), left.where(crossing, False))


def test_at_the_contour_a_simulation_breaks_even(found):
    units, level, multiple = 1, 0.5, 1e3
    cost = float(found["break_even_cost"].sel(units=units, quantile_level=level, price_multiple=multiple))
    assert GRID_USD_PER_KG[0] < cost < GRID_USD_PER_KG[-1]
    at = [*(f"{key}={cost!r}" for key in COSTS), f"market.price_multiplier={multiple}", f"plant.units={units}"]
    median = np.quantile(lunarsim.sweep([*LINE, *at])["npv_musd"].values, level, method="inverted_cdf")
    at_the_ends = found["npv_at_cost_musd"].sel(units=units, quantile_level=level, price_multiple=multiple)
    assert median == pytest.approx(0.0, abs=1e-6 * float(np.abs(at_the_ends).max()))


def test_a_sweep_without_levers_of_cost_and_price_gives_the_same(found):
    alone = break_even(lunarsim.sweep([*LINE, "plant.units=3"]), GRID_USD_PER_KG, MULTIPLES)
    one = found.sel(units=3, drop=True)
    np.testing.assert_array_equal(alone["break_even_cost"], one["break_even_cost"])
    np.testing.assert_array_equal(alone["npv_at_cost_musd"], one["npv_at_cost_musd"])


def test_chosen_values_of_levers_stay_what_they_were_chosen_to_be(grid, found):
    chosen = break_even(grid.sel(units=3, delivery_usd_per_kg=1e4), GRID_USD_PER_KG, MULTIPLES)
    np.testing.assert_array_equal(chosen["npv_at_cost_musd"], found["npv_at_cost_musd"].sel(units=3))


def test_the_contour_rises_with_the_price_and_with_favorable_runs(found):
    zero = found["break_even_cost"].fillna(0.0)
    assert (zero.diff("price_multiple") >= 0).all()
    assert (zero.diff("quantile_level") >= 0).all()


def test_the_map_has_a_panel_for_each_scale_with_the_contour_of_zero(grid, found):
    figure = break_even_map(grid, "units")
    maps = [axis for axis in figure.axes if axis.get_xscale() == "log" and axis.get_yscale() == "log"]
    assert len(maps) == len(UNITS)
    solid = next(each for each in maps[0].lines if each.get_linestyle() == "-")
    at = np.isclose(solid.get_ydata(), MULTIPLES[-1])
    same = found["break_even_cost"].sel(units=1, quantile_level=0.5, price_multiple=MULTIPLES[-1])
    assert solid.get_xdata()[at] == pytest.approx(float(same), rel=1e-6)
    shown = says(figure)
    for text in (
        "Units of the plant: 3",
        "3 runs with a mine, all with product",
        "net present value",
        "half of the runs",
    ):
        assert text in shown
    for text in ("[USD of 2025 per kg]", "million USD of 2025]"):
        assert text in shown
    assert "no contour in range" not in shown
    assert everything_is_inside(figure)


def test_words_say_where_half_of_the_mines_break_even(grid, found):
    cost = float(found["break_even_cost"].sel(units=1, quantile_level=0.5, price_multiple=1e3))
    first, *others = in_words(found, "units")
    mines = "3 runs with a mine, all with product"
    assert first.startswith(
        f"Units of the plant: 1: {mines}; half of them break even at {cost:.0f} USD/kg at 1,000 times the price"
    )
    assert [text.partition("; ")[0] for text in others] == [f"Units of the plant: 3: {mines}"]
    (nowhere,) = in_words(found.isel(units=0).assign(break_even_cost=found["break_even_cost"].isel(units=0) * np.nan))
    worth = float(found["npv_at_cost_musd"].sel(units=1, quantile_level=0.5, kilogram_cost=10.0, price_multiple=1e3))
    assert nowhere == (
        f"{mines}; nowhere on this map do half of them break even: at 10 USD/kg and 1,000 times the price "
        f"the median is {amount(worth, 'million USD')}"
    )


def test_runs_that_pay_for_a_mine_without_product_are_told_apart(grid):
    made = grid["ree_produced_kg"].copy()
    made[{"sample": 0, "units": 0}] = 0.0
    found = break_even(grid.assign(ree_produced_kg=made), GRID_USD_PER_KG, MULTIPLES)
    assert found["mine_runs"].values.tolist() == [3, 3]
    assert found["producing_runs"].values.tolist() == [2, 3]
    assert "1: 3 runs with a mine, 2 with product; half" in in_words(found, "units")[0]


def test_the_line_draws_the_map_of_a_stored_sweep_and_says_where(here, capsys):
    lunarsim.sweep([*(word for word in LINE if word != "output=none"), "market.price_multiplier=10,1000"])
    assert main(["plot", "breakeven", "--output", "map.png"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("note: 3 runs with a mine, all with product; half of them break even at ")
    assert "picture: map.png" in shown
    assert (here / "map.png").stat().st_size > 10_000


def test_where_nothing_pays_the_map_says_that_there_is_no_contour_in_range(grid):
    dear = lunarsim.sweep([*(word for word in LINE if "plant_musd" not in word), "finance.plant_musd_per_year=1e4"])
    result = break_even(dear)
    assert result["break_even_cost"].isnull().all()
    assert (result["npv_at_cost_musd"] < 0).all()
    shown = says(break_even_map(dear))
    assert "no contour in range" in shown
    assert "pay left of it" not in shown
    worth = float(result["npv_at_cost_musd"].sel(quantile_level=0.5, kilogram_cost=10.0, price_multiple=1e3))
    left = f"at 10 USD/kg and 1,000 times the price the median is {amount(worth, 'million USD')}"
    assert left in shown.replace("\n", " ")
    with pytest.raises(AnalysisError, match="select one value of units"):
        break_even_map(grid)


def test_without_a_mine_and_of_another_code_there_is_no_break_even(grid):
    with pytest.raises(AnalysisError, match="no run pays anything for a mine"):
        break_even(grid.assign(mine_cost_part_musd=0.0 * grid["mine_cost_part_musd"]))
    with pytest.raises(AnalysisError, match="simulate the sweep again"):
        break_even(grid.assign_attrs(results=1))
    failed = grid.assign(status=grid["status"].where(grid["sample"] > 0, 2))
    assert break_even(failed, GRID_USD_PER_KG, MULTIPLES)["mine_runs"].values.tolist() == [2, 2]


def test_where_prices_decide_what_goes_home_no_other_price_is_tried():
    with pytest.raises(AnalysisError, match=r"simulate the sweep with returns\.policy=all"):
        break_even(lunarsim.sweep([*LINE, "returns.policy=all,if_worth"]))


def test_many_combinations_of_levers_are_refused_before_the_work(grid):
    many = grid.isel(units=[0] * 13)
    with pytest.raises(AnalysisError, match="values 13 combinations of units, allowed 12"):
        break_even(many)
