"""From a tree to a checked scenario, and values put into it."""

import dataclasses
import datetime as dt

import pytest

from lunarsim.scenario.building import build, default_tree, with_values
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, declaration, setter
from lunarsim.words.errors import InputError
from tests.scenario.building import option, scenario_of, tree_of


def faults_of(changes, site="shackleton"):
    with pytest.raises(InputError) as caught:
        scenario_of(changes, site)
    return {fault.path: fault.problem for fault in caught.value.faults}


def test_all_errors_of_a_tree_are_reported_at_once_with_their_paths():
    errors = faults_of(
        {
            "plant.unit": 3,
            "plant.units": -1,
            "deposit.depth_m": "deep",
            "cooperation.mode": "activ",
            "timeline.start": "someday",
            "waits.slip": 1,
            "programs.china.slip_multiplier": 99,
            "programs.russia.slips": 1,
            "missions.change_9.planned": "2029-06-01",
            "missions.change_8.planed": "2029-06-01",
            "assets.ilrs_rover.mass_kg": -5,
            "assets.ilrs_rover.wheels": 6,
            "vehicles.long_march_10": 7,
            "sites.name": "x",
        }
    )
    assert set(errors) == {
        "plant.unit", "plant.units", "deposit.depth_m", "cooperation.mode", "timeline.start", "waits.slip",
        "programs.china.slip_multiplier", "programs.russia.slips", "missions.change_9", "missions.change_8.planed",
        "assets.ilrs_rover.mass_kg", "assets.ilrs_rover.wheels", "vehicles.long_march_10", "sites",
    }  # fmt: skip
    assert "did you mean 'units'" in errors["plant.unit"]
    assert "allowed 0 to 10000" in errors["plant.units"]
    assert "'deep'" in errors["deposit.depth_m"]
    assert "did you mean 'active'" in errors["cooperation.mode"]
    assert "did you mean 'change_" in errors["missions.change_9"]
    assert "did you mean 'planned'" in errors["missions.change_8.planed"]
    assert "allowed 0 to 1e+06 kg" in errors["assets.ilrs_rover.mass_kg"]
    assert "must be a mapping" in errors["vehicles.long_march_10"]
    assert "did you mean 'site'" in errors["sites"]


def test_a_value_that_only_an_option_file_can_give_is_asked_for():
    tree = tree_of()
    tree["site"] = {name: value for name, value in option("site", "kepler").items() if name != "thorium_ppm"}
    with pytest.raises(InputError, match=r"site\.thorium_ppm: is missing, allowed 0 to 60 ppm"):
        build(tree)


def test_a_group_that_is_not_a_mapping_is_an_error():
    with pytest.raises(InputError, match="plant: is 3, must be a mapping"):
        build(tree_of() | {"plant": 3})


def test_changes_to_records_reach_the_scenario_and_leave_the_library_as_it_was():
    changed = scenario_of({"missions.change_8.planned": "2029-06-01", "assets.ilrs_rover.mass_kg": 700})
    assert changed.missions["change_8"].planned == "2029-06-01"
    assert changed.missions["change_8"].vehicle == "long_march_5"
    assert changed.assets["ilrs_rover"].mass_kg == 700.0
    assert scenario_of().missions["change_8"].planned == "2029-01-01"
    assert scenario_of().assets["ilrs_rover"].mass_kg == 500.0


def test_scenarios_with_unchanged_libraries_share_them():
    assert scenario_of().missions is scenario_of({"plant.units": 4}).missions


def test_a_scenario_cannot_be_changed():
    scenario = scenario_of()
    with pytest.raises(dataclasses.FrozenInstanceError):
        scenario.plant.units = 3


def test_what_a_tree_leaves_out_stands_at_its_declared_default():
    tree = tree_of()
    tree["plant"] = {"units": 2}
    tree["programs"] = {name: {"active": True} for name in tree["programs"]}
    tree["cooperation"] = {"mode": "none"}
    scenario = build(tree)
    assert scenario.plant == Plant(units=2)
    assert scenario.programs["usa"] == Program()
    assert default_tree()["programs"] == {}


def test_a_value_is_found_by_its_key():
    scenario = scenario_of()
    assert scenario.value("plant.units") == 1
    assert scenario.value("programs.china.orbiter_success") == 0.95
    assert scenario.value("missions.ilrs_1.assets") == ("ilrs_command_center", "ilrs_hub_power")


def test_values_put_into_a_scenario_are_checked_and_change_nothing_else():
    scenario = scenario_of()
    changed = with_values(scenario, {"plant.units": 4, "programs.russia.slip_multiplier": 0, "site.thorium_ppm": 5})
    assert changed.plant == dataclasses.replace(scenario.plant, units=4)
    assert changed.programs["russia"].slip_multiplier == 0.0
    assert changed.programs["china"] is scenario.programs["china"]
    assert changed.site.thorium_ppm == 5.0
    assert changed.missions is scenario.missions
    assert scenario.plant.units == 1
    assert with_values(scenario, {}) is scenario


def test_all_wrong_values_put_into_a_scenario_are_reported_at_once():
    with pytest.raises(InputError) as caught:
        with_values(
            scenario_of(), {"plant.units": 1.5, "plan.x": 1, "programs.india.active": True, "flowsheet.reo_purity": 2}
        )
    assert {fault.path for fault in caught.value.faults} == {
        "plant.units", "plan.x", "programs.india.active", "flowsheet.reo_purity"
    }  # fmt: skip


def test_values_put_into_a_scenario_meet_the_rules_over_several_fields():
    with pytest.raises(InputError, match="must take part"):
        with_values(scenario_of(), {"programs.china.active": False})


def test_the_fast_setter_puts_the_same_values_as_the_checked_way():
    values = {
        "plant.units": 3,
        "plant.availability": 0.5,
        "programs.china.slip_multiplier": 1.5,
        "programs.russia.rebuild_days": 400.0,
        "missions.ilrs_1.planned": "2032-01-01",
        "assets.ilrs_rover.mass_kg": 1.0,
    }
    scenario = scenario_of()
    assert setter(tuple(values))(scenario, tuple(values.values())) == with_values(scenario, values)


def test_a_parameter_is_declared_where_its_key_says():
    declared, kind = declaration("plant.units")
    assert (declared.low, declared.high, kind) == (0, 10000, int)
    assert declaration("programs.anyone.rebuild_days")[0].evidence == "analogue"


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("plnt.units", "did you mean 'plant'"),
        ("plant.unit", "did you mean 'units'"),
        ("programs.china.slip_mean", "did you mean 'slip_ln_mean'"),
        ("plant", "parameter of plant"),
        ("programs.china", "parameter of programs"),
    ],
)
def test_a_key_that_names_no_parameter_is_refused(key, hint):
    with pytest.raises(InputError, match=hint):
        declaration(key)


def test_a_name_that_is_not_in_a_collection_is_refused():
    with pytest.raises(InputError, match="did you mean 'change_8'"):
        scenario_of().declaration("missions.chang_8.planned")


def test_every_group_can_be_set_through_its_key():
    assert set(GROUPS) | set(COLLECTIONS) == {
        field.name for field in dataclasses.fields(type(scenario_of())) if field.compare
    }


def test_a_date_that_yaml_read_as_a_date_is_refused_in_words():
    assert "must be a text" in faults_of({"timeline.start": dt.date(2027, 1, 1)})["timeline.start"]


def test_a_parameter_of_another_group_is_suggested():
    with pytest.raises(InputError, match=r"plant\.excavators: .* did you mean 'mine\.excavators'\?"):
        declaration("plant.excavators")
    with pytest.raises(InputError, match=r"plant\.unit: .* did you mean 'units'\?"):
        declaration("plant.unit")
