"""The functions for notebooks and scripts; ``lunarsim`` itself offers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import xarray

    from lunarsim.scenario.scenario import Scenario
    from lunarsim.study.run.rerun import Replayed


def load_scenario(overrides: Sequence[str] = (), config_dir: str | PathLike[str] | None = None) -> Scenario:
    """Return the scenario that a line of overrides asks for.

    Parameters
    ----------
    overrides : sequence of str
        Overrides as on the command line, such as ``["scenario=china_alone", "plant.units=2"]``; no sweeps.
    config_dir : path, optional
        Directory with your own options.

    Raises
    ------
    lunarsim.errors.InputError
        With all errors in the overrides.
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
    lunarsim.errors.InputError
        With all errors of the values.
    """
    from lunarsim.scenario.building import with_values as changed

    return changed(scenario, values)


def simulate(scenario: Scenario, seed: int, sample: int = 0, replicate: int = 0) -> xarray.Dataset:
    """Return the outcome of one run, which may have as many events as a run of a sweep.

    Parameters
    ----------
    scenario : Scenario
        What is simulated, with every parameter at its value; one made by ``dataclasses.replace`` is checked, too.
    seed : int
        Seed of all draws.
    sample, replicate : int
        Row of the draws; a sweep's run has the row of its sample and replicate.

    Raises
    ------
    TypeError
        If it is not a scenario.
    lunarsim.errors.InputError
        With all errors in seed, sample and replicate, or in the scenario: values that are not allowed, broken rules, or
        why it can never work.
    lunarsim.errors.LunarsimError
        If the run fails.
    """
    from lunarsim.scenario.scenario import Scenario
    from lunarsim.study.model.interface import OK
    from lunarsim.study.run.sweep import simulate_one
    from lunarsim.words.errors import LunarsimError

    if not isinstance(scenario, Scenario):
        raise TypeError(f"scenario is {scenario!r}, must be a Scenario, such as load_scenario() returns")
    _check_integers(seed=seed, sample=sample, replicate=replicate)
    run = simulate_one(scenario, int(seed), int(sample), int(replicate))
    if run["status"] != OK:
        raise LunarsimError(f"the run failed: {run['error'].item()}")
    return run


def sweep(overrides: Sequence[str] = (), config_dir: str | PathLike[str] | None = None) -> xarray.Dataset:
    """Return the dataset of all runs that a line of overrides asks for; it is stored unless ``output=none``.

    A :class:`lunarsim.errors.InfeasibleWarning` lists the lever combinations that cannot be run.

    Parameters
    ----------
    overrides : sequence of str
        Overrides as after ``lunarsim -m``, such as ``["site=shackleton,fra_mauro", "design.samples=50"]``.
    config_dir : path, optional
        Directory with your own options.

    Raises
    ------
    lunarsim.errors.InputError
        With all errors in the overrides.
    """
    from lunarsim.door.line.reading import read_line
    from lunarsim.door.plan_notes import warn
    from lunarsim.study.run.sweep import run_sweep

    words = _listed(overrides)
    folders = _folders(config_dir)
    flags = ["-m", *(f"--config-dir={folder}" for folder in folders)]
    return _displayed(run_sweep(read_line(words, folders=folders).request([*flags, *words]), announce=warn).open())


def resume(store: str | PathLike[str] | None = None, executor: Sequence[str] = ()) -> xarray.Dataset:
    """Run what is missing or failed in a stored sweep and return its dataset.

    Parameters
    ----------
    store : path, optional
        A sweep's folder or its ``.zarr``, or the URL of either; left out, the newest one below ``outputs``.
    executor : sequence of str
        Overrides of the executor, such as ``["executor=processes"]``; left out, serial or in processes of this
        computer, as it was run the first time. Dask and addresses are never taken from a dataset.

    Raises
    ------
    lunarsim.errors.InputError
        With all settings of the executor, given or stored, that are not allowed.
    lunarsim.errors.StoreError
        If the store cannot be read, belongs to another plan, or is being written by another process.
    """
    from lunarsim.door.find_store import find_store
    from lunarsim.door.run_line import executor_of
    from lunarsim.study.run.continuation import resume_sweep

    path = find_store(None if store is None else str(store))
    return _displayed(resume_sweep(path, executor_of(_listed(executor)), note=_warned).open())


def revalue(store: str | PathLike[str] | None, overrides: Sequence[str]) -> xarray.Dataset:
    """Compute the accounts of a stored sweep again with other values, and return the new dataset beside it.

    It equals a simulation with these values bit for bit; the stored sweep is left as it is.

    Parameters
    ----------
    store : path or None
        A sweep's folder or its ``.zarr``, or the URL of either; None: the newest one below ``outputs``.
    overrides : sequence of str
        New values of what only the accounts read, such as ``["finance.discount_rate=0.05"]``; ``output.name`` and
        ``output.dir`` say where the new sweep goes.

    Raises
    ------
    lunarsim.errors.InputError
        With all errors in the overrides, and what acts on the simulation, with the line that simulates it.
    lunarsim.errors.StoreError
        If the store cannot be read, or the new one not be written.
    """
    from lunarsim.door.find_store import find_store
    from lunarsim.door.revaluing.given_changes import given_changes
    from lunarsim.study.revaluing.revaluation import original, revalue_sweep

    words = _listed(overrides)
    stored = original(find_store(None if store is None else str(store)))
    return _displayed(revalue_sweep(stored, given_changes(words, stored), note=_warned).open())


def open_sweep(store: str | PathLike[str] | None = None) -> xarray.Dataset:
    """Open a stored sweep for reading; arrays are read where they are used.

    Parameters
    ----------
    store : path, optional
        A sweep's folder or its ``.zarr``, or the URL of either; left out, the newest one below ``outputs``.

    Raises
    ------
    lunarsim.errors.StoreError
        If there is no readable sweep.
    """
    from lunarsim.door.find_store import find_store
    from lunarsim.reading import opening

    return _displayed(opening.open_sweep(find_store() if store is None else str(store)))


def replay(labels: Mapping[str, object], store: str | PathLike[str] | None = None) -> Replayed:
    """Make one run of a stored sweep again, exactly, with its events and spans of time.

    Parameters
    ----------
    labels : mapping
        Label of each lever, and of ``sample`` and ``replicate``, such as ``{"site": "peary", "sample": 17}``; a
        dimension with one label only may be left out.
    store : path, optional
        A sweep's folder or its ``.zarr``, or the URL of either; left out, the newest one below ``outputs``.

    Raises
    ------
    lunarsim.errors.InputError
        If no run has these labels.
    lunarsim.errors.StoreError
        If there is no readable sweep.
    """
    from lunarsim.door.find_store import find_store
    from lunarsim.study.run.rerun import replay_run

    path = find_store(None if store is None else str(store))
    return replay_run(path, {name: str(label) for name, label in labels.items()})


def _displayed(dataset: xarray.Dataset) -> xarray.Dataset:
    """Return a sweep, and have a notebook display it lightly."""
    from lunarsim.reading.notebook_display import display_lightly

    display_lightly()
    return dataset


def _warned(text: str) -> None:
    import warnings

    # The caller of lunarsim.resume stands above it, above resume_sweep and above this function.
    warnings.warn(text, stacklevel=4)


def _listed(overrides: Sequence[str]) -> list[str]:
    if isinstance(overrides, str):
        raise TypeError(f"overrides is {overrides!r}, must be a list of strings: [{overrides!r}]")
    words = list(overrides)
    for word in words:
        if not isinstance(word, str):
            raise TypeError(f"overrides holds {word!r}, must be a list of strings")
    return words


def _check_integers(**values: object) -> None:
    from numbers import Integral

    from lunarsim.words.errors import Fault, InputError

    high = 2**63 - 1
    errors = [
        Fault(key, f"is {value!r}, must be an integer from 0 to {high}")
        for key, value in values.items()
        if isinstance(value, bool) or not isinstance(value, Integral) or not 0 <= int(value) <= high
    ]
    if errors:
        raise InputError(errors)


def _folders(config_dir: str | PathLike[str] | None) -> list[Path]:
    from pathlib import Path

    return [] if config_dir is None else [Path(config_dir)]
