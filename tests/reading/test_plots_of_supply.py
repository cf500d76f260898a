"""Pictures of supply: import reliance by bloc and stage, and prices of the past and to come."""

import numpy as np
import pytest

from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.reading.plots.supply import basket_of_the_past, import_reliance_by_bloc, prices_over_time
from lunarsim.words.errors import AnalysisError
from tests.reading.looking import everything_is_inside, says
from tests.reading.made import NAN, sweep

STAGES = ["mine", "separation_light", "separation_heavy", "metal_magnet"]
RELIANCE = ("import_reliance_by_stage", "import_reliance_without_lunar")
TRAILING = {
    "bloc": (("import_reliance_by_stage", "import_reliance_without_lunar"), ["china", "eu"]),
    "supply_stage": (("import_reliance_by_stage", "import_reliance_without_lunar"), STAGES),
    "year": (
        ("import_reliance_by_stage", "import_reliance_without_lunar", "year_basket_price_usd_per_kg"),
        [2049, 2050, 2051],
    ),
    "ree": (("ree_produced_by_element_kg",), list(REE_AXIS)),
}
BARE = np.array([[0.0] * 4, [0.9, 0.95, 1.0, 0.99]])
HELD = BARE[..., np.newaxis] * np.array([1.0, 0.5, 1.0])
PRICES = np.array([[10.0, 20.0, 30.0], [20.0, 30.0, 40.0], [30.0, 40.0, 50.0], [NAN] * 3])[:, np.newaxis]
CERIUM = np.where(np.array(REE_AXIS) == "Ce", 1.0, 0.0)


def made(levers=None, **others):
    columns = {
        "import_reliance_by_stage": HELD,
        "import_reliance_without_lunar": BARE[..., np.newaxis] * np.array([1.0, 1.0, 0.8]),
        "year_basket_price_usd_per_kg": PRICES,
        "ree_produced_by_element_kg": CERIUM,
    }
    return sweep(levers, trailing=TRAILING, **(columns | others))


def line(axis, label):
    return next(each.get_ydata() for each in axis.lines if each.get_label() == label)


def test_reliance_has_a_panel_for_each_stage_with_a_line_for_each_bloc_and_one_without_lunar_product():
    figure = import_reliance_by_bloc(made())
    assert len(figure.axes) == 4
    heavy = figure.axes[STAGES.index("separation_heavy")]
    assert line(heavy, "European Union") == pytest.approx([1.0, 0.5, 1.0])
    bare = [each.get_ydata() for each in heavy.lines if each.get_linestyle() == ":"]
    assert bare[1] == pytest.approx([1.0, 1.0, 0.8])
    # A band for each bloc, as shares are known to some digits only.
    assert len(heavy.collections) == 2
    shown = says(figure)
    for text in ("Mining", "Metal and magnets", "European Union", "China", "import reliance", "year"):
        assert text.lower() in shown.lower()
    assert everything_is_inside(figure)


@pytest.mark.parametrize(("end", "years"), [(2051.5, [2049, 2050]), (2052.0, [2049, 2050, 2051])])
def test_a_last_year_of_which_the_runs_have_a_part_is_left_out(end, years):
    figure = import_reliance_by_bloc(made(end=end))
    drawn = {tuple(each.get_xdata()) for axis in figure.axes for each in axis.lines}
    assert drawn == {tuple(years)}
    assert ("2051, of which the runs have a part only, is left out" in says(figure)) == (len(years) == 2)


def test_a_span_of_one_year_is_drawn():
    one = {
        name: values[..., :1]
        for name, values in (("import_reliance_by_stage", HELD), ("import_reliance_without_lunar", HELD))
    }
    trailing = TRAILING | {"year": (TRAILING["year"][0], [2051])}
    figure = import_reliance_by_bloc(sweep(trailing=trailing, end=2051.5, year_basket_price_usd_per_kg=NAN, **one))
    assert "left out" not in says(figure)


def test_where_lunar_product_changes_nothing_that_shows_the_picture_says_so():
    alike = {name: BARE[..., np.newaxis] * np.ones(3) for name in RELIANCE}
    figure = import_reliance_by_bloc(made(**alike))
    assert "without it they are the same" in says(figure)
    assert not any(each.get_linestyle() == ":" for axis in figure.axes for each in axis.lines)
    assert "dotted: without it" in says(import_reliance_by_bloc(made()))


def test_prices_are_those_of_the_runs_with_product_behind_the_years_of_the_table():
    figure = prices_over_time(made())
    (axis,) = figure.axes
    assert line(axis, "median") == pytest.approx([20.0, 30.0, 40.0])
    past = next(each for each in axis.lines if each.get_label() == "annual averages")
    assert past.get_xdata()[[0, -1]].tolist() == [2014, 2024]
    assert "3 runs with product" in says(figure)
    assert everything_is_inside(figure)


def test_the_past_is_priced_at_the_mix_of_the_product():
    years, paid = basket_of_the_past(made())
    # Cerium oxide fell from 5 USD/kg of 2014 to 1 of 2024 (USGS), while consumer prices rose by a third (BLS).
    assert paid[-1] == pytest.approx(1.027)
    assert paid[0] == pytest.approx(5.0 * 1.361, rel=1e-3)
    assert len(years) == len(paid) == 11


def test_an_oxide_without_a_series_keeps_the_price_of_the_list_in_money_of_2025():
    _, paid = basket_of_the_past(made(ree_produced_by_element_kg=np.where(np.array(REE_AXIS) == "Gd", 1.0, 0.0)))
    assert paid == pytest.approx(np.full(11, 25 * 1.027))


@pytest.mark.parametrize("draw", [import_reliance_by_bloc, prices_over_time])
def test_failed_runs_count_nowhere_and_without_others_there_is_nothing_to_draw(draw):
    some = np.array([1, 2, 2, 2]).reshape(4, 1)
    assert "1 run" in says(draw(made(status=some)))
    with pytest.raises(AnalysisError, match="no run ended well"):
        draw(made(status=2))


@pytest.mark.parametrize("draw", [import_reliance_by_bloc, prices_over_time])
def test_a_lever_left_over_is_an_error(draw):
    with pytest.raises(AnalysisError, match="units"):
        draw(made({"units": [1, 2]}))


@pytest.mark.parametrize("draw", [import_reliance_by_bloc, prices_over_time])
def test_a_sweep_of_an_earlier_version_is_answered_with_the_line_to_run_again(draw):
    with pytest.raises(AnalysisError, match="run the sweep again"):
        draw(sweep(station_basic_year=2040.0))


def test_prices_need_product():
    with pytest.raises(AnalysisError, match="makes rare earths"):
        prices_over_time(made(year_basket_price_usd_per_kg=np.full((4, 1, 3), NAN)))
