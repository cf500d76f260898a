"""One run by itself: the row of a sweep without the sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lunarsim.scenario.building import checked_scenario
from lunarsim.scenario.scenario import Scenario
from lunarsim.study.model.block import ModelCall, empty_arrays
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, import_model
from lunarsim.study.request.settings import Executor
from lunarsim.study.store.layout import dataset, row_fields, run_fields, trailing_fields
from lunarsim.words.errors import InputError

if TYPE_CHECKING:
    import xarray as xr


def simulate_one(
    scenario: Scenario, seed: int, sample: int = 0, replicate: int = 0, model: str = CAMPAIGNS_REFERENCE
) -> xr.Dataset:
    """Run a scenario once, with as many events as a run of a sweep may have, and return its outcomes.

    Where the scenario holds the values that a sweep of the same seed had at (sample, replicate), they are equal to that
    row bit for bit.

    Parameters
    ----------
    scenario : Scenario
        With all values of levers and factors.
    seed : int
        Seed of all draws.
    sample, replicate : int
        The row whose draws are used.
    model : str
        Reference ``package.module:NAME`` of what runs it.

    Returns
    -------
    Dataset
        Without run dimensions; ``sample`` and ``replicate`` are coordinates. ``status`` says whether the run failed.

    Raises
    ------
    InputError
        If the scenario has values that are not allowed, breaks a rule or can never work, with all reasons.
    """
    scenario = checked_scenario(scenario)
    simulation = import_model(model, Executor().max_events)
    reasons = simulation.infeasible(scenario)
    if reasons:
        raise InputError(reasons)
    coordinates = simulation.coordinates([scenario])
    labels = {name: coordinate.values for name, coordinate in coordinates.items()}
    arrays = empty_arrays(simulation.variables, labels, 1)
    call = ModelCall()
    call.add(scenario, (sample, replicate), 0)
    call.run(simulation, seed, labels, arrays)
    labelled = [*row_fields([sample], [replicate]), *trailing_fields(simulation.variables, coordinates)]
    fields = [*labelled, *run_fields(simulation.variables, coordinates, ("sample", "replicate"), (1, 1))]
    content = {name: array.reshape(1, 1, *array.shape[1:]) for name, array in arrays.items()}
    content |= {field.name: field.labels for field in labelled if field.labels is not None}
    attrs = {"title": "lunarsim run", "Conventions": "CF-1.11", "seed": seed}
    return dataset(fields, content, attrs).isel(sample=0, replicate=0)
