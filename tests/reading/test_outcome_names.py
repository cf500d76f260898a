"""Outcomes chosen by patterns and labels."""

import numpy as np
import pytest

from lunarsim.reading.analysis.differences import paired_differences
from lunarsim.reading.analysis.sensitivity.responses import responses
from lunarsim.reading.analysis.summary import rows, summarize
from lunarsim.reading.outcome_names import split_patterns
from lunarsim.reading.tables.about_the_sweep import unlabeled_note
from lunarsim.words.errors import AnalysisError
from tests.reading.made import sweep

PROGRAMS = {
    "program": (("crewed_landing_year", "cost_musd"), ["china", "russia"]),
    "bloc": (("import_reliance",), ["eu", "usa"]),
    "month": (("month_power_kw",), np.array(["2030-01-01", "2030-02-01"], dtype="datetime64[ns]")),
    "year": (("import_reliance",), [2030, 2031]),
}


@pytest.fixture
def dataset():
    return sweep(
        {"a": ["x", "y"]},
        samples=3,
        trailing=PROGRAMS,
        station_basic_year=2040.0,
        station_extended_year=np.nan,
        crewed_landing_year=[2033.0, np.nan],
        cost_musd=[5.0, 0.0],
        npv_musd=-1.0,
        month_power_kw=[7.0, 8.0],
        import_reliance=[[0.9, 0.8], [0.7, 0.6]],
        run_seconds=0.1,
    )


def names(dataset, *patterns):
    return [row.name for row in rows(dataset, patterns)]


def test_a_star_stands_for_any_characters_and_the_order_is_that_of_the_patterns(dataset):
    assert names(dataset, "npv_musd", "station_*") == ["npv_musd", "station_basic_year", "station_extended_year"]
    assert names(dataset, "station_*", "station_basic_year") == ["station_basic_year", "station_extended_year"]
    assert names(dataset, "s*_b?sic_year") == ["station_basic_year"]


def test_a_label_names_one_row_and_brackets_of_both_kinds_are_the_same(dataset):
    for pattern in ("crewed_landing_year[china]", "crewed_landing_year(china)", "crew*[ch*]"):
        (row,) = rows(dataset, [pattern])
        assert (row.name, row.title) == ("crewed_landing_year(china)", "First crewed landing, China")
        assert row.values.values.tolist() == [[[2033.0]] * 3] * 2
    # A label that is asked for is shown though nobody ever did this.
    assert names(dataset, "cost_musd[russia]") == ["cost_musd(russia)"]
    assert names(dataset, "cost_musd") == ["cost_musd(china)"]


def test_series_and_outcomes_of_two_dimensions_are_taken_at_labels(dataset):
    assert names(dataset, "month_power_kw[2030-02*]") == ["month_power_kw(2030-02-01)"]
    assert names(dataset, "import_reliance[eu,2031]") == ["import_reliance(eu,2031)"]
    (row,) = rows(dataset, ["import_reliance[usa,2030]"])
    assert (row.values == 0.7).all()
    assert names(dataset, "import_reliance[*,2030]") == ["import_reliance(eu,2030)", "import_reliance(usa,2030)"]


def test_a_star_takes_no_series_and_nothing_that_is_said_of_every_run(dataset):
    assert names(dataset, "*") == [
        *("station_basic_year", "station_extended_year", "crewed_landing_year(china)", "cost_musd(china)", "npv_musd")
    ]
    assert names(dataset, "run_seconds") == ["run_seconds"]


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("station_basik_year", "did you mean 'station_basic_year'?"),
        ("statoin_basic*", "did you mean 'station_basic_year'?"),
        ("basic_of_the_station", "no outcome is named 'basic_of_the_station'; near it: station_basic_year"),
        ("net_present_value", "no outcome is named 'net_present_value'; near it: npv_musd"),
        ("the_present_net_worth", "no outcome is named 'the_present_net_worth'; near it: npv_musd"),
        ("worth_value", "unknown outcome 'worth_value'"),
        ("extended", "no outcome is named 'extended'; near it: station_extended_year"),
        ("cost_musd[chna]", "'cost_musd[chna]': unknown program 'chna'; did you mean 'china'?"),
        ("npv_musd[china]", "npv_musd has no labels; write npv_musd"),
        ("month_power_kw", "lies along month; name one of them: month_power_kw[2030-01-01]"),
        ("import_reliance", "lies along bloc and year; name one of them: import_reliance[eu,2030]"),
        ("import_reliance[eu]", "name one of them: import_reliance[eu,2030]"),
        ("status", "unknown outcome 'status'"),
        ("[", "unknown outcome '['"),
    ],
)
def test_a_pattern_that_chooses_nothing_is_refused_with_what_is_near(dataset, pattern, problem):
    dataset["status"].attrs["flag_values"] = [0, 1]
    with pytest.raises(AnalysisError) as caught:
        names(dataset, "npv_musd", pattern)
    assert problem in str(caught.value)


def test_all_that_is_wrong_is_said_at_once(dataset):
    with pytest.raises(AnalysisError, match=r"'npv_muds'; did you mean 'npv_musd'\?; .*'cost_musd\[rusia\]'"):
        names(dataset, "npv_muds", "cost_musd[rusia]")


def test_commas_within_brackets_part_labels_not_patterns():
    assert split_patterns("npv_musd, import_reliance[eu,2030],cost_musd(china)") == [
        *("npv_musd", "import_reliance[eu,2030]", "cost_musd(china)")
    ]
    assert split_patterns(" ,") == []


def test_analyses_take_patterns(dataset):
    chosen = ["station_*", "cost_musd[china]"]
    expected = ["station_basic_year", "station_extended_year", "cost_musd(china)"]
    assert summarize(dataset, outcomes=chosen)["outcome_name"].values.tolist() == expected
    assert paired_differences(dataset, "a", outcomes=chosen)["outcome_name"].values.tolist() == expected
    with pytest.raises(AnalysisError, match="did you mean 'npv_musd'"):
        list(responses(dataset, ["npv_muds"], "judged", complete=False, offer=""))
    (npv,) = responses(dataset, ["npv*"], "judged", complete=False, offer="")
    assert npv.row.name == "npv_musd"


def test_what_a_pattern_leaves_out_for_its_labels_is_reported_with_an_example(dataset):
    assert unlabeled_note(dataset, ["*"]) == [
        "Left out, as each takes labels: month_power_kw, import_reliance; for example 'month_power_kw[2030-01-01]' "
        "(* for all)."
    ]
    assert unlabeled_note(dataset, ["month_*", "npv_musd"]) == [
        "Left out, as each takes labels: month_power_kw; for example 'month_power_kw[2030-01-01]' (* for all)."
    ]
    for patterns in (None, ["npv*", "cost_musd"], ["import_reliance[eu,*]"], ["station_basic"], ["npv_musd>0"]):
        assert unlabeled_note(dataset, patterns) == []
