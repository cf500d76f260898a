import json

import numpy as np
import pytest

from lunarsim.reading.analysis.differences import paired_differences
from lunarsim.reading.analysis.summary import needed, summarize
from lunarsim.reading.tables.json_summary import as_record, show_json
from lunarsim.reading.tables.view import View
from tests.reading.made import ANY_NAME, NAN, along, of, sweep
from tests.reading.stored_made import store

KEYS = (
    *("format", "lunarsim_version", "path", "title", "subject", "design", "levers", "selected", "runs", "outcomes"),
    *("combinations", "pooled", "given", "resources", "official_milestones", "premises", "differences", "notes"),
)


@pytest.fixture
def two():
    """A sweep of two lever values with a date that few runs reach, a cost that some lack, and a failure."""
    return sweep(
        {"a": ["x", "y"], "b": [1, 2]},
        samples=12,
        status=np.where(np.arange(12)[:, np.newaxis] == 5, 2, 1),
        error=np.where(np.arange(12)[:, np.newaxis] == 5, "ArithmeticError: größer", ""),
        station_basic_year=along([*[2040.0] * 3, *[NAN] * 9]),
        unit_cost_usd_per_kg=along([NAN, *range(1, 12)]),
        npv_musd=np.random.default_rng(1).normal(size=(2, 2, 12, 1)),
    ).assign_attrs(design="lhs", seed=np.int64(5), title="t")


def written(dataset, path, capsys):
    store(dataset, path / "sweep.zarr")
    show_json(path)
    return json.loads(capsys.readouterr().out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_what_is_printed_is_json_without_infinity_and_with_stable_keys(two, tmp_path, capsys):
    record = written(two, tmp_path, capsys)
    assert tuple(record) == KEYS
    assert record["format"] == 1
    assert record["path"] == str(tmp_path)
    assert record["design"] == {"name": "lhs", "random_sample": True, "samples": 12, "replicates": 1, "seed": 5}
    assert record["levers"]["b"] == {"config_key": "b", "values": [1, 2], "moves_with_it": {}}
    assert record["notes"] == []


def test_the_notes_of_the_plan_are_reported(two, tmp_path, capsys):
    noted = two.assign_attrs(notes="cancelled: change_8\nplanned work of russia costs more")
    assert written(noted, tmp_path, capsys)["notes"] == ["cancelled: change_8", "planned work of russia costs more"]


def test_it_says_what_the_table_says(two, tmp_path, capsys):
    record = written(two, tmp_path, capsys)
    summary = summarize(needed(two))
    assert len(record["combinations"]) == 4
    for each in record["combinations"]:
        assert each["runs"] == 11
        assert each["end_year"] == 2056.5
        one = of(summary.sel(each["levers"]), "npv_musd")
        outcomes = each["outcomes"]["npv_musd"]
        assert [outcomes[key] for key in ("p10", "p50", "p90")] == one["quantile_value"].values.tolist()
        assert outcomes["mean"] == float(one["mean_value"])
    assert record["outcomes"]["npv_musd"] == {
        "title": "Net present value of the mine",
        "units": "MUSD",
        "is_date": False,
        "definition": "",
    }
    assert record["outcomes"]["station_basic_year"]["is_date"]


def test_never_reached_is_null_with_its_probability(two, tmp_path, capsys):
    outcomes = written(two, tmp_path, capsys)["combinations"][0]["outcomes"]
    assert outcomes["station_basic_year"]["p10"] == 2040.0
    assert outcomes["station_basic_year"]["p50"] is None
    assert outcomes["station_basic_year"]["probability"] == pytest.approx(3 / 11)
    assert outcomes["unit_cost_usd_per_kg"]["probability"] == pytest.approx(10 / 11)


def test_a_date_never_reached_differs_from_runs_that_are_missing(tmp_path, capsys):
    status = np.ones((2, 4, 1), dtype=int)
    status[0, 3], status[1] = 2, 4
    dates = along([2040.0, NAN, NAN, NAN])
    made = sweep({"a": [1, 2]}, status=status, station_basic_year=dates, unit_cost_usd_per_kg=dates)
    reached, missing = written(made, tmp_path, capsys)["combinations"]
    assert (reached["runs"], reached["missing_runs"]) == (3, 1)
    assert (missing["runs"], missing["missing_runs"]) == (0, 4)
    date, none = reached["outcomes"]["station_basic_year"], missing["outcomes"]["station_basic_year"]
    assert date["p50"] is None
    assert none["p50"] is None
    assert (date["with_value"], date["not_reached"]) == (1, ["p50", "p90"])
    assert (none["with_value"], none["not_reached"]) == (0, [])
    # An amount that runs lack is not late.
    assert reached["outcomes"]["unit_cost_usd_per_kg"]["not_reached"] == []
    assert reached["outcomes"]["unit_cost_usd_per_kg"]["with_value"] == 1


def test_paired_differences_stand_with_their_intervals(two, tmp_path, capsys):
    record = written(two, tmp_path, capsys)
    assert [(each["lever"], each["value"], each["reference"]) for each in record["differences"]] == [
        ("a", "y", "x"),
        ("b", 2, 1),
    ]
    row = of(paired_differences(needed(two), "a", over=["b"]).sel(a="y"), "npv_musd")
    difference = record["differences"][0]
    assert difference["averaged_over"] == ["b"]
    assert difference["confidence_level"] == 0.9
    assert difference["outcomes"]["npv_musd"] == {
        "mean": float(row["mean_difference"]),
        "low": float(row["interval_low"]),
        "high": float(row["interval_high"]),
        "pairs": 22,
        "probability": {"mean": 0.0, "low": 0.0, "high": 0.0},
    }


def test_failures_stand_by_status_with_their_errors(two, tmp_path, capsys):
    runs = written(two, tmp_path, capsys)["runs"]
    assert (runs["total"], runs["ok"], runs["failed"], runs["not_run"], runs["infeasible"]) == (48, 44, 4, 0, 0)
    assert runs["errors"] == [{"text": "ArithmeticError: größer", "runs": 4}]


def test_without_a_finished_run_it_is_json_with_states_alone(tmp_path, capsys):
    record = written(sweep({"a": [1, 2]}, status=2, npv_musd=NAN), tmp_path, capsys)
    assert tuple(record) == KEYS
    assert record["combinations"] == record["differences"] == []
    assert record["runs"]["failed"] == 8


def test_an_empty_combination_is_null(tmp_path, capsys):
    record = written(sweep({"a": [1, 2]}, status=[[[1]], [[4]]], npv_musd=1.0), tmp_path, capsys)
    assert record["combinations"][1]["outcomes"]["npv_musd"]["p50"] is None
    assert record["combinations"][1]["end_year"] is None


@pytest.mark.parametrize("design", ["nominal", "morris", "one_at_a_time", "saltelli"])
def test_designs_that_are_no_random_sample_say_so(design, tmp_path, capsys):
    record = written(sweep(npv_musd=1.0).assign_attrs(design=design, factors='["a"]'), tmp_path, capsys)
    assert not record["design"]["random_sample"]
    assert record["notes"][0].startswith(f"design={design}: ")


@pytest.mark.parametrize("name", ANY_NAME)
def test_a_lever_may_have_any_name(name, tmp_path):
    record = as_record(sweep({name: [True, False]}, npv_musd=1.0), tmp_path)
    assert [each["levers"] for each in record["combinations"]] == [{name: True}, {name: False}]
    json.dumps(record, allow_nan=False)


def test_quantiles_of_counts_are_whole_numbers():
    counted = sweep(missions_flown=along([3, 5, 5, 6]).astype(int), ree_produced_kg=along([3.0, 5.0, 5.0, 6.0]))
    (combination,) = as_record(needed(counted), "x")["combinations"]
    counts, amounts = (combination["outcomes"][name] for name in ("missions_flown", "ree_produced_kg"))
    assert [repr(counts[name]) for name in ("p10", "p50", "p90", "mean")] == ["3", "5", "6", "4.75"]
    assert repr(amounts["p50"]) == "5.0"


def test_a_condition_has_a_probability_with_its_ends(tmp_path, capsys):
    years = along([[2040.0] * 10 + [2050.0] * 10, [2040.0] * 15 + [NAN] * 5])
    store(sweep({"a": ["x", "y"]}, samples=20, station_basic_year=years), tmp_path / "sweep.zarr")
    show_json(tmp_path, View(("station_basic <= 2045", "station_basic")))
    record = json.loads(capsys.readouterr().out)
    name = "station_basic<=2045"
    assert record["outcomes"][name]["title"] == "Basic station by the start of 2045"
    first, second = (combination["outcomes"] for combination in record["combinations"])
    assert (first[name]["probability"], second[name]["probability"]) == (0.5, 0.75)
    # Wilson's interval of 10 of 20 at 90 %.
    assert (first[name]["probability_low"], first[name]["probability_high"]) == pytest.approx(
        (0.3275, 0.6725), abs=5e-4
    )
    assert (first[name]["p50"], first[name]["mean"]) == (None, None)
    assert (first["station_basic_year"]["p50"], first["station_basic_year"]["probability_low"]) == (2040.0, None)
    (difference,) = record["differences"]
    assert difference["outcomes"][name]["mean"] is None
    assert difference["outcomes"][name]["pairs"] == 20
    assert difference["outcomes"][name]["probability"]["mean"] == 0.25
    assert (
        0
        < difference["outcomes"][name]["probability"]["low"]
        < 0.25
        < difference["outcomes"][name]["probability"]["high"]
    )
