"""The machine-repairman model in closed form: some machines that fail at random, and one repairman (Palm 1947)."""

import math


def availability(machines: int, failures_per_hour: float, repairs_per_hour: float) -> float:
    """Return the share of the time in which a machine works, in the long run.

    Failures and repairs are exponential and machines are mended in the order in which they fail: a birth and death
    process on the number that is broken, of probability proportional to N! / (N - n)! (failures / repairs)^n.
    """
    load = failures_per_hour / repairs_per_hour
    weights = [math.perm(machines, broken) * load**broken for broken in range(machines + 1)]
    broken = sum(number * weight for number, weight in enumerate(weights)) / sum(weights)
    return 1.0 - broken / machines


def working(units: int, needed: int, unit_availability: float) -> float:
    """Return the probability that at least some of some units work, which fail and are mended one by one."""
    return sum(
        math.comb(units, number) * unit_availability**number * (1.0 - unit_availability) ** (units - number)
        for number in range(needed, units + 1)
    )
