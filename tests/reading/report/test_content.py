"""The numbers of a stored sweep that a report holds, as the page reads them."""

import tarfile
from pathlib import Path

import numpy as np

from lunarsim.reading.analysis.valid_runs import finished
from lunarsim.reading.opening import open_sweep
from lunarsim.reading.report.columns import COUNT_STEPS, UNIT_STEPS
from lunarsim.reading.report.content import content
from lunarsim.reading.report.payload.quantize import MISSING, decode
from tests.reading.made import sweep
from tests.reading.report.held import read, scale_in
from tests.reading.report.sweeps import with_factors

FORMAT_1 = Path(__file__).parents[1] / "data" / "format_1.tar.xz"


def test_columns_lie_one_after_the_other(held):
    about, codes = held
    counts = [column["count"] for column in about["columns"]]
    assert [column["offset"] for column in about["columns"]] == [sum(counts[:at]) for at in range(len(counts))]
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
            values = values.sel(dict(zip(extra, labels, strict=True))).values.ravel()
            scale, back = scale_in(column), decode(codes[column["name"]], scale_in(column))
            known = ~np.isnan(values) & runs
            apart = np.abs(scale.forward(back[known]) - scale.forward(values[known]))
            assert (apart <= scale.step() / 2 * (1 + 1e-6)).all(), column["name"]
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
            scale = scale_in(column)
            assert scale.steps == (COUNT_STEPS if factor["discrete"] else UNIT_STEPS)
            assert np.abs(decode(codes[column["name"]], scale) - unit).max() <= scale.step() / 2


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
