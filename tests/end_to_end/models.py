"""Functions whose indices are known by theory, as models of a sweep."""

from __future__ import annotations

import datetime as dt

import numpy as np

from lunarsim.study.model.interface import FAILED, OK, Results
from lunarsim.words.draws import DrawBlock
from lunarsim.world.outcomes.variable import Coordinate, Variable

FACTORS = {
    "plant.availability": (0.2, 0.9),
    "plant.power_kw": (40.0, 90.0),
    "site.thorium_ppm": (1.0, 20.0),
    "logistics.delivery_usd_per_kg": (1e4, 1e5),
}
"""Factors, all uniform, in the order of the functions' arguments."""

WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0])
"""Of the g-function: the smaller, the more the factor matters."""

END = 2056.5


class Functions:
    """Ishigami's function of three factors, Sobol's g-function of four, a line, chance, and dates."""

    variables = (
        Variable("horizon_year", "end of the simulation", "year"),
        Variable("ishigami", "Ishigami's function", "1"),
        Variable("g_function", "Sobol's g-function", "1"),
        Variable("line_kg", "a straight line", "kg"),
        Variable("noisy_kg", "a line with chance", "kg"),
        Variable("swayed_kg", "a line that chance moves, the more the larger the first factor", "kg"),
        Variable("often_year", "date that most runs reach", "year"),
        Variable("hardly_year", "date that few runs reach", "year"),
    )

    def __init__(self, fails=lambda scenario, row: False, name="functions"):
        self.fails = fails
        self.name = name

    def coordinates(self, scenarios):
        return {}

    def infeasible(self, scenario):
        return []

    def run(self, scenarios, rows, seed, labels):
        lows, highs = (np.array(ends) for ends in zip(*FACTORS.values(), strict=True))
        values = np.array([[float(scenario.value(key)) for key in FACTORS] for scenario in scenarios])
        unit = (values - lows) / (highs - lows)
        block = DrawBlock(seed, rows)
        chance = np.array([block.run(run).uniform("chance", "noise") for run in range(len(rows))])
        a, b, c = (2 * np.pi * unit[:, :3] - np.pi).T
        date = 2030 + 30 * unit[:, 0]
        arrays = {
            "horizon_year": np.full(len(rows), END),
            "ishigami": np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a),
            "g_function": np.prod((np.abs(4 * unit - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1),
            "line_kg": unit @ np.array([4.0, -2.0, 1.0, 0.0]),
            "noisy_kg": unit @ np.array([4.0, -2.0, 1.0, 0.0]) + 20 * (chance - 0.5),
            "swayed_kg": unit @ np.array([4.0, -2.0, 1.0, 0.0]) + 5 * (chance - 0.5) * (0.5 + unit[:, 0]),
            "often_year": np.where(date <= END, date, np.nan),
            "hardly_year": np.where(unit[:, 0] < 0.1, date, np.nan),
        }
        failed = np.array([self.fails(*each) for each in zip(scenarios, rows, strict=True)])
        status = np.where(failed, FAILED, OK).astype(np.int8)
        for array in arrays.values():
            array[failed] = np.nan
        return Results(arrays, status, ["ArithmeticError: no" * int(each) for each in failed])


FUNCTIONS = Functions()
FAILING = Functions(lambda scenario, row: row[0] == 7 or row[1] == 3)
"""Fails in a sample and in a replicate."""


class Counted(Functions):
    """The functions with what else a store holds: counts, codes with labels, months, and runs that fail."""

    variables = (
        *Functions.variables,
        Variable("missions_flown", "launch campaigns flown", "1", dtype="i4"),
        Variable("month_power_kw", "power", "kW", ("month",), "f4"),
        Variable(
            "outcome", "outcome", "1", ("mission",), "i1", flags=((-1, "absent"), (0, "lost"), (1, "won")), fill=-2
        ),
    )

    def coordinates(self, scenarios):
        first = [dt.date(2030, month, 1) for month in range(1, 13)]
        return {"month": Coordinate(tuple(first), "month"), "mission": Coordinate(("change_8", "luna_27"), "mission")}

    def run(self, scenarios, rows, seed, labels):
        results = super().run(scenarios, rows, seed, labels)
        a = results.arrays["line_kg"]
        results.arrays["missions_flown"] = np.nan_to_num(a).astype("i4") + 10
        results.arrays["month_power_kw"] = (a[:, np.newaxis] + np.arange(12) // 3).astype("f4")
        results.arrays["outcome"] = np.stack([np.nan_to_num(a) > 1, np.full(len(a), -1)], axis=1).astype("i1")
        return results


COUNTED = Counted(lambda scenario, row: row[0] == 2, "counted")


class Noise(Functions):
    """Outcomes of chance alone, the second one of each run by itself, even where runs share their chance."""

    variables = (
        Variable("horizon_year", "end of the simulation", "year"),
        Variable("chance_kg", "chance", "kg"),
        Variable("chaos_kg", "chaos", "kg"),
    )

    def run(self, scenarios, rows, seed, labels):
        block = DrawBlock(seed, rows)
        chance = [block.run(run).uniform("chance", "noise") for run in range(len(rows))]
        values = [[float(scenario.value(key)) for key in FACTORS] for scenario in scenarios]
        seeds = [np.array([seed, row[1], *each]).view(np.uint64) for row, each in zip(rows, values, strict=True)]
        arrays = {
            "horizon_year": np.full(len(rows), END),
            "chance_kg": np.array(chance),
            "chaos_kg": np.array([np.random.default_rng(each).normal() for each in seeds]),
        }
        return Results(arrays, np.full(len(rows), OK, dtype=np.int8), [""] * len(rows))


NOISE = Noise(name="noise")
"""Nothing matters for it."""
