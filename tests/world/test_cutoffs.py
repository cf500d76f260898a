"""A technology cut-off: whom it meets, what it costs in time, what replaces the parts."""

import dataclasses
import math

import numpy as np
import pytest

from lunarsim.words.draws import single
from lunarsim.world.causes import cause_of
from lunarsim.world.history.flight_outcomes import SUCCESS
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.programs.cutoff import CutoffState
from tests.scenario.building import LAPSED, NO_WAITS, scenario_of
from tests.world.parts import start_of
from tests.world.running import RecordingDraws, run, runs

DAY = 549.0
"""2028-01-01."""
CUT = NO_WAITS | {
    "waits.technology_cutoff": True,
    "cutoff.programs": ["russia"],
    "cutoff.income_factor": 1.0,
    "cutoff.redesign_years": 3.0,
    "programs.russia.foreign_parts_share": 1.0,
    "plant.units": 0,
}


def cutoff_of(scenario, draws):
    """Return the cut-off of a scenario by itself."""
    acts = scenario.waits.technology_cutoff
    return CutoffState(scenario.cutoff, acts, scenario.programs, start_of(scenario), draws)


def launches(trace):
    return {
        key: record.launched_day
        for key, record in trace.flights.missions.items()
        if not math.isnan(record.launched_day)
    }


def late(changes):
    """Return the days by which each mission of Russia and of China is later than planned, and its record."""
    built = scenario_of(changes)
    trace = run(built)
    late_days = {"russia": {}, "china": {}}
    for key, day in launches(trace).items():
        late_days[built.missions[key].program][key] = day - trace.flights.missions[key].planned_day
    return late_days, trace


def test_each_craft_that_has_not_flown_is_redesigned_once_and_no_other_program_s():
    late_days, trace = late(CUT)
    assert len(late_days["russia"]) >= 7
    assert set(late_days["russia"].values()) == {3.0 * 365.25}
    assert set(late_days["china"].values()) == {0.0}
    assert trace.flights.missions["luna_26"].waits["technology_cutoff"] == 3.0 * 365.25


def test_chinese_parts_are_quicker_and_a_switch_or_no_program_ends_it_exactly():
    quick, _ = late(CUT | {"cutoff.replacement": "chinese", "cutoff.chinese_redesign_years": 1.0})
    assert set(quick["russia"].values()) == {365.25}
    for off in ({"waits.technology_cutoff": False, "cutoff.income_factor": 0.5}, {"cutoff.programs": []}):
        plain, _ = late(CUT | off)
        assert set(plain["russia"].values()) == {0.0}


def test_it_is_widened_to_china_by_naming_it():
    both, _ = late(CUT | {"cutoff.programs": ["russia", "china"], "programs.china.foreign_parts_share": 1.0})
    # What China flies before the cut-off keeps its date.
    assert {key: days for key, days in both["china"].items() if days == 0.0}.keys() == {"change_7"}
    assert {days for days in both["china"].values() if days} == {3.0 * 365.25}


def test_what_flies_before_the_day_keeps_its_plan():
    late_days, _ = late(CUT | {"cutoff.date": "2029-12-31"})
    assert late_days["russia"]["luna_26"] == late_days["russia"]["luna_27a"] == 0.0
    assert late_days["russia"]["luna_27b"] == 3.0 * 365.25


def test_a_craft_that_is_ready_but_waits_on_the_day_is_redesigned_from_then_on():
    # Luna 26 needs Luna 29 here, which comes years after Luna 26 is ready.
    changes = CUT | {
        "missions.luna_26.planned": "2027-06-30",
        "missions.luna_26.needs": ["luna_29"],
        "missions.luna_29.planned": "2029-06-30",
        "waits.prerequisite": True,
    }
    trace = run(scenario_of(changes))
    waited = trace.flights.missions["luna_26"]
    # Luna 29 is redesigned and flies in 2032, after the redesign of Luna 26, which began at the cut-off, is done.
    assert trace.flights.missions["luna_29"].launched_day == pytest.approx(1_095.0 + 3 * 365.25)
    assert waited.waits.get("technology_cutoff", 0.0) == 0.0
    # Where what it needs comes soon after the cut-off, it waits for its own redesign.
    trace = run(scenario_of(changes | {"missions.luna_29.planned": "2027-12-30"}))
    assert trace.flights.missions["luna_26"].launched_day == pytest.approx(DAY + 3 * 365.25)
    assert trace.flights.missions["luna_26"].waits["technology_cutoff"] > 3 * 365.25 - 10.0


def test_without_replacement_such_craft_never_fly_and_what_needs_one_waits_for_ever():
    built = scenario_of(CUT | {"cutoff.replacement": "none", "waits.prerequisite": True, "waits.cooperation": True,
                               "cooperation.mode": "active", "missions.ilrs_habitat.needs": ["luna_26"]})  # fmt: skip
    trace = run(built)
    flown = launches(trace)
    assert not [key for key in flown if built.missions[key].program == "russia"]
    # China's missions fly, and the lead orders its own when its patience ends.
    assert "china_power_plant_1" in flown
    assert "ilrs_habitat" not in flown
    assert trace.flights.missions["ilrs_habitat"].held_up_by == "luna_26"
    assert trace.flights.missions["luna_26"].given_up_day < trace.horizon_days
    stuck = trace.flights.missions["russia_power_plant_1"]
    assert (stuck.waiting_for, stuck.waiting_since) == ("technology_cutoff", stuck.planned_day)


def test_a_milestone_that_waits_for_what_never_flies_is_late_by_the_cut_off():
    built = scenario_of(CUT | {"cutoff.replacement": "none", "cooperation.replacement_possible": False})
    trace = run(built)
    parts = trace.delay_days["station_extended"]
    assert set(parts) == {"technology_cutoff"}
    assert parts["technology_cutoff"] == pytest.approx(
        trace.horizon_days - run(scenario_of(NO_WAITS)).milestone_day["station_extended"], abs=1e-6
    )


def test_whether_a_craft_holds_foreign_parts_is_its_own_draw_at_the_declared_share():
    built = scenario_of(CUT | {"programs.russia.foreign_parts_share": 0.3})
    met = [cutoff_of(built, single(1, sample)).meets("russia", "luna_27a") for sample in range(3_000)]
    assert np.mean(met) == pytest.approx(0.3, abs=0.03)
    few, many = (
        {key for key in built.missions if cutoff_of(scenario_of(CUT | {"programs.russia.foreign_parts_share": share}),
                                                      single(1, 5)).meets("russia", key)}
        for share in (0.3, 0.7)
    )  # fmt: skip
    assert few < many
    assert not cutoff_of(built, single(1)).meets("china", "change_8")


def test_the_income_that_goes_stretches_the_work_that_is_left_and_stands_on_the_cut_off():
    income = {
        "cutoff.income_factor": 0.5,
        "programs.russia.foreign_parts_share": 0.0,
        "programs.russia.fixed_cost_musd_per_year": 0.0,
        # China does not fly for its late partner.
        "cooperation.replacement_possible": False,
    }
    late_days, trace = late(CUT | income)
    planned = trace.flights.missions["luna_27a"].planned_day
    # Half the pace from the cut-off on.
    assert late_days["russia"]["luna_27a"] == pytest.approx(planned - DAY)
    assert trace.flights.missions["luna_27a"].waits["technology_cutoff"] == pytest.approx(planned - DAY)
    assert trace.flights.missions["luna_27a"].waits["budget"] == 0.0
    assert set(late_days["china"].values()) == {0.0}


def test_a_replacement_that_is_ordered_after_the_day_holds_no_foreign_parts():
    changes = CUT | {
        "cutoff.programs": ["russia", "china"],
        "programs.china.foreign_parts_share": 1.0,
        "waits.cooperation": True,
        **LAPSED,
        "cooperation.first_renewal": "2029-12-31",
        "cooperation.replacement_years": 1.0,
    }
    trace = run(scenario_of(changes))
    for number in (1, 2, 3):
        record = trace.flights.missions[f"china_power_plant_{number}"]
        assert record.replanned
        assert record.launched_day == record.planned_day
    assert run(scenario_of(changes | {"cutoff.date": "2030-06-30"})).flights.missions[
        "china_power_plant_1"
    ].launched_day > (trace.flights.missions["china_power_plant_1"].launched_day + 1_000.0)


def test_nothing_is_drawn_where_there_is_no_cut_off():
    draws = RecordingDraws()
    state = cutoff_of(scenario_of(), draws)
    assert not state.meets("russia", "luna_26")
    assert state.allowed_day("russia", "luna_26", 5_000.0) == 5_000.0
    assert draws.record == {}


def test_with_all_waits_a_cut_off_never_helps_and_domestic_parts_take_longest():
    built = scenario_of({"cutoff.programs": ["russia"], "programs.russia.foreign_parts_share": 1.0})
    means = {}
    for name in ("domestic", "chinese"):
        cutoff = dataclasses.replace(built.cutoff, replacement=name)
        means[name] = [launches(trace).get("luna_26", trace.horizon_days)
                       for trace in runs(dataclasses.replace(built, cutoff=cutoff), 30)]  # fmt: skip
    without = [launches(trace).get("luna_26", trace.horizon_days) for trace in runs(scenario_of(), 30)]
    assert np.mean(without) < np.mean(means["chinese"]) < np.mean(means["domestic"])


def test_where_there_is_no_cut_off_no_delay_stands_on_it():
    for trace in runs(scenario_of(), 60):
        assert not any(parts.get("technology_cutoff") for parts in trace.delay_days.values())


def test_a_mission_that_lost_no_time_met_its_slip_not_a_cause_of_zero_days():
    early = MissionRecord(0.0, SUCCESS, waits={"slip": -5.0, "budget": -1.0, "technology_cutoff": 0.0})
    assert cause_of(early) == "slip"
