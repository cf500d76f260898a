"""Titles: every group, option, parameter, lever value and label is called in words, never by its key."""

import json
import re

import pytest
import xarray as xr

from lunarsim.reading.titles import known, labels, levers, outcomes, parameters
from lunarsim.reading.titles.known import of_collection, titles
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS
from lunarsim.world.causes import CAUSES

KEYS = [
    *(f"{group}.{name}" for group, cls in GROUPS.items() for name in declarations(cls)),
    *(f"programs.china.{name}" for name in declarations(COLLECTIONS["programs"])),
    *(f"missions.change_8.{name}" for name in declarations(COLLECTIONS["missions"])),
    *(f"vehicles.long_march_10.{name}" for name in declarations(COLLECTIONS["vehicles"])),
    *(f"assets.chinese_reactor_1.{name}" for name in declarations(COLLECTIONS["assets"])),
]
KEYS_OF_MINE = ("my_probe", "like_change_8")
LONGEST = 72
RAW = re.compile(r"[_=\[\]{}]|\bTrue\b|\bFalse\b|\b\w+\.\w+\.\w+")


def coordinate(name, values, key, **attrs):
    return xr.Dataset(coords={name: (name, values, {"config_key": key, **attrs})})


def test_a_parameter_has_a_title_in_words():
    given = {key: parameters.parameter_title(key) for key in KEYS}
    assert [title for title in given.values() if not title[0].isupper() or RAW.search(title)] == []
    assert [title for title in given.values() if len(title) > LONGEST] == []
    assert [title for title in given.values() if title.startswith("Whether")] == []


def test_no_two_parameters_share_a_title():
    given = [parameters.parameter_title(key) for key in KEYS]
    assert len(set(given)) == len(given)


def test_the_file_of_titles_names_nothing_that_is_not_there():
    collections = {name: declarations(cls) for name, cls in COLLECTIONS.items()}
    known = {f"{group}.{name}" for group, names in collections.items() for name in names}
    known |= {f"{group}.{name}" for group, cls in GROUPS.items() for name in declarations(cls)}
    assert set(titles()["parameters"]) | set(titles()["values"]) <= known
    for key, words in titles()["values"].items():
        first, _, name = key.partition(".")
        cls = COLLECTIONS.get(first) or GROUPS[first]
        assert set(words) == set(declarations(cls)[name][0].choices), key


@pytest.mark.parametrize("path", sorted(shipped("configs").glob("*/*.yaml")), ids=lambda path: str(path)[-40:])
def test_an_option_of_a_group_has_a_title(path):
    group = path.parent.name
    known = of_collection("sites") if group == "site" else titles()["options"][group]
    assert known[path.stem]
    assert group in titles()["groups"]
    assert levers.option_title(group, path.stem) == known[path.stem]


def test_an_option_of_ones_own_is_called_by_its_name():
    assert levers.option_title("cooperation", "my_own_treaty") == "My own treaty"
    assert levers.option_title("program@programs.china", "china") == "China"
    assert levers.group_title("program@programs.china") == "Program: China"
    config = '{"site": {"name": "my_crater", "title": "Crater of mine"}}'
    assert levers.option_title("site", "my_crater", xr.Dataset(attrs={"config": config})) == "Crater of mine"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("cooperation.replacement_possible", True, "yes"),
        ("missions.change_7.cancelled", "false", "no"),
        ("waits.budget", False, "off"),
        ("cutoff.replacement", "none", "no replacement"),
        ("cutoff.programs", "[]", "none"),
        ("cutoff.programs", "russia,china", "Russia and China"),
        ("cutoff.programs", ["russia"], "Russia"),
        ("missions.artemis_4.alternatives", "artemis_4_lander or blue_moon_2_lander", None),
        (
            "missions.ilrs_1.alternatives",
            [["change_8", "luna_26"], ["luna_27a"]],
            "Chang'e-8 or Luna 26 and Luna 27A",
        ),
        ("station.site", "peary", "Peary crater rim"),
        ("logistics.cargo_vehicle", "long_march_9", "Long March 9"),
        ("logistics.delivery_usd_per_kg", 200000.0, "200,000"),
        ("plant.units", 4, "4"),
        ("finance.discount_rate", 0.125, "0.125"),
        ("landing.success_first", None, "by default"),
        ("timeline.start", "2026-07-01", "2026-07-01"),
        ("nobody.knows_this", "some_word", "some word"),
    ],
)
def test_a_value_stands_in_words(key, value, words):
    found = parameters.value_title(key, value)
    assert found == (words or "Lander of Artemis IV or Blue Moon Mark 2 for crews")


def test_a_key_of_another_version_is_called_by_its_description_or_its_name():
    assert parameters.parameter_title("plant.colour_code", "Colour of the plant; red by default.") == (
        "Colour of the plant"
    )
    assert parameters.parameter_title("plant.colour_code") == "Colour code"


def test_a_lever_and_its_values_stand_in_words():
    scenario = coordinate("scenario", ["ilrs_joint", "own_plan"], "scenario")
    assert levers.lever_title(scenario, "scenario") == "Scenario"
    assert levers.lever_is(scenario, "scenario", "ilrs_joint") == "Scenario: Joint station (ILRS)"
    price = coordinate("price", [1000.0], "logistics.delivery_usd_per_kg", units="USD/kg")
    assert levers.lever_title_with_units(price, "price") == "Price of delivery to the Moon [USD/kg]"
    assert levers.lever_value(price, "price", 1000.0, with_units=True) == "1,000 USD/kg"
    price["price"].attrs["currency_year"] = 2025
    assert levers.lever_title_with_units(price, "price") == "Price of delivery to the Moon [USD of 2025 per kg]"
    year = coordinate("year", [2030.0], "market.restriction_year", units="year")
    assert levers.lever_value(year, "year", 2030.0) == "2030"
    case = xr.Dataset(coords={"case": ("case", ["high_price"], {"long_name": "case"})})
    assert levers.lever_is(case, "case", "high_price") == "Case: high price"
    station = xr.Dataset(coords={"station": ("station", ["ilrs", "artemis"], {"long_name": "station"})})
    assert levers.lever_is(station, "station", "artemis") == "Station: Moon Base"


@pytest.mark.parametrize(
    ("title", "within"),
    [
        ("Units of the plant", "units of the plant"),
        ("Weibull shape of wear", "Weibull shape of wear"),
        ("Chang'e-8, planned launch", "Chang'e-8, planned launch"),
        ("NASA budget", "NASA budget"),
    ],
)
def test_a_title_within_a_sentence_keeps_the_capital_of_a_name_alone(title, within):
    assert known.within_sentence(title) == within


def test_labels_of_axes_stand_in_words():
    assert labels.label_title("mission", "change_7") == "Chang'e-7"
    assert labels.label_title("asset", "chinese_reactor_1") == "Chinese lunar power plant, unit 1"
    assert labels.label_title("cause", "technology_cutoff") == "technology cut-off"
    assert labels.label_title("ree", "Nd") == "Nd"
    assert labels.label_title("mission", "my_probe_2") == "My probe 2"
    own = xr.Dataset(
        coords={"mission": list(KEYS_OF_MINE)},
        attrs={"config": json.dumps({"missions": {key: {"title": "Probe of mine"} for key in KEYS_OF_MINE}})},
    )
    assert labels.label_titles(own, "mission") == ["Probe of mine (my probe)", "Probe of mine (like change 8)"]


def test_every_cause_of_delay_has_a_title():
    assert set(titles()["labels"]["cause"]) == set(CAUSES)


def test_a_definition_has_the_values_of_the_sweep_in_place_of_keys():
    values = ("sample", [2030.0], {"long_name": "basic station"})
    stored = xr.Dataset({"station_basic_year": values}, attrs={"config": '{"station": {"basic_power_kw": 25}}'})
    text = outcomes.definition(stored, "station_basic_year")
    assert text.startswith("after a trial of 180 days, command, a rover or robot")
    assert text.endswith("and 25 kW through a night work at the same time")
    lever = stored.assign_coords(coordinate("night", [10.0, 40.0], "station.basic_power_kw").coords)
    assert "10 or 40 kW" in outcomes.definition(lever, "station_basic_year")
    rival = stored.assign_coords(station=["a", "b"])
    rival.attrs["config"] = '{"station": {"trial_days": 90}, "rival": {"trial_days": 30}}'
    assert "90 or 30 days" in outcomes.definition(rival, "station_basic_year")
    stored.attrs["config"] = "no config"
    assert "10 kW through" in outcomes.definition(stored, "station_basic_year")
    assert outcomes.outcome_with_units(stored["station_basic_year"]) == "Basic station"


def test_every_definition_is_of_a_date_and_names_parameters_that_there_are():
    for name, template in titles()["definitions"].items():
        assert name.endswith("_year")
        for key in re.findall(r"\{([^}]*)\}", template):
            assert parameters.declared_at(key) is not None


def test_what_has_no_definition_is_described_as_the_dataset_does():
    about = {"long_name": "first loss of a crew", "description": "In ascent or later; decimal year, NaN for none."}
    stored = xr.Dataset({"first_crew_lost_year": ("sample", [2030.0], about)})
    assert outcomes.definition(stored, "first_crew_lost_year") == "In ascent or later"
    stored["first_crew_lost_year"].attrs["description"] = "first loss of a crew"
    assert outcomes.definition(stored, "first_crew_lost_year") == ""


def test_units_stand_as_people_write_them():
    words = {"kW h kg-1": "kWh/kg", "MW h": "MWh", "year-1": "per year", "1": "", "USD/kg": "USD/kg", "percent": "%"}
    assert {units: parameters.units_in_words(units) for units in words} == words
    money = xr.DataArray([1.0], attrs={"units": "MUSD", "currency_year": 2025}, name="npv_musd")
    assert outcomes.outcome_units(money) == "million USD of 2025"
    assert outcomes.outcome_units(money.assign_attrs(units="USD/kg")) == "USD of 2025 per kg"


def test_a_line_says_of_which_year_the_money_of_a_table_is():
    about = {"units": "MUSD", "currency_year": 2025}
    stored = xr.Dataset({"npv_musd": ("sample", [1.0], about), "ree_produced_kg": ("sample", [1.0], {"units": "kg"})})
    assert outcomes.money_note(stored, ["kg", "million USD"]) == "USD of 2025."
    assert outcomes.money_note(stored, ["kg", ""]) == ""
    assert outcomes.money_note(stored[["ree_produced_kg"]], ["USD/kg"]) == ""
