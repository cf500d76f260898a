import dataclasses
import json
import warnings
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
import yaml
import zarr

from lunarsim.study.designs import sequences
from lunarsim.study.model.interface import STATUS_FLAGS
from lunarsim.study.request.settings import Output
from lunarsim.study.run.sweep import SweepInterrupted, run_sweep
from lunarsim.study.store import zarr_store
from lunarsim.study.store.checked import template
from lunarsim.study.store.folder import checked_parent
from lunarsim.study.store.memory import MemoryStore, drawn_columns
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import InputError, StoreError
from tests.study.conftest import SITES, asked
from tests.study.test_sweep import same

ASKED = {
    "levers": {"plant.units": [1, 2, 3], "logistics.delivery_usd_per_kg": [1e4, 1e5]},
    "groups": {"site": list(SITES)},
    "use": "default",
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A stored sweep in a folder with spaces and letters beyond ASCII, in blocks that do not divide it evenly."""
    folder = tmp_path_factory.mktemp("größe 月")
    changes = {"plant.power_kw": 70.0}
    request = asked(**ASKED, changes=changes, samples=7, store=True, dir=folder, block_runs=5)
    return run_sweep(request, "tests.study.models:FAILING", progress=False)


def test_plain_xarray_opens_it_without_warnings(stored):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with xr.open_zarr(stored.path) as ds:
            loaded = ds.load()
    assert (
        loaded.sizes.items() >= {"site": 2, "units": 3, "delivery_usd_per_kg": 2, "sample": 7, "replicate": 1}.items()
    )
    assert loaded.mass_kg.dims == ("site", "units", "delivery_usd_per_kg", "sample", "replicate")


def test_it_equals_the_same_sweep_kept_in_memory(stored):
    request = asked(**ASKED, changes={"plant.power_kw": 70.0}, samples=7)
    same(stored.open().load(), run_sweep(request, "tests.study.models:FAILING", progress=False).open())


def test_every_variable_says_what_it_is(stored):
    for name, variable in stored.open().variables.items():
        said = {**variable.attrs, **{key: variable.encoding[key] for key in ("units",) if key in variable.encoding}}
        assert said.keys() >= {"long_name", "description"}, name
        is_text = variable.dtype.kind in "OTU"
        assert is_text != ("units" in said), name
        assert ("USD" in said.get("units", "")) == ("currency_year" in said), name


def test_codes_are_cf_flags(stored):
    status = stored.open().status
    assert list(status.flag_values) == [value for value, _ in STATUS_FLAGS]
    assert status.flag_meanings.split() == [meaning for _, meaning in STATUS_FLAGS]
    assert status.dtype == np.int8
    assert stored.open().mission_outcome.flag_meanings == "lost flown"


def test_levers_and_factors_name_their_key(stored):
    ds = stored.open()
    assert ds.units.config_key == "plant.units"
    assert ds.site.config_key == "site"
    assert ds.delivery_usd_per_kg.units == "USD/kg"
    factor = ds["deposit.thorium_multiplier"]
    assert factor.config_key == "deposit.thorium_multiplier"
    assert "log-normal" in factor.distribution
    assert factor.evidence == "measured"
    assert ds.u.dims == ("factor", "sample")


def test_series_are_rounded_to_their_declared_kind(stored):
    ds = stored.open()
    assert ds.month_power_kw.dtype == np.float32
    stored = zarr.open_group(stored.path, mode="r")
    assert stored["flights"].dtype == np.int32
    assert stored["mission_outcome"].dtype == np.int8


def test_the_attributes_say_where_it_comes_from(stored):
    attrs = stored.open().attrs
    assert json.loads(attrs["config"]) == {"site": "shackleton", "note": "größer"}
    assert attrs["command"] == "plant.power_kw=70.0"
    assert (attrs["seed"], attrs["design"], attrs["samples"], attrs["replicates"]) == (5, "lhs", 7, 1)
    assert attrs["plan_hash"] == stored.plan.hash
    for package in ("lunarsim", "python", "numpy", "scipy", "simpy", "xarray", "zarr"):
        assert attrs[f"{package}_version"][0].isdigit()


def test_the_folder_holds_dataset_config_and_log(stored):
    folder = stored.path.parent
    assert sorted(path.name for path in folder.iterdir()) == ["config.yaml", "sweep.lock", "sweep.log", "sweep.zarr"]
    assert yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8")) == {
        "site": "shackleton",
        "note": "größer",
    }
    log = (folder / "sweep.log").read_text(encoding="utf-8")
    assert "84 runs" in log
    assert "ArithmeticError: sample 3 cannot be" in log
    assert folder.parent.name == "study"


def test_every_chunk_of_a_block_is_one_file_and_whole_dimensions_stay_whole(stored):
    import zarr

    group = zarr.open_group(stored.path, mode="r")
    assert group["mass_kg"].chunks == (1, 1, 1, 4, 1)
    assert group["month_power_kw"].chunks == (1, 1, 1, 4, 1, 360)
    assert group["status"].nchunks_initialized == stored.plan.grid.blocks


def test_two_sweeps_of_one_second_have_folders_of_their_own(tmp_path, monkeypatch):
    request = asked(samples=1, store=True, dir=tmp_path)
    paths = {run_sweep(request, "tests.study.models:SMALL", progress=False).path for _ in range(3)}
    assert len(paths) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"levers": {"plant.units": [-1]}},
        {"changes": {"plant.units": -1}},
        {"intervals": [("plant.power_kw", 2, 1)]},
        {"levers": {"station.lead": ["nobody"]}},
        {"name": "../elsewhere"},
        {"name": ".."},
    ],
)
def test_nothing_is_written_where_something_is_wrong(tmp_path, wrong):
    with pytest.raises(InputError):
        run_sweep(asked(**wrong, store=True, dir=tmp_path / "out"), "tests.study.models:SMALL", progress=False)
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_the_output_goes_before_that_of_the_experiment(tmp_path):
    request = asked(dir=tmp_path)
    assert checked_parent(request).path == tmp_path / "study"
    assert (
        checked_parent(dataclasses.replace(request, output=Output(True, "mine", str(tmp_path)))).path
        == tmp_path / "mine"
    )


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot be written: .*output\.dir"):
        run_sweep(asked(store=True, dir=tmp_path / "file"), "tests.study.models:SMALL", progress=False)


def test_a_store_that_cannot_be_written_is_a_clear_error(tmp_path, plan):
    store = ZarrStore.create(tmp_path / "sweep.zarr", plan(), {})
    block = _block(plan())
    (tmp_path / "sweep.zarr" / "mass_kg" / "c").write_text("in the way")
    with pytest.raises(StoreError, match=r"sweep.zarr cannot be written"):
        store.write(block)
    assert (xr.open_zarr(store.path, chunks=None).status == 0).all()


def _block(plan):
    from lunarsim.study.run.block_runner import Runner
    from tests.study.models import SMALL

    return Runner(plan, SMALL, MemoryStore(plan, {})).run(0)


def test_an_interrupted_sweep_keeps_its_finished_blocks(tmp_path):
    request = asked(samples=20, store=True, dir=tmp_path, block_runs=10)
    with pytest.raises(SweepInterrupted, match=r"1 of 2 blocks finished \(10 of 20 runs\), kept in .*study") as caught:
        run_sweep(request, "tests.study.models:INTERRUPTED", progress=False)
    assert caught.value.exit_code == 130
    (path,) = tmp_path.glob("study/*/sweep.zarr")
    assert xr.open_zarr(path, chunks=None).status.values.ravel().tolist() == [1] * 10 + [0] * 10


def test_factor_values_are_read_across_chunks_of_samples(tmp_path, plan, monkeypatch):
    monkeypatch.setattr(zarr_store, "SAMPLES_OF_A_CHUNK", 16)
    made = plan(groups={"program@programs.russia": ["declared", "reformed"]}, samples=50)
    store, memory = ZarrStore.create(tmp_path / "s.zarr", made, {}), MemoryStore(made, {})
    (factor,) = (each for each in made.factors if each.key == "programs.russia.slip_multiplier")
    for samples in (slice(0, 5), slice(10, 20), slice(0, 50), slice(45, 50), slice(3, 4)):
        for choice in ((0,), (1,)):
            stored_values = store.factor_values(factor, choice, samples)
            assert np.array_equal(stored_values, memory.factor_values(factor, choice, samples))


def test_the_template_of_a_million_runs_is_made_fast_and_small(tmp_path, plan):
    import time

    made = plan({"plant.units": list(range(1, 101))}, samples=10_000)
    start = time.process_time()
    path = ZarrStore.create(tmp_path / "sweep.zarr", made, {}).path
    assert time.process_time() - start < 10
    assert made.grid.runs == 10**6
    # Quantiles and values of the factors along 10,000 samples, eight bytes each, and nothing for each run.
    design_bytes = 2 * 8 * len(made.factors) * made.samples
    assert sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) < design_bytes


def _made_by_zarr(path, folder):
    """Make the arrays of a store once more as plain Zarr makes them, in a folder."""
    from zarr.codecs import BloscCodec, Crc32cCodec

    group = zarr.create_group(folder)
    for name, array in zarr.open_group(path, mode="r").arrays():
        codec = array.metadata.codecs[1]
        again = group.create_array(
            name,
            shape=array.shape,
            chunks=array.chunks,
            dtype=str if array.dtype.kind == "T" else array.dtype,
            fill_value=array.fill_value,
            compressors=(
                BloscCodec(cname=codec.cname, clevel=codec.clevel, shuffle=codec.shuffle),
                Crc32cCodec(),
            ),
            attributes=dict(array.attrs),
            dimension_names=array.metadata.dimension_names,
        )
        again[...] = array[...]


@pytest.mark.parametrize("design", ["lhs", "sobol", pytest.param("one_at_a_time", marks=pytest.mark.slow)])
def test_the_template_is_byte_for_byte_what_zarr_writes(tmp_path, plan, monkeypatch, design):
    """In chunks and pieces of which one ends in the other."""
    monkeypatch.setattr(template, "SAMPLES_OF_A_CHUNK", 3)
    monkeypatch.setattr(sequences, "ROWS_OF_A_PIECE", 2)
    levers = {"plant.units": [1, 2], "waits.slip": [True, False], "logistics.delivery_usd_per_kg": [0.0, 1e5]}
    asked_for = {} if design == "one_at_a_time" else {"samples": 8}
    use = "default" if design == "one_at_a_time" else "none"
    intervals = [("mine.excavators", 1, 9), ("plant.power_kw", 50, 90, "log")]
    whole = plan(levers, {"site": list(SITES)}, intervals, design=design, use=use, **asked_for)
    path = ZarrStore.create(tmp_path / "sweep.zarr", whole, {"title": "a sweep"}).path
    _made_by_zarr(path, tmp_path / "again")
    files = {
        each.relative_to(path)
        for each in path.rglob("*")
        if each.is_file() and each.relative_to(path).parts[0] not in ("checksums", "zarr.json")
    }
    again = {each.relative_to(tmp_path / "again") for each in (tmp_path / "again").rglob("*") if each.is_file()}
    assert again - files == {Path("zarr.json")}
    assert files <= again
    assert len([each for each in files if each.parts[0] == "u"]) > 3
    for file in files:
        if file.name == "zarr.json":
            one, two = (json.loads((folder / file).read_bytes()) for folder in (path, tmp_path / "again"))
            assert one == two
        else:
            assert (path / file).read_bytes() == (tmp_path / "again" / file).read_bytes(), file
    before = json.loads((path / "zarr.json").read_bytes())
    with pytest.warns(UserWarning, match="Consolidated metadata"):
        zarr.consolidate_metadata(path)
    assert json.loads((path / "zarr.json").read_bytes()) == before
    drawn = {name: values for name, _, values in drawn_columns(whole) if name != "u"}
    assert all(np.isfinite(zarr.open_group(path, mode="r")[name][...]).all() for name in drawn)
