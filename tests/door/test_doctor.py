"""``lunarsim doctor``: what is there and what is not, with how to get it."""

import importlib.metadata
import json
import tomllib
from pathlib import Path

import pytest

from lunarsim.door.verbs.doctor import EXTRAS, PACKAGES

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]


def findings(command):
    code, out, err = command("doctor", "--json")
    assert (code, err) == (0, "")
    return {(each["topic"], each["name"]): each for each in json.loads(out)["findings"]}


def name_of(requirement):
    return requirement.split("[")[0].split(">")[0].split("=")[0].lower()


def test_it_looks_at_all_that_the_project_needs_and_offers():
    assert {package.lower() for package in PACKAGES} == {name_of(each) for each in PROJECT["dependencies"]}
    offered = {extra: names for extra, names in PROJECT["optional-dependencies"].items() if extra != "dev"}
    assert set(EXTRAS) == set(offered)
    for extra, names in offered.items():
        assert {name_of(each) for each in names} <= {package.lower() for package in EXTRAS[extra][0]}


def test_versions_and_the_computer_are_reported(command):
    found = findings(command)
    assert found["version", "numpy"]["value"] == importlib.metadata.version("numpy")
    assert "rules" in found["version", "lunarsim"]["value"]
    assert "usable" in found["computer", "cores"]["value"]
    assert "GiB free of" in found["computer", "disk"]["value"]
    assert "numpy uses" in found["computer", "processor"]["value"]
    out = command("doctor")[1]
    assert "Version\n  lunarsim" in out
    assert command("doctor", "me")[0] == 2


def test_what_is_missing_is_reported_with_the_line_that_gets_it(command, monkeypatch):
    real = importlib.metadata.version

    def version(package):
        if package in ("XlsxWriter", "h5py"):
            raise importlib.metadata.PackageNotFoundError(package)
        return real(package)

    monkeypatch.setattr(importlib.metadata, "version", version)
    found = findings(command)
    assert found["extra", "xlsx"]["ok"] is False
    assert "pip install 'lunarsim[xlsx]'" in found["extra", "xlsx"]["advice"]
    assert found["extra", "netcdf"]["value"] == "missing: h5py"
    code, out, _ = command("doctor")
    assert code == 0
    assert "each line says how to get it" in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_it_says_whether_completion_is_switched_on(command, monkeypatch, tmp_path, shell):
    monkeypatch.setenv("SHELL", f"/bin/{shell}")
    monkeypatch.setenv("HOME", str(tmp_path))
    before = findings(command)["shell", "tab completion"]
    assert before["ok"] is False
    line = before["advice"].partition(": ")[2]
    assert f"install={shell}" in line
    file = tmp_path / before["advice"].partition("~/")[2].partition(":")[0]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(line)
    assert findings(command)["shell", "tab completion"]["ok"] is True


def test_an_unknown_shell_and_a_disk_that_cannot_be_asked_are_no_error(command, monkeypatch):
    import shutil

    def refuse(place):
        raise OSError(5, "it is gone")

    monkeypatch.setenv("SHELL", "")
    monkeypatch.setattr(shutil, "disk_usage", refuse)
    found = findings(command)
    assert "none for an unknown shell" in found["shell", "tab completion"]["value"]
    assert "it is gone" in found["computer", "disk"]["value"]
