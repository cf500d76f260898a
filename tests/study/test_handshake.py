"""Dask workers are compared with the client: whether they would give other results, and whether they see the store."""

import dataclasses
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.request.settings import Executor
from lunarsim.study.run.cluster import dask_executor, handshake
from lunarsim.study.run.cluster.dask_executor import Again, run_block
from lunarsim.study.run.cluster.handshake import handshake_of
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import LunarsimError
from tests.study import models
from tests.study.conftest import asked
from tests.study.models import SMALL
from tests.study.test_dask_executor import FAILING, WHAT, at, swept

pytestmark = pytest.mark.filterwarnings("ignore")

ROOT = Path(__file__).parents[2]

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
    slips = other / "configs" / "library" / "slips.yml"
    content = slips.read_text(encoding="utf-8")
    # A figure: comments and sources make no other content.
    slips.write_text(re.sub(r"(flown: )\d+", r"\g<1>1", content, count=1), encoding="utf-8")
    with worker_of(other) as (cluster, _):
        message = r"the Dask worker tcp://127.0.0.1:\d+ has another content of the library file library/slips.yml"
        with pytest.raises(LunarsimError, match=message):
            swept(at(cluster), store=True, dir=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_worker_without_lunarsim_is_reported_in_a_line(tmp_path):
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


def test_a_worker_that_comes_late_and_does_not_see_the_store_hands_its_block_back(tmp_path, monkeypatch):
    monkeypatch.setattr(handshake, "sees_store", lambda *given: False)
    plan = make_plan(asked(**WHAT, block_runs=7), SMALL, "tests.study.models:SMALL")
    store = ZarrStore.create(tmp_path / "sweep.zarr", plan, {"plan_hash": plan.hash})
    with handshake_of(plan, store) as handshake_record:
        assert run_block(plan, 0, handshake_record, store, None, 0) == Again(unseen=True)
    assert not list(tmp_path.rglob("status/c"))


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
