"""Runs that were not made have no number in a file that is exported."""

import csv

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.export import files
from lunarsim.study.run.sweep import run_sweep
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
