"""Simulator of lunar resource scenarios.

Five functions for notebooks and scripts; the datasets that they return are read with plain xarray:

* :func:`load_scenario` gives one checked scenario for a line of overrides,
* :func:`with_values` gives another scenario with some parameters changed,
* :func:`simulate` makes one run of it,
* :func:`sweep` makes all runs that a line asks for,
* :func:`resume` makes those that are missing or failed in a stored sweep.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from lunarsim.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    import xarray

    from lunarsim.scenario.scenario import Scenario

__all__ = ["__version__", "load_scenario", "resume", "simulate", "sweep", "with_values"]


def load_scenario(overrides: Sequence[str] = (), config_dir: str | PathLike[str] | None = None) -> Scenario:
    """Return the scenario that a line of overrides asks for.

    Parameters
    ----------
    overrides : sequence of str
        Overrides as on the command line, such as ``["scenario=china_alone", "plant.units=2"]``; no sweeps.
    config_dir : path, optional
        Folder with options of your own.

    Raises
    ------
    lunarsim.words.errors.InputError
        With all faults of the overrides.
    """
    from lunarsim.door.line.reading import read_line

    return read_line(_listed(overrides), multirun=False, folders=_folders(config_dir)).scenario


def with_values(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """Return a scenario with some parameters at other values.

    Parameters
    ----------
    scenario : Scenario
        Left as it is.
    values : mapping
        New values by key, such as ``{"plant.units": 2}``; they are checked like any input.

    Raises
    ------
    lunarsim.words.errors.InputError
        With all errors of the values.
    """
    from lunarsim.scenario.building import with_values as changed

    return changed(scenario, values)


def simulate(scenario: Scenario, seed: int, sample: int = 0, replicate: int = 0) -> xarray.Dataset:
    """Return the outcome of one run.

    Parameters
    ----------
    scenario : Scenario
        What is simulated, with every parameter at its value.
    seed : int
        Seed of all draws.
    sample, replicate : int
        Row of the draws; a sweep's run has the row of its sample and replicate.

    Raises
    ------
    TypeError
        If the scenario is none.
    lunarsim.words.errors.InputError
        With all faults of seed, sample and replicate.
    """
    from lunarsim.scenario.scenario import Scenario
    from lunarsim.study.run.sweep import simulate_one

    if not isinstance(scenario, Scenario):
        raise TypeError(f"scenario is {scenario!r}, must be a Scenario, such as load_scenario() gives")
    _check_whole(seed=seed, sample=sample, replicate=replicate)
    return simulate_one(scenario, int(seed), int(sample), int(replicate))


def sweep(overrides: Sequence[str] = (), config_dir: str | PathLike[str] | None = None) -> xarray.Dataset:
    """Return the dataset of all runs that a line of overrides asks for; it is stored unless ``output=none``.

    A :class:`lunarsim.door.plan_notes.InfeasibleWarning` lists the lever combinations that cannot be run.

    Parameters
    ----------
    overrides : sequence of str
        Overrides as after ``lunarsim -m``, such as ``["site=shackleton,fra_mauro", "design.samples=50"]``.
    config_dir : path, optional
        Folder with options of your own.

    Raises
    ------
    lunarsim.words.errors.InputError
        With all faults of the overrides.
    """
    from lunarsim.door.line.reading import read_line
    from lunarsim.door.plan_notes import warn
    from lunarsim.study.run.sweep import run_sweep

    words = _listed(overrides)
    folders = _folders(config_dir)
    flags = ["-m", *(f"--config-dir={folder}" for folder in folders)]
    return run_sweep(read_line(words, folders=folders).request([*flags, *words]), announce=warn).open()


def resume(store: str | PathLike[str] | None = None, executor: Sequence[str] = ()) -> xarray.Dataset:
    """Run what is missing or failed in a stored sweep and return its dataset.

    Parameters
    ----------
    store : path, optional
        A sweep's folder or its ``.zarr``, or the URL of either; left out, the newest one below ``outputs``.
    executor : sequence of str
        Overrides of the executor, such as ``["executor=processes"]``; left out, as it was run the first time.

    Raises
    ------
    lunarsim.words.errors.StoreError
        If the store cannot be read, belongs to another plan, or is being written by another process.
    """
    from lunarsim.door.find_store import find_store
    from lunarsim.door.run_line import executor_of
    from lunarsim.study.run.continuation import resume_sweep

    path = find_store(None if store is None else str(store))
    return resume_sweep(path, executor_of(_listed(executor))).open()


def _listed(overrides: Sequence[str]) -> list[str]:
    if isinstance(overrides, str):
        raise TypeError(f"overrides is a list of texts, not one text: [{overrides!r}]")
    words = list(overrides)
    for word in words:
        if not isinstance(word, str):
            raise TypeError(f"overrides is a list of texts, {word!r} is none")
    return words


def _check_whole(**values: object) -> None:
    from numbers import Integral

    from lunarsim.words.errors import Fault, InputError

    high = 2**63 - 1
    faults = [
        Fault(key, f"is {value!r}, must be a whole number from 0 to {high}")
        for key, value in values.items()
        if isinstance(value, bool) or not isinstance(value, Integral) or not 0 <= int(value) <= high
    ]
    if faults:
        raise InputError(faults)


def _folders(config_dir: str | PathLike[str] | None) -> list[Path]:
    from pathlib import Path

    return [] if config_dir is None else [Path(config_dir)]
