"""Crews at a station: they work for as long as what they brought and what the station has for them lasts."""

from __future__ import annotations

from collections.abc import Callable

from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.world.clock import Clock
from lunarsim.world.history.upkeep import UpkeepTrace
from lunarsim.world.signal import Signal
from lunarsim.world.upkeep.stocks import Stock


class CrewStays:
    """The stays of crews at one station.

    A crew brings what a stay without a house takes. Where the station houses crews, it stays longer, as long as the
    provisions there allow.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        How long crews stay and what they use.
    houses_crews : callable
        Whether the station houses crews now.
    provisions : Stock
        Provisions at the station.
    set_crew : callable
        Lets some pairs of astronauts be at work.
    trace : UpkeepTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        rules: Upkeep,
        *,
        houses_crews: Callable[[], bool],
        provisions: Stock,
        set_crew: Callable[[int], None],
        trace: UpkeepTrace,
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._houses_crews = houses_crews
        self._provisions = provisions
        self._set_crew = set_crew
        self.pairs = 0
        """Pairs of astronauts at the station now."""
        self.changed: Signal[()] = Signal()
        """A crew has come or gone."""
        self._trace = trace

    @property
    def housed_stay_kg(self) -> float:
        """Return the provisions that a housed stay takes beyond what its crew brings [kg]."""
        rules = self._rules
        days = max(rules.housed_stay_days - rules.stay_days, 0.0)
        return days * rules.stay_crew * rules.provisions_kg_per_person_day

    def crew_landed(self, brought_kg: float) -> None:
        """Let a crew stay that has brought what a stay without a house takes [kg]."""
        rules, crew = self._rules, self._rules.stay_crew
        self._provisions.add(brought_kg)
        self._provisions.take(brought_kg)
        days = rules.stay_days
        if self._houses_crews():
            longer_kg = min(self.housed_stay_kg, self._provisions.left_kg())
            self._provisions.take(longer_kg)
            per_day_kg = crew * rules.provisions_kg_per_person_day
            days += longer_kg / per_day_kg if per_day_kg > 0.0 else max(rules.housed_stay_days - days, 0.0)
        self._trace.person_days += days * crew
        pairs = max(crew // 2, 1)
        self._change(pairs)
        self._clock.after(days, self._leaves, pairs)

    def _leaves(self, pairs: int) -> None:
        self._change(-pairs)

    def _change(self, pairs: int) -> None:
        self.pairs += pairs
        self._trace.crew_pairs.append((self._clock.now, self.pairs))
        self._set_crew(self.pairs)
        self.changed.emit()
