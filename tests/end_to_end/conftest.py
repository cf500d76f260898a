"""The command: installed and run as a user runs it, or its function called in this process."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xarray as xr

from lunarsim.door.cli import main
from lunarsim.reading.opening import open_sweep
from lunarsim.study.run.sweep import run_sweep
from tests.conftest import MadeOnce
from tests.end_to_end.models import FACTORS
from tests.study.conftest import asked

COMMAND = Path(sys.executable).with_name("lunarsim")

Answer = subprocess.CompletedProcess[str]
Command = Callable[..., Answer]


def call(*words: str, folder: Path, **variables: str) -> Answer:
    """Run the command in a folder and return its answer."""
    environment = os.environ | {"COLUMNS": "160"} | variables
    return subprocess.run(
        [str(COMMAND), *words], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture
def lunarsim(tmp_path: Path) -> Command:
    """Return a function that runs the installed command in an empty folder."""
    return lambda *words, **variables: call(*words, folder=tmp_path, **variables)


@pytest.fixture
def in_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Return a function that does what the command does, in this process and in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def run(*words: str) -> Answer:
        capfd.readouterr()
        code = main(words)
        return Answer(words, code, *capfd.readouterr())

    return run


SWEEP = ("-m", "cooperation=active,lapsed", "site=fra_mauro,shackleton", "design.samples=24")


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """Return the store of the sweep of two levers that several tests read, and the command's answer."""
    folder = tmp_path_factory.mktemp("swept")
    answer = call(*SWEEP, folder=folder)
    return store_of(answer, folder), answer


def store_of(answer: Answer, folder: Path) -> Path:
    """Return the path that the command's last line names."""
    assert answer.returncode == 0, answer.stderr
    *_, last = answer.stdout.strip().splitlines()
    return folder / last.removeprefix("dataset: ")


@pytest.fixture(scope="session")
def stored_at(made_once: MadeOnce) -> Callable[..., Path]:
    """Run a sweep of functions with the four factors into a store, once for each set of arguments; return its path."""

    def run(model: str = "FUNCTIONS", factors: int = 4, **settings: object) -> Path:
        intervals = [(name, *ends) for name, ends in list(FACTORS.items())[:factors]]

        def make(folder: Path) -> None:
            request = asked(use="none", intervals=intervals, store=True, dir=folder, **settings)
            run_sweep(request, model=f"tests.end_to_end.models:{model}", progress=False)

        key = zlib.crc32(repr((model, factors, sorted(settings.items()))).encode())
        (path,) = made_once(f"sweep {key} of functions", make).glob("study/*/sweep.zarr")
        return path

    return run


@pytest.fixture(scope="session")
def stored(stored_at: Callable[..., Path]) -> Iterator[Callable[..., xr.Dataset]]:
    """Run such a sweep and open its store."""
    opened: dict[Path, xr.Dataset] = {}

    def run(*arguments: object, **settings: object) -> xr.Dataset:
        path = stored_at(*arguments, **settings)
        if path not in opened:
            opened[path] = open_sweep(path)
        return opened[path]

    yield run
    for dataset in opened.values():
        dataset.close()
