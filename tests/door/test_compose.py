"""What Hydra gets, and what the declared defaults add to it."""

from copy import deepcopy

import pytest
import yaml
from hydra import compose
from omegaconf import OmegaConf

from lunarsim.door.line.composing import completed
from lunarsim.door.line.reading import read_line
from lunarsim.scenario.building import default_tree
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.scenario import GROUPS
from lunarsim.study.request.settings import SETTINGS


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


@pytest.fixture
def seen(monkeypatch):
    """The trees that Hydra composes, newest last, in a process that has composed none before."""
    trees = []
    monkeypatch.setattr("lunarsim.door.line.composing._KEPT", {})

    def recorded(*args, **kwargs):
        config = compose(*args, **kwargs)
        tree = OmegaConf.to_container(config)
        tree.pop("hydra")
        trees.append(tree)
        return config

    monkeypatch.setattr("lunarsim.door.line.composing.compose", recorded)
    return trees


def leaves(tree):
    return sum(leaves(value) if isinstance(value, dict) else 1 for value in tree.values())


def test_the_tree_that_hydra_composes_is_small(seen):
    read_line([])
    # What option files say: of each program some figures of its own.
    assert leaves(seen[-1]) < 30


def test_hydra_composes_a_choice_of_options_once_whatever_values_a_line_gives(seen):
    for line in [], ["programs.usa.reflights=1", "plant.units=2"], ["missions.change_8.planned=2030-01-01"]:
        read_line(line)
    assert len(seen) == 1
    read_line(["scenario=race"])
    read_line(["site=peary", "plant.units=3"])
    read_line(["scenario=race", "plant.units=2"])
    assert len(seen) == 3


def test_what_is_kept_of_a_choice_of_options_takes_nothing_from_a_line(seen):
    line = ["programs.usa.reflights=1", "missions.change_8.planned=2030-01-01", "cutoff.programs=[russia]"]
    before = deepcopy(read_line([]).first.tree)
    changed = read_line(line).first.tree
    assert changed["programs"]["usa"]["reflights"] == 1
    assert changed["missions"] == {"change_8": {"planned": "2030-01-01"}}
    assert changed["cutoff"]["programs"] == ["russia"]
    for tree in changed, read_line([]).first.tree:
        tree["programs"]["usa"].clear()
        tree["cutoff"]["programs"].append("china")
    assert read_line([]).first.tree == before


def test_a_file_that_has_changed_is_composed_anew(own):
    for units in 2, 3:
        folder = own(f"plant:\n  units: {units}\n")
        assert read_line(["experiment=mine"], folders=[folder]).scenario.plant.units == units


def test_hydra_composes_of_a_program_what_its_file_says(seen):
    read_line(["programs.usa.reflights=1"])
    file = yaml.safe_load((shipped("configs") / "program" / "usa.yaml").read_text(encoding="utf-8"))
    assert seen[-1]["programs"]["usa"] == file | {"active": False}


def test_the_tree_that_is_kept_holds_every_parameter():
    tree = read_line(["+program@programs.india=usa", "programs.india.active=true"]).first.tree
    for group, cls in (GROUPS | SETTINGS).items():
        assert tree[group].keys() == declarations(cls).keys()
    assert list(tree["programs"]) == ["china", "russia", "usa", "india"]
    for values in tree["programs"].values():
        assert values.keys() == declarations(Program).keys()


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["scenario=race", "programs.usa.reflights=1", "plan=ilrs_2021", "waits=none"],
        ["+program@programs.india=china", "programs.india.slip_ln_mean=0.7", "assets.ilrs_rover.mass_kg=400"],
        ["program@programs.russia=china", "programs={china: {active: true, reflights: 0}}", "cutoff.programs=[russia]"],
        ["missions={change_8: {planned: 2030-01-01}}", "missions.change_8.launches=1", "output.dir='a, b'"],
    ],
)
def test_the_config_that_is_shown_is_the_one_that_is_kept(line, command):
    code, out, _ = command("--cfg", "job", *line)
    assert code == 0
    assert yaml.safe_load(out) == read_line(line).first.tree


def test_a_mapping_changes_the_fields_that_it_names():
    tree = read_line(["programs={china: {reflights: 0}}"]).first.tree
    assert (tree["programs"]["china"]["reflights"], tree["programs"]["china"]["foreign_parts_share"]) == (0, 0.1)


def test_a_program_may_be_all_default(own):
    folder = own("", group="program", name="plain")
    scenario = read_line(["program@programs.usa=plain"], folders=[folder]).scenario
    assert scenario.programs["usa"] == Program()


def test_a_value_that_a_file_leaves_open_is_the_default(own):
    own("reflights: ???\nactive: false\n", group="program", name="open")
    folder = own("plant:\n  units: ???\n")
    scenario = read_line(["experiment=mine", "program@programs.usa=open"], folders=[folder]).scenario
    assert scenario.programs["usa"] == Program(active=False)
    assert scenario.plant.units == 1


def test_given_values_override_deerrors_and_change_neither():
    declared = {"a": {"x": 1, "y": [2]}, "b": 3, "c": "???", "d": {}, "e": 5}
    said = {"a": {"x": None, "z": 9}, "b": "???", "c": "???", "d": {"e": {"f": "???"}}, "e": {"g": 1}}
    before = repr((declared, said))
    assert completed(said, declared) == {
        "a": {"x": None, "y": [2], "z": 9},
        "b": 3,
        "c": "???",
        "d": {"e": {"f": "???"}},
        "e": {"g": 1},
    }
    assert repr((declared, said)) == before
    assert completed({}, default_tree()) == default_tree()
