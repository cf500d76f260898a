"""Small models that stand in for the campaigns; spawned workers import them by name."""

from __future__ import annotations

import copy
import os
import time

import numpy as np

from lunarsim.study.model.interface import FAILED, OK, Results
from lunarsim.words.draws import DrawBlock
from lunarsim.words.errors import Fault
from lunarsim.words.units import add_years, month_starts, parse_date
from lunarsim.world.outcomes.variable import Coordinate, Variable

VARIABLES = (
    Variable("mass_kg", "mass landed", "kg", about="Mass by units, with chance."),
    Variable("cost_musd", "cost", "MUSD", about="Mass times price."),
    Variable("flights", "flights", "1", dtype="i4", about="Whole number of flights."),
    Variable("month_power_kw", "power", "kW", ("month",), "f4", "Steps."),
    Variable(
        "mission_outcome",
        "outcome of the mission",
        "1",
        ("mission",),
        "i1",
        "How it went.",
        flags=((0, "lost"), (1, "flown")),
    ),
    Variable("import_reliance", "import reliance", "1", ("bloc", "year")),
)


class Small:
    """Numbers that depend on levers, factors and draws; ``fails`` says which runs raise."""

    variables = VARIABLES

    def __init__(self, fails=lambda scenario, row: False, name="small"):
        self.fails = fails
        self.name = name

    def on_run_start(self, run):
        """Do nothing."""

    def limited(self, max_events, on_run_start):
        limited = copy.copy(self)
        limited.on_run_start = on_run_start or self.on_run_start
        return limited

    def coordinates(self, scenarios):
        starts, missions = set(), {}
        for scenario in scenarios:
            start = parse_date(scenario.timeline.start)
            starts.add((start, add_years(start, scenario.timeline.horizon_years)))
            missions.update(dict.fromkeys(list(scenario.missions)[:3]))
        first, last = min(s for s, _ in starts), max(e for _, e in starts)
        return {
            "month": Coordinate(tuple(month_starts(first, last)), "month"),
            "mission": Coordinate(tuple(missions), "mission"),
            "bloc": Coordinate(("china", "world"), "bloc"),
            "year": Coordinate(tuple(range(first.year, last.year + 1)), "calendar year"),
        }

    def infeasible(self, scenario):
        return [Fault("plant.power_kw", "no power, no plant")] if scenario.plant.power_kw == 0 else []

    def run(self, scenarios, rows, seed, labels):
        count = len(scenarios)
        sizes = {name: len(values) for name, values in labels.items()}
        arrays = {
            v.name: np.full((count, *(sizes[d] for d in v.dims)), v.missing, dtype="f8" if v.dtype == "f4" else v.dtype)
            for v in self.variables
        }
        status, errors = np.full(count, OK, dtype=np.int8), [""] * count
        block = DrawBlock(seed, rows)
        for run, (scenario, row) in enumerate(zip(scenarios, rows, strict=True)):
            self.on_run_start(run)
            try:
                if self.fails(scenario, row):
                    raise ArithmeticError(f"sample {row[0]} cannot be")
                draws = block.run(run)
                mass = scenario.plant.units * scenario.plant.availability * 1000 * draws.uniform("ship", "mass")
                arrays["mass_kg"][run] = mass
                arrays["cost_musd"][run] = mass * scenario.logistics.delivery_usd_per_kg / 1e6
                arrays["flights"][run] = int(draws.uniform("ship", "flights") * 10)
                arrays["month_power_kw"][run] = np.arange(sizes["month"]) // 12 * draws.uniform("ship", "power", 5)
                arrays["mission_outcome"][run] = [draws.uniform(m, "outcome") > 0.5 for m in labels["mission"]]
                arrays["import_reliance"][run] = scenario.site.thorium_ppm
            except Exception as error:
                status[run], errors[run] = FAILED, f"{type(error).__name__}: {error}"
        self.on_run_start(-1)
        return Results(arrays, status, errors)


def _one_in_ten(scenario, row):
    return row[0] % 10 == 3


class Exploding(Small):
    """Raises around the runs, as an error in vectorized accounts would, and kills its process for large plants."""

    def run(self, scenarios, rows, seed, labels):
        if any(scenario.plant.units == 7 for scenario in scenarios):
            import os

            os._exit(9)
        raise ZeroDivisionError("accounts")


class Thirsty(Small):
    """The size of the base scenario's results, at no cost: for measuring the store."""

    variables = tuple(Variable(f"scalar_{n}", f"scalar {n}", "1") for n in range(30)) + tuple(
        Variable(f"month_{n}", f"series {n}", "kW", ("month",), "f4") for n in range(12)
    )

    def run(self, scenarios, rows, seed, labels):
        count, months = len(scenarios), len(labels["month"])
        rng = np.random.default_rng(rows[0][0])
        arrays = {f"scalar_{n}": rng.normal(size=count) for n in range(30)}
        for n in range(12):
            steps = np.zeros((count, months))
            at = rng.integers(0, months, (count, 25))
            steps[np.arange(count)[:, None], at] = rng.gamma(2, 500, (count, 25))
            arrays[f"month_{n}"] = np.cumsum(steps, axis=1) if n % 3 else steps
        return Results(arrays, np.full(count, OK, dtype=np.int8))


class Interrupted(Small):
    """Ctrl-C comes with the second block."""

    def run(self, scenarios, rows, seed, labels):
        if rows[0][0] > 0:
            raise KeyboardInterrupt
        return super().run(scenarios, rows, seed, labels)


def _one_in_a_hundred_raises_and_one_hangs(scenario, row):
    if row[0] == 123 and scenario.plant.units == 2 and "LUNARSIM_TEST_MENDED" not in os.environ:
        while True:
            pass
    return row[0] % 100 == 7 and "LUNARSIM_TEST_MENDED" not in os.environ


def _slow(scenario, row):
    time.sleep(0.002)
    return False


def _kills_its_worker_once(scenario, row):
    mark = os.environ["LUNARSIM_TEST_MARK"]
    if row[0] == 5 and scenario.plant.units == 2 and not os.path.exists(mark):
        open(mark, "w").close()
        os.kill(os.getpid(), 9)
    return False


SMALL = Small()
HANGING = Small(_one_in_a_hundred_raises_and_one_hangs, "hanging")
SLOW = Small(_slow, "slow")
KILLED_ONCE = Small(_kills_its_worker_once, "killed_once")
FAILING = Small(_one_in_ten, "failing")
EXPLODING = Exploding(name="exploding")
THIRSTY = Thirsty(name="thirsty")
INTERRUPTED = Interrupted(name="interrupted")
CONTINUED = Small(name="interrupted")
