"""The executor dask: the same store bit for bit, workers compared first, losses reported."""

import asyncio
import dataclasses
import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.request.settings import Executor
from lunarsim.study.run import dask_cluster, dask_executor, handshake
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.dask_executor import Dask, run_block
from lunarsim.study.run.handshake import handshake_of
from lunarsim.study.run.sweep import run_sweep
from lunarsim.study.run.worker import unname_codec_lock
from lunarsim.study.store.memory import MemoryStore
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import InputError, LunarsimError
from tests.study import models
from tests.study.conftest import SITES, asked
from tests.study.models import SMALL
from tests.study.test_sweep import same

pytestmark = pytest.mark.filterwarnings("ignore")

ROOT = Path(__file__).parents[2]
WHAT = {"levers": {"plant.units": [1, 2, 3]}, "groups": {"site": list(SITES)}, "samples": 9, "replicates": 2}
FAILING = "tests.study.models:FAILING"


def at(cluster):
    return Executor("dask", 2, 7, cluster.scheduler_address)


def swept(executor, model=FAILING, **settings):
    request = dataclasses.replace(asked(**WHAT, block_runs=7, **settings), executor=executor)
    return run_sweep(request, model, progress=False)


@cache
def expected(model=FAILING):
    """What one process gives."""
    return swept(Executor("serial", 0, 7), model).open().load()


@pytest.fixture
def written(monkeypatch):
    """The blocks that this process has written, in their order."""
    blocks = []
    write = ZarrStore.write

    def recorded(self, block):
        if threading.current_thread() is threading.main_thread():
            blocks.append(block.index)
        write(self, block)

    monkeypatch.setattr(ZarrStore, "write", recorded)
    return blocks


@pytest.mark.slow
def test_an_own_cluster_of_two_workers_gives_the_same_store_bit_for_bit(tmp_path):
    result = swept(Executor("dask", 2, 7), store=True, dir=tmp_path)
    assert result.failed == 12
    same(result.open().load(), expected())


@pytest.mark.parametrize("store", [True, False])
def test_a_cluster_at_an_address_gives_the_same_store_bit_for_bit(tmp_path, cluster, written, store):
    result = swept(at(cluster), store=store, dir=tmp_path)
    assert result.failed == 12
    assert not written, "the workers see the store and write to it"
    same(result.open().load(), expected())


def test_workers_that_do_not_see_the_store_return_blocks_that_the_client_writes(
    tmp_path, cluster_here, written, monkeypatch
):
    monkeypatch.setattr(handshake, "sees_store", lambda *given: False)
    result = swept(at(cluster_here), store=True, dir=tmp_path)
    assert sorted(written) == list(range(result.plan.grid.blocks))
    same(result.open().load(), expected())
    again = resume_sweep(result.path, at(cluster_here), FAILING, progress=False)
    assert (again.runs, again.failed) == (12, 12)
    same(again.open().load(), expected())


def test_workers_that_come_late_and_do_not_see_the_store_are_given_what_they_need(
    tmp_path, cluster_here, written, monkeypatch
):
    # Both workers that are there at the start see the store; in the first tasks of later ones nobody does.
    answers = iter([True, True])
    monkeypatch.setattr(handshake, "sees_store", lambda *given: next(answers, False))
    result = swept(at(cluster_here), store=True, dir=tmp_path)
    assert next(answers, None) is None
    assert sorted(written) == list(range(result.plan.grid.blocks))
    same(result.open().load(), expected())


def test_another_plan_is_refused(cluster):
    plan = dataclasses.replace(make_plan(asked(**WHAT), SMALL, "tests.study.models:SMALL"), hash="other")
    with pytest.raises(LunarsimError, match="makes another plan"):
        list(Dask(2, cluster.scheduler_address)(plan, MemoryStore(plan, {}), [0]))


async def silent_but_one(given, workers, dask_worker):
    """Answer as the state of a worker, on the last of some workers only."""
    if dask_worker.address != max(workers):
        await asyncio.sleep(20)
    return handshake.worker_state(given)


@pytest.mark.parametrize("store", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_silent_worker_among_others_is_left_out_and_compared_in_its_first_task(
    tmp_path, cluster_here, monkeypatch, store
):
    monkeypatch.setattr(dask_cluster, "WORKERS_SECONDS", 1.0)
    ask = dask_executor.on_all
    workers = tuple(worker.address for worker in cluster_here.workers.values())
    answered = []

    def asked_state(client, function, *given):
        if function is handshake.worker_state:
            found = ask(client, silent_but_one, *given, workers)
            answered.extend(found)
            return found
        return ask(client, function, *given)

    monkeypatch.setattr(dask_executor, "on_all", asked_state)
    result = swept(at(cluster_here), store=store, dir=tmp_path)
    assert answered == [max(workers)]
    same(result.open().load(), expected())


async def silent():
    await asyncio.sleep(20)


def test_a_cluster_in_which_no_worker_answers_is_refused(cluster_here, monkeypatch):
    import distributed

    monkeypatch.setattr(dask_cluster, "WORKERS_SECONDS", 0.3)
    with distributed.Client(cluster_here, set_as_default=False) as client:
        with pytest.raises(LunarsimError, match=r"has no worker that answers: nothing is said within 0\.3 s"):
            dask_cluster.on_all(client, silent)
        with pytest.raises(LunarsimError, match=r"the Dask worker tcp://.* cannot import what is to be run: .*zero"):
            dask_cluster.on_all(client, divmod, 1, 0)


def test_a_worker_is_given_a_lock_without_name_and_keeps_its_start_method(monkeypatch):
    from numcodecs import blosc

    def refuse(*given, **named):
        raise AssertionError("other threads of a worker start processes as its owner wants")

    made = []
    monkeypatch.setattr(multiprocessing, "set_start_method", refuse)
    monkeypatch.setattr(
        blosc, "get_mutex", lambda: made.append(blosc.multiprocessing.get_start_method()), raising=False
    )
    unname_codec_lock()
    assert made == ["fork"]
    assert blosc.multiprocessing is multiprocessing
    # As from numcodecs 0.17 on.
    monkeypatch.delattr(blosc, "get_mutex")
    unname_codec_lock()


OTHERS = {
    "another numpy": ({"versions": {"numpy": "1.0"}}, r"has numpy .* \(here 1.0\): results would not"),
    "another code": ({"results": -1}, r"has code whose results have the number \d+ \(here -1\): results would not"),
    "another library": (
        {"libraries": {"library/slips.yml": "other"}},
        r"has another content of the library file library/slips.yml: results would not",
    ),
    "a file that others lack": (
        {"libraries": {"library/new.yml": "one"}},
        r"has another content of the library file library/new.yml: results would not",
    ),
    "another plan": ({"hash": "other"}, "makes another plan"),
}


def of_another_state(state, change):
    """Return a state that differs from another one."""
    return dataclasses.replace(
        state, **{name: getattr(state, name) | new if isinstance(new, dict) else new for name, new in change.items()}
    )


@pytest.mark.parametrize("other", OTHERS)
def test_a_worker_that_comes_late_is_compared_in_its_first_task(tmp_path, other):
    change, message = OTHERS[other]
    plan = make_plan(asked(**WHAT, block_runs=7), SMALL, "tests.study.models:SMALL")
    store = ZarrStore.create(tmp_path / "sweep.zarr", plan, {})
    with handshake_of(plan, store) as record:
        strange = dataclasses.replace(record, state=of_another_state(record.state, change))
        with pytest.raises(LunarsimError, match=f"Dask worker .* {message}"):
            run_block(plan, 0, strange, store, None, 0)
    assert not list(tmp_path.rglob("status/c"))


@pytest.mark.parametrize("other", OTHERS)
def test_a_worker_that_would_give_other_results_is_refused_before_a_folder_is_made(
    tmp_path, cluster_here, monkeypatch, other
):
    change, message = OTHERS[other]
    real = dask_executor.expected_state
    monkeypatch.setattr(dask_executor, "expected_state", lambda plan: of_another_state(real(plan), change))
    with pytest.raises(LunarsimError, match=f"the Dask worker tcp://.* {message}"):
        swept(at(cluster_here), store=True, dir=tmp_path)
    assert not list(tmp_path.iterdir())


@contextmanager
def worker_of(folder):
    """A cluster with one worker, started by itself as on another computer; it finds packages in a folder first."""
    import distributed

    with distributed.LocalCluster(
        n_workers=0, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=40
    ) as cluster:
        command = [sys.executable, "-m", "dask", "worker", cluster.scheduler_address, "--no-nanny", "--no-dashboard"]
        environment = os.environ | {"PYTHONPATH": str(folder)}
        with subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                yield cluster, process
            finally:
                process.kill()


@pytest.mark.slow
def test_a_worker_of_another_library_file_is_refused_by_its_name(tmp_path):
    other = tmp_path / "other"
    for folder in ("lunarsim", "configs", "tests"):
        shutil.copytree(ROOT / folder, other / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", other)
    with (other / "configs" / "library" / "slips.yml").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    with worker_of(other) as (cluster, _):
        message = r"the Dask worker tcp://127.0.0.1:\d+ has another content of the library file library/slips.yml"
        with pytest.raises(LunarsimError, match=message):
            swept(at(cluster), store=True, dir=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_worker_without_lunarsim_is_told_in_a_line(tmp_path):
    (tmp_path / "other" / "lunarsim").mkdir(parents=True)
    (tmp_path / "other" / "lunarsim" / "__init__.py").write_text("raise ModuleNotFoundError('No module lunarsim')")
    message = r"the Dask worker tcp://127.0.0.1:\d+ cannot import what is to be run: .*No module lunarsim"
    with worker_of(tmp_path / "other") as (cluster, _), pytest.raises(LunarsimError, match=message) as caught:
        swept(at(cluster), store=True, dir=tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_store_that_is_not_there_or_of_another_plan_is_not_seen(tmp_path):
    path = swept(Executor("serial", 0, 7), store=True, dir=tmp_path).path
    plan = make_plan(asked(**WHAT), models.FAILING, FAILING)
    with handshake_of(plan, ZarrStore(path, plan)) as handshake_record:
        token = handshake_record.token
        assert handshake.sees_store(str(path), plan.hash, token)
        assert not handshake.sees_store(str(path), "other", token)
        assert not handshake.sees_store(str(tmp_path / "nowhere"), plan.hash, token)
        assert not handshake.sees_store("", plan.hash, token)
    assert not list(path.rglob("*.partial"))


def test_a_copy_of_the_store_is_not_taken_for_it(tmp_path):
    path = swept(Executor("serial", 0, 7), store=True, dir=tmp_path).path
    plan = make_plan(asked(**WHAT), models.FAILING, FAILING)
    # As on another machine, where the store was synchronized to the same path.
    shutil.copytree(path, tmp_path / "copy.zarr")
    with handshake_of(plan, ZarrStore(path, plan)) as handshake_record:
        assert not handshake.sees_store(str(tmp_path / "copy.zarr"), plan.hash, handshake_record.token)


def test_a_worker_answers_a_handshake_once(tmp_path, monkeypatch):
    plan = make_plan(asked(**WHAT, block_runs=7), SMALL, "tests.study.models:SMALL")
    store, answered = ZarrStore.create(tmp_path / "sweep.zarr", plan, {"plan_hash": plan.hash}), []
    real = handshake.worker_state
    monkeypatch.setattr(handshake, "worker_state", lambda *given: answered.append(given) or real(*given))
    with handshake_of(plan, store) as handshake_record:
        for index in (0, 1, 2):
            done, block = run_block(plan, index, handshake_record, store, None, 0)
            assert (done.index, block) == (index, None), "a worker that sees the store writes there"
    assert len(answered) == 1


@pytest.mark.slow
def test_threads_of_a_worker_run_blocks_side_by_side_into_the_same_store(tmp_path):
    import distributed

    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=40
    ) as threaded:
        result = swept(at(threaded), store=True, dir=tmp_path)
        # Campaigns keep prepared parts for later runs and pause the collection of garbage.
        request = asked({"plant.units": [1, 2]}, samples=6, block_runs=3)
        real = run_sweep(dataclasses.replace(request, executor=at(threaded)), progress=False)
    same(result.open().load(), expected())
    same(real.open().load(), run_sweep(request, progress=False).open().load())


def test_without_dask_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(dask_executor, "find_spec", lambda package: None)
    with pytest.raises(InputError, match=r"lunarsim\[dask\]"):
        swept(Executor("dask", 2, 7), store=True, dir=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setenv("LUNARSIM_TEST_MARK", str(tmp_path / "mark"))
    result = swept(Executor("dask", 2, 7), "tests.study.models:KILLED_ONCE", store=True, dir=tmp_path)
    assert (tmp_path / "mark").exists()
    same(result.open().load(), expected("tests.study.models:SMALL"))
