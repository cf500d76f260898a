"""Losses and partial landings: what is flown again, and by which draws."""

import pytest

from lunarsim.world.history.flight_outcomes import LOSS_OF_MISSION, PARTIAL, SUCCESS
from lunarsim.world.simulate import simulate
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import FixedDraws, RecordingDraws, runs
from tests.world.variants import ALWAYS_PARTIAL, PARTIAL_AT_WORST


def test_a_lost_critical_mission_is_flown_again_and_another_is_not():
    lossy = {"programs.china.cruise_success": 0.01, "programs.china.reflights": 2}
    for trace in runs(scenario_of(lossy), 3):
        flown = [
            flight.mission
            for flight in trace.flights.flown
            if flight.program == "china" and flight.purpose == "station"
        ]
        manifest = scenario_of().missions
        for key in set(flown):
            if manifest[key].kind != "crewed":
                most = 5 if manifest[key].crew_test else 3 if manifest[key].critical else 1
                assert flown.count(key) <= most
        assert {flown.count(key) for key in set(flown) if manifest[key].kind != "crewed"} >= {1, 3}


def test_each_launch_of_a_mission_is_a_draw_of_its_own():
    built = scenario_of({"programs.china.cruise_success": 0.01})
    draws = RecordingDraws()
    trace = simulate(built, draws)
    flown = [flight.mission for flight in trace.flights.flown if flight.purpose == "station"]
    assert max(flown.count(key) for key in flown) >= 3
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
    landed = {
        flight.mission for flight in trace.flights.flown if flight.outcome == PARTIAL and flight.program == "china"
    }
    brought = {asset for mission in landed for asset in built.missions[mission].assets}
    assert len(brought) > 10
    assert brought & trace.online_day.keys() == (brought if arrive else set())


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
        return 1e-9

    def normal(self, entity, purpose, occurrence=0):
        return 5.0 if (entity, purpose, occurrence) == (self.mission, "descent", 0) else 0.0


def with_partial(mission, **changes):
    built = scenario_of(NO_WAITS | {"waits.landing_failure": True, "plant.units": 0, **PARTIAL_AT_WORST} | changes)
    draws = FirstLandingPartial(mission)
    return built, draws, simulate(built, draws)


def test_a_partial_landing_of_a_critical_mission_is_flown_again_for_what_was_lost():
    _, draws, trace = with_partial("ilrs_3")
    flights = [flight for flight in trace.flights.flown if flight.mission == "ilrs_3"]
    assert [flight.outcome for flight in flights] == [PARTIAL, SUCCESS]
    assert flights[1].launched_day == pytest.approx(flights[0].ended_day + 1_000.0)
    assert draws.asked == [("ilrs_3", "partial_cargo_0", number) for number in range(3)]
    online = trace.online_day
    # Pilot and battery survived, the excavators came again and were not late twice.
    assert online["ilrs_isru_pilot"] == flights[0].ended_day + 120.0
    assert online["ilrs_battery"] == flights[0].ended_day + 7.0
    assert online["ilrs_excavators"] == flights[1].ended_day + 14.0
    assert trace.flights.missions["ilrs_3"].waits["landing_failure"] == pytest.approx(1_005.0)


def test_a_partial_landing_is_not_flown_again_where_the_mission_is_not_critical_or_all_of_it_survived():
    _, draws, trace = with_partial("ilrs_4")
    assert [flight.outcome for flight in trace.flights.flown if flight.mission == "ilrs_4"] == [PARTIAL]
    assert {"ilrs_biomedical_laboratory", "ilrs_sample_station"} & trace.online_day.keys() == {
        "ilrs_biomedical_laboratory"
    }
    _, draws, trace = with_partial("ilrs_energy_1")
    assert [flight.outcome for flight in trace.flights.flown if flight.mission == "ilrs_energy_1"] == [PARTIAL]
    assert draws.asked == [("ilrs_energy_1", "partial_cargo_0", 0)]
    assert "ilrs_solar_storage_1" in trace.online_day


def test_each_flight_again_after_a_partial_landing_has_draws_of_its_own():
    changes = {"waits.landing_failure": True, **ALWAYS_PARTIAL, "programs.china.reflights": 2,
               "programs.china.partial_payload_share": 0.01, "programs.china.rebuild_days": 100.0}  # fmt: skip
    draws = RecordingDraws()
    simulate(scenario_of(NO_WAITS | changes | {"plant.units": 0}), draws)
    asked = {key[2:] for key in draws.record if key[1] == "ilrs_2" and key[2].startswith("partial_cargo")}
    assert asked == {(f"partial_cargo_{attempt}", number) for attempt in range(3) for number in range(2)}


def test_a_crewed_landing_counts_on_full_success_only():
    built = scenario_of(NO_WAITS | {"waits.landing_failure": True, "programs.china.reflights": 0, "plant.units": 0})
    trace = simulate(built, FixedDraws({("crewed_landing_1", "crewed_flight"): 0.9}))
    first = next(flight for flight in trace.flights.flown if flight.mission == "crewed_landing_1")
    assert first.outcome == LOSS_OF_MISSION
    second = next(flight for flight in trace.flights.flown if flight.mission == "crewed_landing_2")
    assert second.outcome == SUCCESS
    assert trace.flights.crewed_landing_day["china"] == second.ended_day
    undisturbed = simulate(built, FixedDraws())
    assert undisturbed.flights.crewed_landing_day["china"] == first.ended_day
