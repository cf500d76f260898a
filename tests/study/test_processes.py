import dataclasses
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xarray as xr

from lunarsim.study.request.settings import Executor
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.sweep import executor_of, run_sweep
from lunarsim.words.errors import InputError, LunarsimError
from tests.study.conftest import SITES, asked
from tests.study.test_sweep import same

WHAT = {"levers": {"plant.units": [1, 2, 3]}, "groups": {"site": list(SITES)}, "samples": 9, "replicates": 2}
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("store", [True, False])
def test_two_workers_give_the_same_as_one_process_bit_for_bit(tmp_path, request, store):
    if not store:
        request.getfixturevalue("ready_workers")

    def swept(**settings):
        request = asked(**WHAT, store=store, dir=tmp_path, **settings)
        result = run_sweep(request, "tests.study.models:FAILING", progress=False)
        with result.open() as ds:
            return ds.load(), result.failed

    alone, failed = swept(block_runs=7)
    together, failed_too = swept(block_runs=11, executor="processes")
    same(alone, together)
    assert failed == failed_too == 12


def test_a_worker_that_dies_is_a_clear_error_and_finished_blocks_are_kept(tmp_path, ready_workers):
    request = asked(
        {"plant.units": [1, 2, 3, 7]}, samples=2, store=True, dir=tmp_path, executor="processes", block_runs=2
    )
    with pytest.raises(LunarsimError, match=r"ended unexpectedly \(exit code 9\) in block .*3"):
        run_sweep(request, "tests.study.models:EXPLODING", progress=False)
    (path,) = tmp_path.glob("study/*/sweep.zarr")
    status = xr.open_zarr(path, chunks=None).status.isel(sample=0, replicate=0)
    assert status.sel(units=7) == 0
    assert status.sel(units=1) == 2


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setenv("LUNARSIM_TEST_MARK", str(tmp_path / "mark"))
    request = asked(**WHAT, store=True, dir=tmp_path, executor="processes", block_runs=4)
    result = run_sweep(request, "tests.study.models:KILLED_ONCE", progress=False)
    assert (tmp_path / "mark").exists()
    same(result.open().load(), run_sweep(asked(**WHAT), "tests.study.models:SMALL", progress=False).open())
    log = (result.path.parent / "sweep.log").read_text(encoding="utf-8")
    assert log.count("a worker ended unexpectedly (exit code -9) in it before") == 1
    assert log.count(" block ") == result.plan.grid.blocks


@pytest.mark.slow
def test_a_run_that_hangs_is_ended_and_recorded_and_resume_makes_only_what_failed(tmp_path, monkeypatch):
    what = {"levers": {"plant.units": [1, 2]}, "samples": 400, "block_runs": 100}
    request = asked(**what, store=True, dir=tmp_path, executor="processes")
    request = dataclasses.replace(request, executor=dataclasses.replace(request.executor, max_seconds=0.5))
    result = run_sweep(request, "tests.study.models:HANGING", progress=False)
    ds = result.open().load()
    assert result.failed == 9
    assert (ds.status == 3).sum() == 1
    assert ds.status.sel(units=2, sample=123, replicate=0) == 3
    assert "executor.max_seconds" in ds.error.sel(units=2, sample=123, replicate=0).item()
    assert (ds.status == 2).sum() == 8
    assert (ds.status.sel(sample=ds.sample % 100 == 7) == 2).all()
    assert (ds.status == 1).sum() == 791
    monkeypatch.setenv("LUNARSIM_TEST_MENDED", "1")
    again = resume_sweep(result.path, model="tests.study.models:HANGING", progress=False)
    assert (again.runs, again.failed) == (9, 0)
    after = again.open().load()
    assert (after.run_seconds == ds.run_seconds).sum() == 791
    same(after, run_sweep(asked(**what), "tests.study.models:SMALL", progress=False).open())


def test_no_workers_number_means_one_per_core():
    from lunarsim.study.run.sweep import executor_of

    assert executor_of(Executor("processes", 0)).count == (os.cpu_count() or 1)
    assert executor_of(Executor("processes", 3)).count == 3


SCRIPT = """
import dataclasses
import sys
sys.path.insert(0, {root!r})
from tests.study.conftest import asked
from lunarsim.study.run.signals import ended_cleanly
from lunarsim.study.run.sweep import executor_of, run_sweep
from lunarsim.words.errors import InputError, LunarsimError
request = asked(samples={samples}, block_runs=50, store=True, dir={folder!r}, executor={executor!r})
if {max_seconds}:
    request = dataclasses.replace(request, executor=dataclasses.replace(request.executor, max_seconds={max_seconds}))
try:
    with ended_cleanly():
        run_sweep(request, "tests.study.models:SMALL", progress=False)
except LunarsimError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def running(folder, samples=100_000, executor="processes", max_seconds=0, errors=False):
    """A sweep of a script without a main guard, once it has written a block."""
    script = folder / "script.py"
    given = {"samples": samples, "executor": executor, "max_seconds": max_seconds}
    script.write_text(SCRIPT.format(root=str(ROOT), folder=str(folder), **given), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if errors else None,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + 40
    while not list(folder.glob("study/*/sweep.zarr/status/c")):
        assert time.monotonic() < end
        assert process.poll() is None
        time.sleep(0.05)
    return process


def group_members(group):
    pids = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            pids.append(int(stat.parent.name))
    return pids


def is_gone(group):
    end = time.monotonic() + 10
    while group_members(group) and time.monotonic() < end:
        time.sleep(0.05)
    return not group_members(group)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_their_parent(tmp_path, how):
    process = running(tmp_path)
    assert len(group_members(process.pid)) >= 3
    if how == signal.SIGINT:
        os.killpg(process.pid, how)
        said = process.communicate(timeout=20)[0]
        assert process.returncode == 130
        assert "interrupted: " in said
        assert "kept in" in said
    else:
        process.kill()
        process.wait()
        process.stdout.close()
    assert is_gone(process.pid)
    with xr.open_zarr(next(tmp_path.glob("study/*/sweep.zarr"))) as ds:
        finished = (ds.status == 1).values.ravel()
        assert 0 < finished.sum() < finished.size
        assert (~ds.mass_kg.isnull().values.ravel())[finished].all()


@pytest.mark.parametrize("name", ["processes", "dask"])
def test_workers_are_refused_in_a_daemonic_process(monkeypatch, name):
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    with pytest.raises(InputError, match=r"executor.name: is \w+, but this is a daemonic process.*use executor=serial"):
        executor_of(Executor(name=name))
    assert executor_of(Executor(name="serial"))
