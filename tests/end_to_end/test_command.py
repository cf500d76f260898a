"""The command as a new user meets it."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
import xarray as xr

from .conftest import COMMAND, Answer, Command, call, store_of


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """Return a folder in which the bare command has run, and its answer."""
    folder = tmp_path_factory.mktemp("bare")
    return folder, call(folder=folder)


def test_the_bare_command_runs_the_base_scenario(bare: tuple[Path, Answer]) -> None:
    folder, answer = bare
    assert store_of(answer, folder).is_dir()
    assert "200 of 200 runs" in answer.stdout
    for title in ("Station works the surface", "Mass landed", "Rare earths produced", "Cost, China", " P\n"):
        assert title in answer.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["outputs"]


def test_show_prints_the_newest_sweep_again(bare: tuple[Path, Answer]) -> None:
    folder, first = bare
    again = call("show", folder=folder)
    assert again.returncode == 0
    lines = again.stdout.splitlines()
    assert lines[0] == "Scenario: Joint station (ILRS)"
    start = lines.index("Summary")
    printed = first.stdout.splitlines()
    assert printed[:start] == lines[:start]
    assert lines[start : start + 10] == printed[start : start + 10]


def test_revalue_makes_the_accounts_again_beside_the_sweep_and_show_says_so(
    bare: tuple[Path, Answer], in_process: Command, tmp_path: Path
) -> None:
    folder, first = bare
    old = store_of(first, folder)
    answer = call("revalue", str(old), "finance.discount_rate=0.05", f"output.dir={tmp_path}", folder=folder)
    new = store_of(answer, folder)
    assert new.is_relative_to(tmp_path)
    name = f"{old.parent.parent.name}/{old.parent.name}"
    assert f"revalued: 200 runs of {name} with finance.discount_rate=0.05" in answer.stdout
    with xr.open_zarr(old, chunks=None) as before, xr.open_zarr(new, chunks=None) as after:
        assert after["missions_flown"].equals(before["missions_flown"])
        assert not after["npv_program_musd"].equals(before["npv_program_musd"])
    shown = " ".join(in_process("show", str(new)).stdout.split())
    assert f"Revalued: accounts of {name} again, with finance.discount_rate=0.05" in shown
    assert "Real yearly discount rate: 0.05" in shown


def test_four_errors_come_in_one_message_and_nothing_is_written(lunarsim: Command, tmp_path: Path) -> None:
    answer = lunarsim("plant.unitz=2", "site.thorium_ppm=-3", "deposit.depth_m=deep", "cooperation=actve")
    assert answer.returncode == 2
    for words in ("plant.unitz", "'units'", "site.thorium_ppm", "0 to 60", "deposit.depth_m", "actve", "'active'"):
        assert words in answer.stderr
    assert "Traceback" not in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_contradictory_values_are_refused(in_process: Command, tmp_path: Path) -> None:
    answer = in_process("flowsheet.oxygen_yield=0.4", "flowsheet.metal_per_oxygen=2")
    assert answer.returncode == 2
    assert "flowsheet.oxygen_yield" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_can_never_work_is_refused_with_place_and_reason(in_process: Command, tmp_path: Path) -> None:
    answer = in_process("logistics.cargo_vehicle=soyuz_2_1b", "vehicles.soyuz_2_1b.landed_payload_kg=0")
    assert answer.returncode == 2
    assert "logistics.cargo_vehicle" in answer.stderr
    assert list(tmp_path.iterdir()) == []


FIVE_KINDS = (
    "missions.ilrs_1.launch_mass_kg=30000",
    "assets.ilrs_laboratory.load_kw=5000",
    "missions.change_7.needs=[ilrs_2]",
    "missions.change_8.planned=2059-01-01",
    "site.most_stations=1",
)


def test_five_kinds_of_what_can_never_be_come_in_one_list_with_remedies(lunarsim: Command, tmp_path: Path) -> None:
    answer = lunarsim("scenario=race", *FIVE_KINDS)
    assert answer.returncode == 2
    assert "5 problems" in answer.stderr
    for line in (
        "missions.ilrs_1: sends 30000 kg, Long March 10 takes 27000 kg in 1 launch; set missions.ilrs_1.vehicle=",
        "assets.ilrs_laboratory: takes 5000 kW, 6000 kW with its margin of 20 %; all that can",
        "missions.ilrs_1.needs: closes a circle: change_7 -> ilrs_2 -> ilrs_1 -> change_7",
        "missions.change_8.planned: is 2059-01-01, not before the timeline ends on 2056-07-01",
        "rival.site: is shackleton, where ilrs stands; its lit places hold 1 station",
    ):
        assert line in answer.stderr, answer.stderr
    assert answer.stderr.count("; set ") == 5
    assert "Traceback" not in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_inside_a_sweep_what_can_never_be_is_recorded_and_the_rest_runs(in_process: Command) -> None:
    lever = "missions.ilrs_1.launch_mass_kg=5000,30000"
    answer = in_process("-m", lever, "assets.ilrs_laboratory.load_kw=interval(1,400)", "design.samples=6")
    assert answer.returncode == 0
    assert "cannot be run at missions.ilrs_1.launch_mass_kg=30000.0: missions.ilrs_1: sends 30000 kg" in answer.stderr
    assert (
        "some samples at missions.ilrs_1.launch_mass_kg=5000.0 may be recorded as infeasible: assets." in answer.stderr
    )
    runs = json.loads(in_process("show", "--json").stdout)["runs"]
    assert runs["total"] == 12
    assert 6 < runs["infeasible"] < 12
    assert runs["ok"] + runs["infeasible"] == 12


def test_an_added_key_is_refused(in_process: Command) -> None:
    answer = in_process("+typo=1")
    assert answer.returncode == 2
    assert "typo" in answer.stderr


def test_interrupt_ends_cleanly(tmp_path: Path) -> None:
    words = [str(COMMAND), "design.samples=4000"]
    process = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("outputs/*/*/sweep.zarr/zarr.json")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in errors
    assert "Traceback" not in errors


def test_statements_are_scored_as_json(in_process: Command, tmp_path: Path) -> None:
    rows = "mission,actor,announced_on,announced_precision,planned_launch,planned_precision,actual_launch\n"
    rows += "Nova 1,Ruritania,2015-01-01,day,2017-07-01,year,2018-03-01\n"
    rows += "Nova 2,China,2019-01-01,month,2021-01-01,month,\n"
    (tmp_path / "statements.csv").write_text(rows, encoding="utf-8")
    answer = in_process("backcast", "statements.csv", "--json")
    assert (answer.returncode, answer.stderr) == (0, "")
    scores = json.loads(answer.stdout)
    assert (scores["n"], scores["unflown"], scores["clipped"]["n"]) == (1, 1, 2)
    assert scores["crps_ratio"] > 0
