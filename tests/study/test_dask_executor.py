"""The executor dask: the same store bit for bit, workers compared first, losses reported."""

import asyncio
import dataclasses
import multiprocessing
import threading
from functools import cache
from pathlib import Path

import pytest

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.request.settings import Executor
from lunarsim.study.run.cluster import dask_executor, handshake
from lunarsim.study.run.cluster import workers as workers_of_cluster
from lunarsim.study.run.cluster.dask_executor import Dask
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.sweep import run_sweep
from lunarsim.study.run.worker import unname_codec_lock
from lunarsim.study.store.memory import MemoryStore
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import InputError, LunarsimError
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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("store", [False, True])
def test_a_silent_worker_among_others_is_left_out_and_compared_in_its_first_task(
    tmp_path, cluster_here, monkeypatch, store
):
    monkeypatch.setattr(workers_of_cluster, "WORKERS_SECONDS", 1.0)
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

    monkeypatch.setattr(workers_of_cluster, "WORKERS_SECONDS", 0.3)
    with distributed.Client(cluster_here, set_as_default=False) as client:
        with pytest.raises(LunarsimError, match=r"has no worker that answers: nothing is said within 0\.3 s"):
            workers_of_cluster.on_all(client, silent)
        with pytest.raises(LunarsimError, match=r"the Dask worker tcp://.* cannot import what is to be run: .*zero"):
            workers_of_cluster.on_all(client, divmod, 1, 0)


async def address_of_one(workers, dask_worker):
    """Answer on the last of some workers only."""
    if dask_worker.address != max(workers):
        await asyncio.sleep(20)
    return dask_worker.address


def test_a_silent_worker_among_others_is_left_out(cluster_here, monkeypatch):
    import distributed

    monkeypatch.setattr(workers_of_cluster, "WORKERS_SECONDS", 0.5)
    workers = tuple(worker.address for worker in cluster_here.workers.values())
    assert len(workers) == 2
    with distributed.Client(cluster_here, set_as_default=False) as client:
        assert workers_of_cluster.on_all(client, address_of_one, workers) == {max(workers): max(workers)}


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
