import numpy as np
import pytest

from lunarsim.reading.plots.amounts import amounts_by_lever
from lunarsim.reading.plots.dates import cumulative_dates
from lunarsim.reading.plots.fans import monthly_fan
from lunarsim.reading.plots.logarithmic import plain_figures, round_amounts
from tests.reading.looking import drawn_once, legends, says
from tests.reading.made import ANY_NAME, ANY_NAME_DRAWN, NAN, along, sweep

MILESTONES = ("station_basic_year", "first_product_year")
MONTHS = {"month": (("month_power_kw",), np.array(["2026-07-01", "2026-08-01"], dtype="datetime64[ns]"))}


def drawn(figure):
    """Return the texts of the legend and beside the axis, after really drawing."""
    figure.draw_without_rendering()
    signs = [text.get_text() for legend in legends(figure) for text in legend.get_texts()]
    return signs + [text.get_text() for axis in figure.axes for text in axis.texts]


def dated(levers=None, **others):
    return sweep(levers, **({"station_basic_year": 2040.0, "first_product_year": NAN} | others))


def test_a_milestone_that_is_never_reached_is_a_line_at_zero():
    expected = ["Basic station (>59 %)", "First rare-earth product (<41 %)"]
    assert drawn(cumulative_dates(dated(), MILESTONES)) == expected
    assert drawn(cumulative_dates(dated(trailing=MONTHS, month_power_kw=1.0), MILESTONES)) == expected


@pytest.mark.parametrize("lever", [None, "cooperation"])
def test_one_run_is_drawn(lever):
    dataset = dated({"cooperation": ["active"]}, samples=1)
    figure = cumulative_dates(dataset.isel(cooperation=0) if lever is None else dataset, MILESTONES, lever)
    assert any("100 %" in text for text in drawn(figure))
    assert "probability by 2056.5" in says(figure).replace("\n", " ")


def test_the_band_of_one_sample_is_that_of_its_replicates_and_is_explained():
    dates = np.where(np.arange(100) < 50, 2040.0, NAN)[np.newaxis]
    of_one, of_many = (
        dated(samples=count, replicates=100 // count, station_basic_year=dates.reshape(count, -1)) for count in (1, 100)
    )
    ends = []
    for dataset in (of_one.assign_attrs(design="nominal"), of_many):
        figure = cumulative_dates(dataset, MILESTONES[:1])
        band = figure.axes[0].collections[0].get_paths()[0].vertices
        ends.append(sorted(set(band[band[:, 0] == 2056.5, 1].round(6))))
        shown = says(figure).replace("\n", " ")
        units = "samples" if dataset is of_many else "replicates"
        assert f"error of the estimate, its 90 % interval for this number of {units}" in shown
        assert ("chance alone" in shown) == (dataset is not of_many)
    # A half of 100: Wilson's interval is 0.42 to 0.58.
    assert ends[0] == ends[1]
    assert (min(ends[0]), max(ends[0])) == pytest.approx((0.419, 0.581), abs=0.001)


def test_failed_runs_do_not_count():
    dataset = dated(status=along([1, 1, 2, 2]).astype(int), station_basic_year=along([2040, NAN, 2041, 2042]))
    assert drawn(cumulative_dates(dataset, MILESTONES))[0] == "Basic station (50 %)"


def test_a_lever_value_without_a_finished_run_says_so():
    dataset = dated({"a": ["x", "y"]}, status=[[[1]], [[2]]])
    assert drawn(cumulative_dates(dataset, MILESTONES[:1], "a")) == ["x", "y (no run)", ">59 %"]


def test_each_lever_value_has_its_own_end():
    dataset = dated({"horizon": [20, 30]}, end=[[[2046.5]], [[2056.5]]])
    figure = cumulative_dates(dataset, MILESTONES[:1], "horizon")
    assert [line.get_xdata()[-1] for line in figure.axes[0].lines] == [2046.5, 2056.5]
    assert "probability by the end of each simulation" in says(figure)


def test_figures_at_the_ends_of_lines_do_not_lie_over_each_other():
    dataset = dated({"a": list("vwxyz")}, station_basic_year=2040.0)
    (axis,) = cumulative_dates(dataset, MILESTONES[:1], "a").axes
    heights = sorted(text.xy[1] for text in axis.texts)
    assert len(heights) == 5
    assert min(np.diff(heights)) >= 0.05
    assert heights[-1] <= 1.0


@pytest.mark.parametrize("name", ANY_NAME_DRAWN)
def test_a_lever_may_have_any_name(monkeypatch, name):
    drawn_once(monkeypatch, name, ANY_NAME)
    dataset = dated({name: [1, 2]}, ree_produced_kg=5.0)
    assert len(drawn(cumulative_dates(dataset, MILESTONES, name))) == 6
    drawn(amounts_by_lever(dataset, "ree_produced_kg", name))
    fan = sweep({name: [1, 2]}, trailing=MONTHS, month_power_kw=1.0)
    drawn(monthly_fan(fan.sel({name: 1}), "month_power_kw"))


def test_what_was_not_selected_is_refused():
    stations = {"station": (("station_basic_year",), ["ilrs", "artemis"])}
    with pytest.raises(ValueError, match=r"station_basic_year: select one value of station \(2 values\) first"):
        cumulative_dates(dated(trailing=stations), MILESTONES[:1])
    with pytest.raises(ValueError, match=r"select one value of b \(2 values\) first"):
        amounts_by_lever(sweep({"a": [1], "b": [1, 2]}, ree_produced_kg=1.0), "ree_produced_kg", "a")
    with pytest.raises(ValueError, match=r"select one value of a \(2 values\) first"):
        monthly_fan(sweep({"a": [1, 2]}, trailing=MONTHS, month_power_kw=1.0), "month_power_kw")


@pytest.mark.parametrize("log", [True, False])
def test_amounts_of_nothing_one_run_and_failed_runs_are_drawn(log):
    amounts = [along([0, 0, 0, 0]), along([5, 0, 0, 0]), along([1, 2, 3, 4])]
    dataset = sweep({"site": ["a", "b", "c"]}, status=[[[1]], [[1]], [[2]]], ree_produced_kg=amounts)
    notes = drawn(amounts_by_lever(dataset, "ree_produced_kg", "site", log))
    assert notes[3:] == (["nothing in 100 %", "nothing in 75 %", "no run"] if log else ["no run"])
    assert drawn(amounts_by_lever(dataset.isel(sample=[0]), "ree_produced_kg", "site", log))[-1] == "no run"


def test_runs_without_a_value_are_runs_with_nothing():
    dataset = sweep({"a": ["x"]}, unit_cost_usd_per_kg=along([1, 2, 3, NAN]))
    assert drawn(amounts_by_lever(dataset, "unit_cost_usd_per_kg", "a"))[3:] == ["nothing in 25 %"]


def test_amounts_below_zero_are_refused_on_a_logarithmic_axis():
    dataset = sweep({"a": ["x"]}, npv_musd=-1.0)
    with pytest.raises(ValueError, match="give log=False"):
        amounts_by_lever(dataset, "npv_musd", "a")
    assert drawn(amounts_by_lever(dataset, "npv_musd", "a", log=False))[3:] == []


def test_a_monthly_fan_leaves_out_failed_runs():
    power = np.array([[[10.0, 20.0]], [[10.0, 20.0]], [[np.nan, np.nan]]])
    dataset = sweep(samples=3, status=along([1, 1, 2]).astype(int), trailing=MONTHS, month_power_kw=power)
    figure = monthly_fan(dataset, "month_power_kw")
    assert drawn(figure) == ["P10 to P90", "P25 to P75", "median", "mean"]
    assert figure.axes[0].lines[0].get_ydata().tolist() == [10, 20]
    one = monthly_fan(dataset.isel(sample=[0, 2]), "month_power_kw")
    assert drawn(one) == ["the run"]
    assert one.axes[0].lines[0].get_ydata().tolist() == [10, 20]


def test_a_monthly_fan_of_no_run_is_refused():
    with pytest.raises(ValueError, match="no run ended well"):
        monthly_fan(sweep(status=2, trailing=MONTHS, month_power_kw=1.0), "month_power_kw")


def test_a_logarithmic_axis_is_marked_with_plain_figures_apart():
    made = sweep({"units": [1, 2]}, ree_produced_kg=np.geomspace(20, 600, 8).reshape(2, 4, 1))
    figure = amounts_by_lever(made, "ree_produced_kg", "units")
    figure.canvas.draw()
    axis = figure.axes[0].xaxis
    assert [tick.get_text() for tick in axis.get_ticklabels()] == ["30", "50", "70", "100", "200", "300", "500"]
    assert not any(tick.get_text() for tick in axis.get_ticklabels(minor=True))
    assert axis.get_label_text() == "Rare earths produced [kg] (logarithmic scale)"
    assert "logarithmic" not in says(amounts_by_lever(made, "ree_produced_kg", "units", log=False))


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (118.0, 152.0, ["120", "130", "140", "150"]),
        (37.0, 96.0, ["40", "50", "60", "70", "80", "90"]),
        (10.4, 27.9, ["15", "20", "25"]),
        (8.0, 1200.0, ["10", "20", "50", "100", "200", "500", "1,000"]),
        (0.4, 3e7, ["1", "100", "10,000", "1 million"]),
        (3e-7, 3e-3, ["1 × 10⁻⁶", "1 × 10⁻⁵", "0.0001", "0.001"]),
        (3e-9, 5e12, ["1 × 10⁻⁵", "1", "100,000", "10 billion"]),
        (1.4e-5, 2.6e-5, ["1.5 × 10⁻⁵", "2 × 10⁻⁵", "2.5 × 10⁻⁵"]),
        (1.001e-5, 1.0042e-5, ["1.001 × 10⁻⁵", "1.002 × 10⁻⁵", "1.003 × 10⁻⁵", "1.004 × 10⁻⁵"]),
        (4_000_000.5, 4_000_003.5, ["4.000001 million", "4.000002 million", "4.000003 million"]),
    ],
)
def test_a_logarithmic_axis_has_as_many_labels_as_have_room(low, high, labels):
    assert plain_figures(round_amounts(low, high, 45)) == labels


def test_a_lever_is_called_by_its_title():
    made = sweep({"units": [1, 2]}, station_basic_year=2030.0, ree_produced_kg=3.0)
    made["units"].attrs["config_key"] = "plant.units"
    (legend,) = legends(cumulative_dates(made, ("station_basic_year",), "units"))
    assert legend.get_title().get_text() == "Units of the plant"
    ylabel = amounts_by_lever(made, "ree_produced_kg", "units").axes[0].get_ylabel()
    assert ylabel.replace("\n", " ") == "Units of the plant"
