"""The addresses of draws: a changed text would move chance between missions and break common random numbers.

Which of them are asked in a few runs changes with every rule that moves dates. ``python -m
tests.world.test_draw_addresses`` writes them again and says which texts are new or gone.
"""

import json
from pathlib import Path

import pytest

from lunarsim.world.simulate import simulate
from tests.scenario.building import RACE, scenario_of
from tests.world.running import RecordingDraws

FILE = Path(__file__).with_name("draw_addresses.json")
KNOWN = json.loads(FILE.read_text(encoding="utf-8"))
"""By scenario: each entity and the purposes for which it draws in the runs below."""
SAMPLES = range(8)
SCENARIOS = {"base": {}, "race": RACE}


def asked(changes):
    scenario = scenario_of(changes)
    found = set()
    for sample in SAMPLES:
        draws = RecordingDraws(seed=1, sample=sample)
        simulate(scenario, draws)
        found |= {(entity, purpose) for _, entity, purpose, _ in draws.record}
    return sorted(found)


def known(name):
    return sorted((entity, purpose) for entity in KNOWN[name] for purpose in KNOWN[name][entity])


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_draw_has_the_entity_and_the_purpose_that_it_always_had(name):
    assert asked(SCENARIOS[name]) == known(name)


def write():
    """Write the addresses of today; print which purposes no entity had before, and which none has any more."""
    parts = []
    for name, changes in SCENARIOS.items():
        by_entity = {}
        for entity, purpose in asked(changes):
            by_entity.setdefault(entity, []).append(purpose)
        before = {purpose for _, purpose in known(name)}
        after = {purpose for purposes in by_entity.values() for purpose in purposes}
        print(f"{name}: new {sorted(after - before)}, gone {sorted(before - after)}")
        lines = (f"  {json.dumps(entity)}: {json.dumps(purposes)}" for entity, purposes in by_entity.items())
        parts.append(f" {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n }")
    FILE.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
