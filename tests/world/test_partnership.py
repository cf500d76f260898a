"""The partnership: what a lapse takes, what the lead flies instead, and when."""

import datetime as dt
import math

import pytest

from lunarsim.words.sums import total
from lunarsim.words.units import days_between
from lunarsim.world.baseline.planned_dates import planned_dates
from lunarsim.world.history.flight_outcomes import NOT_FLOWN, PARTIAL, SUCCESS, WITHDRAWN
from lunarsim.world.prepared import prepare
from lunarsim.world.simulate import simulate
from tests.scenario.building import LAPSED, NO_WAITS, PLANT_AT_ONCE, scenario_of
from tests.world.running import NO_FAILURES, FixedDraws, run, runs
from tests.world.variants import PARTIAL_AT_WORST, START

LAPSED = {"cooperation.basis": "five_year_programme", **LAPSED}


def test_a_lapse_withdraws_what_the_partner_has_not_launched_and_the_lead_replaces_it_no_sooner_than_it_can():
    built = scenario_of({**LAPSED, "cooperation.replacement_years": 15.0})
    lapse = days_between(START, dt.date(2027, 12, 31))
    replaced = 0
    for trace in runs(built, 10):
        for key, record in trace.flights.missions.items():
            role = built.missions[key].role
            if role == "joint":
                assert record.outcome == WITHDRAWN
                assert math.isnan(record.launched_day)
            if role == "fallback" and not math.isnan(record.launched_day):
                assert record.launched_day >= lapse + 15.0 * 365.25
                assert record.replanned
                replaced += 1
    assert replaced > 5


FIRST_JOINT = days_between(START, dt.date(2036, 12, 31))
"""Planned day of the first critical contributions of the partner, where its plant comes at once."""


def active_with(russia_kept_its_plan, **changes):
    """Return a scenario in which all keep their plan but, where asked, Russia, whose landings all fail."""
    landing = {"waits.landing_failure": True, "programs.russia.cruise_success": 0.01, "programs.russia.reflights": 9,
               "programs.china.cruise_success": 1.0, "landing.success_experienced": 1.0}  # fmt: skip
    failures = {} if russia_kept_its_plan else landing
    return scenario_of(NO_WAITS | PLANT_AT_ONCE | {"cooperation.mode": "active", "plant.units": 0} | failures | changes)


def fallbacks_of(trace, built):
    return {key: record for key, record in trace.flights.missions.items() if built.missions[key].role == "fallback"}


@pytest.mark.parametrize(("patience", "replacement"), [(2.0, 1.0), (2.0, 5.0), (6.0, 3.0)])
def test_a_lead_whose_patience_has_ended_orders_its_own_craft(patience, replacement):
    built = active_with(
        False,
        **{
            "waits.cooperation": True,
            "cooperation.patience_years": patience,
            "cooperation.replacement_years": replacement,
        },
    )
    trace = simulate(built, FixedDraws())
    fallbacks = fallbacks_of(trace, built)
    assert trace.programs.replacement_day == FIRST_JOINT + patience * 365.25
    soonest = FIRST_JOINT + (patience + replacement) * 365.25
    for record in fallbacks.values():
        # Never before its own plan.
        assert record.launched_day == pytest.approx(max(soonest, record.planned_day))
    assert len(fallbacks) == 3
    assert all(record.replanned for record in fallbacks.values())
    # The agreement holds, and so does the partner's work.
    assert trace.programs.cooperation == [(0.0, 1.0)]
    assert not any(record.outcome == WITHDRAWN for record in trace.flights.missions.values())


@pytest.mark.parametrize("lost", ["russia_power_plant_1", "russia_power_infrastructure"])
def test_the_lead_orders_its_own_craft_on_the_day_on_which_a_flight_ends_its_partner_s_contribution_for_good(lost):
    """Be it the flight of the contribution itself or of what that needs."""
    changes = {"waits.cooperation": True, "waits.prerequisite": True, "waits.landing_failure": True,
               "cooperation.mode": "active", "programs.russia.reflights": 0, "plant.units": 0}  # fmt: skip
    built = scenario_of(NO_WAITS | changes | {f"missions.{lost}.outcome": "lost"})
    trace = simulate(built, FixedDraws())
    record = trace.flights.missions[lost]
    assert trace.programs.replacement_day == record.given_up_day
    assert record.given_up_day < trace.horizon_days
    for fallback in fallbacks_of(trace, built).values():
        put_off = fallback.launched_day - fallback.planned_day
        assert total(fallback.waits.values(), 0.0) == pytest.approx(put_off, abs=1e-6)
        ordered = record.given_up_day + built.cooperation.replacement_years * 365.25
        by_loss = max(ordered - fallback.planned_day, 0.0)
        assert fallback.waits.get("landing_failure", 0.0) == pytest.approx(by_loss, abs=1e-6)


def test_a_fallback_for_a_late_partner_is_late_by_what_held_the_partner_up_and_then_by_the_replacement():
    late_partner = {"waits.cooperation": True, "cooperation.patience_years": 6.0, "cooperation.replacement_years": 4.0}
    built = active_with(False, **late_partner)
    trace = simulate(built, FixedDraws())
    late = trace.delay_days["station_extended"]
    fallback = trace.flights.missions["china_power_plant_3"]
    soonest = FIRST_JOINT + 10.0 * 365.25
    assert fallback.launched_day == soonest
    # What is lost has been due for six years when it is replaced; then the replacement takes its time. As the fallback
    # was planned for later than what it replaces, slack is used up by the rest.
    assert fallback.waits["landing_failure"] == 6.0 * 365.25
    assert late["landing_failure"] >= fallback.waits["landing_failure"]
    assert late.keys() == {"landing_failure", "cooperation"}
    assert math.fsum(late.values()) == pytest.approx(
        trace.milestone_day["station_extended"] - planned_dates(built, prepare(built)).day["station_extended"]
    )


def test_a_fallback_after_a_lapse_is_late_by_the_cooperation_alone():
    lapsed = NO_WAITS | {"waits.cooperation": True, **LAPSED, "plant.units": 0}
    for record in fallbacks_of(
        run(built := scenario_of(lapsed | {"cooperation.replacement_years": 15.0})), built
    ).values():
        assert {cause for cause, days in record.waits.items() if days} == {"cooperation"}


@pytest.mark.parametrize("years", [3.0, 9.0, 40.0])
def test_a_lead_that_never_had_a_partner_orders_its_own_in_time_for_its_plan(years):
    built = scenario_of({**NO_WAITS, "cooperation.mode": "none", "cooperation.replacement_years": years})
    trace = run(built)
    first = min(record.planned_day for record in fallbacks_of(trace, built).values())
    assert trace.programs.replacement_day == pytest.approx(max(first - years * 365.25, 0.0))


@pytest.mark.parametrize(("grounded_until", "order_day"), [("2036-07-01", 0.0), ("2027-07-01", math.nan)])
def test_a_lead_orders_its_own_as_a_stand_down_of_the_start_puts_its_partner_off(grounded_until, order_day):
    reactor = scenario_of().missions["russia_power_plant_1"].vehicle
    on = {"waits.vehicle": True, "waits.cooperation": True}
    built = active_with(True, **on, **{f"vehicles.{reactor}.grounded_until": grounded_until})
    day = simulate(built, FixedDraws()).programs.replacement_day
    assert day == pytest.approx(order_day, nan_ok=True)


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
            **LAPSED,
            "cooperation.first_renewal": "2044-06-30",
            "cooperation.patience_years": 2.0,
            "cooperation.replacement_years": 1.0,
            "waits.cooperation": True,
        },
    )
    trace = simulate(built, FixedDraws())
    assert len(trace.programs.cooperation) == 2
    flown = [flight.mission for flight in trace.flights.flown]
    for key, record in fallbacks_of(trace, built).items():
        assert flown.count(key) == 1
        assert record.launched_day == pytest.approx(max(FIRST_JOINT + 3.0 * 365.25, record.planned_day))


def test_a_lapse_withdraws_what_is_being_rebuilt_and_leaves_what_is_in_flight_or_has_come():
    # Unit 1 is lost at the end of 2036 and rebuilt for about 1000 days; the agreement ends in between.
    built = active_with(
        False,
        **{
            **LAPSED,
            "cooperation.first_renewal": "2037-06-30",
            "waits.cooperation": True,
        },
    )
    trace = simulate(built, FixedDraws())
    flown = [flight.mission for flight in trace.flights.flown]
    for number in (1, 2, 3):
        key = f"russia_power_plant_{number}"
        assert flown.count(key) == 1
        assert trace.flights.missions[key].outcome == WITHDRAWN
    assert trace.flights.missions["russia_science_module"].outcome == WITHDRAWN
    # In flight: launched on 31 December 2036, it arrives five days later and is not recalled.
    lapsed = {**NO_WAITS, **PLANT_AT_ONCE, "waits.cooperation": True, **LAPSED, "plant.units": 0}
    for renewal, outcome in (("2036-12-30", WITHDRAWN), ("2037-01-02", SUCCESS), ("2037-01-20", SUCCESS)):
        trace = run(scenario_of(lapsed | {"cooperation.first_renewal": renewal}))
        assert trace.flights.missions["russia_power_plant_1"].outcome == outcome
        assert trace.flights.missions["russia_science_module"].outcome == WITHDRAWN


def test_a_replacement_is_never_earlier_than_its_plan_however_early_the_lapse_and_lucky_the_slip():
    built = scenario_of(
        {
            **LAPSED,
            "cooperation.replacement_years": 0.0,
            "waits.budget": True,
            "programs.china.budget_multiplier": 3.0,
            "programs.china.slip_ln_mean": -1.0,
        }
    )
    planned = {key: days_between(START, dt.date.fromisoformat(built.missions[key].planned)) for key in built.missions}
    renewed = 0
    for trace in runs(built, 10):
        for key, record in fallbacks_of(trace, built).items():
            if not math.isnan(record.launched_day):
                assert record.launched_day >= planned[key]
                renewed += 1
    assert renewed > 5


def test_while_the_agreement_holds_a_fallback_flies_for_a_late_partner_only_and_without_one_nothing_joint_is_planned():
    active = scenario_of({"cooperation.mode": "active", "cooperation.patience_years": 30.0})
    alone = scenario_of({"cooperation.mode": "none"})
    for trace in runs(active, 5):
        assert all(math.isnan(trace.flights.missions[key].launched_day) for key in trace.flights.missions
                   if active.missions[key].role == "fallback")  # fmt: skip
    roles = {planned.mission.role for planned in prepare(alone).missions}
    assert roles == {"always", "fallback"}


def test_without_an_agreement_the_other_s_hardware_does_not_join():
    built = scenario_of({**NO_WAITS, "cooperation.mode": "none"})
    owners = {built.assets[key].program for key in run(built).online_day}
    assert owners == {"china"}
    assert any(flight.program == "russia" for flight in run(built).flights.flown)


def test_a_lapse_orders_nothing_where_all_that_the_partner_promised_has_come():
    kept = NO_FAILURES | {**LAPSED, "cooperation.first_renewal": "2052-12-31", "plant.units": 0}
    kept |= {"programs.russia.slip_multiplier": 0.0, "programs.russia.budget_ln_sd": 0.0, "waits.vehicle": False}
    kept |= {"programs.china.slip_multiplier": 0.0, "cooperation.patience_years": 50.0}
    built = scenario_of(kept)
    for trace in runs(built, 8):
        joint = [trace.flights.missions[key] for key, mission in built.missions.items() if mission.role == "joint"]
        assert all(record.outcome == SUCCESS for record in joint)
        assert not math.isnan(trace.programs.lapse_day)
        assert not any(record.replanned for record in trace.flights.missions.values())


def test_a_lead_is_not_out_of_patience_for_what_is_not_critical():
    late = NO_WAITS | {"waits.slip": True, "waits.cooperation": True, "cooperation.mode": "active", "plant.units": 0}
    draws = FixedDraws(normals={("russia_science_module", "slip"): 6.0})
    trace = simulate(scenario_of(late | {f"programs.{name}.slip_ln_mean": 0.0 for name in ("china", "russia")}), draws)
    assert trace.flights.missions["russia_science_module"].outcome == NOT_FLOWN
    assert not any(record.replanned for record in trace.flights.missions.values())


def test_what_a_partial_landing_left_out_is_not_sent_after_a_lapse():
    partial = PARTIAL_AT_WORST | {"landing.success_experienced": 0.0, "landing.success_first": 0.0}
    partial |= {"landing.success_second": 0.0, "programs.russia.cruise_success": 1.0, "waits.landing_failure": True}
    partial |= {"programs.russia.landing_attempts": 9, **LAPSED, "waits.cooperation": True}
    partial |= {
        "programs.russia.partial_payload_share": 0.0,
        "cooperation.first_renewal": "2037-07-01",
        "plant.units": 0,
    }
    built = scenario_of(NO_WAITS | partial)
    trace = simulate(built, FixedDraws())
    joint = [flight for flight in trace.flights.flown if built.missions[flight.mission].role == "joint"]
    assert joint
    assert all(flight.outcome == PARTIAL for flight in joint)
    assert max(flight.launched_day for flight in joint) < trace.programs.lapse_day
