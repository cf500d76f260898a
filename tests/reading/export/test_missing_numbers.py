"""Runs that were not made have no number in a file that is exported."""

import csv

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from lunarsim.reading.export import files, row_files
from lunarsim.study.run.sweep import run_sweep
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.stored_dataset import open_dataset
from tests.study.conftest import asked


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A sweep of which one half is excluded."""
    asked_for = asked({"plant.units": [1, 2]}, samples=6, exclude=["plant.units==2"], store=True,
                      dir=tmp_path_factory.mktemp("out"))  # fmt: skip
    return run_sweep(asked_for, "tests.study.models:SMALL", progress=False).path


def test_exported_counts_are_whole_numbers_or_missing(path, tmp_path):
    with files.export(path, "csv", tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    counts = [row["flights"] for row in rows]
    assert counts[6:] == [""] * 6
    assert all(text.isdigit() for text in counts[:6])
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(files.export(path, "parquet", tmp_path / "out.parquet"))
    assert str(table.schema.field("flights").type) == "int32"
    assert table["flights"].to_pylist() == [int(text) if text else None for text in counts]
    pytest.importorskip("h5netcdf")
    with xr.open_dataset(files.export(path, "netcdf", tmp_path / "out.nc"), engine="h5netcdf") as exported:
        assert exported.flights.encoding["dtype"] == np.int32
        assert exported.flights.encoding["_FillValue"] == -1
        assert float(exported.flights.mean()) == np.mean([int(text) for text in counts[:6]])
        assert exported.mission_outcome.encoding["dtype"] == np.int8
        assert exported.mission_outcome.attrs["flag_values"].dtype == np.int8


def test_what_is_missing_is_null_in_parquet_so_that_every_reader_has_the_statistics_of_the_dataset(path, tmp_path):
    parquet, pc = pytest.importorskip("pyarrow.parquet"), pytest.importorskip("pyarrow.compute")
    table = parquet.read_table(files.export(path, "parquet", tmp_path / "out.parquet"))
    read = pd.read_csv(files.export(path, "csv", tmp_path / "out.csv"))
    assert read.columns.tolist() == table.column_names
    numbers = 0
    with open_dataset(place_of(path)) as dataset:
        for column in row_files.columns(dataset):
            values = dataset[column.variable]
            if column.meanings or values.dtype.kind not in "fi":
                continue
            along = values.broadcast_like(dataset["status"])
            there = table[column.name].drop_null()
            assert not pc.any(pc.is_nan(pc.cast(there, "double"))).as_py()
            assert len(there) == read[column.name].count() == int(along.notnull().sum())
            if len(there):
                assert pc.mean(there).as_py() == pytest.approx(float(along.mean()))
                assert pc.quantile(there, 0.5)[0].as_py() == pytest.approx(float(along.median()))
                assert read[column.name].median() == pytest.approx(float(along.median()))
            numbers += len(there) < len(table)
        # Half of the runs were not made.
        assert numbers > 3
    assert table["error"].null_count == 6
    assert set(table["error"].drop_null().to_pylist()) == {"excluded by design.exclude: plant.units==2"}
    assert table["status"].to_pylist() == ["ok"] * 6 + ["excluded"] * 6


def test_a_code_has_its_meaning_beside_it(path, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    about = {"flag_values": [0, 1], "flag_meanings": "inferred indicated", "units": "1"}
    with open_dataset(place_of(path)) as dataset:
        codes = (dataset["flights"] % 2).assign_attrs(about)
        codes.encoding = dataset["flights"].encoding
        coded = dataset.assign(resource_class=codes)
        row_files.write_parquet(coded, tmp_path / "out.parquet")
        row_files.write_csv(coded, tmp_path / "out.csv")
    table = parquet.read_table(tmp_path / "out.parquet")
    numbers, meanings = (table[name].to_pylist() for name in ("resource_class", "resource_class_meaning"))
    assert meanings == [{0: "inferred", 1: "indicated", None: None}[number] for number in numbers]
    assert None in meanings
    assert table.schema.field("resource_class").metadata[b"flag_meanings"] == b"0=inferred 1=indicated"
    read = pd.read_csv(tmp_path / "out.csv")["resource_class_meaning"]
    assert [None if pd.isna(text) else text for text in read] == meanings
