"""Tornado and heat map: what moves an outcome, and what it is for two levers."""

import json

import numpy as np
import pytest
from scipy.stats import t

from lunarsim.reading.analysis.cells import cells
from lunarsim.reading.analysis.sensitivity.one_at_a_time import swings
from lunarsim.reading.plots.heat_map import heat_map
from lunarsim.reading.plots.style import NO_RUN
from lunarsim.reading.plots.tornado import tornado
from tests.reading.looking import everything_is_inside, hatched, says, texts
from tests.reading.made import ANY_NAME, NAN, along, sweep

FACTORS = ("plant.availability", "a.factor_that_moves_nothing", "market.price_multiplier")
UNIT = [[0.5, 0.1, 0.9, 0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, 0.1, 0.9, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5, 0.5, 0.1, 0.9]]
NPV = [10.0, 9.0, 12.0, 10.0, 10.0, 20.0, 10.0]


def stepped(npv=NPV, replicates=1, **others):
    """Return a sweep of the middle, then each of three factors low and high."""
    values = np.repeat(along(npv), replicates, axis=1) + np.arange(replicates)
    dataset = sweep(samples=7, replicates=replicates, **({"npv_musd": values} | others))
    dataset = dataset.assign_coords(factor=list(FACTORS)).assign(u=(("factor", "sample"), np.array(UNIT)))
    for number, key in enumerate(FACTORS):
        about = {"units": "year-1", "evidence": "assumed"}
        dataset[key] = ("sample", np.array(UNIT[number]) * 10, about)
    dataset.attrs |= {"design": "one_at_a_time", "factors": json.dumps(FACTORS), "design_tail": 0.1}
    dataset.attrs["common_random_numbers"] = "all"
    return dataset


def test_factors_stand_in_the_order_of_their_swing():
    result = swings(stepped(), "npv_musd")
    assert result["factor"].values.tolist() == [FACTORS[2], FACTORS[0], FACTORS[1]]
    assert result["swing"].values.tolist() == [10, 3, 0]
    assert float(result["middle_outcome"]) == 10


def test_bars_reach_from_the_middle_to_low_and_high():
    figure = tornado(stepped(), "npv_musd")
    ends = [(bar.get_x(), bar.get_width()) for bar in figure.axes[0].patches]
    assert ends == [(10, 10), (10, 0), (10, -1), (10, 2)]
    shown = texts(figure)
    words = {"factor low (P10), its value at the end", "Net present value of the mine [million USD]"}
    assert {"1.00", "9.00", *words} <= set(shown)
    assert "Net present value of the mine: 2 of 3 factors, 1 move nothing" in shown
    assert "Multiplier on oxide prices\n[per year], assumed" in shown
    assert "given one history" in says(figure)
    assert everything_is_inside(figure)


def test_large_figures_stand_in_units_in_which_they_read_well():
    made = stepped([1e7, 2e7, 1e7, 1e7, 9e6, 1e7, 1.2e7])
    made = made.rename(npv_musd="unit_cost_usd_per_kg")
    made["unit_cost_usd_per_kg"].attrs = {"long_name": "unit cost", "units": "USD/kg", "currency_year": 2025}
    figure = tornado(made, "unit_cost_usd_per_kg")
    assert "Unit cost [million USD of 2025 per kg]" in texts(figure)
    assert "10" in texts(figure)
    assert figure.axes[0].xaxis.get_offset_text().get_text() == ""


def test_only_the_first_ones_are_shown():
    assert "Availability of the plant" not in says(tornado(stepped(), "npv_musd", top=1))


def test_replicates_are_averaged_and_give_an_interval_of_the_paired_step():
    result = swings(stepped(replicates=3), "npv_musd")
    assert float(result["middle_outcome"]) == 11
    # Chance moves all runs of a replicate alike, so that steps do not scatter.
    assert result["high_half_width"].values.tolist() == [0, 0, 0]
    values = np.repeat(along(NPV), 2, axis=1)
    values[2] = 11.0, 13.0
    scattered = swings(stepped(npv_musd=values, replicates=2), "npv_musd").sel(factor=FACTORS[0])
    assert float(scattered["high_half_width"]) == pytest.approx(t.ppf(0.95, 1) * np.sqrt(2.0 / 2))


def test_steps_are_taken_against_the_same_replicate_where_some_failed():
    chance = np.array([0.0, 10.0, 20.0])
    values = along(NPV) + chance
    status = np.ones_like(values, dtype=int)
    status[2, 2] = 2
    whole = swings(stepped(npv_musd=values, replicates=3), "npv_musd").sel(factor=FACTORS[0])
    some = swings(stepped(npv_musd=values, status=status, replicates=3), "npv_musd").sel(factor=FACTORS[0])
    assert float(some["high_outcome"]) == pytest.approx(float(whole["high_outcome"]))


def test_dates_that_are_not_reached_count_to_the_end_and_are_reported():
    dates = along([2040, 2040, NAN, 2040, 2040, 2040, 2040])
    dataset = stepped(station_basic_year=dates)
    assert float(swings(dataset, "station_basic_year")["high_outcome"][0]) == 2056.5
    assert "Not reached in 14 % of the runs, which count to the end" in says(tornado(dataset, "station_basic_year"))


def test_steps_that_failed_are_named():
    dataset = stepped(status=along([1, 1, 2, 1, 1, 1, 1]).astype(int))
    assert "high: no run ended well" in texts(tornado(dataset, "npv_musd"))


def test_the_chance_that_steps_share_is_reported_and_one_that_they_do_not_share_is_refused():
    assert "all steps share the chance of 3 replicates" in says(tornado(stepped(replicates=3), "npv_musd"))
    dataset = stepped()
    dataset.attrs |= {"common_random_numbers": "levers", "command": "site=peary design=one_at_a_time"}
    line = "lunarsim site=peary design=one_at_a_time design.common_random_numbers=all"
    with pytest.raises(ValueError, match=f"run again with: {line}$"):
        tornado(dataset, "npv_musd")


def test_nothing_that_moves_is_drawn_too():
    assert "0 of 3 factors, 3 move nothing" in says(tornado(stepped([1.0] * 7), "npv_musd"))


def test_other_designs_gaps_and_leftover_dimensions_are_refused():
    other = stepped()
    other.attrs["design"] = "lhs"
    with pytest.raises(ValueError, match=r"design=lhs.*lunarsim design=one_at_a_time"):
        tornado(other, "npv_musd")
    with pytest.raises(ValueError, match=r"samples of the design are missing: market\.price_multiplier"):
        tornado(stepped().isel(sample=slice(0, 6)), "npv_musd")
    with pytest.raises(ValueError, match="no value with all factors in the middle"):
        tornado(stepped(status=2), "npv_musd")
    with pytest.raises(ValueError, match=r"select one value of a \(2 values\) first"):
        tornado(stepped().expand_dims(a=[1, 2]), "npv_musd")


def pairs(**others):
    """Return two by three cells of four runs: reached, half reached, never; infeasible, some failed, all failed."""
    status = np.ones((2, 3, 4, 1), dtype=int)
    status[1, 0], status[1, 1, 2:], status[1, 2] = 4, 2, 2
    dates = np.broadcast_to(along([2030, 2031, 2032, 2033]), (2, 3, 4, 1)).copy()
    dates[0, 1, 2:], dates[0, 2] = NAN, NAN
    values = {"status": status, "station_basic_year": dates, "npv_musd": dates - 2030} | others
    return sweep({"a_lever.with_a_very_long_name": ["x", "y"], "site": ["a", "a_long_name_of_a_site", "c"]}, **values)


LEVERS = ("a_lever.with_a_very_long_name", "site")


def test_cells_are_medians_with_never_reached_masked_and_others_hatched_and_named():
    figure = heat_map(pairs(), "station_basic_year", LEVERS)
    axis = figure.axes[0]
    shown = [text.get_text() for text in axis.texts]
    assert shown == [
        "2031.0", "2031.0\nP = 0.50", "not by 2056.5\n(P < 0.41)", "infeasible", "2030.0\n2 failed", "failed",
    ]  # fmt: skip
    assert [(patch.get_x(), patch.get_y()) for patch in hatched(axis, NO_RUN)] == [(-0.5, 0.5), (1.5, 0.5)]
    assert {"Basic station: median", "median [year]", "Site", "A lever.with a\nvery long name"} <= set(texts(figure))
    assert everything_is_inside(figure)


def test_a_probability_counts_the_runs_that_ended_well():
    shown = [text.get_text() for text in heat_map(pairs(), "station_basic_year", LEVERS, "probability").axes[0].texts]
    # Four runs are sure of nothing (Wilson), two of less.
    assert shown == [">59 %", "50 %", "<41 %", "infeasible", ">42 %\n2 failed", "failed"]


def test_means_of_amounts_are_cells_too():
    result = cells(pairs(npv_musd=along([1, 2, 3, 6])), "npv_musd", LEVERS, "mean")
    assert result["cell_value"].values[0].tolist() == [3, 3, 3]
    assert result["cell_value"].values[1, 1] == 1.5
    assert "Mean of net present value of the mine [million USD]" in says(heat_map(pairs(), "npv_musd", LEVERS, "mean"))


def test_a_median_of_counts_is_whole_and_their_mean_is_not():
    made = sweep({"a": [1], "b": [1]}, missions_flown=along([3, 5, 5, 6]).astype(int))
    shown = [
        [text.get_text() for text in heat_map(made, "missions_flown", ("a", "b"), statistic).axes[0].texts]
        for statistic in ("median", "mean")
    ]
    assert shown[0] == ["5"]
    assert shown[1] == ["4.8\n3.3 to 6.2"]


def test_a_mean_stands_with_the_interval_of_its_estimate():
    made = sweep({"a": [1], "b": [1]}, npv_musd=along([10, 20, 30, 40]))
    result = cells(made, "npv_musd", ("a", "b"), "mean")
    half = t.ppf(0.95, 3) * np.std([10, 20, 30, 40], ddof=1) / 2
    assert result["cell_low"].item() == pytest.approx(25 - half)
    assert result["cell_high"].item() == pytest.approx(25 + half)
    figure = heat_map(made, "npv_musd", ("a", "b"), "mean")
    # To the digits that the interval supports.
    assert f"25\n{25 - half:.0f} to {25 + half:.0f}" in texts(figure)
    assert "90 % interval of that estimate; not the spread" in says(figure).replace("\n", " ")
    # Rows that share their chance say nothing of the error.
    shared = made.assign_attrs(common_random_numbers="all")
    assert np.isnan(cells(shared, "npv_musd", ("a", "b"), "mean")["cell_low"].item())
    assert "interval" not in says(heat_map(shared, "npv_musd", ("a", "b"), "mean"))
    assert np.isnan(cells(made, "npv_musd", ("a", "b"))["cell_low"].item())


def test_figures_on_both_sides_of_zero_have_colors_around_it():
    values = np.broadcast_to(np.array([-3.0, 1.0])[:, None, None, None], (2, 1, 4, 1))
    image = heat_map(sweep({"a": [1, 2], "b": [1]}, npv_musd=values), "npv_musd", ("a", "b")).axes[0].images[0]
    assert (image.get_cmap().name, image.get_clim()) == ("RdBu", (-3.0, 3.0))


def test_an_amount_that_most_runs_lack_is_not_shown_as_if_it_were_theirs():
    costs = np.full((1, 4, 4, 1), NAN)
    costs[0, 0], costs[0, 1, :2], costs[0, 2, :1] = 7, 9, 5000
    made = sweep({"a": [1], "b": [1, 2, 3, 4]}, unit_cost_usd_per_kg=costs)
    for statistic in ("median", "mean"):
        figure = heat_map(made, "unit_cost_usd_per_kg", ("a", "b"), statistic)
        shown = [text.get_text() for text in figure.axes[0].texts]
        intervals = ("\n7.00 to 7.00", "\n9.00 to 9.00") if statistic == "mean" else ("", "")
        assert shown == [f"7.00{intervals[0]}", f"9.00\n(50 %){intervals[1]}", "only 25 %\nhave any", "none has any"]
        assert "In brackets: share of the runs that have such an amount" in says(figure).replace("\n", " ")
        assert "Gray: fewer than half" in says(figure).replace("\n", " ")
        assert everything_is_inside(figure)
        # What is masked moves no color.
        assert figure.axes[0].images[0].get_clim() == (7, 9)
    whole = heat_map(made.isel(b=[0]), "unit_cost_usd_per_kg", ("a", "b"))
    assert "share of the runs" not in says(whole)
    assert "In brackets" not in says(heat_map(made.isel(b=[2]), "unit_cost_usd_per_kg", ("a", "b")))


def test_failed_runs_are_no_runs_without_the_amount():
    made = sweep(
        {"a": [1], "b": [1]}, status=along([1, 1, 2, 2]).astype(int), unit_cost_usd_per_kg=along([7, 7, NAN, NAN])
    )
    assert [text.get_text() for text in heat_map(made, "unit_cost_usd_per_kg", ("a", "b")).axes[0].texts] == [
        "7.00\n2 failed"
    ]


def test_one_run_and_nothing_at_all_are_drawn():
    nothing = sweep({"a": [1, 2], "b": [3]}, samples=1, status=2, station_basic_year=NAN)
    assert [text.get_text() for text in heat_map(nothing, "station_basic_year", ("a", "b")).axes[0].texts] == [
        "failed"
    ] * 2
    one = sweep({"a": [1], "b": [3]}, samples=1, station_basic_year=2030.0)
    assert "2030.0" in texts(heat_map(one, "station_basic_year", ("a", "b")))


@pytest.mark.parametrize("name", [name for name in ANY_NAME if name != "site"])
def test_a_lever_may_have_any_name(name):
    title = name[:1].upper() + name[1:].replace("_", " ")
    assert title in says(heat_map(sweep({name: [1, 2], "site": ["a"]}, npv_musd=1.0), "npv_musd", (name, "site")))


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="take median or probability"):
        heat_map(pairs(), "station_basic_year", LEVERS, "mean")
    with pytest.raises(ValueError, match="allowed: median, mean, probability"):
        heat_map(pairs(), "npv_musd", LEVERS, "p90")
    with pytest.raises(ValueError, match="are the same"):
        heat_map(pairs(), "npv_musd", ("site", "site"))
    with pytest.raises(ValueError, match=r"select one value of third \(2 values\) first"):
        heat_map(pairs().expand_dims(third=[1, 2]), "npv_musd", LEVERS)
