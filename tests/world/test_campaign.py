"""Whole campaigns: plans that are kept, common random numbers, delays by cause, and directions."""

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest

from lunarsim.words.units import days_between
from lunarsim.world.campaign import Campaign
from lunarsim.world.prepared import prepare
from lunarsim.world.simulation import simulate
from lunarsim.world.trace import CAUSES, LAUNCH_FAILURE, MILESTONES, NOT_FLOWN, PARTIAL, SUCCESS, WITHDRAWN
from tests.scenario.building import CHINA_ALONE, NO_WAITS, RUSSIA_ALONE, scenario_of
from tests.world.running import NO_FAILURES, FixedDraws, RecordingDraws, campaign_of, run, runs

START = dt.date(2026, 7, 1)
VARIANTS = {
    "joint": ({}, "shackleton"),
    "joint, mine at Fra Mauro": ({}, "fra_mauro"),
    "lapsed": ({"cooperation.mode": "lapsed"}, "shackleton"),
    "early mine": ({"plant.planned": "2032-01-01", "flowsheet.readiness_years": 3}, "aristarchus"),
    "China alone": (CHINA_ALONE, "shackleton"),
    "Russia alone": (RUSSIA_ALONE, "shackleton"),
}
PARTIAL_AT_WORST = {
    "landing.descent_partial_share": 1.0,
    "landing.touchdown_partial_share": 1.0,
    "landing.partial_experienced_multiplier": 1.0,
}
ALWAYS_PARTIAL = PARTIAL_AT_WORST | {
    "programs.china.cruise_success": 1.0,
    "programs.china.landing_attempts": 4,
    "landing.success_experienced": 0.0,
}
EACH = pytest.mark.parametrize("variant", VARIANTS)


def scenario(variant, changes={}):  # noqa: B006
    own, site = VARIANTS[variant]
    return scenario_of({**own, **changes}, site)


# Without waits the plan is kept and nothing is left to chance.


@EACH
def test_without_waits_every_mission_that_flies_is_launched_on_its_planned_day_and_nothing_is_drawn(variant):
    calm = scenario(variant, NO_WAITS)
    draws = RecordingDraws()
    trace = campaign_of(calm, draws).run()
    assert draws.record == {}
    flown = {key: record for key, record in trace.missions.items() if record.outcome != NOT_FLOWN}
    for key, record in flown.items():
        assert record.outcome == SUCCESS
        assert record.launched_day == days_between(START, dt.date.fromisoformat(calm.missions[key].planned))
    fallbacks = {key for key in trace.missions if calm.missions[key].role == "fallback"}
    assert set(trace.missions) - set(flown) == (fallbacks if calm.cooperation.mode != "none" else set())
    assert len(flown) > 5


@EACH
def test_without_waits_no_milestone_is_late(variant):
    trace = run(scenario(variant, NO_WAITS))
    assert trace.delay_days
    assert all(days == pytest.approx(0.0, abs=1e-6) for parts in trace.delay_days.values() for days in parts.values())


def test_a_single_wait_delays_by_its_own_cause_only():
    for cause in ("slip", "window", "commissioning", "readiness"):
        on = {**NO_WAITS, f"waits.{cause}": True, "plant.planned": "2032-01-01"}
        causes = {
            name
            for parts in run(scenario_of(on)).delay_days.values()
            for name, days in parts.items()
            if abs(days) > 1e-6
        }
        assert causes == {cause}


# Draws belong to missions.


@EACH
def test_another_mission_on_the_same_vehicle_moves_no_other_draw_and_no_other_slip(variant):
    before = scenario(variant)
    lead = before.station.lead
    busy = max(
        (mission for mission in before.missions.values() if mission.program == lead and mission.kind == "cargo"),
        key=lambda mission: mission.planned,
    )
    extra = dataclasses.replace(busy, planned="2031-01-01", assets=(), needs=(), role="always", critical=True)
    after = dataclasses.replace(before, missions={"extra": extra, **before.missions})
    for sample in range(8):
        draws = RecordingDraws(sample=sample), RecordingDraws(sample=sample)
        one, two = simulate(before, draws[0]), simulate(after, draws[1])
        both = draws[0].record.keys() & draws[1].record.keys()
        assert len(both) > 40
        assert {key: draws[0].record[key] for key in both} == {key: draws[1].record[key] for key in both}
        drawn = {key for key in draws[1].record if key[1] == "extra"}
        assert drawn
        for key, record in one.missions.items():
            assert two.missions[key].waits.get("slip") == record.waits.get("slip")


def test_a_lever_moves_no_draw():
    draws = RecordingDraws(), RecordingDraws()
    simulate(scenario_of({}, "shackleton"), draws[0])
    simulate(scenario_of({"plant.units": 3, "cooperation.mode": "lapsed"}, "fra_mauro"), draws[1])
    both = draws[0].record.keys() & draws[1].record.keys()
    assert len(both) > 40
    assert {key: draws[0].record[key] for key in both} == {key: draws[1].record[key] for key in both}


def test_the_same_seed_and_row_give_the_same_run_and_others_another():
    assert run(scenario_of(), 1, 3) == run(scenario_of(), 1, 3)
    dates = {
        run(scenario_of(), *row).milestone_day.get("station_working") for row in [(1, 3), (2, 3), (1, 4), (1, 3, 1)]
    }
    assert len(dates) == 4


# Why late?


@EACH
def test_the_causes_of_a_delay_add_up_to_it_and_never_reached_counts_to_the_horizon(variant):
    late, plan = scenario(variant), scenario(variant, NO_WAITS)
    planned = {name: day for name, day in run(plan).milestone_day.items() if name in MILESTONES}
    never = 0
    for trace in runs(late, 25):
        assert trace.delay_days.keys() == planned.keys()
        for name, parts in trace.delay_days.items():
            day = trace.milestone_day.get(name, trace.horizon_days)
            never += name not in trace.milestone_day
            assert math.fsum(parts.values()) == pytest.approx(day - planned[name], abs=1e-6)
            assert parts.keys() <= set(CAUSES)
            early = {cause for cause, days in parts.items() if days < -1e-6}
            assert early <= {"slip", "budget", "commissioning"}
    assert never > 0


def test_a_cause_that_is_switched_off_delays_nothing():
    for cause in ("pad", "window", "vehicle", "launch_failure", "prerequisite", "readiness", "repair"):
        off = scenario_of({f"waits.{cause}": False})
        for trace in runs(off, 10):
            for parts in trace.delay_days.values():
                assert parts.get(cause, 0.0) == pytest.approx(0.0, abs=1e-6)


def test_what_a_partial_landing_left_out_is_flown_again_and_delays_by_the_landing():
    changes = NO_WAITS | {
        "waits.landing_failure": True,
        "plant.units": 1,
        **ALWAYS_PARTIAL,
    }
    trace = run(scenario_of(changes))
    parts = {cause: days for cause, days in trace.delay_days["first_product"].items() if abs(days) > 1e-6}
    assert set(parts) == {"landing_failure"}
    assert parts["landing_failure"] >= 120.0


def test_what_the_horizon_cuts_off_counts_to_the_wait_that_is_open():
    never_built = {**NO_WAITS, "waits.vehicle": True, "vehicles.long_march_9.built_probability": 0.0}
    parts = run(scenario_of(never_built)).delay_days["first_product"]
    assert {cause for cause, days in parts.items() if abs(days) > 1e-6} == {"vehicle"}


def test_what_a_mission_waited_for_adds_up_to_its_last_launch():
    built = scenario_of({"cooperation.mode": "lapsed", "programs.china.landing_odds_multiplier": 0.3})
    again = 0
    for trace in runs(built, 20):
        for key, record in trace.missions.items():
            rebuilding = record.waiting_since < math.inf
            if record.outcome in (SUCCESS, PARTIAL) and not rebuilding:
                assert record.planned_day + sum(record.waits.values()) == pytest.approx(record.launched_day, abs=1e-6)
                again += sum(flight.mission == key for flight in trace.flights) > 1
    assert again > 10


def test_a_wait_that_is_over_does_not_grow_until_the_horizon():
    # Ready a month before the horizon: the flights have begun, and the product is never made.
    changes = NO_WAITS | {"waits.slip": True, "waits.readiness": True, "flowsheet.readiness_years": 29.9}
    built = scenario_of(changes)
    campaign = campaign_of(built, FixedDraws())
    campaign.run()
    waits = campaign.mine_record.waits
    assert any(flight.purpose == "plant" for flight in campaign.trace.flights)
    assert "first_product" not in campaign.trace.milestone_day
    parts = simulate(built, FixedDraws()).delay_days["first_product"]
    assert parts["readiness"] == pytest.approx(waits["readiness"])
    assert 0 < parts["slip"] < waits["slip"]


# Directions, over the same seeds.


def reached(changes, samples, site="shackleton", names=MILESTONES):
    """Return the days of milestones, dims (sample, milestone); never is the horizon."""
    built = scenario_of(changes, site)
    traces = runs(built, samples)
    return np.array([[trace.milestone_day.get(name, trace.horizon_days) for name in names] for trace in traces])


def test_with_a_partner_that_keeps_its_plan_and_no_failures_a_lapse_never_makes_anything_earlier():
    fair = {**NO_FAILURES, "programs.russia.slip_multiplier": 0.0}
    gain = reached({**fair, "cooperation.mode": "lapsed"}, 60) - reached({**fair, "cooperation.mode": "active"}, 60)
    assert gain.min() >= -1e-9
    assert gain[:, MILESTONES.index("station_extended")].max() > 30


def test_a_better_lander_lands_more():
    def landed(chance):
        built = scenario_of({"landing.success_experienced": chance})
        return sum(flight.landed_kg for trace in runs(built, 40) for flight in trace.flights)

    assert landed(0.6) < landed(0.8) < landed(0.98)


@pytest.mark.parametrize(
    ("key", "earlier", "later"),
    [
        ("programs.china.slip_multiplier", 0.5, 1.5),
        ("programs.china.budget_multiplier", 1.3, 0.7),
        ("programs.china.rebuild_days", 300.0, 2_000.0),
        ("vehicles.long_march_10.first_flight", "2026-12-31", "2034-12-31"),
        ("vehicles.long_march_10.launches_per_year", 8.0, 0.5),
        ("station.commissioning_multiplier", 0.3, 3.0),
        ("station.trial_days", 30.0, 700.0),
        ("plant.readiness_acceleration", 2.0, 0.6),
        ("plant.planned", "2035-01-01", "2045-01-01"),
        ("programs.china.landing_odds_multiplier", 3.0, 0.2),
    ],
)
def test_what_helps_comes_earlier_on_the_mean(key, earlier, later):
    assert reached({key: earlier}, 20).mean() < reached({key: later}, 20).mean() - 5


def test_a_faster_technology_never_delays_the_product_of_the_same_run():
    names = ("first_product",)
    calm = {**NO_FAILURES, "waits.window": False}
    fast, slow = (reached({**calm, "plant.readiness_acceleration": speed}, 40, names=names) for speed in (1.5, 1.0))
    assert (fast <= slow + 1e-9).all()


# Cooperation.


def test_a_lapse_withdraws_what_the_partner_has_not_launched_and_the_lead_replaces_it_no_sooner_than_it_can():
    built = scenario_of({"cooperation.mode": "lapsed", "cooperation.replacement_years": 15.0})
    lapse = days_between(START, dt.date(2027, 12, 31))
    replaced = 0
    for trace in runs(built, 10):
        for key, record in trace.missions.items():
            role = built.missions[key].role
            if role == "joint":
                assert record.outcome == WITHDRAWN
                assert math.isnan(record.launched_day)
            if role == "fallback" and not math.isnan(record.launched_day):
                assert record.launched_day >= lapse + 15.0 * 365.25
                assert record.replanned
                replaced += 1
    assert replaced > 5


LAST_JOINT = days_between(START, dt.date(2037, 12, 31))


def active_with(russia_kept_its_plan, **changes):
    """Return a scenario in which all keep their plan but, where asked, Russia, whose landings all fail."""
    landing = {"waits.landing_failure": True, "programs.russia.cruise_success": 0.01, "programs.russia.reflights": 9,
               "programs.china.cruise_success": 1.0, "landing.success_experienced": 1.0}  # fmt: skip
    fate = {} if russia_kept_its_plan else landing
    return scenario_of(NO_WAITS | {"cooperation.mode": "active", "plant.units": 0} | fate | changes)


def fallbacks_of(trace, built):
    return {key: record for key, record in trace.missions.items() if built.missions[key].role == "fallback"}


@pytest.mark.parametrize(("patience", "replacement"), [(2.0, 1.0), (2.0, 5.0), (6.0, 3.0)])
def test_the_lead_that_has_waited_in_vain_orders_its_own(patience, replacement):
    built = active_with(
        False,
        **{
            "waits.cooperation": True,
            "cooperation.patience_years": patience,
            "cooperation.replacement_years": replacement,
        },
    )
    trace = simulate(built, FixedDraws())
    expected = LAST_JOINT + (patience + replacement) * 365.25
    launched = {key: record.launched_day for key, record in fallbacks_of(trace, built).items()}
    assert launched == pytest.approx(dict.fromkeys(launched, expected))
    assert len(launched) == 3
    assert all(record.replanned for record in fallbacks_of(trace, built).values())
    # The agreement holds, and so does the partner's work.
    assert trace.cooperation == [(0.0, 1.0)]
    assert not any(record.outcome == WITHDRAWN for record in trace.missions.values())


def test_the_lead_does_not_order_its_own_where_all_has_come_or_its_patience_outlasts_the_horizon():
    for built in (
        active_with(True, **{"cooperation.patience_years": 1.0}),
        active_with(False, **{"cooperation.patience_years": 30.0}),
    ):
        trace = simulate(built, FixedDraws())
        assert all(math.isnan(record.launched_day) for record in fallbacks_of(trace, built).values())


def test_fallbacks_are_ordered_once_also_where_a_lapse_follows_a_lost_patience():
    built = active_with(
        False,
        **{
            "cooperation.mode": "lapsed",
            "cooperation.first_renewal": "2044-06-30",
            "cooperation.patience_years": 2.0,
            "cooperation.replacement_years": 1.0,
            "waits.cooperation": True,
        },
    )
    trace = simulate(built, FixedDraws())
    assert len(trace.cooperation) == 2
    flown = [flight.mission for flight in trace.flights]
    for key, record in fallbacks_of(trace, built).items():
        assert flown.count(key) == 1
        assert record.launched_day == pytest.approx(LAST_JOINT + 3.0 * 365.25)


def test_a_lapse_withdraws_what_is_being_rebuilt_and_leaves_what_is_in_flight_or_has_come():
    # Unit 1 is lost at the end of 2036 and rebuilt for about 1000 days; the agreement ends in between.
    built = active_with(
        False,
        **{
            "cooperation.mode": "lapsed",
            "cooperation.first_renewal": "2037-06-30",
            "waits.cooperation": True,
        },
    )
    trace = simulate(built, FixedDraws())
    flown = [flight.mission for flight in trace.flights]
    for number in (1, 2, 3):
        key = f"russia_power_plant_{number}"
        assert flown.count(key) == 1
        assert trace.missions[key].outcome == WITHDRAWN
    assert trace.missions["russia_science_module"].outcome == WITHDRAWN
    # In flight: launched on 31 December 2036, it arrives five days later and is not recalled.
    calm = {**NO_WAITS, "waits.cooperation": True, "cooperation.mode": "lapsed", "plant.units": 0}
    for renewal, outcome in (("2036-12-30", WITHDRAWN), ("2037-01-02", SUCCESS), ("2037-01-20", SUCCESS)):
        trace = run(scenario_of(calm | {"cooperation.first_renewal": renewal}))
        assert trace.missions["russia_power_plant_1"].outcome == outcome
        assert trace.missions["russia_science_module"].outcome == WITHDRAWN


def test_a_replacement_is_never_earlier_than_its_plan_however_early_the_lapse_and_lucky_the_slip():
    built = scenario_of(
        {
            "cooperation.mode": "lapsed",
            "cooperation.replacement_years": 0.0,
            "waits.budget": True,
            "programs.china.budget_multiplier": 3.0,
            "programs.china.slip_ln_mean": -1.0,
        }
    )
    planned = {key: days_between(START, dt.date.fromisoformat(built.missions[key].planned)) for key in built.missions}
    found = 0
    for trace in runs(built, 10):
        for key, record in fallbacks_of(trace, built).items():
            if not math.isnan(record.launched_day):
                assert record.launched_day >= planned[key]
                found += 1
    assert found > 5


def test_while_the_agreement_holds_a_fallback_flies_for_a_late_partner_only_and_without_one_nothing_joint_is_planned():
    active = scenario_of({"cooperation.mode": "active", "cooperation.patience_years": 30.0})
    alone = scenario_of({"cooperation.mode": "none"})
    for trace in runs(active, 5):
        assert all(math.isnan(trace.missions[key].launched_day) for key in trace.missions
                   if active.missions[key].role == "fallback")  # fmt: skip
    roles = {planned.mission.role for planned in prepare(alone).missions}
    assert roles == {"always", "fallback"}


def test_without_an_agreement_the_other_s_hardware_does_not_join():
    built = scenario_of({**NO_WAITS, "cooperation.mode": "none"})
    owners = {built.assets[key].program for key in run(built).asset_online_day}
    assert owners == {"china"}
    assert any(flight.program == "russia" for flight in run(built).flights)


# Failures.


def test_a_lost_critical_mission_is_flown_again_and_another_is_not():
    lossy = {"programs.china.cruise_success": 0.01, "programs.china.reflights": 2}
    for trace in runs(scenario_of(lossy), 3):
        flown = [
            flight.mission for flight in trace.flights if flight.program == "china" and flight.purpose == "station"
        ]
        for key in set(flown):
            assert flown.count(key) <= (3 if scenario_of().missions[key].critical else 1)
        assert max(flown.count(key) for key in set(flown)) == 3


def test_each_launch_of_a_mission_is_a_draw_of_its_own():
    built = scenario_of({"programs.china.cruise_success": 0.01})
    draws = RecordingDraws()
    trace = simulate(built, draws)
    flown = [flight.mission for flight in trace.flights if flight.purpose == "station"]
    assert max(flown.count(key) for key in flown) == 3
    for key in set(flown):
        if built.missions[key].launches == 1:
            drawn = [
                occurrence for _, entity, purpose, occurrence in draws.record if (entity, purpose) == (key, "launch")
            ]
            assert sorted(drawn)[: flown.count(key)] == list(range(flown.count(key)))


@pytest.mark.parametrize(("share", "arrive"), [(0.5, False), (0.51, True)])
def test_of_a_partial_landing_each_asset_survives_by_its_own_draw(share, arrive):
    changes = NO_WAITS | {
        "waits.landing_failure": True,
        "plant.units": 0,
        **ALWAYS_PARTIAL,
        "programs.china.partial_payload_share": share,
    }
    built = scenario_of(changes)
    trace = simulate(built, FixedDraws())
    landed = {flight.mission for flight in trace.flights if flight.outcome == PARTIAL and flight.program == "china"}
    brought = {asset for mission in landed for asset in built.missions[mission].assets}
    assert len(brought) > 10
    assert brought & trace.asset_online_day.keys() == (brought if arrive else set())


class FirstLandingPartial(FixedDraws):
    """The first landing of a mission is partial, and of its cargo what has an odd number is lost; all else succeeds."""

    def __init__(self, mission):
        super().__init__()
        self.mission = mission
        self.asked = []

    def uniform(self, entity, purpose, occurrence=0):
        if purpose.startswith("partial_cargo"):
            self.asked.append((entity, purpose, occurrence))
            return 0.9 if occurrence % 2 else 0.1
        return 0.0

    def normal(self, entity, purpose, occurrence=0):
        return 5.0 if (entity, purpose, occurrence) == (self.mission, "descent", 0) else 0.0


def with_partial(mission, **changes):
    built = scenario_of(NO_WAITS | {"waits.landing_failure": True, "plant.units": 0, **PARTIAL_AT_WORST} | changes)
    draws = FirstLandingPartial(mission)
    return built, draws, simulate(built, draws)


def test_a_partial_landing_of_a_critical_mission_is_flown_again_for_what_was_lost():
    _, draws, trace = with_partial("ilrs_3")
    flights = [flight for flight in trace.flights if flight.mission == "ilrs_3"]
    assert [flight.outcome for flight in flights] == [PARTIAL, SUCCESS]
    assert flights[1].launched_day == pytest.approx(flights[0].ended_day + 1_000.0)
    assert draws.asked == [("ilrs_3", "partial_cargo_0", number) for number in range(3)]
    online = trace.asset_online_day
    # Pilot and battery survived, the excavators came again and were not late twice.
    assert online["ilrs_isru_pilot"] == flights[0].ended_day + 120.0
    assert online["ilrs_battery"] == flights[0].ended_day + 7.0
    assert online["ilrs_excavators"] == flights[1].ended_day + 14.0
    assert trace.missions["ilrs_3"].waits["landing_failure"] == pytest.approx(1_005.0)


def test_a_partial_landing_is_not_flown_again_where_the_mission_is_not_critical_or_all_of_it_survived():
    _, draws, trace = with_partial("ilrs_4")
    assert [flight.outcome for flight in trace.flights if flight.mission == "ilrs_4"] == [PARTIAL]
    assert {"ilrs_biomedical_laboratory", "ilrs_sample_station"} & trace.asset_online_day.keys() == {
        "ilrs_biomedical_laboratory"
    }
    _, draws, trace = with_partial("ilrs_energy_1")
    assert [flight.outcome for flight in trace.flights if flight.mission == "ilrs_energy_1"] == [PARTIAL]
    assert draws.asked == [("ilrs_energy_1", "partial_cargo_0", 0)]
    assert "ilrs_solar_storage_1" in trace.asset_online_day


def test_each_flight_again_after_a_partial_landing_has_draws_of_its_own():
    changes = {"waits.landing_failure": True, **ALWAYS_PARTIAL,
               "programs.china.partial_payload_share": 0.01, "programs.china.rebuild_days": 100.0}  # fmt: skip
    draws = RecordingDraws()
    simulate(scenario_of(NO_WAITS | changes | {"plant.units": 0}), draws)
    asked = {key[2:] for key in draws.record if key[1] == "ilrs_2" and key[2].startswith("partial_cargo")}
    assert asked == {(f"partial_cargo_{attempt}", number) for attempt in range(3) for number in range(2)}


def test_a_crewed_landing_counts_on_full_success_only():
    _, _, trace = with_partial("crewed_landing_1")
    first = next(flight for flight in trace.flights if flight.mission == "crewed_landing_1")
    assert first.outcome == PARTIAL
    second = next(flight for flight in trace.flights if flight.mission == "crewed_landing_2")
    assert second.outcome == SUCCESS
    assert trace.crewed_landing_day["china"] == second.ended_day
    _, _, calm = with_partial("none")
    assert calm.crewed_landing_day["china"] == first.ended_day


# What is not reached is told by what is lacking.


def causes(trace, milestone):
    parts = trace.delay_days[milestone]
    assert milestone not in trace.milestone_day
    return {cause for cause, days in parts.items() if abs(days) > 1e-6}


def never_lands(missions, code):
    """Return a run in which all flights of some missions end in a way, and all else goes as planned."""

    class Lost(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            return 0.9999999 if entity in missions and purpose == code else 0.0

    wait = "launch_failure" if code == "launch" else "landing_failure"
    return simulate(scenario_of(NO_WAITS | {f"waits.{wait}": True, "plant.units": 0}), Lost())


@pytest.mark.parametrize(
    ("missions", "milestone"),
    [
        ({"ilrs_crew_module", "ilrs_habitat"}, "station_extended"),
        ({"ilrs_3"}, "station_extended"),
        (
            {
                "ilrs_energy_1",
                "ilrs_energy_2",
                *(f"russia_power_plant_{n}" for n in (1, 2, 3)),
                *(f"china_power_plant_{n}" for n in (1, 2, 3)),
            },
            "station_basic",
        ),
    ],
)
@pytest.mark.parametrize(("code", "cause"), [("launch", "launch_failure"), ("cruise", "landing_failure")])
def test_what_is_never_reached_for_a_loss_is_late_by_the_failure(missions, milestone, code, cause):
    trace = never_lands(missions, code)
    assert causes(trace, milestone) == {cause}


def test_what_is_lost_for_good_in_a_partial_landing_is_late_by_the_landing():
    class Lost(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            if (entity, purpose) == ("ilrs_habitat", "cruise"):
                return 0.9999
            if entity == "ilrs_crew_module" and purpose.startswith("partial_cargo"):
                return 0.9999
            return 0.0

        def normal(self, entity, purpose, occurrence=0):
            return 5.0 if (entity, purpose) == ("ilrs_crew_module", "touchdown") else 0.0

    changes = {"waits.landing_failure": True, "waits.slip": True, "plant.units": 0, **PARTIAL_AT_WORST,
               "programs.china.rebuild_days": 100.0}  # fmt: skip
    trace = simulate(scenario_of(NO_WAITS | changes), Lost())
    assert trace.missions["ilrs_crew_module"].outcome == PARTIAL
    parts = trace.delay_days["station_extended"]
    assert "station_extended" not in trace.milestone_day
    # The mission slipped before it was lost; all that follows is the loss.
    assert parts["slip"] == pytest.approx(trace.missions["ilrs_crew_module"].waits["slip"])
    assert parts["landing_failure"] == pytest.approx(sum(parts.values()) - parts["slip"])


def test_without_reactors_after_a_lapse_an_extended_station_waits_for_cooperation():
    changes = NO_WAITS | {"waits.cooperation": True, "cooperation.mode": "lapsed", "plant.units": 0}
    trace = run(scenario_of(changes | {"cooperation.replacement_years": 40.0}))
    assert causes(trace, "station_extended") == {"cooperation"}
    assert set(trace.delay_days["station_basic"]) <= {"cooperation"}
    # What the replacement waits for is told beside it.
    never = {"waits.vehicle": True, "vehicles.long_march_9.built_probability": 0.0,
             "vehicles.long_march_10.built_probability": 1.0,
             "vehicles.long_march_10.launches_per_year": 100.0}  # fmt: skip
    plants = {f"missions.china_power_plant_{number}.vehicle": "long_march_9" for number in (1, 2, 3)}
    trace = run(scenario_of(changes | never | plants))
    assert causes(trace, "station_extended") == {"cooperation", "vehicle"}


def test_a_replacement_that_completes_a_milestone_late_is_late_by_cooperation():
    changes = NO_WAITS | {"waits.cooperation": True, "cooperation.mode": "lapsed", "plant.units": 0}
    for years in (1.0, 15.0):
        trace = run(scenario_of(changes | {"cooperation.replacement_years": years}))
        assert "station_extended" in trace.milestone_day
        parts = {cause: days for cause, days in trace.delay_days["station_extended"].items() if abs(days) > 1e-6}
        assert set(parts) == {"cooperation"}
        assert parts["cooperation"] > 300


def test_what_waits_at_the_horizon_for_a_vehicle_delays_by_the_vehicle():
    trace = run(scenario_of(NO_WAITS | {"waits.vehicle": True, "vehicles.long_march_10.built_probability": 0.0}))
    assert causes(trace, "station_extended") == {"vehicle"}
    assert causes(trace, "station_basic") == {"vehicle"}


def test_missions_come_after_those_they_need_have_come_or_been_given_up():
    built = scenario_of()
    for trace in runs(built, 20):
        ended = {}
        for flight in trace.flights:
            ended[flight.mission] = flight.ended_day
        for key, record in trace.missions.items():
            for need in built.missions[key].needs:
                if (
                    need in trace.missions
                    and built.missions[need].role == "always"
                    and not math.isnan(record.launched_day)
                ):
                    assert record.launched_day >= ended[need] - 1e-9


def test_a_crewed_landing_flies_all_its_launches_or_none_counts():
    built = scenario_of({"waits.landing_failure": False})
    found = 0
    for sample in range(10):
        draws = RecordingDraws(sample=sample)
        trace = simulate(built, draws)
        record = trace.missions["crewed_landing_1"]
        if record.outcome == SUCCESS:
            launches = [key for key in draws.record if key[1:3] == ("crewed_landing_1", "launch")]
            assert len(launches) >= 2
            found += 1
    assert found > 5


def test_landings_happen_in_their_windows():
    built = scenario_of()
    for sample in range(5):
        campaign = Campaign(built, RecordingDraws(sample=sample), prepare(built), campaign_of(built).ground)
        trace = campaign.run()
        windows = campaign.windows_of("china", "station")
        for flight in trace.flights:
            mission = built.missions.get(flight.mission)
            if mission is not None and mission.window != "none" and flight.outcome != LAUNCH_FAILURE:
                landing = flight.ended_day
                assert windows.next_landing(mission.window, landing - 1e-6) == pytest.approx(landing, abs=1e-5)
