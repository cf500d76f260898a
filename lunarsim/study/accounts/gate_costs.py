"""What is paid before a plant flies: its gates, and the technology that matures for it."""

from __future__ import annotations

import numpy as np

from lunarsim.scenario.groups.extraction.gates import GATES
from lunarsim.study.accounts.program_costs import simulated_edges
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "gate_cost_musd",
        "cost of a gate before the plant",
        "MUSD",
        ("gate",),
        about="Of the work that is done in the simulation, undiscounted; also where it ends the undertaking.",
    ),
    Variable(
        "technology_cost_musd",
        "cost of maturing the plant's technology",
        "MUSD",
        about="Undiscounted, until it is ready, the undertaking is ended or the simulation is.",
    ),
)
def before_the_plant(runs: StoredRuns) -> Arrays:
    """Compute what gates and technology cost."""
    return {
        "gate_cost_musd": gate_costs(runs).sum(axis=-1),
        "technology_cost_musd": technology_costs(runs).sum(axis=-1),
    }


def gate_costs(runs: StoredRuns) -> FloatArray:
    """Return what the gates cost, as they are worked on, dims (run, gate, year) [MUSD]."""
    prices = np.stack([runs.column("gates", f"{gate}_musd") for gate in GATES], axis=-1)
    costs: FloatArray = prices[..., None] * runs.outcome("gate_work")
    return costs


def technology_costs(runs: StoredRuns) -> FloatArray:
    """Return what is spent on technology, evenly until it is ready or given up, dims (run, year) [MUSD]."""
    edges = simulated_edges(runs.calendar)
    ready = np.nan_to_num(runs.outcome("technology_ready_year"), nan=np.inf)
    ended = np.where(runs.outcome("gate_stops") > 0.0, runs.outcome("gate_year"), np.inf).min(axis=-1)
    last = np.minimum(ready, ended)
    years = np.clip(np.minimum(edges[1:], last[:, None]) - edges[:-1], 0.0, None)
    planned = runs.column("plant", "units") > 0
    costs: FloatArray = np.where(planned, runs.column("plant", "readiness_musd_per_year"), 0.0)[:, None] * years
    return costs
