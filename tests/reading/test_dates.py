"""Dates that are never reached count as late."""

import numpy as np
import pytest

from lunarsim.reading.analysis.dates import mean, median, probability, quantile
from lunarsim.words.errors import AnalysisError
from tests.reading.made import NAN, along, sweep


@pytest.fixture
def dataset():
    dates = along([[2040, 2042, NAN, NAN, 2030], [NAN, NAN, NAN, 2050, 2030]])
    status = along([[1, 1, 1, 1, 2], [1, 1, 1, 1, 2]]).astype("i1")
    return sweep({"a": ["x", "y"]}, samples=5, status=status, station_basic_year=dates, npv_musd=1.0, end=2060.0)


def test_the_more_never_come_the_later_the_mean_and_not_the_earlier(dataset):
    assert mean(dataset, "station_basic_year").values.tolist() == [2050.5, 2057.5]
    assert float(mean(dataset, "station_basic_year").sel(a="x")) > float(
        dataset["station_basic_year"].sel(a="x").mean()
    )
    assert mean(dataset, "station_basic_year").dims == ("a",)


def test_never_is_later_than_all_others_in_quantiles(dataset):
    assert median(dataset, "station_basic_year").values.tolist() == [2042.0, np.inf]
    both = quantile(dataset, "station_basic_year", [0.25, 0.75])
    assert both.sel(a="y").values.tolist() == [2050.0, np.inf]
    assert quantile(dataset, "station_basic_year", 0.25).dims == ("a",)


def test_probabilities_are_of_the_runs_that_ended_well(dataset):
    assert probability(dataset, "station_basic_year").values.tolist() == [0.5, 0.25]
    assert probability(dataset, "station_basic_year", by=2041).values.tolist() == [0.25, 0.0]
    assert probability(dataset, "station_basic_year").attrs["units"] == "1"


def test_the_labels_of_an_outcome_stay():
    of_two = sweep(
        trailing={"program": (("crewed_landing_year",), ["china", "usa"])},
        crewed_landing_year=[2033.0, NAN],
        end=2050.0,
    )
    assert mean(of_two, "crewed_landing_year").sel(program="usa") == 2050.0
    assert probability(of_two, "crewed_landing_year").values.tolist() == [1.0, 0.0]


def test_where_no_run_ended_well_there_is_no_figure():
    none = sweep(status=2, station_basic_year=2040.0)
    for figure in (mean, median, probability):
        assert np.isnan(figure(none, "station_basic_year"))


def test_what_is_no_date_is_refused(dataset):
    with pytest.raises(AnalysisError, match=r"unknown date 'npv_musd'; allowed: .*station_basic_year"):
        mean(dataset, "npv_musd")
    with pytest.raises(AnalysisError, match="did you mean 'station_basic_year'"):
        median(dataset, "station_basik_year")
    with pytest.raises(AnalysisError, match=r"later than the end of the simulation, 2060\.0"):
        probability(dataset, "station_basic_year", by=2061)
    with pytest.raises(AnalysisError, match="allowed 0 to 1"):
        quantile(dataset, "station_basic_year", [0.5, 1.5])
