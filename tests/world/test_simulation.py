"""One run as a whole: what it leaves behind, and shortcuts that change nothing."""

import gc

import pytest

from lunarsim.words.draws import single
from lunarsim.world.clock import TooManyEventsError
from lunarsim.world.simulate import simulate
from lunarsim.world.station.station import StationState
from lunarsim.world.wiring import Campaign
from tests.scenario.building import scenario_of
from tests.world.running import run
from tests.world.variants import EACH, variant_of

MADE = {"logistics.return_propellant": "made", "plant.planned": "2030-01-01", "flowsheet.readiness_years": 0.0}
"""The planned first return of which takes a campaign of its own."""


@pytest.mark.parametrize(("changes", "max_events"), [({}, 0), (MADE, 0), ({}, 300)])
def test_a_run_leaves_nothing_for_garbage_collection(changes, max_events):
    scenario = scenario_of(changes)

    def once():
        if max_events:
            with pytest.raises(TooManyEventsError):
                simulate(scenario, single(1), max_events=max_events)
        else:
            simulate(scenario, single(1))

    once()
    gc.collect()
    gc.disable()
    try:
        once()
        kept = [type(each).__name__ for each in gc.get_objects() if isinstance(each, (Campaign, StationState))]
        assert kept == []
    finally:
        gc.enable()


@EACH
@pytest.mark.parametrize("margin", [0.0, 0.5])
def test_looking_at_what_waits_after_each_change_finds_nothing_more(variant, margin, monkeypatch):
    # An asset that waits is looked at only when something has eased; power is short here, so that many do.
    scenario = variant_of(variant, {"station.power_margin": margin, "station.power_multiplier": 0.6})
    plain = [run(scenario, sample=sample) for sample in range(3)]
    switch = StationState._switch

    def and_look(self, item, on):
        switch(self, item, on)
        self._commission_what_can()

    monkeypatch.setattr(StationState, "_switch", and_look)
    for sample, trace in enumerate(plain):
        again = run(scenario, sample=sample)
        # Told as text, as days that never come are no numbers.
        assert repr(again) == repr(trace)
