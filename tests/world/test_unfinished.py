"""What has been paid of flights that have no end in the run: given up, withdrawn, or under way at the horizon."""

import math

import pytest

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.money import work
from lunarsim.world.prepared import prepare
from tests.scenario.building import LAPSED, NO_WAITS, scenario_of
from tests.world.running import run
from tests.world.tabulating import traced

YEAR = DAYS_PER_YEAR

SHELVING = NO_WAITS | {"plant.units": 0, "waits.slip": True, "waits.shelving": True}
SHELVING |= {"slips.shelved_multiplier": 4.0, "slips.new_start": False}


def test_what_was_built_of_a_mission_until_it_was_given_up_is_paid_as_if_it_had_flown():
    """To shelve a mission saves what is left of its cost, and never what was spent."""
    met = 0
    for sample in range(8):
        kept, shelved = (run(scenario_of(SHELVING | {"waits.shelving": on}), sample=sample) for on in (False, True))
        flights = {flight.mission: flight for flight in kept.flights.flown}
        gone = [
            key for key, record in shelved.flights.missions.items()
            if record.given_up_day < math.inf and math.isnan(record.first_launched_day)
        ]  # fmt: skip
        found = dict(zip(gone, shelved.flights.unfinished, strict=True))
        for key, each in found.items():
            record, flight = shelved.flights.missions[key], flights.get(key)
            assert each.day == record.given_up_day
            if flight is not None:
                assert each.due_day == pytest.approx(flight.launched_day)
                assert (each.program, each.hardware_kg, each.launches_musd) == (
                    flight.program, flight.hardware_kg, flight.launch_cost_musd
                )  # fmt: skip
                met += each.due_day - 3 * YEAR < each.day < each.due_day
    assert met > 3


def test_what_a_given_up_mission_had_cost_is_in_the_years_before_that_day_and_in_no_later_one():
    built = scenario_of(SHELVING)
    for sample in range(12):
        trace = run(built, sample=sample)
        whole = work.arrays(traced([built], [trace]))
        flights, trace.flights.unfinished = trace.flights.unfinished, ()
        without = work.arrays(traced([built], [trace]))
        for name, field in (("year_hardware_kg", "hardware_kg"), ("year_launches_musd", "launches_musd")):
            sunk = (whole[name] - without[name])[0, 0].sum()
            wanted = 0.0
            for each in flights:
                begins = max(each.due_day - 3 * YEAR, 0.0)
                done = max(min(each.day, each.due_day, trace.horizon_days) - begins, 0.0) / (3 * YEAR)
                wanted += getattr(each, field) * done * (each.program == "china")
            assert sunk == pytest.approx(wanted, rel=1e-4, abs=1e-3)


def test_what_waits_for_a_lost_mission_had_been_built_for_a_launch_behind_it():
    changes = NO_WAITS | {"plant.units": 0, "waits.prerequisite": True, "waits.landing_failure": True}
    changes |= {"missions.change_7.outcome": "lost", "missions.change_7.critical": False}
    trace = run(scenario_of(changes | {"missions.change_7.planned": "2029-06-01"}))
    records = trace.flights.missions
    assert records["change_8"].held_up_by == "change_7"
    found = [each for each in trace.flights.unfinished if each.day == records["change_7"].given_up_day]
    eight = found[0]
    # It was ready before, and so was built in full when what it needs was lost.
    assert eight.due_day == records["change_7"].launched_day > records["change_8"].due_day
    assert eight.hardware_kg == {each.key: each for each in prepare(scenario_of()).missions}["change_8"].hardware_kg(
        0.0
    )
    # What is far in the future has cost nothing yet.
    assert max(each.due_day for each in found) > eight.day + 3 * YEAR


def test_a_fallback_that_was_never_ordered_and_what_was_cancelled_cost_nothing():
    trace = run(
        scenario_of(NO_WAITS | {"plant.units": 0, "missions.ilrs_1.cancelled": True, "waits.prerequisite": True})
    )
    assert "ilrs_1" not in trace.flights.missions
    assert trace.flights.unfinished == ()


def test_a_campaign_that_is_under_way_at_the_horizon_has_cost_what_it_has_launched():
    calm = NO_WAITS | {"plant.units": 0, "missions.crewed_landing_1.launches": 2}
    calm |= {"missions.crewed_landing_1.needs": [], "missions.crewed_landing_1.crew_launch": 2}
    whole = run(scenario_of(calm))
    (flight,) = (each for each in whole.flights.flown if each.mission == "crewed_landing_1")
    # Launched two days before the end of ten years, and on a single pad the second time only after it.
    late = calm | {"timeline.horizon_years": 10, "missions.crewed_landing_1.planned": "2036-06-29"}
    for turnaround, launched in ((0.0, 1.0), (30.0, 0.5)):
        pads = {"waits.pad": True, "vehicles.long_march_10.pads": 1}
        built = scenario_of(late | pads | {"vehicles.long_march_10.pad_turnaround_days": turnaround})
        trace = run(built)
        assert "crewed_landing_1" not in {each.mission for each in trace.flights.flown}
        (under_way,) = trace.flights.unfinished
        day = trace.flights.missions["crewed_landing_1"].first_launched_day
        assert day > trace.horizon_days - 3.0
        assert under_way == ("china", day, trace.horizon_days, flight.hardware_kg * launched,
                             flight.launch_cost_musd * launched)  # fmt: skip
        with_it = work.arrays(traced([built], [trace]))["year_launches_musd"][0, 0].sum()
        trace.flights.unfinished = ()
        without = work.arrays(traced([built], [trace]))["year_launches_musd"][0, 0].sum()
        assert with_it - without == pytest.approx(under_way.launches_musd, rel=1e-4)


@pytest.mark.parametrize("reflights", [0, 1])
def test_what_was_built_again_of_a_lost_mission_until_it_is_withdrawn_is_paid(reflights):
    key = "russia_power_plant_1"
    changes = LAPSED | {"cooperation.basis": "five_year_programme", "waits.cooperation": True, "plant.units": 0}
    changes |= {"waits.landing_failure": True, "programs.russia.reflights": reflights}
    changes |= {f"missions.{key}.planned": "2027-06-01", f"missions.{key}.outcome": "lost", f"missions.{key}.needs": []}
    trace = run(scenario_of(NO_WAITS | changes))
    (lost,) = (flight for flight in trace.flights.flown if flight.mission == key)
    # The other two reactors are planned for ten years from now and more.
    found = [each for each in trace.flights.unfinished if each.program == "russia" and each.due_day < 3_000.0]
    assert len(found) == reflights
    for again in found:
        assert again.day == trace.programs.lapse_day > lost.ended_day
        assert again.due_day == trace.flights.missions[key].due_day > again.day
        assert (again.hardware_kg, again.launches_musd) == (lost.hardware_kg, lost.launch_cost_musd)
