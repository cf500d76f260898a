"""Crews at a station: how long they stay, what they live on, and what they mend meanwhile."""

import pytest

from lunarsim.world.history.upkeep import hours_of
from tests.scenario.building import scenario_of
from tests.world.running import campaign_of
from tests.world.test_station import asset
from tests.world.upkeep.test_orders import run
from tests.world.upkeep.test_repairs import BY_CREW, fails_on, gaps

RULES = {
    "upkeep.stay_days": 6.0,
    "upkeep.housed_stay_days": 30.0,
    "upkeep.stay_crew": 2,
    "upkeep.provisions_kg_per_person_day": 10.0,
    "upkeep.supply_days": 100.0,
    "upkeep.crew_hours_per_day": 6.0,
}
HOUSE = {"house": asset("crew", life_years=100.0)}


def visited(more, *days, until=2_000.0, draws=None, **changes):
    """Let crews land at a station on some days."""
    rules = {**BY_CREW, **RULES, **changes}
    return run(more, until, draws, known={"crew_pairs": 0, "crews_land": days}, **rules)


def stock(alone):
    return alone.trace.upkeep.stocks["provisions"]


def test_a_crew_without_a_house_brings_what_its_short_stay_takes():
    alone = visited({}, 500.0)
    assert (stock(alone).in_kg, stock(alone).used_kg, stock(alone).left_kg) == (120.0, 120.0, 0.0)
    assert alone.trace.upkeep.person_days == 12.0
    assert alone.landings.flown == []


def test_a_housed_crew_stays_longer_on_what_has_been_flown_in_for_it():
    alone = visited(HOUSE, 500.0)
    # Ordered when the station began to work, for 24 days of two.
    first = alone.trace.upkeep.flights[0]
    assert first.landed_kg["provisions"] == pytest.approx(480.0)
    # What is eaten is no hardware: only the lander is, by its share of the launch.
    flown = alone.landings.flown[0]
    assert flown.landed_kg == 480.0
    assert flown.hardware_kg == pytest.approx(0.3 * flown.sent_kg - 480.0)
    assert alone.trace.upkeep.person_days == pytest.approx(60.0)
    assert stock(alone).used_kg == pytest.approx(600.0)
    # For the next one as much is flown in again.
    assert stock(alone).in_kg == pytest.approx(120.0 + 2 * 480.0)


def test_a_crew_that_finds_too_little_leaves_earlier():
    alone = visited(HOUSE, 100.0)
    assert alone.trace.upkeep.person_days == pytest.approx(12.0)
    second = visited(HOUSE, 500.0, 505.0)
    assert second.trace.upkeep.person_days == pytest.approx(60.0 + 12.0)


def test_a_crew_mends_during_its_stay_and_goes_on_in_the_next_one():
    lab = {"lab": asset("science", mtbf_years=1.0, life_years=100.0)}
    alone = visited(lab, 500.0, 700.0, 900.0, draws=fails_on(lab=300.0), **{"upkeep.repair_hours": 60.0})
    # Six days of six hours in each stay: ten days take until the fourth day of the second one.
    assert gaps(alone, "science") == [pytest.approx((300.0, 704.0))]
    assert hours_of(alone.trace.upkeep.spells, "by crew") == pytest.approx(60.0)


def test_two_crews_at_once_mend_two_things():
    labs = {name: asset(name, mtbf_years=1.0, life_years=100.0) for name in ("science", "isru")}
    alone = visited(labs, 500.0, 500.0, draws=fails_on(science=300.0, isru=300.0), **{"upkeep.repair_hours": 30.0})
    assert gaps(alone, "science") == gaps(alone, "isru") == [pytest.approx((300.0, 505.0))]


def test_crews_that_land_elsewhere_do_not_stay_at_the_station():
    scenario = scenario_of()
    away = [key for key, mission in scenario.missions.items() if mission.kind == "crewed" and not mission.at_station]
    assert away == ["crewed_landing_1", "crewed_landing_2"]
    for at_station in (False, True):
        campaign = campaign_of(scenario_of({"missions.crewed_landing_1.at_station": at_station}))
        (planned,) = [each for each in campaign._prepared.missions if each.key == "crewed_landing_1"]
        campaign.missions.crew_landed.emit(planned, 130.0)
        assert (campaign.trace.station.upkeep.person_days > 0.0) == at_station
        campaign.close()


def test_provisions_of_none_let_a_housed_crew_stay_its_time():
    alone = visited(HOUSE, 100.0, **{"upkeep.provisions_kg_per_person_day": 0.0})
    assert alone.trace.upkeep.person_days == pytest.approx(60.0)
