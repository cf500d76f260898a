"""The same campaign run by others: EMA Workbench's evaluator and Hydra's basic launcher.

EMA Workbench is no dependency of lunarsim, not even of its developers: ``pip install ema_workbench`` beside it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import lunarsim
from benchmarks.executor_cost import elsewhere
from benchmarks.inside import CAMPAIGNS, setter
from benchmarks.measuring import Ratio, ratio, seconds

SEED = 1


class OneRun:
    """The campaign as a function of its uncertain factors, as EMA Workbench calls it: run after run.

    Parameters
    ----------
    keys : sequence of str
        The factors.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self.__name__ = "campaign"
        self._names = [name_of(key) for key in keys]
        self._scenario = lunarsim.load_scenario()
        self._put = setter(keys)
        self._labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([self._scenario]).items()}

    def __call__(self, **values: float) -> dict[str, Any]:
        """Run one campaign; the digits of the first factor select its draws, as runs come in any order."""
        sample = hash(values[self._names[0]]) % 2**31
        scenario = self._put(self._scenario, [values[name] for name in self._names])
        result = CAMPAIGNS.run([scenario], [(sample, 0)], SEED, self._labels)
        return {variable.name: result.arrays[variable.name][0] for variable in kept()}


def name_of(key: str) -> str:
    """Return a factor's key as a name that EMA Workbench takes."""
    return key.replace(".", "__")


def kept() -> list[Any]:
    """Return the outcomes that both keep: numbers of a run and its monthly series."""
    return [variable for variable in CAMPAIGNS.variables if variable.dims in ((), ("month",))]


def ema_workbench(samples: int, pairs: int) -> Ratio | None:
    """Return the time of EMA Workbench with two processes over that of lunarsim with two, or None without it."""
    if find_spec("ema_workbench") is None:
        return None
    import ema_workbench as ema

    with lunarsim.sweep(["design.samples=2", "output=none"]) as dataset:
        keys = [str(key) for key in dataset["factor"].values]
        spans = {key: (float(dataset[key].min()), float(dataset[key].max())) for key in keys}
    model = ema.Model("campaign", function=OneRun(keys))
    model.uncertainties = [ema.RealParameter(name_of(key), *spans[key]) for key in keys]
    model.outcomes = [
        ema.ArrayOutcome(variable.name) if variable.dims else ema.ScalarOutcome(variable.name) for variable in kept()
    ]

    def theirs() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with ema.MultiprocessingEvaluator(model, n_processes=2) as evaluator:
                evaluator.perform_experiments(scenarios=samples)

    def ours() -> None:
        lunarsim.sweep([f"design.samples={samples}", "executor=processes", "executor.workers=2"]).close()

    with elsewhere():
        return ratio(theirs, ours, pairs)


APP = """
import sys
sys.argv[0] = "campaign"
import hydra
import lunarsim
from benchmarks.inside import read_line, shipped
read_line([]).composer.register()
scenario = lunarsim.load_scenario()

@hydra.main(version_base="1.3", config_path=str(shipped("configs")), config_name="config")
def campaign(config):
    lunarsim.simulate(scenario, 1, int(config.design.samples), 0)

campaign()
"""


def hydra_launcher(jobs: int = 40) -> tuple[float, float]:
    """Return the time of a run [s] by Hydra's basic launcher, one job a run, and by lunarsim, its store included.

    The start of the program is taken off: it is that of a fourth of the jobs, drawn on.
    """

    def launch(count: int) -> float:
        with tempfile.TemporaryDirectory() as folder:
            words = ["-m", f"+design.samples=range(1,{count + 1})", f"hydra.sweep.dir={folder}"]
            return seconds(lambda: subprocess.run([sys.executable, "-c", APP, *words], check=True, capture_output=True))

    few = jobs // 4
    theirs = (launch(jobs) - launch(few)) / (jobs - few)
    with elsewhere():
        lunarsim.sweep(["design.samples=50"]).close()
        ours = seconds(lambda: lunarsim.sweep(["design.samples=1000"]).close()) / 1000
    return theirs, ours
