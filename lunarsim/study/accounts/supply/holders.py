"""Which bloc holds lunar product, and which one separates it."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.resource.oxides import reo_fractions
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.producers import MINE, SEPARATION, Stage
from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total


def held_t(runs: StoredRuns) -> dict[str, FloatArray]:
    """Return the lunar oxide that reaches the Earth for each bloc, dims (run, year) [t]."""
    by_program = product_by_program_t(runs)
    everything = by_program.sum(axis=1)
    programs = runs.index("program")
    held_by = np.array(runs.texts("market", "held_by"))
    of_programs = np.isin(held_by, ("agreement", "lead", "partners"))
    held = {}
    for name, bloc in runs.blocs.items():
        mine = np.zeros(everything.shape)
        for program in bloc.programs or ():
            if program in programs:
                mine += by_program[:, programs[program]]
        bought = np.where((held_by == name)[:, None], everything, 0.0)
        held[name] = np.where(of_programs[:, None], mine, bought)
    return held


def product_by_program_t(runs: StoredRuns) -> FloatArray:
    """Return the oxide of each program as ``market.held_by`` gives it to them, dims (run, program, year) [t]."""
    agreed = runs.outcome("year_reo_delivered_kg") * 1e-3
    held_by = np.array(runs.texts("market", "held_by"))
    programs = runs.index("program")
    leads = np.array([programs[lead] for lead in runs.texts("station", "lead")])
    is_lead = (np.arange(len(programs)) == leads[:, None])[:, :, None]
    everything = agreed.sum(axis=1)[:, None]
    the_lead_s = np.where(is_lead, everything, 0.0)
    partners = np.where(is_lead, 0.0, agreed)
    of_partners = partners.sum(axis=1)[:, None]
    # What no partner is due stays with the lead.
    ratio = np.divide(everything, of_partners, out=np.zeros(everything.shape), where=of_partners > 0)
    the_partners = np.where(of_partners > 0, partners * ratio, the_lead_s)
    by_lead, by_partners = ((held_by == name)[:, None, None] for name in ("lead", "partners"))
    chosen: FloatArray = np.where(by_lead, the_lead_s, np.where(by_partners, the_partners, agreed))
    return chosen


def separated_at_home(runs: StoredRuns, bloc: str) -> FloatArray:
    """Return 1 where what a bloc holds is separated at home, else 0, dims (run,) [1]."""
    return np.array([name in ("holder", bloc) for name in runs.texts("market", "separated_by")], dtype=float)


def share_of_elements(runs: StoredRuns, elements: tuple[str, ...]) -> FloatArray:
    """Return the share that the oxides of some elements have in the product, dims (run,) [1]; 0 without product."""
    produced = runs.outcome("ree_produced_by_element_kg")
    has_product = produced.sum(axis=-1) > 0
    shares = reo_fractions(np.where(has_product[:, None], produced, 1.0), load_patterns().oxide_factor)
    found = np.zeros(runs.count)
    for element in elements:
        found += shares[:, REE_AXIS.index(element)]
    return np.where(has_product, found, 0.0)


def lunar_at_stage_t(runs: StoredRuns, stage: Stage, bloc: str) -> FloatArray:
    """Return the lunar oxide that counts for a bloc at a stage, dims (run, year) [t]."""
    held = runs.shared(held_t)[bloc]
    if stage.name == MINE:
        return held
    if stage.name in SEPARATION:
        return held * (share_of_elements(runs, stage.elements) * separated_at_home(runs, bloc))[:, None]
    return np.zeros(held.shape)


def lunar_made_at_stage_t(runs: StoredRuns, stage: Stage, bloc: str) -> FloatArray:
    """Return the lunar oxide that a bloc mines or separates, whoever holds it, dims (run, year) [t]."""
    held = runs.shared(held_t)
    if stage.name not in SEPARATION:
        return lunar_at_stage_t(runs, stage, bloc)
    separated_by = np.array(runs.texts("market", "separated_by"))[:, None]
    by_holder, by_bloc = separated_by == "holder", separated_by == bloc
    everything = total(held.values(), np.zeros(held[bloc].shape))
    separated = np.where(by_holder, held[bloc], np.where(by_bloc, everything, 0.0))
    return separated * share_of_elements(runs, stage.elements)[:, None]
