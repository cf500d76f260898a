"""Designs, levers that move together, constraints, shared chance and the stopping rule, resumed and replayed."""

import shutil
from functools import cache

import numpy as np
import pytest
import xarray as xr
import zarr

from lunarsim.study.model.interface import EXCLUDED, NOT_NEEDED, NOT_RUN, OK
from lunarsim.study.request.request import Cases
from lunarsim.study.request.settings import Executor
from lunarsim.study.request.stopping_rule import StoppingRule
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.rerun import replay_run
from lunarsim.study.run.sweep import SweepInterrupted, run_sweep
from lunarsim.study.store import zarr_store
from lunarsim.study.store.stored_sweep import StoredSweep
from lunarsim.words.errors import InputError
from tests.study import models
from tests.study.conftest import asked
from tests.study.resealing import reseal
from tests.study.test_sweep import same

SLOW = pytest.mark.slow
SMALL = "tests.study.models:SMALL"
PAIR = {"levers": {"plant.units": [1, 2, 5], "logistics.delivery_usd_per_kg": [1e4, 1e5, 1e4]}}
KEYS = ("plant.units", "logistics.delivery_usd_per_kg")
FACTORS = {"intervals": [("mine.excavators", 1, 9), ("plant.power_kw", 50.0, 90.0, "log", True)], "use": "none"}
# With one unit it stops after 4 samples, with a hundred after 16.
RULE = {"until": "mean mass_kg within 20000", "batch_samples": 4, "samples": 32, "design": "monte_carlo"}
CASES = {
    "saltelli": {"design": "saltelli", "samples": 4, "second_order": True, **FACTORS},
    "morris": {"design": "morris", "trajectories": 3, "levels": 6, **FACTORS},
    "one_at_a_time": {"design": "one_at_a_time", "tail": 0.2, **FACTORS},
    "sobol": {"design": "sobol", "samples": 8, **FACTORS},
    "pair": {**PAIR, "pair": (KEYS,), "common_random_numbers": "none"},
    "cases": {**PAIR, "cases": Cases(KEYS, ("a", "b", "c")), "common_random_numbers": "all"},
    "exclude": {**PAIR, "pair": (KEYS,), "exclude": ("plant.units>=2 and logistics.delivery_usd_per_kg<5e4",)},
    "until": {"levers": {"plant.units": [1, 100]}, **RULE, "replicates": 2, "common_random_numbers": "none"},
}

FAST = ("saltelli", "exclude", "until")
"""Cases of a design, of levers that move together with constraints, and of the stopping rule."""


def stop_after(monkeypatch, tmp_path, blocks, arguments, model=SMALL):
    """Run a sweep that Ctrl-C ends after some writes; its dataset."""
    left = blocks
    write = zarr_store.ZarrStore.write

    def stop(self, block):
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        write(self, block)

    with monkeypatch.context() as patch:
        patch.setattr(zarr_store.ZarrStore, "write", stop)
        with pytest.raises(SweepInterrupted):
            run_sweep(asked(**arguments, store=True, dir=tmp_path), model, progress=False)
    (path,) = tmp_path.glob("study/*/sweep.zarr")
    return path


@cache
def uninterrupted(name):
    """The sweep of a case that ran through, kept in memory."""
    return run_sweep(asked(**CASES[name]), SMALL, progress=False).open()


@pytest.fixture(scope="module")
def stored(made_once):
    """Return a function that gives the stored sweep of a case, to be read only."""
    return lambda name: stored_once(made_once, name)


def stored_once(made_once, name):
    """Return the dataset of a case, of which one is made in a test run."""

    def make(folder):
        run_sweep(asked(**CASES[name], block_runs=4, store=True, dir=folder), SMALL, progress=False)

    (path,) = made_once(f"sweep of {name}", make).glob("study/*/sweep.zarr")
    return path


@pytest.fixture
def copied(stored, tmp_path):
    """Return a function that gives a copy of the stored sweep of a case, to be changed."""
    return lambda name: shutil.copytree(stored(name).parent, tmp_path / "copy") / "sweep.zarr"


# Workers get a plan and a list of blocks whatever the design: they are started where the list itself is special.
@pytest.mark.parametrize(
    ("name", "executor"),
    [
        *(pytest.param(name, "serial", marks=() if name in FAST else SLOW) for name in CASES),
        pytest.param("saltelli", "processes", marks=SLOW),
        ("exclude", "processes"),
        pytest.param("until", "processes", marks=SLOW),
    ],
)
def test_what_is_resumed_equals_what_ran_through(tmp_path, monkeypatch, ready_workers, name, executor):
    arguments = CASES[name] | {"block_runs": 4}
    path = stop_after(monkeypatch, tmp_path, 1, arguments)
    assert (xr.open_zarr(path, chunks=None).status == NOT_RUN).any()
    result = resume_sweep(path, Executor(executor, 2), model=SMALL, progress=False)
    assert result.failed == 0
    same(result.open().load(), uninterrupted(name))
    again = resume_sweep(path, model=SMALL, progress=False)
    assert again.runs == 0


# Two blocks of each are judged first: with one unit the other 14 are not needed, with a hundred 2 and then 4 are.
@pytest.mark.parametrize("writes", [9, 28, *(pytest.param(writes, marks=SLOW) for writes in (1, 4, 20))])
def test_the_stopping_rule_goes_on_wherever_it_was_interrupted(tmp_path, monkeypatch, writes):
    arguments = CASES["until"] | {"block_runs": 4}
    ran = []
    path = stop_after(monkeypatch, tmp_path, writes, arguments)
    before = int((xr.open_zarr(path, chunks=None).status.values == OK).sum())
    make = models.Small.run
    monkeypatch.setattr(
        models.Small, "run", lambda self, s, rows, *rest: ran.extend(rows) or make(self, s, rows, *rest)
    )
    result = resume_sweep(path, model=SMALL, progress=False)
    ds = result.open().load()
    assert result.runs == len(ran) == (ds.status == OK).sum().item() - before
    assert (ds.status == NOT_NEEDED).any()
    same(ds, uninterrupted("until"))


def test_runs_that_were_not_needed_or_excluded_are_not_made_when_others_are(copied, monkeypatch):
    path = copied("until")
    before = xr.open_zarr(path, chunks=None).load()
    zarr.open_group(path, mode="r+")["status"][0, 3, 1] = 2
    reseal(path)
    # What is made again must not move where the rule stopped, or went on.
    monkeypatch.setattr(StoppingRule, "reached", lambda *given: pytest.fail("judged again"))
    assert resume_sweep(path, model=SMALL, progress=False).runs == 1
    same(xr.open_zarr(path, chunks=None).load(), before)


def test_an_excluded_combination_is_not_made_by_resume(copied):
    path = copied("exclude")
    before = xr.open_zarr(path, chunks=None).load()
    assert (before.status == EXCLUDED).any()
    at = tuple(np.argwhere(before.status.values == OK)[0])
    zarr.open_group(path, mode="r+")["status"][at] = NOT_RUN
    reseal(path)
    assert StoredSweep.open(path).pending == 1
    assert resume_sweep(path, model=SMALL, progress=False).runs == 1
    same(xr.open_zarr(path, chunks=None).load(), before)


@pytest.mark.parametrize("name", [pytest.param(name, marks=() if name in FAST else SLOW) for name in CASES])
def test_every_run_is_replayed_with_its_own_chance(stored, name):
    path = stored(name)
    status = xr.open_zarr(path, chunks=None).status.load()
    dims = status.dims
    indices = np.argwhere(np.isin(status.values, (OK, EXCLUDED)))
    for index in indices[:: max(1, len(indices) // 6)]:
        names = {dim: str(status[dim].values[at]) for dim, at in zip(dims, index, strict=True)}
        run = replay_run(path, names, SMALL)
        assert (run.stored, run.different) == (run.status, ())
        assert run.compared > 0


def test_a_run_that_was_not_needed_is_made_and_not_compared(stored):
    run = replay_run(stored("until"), {"units": "1", "sample": "31"}, SMALL)
    assert (run.status, run.stored, run.compared) == (OK, NOT_NEEDED, 0)


def test_a_run_is_named_by_any_of_the_levers_that_move_together(stored):
    path = stored("cases")
    assert replay_run(path, {"case": "b"}, SMALL).labels["case"] == "b"
    assert replay_run(path, {"plant.units": "5"}, SMALL).labels["case"] == "c"
    assert replay_run(path, {"delivery_usd_per_kg": "1e5"}, SMALL).labels["case"] == "b"
    both = {"plant.units": "1", "delivery_usd_per_kg": "1e4"}
    assert replay_run(path, both, SMALL).labels["case"] == "a"
    with pytest.raises(InputError, match="delivery_usd_per_kg=1e4 stand together at a, c; name one of a, b, c"):
        replay_run(path, {"delivery_usd_per_kg": "1e4"}, SMALL)
    with pytest.raises(InputError, match="never stand together"):
        replay_run(path, both | {"case": "b"}, SMALL)
    with pytest.raises(InputError, match="case: is needed to name the run; allowed: a, b, c"):
        replay_run(path, {}, SMALL)
