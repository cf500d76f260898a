"""What the page is told of milestones: definitions, causes of delay and promised dates."""

import numpy as np

from lunarsim.reading.opening import open_sweep
from tests.reading.made import sweep
from tests.reading.report.sweeps import dates


def test_milestones_have_definitions_and_causes_of_their_own(held):
    about, _ = held
    by_id = {milestone["id"]: milestone for milestone in about["milestones"]}
    basic = by_id["station_basic"]
    assert basic["label"] == "Basic station"
    assert "10 kW through a night" in basic["definition"]
    assert basic["definition"][0].isupper()
    assert not [column["description"] for column in about["columns"] if "NaN" in column["description"]]
    causes = {column["family"] for column in about["columns"] if column["kind"] == "cause"}
    assert "station_basic" in causes
    assert causes <= set(by_id)


def test_the_causes_are_those_of_the_first_station(of):
    early, late = dates(2030.0, None), dates(2040.0, None)
    made = sweep(
        samples=2,
        trailing={
            "station": (("station_basic_year",), ["ilrs", "moon_base"]),
            "milestone": (("delay_days",), ["station_basic"]),
            "cause": (("delay_days",), ["slip"]),
        },
        station_basic_year=np.stack([early, late], axis=-1),
        delay_days=30.0,
    )
    about, _ = of(made)
    ids = {milestone["id"]: about["columns"][milestone["column"]]["name"] for milestone in about["milestones"]}
    assert ids["station_basic"] == "station_basic_year.ilrs"
    assert ids["station_basic.moon_base"] == "station_basic_year.moon_base"
    assert {column["family"] for column in about["columns"] if column["kind"] == "cause"} == {"station_basic"}


def test_an_official_milestone_says_for_when_it_was_promised(stored, held):
    about, _ = held
    promised = {
        about["columns"][milestone["column"]]["name"]: milestone["promised"] for milestone in about["milestones"]
    }
    compared = 0
    with open_sweep(stored) as dataset:
        names = dataset["official_milestone"].values.tolist()
        stated = dataset["official_milestone_promised_year"].transpose("official_milestone", ...)
        for name, dates in zip(names, stated.values.reshape(len(names), 2, -1), strict=True):
            expected = [None if np.isnan(years).all() else years[0] for years in dates]
            if (column := f"official_milestone_year.{name}") in promised:
                assert promised.pop(column) == expected
                compared += 1
    assert compared > 3
    assert promised
    assert not any(promised.values())


def test_a_plan_without_a_milestone_has_no_promise_of_it(of):
    years = np.stack([dates(2030.0, None), dates(None, None)])[..., np.newaxis]
    promised = np.stack([dates(2031.0, 2031.0), dates(None, None)])[..., np.newaxis]
    names = ["official_milestone_year", "official_milestone_promised_year"]
    made = sweep(
        levers={"plan": ["a", "b"]},
        samples=2,
        trailing={"official_milestone": (tuple(names), ["crew"])},
        **dict(zip(names, (years, promised), strict=True)),
    )
    for name in names:
        made[name].attrs["units"] = "year"
    about, _ = of(made)
    (milestone,) = about["milestones"]
    assert milestone["promised"] == [2031.0, None]
