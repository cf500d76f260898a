"""What a report holds of a stored sweep, as the page reads it."""

import json
import shlex
import tarfile
from pathlib import Path

import numpy as np
import pytest

from lunarsim.reading.analysis.ranking.what_matters import HEADLINES
from lunarsim.reading.analysis.valid_runs import finished
from lunarsim.reading.opening import open_sweep
from lunarsim.reading.report.assemble import as_json
from lunarsim.reading.report.content import content
from lunarsim.reading.report.influence import influence
from lunarsim.reading.report.payload.packing import unpack
from lunarsim.reading.report.payload.quantize import MISSING, STEPS, Scale, decode
from lunarsim.words.units import DAYS_PER_YEAR
from tests.reading import stored_made
from tests.reading.made import along, sweep
from tests.reading.report.sweeps import dates, with_factors

FORMAT_1 = Path(__file__).parents[1] / "data" / "format_1.tar.xz"


def read(held):
    """Return what the page knows and its columns by name, read from the text as the page reads it."""
    about = json.loads(as_json(held.about))
    codes = unpack(held.data, [column["count"] for column in about["columns"]])
    return about, dict(zip([column["name"] for column in about["columns"]], codes, strict=True))


def scale_in(column):
    return Scale(column["transform"], column["low"], column["high"], column["linear_width"], column["grain"])


@pytest.fixture(scope="module")
def held(stored):
    with open_sweep(stored) as dataset:
        return read(content(stored, dataset))


@pytest.fixture
def of(tmp_path):
    """Return what a report holds of a sweep made by hand, which is stored first."""

    def make(made):
        path = stored_made.store(made, tmp_path / f"{len(list(tmp_path.iterdir()))}.zarr")
        with open_sweep(path) as dataset:
            return read(content(path, dataset))

    return make


def test_columns_lie_one_after_the_other(held):
    about, codes = held
    counts = [column["count"] for column in about["columns"]]
    assert [column["offset"] for column in about["columns"]] == [2 * sum(counts[:at]) for at in range(len(counts))]
    runs = {"run": about["runs"], "sample": about["samples"]}
    assert all(column["count"] == runs[column["dims"]] for column in about["columns"])
    assert codes["status"].tolist() == [1] * 16
    assert about["columns"][about["status_column"]]["name"] == "status"


def test_every_outcome_lies_within_half_a_step_of_the_stored_one(stored, held):
    about, codes = held
    compared = 0
    with open_sweep(stored) as dataset:
        runs = finished(dataset).values.ravel()
        for column in about["columns"]:
            name, *labels = column["name"].split(".")
            if name not in dataset.data_vars or column["kind"] in ("code", "year_series"):
                continue
            values = dataset[name]
            extra = [dim for dim in values.dims if dim not in dataset["status"].dims]
            if column["kind"] == "landing":
                values = ((values - dataset[column["after"]]) * DAYS_PER_YEAR).round()
            values = values.sel(dict(zip(extra, labels, strict=True))).values.ravel()
            scale, back = scale_in(column), decode(codes[column["name"]], scale_in(column))
            known = ~np.isnan(values) & runs
            low, high = scale.ends()
            apart = np.abs(scale.forward(back[known]) - scale.forward(values[known]))
            assert (apart <= (high - low) / STEPS * scale.grain / 2 * (1 + 1e-6)).all(), column["name"]
            assert np.isfinite(back[known]).all()
            assert not np.isfinite(back[~known]).any()
            compared += 1
    assert compared > 60


def test_units_are_those_of_the_design(stored, held):
    about, codes = held
    with open_sweep(stored) as dataset:
        for factor, unit in zip(about["factors"], dataset["u"].values, strict=True):
            column = about["columns"][factor["column"]]
            assert (column["kind"], column["name"]) == ("u", f"u:{factor['key']}")
            assert np.abs(codes[column["name"]] / STEPS - unit).max() <= 0.5 / STEPS


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


def test_milestones_have_definitions_and_causes_of_their_own(held):
    about, _ = held
    by_id = {milestone["id"]: milestone for milestone in about["milestones"]}
    basic = by_id["station_basic"]
    assert basic["label"] == "Basic station"
    assert "10 kW through a night" in basic["definition"]
    assert basic["definition"][0].isupper()
    assert not [column["description"] for column in about["columns"] if "NaN" in column["description"]]
    causes = {column["family"] for column in about["columns"] if column["kind"] == "cause"}
    assert "station_basic" in causes
    assert causes <= set(by_id)


def test_the_causes_are_those_of_the_first_station(of):
    early, late = dates(2030.0, None), dates(2040.0, None)
    made = sweep(
        samples=2,
        trailing={
            "station": (("station_basic_year",), ["ilrs", "moon_base"]),
            "milestone": (("delay_days",), ["station_basic"]),
            "cause": (("delay_days",), ["slip"]),
        },
        station_basic_year=np.stack([early, late], axis=-1),
        delay_days=30.0,
    )
    about, _ = of(made)
    ids = {milestone["id"]: about["columns"][milestone["column"]]["name"] for milestone in about["milestones"]}
    assert ids["station_basic"] == "station_basic_year.ilrs"
    assert ids["station_basic.moon_base"] == "station_basic_year.moon_base"
    assert {column["family"] for column in about["columns"] if column["kind"] == "cause"} == {"station_basic"}


def test_sections_name_columns_that_are_there(held):
    about, _ = held
    shown = [index for section in about["sections"] for index in section["columns"]]
    assert len(shown) == len(set(shown))
    outside = [column for index, column in enumerate(about["columns"]) if index not in shown]
    assert {column["kind"] for column in outside} == {"u", "code"}
    for mission in about["gantt"]["missions"]:
        assert about["columns"][mission["launch"]]["kind"] == "launch"
        assert about["columns"][mission["outcome"]]["at"] == mission["key"]


def test_a_page_that_would_be_too_large_holds_fewer_samples(of, monkeypatch):
    rng = np.random.default_rng(1)
    made = with_factors(samples=60, levers={"site": ["a", "b"]}, npv_musd=rng.normal(size=(2, 60, 1)))
    whole, codes = of(made)
    monkeypatch.setattr("lunarsim.reading.report.content.MOST_BYTES", 500)
    about, fewer = of(made)
    assert 10 < about["samples"] < 60
    assert about["runs"] == 2 * about["samples"]
    assert "samples, all lever values, of 120 runs" in about["thinned"]
    kept = codes["npv_musd"].reshape(2, 60)[:, : about["samples"]]
    assert fewer["npv_musd"].tolist() == kept.ravel().tolist()
    assert fewer["u:plant.units"].tolist() == codes["u:plant.units"][: about["samples"]].tolist()
    assert whole["thinned"] is None


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


def test_one_run_without_levers_and_factors_is_a_report(of):
    about, codes = of(sweep(samples=1, station_basic_year=2031.5, npv_musd=-3.0))
    assert (about["levers"], about["factors"], about["slidable"]) == ([], [], False)
    assert about["why_not"]
    assert about["end_years"] == [2056.5]
    column = next(column for column in about["columns"] if column["name"] == "npv_musd")
    assert decode(codes["npv_musd"], scale_in(column)).tolist() == [-3.0]


def test_a_sweep_in_which_no_run_ended_well_is_a_report(of):
    about, codes = of(with_factors(samples=3, status=2, station_basic_year=np.nan, npv_musd=np.nan))
    assert about["end_years"] == [None]
    assert set(codes["station_basic_year"].tolist()) == {MISSING}


def test_a_store_of_format_1_is_a_report(tmp_path):
    with tarfile.open(FORMAT_1) as archive:
        archive.extractall(tmp_path, filter="data")
    path = tmp_path / "sweep.zarr"
    with open_sweep(path) as dataset:
        about, codes = read(content(path, dataset))
        assert codes["status"].tolist() == dataset["status"].values.ravel().tolist()
    assert about["failures"]["counts"] == [{"status": "ok", "runs": 3}, {"status": "excluded", "runs": 3}]
    assert about["factors"]
    assert about["milestones"]


def test_hostile_texts_of_a_store_come_back_as_they_are(of):
    hostile = "</script><b>\"'&\u2028"
    made = with_factors(levers={"site": ["a", hostile]}, npv_musd=1.0)
    about, _ = of(made)
    assert about["levers"][0]["lines"][1].startswith("'site=</script><b>")


def test_an_official_milestone_tells_for_when_it_was_promised(stored, held):
    about, _ = held
    promised = {
        about["columns"][milestone["column"]]["name"]: milestone["promised"] for milestone in about["milestones"]
    }
    compared = 0
    with open_sweep(stored) as dataset:
        names = dataset["official_milestone"].values.tolist()
        stated = dataset["official_milestone_promised_year"].transpose("official_milestone", ...)
        for name, dates in zip(names, stated.values.reshape(len(names), 2, -1), strict=True):
            expected = [None if np.isnan(years).all() else years[0] for years in dates]
            if (column := f"official_milestone_year.{name}") in promised:
                assert promised.pop(column) == expected
                compared += 1
    assert compared > 3
    assert promised
    assert not any(promised.values())


def test_a_plan_without_a_milestone_has_no_promise_of_it(of):
    years = np.stack([dates(2030.0, None), dates(None, None)])[..., np.newaxis]
    promised = np.stack([dates(2031.0, 2031.0), dates(None, None)])[..., np.newaxis]
    names = ["official_milestone_year", "official_milestone_promised_year"]
    made = sweep(
        levers={"plan": ["a", "b"]},
        samples=2,
        trailing={"official_milestone": (tuple(names), ["crew"])},
        **dict(zip(names, (years, promised), strict=True)),
    )
    for name in names:
        made[name].attrs["units"] = "year"
    about, _ = of(made)
    (milestone,) = about["milestones"]
    assert milestone["promised"] == [2031.0, None]


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
