import math

import pytest

from lunarsim.reading.analysis.summary import summarize
from tests.reading.made import ANY_NAME, NAN, along, of, sweep


def test_a_date_that_is_not_reached_counts_as_later_than_all_others():
    dates = sweep(samples=10, station_basic_year=along([2040, 2041, 2042, 2043] + [NAN] * 6))
    low, middle, high = of(summarize(dates), "station_basic_year")["quantile_value"].values
    assert low == 2040
    assert math.isinf(middle)
    assert math.isinf(high)


def test_a_quantile_is_one_of_the_runs_and_leaves_out_failed_ones():
    amounts = sweep(samples=6, status=along([1, 1, 1, 1, 1, 2]), ree_produced_kg=along([5, 1, 4, 2, 3, 1000]))
    assert list(of(summarize(amounts), "ree_produced_kg")["quantile_value"].values) == [1, 3, 5]


def test_probability_is_the_share_of_finished_runs_with_a_value():
    both = sweep(
        samples=4,
        status=along([1, 1, 1, 3]),
        station_basic_year=along([2040, NAN, NAN, 2040]),
        unit_cost_usd_per_kg=along([7, 8, NAN, 9]),
    )
    summary = summarize(both)
    assert of(summary, "station_basic_year")["value_probability"] == pytest.approx(1 / 3)
    assert of(summary, "unit_cost_usd_per_kg")["value_probability"] == pytest.approx(2 / 3)
    assert summary["run_count"] == 3


def test_a_mean_date_counts_what_is_not_reached_as_the_end():
    dates = sweep(samples=2, station_basic_year=along([2040, NAN]), end=2050)
    assert of(summarize(dates), "station_basic_year")["mean_value"] == 2045


def test_the_end_is_that_of_each_combination():
    ends = [[[2036.5]] * 4, [[2056.5]] * 4, [[2066.5]] * 4]
    summary = summarize(
        sweep({"horizon_years": [10, 30, 40]}, end=ends, status=[[[1]], [[1]], [[4]]], station_basic_year=2035.0)
    )
    assert summary["end_year"].values[:2].tolist() == [2036.5, 2056.5]
    assert math.isnan(summary["end_year"].values[2])


def test_a_program_that_never_did_something_has_no_row():
    programs = {"program": (("crewed_landing_year",), ["china", "russia"])}
    summary = summarize(sweep(trailing=programs, crewed_landing_year=[2035.0, NAN]))
    assert summary["outcome_title"].values.tolist() == ["First crewed landing, China"]


def test_an_only_station_that_never_works_keeps_its_row():
    stations = {"station": (("station_basic_year",), ["ilrs"])}
    summary = summarize(sweep(trailing=stations, station_basic_year=[NAN]))
    assert summary["outcome_title"].values.tolist() == ["Basic station"]
    assert of(summary, "station_basic_year(ilrs)")["value_probability"] == 0


@pytest.mark.parametrize("name", ANY_NAME)
def test_a_lever_may_have_any_name(name):
    amounts = sweep({name: [1, 2, 4]}, ree_produced_kg=[[[1.0]], [[2.0]], [[4.0]]])
    middle = of(summarize(amounts), "ree_produced_kg")["quantile_value"].sel({"quantile_level": 0.5})
    assert middle.sel({name: 4}) == 4
