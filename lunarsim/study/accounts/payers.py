"""Who pays for the mine, and who receives its product."""

from __future__ import annotations

import numpy as np

from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.holders import product_by_program_t
from lunarsim.words.arrays import FloatArray


def product_shares(runs: StoredRuns) -> FloatArray:
    """Return each program's part of the oxide that lands, dims (run, program) [1]; the lead's alone without any."""
    landed = product_by_program_t(runs).sum(axis=-1)
    everything = landed.sum(axis=-1)[:, None]
    lead = is_lead(runs)
    shares: FloatArray = np.divide(landed, everything, out=lead.copy(), where=everything > 0)
    return shares


def paid_shares(runs: StoredRuns) -> FloatArray:
    """Return each program's part of the mine's cost, dims (run, program) [1], as ``finance.mine_paid_by`` says."""
    by_lead = np.array(runs.texts("finance", "mine_paid_by")) == "lead"
    return is_lead(runs) if by_lead.all() else np.where(by_lead[:, None], is_lead(runs), product_shares(runs))


def is_lead(runs: StoredRuns) -> FloatArray:
    """Return 1 for the lead of the station and 0 for other programs, dims (run, program)."""
    programs = runs.index("program")
    leads = np.array([programs[lead] for lead in runs.texts("station", "lead")])
    return np.asarray(np.arange(len(programs)) == leads[:, None], dtype=float)
