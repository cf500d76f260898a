"""How many runs a block holds where nobody says it: about two seconds of them, so that Ctrl-C loses little."""

import dataclasses

import pytest

from lunarsim.study.grid.planning import make_plan, runs_of_a_block
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE
from tests.study.conftest import asked
from tests.study.models import SMALL


def blocks(**settings):
    """Return the runs of the largest block of a plan."""
    plan = make_plan(asked(**{"block_runs": 0, **settings}), CAMPAIGNS, CAMPAIGNS_REFERENCE)
    return max(len(range(*part.indices(5000))) for part in plan.grid.region(0)[-2:])


def test_a_block_of_the_base_scenario_takes_about_two_seconds():
    assert 200 <= blocks(samples=3000) <= 400


def test_longer_runs_come_in_smaller_blocks_and_none_has_more_than_a_thousand():
    longer = blocks(samples=3000, changes={"timeline.horizon_years": 60.0})
    assert longer < 0.7 * blocks(samples=3000)
    assert blocks(samples=5000, changes={"timeline.horizon_years": 1.0}) <= 1000


def test_what_is_asked_for_overrides_it():
    assert blocks(samples=3000, block_runs=50) == 50


def test_a_model_that_does_not_say_how_long_it_takes_has_blocks_of_500():
    assert runs_of_a_block(SMALL, []) == 500


def test_the_longest_scenario_decides(monkeypatch):
    @dataclasses.dataclass
    class Slow:
        def run_seconds(self, scenario):
            return scenario

    assert runs_of_a_block(Slow(), [0.001, 0.1, 0.004]) == 20
    assert runs_of_a_block(Slow(), [0.000001]) == 1000
    assert runs_of_a_block(Slow(), [60.0]) == 1


@pytest.mark.parametrize("size", [0, 50])
def test_the_size_of_blocks_is_no_part_of_the_fingerprint(size):
    plans = [make_plan(asked(block_runs=each), CAMPAIGNS, CAMPAIGNS_REFERENCE) for each in (size, 500)]
    assert plans[0].hash == plans[1].hash
