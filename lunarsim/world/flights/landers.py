"""The landers that wait in orbit for crews: each serves one landing, and whoever is ready first takes it."""

from __future__ import annotations

from lunarsim.world.clock import Clock, Conclusion
from lunarsim.world.history.flights import LanderTaken


class Landers:
    """Who has taken which lander in one run.

    Landers are given to crews that wait in the order in which those were ready, and crews take those that wait in the
    order in which they arrived.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    taken : dict
        Its slice of the trace: the crew that has taken a lander, and when, by lander.
    """

    def __init__(self, clock: Clock, taken: dict[str, LanderTaken]) -> None:
        self._clock = clock
        self._taken = taken
        self._free: list[str] = []
        self._waiting: list[tuple[str, tuple[str, ...], Conclusion]] = []
        self._of_crew: dict[str, str] = {}

    def of(self, crew: str) -> str | None:
        """Return the lander that a crew has taken and not used up, None where it has none."""
        return self._of_crew.get(crew)

    def arrived(self, lander: str) -> None:
        """Give a lander that is ready to the crew that has waited longest for one like it, or let it wait."""
        for index, (crew, landers, conclusion) in enumerate(self._waiting):
            if lander in landers:
                del self._waiting[index]
                self._give(lander, crew)
                conclusion.conclude()
                return
        self._free.append(lander)

    def take(self, crew: str, landers: tuple[str, ...]) -> bool:
        """Let a crew take the first free one of the landers that may serve it; return whether there was one."""
        for lander in self._free:
            if lander in landers:
                self._free.remove(lander)
                self._give(lander, crew)
                return True
        return False

    def wait_for(self, crew: str, landers: tuple[str, ...]) -> Conclusion:
        """Return what a crew waits for that found none free: it is reached when one has been given to it."""
        conclusion = self._clock.conclusion()
        self._waiting.append((crew, landers, conclusion))
        return conclusion

    def use_up(self, crew: str) -> None:
        """Note that a crew has set out to its lander, which serves no other."""
        self._of_crew.pop(crew, None)

    def give_back(self, crew: str) -> None:
        """Let others have the lander of a crew that never set out."""
        lander = self._of_crew.pop(crew, None)
        if lander is not None:
            del self._taken[lander]
            self.arrived(lander)

    def _give(self, lander: str, crew: str) -> None:
        self._of_crew[crew] = lander
        self._taken[lander] = LanderTaken(crew, self._clock.now)
