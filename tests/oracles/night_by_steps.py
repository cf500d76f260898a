"""Light and darkness walked through step by step, many cases at once: what a load gets, and how full the storage is."""

from __future__ import annotations

import numpy as np


def shares(case, steps, *, on_off, cycles=8, counted=4):
    """Return the mean output of loads over their full-time output, over the last of some cycles [1].

    Each step has the same length within a case, and whole steps are light or dark. Energy of a step is settled within
    it; a load that is on or off works a step through or not at all, so that each dawn and dusk may be off by a step.

    Parameters
    ----------
    case : mapping of str to array
        Of each case ``load``, ``steady``, ``solar`` [kW], ``battery``, ``cells`` [kWh that full storage gives],
        ``battery_returns``, ``cells_return`` [1], ``light_steps`` (how many of the steps are light), ``hours`` (length
        of the cycle) [h], ``restart_hours`` [h] and ``restart_kwh``.
    steps : int
        Steps in a cycle.
    on_off : bool
        Whether loads work at full power or not at all.
    cycles, counted : int
        Cycles that are walked through, and those at the end that count.
    """
    load, steady, solar, step = case["load"], case["steady"], case["solar"], case["hours"] / steps
    full = np.array([case["battery"], case["cells"]])
    returned = np.array([case["battery_returns"], case["cells_return"]])
    need_kwh = (steps - case["light_steps"]) * step * np.maximum(load - steady, 0.0)
    # At the first dusk storage has what a night takes, and no more: what the light cannot fill again is gone soon.
    battery = np.minimum(full[0], need_kwh)
    stored = np.array([battery, np.minimum(full[1], need_kwh - battery)])
    working = load <= steady + solar
    heat_kwh, warm_up = np.zeros_like(load), np.zeros_like(load)
    output = np.zeros_like(load)
    for number in range(cycles * steps):
        # A cycle starts at dusk.
        lit = number % steps >= steps - case["light_steps"]
        power = steady + np.where(lit, solar, 0.0)
        if on_off:
            wakes = lit & ~working & (load <= power)
            heat_kwh = np.where(wakes, case["restart_kwh"], heat_kwh)
            warm_up = np.where(wakes, case["restart_hours"], warm_up)
            working = working | wakes
            heating = np.where(working, np.minimum(heat_kwh, power * step), 0.0)
            heat_kwh = heat_kwh - heating
            left_hours = np.where(power > 0.0, step - heating / np.where(power > 0.0, power, 1.0), step)
            lacking = np.maximum(load * left_hours - (power * step - heating), 0.0)
            stops = working & (lacking > stored.sum(axis=0) * (1.0 + 1e-9) + 1e-12)
            working = working & ~stops
            used = np.where(working, load * left_hours, 0.0)
            lacking = np.where(working, lacking, 0.0)
            # What steady sources give to a load that stands still in the dark goes to others.
            spare = np.where(working | lit, np.maximum(power * step - heating - used, 0.0), 0.0)
            warming = np.where(working, np.minimum(warm_up, left_hours), 0.0)
            warm_up = warm_up - warming
            gained = used - load * warming
            # Nobody restarts in the dark.
            working = working & ~(~lit & ((heat_kwh > 1e-9) | (warm_up > 1e-9)))
        else:
            lacking = np.minimum(np.maximum(load - power, 0.0) * step, stored.sum(axis=0))
            gained = np.minimum(load, power) * step + lacking
            spare = np.maximum(power - load, 0.0) * step
        for kind in (0, 1):
            taken = np.minimum(lacking, stored[kind])
            lacking = lacking - taken
            filled = np.minimum(spare * returned[kind], full[kind] - stored[kind] + taken)
            filled = np.where(spare > 0.0, filled, 0.0)
            spare = spare - filled / returned[kind]
            stored[kind] = stored[kind] - taken + filled
        if number >= (cycles - counted) * steps:
            output = output + gained
    return output / (load * case["hours"] * counted)
