"""Blocs of a user's own file, from the line to the dataset."""

import numpy as np
import pytest

import lunarsim
from lunarsim.errors import InputError
from lunarsim.plots import import_reliance_by_bloc
from lunarsim.reading.subject import foot_line, subject
from lunarsim.reading.titles.labels import label_titles
from lunarsim.scenario.blocs import shipped_blocs
from tests.documented import documented
from tests.reading.looking import says

NOMINAL = ("design=nominal", "timeline.horizon_years=12")
RESTRICTED = ("market.restriction_year=2030", "market.share_spread=0")
AS_SHIPPED = """
  china: {countries: [china], use_share: 0.62}
  russia: {countries: [russia], use_share: 0.004}
  usa: {countries: [usa], use_share: 0.03}
  eu: {countries: [france, estonia, germany, slovenia], use_share: 0.08}
  japan_korea: {countries: [japan, korea], use_share: 0.2}
"""


@pytest.fixture
def blocs_file(here):
    path = here / "my_blocs.yml"
    path.write_text(documented("docs/market.md", "my_blocs.yml"), encoding="utf-8")
    return path


def swept(*line):
    return lunarsim.sweep([*line, *NOMINAL, "output=none"]).squeeze()


def test_blocs_of_a_file_stand_on_the_axis_and_where_parameters_name_blocs(blocs_file):
    dataset = swept("blocs=my_blocs.yml", "market.restricted_by=east,none", "market.held_by=allies", *RESTRICTED)
    assert dataset.bloc.values.tolist() == ["allies", "east", "others"]
    assert label_titles(dataset, "bloc") == [
        "Australia, Europe, Japan, Korea, United States",
        "East",
        "Other countries",
    ]
    covered = dataset.strategic_demand_covered.sel(supply_stage="separation_heavy")
    assert float(covered.sel(restricted_by="east", bloc="allies")) < 0.9
    assert (covered.sel(restricted_by="none") == 1).all()
    assert (dataset.point_plant_units.sizes["bloc"], dataset.import_reliance.sizes["bloc"]) == (3, 3)


def test_the_subject_of_a_result_and_the_picture_of_reliance_name_the_blocs(blocs_file):
    dataset = lunarsim.sweep(["blocs=my_blocs.yml", *NOMINAL, "output=none"])
    own = "allies, east, others"
    assert dict(subject(dataset))["Blocs"] == f"{own} (from my_blocs.yml)"
    assert f" · blocs: {own} (from my_blocs.yml) · " in foot_line(dataset)
    assert dict(subject(dataset.assign_attrs(command="")))["Blocs"] == own
    dataset.attrs["command"] = "blocs='my blocs.yml' market.held_by=allies"
    assert dict(subject(dataset))["Blocs"] == f"{own} (from my blocs.yml)"
    assert f"Blocs: {own} (from my blocs.yml)" in says(import_reliance_by_bloc(dataset))
    shipped = dataset.assign_attrs(config="{}")
    assert "Blocs" not in dict(subject(shipped))
    assert "blocs: " not in foot_line(shipped)
    assert "Blocs: " not in says(import_reliance_by_bloc(shipped))


def test_a_bloc_imports_what_its_countries_do_not_make_and_a_country_that_none_names_is_of_the_others(blocs_file):
    own, shipped = (swept(*line, "market.share_spread=0") for line in (["blocs=my_blocs.yml"], []))
    own, shipped = (each.import_reliance_without_lunar.sel(supply_stage="metal_magnet") for each in (own, shipped))

    def made(reliance, bloc, share):
        return (1 - float(reliance.sel(bloc=bloc).isel(year=0))) * share

    parts = ((name, shipped_blocs()[name].use_share) for name in ("usa", "eu", "japan_korea"))
    # Australia makes magnets later only, and is of the others in the library.
    expected = sum(made(shipped, *part) for part in parts)
    assert made(own, "allies", 0.31) == pytest.approx(expected, rel=1e-5)
    assert float(own.sel(bloc="others").isel(year=0)) < 1


def test_blocs_as_those_of_the_library_give_what_the_library_gives(blocs_file):
    blocs_file.write_text(f"blocs:{AS_SHIPPED}", encoding="utf-8")
    own, shipped = swept("blocs=my_blocs.yml"), swept()
    assert own.bloc.equals(shipped.bloc)
    for name in shipped.data_vars:
        if "bloc" in shipped[name].dims or name == "supply_concentration":
            np.testing.assert_allclose(own[name].values, shipped[name].values, rtol=1e-5, atol=1e-9, err_msg=name)
    assert own.attrs["plan_hash"] != shipped.attrs["plan_hash"]


def test_all_errors_of_a_file_are_reported_at_once(blocs_file, command):
    blocs_file.write_text(
        "a: {countries: [usa, japn, france], use_share: 0.6}\n"
        "b: {countries: [france], use_share: 0.5, programs: [chna]}\n"
        "c: {countries: [], use_share: 0.1}\n"
        "d: {countries: [korea], use_share: 2}\n"
        "e: {countries: [china], title: East}\n"
        "others: {countries: [india], use_share: 0.1}\n"
        "lead: {countries: [myanmar], use_share: 0.1, share: 0.1}\n",
        encoding="utf-8",
    )
    code, out, err = command("blocs=my_blocs.yml", "plant.units=-1", *NOMINAL)
    assert (code, out) == (2, "")
    for said in (
        "blocs.a.countries: unknown country 'japn'; did you mean 'japan'?",
        "blocs.b.countries: names france and blocs.a names it, too; allowed is one bloc",
        "blocs.b.programs: unknown program 'chna'; did you mean 'china'?",
        "blocs.c.countries: is empty; name at least one country",
        "blocs.d.use_share: is 2, allowed 1e-06 to 1",
        "blocs.e.use_share: is missing",
        "blocs.others: is made of the countries and the use that no bloc names; leave it out",
        "blocs.lead: is not a name of a bloc",
        "blocs.lead.share: unknown key 'share'",
        "plant.units: ",
    ):
        assert said in err
    assert "Traceback" not in err


def test_a_wrong_field_of_a_bloc_hides_no_other_error_of_the_file(blocs_file):
    blocs_file.write_text(
        "a: {countries: [usa, xyz], use_share: 0.7, colour: red}\nb: {countries: [usa, china], use_share: 0.6}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        lunarsim.load_scenario(["blocs=my_blocs.yml"])
    said = {fault.path: fault.problem for fault in caught.value.faults}
    assert list(said) == ["blocs.a.colour", "blocs.a.countries", "blocs.b.countries", "blocs"]
    assert said["blocs.a.countries"].startswith("unknown country 'xyz' (allowed: australia, ")
    assert "slovenia" in said["blocs.a.countries"]
    assert said["blocs.b.countries"].startswith("names usa and blocs.a names it, too; allowed is one bloc")
    assert said["blocs"].startswith("use 1.3 of the world's use together")


@pytest.mark.parametrize(
    ("content", "path", "problem"),
    [
        ("", "blocs=my_blocs.yml", "holds no blocs"),
        ("blocs: {}\n", "blocs=my_blocs.yml", "holds no blocs"),
        ("a: {countries: [usa]\n", "blocs=my_blocs.yml", "is refused"),
        ("- usa\n", "blocs=my_blocs.yml", "must hold keys and values"),
        ("a: 3\n", "blocs.a", "must be a mapping"),
        ("a: {countries: [usa], use_share: 0.1, title: '${oc.env:HOME}'}\n", "blocs=my_blocs.yml: a.title", "interpol"),
        ("a: {countries: [usa], use_share: 0.5}\nb: {countries: [china], use_share: 0.5}\n", "blocs", "below 1"),
        ("a: {countries: [usa, usa], use_share: 0.5}\n", "blocs.a.countries", "names usa twice"),
    ],
)
def test_a_file_that_says_nothing_right_is_refused(blocs_file, content, path, problem):
    blocs_file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        lunarsim.load_scenario(["blocs=my_blocs.yml"])
    (fault,) = caught.value.faults
    assert fault.path == path
    assert problem in fault.problem
    assert "my_blocs.yml" in fault.path + fault.problem or fault.path == "blocs.a"


def test_files_of_blocs_are_not_compared_and_no_option_brings_some(blocs_file, own):
    with pytest.raises(InputError, match="names one file of blocs"):
        lunarsim.sweep(["blocs=my_blocs.yml,other.yml", *NOMINAL])
    folder = own("# @package _global_\nblocs: {a: {countries: [usa], use_share: 0.1}}\n", group="scenario", name="mine")
    with pytest.raises(InputError, match="unknown key 'blocs'"):
        lunarsim.load_scenario(["scenario=mine"], config_dir=folder)


def test_a_bloc_of_the_library_is_unknown_beside_a_file(blocs_file):
    with pytest.raises(InputError) as caught:
        lunarsim.sweep(["blocs=my_blocs.yml", "market.held_by=eu,allies", "market.restricted_by=easst", *NOMINAL])
    found = {fault.path: fault.problem for fault in caught.value.faults}
    assert "unknown bloc 'eu'" in found["market.held_by"]
    assert "did you mean 'east'?" in found["market.restricted_by"]


def test_product_of_programs_that_no_bloc_names_is_of_the_others(blocs_file):
    scenario = lunarsim.load_scenario(["blocs=my_blocs.yml"])
    assert scenario.blocs["allies"].programs == ("usa",)
    assert set(scenario.blocs["east"].programs) == {"china", "russia"}
    blocs_file.write_text("allies: {countries: [usa], use_share: 0.1, programs: []}\n", encoding="utf-8")
    scenario = lunarsim.load_scenario(["blocs=my_blocs.yml"])
    assert set(scenario.blocs["others"].programs) == set(scenario.programs)


def test_a_stored_sweep_keeps_the_blocs_of_its_file_and_is_valued_again_without_it(blocs_file, command):
    line = ("blocs=my_blocs.yml", "market.held_by=allies", *RESTRICTED, *NOMINAL)
    assert command(*line)[0] == 0
    (store,) = blocs_file.parent.glob("outputs/*/*/sweep.zarr")
    blocs_file.unlink()
    assert "0 of 1 runs are missing or failed" in command("resume", str(store))[1]
    code, _, err = command("revalue", str(store), "market.restricted_by=east", "output.name=again")
    assert code == 0, err
    assert "Blocs:    allies, east, others (from my_blocs.yml)" in command("show", str(store))[1]
    (again,) = blocs_file.parent.glob("outputs/again/*/sweep.zarr")
    dataset = lunarsim.open_sweep(again)
    assert dataset.bloc.values.tolist() == ["allies", "east", "others"]
    assert float(dataset.strategic_demand_covered.sel(bloc="allies", supply_stage="separation_heavy").squeeze()) < 0.9


def test_a_stored_sweep_is_valued_again_for_the_blocs_of_a_file(blocs_file, command):
    assert command(*NOMINAL, "output.name=plain")[0] == 0
    (store,) = blocs_file.parent.glob("outputs/plain/*/sweep.zarr")
    words = ("blocs=my_blocs.yml", "market.restricted_by=east", "market.restriction_year=2030")
    code, _, err = command("revalue", str(store), *words, "output.name=again")
    assert code == 0, err
    (again,) = blocs_file.parent.glob("outputs/again/*/sweep.zarr")
    made, fresh = lunarsim.open_sweep(again).squeeze(), swept(*words)
    assert fresh.attrs["plan_hash"] == made.attrs["plan_hash"]
    assert "blocs=my_blocs.yml" in made.attrs["revalued_with"]
    for name in made.data_vars.keys() - {"run_seconds"}:
        assert fresh[name].equals(made[name]), name
    code, _, err = command("revalue", str(store), "blocs=gone.yml")
    assert code == 2
    assert "blocs=gone.yml: cannot be read: No such file or directory" in err
    assert "Blocs:    allies, east, others (from my_blocs.yml)" in command("show", str(again))[1]
