"""Plans, rivals and Mars in the world: planned dates come out, two stations share nothing, Mars takes rockets only."""

import dataclasses

import numpy as np
import pytest

from lunarsim.scenario.building import with_values
from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.library.landing_attempts import landing_record
from lunarsim.words.units import days_between, parse_date
from lunarsim.world.feasibility.checks import impossible
from lunarsim.world.flights.landing import Developer
from lunarsim.world.flights.order import mission_order
from lunarsim.world.flights.windows import MARS_TRANSIT_DAYS, next_mars_departure
from lunarsim.world.history.flight_outcomes import DESCENT_FAILURE, NOT_FLOWN, SUCCESS
from lunarsim.world.outcomes.block_arrays import outcomes
from lunarsim.world.prepared import prepare
from lunarsim.world.programs import program
from lunarsim.world.programs.slip_law import SlipLaw
from lunarsim.world.simulate import simulate
from tests.scenario.building import ARTEMIS, CHINA_ALONE, NO_WAITS, RACE, RUSSIA_ALONE, plan_of, scenario_of
from tests.world.running import FixedDraws, RecordingDraws, campaign_of, run, runs
from tests.world.tabulating import traced

CASES = [
    *((plan, {}) for plan in MANIFEST_DATES),
    *((plan, CHINA_ALONE) for plan in MANIFEST_DATES),
    *((plan, RUSSIA_ALONE) for plan in MANIFEST_DATES),
    ("latest", ARTEMIS),
    ("latest", RACE),
    ("latest", RACE | {"plan.mars": "ambitious"}),
]
EACH = pytest.mark.parametrize(("plan", "changes"), CASES)
STATIONS = ("station_working", "station_basic", "station_extended")
CREWED_MARS = ("mars_crewed_1", "mars_crewed_2", "mars_crewed_3")


@EACH
def test_every_scenario_of_every_plan_can_work(plan, changes):
    assert impossible(scenario_of(plan_of(plan) | changes)) == []


@EACH
def test_without_waits_every_mission_of_every_plan_is_launched_on_its_planned_day(plan, changes):
    calm = scenario_of(plan_of(plan) | changes | NO_WAITS)
    draws = RecordingDraws()
    trace = campaign_of(calm, draws).run()
    assert draws.record == {}
    start = parse_date(MANIFEST_DATES[plan])
    flown = {key: record for key, record in trace.flights.missions.items() if record.outcome != NOT_FLOWN}
    for key, record in flown.items():
        assert record.outcome == SUCCESS
        assert record.launched_day == days_between(start, parse_date(calm.missions[key].planned)), key
    assert {calm.missions[key].role for key in set(trace.flights.missions) - set(flown)} <= {"fallback"}
    for name in STATIONS:
        assert name in trace.milestone_day
        assert trace.rival is None or name in trace.rival.milestone_day


# Two stations.


def test_a_rival_changes_nothing_at_the_main_station():
    alone, race = runs(scenario_of(), 15), runs(scenario_of(RACE), 15)
    for single, double in zip(alone, race, strict=True):
        assert double.milestone_day == single.milestone_day
        assert double.delay_days == single.delay_days
        assert double.station.working_days == single.station.working_days
        assert double.station.power_kw == single.station.power_kw
        assert double.mine.shipments == single.mine.shipments
        # As texts: from Python 3.13 on, records that hold NaN are not equal to themselves.
        for key, record in single.flights.missions.items():
            assert repr(double.flights.missions[key]) == repr(record)
        assert {key: double.online_day[key] for key in single.online_day} == single.online_day


def test_the_main_station_changes_nothing_at_its_rival():
    joint, alone = runs(scenario_of(RACE), 10), runs(scenario_of(RACE | {"programs.russia.active": False,
                                                                         "cooperation.mode": "none"}), 10)  # fmt: skip
    assert [trace.rival for trace in joint] == [trace.rival for trace in alone]


def test_a_base_of_its_own_is_reached_by_the_same_functions_as_that_of_a_rival():
    # A mine of the main station's lead would take landers from the station's own cargo.
    main, rival = runs(scenario_of(ARTEMIS | {"plant.units": 0}), 10), runs(scenario_of(RACE), 10)
    for led, watched in zip(main, rival, strict=True):
        assert watched.rival is not None
        assert {name: led.milestone_day[name] for name in STATIONS if name in led.milestone_day} == (
            watched.rival.milestone_day
        )
        assert watched.rival.working_days == led.station.working_days
    assert any(watched.rival.milestone_day for watched in rival)


def test_a_rival_has_limits_of_its_own():
    strict = run(scenario_of(RACE | NO_WAITS | {"rival.extended_power_kw": 1e4}))
    assert "station_extended" not in strict.rival.milestone_day
    assert "station_extended" in strict.milestone_day


def test_the_rival_is_no_partner():
    campaign = campaign_of(scenario_of(RACE))
    assert not campaign.partnership.joins("usa")
    assert campaign.partnership.product_shares().keys() == {"china", "russia"}
    trace = campaign.run()
    assert "fission_surface_power" not in trace.station.online_day
    assert "terrain_vehicle_1" in trace.rival.online_day
    assert trace.rival.online_day.keys().isdisjoint(trace.station.online_day)


def test_masses_and_windows_of_a_rival_s_missions_are_those_of_its_station():
    changes = RACE | {"rival.asset_mass_position": -1.0, "rival.site": "peary", "upkeep.first_spares_share": 0.0}
    built = scenario_of(changes)
    prepared = prepare(built)
    (planned,) = [each for each in prepared.missions if each.key == "fission_surface_power"]
    assert mission_order(planned, built.rival.asset_mass_position).landed_kg == 6_000
    trace = simulate(built, FixedDraws())
    (flight,) = [each for each in trace.flights.flown if each.mission == "fission_surface_power"]
    assert flight.hardware_kg == 6_000
    apart = {
        lead: windows.next_landing(planned.mission.window, flight.ended_day - 1e-6) - flight.ended_day
        for lead, windows in prepared.windows.items()
    }
    assert apart["usa"] == pytest.approx(0.0, abs=1e-5)
    assert apart["china"] > 0.1


def test_what_two_led_stations_leave_over_is_no_share_of_a_partner():
    # Russia leads a rival: it gives nothing to the joint station and flies its own elements at once.
    changes = {
        "cooperation.mode": "none",
        "rival.lead": "russia",
        "rival.name": "luna",
        "vehicles.yenisei.built_probability": 1.0,
    }
    trace = run(scenario_of(changes | NO_WAITS))
    assert trace.flights.missions["russia_command_module"].outcome == SUCCESS
    assert "russia_power_plant_1" not in trace.flights.missions
    assert trace.flights.missions["china_power_plant_1"].outcome == SUCCESS
    assert trace.rival.milestone_day.keys() == set(STATIONS)


def test_both_stations_stand_on_the_axis_and_what_is_absent_is_not_a_number():
    scenarios = [scenario_of(), scenario_of(RACE)]
    seed = next(seed for seed in range(20) if runs(scenarios[1], 1, seed=seed)[0].rival.milestone_day)
    made = traced(scenarios, [runs(built, 1, seed=seed)[0] for built in scenarios])
    labels, traces, arrays = made.labels, made.traces, outcomes(made)
    assert labels["station"] == ("ilrs", "artemis")
    assert labels["program"] == ("china", "russia", "usa")
    years = arrays["station_working_year"]
    assert np.isnan(years[0, 1])
    assert years[1, 1] == pytest.approx(
        made.calendar.decimal_years(np.array(traces[1].rival.milestone_day["station_working"]))
    )
    assert years[0, 0] == years[1, 0]
    assert 0 < arrays["station_availability"][1, 1] <= 1
    assert np.isnan(arrays["station_availability"][0, 1])


def test_programs_that_take_no_part_are_never_prepared(monkeypatch):
    prepared, draws = [], RecordingDraws()

    def prepare_law(name, *known):
        prepared.append(name)
        return SlipLaw(name, *known)

    monkeypatch.setattr(program, "SlipLaw", prepare_law)
    trace = campaign_of(scenario_of(CHINA_ALONE), draws).run()
    assert prepared == ["china"]
    drawn_for = {entity for _, entity, _, _ in draws.record}
    assert "china" in drawn_for
    assert drawn_for.isdisjoint({"russia", "usa"})
    assert trace.programs.mean_pace.keys() == {"china"}
    assert {flight.program for flight in trace.flights.flown} == {"china"}


def test_prepared_parts_do_not_fit_other_rivals_or_other_plans_for_mars():
    base = scenario_of(RACE)
    prepared = prepare(base)
    assert prepared.fits(with_values(base, {"rival.power_multiplier": 2.0}))
    for changes in ({"rival.site": "peary"}, {"plan.mars": "none"}, {"programs.russia.active": False,
                                                                      "cooperation.mode": "none"}):  # fmt: skip
        assert not prepared.fits(with_values(base, changes))
    assert not prepared.fits(scenario_of())


# Mars.


def mars_flights(trace):
    return [flight for flight in trace.flights.flown if flight.purpose == "mars"]


def test_mars_missions_leave_in_their_season_land_nothing_on_the_moon_and_cost_their_launches():
    built = scenario_of(RACE | {"plan.mars": "ambitious"})
    found = [flight for trace in runs(built, 8) for flight in mars_flights(trace)]
    assert {flight.mission for flight in found} >= {"tianwen_3", "rosalind_franklin", "mars_crewed_1"}
    start = parse_date(built.timeline.start)
    for flight in found:
        vehicle = built.vehicles[built.missions[flight.mission].vehicle]
        # Of several launches the last one leaves in season; a vehicle with more pads needs less time for them.
        rounds = (built.missions[flight.mission].launches - 1) // vehicle.pads
        last = flight.launched_day + rounds * vehicle.pad_turnaround_days
        assert next_mars_departure(start, last) == pytest.approx(last, abs=1e-6)
        assert (flight.landed_kg, flight.sent_kg, flight.delivery_kg) == (0.0, 0.0, 0.0)
        mission = built.missions[flight.mission]
        launches = 0 if mission.contributed == "all" else mission.launches
        assert flight.launch_cost_musd == launches * built.vehicles[mission.vehicle].launch_cost_musd
        dry = 0.0 if vehicle.price_includes_craft or mission.contributed != "none" else 0.3
        assert flight.hardware_kg == pytest.approx(dry * mission.launch_mass_kg)
        if flight.outcome == SUCCESS and mission.launches == 1:
            assert flight.ended_day - flight.launched_day == pytest.approx(MARS_TRANSIT_DAYS)


@pytest.mark.parametrize(
    ("mars", "flown"),
    [("none", set()), ("announced", {"tianwen_3"}), ("ambitious", {"tianwen_3", *CREWED_MARS})],
)  # fmt: skip
def test_the_lever_decides_which_missions_go_to_mars(mars, flown):
    trace = run(scenario_of(NO_WAITS | {"plan.mars": mars}))
    assert {flight.mission for flight in mars_flights(trace)} == flown
    assert {key for key in trace.flights.missions if key.startswith(("mars", "tianwen"))} == flown


def test_a_mars_mission_takes_the_pad_of_a_lunar_one():
    calm = NO_WAITS | {"waits.pad": True, "missions.tianwen_3.planned": "2028-12-31"}
    assert run(scenario_of(calm)).flights.missions["change_8"].launched_day > run(
        scenario_of(calm | {"plan.mars": "none"})
    ).flights.missions["change_8"].launched_day  # fmt: skip


# What stays in orbit.


def test_what_stays_in_orbit_survives_a_failed_landing_and_the_rest_is_flown_again():
    draws = FixedDraws({("change_7", "cruise"): 0.0}, {("change_7", "descent"): 9.0})
    changes = NO_WAITS | {"waits.landing_failure": True, "landing.descent_partial_share": 0.0}
    built = scenario_of(changes | {"programs.china.reflights": 2})
    trace = campaign_of(built, draws).run()
    flights = [flight for flight in trace.flights.flown if flight.mission == "change_7"]
    assert [flight.outcome for flight in flights] == [DESCENT_FAILURE] * 3
    commissioned = flights[0].ended_day + built.assets["change_7_orbiter"].commissioning_days
    assert trace.online_day["change_7_orbiter"] == pytest.approx(commissioned)
    assert "change_7_rover" not in trace.online_day


def test_developers_of_american_craft_are_named():
    for key, mission in scenario_of().missions.items():
        if mission.program == "usa" and mission.kind in ("lander", "cargo", "crewed"):
            assert mission.developer, key
        assert dataclasses.replace(mission, developer="").developer == ""


def test_a_company_starts_from_its_own_record_and_not_from_the_program_s():
    built = scenario_of(RACE)
    developers = {
        name: Developer(
            name,
            built.programs["usa"],
            built.landing,
            landing_record(name, built.timeline.as_of),
            built.waits,
            FixedDraws(),
        )
        for name in ("blue_origin", "firefly", "intuitive_machines")
    }
    attempts = {name: developer.attempts for name, developer in developers.items()}
    assert attempts == {"blue_origin": 0, "firefly": 1, "intuitive_machines": 2}
    chance = {name: developer.landing_success() for name, developer in developers.items()}
    assert chance["blue_origin"] == pytest.approx(0.25)
    assert chance["firefly"] > 0.5


def test_a_craft_with_foreign_parts_that_waits_for_its_season_does_not_fly_to_mars_after_a_cut_off():
    cut = {"cutoff.programs": ["china"], "cutoff.date": "2029-01-01", "cutoff.replacement": "none"}
    built = scenario_of(cut | {"programs.china.foreign_parts_share": 1.0, "plant.units": 0})
    day = float((parse_date("2029-01-01") - parse_date(built.timeline.start)).days)
    launched = [flight.launched_day for trace in runs(built, 40) for flight in mars_flights(trace)]
    assert launched
    assert max(launched) < day
