"""A store of format 1, made by commit 7c66584: shown, exported and opened, neither resumed nor replayed.

It was made by ``lunarsim -m plant.units=1,2 'design.exclude=["plant.units==2"]' design.samples=3
timeline.horizon_years=8 executor.block_runs=3``; half of its runs are excluded.
"""

import csv
import tarfile
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.analysis.summary import summarize
from lunarsim.reading.export import netcdf
from lunarsim.reading.export.files import export
from lunarsim.reading.opening import open_sweep
from lunarsim.reading.tables.json_summary import show_json
from lunarsim.reading.tables.summary_table import show
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.rerun import replay_run
from lunarsim.words.errors import StoreError

STORED = Path(__file__).with_name("data") / "format_1.tar.xz"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("format 1")
    with tarfile.open(STORED) as archive:
        archive.extractall(folder, filter="data")
    return folder / "sweep.zarr"


def test_plain_xarray_opens_it(path):
    with xr.open_zarr(path) as stored:
        assert stored.status.values.ravel().tolist() == [1, 1, 1, 5, 5, 5]
        assert "format" not in stored.attrs
        assert stored.missions_flown.sel(units=2).values.ravel().tolist() == [-1, -1, -1]


def test_its_runs_that_were_not_made_have_no_numbers(path):
    """Its counts and codes have no fill value, so that plain xarray counts the excluded half as -1."""
    with open_sweep(path) as opened, xr.open_zarr(path) as plain:
        made, raw = opened.missions_flown, plain.missions_flown
        assert made.sel(units=2).isnull().all()
        np.testing.assert_array_equal(made.sel(units=1), raw.sel(units=1))
        assert float(made.mean()) == float(raw.sel(units=1).mean()) > float(raw.mean())
        assert (made.dtype, opened.mission_outcome.dtype) == (np.float64, np.float32)
        # Absent is a code of runs that were made, and stays one.
        codes = opened.mission_outcome.sel(units=1)
        np.testing.assert_array_equal(codes, plain.mission_outcome.sel(units=1))
        assert opened.mission_outcome.sel(units=2).isnull().all()
        one = opened.mission_outcome.isel(mission=[0, 2], sample=1, replicate=0)
        assert one.dims == ("units", "mission")
        assert one.values[0].tolist() == codes.isel(mission=[0, 2], sample=1, replicate=0).values.tolist()


def test_it_is_shown(path, capsys):
    show(path)
    out = capsys.readouterr().out
    assert "3 of 6 runs, 3 excluded" in out
    assert "Cost, China [million USD]" in out
    show_json(path)
    assert '"excluded": 3' in capsys.readouterr().out
    with open_sweep(path) as opened:
        assert summarize(opened).sizes["units"] == 2


def test_it_is_exported(path, tmp_path):
    with export(path, "csv", tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    rows = list(csv.reader(lines))
    column = [name.partition(" ")[0] for name in rows[0]].index("missions_flown")
    assert [row[column].isdigit() for row in rows[1:]] == [True] * 3 + [False] * 3
    pytest.importorskip("pyarrow")
    assert export(path, "parquet", tmp_path / "out.parquet").is_file()


# Each variable takes its time to be written as netCDF.
@pytest.mark.parametrize("names", [("missions_flown", "mission_outcome"), pytest.param((), marks=pytest.mark.slow)])
def test_it_is_exported_as_netcdf(path, tmp_path, names):
    pytest.importorskip("h5netcdf")
    target = tmp_path / "out.nc"
    if names:
        with open_sweep(path) as opened:
            netcdf.write(opened[list(names)], target)
    else:
        export(path, "netcdf", target)
    with xr.open_dataset(target, engine="h5netcdf") as exported:
        assert exported.missions_flown.isel(units=1).isnull().all()
        assert (exported.mission_outcome.isel(units=0) >= -1).all()


def test_resume_and_replay_refuse_it_with_one_line(path):
    line = (
        r"^[^\n]*sweep.zarr: was made by lunarsim 0.1.0 at commit 7c665844551c: its format is 1, "
        r"that of this lunarsim 2; resume and replay need that version$"
    )
    with pytest.raises(StoreError, match=line):
        resume_sweep(path, progress=False)
    with pytest.raises(StoreError, match=line):
        replay_run(path, {"units": "1", "sample": "0"})
