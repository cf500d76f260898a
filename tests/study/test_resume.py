"""A stored sweep is continued: only what is missing or failed runs, and the end equals the sweep that ran through."""

import dataclasses
import json
import os
import shlex
import shutil
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
import xarray as xr
import zarr
from zarr.storage import LocalStore

from lunarsim.study.grid import planning
from lunarsim.study.request.settings import Executor
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.rerun import replay_run
from lunarsim.study.run.sweep import SweepInterrupted, run_sweep
from lunarsim.study.store import zarr_store
from lunarsim.study.store.checked import template
from lunarsim.study.store.folder import Folder
from lunarsim.study.store.lock import HOLDER, locked
from lunarsim.study.store.request_record import record_attributes, recorded, stored_request
from lunarsim.words.errors import InputError, StoreError
from tests.study import models
from tests.study.conftest import SITES, asked
from tests.study.resealing import attribute, reseal
from tests.study.test_sweep import same

SMALL = "tests.study.models:SMALL"
WHAT = {
    "levers": {"plant.units": [1, 2, 3]},
    "groups": {"site": list(SITES)},
    "intervals": [("mine.excavators", 1, 9)],
    "samples": 9,
    "replicates": 2,
    "block_runs": 7,
    "changes": {"plant.power_kw": 70.0},
}


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory):
    """The folder of a sweep that Ctrl-C ended after two of its blocks."""
    folder = tmp_path_factory.mktemp("it's interrupted")
    store = zarr_store.ZarrStore
    write = store.write

    def stop(self, block):
        if block.index == 2:
            raise KeyboardInterrupt
        write(self, block)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "write", stop)
        with pytest.raises(SweepInterrupted) as caught:
            run_sweep(asked(**WHAT, store=True, dir=folder), SMALL, progress=False)
    (path,) = folder.glob("study/*/sweep.zarr")
    # The line can be copied into a shell, whatever the folder is called.
    said = str(caught.value).partition("go on with: ")[2]
    assert shlex.split(said) == ["lunarsim", "resume", str(path.parent)]
    return path.parent


@pytest.fixture
def stopped(interrupted, tmp_path):
    """The dataset of such a sweep, to go on with."""
    return shutil.copytree(interrupted, tmp_path / "study" / "stopped") / "sweep.zarr"


@cache
def uninterrupted():
    """The sweep that ran through."""
    return run_sweep(asked(**WHAT), SMALL, progress=False).open()


def test_the_end_equals_the_sweep_that_ran_through_and_no_block_runs_twice(stopped, monkeypatch):
    ran = []
    make = models.Small.run
    monkeypatch.setattr(
        models.Small, "run", lambda self, s, rows, *rest: ran.extend(rows) or make(self, s, rows, *rest)
    )
    result = resume_sweep(stopped, model=SMALL, progress=False)
    assert (result.runs, len(ran), result.failed) == (108 - 12, 108 - 12, 0)
    same(result.open().load(), uninterrupted())


def test_the_design_is_read_and_never_drawn_again(stopped, monkeypatch):
    def never(*given):
        raise AssertionError("drawn again")

    monkeypatch.setattr(zarr_store, "drawn_columns", never)
    resume_sweep(stopped, model=SMALL, progress=False)
    monkeypatch.undo()
    same(xr.open_zarr(stopped, chunks=None).load(), uninterrupted())


def test_other_workers_may_go_on(stopped, ready_workers):
    result = resume_sweep(stopped, Executor("processes", 2), SMALL, progress=False)
    same(result.open().load(), uninterrupted())


def test_a_finished_sweep_is_answered_without_a_plan_or_a_lock(stopped, monkeypatch):
    resume_sweep(stopped, model=SMALL, progress=False)

    def never(*given):
        raise AssertionError("planned")

    monkeypatch.setattr(planning, "make_plan", never)
    monkeypatch.setattr(Folder, "locked", never)
    said = []
    result = resume_sweep(stopped, model=SMALL, progress=False, announce=lambda *counts: said.append(counts))
    assert (result.runs, said) == (0, [(0, 108)])


def test_only_the_runs_that_failed_are_made_again(tmp_path, monkeypatch):
    request = asked({"plant.units": [1, 2]}, samples=20, store=True, dir=tmp_path, block_runs=15)
    path = run_sweep(request, "tests.study.models:FAILING", progress=False).path
    before = {name: xr.open_zarr(path, chunks=None)[name].load() for name in ("status", "run_seconds")}
    assert resume_sweep(path, model="tests.study.models:FAILING", progress=False).failed == 4
    ran = []

    def mended(scenario, row):
        ran.append((scenario.plant.units, *row))
        return False

    monkeypatch.setattr(models.FAILING, "fails", mended)
    result = resume_sweep(path, model="tests.study.models:FAILING", progress=False)
    assert (result.runs, result.failed) == (4, 0)
    assert sorted(ran) == [(units, sample, 0) for units in (1, 2) for sample in (3, 13)]
    after = result.open().load()
    assert (after.run_seconds == before["run_seconds"]).sum() == 36
    same(after, run_sweep(asked({"plant.units": [1, 2]}, samples=20), SMALL, progress=False).open())


def test_a_block_whose_status_is_missing_counts_as_not_run_whatever_else_of_it_is_there(stopped):
    # What a kill between the variables and the status leaves: data, some of it wrong, neither status nor checksums.
    finished = resume_sweep(stopped, model=SMALL, progress=False).path
    (finished / "status" / "c" / "0" / "0" / "0" / "0").unlink()
    (finished / "checksums" / "blocks" / "c" / "0" / "0" / "0").unlink()
    group = zarr.open_group(finished, mode="r+")
    group["mass_kg"][0, 0, :3] = -5.0
    (finished / "mass_kg" / "c" / "0" / "0" / "0" / "0.0123.partial").write_text("half")
    again = resume_sweep(finished, model=SMALL, progress=False)
    assert again.runs == 6
    same(again.open().load(), uninterrupted())
    assert not list(finished.rglob("*.partial"))


def test_whatever_variable_cannot_be_written_the_block_does_not_look_finished(stopped):
    names = [variable.name for variable in models.VARIABLES] + ["run_seconds", "error", "status"]
    for name in names:
        chunks = stopped / name / "c" / "0" / "0" / "2"
        chunks.unlink(missing_ok=True) if chunks.is_file() else shutil.rmtree(chunks, ignore_errors=True)
        chunks.parent.mkdir(parents=True, exist_ok=True)
        chunks.write_text("in the way")
        with pytest.raises(StoreError, match="cannot be written"):
            resume_sweep(stopped, model=SMALL, progress=False)
        assert (zarr.open_group(stopped)["status"][...] == 1).sum() == 12
        chunks.unlink()
    same(resume_sweep(stopped, model=SMALL, progress=False).open().load(), uninterrupted())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"plan_hash": "0" * 32}, "belongs to another plan: it was made by lunarsim 0.1.0"),
        (
            {"model": "os:system", "lunarsim_version": "0.0.9", "git_commit": "c0ffee" * 6},
            "was made by lunarsim 0.0.9 at commit c0ffeec0ffee: its model is 'os:system', the one that would run now "
            "is 'small'; resume and replay need that version",
        ),
        ({"request": "{}", "scenarios": "[]"}, "holds no scenario for"),
        ({"request": '{"design": {"strange": 1}}'}, "its request cannot be read"),
    ],
)
def test_a_store_of_another_plan_is_refused(stopped, change, said):
    reseal(stopped, attribute(**change))
    with pytest.raises(StoreError, match=f"^[^\n]*{said}[^\n]*$"):
        resume_sweep(stopped, model=SMALL, progress=False)
    with pytest.raises(StoreError, match=said):
        replay_run(stopped, {"sample": "0"}, SMALL)
    assert (xr.open_zarr(stopped, chunks=None).status.values.ravel() == 1).sum() == 12


def test_a_disk_that_runs_full_ends_clearly_and_the_rest_is_made_when_there_is_room(tmp_path, monkeypatch):
    put, room = LocalStore.set, 5

    async def full(self, key, value):
        nonlocal room
        room -= "mass_kg/c/" in key
        if room < 0:
            raise OSError(28, "No space left on device")
        await put(self, key, value)

    monkeypatch.setattr(LocalStore, "set", full)
    with pytest.raises(StoreError, match=r"cannot be written: No space left on device; .* blocks finished"):
        run_sweep(asked(**WHAT, store=True, dir=tmp_path), SMALL, progress=False)
    monkeypatch.undo()
    (path,) = tmp_path.glob("study/*/sweep.zarr")
    missing = (xr.open_zarr(path, chunks=None).status.values == 0).sum()
    assert 0 < missing < 108
    assert resume_sweep(path, model=SMALL, progress=False).runs == missing
    same(xr.open_zarr(path, chunks=None).load(), uninterrupted())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"max_seconds": 5.0}, "executor.max_seconds: has an effect with executor=processes only"),
        ({"address": "tcp://here:1"}, "executor.address: has an effect with executor=dask only"),
    ],
)
def test_a_setting_without_effect_is_refused_and_nothing_is_written(tmp_path, settings, said):
    request = dataclasses.replace(asked(store=True, dir=tmp_path), executor=Executor(**settings))
    with pytest.raises(InputError, match=said):
        run_sweep(request, SMALL, progress=False)
    assert not list(tmp_path.iterdir())


def test_changed_code_makes_another_plan(stopped, monkeypatch):
    monkeypatch.setattr(models.Small, "variables", models.VARIABLES[:-1])
    with pytest.raises(StoreError, match=r"belongs to another plan.* outcomes, scenarios, factors or design"):
        resume_sweep(stopped, model=SMALL, progress=False)


@pytest.mark.parametrize("harm", ["not json", None])
def test_an_unreadable_store_is_a_clear_error(stopped, harm):
    if harm is None:
        (stopped / "status" / "zarr.json").unlink()
        (stopped / "zarr.json").unlink()
    else:
        (stopped / "zarr.json").write_text(harm)
    with pytest.raises(StoreError, match="cannot be read as a sweep"):
        resume_sweep(stopped, model=SMALL, progress=False)


def test_a_damaged_chunk_is_a_clear_error(stopped):
    (stopped / "status" / "c" / "0" / "0" / "0" / "0").write_bytes(b"rubbish")
    with pytest.raises(StoreError, match="status/c/0/0/0/0 is damaged"):
        resume_sweep(stopped, model=SMALL, progress=False)


def test_a_sweep_killed_before_its_template_was_complete_is_no_store(tmp_path, plan, monkeypatch):
    def killed(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(template.Template, "finish", killed)
    with pytest.raises(KeyboardInterrupt):
        zarr_store.ZarrStore.create(tmp_path / "sweep.zarr", plan(), {})
    assert not (tmp_path / "sweep.zarr").exists()


def test_a_request_survives_the_record():
    request, recorder = recorded(asked(**WHAT))
    composed = {site: request.compose({"site": site}) for site in SITES}
    attrs = record_attributes(request, recorder) | {"config": json.dumps(request.config), "command": "a=1 'b=[1, 2]'"}
    again = stored_request(attrs, "here")
    for field in dataclasses.fields(request):
        if field.name not in ("compose", "command", "levers"):
            assert getattr(again, field.name) == getattr(request, field.name), field.name
    assert [lever.values for lever in again.levers] == [tuple(lever.values) for lever in request.levers]
    assert again.command == ("a=1", "b=[1, 2]")
    assert {site: again.compose({"site": site}) for site in SITES} == json.loads(json.dumps(composed))
    with pytest.raises(StoreError, match="holds no scenario"):
        again.compose({"site": "peary"})


def test_a_second_writer_is_refused_at_once_and_the_first_is_named(tmp_path, stopped):
    with locked(stopped.parent, ["lunarsim", "site=fra mauro"]):
        code = (
            f"import sys; sys.path.insert(0, {os.getcwd()!r})\n"
            "from pathlib import Path\nfrom lunarsim.study.run.continuation import resume_sweep\n"
            f"resume_sweep(Path({str(stopped)!r}), model={SMALL!r})"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
        assert f"is being written by process {os.getpid()} on " in done.stderr
        assert "lunarsim 'site=fra mauro'" in done.stderr
        assert (np.asarray(zarr.open_group(stopped, mode="r")["status"][...]) == 1).sum() == 12
    assert not (stopped.parent / HOLDER).exists()
    assert resume_sweep(stopped, model=SMALL, progress=False).runs == 96


def test_the_first_run_holds_the_lock_too(tmp_path, monkeypatch):
    seen = []
    write = zarr_store.ZarrStore.write

    def look(self, block):
        with pytest.raises(StoreError, match=f"being written by process {os.getpid()}"), locked(self.path.parent, []):
            pass
        seen.append(block.index)
        write(self, block)

    monkeypatch.setattr(zarr_store.ZarrStore, "write", look)
    run_sweep(asked(samples=3, store=True, dir=tmp_path), SMALL, progress=False)
    assert seen == [0]


def test_the_lock_of_a_killed_process_is_stale(stopped):
    code = (
        f"import os, sys; sys.path.insert(0, {os.getcwd()!r})\n"
        "from pathlib import Path\nfrom lunarsim.study.store.lock import locked\n"
        f"with locked(Path({str(stopped.parent)!r}), ['lunarsim', 'first']): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    dead = json.loads((stopped.parent / HOLDER).read_text())["pid"]
    assert resume_sweep(stopped, model=SMALL, progress=False).runs == 96
    log = (stopped.parent / "sweep.log").read_text(encoding="utf-8")
    assert f"the lock was stale, its holder is gone: process {dead} on " in log
    assert not (stopped.parent / HOLDER).exists()
