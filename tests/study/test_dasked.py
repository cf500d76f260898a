"""The executor dask: the same store bit for bit, workers compared first, losses told."""

import dataclasses
import shutil

import pytest

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.request.settings import Executor
from lunarsim.study.run import dask_executor, handshake
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.dask_executor import Dask, run_block
from lunarsim.study.run.handshake import handshake_of
from lunarsim.study.run.sweep import run_sweep
from lunarsim.study.store import provenance
from lunarsim.study.store.memory import MemoryStore
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import InputError, LunarsimError
from tests.study.conftest import SITES, asked
from tests.study.models import SMALL
from tests.study.test_sweep import same

pytestmark = pytest.mark.filterwarnings("ignore")

WHAT = {"levers": {"plant.units": [1, 2, 3]}, "groups": {"site": list(SITES)}, "samples": 9, "replicates": 2}
FAILING = "tests.study.models:FAILING"


def at(cluster):
    return Executor("dask", 2, 7, cluster.scheduler_address)


def swept(executor, model=FAILING, **settings):
    request = dataclasses.replace(asked(**WHAT, block_runs=7, **settings), executor=executor)
    return run_sweep(request, model, progress=False)


def test_an_own_cluster_of_two_workers_gives_the_same_store_bit_for_bit(tmp_path):
    result = swept(Executor("dask", 2, 7), store=True, dir=tmp_path)
    assert result.failed == 12
    same(result.open().load(), swept(Executor("serial", 0, 7)).open().load())


@pytest.mark.parametrize("store", [True, False])
def test_a_cluster_at_an_address_does_too(tmp_path, cluster, store):
    result = swept(at(cluster), store=store, dir=tmp_path)
    same(result.open().load(), swept(Executor("serial", 0, 7)).open().load())


def test_workers_that_do_not_see_the_store_return_blocks_that_the_client_writes(tmp_path, cluster, monkeypatch):
    written = []
    write = ZarrStore.write
    monkeypatch.setattr(dask_executor, "_verify_workers", lambda *given: False)
    monkeypatch.setattr(ZarrStore, "write", lambda self, block: written.append(block.index) or write(self, block))
    result = swept(at(cluster), store=True, dir=tmp_path)
    assert sorted(written) == list(range(result.plan.grid.blocks))
    same(result.open().load(), swept(Executor("serial", 0, 7)).open().load())
    again = resume_sweep(result.path, at(cluster), FAILING, progress=False)
    assert (again.runs, again.failed) == (12, 12)
    same(again.open().load(), swept(Executor("serial", 0, 7)).open().load())


def test_other_versions_are_refused_before_anything_runs(cluster, monkeypatch):
    monkeypatch.setattr(handshake, "versions", lambda: provenance.versions() | {"numpy": "1.0"})
    with pytest.raises(LunarsimError, match=r"Dask worker tcp://.* has numpy .* \(here 1.0\)"):
        swept(at(cluster))


def test_another_plan_is_refused(cluster):
    plan = dataclasses.replace(make_plan(asked(**WHAT), SMALL, "tests.study.models:SMALL"), hash="other")
    with pytest.raises(LunarsimError, match="makes another plan"):
        list(Dask(2, cluster.scheduler_address)(plan, MemoryStore(plan, {}), [0]))


def test_a_store_that_is_not_there_or_of_another_plan_is_not_seen(tmp_path):
    path = swept(Executor("serial", 0, 7), store=True, dir=tmp_path).path
    plan = make_plan(asked(**WHAT), SMALL, FAILING)
    with handshake_of(ZarrStore(path, plan)) as handshake_record:
        token = handshake_record.token
        assert handshake.sees_store(str(path), plan.hash, token)
        assert not handshake.sees_store(str(path), "other", token)
        assert not handshake.sees_store(str(tmp_path / "nowhere"), plan.hash, token)
        assert not handshake.sees_store("", plan.hash, token)
    assert not list(path.rglob("*.partial"))


def test_a_copy_of_the_store_is_not_taken_for_it(tmp_path):
    path = swept(Executor("serial", 0, 7), store=True, dir=tmp_path).path
    plan = make_plan(asked(**WHAT), SMALL, FAILING)
    # As on another machine, where the store was synchronized to the same path.
    shutil.copytree(path, tmp_path / "copy.zarr")
    with handshake_of(ZarrStore(path, plan)) as handshake_record:
        assert not handshake.sees_store(str(tmp_path / "copy.zarr"), plan.hash, handshake_record.token)


def test_a_worker_that_comes_late_is_compared_in_its_first_task(tmp_path, cluster, monkeypatch):
    # Nobody was greeted at the start.
    monkeypatch.setattr(dask_executor, "_verify_workers", lambda *given: True)
    with monkeypatch.context() as changed:
        changed.setattr(handshake, "versions", lambda: provenance.versions() | {"numpy": "1.0"})
        with pytest.raises(LunarsimError, match=r"Dask worker tcp://.* has numpy .* \(here 1.0\): results would not"):
            swept(at(cluster), store=True, dir=tmp_path)
    real = dask_executor.Dask._run

    def of_another_plan(self, client, plan, *others):
        yield from real(self, client, dataclasses.replace(plan, hash="other"), *others)

    monkeypatch.setattr(dask_executor.Dask, "_run", of_another_plan)
    with pytest.raises(LunarsimError, match=r"Dask worker tcp://.* makes another plan"):
        swept(at(cluster), store=True, dir=tmp_path)


def test_a_late_worker_that_does_not_see_the_store_is_given_what_it_needs(tmp_path, cluster, monkeypatch):
    # All that were there at the start saw the store, those that run the blocks do not.
    monkeypatch.setattr(dask_executor, "_verify_workers", lambda *given: True)
    monkeypatch.setattr(ZarrStore, "path", property(lambda self: tmp_path / "elsewhere"))
    written = []
    write = ZarrStore.write
    monkeypatch.setattr(ZarrStore, "write", lambda self, block: written.append(block.index) or write(self, block))
    result = swept(at(cluster), store=True, dir=tmp_path)
    monkeypatch.undo()
    assert sorted(written) == list(range(result.plan.grid.blocks))
    same(result.open().load(), swept(Executor("serial", 0, 7)).open().load())


def test_a_worker_answers_a_greeting_once(tmp_path, monkeypatch):
    plan = make_plan(asked(**WHAT, block_runs=7), SMALL, "tests.study.models:SMALL")
    store, answered = MemoryStore(plan, {}), []
    real = handshake.worker_state
    monkeypatch.setattr(handshake, "worker_state", lambda *given: answered.append(given) or real(*given))
    with handshake_of(store) as handshake_record:
        for index in (0, 1, 2):
            run_block(plan, index, handshake_record, None, dask_executor.block_inputs(plan, store, index), 0)
    assert len(answered) == 1


def test_threads_of_a_worker_run_blocks_side_by_side_into_the_same_store(tmp_path):
    import distributed

    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=40
    ) as threaded:
        result = swept(at(threaded), store=True, dir=tmp_path)
        # Campaigns keep prepared parts for later runs and pause the collection of garbage.
        request = asked({"plant.units": [1, 2]}, samples=6, block_runs=3)
        real = run_sweep(dataclasses.replace(request, executor=at(threaded)), progress=False)
    same(result.open().load(), swept(Executor("serial", 0, 7)).open().load())
    same(real.open().load(), run_sweep(request, progress=False).open().load())


def test_no_scheduler_at_the_address_is_a_clear_error(monkeypatch):
    with pytest.raises(LunarsimError, match=r"executor.address: no Dask scheduler answers at tcp://127.0.0.1:9"):
        swept(Executor("dask", 2, 7, "tcp://127.0.0.1:9"))


def test_without_dask_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(dask_executor, "find_spec", lambda package: None)
    with pytest.raises(InputError, match=r"lunarsim\[dask\]"):
        swept(Executor("dask", 2, 7), store=True, dir=tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setenv("LUNARSIM_TEST_MARK", str(tmp_path / "mark"))
    result = swept(Executor("dask", 2, 7), "tests.study.models:KILLED_ONCE", store=True, dir=tmp_path)
    assert (tmp_path / "mark").exists()
    same(result.open().load(), swept(Executor("serial", 0, 7), "tests.study.models:SMALL").open().load())


def test_a_block_runs_by_itself_from_what_it_is_given():
    plan = make_plan(asked(**WHAT, block_runs=7), SMALL, "tests.study.models:SMALL")
    store = MemoryStore(plan, {})
    with handshake_of(store) as handshake_record:
        done, block = run_block(plan, 2, handshake_record, None, dask_executor.block_inputs(plan, store, 2), 0)
    assert done.index == block.index == 2
