"""Planned dates in closed form are those of a campaign without waits."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.world.baseline.planned_dates import NO_DRAWS, planned_dates
from lunarsim.world.prepared import prepare
from tests.scenario.building import ARTEMIS, CHINA_ALONE, NO_WAITS, RACE, RUSSIA_ALONE, plan_of, scenario_of
from tests.world.running import campaign_of, planned_mine_of
from tests.world.variants import SITES

CASES = [(plan, changes) for plan in MANIFEST_DATES for changes in ({}, CHINA_ALONE, RUSSIA_ALONE)]
CASES += [("latest", changes) for changes in (ARTEMIS, RACE | {"plan.mars": "ambitious"}, {"cooperation.mode": "none"})]


@settings(max_examples=60)
@given(
    st.sampled_from(CASES),
    SITES,
    st.floats(0, 2_000) | st.sampled_from([0.0, 30.0, 90.0]),
    st.floats(0, 200),
    st.floats(0, 2_000),
    st.floats(0.3, 3),
    st.floats(1, 100),
)
def test_the_planned_dates_of_a_station_are_those_of_a_campaign_without_waits(
    case, site, trial, basic, extended, power, transit
):
    plan, changes = case
    changes = plan_of(plan) | changes | NO_WAITS
    changes |= {"station.trial_days": trial, "station.power_multiplier": power, "logistics.transit_days": transit}
    changes |= {"station.basic_power_kw": basic, "station.extended_power_kw": max(basic, extended), "plant.units": 0}
    scenario = scenario_of(changes, site)
    campaign = campaign_of(scenario, NO_DRAWS)
    trace = campaign.run()
    planned = planned_dates(scenario, prepare(scenario))
    assert planned.day == pytest.approx(trace.milestone_day, abs=1e-6)
    by = {name: reached.hardware.mission for name, reached in trace.station.reached.items()}
    assert planned.mission == by


def assert_the_mine_is_on_time(changes, site="shackleton"):
    """Check the planned days of a mine against a campaign without waits, and return them."""
    scenario = scenario_of(NO_WAITS | changes, site)
    planned = planned_mine_of(scenario)
    trace = campaign_of(scenario).run()
    reached = {name: day for name, day in trace.milestone_day.items() if name.startswith("first")}
    assert planned == pytest.approx(reached, abs=1e-6)
    return planned


@settings(max_examples=40)
@given(
    st.integers(1, 8),
    st.floats(500, 20_000),
    st.floats(0, 400),
    st.floats(1, 100),
    st.floats(0, 300),
    st.sampled_from([0.0, 100.0, 365.25]),
    st.floats(0, 5_000),
    SITES,
)
def test_the_planned_days_of_the_mine_are_those_of_a_run_without_waits(
    units, capacity, interval, transit, commissioning, returns, craft, site
):
    changes = {
        "plant.units": units,
        "vehicles.long_march_9.landed_payload_kg": capacity,
        "logistics.cargo_interval_days": interval,
        "logistics.transit_days": transit,
        "plant.commissioning_days": commissioning,
        "logistics.return_interval_days": returns,
        "logistics.return_craft_kg": craft,
    }
    assert_the_mine_is_on_time(changes, site)


@settings(max_examples=100)
@given(
    st.integers(1, 4),
    st.floats(5, 400),
    st.floats(0, 3_000),
    st.floats(0.1, 1),
    st.floats(0, 0.5),
    st.floats(30, 2_000),
    st.sampled_from([0.0, 200.0, 730.0]),
    st.floats(20, 400),
    st.floats(1, 400),
    st.sampled_from([0.0, 10.0, 60.0]),
    st.sampled_from(["reactor", "solar"]),
    st.sampled_from(["mine", "station"]),
    SITES,
)
def test_a_first_return_that_waits_for_its_load_is_planned_for_the_day_on_which_that_is_made(
    units, feed, start_up, share, learning, stock, resupply, interval, capacity, power, source, place, site
):
    changes = {
        "plant.units": units,
        "plant.feed_t_per_year": feed,
        "plant.power_kw": power,
        "plant.power_source": source,
        "mine.plant_at": place,
        "plant.start_up_days": start_up,
        "plant.start_up_share": share,
        "plant.downtime_learning": learning,
        "plant.reagent_stock_days": stock,
        "logistics.resupply_interval_days": resupply,
        "logistics.return_interval_days": interval,
        "logistics.return_capacity_kg": capacity,
        "logistics.return_least_load_share": 1.0,
    }
    assert_the_mine_is_on_time(changes, site)


DARK = {"plant.power_source": "solar", "plant.planned": "2035-01-01", "plant.feed_t_per_year": 20}
RICH = {"flowsheet.purification_recovery": 1.0}
"""So that there is enough for a return."""
NO_POWER_AT_FIRST = {"plant.availability": 0.0, "plant.downtime_learning": 0.1, "plant.power_kw": 0.0}


@pytest.mark.parametrize(
    "changes",
    [
        # The station's power lets it work in the dark, so that stocks for its days in the light run out.
        DARK | {"logistics.resupply_interval_days": 850},
        DARK | {"logistics.resupply_interval_days": 850, "station.site": "malapert"},
        # It works only when it has learned to, and then on the power of the station.
        NO_POWER_AT_FIRST | {"plant.planned": "2032-01-01"},
    ],
)
def test_a_plant_on_the_station_s_power_returns_when_a_campaign_without_waits_does(changes):
    assert "first_return" in assert_the_mine_is_on_time({"mine.plant_at": "station"} | RICH | changes)


def test_another_plant_does_not_change_the_planned_dates_of_a_station():
    scenario = scenario_of({})
    prepared = prepare(scenario)
    planned = planned_dates(scenario, prepared)
    assert planned.fit(dataclasses.replace(scenario, plant=dataclasses.replace(scenario.plant, units=7)))
    later = dataclasses.replace(scenario.station, trial_days=scenario.station.trial_days + 10)
    changed = dataclasses.replace(scenario, station=later)
    assert not planned.fit(changed)
    assert planned_dates(changed, prepared).day["station_working"] == planned.day["station_working"] + 10


@pytest.mark.parametrize("transit_days", [5.0, 90.0])
def test_hardware_that_a_plan_takes_over_from_another_one_has_its_own_power(transit_days):
    changes = {"station.power_multiplier": 2.0, "logistics.transit_days": transit_days}
    base, changed = scenario_of({}), scenario_of(changes)
    prepared = prepare(base)
    known, fresh = planned_dates(base, prepared), planned_dates(changed, prepared)
    assert planned_dates(changed, prepared, known) == fresh
    assert known.power != fresh.power
    assert planned_dates(base, prepared, planned_dates(changed, prepared, known)) == known
