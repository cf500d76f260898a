"""What a milestone hung on: which program's hardware completed it, or which is lacking."""

import math
from collections import Counter

from tests.scenario.building import CHINA_ALONE, NO_WAITS, RUSSIA_ALONE, scenario_of
from tests.world.running import run, runs

ACTIVE = NO_WAITS | {"cooperation.mode": "active"}


def test_of_the_plan_russia_s_last_reactor_completes_the_extended_station_and_where_it_is_early_the_crew_module():
    critical = run(scenario_of(ACTIVE)).critical
    assert critical["station_extended"] == ("russia", "russia_power_plant_3")
    assert critical["station_working"].program == "china"
    early = run(scenario_of(ACTIVE | {"missions.russia_power_plant_3.planned": "2036-12-31"})).critical
    assert early["station_extended"] == ("china", "ilrs_crew_module")


def test_alone_a_program_s_own_items_are_critical():
    assert run(scenario_of(NO_WAITS | CHINA_ALONE)).critical["station_extended"].program == "china"
    assert {item.program for item in run(scenario_of(NO_WAITS | RUSSIA_ALONE)).critical.values()} == {"russia"}


def test_what_is_lacking_is_critical_where_a_milestone_is_not_reached():
    never = ACTIVE | {"missions.russia_power_plant_3.planned": "2099-01-01"}
    trace = run(scenario_of(never))
    assert "station_extended" not in trace.milestone_day
    assert trace.critical["station_extended"] == ("russia", "russia_power_plant_3")


def test_the_item_that_completed_a_milestone_was_put_to_work_on_its_day_or_before_the_last_repair():
    counted = Counter()
    for trace in runs(scenario_of(), 40):
        for milestone in ("station_basic", "station_extended"):
            day = trace.milestone_day.get(milestone)
            if day is None or day == trace.milestone_day.get("station_working"):
                continue
            mission = trace.critical[milestone].mission
            brought = scenario_of().missions[mission].assets
            repair = trace.station.reached[milestone].waits["repair"]
            online = [trace.online_day[name] for name in brought if name in trace.online_day]
            assert any(math.isclose(day - repair, first, abs_tol=1e-6) for first in online)
            counted[repair > 0] += 1
    # Both kinds were met.
    assert min(counted[True], counted[False]) > 2
