"""What ends a sweep from outside: signals, folders that go, memory that is short, workers that are stopped."""

import dataclasses
import os
import shutil
import signal
import time
from pathlib import Path

import pytest
import xarray as xr

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.run import signals, worker
from lunarsim.study.run.executors import Serial
from lunarsim.study.run.signals import Ended, ended_cleanly
from lunarsim.study.run.sweep import SweepInterrupted, run_sweep
from lunarsim.study.run.worker_process import START_SECONDS, WorkerProcess
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import FolderGone, MemoryShort, StoreError, is_memory_short
from tests.study.conftest import asked
from tests.study.models import SMALL
from tests.study.test_processes import WHAT, group_members, is_gone, running
from tests.study.test_sweep import same

MODEL = "tests.study.models:SMALL"


@pytest.fixture(autouse=True)
def _handlers_of_pytest():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    # Whoever started the tests may have had it ignored.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_as_ctrl_c_does_with_its_own_exit_code(number, code):
    with pytest.raises(KeyboardInterrupt) as caught, ended_cleanly():
        signal.raise_signal(number)
    assert signals.exit_code_of(caught.value) == code
    assert signal.getsignal(number) is signal.SIG_IGN, "a second press changes the exit code of a command that ends"


def test_a_signal_that_is_ignored_stays_ignored():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with ended_cleanly():
        signal.raise_signal(signal.SIGHUP)


def test_a_second_press_does_not_disturb_what_is_cleaned_up_and_a_late_one_ends_it(monkeypatch):
    exits = []
    monkeypatch.setattr(signals.os, "_exit", exits.append)
    with ended_cleanly():
        with pytest.raises(Ended):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        assert exits == []
        monkeypatch.setattr(signals, "PATIENCE_SECONDS", 0.0)
        time.sleep(0.001)
        signal.raise_signal(signal.SIGTERM)
    assert exits == [143]


@dataclasses.dataclass(frozen=True)
class Stopped(Serial):
    """Runs blocks until something happens after the second one."""

    happens: object = None

    def __call__(self, plan, store, blocks, under_way=None):
        for done in super().__call__(plan, store, blocks, under_way):
            yield done
            if done.index == 1:
                self.happens()


def stopped_by(monkeypatch, tmp_path, happens):
    monkeypatch.setattr("lunarsim.study.run.sweep.executor_of", lambda settings: Stopped(happens=happens))
    return run_sweep(asked(**WHAT, block_runs=7, store=True, dir=tmp_path), MODEL, progress=False)


def raising(error):
    def happens():
        raise error

    return happens


def test_sigterm_keeps_what_is_finished_and_says_how_to_go_on(monkeypatch, tmp_path):
    with pytest.raises(SweepInterrupted, match=r"2 of \d+ blocks finished .* lunarsim resume") as caught:
        stopped_by(monkeypatch, tmp_path, raising(Ended(signal.SIGTERM)))
    assert caught.value.exit_code == 143


@pytest.mark.parametrize(
    "error",
    [MemoryError(), RuntimeError("can't start new thread"), OSError(12, "Cannot allocate memory"),
     ImportError("x.so: failed to map segment from shared object"), SystemError("error return without exception set")],
)  # fmt: skip
def test_short_memory_is_one_line_with_what_is_kept(monkeypatch, tmp_path, error):
    message = r"^memory is short: .*; 2 of \d+ blocks finished .* go on with: lunarsim resume "
    with pytest.raises(MemoryShort, match=message):
        stopped_by(monkeypatch, tmp_path, raising(error))


def test_other_errors_are_no_short_memory():
    assert not any(map(is_memory_short, (RuntimeError("x"), OSError(28, "No space"), ImportError("x"), SystemError())))


def test_what_is_no_fault_of_the_user_keeps_its_traceback(monkeypatch, tmp_path):
    with pytest.raises(ZeroDivisionError):
        stopped_by(monkeypatch, tmp_path, raising(ZeroDivisionError()))


@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_a_folder_that_goes_while_the_sweep_runs_is_noticed_with_the_next_block(monkeypatch, tmp_path, how):
    def happens():
        (folder,) = tmp_path.glob("study/*")
        if how == "deleted":
            shutil.rmtree(folder)
        else:
            folder.rename(tmp_path / "elsewhere")
        if how == "replaced":
            shutil.copytree(tmp_path / "elsewhere", folder)

    with pytest.raises(FolderGone, match=r"was deleted or moved while the sweep ran.*; 2 of \d+ blocks finished"):
        stopped_by(monkeypatch, tmp_path, happens)
    if how != "replaced":
        assert not list(tmp_path.glob("study/*")), "nothing makes it again"
    if how == "moved":
        with xr.open_zarr(tmp_path / "elsewhere" / "sweep.zarr", chunks=None) as kept:
            assert 0 < (kept.status.values == 1).sum() < kept.status.size / 2


@pytest.mark.parametrize("error", [KeyboardInterrupt, Ended, OSError, MemoryError])
def test_whatever_ends_the_making_of_the_template_leaves_no_part_of_it(monkeypatch, tmp_path, error):
    monkeypatch.setattr("lunarsim.study.store.zarr_store.drawn_columns", lambda plan: raising(error())())
    plan = make_plan(asked(**WHAT), SMALL, MODEL)
    with pytest.raises((error, StoreError)):
        ZarrStore.create(tmp_path / "sweep.zarr", plan, {})
    assert not list(tmp_path.iterdir())


def looked(*looks, worker=None):
    """A worker that shows some cells (position, runs, beats) at looks a second apart."""
    worker = worker or WorkerProcess(None, None, [-1.0, 0.0, 0.0])
    for cell in looks:
        worker.cell = list(cell)
        worker.look(1.0)
    return worker


def test_a_worker_without_signs_of_life_is_silent_in_a_run_and_between_runs():
    for position in (3.0, -1.0):
        stopped = looked((position, 1.0, 1.0), *[(position, 1.0, 1.0)] * 11)
        assert stopped.is_silent(10)
        assert stopped.run_seconds == 0, "a run is not to blame for a process that was stopped"
    assert not looked((3.0, 1.0, 1.0), *[(3.0, 1.0, 1.0)] * 9).is_silent(10)


def test_a_worker_that_starts_is_given_more_time():
    starting = looked(*[(-1.0, 0.0, 0.0)] * 60)
    assert not starting.is_silent(10)
    assert looked(*[(-1.0, 0.0, 0.0)] * int(START_SECONDS), worker=starting).is_silent(10)


def test_only_a_run_that_lives_too_long_hangs():
    assert looked(*[(3.0, 1.0, float(beat)) for beat in range(1, 12)]).run_seconds == 10
    assert looked(*[(3.0, float(beat), float(beat)) for beat in range(1, 12)]).run_seconds == 0
    assert looked(*[(-1.0, 1.0, float(beat)) for beat in range(1, 12)]).run_seconds == 0
    # It was stopped for a minute and goes on: that minute is not the run's.
    paused = looked((3.0, 1.0, 1.0), *[(3.0, 1.0, 1.0)] * 60, (3.0, 1.0, 2.0))
    assert paused.run_seconds == 2 * worker.BEAT_SECONDS
    assert not paused.is_silent(10)


def workers_of(process):
    """The worker processes of a sweep, by their command lines."""
    return [pid for pid in group_members(process.pid) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("at", range(8))
def test_a_worker_that_is_stopped_is_replaced_whenever_it_is_stopped(tmp_path, at):
    # Where other programs hold this one up, a sweep may end before its worker is stopped: then a longer one is taken.
    for samples in (3000, 30_000):
        folder = tmp_path / str(samples)
        folder.mkdir()
        process = running(folder, samples=samples, max_seconds=2)
        time.sleep(at * 0.13)
        try:
            for worker_pid in workers_of(process)[at % 2 :][:1]:
                os.kill(worker_pid, signal.SIGSTOP)
            assert process.wait(120) == 0
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.stdout.close()
        assert is_gone(process.pid)
        (path,) = folder.glob("study/*/sweep.zarr")
        log = (path.parent / "sweep.log").read_text(encoding="utf-8")
        if "a worker gave no sign of life for" in log:
            break
    assert "a worker gave no sign of life for" in log
    same(xr.open_zarr(path, chunks=None).load(), run_sweep(asked(samples=samples), MODEL, progress=False).open())


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("executor", ["processes", "dask"])
@pytest.mark.parametrize("how", ["worker killed", "interrupted", "twice", "SIGTERM", "SIGHUP"])
def test_an_end_from_outside_leaves_one_line_and_no_process(tmp_path, executor, how):
    if (executor, how) == ("dask", "worker killed"):
        pytest.xfail("a worker that Dask restarts imports a script without a main guard, which complains")
    process = running(tmp_path, samples=1500 if how == "worker killed" else 100_000, executor=executor, errors=True)
    try:
        if how == "worker killed":
            os.kill(workers_of(process)[0], signal.SIGKILL)
            code = 0
        elif how == "interrupted" or how == "twice":
            os.killpg(process.pid, signal.SIGINT)
            if how == "twice":
                time.sleep(0.2)
                os.killpg(process.pid, signal.SIGINT)
            code = 130
        else:
            number = getattr(signal, how)
            process.send_signal(number)
            code = 128 + number
        said, errors = process.communicate(timeout=120)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert (process.returncode, errors) == (code, "")
    assert len(said.splitlines()) == (1 if code else 0)
    assert is_gone(process.pid)
