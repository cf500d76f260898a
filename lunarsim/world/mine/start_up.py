"""What units of a plant can do by their age: each starts up in steps, and all learn to stand still less."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.mine.feed_limits import START_UP_STEPS
from lunarsim.world.mine.plant_design import PlantDesign
from lunarsim.world.mine.unit_needs import LEARNING_YEARS


class StartUp:
    """The units of a plant at work, their start-up and what they have learned.

    Parameters
    ----------
    plant : Plant
        Its availability, start-up and learning.
    design : PlantDesign
        What a run does not change.
    """

    def __init__(self, plant: Plant, design: PlantDesign) -> None:
        self._plant = plant
        self._design = design
        self.units = 0
        self.availability = plant.availability
        """Share of the time in which the plant works [1]."""
        # Units by how many steps of their start-up they have gone up.
        self._started = [0] * (START_UP_STEPS + 1)

    def add(self, count: int) -> list[tuple[float, Callable[[], None]]]:
        """Add some units, and return what changes them later, each after some days [day]."""
        plant, is_first = self._plant, self.units == 0
        self.units += count
        changes: list[tuple[float, Callable[[], None]]] = []
        if is_first and plant.downtime_learning > 0 and plant.availability < 1:
            changes += [
                (years * DAYS_PER_YEAR, partial(self._learn, doublings))
                for doublings, years in enumerate(LEARNING_YEARS, start=1)
            ]
        if plant.start_up_days > 0 and plant.start_up_share < 1:
            self._started[0] += count
            changes += [
                ((step + 1) * plant.start_up_days / START_UP_STEPS, partial(self._step_up, step, count))
                for step in range(START_UP_STEPS)
            ]
        else:
            self._started[-1] += count
        return changes

    def _learn(self, doublings: int) -> None:
        self.availability = self._design.availabilities[doublings]

    def _step_up(self, step: int, count: int) -> None:
        self._started[step] -= count
        self._started[step + 1] += count

    def level(self) -> float:
        """Return the units at work, each counted by the share of its capacity that it has reached."""
        if self._started[-1] == self.units:
            return float(self.units)
        return total(
            (count * share for count, share in zip(self._started, self._design.level_shares, strict=True)), 0.0
        )
