"""Kill test: SIGKILL of the whole sweep at random moments, resumed each time, ends as the sweep that ran through."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
import zarr

from lunarsim.study.run.sweep import run_sweep
from tests.study.conftest import asked
from tests.study.test_processes import group_members, is_gone
from tests.study.test_sweep import same

ROOT = Path(__file__).parents[2]
WHAT = {"levers": {"plant.units": [1, 2, 3, 4]}, "samples": 600, "block_runs": 20}
SLOW = "tests.study.models:SLOW"

START = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.sweep import run_sweep
from tests.study.conftest import asked
if {path!r}:
    resume_sweep(Path({path!r}), model={model!r}, progress=False)
else:
    run_sweep(asked(**{what!r}, store=True, dir={folder!r}, executor="processes"), {model!r}, progress=False)
"""


def status(path):
    return np.asarray(zarr.open_group(path, mode="r")["status"][...]).ravel() if path else np.zeros(1)


def log_of(path):
    return (path.parent / "sweep.log").read_text(encoding="utf-8")


def blocks_of(log):
    return [int(number) for number in re.findall(r" block (\d+):", log)]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("kills", [2, 10])
def test_a_sweep_that_is_killed_again_and_again_ends_as_one_that_ran_through(tmp_path, kills):
    chance = random.Random(kills)
    moments = sorted(chance.uniform(0.1, 0.75) for _ in range(kills))
    path, runs = "", 2400
    finished_before, ran = set(), []
    for moment in [*moments, None]:
        script = START.format(root=str(ROOT), path=str(path), model=SLOW, what=WHAT, folder=str(tmp_path))
        process = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
        logged = len(log_of(path)) if path else 0
        if moment is None:
            assert process.wait(120) == 0
        else:
            end = time.monotonic() + 60
            already = len(finished_before) * 20
            # Reading the log is quick: on a busy computer the sweep does not end meanwhile.
            while not path or 20 * len(set(blocks_of(log_of(path)))) <= max(moment * runs, already):
                path = path or next(tmp_path.glob("study/*/sweep.zarr"), "")
                assert process.poll() is None, "the kill would have hit no running sweep"
                assert time.monotonic() < end
                time.sleep(0.005)
            assert len(group_members(process.pid)) >= 3
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            assert is_gone(process.pid), "a worker lives on"
        now = set(np.flatnonzero(status(path).reshape(-1, 20).all(axis=1)).tolist())
        logged_blocks = blocks_of(log_of(path)[logged:])
        assert not finished_before & set(logged_blocks), "a finished block ran twice"
        ran += logged_blocks
        finished_before = now
    assert len(ran) == len(set(ran))
    assert finished_before == set(range(120))
    same(
        xr.open_zarr(path, chunks=None).load(),
        run_sweep(asked(**WHAT), "tests.study.models:SMALL", progress=False).open(),
    )
