import re
import shutil
import warnings

import pytest
import xarray as xr

from lunarsim.reading.opening import open_sweep, readable
from lunarsim.reading.tables.summary_table import show
from lunarsim.words.errors import StoreError
from tests.reading.made import sweep
from tests.reading.stored_made import store


@pytest.fixture
def stored(tmp_path):
    path = tmp_path / "sweep.zarr"
    return store(sweep({"a": ["x", "y"]}, npv_musd=1.0), path)


def test_a_sweep_is_found_by_its_folder_its_dataset_and_under_any_name(stored):
    renamed = stored.parent / "of_last_week"
    shutil.copytree(stored, renamed)
    for path in (stored.parent, stored, renamed):
        with open_sweep(path) as dataset:
            assert dataset["status"].dims == ("a", "sample", "replicate")


def test_a_store_is_read_without_a_warning(stored):
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        open_sweep(stored).close()
    assert not shown


@pytest.mark.parametrize(
    ("dataset", "reason"),
    [
        (xr.Dataset({"temperature": ("x", [1.0])}), "cannot be read as a sweep: "),
        (sweep(npv_musd=1.0).drop_attrs(), "is not a sweep (not written by lunarsim)"),
        (sweep(npv_musd=1.0).drop_vars("horizon_year"), "is not a sweep (no variable horizon_year)"),
    ],
)
def test_a_dataset_that_is_no_sweep_is_refused(tmp_path, dataset, reason):
    path = tmp_path / "sweep.zarr"
    store(dataset, path) if "status" in dataset else dataset.to_zarr(path, consolidated=False)
    with pytest.raises(StoreError, match=re.escape(f"{tmp_path / 'sweep.zarr'}: {reason}")):
        open_sweep(tmp_path)


def test_a_damaged_piece_is_reported_with_the_path(stored):
    (piece,) = [path for path in (stored / "npv_musd").rglob("*") if path.is_file() and path.name != "zarr.json"]
    piece.write_bytes(b"not what was written")
    with pytest.raises(StoreError, match=re.escape(f"{stored}: npv_musd/c/0/0/0 is damaged")):
        show(stored.parent)


def test_damaged_metadata_is_reported_with_the_path(stored):
    (stored / "zarr.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match=re.escape(f"{stored}: cannot be read as a sweep: ")):
        show(stored)


def test_a_file_is_no_sweep(tmp_path):
    path = tmp_path / "sweep.nc"
    path.write_bytes(b"CDF")
    with pytest.raises(StoreError, match="is a file; give the folder of a sweep"):
        open_sweep(path)


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_without_a_sweep_is_reported(tmp_path, name):
    with pytest.raises(StoreError, match=r"holds no sweep \(no sweep.zarr there\)"):
        open_sweep(tmp_path / name)


def test_an_error_of_the_program_is_not_taken_for_one_of_the_store(tmp_path):
    with pytest.raises(AttributeError), readable(tmp_path):
        raise AttributeError
