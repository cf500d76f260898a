"""The resource of each run as analysts report it: class, tonnage in place, grade against tonnage, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.resource.classification import RESOURCE_CLASSES
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.outcomes.variable import Variable
from lunarsim.world.trace import Trace

STAGES = ("in_place", "minable", "mined", "produced", "delivered")
"""Where rare earths are counted on their way from the ground to the Earth."""

_LOW_CASE = "Where resources are reported, the low case is called P90 (that much or more with 90 %): P10 of the runs."

RESOURCE_VARIABLES: tuple[Variable, ...] = (
    Variable(
        "resource_class",
        "class of the resource",
        "1",
        dtype="i1",
        about=(
            "What is known of the ground allows it to be called so: by the distance to returned soil and the spacing "
            "of drill holes. No tonnage is a reserve."
        ),
        flags=tuple(enumerate(RESOURCE_CLASSES)),
    ),
    Variable(
        "ree_in_place_t",
        "rare earths in place",
        "t",
        about=(
            "14 lanthanides in the soil of the whole area down to the mining depth; an estimate, never a reserve. "
            + _LOW_CASE
        ),
    ),
    Variable(
        "ree_recoverable_t",
        "rare earths recoverable",
        "t",
        about=(
            "In the soil above the cut-off, times access, mining recovery and the flowsheet's recovery; an estimate, "
            "never a reserve. " + _LOW_CASE
        ),
    ),
    Variable(
        "ree_grade_ppm",
        "rare-earth grade",
        "ppm",
        about="14 lanthanides in the soil that is mined; NaN where none lies above the cut-off.",
    ),
    Variable(
        "soil_above_cutoff_t",
        "soil above a cut-off grade",
        "t",
        ("grade_cutoff",),
        "f4",
        about="Of the whole area down to the mining depth, in blocks of deposit.selective_block_km; in place.",
    ),
    Variable(
        "ree_grade_above_cutoff_ppm",
        "rare-earth grade above a cut-off grade",
        "ppm",
        ("grade_cutoff",),
        "f4",
        about="Mean of the 14 lanthanides in that soil; NaN where there is none.",
    ),
    Variable(
        "ree_by_stage_t",
        "element by stage",
        "t",
        ("stage", "ree"),
        "f4",
        about=(
            "Each element, as element: in the ground of the whole area; of that above the cut-off, times access and "
            "mining recovery; mined by the horizon; in the product made; in the product that reached the Earth."
        ),
    ),
)
"""What is kept of the ground and of what came of it."""


def _divided(amount: NDArray[np.float64], by: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a quotient, NaN where nothing is there to divide by."""
    found: NDArray[np.float64] = np.divide(amount, by, out=np.full(amount.shape, np.nan), where=by > 0.0)
    return found


def put_resource(
    arrays: Mapping[str, NDArray[Any]], done: Sequence[tuple[int, Trace]], grounds: Sequence[DepositState]
) -> None:
    """Fill in the outcomes of the ground, of the runs that were made.

    Parameters
    ----------
    arrays : mapping
        Arrays by variable, dims (run, ...); those of soil mined and of product made and delivered are filled already.
    done : sequence of (int, Trace)
        Position and trace of each run that was made.
    grounds : sequence of DepositState, dims (run,)
        Deposits of all runs.
    """
    runs = [run for run, _ in done]
    if not runs:
        return
    own = [grounds[run] for run in runs]

    def put(name: str, values: NDArray[Any]) -> None:
        arrays[name][runs] = values

    put("resource_class", np.array([ground.resource_class for ground in own]))
    for name in ("ree_in_place_t", "ree_recoverable_t"):
        put(name, np.array([getattr(ground, name) for ground in own]))
    grade_ppm = np.array([ground.ree_grade for ground in own]) * 1e6
    put("ree_grade_ppm", np.where([ground.above_share > 0.0 for ground in own], grade_ppm, np.nan))
    soil_t, ree_t = (np.array([getattr(ground, name) for ground in own]) for name in ("soil_above_t", "ree_above_t"))
    put("soil_above_cutoff_t", soil_t)
    put("ree_grade_above_cutoff_ppm", _divided(ree_t, soil_t) * 1e6)

    grade = np.array([ground.element_grade for ground in own])
    produced_t = arrays["ree_produced_by_element_kg"][runs] * 1e-3
    made_kg = arrays["reo_produced_kg"][runs]
    # Shipments are parts of one mixed product, so its composition goes along.
    home = np.nan_to_num(_divided(arrays["reo_delivered_kg"][runs].sum(axis=-1), made_kg))
    stages = {
        "in_place": np.array([ground.element_in_place_t for ground in own]),
        "minable": np.array([ground.soil_kg for ground in own])[:, np.newaxis] * grade * 1e-3,
        "mined": arrays["soil_mined_t"][runs][:, np.newaxis] * grade,
        "produced": produced_t,
        "delivered": produced_t * home[:, np.newaxis],
    }
    put("ree_by_stage_t", np.stack([stages[stage] for stage in STAGES], axis=1))
