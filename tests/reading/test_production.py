"""Production added up by month, and how many runs make any."""

import numpy as np
import pytest

from lunarsim.reading.plots.amounts import amounts_side_by_side
from lunarsim.reading.plots.production import production, up_to_each_month
from tests.reading.looking import everything_is_inside, says, texts
from tests.reading.made import NAN, along, sweep

NAMES = ("month_ree_produced_kg", "month_reo_delivered_kg")
MONTHS = {"month": (NAMES, np.array(["2026-07-01", "2026-08-01", "2026-09-01"], dtype="datetime64[ns]"))}
MADE = np.array([[0.0, 1.0, 2.0], [0.0, 3.0, 3.0], [0.0, 0.0, 0.0], [0.0, 0.0, 9.0]])[:, np.newaxis]
HOME = np.array([[0.0, 0.0, 2.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])[:, np.newaxis]


def made(levers=None, produced=MADE, delivered=HOME, **others):
    columns = dict(zip(NAMES, (produced, delivered), strict=True))
    return sweep(levers, trailing=MONTHS, **(columns | others))


def test_amounts_are_added_up_from_the_start_and_shares_put_in_words():
    figure = production(made())
    left, right = figure.axes
    median, mean = left.lines[:2]
    assert median.get_ydata() == pytest.approx([0, 0.5, 4.5])
    assert mean.get_ydata() == pytest.approx([0, 1, 4.5])
    assert right.lines[1].get_ydata() == pytest.approx([0, 0, 0.5])
    shown = texts(figure)
    assert {
        "any produced in 75 % of 4 runs",
        "any returned to Earth in 25 % of 4 runs",
        "oxide on Earth [kg]",
        "year",
    } <= set(shown)
    assert everything_is_inside(figure)


def test_failed_runs_neither_count_nor_make_anything():
    shown = texts(production(made(status=along([2, 1, 1, 2]).astype(int))))
    assert {"any produced in 50 % of 2 runs", "any returned to Earth in none of 2 runs"} <= set(shown)


def test_one_run_and_lever_values_without_a_run_are_drawn():
    figure = production(made({"site": ["a", "b"]}, status=np.array([1, 4]).reshape(2, 1, 1)), "site")
    assert {"Site: A\nany produced in 75 % of 4 runs", "Site: B\nno run", "no run ended well"} <= set(texts(figure))
    assert "any produced in 100 % of 1 run" in says(production(made().isel(sample=[0])))


def test_behind_the_end_of_a_shorter_simulation_nothing_is_added_up():
    series = sweep(samples=1, trailing=MONTHS, month_ree_produced_kg=[1.0, 2.0, NAN])["month_ree_produced_kg"]
    assert up_to_each_month(series).values.ravel() == pytest.approx([1, 3, NAN], nan_ok=True)


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="select one value of a"):
        production(made({"a": [1, 2]}))
    with pytest.raises(ValueError, match="month_reo_delivered_kg not in the dataset"):
        production(made().drop_vars("month_reo_delivered_kg"))
    with pytest.raises(ValueError, match="no run ended well"):
        production(made(status=2))


def test_amounts_stand_side_by_side_each_on_its_axis():
    dataset = sweep({"flowsheet": ["x", "y"]}, ree_produced_kg=along([0.0, 1.0, 2.0, 3.0]), missions_flown=7.0,
                    npv_musd=-1.0)  # fmt: skip
    figure = amounts_side_by_side(dataset, ["ree_produced_kg", "missions_flown", "ree_produced_kg"], "flowsheet")
    shown = texts(figure)
    assert shown.count("Rare earths produced [kg] (logarithmic scale)") == 2
    assert shown.count("nothing in 25 %") == 4
    assert everything_is_inside(figure)
    assert amounts_side_by_side(dataset, ["missions_flown"], "flowsheet").axes[0].get_ylabel() == "Flowsheet"
    with pytest.raises(ValueError, match="below zero"):
        amounts_side_by_side(dataset, ["npv_musd"], "flowsheet")
    with pytest.raises(ValueError, match="no outcome 'nothing_known' in the dataset"):
        amounts_side_by_side(dataset, ["nothing_known"], "flowsheet")
