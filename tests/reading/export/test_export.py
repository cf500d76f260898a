"""A stored sweep as netCDF, CSV and Parquet: the same numbers, the rules of the format, complete or not at all."""

import csv
import subprocess
import sys

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.export import files, netcdf, row_files
from lunarsim.study.run.sweep import run_sweep
from lunarsim.words.errors import InputError, StoreError
from tests.study.conftest import SITES, asked

NETCDF = pytest.importorskip("h5netcdf", reason="extra netcdf")


def swept(folder, **settings):
    """A sweep with failed runs, an infeasible lever value, booleans and texts as levers, blocks that cut samples."""
    request = asked(
        {"plant.power_kw": [80.0, 0.0], "waits.slip": [True, False]},
        {"site": list(SITES)},
        samples=14,
        replicates=2,
        block_runs=9,
        store=True,
        dir=folder,
        **settings,
    )
    return run_sweep(request, "tests.study.models:FAILING", progress=False).path


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return swept(tmp_path_factory.mktemp("größe"))


@pytest.fixture
def stored(path):
    with xr.open_zarr(path, chunks=None) as dataset:
        yield dataset.load()


def test_netcdf_holds_the_same_numbers(path, stored, tmp_path):
    written = files.export(path, "netcdf", tmp_path / "out.nc")
    with xr.open_dataset(written, engine="h5netcdf") as exported:
        for name, variable in stored.data_vars.items():
            other = exported[name.replace(".", "_")]
            assert other.dims == tuple(dim.replace(".", "_") for dim in variable.dims)
            assert other.dtype == variable.dtype or variable.dtype.kind in "TO"
            np.testing.assert_array_equal(other.values.astype(variable.dtype), variable.values, err_msg=name)
        assert exported.site.values.tolist() == exported.site_label.values.tolist() == list(SITES)
        assert exported.slip.values.tolist() == [1, 0]
        assert exported.month.values.tolist() == stored.month.values.tolist()
        assert exported.attrs["plan_hash"] == stored.attrs["plan_hash"]
        np.testing.assert_array_equal(exported.mass_kg.sel(site="fra_mauro"), stored.mass_kg.sel(site="fra_mauro"))
        assert exported.cost_musd.attrs["units"] == "1e6"
        assert exported.cost_musd.attrs["currency_units"] == "MUSD"


def test_texts_of_netcdf_attributes_have_a_fixed_length_and_none_is_empty(path, tmp_path):
    """NCO drops strings of netCDF-4, and with ``coordinates`` the labels."""
    import h5py

    written = files.export(path, "netcdf", tmp_path / "out.nc")
    texts = {}
    with h5py.File(written) as file:
        for holder in (file, *file.values()):
            for name in holder.attrs:
                kind = holder.attrs.get_id(name).get_type()
                if isinstance(kind, h5py.h5t.TypeStringID):
                    assert not kind.is_variable_str(), (holder.name, name)
                    texts[holder.name, name] = holder.attrs[name]
                elif not isinstance(kind, h5py.h5t.TypeVlenID):
                    assert np.size(holder.attrs[name]) > 0, (holder.name, name)
    assert [key for key, text in texts.items() if not text] == []
    assert texts["/mass_kg", "coordinates"] == b"site_label"
    assert texts["/mission_outcome", "coordinates"] == b"mission_label site_label"
    with xr.open_dataset(written, engine="h5netcdf") as exported:
        assert "größer" in exported.attrs["config"]


def test_a_long_attribute_is_kept(path, tmp_path):
    with xr.open_dataset(path, engine="zarr", chunks=None) as dataset:
        netcdf.write(dataset[["status"]].assign_attrs(scenarios="ö" * 100_000), tmp_path / "out.nc")
    with xr.open_dataset(tmp_path / "out.nc", engine="h5netcdf") as exported:
        assert exported.attrs["scenarios"] == "ö" * 100_000


def test_numbers_along_a_dimension_of_netcdf_are_in_order(path, tmp_path):
    with xr.open_dataset(path, engine="zarr", chunks=None) as dataset:
        disordered = dataset[["mass_kg"]].isel(sample=slice(0, 3)).assign_coords(sample=[1, 4, 2])
        netcdf.write(disordered, tmp_path / "out.nc")
        with xr.open_dataset(tmp_path / "out.nc", engine="h5netcdf") as exported:
            assert exported.sample.values.tolist() == [1, 2, 4]
            for number in (1, 2, 4):
                one = exported.mass_kg.sel(sample=number)
                np.testing.assert_array_equal(one, disordered.mass_kg.sel(sample=number))


def test_every_unit_of_an_exported_factor_is_known_to_udunits():
    units = pytest.importorskip("cf_units")
    dataset = run_sweep(asked(use="default", samples=1), "tests.study.models:SMALL", progress=False).open()
    exported = netcdf.conforming(dataset)
    texts = {exported[key.replace(".", "_")].attrs["units"] for key in dataset.factor.values.tolist()}
    assert texts >= {"kg", "1/kg", "1e6", "kW h kg-1"}
    for text in texts:
        units.Unit(text)


@pytest.mark.slow
def test_netcdf_with_all_factors_passes_an_independent_checker(tmp_path):
    test_netcdf_passes_an_independent_checker(swept(tmp_path, use="default"), tmp_path)


# The checker takes long over many variables.
def test_netcdf_passes_an_independent_checker(path, tmp_path):
    pytest.importorskip("compliance_checker")
    written = files.export(path, "netcdf", tmp_path / "out.nc")
    code = (
        "import sys\nfrom compliance_checker.runner import CheckSuite, ComplianceChecker\n"
        "CheckSuite.load_all_available_checkers()\n"
        f"passed, errors = ComplianceChecker.run_checker({str(written)!r}, ['cf:1.11'], 0, 'strict')\n"
        "sys.exit(not passed or errors)"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All tests passed!" in done.stdout


def test_csv_has_one_row_a_run(path, stored, tmp_path):
    written = files.export(path, "csv", tmp_path / "out.csv")
    with written.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert len(rows) == stored.status.size == 2 * 2 * 2 * 14 * 2
    assert header[:5] == ["site", "power_kw", "slip", "sample", "replicate"]
    assert not [name for name in header if name.startswith(("month", "import_reliance")) or name == "u"]
    where = {name: at for at, name in enumerate(header)}
    flat = stored.mass_kg.values.ravel()
    masses = [float(row[where["mass_kg"]] or "nan") for row in rows]
    np.testing.assert_array_equal(masses, flat)
    for row in rows[:: len(rows) // 17]:
        one = stored.sel(
            site=row[0], power_kw=float(row[1]), slip=row[2] == "true", sample=int(row[3]), replicate=int(row[4])
        )
        assert row[where["status"]] == {1: "ok", 2: "failed", 4: "infeasible"}[one.status.item()]
        assert row[where["error"]] == one.error.item()
        assert float(row[where["plant.availability"]]) == one["plant.availability"].item()


def test_parquet_is_the_same_table_with_units_in_its_metadata(path, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(files.export(path, "parquet", tmp_path / "out.parquet"))
    with xr.open_dataset(path, engine="zarr", chunks=None) as dataset:
        blocks = list(row_files.blocks(dataset))
        assert table.column_names == [column.name for column in row_files.columns(dataset)]
    for name in table.column_names:
        expected = [value for block in blocks for value in block[name]]
        assert repr(table[name].to_pylist()) == repr(expected), name
    assert table.schema.field("mass_kg").metadata[b"units"] == b"kg"


def test_a_table_is_read_in_parts_that_fit_and_in_order(path, monkeypatch):
    with xr.open_dataset(path, engine="zarr", chunks=None) as dataset:
        few = dataset[["status", "error", "mass_kg"]]
        corner = few.isel(site=[0], slip=[1]).load()
        for runs, most, parts in ((few, 30, 8), (few, 100, 4), (corner, 9, 8), (corner, 1, 56)):
            monkeypatch.setattr(row_files, "ROWS", 10_000)
            (complete,) = row_files.blocks(runs)
            monkeypatch.setattr(row_files, "ROWS", most)
            read = list(row_files.blocks(runs))
            assert len(read) == parts
            assert max(len(block["status"]) for block in read) <= most
            joined = {name: [value for block in read for value in block[name]] for name in complete}
            assert repr(joined) == repr(complete)


def test_left_out_the_file_stands_beside_the_dataset_and_is_replaced(path):
    first = files.export(path, "csv")
    assert first == path.with_name("sweep.csv")
    content = first.read_bytes()
    assert files.export(path, "csv").read_bytes() == content
    first.unlink()


def test_a_file_that_exists_is_not_overwritten(path, tmp_path):
    (tmp_path / "mine.csv").write_text("dear")
    with pytest.raises(InputError, match="exists already"):
        files.export(path, "csv", tmp_path / "mine.csv")
    assert (tmp_path / "mine.csv").read_text() == "dear"


@pytest.mark.parametrize("form", ["netcdf", "csv", "parquet"])
def test_a_failure_half_way_leaves_nothing(path, tmp_path, monkeypatch, form):
    module, name = (xr.Dataset, "to_netcdf") if form == "netcdf" else (row_files, "blocks")

    def half(dataset, target=None, **rest):
        if target is not None:
            target.write_bytes(b"half")
        else:
            yield from ()
        raise OSError(28, "No space left on device")

    def half_file(dataset, target, **rest):
        list(half(dataset, target))

    monkeypatch.setattr(module, name, half_file if form == "netcdf" else half)
    with pytest.raises(StoreError, match="No space left on device"):
        files.export(path, form, tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_a_package_that_is_not_installed_is_named(path, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "find_spec", lambda package: None)
    with pytest.raises(InputError, match=r"parquet needs the package pyarrow; .*lunarsim\[parquet\]"):
        files.export(path, "parquet", tmp_path / "out")
    with pytest.raises(InputError, match=r"lunarsim\[netcdf\]"):
        files.export(path, "netcdf", tmp_path / "out")


def test_what_is_no_sweep_is_a_clear_error(tmp_path):
    with pytest.raises(StoreError, match=r"nothing.zarr: cannot be read as a sweep: no complete sweep is there"):
        files.export(tmp_path / "nothing.zarr", "csv", tmp_path / "out.csv")
