"""The library of flowsheets is whole, and what is wrong with a flowsheet is problem."""

import copy

import pytest

from lunarsim.scenario.groups.extraction.flowsheet import FLOWSHEETS
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.flowsheet_graphs import flowsheet_named, flowsheet_of, unused_parameters
from lunarsim.scenario.library.paths import shipped
from lunarsim.words.errors import InputError
from tests.scenario.building import scenario_of


def test_each_flowsheet_is_an_option_and_stands_in_the_library():
    options = {path.stem for path in (shipped("configs") / "flowsheet").glob("*.yaml")}
    assert options == set(read("flowsheets")) == set(FLOWSHEETS)


@pytest.mark.parametrize("name", FLOWSHEETS)
def test_a_flowsheet_reads_parameters_that_there_are_and_each_step_has_a_source(name):
    record = flowsheet_named(name)
    scenario = scenario_of()
    assert len(record.parameters) > 5
    for key in record.parameters:
        assert isinstance(scenario.value(key), float)
    assert all(unit.source for unit in record.units)


def test_only_what_concentrates_soil_is_beneficiation():
    kinds = {unit.name: unit.kind for name in FLOWSHEETS for unit in flowsheet_named(name).units}
    assert {name for name, kind in kinds.items() if kind == "beneficiation"} == {"concentration"}
    assert set(kinds.values()) == {"beneficiation", "extraction"}


def test_every_figure_of_a_step_is_read_by_some_flowsheet():
    from lunarsim.scenario.declare.checking import declarations
    from lunarsim.scenario.groups.extraction.flowsheet import Flowsheet

    read_by_some = {key for name in FLOWSHEETS for key in flowsheet_named(name).parameters}
    assert {f"flowsheet.{key}" for key in declarations(Flowsheet)} - read_by_some == {
        "flowsheet.name", "flowsheet.readiness_years"
    }  # fmt: skip


def test_parameters_of_steps_that_are_not_there_are_unused():
    unused = unused_parameters(frozenset({"molten_electrolysis"}))
    assert "flowsheet.concentrate_recovery" in unused
    assert "deposit.phosphorus_per_thorium" in unused
    assert "flowsheet.leach_recovery" not in unused
    assert not unused_parameters(frozenset(FLOWSHEETS))


def test_the_least_ready_step_sets_the_time():
    assert flowsheet_named("molten_electrolysis").waiting_share == 1.0
    assert flowsheet_named("phosphate_leach").waiting_share == pytest.approx(8 / 7)


def broken(change):
    data = copy.deepcopy(read("flowsheets")["phosphate_leach"])
    change({unit["name"]: unit for unit in data["units"]})
    with pytest.raises(InputError) as caught:
        flowsheet_of(data, "here")
    return str(caught.value)


def test_enriched_residue_is_no_product():
    def as_product(units):
        units["precipitation"]["outputs"] = {"product": {"recovery": 0.9, "mass_pull": 0.1}}

    assert "enriched slag or residue is not a product" in broken(as_product)

    def rest(units):
        units["leach"]["rest"] = "product"

    assert "not assayed" in broken(rest)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda u: u["leach"].update(feed=["concentrat"]), "fed and never made"),
        (lambda u: u["leach"].update(feed=["concentrate", "liquor"]), "fed to 2 units"),
        (lambda u: u["leach"].update(rest="liquor"), "two ways out to one stream"),
        (lambda u: u["leach"].update(evidence="hearsay"), "evidence 'hearsay'"),
        (lambda u: u["leach"].update(readiness=0), "readiness 0"),
        (lambda u: u["leach"].update(kind="mining"), "of kind 'mining', allowed beneficiation, extraction"),
        (lambda u: u["leach"].update(enrichment=3), "unknown key 'enrichment'"),
        (lambda u: u["leach"]["outputs"].update(liquor={"recovery": 0.5}), "needs one of"),
        (lambda u: u["leach"]["outputs"]["liquor"].update(recovery="flowsheet.leach_recovry"), "did you mean"),
        (lambda u: u["precipitation"]["reagents"]["oxalic_acid"].update(oxides_of="liquor"), "not an output of it"),
        (lambda u: u["precipitation"]["outputs"].pop("product"), "product must be made"),
        (lambda u: u["concentration"].update(feed=["bled_liquor"]), "soil must be fed"),
        (lambda u: (u["leach"].update(outputs={}, rest="round"), u["concentration"].update(feed=["soil", "round"]),
                    u["concentration"].update(outputs={}, rest="concentrate")), "no way out"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_reported(change, problem):
    assert problem in broken(change)


def test_an_unknown_flowsheet_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'soil_leach'"):
        flowsheet_named("soil_lech")
    with pytest.raises(InputError, match="did you mean"):
        scenario_of({"flowsheet.name": "soil_lech"})


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"works": "on_of", "restart_hours": 3}, "did you mean 'on_off'"),
        ({"works": "on_off"}, "restart_hours stands where it is on_off, and only there"),
        ({"restart_hours": 3}, "restart_hours stands where it is on_off, and only there"),
        ({"works": "on_off", "restart_hours": "flowsheet.restart_hour"}, "did you mean 'flowsheet.restart_hours'"),
    ],
)
def test_a_flowsheet_that_works_or_stands_still_says_how_long_a_restart_takes(changes, problem):
    data = copy.deepcopy(read("flowsheets")["phosphate_leach"]) | changes
    with pytest.raises(InputError) as caught:
        flowsheet_of(data, "here")
    assert problem in str(caught.value)
    assert flowsheet_named("molten_electrolysis").restart_hours == ("flowsheet.restart_hours",)
    assert flowsheet_named("soil_leach").restart_hours == ()


def test_a_liquor_is_purified_alike_in_all_flowsheets():
    units = [unit for sheet in read("flowsheets").values() for unit in sheet["units"] if unit["name"] == "purification"]
    assert len(units) == 3
    assert all(unit["outputs"] == units[0]["outputs"] for unit in units)
