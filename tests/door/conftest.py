from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xarray as xr

import lunarsim
from lunarsim.door.cli import main
from lunarsim.door.line.reading import read_line
from lunarsim.reading.opening import open_sweep
from lunarsim.words.errors import InputError
from tests.conftest import MadeOnce

FEW = ("uncertainties=none", "plant.availability=interval(0.5,0.9)")
"""Few uncertain factors: each is an array of a store, so that all of them take long."""


def loads_none_of(modules: set[str], code: str) -> None:
    """Fail where some lines, run by a new interpreter, load one of some modules."""
    lines = f"import sys\n{code}\nassert not {modules!r} & set(sys.modules), 'loaded'"
    subprocess.run([sys.executable, "-c", lines], check=True, capture_output=True)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, from which child processes find the package as this process does."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(Path(lunarsim.__file__).parents[1]))
    return folder


@pytest.fixture
def faults(here: Path) -> Callable[..., dict[str, str]]:
    """Return a function that reads a wrong line and returns its errors: problem by key."""

    def read(*overrides: str, multirun: bool = False, folders: tuple[Path, ...] = ()) -> dict[str, str]:
        with pytest.raises(InputError) as caught:
            read_line(overrides, multirun, folders)
        assert not list(here.iterdir()), "a refused line wrote something"
        return {fault.path: fault.problem for fault in caught.value.faults}

    return read


@pytest.fixture
def command(here: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command line in this process; return exit code, output and messages."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.fixture
def no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have run lines print no table, where a test is about something else than its figures, which take long."""
    monkeypatch.setattr("lunarsim.reading.tables.summary_table.summarize", lambda dataset: None)


@pytest.fixture
def quick_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have ``--dry-run`` time one run, not many, where a test is not about what a run takes."""
    monkeypatch.setattr("lunarsim.study.run.forecast.RUNS_AT_ONCE", 1)
    monkeypatch.setattr("lunarsim.study.run.forecast.MOST_BLOCKS", 1)


@pytest.fixture
def plain_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Gantt charts be empty figures, where a test is about something else than the picture."""
    from matplotlib.figure import Figure

    monkeypatch.setattr("lunarsim.reading.plots.missions.run_gantt.run_gantt", lambda *given, **others: Figure())


@pytest.fixture
def swept(
    here: Path, command: Callable[..., tuple[int, str, str]], made_once: MadeOnce, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A stored sweep of six runs below the working directory; its dataset."""

    def make(folder: Path) -> None:
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            patch.setattr("lunarsim.reading.tables.summary_table.summarize", lambda dataset: None)
            assert command("-m", "site=shackleton,fra_mauro", "design.samples=3", "plant.units=1", *FEW)[0] == 0

    shutil.copytree(made_once("sweep of the command", make) / "outputs", here / "outputs")
    (dataset,) = here.glob("outputs/*/*/sweep.zarr")
    return dataset


@pytest.fixture
def ten_years(
    here: Path, command: Callable[..., tuple[int, str, str]], made_once: MadeOnce, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A stored sweep of 80 runs of ten years; its folder."""

    def make(folder: Path) -> None:
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            patch.setattr("lunarsim.reading.tables.summary_table.summarize", lambda dataset: None)
            line = ("-m", "timeline.horizon_years=10", "design.samples=80", "output.name=base", *FEW)
            assert command(*line)[0] == 0

    shutil.copytree(made_once("sweep before news", make) / "outputs", here / "outputs")
    (folder,) = here.glob("outputs/base/*")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Path]:
    """Write an option file of a user and return the folder for ``--config-dir``."""

    def write(text: str | bytes, group: str = "experiment", name: str = "mine") -> Path:
        folder = tmp_path / "own"
        (folder / group).mkdir(parents=True, exist_ok=True)
        content = text if isinstance(text, bytes) else text.encode()
        (folder / group / f"{name}.yaml").write_bytes(content)
        return folder

    return write


@pytest.fixture(scope="session")
def sweeps_to_plot(made_once: MadeOnce) -> Path:
    """A folder with a sweep of two levers, ``two``, and one without any, ``plain``: three and four runs each."""

    def fill(path: Path) -> None:
        common = ["uncertainties=none", "design=nominal", "plant.planned=2028-01-01"]
        two = ["cooperation=active,lapsed", "plant.units=1,2", "design.replicates=3", "timeline.horizon_years=12"]
        # Long enough that a run of it has product.
        plain = ["design.replicates=4", "timeline.horizon_years=25"]
        for name, line in (("two", two), ("plain", plain)):
            lunarsim.sweep([*line, *common, f"output.dir={path}", f"output.name={name}"]).close()

    return made_once("sweeps to plot", fill)


@pytest.fixture(scope="session")
def two_levers(sweeps_to_plot: Path) -> Iterator[xr.Dataset]:
    """The sweep of two levers."""
    with open_sweep(next(sweeps_to_plot.glob("two/*/sweep.zarr"))) as dataset:
        yield dataset


@pytest.fixture(scope="session")
def no_levers(sweeps_to_plot: Path) -> Iterator[xr.Dataset]:
    """The sweep without levers."""
    with open_sweep(next(sweeps_to_plot.glob("plain/*/sweep.zarr"))) as dataset:
        yield dataset


@pytest.fixture(scope="session")
def two_factors() -> xr.Dataset:
    """A sweep of two factors, one of which decides how much there is."""
    named = ["deposit.access=interval(0.3,0.8)", "market.price_multiplier=interval(0.5,2)"]
    line = ["uncertainties=none", "design.samples=60", "timeline.horizon_years=15", "output=none"]
    return lunarsim.sweep([*named, *line]).load()
