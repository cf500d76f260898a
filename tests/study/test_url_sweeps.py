"""Sweeps at URLs: equal to those of folders, by whichever workers; killed, stopped and continued like those."""

import dataclasses
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
import yaml
import zarr

from lunarsim.study.request.settings import Executor
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.rerun import replay_run
from lunarsim.study.run.sweep import SweepInterrupted, run_sweep
from lunarsim.study.store import zarr_store
from lunarsim.study.store.places import url as url_module
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.lease_record import this_machine
from lunarsim.words.errors import InputError, StoreError
from tests.study.conftest import SITES, asked
from tests.study.test_lease import leave
from tests.study.test_sweep import same

ROOT = Path(__file__).parents[2]
SMALL, FAILING = "tests.study.models:SMALL", "tests.study.models:FAILING"
WHAT = {
    "levers": {"plant.units": [1, 2, 3]},
    "groups": {"site": list(SITES)},
    "samples": 9,
    "replicates": 2,
    "block_runs": 7,
}


@pytest.fixture(params=["file", pytest.param("memory", marks=pytest.mark.slow)])
def url(request, tmp_path):
    return (tmp_path / "größe 月").as_uri() if request.param == "file" else f"memory://{tmp_path.name}/a b"


def swept(url, model=SMALL, executor=None, **settings):
    request = asked(**WHAT, **settings, store=True, dir=url)
    if executor is not None:
        request = dataclasses.replace(request, executor=executor)
    return run_sweep(request, model, progress=False)


@cache
def uninterrupted(model=SMALL):
    """The sweep that one process makes in memory."""
    return run_sweep(asked(**WHAT), model, progress=False).open()


def status(path):
    return np.asarray(zarr.open_group(place_of(path).zarr(), mode="r")["status"][...]).ravel()


def log_of(path):
    return place_of(path).parent.read_text("sweep.log")


def test_it_equals_a_sweep_in_a_folder_object_by_object(tmp_path):
    far = swept((tmp_path / "far").as_uri(), FAILING)
    near = swept(tmp_path / "near", FAILING)
    same(far.open().load(), near.open().load())
    (one,), (other,) = tmp_path.glob("far/study/*/sweep.zarr"), tmp_path.glob("near/study/*/sweep.zarr")
    files = [
        {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}
        for root in (one, other)
    ]
    assert files[0].keys() == files[1].keys()
    different = {name for name in files[0] if files[0][name] != files[1][name]}
    assert {name for name in different if not name.startswith(("run_seconds/c/", "checksums/blocks/c/"))} <= {
        "zarr.json"
    }


def test_the_url_holds_dataset_config_log_and_lock_and_nothing_beside_them(url):
    result = swept(url, FAILING)
    assert re.fullmatch(re.escape(place_of(url).path) + r"/study/\d{4}[^/]*/sweep\.zarr", result.path)
    folder = place_of(result.path).parent
    assert folder.names() == ["config.yaml", "sweep.log"]
    assert place_of(url).names() == place_of(url).child("study").names() == []
    assert yaml.safe_load(folder.read_text("config.yaml")) == {"site": "shackleton", "note": "größer"}
    log = log_of(result.path)
    assert "start: 108 runs" in log.splitlines()[0]
    assert "block 3:" in log
    assert "end: 108 runs" in log.splitlines()[-1]
    (record,) = [json.loads(folder.child("sweep.lock").read_text(name)) for name in folder.child("sweep.lock").names()]
    assert record["released"]


def test_an_interrupted_one_is_continued_and_ends_as_one_that_ran_through(url, monkeypatch):
    write = zarr_store.ZarrStore.write

    def stop(self, block):
        if block.index == 2:
            raise KeyboardInterrupt
        write(self, block)

    with monkeypatch.context() as patch:
        patch.setattr(zarr_store.ZarrStore, "write", stop)
        with pytest.raises(SweepInterrupted, match=r"go on with: lunarsim resume '?\w+://") as caught:
            swept(url)
    path = shlex.split(str(caught.value).rpartition("lunarsim resume ")[2])[0] + "/sweep.zarr"
    assert "interrupted: 2 of" in log_of(path).splitlines()[-1]
    result = resume_sweep(path, model=SMALL, progress=False)
    assert (result.path, result.runs) == (path, 108 - 12)
    same(result.open().load(), uninterrupted())
    assert "interrupted: 2 of" in log_of(path), "the log of the first time is lost"
    assert "end: 96 runs" in log_of(path).splitlines()[-1]
    assert "lock was stale" not in log_of(path)


def test_a_run_of_it_is_replayed(url):
    path = swept(url).path
    again = replay_run(path, {"site": "fra_mauro", "units": "2", "sample": "4", "replicate": "1"}, SMALL)
    assert again.compared > 5
    assert not again.different


def test_until_is_judged_from_what_is_stored(url):
    settings = {"samples": 64, "until": "mean mass_kg within 50%", "batch_samples": 8}
    what = {"levers": {"plant.units": [1, 2]}, "block_runs": 8, **settings}
    result = run_sweep(asked(**what, store=True, dir=url), SMALL, progress=False)
    same(result.open().load(), run_sweep(asked(**what), SMALL, progress=False).open())


def test_worker_processes_write_to_a_url_themselves(tmp_path, monkeypatch, ready_workers):
    def never(self, block):
        raise AssertionError("the parent wrote")

    monkeypatch.setattr(zarr_store.ZarrStore, "write", never)
    result = swept(tmp_path.as_uri(), FAILING, Executor("processes", 2, 7))
    same(result.open().load(), uninterrupted(FAILING))


def test_memory_is_refused_where_worker_processes_would_have_to_see_it(tmp_path):
    with pytest.raises(InputError, match=r"output.dir: is memory://.*worker processes do not see"):
        swept(f"memory://{tmp_path.name}", executor=Executor("processes", 2, 7))
    assert place_of(f"memory://{tmp_path.name}/study").names() == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_dask_workers_write_where_they_see_it_and_return_blocks_where_not(url, monkeypatch):
    pytest.importorskip("distributed", reason="extra dask")
    written = []
    write = zarr_store.ZarrStore.write
    monkeypatch.setattr(zarr_store.ZarrStore, "write", lambda self, block: written.append(block) or write(self, block))
    result = swept(url, FAILING, Executor("dask", 2, 7))
    assert len(written) == (0 if url.startswith("file") else result.plan.grid.blocks)
    same(result.open().load(), uninterrupted(FAILING))


def test_no_block_is_written_when_the_lock_is_lost(url, monkeypatch):
    write = zarr_store.ZarrStore.write

    def overtaken(self, block):
        if block.index == 2:
            leave(self.place.parent, time.time(), number=2)
            self.place.parent.write_text("sweep.log", "of another")
        write(self, block)

    monkeypatch.setattr(zarr_store.ZarrStore, "write", overtaken)
    with pytest.raises(
        StoreError, match=r"is lost, taken over by process 7 on far.*; 2 of .* blocks finished"
    ) as caught:
        swept(url)
    path = shlex.split(str(caught.value).rpartition("lunarsim resume ")[2])[0] + "/sweep.zarr"
    assert (status(path) == 1).sum() == 12
    assert log_of(path) == "of another"


def test_the_log_is_put_at_the_start_from_time_to_time_and_at_the_end(url, monkeypatch):
    texts = []
    put = url_module.UrlPlace.write_text

    def recorded(self, name, text):
        if name == "sweep.log":
            texts.append(text)
        put(self, name, text)

    monkeypatch.setattr(url_module.UrlPlace, "write_text", recorded)
    swept(url)
    assert len(texts) == 2
    texts.clear()
    monkeypatch.setattr(url_module, "LOG_SECONDS", 0.0)
    result = swept(url)
    assert len(texts) == result.plan.grid.blocks + 2


def test_what_cannot_be_written_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file:///.*/file/study cannot be written: .*; choose another output\.dir"):
        swept((tmp_path / "file").as_uri())


START = """
import sys
sys.path.insert(0, {root!r})
from lunarsim.study.store.places import lease
lease.PERIOD_SECONDS = {period}
from lunarsim.study.run.sweep import run_sweep
from tests.study.conftest import asked
run_sweep(asked(**{what!r}, store=True, dir={url!r}), "tests.study.models:SLOW", progress=False)
"""


def started(tmp_path, executor, period):
    """Start a slow sweep as a process of its own; it, and its dataset once some of it is stored."""
    what = {"levers": {"plant.units": [1, 2]}, "samples": 400, "block_runs": 20, "executor": executor}
    script = START.format(root=str(ROOT), what=what, url=tmp_path.as_uri(), period=period)
    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    path = None
    while path is None or (status(path) == 1).sum() < 60:
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < end
        path = next(
            (path.as_uri() for path in tmp_path.glob("study/*/sweep.zarr") if (path / "zarr.json").exists()), None
        )
        time.sleep(0.01)
    return process, path, {key: value for key, value in what.items() if key != "executor"}


@pytest.mark.slow
@pytest.mark.skipif(not this_machine(), reason="this system does not identify the computer")
def test_what_kill_9_leaves_is_continued_at_once(tmp_path):
    process, path, what = started(tmp_path, "processes", 5.0)
    with pytest.raises(StoreError, match=f"is being written by process {process.pid} on "):
        resume_sweep(path, model="tests.study.models:SLOW", progress=False)
    process.kill()
    process.communicate()
    result = resume_sweep(path, Executor("processes", 2), "tests.study.models:SLOW", progress=False)
    assert 0 < result.runs < 800
    same(result.open().load(), run_sweep(asked(**what), SMALL, progress=False).open())
    assert f"the lock was stale, its holder is gone: process {process.pid} on " in log_of(path)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal")
def test_who_was_suspended_while_another_took_over_writes_no_more(tmp_path):
    process, path, what = started(tmp_path, "serial", 0.1)
    os.kill(process.pid, signal.SIGSTOP)
    try:
        time.sleep(1.0)
        result = resume_sweep(path, model="tests.study.models:SLOW", progress=False)
        log = log_of(path)
        assert result.runs > 0
    finally:
        os.kill(process.pid, signal.SIGCONT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    # Who took over has ended its sweep by then, and is not named.
    assert "is lost, taken over by another process, which is done by now, while" in said
    assert log_of(path) == log
    same(
        xr.open_zarr(place_of(path).zarr(), chunks=None).load(), run_sweep(asked(**what), SMALL, progress=False).open()
    )
