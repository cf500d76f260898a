"""Distributions of dates and fans by month: bars, bands and words against figures counted by hand."""

import numpy as np
import pytest

from lunarsim.reading.analysis.monthly import month_bands
from lunarsim.reading.analysis.summary import summarize
from lunarsim.reading.analysis.valid_runs import quantiles_of_runs
from lunarsim.reading.plots.dates import distribution_of_dates
from lunarsim.reading.plots.fans import monthly_fan
from lunarsim.reading.plots.style import NEVER
from lunarsim.reading.tables.outcome_cells import cell_of, outcomes_of
from tests.reading.looking import drawn_once, everything_is_inside, hatched, says, texts
from tests.reading.made import ANY_NAME, ANY_NAME_DRAWN, NAN, along, sweep

BASIC = ("station_basic_year",)
MONTHS = {"month": (("month_power_kw",), np.array(["2026-07-01", "2026-08-01"], dtype="datetime64[ns]"))}
COUNTED = {"month": (("month_power_kw",), np.arange(2))}
LONG = "an_option_with_a_name_that_is_much_longer_than_any_that_ships_with_the_program"


def heights(axis):
    return [patch.get_height() for patch in axis.patches if patch.get_height() > 0]


def test_the_bars_add_up_to_all_runs_with_never_as_one_of_its_own():
    dates = along([2030.2, 2030.9, 2041.0, *[NAN] * 7])
    figure = distribution_of_dates(sweep(samples=10, station_basic_year=dates), BASIC)
    (axis,) = figure.axes
    assert sorted(heights(axis)) == pytest.approx([10, 20, 70])
    assert [patch.get_height() for patch in hatched(axis, NEVER)] == pytest.approx([70])
    shown = texts(figure)
    assert "not by 2056.5 (P = 0.30)" in shown
    assert "not by\n2056.5" in shown
    assert "70 %" in shown
    assert "share of 10 runs [%], bars of 1 year" in shown


def test_bars_add_up_where_no_month_says_when_the_simulation_begins_and_dates_come_in_any_order():
    dates = along([2041.0, 2030.2, 2030.9, *[NAN] * 7])
    figure = distribution_of_dates(sweep(samples=10, station_basic_year=dates), BASIC)
    assert sum(heights(figure.axes[0])) == pytest.approx(100)


def test_the_median_counts_never_reached_runs_as_later_than_all():
    figure = distribution_of_dates(sweep(samples=5, station_basic_year=along([2030, 2031, 2040, NAN, NAN])), BASIC)
    assert "2040.0 (2030.0 to >2056.5) P = 0.60" in texts(figure)


def test_the_heading_has_the_digits_that_the_errors_of_the_quantiles_support():
    dates = along(2030 + 20 * (np.arange(40) / 39) ** 3)
    shown = texts(distribution_of_dates(sweep(samples=40, station_basic_year=dates), BASIC))
    result = summarize(sweep(samples=40, station_basic_year=dates), outcomes=["station_basic_year"])
    (cell,) = (cell_of(row, 2056.5).full for row in outcomes_of(result))
    assert cell == "2032.3 (2030.0 to 2044) P = 1.00"
    assert any(text.startswith(cell.partition(" P ")[0]) for text in shown)


def test_failed_runs_are_no_never_reached_ones():
    status = along([1, 1, 2, 3]).astype(int)
    figure = distribution_of_dates(sweep(status=status, station_basic_year=along([2030, NAN, NAN, NAN])), BASIC)
    assert sorted(heights(figure.axes[0])) == pytest.approx([50, 50])


@pytest.mark.parametrize("date", [2031.5, NAN])
def test_one_run_is_a_distribution_too(date):
    figure = distribution_of_dates(sweep(samples=1, station_basic_year=date), BASIC)
    assert heights(figure.axes[0]) == pytest.approx([100])
    assert "share of 1 run [%], bars of 1 year" in texts(figure)


def test_each_lever_value_is_a_panel_with_its_own_end():
    dataset = sweep({"a": ["x", LONG, "z"]}, status=[[[1]], [[1]], [[4]]], end=[[[2046.5]], [[2056.5]], [[2056.5]]],
                    station_basic_year=NAN)  # fmt: skip
    figure = distribution_of_dates(dataset, BASIC, "a")
    shown = says(figure)
    for part in ("not by 2046.5 (P < 0.41)", "not by 2056.5 (P < 0.41)", "not by\nthe end", "no run"):
        assert part in shown
    assert everything_is_inside(figure)


def test_a_distribution_of_no_run_or_with_a_dimension_left_over_is_refused():
    with pytest.raises(ValueError, match="no run ended well"):
        distribution_of_dates(sweep(status=2, station_basic_year=2030.0), BASIC)
    with pytest.raises(ValueError, match=r"select one value of a \(2 values\) first"):
        distribution_of_dates(sweep({"a": [1, 2]}, station_basic_year=2030.0), BASIC)


def test_bands_are_the_quantiles_of_each_month():
    power = np.arange(22.0).reshape(11, 1, 2) ** 2
    dataset = sweep(samples=11, trailing=MONTHS, month_power_kw=power)
    bands = month_bands(dataset, "month_power_kw")
    expected = np.quantile(power[:, 0], (0.1, 0.25, 0.5, 0.75, 0.9), axis=0)
    assert bands["quantile_value"].transpose("quantile_level", "month").values == pytest.approx(expected)
    figure = monthly_fan(dataset, "month_power_kw")
    (axis,) = figure.axes
    outer, inner = (band.get_paths()[0].vertices[:, 1] for band in axis.collections)
    assert (outer.min(), outer.max()) == pytest.approx((expected[0].min(), expected[4].max()))
    assert (inner.min(), inner.max()) == pytest.approx((expected[1].min(), expected[3].max()))
    assert axis.lines[0].get_ydata() == pytest.approx(expected[2])
    assert {"P10 to P90", "P25 to P75", "median", "mean", "Power [kW]", "year"} <= set(texts(figure))


def test_each_lever_value_of_a_fan_is_a_panel_without_its_failed_runs():
    power = np.array([[[[1.0, 2.0]], [[900.0, 900.0]]], [[[3.0, 4.0]], [[5.0, 6.0]]], [[[7.0, 8.0]], [[7.0, 8.0]]]])
    status = [[[1], [2]], [[1], [1]], [[4], [4]]]
    dataset = sweep({"site": ["a", LONG, "c"]}, status=status, samples=2, trailing=MONTHS, month_power_kw=power)
    figure = monthly_fan(dataset, "month_power_kw", "site")
    assert [axis.lines[0].get_ydata().tolist() for axis in figure.axes[:2]] == [[1, 2], [4, 5]]
    shown = texts(figure)
    assert {"Site: A", "1 run, by month", "2 runs, by month", "no run ended well"} <= set(shown)
    assert everything_is_inside(figure)


def test_months_that_only_count_are_no_years():
    figure = monthly_fan(sweep(trailing=COUNTED, month_power_kw=1.0), "month_power_kw")
    assert figure.axes[0].get_xlabel() == "months since the start"
    assert figure.axes[0].lines[0].get_xdata().tolist() == [0, 1]


def test_months_behind_the_end_of_a_shorter_simulation_are_empty_without_a_warning(recwarn):
    power = [[[[1.0, NAN]]], [[[1.0, 2.0]]]]
    figure = monthly_fan(sweep({"a": [1, 2]}, samples=1, trailing=MONTHS, month_power_kw=power), "month_power_kw", "a")
    assert figure.axes[0].lines[0].get_ydata().tolist() == pytest.approx([1, NAN], nan_ok=True)
    assert not [warning for warning in recwarn if issubclass(warning.category, RuntimeWarning)]


def test_a_fan_of_what_has_no_months_is_refused():
    with pytest.raises(ValueError, match="npv_musd is not a monthly series; there are month_power_kw"):
        monthly_fan(sweep(trailing=MONTHS, npv_musd=1.0, month_power_kw=1.0), "npv_musd")


@pytest.mark.parametrize("name", ANY_NAME_DRAWN)
def test_a_lever_may_have_any_name(monkeypatch, name):
    drawn_once(monkeypatch, name, ANY_NAME)
    dataset = sweep({name: [1, 2]}, trailing=MONTHS, month_power_kw=1.0, station_basic_year=2030.0)
    title = name[:1].upper() + name[1:].replace("_", " ")
    assert f"{title}: 2" in says(monthly_fan(dataset, "month_power_kw", name))
    shown = says(distribution_of_dates(dataset, BASIC, name))
    assert "Basic station, 2" in shown
    assert f"by {title[:1].lower()}{title[1:]}" in shown


def test_quantiles_of_runs_take_the_lower_neighbor_and_leave_out_what_does_not_count():
    values = sweep(samples=5, npv_musd=along([3, 1, NAN, np.inf, 2]))["npv_musd"]
    assert quantiles_of_runs(values, (0.25, 0.5, 0.9)).values.tolist() == [1, 2, np.inf]
