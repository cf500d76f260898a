"""What a station does in the long run, against theory: availability, redundancy, and hands that many want."""

import math

import numpy as np
import pytest
from scipy import stats

from lunarsim.scenario.library.asset import FUNCTIONS
from lunarsim.words.draws import DrawBlock, Draws
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.station.functions import bits
from tests.oracles.machine_repair import availability, working
from tests.scenario.building import scenario_of
from tests.world.parts import station_alone
from tests.world.test_station import MENDED_AFTER, RULES, asset
from tests.world.test_station import station as in_time

RULE = {**RULES, **MENDED_AFTER, "waits.power": False, "upkeep.life_ratio": 10.0, "upkeep.mtbf_ln_sd": 0.0,
        "upkeep.repair_ln_sd": 0.5}  # fmt: skip
ASIDE = ("power", "relay")
"""Functions of what is no part of the theory, and of a station that is never ready to have anything replaced."""


class ExponentialHours(Draws):
    """The draws of a run in which repairs take exponential times, of the mean that the scenario has as their median."""

    def __init__(self, block: DrawBlock, spread: float) -> None:
        super().__init__(block, 0)
        self._spread = spread

    def normal(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        if purpose != "repair":
            return super().normal(entity, purpose, occurrence)
        return math.log(-math.log(super().uniform(entity, purpose, occurrence))) / self._spread


def shares(assets, years, changes, seed, draws=None, **known):
    """Return the share of the time in which each asset does what it is for, each with a function of its own."""
    block = DrawBlock(seed, [(0, 0)])
    scenario = scenario_of({**RULE, **changes})
    alone = station_alone(
        scenario, draws(block) if draws else block.run(0), horizon_days=years * DAYS_PER_YEAR, **known
    )
    for name, item in assets.items():
        alone.station.deliver(HardwareId(name, "m"), item, MissionRecord(0.0))
    alone.clock.run()
    steps = [(day, functions) for day, functions in alone.trace.functions if day > 0.0]
    days = np.array([day for day, _ in steps] + [alone.clock.horizon_days])
    offered = np.array([functions for _, functions in steps])
    lasting = np.diff(days)
    masks = {name: bits(item.functions[:1]) for name, item in assets.items()}
    return {name: float(lasting[offered & mask != 0].sum() / lasting.sum()) for name, mask in masks.items()}, alone


def alike(count, **known):
    functions = [name for name in FUNCTIONS if name not in ASIDE][:count]
    return {name: asset(name, commissioning_days=0.0, life_years=100.0, **known) for name in functions}


def estimate(values):
    """Return the mean of values and its standard error."""
    return np.mean(values), np.std(values, ddof=1) / math.sqrt(len(values))


@pytest.mark.parametrize("shape", [1.0, 2.0])
def test_the_availability_of_what_fails_and_is_mended_is_mtbf_over_mtbf_and_mttr(shape):
    items = alike(8, mtbf_years=1.0, failure_shape=shape)
    rules = {"upkeep.diagnosis_days": 60.0, "upkeep.repair_hours": 180.0, "upkeep.crew_hours_per_day": 6.0}
    found, alone = shares(items, 300, rules, 11, crew_pairs=8)
    mean, error = estimate(list(found.values()))
    # The mean of a log-normal time.
    mttr_years = (60.0 + 180.0 / 6.0) * math.exp(0.5 * 0.5**2) / DAYS_PER_YEAR
    assert error < 0.01
    assert abs(mean - 1.0 / (1.0 + mttr_years)) < 3.0 * error
    assert alone.trace.upkeep.failures > 1_500


@pytest.mark.parametrize("shape", [0.7, 1.0, 2.5])
@pytest.mark.parametrize("share", [0.95, 0.75, 0.5, 0.25, 0.05])
def test_the_age_that_a_share_of_hardware_survives_is_the_quantile_of_the_weibull_law(share, shape):
    rover = asset("rover", mtbf_years=2.0, failure_shape=shape, life_years=100.0)
    alone = in_time({"x": (0.0, rover)}, 12_000.0, {("m/x", "failure"): share}, **MENDED_AFTER)
    starts, *_ = (day for day, functions in alone.trace.functions if functions)
    fails, *_ = (day for day, functions in alone.trace.functions if not functions and day > starts)
    law = stats.weibull_min(shape, scale=2.0 * DAYS_PER_YEAR / math.gamma(1.0 + 1.0 / shape))
    assert fails - starts == pytest.approx(law.isf(share), rel=1e-9)


def test_redundant_units_work_as_the_binomial_law_says():
    rules = {"upkeep.diagnosis_days": 90.0}
    unit = 1.0 / (1.0 + 90.0 * math.exp(0.5 * 0.5**2) / DAYS_PER_YEAR)
    for needed in (2, 3, 4):
        items = alike(8, mtbf_years=1.0, units=4, units_needed=needed)
        found, _ = shares(items, 120, rules, 12 + needed, crew_pairs=32)
        mean, error = estimate(list(found.values()))
        assert error < 0.02
        assert abs(mean - working(4, needed, unit)) < 3.0 * error


def test_a_group_of_different_assets_works_as_the_binomial_law_says():
    rules = {"upkeep.diagnosis_days": 90.0}
    unit = 1.0 / (1.0 + 90.0 * math.exp(0.5 * 0.5**2) / DAYS_PER_YEAR)
    for needed in (2, 3):
        items = {
            f"{function}_{number}": asset(
                function,
                commissioning_days=0.0,
                life_years=100.0,
                mtbf_years=1.0,
                mass_kg=1.0 + number,
                priority=1 + number,
                group=function,
                group_needed=needed,
            )
            for function in alike(8)
            for number in range(4)
        }
        found, _ = shares(items, 60, rules, 30 + needed, crew_pairs=32)
        mean, error = estimate([found[f"{function}_0"] for function in alike(8)])
        assert error < 0.02
        assert abs(mean - working(4, needed, unit)) < 3.0 * error


def robot_and_machines(machines, years, seed):
    """Return the shares of working machines that one robot mends, one after the other."""
    items = alike(machines, mtbf_years=0.5)
    arm = asset("power", hands=1, commissioning_days=0.0, life_years=100.0, mtbf_years=1_000.0,
                failure_shape=10.0)  # fmt: skip
    hours = 240.0
    rules = {"upkeep.diagnosis_days": 0.0, "upkeep.repair_hours": hours, "upkeep.robot_hours_per_day": 8.0,
             "upkeep.robot_repairable_share": 1.0}  # fmt: skip
    found, _ = shares(items | {"arm": arm}, years, rules, seed, lambda block: ExponentialHours(block, 0.5), contact=1.0)
    del found["arm"]
    hours_per_day = 8.0 * scenario_of().site.lit_fraction
    oracle = availability(machines, 1.0 / (0.5 * DAYS_PER_YEAR), hours_per_day / hours)
    return found, oracle


@pytest.mark.parametrize("machines", [1, 4, 8])
def test_one_robot_and_many_machines_are_the_machine_repairman(machines):
    means = [np.mean(list(robot_and_machines(machines, 60, seed)[0].values())) for seed in range(8)]
    _, oracle = robot_and_machines(machines, 1, 0)
    mean, error = estimate(means)
    assert error < 0.02
    assert abs(mean - oracle) < 3.0 * error


def test_the_oracle_of_one_machine_is_mtbf_over_mtbf_and_mttr_and_more_machines_wait():
    assert availability(1, 0.2, 0.8) == pytest.approx(0.8)
    assert working(4, 1, 0.8) == pytest.approx(1.0 - 0.2**4)
    assert working(4, 4, 0.8) == pytest.approx(0.8**4)
    lasting = [availability(machines, 0.2, 0.8) for machines in (1, 2, 4, 8)]
    assert lasting == sorted(lasting, reverse=True)
