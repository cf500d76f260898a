"""Run lines and the Python door, over the study that makes the runs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
import xarray as xr

import lunarsim
from lunarsim.study import sweep as study


@dataclass
class Made:
    """What a fake sweep gives, and the request that it got."""

    path: Path | None
    failed: int
    notes: int = 0
    request: object = None

    def __call__(self, request: object, announce: Callable[[object], None]) -> "Made":
        self.request = request
        announce(SimpleNamespace(notes=tuple(f"note {number}" for number in range(self.notes))))
        return self

    def open(self) -> xr.Dataset:
        return xr.Dataset()


@pytest.mark.parametrize(("failed", "code"), [(0, 0), (3, 3)])
def test_failed_runs_show_in_the_exit_code_and_the_dataset_is_named(command, monkeypatch, failed, code):
    made = Made(Path("somewhere") / "sweep.zarr", failed)
    monkeypatch.setattr(study, "run_sweep", made)
    monkeypatch.setattr("lunarsim.reading.table.summarize", lambda dataset: print("table"))
    assert command("design=nominal") == (code, "table\ndataset: somewhere/sweep.zarr\n", "")
    assert made.request.design.name == "nominal"


def test_notes_on_the_plan_are_told_apart_from_the_results(command, monkeypatch):
    monkeypatch.setattr(study, "run_sweep", Made(None, 0, notes=10))
    monkeypatch.setattr("lunarsim.reading.table.summarize", lambda dataset: print("table"))
    _, out, errors = command("design=nominal")
    assert out == "table\n"
    assert errors.splitlines()[0] == "lunarsim: note: note 0"
    assert errors.splitlines()[-1] == "lunarsim: and 2 more notes, see sweep.log"


def test_an_interrupted_sweep_exits_with_130_and_one_line(command, monkeypatch):
    def interrupted(request, announce):
        raise study.SweepInterrupted("interrupted: 1 of 2 blocks finished")

    monkeypatch.setattr(study, "run_sweep", interrupted)
    assert command() == (130, "", "lunarsim: interrupted: 1 of 2 blocks finished\n")


def test_without_a_store_only_the_table_is_given(command, here):
    code, out, _ = command("design=nominal", "output=none")
    assert code == 0
    assert "1 of 1 runs" in out
    assert "dataset:" not in out
    assert not list(here.iterdir())


def test_the_python_door_sweeps_and_simulates(here):
    dataset = lunarsim.sweep(["cooperation=active,none", "design.samples=2", "output=none"])
    assert dataset.sizes["cooperation"] == 2
    assert dataset.sizes["sample"] == 2
    one = lunarsim.simulate(lunarsim.load_scenario(["cooperation=active"]), seed=1, sample=1)
    assert "station_working_year" in one
    assert not list(here.iterdir())


def test_a_sweep_writes_one_folder_below_outputs(command, here):
    code, out, _ = command("-m", "cooperation=active,none", "design.samples=2", "output.name=mine")
    assert code == 0
    (folder,) = (here / "outputs" / "mine").iterdir()
    assert [path.name for path in here.iterdir()] == ["outputs"]
    assert str(folder / "sweep.zarr") in out
    shown = command("show")
    assert shown[0] == 0
    assert "4 of 4 runs" in shown[1]


def test_levers_named_like_the_columns_of_a_table_are_shown(command):
    """``plant.units`` names the dimension ``units``, and outcomes have units."""
    code, out, errors = command("-m", "plant.units=1,4", "waits=all,none", "design.samples=2", "output=none")
    assert (code, errors) == (0, "")
    assert "units=4" in out
