"""Hydra apps of one's own over lunarsim's options, as the docs show them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hydra import compose, initialize_config_dir, initialize_config_module

from lunarsim.door.line.reading import read_line
from tests.documented import documented


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here: Path) -> Path:
    return here


def test_groups_are_found_by_the_search_path(here: Path) -> None:
    (here / "config.yaml").write_text(documented("docs/sweeps.md", "conf/config.yaml"))
    with initialize_config_dir(str(here), version_base="1.3"):
        assert compose("config").site.thorium_ppm == 10.19
        assert compose("config", ["site=peary", "+plant.units=3"]) == {
            "site": dict(compose("config", ["site=peary"]).site),
            "plant": {"units": 3},
        }


def test_the_whole_config_is_composed_with_the_defaults_of_all_parameters() -> None:
    line = ["scenario=china_alone", "site=fra_mauro"]
    with initialize_config_module("lunarsim.configs", version_base="1.3"):
        composed = compose("config", line)
    ours = read_line(line, multirun=False).first.tree
    assert {key: ours[key] for key in composed} == composed
    assert composed.plant.units == 1


def test_the_app_of_the_docs_runs(here: Path) -> None:
    (here / "app.py").write_text(documented("docs/sweeps.md", "app.py"))
    words = ["site=peary", "plant.units=4", "hydra.run.dir=.", "hydra.output_subdir=null"]
    run = subprocess.run([sys.executable, "app.py", *words], capture_output=True, text=True, check=False)
    assert run.stdout == "peary 4 reactor\n", run.stderr
