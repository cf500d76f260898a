"""The closed form of a night is what walking through it step by step gives."""

import numpy as np
import pytest

from lunarsim.physics.power.light import LightCycle, light_cycle
from lunarsim.physics.power.night_duty import Sources, lasting_kw, on_off_duty, proportional_duty
from tests.oracles.night_by_steps import shares

STEPS = 708
"""Steps in a cycle: hours away from the poles."""


def made_up(count, steps, seed=5):
    """Return random cases from the pole to the equator, small and large sources, with and without storage."""
    rng = np.random.default_rng(seed)
    lit = rng.integers(round(0.3 * steps), round(0.95 * steps), count)
    dark_hours = rng.uniform(20.0, 354.0, count)
    case = {
        "load": rng.uniform(1.0, 50.0, count),
        "light_steps": lit,
        "hours": dark_hours / (1.0 - lit / steps),
        "battery_returns": rng.uniform(0.8, 0.98, count),
        "cells_return": rng.uniform(0.3, 0.7, count),
        "restart_hours": rng.choice([0.0, 1.0], count) * rng.uniform(1.0, 100.0, count),
    }
    load = case["load"]
    case["steady"] = load * rng.choice([0.0, 1.0], count, p=(0.4, 0.6)) * rng.uniform(0.0, 1.2, count)
    case["solar"] = load * rng.choice([0.0, 1.0], count, p=(0.1, 0.9)) * rng.uniform(0.2, 5.0, count)
    for store in ("battery", "cells"):
        case[store] = load * dark_hours * rng.choice([0.0, 1.0], count) * rng.uniform(0.0, 1.5, count)
    case["restart_kwh"] = load * rng.choice([0.0, 1.0], count) * rng.uniform(0.0, 80.0, count)
    return case


def closed(case, steps, function, *names):
    """Return what a function of the simulator gives for each case."""
    given = ("steady", "solar", "battery", "cells", "battery_returns", "cells_return")
    results = []
    for number, load in enumerate(case["load"]):
        light_hours = case["hours"][number] * case["light_steps"][number] / steps
        cycle = LightCycle(light_hours, case["hours"][number] - light_hours)
        sources = Sources(*(case[name][number] for name in given))
        more = [case[name][number] for name in names]
        results.append(function(load, sources, cycle, *more).share)
    return np.array(results)


def test_a_load_that_works_at_the_share_of_its_power_gets_what_the_steps_add_up_to():
    case = made_up(1500, 60)
    walked = shares(case, 60, on_off=False)
    expected = closed(case, 60, proportional_duty)
    # Whole steps are light or dark, and energies add up however long a step is.
    np.testing.assert_allclose(expected, walked, rtol=1e-9)
    assert 0.1 < np.mean(walked > 0.999) < 0.7
    assert np.mean(walked < 0.5) > 0.02


@pytest.mark.parametrize("steps", [STEPS, pytest.param(4 * STEPS, marks=pytest.mark.slow)])
def test_a_load_that_is_on_or_off_works_as_long_as_the_steps_say(steps):
    case = made_up(600, steps)
    walked = shares(case, steps, on_off=True, cycles=6, counted=2)
    expected = closed(case, steps, on_off_duty, "restart_hours", "restart_kwh")
    # Storage may be spent within a step, which does not count then: one step of the cycle.
    np.testing.assert_allclose(expected, walked, atol=1.0 / steps + 1e-9)
    assert np.mean(walked > 0.999) > 0.1
    assert np.mean((walked > 0.0) & (walked < 0.999)) > 0.3


def test_what_lasts_through_the_night_is_the_largest_load_that_the_steps_serve():
    case = made_up(400, 60, seed=7)
    given = ("steady", "solar", "battery", "cells", "battery_returns", "cells_return")
    lasting = []
    for number in range(400):
        dark_hours = case["hours"][number] * (1.0 - case["light_steps"][number] / 60)
        cycle = light_cycle(case["light_steps"][number] / 60, dark_hours)
        lasting.append(lasting_kw(Sources(*(case[name][number] for name in given)), cycle))
    some = np.array(lasting) > 0.0
    case = {name: values[some] for name, values in case.items()} | {"load": np.array(lasting)[some]}
    assert some.sum() > 300
    np.testing.assert_allclose(shares(case, 60, on_off=False), 1.0, rtol=1e-9)
    more = case | {"load": 1.001 * case["load"]}
    assert np.all(shares(more, 60, on_off=False) < 1.0 - 1e-6)
