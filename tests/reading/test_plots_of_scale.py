"""Picture of the unit cost by the size of the plant."""

import numpy as np
import pytest

from lunarsim.reading.plots.scale import unit_cost_by_scale
from lunarsim.words.errors import AnalysisError
from tests.reading.looking import everything_is_inside, says
from tests.reading.made import NAN, sweep

SCALES = {"scale": [100.0, 0.01, 1.0]}
COST = np.array([1e7, 1e9, 1e8])[:, np.newaxis, np.newaxis] * np.array([1.0, 2.0, 3.0, NAN])[np.newaxis, :, np.newaxis]


def made(levers=SCALES, cost=COST, **others):
    columns = {
        "unit_cost_usd_per_kg": cost,
        "marginal_cost_usd_per_kg": 5e6,
        "basket_price_usd_per_kg": 60.0,
    }
    return sweep(levers, **(columns | others))


def line(axis, label):
    return next(each for each in axis.lines if each.get_label() == label)


def test_the_median_unit_cost_stands_over_the_sizes_in_order_with_floor_and_price():
    figure = unit_cost_by_scale(made(), "scale")
    (axis,) = figure.axes
    assert axis.get_xscale() == axis.get_yscale() == "log"
    median = line(axis, "median unit cost")
    assert median.get_xdata().tolist() == [0.01, 1.0, 100.0]
    assert median.get_ydata() == pytest.approx([2e9, 2e8, 2e7])
    assert line(axis, "a further kilogram (median)").get_ydata() == pytest.approx([5e6] * 3)
    assert line(axis, "basket price (median)").get_ydata() == pytest.approx([60.0] * 3)
    shown = says(figure)
    for text in ("9 of 12 runs with product on Earth", "USD/kg", "no scale brings", "P10 to P90", "1 million"):
        assert text in shown
    assert everything_is_inside(figure)


def test_where_not_all_runs_of_a_size_have_product_their_number_is_said():
    cost = np.where(np.arange(3)[:, np.newaxis, np.newaxis] == 1, NAN, COST)
    figure = unit_cost_by_scale(made(cost=cost, status=np.array([1, 1, 2, 1])[:, np.newaxis]), "scale")
    shown = says(figure).replace("\n", " ")
    assert "Runs with product on Earth by size: 0 of 3 at 0.01, 2 of 3 at 1, 2 of 3 at 100." in shown
    assert everything_is_inside(figure)
    many = {"scale": [float(size) for size in range(1, 20)]}
    shown = says(unit_cost_by_scale(made(many, COST[0]), "scale")).replace("\n", " ")
    assert "With product on Earth: 3 of 4 runs of a size." in shown
    whole = says(unit_cost_by_scale(made(cost=1e6), "scale"))
    assert "12 runs with product on Earth" in whole
    assert "by size" not in whole


def test_the_axis_says_of_which_year_the_money_is():
    dataset = made()
    dataset["unit_cost_usd_per_kg"].attrs["currency_year"] = 2025
    assert "[USD of 2025 per kg]" in says(unit_cost_by_scale(dataset, "scale"))


def test_a_size_without_product_leaves_a_gap():
    cost = np.where(np.arange(3)[:, np.newaxis, np.newaxis] == 1, NAN, COST)
    (axis,) = unit_cost_by_scale(made(cost=cost), "scale").axes
    assert np.isnan(line(axis, "median unit cost").get_ydata()[0])
    assert np.isfinite(line(axis, "median unit cost").get_ydata()[1:]).all()


def test_failed_runs_are_left_out():
    status = np.where(np.arange(4) == 0, 2, 1)[np.newaxis, :, np.newaxis]
    (axis,) = unit_cost_by_scale(made(status=status), "scale").axes
    assert line(axis, "median unit cost").get_ydata() == pytest.approx([2.5e9, 2.5e8, 2.5e7])


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"cost": NAN}, "no run has product on Earth"),
        ({"levers": {"scale": ["small", "large"]}, "cost": 1.0}, "is no size"),
        ({"levers": {"scale": [0.0, 1.0]}, "cost": 1.0}, "is no size"),
        ({"levers": {"scale": [1.0]}, "cost": 1.0}, "is no size"),
        ({"levers": SCALES | {"site": ["a", "b"]}, "cost": 1.0}, "site"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(changes, problem):
    with pytest.raises(AnalysisError, match=problem):
        unit_cost_by_scale(made(**changes), "scale")


def test_a_sweep_of_before_has_no_floor():
    with pytest.raises(AnalysisError, match="marginal_cost_usd_per_kg not in the dataset"):
        unit_cost_by_scale(made().drop_vars("marginal_cost_usd_per_kg"), "scale")
