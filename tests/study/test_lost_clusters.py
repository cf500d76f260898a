"""A Dask scheduler or worker, started by itself as on another computer, that is killed or stopped during a sweep."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from lunarsim.study.request.settings import Executor
from lunarsim.study.run.cluster import connection, dask_executor
from lunarsim.study.run.cluster import workers as workers_of_cluster
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.sweep import run_sweep
from lunarsim.words.errors import LunarsimError
from tests.study.conftest import asked
from tests.study.test_sweep import same

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

MODEL = "tests.study.models:SLOW"
ROOT = Path(__file__).parents[2]
SAMPLES = 600


@contextmanager
def cluster(folder):
    """A scheduler and a nanny with one worker: the address, the process of the scheduler and a function that finds
    that of the worker.
    """
    file = folder / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__TTL": "300 seconds"}
    started = []

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words, "--no-dashboard", "--scheduler-file", str(file)],
            cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process

    def worker():
        # Each thread of the nanny has children of its own.
        children = {
            int(pid)
            for task in Path(f"/proc/{nanny.pid}/task").iterdir()
            for pid in (task / "children").read_text().split()
        }
        (pid,) = (pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes())
        return pid

    try:
        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
        while not file.exists():
            time.sleep(0.1)
        nanny = start("worker", "--nworkers", "1", "--nthreads", "1")
        yield json.loads(file.read_text())["address"], scheduler, worker
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def swept(tmp_path, monkeypatch):
    """Runs a sweep; once two blocks of it are stored, something is done to its cluster."""
    for module in (workers_of_cluster, dask_executor):
        monkeypatch.setattr(module, "SILENT_SECONDS", 4.0)
    monkeypatch.setattr(connection, "CLOSE_SECONDS", 2.0)

    def sweep(address, act):
        def later():
            while len(list(tmp_path.glob("out/study/*/sweep.zarr/checksums/blocks/c/*/0/0"))) < 2:
                time.sleep(0.02)
            act()

        threading.Thread(target=later, daemon=True).start()
        request = asked(samples=SAMPLES, store=True, dir=tmp_path / "out")
        return run_sweep(dataclasses.replace(request, executor=Executor("dask", 1, 20, address)), MODEL, progress=False)

    return sweep


def stored(tmp_path):
    (path,) = tmp_path.glob("out/study/*/sweep.zarr")
    return path


def expected():
    return run_sweep(asked(samples=SAMPLES, block_runs=20), MODEL, progress=False).open().load()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_scheduler_that_is_lost_ends_the_sweep_in_a_line_and_nothing_finished_is_lost(tmp_path, swept, number):
    with cluster(tmp_path) as (address, scheduler, _):
        start = time.monotonic()
        with pytest.raises(LunarsimError) as caught:
            swept(address, lambda: scheduler.send_signal(number))
        assert time.monotonic() - start < 60
    assert "\n" not in str(caught.value)
    assert "Dask" in str(caught.value)
    resumed = resume_sweep(stored(tmp_path), Executor("serial", 0, 20), model=MODEL, progress=False)
    assert 0 < resumed.runs <= SAMPLES - 40
    same(resumed.open().load(), expected())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_worker_that_is_lost_is_restarted_by_its_nanny_and_the_results_are_the_same(tmp_path, swept, number):
    with cluster(tmp_path) as (address, _, worker):
        first = []

        def lose():
            first.append(worker())
            os.kill(first[0], number)

        result = swept(address, lose)
        assert result.failed == 0
        assert [worker()] != first
        same(result.open().load(), expected())
