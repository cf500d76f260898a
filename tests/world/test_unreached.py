"""Why never: what is not reached is given by what is lacking."""

import math

import pytest

from lunarsim.world.history.flight_outcomes import PARTIAL
from lunarsim.world.simulate import simulate
from tests.scenario.building import LAPSED, NO_WAITS, PLANT_AT_ONCE, scenario_of
from tests.world.running import FixedDraws, run
from tests.world.variants import PARTIAL_AT_WORST


def causes(trace, milestone):
    parts = trace.delay_days[milestone]
    assert milestone not in trace.milestone_day
    return {cause for cause, days in parts.items() if abs(days) > 1e-6}


def never_lands(missions, code, changes={}):  # noqa: B006
    """Return a run in which all flights of some missions end in a way, and all else goes as planned."""

    class Lost(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            if purpose == "launch_factor":
                return 0.5
            return 0.9999999 if entity in missions and purpose == code else 1e-9

    wait = "launch_failure" if code == "launch" else "landing_failure"
    return simulate(scenario_of(NO_WAITS | {f"waits.{wait}": True, "plant.units": 0} | changes), Lost())


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


@pytest.mark.parametrize(("code", "cause"), [("launch", "launch_failure"), ("cruise", "landing_failure")])
def test_what_needs_a_mission_that_is_lost_for_good_never_flies_and_is_late_by_the_failure(code, cause):
    trace = never_lands({"change_8"}, code, {"waits.prerequisite": True})
    missions = trace.flights.missions
    assert missions["change_8"].given_up_day < trace.horizon_days
    assert math.isnan(missions["ilrs_1"].launched_day)
    assert math.isnan(missions["ilrs_2"].launched_day)
    assert causes(trace, "station_basic") == {cause}


def test_what_is_lost_for_good_in_a_partial_landing_is_late_by_the_landing():
    class Lost(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            if (entity, purpose) == ("ilrs_habitat", "cruise"):
                return 0.9999
            if entity == "ilrs_crew_module" and purpose.startswith("partial_cargo"):
                return 0.9999
            return 1e-9

        def normal(self, entity, purpose, occurrence=0):
            return {"touchdown": 5.0, "slip": 1.0}.get(purpose, 0.0) if entity == "ilrs_crew_module" else 0.0

    changes = {"waits.landing_failure": True, "waits.slip": True, "plant.units": 0, **PARTIAL_AT_WORST,
               **PLANT_AT_ONCE, "programs.china.rebuild_days": 100.0}  # fmt: skip
    trace = simulate(scenario_of(NO_WAITS | changes), Lost())
    assert trace.flights.missions["ilrs_crew_module"].outcome == PARTIAL
    parts = trace.delay_days["station_extended"]
    assert "station_extended" not in trace.milestone_day
    # The mission slipped before it was lost; all that follows is the loss.
    assert parts["slip"] == pytest.approx(trace.flights.missions["ilrs_crew_module"].waits["slip"])
    assert parts["landing_failure"] == pytest.approx(sum(parts.values()) - parts["slip"])


def test_without_reactors_after_a_lapse_an_extended_station_waits_for_cooperation():
    changes = NO_WAITS | {"waits.cooperation": True, **LAPSED, "plant.units": 0}
    trace = run(scenario_of(changes | {"cooperation.replacement_years": 40.0}))
    assert causes(trace, "station_extended") == {"cooperation"}
    assert set(trace.delay_days["station_basic"]) <= {"cooperation"}
    # What the replacement waits for, five years after the plan, is reported beside it.
    never = {"waits.vehicle": True, "cooperation.replacement_years": 15.0,
             "vehicles.long_march_9.built_probability": 0.0,
             "vehicles.long_march_10.built_probability": 1.0,
             "vehicles.long_march_10.launches_per_year": 100.0}  # fmt: skip
    plants = {f"missions.china_power_plant_{number}.vehicle": "long_march_9" for number in (1, 2, 3)}
    trace = run(scenario_of(changes | never | plants))
    assert causes(trace, "station_extended") == {"cooperation", "vehicle"}


def test_after_a_lapse_a_milestone_does_not_hang_on_what_the_former_partner_flies_for_itself():
    lapsed = NO_WAITS | {"waits.cooperation": True, **LAPSED, "plant.units": 0, "cooperation.replacement_years": 40.0}
    built = scenario_of(lapsed)
    own = {key for key, mission in built.missions.items() if mission.program == "russia" and mission.role == "always"}
    # Some of it would bring power or storage, which the station lacks.
    assets = [built.assets[name] for key in own for name in built.missions[key].assets]
    assert any(asset.storage_kwh or asset.night_power_kw for asset in assets)
    trace = run(built)
    assert "station_extended" not in trace.milestone_day
    assert trace.critical["station_extended"].mission not in own
    assert causes(trace, "station_extended") == {"cooperation"}


def test_a_replacement_that_completes_a_milestone_late_is_late_by_cooperation():
    changes = NO_WAITS | {"waits.cooperation": True, **LAPSED, "plant.units": 0}
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
