"""Names that values refer to, wrong in each place where a value may stand: refused before anything is written."""

import pytest

import lunarsim as ls
from lunarsim.words.errors import InputError

WRONG = [
    ("missions.change_8.program", "chna", "china", "did you mean 'china'?"),
    ("missions.change_8.developer", "chna", "china", "did you mean 'china'?"),
    ("missions.change_8.vehicle", "long_march_11", "long_march_5", "did you mean 'long_march_10'?"),
    ("missions.change_8.assets", "[nothing]", "[]", "unknown asset 'nothing'"),
    ("missions.change_8.needs", "[change_77]", "[]", "did you mean 'change_7'?"),
    ("vehicles.long_march_9.program", "chna", "china", "did you mean 'china'?"),
    ("vehicles.angara_a5v.heritage", "angara_a6", "angara_a5", "did you mean 'angara_a5'?"),
    ("assets.queqiao_2.program", "chna", "china", "did you mean 'china'?"),
    ("station.lead", "chna", "china", "did you mean 'china'?"),
    ("station.site", "shakleton", "peary", "did you mean 'shackleton'?"),
    ("rival.lead", "chna", "none", "did you mean 'china'?"),
    ("logistics.cargo_vehicle", "long_march_99", "long_march_9", "did you mean 'long_march_9'?"),
    ("cutoff.programs", "[rusia]", "[]", "did you mean 'russia'?"),
]


def refused(here, *line):
    before = set(here.iterdir())
    with pytest.raises(InputError) as caught:
        ls.sweep([*line, "design=nominal"])
    assert set(here.iterdir()) == before
    return {fault.path: fault.problem for fault in caught.value.faults}


@pytest.mark.parametrize(("key", "wrong", "right", "said"), WRONG)
def test_a_wrong_name_is_refused_as_value_and_in_a_lever(here, key, wrong, right, said):
    for line in (f"{key}={wrong}", f"{key}={right},{wrong}"):
        (problem,) = (problem for path, problem in refused(here, line).items() if path == key)
        assert said in problem


@pytest.mark.parametrize("key", ["station.lead", "missions.change_8.program"])
def test_a_wrong_name_is_refused_in_table_pair_experiment_and_option(here, own, key):
    (here / "cases.csv").write_text(f"{key}\nchina\nchna\n")
    own(f"sweep: {{{key}: [china, chna]}}\n")
    group, _, rest = key.partition(".")
    inner = f"{{{rest}: chna}}" if group == "station" else "{change_8: {program: chna}}"
    folder = own(f"{group}: {inner}\n", group="scenario", name="odd")
    for line in (
        ["design.table=cases.csv"],
        [f"{key}=china,chna", "plant.units=1,2", f"design.pair=[{key},plant.units]"],
        ["experiment=mine", f"hydra.searchpath=[{folder}]"],
        ["scenario=ilrs_joint,odd", f"hydra.searchpath=[{folder}]"],
    ):
        assert "did you mean 'china'?" in refused(here, *line)[key]


def test_all_wrong_names_are_reported_at_once(here):
    line = ["station.lead=chna,china", "logistics.cargo_vehicle=ares,long_march_9", "plant.unitz=1"]
    assert refused(here, *line).keys() == {"station.lead", "logistics.cargo_vehicle", "plant.unitz"}


def test_a_name_that_only_some_combinations_know_is_judged_combination_by_combination(here):
    line = ["plan=latest,story_2022", "missions.change_8.needs=[],[artemis_3]", "design=nominal", "output=none"]
    with pytest.warns(ls.errors.InfeasibleWarning, match="unknown mission 'artemis_3'"):
        dataset = ls.sweep(line)
    assert dataset.status.squeeze().values.tolist() == [[1, 1], [1, 4]]


def test_no_experiment_may_be_asked_for(here):
    assert ls.load_scenario(["experiment=null"]) == ls.load_scenario()


def test_a_factor_on_a_mission_that_one_manifest_lacks_is_one_fault(here):
    line = ["plan.manifest=story_2022,latest", "timeline.start=2024-01-01"]
    with pytest.raises(InputError) as caught:
        ls.sweep([*line, "missions.viper.launch_mass_kg=interval(1,2)", "output=none", "design=lhs"])
    (fault,) = caught.value.faults
    assert fault == ("missions.viper.launch_mass_kg", "unknown mission 'viper'")


def test_an_empty_value_between_commas_is_reported_and_no_wrong_name_is_offered():
    for line, said in [
        ("missions.change_8.vehicle=,long_march_9", "a value between commas is empty"),
        ("missions.change_8.vehicle=long_march_9,", "a value between commas is empty"),
        ("plant.units=1,,2", "a value between commas is empty"),
        ("missions.change_8.vehicle=long(march,long_march_9", "cannot be read"),
    ]:
        with pytest.raises(InputError) as caught:
            ls.sweep([line])
        (fault,) = caught.value.faults
        assert said in fault.problem
        assert "need quotes" not in fault.problem
    with pytest.raises(InputError, match="texts with signs need quotes"):
        ls.load_scenario(["station.name=Base (north, second)"])
