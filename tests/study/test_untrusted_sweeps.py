"""A sweep that a stranger sent: nothing in its folder makes a command connect, execute or write elsewhere."""

import json
import os
import shutil
import socket

import pytest

from lunarsim.study.request.settings import Executor
from lunarsim.study.run import continuation
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.executors import Serial
from lunarsim.study.run.rerun import replay_run
from lunarsim.study.run.stored_executor import local_executor
from lunarsim.study.run.sweep import run_sweep
from lunarsim.study.store import provenance
from lunarsim.study.store.folder import CONFIG, LOG, Folder
from lunarsim.study.store.lock import HOLDER, LOCK, locked
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.provenance import implausible, other_versions, versions
from lunarsim.words.errors import InputError, StoreError
from tests.study.conftest import asked
from tests.study.resealing import reseal

SMALL = "tests.study.models:SMALL"


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory):
    """The folder of a sweep of which nothing counts as run."""
    request = asked({"plant.units": [1, 2]}, samples=2, store=True, dir=tmp_path_factory.mktemp("sent"))
    path = run_sweep(request, SMALL, progress=False).path
    shutil.rmtree(path / "status" / "c")
    reseal(path)
    return path.parent


@pytest.fixture
def sent(unfinished, tmp_path):
    """A copy of that folder."""
    return shutil.copytree(unfinished, tmp_path / "study" / "sent")


@pytest.fixture
def elsewhere(tmp_path):
    """A folder that is none of the sweep's business; it must stay as it is."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "notes").write_text("mine")
    (folder / "half.partial").write_text("mine, too")
    yield folder
    assert sorted(path.name for path in folder.iterdir()) == ["half.partial", "notes"]
    assert [path.read_text() for path in sorted(folder.iterdir())] == ["mine, too", "mine"]


def resumed(folder, **settings):
    return resume_sweep(folder / "sweep.zarr", model=SMALL, progress=False, **settings)


def changed(folder, request=None, **attributes):
    """Change the attributes of a dataset, and groups of the request among them."""

    def change(document):
        document["attributes"] |= attributes
        plain = json.loads(document["attributes"]["request"])
        for group, values in (request or {}).items():
            plain[group] |= values
        document["attributes"]["request"] = json.dumps(plain)

    reseal(folder / "sweep.zarr", change)


@pytest.mark.parametrize("name", [LOG, HOLDER, LOCK])
@pytest.mark.parametrize("kind", ["link", "dangling link", "FIFO", "folder"])
def test_what_a_command_writes_into_a_folder_stays_in_it(sent, elsewhere, name, kind):
    path = sent / name
    path.unlink(missing_ok=True)
    makers = {
        "link": lambda: path.symlink_to(elsewhere / "notes"),
        "dangling link": lambda: path.symlink_to(elsewhere / "new"),
        "FIFO": lambda: os.mkfifo(path),
        "folder": path.mkdir,
    }
    makers[kind]()
    folder = Folder(place_of(sent))
    said = rf"{name} cannot be written: it is .*, not a regular file"
    with pytest.raises(StoreError, match=said) as caught, folder.locked(("lunarsim",)):
        folder.log("start")
    assert "\n" not in str(caught.value)
    assert os.path.lexists(path)
    path.rmdir() if kind == "folder" else path.unlink()
    with folder.locked(("lunarsim",)):
        folder.log("start")


def test_a_log_that_leads_elsewhere_ends_a_resume_before_a_run_is_made(sent, elsewhere):
    (sent / LOG).unlink()
    (sent / LOG).symlink_to(elsewhere / "notes")
    with pytest.raises(StoreError, match=rf"{LOG} cannot be written: it is a symbolic link"):
        resumed(sent)
    assert not (sent / "sweep.zarr" / "status" / "c").exists()


@pytest.mark.parametrize("name", ["mass_kg", "mass_kg/c", "mass_kg/c/0/0/0", "stray", "half.partial"])
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_in_a_dataset_is_refused_before_anything_is_written(sent, elsewhere, name, kind):
    path = sent / "sweep.zarr" / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(elsewhere / "notes" if kind == "file" else elsewhere)
    with pytest.raises(StoreError, match=r"symbolic link|cannot be read"):
        resumed(sent)
    assert path.is_symlink()


def test_what_killed_writers_left_is_removed_in_the_folder_alone(sent, elsewhere):
    half = sent / "sweep.zarr" / "mass_kg" / "0.123.partial"
    half.write_text("half")
    place_of(sent / "sweep.zarr").remove_partial_files()
    assert not half.exists()
    (sent / "sweep.zarr" / "odd").symlink_to(elsewhere)
    with pytest.raises(StoreError, match=r"odd cannot be written: it is a symbolic link, not a regular file"):
        place_of(sent / "sweep.zarr").remove_partial_files()


@pytest.mark.parametrize("name", [LOG, "sweep.zarr/zarr.json", "sweep.zarr/mass_kg/c/0/0/0", "sweep.zarr"])
@pytest.mark.parametrize("kind", ["link", "FIFO"])
def test_the_same_holds_of_a_folder_that_is_named_by_a_url(sent, elsewhere, name, kind):
    pytest.importorskip("obstore")
    # At URLs the lock is a folder of records.
    (sent / LOCK).unlink()
    path = sent / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    if kind == "link":
        path.symlink_to(elsewhere / "notes")
    else:
        os.mkfifo(path)
    said = "a symbolic link" if kind == "link" else "a FIFO"
    with pytest.raises(StoreError, match=rf"{name} cannot be .*: it is {said}, not a regular file"):
        resume_sweep(f"{sent.as_uri()}/sweep.zarr", model=SMALL, progress=False)


@pytest.mark.parametrize(
    "record",
    [
        "[" * 100_000,
        '{"pid": "1", "host": [], "start": {}, "command": 5}',
        '{"pid": -1, "host": "a", "start": "b", "command": "c"}',
        "[1]",
        "5",
        '"text"',
        "\xff",
        "x" * 2_000_000,
    ],
)
def test_a_made_up_record_of_a_holder_names_nobody(sent, record):
    (sent / HOLDER).write_text(record, encoding="latin-1")
    with locked(sent, ("lunarsim",)) as stale:
        assert stale is None
        with pytest.raises(StoreError, match="is being written by process"), locked(sent, ("lunarsim",)):
            pass
        (sent / HOLDER).write_text(record, encoding="latin-1")
        with pytest.raises(StoreError, match="is being written by another process"), locked(sent, ("lunarsim",)):
            pass


def test_a_record_adds_no_lines_to_the_log(sent):
    record = {"pid": 5, "host": "h", "start": "s", "command": "\x1b[2J\n2026-01-01 end: 9 runs"}
    (sent / HOLDER).write_text(json.dumps(record))
    resumed(sent)
    text = (sent / LOG).read_text(encoding="utf-8")
    assert r"\x1b[2J\n2026-01-01 end: 9 runs" in text
    assert "\x1b" not in text


def test_a_stored_address_is_never_connected_to(sent, monkeypatch):
    used = []

    def executor_of(settings):
        used.append(settings)
        return Serial()

    monkeypatch.setattr(continuation, "executor_of", executor_of)
    notes = []
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        stranger.setblocking(False)
        address = f"tcp://127.0.0.1:{stranger.getsockname()[1]}"
        changed(sent, {"executor": {"name": "dask", "address": address, "workers": 7, "max_events": 5000}})
        assert resumed(sent, note=notes.append).runs == 4
        with pytest.raises(BlockingIOError):
            stranger.accept()
    assert used == [Executor("processes", block_runs=500, max_events=5000)]
    (note,) = notes
    assert f"executor=dask at {address}, which is never taken from a dataset" in note
    assert note in (sent / LOG).read_text(encoding="utf-8")


def test_what_the_line_names_is_used_and_needs_no_note(sent):
    changed(sent, {"executor": {"name": "dask", "address": "tcp://127.0.0.1:1"}})
    notes = []
    assert resumed(sent, executor=Executor("serial"), note=notes.append).runs == 4
    assert notes == []


def test_workers_are_at_most_the_cores_and_memory_stays_in_this_process(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    here = place_of(tmp_path)
    used, (note,) = local_executor(Executor("processes", 4096, max_seconds=5.0), here)
    assert used == Executor("processes", 3, max_seconds=5.0)
    assert "4096 workers" in note
    for stored in (Executor("processes", 2), Executor("processes", 0), Executor("serial", max_events=7)):
        assert local_executor(stored, here) == (stored, [])
    assert local_executor(Executor("dask"), here)[0] == Executor("processes")
    pytest.importorskip("obstore")
    assert local_executor(Executor("dask", address="tcp://a:1"), place_of("memory://a/b"))[0] == Executor("serial")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"workers": -3}, "executor.workers: is -3, allowed 0 to 4096"),
        ({"workers": 10**400}, "executor.workers: is "),
        ({"workers": "2"}, "executor.workers: is '2', must be a whole number"),
        ({"workers": True}, "executor.workers: is True, must be a whole number"),
        ({"name": "evil\x1b[2J"}, r"executor.name: unknown value 'evil\x1b[2J'"),
        ({"name": ["dask"]}, "executor.name: is ['dask'], must be a text"),
        ({"max_seconds": float("nan")}, "executor.max_seconds: is nan"),
        ({"max_events": -1}, "executor.max_events: is -1"),
        ({"max_events": None}, "executor.max_events: is null"),
        ({"block_runs": -1}, "executor.block_runs: is -1"),
    ],
)
def test_stored_settings_are_checked_as_any_input_is(sent, settings, said):
    changed(sent, {"executor": settings})
    for command in (lambda: resumed(sent), lambda: replay_run(sent / "sweep.zarr", {"plant.units": "1"}, SMALL)):
        with pytest.raises(InputError) as caught:
            command()
        assert said in str(caught.value)
        assert caught.value.exit_code == 2
        assert len(caught.value.faults) == 1


def test_folders_of_the_stored_request_are_not_used(sent, elsewhere):
    changed(sent, {"output": {"dir": str(elsewhere), "name": "../../elsewhere"}})
    before = sorted(path.name for path in sent.iterdir())
    assert resumed(sent).runs == 4
    assert sorted(path.name for path in sent.iterdir()) == before
    assert {CONFIG, LOG} <= set(before)


@pytest.mark.parametrize(
    "claimed",
    [
        {"numpy_version": "1.0"},
        {"python_version": "2.7"},
        {"zarr_version": "2.18.3"},
        {"scipy_version": "\x1b[2J"},
        {"numpy_version": ""},
        {"xarray_version": "99999999999999999999.1"},
    ],
)
def test_a_dataset_of_versions_that_never_ran_lunarsim_is_refused(sent, claimed):
    changed(sent, **claimed)
    for command in (lambda: resumed(sent), lambda: replay_run(sent / "sweep.zarr", {"plant.units": "1"}, SMALL)):
        with pytest.raises(StoreError, match=r"claims to be made with .* or later") as caught:
            command()
        assert "\x1b" not in str(caught.value)


def test_versions_that_may_move_the_last_bits_are_noted_and_recorded(sent, monkeypatch):
    here = versions()
    changed(sent, numpy_version="2.999.1", python_version="3.12.1" if here["python"].startswith("3.11") else "3.11.9")
    notes = []
    resumed(sent, note=notes.append)
    (note,) = notes
    assert f"numpy 2.999.1, here {here['numpy']}" in note
    assert "the last bits of new runs can differ" in note
    text = (sent / LOG).read_text(encoding="utf-8")
    assert note in text
    assert f"versions: lunarsim {here['lunarsim']}, python {here['python']}" in text


def test_versions_are_compared_by_their_minor_numbers(monkeypatch):
    here = {"lunarsim": "1", "python": "3.11.2", "numpy": "2.4.6", "scipy": "1.17.1", "zarr": "3.1.6"}
    monkeypatch.setattr(provenance, "versions", lambda: here)
    same = {f"{name}_version": number for name, number in here.items()}
    assert other_versions(same) == other_versions(same | {"numpy_version": "2.4.0rc1"}) == []
    assert other_versions(same | {"zarr_version": "3.2.0"}) == []
    assert other_versions(same | {"numpy_version": "2.3.6"}) == ["numpy 2.3.6, here 2.4.6"]
    assert other_versions(same | {"scipy_version": "unknown"}) == ["scipy unknown, here 1.17.1"]
    assert implausible(same) == implausible(same | {"numpy_version": "unknown"}) == []
    assert implausible(same | {"numpy_version": "2.0.0", "python_version": "3.11.0"}) == []
    assert implausible(same | {"numpy_version": "1.26.4"}) == ["numpy 1.26.4 (possible is 2.0 or later)"]
    assert len(implausible(same | {"numpy_version": 5, "python_version": "2.7"})) == 2


def test_a_release_that_asks_for_later_packages_notes_so_and_refuses_no_earlier_dataset(sent, monkeypatch):
    monkeypatch.setattr(provenance, "_least_versions", lambda: {"numpy": (2, 999), "zarr": (3, 999)})
    changed(sent, numpy_version="2.0.2", zarr_version="3.1.6")
    notes = []
    resumed(sent, note=notes.append)
    assert notes[-1] == (
        "the dataset was made with versions that are too low for this lunarsim: "
        "numpy 2.0.2 (needed now is 2.999 or later), zarr 3.1.6 (needed now is 3.999 or later)"
    )


def test_no_lowest_version_is_higher_than_what_is_installed_with():
    assert all(provenance.LOWEST[name] <= least for name, least in provenance._least_versions().items())


def test_the_least_versions_are_those_that_are_installed_with():
    least = provenance._least_versions()
    assert {"python", "numpy", "scipy", "zarr"} <= set(least)
    assert least["python"] >= (3, 11)
    assert least["numpy"][0] == 2
