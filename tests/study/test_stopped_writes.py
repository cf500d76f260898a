"""A writer that is stopped between any two steps: what was finished stays, nothing wrong is read, the rest is made."""

import random
import shutil

import numpy as np
import pytest
from zarr.storage import LocalStore

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.model.interface import FAILED, NOT_RUN, OK, RETRIED, Results
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.executors import Serial
from lunarsim.study.run.sweep import run_sweep
from lunarsim.study.store.checked import checked_store
from lunarsim.study.store.stored_sweep import StoredSweep
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import StoreError
from tests.study.conftest import asked
from tests.study.models import VARIABLES, Small

COUNT = VARIABLES[2]
SAMPLES = 7
BLOCKS = [slice(0, 4), slice(4, 7)]
WHAT = {"use": "none", "design": "monte_carlo", "samples": SAMPLES, "block_runs": 4}
EXPECTED = {"mass_kg": np.arange(SAMPLES) + 0.5, "flights": np.arange(SAMPLES) + 7}


class Few(Small):
    """Two outcomes, so that there are few steps; every third sample raises while the model is ill."""

    variables = (VARIABLES[0], COUNT)
    ill = False

    def run(self, scenarios, rows, seed, labels):
        samples = np.array([row[0] for row in rows])
        failed = (samples % 3 == 1) & self.ill
        missing = {"mass_kg": np.nan, "flights": COUNT.missing}
        arrays = {name: np.where(failed, missing[name], values[samples]) for name, values in EXPECTED.items()}
        return Results(arrays, np.where(failed, FAILED, OK), ["ArithmeticError: no" if bad else "" for bad in failed])


FEW = Few(name="few")
MODEL = f"{__name__}:FEW"


class Steps:
    """The chunks that are put into, or deleted from, stores: from a number on none is, as after a kill or a full disk.

    Of those that were under way together with the first one that a kill loses, some are put none the less.
    """

    def __init__(self, monkeypatch):
        self.stop, self.refused, self.seen = None, False, []
        for name in ("set", "delete"):
            monkeypatch.setattr(LocalStore, name, self._watched(getattr(LocalStore, name)))

    def _watched(self, original):
        async def step(store, key, *content):
            if self.stop is not None and "/c/" in key and store.root.suffix == ".zarr":
                self.seen.append(next((kind for kind in ("checksums", "status") if key.startswith(kind)), "others"))
                lost = self.seen[self.stop :]
                if lost and self.refused:
                    raise OSError(28, "No space left on device")
                under_way = len(lost) > 1 and set(lost) == {"others"}
                if lost and not (under_way and random.Random(f"{self.stop} {key}").random() < 0.5):
                    return
            await original(store, key, *content)

        return step

    def stopped(self, stop, work):
        """Do something of which only so many steps succeed; return whether it took more."""
        self.stop, self.seen = stop, []
        try:
            work()
        except StoreError:
            assert self.refused
        finally:
            self.stop = None
        return len(self.seen) > stop


@pytest.fixture(params=[False, pytest.param(True, marks=pytest.mark.slow)], ids=["killed", "refused"])
def steps(request, monkeypatch):
    steps = Steps(monkeypatch)
    steps.refused = request.param
    monkeypatch.setattr(checked_store, "PATIENCE_S", ())
    return steps


@pytest.fixture
def few(tmp_path):
    """The plan, and a store in which nothing has been run."""
    plan = make_plan(asked(**WHAT), FEW, MODEL)
    ZarrStore.create(tmp_path / "made.zarr", plan, {})
    return plan, tmp_path / "made.zarr"


def go_on(path, plan, begun=True):
    """Run what is missing or failed; return the number of runs that were made."""
    blocks = StoredSweep.open(path, writing=True).blocks()
    return sum(done.runs for done in Serial()(plan, ZarrStore(path, plan, continued=begun), blocks))


def sealed(path):
    """Return which blocks have a seal."""
    return [(path / f"checksums/blocks/c/{block}/0/0").is_file() for block in range(len(BLOCKS))]


def check_read(path, plan):
    """Check that each run is read as it was made, or not at all; return the states of the runs."""
    store, everything = ZarrStore(path, plan), tuple(slice(0, length) for length in plan.grid.shape)
    found = {name: store.read(name, everything).ravel() for name in ("status", "error", *EXPECTED)}
    status = found["status"]
    for name, values in EXPECTED.items():
        missing = np.isnan(found[name]) | (found[name] == COUNT.missing)
        assert np.array_equal(found[name][status == OK], values[status == OK]), name
        assert (missing | (found[name] == values)).all(), name
        assert missing[status == NOT_RUN].all(), name
    assert set(found["error"][status == OK]) <= {""}
    reader = ZarrStore(path, plan, writing=False)
    begun = [(path / f"status/c/{block}/0").is_file() for block in range(len(BLOCKS))]
    if begun != sealed(path):
        with pytest.raises(StoreError, match="was not finished"):
            reader.read("status", everything)
        return status
    read = {name: reader.read(name, everything).ravel() for name in found}
    assert all(np.array_equal(read[name], found[name], equal_nan=name == "mass_kg") for name in read)
    return status


def check_resumed(path, plan, status):
    """Check that all that is missing is made, and nothing else, and that the end is that of a sweep never stopped."""
    assert go_on(path, plan) == np.isin(status, RETRIED).sum()
    assert (check_read(path, plan) == OK).all()


def test_a_first_write_may_stop_before_each_of_its_steps(tmp_path, few, steps):
    plan, made = few
    stop, stopped = 0, True
    while stopped:
        path = shutil.copytree(made, tmp_path / f"{stop}.zarr")
        stopped = steps.stopped(stop, lambda path=path: go_on(path, plan, begun=False))
        status = check_read(path, plan)
        for finished, block in zip(sealed(path), BLOCKS, strict=True):
            assert (status[block] == (OK if finished else NOT_RUN)).all()
        check_resumed(path, plan, status)
        stop += 1
    assert (status == OK).all()
    # Of each block two outcomes and the time of the runs, their status, and the seal.
    assert stop == 5 * len(BLOCKS) + 1


def test_a_retry_of_failed_runs_may_stop_before_each_of_its_steps_twice(tmp_path, few, steps, monkeypatch):
    plan, made = few
    monkeypatch.setattr(FEW, "ill", True)
    go_on(made, plan, begun=False)
    monkeypatch.setattr(FEW, "ill", False)
    before = check_read(made, plan)
    assert (before == FAILED).sum() == 2
    stop, stopped = 0, True
    while stopped:
        path = shutil.copytree(made, tmp_path / f"{stop}.zarr")
        stopped = steps.stopped(stop, lambda path=path: go_on(path, plan))
        between = check_read(path, plan)
        assert (between[before == OK] == OK).all()
        if stopped:
            steps.stopped(random.Random(stop).randrange(stop + 2), lambda path=path: go_on(path, plan))
        after = check_read(path, plan)
        assert (after[between == OK] == OK).all()
        check_resumed(path, plan, after)
        stop += 1
    assert (between == OK).all()
    # Each block is sealed before and after, and the errors are deleted.
    assert stop == 7 * len(BLOCKS) + 1


def test_the_command_goes_on_from_a_first_write_and_a_retry_that_were_stopped(tmp_path, steps, monkeypatch):
    monkeypatch.setattr(FEW, "ill", True)
    request = asked(**WHAT, store=True, dir=tmp_path)
    assert steps.stopped(7, lambda: run_sweep(request, MODEL, progress=False))
    (path,) = tmp_path.glob("study/*/sweep.zarr")
    result = resume_sweep(path, model=MODEL, progress=False)
    assert (result.runs, result.failed) == (4, 2)
    monkeypatch.setattr(FEW, "ill", False)
    assert steps.stopped(3, lambda: resume_sweep(path, model=MODEL, progress=False))
    assert resume_sweep(path, model=MODEL, progress=False).failed == 0
    assert (check_read(path, make_plan(asked(**WHAT), FEW, MODEL)) == OK).all()
