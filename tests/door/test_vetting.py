"""Option files of users: good ones work, hostile ones leave no trace."""

import os
from pathlib import Path

import pytest

from lunarsim.door.line.reading import read_line
from lunarsim.scenario.building import build
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.study.request.request import Interval, Lever

GOOD = """\
# What do two plants bring?
plant:
  units: 2
design:
  samples: 20
market: {price_multiplier: 1e1}
sweep:
  site: [shackleton, fra_mauro]
  logistics.delivery_usd_per_kg: tag(log,interval(1e3,1e6))
  program@programs.china: [china, russia]
"""


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


def read(folder: Path, *overrides: str, name: str = "mine"):
    return read_line([f"experiment={name}", *overrides], folders=[folder]).request([])


def test_an_experiment_of_the_user_sets_parameters_levers_and_factors(own):
    request = read(own(GOOD))
    assert request.name == "mine"
    assert request.levers == (
        Lever("site", ("shackleton", "fra_mauro"), True),
        Lever("program@programs.china", ("china", "russia"), True),
    )
    assert request.intervals == (Interval("logistics.delivery_usd_per_kg", 1e3, 1e6, "log"),)
    assert request.design.samples == 20
    scenario = build(request.compose({"site": "fra_mauro"}))
    assert (scenario.plant.units, scenario.market.price_multiplier, scenario.site.name) == (2, 10.0, "fra_mauro")


def test_the_line_wins_over_the_experiment(own):
    request = read(own(GOOD), "plant.units=3", "site=peary", "logistics.delivery_usd_per_kg=1e5")
    assert [lever.key for lever in request.levers] == ["program@programs.china"]
    assert request.intervals == ()
    assert request.compose({})["plant"]["units"] == 3


def test_an_experiment_starts_from_options_of_other_groups_and_from_another_experiment(own):
    own("defaults:\n  - override /cooperation: lapsed\n  - override /site: rich\n", name="first")
    own("defaults: [fra_mauro]\nthorium_ppm: 20\n", group="site", name="rich")
    folder = own("defaults: [first]\nplant: {units: 2}\n")
    tree = read(folder).compose({})
    assert tree["cooperation"]["mode"] == "lapsed"
    assert (tree["site"]["name"], tree["site"]["thorium_ppm"]) == ("fra_mauro", 20)
    assert tree["plant"]["units"] == 2


def test_an_own_option_is_a_lever_beside_shipped_ones(own):
    folder = own("defaults: [fra_mauro]\nthorium_ppm: 20\n", group="site", name="rich")
    request = read_line(["site=fra_mauro,rich"], folders=[folder]).request([])
    assert request.compose({"site": "rich"})["site"]["thorium_ppm"] == 20
    assert request.compose({"site": "fra_mauro"})["site"]["thorium_ppm"] < 20
    assert (
        request.compose({"site": "rich"})["site"]["feo_wt_pct"]
        == request.compose({"site": "fra_mauro"})["site"]["feo_wt_pct"]
    )


def test_hydra_searchpath_names_a_folder_too(own):
    folder = own(GOOD)
    for text in (f"hydra.searchpath=['{folder}']", f"hydra.searchpath=['file://{folder}']"):
        assert read_line([text, "experiment=mine"]).request([]).name == "mine"


def test_an_experiments_folder_in_the_working_directory_counts(here, own):
    (here / "experiments").mkdir()
    (here / "experiments" / "local.yaml").write_text(GOOD)
    assert read_line(["experiment=local"]).request([]).name == "local"


def test_folders_with_spaces_and_letters_of_any_language(tmp_path):
    folder = tmp_path / "Mond & Erde, ліс 月 'x'"
    (folder / "experiment").mkdir(parents=True)
    (folder / "experiment" / "пошук 月.yaml").write_text(GOOD, encoding="utf-8")
    request = read_line(["experiment='пошук 月'"], folders=[folder]).request([])
    assert request.name == "пошук 月"
    assert request.design.samples == 20


HOSTILE = {
    "python tag": ("a: !!python/object/apply:os.system [touch trace]", "tag"),
    "plain tag": ("plant: {units: !!int '3'}", "tag"),
    "anchor": ("plant: &a {units: 2}", "anchor"),
    "alias bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "anchor"),
    "merge key": ("plant:\n  <<: {units: 2}", "unknown key"),
    "hydra key": ("hydra:\n  run: {dir: trace}", "Hydra"),
    "hydra default": ("defaults:\n  - override /hydra/launcher: basic", "Hydra"),
    "hydra default without override": ("defaults:\n  - /hydra/callbacks: evil", "Hydra"),
    "hydra searchpath": ("hydra.searchpath: [pkg://os]", "Hydra"),
    "hydra as a lever": ("sweep:\n  hydra.run.dir: [a, b]", "Hydra"),
    "hydra package": ("# @package hydra\nrun: {dir: trace}", "package"),
    "target": ("plant: {_target_: os.system}", "_target_"),
    "target in a text": ("sweep: {plant.units: '{_target_: os.system},2'}", "_target_"),
    "environment": ("output: {name: '${oc.env:HOME}'}", "${...}"),
    "environment in a key": ("sweep: {'${oc.env:HOME}': [1, 2]}", "${...}"),
    "interpolation": ("plant: {units: '${design.samples}'}", "${...}"),
    "unknown key": ("plnt: {units: 2}", "did you mean 'plant'"),
    "unknown parameter": ("plant: {unit: 2}", "did you mean 'units'"),
    "executor": ("executor: {name: processes}", "command line"),
    "executor option": ("defaults: [{override /executor: processes}]", "command line"),
    "output folder": ("output: {dir: /tmp/elsewhere}", "command line"),
    "output name that climbs": ("output: {name: ../../elsewhere}", "output.name"),
    "defaults with a path": ("defaults: [../../secret]", "refused"),
    "defaults to a file": ("defaults: [{override /site: ../../secret}]", "unknown option"),
    "defaults at another package": ("defaults: [{override /site@hydra: fra_mauro}]", "unknown group"),
    "defaults that are no list": ("defaults: {override /site: fra_mauro}", "list"),
    "circle": ("defaults: [mine]", "itself"),
    "setting as a lever": ("sweep: {design.seed: [1, 2]}", "whole sweep"),
    "setting as a lever with a sign": ("sweep: {+executor.workers: [1, 2]}", "sweep.+executor"),
    "two documents": ("plant: {units: 2}\n---\nhydra: {}", "document"),
    "duplicate key": ("plant: {units: 2}\nplant: {units: 3}", "duplicate key 'plant' in line 2"),
    "no mapping": ("- plant\n- units", "keys and values"),
    "number as key": ("1: 2", "not a string"),
    "mapping as key": ("? {a: 1}\n: 2", "not a string"),
    "deep nesting": ("plant: " + "[" * 300 + "]" * 300, "nested"),
    "deeper nesting": ("plant: " + "{a: " * 50_000, "refused"),
    "control characters": ("plant: \x00\x07", "refused"),
    "no UTF-8": (b"plant: \xff\xfe", "UTF-8"),
    "too large": ("# " + "x" * 1_000_000, "1 MB"),
    "broken YAML": ("plant: [1, 2", "refused"),
    "sweep that is no mapping": ("sweep: [site]", "mapping"),
    "value out of range": ("plant: {units: -1}", "allowed 0 to 10000"),
    "group as a number": ("plant: 3", "mapping"),
}


@pytest.mark.parametrize(("text", "part"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_experiment_is_refused_and_leaves_no_trace(own, command, here, text, part):
    folder = own(text)
    before = dict(os.environ)
    code, out, err = command("-m", "--config-dir", str(folder), "experiment=mine")
    assert (code, out) == (2, "")
    assert part in err
    assert "Traceback" not in err
    assert not list(here.iterdir())
    assert dict(os.environ) == before


def test_all_that_is_refused_in_a_file_is_reported_at_once_with_the_rest_of_the_line(own, faults):
    folder = own("hydra: {}\nexecutor: {workers: 2}\nplnt: {}\n")
    errors = faults("experiment=mine", "plant.units=-1", multirun=True, folders=(folder,))
    path = folder / "experiment" / "mine.yaml"
    assert errors.keys() == {f"{path}: hydra", f"{path}: executor.workers", f"{path}: plnt", "plant.units"}


def test_an_error_in_an_option_file_names_the_file(own, faults):
    folder = own("plant: {units: -1}\n")
    assert str(folder / "experiment" / "mine.yaml") in faults("experiment=mine", folders=(folder,))["plant.units"]


def test_an_error_in_an_own_program_names_the_file(own, faults):
    folder = own("landing_attempts: -1\n", group="program", name="slow")
    errors = faults("program@programs.russia=slow", folders=(folder,))
    assert str(folder / "program" / "slow.yaml") in errors["programs.russia.landing_attempts"]


def test_a_third_program_is_added_with_a_plus(own):
    folder = own("landing_attempts: 9\n", group="program", name="india")
    line = read_line(["+program@programs.india=india", "programs.india.slip_ln_mean=0.61"], folders=[folder])
    assert line.scenario.programs["india"].landing_attempts == 9
    assert line.scenario.programs["india"].slip_ln_mean == 0.61


def test_an_added_program_may_be_a_lever(own):
    own("slip_multiplier: 2\n", group="program", name="slow")
    folder = own("slip_multiplier: 0.5\n", group="program", name="swift")
    line = ["+program@programs.india=slow,swift", "site=peary,fra_mauro", "programs.india.reflights=1,3"]
    request = read_line(line, folders=[folder]).request([])
    assert [lever.key for lever in request.levers] == ["program@programs.india", "site", "programs.india.reflights"]
    for option, slip_multiplier in (("slow", 2.0), ("swift", 0.5)):
        scenario = build(request.compose({"program@programs.india": option, "site": "fra_mauro"}))
        assert (scenario.programs["india"].slip_multiplier, scenario.site.name) == (slip_multiplier, "fra_mauro")


def test_a_program_that_a_file_misspells_is_no_new_one(own, faults):
    folder = own("programs: {chna: {active: false}, russia: {slips: 1}}\n")
    path = folder / "experiment" / "mine.yaml"
    errors = faults("experiment=mine", folders=(folder,))
    assert errors.keys() == {f"{path}: programs.chna", "programs.russia.slips"}
    assert "did you mean 'china'" in errors[f"{path}: programs.chna"]


def test_a_file_may_set_values_of_an_added_program(own):
    own("landing_attempts: 9\n", group="program", name="india")
    folder = own("programs: {india: {reflights: 1}}\n")
    line = read_line(["experiment=mine", "+program@programs.india=india"], folders=[folder])
    assert line.scenario.programs["india"] == Program(landing_attempts=9, reflights=1)


def test_a_good_file_beside_a_hostile_one_runs(own):
    own("a: !!python/object/apply:os.system [true]", name="bad")
    assert read(own(GOOD)).name == "mine"


def test_a_file_with_the_name_of_a_shipped_option_is_refused(own, faults):
    folder = own(GOOD, name="site_choice")
    (problem,) = faults("experiment=site_choice", multirun=True, folders=(folder,)).values()
    assert "rename" in problem


def test_an_option_that_another_file_needs_is_vetted_too(own, faults):
    own("defaults: [fra_mauro]\nthorium_ppm: '${oc.env:HOME}'\n", group="site", name="rich")
    folder = own("defaults: [{override /site: rich}]\n")
    assert any("rich.yaml" in path for path in faults("experiment=mine", folders=(folder,)))


@pytest.mark.parametrize(
    ("override", "part"),
    [
        ("hydra.searchpath=[pkg://antigravity]", "folders"),
        ("hydra.searchpath=nowhere", "list of folders"),
        ("hydra.searchpath=[nowhere]", "not a directory"),
    ],
)
def test_the_search_path_holds_folders_only(faults, override, part):
    assert part in " ".join(faults(override).values())


def test_a_pipe_is_not_read(own, faults):
    folder = own(GOOD)
    os.mkfifo(folder / "experiment" / "pipe.yaml")
    assert "regular file" in " ".join(faults("experiment=pipe", folders=(folder,)).values())


def test_options_that_need_each_other_are_refused(own, faults):
    own("defaults: [mine]\n", name="second")
    folder = own("defaults: [second]\n")
    assert "itself" in " ".join(faults("experiment=mine", folders=(folder,)).values())
