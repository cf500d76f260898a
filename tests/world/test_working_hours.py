"""Working hours of robots and crews: used and lost, they add up to those of the calendar."""

import itertools

import numpy as np
import pytest

from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.world.history.upkeep import BY_CREW, BY_ROBOT, hours_of
from lunarsim.world.outcomes.stations.working_hours import (
    CREW,
    HOURS_USE,
    ROBOT,
    crew_hours,
    robot_hours,
    working_hours,
)
from tests.scenario.building import ARTEMIS, RACE, scenario_of
from tests.world.running import run
from tests.world.tabulating import traced
from tests.world.test_station import MENDED_AFTER, asset, station

USES = HOURS_USE.values
DAYS = 1_000.0


def by_use(hours):
    return dict(zip(USES, hours, strict=True))


def robots_of(deliveries, contact=None, until=DAYS, **changes):
    changes = MENDED_AFTER | {"upkeep.robot_hours_per_day": 8.0, "upkeep.relay_share": 0.5} | changes
    known = {"crew_pairs": 0} | ({} if contact is None else {"contact": contact})
    alone = station(deliveries, until=until, known=known, **changes)
    alone.upkeep.close()
    scenario = scenario_of(changes)
    site = site_named(scenario.station.site, scenario.site)
    return alone, site, by_use(robot_hours(alone.trace, scenario.upkeep, site, until))


ARM = asset("robot", hands=1, life_years=100.0, mtbf_years=1_000.0)


def test_robots_lose_hours_to_darkness_and_for_want_of_contact():
    # Commissioned on day 10; one relay from day 210 on.
    relay = asset("relay", kind="satellite", landed=False, life_years=100.0)
    _, site, uses = robots_of({"arm": (0.0, ARM), "relay": (200.0, relay)})
    hours = 8.0 * 990.0
    lit = site.lit_fraction
    out = 1.0 - site.earth_visible_fraction
    assert uses["darkness"] == pytest.approx(hours * (1.0 - lit))
    assert uses["no_contact"] == pytest.approx(8.0 * lit * (200.0 * out + 790.0 * out * 0.5))
    assert uses["unpowered"] == uses["out_of_order"] == uses["absent"] == uses["repairs"] == 0.0
    assert sum(uses.values()) == pytest.approx(hours)


def test_robots_that_are_shed_lose_hours_to_power():
    arm = asset("robot", hands=1, life_years=100.0, load_kw=1.0)
    source = asset("power", power_kw=2.0, night_power_kw=2.0, life_years=100.0)
    alone, _, uses = robots_of({"source": (0.0, source), "arm": (0.0, arm)}, until=500.0)
    assert uses["unpowered"] == 0.0
    (served,) = {step.served for step in alone.trace.hands if step.standing}
    assert served == 1
    (item,) = [each for each in alone.station.online() if each.hardware.asset == "source"]
    alone.station.set_units(item, 0)
    last = alone.trace.hands[-1]
    assert (last.standing, last.working, last.served) == (1, 1, 0)


def test_a_robot_out_of_order_loses_hours_until_it_is_given_up():
    alone, _, _ = robots_of({"arm": (0.0, ARM)}, until=500.0)
    (item,) = alone.station.online()
    alone.station.set_units(item, 0)
    assert alone.trace.hands[-1][1:4] == (1, 0, 0)
    scenario = scenario_of({"upkeep.robot_hours_per_day": 8.0})
    site = site_named(scenario.station.site, scenario.site)
    assert by_use(robot_hours(alone.trace, scenario.upkeep, site, 600.0))["out_of_order"] == pytest.approx(800.0)
    alone.station.retire(item)
    assert alone.trace.hands[-1][1:4] == (0, 0, 0)


def test_hours_of_a_crew_that_is_not_there_are_lost_since_one_first_landed():
    changes = MENDED_AFTER | {"upkeep.crew_hours_per_day": 6.0, "upkeep.stay_days": 6.5}
    alone = station({"arm": (0.0, ARM)}, until=DAYS, known={"crew_pairs": 0, "crews_land": (300.0, 500.0)}, **changes)
    alone.upkeep.close()
    uses = by_use(crew_hours(alone.trace, scenario_of(changes).upkeep, DAYS))
    assert uses["idle"] == pytest.approx(2 * 6.5 * 6.0)
    assert uses["absent"] == pytest.approx((700.0 - 13.0) * 6.0)
    assert sum(uses.values()) == pytest.approx(700.0 * 6.0)


def pair_days(steps, first, horizon):
    """Return the pairs at a station times days, of one crew where none is there [day]."""
    days = [first, *(day for day, _ in steps), horizon]
    pairs = [0, *(pairs for _, pairs in steps)]
    spans = [max(end - start, 0.0) for start, end in itertools.pairwise(days)]
    return sum(max(each, 1) * span for each, span in zip(pairs, spans, strict=True))


@pytest.mark.parametrize("changes", [{}, RACE, ARTEMIS], ids=["base", "race", "artemis"])
def test_uses_of_whole_runs_add_up_to_the_calendar(changes):
    scenario = scenario_of(changes)
    traces = [run(scenario, sample=sample) for sample in range(3)]
    hours = working_hours.arrays(traced([scenario] * 3, traces))["station_working_hours"]
    rules = scenario.upkeep
    for row, trace in enumerate(traces):
        for place, its in enumerate([trace.station, *([trace.rival] if trace.rival else [])]):
            of_robots, of_crews = hours[row, place, ROBOT], hours[row, place, CREW]
            assert of_robots.min() >= 0.0 <= of_crews.min()
            ends = [step.day for step in its.hands[1:]] + [trace.horizon_days]
            days = sum(step.standing * (end - step.day) for step, end in zip(its.hands, ends, strict=True))
            assert of_robots.sum() == pytest.approx(rules.robot_hours_per_day * days, rel=1e-9)
            crews = its.upkeep.crew_pairs
            first = min([its.milestone_day.get("station_working", trace.horizon_days), *(day for day, _ in crews)])
            assert of_crews.sum() == pytest.approx(6.0 * pair_days(crews, first, trace.horizon_days))
            assert of_robots[0] == pytest.approx(hours_of(its.upkeep.spells, BY_ROBOT))
            assert of_crews[0] == pytest.approx(hours_of(its.upkeep.spells, BY_CREW))
            assert of_robots.sum() > 0.0


def test_without_failures_no_working_hours_are_counted():
    scenario = scenario_of({"waits.repair": False})
    hours = working_hours.arrays(traced([scenario], [run(scenario)]))["station_working_hours"]
    assert np.isnan(hours).all()
