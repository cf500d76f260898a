"""What stands in a plan: chains, whose record a date follows, bands, calibrations, and what may end it."""

import dataclasses
import math

import pytest

from lunarsim.physics.chance.slip_ratio import PRECISION_DAYS
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.slip_fits import slip_fit
from lunarsim.world.prepared import prepare
from lunarsim.world.programs.calibrations import AS_FIT, Calibration, slip_calibrations
from lunarsim.world.programs.chains import ancestors, chains
from lunarsim.world.programs.dated_plans import band, stand_down_days
from tests.scenario.building import RACE, RUSSIA_ALONE, scenario_of
from tests.world.running import run

BASE, RIVALS = scenario_of(), scenario_of(RACE)
PLANS = {planned.key: planned.plan for planned in prepare(RIVALS).missions}


def test_missions_that_hang_on_each_other_or_on_a_new_vehicle_make_a_chain_of_their_program():
    found = chains(RIVALS.missions, RIVALS.vehicles)
    assert found["ilrs_1"] == found["change_7"] == found["long_march_10"] == found["crewed_landing_1"] == "change_7"
    assert found["luna_27a"] == found["luna_26"] == "luna_26"
    assert found["artemis_4"] == found["hls_demonstration"] == found["starship"]
    # Over the second lander, which one of the crewed landings may take.
    assert found["blue_moon_2_demonstration"] == found["blue_moon_2_lander"] == found["artemis_4"]
    # The smaller lander that is its forerunner is needed by others only.
    assert found["viper"] == found["blue_moon_1"] != found["artemis_4"]
    # The Russian reactor needs China's first module, and is of another program.
    assert found["russia_power_plant_1"] != found["ilrs_1"]
    assert "moonfall" not in found
    assert "falcon_9" not in found


def names_of(changes):
    """Return chain and undertaking of each mission of the race, and of its new vehicles, with some changes."""
    prepared = prepare(scenario_of(RACE | changes))
    vehicles = {name: (plan.chain, "") for name, plan in prepared.first_flights.items()}
    return vehicles | {
        planned.key: (planned.plan.chain, planned.plan.exposure.undertaking if planned.plan.exposure else "")
        for planned in prepared.missions
    }


# Each draws its part that it shares with others under the name of its chain.
NAMES = names_of({})


@pytest.mark.parametrize(
    ("added", "chain", "undertaking"),
    [
        ({"like": "ilrs_1", "needs": ["change_7"]}, "ilrs_1", "ilrs_1"),
        ({"like": "moonfall", "needs": ["viper", "artemis_3"]}, "viper", "viper"),
        ({"like": "moonfall", "alternatives": [["artemis_4_lander", "viper"]]}, "artemis_4", "artemis_4"),
        # Luna-26 is of another program.
        ({"like": "change_8", "needs": ["luna_26", "ilrs_1"]}, "ilrs_1", "luna_26"),
    ],
)
def test_a_mission_that_is_added_joins_the_chain_of_what_it_depends_on_and_gives_no_other_one_another(
    added, chain, undertaking
):
    names = names_of({"missions.extra": added | {"planned": "2035-01-01", "evidence": "published"}})
    assert names.pop("extra") == (NAMES[chain][0], NAMES[undertaking][1])
    assert names == NAMES


def test_missions_that_are_added_share_a_chain_of_their_own_where_they_hang_on_nothing_in_one():
    alone = {"missions.first": {"like": "moonfall", "needs": ["moonfall"]}}
    more = alone | {"missions.second": {"like": "moonfall", "needs": ["first"], "planned": "2033-01-01"}}
    one, two = names_of(alone), names_of(more)
    assert one["first"] == two["first"] == two["second"] == ("first", "first")
    assert two["moonfall"] == ("", "")


@pytest.mark.parametrize(
    "changes",
    [
        {"missions.artemis_4.needs": []},
        {"missions.luna_27a.needs": []},
        {"missions.ilrs_habitat.needs": []},
        {"missions.artemis_4.alternatives": [["artemis_4_lander"]]},
        {"missions.moonfall.needs": ["viper"]},
        {"missions.change_8.vehicle": "long_march_10"},
        {"vehicles.long_march_5.first_flight": "2027-01-01"},
    ],
)
def test_a_change_of_what_missions_hang_on_renames_no_chain(changes):
    names = names_of(changes)
    assert {key: names[key] for key in NAMES} == NAMES


def test_a_mission_that_is_added_moves_the_draws_of_no_other():
    added = {"missions.extra": {"like": "moonfall", "needs": ["viper", "artemis_3"], "planned": "2029-01-01"}}
    before, after = (run(scenario_of(RACE | changes)).flights.missions for changes in ({}, added))
    # Nothing depends on it, and what flies by other firms' vehicles does not meet it.
    for key in ("artemis_4", "change_7", "crewed_landing_1"):
        assert after[key].waits["slip"] == before[key].waits["slip"] != 0.0


def test_the_mine_stands_in_the_same_chain_whatever_is_added():
    like = {"like": "luna_28", "needs": ["russia_power_experiment"]}
    added = {f"missions.more_{number}": like for number in range(8)}
    assert {prepare(scenario_of(RUSSIA_ALONE | more)).main_chain.chain for more in ({}, added)} == {"luna_26"}


def test_a_mission_depends_on_all_that_it_needs_but_not_on_one_of_several_that_would_serve():
    found = ancestors("artemis_5", RIVALS.missions)
    assert {"artemis_3", "artemis_4"} <= found
    assert not found & {"artemis_4_lander", "artemis_5_lander", "blue_moon_2_lander"}
    assert "hls_demonstration" in ancestors("artemis_4_lander", RIVALS.missions)


@pytest.mark.parametrize(
    ("key", "agency", "kind"),
    [
        ("change_8", "China", "other"),
        ("crewed_landing_1", "China", "crewed_or_first"),
        ("griffin_1", "commercial", "other"),
        ("artemis_4", "NASA", "crewed_or_first"),
    ],
)
def test_a_date_follows_the_record_of_its_own_agency_and_kind(key, agency, kind):
    plan = PLANS[key]
    fitted = slip_fit("2026-07-01").forecast(agency, kind, plan.planned_day, PRECISION_DAYS[plan.precision])
    assert (plan.ratio.ln_mean, plan.ratio.ln_sd) == pytest.approx((fitted.ln_mean, fitted.ln_sd))


def test_a_band_has_a_tenth_of_the_cases_beyond_each_end():
    made = band(1_000.0, 400.0, 3_000.0)
    for end, ln_sd, normal in ((400.0, made.below_ln_sd, -1.2815515655), (3_000.0, made.above_ln_sd, 1.2815515655)):
        assert 1_030.0 * math.exp(ln_sd * normal) - 30.0 == pytest.approx(end)


def test_dates_that_nobody_announced_have_bands_and_can_neither_be_calibrated_nor_given_up():
    for key, plan in PLANS.items():
        assumed = RIVALS.missions[key].evidence == "assumed"
        assert (plan.band is not None) == (plan.exposure is None) == assumed
        if assumed:
            assert plan.calibration == AS_FIT


def test_every_announced_mission_of_a_plan_is_calibrated_and_carries_it_to_another_date():
    known = slip_calibrations("latest")
    assert {key for key, plan in PLANS.items() if plan.band is None} <= known.keys()
    later = prepare(scenario_of(RACE | {"missions.change_8.planned": "2031-01-01"}))
    (moved,) = (planned.plan for planned in later.missions if planned.key == "change_8")
    assert moved.calibration == known["change_8"] == PLANS["change_8"].calibration
    assert moved.planned_day > PLANS["change_8"].planned_day


def test_a_mission_that_is_like_another_takes_its_calibration():
    like = {"missions.ilrs_6": {"like": "ilrs_5", "planned": "2036-07-01", "evidence": "published"}}
    added = {planned.key: planned.plan for planned in prepare(scenario_of(like)).missions}["ilrs_6"]
    assert added.calibration == slip_calibrations("latest")["ilrs_5"] != AS_FIT


def test_a_manifest_of_one_s_own_knows_the_calibrations_of_all_plans():
    assert slip_calibrations("own")["change_8"] == slip_calibrations("latest")["change_8"]
    assert "change_6" in slip_calibrations("own")
    assert all(isinstance(calibration, Calibration) for calibration in slip_calibrations("own").values())


def test_what_may_end_a_mission_knows_all_that_it_depends_on_and_its_undertaking_over_programs():
    exposure = PLANS["ilrs_1"].exposure
    assert {need.entity for need in exposure.before} == {"change_7", "change_8"}
    reactor = PLANS["russia_power_plant_1"].exposure
    assert {"ilrs_1", "change_8", "russia_power_infrastructure", "russia_power_experiment"} <= {
        need.entity for need in reactor.before
    }
    # It hangs together with both lines, and goes with them; what it slips with is of its own program.
    assert reactor.undertaking == exposure.undertaking == PLANS["russia_power_experiment"].exposure.undertaking
    assert PLANS["russia_power_plant_1"].chain != PLANS["ilrs_1"].chain
    assert PLANS["luna_26"].exposure.undertaking != exposure.undertaking
    assert PLANS["moonfall"].exposure.undertaking == ""
    assert (PLANS["griffin_1"].exposure.actor, exposure.actor) == ("commercial", "state")
    built = RIVALS.vehicles["long_march_10"].built_probability
    assert exposure.unbuilt_number == pytest.approx(-math.log(built))
    assert PLANS["griffin_1"].exposure.unbuilt_number == 0.0


def test_a_plan_knows_until_when_its_vehicle_is_grounded():
    grounded = prepare(scenario_of({"vehicles.long_march_5.grounded_until": "2026-12-28"}))
    until = {planned.mission.vehicle: planned.plan.grounded_until_day for planned in grounded.missions}
    assert until.pop("long_march_5") == 180.0
    assert set(until.values()) == {-math.inf}
    new = prepare(scenario_of({"vehicles.long_march_10.grounded_until": "2026-12-28"})).first_flights
    assert new["long_march_10"].grounded_until_day == 180.0


@pytest.mark.parametrize(("planned", "moved"), [(100.0, 900.0), (900.0, 900.0), (1_300.0, 500.0), (1_900.0, 0.0)])
def test_a_plan_for_a_day_on_which_its_vehicle_is_grounded_moves_where_that_is_waited_for(planned, moved):
    plan = dataclasses.replace(PLANS["change_8"], planned_day=planned, grounded_until_day=900.0)
    assert stand_down_days(plan, Waits()) == moved
    assert stand_down_days(plan, Waits(vehicle=False)) == 0.0
    assert stand_down_days(dataclasses.replace(plan, grounded_until_day=-math.inf), Waits()) == 0.0


def test_missions_of_a_station_and_what_they_hang_on_are_restarted():
    assert PLANS["ilrs_1"].exposure.restarted
    assert PLANS["blue_moon_1"].exposure.restarted
    assert not PLANS["moonfall"].exposure.restarted or RIVALS.missions["moonfall"].assets
    assert not PLANS["clps_2028_a"].exposure.restarted


def test_prepared_parts_do_not_fit_other_slips_beyond_six_years():
    assert not prepare(BASE).fits(scenario_of({"slips.far": "days"}))
