"""Stores that are unusual and sound: each is read as it was made; and what the reader refuses beside them."""

import asyncio
import json
import pickle
import shutil

import pytest
from zarr.core.buffer.core import default_buffer_prototype
from zarr.core.sync import sync
from zarr.storage import ObjectStore

from lunarsim.study.model.interface import EXCLUDED, FAILED, NOT_NEEDED, OK
from lunarsim.study.request.levers import Cases
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.sweep import run_sweep
from lunarsim.study.store.checked import checked_store, metadata, stored_array
from lunarsim.study.store.checked.checked_store import checked
from lunarsim.study.store.checked.metadata import DIGEST
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.stored_dataset import open_dataset
from lunarsim.study.store.stored_sweep import StoredSweep
from lunarsim.words.errors import InputError, StoreError
from tests.study.conftest import asked
from tests.study.models import Small
from tests.study.test_sweep import same

SMALL = "tests.study.models:SMALL"
LONG = Small(lambda scenario, row: _raise_long(), "long")
ALL_FAIL = Small(lambda scenario, row: True, "all fail")


def _raise_long():
    raise ValueError("𝄞" * 5_000)


def table(key, value):
    """A table of two cases in which a column has one value only."""
    return {
        "levers": {"plant.units": [1, 2], key: [value, value]},
        "cases": Cases(("plant.units", key), ("a", "b")),
        "intervals": [("plant.power_kw", 50, 90, "log")],
    }


SOUND = {
    "a column of false": (table("waits.slip", False), SMALL, OK),
    "a column of zero": (table("mine.excavators", 0), SMALL, OK),
    "a column of 0.0": (table("plant.availability", 0.0), SMALL, OK),
    "a column of empty texts": ({"levers": {"plant.units": [1]}, "cases": Cases(("plant.units",), ("",))}, SMALL, OK),
    "one value of false": ({"levers": {"waits.slip": [False]}}, SMALL, OK),
    "one sample": ({"samples": 1}, SMALL, OK),
    "no factors": ({"use": "none", "design": "nominal", "samples": 1}, SMALL, OK),
    "all failed": ({}, f"{__name__}:ALL_FAIL", FAILED),
    "long errors": ({}, f"{__name__}:LONG", FAILED),
    "a block all excluded": (
        {"levers": {"plant.units": [1, 2]}, "exclude": ("plant.units>1",), "block_runs": 8},
        SMALL,
        EXCLUDED,
    ),
    "stopped early": ({"samples": 64, "until": "mean mass_kg within 90%", "batch_samples": 8}, SMALL, NOT_NEEDED),
}


def stored(folder, what, model=SMALL):
    return run_sweep(asked(**what, store=True, dir=folder), model, progress=False).path


def as_format_1(path):
    """Make of a store one as format 1 was: without checksums, digest and fill values of counts."""
    root = path / "zarr.json"
    document = json.loads(root.read_bytes())
    for name in ("format", DIGEST):
        del document["attributes"][name]
    members = document["consolidated_metadata"]["metadata"]
    for name in [name for name in members if name.startswith("checksums")]:
        del members[name]
    for array in members.values():
        array["codecs"] = array["codecs"][:-1]
        array["attributes"].pop("_FillValue", None)
    root.write_text(json.dumps(document))
    shutil.rmtree(path / "checksums")
    for chunk in path.glob("*/c/**/*"):
        if chunk.is_file():
            chunk.write_bytes(chunk.read_bytes()[:-4])


@pytest.mark.parametrize("case", SOUND)
def test_a_sound_store_is_read_in_both_formats(tmp_path, case):
    what, model, status = SOUND[case]
    expected = run_sweep(asked(**what), model, progress=False).open()
    path = stored(tmp_path, what, model)
    assert status in expected.status.values
    for form in (2, 1):
        if form == 1:
            as_format_1(path)
        with open_dataset(place_of(path)) as found:
            same(found.load(), expected)
        assert StoredSweep.open(path).pending == 8 * (status == FAILED)


@pytest.mark.parametrize("name", ["mass_kg/c/0/0/0", "units/c/0", "sample/c/0", "plant.availability/c/0"])
def test_what_no_sound_store_lacks_is_missed_in_format_1_too(tmp_path, name):
    path = stored(tmp_path, {"levers": {"plant.units": [1, 2]}})
    as_format_1(path)
    (path / name).unlink()
    if name.startswith("mass_kg"):
        with open_dataset(place_of(path)) as found:
            assert found.mass_kg.isel(units=0).isnull().all()
        return
    with pytest.raises(StoreError, match=f"{name} is missing"), open_dataset(place_of(path)) as found:
        found.load()


def test_a_folder_that_is_a_link_is_refused_at_each_read(tmp_path):
    path = stored(tmp_path, {})
    (path / "mass_kg").rename(tmp_path / "elsewhere")
    (path / "mass_kg").symlink_to(tmp_path / "elsewhere")
    with open_dataset(place_of(path), cache=False) as found:
        for _ in range(3):
            with pytest.raises(StoreError, match="mass_kg is not a folder"):
                found.mass_kg.load()


@pytest.mark.parametrize("name", ["mass_kg/c/1/0/0", "status/c/1/0/0", "checksums/blocks/c/1/0/0"])
@pytest.mark.parametrize("damage", ["deleted", "cut"])
def test_the_message_of_a_damaged_block_says_how_it_is_made_again(tmp_path, name, damage):
    what = {"levers": {"plant.units": [1, 2, 3]}, "block_runs": 8}
    path = stored(tmp_path, what)
    whole = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    if damage == "deleted":
        (path / name).unlink()
    else:
        (path / name).write_bytes((path / name).read_bytes()[:-1])
    with pytest.raises(StoreError) as caught, open_dataset(place_of(path), cache=False) as found:
        found.load()
    if name.startswith("checksums") and damage == "deleted":
        assert "lunarsim resume makes it again" in str(caught.value)
    else:
        seal = path / "checksums/blocks/c/1/0/0"
        assert str(caught.value).endswith(f"; delete {seal}, and lunarsim resume makes block 1 again")
        seal.unlink()
    assert resume_sweep(path, model=SMALL, progress=False).runs == 8
    changed = {str(file.relative_to(path)) for file, content in whole.items() if file.read_bytes() != content}
    assert changed <= {"run_seconds/c/1/0/0", "checksums/blocks/c/1/0/0"}
    assert changed


def test_a_later_format_is_named_with_its_maker(tmp_path):
    path = stored(tmp_path, {})
    document = json.loads((path / "zarr.json").read_bytes())
    document["attributes"] |= {"format": 3, "lunarsim_version": "7.1"}
    (path / "zarr.json").write_text(json.dumps(document))
    with pytest.raises(StoreError, match=r"it was made by lunarsim 7\.1 in format 3; this one reads formats 1 to 2"):
        StoredSweep.open(path)


def test_a_reader_that_looks_twice_at_once_sees_one_state(tmp_path):
    """The seal of the block appears between two looks that began together, and the later one is answered first."""
    path = stored(tmp_path, {})
    store = checked(place_of(path)).store
    looks = []

    async def content(key, most_bytes):
        looks.append(key)
        if len(looks) > 1:
            return (path / key).read_bytes()
        await asyncio.sleep(0.01)
        return None

    async def both():
        return await asyncio.gather(store._seal(0), store._seal(0))

    store._content = content
    one, other = sync(both())
    assert len(looks) == 2
    assert one is other
    assert sync(store._seal(0)) is one


def test_a_copy_in_another_process_carries_no_sums(tmp_path):
    path = stored(tmp_path, {})
    store = checked(place_of(path)).store
    sync(store.get("sample/c/0", default_buffer_prototype()))
    sync(store.get("status/c/0/0", default_buffer_prototype()))
    assert store._seals
    assert store._contents._known
    again = pickle.loads(pickle.dumps(store))
    assert not again._seals
    assert not again._contents._known
    assert sync(again.get("status/c/0/0", default_buffer_prototype())) is not None


def test_a_block_of_the_longest_errors_is_read(tmp_path, monkeypatch):
    """What the writer may pack, the reader takes; here beyond the limit of labels."""
    monkeypatch.setattr(stored_array, "MOST_TEXT_BYTES", 10_000)
    path = stored(tmp_path, {}, f"{__name__}:LONG")
    with open_dataset(place_of(path)) as found:
        assert {len(error) for error in found.error.values.ravel()} == {1000}


def test_blocks_that_could_not_be_read_again_are_refused_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(stored_array, "MOST_CHUNK_BYTES", 7 * stored_array.ERROR_BYTES + 4)
    with pytest.raises(InputError, match=r"executor.block_runs: makes blocks of 8 runs, in which error .*take 7 or"):
        stored(tmp_path, {})
    assert not list(tmp_path.iterdir())
    assert stored(tmp_path, {"block_runs": 7})
    monkeypatch.setattr(stored_array, "MOST_TEXT_BYTES", 10)
    with pytest.raises(InputError, match=r"has labels of [\d,]+ bytes, allowed 10"):
        stored(tmp_path, {"block_runs": 7})


def test_metadata_that_no_reader_takes_are_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(metadata, "MOST_METADATA_BYTES", 10_000)
    with pytest.raises(StoreError, match=r"zarr.json has [\d,]+ bytes, allowed 10,000"):
        stored(tmp_path, {})
    assert not list(tmp_path.glob("**/zarr.json"))


@pytest.mark.parametrize("name", ["zarr.json", "mass_kg/c/0/0"])
def test_of_an_object_at_a_url_no_more_is_read_than_it_may_have(tmp_path, monkeypatch, name):
    path = stored(f"memory://{tmp_path.name}", {})
    place = place_of(path)
    size = 10**7
    place.put_bytes(name, b"1" * size)
    if name == "zarr.json":
        monkeypatch.setattr(checked_store, "MOST_METADATA_BYTES", 10**5)
    sizes = []
    get = ObjectStore.get

    async def watched(self, *args, **kwargs):
        found = await get(self, *args, **kwargs)
        sizes.append(0 if found is None else len(found))
        return found

    monkeypatch.setattr(ObjectStore, "get", watched)
    with pytest.raises(StoreError, match=f"{name} is larger than"), open_dataset(place) as found:
        found.load()
    assert max(sizes) < size / 10
