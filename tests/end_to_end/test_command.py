"""The command as a new user meets it."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

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
