"""How hardware fails and ends, by its kind."""

import dataclasses
import datetime as dt
import math

import pytest

from lunarsim.scenario.library.fits.lives import random_losses, rover_lives
from lunarsim.words.units import DAYS_PER_YEAR, days_between
from lunarsim.world.prepared import prepare
from lunarsim.world.station.functions import bits
from tests.scenario.building import scenario_of
from tests.world.parts import station_alone
from tests.world.running import FixedDraws
from tests.world.test_station import MENDED_AFTER, RULES, asset, station

NOT_MENDED = {**MENDED_AFTER, "upkeep.diagnosis_days": 3_000.0}
ROVER = bits(("rover",))
FAILS_AFTER = -DAYS_PER_YEAR * math.log(0.9)


def works(item, day, *, uniforms=None, normals=None, **changes):
    alone = station({"x": (0.0, item)}, day, uniforms, normals, **{**MENDED_AFTER, **changes})
    return alone.station.functions == bits(item.functions)


@pytest.mark.parametrize("normal", [-1.0, 0.0, 2.0])
def test_a_failure_is_found_out_in_its_own_time_about_the_median_and_mended(normal):
    rover, draws = asset("rover", mtbf_years=1.0), {"uniforms": {("m/x", "failure"): 0.9}}
    changes = {"upkeep.diagnosis_days": 20.0, "upkeep.repair_ln_sd": 0.5}
    fails, takes = 10.0 + FAILS_AFTER, 20.0 * math.exp(0.5 * normal)
    days = fails - 0.01, fails + 0.01, fails + takes - 0.01, fails + takes + 0.01
    working = [works(rover, day, **draws, normals={("m/x", "repair"): normal}, **changes) for day in days]
    assert working == [True, False, False, True]


def test_what_fails_again_and_again_starts_as_new_each_time():
    alone = station({"x": (0.0, asset("rover", mtbf_years=1.0))}, 1_000.0, {("m/x", "failure"): 0.9}, **MENDED_AFTER)
    cycle = FAILS_AFTER + 150.0
    starts = [day for day, functions in alone.trace.functions if functions]
    assert starts == pytest.approx([10.0 + n * cycle for n in range(len(starts))])
    assert len(starts) == math.ceil(990.0 / cycle)


@pytest.mark.parametrize("shape", [0.7, 1.0, 2.5])
def test_a_shape_leaves_the_mean_and_moves_the_age(shape):
    rover = asset("rover", mtbf_years=1.0, failure_shape=shape)
    age = DAYS_PER_YEAR / math.gamma(1.0 + 1.0 / shape) * (-math.log(0.4)) ** (1.0 / shape)
    draws = {"uniforms": {("m/x", "failure"): 0.4}}
    assert works(rover, 10.0 + age - 0.1, **draws)
    assert not works(rover, 10.0 + age + 0.1, **draws)


def test_what_has_no_rate_of_its_own_takes_that_of_the_group_with_a_factor_of_its_design():
    rover = asset("rover", mtbf_years=0.0, life_years=100.0)
    draws = {"uniforms": {("m/x", "failure"): 0.5}}
    for normal in (-1.0, 0.0, 1.5):
        age = 3.0 * math.exp(0.5 * normal) * math.log(2.0) * DAYS_PER_YEAR
        known = {**draws, "normals": {("x", "mtbf"): normal}, "upkeep.mtbf_years": 3.0, "upkeep.mtbf_ln_sd": 0.5}
        assert works(rover, 10.0 + age - 0.1, **known)
        assert not works(rover, 10.0 + age + 0.1, **known)


def test_a_design_has_one_rate_and_one_weakness():
    both = asset("rover", mtbf_years=1.0, design="twin"), asset("robot", mtbf_years=1_000.0, design="twin")
    apart = asset("science", mtbf_years=1_000.0)
    deliveries = {"x": (0.0, both[0]), "y": (0.0, both[1]), "z": (0.0, apart)}
    for share, left in ((0.0, ("robot", "science")), (1.0, ("science",))):
        changes = {**NOT_MENDED, "upkeep.common_failure_share": share}
        alone = station(deliveries, 200.0, {("m/x", "failure"): 0.9}, **changes)
        assert alone.station.functions == bits(left)
    assert alone.trace.upkeep.failures == 2


def test_equipment_is_worn_out_one_day_and_then_beyond_repair():
    rover = asset("rover", life_years=2.0)
    end = 10.0 + 1.6 * 2.0 * DAYS_PER_YEAR
    assert [works(rover, day) for day in (end - 0.1, end + 0.1, end + 200.0)] == [True, False, False]
    later = {("m/x", "wear"): 1.0}
    end = 10.0 + 1.6 * 2.0 * math.exp(0.4) * DAYS_PER_YEAR
    assert [works(rover, day, normals=later) for day in (end - 0.1, end + 0.1)] == [True, False]


def test_what_waits_for_its_repair_grows_old_all_the_same():
    rover = asset("rover", life_years=2.0, mtbf_years=3.0)
    end = 10.0 + 1.6 * 2.0 * DAYS_PER_YEAR
    failed = {"uniforms": {("m/x", "failure"): math.exp(-1.0)}}
    alone = station({"x": (0.0, rover)}, end + 1.0, **failed, **NOT_MENDED)
    assert alone.trace.upkeep.worn_out == alone.trace.upkeep.failures == 1
    assert not works(rover, end + 200.0, **failed, **{"upkeep.diagnosis_days": 80.0})


def test_what_is_worn_out_on_the_way_from_a_repair_does_not_come_back():
    rover = asset("rover", life_years=2.0, mtbf_years=3.0)
    alone = station({"x": (0.0, rover)}, 1_500.0, {("m/x", "failure"): math.exp(-1.0)}, **MENDED_AFTER)
    assert (alone.trace.upkeep.failures, alone.trace.upkeep.mended, alone.trace.upkeep.given_up) == (1, 0, 0)


@pytest.mark.parametrize("kind", ["satellite", "rover", "craft"])
def test_satellites_rovers_and_craft_are_not_mended(kind):
    relay = asset("relay", life_years=2.0, landed=kind != "satellite", kind=kind)
    end = 10.0 + 1.6 * 2.0 * DAYS_PER_YEAR
    # Rovers that are made for longer than any that has been have the median of other hardware.
    assert [works(relay, day) for day in (end - 0.1, end + 0.1, end + 3_000.0)] == [True, False, False]


def test_a_satellite_may_be_lost_long_before_it_is_worn_out():
    relay = asset("relay", life_years=10.0, landed=False, kind="satellite")
    law = random_losses()
    age = law.scale_years * (-math.log(0.97)) ** (1.0 / law.shape) * DAYS_PER_YEAR
    assert age < 3.0 * DAYS_PER_YEAR
    draws = {"uniforms": {("m/x", "failure"): 0.97}}
    assert [works(relay, day, **draws) for day in (10.0 + age - 0.1, 10.0 + age + 0.1)] == [True, False]


def test_rovers_last_as_rovers_have_lasted():
    record = rover_lives()
    rover = asset("rover", life_years=0.25, kind="rover")
    for normal in (-1.0, 0.0):
        age = 0.25 * record.ratio * math.exp(record.ln_sd * normal) * DAYS_PER_YEAR
        known = {"normals": {("m/x", "wear"): normal}}
        assert [works(rover, day, **known) for day in (10.0 + age - 0.1, 10.0 + age + 0.1)] == [True, False]


def test_the_life_of_what_is_there_counts_from_its_first_work_and_ends_after_the_start():
    changes = RULES | MENDED_AFTER | {"assets.queqiao_2.present": True}
    # At work since 12 April 2024, made for 8 years.
    since = days_between(dt.date(2026, 7, 1), dt.date(2024, 4, 12))
    scenario = scenario_of(changes)
    ((key, since_day),) = prepare(scenario).present.items()
    assert since_day == since

    def ends(unit):
        alone = station_alone(scenario, FixedDraws({("queqiao_2", "wear"): unit, ("queqiao_2", "failure"): 0.01}))
        alone.station.place(key, scenario.assets[key], since_day)
        alone.clock.run(30_000.0)
        (day,) = [day for day, functions in alone.trace.functions if not functions]
        return day

    # That it works already speaks for a long life: half of those that do outlive the median of all.
    assert ends(1e-9) > 0.0
    assert since + 8.0 * 1.6 * DAYS_PER_YEAR < ends(0.5) < since + 8.0 * 1.65 * DAYS_PER_YEAR
    assert ends(0.1) < ends(0.5) < ends(0.9)


def test_without_the_wait_for_repair_nothing_ends():
    relay = asset("relay", life_years=2.0, landed=False, kind="satellite")
    alone = station({"relay": (0.0, relay)}, 9_000.0)
    assert alone.station.functions == bits(("relay",))


# Units.

STRINGS = asset("power", "storage", power_kw=12.0, night_power_kw=12.0, mtbf_years=1.0, units=4, units_needed=3)


def failing_strings(count, until=500.0, **changes):
    """Let some of the strings fail 40, 80, ... days after the start."""
    draws = {
        (f"m/x/{number + 1}" if number else "m/x", "failure"): math.exp(-40.0 * (number + 1) / DAYS_PER_YEAR)
        if number < count
        else 1e-9
        for number in range(4)
    }
    return station({"x": (0.0, STRINGS)}, until, draws, **{**NOT_MENDED, **changes})


def test_power_goes_with_the_share_of_units_that_work_and_functions_while_enough_do():
    offered = bits(("power", "storage"))
    for failed, functions in ((0, offered), (1, offered), (2, 0), (3, 0)):
        alone = failing_strings(failed)
        assert alone.night_power_kw == pytest.approx(12.0 - 3.0 * failed)
        assert alone.station.functions == functions


def test_units_are_mended_one_by_one():
    alone = failing_strings(2, **{"upkeep.diagnosis_days": 150.0, "upkeep.repair_hours": 0.0})
    assert alone.trace.upkeep.mended >= 4
    assert [kw for _, kw in alone.trace.power_kw][:4] == pytest.approx([12.0, 9.0, 6.0, 9.0])


def test_what_is_left_of_too_few_units_works_on_until_a_replacement_comes():
    worn = dataclasses.replace(STRINGS, mtbf_years=1_000.0, life_years=1.0)
    lives = {("m/x", "wear"): -1.0, ("m/x/2", "wear"): -0.5}
    alone = station({"x": (0.0, worn)}, 550.0, None, lives, **MENDED_AFTER)
    assert alone.night_power_kw == pytest.approx(6.0)
    assert alone.station.functions == 0
    gone = station({"x": (0.0, worn)}, 1_000.0, None, lives, **MENDED_AFTER)
    assert gone.night_power_kw == 0.0
    assert gone.trace.upkeep.worn_out == 4
