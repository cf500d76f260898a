"""The map of break-even by hand-made values: what its colors, its lines and its legend say."""

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.plots.money.break_even_map import map_of
from lunarsim.reading.plots.money.value_colors import colors_of
from tests.reading.looking import everything_is_inside, legends, says

COSTS, MULTIPLES, LEVELS = [10.0, 1e3, 1e5], [1.0, 10.0, 100.0, 1e3], [0.1, 0.5, 0.9]
NO_LINE = [np.nan] * 4


def found(values, half=NO_LINE, one_in_ten=NO_LINE, producing=5):
    """Return a result in which the median has some values, broadcast to (price_multiple, kilogram_cost)."""
    npv = np.broadcast_to(np.asarray(values, dtype=float), (3, 4, 3))
    zero = np.array([NO_LINE, half, one_in_ten])
    money = {"currency_year": 2025}
    return xr.Dataset(
        {
            "npv_at_cost_musd": (("quantile_level", "price_multiple", "kilogram_cost"), npv, money | {"units": "MUSD"}),
            "break_even_cost": (("quantile_level", "price_multiple"), zero, money | {"units": "USD/kg"}),
            "mine_runs": ((), 5),
            "producing_runs": ((), producing),
        },
        {"quantile_level": LEVELS, "price_multiple": MULTIPLES, "kilogram_cost": COSTS},
    )


def colors(values):
    return colors_of(found(values)["npv_at_cost_musd"].sel(quantile_level=0.5))


def test_losses_alone_have_shades_from_the_least_to_the_largest_and_are_called_so():
    made = colors([-1_000.0, -2_000.0, -50_000.0])
    assert made.label == "loss of the mine\n[million USD of 2025]"
    assert made.ends == pytest.approx((1_000.0, 50_000.0))
    assert made.norm(np.array([1_000.0, 50_000.0])).tolist() == pytest.approx([0.0, 1.0])
    assert made.factor * -2_000.0 == 2_000.0
    assert all(1_000.0 <= tick <= 50_000.0 for tick in made.ticks)
    assert "net present value below zero, at every cost and price" in made.note


def test_where_every_cell_loses_the_same_the_picture_says_so():
    made = colors([-1_000.0, -1_010.0, -1_020.0])
    assert made.note == "One color, as all of the map loses nearly the same: 1,000 to 1,020 million USD."
    assert made.norm(np.array([1_000.0, 1_020.0])).tolist() == pytest.approx([1.0, 1.0], abs=0.05)
    assert made.note in says(map_of(found([-1_000.0, -1_010.0, -1_020.0]), None, "")).replace("\n", " ")
    assert colors([-5.0]).note.endswith(": 5 million USD.")


def test_values_of_both_signs_have_colors_around_zero_and_the_bar_ends_where_they_do():
    made = colors([500.0, -1_000.0, -50_000.0])
    assert made.label == "net present value of the mine\n[million USD of 2025]"
    assert made.norm(0.0) == pytest.approx(0.5)
    assert made.ends == (-50_000.0, 500.0)
    assert made.ticks == [-10_000.0, -100.0, 0.0, 100.0]
    assert made.tick_labels == ["-10,000", "-100", "0", "100"]
    gains = colors([500.0, 1_000.0, 50_000.0])
    assert (gains.label, gains.note) == (made.label, "")


def test_losses_of_many_sizes_are_in_units_in_which_the_least_reads_well():
    made = colors([-1_200.0, -5e4, -9e6])
    assert made.label == "loss of the mine\n[billion USD of 2025]"
    assert made.ends == pytest.approx((1.2, 9_000.0))
    assert made.tick_labels == ["10", "100", "1,000"]


def entries(figure):
    return [text.get_text() for legend in legends(figure) for text in legend.get_texts()]


def test_the_legend_names_the_lines_that_are_drawn():
    values = [500.0, -1_000.0, -50_000.0]
    both = map_of(found(values, half=[np.nan, 20.0, 30.0, 40.0], one_in_ten=[20.0, 30.0, 40.0, 50.0]), None, "")
    assert entries(both) == ["half of the runs pay left of it", "one in ten runs"]
    few = map_of(found(values, one_in_ten=[20.0, 30.0, 40.0, 50.0]), None, "")
    assert entries(few) == ["one in ten runs pay left of it"]
    assert "half of the runs: no contour in range" in says(few).replace("\n", " ")
    none = map_of(found([-1.0, -2.0, -3.0], producing=0), None, "")
    assert entries(none) == []
    assert "root finding" not in says(none)
    assert "5 runs with a mine, none with product" in says(none)
    for figure in (both, few, none):
        assert everything_is_inside(figure)


def test_a_contour_of_one_point_is_a_dot():
    figure = map_of(
        found([500.0, -1.0, -9.0], half=[*NO_LINE[:3], 12.0], one_in_ten=[20.0, 30.0, 40.0, 50.0]), None, ""
    )
    (dot,) = (line for line in figure.axes[0].lines if line.get_marker() == "o")
    assert (dot.get_xdata().tolist(), dot.get_ydata().tolist()) == ([12.0], [1_000.0])
    assert "half of the runs" in [text.get_text() for text in figure.axes[0].texts]
    assert everything_is_inside(figure)
