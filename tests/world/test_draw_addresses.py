"""The addresses of draws: a changed text would move chance between missions and break common random numbers."""

import json
from pathlib import Path

import pytest

from lunarsim.world.simulate import simulate
from tests.scenario.building import RACE, scenario_of
from tests.world.running import RecordingDraws

KNOWN = json.loads(Path(__file__).with_name("draw_addresses.json").read_text(encoding="utf-8"))
"""By scenario: each entity and the purposes for which it draws in the runs below."""
SAMPLES = range(8)


@pytest.mark.parametrize(("name", "changes"), [("base", {}), ("race", RACE)])
def test_each_draw_has_the_entity_and_the_purpose_that_it_always_had(name, changes):
    scenario = scenario_of(changes)
    asked = set()
    for sample in SAMPLES:
        draws = RecordingDraws(seed=1, sample=sample)
        simulate(scenario, draws)
        asked |= {(entity, purpose) for _, entity, purpose, _ in draws.record}
    assert sorted(asked) == sorted((entity, purpose) for entity in KNOWN[name] for purpose in KNOWN[name][entity])
