"""Run lines and the Python door, over the study that makes the runs."""

import dataclasses
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

import lunarsim
from lunarsim.door.cli import main
from lunarsim.door.plan_notes import InfeasibleWarning
from lunarsim.scenario.building import checked_scenario
from lunarsim.study.model.campaigns import Campaigns
from lunarsim.study.request.settings import Executor
from lunarsim.study.run import single_run
from lunarsim.study.run import sweep as study
from lunarsim.words.errors import InputError, LunarsimError

COMBINATIONS = ["vehicles.long_march_9.landed_payload_kg=0,30000"]
"""Levers of which one combination cannot be run."""


@dataclass
class Made:
    """What a fake sweep gives, and the request that it got."""

    path: Path | None
    failed: int
    notes: tuple[str, ...] = ()
    request: object = None

    def __call__(self, request: object, announce: Callable[[object], None]) -> "Made":
        self.request = request
        announce(SimpleNamespace(notes=self.notes))
        return self

    def open(self) -> xr.Dataset:
        return xr.Dataset()


@pytest.mark.parametrize(("failed", "code"), [(0, 0), (3, 3)])
def test_failed_runs_show_in_the_exit_code_and_the_dataset_is_named(command, monkeypatch, failed, code):
    made = Made(Path("somewhere") / "sweep.zarr", failed)
    monkeypatch.setattr(study, "run_sweep", made)
    monkeypatch.setattr("lunarsim.reading.tables.summary_table.summarize", lambda dataset: print("table"))
    assert command("design=nominal") == (code, "table\ndataset: somewhere/sweep.zarr\n", "")
    assert made.request.design.name == "nominal"


def test_notes_on_the_plan_are_kept_apart_from_the_results(command, monkeypatch):
    fixed = " is set on the command line and no longer uncertain"
    notes = (f"a.b{fixed}", f"a.c{fixed}", *(f"note {number}" for number in range(8)), "cannot be run at x=1: y")
    monkeypatch.setattr(study, "run_sweep", Made(None, 0, notes=notes))
    monkeypatch.setattr("lunarsim.reading.tables.summary_table.summarize", lambda dataset: print("table"))
    _, out, errors = command("design=nominal")
    assert out == "table\n"
    first, second, third, *_, last = errors.splitlines()
    assert first == "lunarsim: note: cannot be run at x=1: y"
    assert second == "lunarsim: note: a.b, a.c: each is set on the command line and no longer uncertain"
    assert third == "lunarsim: note: note 0"
    assert last == "lunarsim: and 2 more notes, see sweep.log"
    assert command("output=none")[2].splitlines()[-1] == "lunarsim: and 2 more notes"


def test_real_notes_are_put_in_order(command, here, no_tables):
    line = ["-m", "design.samples=2", "output=none", *COMBINATIONS]
    _, _, errors = command(*line, "plant.availability=0.6", "deposit.access=0.5")
    first, second, *_ = errors.splitlines()
    assert first.startswith("lunarsim: note: cannot be run at ")
    keys, _, said = second.removeprefix("lunarsim: note: ").partition(": ")
    assert set(keys.split(", ")) == {"plant.availability", "deposit.access"}
    assert said == "each is set on the command line and no longer uncertain"


def test_workers_without_use_are_reported(command, here, no_tables):
    _, _, errors = command("design=nominal", "output=none", "executor.workers=2")
    assert "executor.workers=2 has no effect" in errors
    assert command("design=nominal", "output=none")[2] == ""


def test_an_error_in_the_table_does_not_hide_the_dataset(here, capfd, monkeypatch):
    def summarize(dataset):
        raise ZeroDivisionError

    monkeypatch.setattr("lunarsim.reading.tables.summary_table.summarize", summarize)
    monkeypatch.setattr(study, "run_sweep", Made(Path("somewhere"), 0))
    with pytest.raises(ZeroDivisionError):
        main(["design=nominal"])
    assert capfd.readouterr().out == "dataset: somewhere\n"


def test_the_recorded_command_can_be_repeated(command, here, own, no_tables):
    folder = own("units: 2\n", group="plant", name="double")
    line = ["-m", "-cd", str(folder), "plant=double,default", "design=nominal", "output.name=mine"]
    assert command(*line)[0] == 0
    (config,) = here.glob("outputs/mine/*/config.yaml")
    assert config.read_text().splitlines()[0] == f"# lunarsim {shlex.join(line)}"
    with xr.open_zarr(config.with_name("sweep.zarr"), chunks=None) as dataset:
        recorded = shlex.split(dataset.attrs["command"])
    assert recorded == line
    assert command(*recorded)[0] == 0


def test_a_sweep_from_python_is_recorded_as_a_command(here, own):
    folder = own("units: 2\n", group="plant", name="double")
    words = ["plant=double", "design=nominal", "output=none"]
    dataset = lunarsim.sweep((word for word in words), config_dir=folder)
    assert shlex.split(dataset.attrs["command"]) == ["-m", f"--config-dir={folder}", *words]


def test_an_interrupted_sweep_exits_with_130_and_one_line(command, monkeypatch):
    def interrupted(request, announce):
        raise study.SweepInterrupted("interrupted: 1 of 2 blocks finished")

    monkeypatch.setattr(study, "run_sweep", interrupted)
    assert command() == (130, "", "lunarsim: interrupted: 1 of 2 blocks finished\n")


def test_without_a_store_only_the_table_is_given(command, here):
    code, out, _ = command("design=nominal", "output=none")
    assert code == 0
    assert "1 of 1 run" in out
    assert "dataset:" not in out
    assert not list(here.iterdir())


def test_the_python_door_sweeps_and_simulates(here):
    dataset = lunarsim.sweep(["cooperation=active,none", "design.samples=2", "output=none"])
    assert dataset.sizes["cooperation"] == 2
    assert dataset.sizes["sample"] == 2
    one = lunarsim.simulate(lunarsim.load_scenario(["cooperation=active"]), seed=1, sample=1)
    assert "station_working_year" in one
    assert not list(here.iterdir())


def test_combinations_that_cannot_be_run_are_one_warning_in_python(here):
    line = [*COMBINATIONS, "plant.availability=0.6", "design.samples=2", "output=none"]
    with pytest.warns(InfeasibleWarning) as caught:
        lunarsim.sweep(line)
    (warning,) = caught
    assert str(warning.message).startswith("cannot be run at ")
    assert "uncertain" not in str(warning.message)
    assert warning.filename == __file__


@pytest.mark.parametrize(
    ("arguments", "places"),
    [
        ((-1,), ["seed"]),
        ((2**63,), ["seed"]),
        ((1.5, -1, "2"), ["seed", "sample", "replicate"]),
        ((1, True), ["sample"]),
        ((1, 0, 2**70), ["replicate"]),
    ],
)
def test_what_is_no_row_of_draws_is_refused(here, arguments, places):
    with pytest.raises(InputError) as caught:
        lunarsim.simulate(lunarsim.load_scenario(), *arguments)
    assert [fault.path for fault in caught.value.faults] == places


def test_a_scenario_that_was_changed_by_hand_is_checked_like_any_input(here):
    scenario = lunarsim.load_scenario()
    plant = dataclasses.replace(scenario.plant, availability=5.0, units=-1)
    rocket = dataclasses.replace(scenario.vehicles["long_march_9"], launches_per_year=0.0)
    odd = dataclasses.replace(scenario, plant=plant, vehicles=scenario.vehicles | {"long_march_9": rocket}, mine=3)
    with pytest.raises(InputError) as caught:
        lunarsim.simulate(odd, 1)
    assert {fault.path: fault.problem for fault in caught.value.faults} == {
        "plant.availability": "is 5, allowed 0 to 1",
        "plant.units": "is -1, allowed 0 to 10000",
        "vehicles.long_march_9.launches_per_year": "is 0, allowed 0.01 to 1000 year-1",
        "mine": "is 3, must be of type Mine",
    }
    led = dataclasses.replace(scenario, station=dataclasses.replace(scenario.station, lead="chna"))
    with pytest.raises(InputError, match="did you mean 'china'"):
        lunarsim.simulate(led, 1)


def test_numbers_given_by_hand_have_the_type_that_is_declared(here):
    scenario = lunarsim.load_scenario()
    plant = dataclasses.replace(scenario.plant, power_kw=60)
    assert checked_scenario(scenario) is scenario
    assert type(checked_scenario(dataclasses.replace(scenario, plant=plant)).plant.power_kw) is float


def test_what_is_no_record_or_has_no_text_for_a_name_is_refused_in_short(here):
    scenario = lunarsim.load_scenario()
    mission = scenario.missions["change_8"]
    for change, problem in [
        ({"plant": scenario.missions}, r"plant: is .{200}\.\.\. \([\d,]+ characters\), must be of type Plant"),
        ({"missions": {**scenario.missions, "change_8": 3}}, r"missions\.change_8: is 3, must be of type Mission"),
        ({"missions": {**scenario.missions, 1: mission}}, "missions: has the name 1, must be a text"),
        ({"assets": {None: 3, **scenario.assets}}, "assets: has the name None, must be a text"),
        ({"vehicles": 3}, "vehicles: is 3, must be a mapping from names to records"),
    ]:
        with pytest.raises(InputError, match=problem):
            lunarsim.simulate(dataclasses.replace(scenario, **change), 1)
    with pytest.raises(InputError, match="1: is not a text"):
        lunarsim.with_values(scenario, {1: 2})


def test_a_scenario_that_can_never_work_has_no_outcome(here):
    scenario = lunarsim.with_values(lunarsim.load_scenario(), {"plant.availability": 0, "mine.excavators": 0})
    with pytest.raises(InputError) as caught:
        lunarsim.simulate(scenario, 1)
    assert [fault.path for fault in caught.value.faults] == ["plant.availability", "mine.excavators"]


def test_a_run_alone_has_the_limit_on_events_of_a_sweep(here, monkeypatch):
    limits = []
    monkeypatch.setattr(Campaigns, "limited", lambda model, max_events, start: limits.append(max_events) or model)
    lunarsim.simulate(lunarsim.load_scenario(), 1)
    assert limits == [1_000_000]


def test_a_run_that_fails_has_no_outcome(here, monkeypatch):
    monkeypatch.setattr(single_run, "Executor", lambda: Executor(max_events=100))
    with pytest.raises(LunarsimError, match="the run failed: TooManyEventsError: more than 100 events"):
        lunarsim.simulate(lunarsim.load_scenario(), 1)


def test_integers_of_any_kind_are_seeds_and_rows(here):
    scenario = lunarsim.load_scenario()
    assert lunarsim.simulate(scenario, np.int64(7), np.uint8(1)).attrs["seed"] == 7
    lunarsim.simulate(scenario, 2**63 - 1, 2**63 - 1, 2**63 - 1)


def test_types_of_arguments_are_checked(here):
    with pytest.raises(TypeError, match="Scenario"):
        lunarsim.simulate(["site=fra_mauro"], 1)
    with pytest.raises(TypeError, match="holds 3, must be a list of strings"):
        lunarsim.sweep(["plant.units=2", 3])


def test_a_sweep_writes_one_folder_below_outputs(command, here, no_tables):
    code, out, _ = command("-m", "cooperation=active,none", "design.samples=2", "output.name=mine")
    assert code == 0
    (folder,) = (here / "outputs" / "mine").iterdir()
    assert [path.name for path in here.iterdir()] == ["outputs"]
    assert str(folder / "sweep.zarr") in out
    shown = command("show", "--outcomes", "npv_musd")
    assert shown[0] == 0
    assert "4 of 4 runs" in shown[1]


def test_levers_named_like_the_columns_of_a_table_are_shown(command):
    """``plant.units`` names the dimension ``units``, and outcomes have units."""
    code, out, errors = command("-m", "plant.units=1,4", "waits=all,none", "design.samples=2", "output=none")
    assert (code, errors) == (0, "")
    assert "As typed: plant.units=1,4 waits=all,none" in out
