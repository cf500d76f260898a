"""Pictures of stations: what works when, and what is delivered by class of supply."""

import numpy as np
import pytest

from lunarsim.reading.plots.stations.functions import functions_by_year
from lunarsim.reading.plots.stations.hours import LOOKS, working_hours
from lunarsim.reading.plots.stations.power import power_and_load
from lunarsim.reading.plots.stations.supplies import supplies_by_year
from lunarsim.words.errors import AnalysisError
from tests.reading.looking import everything_is_inside, says, texts
from tests.reading.made import NAN, sweep

YEARS = {
    "function": (("station_function_availability",), ["command", "crew"]),
    "supply_class": (("station_delivered_kg",), ["infrastructure", "maintenance", "waste", "research"]),
    "year": (("station_function_availability", "station_delivered_kg"), [2030, 2031, 2032]),
}
COMMAND = [[NAN, 1.0, 0.5], [NAN, 0.5, 1.0], [1.0, 0.0, 0.0], [NAN, NAN, 0.5]]
WORKS = np.array([[each, [NAN] * 3] for each in COMMAND])[:, np.newaxis]
KG = np.array(
    [[[1_000.0 * run, 2_000.0, 0.0], [0.0, 500.0, 0.0], [0.0, 0.1, 0.0], [0.0, 0.0, 0.0]] for run in range(4)]
)


def made(levers=None, works=WORKS, kg=KG[:, np.newaxis], **others):
    columns = {"station_function_availability": works, "station_delivered_kg": kg}
    return sweep(levers, trailing=YEARS, **(columns | others))


def line(axis, label):
    return next(each.get_ydata() for each in axis.lines if each.get_label() == label)


def test_a_function_is_drawn_from_the_runs_that_have_it_and_says_how_many_these_are():
    figure = functions_by_year(made())
    command, crew = figure.axes[:2]
    assert line(command, "has begun") == pytest.approx([0.25, 0.75, 1.0])
    # Of four runs one alone tells nothing of their mean.
    assert line(command, "mean")[2] == pytest.approx(0.5)
    assert np.isnan(line(crew, "mean")).all()
    assert line(crew, "has begun") == pytest.approx([0.0] * 3)
    shown = says(figure)
    assert "Command link" in shown
    assert "no error of the mean" in shown
    assert "year; 4 runs" in shown
    assert everything_is_inside(figure)


def test_values_of_a_lever_are_lines_without_bands():
    two = made({"site": ["a", "b"]}, works=np.stack([WORKS, WORKS / 2.0]), kg=np.stack([KG[:, np.newaxis]] * 2))
    figure = functions_by_year(two, "site")
    command = figure.axes[0]
    assert not command.collections
    assert line(command, "Site: B")[2] == pytest.approx(0.25)
    assert "Bands" not in says(figure)


def test_failed_runs_count_nowhere():
    status = np.array([1, 2, 1, 2]).reshape(4, 1)
    figure = functions_by_year(made(status=status))
    assert line(figure.axes[0], "has begun") == pytest.approx([0.5, 1.0, 1.0])
    assert "year; 2 runs" in says(figure)
    bars = supplies_by_year(made(status=status)).axes[0]
    assert bars.containers[0][0].get_height() == pytest.approx(1.0)


def test_classes_add_up_to_the_mean_mass_and_thin_ones_are_named_below():
    figure = supplies_by_year(made())
    (axis,) = figure.axes
    infrastructure, maintenance = axis.containers[:2]
    assert [bar.get_height() for bar in infrastructure] == pytest.approx([1.5, 2.0, 0.0])
    assert [bar.get_y() for bar in maintenance] == pytest.approx([1.5, 2.0, 0.0])
    assert len(axis.containers) == 2
    shown = texts(figure)
    assert {"habitation and infrastructure", "maintenance and upkeep", "P10 to P90 of the whole"} <= set(shown)
    assert "not drawn: waste and disposal." in says(figure)
    assert everything_is_inside(figure)
    median = next(each for each in axis.lines if each.get_label() == "median of the whole")
    assert median.get_ydata() == pytest.approx([1.0, 2.5001, 0.0])


def test_one_run_has_no_spread():
    one = made().isel(sample=[1])
    assert "P10 to P90" not in says(supplies_by_year(one))
    assert "P10 to P90" not in says(functions_by_year(one))


def test_of_two_stations_the_main_one_is_shown_or_both_are_compared():
    two = made().expand_dims(station=["ilrs", "artemis"])
    two = two.assign({name: two[name].isel(station=0) for name in ("status", "horizon_year", "error")})
    assert "Main station: ILRS." in says(supplies_by_year(two))
    both = supplies_by_year(two, "station")
    assert len(both.axes) == 2
    assert any("Moon Base" in text for text in texts(both))
    assert len(functions_by_year(two, "station").axes[0].lines) == 4


def test_what_cannot_be_drawn_is_refused():
    for plot in (functions_by_year, supplies_by_year):
        with pytest.raises(AnalysisError, match="select one value of a"):
            plot(made({"a": [1, 2]}, works=WORKS, kg=KG[:, np.newaxis]))
        with pytest.raises(AnalysisError, match="run the sweep again"):
            plot(made().drop_vars(["station_function_availability", "station_delivered_kg"]))
        with pytest.raises(AnalysisError, match="no run ended well"):
            plot(made(status=2))


HOURS = np.zeros((4, 1, 2, len(LOOKS)))
HOURS[..., 0, :] = [10.0, 20.0, 30.0, 25.0, 5.0, 0.0, 10.0, 0.0]


def of_hours(**others):
    trailing = {"worker": (("station_working_hours",), ["robot", "crew"]),
                "hours_use": (("station_working_hours",), list(LOOKS))}  # fmt: skip
    return sweep(trailing=trailing, station_working_hours=HOURS, **others)


def test_working_hours_add_up_to_all_of_them_and_none_is_said():
    figure = working_hours(of_hours())
    (axis,) = figure.axes
    robots = [bars[0] for bars in axis.containers]
    assert [bar.get_width() for bar in robots] == pytest.approx([0.1, 0.2, 0.3, 0.25, 0.05, 0.0, 0.1, 0.0])
    assert robots[-1].get_x() == pytest.approx(1.0)
    shown = says(figure)
    assert "100 h a run" in shown
    assert "none" in shown
    assert everything_is_inside(figure)


def test_working_hours_of_sweeps_without_them_or_without_runs_are_refused():
    with pytest.raises(AnalysisError, match="run the sweep again"):
        working_hours(of_hours().drop_vars("station_working_hours"))
    with pytest.raises(AnalysisError, match="no run ended well"):
        working_hours(of_hours(status=2))


MONTHS = {"month": (("month_power_kw", "month_load_kw"), np.array(["2026-07", "2026-08"], dtype="datetime64[ns]"))}


def test_power_and_load_stand_in_one_picture_each_with_its_band():
    power = np.arange(1.0, 11.0).reshape(10, 1, 1) * [10.0, 20.0]
    figure = power_and_load(sweep(samples=10, trailing=MONTHS, month_power_kw=power, month_load_kw=power / 2.0))
    (axis,) = figure.axes
    assert line(axis, "power through the night, median") == pytest.approx([55.0, 110.0])
    assert line(axis, "load served, median") == pytest.approx([27.5, 55.0])
    bands = [band.get_paths()[0].vertices[:, 1] for band in axis.collections]
    # From P10 of the first month to P90 of the second one.
    assert [(band.min(), band.max()) for band in bands] == [pytest.approx((19.0, 182.0)), pytest.approx((9.5, 91.0))]
    assert "power [kW]" in texts(figure)
    assert everything_is_inside(figure)


def test_power_and_load_of_one_run_and_of_none_have_no_bands():
    status = [[[1]], [[2]]]
    figure = power_and_load(
        sweep({"a": [1, 2]}, samples=1, status=status, trailing=MONTHS, month_power_kw=2.0, month_load_kw=1.0), "a"
    )
    assert not figure.axes[0].collections
    assert line(figure.axes[0], "load served") == pytest.approx([1.0, 1.0])
    assert "no run ended well" in texts(figure)
