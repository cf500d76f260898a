"""One run as a whole: what it leaves behind, and shortcuts that change nothing."""

import dataclasses
import gc

import pytest
from simpy.events import Event

from lunarsim.words.draws import single
from lunarsim.world.clock import Clock, TooManyEventsError
from lunarsim.world.flights.flight import Flights
from lunarsim.world.flights.missions import Missions
from lunarsim.world.flights.readiness import Readiness
from lunarsim.world.history.trace import Trace
from lunarsim.world.mine.logistics.resupply import Resupply
from lunarsim.world.mine.logistics.returns import Returns
from lunarsim.world.mine.logistics.supply import Supply
from lunarsim.world.mine.plant import PlantState
from lunarsim.world.programs.cutoff import CutoffState
from lunarsim.world.programs.partnership import Partnership
from lunarsim.world.programs.replacements import Replacements
from lunarsim.world.purposes import OF_THE_MINE, OF_THE_PROGRAMS, PURPOSES
from lunarsim.world.simulate import simulate
from lunarsim.world.station.milestones import Milestones
from lunarsim.world.station.station import StationState
from lunarsim.world.wiring import Campaign
from tests.scenario.building import RACE, scenario_of
from tests.world.plants import MINING
from tests.world.running import FixedDraws, run
from tests.world.variants import EACH, variant_of

MADE = {"logistics.return_propellant": "made", "plant.planned": "2030-01-01", "flowsheet.readiness_years": 0.0}
"""The planned first return of which takes a campaign of its own."""

WITHOUT_RETURN = MADE | {
    "flowsheet.readiness_years": 60.0,
    "logistics.return_interval_days": 10.0,
    "logistics.return_capacity_kg": 50_000.0,
    "logistics.return_least_load_share": 1.0,
    "returns.longest_wait_years": 100.0,
}
"""Never ready, and in the plan a return is due every ten days for which there is never enough product."""

SUSPENDED = {"cooperation.first_suspension": "2028-07-01"}

SHORT_OF_POWER = MINING | {
    "waits.landing_failure": True,
    "waits.power": True,
    "plant.power_kw": 20.0,
    "plant.power_source": "solar",
    "flowsheet.restart_hours": 0.0,
    "logistics.return_least_load_share": 0.02,
    "returns.longest_wait_years": 100.0,
    "flowsheet.purification_recovery": 1.0,
}
"""A plant that works in the dark with the power of the station only."""

PARTS = (Campaign, Clock, Event, CutoffState, Flights, Milestones, Missions, Partnership, PlantState, Readiness,
         Replacements, Resupply, Returns, StationState, Supply, Trace)  # fmt: skip


def parts_left_by(once):
    """Return the kinds of parts that a run leaves to the garbage collector."""
    once()
    gc.disable()
    # What is there already is set apart, so that it need not be looked through.
    gc.freeze()
    try:
        once()
        return [type(each).__name__ for each in gc.get_objects() if isinstance(each, PARTS)]
    finally:
        gc.unfreeze()
        gc.enable()


@pytest.mark.parametrize(("changes", "max_events"), [({}, 0), (MADE, 0), ({}, 300), (RACE, 0), (SUSPENDED, 0)])
def test_a_run_leaves_nothing_for_garbage_collection(changes, max_events):
    scenario = scenario_of(changes)

    def once():
        if max_events:
            with pytest.raises(TooManyEventsError):
                simulate(scenario, single(1), max_events=max_events)
        else:
            simulate(scenario, single(1))

    assert parts_left_by(once) == []


class NoDescent(FixedDraws):
    """Fails where a flight lands."""

    def normal(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        return 1 / 0 if purpose == "descent" else 0.0


def test_a_run_that_fails_leaves_nothing_for_garbage_collection():
    scenario = scenario_of({"waits.landing_failure": True})

    def once():
        with pytest.raises(ZeroDivisionError):
            simulate(scenario, NoDescent())

    assert parts_left_by(once) == []


def test_the_planned_run_may_take_no_more_events_than_the_run_itself(monkeypatch):
    scenario, max_events = scenario_of(WITHOUT_RETURN, "fra_mauro"), 1_000
    with monkeypatch.context() as without_plan:
        without_plan.setattr("lunarsim.world.simulate.planned_mine", lambda *known: {})
        simulate(scenario, single(1), max_events=max_events)
    with pytest.raises(TooManyEventsError):
        simulate(scenario, single(1), max_events=max_events)


class NoStation(FixedDraws):
    """All that is to land for the station is lost; flights for the mine land."""

    def normal(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        return 9.0 if purpose == "descent" and not entity.startswith("mine") else 0.0


def test_a_first_return_that_waits_for_the_power_of_the_station_is_late_by_power():
    trace = simulate(scenario_of(SHORT_OF_POWER), NoStation())
    assert trace.mine.idle_days == {}
    assert trace.delay_days["first_product"] == {}
    assert trace.delay_days["first_return"] == {"power": pytest.approx(365.25)}


@EACH
@pytest.mark.parametrize("margin", [0.0, 0.5])
def test_looking_at_what_waits_after_each_change_finds_nothing_more(variant, margin, monkeypatch):
    # An asset that waits is looked at only when something has eased; power is short here, so that many do.
    scenario = variant_of(variant, {"station.power_margin": margin, "station.power_multiplier": 0.6})
    plain = [run(scenario, sample=sample) for sample in range(3)]
    connect = StationState.__init__

    def and_look(self, *args, **kwargs):
        connect(self, *args, **kwargs)
        self.power_changed.connect(self.commission_what_can)
        self.functions_changed.connect(lambda functions: self.commission_what_can())

    monkeypatch.setattr(StationState, "__init__", and_look)
    for sample, trace in enumerate(plain):
        again = run(scenario, sample=sample)
        # Compared as text, as days that never come are no numbers.
        assert repr(again) == repr(trace)


def test_only_flights_for_the_mine_count_as_its_mass():
    """No rule lets hardware fly to Mars; were there any, it would not be the mine's."""
    scenario = scenario_of(MINING | {"plan.mars": "ambitious"})
    mars = next(
        key for key, mission in scenario.missions.items() if mission.kind == "mars" and mission.program == "china"
    )
    heavy = dataclasses.replace(scenario.missions[mars], assets=("ilrs_excavators",))
    loaded = dataclasses.replace(scenario, missions=scenario.missions | {mars: heavy})
    plain, more = run(scenario), run(loaded)
    landed = [flight for flight in more.flights.flown if flight.mission == mars]
    assert sum(flight.landed_kg for flight in landed) > 0
    assert more.mine.landed_kg == plain.mine.landed_kg > 0
    assert set(PURPOSES) == OF_THE_MINE | OF_THE_PROGRAMS
    assert not OF_THE_MINE & OF_THE_PROGRAMS
