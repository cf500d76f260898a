"""The clock: waits, calls, conclusions, the limit on events, and what is left when it is closed."""

import gc
import weakref

import pytest

from lunarsim.world.clock import Clock, TooManyEventsError


class Diary:
    """Keeps what happened when."""

    def __init__(self, clock):
        self.clock = clock
        self.lines = []

    def write(self, what):
        self.lines.append((self.clock.now, what))


def test_what_is_due_comes_in_the_order_of_time_and_then_of_its_booking():
    clock = Clock(100.0)
    diary = Diary(clock)
    for days, what in ((5.0, "late"), (1.0, "first"), (1.0, "second"), (100.5, "beyond the horizon")):
        clock.after(days, diary.write, what)
    clock.run()
    assert diary.lines == [(1.0, "first"), (1.0, "second"), (5.0, "late")]
    assert clock.now == 100.0


def test_a_process_waits_for_days_for_a_day_and_for_a_conclusion():
    clock = Clock(100.0)
    diary, conclusion = Diary(clock), clock.conclusion()

    def course():
        yield clock.wait(2.0)
        diary.write("waited")
        yield clock.wait_until(7.0)
        diary.write("on the day")
        yield conclusion
        diary.write("concluded")
        yield clock.wait_until(100.0)
        diary.write("never")

    clock.start(course())
    clock.after(20.0, lambda _: conclusion.conclude(), None)
    clock.run()
    assert diary.lines == [(2.0, "waited"), (7.0, "on the day"), (20.0, "concluded")]


def test_a_conclusion_is_reached_once_and_delays_nothing_afterwards():
    clock = Clock(10.0)
    conclusion = clock.conclusion()
    assert not conclusion.reached
    conclusion.conclude()
    conclusion.conclude()
    assert conclusion.reached
    diary = Diary(clock)

    def late():
        yield clock.wait(3.0)
        yield conclusion
        diary.write("on")

    clock.start(late())
    clock.run()
    assert diary.lines == [(3.0, "on")]


def test_a_run_can_be_stopped_and_goes_on_from_there():
    clock = Clock(100.0)
    diary = Diary(clock)
    clock.after(4.0, lambda _: clock.stop(), None)
    clock.after(4.0, diary.write, "same day")
    clock.run()
    assert clock.now == 4.0
    clock.run(50.0)
    assert diary.lines == [(4.0, "same day")]
    assert clock.now == 50.0


@pytest.mark.parametrize("restless_by", ["process", "calls"])
def test_what_never_rests_is_stopped_by_the_limit_on_events(restless_by):
    clock = Clock(1.0, max_events=1_000)

    def process():
        while True:
            yield clock.wait(0.0)

    def call(number):
        clock.after(0.0, call, number + 1)

    if restless_by == "process":
        clock.start(process())
    else:
        clock.after(0.0, call, 0)
    with pytest.raises(TooManyEventsError, match="more than 1,000 events"):
        clock.run()


def test_a_limit_that_is_not_met_changes_nothing():
    days = []
    for limit in (0, 100):
        clock = Clock(50.0, limit)
        diary = Diary(clock)
        for day in range(40):
            clock.after(float(day), diary.write, day)
        clock.run()
        days.append(diary.lines)
    assert days[0] == days[1]
    assert len(days[0]) == 40


def test_a_closed_clock_frees_what_waits_without_the_garbage_collector():
    class Owner:
        def __init__(self, clock):
            self.clock = clock
            self.conclusion = clock.conclusion()

        def waits_for_time(self):
            yield self.clock.wait(1e6)

        def waits_for_a_conclusion(self):
            yield self.conclusion

        def waits_without_end(self):
            yield self.clock.never

        def call(self, argument):
            raise AssertionError(argument)

    gc.collect()
    gc.disable()
    try:
        clock = Clock(10.0)
        owner = Owner(clock)
        for process in (owner.waits_for_time(), owner.waits_for_a_conclusion(), owner.waits_without_end()):
            clock.start(process)
        clock.after(1e6, owner.call, owner)
        clock.run()
        clock.close()
        gone = weakref.ref(owner)
        del owner, process, clock
        assert gone() is None
    finally:
        gc.enable()


class Faulty:
    """Ends a run by an error, in one way or another."""

    def __init__(self, clock):
        self.clock = clock

    def process_fails(self):
        yield self.clock.wait(1.0)
        raise KeyError("own", "arguments")

    def process_never_rests(self):
        while True:
            yield self.clock.wait(0.0)

    def process_starts_processes(self):
        yield self.clock.wait(1.0)
        while True:
            self.clock.start(self.process_never_rests())

    def call_fails(self, argument):
        raise KeyError("own", "arguments")

    def call_never_rests(self, argument):
        self.clock.after(0.0, self.call_never_rests, argument)


@pytest.mark.parametrize(
    ("way", "error"),
    [
        ("process_fails", KeyError),
        ("process_never_rests", TooManyEventsError),
        ("process_starts_processes", TooManyEventsError),
        ("call_fails", KeyError),
        ("call_never_rests", TooManyEventsError),
    ],
)
def test_a_run_that_ends_by_an_error_is_freed_without_the_garbage_collector(way, error):
    def begin():
        clock = Clock(10.0, 200)
        faulty = Faulty(clock)
        if way.startswith("process"):
            clock.start(getattr(faulty, way)())
        else:
            clock.after(1.0, getattr(faulty, way), None)
        return clock, weakref.ref(faulty)

    gc.disable()
    try:
        clock, faulty = begin()
        with pytest.raises(error):
            clock.run()
        clock.close()
        del clock
        assert faulty() is None
    finally:
        gc.enable()


def test_the_error_of_a_process_is_raised_itself_with_the_place_where_it_came_from():
    class TwoPartsError(Exception):
        def __init__(self, what, amount):
            super().__init__(f"{what}: {amount}")

    error = TwoPartsError("short of power", 3)

    def short_of_power():
        yield clock.wait(1.0)
        raise error

    clock = Clock(10.0)
    clock.start(short_of_power())
    with pytest.raises(TwoPartsError, match="short of power: 3") as caught:
        clock.run()
    assert caught.value is error
    assert caught.traceback[-1].name == "short_of_power"
