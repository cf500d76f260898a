"""What holds for all tests: hypothesis repeats the same examples in every run and keeps no files."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

settings.register_profile(
    "lunarsim", database=None, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("lunarsim")

PAGES = Path(__file__).parent / "end_to_end" / "page"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not read the tests of pages where none of them is asked for: that takes seconds."""
    return True if collection_path == PAGES and "not page" in config.option.markexpr else None


def pytest_collection_finish() -> None:
    """Have the garbage collector pass over the thousands of tests that were collected, and come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _interrupts_reach_children() -> None:
    """Undo what a shell does to jobs in the background: they, and so the commands that tests start, ignore SIGINT."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def _commands_keep_what_they_compile() -> None:
    """Let the processes that tests start keep the bytecode of the package, so that not each of them compiles it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


MadeOnce = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Return a function that fills a folder once per test run, whichever worker of xdist needs it first.

    Tests only read what it returns, or change a copy.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made once"
    shared.mkdir(exist_ok=True)

    def filled(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    return filled


@pytest.fixture
def ready_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have worker processes start from one that has imported the model already: the price of a start is that of a fork.

    Workers of the command are spawned, and so are those of the tests without this fixture.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(
        ["lunarsim.study.run.worker", "lunarsim.study.model.campaigns", "tests.study.models", "zarr", "xarray"]
    )

    def get_context(method: str | None = None) -> BaseContext:
        assert method == "spawn", f"workers must be spawned, not started by {method}"
        return forking

    monkeypatch.setattr(multiprocessing, "get_context", get_context)
