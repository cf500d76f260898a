"""The resource of each run as analysts report it: class, tonnage in place, grade against tonnage, stage by stage."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.resource.classification import RESOURCE_CLASSES
from lunarsim.words.arrays import FloatArray
from lunarsim.world.mine.deposit import GRADE_CUTOFFS
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.mine import produced_by_element_kg, reo_produced_kg, soil_mined_t
from lunarsim.world.outcomes.returns import delivered_kg
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Coordinate, Variable

STAGES = ("in_place", "minable", "mined", "produced", "delivered")
"""Where rare earths are counted, from the deposit to the Earth."""

STAGE = Coordinate(STAGES, "stage on the way from the ground to the Earth")
GRADE_CUTOFF = Coordinate(GRADE_CUTOFFS, "cut-off grade of the lanthanides", "ppm")

_LOW_CASE = "Where resources are reported, the low case is called P90 (that much or more with 90 %): P10 of the runs."


@computes(
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
def resource(runs: TracedRuns) -> Arrays:
    """Compute what the deposit holds, and how much of it reached each stage."""
    soil_above_t, ree_above_t = _of_deposits(runs, "soil_above_t"), _of_deposits(runs, "ree_above_t")
    grade_ppm = _of_deposits(runs, "ree_grade") * 1e6
    return {
        "resource_class": _of_deposits(runs, "resource_class"),
        "ree_in_place_t": _of_deposits(runs, "ree_in_place_t"),
        "ree_recoverable_t": _of_deposits(runs, "ree_recoverable_t"),
        "ree_grade_ppm": np.where(_of_deposits(runs, "above_share") > 0.0, grade_ppm, np.nan),
        "soil_above_cutoff_t": soil_above_t,
        "ree_grade_above_cutoff_ppm": _divided(ree_above_t, soil_above_t) * 1e6,
        "ree_by_stage_t": _by_stage_t(runs),
    }


def _by_stage_t(runs: TracedRuns) -> FloatArray:
    """Return each element at each stage, dims (run, stage, ree) [t]."""
    grade = _of_deposits(runs, "element_grade")
    produced_t = produced_by_element_kg(runs) * 1e-3
    # Shipments are parts of one mixed product, so its composition goes along.
    delivered = np.nan_to_num(_divided(runs.shared(delivered_kg).sum(axis=-1), reo_produced_kg(runs)))
    stages = {
        "in_place": _of_deposits(runs, "element_in_place_t"),
        "minable": _of_deposits(runs, "soil_kg")[:, np.newaxis] * grade * 1e-3,
        "mined": soil_mined_t(runs)[:, np.newaxis] * grade,
        "produced": produced_t,
        "delivered": produced_t * delivered[:, np.newaxis],
    }
    return np.stack([stages[stage] for stage in STAGES], axis=1)


def _of_deposits(runs: TracedRuns, name: str) -> NDArray[Any]:
    """Return a figure of each run's deposit, dims (run, ...)."""
    return np.array([getattr(deposit, name) for deposit in runs.deposits])


def _divided(amount: FloatArray, by: FloatArray) -> FloatArray:
    """Return a quotient, NaN where nothing is there to divide by."""
    quotient = np.full(amount.shape, np.nan)
    np.divide(amount, by, out=quotient, where=by > 0.0)
    return quotient
