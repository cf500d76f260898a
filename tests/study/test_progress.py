import io

import numpy as np
import pytest

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.run.cluster.runs_made import METRIC, key_of, runs_made
from lunarsim.study.run.executors import BlockDone, Serial
from lunarsim.study.run.processes import Processes
from lunarsim.study.run.progress import Bar, progress
from lunarsim.study.run.worker import BLOCK, MADE, NOTHING_YET, Pulse
from lunarsim.study.store.memory import MemoryStore
from tests.study.conftest import asked
from tests.study.models import SMALL


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("stream", "shown"), [(io.StringIO(), True), (Terminal(), False)])
def test_nothing_is_shown_without_a_terminal_or_on_request(monkeypatch, stream, shown):
    monkeypatch.setattr("sys.stderr", stream)
    with progress(10, shown) as bar:
        assert bar.under_way is None
        bar.done(BlockDone(0, 10, 1, 0.1))
    assert stream.getvalue() == ""


def test_a_terminal_shows_runs_and_failures(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress(20, True) as bar:
        bar.done(BlockDone(0, 10, 1, 0.1))
        bar.done(BlockDone(1, 10, 2, 0.1))
    assert "20/20" in terminal.getvalue()
    assert "3 failed" in terminal.getvalue()


class Drawn:
    """Notes what a bar would show."""

    def __init__(self):
        self.completed = []
        self.tasks = [type("Task", (), {"finished_speed": None, "speed": 3.0})]

    def add_task(self, *args, **kwargs):
        return 0

    def update(self, task, completed=None, **fields):
        if completed is not None:
            self.completed.append(completed)


def test_the_bar_moves_by_runs_never_back_and_not_beyond_its_end(monkeypatch):
    monkeypatch.setattr("lunarsim.study.run.progress.REFRESH_SECONDS", 0.0)
    drawn = Drawn()
    bar = Bar(20, drawn)
    for runs in (1, 4, 9, 3):
        bar.under_way(runs)
    bar.done(BlockDone(0, 10, 0, 0.1))
    bar.under_way(2)
    bar.under_way(50)
    assert drawn.completed == [1, 4, 9, 9, 10, 12, 20]


def reported(execute):
    """Return what an executor reports of two blocks of four runs, and the results."""
    plan = make_plan(asked(samples=8, block_runs=4), SMALL, "tests.study.models:SMALL")
    store = MemoryStore(plan, {})
    seen, finished = [], []
    running = execute(plan, store, range(2), lambda runs: seen.append(sum(finished) + runs))
    finished.extend(done.runs for done in running)
    return seen, sum(finished), store.dataset()


def test_the_runs_of_a_block_are_reported_one_by_one_and_results_are_the_same():
    plain = make_plan(asked(samples=8, block_runs=4), SMALL, "tests.study.models:SMALL")
    store = MemoryStore(plain, {})
    list(Serial()(plain, store, range(2)))
    seen, finished, made = reported(Serial())
    assert finished == 8
    assert seen == [0, 1, 2, 3, 4, 4, 5, 6, 7, 8]
    for name in store.dataset().data_vars:
        if name != "run_seconds":
            assert np.array_equal(made[name], store.dataset()[name]), name


@pytest.mark.usefixtures("ready_workers")
def test_worker_processes_are_looked_at(monkeypatch):
    monkeypatch.setattr("lunarsim.study.run.processes.LOOK_SECONDS", 0.01)
    seen, finished, _ = reported(Processes(2))
    assert finished == 8
    assert seen
    assert all(0 <= runs <= 8 for runs in seen)


def test_a_worker_shows_its_block_and_how_many_runs_of_it_it_has_made():
    cell = list(NOTHING_YET)
    pulse = Pulse(cell)
    pulse.begin(7)
    pulse.enter([0, 1, 2])
    shown = []
    for run in (0, 1, 2, -1):
        pulse(run)
        shown.append((cell[BLOCK], cell[MADE]))
    assert shown == [(7, 0), (7, 1), (7, 2), (7, 3)]
    pulse.begin(8)
    assert (cell[BLOCK], cell[MADE]) == (8, 0)


def test_of_dask_workers_the_runs_of_blocks_under_way_count():
    workers = {
        "tcp://a": {"metrics": {METRIC: {key_of("h", 1): 30, key_of("h", 2): 5}}},
        "tcp://b": {"metrics": {METRIC: {key_of("h", 3): 7, key_of("other", 1): 99}}},
        "tcp://c": {"metrics": {}},
    }
    assert runs_made(workers, [key_of("h", 1), key_of("h", 3), key_of("h", 9)]) == 37
