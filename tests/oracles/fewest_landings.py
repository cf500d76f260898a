"""The fewest landings for a list of parts, as a mixed-integer linear program."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from lunarsim.physics.logistics.manifesting import Part


def fewest_landings(parts: Sequence[Part], capacities_kg: Sequence[float]) -> int | None:
    """Return how many of a sequence of landings it takes to fly all parts; None where they do not suffice.

    Unknowns are the share of each part on each landing, whole for hardware, and whether a landing is the last or an
    earlier one. By each landing of the sequence, no more of a part has flown than of any hardware that it needs.
    """
    count, landings = len(parts), len(capacities_kg)
    if not count:
        return 0
    if not landings:
        return None
    size = count * landings + landings
    mass = np.array([part.mass_kg for part in parts])
    rows, low, high = [], [], []

    def add(row: np.ndarray, least: float, most: float) -> None:
        rows.append(row)
        low.append(least)
        high.append(most)

    def at(part: int, landing: int) -> int:
        return part * landings + landing

    for part in range(count):
        row = np.zeros(size)
        row[[at(part, landing) for landing in range(landings)]] = 1.0
        add(row, 1.0, 1.0)
    for landing in range(landings):
        row = np.zeros(size)
        row[[at(part, landing) for part in range(count)]] = mass
        row[count * landings + landing] = -capacities_kg[landing]
        add(row, -np.inf, 0.0)
        if landing:
            # Landings are used up in their order.
            row = np.zeros(size)
            row[count * landings + landing] = 1.0
            row[count * landings + landing - 1] = -1.0
            add(row, -np.inf, 0.0)
    place = {part.name: index for index, part in enumerate(parts)}
    for index, part in enumerate(parts):
        for need in part.needs:
            for landing in range(landings):
                row = np.zeros(size)
                row[[at(index, n) for n in range(landing + 1)]] = 1.0
                row[[at(place[need], n) for n in range(landing + 1)]] -= 1.0
                add(row, -np.inf, 0.0)
    cost = np.zeros(size)
    cost[count * landings :] = 1.0
    whole = np.ones(size)
    for index, part in enumerate(parts):
        if part.divisible:
            whole[[at(index, landing) for landing in range(landings)]] = 0.0
    solved = milp(
        cost,
        constraints=LinearConstraint(np.array(rows), low, high),
        integrality=whole,
        bounds=Bounds(0.0, 1.0),
    )
    return round(solved.fun) if solved.success else None
