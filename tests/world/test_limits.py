"""A run that does not end is given up after so many events."""

import itertools

import pytest
import simpy

from lunarsim.world.clock import TooManyEventsError, event_numbers


def test_the_numbers_end_with_an_error_again_and_again():
    numbers = event_numbers(3)
    assert list(itertools.islice(numbers, 3)) == [0, 1, 2]
    for _ in range(3):
        with pytest.raises(TooManyEventsError, match="more than 3 events"):
            next(numbers)


def test_a_process_that_never_rests_is_stopped():
    def restless(env):
        while True:
            yield env.timeout(0)

    env = simpy.Environment()
    env._eid = event_numbers(1_000)
    env.process(restless(env))
    with pytest.raises(TooManyEventsError):
        env.run(until=1.0)
