"""Outcomes as columns: which appear, where, and what a page is told of them."""

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.report.columns import (
    COUNT_STEPS,
    UNIT_STEPS,
    outcome_columns,
    status_column,
    unit_columns,
)
from lunarsim.reading.report.descriptions import description_in_words, source_in_words
from lunarsim.reading.report.payload.quantize import MISSING, NEVER, decode
from lunarsim.reading.report.sections import Section, Shown, placed, read_sections, sections
from tests.reading.made import TEXT, along, sweep
from tests.reading.report.sweeps import dates, with_factors


def columns_of(made, *shown):
    section = Section("here", "Here", "dates", tuple(Shown(name) for name in shown))
    return {column.name: column for column in outcome_columns(made, [section])}


def values(column):
    return decode(column.codes, column.scale).tolist()


def test_an_outcome_added_later_appears_with_a_line_of_configuration(tmp_path):
    made = sweep(helium_3_kg=along([1.0, 2.0, 3.0, 4.0]), other_kg=along([1.0, 1.0, 1.0, 1.0]))
    assert not [column.name for column in outcome_columns(made, sections())]
    file = tmp_path / "sections.yml"
    file.write_text("- {id: gas, title: Gas, kind: production, outcomes: ['helium_*']}\n", encoding="utf-8")
    (column,) = outcome_columns(made, read_sections(file))
    assert (column.name, column.section, column.kind, column.label) == ("helium_3_kg", "gas", "amount", "Helium_3_kg")
    np.testing.assert_allclose(values(column), [1.0, 2.0, 3.0, 4.0], rtol=1e-4)


def test_an_outcome_stands_where_the_first_line_fits():
    first = Section("a", "A", "dates", (Shown("*_year", headline=True),))
    second = Section("b", "B", "dates", (Shown("station_*"), Shown("mass_kg")))
    names = ["mass_kg", "station_basic_year", "other"]
    found = [(section.id, name, shown.headline) for section, shown, name in placed(names, [first, second])]
    assert found == [("a", "station_basic_year", True), ("b", "mass_kg", False)]


@pytest.mark.parametrize("line", ["{outcome: x, by_year: median}", "{outcome: x, unit: kg}"])
def test_a_line_that_is_not_understood_is_refused(tmp_path, line):
    file = tmp_path / "sections.yml"
    file.write_text(f"- {{id: a, title: A, kind: dates, outcomes: [{line}]}}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="x: unknown"):
        read_sections(file)


def test_runs_that_did_not_end_well_have_no_value():
    made = sweep(status=along([1, 2, 1, 4]), station_basic_year=dates(2031.0, 2032.0, None, None), npv_musd=1.0)
    found = columns_of(made, "station_basic_year", "npv_musd")
    assert found["station_basic_year"].codes.tolist() == [0, MISSING, NEVER, MISSING]
    assert np.isnan(values(found["npv_musd"])).tolist() == [False, True, False, True]
    assert status_column(made).codes.tolist() == [1, 2, 1, 4]


def test_run_columns_follow_the_order_of_levers_samples_and_replicates():
    runs = np.arange(12.0).reshape(2, 3, 2)
    made = sweep(levers={"site": ["a", "b"]}, samples=3, replicates=2, npv_musd=runs)
    np.testing.assert_allclose(values(columns_of(made, "npv_musd")["npv_musd"]), runs.ravel(), atol=1e-3)


def test_each_label_of_a_dimension_is_a_column_unless_nothing_ever_happens_there():
    mass = np.stack([along([1.0, 2.0, 3.0, 4.0]), np.zeros((4, 1))], axis=-1)
    made = sweep(trailing={"program": (("mass_landed_kg",), ["china", "russia"])}, mass_landed_kg=mass)
    section = [Section("here", "Here", "amounts", (Shown("mass_landed_kg"),))]
    (column,) = outcome_columns(made, section)
    assert (column.name, column.label) == ("mass_landed_kg.china", "Mass_landed_kg, China")


def test_a_mission_that_a_plan_lacks_is_not_one_that_never_flies():
    outcome = np.broadcast_to(np.array([[2.0, -1.0]]), (4, 1, 2))
    launch = np.stack([dates(2030.0, None, 2031.0, 2032.0), dates(None, None, None, None)], axis=-1)
    launch = np.stack([launch, launch[..., ::-1]])
    made = sweep(
        levers={"plan": ["a", "b"]},
        trailing={"mission": (("mission_first_launch_year", "mission_first_outcome"), ["m1", "m2"])},
        mission_first_launch_year=launch,
        mission_first_outcome=np.stack([outcome, outcome[..., ::-1]]),
    )
    made["mission_first_launch_year"].attrs["units"] = "year"
    made["mission_first_outcome"].attrs |= {"flag_values": [-1, 2], "flag_meanings": "absent success"}
    found = columns_of(made, "mission_first_*")
    assert found["mission_first_launch_year.m1"].kind == "launch"
    assert found["mission_first_launch_year.m1"].codes[[1, 4, 5]].tolist() == [NEVER, MISSING, MISSING]
    assert found["mission_first_outcome.m1"].more["labels"]["2"] == "success"


def test_months_become_years():
    months = np.array(["2026-11", "2026-12", "2027-01", "2027-02"], dtype="datetime64[ns]")
    power = np.array([[1.0, 3.0, 10.0, 20.0], [0.0, 0.0, 4.0, np.nan]])[:, np.newaxis]
    made = sweep(samples=2, trailing={"month": (("month_power_kw",), months)}, month_power_kw=power)
    shown = {"mean": [[2.0, 15.0], [0.0, 4.0]], "sum": [[4.0, 30.0], [0.0, 4.0]], "total": [[4.0, 34.0], [0.0, 4.0]]}
    for by_year, expected in shown.items():
        section = Section("here", "Here", "power", (Shown("month_power_kw", by_year),))
        found = list(outcome_columns(made, [section]))
        assert [column.more["at"] for column in found] == [2026.0, 2027.0]
        assert {column.more["family"] for column in found} == {"month_power_kw"}
        np.testing.assert_allclose(np.transpose([values(column) for column in found]), expected, atol=0.02)


def test_a_year_without_a_month_has_no_value():
    months = np.array(["2026-12", "2027-01"], dtype="datetime64[ns]")
    power = np.array([[[1.0, np.nan]], [[2.0, 3.0]]])
    made = sweep(samples=2, trailing={"month": (("month_power_kw",), months)}, month_power_kw=power)
    for by_year in ("mean", "sum", "total"):
        section = Section("here", "Here", "power", (Shown("month_power_kw", by_year),))
        _, second = outcome_columns(made, [section])
        assert np.isnan(values(second)).tolist() == [True, False]


def test_causes_belong_to_their_milestone():
    delay = np.ones((4, 1, 1, 2)) * np.array([30.0, 0.0])
    made = sweep(npv_musd=0.0)
    made["delay_days"] = (
        ("sample", "replicate", "milestone", "cause"),
        delay,
        {"units": "day", "long_name": "delay against the plan"},
    )
    made = made.assign_coords(milestone=np.array(["station_basic"], TEXT), cause=np.array(["slip", "budget"], TEXT))
    (column,) = columns_of(made, "delay_days").values()
    assert (column.kind, column.label) == ("cause", "slip")
    assert column.more == {"family": "station_basic", "at": "slip"}


def test_units_have_one_value_a_sample():
    made = with_factors(samples=4, npv_musd=0.0)
    found = list(unit_columns(made))
    assert [(column.name, column.dims, column.codes.size) for column in found] == [
        ("u:plant.units", "sample", 4),
        ("u:deposit.access", "sample", 4),
    ]
    np.testing.assert_allclose(values(found[0]), made["u"].values[0], atol=0.5 / UNIT_STEPS)
    assert [column.scale.steps for column in unit_columns(made, {"plant.units"})] == [COUNT_STEPS, UNIT_STEPS]
    assert not list(unit_columns(xr.Dataset()))


def test_descriptions_name_no_variable_and_no_key():
    made = with_factors(npv_musd=0.0)
    made["available_musd"] = made["npv_musd"].assign_attrs(long_name="money available")
    said = "Paid within available_musd; of station.basic_power_kw, excavator_duty alone. NaN for none."
    told = description_in_words(said, made)
    assert told.startswith("Paid within “Money available”; of “")
    assert told.endswith("”, excavator duty alone.")
    assert "_" not in told
    assert "NaN" not in told
    assert description_in_words("Lost at 0.5 of e.g. a year.", made) == "Lost at 0.5 of e.g. a year."


@pytest.mark.parametrize(
    ("source", "evidence", "told"),
    [
        ("assumed: from 1e4 to 5e5, 20 MUSD", "assumed", "From 10,000 to 500,000, 20 million USD"),
        ("ends of both tables (docs/dates.md): 0.3", "analogue", "Ends of both tables (documentation on dates): 0.3"),
        ("fit (experiments/launches/stand_downs.py)", "fitted", "Fit (analysis of launches)"),
        ("fits (configs/library/slips.yml)", "fitted", "Fits (library of slips)"),
        ("VIPER cost 1e6; pay by development_growth", "", "VIPER cost 1,000,000; pay by development growth"),
        ("pace = (left / planned) ** elasticity", "", "Pace = (left / planned) to the power of elasticity"),
        ("fit known at timeline.as_of, Apollo 12", "", "Fit known at “Date of knowledge”, Apollo 12"),
    ],
)
def test_sources_stand_in_words(source, evidence, told):
    assert source_in_words(source, evidence, with_factors(npv_musd=0.0)) == told
