"""What the page is told of a sweep beside its numbers: levers, factors, failures, sections, differences."""

import json
import shlex

import numpy as np
import pytest

from lunarsim.reading.analysis.differences import paired_differences
from lunarsim.reading.analysis.ranking.what_matters import HEADLINES
from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.reading.opening import open_sweep
from lunarsim.reading.report.differences import FIGURES, OF_PROBABILITIES
from lunarsim.reading.report.influence import influence
from lunarsim.reading.report.payload.quantize import MISSING
from tests.reading.made import along
from tests.reading.report.sweeps import dates, with_factors


def test_the_page_is_told_what_a_sweep_is_of_and_how_to_make_it_again(stored, held):
    about, _ = held
    assert about["title"] == "Study"
    assert (about["samples"], about["replicates"], about["runs"], about["design"]) == (8, 1, 16, "lhs")
    assert (about["slidable"], about["thinned"], about["sample_numbers"]) == (True, None, None)
    (lever,) = about["levers"]
    assert (lever["key"], len(lever["values"])) == ("program@programs.russia", 2)
    assert lever["lines"] == ["russia=base", "russia=reformed"]
    assert len(about["end_years"]) == 2
    again = about["reproduce"]
    quoted = shlex.quote(str(stored))
    assert again["replay_template"] == f"lunarsim replay {quoted} {{levers}} sample={{sample}} replicate={{replicate}}"
    assert again["more_runs"] == "lunarsim -m design.samples={samples} {cuts}"
    assert about["failures"] == {"counts": [{"status": "ok", "runs": 16}], "texts": []}
    assert {place["role"] for place in about["all_runs"]["map"]["places"]} >= {"Mine"}


def test_sections_name_columns_that_are_there(held):
    about, _ = held
    shown = [index for section in about["sections"] for index in section["columns"]]
    assert len(shown) == len(set(shown))
    outside = [column for index, column in enumerate(about["columns"]) if index not in shown]
    assert {column["kind"] for column in outside} == {"u", "code"}
    for mission in about["gantt"]["missions"]:
        assert about["columns"][mission["launch"]]["kind"] == "launch"
        assert about["columns"][mission["outcome"]]["at"] == mission["key"]


def test_a_cut_is_written_as_the_factor_was_given(of):
    made = with_factors(npv_musd=1.0)
    interval = {"key": "plant.units", "low": 1, "high": 4, "kind": "uniform"}
    made.attrs |= {"command": "-m 'plant.units=interval(1,4)'", "intervals": json.dumps([interval])}
    units, access = of(made)[0]["factors"]
    assert (units["cut"], units["word"]) == ("plant.units=interval({low},{high})", "'plant.units=interval(1,4)'")
    assert (access["cut"], access["word"]) == ("deposit.access=tag(cut,interval({low},{high}))", "")
    made.attrs["intervals"] = json.dumps([interval | {"kind": "normal"}])
    assert of(made)[0]["factors"][0]["cut"] is None


def test_failed_runs_are_counted_and_said(of):
    made = with_factors(
        samples=4,
        status=along([1, 2, 2, 4]),
        error=np.array([[""], ["ValueError: </script>"], ["ValueError: </script>"], ["no lander"]]),
        station_basic_year=dates(2031.0, None, None, None),
    )
    about, codes = of(made)
    assert about["failures"]["counts"] == [
        {"status": "ok", "runs": 1},
        {"status": "failed", "runs": 2},
        {"status": "infeasible", "runs": 1},
    ]
    assert about["failures"]["texts"] == [
        {"text": "ValueError: </script>", "runs": 2, "replay": "sample=1 replicate=0"},
        {"text": "no lander", "runs": 1, "replay": "sample=3 replicate=0"},
    ]
    assert "lunarsim resume" in about["reproduce"]["resume"]
    assert codes["station_basic_year"].tolist()[1:] == [MISSING] * 3


@pytest.mark.parametrize(
    ("design", "words"),
    [("nominal", "chance alone"), ("one_at_a_time", "not a random sample"), ("lhs", None)],
)
def test_rows_that_are_no_random_sample_carry_the_note_of_the_summary(of, design, words):
    about, _ = of(with_factors(samples=8, design=design, npv_musd=1.0))
    if words is None:
        assert about["design_note"] == ""
    else:
        assert about["design_note"].startswith(f"design={design}: ")
        assert words in about["design_note"]


@pytest.mark.parametrize(
    ("name", "key", "values", "labels"),
    [
        ("units", "plant.units", [1, 4, 16], ["1 unit", "4 units", "16 units"]),
        ("access", "deposit.access", [0.5, 0.8], ["0.5", "0.8"]),
    ],
)
def test_a_lever_that_counts_says_what_it_counts(of, name, key, values, labels):
    made = with_factors(levers={name: values}, npv_musd=1.0)
    made[name].attrs["config_key"] = key
    about, _ = of(made)
    assert about["levers"][0]["values"] == labels


def test_factors_are_ranked_for_what_the_verb_looks_at(of, monkeypatch):
    asked = []

    def ranked(dataset, outcomes):
        asked.extend(outcomes)
        return influence(dataset, outcomes)

    monkeypatch.setattr("lunarsim.reading.report.content.influence", ranked)
    of(with_factors(npv_musd=1.0))
    assert asked == list(HEADLINES)


def test_differences_are_those_of_the_table(stored, held):
    """Of each lever's first value and at each value of the others."""
    about, _ = held
    names = [column["name"] for column in about["columns"]]
    with open_sweep(stored) as dataset:
        dims = levers(dataset)
        shape = [dataset.sizes[dim] for dim in dims]
        for lever, dim in enumerate(dims):
            expected = paired_differences(dataset, dim, outcomes=["cost_musd", "station_working_year"])
            for outcome in expected["outcome_name"].values:
                column = names.index(str(outcome).rstrip(")").replace("(", "."))
                one = expected.sel(outcome_name=outcome)
                for index in np.ndindex(*shape):
                    if not index[lever]:
                        continue
                    first = (*index[:lever], 0, *index[lever + 1 :])
                    pair = [np.ravel_multi_index(at, shape) for at in (first, index)]
                    found = np.array(about["differences"]["/".join(map(str, [column, *pair]))], float)
                    at = one.isel(dict(zip(dims, index, strict=True)))
                    own = [at[name] for name in (*FIGURES, *OF_PROBABILITIES)]
                    np.testing.assert_allclose(found, own, rtol=1e-5)
