"""``lunarsim list``: what stands in a folder of sweeps, whatever its state."""

import json
import os
import shutil
import socket
import tarfile

import numpy as np
import pytest
import zarr

from lunarsim.study.model.interface import FAILED, NOT_RUN
from lunarsim.study.store.lock import HOLDER
from tests.door.conftest import loads_none_of
from tests.reading.test_format_1 import STORED
from tests.study.resealing import reseal


@pytest.fixture(autouse=True)
def _lines_of_one_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


def listed(command, *words):
    code, out, err = command("list", *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)["sweeps"]


def attribute(dataset, name, value):
    root = json.loads((dataset / "zarr.json").read_text())
    root["attributes"][name] = value
    (dataset / "zarr.json").write_text(json.dumps(root))


def with_status(dataset, *codes):
    """Set the first runs of a sweep to some states."""
    array = zarr.open_group(dataset, mode="r+")["status"]
    values = np.asarray(array[:])
    values.ravel()[: len(codes)] = codes
    array[:] = values


def test_a_sweep_is_listed_with_what_it_is_of(command, swept, here):
    (sweep,) = listed(command)
    assert sweep["path"] == str(swept.parent.relative_to(here))
    assert (sweep["scenario"], sweep["design"], sweep["runs"]) == ("ilrs_joint", "lhs", 6)
    assert sweep["levers"] == {"site": ["shackleton", "fra_mauro"]}
    assert sweep["sizes"] == {"site": 2, "sample": 3, "replicate": 1}
    assert (sweep["complete"], sweep["of_this_version"]) == (True, True)
    out = command("list")[1]
    assert "scenario=ilrs_joint  6 runs: complete" in out
    assert "site=shackleton,fra_mauro; design=lhs; 3 samples\n" in out
    assert "1 sweep in outputs\n" in out


def test_what_is_missing_and_what_failed_is_reported(command, swept):
    with_status(swept, NOT_RUN, NOT_RUN, FAILED)
    (sweep,) = listed(command)
    assert (sweep["missing"], sweep["failed"], sweep["complete"]) == (2, 1, False)
    assert "6 runs: 2 missing, 1 failed" in command("list")[1]
    shutil.rmtree(swept / "status" / "c")
    assert "6 runs: 6 missing" in command("list")[1]


def test_other_rules_are_reported(command, swept):
    attribute(swept, "results", 7)
    assert "made by lunarsim" in command("list")[1]
    assert "rules 7, now lunarsim" in " ".join(command("list")[1].split())
    assert "older rules: made by" in command("list")[1]
    assert listed(command)[0]["of_this_version"] is False
    reseal(swept)
    told = "Made under older rules of the model (lunarsim 0.1.0, rules 7; now 0.1.0, rules"
    for words in ("show", "observe change_7.outcome!=absent"):
        assert told in " ".join(command(*words.split())[1].split()), words
    assert json.loads(command("show", "--json")[1])["notes"][0].startswith(told)


def test_a_listed_name_can_be_typed_as_can_what_stands_below_outputs(command, swept):
    name = command("list")[1].split()[0]
    assert name == listed(command)[0]["path"]
    for typed in (name, name.removeprefix("outputs/"), "ilrs_joint", "outputs"):
        code, out, err = command("show", typed, "--outcomes", "npv_musd")
        assert (code, err) == (0, ""), typed
        assert "6 of 6 runs" in out


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("", 2, "STORE: is empty; give the folder of a sweep"),
        ("ilrs_jiont", 1, "ilrs_jiont: no such folder, so no stored sweep; did you mean ilrs_joint?"),
        ("nowhere", 1, "nowhere: no such folder, so no stored sweep; lunarsim list has those of outputs"),
        ("a_file.txt", 1, "a_file.txt: is a file; give the folder of a sweep"),
        ("empty", 1, "empty: no stored sweep (sweep.zarr) in it"),
    ],
)
def test_what_is_no_sweep_is_answered_with_what_is(command, swept, here, typed, code, told):
    (here / "a_file.txt").write_text("x")
    (here / "empty").mkdir()
    for verb in ("show", "sensitivity", "report", "resume", "replay", "plot dates", "observe change_7.outcome=lost"):
        answer = command(*verb.split(), typed)
        assert answer[0] == code, verb
        assert told in answer[2], verb


@pytest.mark.parametrize(("pid", "told"), [(os.getpid(), True), (2**22 + 1, False)], ids=["alive", "gone"])
def test_who_writes_is_reported_while_it_lives(command, swept, pid, told):
    record = {"pid": pid, "host": socket.gethostname(), "start": "2030-01-01", "command": "-m site=a,b"}
    (swept.parent / HOLDER).write_text(json.dumps(record))
    assert ("being written by process" in command("list")[1]) == told
    assert bool(listed(command)[0]["written_by"]) == told


def test_a_damaged_sweep_is_listed_as_one_and_hides_no_other(command, swept, here):
    for name in ("metadata", "status", "foreign", "link", "fifo", "levers"):
        shutil.copytree(swept.parent, here / "outputs" / "damaged" / name)
    folder = here / "outputs" / "damaged"
    (folder / "metadata" / "sweep.zarr" / "zarr.json").write_text("{")
    for chunk in (folder / "status" / "sweep.zarr" / "status" / "c").rglob("0"):
        if chunk.is_file():
            chunk.write_bytes(b"\x02\x01\x33\x01")
    (folder / "foreign" / "sweep.zarr" / "zarr.json").write_text(
        '{"attributes": {}, "consolidated_metadata": {"metadata": {}}}'
    )
    shutil.move(folder / "link" / "sweep.zarr", folder / "link" / "other.zarr")
    (folder / "link" / "sweep.zarr").symlink_to(folder / "link" / "other.zarr")
    (folder / "fifo" / "sweep.zarr" / "zarr.json").unlink()
    os.mkfifo(folder / "fifo" / "sweep.zarr" / "zarr.json")
    attribute(folder / "levers" / "sweep.zarr", "levers", "[1\x1b[31m")
    sweeps = {sweep["path"].rpartition("/")[2]: sweep for sweep in listed(command)}
    assert [name for name in sorted(sweeps) if not sweeps[name]["problem"]] == [swept.parent.name]
    assert len(sweeps) == 7
    code, out, err = command("list")
    assert (code, err) == (0, "")
    assert "damaged/link  cannot be read: its dataset is a symbolic link" in out
    assert "7 sweeps in outputs, 6 of which cannot be read" in out
    assert "\x1b" not in out


def test_an_earlier_format_is_listed(command, here):
    with tarfile.open(STORED) as archive:
        archive.extractall(here / "outputs" / "old", filter="data")
    (sweep,) = listed(command)
    assert (sweep["problem"], sweep["of_this_version"], sweep["results"]) == ("", False, None)


def test_an_empty_folder_and_none_at_all(command, here):
    assert command("list")[0] == 1
    assert "make one with: lunarsim" in command("list")[2]
    assert "nowhere: no such folder" in command("list", "nowhere")[2]
    assert command("list", "s3://bucket/sweeps")[0] == 2
    (here / "outputs").mkdir()
    assert command("list") == (0, "0 sweeps in outputs\n", "")
    assert command("list", "a", "b")[0] == 2


def test_lists_are_made_without_xarray_and_zarr(swept, here):
    loads_none_of(
        {"hydra", "xarray", "zarr", "pandas"}, "from lunarsim.door.cli import main\nassert main(['list']) == 0"
    )
