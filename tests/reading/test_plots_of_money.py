"""Pictures of money: the cash flow of the mine, and what its unit cost is made of."""

import numpy as np
import pytest

from lunarsim.reading.plots.money.cash_flow import cash_flow_fan
from lunarsim.reading.plots.money.cost_build_up import LOOKS, cost_build_up, parts_usd_per_kg
from lunarsim.study.accounts.mine_costs import COST_PART
from lunarsim.words.errors import AnalysisError
from tests.reading.looking import everything_is_inside, hatched, says, texts
from tests.reading.made import NAN, along, sweep

PARTS = list(COST_PART.values)
TRAILING = {
    "cost_part": (("mine_cost_part_musd",), PARTS),
    "year": (("year_npv_musd",), [2040, 2041, 2042]),
}
COST = np.array([0.0, 50.0, 30.0, 10.0, 5.0, 5.0])
VALUES = np.array([[0.0, -10.0, -5.0], [0.0, -20.0, 5.0], [0.0, -30.0, -30.0], [0.0, 0.0, 0.0]])[:, np.newaxis]
PAID = np.array([COST] * 3 + [0.0 * COST])[:, np.newaxis]


def costs(unit_cost=(1e3, 1e3, NAN, NAN), levers=None, **others):
    columns = {"mine_cost_part_musd": COST, "unit_cost_usd_per_kg": along(unit_cost)}
    return sweep(levers, trailing=TRAILING, **(columns | others))


def flows(levers=None, **others):
    return sweep(levers, trailing=TRAILING, **({"year_npv_musd": VALUES, "mine_cost_part_musd": PAID} | others))


def test_every_part_of_the_cost_has_a_look_of_its_own():
    assert list(LOOKS) == PARTS
    assert len(set(LOOKS.values())) == len(PARTS)


def test_the_unit_cost_is_that_of_all_runs_with_what_delivers_nothing():
    # Two runs deliver 100,000 kg each, and four have cost 100 MUSD each.
    parts = parts_usd_per_kg(costs())
    assert parts.sum() == pytest.approx(400e6 / 200e3)
    assert parts.values == pytest.approx(COST * 20.0)
    assert parts_usd_per_kg(costs(status=np.array([1, 2, 2, 1]).reshape(4, 1))).sum() == pytest.approx(2_000.0)
    assert parts_usd_per_kg(costs(unit_cost=(NAN,) * 4)).isnull().all()


def test_bars_are_stacked_to_the_unit_cost():
    figure = cost_build_up(costs())
    bars = figure.axes[0].patches
    assert [bar.get_width() for bar in bars] == pytest.approx(COST * 20.0)
    assert [bar.get_x() for bar in bars] == pytest.approx(20.0 * np.array([0.0, 0.0, 50.0, 80.0, 90.0, 95.0]))
    assert len(hatched(figure.axes[0], "/////")) == 1
    shown = says(figure)
    for text in (
        "spares and reagents",
        "return to Earth",
        "unit cost of oxide on Earth [USD/kg]",
        "2,000 USD/kg",
        "4 runs",
    ):
        assert text in shown
    assert everything_is_inside(figure)


def test_unit_costs_that_lie_far_apart_are_shown_by_their_shares():
    cheap, dear = np.full((4, 1), 1e3), np.full((4, 1), 1e6)
    figure = cost_build_up(
        costs(levers={"units": [1, 10, 100]}, unit_cost_usd_per_kg=np.stack([cheap, dear, NAN * dear])), "units"
    )
    bars = figure.axes[0].patches
    assert sum(bar.get_width() for bar in bars[:6]) == pytest.approx(100.0)
    assert sum(bar.get_width() for bar in bars[6:]) == pytest.approx(100.0)
    shown = says(figure)
    for text in ("share of the unit cost", "1,000 USD/kg", "million USD/kg", "nothing delivered", "4 runs each"):
        assert text in shown
    assert everything_is_inside(figure)


def test_a_fan_holds_the_runs_with_a_mine_and_says_how_many_have_paid():
    figure = cash_flow_fan(flows())
    (axis,) = figure.axes
    median = next(line.get_ydata() for line in axis.lines if line.get_label() == "median")
    assert median == pytest.approx([0.0, -20.0, -5.0])
    shown = says(figure)
    for text in ("3 runs with a mine, 33 % have paid at the end", "P10 to P90", "[million USD]", "year", "discounted"):
        assert text in shown
    assert everything_is_inside(figure)


def test_a_fan_by_a_lever_has_a_panel_for_each_value():
    paid = np.stack([PAID, 0.0 * PAID])
    figure = cash_flow_fan(
        flows({"units": [1, 0]}, year_npv_musd=np.stack([VALUES, VALUES]), mine_cost_part_musd=paid), "units"
    )
    assert len(figure.axes) == 2
    assert "no run with a mine" in texts(figure)
    assert everything_is_inside(figure)


def test_panels_share_an_axis_unless_their_values_are_far_apart():
    paid = np.stack([PAID, PAID])
    for ratio, alike in ((5.0, True), (50.0, False)):
        values = np.stack([VALUES, ratio * VALUES])
        figure = cash_flow_fan(flows({"units": [1, 10]}, year_npv_musd=values, mine_cost_part_musd=paid), "units")
        first, second = (axis.get_ylim() for axis in figure.axes)
        assert (first == second) == alike
        assert ("different scales" in says(figure).replace("\n", " ")) != alike


def test_axes_say_of_which_year_the_money_is():
    made, paid = costs(), flows()
    for dataset, name in ((made, "unit_cost_usd_per_kg"), (paid, "year_npv_musd")):
        dataset[name].attrs["currency_year"] = 2025
    assert "[USD of 2025 per kg]" in says(cost_build_up(made))
    assert "[million USD of 2025]" in says(cash_flow_fan(paid))
    cheap, dear = np.full((4, 1), 1e3), np.full((4, 1), 1e6)
    apart = costs(levers={"units": [1, 10]}, unit_cost_usd_per_kg=np.stack([cheap, dear]))
    apart["unit_cost_usd_per_kg"].attrs["currency_year"] = 2025
    assert "USD of 2025." in says(cost_build_up(apart, "units"))


def test_there_is_nothing_to_draw_without_a_mine_product_or_outcome():
    with pytest.raises(AnalysisError, match="no run pays anything"):
        cash_flow_fan(flows(mine_cost_part_musd=0.0 * PAID))
    with pytest.raises(AnalysisError, match="no run delivers any oxide"):
        cost_build_up(costs(unit_cost=(NAN,) * 4))
    with pytest.raises(AnalysisError, match="year_npv_musd not in the dataset; run the sweep again"):
        cash_flow_fan(flows().drop_vars("year_npv_musd"))
    with pytest.raises(AnalysisError, match="mine_cost_part_musd not in the dataset"):
        cost_build_up(costs().drop_vars("mine_cost_part_musd"))
    with pytest.raises(AnalysisError, match="select one value of units"):
        cash_flow_fan(
            flows(
                {"units": [1, 2]}, year_npv_musd=np.stack([VALUES, VALUES]), mine_cost_part_musd=np.stack([PAID, PAID])
            )
        )
